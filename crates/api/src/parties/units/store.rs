//! Queries of units.

use diesel::prelude::*;
use domain::parties::{
    UnitId,
    unit::{Country, Unit, UnitDetails, UnitKind, Weekday},
};

use super::Conn;
use crate::{
    access_sql::Standpoint,
    db::{
        schema::units,
        types::{Code, Id, Instant, Json, Levels, read_text},
    },
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = units)]
struct UnitRow {
    id: Id,
    parent_id: Option<Id>,
    kind: Code<UnitKind>,
    country: Code<Country>,
    code: String,
    name: String,
    time_zone: String,
    weekend: Json<Vec<Weekday>>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl UnitRow {
    fn read(self) -> QueryResult<Unit> {
        Ok(Unit {
            id: self.id.to(),
            parent_id: self.parent_id.map(Id::to),
            details: UnitDetails {
                kind: self.kind.0,
                country: self.country.0,
                code: read_text(self.code)?,
                name: read_text(self.name)?,
                time_zone: read_text(self.time_zone)?,
                weekend: self.weekend.0,
            },
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        })
    }
}

/// A unit.
pub fn find(conn: &mut Conn, id: UnitId) -> QueryResult<Option<Unit>> {
    let row = units::table
        .find(Id::from(id))
        .select(UnitRow::as_select())
        .get_result(conn);
    row.optional()?.map(UnitRow::read).transpose()
}

/// A unit and its ancestors by level, as they are copied to what belongs to it.
pub fn levels(conn: &mut Conn, id: UnitId) -> QueryResult<Option<Levels>> {
    units::table
        .find(Id::from(id))
        .select((
            units::unit_0,
            units::unit_1,
            units::unit_2,
            units::unit_3,
            units::unit_4,
        ))
        .get_result::<(Id, Option<Id>, Option<Id>, Option<Id>, Option<Id>)>(conn)
        .optional()
        .map(|row| row.map(|(top, a, b, c, d)| Levels([Some(top), a, b, c, d])))
}

/// The unit first, then every unit above it: what access wants to know of a place.
pub fn reach(conn: &mut Conn, id: UnitId) -> QueryResult<Option<Vec<UnitId>>> {
    Ok(levels(conn, id)?.map(|levels| levels.reach()))
}

diesel::alias!(units as below: Below);

/// Where these units stand in the tree.
pub fn standpoints(conn: &mut Conn, ids: &[UnitId]) -> QueryResult<Vec<(UnitId, Standpoint)>> {
    let children = below.filter(below.field(units::parent_id).eq(units::id.nullable()));
    let rows: Vec<(Id, i32, bool)> = units::table
        .filter(units::id.eq_any(ids.iter().copied().map(Id::from)))
        .select((units::id, units::level, diesel::dsl::exists(children)))
        .load(conn)?;
    let standpoint = |level, has_below| Standpoint {
        level: usize::try_from(level).unwrap_or_default(),
        has_below,
    };
    Ok(rows
        .into_iter()
        .map(|(id, level, has_below)| (id.to(), standpoint(level, has_below)))
        .collect())
}
