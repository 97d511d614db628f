//! What happens to a case, as the timeline tells it: ids, codes and dates, no personal data.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::custody::{CustodyItemId, CustodyKind, CustodyMovementId, CustodyOutcome};
use super::disclosures::{DisclosureBasis, DisclosureId, DisclosureRecipient};
use super::{
    AmendmentId, ContactId, ContactOutcome, ContactPurpose, ContactWith, Discipline, Gate, NoteId,
    OpenedCase, OverrideId, ReassignmentId, RecordKind, RequirementCode, Stage, TaskId, TransferId,
};
use crate::access::{Confidentiality, Membership};
use crate::assessment::RiskLevel;
use crate::intake::DocumentType;
use crate::intervention::{CrisisId, CrisisSeverity};
use crate::parties::contact_point::ContactChannel;
use crate::parties::{UnitId, WorkerId};
use crate::termination::{ClosureRequestId, StepId, TerminationId, TerminationReason};

crate::record_id!(EventId, "An event of the timeline.");

/// Something that happened to a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type")]
pub enum CaseEvent {
    /// The case was opened by accepting its intake.
    #[serde(rename = "case.opened")]
    Opened(OpenedCase),
    /// It moved to another stage.
    #[serde(rename = "case.moved")]
    Moved {
        /// The stage it left.
        from: Stage,
        /// The stage it is in now.
        to: Stage,
        /// Why it ends (to termination).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<TerminationReason>,
        /// The gate it passed; none on the way back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gate: Option<Gate>,
        /// The overrides that let it pass.
        #[schema(max_items = 20)]
        overrides_used: Vec<OverrideId>,
        /// When.
        moved_at: DateTime<Utc>,
    },
    /// A requirement of one of its gates was overridden.
    #[serde(rename = "case.requirement_overridden")]
    RequirementOverridden {
        /// The override.
        override_id: OverrideId,
        /// The gate.
        gate: Gate,
        /// The requirement.
        requirement: RequirementCode,
        /// Who overrode it.
        overridden_by: WorkerId,
        /// When the override ends by itself.
        expires_at: DateTime<Utc>,
    },
    /// It was put on hold.
    #[serde(rename = "case.held")]
    Held {
        /// The last day of the hold, where it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        held_until_on: Option<NaiveDate>,
        /// When.
        held_at: DateTime<Utc>,
    },
    /// The hold was ended.
    #[serde(rename = "case.resumed")]
    Resumed {
        /// When.
        resumed_at: DateTime<Utc>,
    },
    /// The particulars of its end were edited.
    #[serde(rename = "case.termination_edited")]
    TerminationEdited {
        /// The termination.
        termination_id: TerminationId,
        /// The names of the fields that changed.
        #[schema(max_items = 20)]
        changed: Vec<String>,
    },
    /// A step of its end was recorded.
    #[serde(rename = "case.step_recorded")]
    StepRecorded {
        /// The step.
        step_id: StepId,
        /// What it is.
        kind: RecordKind,
    },
    /// A step of its end was corrected or carried on.
    #[serde(rename = "case.step_amended")]
    StepAmended {
        /// The step.
        step_id: StepId,
        /// What it is.
        kind: RecordKind,
        /// The names of the fields that changed.
        #[schema(max_items = 20)]
        changed: Vec<String>,
    },
    /// A step of its end was withdrawn.
    #[serde(rename = "case.step_withdrawn")]
    StepWithdrawn {
        /// The step.
        step_id: StepId,
        /// What it is.
        kind: RecordKind,
    },
    /// Its closure was requested.
    #[serde(rename = "case.closure_requested")]
    ClosureRequested {
        /// The request.
        closure_request_id: ClosureRequestId,
        /// Who requested it.
        requested_by: WorkerId,
        /// When.
        requested_at: DateTime<Utc>,
    },
    /// The closure was approved; the case is closed by the event that follows.
    #[serde(rename = "case.closure_approved")]
    ClosureApproved {
        /// The request.
        closure_request_id: ClosureRequestId,
        /// Who approved it.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// The closure was rejected; the case stays in termination.
    #[serde(rename = "case.closure_rejected")]
    ClosureRejected {
        /// The request.
        closure_request_id: ClosureRequestId,
        /// Who rejected it.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// The request for closure was withdrawn.
    #[serde(rename = "case.closure_withdrawn")]
    ClosureWithdrawn {
        /// The request.
        closure_request_id: ClosureRequestId,
        /// Who withdrew it.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// It was closed.
    #[serde(rename = "case.closed")]
    Closed {
        /// Why it ended.
        reason: TerminationReason,
        /// The overrides that let it pass.
        #[schema(max_items = 20)]
        overrides_used: Vec<OverrideId>,
        /// When.
        closed_at: DateTime<Utc>,
    },
    /// It was reopened.
    #[serde(rename = "case.reopened")]
    Reopened {
        /// The episode that begins.
        #[schema(minimum = 1, maximum = 1000)]
        episode: i32,
        /// The stage it starts in.
        stage: Stage,
        /// The caseworker who answers for it.
        responsible_id: WorkerId,
        /// When.
        reopened_at: DateTime<Utc>,
    },
    /// Another worker is responsible for it.
    #[serde(rename = "case.reassigned")]
    Reassigned {
        /// The reassignment.
        reassignment_id: ReassignmentId,
        /// Who was responsible; no longer named on it, unless named anew right after this.
        from_worker_id: WorkerId,
        /// Who is responsible now.
        to_worker_id: WorkerId,
        /// When.
        reassigned_at: DateTime<Utc>,
    },
    /// Another unit answers for it.
    #[serde(rename = "case.transferred")]
    Transferred {
        /// The transfer.
        transfer_id: TransferId,
        /// The unit that answered for it.
        from_unit_id: UnitId,
        /// The unit that does now.
        to_unit_id: UnitId,
        /// Who was responsible; no longer named on it.
        from_worker_id: WorkerId,
        /// Who is responsible now.
        to_worker_id: WorkerId,
        /// When.
        transferred_at: DateTime<Utc>,
    },
    /// It was decided anew how far it may be read.
    #[serde(rename = "case.confidentiality_set")]
    ConfidentialitySet {
        /// The class before.
        from: Confidentiality,
        /// The class now.
        to: Confidentiality,
    },
    /// The worst of its open risks is another than before.
    #[serde(rename = "case.risk_changed")]
    RiskChanged {
        /// What it was.
        from: RiskLevel,
        /// What it is now.
        to: RiskLevel,
    },
    /// It rose to high or critical: whoever leads the work is to look at it.
    #[serde(rename = "case.risk_alarmed")]
    RiskAlarmed {
        /// What it was.
        from: RiskLevel,
        /// What it is now.
        to: RiskLevel,
        /// When.
        alarmed_at: DateTime<Utc>,
    },
    /// A crisis was reported or became graver: whoever leads the work is to look at it.
    #[serde(rename = "case.crisis_alarmed")]
    CrisisAlarmed {
        /// The crisis.
        crisis_id: CrisisId,
        /// How grave it is.
        severity: CrisisSeverity,
        /// How many crises of the case are open with it.
        #[schema(minimum = 0, maximum = 1_000_000)]
        open_crises: i32,
        /// When.
        alarmed_at: DateTime<Utc>,
    },
    /// A crisis is over.
    #[serde(rename = "case.crisis_over")]
    CrisisOver {
        /// The crisis.
        crisis_id: CrisisId,
        /// How many crises of the case are still open.
        #[schema(minimum = 0, maximum = 1_000_000)]
        open_crises: i32,
    },
    /// A superior has seen to its alarm.
    #[serde(rename = "case.alarm_acknowledged")]
    AlarmAcknowledged {
        /// Since when it stood.
        alarmed_at: DateTime<Utc>,
        /// Who acknowledged it.
        acknowledged_by: WorkerId,
        /// When.
        acknowledged_at: DateTime<Utc>,
    },
    /// A worker was named on it, or differently.
    #[serde(rename = "case.member_named")]
    MemberNamed {
        /// The worker.
        worker_id: WorkerId,
        /// How.
        membership: Membership,
        /// As what.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        discipline: Option<Discipline>,
    },
    /// A worker's name was taken off it.
    #[serde(rename = "case.member_removed")]
    MemberRemoved {
        /// The worker.
        worker_id: WorkerId,
    },
    /// A note was drafted.
    #[serde(rename = "case.note_drafted")]
    NoteDrafted {
        /// The note.
        note_id: NoteId,
        /// Its author.
        author_id: WorkerId,
    },
    /// A draft note was edited.
    #[serde(rename = "case.note_edited")]
    NoteEdited {
        /// The note.
        note_id: NoteId,
        /// The names of the fields that changed.
        #[schema(max_items = 20)]
        changed: Vec<String>,
    },
    /// A note was signed.
    #[serde(rename = "case.note_signed")]
    NoteSigned {
        /// The note.
        note_id: NoteId,
        /// When.
        signed_at: DateTime<Utc>,
    },
    /// A signed note was amended.
    #[serde(rename = "case.note_amended")]
    NoteAmended {
        /// The note.
        note_id: NoteId,
        /// The amendment.
        amendment_id: AmendmentId,
    },
    /// A contact, or an attempt at one, was recorded.
    #[serde(rename = "case.contact_recorded")]
    ContactRecorded {
        /// The contact.
        contact_id: ContactId,
        /// With whom it was sought.
        with: ContactWith,
        /// By which way.
        channel: ContactChannel,
        /// What for.
        purpose: ContactPurpose,
        /// Whether the person was reached.
        reached: bool,
        /// What came of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<ContactOutcome>,
        /// When it took place.
        at: DateTime<Utc>,
    },
    /// A task was added.
    #[serde(rename = "case.task_added")]
    TaskAdded {
        /// The task.
        task_id: TaskId,
        /// The note it came from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note_id: Option<NoteId>,
        /// Who is to do it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner_id: Option<WorkerId>,
        /// By when.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_on: Option<NaiveDate>,
    },
    /// An open task was edited.
    #[serde(rename = "case.task_edited")]
    TaskEdited {
        /// The task.
        task_id: TaskId,
        /// Who is to do it now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner_id: Option<WorkerId>,
        /// By when now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_on: Option<NaiveDate>,
        /// The names of the fields that changed.
        #[schema(max_items = 20)]
        changed: Vec<String>,
    },
    /// A task was done.
    #[serde(rename = "case.task_done")]
    TaskDone {
        /// The task.
        task_id: TaskId,
        /// When.
        done_at: DateTime<Utc>,
    },
    /// A task was cancelled.
    #[serde(rename = "case.task_cancelled")]
    TaskCancelled {
        /// The task.
        task_id: TaskId,
        /// When.
        cancelled_at: DateTime<Utc>,
    },
    /// Something was received into custody.
    #[serde(rename = "case.custody_received")]
    CustodyReceived {
        /// The item.
        custody_item_id: CustodyItemId,
        /// What kind of thing it is.
        kind: CustodyKind,
        /// Which document it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document_type: Option<DocumentType>,
        /// When it was received.
        received_at: DateTime<Utc>,
    },
    /// What is told about a thing in custody was corrected.
    #[serde(rename = "case.custody_corrected")]
    CustodyCorrected {
        /// The item.
        custody_item_id: CustodyItemId,
        /// The names of the fields that changed.
        #[schema(max_items = 20)]
        changed: Vec<String>,
    },
    /// A thing in custody was moved to another place.
    #[serde(rename = "case.custody_moved")]
    CustodyMoved {
        /// The item.
        custody_item_id: CustodyItemId,
        /// The move.
        movement_id: CustodyMovementId,
        /// When.
        moved_at: DateTime<Utc>,
    },
    /// A thing in custody was settled.
    #[serde(rename = "case.custody_settled")]
    CustodySettled {
        /// The item.
        custody_item_id: CustodyItemId,
        /// What became of it.
        outcome: CustodyOutcome,
        /// On which day.
        settled_on: NaiveDate,
    },
    /// A thing in custody was recorded by mistake.
    #[serde(rename = "case.custody_withdrawn")]
    CustodyWithdrawn {
        /// The item.
        custody_item_id: CustodyItemId,
    },
    /// Something of the case was disclosed.
    #[serde(rename = "case.disclosure_recorded")]
    DisclosureRecorded {
        /// The disclosure.
        disclosure_id: DisclosureId,
        /// To whom.
        recipient: DisclosureRecipient,
        /// By what right.
        basis: DisclosureBasis,
        /// When.
        disclosed_at: DateTime<Utc>,
        /// The disclosure whose place it takes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        supersedes: Option<DisclosureId>,
    },
}

impl CaseEvent {
    /// The type of the event, as in its `type` field.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Opened(_) => "case.opened",
            Self::Moved { .. } => "case.moved",
            Self::RequirementOverridden { .. } => "case.requirement_overridden",
            Self::Held { .. } => "case.held",
            Self::Resumed { .. } => "case.resumed",
            Self::TerminationEdited { .. } => "case.termination_edited",
            Self::StepRecorded { .. } => "case.step_recorded",
            Self::StepAmended { .. } => "case.step_amended",
            Self::StepWithdrawn { .. } => "case.step_withdrawn",
            Self::ClosureRequested { .. } => "case.closure_requested",
            Self::ClosureApproved { .. } => "case.closure_approved",
            Self::ClosureRejected { .. } => "case.closure_rejected",
            Self::ClosureWithdrawn { .. } => "case.closure_withdrawn",
            Self::Closed { .. } => "case.closed",
            Self::Reopened { .. } => "case.reopened",
            Self::Reassigned { .. } => "case.reassigned",
            Self::Transferred { .. } => "case.transferred",
            Self::ConfidentialitySet { .. } => "case.confidentiality_set",
            Self::RiskChanged { .. } => "case.risk_changed",
            Self::RiskAlarmed { .. } => "case.risk_alarmed",
            Self::CrisisAlarmed { .. } => "case.crisis_alarmed",
            Self::CrisisOver { .. } => "case.crisis_over",
            Self::AlarmAcknowledged { .. } => "case.alarm_acknowledged",
            Self::MemberNamed { .. } => "case.member_named",
            Self::MemberRemoved { .. } => "case.member_removed",
            Self::NoteDrafted { .. } => "case.note_drafted",
            Self::NoteEdited { .. } => "case.note_edited",
            Self::NoteSigned { .. } => "case.note_signed",
            Self::NoteAmended { .. } => "case.note_amended",
            Self::ContactRecorded { .. } => "case.contact_recorded",
            Self::TaskAdded { .. } => "case.task_added",
            Self::TaskEdited { .. } => "case.task_edited",
            Self::TaskDone { .. } => "case.task_done",
            Self::TaskCancelled { .. } => "case.task_cancelled",
            Self::CustodyReceived { .. } => "case.custody_received",
            Self::CustodyCorrected { .. } => "case.custody_corrected",
            Self::CustodyMoved { .. } => "case.custody_moved",
            Self::CustodySettled { .. } => "case.custody_settled",
            Self::CustodyWithdrawn { .. } => "case.custody_withdrawn",
            Self::DisclosureRecorded { .. } => "case.disclosure_recorded",
        }
    }
}
