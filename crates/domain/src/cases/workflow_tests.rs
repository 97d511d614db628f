//! The workflow matrix (stage × status × act), what folding events gives, and reopening.

use uuid::Uuid;

use serde_json::json;

use super::custody::{
    CustodyItem, CustodyItemId, CustodyMovementId, NewCustodyMovement, SettleCustodyItem,
    decide_correct_item, decide_move_item, decide_receive_item, decide_settle_item,
    decide_withdraw_item,
};
use super::disclosures::{DisclosureDetails, DisclosureId, decide_disclose};
use super::fixture::*;
use super::*;
use crate::parties::UnitId;
use crate::parties::contact_point::ContactChannel;
use crate::refusal::Decision;
use crate::termination::steps::{Moment, SupportContactDetails, decide_record_step};
use crate::termination::{
    ClosureRequestId, StepId, TerminationReason, decide_approve_closure, decide_edit_termination,
    decide_reject_closure, decide_request_closure, decide_withdraw_closure,
};
use crate::texts::Reason;
use crate::words::Word;

const STAGES: [Stage; 4] = [
    Stage::Assessment,
    Stage::Intervention,
    Stage::Monitoring,
    Stage::Termination,
];

fn told<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn said(decision: &Decision<CaseEvent>) -> String {
    match decision {
        Ok(events) => events
            .iter()
            .map(CaseEvent::kind)
            .collect::<Vec<_>>()
            .join(" + "),
        Err(refusals) => {
            let codes: Vec<_> = refusals
                .iter()
                .map(|refusal| match refusal.requirement {
                    Some(requirement) => requirement.code(),
                    None => refusal.code.code(),
                })
                .collect();
            format!("refused: {}", codes.join(", "))
        }
    }
}

fn step_recorded(case: &Case, details: serde_json::Value) -> Decision<CaseEvent> {
    let details: SupportContactDetails = told(details);
    let moment = Moment {
        now: now(),
        today: today(),
        safe_contact: None,
    };
    decide_record_step(case, StepId(Uuid::nil()), &details, &moment)
}

fn aftercare(case: &Case) -> Decision<CaseEvent> {
    let details = told(json!({
        "with": "client", "channel": "visit", "purpose": "aftercare", "at": now(), "reached": true
    }));
    decide_contact(case, ContactId(Uuid::nil()), &details, now())
}

