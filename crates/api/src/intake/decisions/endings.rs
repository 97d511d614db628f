//! The decisions that end an intake without a case: declined, redirected, advised, duplicate.

use actix_web::{HttpResponse, web::Path};
use chrono::{DateTime, Utc};
use domain::{
    access::{Action, sight},
    cases::CaseId,
    intake::{
        AdviseIntake, DeclineIntake, DuplicateKind, DuplicateOf, FindDuplicate, Intake,
        IntakeEvent, IntakeId, RedirectIntake, decide_advise, decide_decline, decide_duplicate,
        decide_redirect,
    },
    parties::WorkerId,
    refusal::Decision,
    warnings::{Fault, FaultCode},
    words::RecordId,
};
use serde_json::Value;

use crate::{
    act::{Act, Answer, Stop, Write},
    cases,
    events::Of,
    http::{body::Body, problem::ApiError, routes::Route},
    intake::load::{self, change},
    on,
    parties::invalid,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(decline_intake, Action::DecideIntake, if_match),
        route!(redirect_intake, Action::DecideIntake, if_match),
        route!(advise_intake, Action::DecideIntake, if_match),
        route!(find_duplicate, Action::DecideIntake, if_match),
    ]
}

/// Decline an intake
///
/// For good, with the reason; a returned one too. By a supervisor or director in reach. Refused:
/// a decided intake (409).
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/declination", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body = DeclineIntake,
    responses((status = 200, description = "The intake.", body = Intake)))]
pub async fn decline_intake(
    write: Write,
    path: Path<IntakeId>,
    body: Body<DeclineIntake>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    let note = command.note.clone();
    let decide = move |intake: &Intake, by, now| decide_decline(intake, &command, by, now);
    end(write, id, body.sent, decide, move |intake| {
        intake.decision_note = note;
    })
    .await
}

/// Redirect an intake
///
/// To the organisation that can help: which one, which service, whom to turn to, and what the
/// client was told. The end of the intake, which keeps all of it; a returned one may be redirected
/// too. By a supervisor or director in reach. Refused: a decided intake (409).
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/redirection", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body = RedirectIntake,
    responses((status = 200, description = "The intake.", body = Intake)))]
pub async fn redirect_intake(
    write: Write,
    path: Path<IntakeId>,
    body: Body<RedirectIntake>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    let decide = |intake: &Intake, by, now| decide_redirect(intake, by, now);
    end(write, id, body.sent, decide, move |intake| {
        intake.redirection = Some(command.redirection);
        intake.decision_note = command.note;
    })
    .await
}

/// Answer an intake with advice
///
/// The information or advice that was given is all that is needed. The end of the intake, which
/// keeps it; a returned one may be answered too. By a supervisor or director in reach. Refused: a
/// decided intake (409).
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/advice", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body = AdviseIntake,
    responses((status = 200, description = "The intake.", body = Intake)))]
pub async fn advise_intake(
    write: Write,
    path: Path<IntakeId>,
    body: Body<AdviseIntake>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    let decide = |intake: &Intake, by, now| decide_advise(intake, by, now);
    end(write, id, body.sent, decide, move |intake| {
        intake.advice = Some(command.advice);
        intake.decision_note = command.note;
    })
    .await
}

/// Find an intake to be a duplicate
///
/// Of another intake or of a case that you see, in which the work goes on: its `duplicate_of`
/// says which, and the timeline of that record tells of it. A returned one may be found so too.
/// By a supervisor or director in reach. Refused: a record you do not see (422
/// `unknown_reference`); `duplicate_of_itself`; an intake that is itself a duplicate
/// (`names_a_duplicate`); a decided intake (409).
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/duplicate-finding", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body = FindDuplicate,
    responses((status = 200, description = "The intake.", body = Intake)))]
pub async fn find_duplicate(
    write: Write,
    path: Path<IntakeId>,
    body: Body<FindDuplicate>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    let of = command.of;
    write
        .act(body.sent, move |act| {
            lock_in_order(act, id, of)?;
            let loaded = load::lock(act, id)?;
            act.permit(&loaded.facts(), Some(loaded.intake.version))?;
            let by = act.worker()?;
            let (named, told, version) = repeated(act, of)?;
            let mut intake = loaded.intake;
            let events = decide_duplicate(&intake, of, named.as_ref(), by, act.now)?;
            change(act, &mut intake, &events, |intake| {
                intake.decision_note = command.note;
            })?;
            act.record(
                told,
                version,
                &IntakeEvent::DuplicateNoted { intake_id: id },
            )?;
            Ok(Answer::ok(&intake)?.version(intake.version))
        })
        .await
}

/// Ends an intake as its rule decides; `keep` takes over what is kept of the command.
async fn end(
    write: Write,
    id: IntakeId,
    sent: Value,
    decide: impl FnOnce(&Intake, WorkerId, DateTime<Utc>) -> Decision<IntakeEvent> + Send + 'static,
    keep: impl FnOnce(&mut Intake) + Send + 'static,
) -> Result<HttpResponse, ApiError> {
    write
        .act(sent, move |act| {
            let loaded = load::lock(act, id)?;
            act.permit(&loaded.facts(), Some(loaded.intake.version))?;
            let mut intake = loaded.intake;
            let events = decide(&intake, act.worker()?, act.now)?;
            change(act, &mut intake, &events, keep)?;
            Ok(Answer::ok(&intake)?.version(intake.version))
        })
        .await
}

/// Locks both intakes, the one with the smaller id first: two that are found to repeat each other
/// at the same moment wait for one another.
fn lock_in_order(act: &mut Act<'_, '_>, id: IntakeId, of: DuplicateOf) -> Result<(), Stop> {
    let other = IntakeId::from_uuid(of.id);
    if of.kind == DuplicateKind::Intake && other < id {
        on!(act.tx, intakes::lock(other))?;
        return Ok(());
    }
    on!(act.tx, intakes::lock(id))?;
    if of.kind == DuplicateKind::Intake {
        on!(act.tx, intakes::lock(other))?;
    }
    Ok(())
}

/// The record that an intake repeats: the intake, if it is one; where its events are told; its
/// version.
///
/// # Errors
/// 422, the same for a record that is not there and one the actor does not see.
fn repeated(
    act: &mut Act<'_, '_>,
    DuplicateOf { kind, id }: DuplicateOf,
) -> Result<(Option<Intake>, Of, i64), Stop> {
    let found = match kind {
        DuplicateKind::Intake => {
            let found = load::find(act.tx, &act.actor, IntakeId::from_uuid(id))?;
            found.map(|found| {
                let (facts, intake) = (found.facts(), found.intake);
                let (of, version) = (load::of(&intake), intake.version);
                (facts, (Some(intake), of, version))
            })
        }
        DuplicateKind::Case => {
            let worker = act.actor.worker();
            let found = cases::load::find(act.tx, CaseId::from_uuid(id), worker)?;
            found.map(|found| {
                let of = cases::load::of(&found.case);
                (found.facts(None), (None, of, found.case.version))
            })
        }
    };
    let seen = found.filter(|(facts, _)| sight(&act.actor, facts).is_some());
    seen.map(|(_, repeated)| repeated).ok_or_else(|| {
        let fault = Fault::new("/of/id", FaultCode::UnknownReference);
        invalid(vec![fault])
    })
}
