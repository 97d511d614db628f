//! What reassignments and transfers have in common as rows: a case offered to somebody.

use domain::{
    access::{CaseFacts, Facts, OfferFacts, OfferedTo},
    cases::{Offer, Reassignment, Transfer},
    parties::{UnitId, WorkerId},
    words::RecordId,
};
use uuid::Uuid;

use crate::{
    act::{Act, Stop},
    cases::load::Loaded,
    db::types::Levels,
    http::problem::ApiError,
    on,
};

/// The kinds, as rows and events name them.
pub const REASSIGNMENT: &str = "reassignment";
/// See [`REASSIGNMENT`].
pub const TRANSFER: &str = "transfer";

/// One of the two, to be written.
#[derive(Clone, Copy, Debug)]
pub enum Offered<'a> {
    /// A reassignment, and the unit of its case.
    Reassignment(&'a Reassignment, UnitId),
    /// A transfer.
    Transfer(&'a Transfer),
}

impl Offered<'_> {
    /// The id, whichever it is.
    #[must_use]
    pub fn id(&self) -> Uuid {
        match self {
            Self::Reassignment(one, _) => one.id.uuid(),
            Self::Transfer(one) => one.id.uuid(),
        }
    }

    /// What they have in common.
    #[must_use]
    pub const fn offer(&self) -> &Offer {
        match self {
            Self::Reassignment(one, _) => &one.offer,
            Self::Transfer(one) => &one.offer,
        }
    }
}

/// Writes a new one.
///
/// # Errors
/// 409 when its id is taken.
pub fn insert(act: &mut Act<'_, '_>, offered: Offered<'_>) -> Result<(), Stop> {
    if on!(act.tx, case_offers::insert(&offered))? {
        Ok(())
    } else {
        Err(crate::parties::taken(offered.id()))
    }
}

/// Counts a change of a locked one.
pub fn changed_now(act: &Act<'_, '_>, offer: &mut Offer) {
    offer.version += 1;
    offer.modified_at = act.now;
}

/// Saves a changed one, whose case is locked.
///
/// # Errors
/// When it cannot be written.
pub fn save(act: &mut Act<'_, '_>, offered: Offered<'_>) -> Result<(), Stop> {
    if on!(act.tx, case_offers::save(&offered))? {
        Ok(())
    } else {
        Err(ApiError::internal("an offer of a locked case has changed").into())
    }
}

/// What access has to know of a reassignment of this case.
#[must_use]
pub fn reassignment_facts(case: &Loaded, one: &Reassignment) -> Facts {
    let offered = one.offer.offered_at.map(|_| one.to_worker_id);
    facts(case, &one.offer, OfferedTo::Worker(offered))
}

/// What access has to know of a transfer of this case to a unit with these units above.
#[must_use]
pub fn transfer_facts(case: &Loaded, one: &Transfer, to: &Levels) -> Facts {
    facts(case, &one.offer, OfferedTo::Unit(to.reach()))
}

fn facts(case: &Loaded, offer: &Offer, to: OfferedTo) -> Facts {
    Facts::Offer(OfferFacts {
        case: CaseFacts {
            requested_by: Some(offer.requested_by),
            ..case.case_facts(None)
        },
        to,
    })
}

/// What waits for somebody, as the database takes it.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// For whom.
    pub worker: WorkerId,
    /// The parts of the tree that they lead.
    pub led: Vec<domain::access::Boundary>,
    /// After this one.
    pub after: Option<Uuid>,
    /// With the larger of the two literal limits.
    pub large: bool,
}
