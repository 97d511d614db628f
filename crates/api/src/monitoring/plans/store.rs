//! Queries of monitoring plans.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{
    cases::CaseId,
    monitoring::{
        Interval, MonitoringPlan, MonitoringPlanDetails, MonitoringPlanId, MonitoringPlanStatus,
    },
    parties::WorkerId,
    texts::Lines,
};
use serde::{Deserialize, Serialize};

use super::Conn;
use crate::{
    cases::records::{Order, Wanted, page_of_case},
    db::{
        schema::monitoring_plans,
        types::{Code, Id, Instant, Json},
    },
    monitoring::plans::routes::ListMonitoringPlans,
};

/// What is read and written whole.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves {
    #[serde(flatten)]
    details: MonitoringPlanDetails,
    starts_on: NaiveDate,
    intervals: Vec<Interval>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end_reason: Option<Lines>,
    set_by: WorkerId,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = monitoring_plans)]
struct MonitoringPlanRow {
    id: Id,
    case_id: Id,
    status: Code<MonitoringPlanStatus>,
    details: Json<Leaves>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl MonitoringPlanRow {
    fn read(self) -> MonitoringPlan {
        let Json(leaves) = self.details;
        MonitoringPlan {
            id: self.id.to(),
            case_id: self.case_id.to(),
            details: leaves.details,
            starts_on: leaves.starts_on,
            intervals: leaves.intervals,
            status: self.status.0,
            ended_on: leaves.ended_on,
            end_reason: leaves.end_reason,
            set_by: leaves.set_by,
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }
}

/// A monitoring plan.
pub fn find(conn: &mut Conn, id: MonitoringPlanId) -> QueryResult<Option<MonitoringPlan>> {
    monitoring_plans::table
        .find(Id::from(id))
        .select(MonitoringPlanRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(MonitoringPlanRow::read))
}

/// A page of the monitoring plans of a case.
pub fn list(
    conn: &mut Conn,
    wanted: &Wanted<ListMonitoringPlans>,
) -> QueryResult<Vec<MonitoringPlan>> {
    let mut query = monitoring_plans::table
        .select(MonitoringPlanRow::as_select())
        .into_boxed();
    if let Some(status) = wanted.query.status {
        query = query.filter(monitoring_plans::status.eq(Code(status)));
    }
    let rows =
        page_of_case!(query, monitoring_plans, created_at, modified_at, wanted).load(conn)?;
    Ok(rows.into_iter().map(MonitoringPlanRow::read).collect())
}

/// The active ones of a case, the oldest first.
pub fn active(conn: &mut Conn, case_id: CaseId) -> QueryResult<Vec<MonitoringPlan>> {
    let rows: Vec<MonitoringPlanRow> = monitoring_plans::table
        .filter(monitoring_plans::case_id.eq(Id::from(case_id)))
        .filter(monitoring_plans::status.eq(Code(MonitoringPlanStatus::Active)))
        .order((monitoring_plans::created_at, monitoring_plans::id))
        .select(MonitoringPlanRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(MonitoringPlanRow::read).collect())
}

/// The columns that change in the life of a monitoring plan.
macro_rules! changing {
    ($plan:expr) => {
        (
            monitoring_plans::status.eq(Code($plan.status)),
            monitoring_plans::details.eq(Json(Leaves {
                details: $plan.details.clone(),
                starts_on: $plan.starts_on,
                intervals: $plan.intervals.clone(),
                ended_on: $plan.ended_on,
                end_reason: $plan.end_reason.clone(),
                set_by: $plan.set_by,
            })),
            monitoring_plans::version.eq($plan.version),
            monitoring_plans::modified_at.eq(Instant::from($plan.modified_at)),
        )
    };
}

/// Writes a new monitoring plan.
pub fn insert(conn: &mut Conn, plan: &MonitoringPlan) -> QueryResult<()> {
    diesel::insert_into(monitoring_plans::table)
        .values((
            monitoring_plans::id.eq(Id::from(plan.id)),
            monitoring_plans::case_id.eq(Id::from(plan.case_id)),
            monitoring_plans::created_at.eq(Instant::from(plan.created_at)),
            changing!(plan),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed monitoring plan where its version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, plan: &MonitoringPlan, before: i64) -> QueryResult<bool> {
    let current = monitoring_plans::table
        .filter(monitoring_plans::id.eq(Id::from(plan.id)))
        .filter(monitoring_plans::version.eq(before));
    diesel::update(current)
        .set(changing!(plan))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// Notes the last day on which the next due date is met on time.
pub fn set_due(
    conn: &mut Conn,
    id: MonitoringPlanId,
    due_by_on: Option<NaiveDate>,
) -> QueryResult<()> {
    diesel::update(monitoring_plans::table.find(Id::from(id)))
        .set(monitoring_plans::due_by_on.eq(due_by_on))
        .execute(conn)
        .map(|_| ())
}

/// The last day on which what is next to be monitored of a case is done on time.
pub fn first_due_on(conn: &mut Conn, case_id: CaseId) -> QueryResult<Option<NaiveDate>> {
    monitoring_plans::table
        .filter(monitoring_plans::case_id.eq(Id::from(case_id)))
        .filter(monitoring_plans::status.eq(Code(MonitoringPlanStatus::Active)))
        .select(diesel::dsl::min(monitoring_plans::due_by_on))
        .get_result(conn)
}
