//! Of every reason that particulars show: the checklist names exactly what is left out, whatever is.

use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::cases::fixture::*;
use crate::cases::{
    CaseStatus, Gate, GateFacts, MissingCode, RequirementCode, Stage, case_checklist,
};
use crate::parties::WorkerId;
use crate::refusal::RefusalCode;
use crate::words::Word;

type Particular = (&'static str, MissingCode);

/// Complete particulars of a reason, and what is missing when one of them is left out. Nothing in
/// what is left out is missing besides.
fn complete(reason: TerminationReason) -> Option<(Value, Vec<Particular>)> {
    use MissingCode as M;
    use TerminationReason as R;
    Some(match reason {
        R::ServiceAvailableElsewhere => (
            json!({"service": "Day care of the mosque", "linked_on": "2026-03-20"}),
            vec![
                ("/service", M::ServiceElsewhere),
                ("/linked_on", M::ClientLinked),
            ],
        ),
        R::ProgrammePeriodEnded => (
            json!({"programme": "2YEP", "ended_on": "2026-03-20"}),
            vec![
                ("/programme", M::Programme),
                ("/ended_on", M::ProgrammeEndedOn),
            ],
        ),
        R::OrderExpired => (
            json!({"order": "Kulim 83-417-03/2024", "expired_on": "2026-03-20"}),
            vec![("/order", M::Order), ("/expired_on", M::OrderExpiredOn)],
        ),
        R::TransferredToAgency => (
            json!({"agency": "LPKA Blitar", "accepted_on": "2026-03-20",
                "acceptance_reference": "W15/417"}),
            vec![
                ("/agency", M::ReceivingAgency),
                ("/accepted_on", M::AcceptedOn),
                ("/acceptance_reference", M::AcceptanceReference),
            ],
        ),
        R::ClientRequest => (
            json!({
                "statement": "I want to live with my son.", "risks_explained_on": "2026-03-20",
                "signature": {"capacity": "client", "method": "ink", "signed_on": "2026-03-20"}
            }),
            vec![
                ("/statement", M::ClientStatement),
                ("/signature", M::ClientSignature),
                ("/risks_explained_on", M::RisksExplainedOn),
            ],
        ),
        R::NoSuitableService => (
            json!({"services": [{"service": "Day care", "result": "None within 40 km."}]}),
            vec![("/services/0", M::TriedService)],
        ),
        R::NotEligible => (
            json!({"criterion": "Lives in another state."}),
            vec![("/criterion", M::Criterion)],
        ),
        R::BeyondAgencyCapacity => (
            json!({"limit": "mental_disorder", "detail": "Acute psychosis.", "directed_to": "HBUK"}),
            vec![
                ("/limit", M::CapacityLimit),
                ("/detail", M::CapacityDetail),
                ("/directed_to", M::DirectedTo),
            ],
        ),
        R::WorkerClientRelationship => (
            json!({"cause": "personal_elements", "reassignment_offered_on": "2026-03-20",
                "client_answer": "She wants nobody else."}),
            vec![
                ("/cause", M::RelationshipReason),
                ("/reassignment_offered_on", M::ReassignmentOfferedOn),
                ("/client_answer", M::ReassignmentAnswer),
            ],
        ),
        R::AbscondedFromInstitution => (
            json!({"left_on": "2026-03-20", "reasons": ["unknown"], "report_number": "B/417/26",
                "attempts_to_trace": [{"on": "2026-03-21", "how": "Called home.", "outcome": "Nobody."}]}),
            vec![
                ("/left_on", M::LeftOn),
                ("/reasons/0", M::AbscondingReason),
                ("/report_number", M::ReportNumber),
                ("/attempts_to_trace/0", M::TracingAttempt),
            ],
        ),
        R::MovedAway => (
            json!({"new_place": "Ipoh", "receiving_unit": {"answer": "told", "told_on": "2026-03-20"}}),
            vec![
                ("/new_place", M::NewPlace),
                ("/receiving_unit", M::ReceivingUnit),
                ("/receiving_unit/told_on", M::ReceivingUnitToldOn),
            ],
        ),
        R::Deceased => (
            json!({"died_on": "2026-03-20", "source": "The ward", "document_reference": "A 204417"}),
            vec![
                ("/died_on", M::DiedOn),
                ("/source", M::DeathSource),
                ("/document_reference", M::DeathDocument),
            ],
        ),
        // Shown by contacts.
        R::LostContact => return None,
        // Shown by an evaluation.
        R::GoalsAchieved
        | R::NoFurtherProgress
        | R::GraduationSelfReliant
        | R::GraduationCapable
        | R::GraduationNatural => return None,
    })
}

fn details(reason: TerminationReason, particulars: &Value) -> TerminationDetails {
    serde_json::from_value(json!({ (reason.code()): particulars })).unwrap()
}

fn missing(reason: TerminationReason, particulars: &Value) -> Vec<MissingCode> {
    let case = case_in(Stage::Termination, CaseStatus::Open, reason);
    let mut termination = Termination::begin(TerminationId(Uuid::nil()), &case, reason, now());
    termination.details = details(reason, particulars);
    let facts = GateFacts {
        termination: Some(termination),
        ..GateFacts::of(&case)
    };
    let list = case_checklist(Gate::Close, &facts, &[], None, now());
    let mut items = list.items.into_iter();
    let item = items
        .find(|item| item.code == RequirementCode::ReasonRequirements)
        .unwrap();
    assert_eq!(item.met, item.missing.is_empty());
    item.missing.into_iter().map(|one| one.code).collect()
}

/// Takes what stands at a pointer out of a value.
fn leave_out(value: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent) {
        Some(Value::Object(members)) => drop(members.remove(name)),
        Some(Value::Array(items)) => drop(items.pop()),
        _ => {}
    }
}

