//! The client an intake names: whether the caller sees the household or group, and whether the
//! work is done through one of its members.

use domain::{
    intake::{Client, client::refuse_person},
    parties::{PersonId, member::Party},
    warnings::{Fault, FaultCode},
};

use crate::{
    act::{Act, Stop},
    on,
    parties::{invalid, members},
};

/// Checks the client that a body names, with the person through whom the work is done.
///
/// # Errors
/// 422 for a client that does not fit its kind, or a household or group that is not there or not
/// visible; 409 `person_not_in_client`.
pub fn check(act: &mut Act<'_, '_>, client: &Client, person: Option<PersonId>) -> Result<(), Stop> {
    client.review().map_err(invalid)?;
    let Some(party) = client.party() else {
        return Ok(());
    };
    let (pointer, group) = match party {
        Party::Household(_) => ("/client/household_id", None),
        Party::Group(id) => ("/client/group_id", on!(act.tx, groups::find(id))?),
    };
    if !members::visible(act.tx, &act.actor, party)? {
        let fault = Fault::new(pointer, FaultCode::UnknownReference);
        return Err(invalid(vec![fault]));
    }
    if let Some(stored) = group {
        client.fits(stored.group.details.kind).map_err(invalid)?;
    }
    let member = match person {
        Some(person) => members::is_member(act.tx, person, party)?,
        None => false,
    };
    Ok(refuse_person(client, person, member)?)
}
