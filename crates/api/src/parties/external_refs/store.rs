//! Queries of external references.

use diesel::prelude::*;
use domain::parties::{UnitId, external_ref::ExternalRef};
use uuid::Uuid;

use super::Conn;
use crate::db::{schema::external_refs, types::Id};

/// The record of this kind and unit that has one of these names, if there is one.
pub fn holder(
    conn: &mut Conn,
    kind: &str,
    unit: UnitId,
    refs: &[ExternalRef],
) -> QueryResult<Option<Uuid>> {
    for one in refs {
        let found = external_refs::table
            .find((
                kind,
                Id::from(unit),
                one.system.as_str(),
                one.value.as_str(),
            ))
            .select(external_refs::record_id)
            .get_result::<Id>(conn)
            .optional()?;
        if let Some(Id(record)) = found {
            return Ok(Some(record));
        }
    }
    Ok(None)
}

/// Gives a record these names; `false` where another record has one of them.
pub fn claim(
    conn: &mut Conn,
    kind: &str,
    unit: UnitId,
    refs: &[ExternalRef],
    record: Uuid,
) -> QueryResult<bool> {
    for one in refs {
        let inserted = diesel::insert_into(external_refs::table)
            .values((
                external_refs::record_kind.eq(kind),
                external_refs::unit_id.eq(Id::from(unit)),
                external_refs::system.eq(one.system.as_str()),
                external_refs::value.eq(one.value.as_str()),
                external_refs::record_id.eq(Id(record)),
            ))
            .on_conflict_do_nothing()
            .execute(conn)?;
        if inserted == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes the names that a record has at this unit off it.
pub fn release(conn: &mut Conn, kind: &str, unit: UnitId, record: Uuid) -> QueryResult<()> {
    let held = external_refs::table
        .filter(external_refs::record_id.eq(Id(record)))
        .filter(external_refs::record_kind.eq(kind))
        .filter(external_refs::unit_id.eq(Id::from(unit)));
    diesel::delete(held).execute(conn).map(|_| ())
}
