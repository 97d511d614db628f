//! Cases: read, listed, and how far they may be read.

use actix_web::{HttpResponse, web::Path};
use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Facts, Obligation, View},
    assessment::RiskLevel,
    cases::{
        Case, CaseEvent, CaseId, CaseStatus, ClientKind, SetConfidentiality, Stage,
        decide_confidentiality,
    },
    intake::Category,
    parties::{
        GroupId, HouseholdId, PersonId, UnitId, WorkerId,
        external_ref::{ExternalSystem, ExternalValue},
    },
    warnings::{Fault, FaultCode},
};
use serde::{Deserialize, Serialize};

use super::{
    list::{self, Order, Wanted},
    load,
    views::CaseView,
};
use crate::{
    act::{Answer, Write},
    db::{
        Lane,
        types::{Code, Id, Instant},
    },
    http::{
        body::{Body, Query},
        paging::{Page, Slice},
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    parties::persons,
    read::Read,
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_cases, Action::ListCases),
        route!(get_case, Action::ReadCase),
        route!(set_confidentiality, Action::SetConfidentiality, if_match),
    ]
}

/// Which cases are asked for.
#[derive(Deserialize, Serialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListCases {
    /// Only cases of exactly this unit.
    unit_id: Option<UnitId>,
    /// Only cases in this stage.
    #[param(inline)]
    stage: Option<Stage>,
    /// Only cases that stand so.
    #[param(inline)]
    status: Option<CaseStatus>,
    /// Only cases whose worst open risk is so high.
    #[param(inline)]
    risk: Option<RiskLevel>,
    /// `true`: something on it is past its day, a task of its own or of its plan, the monitoring,
    /// the next assessment or the hold; `false`: all others.
    overdue: Option<bool>,
    /// `true`: a crisis of it is not resolved; `false`: all others.
    open_crisis: Option<bool>,
    /// `true`: its `alarm` waits for a superior's acknowledgement; `false`: all others.
    alarmed: Option<bool>,
    /// Only cases that are mainly about this.
    #[param(inline)]
    category: Option<Category>,
    /// Only cases for which this worker answers.
    responsible_id: Option<WorkerId>,
    /// Only cases of this client, or with this person in a household or group.
    person_id: Option<PersonId>,
    /// Only cases of clients of this kind.
    #[param(inline)]
    client_kind: Option<ClientKind>,
    /// Only cases of this household.
    household_id: Option<HouseholdId>,
    /// Only cases of this group or community.
    group_id: Option<GroupId>,
    /// Only what was changed after this time; with `sort=modified_at`.
    modified_after: Option<DateTime<Utc>>,
    /// Only the case that this other system knows by `external_value`.
    #[param(inline)]
    external_system: Option<ExternalSystem>,
    /// The number or id in `external_system`.
    #[param(inline)]
    external_value: Option<ExternalValue>,
    /// The order: `opened_at`, the newest first, or `modified_at`, the oldest change first.
    #[param(inline)]
    sort: Option<Order>,
    /// How many at most; 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
    /// Where the page starts: `next_cursor` of the page before.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// List cases
///
/// Those the caller sees: named on them, or by role at a unit that reaches them; restricted ones
/// only when named. A data officer gets their spine (id, unit, file number, stage, version), and
/// nothing where a filter asks for more than that. The newest first, or by `sort=modified_at` for
/// incremental pulls. A supervisor's app asks for `alarmed=true` again and again: how it tells what
/// is new stands with the acknowledgement of an alarm. Where what is asked for is rare, a page may be
/// short, or empty, before the last: `next_cursor` goes on. Refused: whoever can see no case at all
/// (403).
#[utoipa::path(get, path = "/v1/cases", tag = "cases", params(ListCases),
    responses((status = 200, description = "A page of cases.", body = Page<CaseView>)))]
