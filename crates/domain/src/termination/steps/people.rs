//! The people around the end: who is told of it, who reports on it, whom the client can turn to.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ContactConsent, Moment, NoticeOutcome, NoticeRecipient, PartyReportStatus, StepDetails,
    SupportKind, in_future, lacking,
};
use crate::assessment::Informant;
use crate::cases::{AttachmentId, MissingCode, NoteId, RecordKind, RequirementCode};
use crate::intake::CLOCK_SKEW;
use crate::intervention::plan::PlanRoleId;
use crate::parties::contact_point::{ContactChannel, SafeContact};
use crate::parties::{PersonId, WorkerId};
use crate::refusal::{Refusal, RefusalCode};
use crate::texts::{Line, Lines};

/// A notice of the coming end (M348, rule 23): that it was given and how, or why it was not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "recipient": "family", "outcome": "given", "person_name": "Puan Aminah, daughter",
    "channel": "visit", "given_at": "2026-03-09T02:15:00Z", "answer": "She will take him home."
})))]
pub struct TerminationNoticeDetails {
    /// To whom.
    pub recipient: NoticeRecipient,
    /// Whether they were told. The client always is; a notice to the family may be withheld.
    pub outcome: NoticeOutcome,
    /// The person, if registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// The name of somebody who is not registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_name: Option<Line>,
    /// How they were told; one of the safe channels of the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ContactChannel>,
    /// When; not in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_at: Option<DateTime<Utc>>,
    /// Whether that was at a time the person calls safe; needed where the person names such times.
    #[serde(default)]
    pub at_safe_time: bool,
    /// Who told them, if it was not whoever records it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_by: Option<WorkerId>,
    /// What they said to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Lines>,
    /// Why the notice is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Lines>,
}

impl StepDetails for TerminationNoticeDetails {
    const KIND: RecordKind = RecordKind::TerminationNotice;

    fn refusals(&self, moment: &Moment<'_>) -> Vec<Refusal> {
        match (self.recipient, self.outcome) {
            (_, NoticeOutcome::Given) => self.given(moment),
            (NoticeRecipient::Client, NoticeOutcome::NoFamily | NoticeOutcome::Withheld) => {
                vec![Refusal::new(RefusalCode::ClientIsTold).at("/outcome")]
            }
            (NoticeRecipient::Family | NoticeRecipient::Guardian, NoticeOutcome::Withheld) => {
                lacking(&[("/reason", self.reason.is_some())])
            }
            (NoticeRecipient::Family | NoticeRecipient::Guardian, NoticeOutcome::NoFamily) => {
                Vec::new()
            }
        }
    }

    fn bearing(&self) -> Option<(RequirementCode, Option<MissingCode>)> {
        let code = match self.recipient {
            NoticeRecipient::Client => RequirementCode::NoticeToClient,
            NoticeRecipient::Family | NoticeRecipient::Guardian => RequirementCode::NoticeToFamily,
        };
        Some((code, None))
    }

    fn person(&self) -> Option<PersonId> {
        self.person_id
    }

    fn worker(&self) -> Option<WorkerId> {
        self.given_by
    }

    fn rounded(self, whole: impl Fn(DateTime<Utc>) -> DateTime<Utc>) -> Self {
        Self {
            given_at: self.given_at.map(whole),
            ..self
        }
    }

    fn reached(&self, client: PersonId) -> Option<PersonId> {
        match (self.outcome, self.recipient) {
            (NoticeOutcome::NoFamily | NoticeOutcome::Withheld, _) => None,
            (NoticeOutcome::Given, NoticeRecipient::Client) => {
                Some(self.person_id.unwrap_or(client))
            }
            (NoticeOutcome::Given, NoticeRecipient::Family | NoticeRecipient::Guardian) => {
                self.person_id
            }
        }
    }
}

impl TerminationNoticeDetails {
    fn given(&self, moment: &Moment<'_>) -> Vec<Refusal> {
        let mut refusals = lacking(&[
            ("/channel", self.channel.is_some()),
            ("/given_at", self.given_at.is_some()),
        ]);
        if self.given_at.is_some_and(|at| at > moment.now + CLOCK_SKEW) {
            refusals.push(Refusal::new(RefusalCode::InFuture).at("/given_at"));
        }
        if let (Some(safe), Some(channel)) = (moment.safe_contact, self.channel) {
            refusals.extend(unsafe_way(safe, channel, self.at_safe_time));
        }
        refusals
    }
}

