//! The rules of intake: acceptance, return and resubmission, documents, and what events fold to.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::*;
use crate::cases::{CaseId, Gate, Override, OverrideId, OverrideRequirement, RequirementCode};
use crate::parties::{PersonId, UnitId, WorkerId};
use crate::refusal::{Decision, RefusalCode};
use crate::texts::{Narrative, Reason};
use crate::words::Word;

const WORKER: WorkerId = WorkerId(Uuid::from_u128(1));
pub(super) const SUPERVISOR: WorkerId = WorkerId(Uuid::from_u128(2));
const OTHER_SUPERVISOR: WorkerId = WorkerId(Uuid::from_u128(3));

pub(super) fn now() -> DateTime<Utc> {
    "2026-03-02T02:00:00Z".parse().unwrap()
}

pub(super) fn today() -> NaiveDate {
    now().date_naive()
}

fn details(urgency: Urgency) -> IntakeDetails {
    IntakeDetails {
        channel: IntakeChannel::AgencyReferral,
        referrer: None,
        client: Client::default(),
        person_id: Some(PersonId(Uuid::from_u128(5))),
        presenting_problem: Narrative::new("Lives alone, cannot manage.").unwrap(),
        category: Category::ElderNeglect,
        secondary_categories: vec![Category::OlderPerson, Category::ElderNeglect],
        urgency,
        received_at: now() - TimeDelta::hours(1),
    }
}

pub(super) fn received(urgency: Urgency) -> (Intake, IntakeEvent) {
    let new = RecordedIntake {
        id: IntakeId(Uuid::from_u128(10)),
        unit_id: UnitId(Uuid::from_u128(11)),
        external_refs: Vec::new(),
        details: details(urgency),
        response_due_at: now() + TimeDelta::days(1),
        by: Some(WORKER),
        by_integration: None,
    };
    Intake::record(new, now()).unwrap()
}

fn findings(met: bool) -> ScreeningDetails {
    let test = ScreeningTest { met, note: None };
    ScreeningDetails {
        tests: ScreeningTests {
            further_action: test.clone(),
            planning_and_intervention: test.clone(),
            periodic_monitoring: test,
        },
        criteria: Vec::new(),
        acute_condition: None,
        family_support: None,
        duplicates_reviewed: Some(DuplicateReview {
            result: DuplicateResult::NoDuplicateFound,
            note: None,
        }),
    }
}

fn screen(intake: &mut Intake, details: ScreeningDetails) -> Vec<IntakeEvent> {
    let events = decide_screen(intake, &details).unwrap();
    events.iter().for_each(|event| intake.apply(event));
    intake.screening = Some(Screening {
        details,
        screened_by: WORKER,
        screened_at: now(),
    });
    events
}

pub(super) fn item(number: u128, document_type: DocumentType, required: bool) -> DocumentItem {
    let wanted = WantedDocument {
        document_type,
        required,
    };
    let id = DocumentItemId(Uuid::from_u128(number));
    DocumentItem::pending(id, IntakeId(Uuid::from_u128(10)), wanted, now())
}

fn acceptance() -> AcceptIntake {
    AcceptIntake {
        case_id: None,
        external_refs: Vec::new(),
        caseworker_id: WORKER,
        documents_due_on: None,
        note: None,
    }
}

fn accept(
    intake: &Intake,
    items: &[DocumentItem],
    overrides: &[Override],
    command: &AcceptIntake,
) -> Decision<IntakeEvent> {
    let facts = AcceptFacts::of(intake, items, Some(WORKER));
    let id = CaseId(Uuid::from_u128(20));
    decide_accept(
        intake,
        &facts,
        overrides,
        command,
        id,
        SUPERVISOR,
        (now(), today()),
    )
}

pub(super) fn codes(decision: Decision<IntakeEvent>) -> Vec<&'static str> {
    let name = |refusal: crate::refusal::Refusal| {
        refusal.requirement.map_or(refusal.code.code(), Word::code)
    };
    decision.unwrap_err().into_iter().map(name).collect()
}

fn set_aside(requirement: RequirementCode, by: WorkerId) -> Override {
    Override {
        id: OverrideId(Uuid::from_u128(30)),
        intake_id: Some(IntakeId(Uuid::from_u128(10))),
        case_id: None,
        gate: Gate::Accept,
        requirement,
        reason: Reason::new("He cannot stay another night at home.").unwrap(),
        overridden_by: by,
        overridden_at: now(),
        expires_at: now() + Override::LIFE,
        void_at: None,
    }
}

