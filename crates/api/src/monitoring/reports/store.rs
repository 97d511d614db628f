//! Queries of progress reports.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    monitoring::{ProgressReport, ProgressReportDetails, ProgressReportId, ProgressReportStatus},
    parties::WorkerId,
    texts::Lines,
};
use serde::{Deserialize, Serialize};

use super::Conn;
use crate::{
    cases::records::{Order, Wanted, page_of_case},
    db::{
        schema::progress_reports,
        types::{Code, Id, Instant, Json},
    },
    monitoring::reports::routes::ListProgressReports,
};

/// What is read and written whole.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves {
    #[serde(flatten)]
    details: ProgressReportDetails,
    written_by: WorkerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    submitted_by: Option<WorkerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    submitted_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    acknowledged_by: Option<WorkerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    acknowledged_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    acknowledgement: Option<Lines>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = progress_reports)]
struct ReportRow {
    id: Id,
    case_id: Id,
    status: Code<ProgressReportStatus>,
    details: Json<Leaves>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl ReportRow {
    fn read(self) -> ProgressReport {
        let Json(leaves) = self.details;
        ProgressReport {
            id: self.id.to(),
            case_id: self.case_id.to(),
            details: leaves.details,
            status: self.status.0,
            written_by: leaves.written_by,
            submitted_by: leaves.submitted_by,
            submitted_at: leaves.submitted_at,
            acknowledged_by: leaves.acknowledged_by,
            acknowledged_at: leaves.acknowledged_at,
            acknowledgement: leaves.acknowledgement,
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }
}

/// A report.
pub fn find(conn: &mut Conn, id: ProgressReportId) -> QueryResult<Option<ProgressReport>> {
    progress_reports::table
        .find(Id::from(id))
        .select(ReportRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(ReportRow::read))
}

/// A page of the reports of a case.
pub fn list(
    conn: &mut Conn,
    wanted: &Wanted<ListProgressReports>,
) -> QueryResult<Vec<ProgressReport>> {
    let mut query = progress_reports::table
        .select(ReportRow::as_select())
        .into_boxed();
    if let Some(status) = wanted.query.status {
        query = query.filter(progress_reports::status.eq(Code(status)));
    }
    let rows =
        page_of_case!(query, progress_reports, created_at, modified_at, wanted).load(conn)?;
    Ok(rows.into_iter().map(ReportRow::read).collect())
}

/// The columns that change in the life of a report.
macro_rules! changing {
    ($report:expr) => {
        (
            progress_reports::status.eq(Code($report.status)),
            progress_reports::details.eq(Json(Leaves {
                details: $report.details.clone(),
                written_by: $report.written_by,
                submitted_by: $report.submitted_by,
                submitted_at: $report.submitted_at,
                acknowledged_by: $report.acknowledged_by,
                acknowledged_at: $report.acknowledged_at,
                acknowledgement: $report.acknowledgement.clone(),
            })),
            progress_reports::version.eq($report.version),
            progress_reports::modified_at.eq(Instant::from($report.modified_at)),
        )
    };
}

/// Writes a new report.
pub fn insert(conn: &mut Conn, report: &ProgressReport) -> QueryResult<()> {
    diesel::insert_into(progress_reports::table)
        .values((
            progress_reports::id.eq(Id::from(report.id)),
            progress_reports::case_id.eq(Id::from(report.case_id)),
            progress_reports::created_at.eq(Instant::from(report.created_at)),
            changing!(report),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed report where its version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, report: &ProgressReport, before: i64) -> QueryResult<bool> {
    let current = progress_reports::table
        .filter(progress_reports::id.eq(Id::from(report.id)))
        .filter(progress_reports::version.eq(before));
    diesel::update(current)
        .set(changing!(report))
        .execute(conn)
        .map(|changed| changed == 1)
}
