//! Grants: read, given, revoked.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::{Action, administrator_stays, may_grant},
    parties::{
        GrantId, WorkerId,
        events::GrantEvent,
        grant::{NewGrant, RoleGrant},
    },
    refusal::{Refusal, RefusalCode},
};
use serde_json::Value;

use super::turn::{Turn, reach};
use crate::{
    act::{Answer, Creation, Write},
    events::Of,
    http::{
        body::{Body, Query},
        paging::{Page, PageQuery},
        problem::{ApiError, ProblemCode},
        routes::Route,
    },
    identity::routes::rights_changed,
    on,
    parties::{
        named_unit, taken, unless_taken,
        workers::routes::{lock, of_worker},
    },
    read::{Read, plain},
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_grants, Action::ReadGrants),
        route!(grant_role, Action::GrantRole),
        route!(get_grant, Action::ReadGrants),
        route!(revoke_role, Action::RevokeRole, if_match),
    ]
}

/// List a worker's roles
///
/// Those held now. For administrators and auditors of the worker's unit.
#[utoipa::path(get, path = "/v1/workers/{worker_id}/grants", tag = "parties",
    params(("worker_id" = WorkerId, Path, description = "The worker."), PageQuery),
    responses((status = 200, description = "A page of grants.", body = Page<RoleGrant>)))]
pub async fn list_grants(
    read: Read,
    path: Path<WorkerId>,
    wanted: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let slice = wanted.0.slice(&read.app, "list_grants", &id)?;
    let part = slice.clone();
    let (grants, _) = read
        .find(move |tx, _| {
            let Some((_, levels)) = on!(tx, workers::find(id))? else {
                return Ok(None);
            };
            let grants = on!(tx, grants::list(id, &part))?;
            Ok(Some((grants, of_worker(&levels))))
        })
        .await?;
    let page = slice.page_by_id(&read.app, grants, |grant| grant.id.0)?;
    read.page(&page)
}

/// Read a grant
///
/// A revoked one too. For administrators and auditors of the unit of the worker who holds it.
#[utoipa::path(get, path = "/v1/grants/{grant_id}", tag = "parties",
    params(("grant_id" = GrantId, Path, description = "The grant.")),
    responses((status = 200, description = "The grant.", body = RoleGrant)))]
pub async fn get_grant(read: Read, path: Path<GrantId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let (grant, _) = read
        .find(move |tx, _| {
            let Some(grant) = on!(tx, grants::find(id))? else {
                return Ok(None);
            };
            let found = on!(tx, workers::find(grant.worker_id))?;
            Ok(found.map(|(_, levels)| (grant, of_worker(&levels))))
        })
        .await?;
    plain(&grant)
}

/// Grant a role
///
/// To a worker of a unit where you are administrator, at a unit where you are administrator; it
/// counts before this answers. Nobody grants to themselves (403). Refused: a unit you do not
/// know (422), a role the worker holds there already (409).
#[utoipa::path(post, path = "/v1/workers/{worker_id}/grants", tag = "parties",
    params(("worker_id" = WorkerId, Path, description = "The worker.")),
    request_body = NewGrant,
    responses(
        (status = 201, description = "The grant.", body = RoleGrant),
        (status = 200, description = "The same command made it before: the grant now.", body = RoleGrant)))]
pub async fn grant_role(
    write: Write,
    path: Path<WorkerId>,
    body: Body<NewGrant>,
) -> Result<HttpResponse, ApiError> {
    let worker_id = path.into_inner();
    let NewGrant { id, role, unit_id } = body.value;
    let turn = Turn::of(&write);
    write
        .act(body.sent, move |act| {
            if on!(act.tx, units::find(unit_id))?.is_some() {
                turn.take(act, &[unit_id])?;
            }
            lock(act, worker_id)?;
            let there = named_unit(act, "/unit_id", unit_id)?;
            may_grant(&act.actor, worker_id, &there).map_err(ApiError::from)?;
            let id = match act.creation("grant", id.map(|id| id.0))? {
                Creation::New(id) => GrantId(id),
                Creation::Existing(id) => {
                    let grant = on!(act.tx, grants::find(GrantId(id)))?;
                    return Answer::ok(&grant.ok_or(ProblemCode::NotFound)?);
                }
            };
            let grant = RoleGrant {
                id,
                worker_id,
                role,
                unit_id,
                granted_by: act.actor.worker(),
                granted_at: act.now,
                revoked_at: None,
            };
            if let Some(same) = on!(act.tx, grants::same(&grant))? {
                return Err(taken(same));
            }
            let written = on!(act.tx, grants::insert(&grant));
            unless_taken(written, "grants_live_key", role)?;
            let event = GrantEvent::Given {
                worker_id,
                role,
                unit_id,
            };
            act.record(of(id), 1, &event)?;
            rights_changed(act)?;
            Answer::created(&grant, format!("/v1/grants/{id}"))
        })
        .await
}

/// Revoke a role
///
/// It stops counting before this answers; `If-Match` speaks of the worker who holds it. By an
/// administrator of the worker's unit and of the unit where the role is held, and never one's own
/// (403). Revoking again does nothing. Refused: the role of the last administrator of a part of
/// the tree (409).
#[utoipa::path(delete, path = "/v1/grants/{grant_id}", tag = "parties",
    params(("grant_id" = GrantId, Path, description = "The grant.")),
    responses((status = 204, description = "It is revoked.")))]
pub async fn revoke_role(write: Write, path: Path<GrantId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let turn = Turn::of(&write);
    write
        .act(Value::Null, move |act| {
            let unit = on!(act.tx, grants::find(id))?.map(|grant| grant.unit_id);
            turn.take(act, &[unit.ok_or(ProblemCode::NotFound)?])?;
            let grant = on!(act.tx, grants::find(id))?.ok_or(ProblemCode::NotFound)?;
            let RoleGrant {
                worker_id,
                role,
                unit_id,
                ..
            } = grant;
            let worker = lock(act, worker_id)?;
            let there = reach(act, unit_id)?;
            may_grant(&act.actor, worker_id, &there).map_err(ApiError::from)?;
            if grant.revoked_at.is_some() {
                return Ok(Answer::nothing());
            }
            // The grant of a deactivated worker administers nothing, so nothing ends with it.
            if worker.active {
                let held = on!(act.tx, grants::administrators(&there))?;
                let others = held.iter().filter(|(other, _)| *other != id).count();
                if !administrator_stays(role, others as u64) {
                    return Err(vec![Refusal::new(RefusalCode::LastAdministrator)].into());
                }
            }
            on!(act.tx, grants::revoke(id, act.now))?;
            let event = GrantEvent::Revoked {
                worker_id,
                role,
                unit_id,
            };
            act.record(of(id), 2, &event)?;
            rights_changed(act)?;
            Ok(Answer::nothing())
        })
        .await
}

/// What an event is about.
const fn of(id: GrantId) -> Of {
    Of {
        kind: "grant",
        id: id.0,
        case_id: None,
    }
}
