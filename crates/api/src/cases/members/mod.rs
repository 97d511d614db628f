//! Who is named on a case: the responsible worker, the team, and the list of a restricted one.

pub mod routes;

use domain::{
    access::Membership,
    cases::{Case, CaseEvent},
    parties::WorkerId,
};

use super::load;
use crate::{
    act::{Act, Stop},
    on,
};

/// The responsible worker of the case is now named so, and the former one no more; on the team,
/// if they stay.
///
/// # Errors
/// When it cannot be written.
pub fn hand_over(
    act: &mut Act<'_, '_>,
    case: &Case,
    former: WorkerId,
    former_stays: bool,
) -> Result<(), Stop> {
    let now = case.opened.responsible_id;
    if now == former {
        return Ok(());
    }
    if former_stays {
        let (how, at) = (Membership::Team, act.now);
        on!(act.tx, case_members::put(case, former, how, at))?;
        let event = CaseEvent::MemberNamed {
            worker_id: former,
            membership: how,
            discipline: None,
        };
        act.record(load::of(case), case.version, &event)?;
    } else {
        on!(act.tx, case_members::remove(case.id, former))?;
    }
    let (how, at) = (Membership::Responsible, act.now);
    on!(act.tx, case_members::put(case, now, how, at))?;
    Ok(())
}
