//! Crises, from report to resolution. They are reported whenever they happen, on hold too (rule 1);
//! an open one shows on its case and keeps it from closing (rule 2).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CrisisSeverity, CrisisStatus, WorkEvent};
use crate::cases::{Case, CaseEvent, CaseId, takes_records};
use crate::changes::changed_fields;
use crate::intake::CLOCK_SKEW;
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Line, Lines, Narrative};

crate::record_id!(CrisisId, "A crisis.");

/// What is told about a crisis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CrisisDetails {
    /// How grave it is.
    pub severity: CrisisSeverity,
    /// What happened.
    pub what: Narrative,
    /// When it happened; not in the future.
    pub occurred_at: DateTime<Utc>,
    /// Where it happened.
    pub place: Line,
    /// What was done at once.
    pub action_taken: Lines,
    /// What is to follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<Lines>,
    /// When the supervisor was told in person or by telephone; not in the future. The report itself
    /// goes to the timeline in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor_told_at: Option<DateTime<Utc>>,
}

/// Reports a crisis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "severity": "severe", "what": "He ran from the home after a fight in the dormitory.",
    "occurred_at": "2026-03-09T13:40:00Z", "place": "Children's institution, block B",
    "action_taken": "Searched for and found at the bus station; the fight was ended by the warden.",
    "follow_up": "Talk with both boys tomorrow.", "supervisor_told_at": "2026-03-09T14:05:00Z"
})))]
pub struct NewCrisis {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<CrisisId>,
    /// What is told about it.
    #[serde(flatten)]
    pub details: CrisisDetails,
}

/// Takes a crisis in hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"measures": "He sleeps in the sick bay; the warden looks in every hour."})))]
pub struct HandleCrisis {
    /// What is being done.
    pub measures: Lines,
}

/// Resolves a crisis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"how": "Both boys have made up; he moves to block C.", "resolved_on": "2026-03-12"})))]
pub struct ResolveCrisis {
    /// How it was resolved.
    pub how: Lines,
    /// On which day; not in the future.
    pub resolved_on: NaiveDate,
}

/// How a crisis was resolved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CrisisResolution {
    /// How.
    pub how: Lines,
    /// On which day.
    pub resolved_on: NaiveDate,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub recorded_at: DateTime<Utc>,
}

/// A crisis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Crisis {
    /// The id.
    pub id: CrisisId,
    /// The case.
    pub case_id: CaseId,
    /// What is told about it.
    #[serde(flatten)]
    pub details: CrisisDetails,
    /// Where it stands.
    pub status: CrisisStatus,
    /// What is being done, once somebody has it in hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Lines>,
    /// Who has it in hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handled_by: Option<WorkerId>,
    /// How it was resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<CrisisResolution>,
    /// Who reported it.
    pub reported_by: WorkerId,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

