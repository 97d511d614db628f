//! Log-in, the own profile, sessions and password.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_TYPE, LOCATION},
    web::{Data, Path},
};
use domain::{
    access::{Action, Facts, Principal},
    parties::{
        SessionId,
        password::{check_password, password_form},
    },
};
use serde_json::{Value, json};

use super::{
    oauth::at,
    open::{self, Credentials},
    views::{LogIn, Me, MyRole, PasswordChange, Session, TokenAnswer},
};
use crate::{
    act::{Answer, Stop, Write},
    app::App,
    db::Lane,
    events::Of,
    http::{
        body::{Body, query},
        paging::Page,
        problem::{ApiError, Problem, ProblemCode},
        routes::{Access, Route},
    },
    on,
    read::{Read, plain},
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        route!(open_session, Access::Public),
        route!(get_me, Action::ReadOwnProfile),
        route!(list_sessions, Action::ListOwnSessions),
        route!(end_session, Action::EndOwnSession),
        route!(change_password, Action::ChangeOwnPassword),
    ];
    routes.extend(super::oauth::routes());
    routes
}

/// Log in
///
/// For workers, with user name and password. The access token is good for ten minutes; the
/// refresh token gives the next pair at `POST /oauth/token`. Refused: wrong user name or password
/// (401, the same for both), too many failures of the account or the address (429).
#[utoipa::path(post, path = "/v1/sessions", tag = "identity", request_body = LogIn,
    responses((status = 201, description = "The session and its tokens.", body = TokenAnswer)))]
pub async fn open_session(
    app: Data<App>,
    request: HttpRequest,
    body: Body<LogIn>,
) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    let at = at(&app, &request);
    let answer = open::log_in(app, body.value, at).await?;
    Ok(HttpResponse::Created()
        .insert_header((LOCATION, format!("/v1/sessions/{}", answer.session_id)))
        .insert_header((CONTENT_TYPE, "application/json"))
        .body(serde_json::to_string(&answer).map_err(ApiError::internal)?))
}

/// Read who you are
///
/// Units, roles and scopes of the token, and the server's time.
#[utoipa::path(get, path = "/v1/me", tag = "identity",
    responses((status = 200, description = "The caller.", body = Me)))]
pub async fn get_me(read: Read) -> Result<HttpResponse, ApiError> {
    let actor = read.caller.actor.clone();
    read.decide(&Facts::Own(actor.principal))?;
    let (session_id, server_time) = (read.caller.session, read.app.now());
    let me: Me = read
        .app
        .db()
        .read_snapshot(Lane::Interactive, move |tx| {
            let mut ids: Vec<_> = actor.grants.iter().map(|grant| grant.unit_id).collect();
            ids.push(actor.unit);
            let units = on!(tx, identity::my_units(&ids))?;
            let unit = |id| {
                let found = units.iter().find(|unit| unit.id == id).cloned();
                found.ok_or_else(|| ApiError::internal("a grant at an unknown unit"))
            };
            let (worker, integration) = match actor.principal {
                Principal::Worker(id) => (Some(on!(tx, identity::my_worker(id))?), None),
                Principal::Integration(id) => (None, Some(on!(tx, identity::my_integration(id))?)),
            };
            let mut roles = Vec::new();
            for grant in &actor.grants {
                roles.push(MyRole {
                    role: grant.role,
                    unit: unit(grant.unit_id)?,
                });
            }
            let scopes = actor.scopes.iter().copied().collect();
            let unit = unit(actor.unit)?;
            Ok::<_, ApiError>(Me {
                worker,
                integration,
                unit,
                roles,
                scopes,
                session_id,
                server_time,
            })
        })
        .await?;
    plain(&me)
}

/// List your sessions
///
/// The live ones, newest first. Workers only.
#[utoipa::path(get, path = "/v1/sessions", tag = "identity",
    responses((status = 200, description = "The sessions.", body = Page<Session>)))]
pub async fn list_sessions(read: Read) -> Result<HttpResponse, ApiError> {
    let principal = read.caller.actor.principal;
    read.decide(&Facts::Own(principal))?;
    let (current, now) = (read.caller.session, read.app.now());
    let items: Vec<Session> = match principal {
        Principal::Integration(_) => Vec::new(),
        Principal::Worker(worker) => {
            read.app
                .db()
                .read(Lane::Interactive, move |tx| {
                    Ok::<_, ApiError>(on!(tx, identity::list(worker, current, now))?)
                })
                .await?
        }
    };
    plain(&Page {
        items,
        next_cursor: None,
    })
}

