//! The case: its stages and gates, notes, contacts and tasks, from the opening to the closed file.
#![deny(clippy::wildcard_enum_match_arm)]

mod acts;
mod alarm;
mod allowed;
mod attachments;
mod case;
mod contacts;
pub mod custody;
pub mod disclosures;
mod due;
mod events;
mod file_number;
mod gates;
mod hold;
mod media;
mod members;
mod notes;
mod offers;
mod overrides;
mod reassignment;
mod repeat;
mod requirements;
mod stages;
mod succession;
mod tasks;
mod transfer;
mod vocabulary;

pub(crate) use acts::movable;
pub use acts::{
    MoveCase, REOPENING_MONTHS, ReopenCase, decide_case_override, decide_move, decide_override,
    decide_reopen, takes_records,
};
pub use alarm::{AcknowledgeAlarm, Alarm, AlarmCause, decide_acknowledge_alarm};
pub use allowed::{AllowedAction, CaseAction, allowed_actions};
pub use attachments::{
    Attachment, AttachmentContent, AttachmentDetails, AttachmentEvent, AttachmentId,
    AttachmentStatus, NewAttachment, NoDigest, Sha256, WithdrawAttachment, decide_add_attachment,
    decide_edit_attachment, decide_store_content, decide_withdraw_attachment,
};
pub use case::{Case, CaseId, OpenedCase};
pub use contacts::{ContactDetails, ContactId, ContactRecord, NewContact, decide_contact};
pub use due::first_due_on;
pub use events::{CaseEvent, EventId};
pub use file_number::FileNumber;
pub use gates::{
    Checklist, ChecklistItem, Finding, Missing, RecordRef, Requirement, Texts, always, checklist,
    never,
};
pub use hold::{HoldCase, decide_hold, decide_resume, hold_overdue};
pub use media::{ContentCheck, Form, HEAD, MediaType, Mismatch, sniff};
pub use members::{
    CaseMember, Discipline, NameMember, NamedAs, SetConfidentiality, decide_confidentiality,
    decide_name_member, decide_remove_member,
};
pub use notes::{
    Amendment, AmendmentId, NewAmendment, NewNote, Note, NoteDetails, NoteId, decide_amend,
    decide_draft, decide_edit, decide_sign,
};
pub use offers::{DeclineOffer, Offer, OfferEvent, OfferStatus, WithdrawOffer, may_change_hands};
pub use overrides::{Override, OverrideId, OverrideRequirement, refuse_override};
pub use reassignment::{
    Reassignment, ReassignmentId, RequestReassignment, decide_accept_reassignment,
    decide_approve_reassignment, decide_decline_reassignment, decide_reject_reassignment,
    decide_request_reassignment, decide_withdraw_reassignment,
};
pub use repeat::repeats;
pub use requirements::{CaseStep, Gate, MissingCode, RecordKind, RequirementCode};
pub(crate) use stages::unsettled;
pub use stages::{
    GateFacts, INTERVENTION, MONITORING, TERMINATION, case_checklist, case_requirements,
};
pub use succession::{Superior, successor};
pub use tasks::{
    CancelTask, CaseTask, NewTask, TaskDetails, TaskId, decide_add_task, decide_cancel_task,
    decide_edit_task, decide_finish_task,
};
pub use transfer::{
    AcceptTransfer, RequestTransfer, Transfer, TransferId, decide_accept_transfer,
    decide_decline_transfer, decide_request_transfer, decide_withdraw_transfer,
};
pub use vocabulary::{
    CaseStatus, ClientKind, ContactFunction, ContactOutcome, ContactPlace, ContactPurpose,
    ContactWith, NoteStatus, Stage, TaskStatus,
};

#[cfg(test)]
mod attachment_tests;
#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod gate_tests;
#[cfg(test)]
mod media_tests;
#[cfg(test)]
mod record_tests;
#[cfg(test)]
mod workflow_tests;
