//! Card numbers of households as they are kept: sealed for their row, found by a blind index,
//! unique within the registering unit, as identifiers of persons are.

use domain::{
    parties::{
        HouseholdId, UnitId,
        household::{CardEntry, CardKind, Household},
        member::Party,
    },
    words::Word,
};
use uuid::Uuid;

use super::load::SealedCard;
use crate::{
    act::{Act, Stop},
    auth::keys::Keys,
    db::types::Instant,
    http::problem::{ApiError, Problem, ProblemCode},
    on,
    parties::{
        members,
        persons::identifiers::{Content, violates},
    },
};

/// A new row.
pub struct NewCard {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub household_id: HouseholdId,
    /// The unit within which no other may have the number; none for a second one of the unit.
    pub unit_id: Option<UnitId>,
    /// What it is.
    pub kind: CardKind,
    /// Where it stands in the list.
    pub position: i32,
    /// Number and note, sealed.
    pub sealed: Vec<u8>,
    /// The number's blind index.
    pub blind: Vec<u8>,
    /// When it was entered.
    pub at: Instant,
}

fn place(row: Uuid) -> String {
    format!("household_cards|sealed|{row}")
}

/// Opens a card number.
///
/// # Errors
/// When it cannot be opened: a key is missing, or the row was tampered with.
pub fn open(keys: &Keys, row: &SealedCard) -> Result<CardEntry, ApiError> {
    let Content { value, note } = Content::open(keys, &place(row.id), &row.sealed)?;
    let kind = row.kind;
    Ok(CardEntry { kind, value, note })
}

fn seal(keys: &Keys, row: Uuid, card: &CardEntry) -> Result<Vec<u8>, ApiError> {
    let content = Content {
        value: card.value.clone(),
        note: card.note.clone(),
    };
    content.seal(keys, &place(row))
}

/// The blind index of a number.
#[must_use]
pub fn blind(keys: &Keys, kind: CardKind, value: &str) -> Vec<u8> {
    keys.blind(kind.code(), &domain::parties::identifier::normalise(value))
}

fn same_number(one: &CardEntry, other: &CardEntry) -> bool {
    one.kind == other.kind && one.value == other.value
}

/// Brings the rows of a household's cards from what they were (`before`, with their `rows`) to
/// what it has now. A number that stays keeps its row; one that goes stays on record.
///
/// # Errors
/// 409 when another household of the unit, which the actor sees, has a number already.
pub fn replace(
    act: &mut Act<'_, '_>,
    household: &Household,
    before: &[CardEntry],
    rows: &[Uuid],
) -> Result<(), Stop> {
    let now = &household.details.cards;
    if now == before {
        return Ok(());
    }
    let stays = |card: &CardEntry| now.iter().any(|other| same_number(card, other));
    let gone = before.iter().zip(rows).filter(|(card, _)| !stays(card));
    let gone: Vec<Uuid> = gone.map(|(_, row)| *row).collect();
    on!(act.tx, household_cards::remove(&gone, act.now))?;
    for (position, card) in (0_i32..).zip(now) {
        let mut kept = before.iter().zip(rows);
        match kept.find(|(other, _)| same_number(card, other)) {
            None => add(act, household, position, card)?,
            Some((same, row)) => {
                let sealed = match same.note == card.note {
                    true => None,
                    false => Some(seal(act.app().keys(), *row, card)?),
                };
                on!(act.tx, household_cards::place(*row, position, sealed))?;
            }
        }
    }
    Ok(())
}

/// A number the household did not have. Every step is the same whether the number is known
/// elsewhere or not, and so is the answer.
fn add(
    act: &mut Act<'_, '_>,
    household: &Household,
    position: i32,
    card: &CardEntry,
) -> Result<(), Stop> {
    let blind = blind(act.app().keys(), card.kind, card.value.as_str());
    let unit = household.unit_id;
    let holder = on!(act.tx, household_cards::holder(card.kind, &blind, unit))?;
    let mut unit_id = Some(unit);
    if let Some(holder) = holder.filter(|holder| *holder != household.id) {
        if members::visible(act.tx, &act.actor, Party::Household(holder))? {
            return Err(taken(position, Some(holder)));
        }
        unit_id = None;
    }
    let row: Uuid = act.new_id();
    let new = NewCard {
        id: row,
        household_id: household.id,
        unit_id,
        kind: card.kind,
        position,
        sealed: seal(act.app().keys(), row, card)?,
        blind,
        at: act.now.into(),
    };
    on!(act.tx, household_cards::insert(&new)).map_err(|error| {
        // Another transaction was faster; whose it is can be seen when this is sent again.
        match violates(&error, "household_cards_live_key") {
            true => taken(position, None),
            false => error.into(),
        }
    })
}

fn taken(position: i32, by: Option<HouseholdId>) -> Stop {
    let who = by.map_or(String::new(), |id| format!(" (/v1/households/{id})"));
    let what = format!("/cards/{position}{who}");
    Problem::naming(ProblemCode::AlreadyExists, what).into()
}