/// What stands against telling somebody this way. The safe times are words, so the worker says
/// that they were kept.
fn unsafe_way(safe: &SafeContact, channel: ContactChannel, at_safe_time: bool) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let left_behind = safe.no_message && channel == ContactChannel::Message;
    if !safe.allows(channel) || left_behind {
        refusals.push(Refusal::new(RefusalCode::ChannelNotSafe).at("/channel"));
    }
    if safe.times.is_some() && !at_safe_time {
        refusals.push(Refusal::new(RefusalCode::TimeNotSafe).at("/at_safe_time"));
    }
    refusals
}

/// The report of a party on the client's readiness (M335).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "party": "school", "party_name": "SMK Bedong, Cikgu Lim", "status": "requested",
    "requested_on": "2026-03-02"
})))]
pub struct PartyReportDetails {
    /// In which role they know the client.
    pub party: Informant,
    /// Who it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_name: Option<Line>,
    /// The role in the plan that they have; without one the report is that of every role of such a
    /// party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_role_id: Option<PlanRoleId>,
    /// Where the report stands.
    pub status: PartyReportStatus,
    /// When it was asked for; not in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_on: Option<NaiveDate>,
    /// When it came; not in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_on: Option<NaiveDate>,
    /// Why the party declines, or why its report is not applicable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Lines>,
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Lines>,
    /// The report itself, among the attachments of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment_id: Option<AttachmentId>,
}

impl StepDetails for PartyReportDetails {
    const KIND: RecordKind = RecordKind::PartyReport;

    fn refusals(&self, moment: &Moment<'_>) -> Vec<Refusal> {
        let mut refusals = in_future(
            moment,
            &[
                ("/requested_on", self.requested_on),
                ("/received_on", self.received_on),
            ],
        );
        refusals.extend(match self.status {
            PartyReportStatus::Requested => {
                lacking(&[("/requested_on", self.requested_on.is_some())])
            }
            PartyReportStatus::Received => lacking(&[("/received_on", self.received_on.is_some())]),
            PartyReportStatus::Declined | PartyReportStatus::NotApplicable => {
                lacking(&[("/reason", self.reason.is_some())])
            }
        });
        refusals
    }

    fn bearing(&self) -> Option<(RequirementCode, Option<MissingCode>)> {
        let missing = match self.status {
            PartyReportStatus::Requested => Some(MissingCode::PartyReport),
            PartyReportStatus::Received
            | PartyReportStatus::Declined
            | PartyReportStatus::NotApplicable => None,
        };
        Some((RequirementCode::PartyReports, missing))
    }

    fn plan_role(&self) -> Option<PlanRoleId> {
        self.plan_role_id
    }

    fn papers(&self) -> (Option<AttachmentId>, Option<NoteId>) {
        (self.attachment_id, None)
    }
}

/// A person or place the client can turn to (M349).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "kind": "person", "name": "Encik Harun", "relation": "neighbour",
    "gives": "Looks after the house, drives to the clinic.", "consent": "given",
    "contact": "+60 12-345 6789"
})))]
pub struct SupportContactDetails {
    /// Whether it is a person or a place.
    pub kind: SupportKind,
    /// Who or what.
    pub name: Line,
    /// The person, if registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// What they are to the client: a neighbour, the mosque committee, a clinic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Line>,
    /// What they give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gives: Option<Lines>,
    /// Whether they agree to be contacted.
    pub consent: ContactConsent,
    /// How they are reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Line>,
}

impl StepDetails for SupportContactDetails {
    const KIND: RecordKind = RecordKind::SupportContact;
    const LASTING: bool = true;

    fn refusals(&self, _moment: &Moment<'_>) -> Vec<Refusal> {
        Vec::new()
    }

    fn bearing(&self) -> Option<(RequirementCode, Option<MissingCode>)> {
        Some((RequirementCode::SupportNetworkListed, None))
    }

    fn person(&self) -> Option<PersonId> {
        self.person_id
    }
}