#[test]
fn whatever_is_left_out_the_checklist_names_exactly_that() {
    let mut reasons = 0;
    for reason in TerminationReason::all() {
        let Some((whole, particulars)) = complete(*reason) else {
            continue;
        };
        reasons += 1;
        for chosen in 0u32..1 << particulars.len() {
            let out = |at: usize| chosen & 1 << at != 0;
            let mut rest = whole.clone();
            let mut expected = Vec::new();
            for (at, (pointer, code)) in particulars.iter().enumerate() {
                let within = particulars.iter().enumerate().any(|(other, (outer, _))| {
                    out(other) && pointer.starts_with(&format!("{outer}/"))
                });
                if out(at) {
                    leave_out(&mut rest, pointer);
                    expected.extend((!within).then_some(*code));
                }
            }
            assert_eq!(missing(*reason, &rest), expected, "{reason}: {rest}");
        }
    }
    assert_eq!(reasons, 12);
}

#[test]
fn each_reason_takes_its_own_particulars_only() {
    for own in TerminationReason::all() {
        let case = case_in(Stage::Termination, CaseStatus::Open, *own);
        let termination = Termination::begin(TerminationId(Uuid::nil()), &case, *own, now());
        for other in TerminationReason::all() {
            let Some((whole, _)) = complete(*other) else {
                continue;
            };
            let edited = details(*other, &whole);
            let said = decide_edit_termination(&case, &termination, &edited, today());
            if own == other {
                assert_eq!(said.unwrap().len(), 1, "{own}");
                continue;
            }
            let refusals = said.unwrap_err();
            assert_eq!(refusals.len(), 1, "{own} {other}");
            assert_eq!(refusals[0].code, RefusalCode::NotForThisReason);
            assert_eq!(refusals[0].pointer, Some(format!("/{other}")));
        }
    }
}

#[test]
fn a_date_that_has_not_come_is_refused_wherever_it_stands() {
    for reason in TerminationReason::all() {
        let Some((whole, _)) = complete(*reason) else {
            continue;
        };
        let case = case_in(Stage::Termination, CaseStatus::Open, *reason);
        let termination = Termination::begin(TerminationId(Uuid::nil()), &case, *reason, now());
        let text = whole.to_string();
        let later: Value = serde_json::from_str(&text.replace("2026-03-2", "2026-05-2")).unwrap();
        let dates = text.matches("2026-03-2").count();
        let said = decide_edit_termination(&case, &termination, &details(*reason, &later), today());
        let refused = said.err().unwrap_or_default();
        assert_eq!(refused.len(), dates, "{reason}");
        for refusal in refused {
            assert_eq!(refusal.code, RefusalCode::InFuture);
            let pointer = refusal.pointer.unwrap();
            let within = pointer.strip_prefix(&format!("/{reason}")).unwrap();
            assert!(later.pointer(within).is_some(), "{pointer}");
        }
    }
}

#[test]
fn a_client_who_refuses_the_service_elsewhere_need_not_be_linked() {
    let refused = json!({"service": "Day care", "refusal": "It is too far."});
    let reason = TerminationReason::ServiceAvailableElsewhere;
    assert_eq!(missing(reason, &refused), []);
}

#[test]
fn a_guardian_may_sign_for_the_client_and_nobody_else() {
    let reason = TerminationReason::ClientRequest;
    let (mut whole, _) = complete(reason).unwrap();
    for (capacity, expected) in [
        ("client", &[][..]),
        ("guardian", &[]),
        ("legal_representative", &[]),
        ("next_of_kin", &[MissingCode::ClientSignature]),
        ("worker", &[MissingCode::ClientSignature]),
    ] {
        whole["signature"]["capacity"] = json!(capacity);
        assert_eq!(missing(reason, &whole), expected, "{capacity}");
    }
}

#[test]
fn who_recorded_the_signature_stays_until_another_is_recorded() {
    let reason = TerminationReason::ClientRequest;
    let case = case_in(Stage::Termination, CaseStatus::Open, reason);
    let mut termination = Termination::begin(TerminationId(Uuid::nil()), &case, reason, now());
    let (mut whole, _) = complete(reason).unwrap();
    let mut edit = |whole: &Value, by: WorkerId| {
        termination.edit(details(reason, whole), by);
        termination.signature_recorded_by
    };
    assert_eq!(edit(&json!({"statement": "I go."}), CASEWORKER), None);
    assert_eq!(edit(&whole, CASEWORKER), Some(CASEWORKER));
    whole["statement"] = json!("I go tomorrow.");
    assert_eq!(edit(&whole, SUPERVISOR), Some(CASEWORKER));
    whole["signature"]["method"] = json!("thumbprint");
    assert_eq!(edit(&whole, SUPERVISOR), Some(SUPERVISOR));
}