impl Crisis {
    /// The crisis that a reported event announces.
    #[must_use]
    pub const fn reported(
        id: CrisisId,
        case_id: CaseId,
        details: CrisisDetails,
        reported_by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            case_id,
            details,
            status: CrisisStatus::Reported,
            measures: None,
            handled_by: None,
            resolution: None,
            reported_by,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Takes over that somebody has it in hand.
    pub fn handle(&mut self, command: HandleCrisis, by: WorkerId) {
        self.status = CrisisStatus::BeingHandled;
        self.measures = Some(command.measures);
        self.handled_by = Some(by);
    }

    /// Takes over that it was resolved.
    pub fn resolve(&mut self, command: ResolveCrisis, by: WorkerId, now: DateTime<Utc>) {
        self.status = CrisisStatus::Resolved;
        self.resolution = Some(CrisisResolution {
            how: command.how,
            resolved_on: command.resolved_on,
            recorded_by: by,
            recorded_at: now,
        });
    }
}

/// What an act on a crisis does: to the crisis, and to the case that shows it.
pub type CrisisDecision = Result<(Vec<WorkEvent>, Vec<CaseEvent>), Vec<Refusal>>;

/// Reports a crisis: the case shows one more, and whoever leads the work is alarmed.
///
/// # Errors
/// `case_closed`, `in_future`.
pub fn decide_report_crisis(
    case: &Case,
    crisis_id: CrisisId,
    details: &CrisisDetails,
    now: DateTime<Utc>,
) -> CrisisDecision {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    refusals.extend(in_future(details, now));
    let events = decided(refusals, || {
        vec![WorkEvent::CrisisReported {
            crisis_id,
            severity: details.severity,
            occurred_at: details.occurred_at,
        }]
    })?;
    let alarm = CaseEvent::CrisisAlarmed {
        crisis_id,
        severity: details.severity,
        open_crises: case.open_crises.saturating_add(1),
        alarmed_at: now,
    };
    Ok((events, vec![alarm]))
}

/// Edits what is told about an open crisis. One that has become graver alarms anew. Without a change
/// there is no event.
///
/// # Errors
/// `case_closed`, `crisis_resolved`, `in_future`.
pub fn decide_edit_crisis(
    case: &Case,
    crisis: &Crisis,
    details: &CrisisDetails,
    now: DateTime<Utc>,
) -> CrisisDecision {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    if crisis.status == CrisisStatus::Resolved {
        refusals.push(Refusal::new(RefusalCode::CrisisResolved));
    }
    refusals.extend(in_future(details, now));
    let changed = changed_fields(&crisis.details, details);
    let edited = !changed.is_empty();
    let events = decided(refusals, || {
        vec![WorkEvent::CrisisEdited {
            crisis_id: crisis.id,
            severity: details.severity,
            changed,
        }]
    })?;
    if !edited {
        return Ok((Vec::new(), Vec::new()));
    }
    let alarm = CaseEvent::CrisisAlarmed {
        crisis_id: crisis.id,
        severity: details.severity,
        open_crises: case.open_crises,
        alarmed_at: now,
    };
    let graver = details.severity > crisis.details.severity;
    Ok((events, if graver { vec![alarm] } else { Vec::new() }))
}

/// Takes a reported crisis in hand.
///
/// # Errors
/// `case_closed`, `crisis_not_reported`.
pub fn decide_handle_crisis(case: &Case, crisis: &Crisis) -> Decision<WorkEvent> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    if crisis.status != CrisisStatus::Reported {
        refusals.push(Refusal::new(RefusalCode::CrisisNotReported));
    }
    decided(refusals, || {
        vec![WorkEvent::CrisisHandled {
            crisis_id: crisis.id,
        }]
    })
}

/// Resolves a crisis that somebody has in hand; it happened on `occurred_on` in the unit's time zone.
///
/// # Errors
/// `case_closed`, `crisis_not_being_handled`, `in_future`, `before_crisis`.
pub fn decide_resolve_crisis(
    case: &Case,
    crisis: &Crisis,
    command: &ResolveCrisis,
    occurred_on: NaiveDate,
    today: NaiveDate,
) -> CrisisDecision {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    if crisis.status != CrisisStatus::BeingHandled {
        refusals.push(Refusal::new(RefusalCode::CrisisNotBeingHandled));
    }
    if command.resolved_on > today {
        refusals.push(Refusal::new(RefusalCode::InFuture).at("/resolved_on"));
    }
    if command.resolved_on < occurred_on {
        refusals.push(Refusal::new(RefusalCode::BeforeCrisis).at("/resolved_on"));
    }
    let events = decided(refusals, || {
        vec![WorkEvent::CrisisResolved {
            crisis_id: crisis.id,
            resolved_on: command.resolved_on,
        }]
    })?;
    let over = CaseEvent::CrisisOver {
        crisis_id: crisis.id,
        open_crises: case.open_crises.saturating_sub(1),
    };
    Ok((events, vec![over]))
}

fn in_future(details: &CrisisDetails, now: DateTime<Utc>) -> Vec<Refusal> {
    let late = |at: DateTime<Utc>| at > now + CLOCK_SKEW;
    let told = details.supervisor_told_at.is_some_and(late);
    [
        (late(details.occurred_at), "/occurred_at"),
        (told, "/supervisor_told_at"),
    ]
    .into_iter()
    .filter(|(late, _)| *late)
    .map(|(_, pointer)| Refusal::new(RefusalCode::InFuture).at(pointer))
    .collect()
}
