//! How the client goes on: the future plan made together, and the transition out of the work.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{FuturePlanArea, Moment, StepDetails, TransitionStage, in_future};
use crate::cases::{MissingCode, RecordKind, RequirementCode};
use crate::refusal::{Refusal, RefusalCode};
use crate::texts::{Line, Lines};

/// A part of the plan for the time after, made with the client (M349).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "area": "housing", "plan": "Lives with her niece in Alor Setar from April on.",
    "with_whom": "Puan Rokiah, niece", "confirmed_on": "2026-03-02"
})))]
pub struct FuturePlanItemDetails {
    /// What it is about.
    pub area: FuturePlanArea,
    /// What is planned.
    pub plan: Lines,
    /// With whom, or with whose help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_whom: Option<Line>,
    /// When the client confirmed it; not in the future. A plan that is changed is confirmed anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_on: Option<NaiveDate>,
}

impl StepDetails for FuturePlanItemDetails {
    const KIND: RecordKind = RecordKind::FuturePlanItem;
    const LASTING: bool = true;

    fn refusals(&self, moment: &Moment<'_>) -> Vec<Refusal> {
        in_future(moment, &[("/confirmed_on", self.confirmed_on)])
    }

    fn bearing(&self) -> Option<(RequirementCode, Option<MissingCode>)> {
        let missing = match self.confirmed_on {
            Some(_) => None,
            None => Some(MissingCode::ClientConfirmation),
        };
        Some((RequirementCode::FuturePlanConfirmed, missing))
    }

    fn kept(self, before: &Self) -> Self {
        let same = self.area == before.area && self.plan == before.plan;
        let confirmed_on = self
            .confirmed_on
            .filter(|_| same || self.confirmed_on != before.confirmed_on);
        Self {
            confirmed_on,
            ..self
        }
    }
}

/// A step of the transition: the client plans own activities, goes without accompaniment, is out
/// (K114–115). It takes place while the case is still open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"stage": "own_activities", "began_on": "2026-03-02"})))]
pub struct TransitionStepDetails {
    /// Which one.
    pub stage: TransitionStage,
    /// When it began; not in the future.
    pub began_on: NaiveDate,
    /// When it was over; not in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<NaiveDate>,
    /// How it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

impl StepDetails for TransitionStepDetails {
    const KIND: RecordKind = RecordKind::TransitionStep;
    const IN_TERMINATION: bool = true;

    fn refusals(&self, moment: &Moment<'_>) -> Vec<Refusal> {
        let dates = [
            ("/began_on", Some(self.began_on)),
            ("/ended_on", self.ended_on),
        ];
        let mut refusals = in_future(moment, &dates);
        if self.ended_on.is_some_and(|ended| ended < self.began_on) {
            refusals.push(Refusal::new(RefusalCode::EndBeforeBeginning).at("/ended_on"));
        }
        refusals
    }

    fn bearing(&self) -> Option<(RequirementCode, Option<MissingCode>)> {
        None
    }
}
