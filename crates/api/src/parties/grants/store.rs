//! Queries of grants.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    access::Role,
    cases::Superior,
    parties::{GrantId, UnitId, WorkerId, grant::RoleGrant},
    words::Word,
};

use super::Conn;
use crate::{
    db::{
        schema::{grants, workers},
        types::{Code, Id, Instant},
    },
    http::paging::Slice,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = grants)]
struct GrantRow {
    id: Id,
    worker_id: Id,
    role: Code<Role>,
    unit_id: Id,
    granted_by: Option<Id>,
    granted_at: Instant,
    revoked_at: Option<Instant>,
}

impl GrantRow {
    fn read(self) -> RoleGrant {
        RoleGrant {
            id: self.id.to(),
            worker_id: self.worker_id.to(),
            role: self.role.0,
            unit_id: self.unit_id.to(),
            granted_by: self.granted_by.map(Id::to),
            granted_at: self.granted_at.0,
            revoked_at: self.revoked_at.map(|at| at.0),
        }
    }
}

/// A grant, held or revoked.
pub fn find(conn: &mut Conn, id: GrantId) -> QueryResult<Option<RoleGrant>> {
    grants::table
        .find(Id::from(id))
        .select(GrantRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(GrantRow::read))
}

/// The roles a worker holds, in the order of the grants' ids.
pub fn list(conn: &mut Conn, worker: WorkerId, slice: &Slice) -> QueryResult<Vec<RoleGrant>> {
    let after = slice
        .after
        .map_or(Id(uuid::Uuid::nil()), |after| Id(after.id));
    let rows: Vec<GrantRow> = grants::table
        .filter(grants::worker_id.eq(Id::from(worker)))
        .filter(grants::revoked_at.is_null())
        .filter(grants::id.gt(after))
        .order(grants::id)
        .select(GrantRow::as_select())
        .limit(slice.fetch())
        .load(conn)?;
    Ok(rows.into_iter().map(GrantRow::read).collect())
}

/// Which roles a worker holds, and where.
pub fn held(conn: &mut Conn, worker: WorkerId) -> QueryResult<Vec<(Role, UnitId)>> {
    let rows: Vec<(Code<Role>, Id)> = grants::table
        .filter(grants::worker_id.eq(Id::from(worker)))
        .filter(grants::revoked_at.is_null())
        .select((grants::role, grants::unit_id))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(role, unit)| (role.0, unit.to()))
        .collect())
}

/// The grants by which active workers administer a unit: at the unit or above it.
pub fn administrators(conn: &mut Conn, reach: &[UnitId]) -> QueryResult<Vec<(GrantId, WorkerId)>> {
    let reach: Vec<Id> = reach.iter().copied().map(Id::from).collect();
    let rows: Vec<(Id, Id)> = grants::table
        .inner_join(workers::table)
        .filter(grants::unit_id.eq_any(reach))
        .filter(grants::role.eq(Role::Administrator.code()))
        .filter(grants::revoked_at.is_null())
        .filter(workers::active)
        .select((grants::id, grants::worker_id))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(grant, worker)| (grant.to(), worker.to()))
        .collect())
}

/// The active supervisors and directors of these units.
pub fn superiors(conn: &mut Conn, units: &[UnitId]) -> QueryResult<Vec<Superior>> {
    let units: Vec<Id> = units.iter().copied().map(Id::from).collect();
    let rows: Vec<(Id, Code<Role>, Id)> = grants::table
        .inner_join(workers::table)
        .filter(grants::unit_id.eq_any(units))
        .filter(grants::role.eq_any([Role::Supervisor.code(), Role::Director.code()]))
        .filter(grants::revoked_at.is_null())
        .filter(workers::active)
        .select((grants::worker_id, grants::role, grants::unit_id))
        .load(conn)?;
    let held = rows.into_iter().map(|(worker, role, unit)| Superior {
        worker_id: worker.to(),
        role: role.0,
        unit_id: unit.to(),
    });
    Ok(held.collect())
}

/// The grant by which the worker holds this role there already.
pub fn same(conn: &mut Conn, grant: &RoleGrant) -> QueryResult<Option<GrantId>> {
    grants::table
        .filter(grants::worker_id.eq(Id::from(grant.worker_id)))
        .filter(grants::role.eq(grant.role.code()))
        .filter(grants::unit_id.eq(Id::from(grant.unit_id)))
        .filter(grants::revoked_at.is_null())
        .select(grants::id)
        .get_result::<Id>(conn)
        .optional()
        .map(|row| row.map(Id::to))
}

/// Writes a new grant.
pub fn insert(conn: &mut Conn, grant: &RoleGrant) -> QueryResult<()> {
    diesel::insert_into(grants::table)
        .values((
            grants::id.eq(Id::from(grant.id)),
            grants::worker_id.eq(Id::from(grant.worker_id)),
            grants::role.eq(Code(grant.role)),
            grants::unit_id.eq(Id::from(grant.unit_id)),
            grants::granted_by.eq(grant.granted_by.map(Id::from)),
            grants::granted_at.eq(Instant::from(grant.granted_at)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Revokes a grant.
pub fn revoke(conn: &mut Conn, id: GrantId, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(grants::table.find(Id::from(id)))
        .set(grants::revoked_at.eq(Instant::from(now)))
        .execute(conn)
        .map(|_| ())
}
