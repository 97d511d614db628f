//! Queries of things held for clients, and of their moves.

use diesel::prelude::*;
use domain::{
    cases::{
        CaseId,
        custody::{
            CustodyDetails, CustodyItem, CustodyItemId, CustodyMovement, CustodyMovementId,
            CustodyStatus, Settlement,
        },
    },
    texts::{Line, Lines, Reason},
    words::Word,
};
use serde::{Deserialize, Serialize};

use super::Conn;
use crate::{
    cases::{
        custody::routes::ListCustodyItems,
        records::{Order, Wanted, page_of_case},
    },
    db::{
        schema::{custody_items, custody_movements},
        types::{Code, Id, Instant, Json},
    },
    http::paging::{Place, at_most},
};

/// What of an item is read and written whole.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves {
    #[serde(flatten)]
    details: CustodyDetails,
    kept_place: Line,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    settlement: Option<Settlement>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawn_reason: Option<Reason>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = custody_items)]
struct ItemRow {
    id: Id,
    case_id: Id,
    status: Code<CustodyStatus>,
    recorded_by: Id,
    details: Json<Leaves>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl ItemRow {
    fn read(self) -> CustodyItem {
        let Json(leaves) = self.details;
        CustodyItem {
            id: self.id.to(),
            case_id: self.case_id.to(),
            details: leaves.details,
            status: self.status.0,
            kept_place: leaves.kept_place,
            settlement: leaves.settlement,
            withdrawn_reason: leaves.withdrawn_reason,
            recorded_by: self.recorded_by.to(),
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }
}

/// The case of an item.
pub fn case_of(conn: &mut Conn, id: CustodyItemId) -> QueryResult<Option<CaseId>> {
    custody_items::table
        .find(Id::from(id))
        .select(custody_items::case_id)
        .get_result::<Id>(conn)
        .optional()
        .map(|id| id.map(Id::to))
}

/// An item.
pub fn find(conn: &mut Conn, id: CustodyItemId) -> QueryResult<Option<CustodyItem>> {
    custody_items::table
        .find(Id::from(id))
        .select(ItemRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(ItemRow::read))
}

/// A page of the items of a case.
pub fn list(conn: &mut Conn, wanted: &Wanted<ListCustodyItems>) -> QueryResult<Vec<CustodyItem>> {
    let mut query = custody_items::table
        .select(ItemRow::as_select())
        .into_boxed();
    if let Some(status) = wanted.query.status {
        query = query.filter(custody_items::status.eq(Code(status)));
    }
    let rows = page_of_case!(query, custody_items, created_at, modified_at, wanted).load(conn)?;
    Ok(rows.into_iter().map(ItemRow::read).collect())
}

/// The items of a case that are still held, the oldest first: what keeps it from closing.
pub fn held(conn: &mut Conn, case_id: CaseId) -> QueryResult<Vec<CustodyItemId>> {
    // The word stands in the query as it stands in the partial index.
    let held = diesel::dsl::sql::<diesel::sql_types::Bool>("custody_items.status = 'held'");
    let ids: Vec<Id> = custody_items::table
        .filter(custody_items::case_id.eq(Id::from(case_id)))
        .filter(held)
        .order(custody_items::id)
        .select(custody_items::id)
        .load(conn)?;
    Ok(ids.into_iter().map(Id::to).collect())
}

/// The columns that change in the life of an item.
macro_rules! changing {
    ($item:expr) => {
        (
            custody_items::kind.eq($item.details.kind.code()),
            custody_items::status.eq(Code($item.status)),
            custody_items::currency.eq($item
                .details
                .money
                .as_ref()
                .map(|money| money.currency.as_str())),
            custody_items::minor.eq($item.details.money.as_ref().map(|money| money.minor)),
            custody_items::details.eq(Json(Leaves {
                details: $item.details.clone(),
                kept_place: $item.kept_place.clone(),
                settlement: $item.settlement.clone(),
                withdrawn_reason: $item.withdrawn_reason.clone(),
            })),
            custody_items::version.eq($item.version),
            custody_items::modified_at.eq(Instant::from($item.modified_at)),
        )
    };
}

/// Writes a new item.
pub fn insert(conn: &mut Conn, item: &CustodyItem) -> QueryResult<()> {
    diesel::insert_into(custody_items::table)
        .values((
            custody_items::id.eq(Id::from(item.id)),
            custody_items::case_id.eq(Id::from(item.case_id)),
            custody_items::recorded_by.eq(Id::from(item.recorded_by)),
            custody_items::created_at.eq(Instant::from(item.created_at)),
            changing!(item),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed item where its version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, item: &CustodyItem, before: i64) -> QueryResult<bool> {
    let current = custody_items::table
        .filter(custody_items::id.eq(Id::from(item.id)))
        .filter(custody_items::version.eq(before));
    diesel::update(current)
        .set(changing!(item))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// What of a move is read and written whole.
#[derive(Debug, Serialize, Deserialize)]
struct Way {
    from: Line,
    to: Line,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved_by: Option<Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<Lines>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = custody_movements)]
struct MovementRow {
    id: Id,
    custody_item_id: Id,
    recorded_by: Id,
    moved_at: Instant,
    details: Json<Way>,
    created_at: Instant,
}

impl MovementRow {
    fn read(self) -> CustodyMovement {
        let Json(way) = self.details;
        CustodyMovement {
            id: self.id.to(),
            custody_item_id: self.custody_item_id.to(),
            from: way.from,
            to: way.to,
            moved_by: way.moved_by,
            moved_at: self.moved_at.0,
            note: way.note,
            recorded_by: self.recorded_by.to(),
            created_at: self.created_at.0,
        }
    }
}

/// A move of this item.
pub fn find_movement(
    conn: &mut Conn,
    item: CustodyItemId,
    id: CustodyMovementId,
) -> QueryResult<Option<CustodyMovement>> {
    custody_movements::table
        .find(Id::from(id))
        .filter(custody_movements::custody_item_id.eq(Id::from(item)))
        .select(MovementRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(MovementRow::read))
}

/// A page of the moves of an item, in the order in which they were recorded.
pub fn movements(
    conn: &mut Conn,
    item: CustodyItemId,
    after: Option<Place>,
    large: bool,
) -> QueryResult<Vec<CustodyMovement>> {
    let mut query = custody_movements::table
        .filter(custody_movements::custody_item_id.eq(Id::from(item)))
        .select(MovementRow::as_select())
        .order((custody_movements::created_at, custody_movements::id))
        .limit(at_most(large))
        .into_boxed();
    if let Some(place) = after {
        let (at, id) = (Instant::from(place.at), Id(place.id));
        query = query.filter(custody_movements::created_at.ge(at)).filter(
            custody_movements::created_at
                .gt(at)
                .or(custody_movements::id.gt(id)),
        );
    }
    let rows = query.load(conn)?;
    Ok(rows.into_iter().map(MovementRow::read).collect())
}

/// Writes a move.
pub fn insert_movement(conn: &mut Conn, movement: &CustodyMovement) -> QueryResult<()> {
    diesel::insert_into(custody_movements::table)
        .values((
            custody_movements::id.eq(Id::from(movement.id)),
            custody_movements::custody_item_id.eq(Id::from(movement.custody_item_id)),
            custody_movements::recorded_by.eq(Id::from(movement.recorded_by)),
            custody_movements::moved_at.eq(Instant::from(movement.moved_at)),
            custody_movements::details.eq(Json(Way {
                from: movement.from.clone(),
                to: movement.to.clone(),
                moved_by: movement.moved_by.clone(),
                note: movement.note.clone(),
            })),
            custody_movements::created_at.eq(Instant::from(movement.created_at)),
        ))
        .execute(conn)
        .map(|_| ())
}
