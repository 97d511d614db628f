//! Groups and communities: registered, found, amended; their members.

pub mod members;
pub mod routes;
pub mod views;

use domain::parties::{GroupId, group::Group, member::Party};

use crate::{
    act::{Act, Stop},
    db::types::Levels,
    http::problem::ProblemCode,
    on,
    parties::{members::Held, persons::load::party_facts},
};

/// A group with where the unit that registered it stands in the tree.
pub struct Stored {
    /// The group.
    pub group: Group,
    /// The unit and those above it.
    pub levels: Levels,
}

/// The group for an act, or for one on its members: the row is locked until the end of the
/// transaction.
///
/// # Errors
/// 404 when there is none.
pub fn lock(act: &mut Act<'_, '_>, id: GroupId) -> Result<(Group, Held), Stop> {
    if !on!(act.tx, groups::lock(id))? {
        return Err(ProblemCode::NotFound.into());
    }
    let Stored { group, levels } = on!(act.tx, groups::find(id))?.ok_or(ProblemCode::NotFound)?;
    let party = Party::Group(id);
    let held = Held {
        party,
        unit_id: group.unit_id,
        version: group.version,
        facts: party_facts(act.tx, &act.actor, party, &levels)?,
    };
    Ok((group, held))
}
