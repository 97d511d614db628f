//! Qualifications of workers: read, recorded, changed, withdrawn.

use actix_web::{HttpResponse, web::Path};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Action,
    parties::{
        QualificationId, WorkerId,
        qualification::{
            NewQualification, Qualification, QualificationDetails, QualificationEvent,
            QualificationKind, QualificationWithdrawal, WithdrawQualification,
            decide_amend_qualification, decide_withdraw_qualification,
        },
    },
    warnings::Fault,
};
use serde::Deserialize;

use crate::{
    act::{Act, Answer, Stop, Write},
    cases::records::new_or_made,
    events::Of,
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::{Page, Slice},
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    parties::{RegisterOrder, invalid, persons::load::today, workers::routes::of_worker},
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_qualifications, Action::ReadQualifications),
        route!(record_qualification, Action::KeepQualifications),
        route!(get_qualification, Action::ReadQualifications),
        route!(amend_qualification, Action::KeepQualifications, if_match),
        route!(withdraw_qualification, Action::KeepQualifications, if_match),
    ]
}

/// The kind of record that a qualification is.
const KIND: &str = "qualification";

/// Which qualifications are wanted.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedQualifications {
    /// Only those of this kind.
    #[param(inline)]
    pub kind: Option<QualificationKind>,
    /// Only what was changed after this time; with `sort=modified_at`.
    pub modified_after: Option<DateTime<Utc>>,
    /// The order: `created_at`, as they were recorded, or `modified_at`, the oldest change first.
    #[param(inline)]
    #[serde(default)]
    pub sort: RegisterOrder,
    /// How many at most.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<usize>,
    /// Where the page starts: the `next_cursor` of the one before.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// List what a worker is qualified for
///
/// Expired and withdrawn qualifications included. For the caseworkers of the worker's unit, and
/// supervisors, directors, administrators and auditors in its reach.
#[utoipa::path(get, path = "/v1/workers/{worker_id}/qualifications", tag = "parties",
    params(("worker_id" = WorkerId, Path, description = "The worker."), WantedQualifications),
    responses((status = 200, description = "A page of qualifications.", body = Page<Qualification>)))]
pub async fn list_qualifications(
    read: Read,
    path: Path<WorkerId>,
    wanted: Query<WantedQualifications>,
) -> Result<HttpResponse, ApiError> {
    let (id, Query(wanted)) = (path.into_inner(), wanted);
    let filters = (id, wanted.kind, wanted.modified_after, wanted.sort);
    let (list, sort, cursor) = ("list_qualifications", wanted.sort, wanted.cursor.as_deref());
    let slice = Slice::new(&read.app, list, &filters, wanted.limit, cursor)?;
    let part = slice.clone();
    let (found, _) = read
        .find(move |tx, _| {
            let Some((_, levels)) = on!(tx, workers::find(id))? else {
                return Ok(None);
            };
            let found = on!(tx, qualifications::list(id, &wanted, &part))?;
            Ok(Some((found, of_worker(&levels))))
        })
        .await?;
    let page = slice.page(&read.app, found, |one| {
        sort.place(one.modified_at, one.id.0)
    })?;
    read.page(&page)
}

/// Record a qualification of a worker
///
/// With which the worker may carry out techniques that need it, or take the chair of a case
/// conference. By an administrator of the worker's unit. What is awarded later is recorded then
/// (422 `date_in_future`), the last day is not before the first (422 `date_too_early`), and `other`
/// has a name (422 `required`).
#[utoipa::path(post, path = "/v1/workers/{worker_id}/qualifications", tag = "parties",
    params(("worker_id" = WorkerId, Path, description = "The worker.")),
    request_body = NewQualification,
    responses(
        (status = 201, description = "The qualification.", body = Qualification),
        (status = 200, description = "The qualification that the same command with the same `id` made before, as it is now.", body = Qualification)))]
pub async fn record_qualification(
    write: Write,
    path: Path<WorkerId>,
    body: Body<NewQualification>,
) -> Result<HttpResponse, ApiError> {
    let worker_id = path.into_inner();
    let NewQualification { id, details } = body.value;
    write
        .act(body.sent, move |act| {
            let today = permit(act, worker_id, None)?;
            let made = new_or_made(act, KIND, id.map(|id| id.0), |tx, id| {
                let found = on!(tx, qualifications::find(QualificationId(id)))?;
                Ok(found.filter(|one| one.worker_id == worker_id))
            })?;
            let id = match made {
                Ok(id) => QualificationId(id),
                Err(one) => return Ok(Answer::ok(&one)?.version(one.version)),
            };
            faultless(details.faults(today))?;
            let by = act.worker()?;
            let one = Qualification::recorded(id, worker_id, details, by, act.now);
            on!(act.tx, qualifications::insert(&one))?;
            let kind = one.details.kind;
            act.record(of(id), 1, &QualificationEvent::Recorded { worker_id, kind })?;
            Ok(Answer::created(&one, format!("/v1/qualifications/{id}"))?.version(1))
        })
        .await
}