#[test]
fn a_returned_intake_names_what_is_missing_comes_back_and_is_accepted() {
    let (mut intake, recorded) = received(Urgency::Urgent);
    let mut events = vec![recorded];
    let mut items = vec![
        item(1, DocumentType::MedicalReport, true),
        item(2, DocumentType::IdentityCard, true),
        item(3, DocumentType::Photo, false),
    ];
    events.extend(screen(&mut intake, findings(true)));
    assert_eq!(
        codes(accept(&intake, &items, &[], &acceptance())),
        ["documents_complete", "documents_due_on_missing"]
    );

    let command = ReturnIntake {
        missing: vec![DocumentType::ReferralLetter],
        note: None,
    };
    let returned = decide_return(&intake, &items, &command, now()).unwrap();
    let missing = vec![
        DocumentType::MedicalReport,
        DocumentType::ReferralLetter,
        DocumentType::IdentityCard,
    ];
    assert_eq!(
        returned,
        [IntakeEvent::Returned {
            missing: missing.clone(),
            added: vec![DocumentType::ReferralLetter],
            returned_at: now()
        }]
    );
    intake.apply(&returned[0]);
    events.extend(returned);
    assert_eq!(intake.progress.status, IntakeStatus::ReturnedIncomplete);
    assert_eq!(intake.progress.missing_documents, missing);
    assert_eq!(intake.progress.responded_at, Some(now()));
    assert_eq!(
        codes(decide_screen(&intake, &findings(true))),
        ["intake_returned"]
    );

    items.push(item(4, DocumentType::ReferralLetter, true));
    for item in items.iter_mut().filter(|item| item.required) {
        let command = ReceiveDocument {
            received_on: today(),
            note: None,
        };
        let received = decide_receive((&intake, None), item, &command, today()).unwrap();
        item.apply(&received[0]);
        events.extend(received);
    }
    let resubmitted = decide_resubmit(&intake).unwrap();
    intake.apply(&resubmitted[0]);
    events.extend(resubmitted);
    assert_eq!(intake.progress.status, IntakeStatus::Screening);

    let accepted = accept(&intake, &items, &[], &acceptance()).unwrap();
    intake.apply(&accepted[0]);
    events.extend(accepted);
    assert_eq!(intake.progress.case_id, Some(CaseId(Uuid::from_u128(20))));
    assert_eq!(intake.progress.decision, Some(IntakeDecision::Accepted));
    assert_eq!(
        codes(accept(&intake, &items, &[], &acceptance())),
        ["intake_decided"]
    );
    assert_eq!(codes(decide_resubmit(&intake)), ["intake_decided"]);

    assert_eq!(IntakeProgress::fold(&events), Some(intake.progress));
    assert_eq!(IntakeProgress::fold(&events[1..]), None);
    for event in events {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["type"], event.kind());
        assert_eq!(serde_json::from_value::<IntakeEvent>(json).unwrap(), event);
    }
}

#[test]
fn every_requirement_of_acceptance_is_told_at_once() {
    let (mut intake, _) = received(Urgency::Routine);
    intake.details.person_id = None;
    let items = [item(1, DocumentType::MedicalReport, true)];
    let facts = AcceptFacts::of(&intake, &items, None);
    let list = accept_checklist(&facts, &[], None, now());
    let all: Vec<_> = list
        .items
        .iter()
        .map(|item| (item.code, item.overridable))
        .collect();
    assert_eq!(
        all,
        [
            (RequirementCode::ClientIdentified, false),
            (RequirementCode::DuplicatesReviewed, false),
            (RequirementCode::ThreeTestsMet, true),
            (RequirementCode::DocumentsComplete, false),
            (RequirementCode::CaseworkerNamed, false),
        ]
    );
    assert_eq!(
        list.unmet(),
        all.into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    );
}

#[test]
fn an_emergency_is_accepted_without_documents_by_another_supervisors_override_and_a_due_date() {
    let overrides = [set_aside(
        RequirementCode::DocumentsComplete,
        OTHER_SUPERVISOR,
    )];
    let own = [set_aside(RequirementCode::DocumentsComplete, SUPERVISOR)];
    let items = [item(1, DocumentType::MedicalReport, true)];
    let due = |days| AcceptIntake {
        documents_due_on: Some(today() + TimeDelta::days(days)),
        ..acceptance()
    };
    let (mut intake, _) = received(Urgency::Emergency);
    screen(&mut intake, findings(true));

    assert_eq!(
        codes(accept(&intake, &items, &[], &due(7))),
        ["documents_complete"]
    );
    assert_eq!(
        codes(accept(&intake, &items, &own, &due(7))),
        ["documents_complete"]
    );
    assert_eq!(
        codes(accept(&intake, &items, &overrides, &acceptance())),
        ["documents_due_on_missing"]
    );
    assert_eq!(
        codes(accept(&intake, &items, &overrides, &due(-1))),
        ["due_on_in_past"]
    );
    let accepted = accept(&intake, &items, &overrides, &due(7)).unwrap();
    assert!(
        matches!(&accepted[0], IntakeEvent::Accepted { overrides_used, .. } if overrides_used == &[overrides[0].id])
    );

    // The same override is worth nothing once the matter is no emergency any more.
    intake.details.urgency = Urgency::Urgent;
    assert_eq!(
        codes(accept(&intake, &items, &overrides, &due(7))),
        ["documents_complete"]
    );
}

