//! Queries of the versions of plans, and of how their parts went.

use diesel::prelude::*;
use domain::{
    cases::CaseId,
    elements::ElementKind,
    intervention::plan::{
        Plan, PlanCourse, PlanDetails, PlanId, PlanProgress, PlanStatus, PlanTaskStatus,
        ProgressDetails, ProgressId,
    },
    words::Word,
};
use uuid::Uuid;

use super::Conn;
use crate::{
    cases::records::{Order, Wanted, page_of_case},
    db::{
        schema::{plan_progress, plans},
        types::{Code, Id, Instant, Json},
    },
    plans::{progress::ListProgress, routes::ListPlans},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = plans)]
struct PlanRow {
    id: Id,
    case_id: Id,
    number: i32,
    previous_id: Option<Id>,
    status: Code<PlanStatus>,
    details: Json<PlanDetails>,
    course: Json<PlanCourse>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl PlanRow {
    fn read(self) -> Plan {
        Plan {
            id: self.id.to(),
            case_id: self.case_id.to(),
            number: self.number,
            previous_id: self.previous_id.map(Id::to),
            details: self.details.0,
            status: self.status.0,
            course: self.course.0,
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }
}

/// A version of a plan.
pub fn find(conn: &mut Conn, id: PlanId) -> QueryResult<Option<Plan>> {
    plans::table
        .find(Id::from(id))
        .select(PlanRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(PlanRow::read))
}

/// The versions of a case that are unfinished or active: two at most.
pub fn current(conn: &mut Conn, case_id: CaseId) -> QueryResult<Vec<Plan>> {
    let current = PlanStatus::all()
        .iter()
        .filter(|status| status.unfinished() || **status == PlanStatus::Active);
    let rows: Vec<PlanRow> = plans::table
        .filter(plans::case_id.eq(Id::from(case_id)))
        .filter(plans::status.eq_any(current.map(|status| status.code())))
        .order(plans::number)
        .select(PlanRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(PlanRow::read).collect())
}

/// The number of the last version of a case; 0 before the first.
pub fn last_number(conn: &mut Conn, case_id: CaseId) -> QueryResult<i32> {
    let last: Option<i32> = plans::table
        .filter(plans::case_id.eq(Id::from(case_id)))
        .select(diesel::dsl::max(plans::number))
        .get_result(conn)?;
    Ok(last.unwrap_or_default())
}

/// A page of the versions of a case.
pub fn list(conn: &mut Conn, wanted: &Wanted<ListPlans>) -> QueryResult<Vec<Plan>> {
    let mut query = plans::table.select(PlanRow::as_select()).into_boxed();
    if let Some(status) = wanted.query.status {
        query = query.filter(plans::status.eq(Code(status)));
    }
    let rows = page_of_case!(query, plans, created_at, modified_at, wanted).load(conn)?;
    Ok(rows.into_iter().map(PlanRow::read).collect())
}

/// The columns that change in the life of a version.
macro_rules! changing {
    ($plan:expr) => {
        (
            plans::status.eq(Code($plan.status)),
            plans::details.eq(Json($plan.details.clone())),
            plans::course.eq(Json($plan.course.clone())),
            plans::version.eq($plan.version),
            plans::modified_at.eq(Instant::from($plan.modified_at)),
        )
    };
}

/// Writes a new version.
pub fn insert(conn: &mut Conn, plan: &Plan) -> QueryResult<()> {
    diesel::insert_into(plans::table)
        .values((
            plans::id.eq(Id::from(plan.id)),
            plans::case_id.eq(Id::from(plan.case_id)),
            plans::number.eq(plan.number),
            plans::previous_id.eq(plan.previous_id.map(Id::from)),
            plans::created_at.eq(Instant::from(plan.created_at)),
            changing!(plan),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed version of a plan where its record's version is still `before`; `false` if it
/// is not.
pub fn save(conn: &mut Conn, plan: &Plan, before: i64) -> QueryResult<bool> {
    let current = plans::table
        .filter(plans::id.eq(Id::from(plan.id)))
        .filter(plans::version.eq(before));
    diesel::update(current)
        .set(changing!(plan))
        .execute(conn)
        .map(|changed| changed == 1)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = plan_progress)]
struct ProgressRow {
    id: Id,
    plan_id: Id,
    case_id: Id,
    kind: Code<ElementKind>,
    details: Json<ProgressDetails>,
    recorded_by: Id,
    created_at: Instant,
}

impl ProgressRow {
    fn read(self) -> PlanProgress {
        PlanProgress {
            id: self.id.to(),
            plan_id: self.plan_id.to(),
            case_id: self.case_id.to(),
            kind: self.kind.0,
            details: self.details.0,
            recorded_by: self.recorded_by.to(),
            created_at: self.created_at.0,
        }
    }
}

/// Writes how a part went.
pub fn insert_progress(conn: &mut Conn, progress: &PlanProgress) -> QueryResult<()> {
    diesel::insert_into(plan_progress::table)
        .values((
            plan_progress::id.eq(Id::from(progress.id)),
            plan_progress::plan_id.eq(Id::from(progress.plan_id)),
            plan_progress::case_id.eq(Id::from(progress.case_id)),
            plan_progress::element_id.eq(Id(progress.details.element_id)),
            plan_progress::kind.eq(Code(progress.kind)),
            plan_progress::details.eq(Json(progress.details.clone())),
            plan_progress::recorded_by.eq(Id::from(progress.recorded_by)),
            plan_progress::created_at.eq(Instant::from(progress.created_at)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// How a part went at one time.
pub fn find_progress(conn: &mut Conn, id: ProgressId) -> QueryResult<Option<PlanProgress>> {
    plan_progress::table
        .find(Id::from(id))
        .select(ProgressRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(ProgressRow::read))
}

/// What was told of the tasks of the plans of a case, the latest last.
pub fn task_statuses(conn: &mut Conn, case_id: CaseId) -> QueryResult<Vec<(Uuid, PlanTaskStatus)>> {
    let rows: Vec<Json<ProgressDetails>> = plan_progress::table
        .filter(plan_progress::case_id.eq(Id::from(case_id)))
        .filter(plan_progress::kind.eq(Code(ElementKind::PlanTask)))
        .order((plan_progress::created_at, plan_progress::id))
        .select(plan_progress::details)
        .load(conn)?;
    let told = |Json(told): Json<ProgressDetails>| Some((told.element_id, told.task_status?));
    Ok(rows.into_iter().filter_map(told).collect())
}

/// A page of how the parts of the plans of a case went.
pub fn list_progress(
    conn: &mut Conn,
    wanted: &Wanted<ListProgress>,
) -> QueryResult<Vec<PlanProgress>> {
    let mut query = plan_progress::table
        .select(ProgressRow::as_select())
        .into_boxed();
    if let Some(element) = wanted.query.element_id {
        query = query.filter(plan_progress::element_id.eq(Id(element)));
    }
    let rows = page_of_case!(query, plan_progress, created_at, created_at, wanted).load(conn)?;
    Ok(rows.into_iter().map(ProgressRow::read).collect())
}
