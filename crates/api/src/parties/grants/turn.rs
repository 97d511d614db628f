//! Acts that give or take rights happen one after the other.

use std::collections::BTreeSet;

use actix_web::web::Data;
use domain::parties::{UnitId, WorkerId};

use crate::{
    act::{Act, Stop, Write},
    app::App,
    auth::caller,
    http::problem::ProblemCode,
    on,
};

/// The turn of an act that gives or takes rights. Such acts under one top unit happen one after
/// the other, each seeing what the one before it left: two administrators who end each other's
/// role at once would otherwise both find that the other one stays.
pub struct Turn {
    app: Data<App>,
    caller: caller::Caller,
}

impl Turn {
    /// For this request.
    #[must_use]
    pub fn of(write: &Write) -> Self {
        Self {
            app: write.app().clone(),
            caller: write.caller().clone(),
        }
    }

    /// Waits for the turn wherever this worker holds a role.
    ///
    /// # Errors
    /// 401 when the caller lost the session meanwhile.
    pub fn take_where_held(&self, act: &mut Act<'_, '_>, id: WorkerId) -> Result<(), Stop> {
        let held = on!(act.tx, grants::held(id))?;
        let units: Vec<UnitId> = held.into_iter().map(|(_, unit)| unit).collect();
        self.take(act, &units)
    }

    /// Waits for the turn under the tops of these units' trees.
    ///
    /// # Errors
    /// 401 when the caller lost the session meanwhile.
    pub fn take(&self, act: &mut Act<'_, '_>, units: &[UnitId]) -> Result<(), Stop> {
        let mut tops = BTreeSet::new();
        for unit in units {
            tops.extend(reach(act, *unit)?.last().copied());
        }
        // In the order of their ids, so that no two acts wait for each other.
        for top in tops {
            on!(act.tx, units::lock(top))?;
        }
        // The rights of the caller, as the act before this one left them.
        act.actor = caller::recheck(act.tx, &self.app, &self.caller)?;
        Ok(())
    }
}

/// A unit that is there, then every unit above it.
///
/// # Errors
/// 404 when it is not.
pub fn reach(act: &mut Act<'_, '_>, unit: UnitId) -> Result<Vec<UnitId>, Stop> {
    Ok(on!(act.tx, units::reach(unit))?.ok_or(ProblemCode::NotFound)?)
}