#[test]
fn a_supervisor_overrides_an_unmet_test_and_never_a_hard_requirement() {
    let (mut intake, _) = received(Urgency::Routine);
    screen(&mut intake, findings(false));
    let ask = |requirement, gate| {
        let list = accept_checklist(&AcceptFacts::of(&intake, &[], None), &[], None, now());
        let reason = Reason::new("The court has ordered supervision.").unwrap();
        let command = OverrideRequirement {
            id: None,
            gate,
            requirement,
            reason,
        };
        let id = OverrideId(Uuid::nil());
        decide_override(&intake, &list, &[], &command, id, OTHER_SUPERVISOR, now())
    };
    assert!(ask(RequirementCode::ThreeTestsMet, Gate::Accept).is_ok());
    assert_eq!(
        codes(ask(RequirementCode::CaseworkerNamed, Gate::Accept)),
        [RefusalCode::RequirementHard.code()]
    );
    assert_eq!(
        codes(ask(RequirementCode::ThreeTestsMet, Gate::Close)),
        [RefusalCode::RequirementNotInGate.code()]
    );
    let overrides = [set_aside(RequirementCode::ThreeTestsMet, OTHER_SUPERVISOR)];
    assert!(accept(&intake, &[], &overrides, &acceptance()).is_ok());
}

#[test]
fn a_return_needs_something_missing_and_a_resubmission_needs_a_return() {
    let (intake, _) = received(Urgency::Routine);
    let nothing = ReturnIntake {
        missing: Vec::new(),
        note: None,
    };
    let optional = [item(1, DocumentType::Photo, false)];
    assert_eq!(
        codes(decide_return(&intake, &optional, &nothing, now())),
        ["nothing_missing"]
    );
    assert_eq!(codes(decide_resubmit(&intake)), ["intake_not_returned"]);
}

#[test]
fn a_declined_intake_takes_nothing_more() {
    let (mut intake, _) = received(Urgency::Routine);
    let command = DeclineIntake {
        reason: DeclineReason::OutsideJurisdiction,
        note: None,
    };
    intake.apply(&decide_decline(&intake, &command, SUPERVISOR, now()).unwrap()[0]);
    assert_eq!(
        intake.progress.decline_reason,
        Some(DeclineReason::OutsideJurisdiction)
    );
    let item = item(1, DocumentType::MedicalReport, true);
    let receive = ReceiveDocument {
        received_on: today(),
        note: None,
    };
    assert_eq!(
        codes(decide_decline(&intake, &command, SUPERVISOR, now())),
        ["intake_decided"]
    );
    assert_eq!(
        codes(decide_receive((&intake, None), &item, &receive, today())),
        ["intake_decided"]
    );
    assert_eq!(
        codes(decide_screen(&intake, &findings(true))),
        ["intake_decided"]
    );
    let due = intake.progress.response_due_at;
    let changed = details(Urgency::Urgent);
    assert_eq!(
        codes(decide_correct(&intake, &changed, due, false, now())),
        ["intake_decided"]
    );
}

#[test]
fn a_correction_names_the_fields_it_changed_and_moves_the_response_date() {
    let (mut intake, _) = received(Urgency::Routine);
    let due = now() + TimeDelta::hours(24);
    let same = intake.details.clone();
    assert_eq!(
        decide_correct(&intake, &same, due, false, now()),
        Ok(Vec::new())
    );
    let changed = details(Urgency::Emergency);
    let events = decide_correct(&intake, &changed, due, false, now()).unwrap();
    assert!(
        matches!(&events[0], IntakeEvent::Corrected { changed, .. } if changed == &["urgency"])
    );
    intake.apply(&events[0]);
    assert_eq!(intake.progress.response_due_at, due);

    let mut ahead = changed;
    ahead.received_at = now() + TimeDelta::hours(1);
    assert_eq!(
        codes(decide_correct(&intake, &ahead, due, false, now())),
        ["in_future"]
    );
}

#[test]
fn whose_consents_stand_on_an_intake_stays_the_person_it_names() {
    let (intake, _) = received(Urgency::Routine);
    let due = intake.progress.response_due_at;
    let told = |person: Option<u128>, engaged: bool| {
        let mut details = details(Urgency::Urgent);
        details.person_id = person.map(|id| PersonId(Uuid::from_u128(id)));
        decide_correct(&intake, &details, due, engaged, now())
    };
    assert!(told(Some(5), true).is_ok());
    assert!(told(Some(6), false).is_ok());
    for other in [Some(6), None] {
        assert_eq!(codes(told(other, true)), ["client_engaged"]);
    }
}