/// Every act on a case in this stage and status, with nothing missing at any gate.
fn row(stage: Stage, status: CaseStatus) -> Vec<(&'static str, Decision<CaseEvent>)> {
    let case = case_in(stage, status, TerminationReason::LostContact);
    let facts = all_met(&case);
    let closure = closure(&case);
    let go = |to, reason| {
        decide_move(
            &case,
            &MoveCase { to, reason },
            &facts,
            &[],
            CASEWORKER,
            now(),
        )
    };
    let details = NoteDetails {
        occurred_at: now(),
        text: closure.summary.clone(),
    };
    let note = Note::draft(
        NoteId(Uuid::nil()),
        case.id,
        details.clone(),
        CASEWORKER,
        now(),
    );
    let signed = Note {
        status: NoteStatus::Signed,
        ..note.clone()
    };
    let new_task = NewTask {
        id: None,
        note_id: None,
        details: TaskDetails {
            text: lines("Ask the neighbour."),
            due_on: None,
            owner_id: None,
        },
    };
    let task = CaseTask::added(
        TaskId(Uuid::nil()),
        case.id,
        new_task.clone(),
        CASEWORKER,
        now(),
    );
    let contact = ContactDetails {
        with: ContactWith::Client,
        person_id: None,
        person_name: None,
        function: None,
        channel: ContactChannel::Visit,
        purpose: ContactPurpose::FollowUp,
        place: None,
        at: now(),
        reached: false,
        outcome: None,
        summary: None,
    };
    let item = CustodyItem::received(
        CustodyItemId(Uuid::nil()),
        case.id,
        told(json!({
            "kind": "books", "description": "A prayer book.", "received_from": "The client",
            "received_at": now(), "place": "Store room"
        })),
        CASEWORKER,
        now(),
    );
    let mut corrected = item.details.clone();
    corrected.quantity = 2;
    let way: NewCustodyMovement = told(json!({"to": "Safe", "moved_at": now()}));
    let lost: SettleCustodyItem = told(json!({
        "outcome": "lost", "settled_on": today(), "report_number": "1", "explanation": "Burnt."
    }));
    let disclosure: DisclosureDetails = told(json!({
        "recipient": "court", "recipient_name": "Kulim", "what": "The file.", "purpose": "Trial.",
        "basis": "court_order", "basis_reference": "83-417", "channel": "letter",
        "disclosed_at": now()
    }));
    let termination = termination(&case, TerminationReason::MovedAway);
    let mut edited = termination.details.clone();
    edited.moved_away = Some(told(json!({"new_place": "Ipoh"})));
    let request = ClosureRequestId(Uuid::nil());
    let hold = RequirementCode::SupportNetworkListed;
    let mut bare = facts.clone();
    bare.records.remove(&hold);
    let set_aside = OverrideRequirement {
        id: None,
        gate: Gate::Close,
        requirement: hold,
        reason: override_by(SUPERVISOR, Gate::Close, hold).reason,
    };
    vec![
        ("move to assessment", go(Stage::Assessment, None)),
        ("move to intervention", go(Stage::Intervention, None)),
        ("move to monitoring", go(Stage::Monitoring, None)),
        (
            "end: goals_achieved",
            go(Stage::Termination, Some(TerminationReason::GoalsAchieved)),
        ),
        (
            "end: lost_contact",
            go(Stage::Termination, Some(TerminationReason::LostContact)),
        ),
        (
            "end: client_request",
            go(Stage::Termination, Some(TerminationReason::ClientRequest)),
        ),
        ("hold", decide_hold(&case, None, today(), now())),
        ("resume", decide_resume(&case, now())),
        ("reassign", reassigned(&case)),
        ("transfer", transferred(&case)),
        (
            "edit termination",
            decide_edit_termination(&case, &termination, &edited, today()),
        ),
        (
            "record step",
            step_recorded(
                &case,
                json!({"kind": "person", "name": "Harun", "consent": "given"}),
            ),
        ),
        (
            "override support network",
            decide_case_override(
                &case,
                &bare,
                &[],
                &set_aside,
                OverrideId(Uuid::nil()),
                SUPERVISOR,
                now(),
            ),
        ),
        (
            "request closure",
            decide_request_closure(&case, request, &facts, &[], CASEWORKER, now()),
        ),
        (
            "withdraw closure",
            decide_withdraw_closure(&case, &closure, CASEWORKER, now()),
        ),
        (
            "approve closure",
            decide_approve_closure(&case, &closure, &facts, &[], SUPERVISOR, now()),
        ),
        (
            "reject closure",
            decide_reject_closure(&case, &closure, SUPERVISOR, now()),
        ),
        (
            "reopen",
            decide_reopen(&case, None, REOPENING_MONTHS, now()),
        ),
        (
            "draft note",
            decide_draft(&case, note.id, &details, CASEWORKER, now()),
        ),
        ("sign note", decide_sign(&case, &note, CASEWORKER, now())),
        (
            "amend note",
            decide_amend(&case, &signed, AmendmentId(Uuid::nil())),
        ),
        (
            "record contact",
            decide_contact(&case, ContactId(Uuid::nil()), &contact, now()),
        ),
        ("record aftercare", aftercare(&case)),
        ("add task", decide_add_task(&case, task.id, &new_task)),
        ("finish task", decide_finish_task(&case, &task, now())),
        (
            "receive into custody",
            decide_receive_item(&case, item.id, &item.details, now()),
        ),
        (
            "correct custody",
            decide_correct_item(&case, &item, &corrected, now()),
        ),
        (
            "move custody",
            decide_move_item(&case, &item, CustodyMovementId(Uuid::nil()), &way, now()),
        ),
        (
            "settle custody",
            decide_settle_item(&case, &item, &lost, false, today(), today()),
        ),
        ("withdraw custody", decide_withdraw_item(&case, &item)),
        (
            "record disclosure",
            decide_disclose(
                DisclosureId(Uuid::nil()),
                &disclosure,
                None,
                None,
                today(),
                now(),
            ),
        ),
    ]
}

/// Asked for in the case as it was opened, accepted now.
fn reassigned(now_so: &Case) -> Decision<CaseEvent> {
    let command = RequestReassignment {
        id: None,
        to_worker_id: DIRECTOR,
        reason: reason(),
        former_stays_on_team: false,
    };
    let id = ReassignmentId(Uuid::nil());
    let offer = Reassignment::requested(id, &case(), command, SUPERVISOR, now());
    decide_request_reassignment(now_so, None, DIRECTOR, SUPERVISOR, now())?;
    let (_, event) = decide_accept_reassignment(now_so, &offer, true, DIRECTOR, now())?;
    Ok(vec![event])
}

fn transferred(now_so: &Case) -> Decision<CaseEvent> {
    let command = RequestTransfer {
        id: None,
        to_unit_id: UnitId(Uuid::nil()),
        reason: reason(),
    };
    let id = TransferId(Uuid::nil());
    let offer = Transfer::requested(id, &case(), command.clone(), SUPERVISOR, now());
    decide_request_transfer(now_so, None, command.to_unit_id, SUPERVISOR, now())?;
    let (_, event) = decide_accept_transfer(now_so, &offer, DIRECTOR, DIRECTOR, now())?;
    Ok(vec![event])
}

