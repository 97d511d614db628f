//! The termination of a case: what its reason asks for (rule 44), the notice to the family, the
//! support the client can turn to.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{FamilyNoticeOutcome, ReceivingUnitReply, TerminationReason};
use crate::cases::{Case, CaseEvent, CaseId, CaseStatus, Stage};
use crate::changes::changed_fields;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Line, Lines};

crate::record_id!(TerminationId, "The termination of a case.");

/// Whether the unit at the client's new place was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReceivingUnit {
    /// The answer.
    pub answer: ReceivingUnitReply,
    /// When it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_on: Option<NaiveDate>,
    /// Why it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Lines>,
}

/// Whether family or guardian were told of the end (rule 23).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FamilyNotice {
    /// The answer.
    pub outcome: FamilyNoticeOutcome,
    /// When they were told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_on: Option<NaiveDate>,
    /// Why the notice is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Lines>,
}

/// A person or place the client can turn to (M349).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SupportContact {
    /// Who.
    pub name: Line,
    /// What they are to the client: a neighbour, the mosque committee, a clinic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Line>,
    /// How to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Line>,
    /// What they can give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support: Option<Line>,
}

/// The particulars of an end. Those of another reason than the case's are refused.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "notice_to_family": {"outcome": "no_family"},
    "support_network": [{"name": "Encik Harun", "relation": "neighbour", "support": "looks after the house"}]
})))]
pub struct TerminationDetails {
    /// Moved away: the new place, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_place: Option<Lines>,
    /// Moved away: whether the unit there was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiving_unit: Option<ReceivingUnit>,
    /// Deceased: the date of death, in the unit's time zone; not in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died_on: Option<NaiveDate>,
    /// Deceased: where the news comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death_source: Option<Line>,
    /// Deceased: the number of the death certificate or another document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death_document_reference: Option<Line>,
    /// Deceased: why there is no document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_death_document_reason: Option<Lines>,
    /// Whether family or guardian were told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice_to_family: Option<FamilyNotice>,
    /// The people and places the client can turn to.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub support_network: Vec<SupportContact>,
}

/// The termination of a case: from its move to termination until it is closed or goes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Termination {
    /// The id.
    pub id: TerminationId,
    /// The case.
    pub case_id: CaseId,
    /// The episode of the case that it ends.
    #[schema(minimum = 1, maximum = 1000)]
    pub episode: i32,
    /// Why the case ends.
    pub reason: TerminationReason,
    /// Whether that is a planned end; follows from the reason.
    pub planned: bool,
    /// The particulars.
    #[serde(flatten)]
    pub details: TerminationDetails,
    /// When the case went back to the stage it came from, which ended this termination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Version, as in the ETag.
    pub version: i64,
    /// When the case moved to termination.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

impl Termination {
    /// The termination that begins when `case` moves to termination for `reason`.
    #[must_use]
    pub fn begin(
        id: TerminationId,
        case: &Case,
        reason: TerminationReason,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            case_id: case.id,
            episode: case.episode,
            reason,
            planned: reason.planned(),
            details: TerminationDetails::default(),
            withdrawn_at: None,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Takes over what an event says: when the case goes back, this termination is withdrawn.
    pub fn apply(&mut self, event: &CaseEvent) {
        if let CaseEvent::Moved {
            from: Stage::Termination,
            moved_at,
            ..
        } = event
        {
            self.withdrawn_at = Some(*moved_at);
        }
    }
}

/// Edits the particulars; `today` is the date in the unit's time zone. Without a change there is
/// no event.
///
/// # Errors
/// `case_closed`, `closure_pending`, `not_in_termination`, `not_for_this_reason`, `in_future`.
pub fn decide_edit_termination(
    case: &Case,
    termination: &Termination,
    details: &TerminationDetails,
    today: NaiveDate,
) -> Decision<CaseEvent> {
    let mut refusals = may_edit_termination(case, termination);
    refusals.extend(details.foreign(termination.reason));
    refusals.extend(details.future(today));
    let changed = changed_fields(&termination.details, details);
    decided(refusals, || {
        if changed.is_empty() {
            return Vec::new();
        }
        vec![CaseEvent::TerminationEdited {
            termination_id: termination.id,
            changed,
        }]
    })
}

/// Why the particulars may not be edited just now.
#[must_use]
pub fn may_edit_termination(case: &Case, termination: &Termination) -> Vec<Refusal> {
    let mut refusals = match case.status {
        CaseStatus::Open | CaseStatus::OnHold => Vec::new(),
        // What is approved must be what was requested.
        CaseStatus::ClosureRequested => vec![Refusal::new(RefusalCode::ClosurePending)],
        CaseStatus::Closed => vec![Refusal::new(RefusalCode::CaseClosed)],
    };
    if case.stage != Stage::Termination || termination.withdrawn_at.is_some() {
        refusals.push(Refusal::new(RefusalCode::NotInTermination));
    }
    refusals
}

impl TerminationDetails {
    fn foreign(&self, reason: TerminationReason) -> Vec<Refusal> {
        let moved = [
            ("/new_place", self.new_place.is_some()),
            ("/receiving_unit", self.receiving_unit.is_some()),
        ];
        let died = [
            ("/died_on", self.died_on.is_some()),
            ("/death_source", self.death_source.is_some()),
            (
                "/death_document_reference",
                self.death_document_reference.is_some(),
            ),
            (
                "/no_death_document_reason",
                self.no_death_document_reason.is_some(),
            ),
        ];
        let moved = moved
            .into_iter()
            .filter(|_| reason != TerminationReason::MovedAway);
        let died = died
            .into_iter()
            .filter(|_| reason != TerminationReason::Deceased);
        moved
            .chain(died)
            .filter(|(_, given)| *given)
            .map(|(pointer, _)| Refusal::new(RefusalCode::NotForThisReason).at(pointer))
            .collect()
    }

    fn future(&self, today: NaiveDate) -> Vec<Refusal> {
        let dates = [
            ("/died_on", self.died_on),
            (
                "/receiving_unit/told_on",
                self.receiving_unit.as_ref().and_then(|unit| unit.told_on),
            ),
            (
                "/notice_to_family/given_on",
                self.notice_to_family
                    .as_ref()
                    .and_then(|notice| notice.given_on),
            ),
        ];
        dates
            .into_iter()
            .filter(|(_, date)| date.is_some_and(|date| date > today))
            .map(|(pointer, _)| Refusal::new(RefusalCode::InFuture).at(pointer))
            .collect()
    }
}
