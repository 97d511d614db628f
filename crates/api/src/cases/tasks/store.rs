//! Queries of tasks.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::{
    cases::{CaseId, CaseTask, TaskDetails, TaskId, TaskStatus},
    parties::{UnitId, WorkerId},
    texts::Lines,
};
use serde::{Deserialize, Serialize};

use super::Conn;
use crate::{
    cases::{
        records::{Order, Wanted, page_of_case},
        tasks::routes::ListTasks,
    },
    db::{
        schema::{tasks, workers},
        types::{Code, Id, Instant, Json},
    },
};

/// What is read and written whole.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves {
    text: Lines,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner_id: Option<WorkerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cancel_reason: Option<Lines>,
    added_by: WorkerId,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = tasks)]
struct TaskRow {
    id: Id,
    case_id: Id,
    note_id: Option<Id>,
    status: Code<TaskStatus>,
    due_on: Option<NaiveDate>,
    details: Json<Leaves>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl TaskRow {
    fn read(self) -> CaseTask {
        let Json(leaves) = self.details;
        CaseTask {
            id: self.id.to(),
            case_id: self.case_id.to(),
            note_id: self.note_id.map(Id::to),
            details: TaskDetails {
                text: leaves.text,
                due_on: self.due_on,
                owner_id: leaves.owner_id,
            },
            status: self.status.0,
            ended_at: leaves.ended_at,
            cancel_reason: leaves.cancel_reason,
            added_by: leaves.added_by,
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }
}

/// The case of a task.
pub fn case_of(conn: &mut Conn, id: TaskId) -> QueryResult<Option<CaseId>> {
    tasks::table
        .find(Id::from(id))
        .select(tasks::case_id)
        .get_result::<Id>(conn)
        .optional()
        .map(|id| id.map(Id::to))
}

/// A task.
pub fn find(conn: &mut Conn, id: TaskId) -> QueryResult<Option<CaseTask>> {
    tasks::table
        .find(Id::from(id))
        .select(TaskRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(TaskRow::read))
}

/// A page of the tasks of a case.
pub fn list(conn: &mut Conn, wanted: &Wanted<ListTasks>) -> QueryResult<Vec<CaseTask>> {
    let mut query = tasks::table.select(TaskRow::as_select()).into_boxed();
    if let Some(status) = wanted.query.status {
        query = query.filter(tasks::status.eq(Code(status)));
    }
    let rows = page_of_case!(query, tasks, created_at, modified_at, wanted).load(conn)?;
    Ok(rows.into_iter().map(TaskRow::read).collect())
}

/// The columns that change in the life of a task.
macro_rules! changing {
    ($task:expr) => {
        (
            tasks::status.eq(Code($task.status)),
            tasks::due_on.eq($task.details.due_on),
            tasks::details.eq(Json(Leaves {
                text: $task.details.text.clone(),
                owner_id: $task.details.owner_id,
                ended_at: $task.ended_at,
                cancel_reason: $task.cancel_reason.clone(),
                added_by: $task.added_by,
            })),
            tasks::version.eq($task.version),
            tasks::modified_at.eq(Instant::from($task.modified_at)),
        )
    };
}

/// Writes a new task.
pub fn insert(conn: &mut Conn, task: &CaseTask) -> QueryResult<()> {
    diesel::insert_into(tasks::table)
        .values((
            tasks::id.eq(Id::from(task.id)),
            tasks::case_id.eq(Id::from(task.case_id)),
            tasks::note_id.eq(task.note_id.map(Id::from)),
            tasks::created_at.eq(Instant::from(task.created_at)),
            changing!(task),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed task where its version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, task: &CaseTask, before: i64) -> QueryResult<bool> {
    let current = tasks::table
        .filter(tasks::id.eq(Id::from(task.id)))
        .filter(tasks::version.eq(before));
    diesel::update(current)
        .set(changing!(task))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// The unit of a worker who may be given work.
pub fn unit_of_owner(conn: &mut Conn, id: WorkerId) -> QueryResult<Option<UnitId>> {
    workers::table
        .find(Id::from(id))
        .filter(workers::active)
        .select(workers::unit_id)
        .get_result::<Id>(conn)
        .optional()
        .map(|unit| unit.map(Id::to))
}

/// The first day by which an open task of a case is to be done.
pub fn first_due_on(conn: &mut Conn, case_id: CaseId) -> QueryResult<Option<NaiveDate>> {
    tasks::table
        .filter(tasks::case_id.eq(Id::from(case_id)))
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>(
            "tasks.status = 'open'",
        ))
        .select(diesel::dsl::min(tasks::due_on))
        .get_result(conn)
}

/// The open tasks of a case, the oldest first: what keeps it from closing.
pub fn open_ones(conn: &mut Conn, case_id: CaseId) -> QueryResult<Vec<TaskId>> {
    // The word stands in the query as it stands in the partial index.
    let open = diesel::dsl::sql::<diesel::sql_types::Bool>("tasks.status = 'open'");
    let ids: Vec<Id> = tasks::table
        .filter(tasks::case_id.eq(Id::from(case_id)))
        .filter(open)
        .order(tasks::id)
        .select(tasks::id)
        .load(conn)?;
    Ok(ids.into_iter().map(Id::to).collect())
}
