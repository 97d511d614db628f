//! Workers: read, registered, changed.

use actix_web::{HttpResponse, web::Path};
use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Facts, Role, UnitFacts, WorkerFacts, decide, visible_register},
    changes::changed_fields,
    parties::{
        UnitId, WorkerId,
        events::WorkerEvent,
        worker::{NewWorker, Worker, WorkerDetails, review},
    },
};
use serde::Deserialize;

use super::{
    standing::NewPassword,
    views::{CaseworkerName, WorkerWithPassword},
};
use crate::{
    act::{Act, Answer, Creation, Stop, Write},
    db::{Lane, types::Levels},
    events::Of,
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::{Page, PageQuery, Slice},
        problem::{ApiError, ProblemCode},
        routes::Route,
    },
    identity::routes::rights_changed,
    on,
    parties::{RegisterOrder, invalid, named_unit, taken, units, unless_taken},
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        route!(list_workers, Action::ListWorkers),
        route!(create_worker, Action::CreateWorker),
        route!(get_worker, Action::ReadWorker),
        route!(amend_worker, Action::AmendWorker, if_match),
        route!(list_caseworkers, Action::ListCaseworkers),
    ];
    routes.extend(super::standing::routes());
    routes
}

/// Which workers are wanted.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedWorkers {
    /// Those who belong to this unit.
    #[param(inline)]
    pub unit_id: Option<UnitId>,
    /// Those who may log in, or those who may not.
    pub active: Option<bool>,
    /// Those who hold this role anywhere.
    #[param(inline)]
    pub role: Option<Role>,
    /// Only what was changed after this time; with `sort=modified_at`.
    pub modified_after: Option<DateTime<Utc>>,
    /// The order: `created_at`, as they were made, or `modified_at`, the oldest change first.
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

/// List workers
///
/// Those who belong to units where you are administrator or auditor, and below, in the order in
/// which they were registered or, for incremental pulls, changed.
#[utoipa::path(get, path = "/v1/workers", tag = "parties", params(WantedWorkers),
    responses((status = 200, description = "A page of workers.", body = Page<Worker>)))]
pub async fn list_workers(
    read: Read,
    wanted: Query<WantedWorkers>,
) -> Result<HttpResponse, ApiError> {
    let Query(wanted) = wanted;
    read.decide(&Facts::Register)?;
    let filters = (
        wanted.unit_id,
        wanted.active,
        wanted.role,
        wanted.modified_after,
        wanted.sort,
    );
    let (limit, cursor, sort) = (wanted.limit, wanted.cursor.clone(), wanted.sort);
    let slice = Slice::new(
        &read.app,
        "list_workers",
        &filters,
        limit,
        cursor.as_deref(),
    )?;
    let parts = visible_register(&read.caller.actor);
    let part = slice.clone();
    let workers: Vec<Worker> = read
        .app
        .db()
        .read(Lane::Interactive, move |tx| {
            Ok::<_, ApiError>(on!(tx, workers::list(&parts, &wanted, &part))?)
        })
        .await?;
    let page = slice.page(&read.app, workers, |worker| {
        sort.place(worker.modified_at, worker.id.0)
    })?;
    read.page(&page)
}

/// Read a worker
///
/// For administrators and auditors of the worker's unit; others in its reach get 403, everybody
/// else 404. Workers read their own at `GET /v1/me`.
#[utoipa::path(get, path = "/v1/workers/{worker_id}", tag = "parties",
    params(("worker_id" = WorkerId, Path, description = "The worker.")),
    responses((status = 200, description = "The worker.", body = Worker)))]
pub async fn get_worker(read: Read, path: Path<WorkerId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let (worker, _) = read
        .find(move |tx, _| {
            let found = on!(tx, workers::find(id))?;
            Ok(found.map(|(worker, levels)| (worker, of_worker(&levels))))
        })
        .await?;
    read.answer(&worker, worker.version)
}

/// Register a worker
///
/// At a unit, by an administrator of that. The worker can log in with the password in
/// `first_password`, which is told in this answer only, and can do nothing until a role is
/// granted. A repetition with the same Idempotency-Key gives the same answer, password included:
/// for that the answer is kept for 30 days, encrypted. Refused: a unit you do not know (422), a
/// user name that another worker has (409).
#[utoipa::path(post, path = "/v1/workers", tag = "parties", request_body = NewWorker,
    responses(
        (status = 201, description = "The worker, with the first password.", body = WorkerWithPassword),
        (status = 200, description = "The same command made the worker before: the worker now, without a password.", body = WorkerWithPassword)))]
pub async fn create_worker(write: Write, body: Body<NewWorker>) -> Result<HttpResponse, ApiError> {
    let new = body.value;
    let password = NewPassword::make(&write).await?;
    write
        .act(body.sent, move |act| {
            let unit_id = new.details.unit_id;
            let reach = named_unit(act, "/unit_id", unit_id)?;
            act.permit(&Facts::Unit(UnitFacts { reach }), None)?;
            review(&new.details).map_err(invalid)?;
            let id = match act.creation("worker", new.id.map(|id| id.0))? {
                Creation::New(id) => WorkerId(id),
                Creation::Existing(id) => {
                    let found = on!(act.tx, workers::find(WorkerId(id)))?;
                    let (worker, _) = found.ok_or(ProblemCode::NotFound)?;
                    return answer(worker, None);
                }
            };
            let worker = Worker {
                id,
                details: new.details,
                active: true,
                version: 1,
                created_at: act.now,
                modified_at: act.now,
            };
            username_is_free(act, &worker)?;
            let written = on!(act.tx, workers::insert(&worker, &password.hash));
            unless_taken(written, "workers_username_key", &worker.details.username)?;
            act.record(of(id), 1, &WorkerEvent::Created { unit_id })?;
            let answer = WorkerWithPassword {
                worker,
                first_password: password.told,
            };
            Ok(Answer::created(&answer, format!("/v1/workers/{id}"))?.version(1))
        })
        .await
}

