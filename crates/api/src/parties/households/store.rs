//! Queries of households.

use diesel::prelude::*;
use domain::{
    parties::{
        ExternalRef, HouseholdId,
        address::Address,
        household::{CardKind, Household, HouseholdDetails},
    },
    texts::{Line, Lines},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Conn,
    persons::{LevelRow, levels_of},
};
use crate::{
    db::{
        schema::{external_refs, household_cards, households, party_members, units},
        types::{Code, Id, Instant, Json, Levels},
    },
    http::paging::{Place, at_most},
    parties::{
        households::{
            load::{SealedCard, Stored},
            views::{HouseholdSummary, Listed},
        },
        persons::sight::Condition,
    },
};

/// The kind of record that households are among external references.
const KIND: &str = "household";

/// What of a household is only read and written whole.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves {
    name: Option<Line>,
    address: Option<Address>,
    note: Option<Lines>,
    external_refs: Vec<ExternalRef>,
    registered_by_worker: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = households)]
struct HouseholdRow {
    id: Id,
    unit_id: Id,
    details: Json<Leaves>,
    registered_by: Id,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl HouseholdRow {
    /// The household, without cards.
    fn read(self) -> Household {
        let Json(leaves) = self.details;
        let by = self.registered_by;
        Household {
            id: self.id.to(),
            unit_id: self.unit_id.to(),
            registered_by: leaves.registered_by_worker.then(|| by.to()),
            external_refs: leaves.external_refs,
            details: HouseholdDetails {
                name: leaves.name,
                address: leaves.address,
                cards: Vec::new(),
                note: leaves.note,
            },
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }

    fn summary(self) -> HouseholdSummary {
        let household = self.read();
        HouseholdSummary {
            id: household.id,
            unit_id: household.unit_id,
            name: household.details.name,
            version: household.version,
            modified_at: household.modified_at,
        }
    }
}

/// The columns that change in the life of a household's record.
macro_rules! changing {
    ($household:expr) => {{
        let details = &$household.details;
        (
            households::details.eq(Json(Leaves {
                name: details.name.clone(),
                address: details.address.clone(),
                note: details.note.clone(),
                external_refs: $household.external_refs.clone(),
                registered_by_worker: $household.registered_by.is_some(),
            })),
            households::version.eq($household.version),
            households::modified_at.eq(Instant::from($household.modified_at)),
        )
    }};
}

/// Where the unit that registered a household stands in the tree.
pub fn levels(conn: &mut Conn, id: HouseholdId) -> QueryResult<Option<Levels>> {
    households::table
        .inner_join(units::table)
        .filter(households::id.eq(Id::from(id)))
        .select((
            units::unit_0,
            units::unit_1,
            units::unit_2,
            units::unit_3,
            units::unit_4,
        ))
        .get_result::<LevelRow>(conn)
        .optional()
        .map(|row| row.map(levels_of))
}

/// A household with the card numbers still sealed, in one statement: the version of the answer is
/// that of everything in it.
pub fn find(conn: &mut Conn, id: HouseholdId) -> QueryResult<Option<Stored>> {
    type Row = (
        HouseholdRow,
        LevelRow,
        Option<(Id, Code<CardKind>, Vec<u8>)>,
    );
    let live = household_cards::household_id
        .eq(households::id)
        .and(household_cards::removed_at.is_null());
    let rows: Vec<Row> = households::table
        .inner_join(units::table)
        .left_join(household_cards::table.on(live))
        .filter(households::id.eq(Id::from(id)))
        .order(household_cards::position)
        .select((
            HouseholdRow::as_select(),
            (
                units::unit_0,
                units::unit_1,
                units::unit_2,
                units::unit_3,
                units::unit_4,
            ),
            (
                household_cards::id,
                household_cards::kind,
                household_cards::sealed,
            )
                .nullable(),
        ))
        .load(conn)?;
    let mut stored: Option<Stored> = None;
    for (row, levels, card) in rows {
        let stored = stored.get_or_insert_with(|| Stored {
            household: row.read(),
            levels: levels_of(levels),
            sealed: Vec::new(),
        });
        stored
            .sealed
            .extend(card.map(|(id, kind, sealed)| SealedCard {
                id: id.0,
                kind: kind.0,
                sealed,
            }));
    }
    Ok(stored)
}

/// Locks a household until the transaction ends; whether there is one.
pub fn lock(conn: &mut Conn, id: HouseholdId) -> QueryResult<bool> {
    super::for_change!(households::table.find(Id::from(id)).select(households::id))
        .get_result::<Id>(conn)
        .optional()
        .map(|row| row.is_some())
}

/// Writes a new household, without cards and references; `by` is who registered it.
pub fn insert(conn: &mut Conn, household: &Household, by: Uuid) -> QueryResult<()> {
    diesel::insert_into(households::table)
        .values((
            households::id.eq(Id::from(household.id)),
            households::unit_id.eq(Id::from(household.unit_id)),
            households::registered_by.eq(Id(by)),
            households::created_at.eq(Instant::from(household.created_at)),
            changing!(household),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed household where the version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, household: &Household, before: i64) -> QueryResult<bool> {
    let current = households::table
        .filter(households::id.eq(Id::from(household.id)))
        .filter(households::version.eq(before));
    diesel::update(current)
        .set(changing!(household))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// The households a list has, the oldest change first.
pub fn list(
    conn: &mut Conn,
    seen: Condition,
    listed: &Listed,
    after: Option<Place>,
    large: bool,
) -> QueryResult<Vec<HouseholdSummary>> {
    let mut query = households::table.filter(seen).into_boxed();
    if let Some((system, value)) = &listed.external {
        let known = external_refs::table
            .filter(external_refs::record_kind.eq(KIND))
            .filter(external_refs::system.eq(system.as_str()))
            .filter(external_refs::value.eq(value.as_str()))
            .select(external_refs::record_id);
        query = query.filter(households::id.eq_any(known));
    }
    if let Some(person) = listed.person {
        let lives_in = party_members::table
            .filter(party_members::person_id.eq(Id::from(person)))
            .filter(party_members::until.is_null())
            .filter(party_members::household_id.is_not_null())
            .select(party_members::household_id.assume_not_null());
        query = query.filter(households::id.eq_any(lives_in));
    }
    if let Some((kind, blind)) = &listed.card {
        let known = household_cards::table
            .filter(household_cards::kind.eq(Code(*kind)))
            .filter(household_cards::blind.eq(blind))
            .filter(household_cards::removed_at.is_null())
            .select(household_cards::household_id);
        query = query.filter(households::id.eq_any(known));
    }
    if let Some(after) = listed.modified_after {
        query = query.filter(households::modified_at.gt(Instant::from(after)));
    }
    if let Some(Place { at, id }) = after {
        let (at, id) = (Instant::from(at), Id(id));
        let same_time = households::modified_at.eq(at).and(households::id.gt(id));
        query = query
            .filter(households::modified_at.ge(at))
            .filter(households::modified_at.gt(at).or(same_time));
    }
    let rows: Vec<HouseholdRow> = query
        .order((households::modified_at, households::id))
        .select(HouseholdRow::as_select())
        .limit(at_most(large))
        .load(conn)?;
    Ok(rows.into_iter().map(HouseholdRow::summary).collect())
}
