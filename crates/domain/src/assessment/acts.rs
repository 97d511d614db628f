//! Drafting an assessment, editing its own fields, withdrawing the draft.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Assessment, AssessmentDetails, AssessmentEvent, AssessmentId, AssessmentStatus, NewAssessment,
    Participation, ParticipationLevel,
};
use crate::cases::{Case, takes_records};
use crate::changes::changed_fields;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::Lines;
use crate::warnings::{Fault, FaultCode};

/// Withdraws a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"reason": "Begun on the file of another client."})))]
pub struct WithdrawAssessment {
    /// Why.
    pub reason: Lines,
}

impl AssessmentDetails {
    /// What is wrong with them, whatever the assessment holds.
    #[must_use]
    pub fn faults(&self, today: NaiveDate) -> Vec<Fault> {
        let mut faults = Vec::new();
        if let Some(Participation { level, reason }) = &self.participation {
            match (level, reason) {
                (ParticipationLevel::None, None) => {
                    faults.push(Fault::new("/participation/reason", FaultCode::Required));
                }
                (ParticipationLevel::None, Some(_))
                | (ParticipationLevel::Full | ParticipationLevel::Partial, _) => {}
            }
        }
        let agreed = self.safety_plan.as_ref().and_then(|plan| plan.agreed_on);
        for (pointer, day) in [
            ("/priority_agreed_on", self.priority_agreed_on),
            ("/safety_plan/agreed_on", agreed),
        ] {
            if day.is_some_and(|day| day > today) {
                faults.push(Fault::new(pointer, FaultCode::DateInFuture));
            }
        }
        faults
    }
}

impl Assessment {
    /// Why it, and what it holds, cannot be changed now.
    #[must_use]
    pub fn fixed(&self, case: &Case) -> Vec<Refusal> {
        let mut refusals = takes_records(case).err().unwrap_or_default();
        match self.status {
            AssessmentStatus::Draft => {}
            AssessmentStatus::Finalised
            | AssessmentStatus::Superseded
            | AssessmentStatus::Withdrawn => {
                refusals.push(Refusal::new(RefusalCode::AssessmentNotDraft));
            }
        }
        refusals
    }
}

/// Drafts an assessment. `unfinished` is the draft that the case has.
///
/// # Errors
/// `case_closed`, `assessment_unfinished`.
pub fn decide_draft_assessment(
    case: &Case,
    new: &NewAssessment,
    unfinished: Option<AssessmentId>,
) -> Decision<AssessmentEvent> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    refusals.extend(one_at_a_time(unfinished));
    decided(refusals, || {
        vec![AssessmentEvent::Drafted {
            kind: new.kind,
            supersedes: None,
        }]
    })
}

/// A case has one unfinished assessment at a time.
pub(super) fn one_at_a_time(unfinished: Option<AssessmentId>) -> Option<Refusal> {
    unfinished
        .map(|draft| Refusal::new(RefusalCode::AssessmentUnfinished).with("assessment", draft))
}

/// Edits the own fields of a draft. Without a change there is no event.
///
/// # Errors
/// `case_closed`, `assessment_not_draft`.
pub fn decide_edit_assessment(
    case: &Case,
    assessment: &Assessment,
    details: &AssessmentDetails,
) -> Decision<AssessmentEvent> {
    let changed = changed_fields(&assessment.details, details);
    decided(assessment.fixed(case), || {
        if changed.is_empty() {
            return Vec::new();
        }
        vec![AssessmentEvent::Edited { changed }]
    })
}

/// Withdraws a draft.
///
/// # Errors
/// `case_closed`, `assessment_not_draft`.
pub fn decide_withdraw_assessment(
    case: &Case,
    assessment: &Assessment,
    now: DateTime<Utc>,
) -> Decision<AssessmentEvent> {
    decided(assessment.fixed(case), || {
        vec![AssessmentEvent::Withdrawn { withdrawn_at: now }]
    })
}
