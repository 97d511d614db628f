//! Queries of the qualifications of workers.

use diesel::prelude::*;
use domain::parties::{
    QualificationId, WorkerId,
    qualification::{Qualification, QualificationDetails, QualificationWithdrawal},
};

use super::Conn;
use crate::{
    db::{
        schema::{worker_qualifications, workers},
        types::{Code, Id, Instant, Json},
    },
    http::paging::Slice,
    parties::{RegisterOrder, in_order, qualifications::routes::WantedQualifications},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = worker_qualifications)]
struct QualificationRow {
    id: Id,
    worker_id: Id,
    details: Json<QualificationDetails>,
    withdrawal: Option<Json<QualificationWithdrawal>>,
    recorded_by: Id,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl QualificationRow {
    fn read(self) -> Qualification {
        Qualification {
            id: self.id.to(),
            worker_id: self.worker_id.to(),
            details: self.details.0,
            withdrawal: self.withdrawal.map(|it| it.0),
            recorded_by: self.recorded_by.to(),
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }
}

/// A qualification.
pub fn find(conn: &mut Conn, id: QualificationId) -> QueryResult<Option<Qualification>> {
    worker_qualifications::table
        .find(Id::from(id))
        .select(QualificationRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(QualificationRow::read))
}

/// What a worker is or was qualified for, in the order that is wanted.
pub fn list(
    conn: &mut Conn,
    worker: WorkerId,
    wanted: &WantedQualifications,
    slice: &Slice,
) -> QueryResult<Vec<Qualification>> {
    let mut query = worker_qualifications::table
        .filter(worker_qualifications::worker_id.eq(Id::from(worker)))
        .select(QualificationRow::as_select())
        .into_boxed();
    if let Some(kind) = wanted.kind {
        query = query.filter(worker_qualifications::kind.eq(Code(kind)));
    }
    let query = in_order!(
        query,
        worker_qualifications,
        wanted.sort,
        wanted.modified_after,
        slice.after
    );
    let rows: Vec<QualificationRow> = query.limit(slice.fetch()).load(conn)?;
    Ok(rows.into_iter().map(QualificationRow::read).collect())
}

/// All that the active ones of these workers are or were qualified for.
pub fn of_active(conn: &mut Conn, of: &[WorkerId]) -> QueryResult<Vec<Qualification>> {
    let of: Vec<Id> = of.iter().copied().map(Id::from).collect();
    let rows: Vec<QualificationRow> = worker_qualifications::table
        .inner_join(workers::table)
        .filter(worker_qualifications::worker_id.eq_any(of))
        .filter(workers::active)
        .select(QualificationRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(QualificationRow::read).collect())
}

/// The columns that change in the life of a qualification.
macro_rules! changing {
    ($one:expr) => {
        (
            worker_qualifications::kind.eq(Code($one.details.kind)),
            worker_qualifications::details.eq(Json($one.details.clone())),
            worker_qualifications::withdrawal.eq($one.withdrawal.clone().map(Json)),
            worker_qualifications::version.eq($one.version),
            worker_qualifications::modified_at.eq(Instant::from($one.modified_at)),
        )
    };
}

/// Writes a new qualification.
pub fn insert(conn: &mut Conn, one: &Qualification) -> QueryResult<()> {
    diesel::insert_into(worker_qualifications::table)
        .values((
            worker_qualifications::id.eq(Id::from(one.id)),
            worker_qualifications::worker_id.eq(Id::from(one.worker_id)),
            worker_qualifications::recorded_by.eq(Id::from(one.recorded_by)),
            worker_qualifications::created_at.eq(Instant::from(one.created_at)),
            changing!(one),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed qualification where its version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, one: &Qualification, before: i64) -> QueryResult<bool> {
    let current = worker_qualifications::table
        .filter(worker_qualifications::id.eq(Id::from(one.id)))
        .filter(worker_qualifications::version.eq(before));
    diesel::update(current)
        .set(changing!(one))
        .execute(conn)
        .map(|changed| changed == 1)
}
