//! Whether a worker may log in: deactivation, reactivation, a new first password.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::{Action, Role, administrator_stays, may_grant},
    parties::{
        WorkerId,
        events::WorkerEvent,
        password::password_form,
        worker::{Worker, review_deactivation},
    },
};
use serde::Deserialize;
use serde_json::Value;

use super::{
    routes::{answer, changed_now, lock, of, permit},
    views::WorkerWithPassword,
};
use crate::{
    act::{Act, Answer, Stop, Write},
    admin::random_password,
    cases::succession::Succession,
    db::{Reason, Unavailable},
    http::{body::Query, problem::ApiError, routes::Route},
    identity::routes::rights_changed,
    on,
    parties::grants::turn::{Turn, reach},
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(deactivate_worker, Action::AmendWorker, if_match),
        route!(reactivate_worker, Action::AmendWorker, if_match),
        route!(reset_worker_password, Action::AmendWorker, if_match),
    ]
}

/// Who takes over.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Heir {
    /// The supervisor or director who takes over the worker's cases.
    successor_id: Option<WorkerId>,
}

/// Deactivate a worker
///
/// Ends the worker's sessions and log-ins before it answers; the worker stays named on past
/// records and keeps the roles for a reactivation. The cases for which the worker answers and that
/// are not closed go to `successor_id`, or else to the only supervisor of their unit, its only
/// director, or the same at the nearest unit above that has any; the worker leaves the teams of
/// such cases, and reassignments offered to the worker are withdrawn. Deactivating again does
/// nothing. Refused (409): where it is not plain who takes over (`worker_has_open_cases`), and for
/// the last administrator of a part of the tree; a `successor_id` who is no active supervisor or
/// director in reach of each of these cases (400 `unknown_reference`).
#[utoipa::path(post, path = "/v1/workers/{worker_id}/deactivation", tag = "parties",
    params(("worker_id" = WorkerId, Path, description = "The worker."), Heir),
    responses((status = 200, description = "The worker now.", body = Worker)))]
pub async fn deactivate_worker(
    write: Write,
    path: Path<WorkerId>,
    query: Query<Heir>,
) -> Result<HttpResponse, ApiError> {
    let (id, heir) = (path.into_inner(), query.0.successor_id);
    let turn = Turn::of(&write);
    write
        .act(Value::Null, move |act| {
            turn.take_where_held(act, id)?;
            // Whoever may not do it locks no case.
            permit(act, id)?;
            let succession = Succession::of(act, id, heir)?;
            succession.lock(act)?;
            let mut worker = lock(act, id)?;
            if !worker.active {
                return Ok(Answer::ok(&worker)?.version(worker.version));
            }
            // From here on nobody gives this worker a case; who did meanwhile was faster.
            if Succession::of(act, id, heir)? != succession {
                return Err(Unavailable::from(Reason::Busy).into());
            }
            let stays = administrators_stay(act, id)?;
            review_deactivation(succession.is_open(), stays)?;
            succession.carry_out(act)?;
            worker.active = false;
            changed_now(act, &mut worker);
            on!(act.tx, workers::save(&worker))?;
            let because = "worker deactivated";
            on!(act.tx, identity::revoke_others(id, None, because, act.now))?;
            act.record(of(id), worker.version, &WorkerEvent::Deactivated)?;
            rights_changed(act)?;
            Ok(Answer::ok(&worker)?.version(worker.version))
        })
        .await
}

/// Reactivate a worker
///
/// The worker can log in again, with the old password and the roles that were not revoked.
/// Reactivating an active worker does nothing.
#[utoipa::path(post, path = "/v1/workers/{worker_id}/reactivation", tag = "parties",
    params(("worker_id" = WorkerId, Path, description = "The worker.")),
    responses((status = 200, description = "The worker now.", body = Worker)))]
pub async fn reactivate_worker(
    write: Write,
    path: Path<WorkerId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(Value::Null, move |act| {
            let mut worker = lock(act, id)?;
            if worker.active {
                return Ok(Answer::ok(&worker)?.version(worker.version));
            }
            worker.active = true;
            changed_now(act, &mut worker);
            on!(act.tx, workers::save(&worker))?;
            act.record(of(id), worker.version, &WorkerEvent::Reactivated)?;
            rights_changed(act)?;
            Ok(Answer::ok(&worker)?.version(worker.version))
        })
        .await
}

/// Give a worker a new first password
///
/// The old one stops working and every session of the worker ends. The new one is told in this
/// answer only; a repetition with the same Idempotency-Key gives the same answer, which is kept
/// for 30 days for that, encrypted. Refused (403): where the worker holds a role beyond your own
/// reach as administrator, because whoever has the password has the role.
#[utoipa::path(post, path = "/v1/workers/{worker_id}/password-reset", tag = "parties",
    params(("worker_id" = WorkerId, Path, description = "The worker.")),
    responses((status = 200, description = "The worker, with the new password.", body = WorkerWithPassword)))]
pub async fn reset_worker_password(
    write: Write,
    path: Path<WorkerId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let turn = Turn::of(&write);
    let password = NewPassword::make(&write).await?;
    write
        .act(Value::Null, move |act| {
            turn.take_where_held(act, id)?;
            let mut worker = lock(act, id)?;
            if act.actor.worker() != Some(id) {
                for (_, unit) in on!(act.tx, grants::held(id))? {
                    let reach = reach(act, unit)?;
                    may_grant(&act.actor, id, &reach).map_err(ApiError::from)?;
                }
            }
            changed_now(act, &mut worker);
            on!(act.tx, workers::save(&worker))?;
            on!(act.tx, workers::set_password(id, &password.hash))?;
            let because = "password reset";
            on!(act.tx, identity::revoke_others(id, None, because, act.now))?;
            act.record(of(id), worker.version, &WorkerEvent::PasswordReset)?;
            rights_changed(act)?;
            answer(worker, password.told)
        })
        .await
}

/// A password made by the service.
pub struct NewPassword {
    /// Its hash, to be stored.
    pub hash: String,
    /// Itself, to be told once; nothing where nothing is stored.
    pub told: Option<String>,
}

impl NewPassword {
    /// Makes and hashes one, outside the transaction; none where the request only tries.
    ///
    /// # Errors
    /// 503 when too many wait to hash.
    pub async fn make(write: &Write) -> Result<Self, ApiError> {
        if write.only_tries() {
            let (hash, told) = (String::new(), None);
            return Ok(Self { hash, told });
        }
        let password = random_password().map_err(ApiError::internal)?;
        let hash = write
            .app()
            .passwords()
            .hash(password_form(&password))
            .await?;
        let told = Some(password);
        Ok(Self { hash, told })
    }
}

/// Whether every part of the tree that this worker administers keeps another administrator.
fn administrators_stay(act: &mut Act<'_, '_>, id: WorkerId) -> Result<bool, Stop> {
    for (role, unit) in on!(act.tx, grants::held(id))? {
        if role != Role::Administrator {
            continue;
        }
        let reach = reach(act, unit)?;
        let there = on!(act.tx, grants::administrators(&reach))?;
        let others = there.iter().filter(|(_, worker)| *worker != id).count();
        if !administrator_stays(role, others as u64) {
            return Ok(false);
        }
    }
    Ok(true)
}
