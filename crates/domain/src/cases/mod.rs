//! The case: its stages and gates, notes, contacts and tasks, from the opening to the closed file.
#![deny(clippy::wildcard_enum_match_arm)]

mod acts;
mod allowed;
mod attachments;
mod case;
mod contacts;
mod events;
mod file_number;
mod gates;
mod media;
mod members;
mod notes;
mod overrides;
mod requirements;
mod stages;
mod tasks;
mod vocabulary;

pub(crate) use acts::movable;
pub use acts::{
    MoveCase, REOPENING_MONTHS, ReopenCase, decide_case_override, decide_move, decide_reopen,
    takes_records,
};
pub use allowed::{AllowedAction, CaseAction, allowed_actions};
pub use attachments::{
    Attachment, AttachmentContent, AttachmentDetails, AttachmentEvent, AttachmentId,
    AttachmentStatus, NewAttachment, NoDigest, Sha256, WithdrawAttachment, decide_add_attachment,
    decide_edit_attachment, decide_store_content, decide_withdraw_attachment,
};
pub use case::{Case, CaseId, OpenedCase};
pub use contacts::{ContactDetails, ContactId, ContactRecord, NewContact, decide_contact};
pub use events::{CaseEvent, EventId};
pub use file_number::FileNumber;
pub use gates::{
    Checklist, ChecklistItem, Finding, Missing, RecordRef, Requirement, Texts, always, checklist,
    never,
};
pub use media::{ContentCheck, Form, HEAD, MediaType, Mismatch, sniff};
pub use members::{
    CaseMember, NameMember, NamedAs, SetConfidentiality, decide_confidentiality,
    decide_name_member, decide_remove_member,
};
pub use notes::{
    Amendment, AmendmentId, NewAmendment, NewNote, Note, NoteDetails, NoteId, decide_amend,
    decide_draft, decide_edit, decide_sign,
};
pub use overrides::{Override, OverrideId, OverrideRequirement, refuse_override};
pub use requirements::{CaseStep, Gate, MissingCode, RecordKind, RequirementCode};
pub(crate) use stages::unsettled;
pub use stages::{
    GateFacts, INTERVENTION, MONITORING, TERMINATION, case_checklist, case_requirements,
};
pub use tasks::{
    CancelTask, CaseTask, NewTask, TaskDetails, TaskId, decide_add_task, decide_cancel_task,
    decide_edit_task, decide_finish_task,
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