/// End a session
///
/// One of your own; its tokens stop working before this answers. Ending it again does nothing.
#[utoipa::path(delete, path = "/v1/sessions/{session_id}", tag = "identity",
    params(("session_id" = SessionId, Path, description = "The session.")),
    responses((status = 204, description = "It has ended.")))]
pub async fn end_session(write: Write, path: Path<SessionId>) -> Result<HttpResponse, ApiError> {
    let session = path.into_inner();
    write
        .act(Value::Null, move |act| {
            let owner = on!(act.tx, identity::owner(session))?.ok_or(ProblemCode::NotFound)?;
            act.permit(&Facts::Own(owner), None)?;
            if on!(
                act.tx,
                identity::revoke(session, "ended by its worker", act.now)
            )? {
                let of = Of {
                    kind: "session",
                    id: session.0,
                    case_id: None,
                };
                act.record(of, 1, &json!({"type": "session_ended"}))?;
                rights_changed(act)?;
            }
            Ok(Answer::nothing())
        })
        .await
}

/// Makes every node forget what it remembers of rights: this one before the call answers.
///
/// # Errors
/// When the epoch cannot be moved.
pub fn rights_changed(act: &mut crate::act::Act<'_, '_>) -> Result<(), Stop> {
    let epoch = on!(act.tx, identity::move_epoch())?;
    act.after_commit(move |app| app.standings().forget(epoch));
    Ok(())
}

/// Change your password
///
/// Ends every other session of yours. Refused: a wrong current password (401), a new one that is
/// too short, too common or contains the user name (422).
#[utoipa::path(put, path = "/v1/me/password", tag = "identity", request_body = PasswordChange,
    responses((status = 204, description = "Changed.")))]
pub async fn change_password(
    write: Write,
    request: HttpRequest,
    body: Body<PasswordChange>,
) -> Result<HttpResponse, ApiError> {
    let app = write.app().clone();
    let principal = write.caller().actor.principal;
    let session = write.caller().session;
    let Principal::Worker(worker) = principal else {
        return Err(domain::access::Denial::IntegrationNotAllowed.into());
    };
    let stored: Credentials = app
        .db()
        .read(Lane::Interactive, move |tx| {
            Ok::<_, ApiError>(on!(tx, identity::own_credentials(worker))?)
        })
        .await?;
    let (current, new) = (
        password_form(body.value.current_password.as_str()),
        password_form(body.value.new_password.as_str()),
    );
    // A new password that will not do is no guess of the current one.
    check_password(&new, &stored.username).map_err(|fault| {
        Problem::faults(ProblemCode::InvalidBody, vec![fault.at("/new_password")])
    })?;
    // What makes two requests the same, without keeping a plain hash of passwords.
    let sent = app
        .keys()
        .derive("password change", &[current.as_bytes(), new.as_bytes()]);
    let attempt =
        super::guesses::Attempt::new(&app, &stored.username, &app.client_address(&request));
    attempt.count(&app).await?;
    let right = app
        .passwords()
        .verify(current, Some(stored.hash.clone()))
        .await?;
    let hash = match right {
        true => Some(app.passwords().hash(new).await?),
        false => None,
    };
    write
        .act(json!(sent), move |act| {
            // A change that was made and whose answer was lost is answered here: by now the
            // current password is another.
            act.permit(&Facts::Own(principal), None)?;
            let hash = hash.ok_or_else(open::wrong_password)?;
            attempt.forgive(act.tx)?;
            if !on!(
                act.tx,
                identity::change_password(worker, &stored.hash, &hash)
            )? {
                return Err(open::wrong_password().into());
            }
            let because = "password changed";
            on!(
                act.tx,
                identity::revoke_others(worker, Some(session), because, act.now)
            )?;
            let of = Of {
                kind: "worker",
                id: worker.0,
                case_id: None,
            };
            act.record(of, 1, &json!({"type": "password_changed"}))?;
            rights_changed(act)?;
            Ok(Answer::nothing())
        })
        .await
}
