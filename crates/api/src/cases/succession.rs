//! The cases of a worker who is deactivated go to a superior: none is ever without a worker who can
//! work on it (rule 20).

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    cases::{
        CaseEvent, CaseId, Reassignment, ReassignmentId, RecordKind, decide_withdraw_reassignment,
        successor,
    },
    parties::{UnitId, WorkerId},
    warnings::{Fault, FaultCode},
};

use super::{
    load, members,
    offers::{Offered, REASSIGNMENT, changed_now, insert, save},
};
use crate::{
    act::{Act, Stop},
    http::problem::{ApiError, Problem, ProblemCode},
    on,
};

/// What has to change when a worker leaves.
#[derive(Debug, PartialEq, Eq)]
pub struct Succession {
    leaves: WorkerId,
    /// The open cases for which they answer, each with who takes it over, if that is plain.
    heirs: BTreeMap<CaseId, Option<WorkerId>>,
    /// The open cases on whose team they are.
    teams: BTreeSet<CaseId>,
    /// The reassignments that have become pointless: offered to who leaves, or to the heir.
    pointless: BTreeMap<CaseId, ReassignmentId>,
}

impl Succession {
    /// As things stand now. `named` takes over, or else whoever is the nearest superior.
    ///
    /// # Errors
    /// 400 where `named` is no superior of every unit in question.
    pub fn of(
        act: &mut Act<'_, '_>,
        leaves: WorkerId,
        named: Option<WorkerId>,
    ) -> Result<Self, Stop> {
        let pointless = on!(act.tx, case_offers::waiting_for(leaves))?;
        let mut succession = Self {
            leaves,
            heirs: BTreeMap::new(),
            teams: on!(act.tx, case_members::teams_of(leaves))?
                .into_iter()
                .collect(),
            pointless: pointless.into_iter().collect(),
        };
        let mut heirs: BTreeMap<UnitId, Option<WorkerId>> = BTreeMap::new();
        for (case_id, unit) in on!(act.tx, cases::open_of(leaves))? {
            let heir = match heirs.get(&unit) {
                Some(heir) => *heir,
                None => heir_at(act, unit, leaves, named)?,
            };
            heirs.insert(unit, heir);
            succession.heirs.insert(case_id, heir);
            if let Some(id) = offered_to_heir(act, case_id, heir)? {
                succession.pointless.insert(case_id, id);
            }
        }
        Ok(succession)
    }

    /// Whether it is not plain who takes over one of the cases.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.heirs.values().any(Option::is_none)
    }

    /// Locks the cases and then the workers, each in the order of their ids, as every act on a case
    /// does that also locks a worker.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn lock(&self, act: &mut Act<'_, '_>) -> Result<(), Stop> {
        let cases = self.heirs.keys().chain(&self.teams);
        let cases: BTreeSet<CaseId> = cases.chain(self.pointless.keys()).copied().collect();
        for case in cases {
            on!(act.tx, cases::lock(case))?;
        }
        let heirs = self.heirs.values().flatten().copied();
        let workers: BTreeSet<WorkerId> = heirs.chain([self.leaves]).collect();
        for worker in workers {
            on!(act.tx, workers::lock(worker))?;
        }
        Ok(())
    }

    /// Carries it out. All cases are locked.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn carry_out(self, act: &mut Act<'_, '_>) -> Result<(), Stop> {
        for id in self.pointless.into_values() {
            withdraw(act, id)?;
        }
        for (case, heir) in self.heirs {
            let heir = heir.ok_or_else(|| ApiError::internal("a case without a successor"))?;
            take_over(act, case, heir)?;
        }
        for case in self.teams {
            leave_team(act, case, self.leaves)?;
        }
        Ok(())
    }
}

fn heir_at(
    act: &mut Act<'_, '_>,
    unit: UnitId,
    leaves: WorkerId,
    named: Option<WorkerId>,
) -> Result<Option<WorkerId>, Stop> {
    let reach = on!(act.tx, units::reach(unit))?.unwrap_or_default();
    let superiors = on!(act.tx, grants::superiors(&reach))?;
    match named {
        None => Ok(successor(&reach, &superiors, leaves)),
        Some(named) if named != leaves && superiors.iter().any(|one| one.worker_id == named) => {
            Ok(Some(named))
        }
        Some(_) => {
            let fault = Fault::new("?successor_id", FaultCode::UnknownReference);
            Err(Problem::faults(ProblemCode::InvalidParameter, vec![fault]).into())
        }
    }
}

fn offered_to_heir(
    act: &mut Act<'_, '_>,
    case: CaseId,
    heir: Option<WorkerId>,
) -> Result<Option<ReassignmentId>, Stop> {
    let waiting = on!(act.tx, case_offers::waiting(case))?;
    let Some(waiting) = waiting.filter(|one| one.kind == RecordKind::Reassignment) else {
        return Ok(None);
    };
    let one = on!(
        act.tx,
        case_offers::reassignment(ReassignmentId(waiting.id))
    )?;
    let one = one.filter(|one| Some(one.to_worker_id) == heir);
    Ok(one.map(|one| one.id))
}

fn withdraw(act: &mut Act<'_, '_>, id: ReassignmentId) -> Result<(), Stop> {
    let Some(mut one) = on!(act.tx, case_offers::reassignment(id))? else {
        return Err(ProblemCode::NotFound.into());
    };
    let by = act.worker()?;
    let events = decide_withdraw_reassignment(&one, by, act.now)?;
    events.iter().for_each(|event| one.apply(event));
    changed_now(act, &mut one.offer);
    let case = case(act, one.offer.case_id)?;
    save(act, Offered::Reassignment(&one, case.opened.unit_id))?;
    for event in &events {
        let of = load::of_part(case.id, REASSIGNMENT, one.id);
        act.record(of, one.offer.version, event)?;
    }
    Ok(())
}

fn take_over(act: &mut Act<'_, '_>, id: CaseId, heir: WorkerId) -> Result<(), Stop> {
    let mut case = case(act, id)?;
    let former = case.opened.responsible_id;
    let by = act.worker()?;
    let (record, event) = Reassignment::succession(act.new_id(), &case, heir, by, act.now);
    insert(act, Offered::Reassignment(&record, case.opened.unit_id))?;
    load::change(act, &mut case, std::slice::from_ref(&event))?;
    act.record(load::of(&case), case.version, &event)?;
    members::hand_over(act, &case, former, false)
}

fn leave_team(act: &mut Act<'_, '_>, id: CaseId, worker_id: WorkerId) -> Result<(), Stop> {
    let case = case(act, id)?;
    on!(act.tx, case_members::remove(id, worker_id))?;
    let event = CaseEvent::MemberRemoved { worker_id };
    act.record(load::of(&case), case.version, &event)
}

fn case(act: &mut Act<'_, '_>, id: CaseId) -> Result<domain::cases::Case, Stop> {
    let found = load::find(act.tx, id, None)?;
    Ok(found.ok_or(ProblemCode::NotFound)?.case)
}
