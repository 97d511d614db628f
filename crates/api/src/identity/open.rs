//! Opening, refreshing and ending sessions.

use std::collections::BTreeSet;

use actix_web::http::header::WWW_AUTHENTICATE;
use chrono::{DateTime, Duration, Utc};
use domain::{
    access::{Principal, Scope},
    parties::{IntegrationId, SessionId, WorkerId, password::password_form},
    words::Word,
};
use serde_json::json;

use super::{
    guesses::{Attempt, refused},
    refresh::{self, Use},
    views::{LogIn, TokenAnswer},
};
use crate::{
    act::Stop,
    app::App,
    auth::{
        keys::{same_secret, sha256},
        token::{AUDIENCE, Claims, LIFETIME},
    },
    db::{
        Lane, Tx,
        types::{Id, Instant},
    },
    events,
    http::problem::{ApiError, Problem, ProblemCode},
    on,
};

/// A worker's log-in as stored.
pub struct Credentials {
    /// The worker.
    pub worker: WorkerId,
    /// The user name.
    pub username: String,
    /// The password hash (PHC string).
    pub hash: String,
}

/// What an active integration may do, and the hashes of its live secrets.
pub struct MachineSecrets {
    /// Its scopes.
    pub scopes: BTreeSet<Scope>,
    /// The hashes.
    pub hashes: Vec<Vec<u8>>,
}

impl MachineSecrets {
    fn has(&self, hash: &[u8]) -> bool {
        self.hashes.iter().any(|stored| same_secret(stored, hash))
    }
}

/// What was verified; it has to hold still when the session is opened.
enum Proof {
    /// The hash of a worker's password.
    Password(WorkerId, String),
    /// The hash of an integration's secret.
    Secret(IntegrationId, Vec<u8>),
}

impl Proof {
    fn holds(&self, tx: &mut Tx<'_>) -> Result<bool, Stop> {
        Ok(match self {
            Self::Password(worker, hash) => {
                on!(tx, identity::live_password(*worker))?.as_ref() == Some(hash)
            }
            Self::Secret(id, hash) => on!(tx, identity::integration_secrets(*id))?
                .is_some_and(|secrets| secrets.has(hash)),
        })
    }
}

/// A session to be opened.
#[derive(Clone)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub principal: Principal,
    /// The application.
    pub client_id: String,
    /// What it may do at most.
    pub scopes: BTreeSet<Scope>,
    /// The device.
    pub device: Option<String>,
    /// Now.
    pub now: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

/// The refresh tokens of a session.
pub struct Family {
    /// The newest generation.
    pub generation: i64,
    /// When it started.
    pub rotated_at: DateTime<Utc>,
    /// Machines have no refresh tokens.
    pub of_worker: bool,
}

/// In which request something happens.
#[derive(Clone)]
pub struct At {
    /// The address it came from.
    pub address: String,
    /// The request.
    pub request_id: String,
}

/// Signs an access token for a session.
///
/// # Errors
/// When signing fails: a defect.
fn tokens(
    app: &App,
    session: SessionId,
    principal: Principal,
    client_id: &str,
    scopes: &BTreeSet<Scope>,
    generation: Option<i64>,
) -> Result<TokenAnswer, ApiError> {
    let scope = scopes
        .iter()
        .map(|scope| scope.code())
        .collect::<Vec<_>>()
        .join(" ");
    let iat = app.now().timestamp();
    let claims = Claims {
        iss: app.tokens().issuer().to_owned(),
        sub: match principal {
            Principal::Worker(id) => id.0,
            Principal::Integration(id) => id.0,
        },
        aud: AUDIENCE.to_owned(),
        client_id: client_id.to_owned(),
        scope: scope.clone(),
        sid: session.0,
        jti: app.new_id::<SessionId>().0,
        iat,
        exp: iat + LIFETIME,
    };
    Ok(TokenAnswer {
        access_token: app.tokens().sign(&claims).map_err(ApiError::internal)?,
        token_type: "Bearer",
        expires_in: LIFETIME,
        scope,
        session_id: session,
        refresh_token: generation.map(|n| refresh::token(app.keys(), session, n)),
    })
}