pub async fn list_cases(read: Read, query: Query<ListCases>) -> Result<HttpResponse, ApiError> {
    read.decide(&Facts::Cases)?;
    let Query(mut query) = query;
    let (limit, cursor) = (query.limit.take(), query.cursor.take());
    let slice = Slice::new(&read.app, "list_cases", &query, limit, cursor.as_deref())?;
    let external = external_name(&query)?;
    let order = query.sort.unwrap_or_default();
    let mut wanted = Wanted {
        unit: query.unit_id.map(Id::from),
        stage: query.stage.map(Code),
        status: query.status.map(Code),
        risk: query.risk.map(Code),
        overdue: query
            .overdue
            .map(|overdue| (overdue, read.app.now().into())),
        open_crisis: query.open_crisis,
        alarmed: query.alarmed,
        category: query.category.map(Code),
        responsible: query.responsible_id.map(Id::from),
        person: query.person_id.map(Id::from),
        client_kind: query.client_kind.map(Code),
        household: query.household_id.map(Id::from),
        group: query.group_id.map(Id::from),
        modified_after: query.modified_after.map(Instant::from),
        ids: None,
        case: None,
        order,
        after: slice.after.map(|place| (place.at.into(), Id(place.id))),
        until: None,
        large: slice.needs_large(),
    };
    let actor = read.caller.actor.clone();
    let found = read
        .app
        .db()
        .read(Lane::Interactive, move |tx| {
            if let Some((system, value)) = &external {
                wanted.ids = Some(on!(tx, cases::by_external_ref(system, value))?);
            }
            if let Some(id) = query.person_id {
                wanted.person = Some(persons::load::survivor(tx, id)?.into());
            }
            list::visible(tx, &actor, &wanted)
        })
        .await?;
    let place = |case: &CaseView| order.place(case);
    let page = slice.page_until(&read.app, found.items, found.until, place)?;
    read.page(&page)
}

/// A name in another system needs both of its halves.
fn external_name(query: &ListCases) -> Result<Option<(String, String)>, ApiError> {
    let missing = |name: &str| {
        let fault = Fault::new(name, FaultCode::Required);
        Err(Problem::faults(ProblemCode::InvalidParameter, vec![fault]).into())
    };
    match (&query.external_system, &query.external_value) {
        (None, None) => Ok(None),
        (Some(system), Some(value)) => Ok(Some((
            system.as_str().to_owned(),
            value.as_str().to_owned(),
        ))),
        (Some(_), None) => missing("?external_value"),
        (None, Some(_)) => missing("?external_system"),
    }
}

/// Read a case
///
/// For whoever sees it. A data officer gets its spine: id, unit, file number, stage and version.
/// That it was read is logged.
#[utoipa::path(get, path = "/v1/cases/{case_id}", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((status = 200, description = "The case, or its spine.", body = inline(CaseView))))]
pub async fn get_case(read: Read, path: Path<CaseId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let (case, obligations) = read
        .find(move |tx, actor| {
            let found = load::find(tx, id, actor.worker())?;
            Ok(found.map(|loaded| {
                let facts = loaded.facts(None);
                (loaded.case, facts)
            }))
        })
        .await?;
    if obligations.contains(&Obligation::LogRead) {
        read.seen("case", id.0)?;
    }
    let view = if obligations.contains(&Obligation::SpineOnly) {
        View::Spine
    } else {
        View::Full
    };
    let case = CaseView::of(case, view);
    read.answer(&case, case.version())
}

/// Set the confidentiality of a case
///
/// By a supervisor or director in reach, with a reason, which stands on the timeline. Who makes a
/// case `restricted` is put on its named list, unless named already: from then on superiors who
/// are not named no longer see it.
#[utoipa::path(put, path = "/v1/cases/{case_id}/confidentiality", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = SetConfidentiality,
    responses((status = 200, description = "The case.", body = Case)))]
pub async fn set_confidentiality(
    write: Write,
    path: Path<CaseId>,
    body: Body<SetConfidentiality>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let loaded = load::lock(act, id)?;
            act.permit(&loaded.facts(None), Some(loaded.case.version))?;
            let by = act.worker()?;
            let mut case = loaded.case;
            let events = decide_confidentiality(&case, &command, by, loaded.member)?;
            if !events.is_empty() {
                load::change(act, &mut case, &events)?;
                on!(act.tx, case_members::refile(&case))?;
            }
            for event in &events {
                if let CaseEvent::MemberNamed {
                    worker_id,
                    membership,
                    ..
                } = event
                {
                    on!(
                        act.tx,
                        case_members::put(&case, *worker_id, *membership, act.now)
                    )?;
                }
                let reason = command.reason.as_str();
                act.record_because(load::of(&case), case.version, event, reason)?;
            }
            Ok(Answer::ok(&case)?.version(case.version))
        })
        .await
}
