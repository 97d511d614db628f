//! The work with a client: interventions, sessions, crises and changes of strategy. What is said of
//! them is kept whole, in one table; each kind has addresses of its own.

pub mod crises;
pub mod facts;
pub mod group_sessions;
pub mod interventions;
pub mod sessions;
pub mod strategy_changes;

use std::fmt::Debug;

use domain::{
    cases::CaseId,
    intervention::{
        Attendee, Crisis, GroupSessionId, Intervention, InterventionId, StrategyChange, WorkEvent,
        WorkSession,
        plan::{GoalId, PlanContent, PlanStatus, StrategyId},
    },
    warnings::{Fault, FaultCode},
    words::Word,
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::{
    act::{Act, Stop},
    cases::{
        load::{self, Loaded},
        records::{CaseRecord, known_person},
    },
    events::Of,
    http::{
        problem::{Problem, ProblemCode},
        routes::Route,
    },
    on, plans,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        interventions::routes(),
        sessions::routes(),
        group_sessions::routes(),
        strategy_changes::routes(),
        crises::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A record of this room, as its table keeps it.
pub trait WorkRecord: CaseRecord + Clone + Debug + DeserializeOwned {
    /// Its kind, in the table and in events.
    const KIND: &'static str;
    /// Its case.
    fn case(&self) -> CaseId;
    /// Where it stands.
    fn state(&self) -> &'static str;
    /// The intervention it belongs to.
    fn intervention(&self) -> Option<InterventionId>;
    /// What it shares with the records of the same group session.
    fn group(&self) -> Option<GroupSessionId>;
}

impl WorkRecord for Intervention {
    const KIND: &'static str = "intervention";
    fn case(&self) -> CaseId {
        self.case_id
    }
    fn state(&self) -> &'static str {
        self.status.code()
    }
    fn intervention(&self) -> Option<InterventionId> {
        None
    }
    fn group(&self) -> Option<GroupSessionId> {
        None
    }
}

impl WorkRecord for WorkSession {
    const KIND: &'static str = "work_session";
    fn case(&self) -> CaseId {
        self.case_id
    }
    fn state(&self) -> &'static str {
        if self.superseded_by.is_some() {
            "superseded"
        } else {
            "recorded"
        }
    }
    fn intervention(&self) -> Option<InterventionId> {
        self.of_case.intervention_id
    }
    fn group(&self) -> Option<GroupSessionId> {
        self.group_session_id
    }
}

impl WorkRecord for StrategyChange {
    const KIND: &'static str = "strategy_change";
    fn case(&self) -> CaseId {
        self.case_id
    }
    fn state(&self) -> &'static str {
        "recorded"
    }
    fn intervention(&self) -> Option<InterventionId> {
        self.details.intervention_id
    }
    fn group(&self) -> Option<GroupSessionId> {
        None
    }
}

impl WorkRecord for Crisis {
    const KIND: &'static str = "crisis";
    fn case(&self) -> CaseId {
        self.case_id
    }
    fn state(&self) -> &'static str {
        self.status.code()
    }
    fn intervention(&self) -> Option<InterventionId> {
        None
    }
    fn group(&self) -> Option<GroupSessionId> {
        None
    }
}

/// Which of them a list shows.
pub trait Filters {
    /// Only those in this state.
    fn state(&self) -> Option<&'static str> {
        None
    }
    /// Only those of this intervention.
    fn intervention(&self) -> Option<InterventionId> {
        None
    }
}

/// The id as one of this case, if the record is.
fn of_case<T: CaseRecord>(record: Option<T>, case_id: CaseId) -> Option<T> {
    record.filter(|one| one.case_id() == Some(case_id))
}

