//! The steps of an end: what is recorded on the way to it, from the reports of the parties to the
//! client's own plan. Each kind has particulars of its own; that they are recorded, corrected and
//! withdrawn, and what they mean for the gates, is the same for all.

mod people;
mod readiness;
mod release;
mod roles;
mod vocabulary;

pub use people::{PartyReportDetails, SupportContactDetails, TerminationNoticeDetails};
pub use readiness::{
    BoardReviewDetails, ClosingDiscussionDetails, FinalReportDetails, FunctioningInterviewDetails,
};
pub use release::{FuturePlanItemDetails, TransitionStepDetails};
pub use vocabulary::{
    BoardOutcome, ContactConsent, FuturePlanArea, LeavingReadiness, NoticeOutcome, NoticeRecipient,
    PartyReportStatus, SupportKind, TransitionStage,
};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::{
    AttachmentId, Case, CaseEvent, CaseId, CaseStatus, GateFacts, Missing, MissingCode, NoteId,
    RecordKind, RecordRef, RequirementCode, Stage,
};
use crate::changes::changed_fields;
use crate::intervention::plan::PlanRoleId;
use crate::parties::contact_point::SafeContact;
use crate::parties::{PersonId, WorkerId};
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::Lines;

crate::record_id!(StepId, "A step of the end of a case.");

/// The particulars of one kind of step.
pub trait StepDetails:
    Clone + std::fmt::Debug + PartialEq + Serialize + DeserializeOwned + ToSchema + Send + 'static
{
    /// The kind.
    const KIND: RecordKind;
    /// Whether it is kept up when the case goes back from termination; whatever else was recorded
    /// before does not count for the next end.
    const LASTING: bool = false;
    /// Whether it takes place in the stage of termination only.
    const IN_TERMINATION: bool = false;

    /// What is wrong with them.
    fn refusals(&self, moment: &Moment<'_>) -> Vec<Refusal>;

    /// The requirement they are about, and what is still missing for it, if it is not met.
    fn bearing(&self) -> Option<(RequirementCode, Option<MissingCode>)>;

    /// The person they name.
    fn person(&self) -> Option<PersonId> {
        None
    }

    /// The role in the plan that they name.
    fn plan_role(&self) -> Option<PlanRoleId> {
        None
    }

    /// The worker they name.
    fn worker(&self) -> Option<WorkerId> {
        None
    }

    /// Whom they say was reached; the client where nobody else is named.
    fn reached(&self, _client: PersonId) -> Option<PersonId> {
        None
    }

    /// The attachment and the note they rest on.
    fn papers(&self) -> (Option<AttachmentId>, Option<NoteId>) {
        (None, None)
    }

    /// The same with times as whole as storage keeps them.
    #[must_use]
    fn rounded(self, _whole: impl Fn(DateTime<Utc>) -> DateTime<Utc>) -> Self {
        self
    }

    /// What is kept when they take the place of `before`.
    #[must_use]
    fn kept(self, _before: &Self) -> Self {
        self
    }
}

/// When, and with regard to what, a step is recorded.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// Now.
    pub now: DateTime<Utc>,
    /// The date in the unit's time zone.
    pub today: NaiveDate,
    /// How whoever was reached may be contacted.
    pub safe_contact: Option<&'a SafeContact>,
}

/// A step as recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Step<D> {
    /// The id.
    pub id: StepId,
    /// The case.
    pub case_id: CaseId,
    /// The episode of the case that it belongs to.
    #[schema(minimum = 1, maximum = 1000)]
    pub episode: i32,
    /// What is told about it.
    #[serde(flatten)]
    pub details: D,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was withdrawn: it was recorded by mistake, or holds no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal_reason: Option<Lines>,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