/// Change a worker
///
/// By an administrator of the worker's unit; to another unit only where you are administrator
/// too. Roles stay as they are. Refused: a unit you do not know (422), a user name that another
/// worker has (409).
#[utoipa::path(patch, path = "/v1/workers/{worker_id}", tag = "parties",
    params(("worker_id" = WorkerId, Path, description = "The worker.")),
    request_body(content = PatchOf<WorkerDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The worker now.", body = Worker)))]
pub async fn amend_worker(
    write: Write,
    path: Path<WorkerId>,
    patch: Patch<WorkerDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let mut worker = lock(act, id)?;
            let before = worker.clone();
            let details = patch.merge(act.app(), &worker.details)?;
            review(&details).map_err(invalid)?;
            let changed = changed_fields(&before.details, &details);
            if changed.is_empty() {
                return Ok(Answer::ok(&worker)?.version(worker.version));
            }
            let unit_id = details.unit_id;
            let moved = unit_id != before.details.unit_id;
            if moved {
                // Nobody is sent where the administrator could not have registered them.
                let reach = named_unit(act, "/unit_id", unit_id)?;
                let there = Facts::Unit(UnitFacts { reach });
                decide(&act.actor, Action::CreateWorker, &there, act.now)
                    .into_result()
                    .map_err(ApiError::from)?;
            }
            worker.details = details;
            changed_now(act, &mut worker);
            username_is_free(act, &worker)?;
            act.keep_version("worker", id.0, before.version, &before.details)?;
            let written = on!(act.tx, workers::save(&worker));
            unless_taken(written, "workers_username_key", &worker.details.username)?;
            let event = WorkerEvent::Amended { unit_id, changed };
            act.record(of(id), worker.version, &event)?;
            if moved {
                rights_changed(act)?;
            }
            Ok(Answer::ok(&worker)?.version(worker.version))
        })
        .await
}

/// List who can be named caseworker
///
/// Active workers with a caseworker's role at exactly this unit, by id and name. For the
/// caseworkers of the unit, and supervisors and directors in reach.
#[utoipa::path(get, path = "/v1/units/{unit_id}/caseworkers", tag = "parties",
    params(("unit_id" = UnitId, Path, description = "The unit."), PageQuery),
    responses((status = 200, description = "A page of names.", body = Page<CaseworkerName>)))]
pub async fn list_caseworkers(
    read: Read,
    path: Path<UnitId>,
    wanted: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let slice = wanted.0.slice(&read.app, "list_caseworkers", &id)?;
    let part = slice.clone();
    let (names, _) = read
        .find(move |tx, _| {
            let Some(levels) = on!(tx, units::levels(id))? else {
                return Ok(None);
            };
            let names = on!(tx, workers::caseworkers(id, &part))?;
            Ok(Some((names, units::routes::at(&levels))))
        })
        .await?;
    let page = slice.page_by_id(&read.app, names, |name| name.id.0)?;
    read.page(&page)
}

/// The worker for an act on the record: locked, visible, up to date, permitted.
///
/// # Errors
/// 404, 428 or 412, 403.
pub fn lock(act: &mut Act<'_, '_>, id: WorkerId) -> Result<Worker, Stop> {
    if !on!(act.tx, workers::lock(id))? {
        return Err(ProblemCode::NotFound.into());
    }
    let (worker, levels) = on!(act.tx, workers::find(id))?.ok_or(ProblemCode::NotFound)?;
    act.permit(&of_worker(&levels), Some(worker.version))?;
    Ok(worker)
}

/// Whether there is such a worker and the act may be done to them, before anything is locked.
///
/// # Errors
/// 404, 403.
pub fn permit(act: &mut Act<'_, '_>, id: WorkerId) -> Result<(), Stop> {
    let (_, levels) = on!(act.tx, workers::find(id))?.ok_or(ProblemCode::NotFound)?;
    act.permit(&of_worker(&levels), None)
}

/// Counts a change of the record.
pub fn changed_now(act: &Act<'_, '_>, worker: &mut Worker) {
    worker.version += 1;
    worker.modified_at = act.now;
}

/// What access has to know of a worker whose unit stands here.
#[must_use]
pub fn of_worker(levels: &Levels) -> Facts {
    let reach = levels.reach();
    Facts::Worker(WorkerFacts { reach })
}

/// What an event is about.
#[must_use]
pub const fn of(id: WorkerId) -> Of {
    Of {
        kind: "worker",
        id: id.0,
        case_id: None,
    }
}

/// 200 with the worker, and with a password if one was made.
///
/// # Errors
/// When it cannot be written as JSON: a defect.
pub fn answer(worker: Worker, first_password: Option<String>) -> Result<Answer, Stop> {
    let version = worker.version;
    let answer = WorkerWithPassword {
        worker,
        first_password,
    };
    Ok(Answer::ok(&answer)?.version(version))
}

fn username_is_free(act: &mut Act<'_, '_>, worker: &Worker) -> Result<(), Stop> {
    let username = &worker.details.username;
    if on!(act.tx, workers::username_taken(username, worker.id))? {
        return Err(taken(username));
    }
    Ok(())
}
