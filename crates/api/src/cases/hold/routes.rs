//! Putting a case on hold and ending the hold.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::{Case, CaseId, HoldCase, decide_hold, decide_resume},
};
use serde_json::Value;

use crate::{
    act::{Answer, Write},
    cases::{facts, load},
    http::{body::Body, problem::ApiError, routes::Route},
    parties::units::calendar::Calendar,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(hold_case, Action::HoldCase, if_match),
        route!(resume_case, Action::HoldCase, if_match),
    ]
}

/// Put a case on hold
///
/// By its responsible worker. While it is on hold the case changes no stage and no closure is
/// requested; notes, contacts and tasks go on. It does not end by itself: from the day after
/// `until_on` the checklist says `hold_overdue`. Refused: `case_on_hold`, `closure_pending`,
/// `case_closed`; an `until_on` that is past (`due_on_in_past`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/hold", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = HoldCase,
    responses((status = 200, description = "The case.", body = Case)))]
pub async fn hold_case(
    write: Write,
    path: Path<CaseId>,
    body: Body<HoldCase>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let loaded = load::lock(act, id)?;
            act.permit(&loaded.facts(None), Some(loaded.case.version))?;
            let mut case = loaded.case;
            let unit = facts::unit(act.tx, &case)?;
            let today = Calendar::of(&unit.details)?.date(act.now);
            let events = decide_hold(&case, command.until_on, today, act.now)?;
            let reason = command.reason.as_str().to_owned();
            case.hold_reason = Some(command.reason);
            load::change(act, &mut case, &events)?;
            for event in &events {
                act.record_because(load::of(&case), case.version, event, reason.as_str())?;
            }
            Ok(Answer::ok(&case)?.version(case.version))
        })
        .await
}

/// End the hold of a case
///
/// By its responsible worker: the case is open again, in the stage in which it was. Refused:
/// `case_not_on_hold`.
#[utoipa::path(post, path = "/v1/cases/{case_id}/resumption", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((status = 200, description = "The case.", body = Case)))]
pub async fn resume_case(write: Write, path: Path<CaseId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(Value::Null, move |act| {
            let loaded = load::lock(act, id)?;
            act.permit(&loaded.facts(None), Some(loaded.case.version))?;
            let mut case = loaded.case;
            let events = decide_resume(&case, act.now)?;
            load::change(act, &mut case, &events)?;
            for event in &events {
                act.record(load::of(&case), case.version, event)?;
            }
            Ok(Answer::ok(&case)?.version(case.version))
        })
        .await
}