fn reason() -> Reason {
    Reason::new("The client has moved to another district.").unwrap()
}

fn matrix() -> String {
    let mut text = String::new();
    for stage in STAGES {
        for status in CaseStatus::all() {
            // A closure is requested, and a case closed, in termination only; the rules answer all the
            // same.
            let ending = matches!(status, CaseStatus::ClosureRequested | CaseStatus::Closed);
            let note = if ending && stage != Stage::Termination {
                " (does not arise)"
            } else {
                ""
            };
            text.push_str(&format!("{stage}, {status}{note}\n"));
            for (act, decision) in row(stage, *status) {
                text.push_str(&format!("  {act:<25} {}\n", said(&decision)));
            }
            text.push('\n');
        }
    }
    text
}

#[test]
fn the_workflow_is_the_one_that_was_reviewed() {
    let actual = matrix();
    assert!(
        actual == include_str!("workflow_matrix.txt"),
        "the workflow is now:\n{actual}"
    );
}

#[test]
fn what_is_allowed_is_what_the_acts_themselves_would_do() {
    for stage in STAGES {
        for status in CaseStatus::all() {
            let case = case_in(stage, *status, TerminationReason::LostContact);
            let facts = all_met(&case);
            for by in [CASEWORKER, SUPERVISOR] {
                let allowed = allowed_actions(&case, &facts, &[], by, REOPENING_MONTHS, now());
                let may = |action| {
                    allowed
                        .iter()
                        .any(|one| one.action == action && one.unmet.is_empty())
                };
                let ok = |act: &str| {
                    row(stage, *status)
                        .iter()
                        .any(|(name, said)| *name == act && said.is_ok())
                };
                assert_eq!(may(CaseAction::MoveToAssessment), ok("move to assessment"));
                assert_eq!(
                    may(CaseAction::MoveToIntervention),
                    ok("move to intervention")
                );
                assert_eq!(may(CaseAction::MoveToMonitoring), ok("move to monitoring"));
                assert_eq!(may(CaseAction::MoveToTermination), ok("end: lost_contact"));
                assert_eq!(may(CaseAction::Hold), ok("hold"));
                assert_eq!(may(CaseAction::Resume), ok("resume"));
                assert_eq!(may(CaseAction::RequestReassignment), ok("reassign"));
                assert_eq!(may(CaseAction::RequestTransfer), ok("transfer"));
                assert_eq!(may(CaseAction::EditTermination), ok("edit termination"));
                assert_eq!(may(CaseAction::RequestClosure), ok("request closure"));
                assert_eq!(may(CaseAction::Reopen), ok("reopen"));
                assert_eq!(may(CaseAction::AddRecord), ok("draft note"));
                let pending = *status == CaseStatus::ClosureRequested;
                assert_eq!(
                    may(CaseAction::WithdrawClosure),
                    pending && by == CASEWORKER
                );
                assert_eq!(
                    may(CaseAction::ApproveClosure),
                    ok("approve closure") && by == SUPERVISOR
                );
                assert_eq!(may(CaseAction::RejectClosure), pending && by == SUPERVISOR);
            }
        }
    }
}

#[test]
fn an_act_barred_only_by_requirements_is_listed_with_them() {
    let case = case();
    let allowed = allowed_actions(
        &case,
        &GateFacts::of(&case),
        &[],
        CASEWORKER,
        REOPENING_MONTHS,
        now(),
    );
    let to_intervention = allowed
        .iter()
        .find(|one| one.action == CaseAction::MoveToIntervention)
        .unwrap();
    assert_eq!(
        to_intervention.unmet,
        [
            RequirementCode::ServiceConsentOrLegalBasis,
            RequirementCode::ContractAgreed,
            RequirementCode::AssessmentFinalised
        ]
    );
    assert!(allowed.iter().all(|one| one.action != CaseAction::Reopen));
}

#[test]
fn the_type_of_an_event_is_the_one_in_its_json() {
    for stage in STAGES {
        for status in CaseStatus::all() {
            for event in row(stage, *status)
                .into_iter()
                .flat_map(|(_, said)| said)
                .flatten()
            {
                let json = serde_json::to_value(&event).unwrap();
                assert_eq!(json["type"], event.kind());
                assert_eq!(serde_json::from_value::<CaseEvent>(json).unwrap(), event);
            }
        }
    }
    let json = serde_json::to_value(CaseEvent::Opened(case().opened)).unwrap();
    assert_eq!(
        (&json["type"], &json["stage"]),
        (&"case.opened".into(), &serde_json::Value::Null)
    );
}
