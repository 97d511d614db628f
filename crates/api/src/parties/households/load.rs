//! A household as acts and reads want it: with the card numbers opened, and with what access has
//! to know.

use domain::{
    access::{Actor, Facts},
    parties::{
        HouseholdId,
        household::{CardKind, Household},
        member::Party,
    },
};
use uuid::Uuid;

use super::cards;
use crate::{
    act::{Act, Stop},
    auth::keys::Keys,
    db::{Tx, types::Levels},
    http::problem::{ApiError, ProblemCode},
    on,
    parties::{members::Held, persons::load::party_facts},
};

/// A household as stored: the card numbers are still sealed.
pub struct Stored {
    /// The household, without cards.
    pub household: Household,
    /// Where the unit that registered it stands in the tree.
    pub levels: Levels,
    /// The card numbers, in order.
    pub sealed: Vec<SealedCard>,
}

/// A card number as stored.
pub struct SealedCard {
    /// The id of its row, which it is sealed for.
    pub id: Uuid,
    /// What it is.
    pub kind: CardKind,
    /// Number and note.
    pub sealed: Vec<u8>,
}

/// A household with the card numbers opened.
pub struct Loaded {
    /// The household.
    pub household: Household,
    /// Where the unit that registered it stands in the tree.
    pub levels: Levels,
    /// The row of each card, in the order of the household's.
    pub rows: Vec<Uuid>,
}

impl Stored {
    /// Opens the card numbers.
    ///
    /// # Errors
    /// When a key is missing: a defect of the installation.
    pub fn open(self, keys: &Keys) -> Result<Loaded, ApiError> {
        let Self {
            mut household,
            levels,
            sealed,
        } = self;
        for one in &sealed {
            household.details.cards.push(cards::open(keys, one)?);
        }
        let rows = sealed.into_iter().map(|one| one.id).collect();
        Ok(Loaded {
            household,
            levels,
            rows,
        })
    }
}

impl Loaded {
    /// What access has to know.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn facts(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<Facts, ApiError> {
        let party = Party::Household(self.household.id);
        Ok(Facts::Party(party_facts(tx, actor, party, &self.levels)?))
    }
}

/// The household for a read.
///
/// # Errors
/// When the database cannot be asked or a card number not be opened.
pub fn find(tx: &mut Tx<'_>, keys: &Keys, id: HouseholdId) -> Result<Option<Loaded>, ApiError> {
    let stored = on!(tx, households::find(id))?;
    stored.map(|stored| stored.open(keys)).transpose()
}

/// The household for an act: the row is locked until the end of the transaction.
///
/// # Errors
/// 404 when there is none.
pub fn lock(act: &mut Act<'_, '_>, id: HouseholdId) -> Result<Loaded, Stop> {
    if !on!(act.tx, households::lock(id))? {
        return Err(ProblemCode::NotFound.into());
    }
    let stored = on!(act.tx, households::find(id))?.ok_or(ProblemCode::NotFound)?;
    Ok(stored.open(act.app().keys())?)
}

/// The same for an act on its members.
///
/// # Errors
/// 404 when there is none.
pub fn hold(act: &mut Act<'_, '_>, id: HouseholdId) -> Result<Held, Stop> {
    let Loaded {
        household, levels, ..
    } = lock(act, id)?;
    let party = Party::Household(id);
    Ok(Held {
        party,
        unit_id: household.unit_id,
        version: household.version,
        facts: party_facts(act.tx, &act.actor, party, &levels)?,
    })
}
