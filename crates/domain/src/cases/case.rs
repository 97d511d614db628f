//! The case itself: the spine that stages, gates and closure move.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Alarm, AlarmCause, CaseEvent, CaseStatus, ClientKind, FileNumber, Stage};
use crate::access::Confidentiality;
use crate::assessment::RiskLevel;
use crate::intake::{Category, Intake, IntakeId, default_class};
use crate::parties::external_ref::ExternalRef;
use crate::parties::{GroupId, HouseholdId, PersonId, UnitId, WorkerId};
use crate::termination::TerminationReason;
use crate::texts::Reason;

crate::record_id!(CaseId, "A case.");

/// A case: the work with one client from acceptance to the closed file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Case {
    /// The id.
    pub id: CaseId,
    /// What was fixed when it was opened, as far as it has not been changed since.
    #[serde(flatten)]
    pub opened: OpenedCase,
    /// The names of this record in other systems.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub external_refs: Vec<ExternalRef>,
    /// The furthest stage whose gate it has passed.
    pub stage: Stage,
    /// Whether work on it goes on.
    pub status: CaseStatus,
    /// The worst of its open risks.
    pub risk: RiskLevel,
    /// How many of its crises are not resolved.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub open_crises: i32,
    /// Its alarm, until a superior has acknowledged it or the case is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alarm: Option<Alarm>,
    /// 1, and one more for each reopening.
    #[schema(minimum = 1, maximum = 1000)]
    pub episode: i32,
    /// The stage it came from, while it is in termination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage_before_termination: Option<Stage>,
    /// Why it ends, while it is in termination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub termination_reason: Option<TerminationReason>,
    /// Since when it is on hold, while it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_at: Option<DateTime<Utc>>,
    /// The last day of the hold, where it is known; the hold does not end by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until_on: Option<NaiveDate>,
    /// Why it is on hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_reason: Option<Reason>,
    /// When it was closed, while it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    /// When it was last reopened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopened_at: Option<DateTime<Utc>>,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

/// What is fixed when a case is opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OpenedCase {
    /// The unit that answers for it.
    pub unit_id: UnitId,
    /// The number people know it by.
    pub file_number: FileNumber,
    /// The intake it came from.
    pub intake_id: IntakeId,
    /// Who the client is.
    pub client_kind: ClientKind,
    /// The household, where the client is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household_id: Option<HouseholdId>,
    /// The group or community, where the client is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// The client, or the member of the household or group through whom the work is done.
    pub person_id: PersonId,
    /// What it is mainly about.
    pub category: Category,
    /// What else it is about.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub secondary_categories: Vec<Category>,
    /// How far it may be read.
    pub confidentiality: Confidentiality,
    /// The caseworker who answers for it.
    pub responsible_id: WorkerId,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
}

impl Case {
    /// Opens the case of an intake that is being accepted. The gate of acceptance has made sure
    /// that the client is identified, so `person_id` is the intake's.
    #[must_use]
    pub fn open(
        id: CaseId,
        intake: &Intake,
        person_id: PersonId,
        file_number: FileNumber,
        responsible_id: WorkerId,
        external_refs: Vec<ExternalRef>,
        now: DateTime<Utc>,
    ) -> (Self, CaseEvent) {
        let opened = OpenedCase {
            unit_id: intake.unit_id,
            file_number,
            intake_id: intake.id,
            client_kind: intake.details.client.kind,
            household_id: intake.details.client.household_id,
            group_id: intake.details.client.group_id,
            person_id,
            category: intake.details.category,
            secondary_categories: intake.details.secondary_categories.clone(),
            confidentiality: class_of(&intake.details.categories()),
            responsible_id,
            opened_at: now,
        };
        let mut case = Self::new(id, opened.clone());
        case.external_refs = external_refs;
        (case, CaseEvent::Opened(opened))
    }

    /// The case that has just been opened.
    const fn new(id: CaseId, opened: OpenedCase) -> Self {
        let at = opened.opened_at;
        Self {
            id,
            opened,
            external_refs: Vec::new(),
            stage: Stage::Assessment,
            status: CaseStatus::Open,
            risk: RiskLevel::NoneRecorded,
            open_crises: 0,
            alarm: None,
            episode: 1,
            stage_before_termination: None,
            termination_reason: None,
            held_at: None,
            held_until_on: None,
            hold_reason: None,
            closed_at: None,
            reopened_at: None,
            version: 1,
            created_at: at,
            modified_at: at,
        }
    }

