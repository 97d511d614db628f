//! Crises, from report to resolution. An open one shows on its case and keeps it from closing.

use actix_web::{HttpResponse, web::Path};
use diesel::QueryResult;
use domain::{
    access::Action,
    cases::{Case, CaseEvent, CaseId},
    intervention::{
        Crisis, CrisisDetails, CrisisId, CrisisStatus, HandleCrisis, NewCrisis, ResolveCrisis,
        WorkEvent, decide_edit_crisis, decide_handle_crisis, decide_report_crisis,
        decide_resolve_crisis,
    },
    words::Word,
};

use super::{Filters, WorkRecord, insert, lock, of_case, save};
use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        facts, load,
        records::{CaseRecord, case_record, list_query, new_or_made, one_of, page_of},
    },
    db::types::Instant,
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::Page,
        problem::ApiError,
        routes::Route,
    },
    on,
    parties::units::calendar::Calendar,
    read::Read,
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_crises, Action::ReadCaseRecords),
        route!(report_crisis, Action::RecordWork),
        route!(get_crisis, Action::ReadCaseRecords),
        route!(edit_crisis, Action::RecordWork, if_match),
        route!(handle_crisis, Action::RecordWork, if_match),
        route!(resolve_crisis, Action::RecordWork, if_match),
    ]
}

case_record!(Crisis, newest by details.occurred_at, modified by modified_at, version);

list_query! {
    /// Which crises are asked for.
    ListCrises {
        /// Only crises that stand so.
        #[param(inline)]
        status: CrisisStatus,
    }
}

impl Filters for ListCrises {
    fn state(&self) -> Option<&'static str> {
        self.status.map(Word::code)
    }
}

/// List the crises of a case
///
/// The latest to happen first. For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/crises", tag = "work",
    params(("case_id" = CaseId, Path, description = "The case."), ListCrises),
    responses((status = 200, description = "A page of crises.", body = Page<Crisis>)))]
pub async fn list_crises(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListCrises>,
) -> Result<HttpResponse, ApiError> {
    page_of(
        &read,
        "list_crises",
        *path,
        query.0,
        |tx, _, wanted| -> QueryResult<Vec<Crisis>> { on!(tx, work_records::list(wanted)) },
    )
    .await
}

/// Report a crisis
///
/// What happened, when and where, how grave it is, what was done at once. In every stage, on hold
/// too. The case, whose version moves on, shows an `alarm` until a superior acknowledges it
/// (`case.crisis_alarmed`); until the crisis is resolved it counts in `open_crises` and keeps the case
/// from closing. For the responsible worker and the team. Refused: `in_future`, `case_closed`.
#[utoipa::path(post, path = "/v1/cases/{case_id}/crises", tag = "work",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewCrisis,
    responses((status = 201, description = "The crisis.", body = Crisis),
        (status = 200, description = "The crisis that the same command with the same `id` made before, as it is now.", body = Crisis)))]
pub async fn report_crisis(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewCrisis>,
) -> Result<HttpResponse, ApiError> {
    let case_id = path.into_inner();
    let NewCrisis { id, details } = body.value;
    let details = in_micros(details);
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let (by, mut case) = (act.worker()?, case.case);
            let made = new_or_made(act, Crisis::KIND, id.map(|id| id.0), |tx, id| {
                Ok(of_case(on!(tx, work_records::find(id))?, case_id))
            })?;
            let id = match made {
                Ok(id) => CrisisId(id),
                Err(made) => return Crisis::made_before(&made),
            };
            let (events, shown) = decide_report_crisis(&case, id, &details, act.now)?;
            let crisis = Crisis::reported(id, case_id, details, by, act.now);
            insert(act, &crisis, &events)?;
            show(act, &mut case, &shown)?;
            Ok(Answer::created(&crisis, format!("/v1/crises/{id}"))?.version(crisis.version))
        })
        .await
}

/// Read a crisis
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/crises/{crisis_id}", tag = "work",
    params(("crisis_id" = CrisisId, Path, description = "The crisis.")),
    responses((status = 200, description = "The crisis.", body = Crisis)))]
pub async fn get_crisis(read: Read, path: Path<CrisisId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| -> QueryResult<Option<Crisis>> {
        on!(tx, work_records::find(id.0))
    })
    .await
}

