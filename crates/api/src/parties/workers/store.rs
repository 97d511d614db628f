//! Queries of workers.

use diesel::{dsl::exists, prelude::*};
use domain::{
    access::{Boundary, Role},
    parties::{
        UnitId, WorkerId,
        worker::{Username, Worker, WorkerDetails},
    },
    words::Word,
};

use super::Conn;
use crate::{
    db::{
        schema::{grants, units, workers},
        types::{Id, Instant, Levels, read_text},
    },
    http::paging::Slice,
    parties::{
        RegisterOrder, in_order,
        workers::{routes::WantedWorkers, views::CaseworkerName},
    },
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = workers)]
struct WorkerRow {
    id: Id,
    unit_id: Id,
    username: String,
    full_name: String,
    email: Option<String>,
    position: Option<String>,
    active: bool,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl WorkerRow {
    fn read(self) -> QueryResult<Worker> {
        Ok(Worker {
            id: self.id.to(),
            details: WorkerDetails {
                username: read_text(self.username)?,
                full_name: read_text(self.full_name)?,
                email: self.email.map(read_text).transpose()?,
                position: self.position.map(read_text).transpose()?,
                unit_id: self.unit_id.to(),
            },
            active: self.active,
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        })
    }
}

/// A worker with the place of the worker's unit.
pub fn find(conn: &mut Conn, id: WorkerId) -> QueryResult<Option<(Worker, Levels)>> {
    let row = workers::table
        .find(Id::from(id))
        .select(WorkerRow::as_select())
        .get_result(conn)
        .optional()?;
    let Some(worker) = row.map(WorkerRow::read).transpose()? else {
        return Ok(None);
    };
    let levels = super::units::levels(conn, worker.details.unit_id)?;
    Ok(levels.map(|levels| (worker, levels)))
}

/// Locks a worker until the transaction ends; whether there is one.
pub fn lock(conn: &mut Conn, id: WorkerId) -> QueryResult<bool> {
    super::for_update!(workers::table.find(Id::from(id)).select(workers::id))
        .get_result::<Id>(conn)
        .optional()
        .map(|row| row.is_some())
}

/// Workers of these parts of the tree, in the order that is wanted.
pub fn list(
    conn: &mut Conn,
    parts: &[Boundary],
    wanted: &WantedWorkers,
    slice: &Slice,
) -> QueryResult<Vec<Worker>> {
    let mut query = workers::table
        .inner_join(units::table)
        .filter(super::units::within!(parts))
        .select(WorkerRow::as_select())
        .into_boxed();
    if let Some(unit) = wanted.unit_id {
        query = query.filter(workers::unit_id.eq(Id::from(unit)));
    }
    if let Some(active) = wanted.active {
        query = query.filter(workers::active.eq(active));
    }
    if let Some(role) = wanted.role {
        let held = grants::table
            .filter(grants::worker_id.eq(workers::id))
            .filter(grants::role.eq(role.code()))
            .filter(grants::revoked_at.is_null());
        query = query.filter(exists(held));
    }
    let query = in_order!(
        query,
        workers,
        wanted.sort,
        wanted.modified_after,
        slice.after
    );
    let rows: Vec<WorkerRow> = query.limit(slice.fetch()).load(conn)?;
    rows.into_iter().map(WorkerRow::read).collect()
}

/// The active workers with a caseworker's role at exactly this unit, in the order of their ids.
pub fn caseworkers(
    conn: &mut Conn,
    unit: UnitId,
    slice: &Slice,
) -> QueryResult<Vec<CaseworkerName>> {
    let after = slice
        .after
        .map_or(Id(uuid::Uuid::nil()), |after| Id(after.id));
    let rows: Vec<(Id, String)> = workers::table
        .inner_join(grants::table)
        .filter(grants::unit_id.eq(Id::from(unit)))
        .filter(grants::role.eq(Role::Caseworker.code()))
        .filter(grants::revoked_at.is_null())
        .filter(workers::active)
        .filter(workers::id.gt(after))
        .order(workers::id)
        .select((workers::id, workers::full_name))
        .limit(slice.fetch())
        .load(conn)?;
    rows.into_iter()
        .map(|(id, name)| {
            Ok(CaseworkerName {
                id: id.to(),
                full_name: read_text(name)?,
            })
        })
        .collect()
}

/// Whether a worker can be named caseworker at exactly this unit. The worker is locked: until
/// the transaction ends nobody deactivates who has just been named.
pub fn lock_caseworker(conn: &mut Conn, unit: UnitId, worker: WorkerId) -> QueryResult<bool> {
    Ok(lock(conn, worker)? && is_caseworker(conn, unit, worker)?)
}

/// Whether a worker can be named caseworker at exactly this unit, as things stand.
pub fn is_caseworker(conn: &mut Conn, unit: UnitId, worker: WorkerId) -> QueryResult<bool> {
    let able = workers::table
        .inner_join(grants::table)
        .filter(workers::id.eq(Id::from(worker)))
        .filter(workers::active)
        .filter(grants::unit_id.eq(Id::from(unit)))
        .filter(grants::role.eq(Role::Caseworker.code()))
        .filter(grants::revoked_at.is_null());
    diesel::select(exists(able)).get_result(conn)
}

/// Whether another worker has the user name.
pub fn username_taken(conn: &mut Conn, username: &Username, but: WorkerId) -> QueryResult<bool> {
    let other = workers::table
        .filter(workers::username.eq(username.as_str()))
        .filter(workers::id.ne(Id::from(but)));
    diesel::select(exists(other)).get_result(conn)
}

/// The columns that change in the life of a worker, but for the password.
macro_rules! changing {
    ($worker:expr) => {
        (
            workers::unit_id.eq(Id::from($worker.details.unit_id)),
            workers::username.eq($worker.details.username.as_str()),
            workers::full_name.eq($worker.details.full_name.as_str()),
            workers::email.eq($worker.details.email.as_ref().map(|email| email.as_str())),
            workers::position.eq($worker.details.position.as_ref().map(|held| held.as_str())),
            workers::active.eq($worker.active),
            workers::version.eq($worker.version),
            workers::modified_at.eq(Instant::from($worker.modified_at)),
        )
    };
}

/// Writes a new worker.
pub fn insert(conn: &mut Conn, worker: &Worker, password_hash: &str) -> QueryResult<()> {
    diesel::insert_into(workers::table)
        .values((
            workers::id.eq(Id::from(worker.id)),
            workers::password_hash.eq(password_hash),
            workers::created_at.eq(Instant::from(worker.created_at)),
            changing!(worker),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed and locked worker.
pub fn save(conn: &mut Conn, worker: &Worker) -> QueryResult<()> {
    diesel::update(workers::table.find(Id::from(worker.id)))
        .set(changing!(worker))
        .execute(conn)
        .map(|_| ())
}

/// Puts another password in place.
pub fn set_password(conn: &mut Conn, id: WorkerId, password_hash: &str) -> QueryResult<()> {
    diesel::update(workers::table.find(Id::from(id)))
        .set(workers::password_hash.eq(password_hash))
        .execute(conn)
        .map(|_| ())
}
