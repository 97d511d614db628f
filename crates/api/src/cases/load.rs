//! A case as acts and reads want it: locked or not, with what access has to know.

use domain::{
    access::{Confidentiality, Facts, Membership},
    cases::{Case, CaseEvent, CaseId, CaseStatus},
    parties::WorkerId,
    words::RecordId,
};

use super::due;
use crate::{
    act::{Act, Stop},
    db::{Tx, types::Levels},
    events::Of,
    http::problem::{ApiError, ProblemCode},
    on,
};

/// A case with what access has to know of it.
pub struct Loaded {
    /// The case.
    pub case: Case,
    /// Its unit and the units above.
    pub levels: Levels,
    /// How the asking worker is named on it.
    pub member: Option<Membership>,
    /// Who asked for the closure that waits, if one does.
    pub requested_by: Option<WorkerId>,
}

impl Loaded {
    /// What access has to know, for an action on a note of `author` if it is on one.
    #[must_use]
    pub fn facts(&self, author: Option<WorkerId>) -> Facts {
        Facts::Case(self.case_facts(author))
    }

    /// The same, as part of the facts of another record.
    #[must_use]
    pub fn case_facts(&self, author: Option<WorkerId>) -> domain::access::CaseFacts {
        domain::access::CaseFacts {
            reach: self.levels.reach(),
            class: self.class(),
            member: self.member,
            requested_by: self.requested_by,
            author,
        }
    }

    fn class(&self) -> Confidentiality {
        self.case.opened.confidentiality
    }
}

/// The case for a read.
///
/// # Errors
/// When the database cannot be asked.
pub fn find(
    tx: &mut Tx<'_>,
    id: CaseId,
    worker: Option<WorkerId>,
) -> Result<Option<Loaded>, ApiError> {
    let Some((case, levels, member)) = on!(tx, cases::find(id, worker))? else {
        return Ok(None);
    };
    // Exactly then a request waits.
    let requested_by = match case.status {
        CaseStatus::ClosureRequested => on!(tx, cases::closure_requested_by(id))?,
        CaseStatus::Open | CaseStatus::OnHold | CaseStatus::Closed => None,
    };
    Ok(Some(Loaded {
        case,
        levels,
        member,
        requested_by,
    }))
}

/// The case for an act: its row is locked until the end of the transaction, before anything a
/// gate reads is looked at.
///
/// # Errors
/// 404 when there is none.
pub fn lock(act: &mut Act<'_, '_>, id: CaseId) -> Result<Loaded, Stop> {
    if !on!(act.tx, cases::lock(id))? {
        return Err(ProblemCode::NotFound.into());
    }
    let worker = act.actor.worker();
    find(act.tx, id, worker)?.ok_or_else(|| ProblemCode::NotFound.into())
}

/// Changes a locked case: what the events say is saved as its next version.
///
/// # Errors
/// When it cannot be written.
pub fn change(act: &mut Act<'_, '_>, case: &mut Case, events: &[CaseEvent]) -> Result<(), Stop> {
    let before = case.version;
    let due_by = |case: &Case| (case.status, case.held_until_on, case.opened.unit_id);
    let was = due_by(case);
    events.iter().for_each(|event| case.apply(event));
    case.version += 1;
    case.modified_at = act.now;
    if !on!(act.tx, cases::save(case, before))? {
        return Err(ApiError::internal("a locked case has another version").into());
    }
    if due_by(case) != was {
        due::refresh(act, case)?;
    }
    Ok(())
}

/// The case as the subject of an event.
#[must_use]
pub fn of(case: &Case) -> Of {
    of_part(case.id, "case", case.id)
}

/// A record of the case as the subject of an event.
#[must_use]
pub fn of_part(case: CaseId, kind: &'static str, id: impl RecordId) -> Of {
    Of {
        kind,
        id: id.uuid(),
        case_id: Some(case.uuid()),
    }
}
