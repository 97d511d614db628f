//! The names of records in other systems: unique per kind of record, unit and system, and good
//! for finding out that something was recorded before.

use domain::{parties::UnitId, parties::external_ref::ExternalRef};
use uuid::Uuid;

use crate::{
    act::{Act, Creation, Stop},
    on,
    parties::taken,
};

/// Whether something is to be made or was made before, told by its client-made id or by a name it
/// has in another system: the same command with either is a replay.
///
/// # Errors
/// As [`Act::creation`]; 409 when another record of the unit has one of the names.
pub fn creation(
    act: &mut Act<'_, '_>,
    kind: &'static str,
    id: Option<Uuid>,
    unit: UnitId,
    refs: &[ExternalRef],
) -> Result<Creation, Stop> {
    let holder = on!(act.tx, external_refs::holder(kind, unit, refs))?;
    // With a name to recognise it by, an id made here is remembered like one made by the client.
    let fresh = (!refs.is_empty()).then(|| act.new_id());
    match act.creation(kind, id.or(holder).or(fresh))? {
        Creation::New(_) if holder.is_some() => Err(taken("external_refs")),
        creation => Ok(creation),
    }
}

/// Keeps the names of a new record.
///
/// # Errors
/// 409 when another record of the unit got one of them in the meantime.
pub fn claim(
    act: &mut Act<'_, '_>,
    kind: &'static str,
    id: Uuid,
    unit: UnitId,
    refs: &[ExternalRef],
) -> Result<(), Stop> {
    if on!(act.tx, external_refs::claim(kind, unit, refs, id))? {
        Ok(())
    } else {
        Err(taken("external_refs"))
    }
}