/// Edit what is told about a crisis
///
/// Until it is resolved: what is to follow, when the supervisor was told. What was told before is
/// kept, encrypted. One that has become graver alarms anew. For the responsible worker and the team.
/// Refused: `crisis_resolved`, `in_future`, `case_closed`.
#[utoipa::path(patch, path = "/v1/crises/{crisis_id}", tag = "work",
    params(("crisis_id" = CrisisId, Path, description = "The crisis.")),
    request_body(content = PatchOf<CrisisDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The crisis as it is now.", body = Crisis)))]
pub async fn edit_crisis(
    write: Write,
    path: Path<CrisisId>,
    patch: Patch<CrisisDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let (case, mut crisis) = lock::<Crisis>(act, id.0)?;
            let mut case = case.case;
            let details = in_micros(patch.merge(act.app(), &crisis.details)?);
            let (events, shown) = decide_edit_crisis(&case, &crisis, &details, act.now)?;
            if !events.is_empty() {
                act.keep_version(Crisis::KIND, id.0, crisis.version, &crisis.details)?;
                crisis.details = details;
                change(act, &mut crisis, &events)?;
                show(act, &mut case, &shown)?;
            }
            Ok(Answer::ok(&crisis)?.version(crisis.version))
        })
        .await
}

/// Take a crisis in hand
///
/// With what is being done. For the responsible worker and the team. Refused: `crisis_not_reported`,
/// `case_closed`.
#[utoipa::path(post, path = "/v1/crises/{crisis_id}/handling", tag = "work",
    params(("crisis_id" = CrisisId, Path, description = "The crisis.")),
    request_body = HandleCrisis,
    responses((status = 200, description = "The crisis, being handled.", body = Crisis)))]
pub async fn handle_crisis(
    write: Write,
    path: Path<CrisisId>,
    body: Body<HandleCrisis>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, mut crisis) = lock::<Crisis>(act, id.0)?;
            let by = act.worker()?;
            let events = decide_handle_crisis(&case.case, &crisis)?;
            crisis.handle(command, by);
            change(act, &mut crisis, &events)?;
            Ok(Answer::ok(&crisis)?.version(crisis.version))
        })
        .await
}

/// Resolve a crisis
///
/// How, and on which day. The case no longer shows it. For the responsible worker and the team.
/// Refused: `crisis_not_being_handled`, `in_future`, `before_crisis`, `case_closed`.
#[utoipa::path(post, path = "/v1/crises/{crisis_id}/resolution", tag = "work",
    params(("crisis_id" = CrisisId, Path, description = "The crisis.")),
    request_body = ResolveCrisis,
    responses((status = 200, description = "The crisis, resolved.", body = Crisis)))]
pub async fn resolve_crisis(
    write: Write,
    path: Path<CrisisId>,
    body: Body<ResolveCrisis>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, mut crisis) = lock::<Crisis>(act, id.0)?;
            let (by, mut case) = (act.worker()?, case.case);
            let calendar = Calendar::of(&facts::unit(act.tx, &case)?.details)?;
            let occurred_on = calendar.date(crisis.details.occurred_at);
            let today = calendar.date(act.now);
            let (events, shown) =
                decide_resolve_crisis(&case, &crisis, &command, occurred_on, today)?;
            crisis.resolve(command, by, act.now);
            change(act, &mut crisis, &events)?;
            show(act, &mut case, &shown)?;
            Ok(Answer::ok(&crisis)?.version(crisis.version))
        })
        .await
}

/// Saves what the act did to the crisis, as its next version.
fn change(act: &mut Act<'_, '_>, crisis: &mut Crisis, events: &[WorkEvent]) -> Result<(), Stop> {
    let before = crisis.version;
    crisis.version += 1;
    crisis.modified_at = act.now;
    save(act, crisis, before, events)
}

/// What the case shows of its crises changes with it.
fn show(act: &mut Act<'_, '_>, case: &mut Case, events: &[CaseEvent]) -> Result<(), Stop> {
    if events.is_empty() {
        return Ok(());
    }
    load::change(act, case, events)?;
    let of = load::of(case);
    events
        .iter()
        .try_for_each(|event| act.record(of, case.version, event))
}

/// Whole microseconds are what both databases keep.
fn in_micros(details: CrisisDetails) -> CrisisDetails {
    CrisisDetails {
        occurred_at: Instant::from(details.occurred_at).0,
        supervisor_told_at: details.supervisor_told_at.map(|at| Instant::from(at).0),
        ..details
    }
}
