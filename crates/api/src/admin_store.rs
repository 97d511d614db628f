//! Rows an operator makes at the terminal.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    access::Role,
    parties::{GrantId, UnitId, WorkerId, unit::UnitDetails},
    words::Word,
};

use super::Conn;
use crate::{
    admin::First,
    db::{
        schema::{grants, meta, units, workers},
        types::{Id, Instant, Json},
    },
};

/// A unit at the top of the tree.
pub fn insert_root(
    conn: &mut Conn,
    id: UnitId,
    details: &UnitDetails,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(units::table)
        .values((
            units::id.eq(Id::from(id)),
            units::level.eq(0),
            units::unit_0.eq(Id::from(id)),
            units::kind.eq(details.kind.code()),
            units::country.eq(details.country.code()),
            units::code.eq(details.code.as_str()),
            units::name.eq(details.name.as_str()),
            units::time_zone.eq(details.time_zone.as_str()),
            units::weekend.eq(Json(details.weekend.clone())),
            units::version.eq(1_i64),
            units::created_at.eq(Instant::from(now)),
            units::modified_at.eq(Instant::from(now)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// The first worker.
pub fn insert_worker(
    conn: &mut Conn,
    id: WorkerId,
    first: &First,
    unit: UnitId,
    hash: &str,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(workers::table)
        .values((
            workers::id.eq(Id::from(id)),
            workers::unit_id.eq(Id::from(unit)),
            workers::username.eq(first.username.as_str()),
            workers::full_name.eq(first.full_name.as_str()),
            workers::password_hash.eq(hash),
            workers::active.eq(true),
            workers::version.eq(1_i64),
            workers::created_at.eq(Instant::from(now)),
            workers::modified_at.eq(Instant::from(now)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// A first grant.
pub fn insert_grant(
    conn: &mut Conn,
    id: GrantId,
    worker: WorkerId,
    role: Role,
    unit: UnitId,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(grants::table)
        .values((
            grants::id.eq(Id::from(id)),
            grants::worker_id.eq(Id::from(worker)),
            grants::role.eq(role.code()),
            grants::unit_id.eq(Id::from(unit)),
            grants::granted_at.eq(Instant::from(now)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Whether the database is marked as a demo.
pub fn is_demo(conn: &mut Conn) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(meta::table.find("demo"))).get_result(conn)
}

/// Marks the database as a demo.
pub fn mark_demo(conn: &mut Conn) -> QueryResult<()> {
    diesel::insert_into(meta::table)
        .values((
            meta::key.eq("demo"),
            meta::value.eq("fictitious people only"),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Whether anything has been put into the database.
pub fn has_units(conn: &mut Conn) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(units::table.select(units::id))).get_result(conn)
}
