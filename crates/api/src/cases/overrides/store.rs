//! Queries of overrides, of intakes and of cases.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    cases::{Gate, Override, OverrideId, RequirementCode},
    words::RecordId,
};
use uuid::Uuid;

use super::Conn;
use crate::{
    db::{
        schema::overrides,
        types::{Code, Id, Instant, read_text},
    },
    http::paging::{LARGE, SMALL},
};

/// The words of `record_kind`.
const INTAKE: &str = "intake";
const CASE: &str = "case";

#[derive(Queryable, Selectable)]
#[diesel(table_name = overrides)]
struct OverrideRow {
    id: Id,
    record_kind: String,
    record_id: Id,
    gate: Code<Gate>,
    requirement: Code<RequirementCode>,
    reason: String,
    by_worker: Id,
    at: Instant,
    expires_at: Instant,
    used_at: Option<Instant>,
}

impl OverrideRow {
    fn read(self) -> QueryResult<Override> {
        Ok(Override {
            id: self.id.to(),
            intake_id: (self.record_kind == INTAKE).then(|| self.record_id.to()),
            case_id: (self.record_kind == CASE).then(|| self.record_id.to()),
            gate: self.gate.0,
            requirement: self.requirement.0,
            reason: read_text(self.reason)?,
            overridden_by: self.by_worker.to(),
            overridden_at: self.at.0,
            expires_at: self.expires_at.0,
            void_at: self.used_at.map(|at| at.0),
        })
    }
}

/// Writes a new override of its intake or its case; `false` if its id is taken.
pub fn insert(conn: &mut Conn, one: &Override) -> QueryResult<bool> {
    let (kind, record) = match (one.intake_id, one.case_id) {
        (Some(intake), None) => (INTAKE, Id::from(intake)),
        (None, Some(case)) => (CASE, Id::from(case)),
        (None, None) | (Some(_), Some(_)) => {
            let cause = "an override belongs to one intake or one case";
            return Err(diesel::result::Error::SerializationError(cause.into()));
        }
    };
    diesel::insert_into(overrides::table)
        .values((
            overrides::id.eq(Id::from(one.id)),
            overrides::record_kind.eq(kind),
            overrides::record_id.eq(record),
            overrides::gate.eq(Code(one.gate)),
            overrides::requirement.eq(Code(one.requirement)),
            overrides::reason.eq(one.reason.as_str()),
            overrides::by_worker.eq(Id::from(one.overridden_by)),
            overrides::at.eq(Instant::from(one.overridden_at)),
            overrides::expires_at.eq(Instant::from(one.expires_at)),
            overrides::used_at.eq(one.void_at.map(Instant::from)),
        ))
        .on_conflict(overrides::id)
        .do_nothing()
        .execute(conn)
        .map(|inserted| inserted == 1)
}

/// An override.
pub fn find(conn: &mut Conn, id: OverrideId) -> QueryResult<Option<Override>> {
    let row = overrides::table
        .find(Id::from(id))
        .select(OverrideRow::as_select())
        .get_result(conn);
    row.optional()?.map(OverrideRow::read).transpose()
}

/// The overrides of an intake or a case that still stand, the oldest first: what a gate looks at.
pub fn list(
    conn: &mut Conn,
    record: impl RecordId,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Override>> {
    let rows = overrides::table
        .filter(overrides::record_id.eq(Id::from(record)))
        .filter(overrides::used_at.is_null())
        .filter(overrides::expires_at.gt(Instant::from(now)))
        .order(overrides::id)
        .select(OverrideRow::as_select())
        .load(conn)?;
    rows.into_iter().map(OverrideRow::read).collect()
}

/// A page of all overrides of an intake or a case, the oldest first, after this one.
pub fn page(
    conn: &mut Conn,
    record: impl RecordId,
    after: Option<Uuid>,
    large: bool,
) -> QueryResult<Vec<Override>> {
    let query = overrides::table
        .filter(overrides::record_id.eq(Id::from(record)))
        .filter(overrides::id.gt(Id(after.unwrap_or_default())))
        .order(overrides::id)
        .select(OverrideRow::as_select());
    let rows = if large {
        query.limit(LARGE).load(conn)?
    } else {
        query.limit(SMALL).load(conn)?
    };
    rows.into_iter().map(OverrideRow::read).collect()
}

/// A gate was passed: its overrides, used or not, are void from then on.
pub fn mark_passed(
    conn: &mut Conn,
    record: impl RecordId,
    gate: Gate,
    at: DateTime<Utc>,
) -> QueryResult<()> {
    let standing = overrides::table
        .filter(overrides::record_id.eq(Id::from(record)))
        .filter(overrides::gate.eq(Code(gate)))
        .filter(overrides::used_at.is_null());
    diesel::update(standing)
        .set(overrides::used_at.eq(Instant::from(at)))
        .execute(conn)
        .map(|_| ())
}
