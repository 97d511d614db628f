//! Progress reports on a case: drafted, submitted, acknowledged.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::{Action, CaseFacts, Facts},
    cases::CaseId,
    monitoring::{
        AcknowledgeReport, MonitoringEvent, NewProgressReport, ProgressReport,
        ProgressReportDetails, ProgressReportId, ProgressReportStatus, decide_acknowledge_report,
        decide_draft_report, decide_edit_report, decide_submit_report,
    },
    words::RecordId,
};
use serde_json::Value;

use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        load::{self, Loaded},
        records::{CaseRecord, case_record, list_query, new_or_made, one_of, page_of},
    },
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::Page,
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    monitoring::{calendar, faultless},
    on,
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_progress_reports, Action::ReadCaseRecords),
        route!(draft_progress_report, Action::WriteMonitoring),
        route!(get_progress_report, Action::ReadCaseRecords),
        route!(edit_progress_report, Action::WriteMonitoring, if_match),
        route!(submit_progress_report, Action::WriteMonitoring, if_match),
        route!(
            acknowledge_progress_report,
            Action::AcknowledgeReport,
            if_match
        ),
    ]
}

list_query! {
    /// Which reports are asked for.
    ListProgressReports {
        /// Only those that stand so.
        #[param(inline)]
        status: ProgressReportStatus,
    }
}

case_record!(ProgressReport, newest by created_at, modified by modified_at, version);

/// List the progress reports of a case
///
/// The newest first. For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/progress-reports", tag = "monitoring",
    params(("case_id" = CaseId, Path, description = "The case."), ListProgressReports),
    responses((status = 200, description = "A page of reports.", body = Page<ProgressReport>)))]
pub async fn list_progress_reports(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListProgressReports>,
) -> Result<HttpResponse, ApiError> {
    page_of(
        &read,
        "list_progress_reports",
        *path,
        query.0,
        |tx, _, wanted| on!(tx, progress_reports::list(wanted)),
    )
    .await
}

/// Begin a progress report
///
/// A draft about a time that has passed. For the responsible worker. Refused: `case_closed`; days
/// in the wrong order or in the future (422 `date_too_early`, `date_in_future`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/progress-reports", tag = "monitoring",
    params(("case_id" = CaseId, Path, description = "The case.")),
    request_body = NewProgressReport,
    responses((status = 201, description = "The draft.", body = ProgressReport),
        (status = 200, description = "The report that the same command with the same `id` made before, as it is now.", body = ProgressReport)))]
pub async fn draft_progress_report(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewProgressReport>,
) -> Result<HttpResponse, ApiError> {
    let case_id = path.into_inner();
    let NewProgressReport { id, details } = body.value;
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let by = act.worker()?;
            let made = new_or_made(act, KIND, id.map(RecordId::uuid), |tx, id| {
                let made = on!(tx, progress_reports::find(ProgressReportId(id)))?;
                Ok(made.filter(|report| report.case_id == case_id))
            })?;
            let id = match made {
                Ok(id) => ProgressReportId(id),
                Err(report) => return report.made_before(),
            };
            let today = calendar(act.tx, &case.case)?.date(act.now);
            faultless(details.faults(today))?;
            let events = decide_draft_report(&case.case, &details)?;
            let report = ProgressReport::draft(id, &case.case, details, by, act.now);
            on!(act.tx, progress_reports::insert(&report))?;
            record(act, &report, &events)?;
            let place = format!("/v1/progress-reports/{id}");
            Ok(Answer::created(&report, place)?.version(report.version))
        })
        .await
}

/// Read a progress report
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/progress-reports/{progress_report_id}", tag = "monitoring",
    params(("progress_report_id" = ProgressReportId, Path, description = "The report.")),
    responses((status = 200, description = "The report.", body = ProgressReport)))]
pub async fn get_progress_report(
    read: Read,
    path: Path<ProgressReportId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| on!(tx, progress_reports::find(id))).await
}

