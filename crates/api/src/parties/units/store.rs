//! Queries of units.

use diesel::prelude::*;
use domain::{
    access::Boundary,
    parties::{
        UnitId,
        unit::{Country, Unit, UnitCode, UnitDetails, UnitKind, Weekday},
    },
};

use super::Conn;
use crate::{
    access_sql::Standpoint,
    db::{
        schema::{file_counters, units},
        types::{Code, Id, Instant, Json, Levels, read_text},
    },
    http::paging::Slice,
    parties::{RegisterOrder, in_order, units::routes::WantedUnits},
};

/// The units of these parts of the tree, as a condition on `units`.
macro_rules! within {
    ($parts:expr) => {{
        use crate::db::schema::units;
        let (exact, tops) = super::units::split($parts);
        units::id
            .eq_any(exact)
            .or(units::unit_0.eq_any(tops.clone()))
            .or(units::unit_1.eq_any(tops.clone()))
            .or(units::unit_2.eq_any(tops.clone()))
            .or(units::unit_3.eq_any(tops.clone()))
            .or(units::unit_4.eq_any(tops))
    }};
}
pub(crate) use within;

/// The single units among these parts, and the tops of the others.
pub fn split(parts: &[Boundary]) -> (Vec<Id>, Vec<Id>) {
    let ids = |exact| {
        let parts = parts.iter().filter(move |part| part.exact == exact);
        parts.map(|part| Id::from(part.unit)).collect()
    };
    (ids(true), ids(false))
}

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

/// A unit with its place in the tree.
pub fn placed(conn: &mut Conn, id: UnitId) -> QueryResult<Option<(Unit, Levels)>> {
    let Some(unit) = find(conn, id)? else {
        return Ok(None);
    };
    Ok(levels(conn, id)?.map(|levels| (unit, levels)))
}

/// Units of these parts of the tree, in the order that is wanted.
pub fn list(
    conn: &mut Conn,
    parts: &[Boundary],
    wanted: &WantedUnits,
    slice: &Slice,
) -> QueryResult<Vec<Unit>> {
    let mut query = units::table
        .filter(within!(parts))
        .select(UnitRow::as_select())
        .into_boxed();
    if let Some(parent) = wanted.parent_id {
        query = query.filter(units::parent_id.eq(Id::from(parent)));
    }
    if let Some(country) = wanted.country {
        query = query.filter(units::country.eq(Code(country)));
    }
    if let Some(kind) = wanted.kind {
        query = query.filter(units::kind.eq(Code(kind)));
    }
    let query = in_order!(
        query,
        units,
        wanted.sort,
        wanted.modified_after,
        slice.after
    );
    let rows: Vec<UnitRow> = query.limit(slice.fetch()).load(conn)?;
    rows.into_iter().map(UnitRow::read).collect()
}

/// Locks a unit until the transaction ends; whether there is one.
pub fn lock(conn: &mut Conn, id: UnitId) -> QueryResult<bool> {
    super::for_update!(units::table.find(Id::from(id)).select(units::id))
        .get_result::<Id>(conn)
        .optional()
        .map(|row| row.is_some())
}

/// Whether another unit has the code.
pub fn code_taken(conn: &mut Conn, code: &UnitCode, but: UnitId) -> QueryResult<bool> {
    let other = units::table
        .filter(units::code.eq(code.as_str()))
        .filter(units::id.ne(Id::from(but)));
    diesel::select(diesel::dsl::exists(other)).get_result(conn)
}

/// Whether a file number carries the unit's code.
pub fn code_used(conn: &mut Conn, id: UnitId) -> QueryResult<bool> {
    let numbered = file_counters::table.filter(file_counters::unit_id.eq(Id::from(id)));
    diesel::select(diesel::dsl::exists(numbered)).get_result(conn)
}

/// The columns that change in the life of a unit.
macro_rules! changing {
    ($unit:expr) => {
        (
            units::kind.eq(Code($unit.details.kind)),
            units::country.eq(Code($unit.details.country)),
            units::code.eq($unit.details.code.as_str()),
            units::name.eq($unit.details.name.as_str()),
            units::time_zone.eq($unit.details.time_zone.as_str()),
            units::weekend.eq(Json($unit.details.weekend.clone())),
            units::version.eq($unit.version),
            units::modified_at.eq(Instant::from($unit.modified_at)),
        )
    };
}

/// Writes a new unit right below another one.
pub fn insert(conn: &mut Conn, unit: &Unit, above: &Levels) -> QueryResult<()> {
    let id = Id::from(unit.id);
    let depth = above.depth() + 1;
    let mut levels = above.0;
    if let Some(own) = levels.get_mut(depth) {
        *own = Some(id);
    }
    let [top, one, two, three, four] = levels;
    diesel::insert_into(units::table)
        .values((
            units::id.eq(id),
            units::parent_id.eq(unit.parent_id.map(Id::from)),
            units::level.eq(i32::try_from(depth).unwrap_or(i32::MAX)),
            units::unit_0.eq(top.unwrap_or(id)),
            units::unit_1.eq(one),
            units::unit_2.eq(two),
            units::unit_3.eq(three),
            units::unit_4.eq(four),
            units::created_at.eq(Instant::from(unit.created_at)),
            changing!(unit),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed and locked unit.
pub fn save(conn: &mut Conn, unit: &Unit) -> QueryResult<()> {
    diesel::update(units::table.find(Id::from(unit.id)))
        .set(changing!(unit))
        .execute(conn)
        .map(|_| ())
}
