//! The decision on an intake: accepted, or returned and resubmitted.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::{Case, FileNumber},
    intake::{
        AcceptIntake, Intake, IntakeEvent, IntakeId, ResubmitIntake, ReturnIntake, WantedDocument,
        decide_accept, decide_resubmit, decide_return,
    },
    parties::external_ref,
    warnings::{Fault, FaultCode},
    words::RecordId,
};

use super::Gate;
use crate::{
    act::{Answer, Creation, Write},
    events::Of,
    http::{body::Body, problem::ApiError, routes::Route},
    intake::{
        documents,
        load::{self, change},
    },
    on,
    parties::{external_refs, invalid, taken, units::calendar::Calendar},
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(accept_intake, Action::DecideIntake, if_match),
        route!(return_intake, Action::DecideIntake, if_match),
        route!(resubmit_intake, Action::ResubmitIntake, if_match),
    ]
}

/// Accept an intake
///
/// Opens the case, names its caseworker and gives it the next file number of the unit and year, in
/// one step. What the client agreed to on the intake (consents, contracts and the rest) is the case's
/// from then on, under the same ids. By a supervisor or director in reach. Refused (409) with every requirement of the
/// checklist that is neither met nor overridden by somebody else; for an emergency with documents
/// outstanding, without the date by which they are due.
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/acceptance", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body = AcceptIntake,
    responses((status = 201, description = "The case that was opened.", body = Case)))]
pub async fn accept_intake(
    write: Write,
    path: Path<IntakeId>,
    body: Body<AcceptIntake>,
) -> Result<HttpResponse, ApiError> {
    let (id, mut command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let loaded = load::lock(act, id)?;
            act.permit(&loaded.facts(), Some(loaded.intake.version))?;
            let by = act.worker()?;
            let mut intake = loaded.intake;
            let made = command.case_id.map(RecordId::uuid);
            if made.is_some_and(|id| id.get_version_num() != 7) {
                let fault = Fault::new("/case_id", FaultCode::WrongFormat);
                return Err(invalid(vec![fault.with("expected", "UUID v7")]));
            }
            let faults = external_ref::review(&command.external_refs);
            if !faults.is_empty() {
                return Err(invalid(faults));
            }
            let case_id = match external_refs::creation(
                act,
                CASE,
                made,
                intake.unit_id,
                &command.external_refs,
            )? {
                Creation::New(id) => RecordId::from_uuid(id),
                // This intake opened no case yet, so it is another one's.
                Creation::Existing(id) => {
                    return Err(taken(id));
                }
            };

            let named = command.caseworker_id;
            let able = on!(act.tx, workers::lock_caseworker(intake.unit_id, named))?;
            let gate = Gate::of(act.tx, &intake, able.then_some(named), act.now)?;
            let unit = on!(act.tx, units::find(intake.unit_id))?;
            let unit = unit.ok_or_else(|| ApiError::internal("an intake without a unit"))?;
            let calendar = Calendar::of(&unit.details)?;
            let at = (act.now, calendar.date(act.now));
            let (facts, standing) = (&gate.facts, &gate.overrides);
            let events = decide_accept(&intake, facts, standing, &command, case_id, by, at)?;
            let person = intake.details.person_id;
            let person = person.ok_or_else(|| ApiError::internal("accepted without a person"))?;

            let note = command.note.take();
            change(act, &mut intake, &events, |intake| {
                intake.decision_note = note
            })?;
            if !standing.is_empty() {
                let passed = domain::cases::Gate::Accept;
                on!(act.tx, overrides::mark_passed(id, passed, act.now))?;
            }
            let year = calendar.year(act.now);
            let sequence = on!(act.tx, intakes::next_file_number(unit.id, year))?;
            let sequence = u32::try_from(sequence).map_err(ApiError::internal)?;
            let number = FileNumber::new(unit.details.code.as_str(), year, sequence);
            let (case, opened) = Case::open(
                case_id,
                &intake,
                person,
                number,
                command.caseworker_id,
                command.external_refs,
                act.now,
            );
            on!(act.tx, cases::insert(&case, &loaded.levels))?;
            on!(act.tx, engagements::carry(id, case_id))?;
            external_refs::claim(act, CASE, case_id.uuid(), unit.id, &case.external_refs)?;
            let of = Of {
                kind: CASE,
                id: case_id.uuid(),
                case_id: Some(case_id.uuid()),
            };
            act.record(of, case.version, &opened)?;
            Ok(Answer::created(&case, format!("/v1/cases/{case_id}"))?.version(case.version))
        })
        .await
}

/// The kind of record that is opened.
const CASE: &str = "case";

/// Return an intake
///
/// To its referrer, because documents are missing: those outstanding on the checklist and those
/// named here, which join it. Not the end. By a supervisor or director in reach. Refused: nothing
/// is missing, an intake that is returned or decided already (409).
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/return", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body = ReturnIntake,
    responses((status = 200, description = "The intake.", body = Intake)))]
pub async fn return_intake(
    write: Write,
    path: Path<IntakeId>,
    body: Body<ReturnIntake>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let loaded = load::lock(act, id)?;
            act.permit(&loaded.facts(), Some(loaded.intake.version))?;
            let mut intake = loaded.intake;
            let items = on!(act.tx, intake_documents::list(id))?;
            let events = decide_return(&intake, &items, &command, act.now)?;
            change(act, &mut intake, &events, |intake| {
                intake.return_note = command.note;
            })?;
            documents::add(act, &intake, &items, &asked_for(&events))?;
            Ok(Answer::ok(&intake)?.version(intake.version))
        })
        .await
}

/// The documents that a return asks for beyond the checklist: acceptance needs them from then on.
fn asked_for(events: &[IntakeEvent]) -> Vec<WantedDocument> {
    let added = events.iter().filter_map(|event| {
        if let IntakeEvent::Returned { added, .. } = event {
            Some(added)
        } else {
            None
        }
    });
    added
        .flatten()
        .map(|document_type| WantedDocument {
            document_type: *document_type,
            required: true,
        })
        .collect()
}

/// Resubmit an intake
///
/// The referrer sends a returned intake again, and it is back in screening. By those who may
/// record an intake there. Refused: an intake that is not returned (409).
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/resubmission", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body = ResubmitIntake,
    responses((status = 200, description = "The intake.", body = Intake)))]
pub async fn resubmit_intake(
    write: Write,
    path: Path<IntakeId>,
    body: Body<ResubmitIntake>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let loaded = load::lock(act, id)?;
            act.permit(&loaded.facts(), Some(loaded.intake.version))?;
            let mut intake = loaded.intake;
            let events = decide_resubmit(&intake)?;
            change(act, &mut intake, &events, |intake| {
                intake.resubmission_note = command.note;
            })?;
            Ok(Answer::ok(&intake)?.version(intake.version))
        })
        .await
}
