//! The acts on an intake and what each of them refuses.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    AcceptFacts, DeclineReason, DocumentItem, DocumentType, Intake, IntakeDetails, IntakeEvent,
    IntakeStatus, ScreeningDetails, accept_checklist,
};
use crate::cases::{CaseId, Checklist, Override, OverrideId, OverrideRequirement, refuse_override};
use crate::changes::changed_fields;
use crate::parties::WorkerId;
use crate::parties::external_ref::ExternalRef;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::Lines;

/// Accepts an intake: a case is opened, its caseworker named, its file number given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "caseworker_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11",
    "note": "Complete; first visit this week."
})))]
pub struct AcceptIntake {
    /// The id of the case, made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// The names of the case in other systems.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub external_refs: Vec<ExternalRef>,
    /// The caseworker who answers for the case: an active caseworker of the unit.
    pub caseworker_id: WorkerId,
    /// By when outstanding documents are due. Needed where an emergency is accepted without them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents_due_on: Option<NaiveDate>,
    /// The words that go with the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// Returns an intake to its referrer because documents are missing. Not the end: it can be
/// resubmitted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"missing": ["medical_report"], "note": "Please send the discharge report."})))]
pub struct ReturnIntake {
    /// Documents asked for beyond the outstanding ones of the checklist, which are named anyway;
    /// they join the checklist.
    #[serde(default)]
    #[schema(max_items = 40)]
    pub missing: Vec<DocumentType>,
    /// What the referrer is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// The referrer sends a returned intake again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"note": "Discharge report enclosed."})))]
pub struct ResubmitIntake {
    /// What the referrer adds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// Declines an intake for good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"reason": "outside_jurisdiction", "note": "Lives in the next district; the referrer was told."})))]
pub struct DeclineIntake {
    /// Why.
    pub reason: DeclineReason,
    /// The words that go with the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// Corrects what was told about an undecided intake. Without a change there is no event. `engaged`
/// tells whether consents or contracts stand on it: they are those of the person it names.
///
/// # Errors
/// `intake_decided`, `in_future`, `client_engaged`.
pub fn decide_correct(
    intake: &Intake,
    details: &IntakeDetails,
    response_due_at: DateTime<Utc>,
    engaged: bool,
    now: DateTime<Utc>,
) -> Decision<IntakeEvent> {
    let mut refusals = undecided(intake);
    refusals.extend(details.refusals(now));
    if engaged && details.person_id != intake.details.person_id {
        refusals.push(Refusal::new(RefusalCode::ClientEngaged).at("/person_id"));
    }
    let changed = changed_fields(&intake.details, details);
    decided(refusals, || {
        if changed.is_empty() {
            Vec::new()
        } else {
            vec![IntakeEvent::Corrected {
                heading: details.heading(response_due_at),
                changed,
            }]
        }
    })
}

/// Records the screening.
///
/// # Errors
/// `intake_decided`, `intake_returned`.
pub fn decide_screen(intake: &Intake, screening: &ScreeningDetails) -> Decision<IntakeEvent> {
    decided(at_hand(intake), || {
        vec![IntakeEvent::Screened {
            three_tests_met: screening.tests.all_met(),
            duplicates: screening
                .duplicates_reviewed
                .as_ref()
                .map(|review| review.result),
        }]
    })
}

/// Returns the intake to its referrer, naming every document that is missing.
///
/// # Errors
/// `intake_decided`, `intake_returned`, `nothing_missing`.
pub fn decide_return(
    intake: &Intake,
    documents: &[DocumentItem],
    command: &ReturnIntake,
    now: DateTime<Utc>,
) -> Decision<IntakeEvent> {
    let mut refusals = at_hand(intake);
    let mut missing: Vec<DocumentType> = documents
        .iter()
        .filter(|item| item.outstanding())
        .map(|item| item.document_type)
        .collect();
    missing.extend(&command.missing);
    missing.sort_unstable();
    missing.dedup();
    if missing.is_empty() {
        refusals.push(Refusal::new(RefusalCode::NothingMissing).at("/missing"));
    }
    let listed = |wanted: &DocumentType| documents.iter().any(|item| item.document_type == *wanted);
    let added = missing
        .iter()
        .copied()
        .filter(|wanted| !listed(wanted))
        .collect();
    decided(refusals, || {
        vec![IntakeEvent::Returned {
            missing,
            added,
            returned_at: now,
        }]
    })
}

/// Takes a returned intake up again.
///
/// # Errors
/// `intake_decided`, `intake_not_returned`.
pub fn decide_resubmit(intake: &Intake) -> Decision<IntakeEvent> {
    let refusals = match intake.progress.status {
        IntakeStatus::ReturnedIncomplete => Vec::new(),
        IntakeStatus::Decided => undecided(intake),
        IntakeStatus::Received | IntakeStatus::Screening => {
            vec![Refusal::new(RefusalCode::IntakeNotReturned)]
        }
    };
    decided(refusals, || vec![IntakeEvent::Resubmitted {}])
}

/// Accepts the intake. The case itself is opened by [`crate::cases::Case::open`] in the same
/// transaction; `today` is the date in the unit's time zone.
///
/// # Errors
/// `intake_decided`, `intake_returned`, every unmet requirement of the gate,
/// `documents_due_on_missing`, `due_on_in_past`.
pub fn decide_accept(
    intake: &Intake,
    facts: &AcceptFacts,
    overrides: &[Override],
    command: &AcceptIntake,
    case_id: CaseId,
    by: WorkerId,
    at: (DateTime<Utc>, NaiveDate),
) -> Decision<IntakeEvent> {
    let (now, today) = at;
    let list = accept_checklist(facts, overrides, Some(by), now);
    let mut refusals = at_hand(intake);
    refusals.extend(list.refusals());
    match command.documents_due_on {
        None if !facts.outstanding.is_empty() => {
            refusals.push(Refusal::new(RefusalCode::DocumentsDueOnMissing).at("/documents_due_on"));
        }
        Some(due) if due < today => {
            refusals.push(Refusal::new(RefusalCode::DueOnInPast).at("/documents_due_on"))
        }
        None | Some(_) => {}
    }
    decided(refusals, || {
        vec![IntakeEvent::Accepted {
            case_id,
            caseworker_id: command.caseworker_id,
            documents_due_on: command.documents_due_on,
            overrides_used: list.overrides_used(),
            decided_by: by,
            decided_at: now,
        }]
    })
}

/// Declines the intake; a returned one that never came back may be declined too.
///
/// # Errors
/// `intake_decided`.
pub fn decide_decline(
    intake: &Intake,
    command: &DeclineIntake,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<IntakeEvent> {
    decided(undecided(intake), || {
        vec![IntakeEvent::Declined {
            reason: command.reason,
            decided_by: by,
            decided_at: now,
        }]
    })
}

/// Overrides a requirement of acceptance. `list` is the checklist of [`accept_checklist`].
///
/// # Errors
/// `intake_decided` and what [`refuse_override`] refuses.
pub fn decide_override(
    intake: &Intake,
    list: &Checklist,
    overrides: &[Override],
    command: &OverrideRequirement,
    override_id: OverrideId,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<IntakeEvent> {
    let mut refusals = undecided(intake);
    refusals.extend(refuse_override(list, overrides, command, None, by, now));
    decided(refusals, || {
        vec![IntakeEvent::RequirementOverridden {
            override_id,
            requirement: command.requirement,
            overridden_by: by,
            expires_at: now + Override::LIFE,
        }]
    })
}

pub(crate) fn undecided(intake: &Intake) -> Vec<Refusal> {
    match intake.progress.status {
        IntakeStatus::Decided => vec![Refusal::new(RefusalCode::IntakeDecided)],
        IntakeStatus::Received | IntakeStatus::Screening | IntakeStatus::ReturnedIncomplete => {
            Vec::new()
        }
    }
}

/// Undecided and not with the referrer.
fn at_hand(intake: &Intake) -> Vec<Refusal> {
    match intake.progress.status {
        IntakeStatus::Decided => vec![Refusal::new(RefusalCode::IntakeDecided)],
        IntakeStatus::ReturnedIncomplete => vec![Refusal::new(RefusalCode::IntakeReturned)],
        IntakeStatus::Received | IntakeStatus::Screening => Vec::new(),
    }
}