/// A record for a permitted act, with its case, whose row is locked.
fn lock<T: WorkRecord>(act: &mut Act<'_, '_>, id: Uuid) -> Result<(Loaded, T), Stop> {
    let case_id = on!(act.tx, work_records::case_of(T::KIND, id))?.ok_or(ProblemCode::NotFound)?;
    let case = load::lock(act, case_id)?;
    let found: Option<T> = on!(act.tx, work_records::find(id))?;
    let record = found.ok_or(ProblemCode::NotFound)?;
    act.permit(&case.facts(None), record.version())?;
    Ok((case, record))
}

/// Saves a record as the version after `before`, and tells what happened.
fn save<T: WorkRecord>(
    act: &mut Act<'_, '_>,
    record: &T,
    before: i64,
    events: &[WorkEvent],
) -> Result<(), Stop> {
    if !on!(act.tx, work_records::save(record.clone(), before))? {
        return Err(Problem::stale(before).into());
    }
    tell(act, record, before + 1, events)
}

/// Writes a new record, and tells what happened.
fn insert<T: WorkRecord>(
    act: &mut Act<'_, '_>,
    record: &T,
    events: &[WorkEvent],
) -> Result<(), Stop> {
    on!(act.tx, work_records::insert(record.clone()))?;
    tell(act, record, 1, events)
}

fn tell<T: WorkRecord>(
    act: &mut Act<'_, '_>,
    record: &T,
    version: i64,
    events: &[WorkEvent],
) -> Result<(), Stop> {
    let of = Of {
        kind: T::KIND,
        id: record.id(),
        case_id: Some(record.case().0),
    };
    events
        .iter()
        .try_for_each(|event| act.record(of, version, event))
}

/// 422: nothing that the caller could name is there.
fn unknown(pointer: impl Into<String>) -> Stop {
    let fault = Fault::new(pointer.into(), FaultCode::UnknownReference);
    Problem::faults(ProblemCode::InvalidBody, vec![fault]).into()
}

/// The intervention of this case that a body names at `pointer`.
fn known_intervention(
    act: &mut Act<'_, '_>,
    case_id: CaseId,
    id: Option<InterventionId>,
    pointer: &str,
) -> Result<Option<Intervention>, Stop> {
    let Some(id) = id else {
        return Ok(None);
    };
    let found = of_case(on!(act.tx, work_records::find(id.0))?, case_id);
    found.map(Some).ok_or_else(|| unknown(pointer))
}

/// Those who are named as having come, or not, are persons the actor can see.
fn known_attendees(act: &mut Act<'_, '_>, attendees: &[Attendee], place: &str) -> Result<(), Stop> {
    for (n, attendee) in attendees.iter().enumerate() {
        let pointer = format!("{place}/attendees/{n}/person_id");
        known_person(act, &pointer, attendee.person_id)?;
    }
    Ok(())
}

/// A part of the plan that a body names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PlanItem {
    Goal(GoalId),
    Strategy(StrategyId),
}

impl PlanItem {
    fn is_in(self, plan: &PlanContent) -> bool {
        match self {
            Self::Goal(id) => plan.goals.iter().any(|goal| goal.id == id),
            Self::Strategy(id) => plan.strategies.iter().any(|strategy| strategy.id == id),
        }
    }
}

/// What of the plan a body names, each with where it stands.
type Named = Vec<(String, PlanItem)>;

/// What of the plan is named is part of the active plan of the case.
fn known_items(act: &mut Act<'_, '_>, case_id: CaseId, named: Named) -> Result<(), Stop> {
    if named.is_empty() {
        return Ok(());
    }
    let current = on!(act.tx, plans::current(case_id))?;
    let active = current
        .into_iter()
        .find(|plan| plan.status == PlanStatus::Active);
    let content = match active {
        Some(plan) => plans::load::content(act.tx, plan.id)?,
        None => PlanContent::default(),
    };
    let faults: Vec<Fault> = named
        .into_iter()
        .filter(|(_, item)| !item.is_in(&content))
        .map(|(pointer, _)| Fault::new(pointer, FaultCode::UnknownReference))
        .collect();
    if faults.is_empty() {
        return Ok(());
    }
    Err(Problem::faults(ProblemCode::InvalidBody, faults).into())
}