/// Read a qualification
///
/// For whoever reads the list it is in.
#[utoipa::path(get, path = "/v1/qualifications/{qualification_id}", tag = "parties",
    params(("qualification_id" = QualificationId, Path, description = "The qualification.")),
    responses((status = 200, description = "The qualification.", body = Qualification)))]
pub async fn get_qualification(
    read: Read,
    path: Path<QualificationId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let (one, _) = read
        .find(move |tx, _| {
            let Some(one) = on!(tx, qualifications::find(id))? else {
                return Ok(None);
            };
            let worker = on!(tx, workers::find(one.worker_id))?;
            Ok(worker.map(|(_, levels)| (one, of_worker(&levels))))
        })
        .await?;
    read.answer(&one, one.version)
}

/// Change a qualification
///
/// Extended, or told better; what it said before is kept, encrypted. By an administrator of the
/// worker's unit. Refused: `qualification_withdrawn`; and what is refused of a new one.
#[utoipa::path(patch, path = "/v1/qualifications/{qualification_id}", tag = "parties",
    params(("qualification_id" = QualificationId, Path, description = "The qualification.")),
    request_body(content = PatchOf<QualificationDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The qualification now.", body = Qualification)))]
pub async fn amend_qualification(
    write: Write,
    path: Path<QualificationId>,
    patch: Patch<QualificationDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let (mut one, today) = permitted(act, id)?;
            let details = patch.merge(act.app(), &one.details)?;
            faultless(details.faults(today))?;
            let events = decide_amend_qualification(&one, &details)?;
            if !events.is_empty() {
                act.keep_version(KIND, id.0, one.version, &one.details)?;
                one.details = details;
                save(act, &mut one, &events)?;
            }
            Ok(Answer::ok(&one)?.version(one.version))
        })
        .await
}

/// Withdraw a qualification
///
/// It was revoked, or recorded by mistake: from a day on, today unless told, it counts no longer.
/// It stays on record, and so does what was done by it. By an administrator of the worker's unit.
/// Refused: `qualification_withdrawn`; a day in the future (422 `date_in_future`) or before the
/// first (422 `date_too_early`).
#[utoipa::path(post, path = "/v1/qualifications/{qualification_id}/withdrawal", tag = "parties",
    params(("qualification_id" = QualificationId, Path, description = "The qualification.")),
    request_body = WithdrawQualification,
    responses((status = 200, description = "The qualification, withdrawn.", body = Qualification)))]
pub async fn withdraw_qualification(
    write: Write,
    path: Path<QualificationId>,
    body: Body<WithdrawQualification>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (mut one, today) = permitted(act, id)?;
            faultless(command.faults(&one, today))?;
            let withdrawn_on = command.on(today);
            let events = decide_withdraw_qualification(&one, withdrawn_on)?;
            one.withdrawal = Some(QualificationWithdrawal {
                withdrawn_on,
                reason: command.reason,
                recorded_by: act.worker()?,
                recorded_at: act.now,
            });
            save(act, &mut one, &events)?;
            Ok(Answer::ok(&one)?.version(one.version))
        })
        .await
}

/// Asks whether the act may be done to what this worker is qualified for; the date at the worker's
/// unit.
fn permit(act: &mut Act<'_, '_>, id: WorkerId, version: Option<i64>) -> Result<NaiveDate, Stop> {
    let (worker, levels) = on!(act.tx, workers::find(id))?.ok_or(ProblemCode::NotFound)?;
    act.permit(&of_worker(&levels), version)?;
    Ok(today(act.tx, worker.details.unit_id, act.now)?)
}

/// The qualification for a permitted act, and the date at its worker's unit.
fn permitted(
    act: &mut Act<'_, '_>,
    id: QualificationId,
) -> Result<(Qualification, NaiveDate), Stop> {
    let one = on!(act.tx, qualifications::find(id))?.ok_or(ProblemCode::NotFound)?;
    let today = permit(act, one.worker_id, Some(one.version))?;
    Ok((one, today))
}

fn faultless(faults: Vec<Fault>) -> Result<(), Stop> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(invalid(faults))
    }
}

/// Saves a changed qualification as its next version, and tells what happened.
fn save(
    act: &mut Act<'_, '_>,
    one: &mut Qualification,
    events: &[QualificationEvent],
) -> Result<(), Stop> {
    let before = one.version;
    one.version += 1;
    one.modified_at = act.now;
    if !on!(act.tx, qualifications::save(one, before))? {
        return Err(Problem::stale(before).into());
    }
    events
        .iter()
        .try_for_each(|event| act.record(of(one.id), one.version, event))
}

/// What an event is about.
const fn of(id: QualificationId) -> Of {
    Of {
        kind: KIND,
        id: id.0,
        case_id: None,
    }
}