/// Edit the draft of a progress report
///
/// What it said before is kept, encrypted. For the responsible worker. Refused: `report_not_draft`,
/// `case_closed`; days in the wrong order or in the future (422 `date_too_early`,
/// `date_in_future`).
#[utoipa::path(patch, path = "/v1/progress-reports/{progress_report_id}", tag = "monitoring",
    params(("progress_report_id" = ProgressReportId, Path, description = "The report.")),
    request_body(content = PatchOf<ProgressReportDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The report as it is now.", body = ProgressReport)))]
pub async fn edit_progress_report(
    write: Write,
    path: Path<ProgressReportId>,
    patch: Patch<ProgressReportDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let (case, mut report) = lock(act, id)?;
            let details = patch.merge(act.app(), &report.details)?;
            let today = calendar(act.tx, &case.case)?.date(act.now);
            faultless(details.faults(today))?;
            let events = decide_edit_report(&case.case, &report, &details)?;
            if !events.is_empty() {
                act.keep_version(KIND, id.0, report.version, &report.details)?;
                report.details = details;
                save(act, &mut report, &events)?;
            }
            Ok(Answer::ok(&report)?.version(report.version))
        })
        .await
}

/// Submit a progress report
///
/// From then on it is not edited. For the responsible worker. Refused: `report_not_draft`,
/// `report_incomplete` while the analysis or the client's own view is missing, `case_closed`.
#[utoipa::path(post, path = "/v1/progress-reports/{progress_report_id}/submission", tag = "monitoring",
    params(("progress_report_id" = ProgressReportId, Path, description = "The report.")),
    responses((status = 200, description = "The report, submitted.", body = ProgressReport)))]
pub async fn submit_progress_report(
    write: Write,
    path: Path<ProgressReportId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(Value::Null, move |act| {
            let (case, mut report) = lock(act, id)?;
            let by = act.worker()?;
            let events = decide_submit_report(&case.case, &report, by, act.now)?;
            save(act, &mut report, &events)?;
            Ok(Answer::ok(&report)?.version(report.version))
        })
        .await
}

/// Acknowledge a progress report
///
/// By a supervisor or director in reach who neither wrote or submitted it nor answers for the case;
/// also once the case is closed. Refused: `report_not_submitted`, `own_request`.
#[utoipa::path(post, path = "/v1/progress-reports/{progress_report_id}/acknowledgement", tag = "monitoring",
    params(("progress_report_id" = ProgressReportId, Path, description = "The report.")),
    request_body = AcknowledgeReport,
    responses((status = 200, description = "The report, acknowledged.", body = ProgressReport)))]
pub async fn acknowledge_progress_report(
    write: Write,
    path: Path<ProgressReportId>,
    body: Body<AcknowledgeReport>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let AcknowledgeReport { note } = body.value;
    write
        .act(body.sent, move |act| {
            let (_, mut report) = lock(act, id)?;
            let by = act.worker()?;
            let events = decide_acknowledge_report(&report, by, act.now)?;
            report.acknowledgement = note;
            save(act, &mut report, &events)?;
            Ok(Answer::ok(&report)?.version(report.version))
        })
        .await
}

const KIND: &str = "progress_report";

/// The report for a permitted act, with its case, whose row is locked. Who submitted it, or else
/// wrote it, is who asks for the acknowledgement.
fn lock(act: &mut Act<'_, '_>, id: ProgressReportId) -> Result<(Loaded, ProgressReport), Stop> {
    let found = on!(act.tx, progress_reports::find(id))?.ok_or(ProblemCode::NotFound)?;
    let case = load::lock(act, found.case_id)?;
    let report = on!(act.tx, progress_reports::find(id))?.ok_or(ProblemCode::NotFound)?;
    let facts = Facts::Case(CaseFacts {
        requested_by: report.submitted_by.or(Some(report.written_by)),
        ..case.case_facts(None)
    });
    act.permit(&facts, Some(report.version))?;
    Ok((case, report))
}

/// Takes over what the act decided, as the next version.
fn save(
    act: &mut Act<'_, '_>,
    report: &mut ProgressReport,
    events: &[MonitoringEvent],
) -> Result<(), Stop> {
    let before = report.version;
    events.iter().for_each(|event| report.apply(event));
    report.version += 1;
    report.modified_at = act.now;
    if !on!(act.tx, progress_reports::save(report, before))? {
        return Err(Problem::stale(before).into());
    }
    record(act, report, events)
}

fn record(
    act: &mut Act<'_, '_>,
    report: &ProgressReport,
    events: &[MonitoringEvent],
) -> Result<(), Stop> {
    let of = load::of_part(report.case_id, KIND, report.id);
    events
        .iter()
        .try_for_each(|event| act.record(of, report.version, event))
}