/// The commands that record each kind of step.
macro_rules! commands {
    ($($(#[$doc:meta])* $new:ident of $details:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
        pub struct $new {
            /// The id made by the client (UUIDv7).
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub id: Option<StepId>,
            /// What is told about it.
            #[serde(flatten)]
            pub details: $details,
        }
    )+};
}

commands! {
    /// Records the report of a party, or that it was asked for.
    NewPartyReport of PartyReportDetails;
    /// Records the interview on social functioning and future plans.
    NewFunctioningInterview of FunctioningInterviewDetails;
    /// Records the closing discussion.
    NewClosingDiscussion of ClosingDiscussionDetails;
    /// Records the final report.
    NewFinalReport of FinalReportDetails;
    /// Records what the Board of Visitors says.
    NewBoardReview of BoardReviewDetails;
    /// Records a notice of the coming end, or why it was not given.
    NewTerminationNotice of TerminationNoticeDetails;
    /// Records a part of the future plan.
    NewFuturePlanItem of FuturePlanItemDetails;
    /// Records a part of the support network.
    NewSupportContact of SupportContactDetails;
    /// Records a step of the transition.
    NewTransitionStep of TransitionStepDetails;
}

/// Withdraws a step: it was recorded by mistake, or holds no longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"reason": "Recorded in the file of the wrong client."})))]
pub struct WithdrawStep {
    /// Why.
    pub reason: Lines,
}

impl<D> Step<D> {
    /// A step of the present episode of this case.
    #[must_use]
    pub const fn new(
        id: StepId,
        case: &Case,
        details: D,
        recorded_by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            case_id: case.id,
            episode: case.episode,
            details,
            recorded_by,
            withdrawn_at: None,
            withdrawal_reason: None,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Takes it back.
    pub fn withdraw(&mut self, reason: Lines, now: DateTime<Utc>) {
        self.withdrawn_at = Some(now);
        self.withdrawal_reason = Some(reason);
    }
}

/// Records a step.
///
/// # Errors
/// `case_closed`, `closure_pending`, `not_in_termination`, and what is wrong with the particulars.
pub fn decide_record_step<D: StepDetails>(
    case: &Case,
    step_id: StepId,
    details: &D,
    moment: &Moment<'_>,
) -> Decision<CaseEvent> {
    let mut refusals = takes_steps::<D>(case);
    refusals.extend(details.refusals(moment));
    decided(refusals, || {
        vec![CaseEvent::StepRecorded {
            step_id,
            kind: D::KIND,
        }]
    })
}

/// Corrects a step, or carries it on. Without a change there is no event.
///
/// # Errors
/// As [`decide_record_step`]; `step_withdrawn`, `former_episode`.
pub fn decide_amend_step<D: StepDetails>(
    case: &Case,
    step: &Step<D>,
    details: &D,
    moment: &Moment<'_>,
) -> Decision<CaseEvent> {
    let mut refusals = takes_steps::<D>(case);
    refusals.extend(stands(case, step));
    refusals.extend(details.refusals(moment));
    let changed = changed_fields(&step.details, details);
    decided(refusals, || {
        if changed.is_empty() {
            return Vec::new();
        }
        vec![CaseEvent::StepAmended {
            step_id: step.id,
            kind: D::KIND,
            changed,
        }]
    })
}

/// Withdraws a step.
///
/// # Errors
/// `case_closed`, `closure_pending`, `step_withdrawn`, `former_episode`.
pub fn decide_withdraw_step<D: StepDetails>(case: &Case, step: &Step<D>) -> Decision<CaseEvent> {
    let mut refusals = open_for_steps(case);
    refusals.extend(stands(case, step));
    decided(refusals, || {
        vec![CaseEvent::StepWithdrawn {
            step_id: step.id,
            kind: D::KIND,
        }]
    })
}

/// What is approved must be what was requested, and what is closed stays as it is.
fn open_for_steps(case: &Case) -> Vec<Refusal> {
    match case.status {
        CaseStatus::Open | CaseStatus::OnHold => Vec::new(),
        CaseStatus::ClosureRequested => vec![Refusal::new(RefusalCode::ClosurePending)],
        CaseStatus::Closed => vec![Refusal::new(RefusalCode::CaseClosed)],
    }
}

fn takes_steps<D: StepDetails>(case: &Case) -> Vec<Refusal> {
    let mut refusals = open_for_steps(case);
    if D::IN_TERMINATION && case.stage != Stage::Termination {
        refusals.push(Refusal::new(RefusalCode::NotInTermination));
    }
    refusals
}

fn stands<D>(case: &Case, step: &Step<D>) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    if step.withdrawn_at.is_some() {
        refusals.push(Refusal::new(RefusalCode::StepWithdrawn));
    }
    if step.episode != case.episode {
        refusals.push(Refusal::new(RefusalCode::FormerEpisode));
    }
    refusals
}

/// A standing step of the present episode, of whatever kind, as it is kept.
#[derive(Clone, Debug)]
pub struct KeptStep {
    /// Its id.
    pub id: Uuid,
    /// Its kind.
    pub kind: RecordKind,
    /// Its particulars.
    pub details: serde_json::Value,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
}

impl GateFacts {
    /// Takes the steps into account; `back_at` is when the case last came back from termination. The
    /// reports of the parties that count.
    ///
    /// # Errors
    /// When particulars are not those of their kind.
    pub fn count_steps(
        &mut self,
        steps: Vec<KeptStep>,
        back_at: Option<DateTime<Utc>>,
    ) -> Result<Vec<PartyReportDetails>, serde_json::Error> {
        let mut reports = Vec::new();
        for step in steps {
            reports.extend(self.count::<PartyReportDetails>(&step, back_at)?);
            self.count::<FunctioningInterviewDetails>(&step, back_at)?;
            self.count::<ClosingDiscussionDetails>(&step, back_at)?;
            self.count::<FinalReportDetails>(&step, back_at)?;
            self.count::<BoardReviewDetails>(&step, back_at)?;
            self.count::<TerminationNoticeDetails>(&step, back_at)?;
            self.count::<FuturePlanItemDetails>(&step, back_at)?;
            self.count::<SupportContactDetails>(&step, back_at)?;
            self.count::<TransitionStepDetails>(&step, back_at)?;
        }
        Ok(reports)
    }

    fn count<D: StepDetails>(
        &mut self,
        step: &KeptStep,
        back_at: Option<DateTime<Utc>>,
    ) -> Result<Option<D>, serde_json::Error> {
        let outlived = !D::LASTING && back_at.is_some_and(|back| step.created_at <= back);
        if step.kind != D::KIND || outlived {
            return Ok(None);
        }
        let record = RecordRef {
            kind: step.kind,
            id: step.id,
        };
        let details = D::deserialize(&step.details)?;
        match details.bearing() {
            None => {}
            Some((code, None)) => {
                self.records.insert(code, record);
            }
            Some((code, Some(missing))) => {
                let missing = Missing::record(missing, record);
                self.outstanding.entry(code).or_default().push(missing);
            }
        }
        Ok(Some(details))
    }
}

/// Refusals for dates that have not come.
fn in_future(moment: &Moment<'_>, dates: &[(&str, Option<NaiveDate>)]) -> Vec<Refusal> {
    dates
        .iter()
        .filter(|(_, date)| date.is_some_and(|date| date > moment.today))
        .map(|(pointer, _)| Refusal::new(RefusalCode::InFuture).at(pointer))
        .collect()
}

/// A refusal for each of these that is not there.
fn lacking(there: &[(&str, bool)]) -> Vec<Refusal> {
    there
        .iter()
        .filter(|(_, there)| !there)
        .map(|(pointer, _)| Refusal::new(RefusalCode::ParticularMissing).at(pointer))
        .collect()
}

#[cfg(test)]
mod tests;
