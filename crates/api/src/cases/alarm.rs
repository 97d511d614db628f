//! The alarm of a case: acknowledged by a superior. It is shown on the case and found by the list.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::{AcknowledgeAlarm, Case, CaseId, decide_acknowledge_alarm},
};

use crate::{
    act::{Answer, Write},
    cases::load,
    http::{body::Body, problem::ApiError, routes::Route},
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![route!(
        acknowledge_alarm,
        Action::AcknowledgeAlarm,
        if_match
    )]
}

/// Acknowledge the alarm of a case
///
/// Somebody who leads the work has seen that its risk rose to high or above, or that there is a
/// crisis: `alarm` goes from the case, until something raises it anew, and the note stands on the
/// timeline (`case.alarm_acknowledged`). It says nothing about what is done: a crisis goes on until it is
/// resolved. What raised the alarm again in the meantime is not acknowledged with it: the version of
/// the case has moved on, which is told (412). An alarm stands until then whatever becomes of its
/// causes, on hold, after a reassignment, and at the next unit after a transfer; the closure, which a
/// superior approves, ends it.
///
/// By a supervisor or director in reach who neither answers for the case nor asked for its closure:
/// of a supervisor's own case, one level up. Who reported the crisis as one of the team may. Refused:
/// `no_alarm`.
///
/// No mail is sent. An app or integration asks for `GET /v1/cases?alarmed=true`, all its pages, as often
/// as somebody is to be told: they are few, and all of them wait. One that was not there before is new,
/// and so is one with another `alarm.since`; one whose `alarm.causes` or `open_crises` grew was raised
/// again. What is gone has been seen to. A restricted case shows only to those named on it.
#[utoipa::path(post, path = "/v1/cases/{case_id}/alarm-acknowledgement", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = AcknowledgeAlarm,
    responses((status = 200, description = "The case, without alarm.", body = Case)))]
pub async fn acknowledge_alarm(
    write: Write,
    path: Path<CaseId>,
    body: Body<AcknowledgeAlarm>,
) -> Result<HttpResponse, ApiError> {
    let (id, AcknowledgeAlarm { note }) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let loaded = load::lock(act, id)?;
            act.permit(&loaded.facts(None), Some(loaded.case.version))?;
            let by = act.worker()?;
            let mut case = loaded.case;
            let events = decide_acknowledge_alarm(&case, by, act.now)?;
            load::change(act, &mut case, &events)?;
            for event in &events {
                let of = load::of(&case);
                match &note {
                    Some(note) => act.record_because(of, case.version, event, note.as_str())?,
                    None => act.record(of, case.version, event)?,
                }
            }
            Ok(Answer::ok(&case)?.version(case.version))
        })
        .await
}