/// Writes an event about a session.
fn session_event(
    tx: &mut Tx<'_>,
    app: &App,
    kind: &str,
    session: SessionId,
    principal: Principal,
    client_id: &str,
    request_id: &str,
) -> Result<(), Stop> {
    let event = events::NewEvent {
        id: Id(app.new_id::<SessionId>().0),
        at: Instant::from(app.now()),
        of: events::Of {
            kind: "session",
            id: session.0,
            case_id: None,
        },
        version: 1,
        kind: kind.to_owned(),
        data: json!({}),
        actor: principal,
        client_id: client_id.to_owned(),
        request_id: request_id.to_owned(),
        reason: None,
    };
    Ok(on!(tx, events::append(&event))?)
}

/// 401 for a wrong user name or password; the challenge, without which there is no 401 (RFC 9110
/// §15.5.2), names what the log-in gives.
#[must_use]
pub fn wrong_password() -> ApiError {
    Problem::new(ProblemCode::InvalidCredentials)
        .header(WWW_AUTHENTICATE, r#"Bearer realm="kes""#)
        .into()
}

/// 401 for a wrong id or secret of an integration, with the word of RFC 6749 §5.2.
fn wrong_secret() -> ApiError {
    Problem::new(ProblemCode::InvalidCredentials)
        .oauth("invalid_client")
        .header(WWW_AUTHENTICATE, r#"Basic realm="kes""#)
        .into()
}

/// Logs a worker in.
///
/// # Errors
/// 401 for a wrong user name or password (after the same work), 429 while guessing is slowed.
pub async fn log_in(
    app: actix_web::web::Data<App>,
    log_in: LogIn,
    at: At,
) -> Result<TokenAnswer, ApiError> {
    let username = log_in.username.as_str().to_owned();
    let attempt = Attempt::new(&app, &username, &at.address);
    attempt.count(&app).await?;
    let found: Option<Credentials> = app
        .db()
        .read(Lane::Interactive, move |tx| {
            Ok::<_, ApiError>(on!(tx, identity::credentials(&username))?)
        })
        .await?;
    let stored = found.as_ref().map(|found| found.hash.clone());
    let password = password_form(log_in.password.as_str());
    if !app.passwords().verify(password, stored).await? {
        return Err(wrong_password());
    }
    let found = found.ok_or_else(wrong_password)?;
    let (worker, hash) = (found.worker, found.hash);
    let now = app.now();
    let scopes = log_in.scopes.map_or_else(
        || Scope::all().iter().copied().collect(),
        |scopes| scopes.into_iter().collect(),
    );
    let new = NewSession {
        id: app.new_id(),
        principal: Principal::Worker(worker),
        client_id: log_in.client_id.map_or_else(|| "kes".into(), String::from),
        scopes,
        device: log_in.device.map(String::from),
        now,
        expires_at: now + refresh::LIFETIME,
    };
    open(&app, new, attempt, Proof::Password(worker, hash), at).await
}

async fn open(
    app: &actix_web::web::Data<App>,
    new: NewSession,
    attempt: Attempt,
    proof: Proof,
    at: At,
) -> Result<TokenAnswer, ApiError> {
    let row = new.clone();
    let generation = match proof {
        Proof::Password(..) => Some(1),
        // Machines ask again with their secret.
        Proof::Secret(..) => None,
    };
    let inner = app.clone().into_inner();
    let opened: Result<(), Stop> = app
        .db()
        .write(move |tx| {
            // A password or secret that was changed while it was being verified is no longer one.
            if !proof.holds(tx)? {
                return Err(ProblemCode::InvalidCredentials.into());
            }
            attempt.forgive(tx)?;
            on!(tx, identity::open(&row))?;
            session_event(
                tx,
                &inner,
                "session_opened",
                row.id,
                row.principal,
                &row.client_id,
                &at.request_id,
            )
        })
        .await;
    opened.map_err(refused)?;
    tokens(
        app,
        new.id,
        new.principal,
        &new.client_id,
        &new.scopes,
        generation,
    )
}

/// Gives an integration a token for one of its secrets.
///
/// # Errors
/// 401 for a wrong id or secret, 400 for a scope it does not have, 429 while guessing is slowed.
pub async fn client_credentials(
    app: actix_web::web::Data<App>,
    client_id: String,
    secret: String,
    wanted: Option<BTreeSet<Scope>>,
    at: At,
) -> Result<TokenAnswer, ApiError> {
    let attempt = Attempt::new(&app, &client_id, &at.address);
    attempt.count(&app).await?;
    let id: IntegrationId = client_id
        .parse()
        .unwrap_or(IntegrationId(uuid::Uuid::nil()));
    let found: Option<MachineSecrets> = app
        .db()
        .read(Lane::Interactive, move |tx| {
            Ok::<_, ApiError>(on!(tx, identity::integration_secrets(id))?)
        })
        .await?;
    let hash = secret_hash(&secret);
    let allowed = found
        .filter(|found| found.has(&hash))
        .map(|found| found.scopes)
        .ok_or_else(wrong_secret)?;
    let scopes = match wanted {
        None => allowed,
        Some(wanted) if wanted.is_subset(&allowed) => wanted,
        Some(_) => return Err(oauth_refusal("invalid_scope", "scope")),
    };
    let now = app.now();
    let new = NewSession {
        id: app.new_id(),
        principal: Principal::Integration(id),
        client_id,
        scopes,
        device: None,
        now,
        expires_at: now + Duration::seconds(LIFETIME),
    };
    open(&app, new, attempt, Proof::Secret(id, hash), at).await
}

/// How a machine's secret is stored: it is long and random, so a plain hash is enough.
#[must_use]
pub fn secret_hash(secret: &str) -> Vec<u8> {
    sha256(&[b"integration secret", secret.as_bytes()])
}

/// A refusal of the token endpoint, with the word of RFC 6749 §5.2.
#[must_use]
pub fn oauth_refusal(error: &'static str, named: &str) -> ApiError {
    Problem::naming(ProblemCode::MalformedRequest, format!("{error} ({named})"))
        .oauth(error)
        .into()
}

/// What using a refresh token led to.
enum Refreshed {
    Tokens(Box<TokenAnswer>),
    Refused,
    /// More scopes than the session has.
    TooWide,
    /// Reuse: the session has ended, and rights are at this epoch.
    Ended(i64),
}

/// Gives the next pair of tokens.
///
/// # Errors
/// 400 `invalid_grant` for a token that is not the newest, is not ours, is another application's,
/// or whose session ended; `invalid_scope` for more scopes than the session has.
pub async fn refresh(
    app: actix_web::web::Data<App>,
    token: String,
    client_id: Option<String>,
    wanted: Option<BTreeSet<Scope>>,
    at: At,
) -> Result<TokenAnswer, ApiError> {
    let invalid = || oauth_refusal("invalid_grant", "refresh_token");
    let (session, sent) = refresh::read(app.keys(), &token).ok_or_else(invalid)?;
    let inner = app.clone().into_inner();
    let done: Result<Refreshed, Stop> = app
        .db()
        .write(move |tx| {
            let Some(family) = on!(tx, identity::lock_family(session))? else {
                return Ok(Refreshed::Refused);
            };
            let Some(standing) = on!(tx, identity::standing(session))? else {
                return Ok(Refreshed::Refused);
            };
            let now = inner.now();
            let its_client = client_id.is_none_or(|id| id == standing.client_id);
            if !standing.live || standing.expires_at <= now || !family.of_worker || !its_client {
                return Ok(Refreshed::Refused);
            }
            let scopes = wanted.unwrap_or_else(|| standing.scopes.clone());
            if !scopes.is_subset(&standing.scopes) {
                return Ok(Refreshed::TooWide);
            }
            let generation = match refresh::judge(sent, family.generation, family.rotated_at, now) {
                Use::Rotates => {
                    on!(tx, identity::rotate(session, now))?;
                    family.generation + 1
                }
                Use::Repeats => family.generation,
                Use::Reused => {
                    // Committed although the caller is refused: whoever stole it is out too.
                    on!(tx, identity::revoke(session, "refresh token reused", now))?;
                    let epoch = on!(tx, identity::move_epoch())?;
                    let (who, client) = (standing.principal, standing.client_id.as_str());
                    session_event(
                        tx,
                        &inner,
                        "session_reuse_detected",
                        session,
                        who,
                        client,
                        &at.request_id,
                    )?;
                    return Ok(Refreshed::Ended(epoch));
                }
            };
            let who = standing.principal;
            let answer = tokens(
                &inner,
                session,
                who,
                &standing.client_id,
                &scopes,
                Some(generation),
            )?;
            Ok(Refreshed::Tokens(Box::new(answer)))
        })
        .await;
    match done.map_err(refused)? {
        Refreshed::Tokens(answer) => Ok(*answer),
        Refreshed::Refused => Err(invalid()),
        Refreshed::TooWide => Err(oauth_refusal("invalid_scope", "scope")),
        Refreshed::Ended(epoch) => {
            app.standings().forget(epoch);
            Err(invalid())
        }
    }
}