    /// The case that these events, the first of which opens it, add up to. External references,
    /// the reason of a hold and versions are not in events.
    pub fn fold<'e>(id: CaseId, events: impl IntoIterator<Item = &'e CaseEvent>) -> Option<Self> {
        let mut case: Option<Self> = None;
        for event in events {
            match (&mut case, event) {
                (None, CaseEvent::Opened(opened)) => case = Some(Self::new(id, opened.clone())),
                (None, _) => return None,
                (Some(case), event) => case.apply(event),
            }
        }
        case
    }

    /// Takes over what an event says. Never refuses. The version is the store's affair.
    pub fn apply(&mut self, event: &CaseEvent) {
        match event {
            CaseEvent::Opened(opened) => self.opened = opened.clone(),
            CaseEvent::Moved {
                from, to, reason, ..
            } => {
                let ending = *to == Stage::Termination;
                self.stage = *to;
                self.stage_before_termination = ending.then_some(*from);
                self.termination_reason = if ending { *reason } else { None };
            }
            CaseEvent::Held {
                held_until_on,
                held_at,
            } => {
                self.status = CaseStatus::OnHold;
                self.held_at = Some(*held_at);
                self.held_until_on = *held_until_on;
            }
            CaseEvent::Resumed { .. } => {
                self.status = CaseStatus::Open;
                self.held_at = None;
                self.held_until_on = None;
                self.hold_reason = None;
            }
            CaseEvent::ClosureRequested { .. } => self.status = CaseStatus::ClosureRequested,
            CaseEvent::ClosureRejected { .. } | CaseEvent::ClosureWithdrawn { .. } => {
                self.status = CaseStatus::Open
            }
            CaseEvent::Closed { closed_at, .. } => {
                self.status = CaseStatus::Closed;
                self.closed_at = Some(*closed_at);
                // The superior who approved it has looked at the whole case.
                self.alarm = None;
            }
            CaseEvent::Reopened {
                episode,
                stage,
                responsible_id,
                reopened_at,
            } => {
                self.status = CaseStatus::Open;
                self.episode = *episode;
                self.stage = *stage;
                self.opened.responsible_id = *responsible_id;
                self.reopened_at = Some(*reopened_at);
                self.closed_at = None;
                self.stage_before_termination = None;
                self.termination_reason = None;
            }
            CaseEvent::Reassigned { to_worker_id, .. } => {
                self.opened.responsible_id = *to_worker_id;
            }
            CaseEvent::Transferred {
                to_unit_id,
                to_worker_id,
                ..
            } => {
                self.opened.unit_id = *to_unit_id;
                self.opened.responsible_id = *to_worker_id;
            }
            CaseEvent::ConfidentialitySet { to, .. } => self.opened.confidentiality = *to,
            CaseEvent::RiskChanged { to, .. } => self.risk = *to,
            CaseEvent::RiskAlarmed { alarmed_at, .. } => {
                self.alarmed(AlarmCause::RiskRose, *alarmed_at);
            }
            CaseEvent::CrisisAlarmed {
                open_crises,
                alarmed_at,
                ..
            } => {
                self.open_crises = *open_crises;
                self.alarmed(AlarmCause::CrisisReported, *alarmed_at);
            }
            CaseEvent::CrisisOver { open_crises, .. } => self.open_crises = *open_crises,
            CaseEvent::AlarmAcknowledged { .. } => self.alarm = None,
            CaseEvent::ClosureApproved { .. }
            | CaseEvent::MemberNamed { .. }
            | CaseEvent::MemberRemoved { .. }
            | CaseEvent::RequirementOverridden { .. }
            | CaseEvent::TerminationEdited { .. }
            | CaseEvent::StepRecorded { .. }
            | CaseEvent::StepAmended { .. }
            | CaseEvent::StepWithdrawn { .. }
            | CaseEvent::NoteDrafted { .. }
            | CaseEvent::NoteEdited { .. }
            | CaseEvent::NoteSigned { .. }
            | CaseEvent::NoteAmended { .. }
            | CaseEvent::ContactRecorded { .. }
            | CaseEvent::TaskAdded { .. }
            | CaseEvent::TaskEdited { .. }
            | CaseEvent::TaskDone { .. }
            | CaseEvent::TaskCancelled { .. }
            | CaseEvent::CustodyReceived { .. }
            | CaseEvent::CustodyCorrected { .. }
            | CaseEvent::CustodyMoved { .. }
            | CaseEvent::CustodySettled { .. }
            | CaseEvent::CustodyWithdrawn { .. }
            | CaseEvent::DisclosureRecorded { .. } => {}
        }
    }

    fn alarmed(&mut self, cause: AlarmCause, at: DateTime<Utc>) {
        self.alarm = Some(Alarm::raised(self.alarm.take(), cause, at));
    }

    /// When the present episode began: the opening or the last reopening.
    #[must_use]
    pub fn episode_began_at(&self) -> DateTime<Utc> {
        self.reopened_at.unwrap_or(self.opened.opened_at)
    }
}

/// A case is confidential as soon as one of its categories, primary or secondary, is.
fn class_of(categories: &[Category]) -> Confidentiality {
    if categories
        .iter()
        .any(|category| default_class(*category) == Confidentiality::Confidential)
    {
        Confidentiality::Confidential
    } else {
        Confidentiality::Standard
    }
}
