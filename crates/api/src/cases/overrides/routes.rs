//! Overrides of what the gates of a case require: made by a supervisor who does not ask for the
//! move, and read.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::{
        CaseId, Gate, GateFacts, Override, OverrideId, OverrideRequirement, RequirementCode, Stage,
        decide_case_override, decide_override,
    },
    termination::TerminationReason,
    words::RecordId,
};

use crate::{
    act::{Answer, Write},
    assessment::finalising::unfinished_checklist,
    cases::{
        facts, load,
        records::{new_or_made, read_of_case},
    },
    http::{
        body::{Body, Query},
        paging::{Page, PageQuery, Place},
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_case_overrides, Action::ReadCaseRecords),
        route!(override_requirement, Action::OverrideCaseRequirement),
    ]
}

/// List the overrides of a case
///
/// Those that stand, have expired or were used, the oldest first. For whoever sees the case; not
/// for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/overrides", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case."), PageQuery),
    responses((status = 200, description = "A page of overrides.", body = Page<Override>)))]
pub async fn list_case_overrides(
    read: Read,
    path: Path<CaseId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, Query(query)) = (path.into_inner(), query);
    let slice = query.slice(&read.app, "list_case_overrides", &case_id)?;
    let (after, large) = (slice.after.map(|place| place.id), slice.needs_large());
    let items = read_of_case(&read, move |tx, _| {
        let items = on!(tx, overrides::page(case_id, after, large))?;
        Ok(Some((items, case_id)))
    })
    .await?;
    let page = slice.page(&read.app, items, |one| Place {
        at: one.overridden_at,
        id: one.id.uuid(),
    })?;
    read.page(&page)
}

/// Override a requirement
///
/// Of a gate of the case, or of finalising its unfinished assessment (gate `finalise`), for one
/// passage within 30 days. By a supervisor or director in reach
/// who neither answers for the case nor asked for its closure; it does not count for a move by
/// the same person. Refused: `requirement_not_in_gate`, `requirement_already_met`,
/// `requirement_hard`, `already_overridden`, `case_closed`.
#[utoipa::path(post, path = "/v1/cases/{case_id}/overrides", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case.")),
    request_body = OverrideRequirement,
    responses((status = 201, description = "The override.", body = Override),
        (status = 200, description = "The override that the same command with the same `id` made before, as it is now.", body = Override)))]
pub async fn override_requirement(
    write: Write,
    path: Path<CaseId>,
    body: Body<OverrideRequirement>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let loaded = load::lock(act, case_id)?;
            act.permit(&loaded.facts(None), None)?;
            let by = act.worker()?;
            let case = &loaded.case;
            let made = new_or_made(act, "override", command.id.map(RecordId::uuid), |tx, id| {
                let found = on!(tx, overrides::find(OverrideId(id)))?;
                Ok(found.filter(|one| one.case_id == Some(case_id)))
            })?;
            let id = match made {
                Ok(id) => OverrideId(id),
                Err(one) => return Answer::ok(&one),
            };
            let standing = facts::overrides(act.tx, case, act.now)?;
            let events = if command.gate == Gate::Finalise {
                let list = unfinished_checklist(act, case)?;
                let who = (by, act.now);
                decide_override(case, list.as_ref(), None, &standing, &command, id, who)?
            } else {
                let mut facts = facts::load(act.tx, case, command.gate, act.now)?;
                in_view(&mut facts, case.stage, &command);
                decide_case_override(case, &facts, &standing, &command, id, by, act.now)?
            };
            let one = Override {
                id,
                intake_id: None,
                case_id: Some(case_id),
                gate: command.gate,
                requirement: command.requirement,
                reason: command.reason,
                overridden_by: by,
                overridden_at: act.now,
                expires_at: act.now + Override::LIFE,
                void_at: None,
            };
            if !on!(act.tx, overrides::insert(&one))? {
                return Err(Problem::naming(ProblemCode::AlreadyExists, id).into());
            }
            for event in &events {
                act.record(load::of_part(case_id, "override", id), 1, event)?;
            }
            Answer::created(&one, format!("/v1/cases/{case_id}/overrides"))
        })
        .await
}

/// On the way to termination, everything that may be overridden belongs to a planned end: that is
/// the reason in view, unless it is the reason itself that is asked about.
fn in_view(facts: &mut GateFacts, stage: Stage, command: &OverrideRequirement) {
    let towards = command.gate == Gate::Termination && stage != Stage::Termination;
    if towards && command.requirement != RequirementCode::Reason {
        facts.reason = Some(TerminationReason::GoalsAchieved);
    }
}
