//! Whether the client is ready to leave (M335, M235).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{BoardOutcome, LeavingReadiness, Moment, StepDetails, in_future, lacking};
use crate::cases::{AttachmentId, MissingCode, NoteId, RecordKind, RequirementCode};
use crate::refusal::Refusal;
use crate::texts::{Line, Lines, Narrative};

/// The interview with the client on social functioning and future plans.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "held_on": "2026-03-02", "functioning": "Cooks, shops and goes to the clinic by herself.",
    "future_plans": "Wants to stay in her house with a tenant."
})))]
pub struct FunctioningInterviewDetails {
    /// When; not in the future.
    pub held_on: NaiveDate,
    /// How the client gets on: at home, with others, at school or work.
    pub functioning: Narrative,
    /// What the client plans.
    pub future_plans: Narrative,
}

impl StepDetails for FunctioningInterviewDetails {
    const KIND: RecordKind = RecordKind::FunctioningInterview;

    fn refusals(&self, moment: &Moment<'_>) -> Vec<Refusal> {
        in_future(moment, &[("/held_on", Some(self.held_on))])
    }

    fn bearing(&self) -> Option<(RequirementCode, Option<MissingCode>)> {
        Some((RequirementCode::FunctioningInterview, None))
    }
}

/// The discussion with the client that closes the work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "held_on": "2026-03-02", "changes_achieved": "Eats twice a day, takes her medicine.",
    "readiness": "ready_with_support", "client_view": "She is glad to manage alone."
})))]
pub struct ClosingDiscussionDetails {
    /// When; not in the future.
    pub held_on: NaiveDate,
    /// What has changed.
    pub changes_achieved: Narrative,
    /// Whether the client is ready to live without the work.
    pub readiness: LeavingReadiness,
    /// What the client says to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_view: Option<Narrative>,
}

impl StepDetails for ClosingDiscussionDetails {
    const KIND: RecordKind = RecordKind::ClosingDiscussion;

    fn refusals(&self, moment: &Moment<'_>) -> Vec<Refusal> {
        in_future(moment, &[("/held_on", Some(self.held_on))])
    }

    fn bearing(&self) -> Option<(RequirementCode, Option<MissingCode>)> {
        Some((RequirementCode::ClosingDiscussion, None))
    }
}

/// The final report on the intervention: an attachment or a note of the case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "written_on": "2026-03-02", "readiness": "ready",
    "note_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e31"
})))]
pub struct FinalReportDetails {
    /// When it was written; not in the future.
    pub written_on: NaiveDate,
    /// What it says of the readiness to leave.
    pub readiness: LeavingReadiness,
    /// The report, among the attachments of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment_id: Option<AttachmentId>,
    /// The report, as a note of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note_id: Option<NoteId>,
}

impl StepDetails for FinalReportDetails {
    const KIND: RecordKind = RecordKind::FinalReport;

    fn refusals(&self, moment: &Moment<'_>) -> Vec<Refusal> {
        let mut refusals = in_future(moment, &[("/written_on", Some(self.written_on))]);
        let there = self.attachment_id.is_some() || self.note_id.is_some();
        refusals.extend(lacking(&[("/note_id", there)]));
        refusals
    }

    fn bearing(&self) -> Option<(RequirementCode, Option<MissingCode>)> {
        Some((RequirementCode::FinalReport, None))
    }

    fn papers(&self) -> (Option<AttachmentId>, Option<NoteId>) {
        (self.attachment_id, self.note_id)
    }
}

/// What the Board of Visitors of an institution says to the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "held_on": "2026-03-02", "reference": "LP/RSKB/2026/03", "outcome": "agrees"
})))]
pub struct BoardReviewDetails {
    /// When it was conferred with; not in the future.
    pub held_on: NaiveDate,
    /// The reference of its minutes or letter.
    pub reference: Line,
    /// What it says.
    pub outcome: BoardOutcome,
    /// On which conditions, or why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Lines>,
}

impl StepDetails for BoardReviewDetails {
    const KIND: RecordKind = RecordKind::BoardReview;

    fn refusals(&self, moment: &Moment<'_>) -> Vec<Refusal> {
        let mut refusals = in_future(moment, &[("/held_on", Some(self.held_on))]);
        refusals.extend(match self.outcome {
            BoardOutcome::Agrees => Vec::new(),
            BoardOutcome::AgreesWithConditions | BoardOutcome::Disagrees => {
                lacking(&[("/detail", self.detail.is_some())])
            }
        });
        refusals
    }

    /// The requirement asks that the Board was conferred with, not that it agrees: what it says is
    /// before whoever decides.
    fn bearing(&self) -> Option<(RequirementCode, Option<MissingCode>)> {
        Some((RequirementCode::BoardOfVisitors, None))
    }
}
