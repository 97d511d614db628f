//! Who is calling: token → session → the roles held at this moment.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{AUTHORIZATION, WWW_AUTHENTICATE},
};
use chrono::{DateTime, Utc};
use domain::{
    access::{Actor, Grant, Principal, Scope},
    parties::{SessionId, UnitId},
    words::RecordId,
};
use uuid::Uuid;

use super::token::Claims;
use crate::{
    act::{Stop, scope_missing},
    app::App,
    db::{Backend, Lane, Tx},
    http::{
        problem::{ApiError, Problem, ProblemCode},
        routes::Access,
    },
    on,
};

/// A session with everything that decides what it may do, as the database has it now.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Whose it is.
    pub principal: Principal,
    /// The unit of the worker or integration.
    pub unit: UnitId,
    /// The roles held now.
    pub grants: Vec<Grant>,
    /// What the session may do at most.
    pub scopes: BTreeSet<Scope>,
    /// The application.
    pub client_id: String,
    /// Neither revoked, nor is its worker or integration inactive.
    pub live: bool,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

/// An authenticated caller.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who acts.
    pub actor: Actor,
    /// In which session.
    pub session: SessionId,
    /// With which application.
    pub client_id: String,
    claims: Arc<Claims>,
}

impl Caller {
    /// The id of the worker or integration.
    #[must_use]
    pub fn subject(&self) -> Uuid {
        self.claims.sub
    }
}

/// 401, as RFC 6750 wants it.
fn unauthenticated(sent_one: bool) -> ApiError {
    let challenge = if sent_one {
        r#"Bearer realm="kes", error="invalid_token""#
    } else {
        r#"Bearer realm="kes""#
    };
    Problem::new(ProblemCode::Unauthenticated)
        .header(WWW_AUTHENTICATE, challenge)
        .into()
}

fn bearer(request: &HttpRequest) -> Option<Option<String>> {
    let mut values = request.headers().get_all(AUTHORIZATION);
    let value = values.next()?;
    if values.next().is_some() {
        return Some(None);
    }
    let token = value.to_str().ok().and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then(|| token.trim().to_owned())
    });
    Some(token)
}

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let app = App::of(&request)?;
            let access = app
                .registry()
                .matched(&request)
                .map(|route| route.access)
                .ok_or_else(|| ApiError::internal("a handler outside the registry"))?;
            let Access::Action(action) = access else {
                return Err(ApiError::internal("a caller on a public route"));
            };
            let token = bearer(&request).ok_or_else(|| unauthenticated(false))?;
            let now = app.now();
            let claims = token
                .and_then(|token| app.tokens().verify(&token, now))
                .ok_or_else(|| unauthenticated(true))?;
            let told = app.db().backend() == Backend::Postgres;
            #[cfg(feature = "bench")]
            let told = told || request.path() == crate::bench::PATH;
            let session = SessionId(claims.sid);
            let standing = app.standings().of(&app, session, told).await?;
            let caller = admit(&claims, standing.as_deref(), now)?;
            match action.scope() {
                Some(scope) if !caller.actor.scopes.contains(&scope) => {
                    Err(scope_missing(&scope.to_string()))
                }
                _ => Ok(caller),
            }
        })
    }
}

/// The caller, if the session behind the token still stands.
fn admit(
    claims: &Arc<Claims>,
    standing: Option<&Standing>,
    now: DateTime<Utc>,
) -> Result<Caller, ApiError> {
    let standing = standing
        .filter(|standing| standing.live && standing.expires_at > now)
        .filter(|standing| standing.client_id == claims.client_id)
        .filter(|standing| subject(standing.principal) == claims.sub)
        .ok_or_else(|| unauthenticated(true))?;
    let named = claims.scopes().unwrap_or_default();
    let scopes = named
        .into_iter()
        .filter(|scope| standing.scopes.contains(scope))
        .collect();
    Ok(Caller {
        actor: Actor {
            principal: standing.principal,
            unit: standing.unit,
            grants: standing.grants.clone(),
            scopes,
        },
        session: SessionId(claims.sid),
        client_id: claims.client_id.clone(),
        claims: claims.clone(),
    })
}

fn subject(principal: Principal) -> Uuid {
    match principal {
        Principal::Worker(id) => id.uuid(),
        Principal::Integration(id) => id.uuid(),
    }
}

/// The actor again, inside a write: what was revoked while the request waited counts.
///
/// # Errors
/// 401 when the session no longer stands.
pub fn recheck(tx: &mut Tx<'_>, app: &App, caller: &Caller) -> Result<Actor, Stop> {
    let standing = on!(tx, identity::standing(caller.session))?;
    Ok(admit(&caller.claims, standing.as_ref(), app.now())?.actor)
}

/// Remembers standings for as long as the epoch stays the same; the epoch moves with every change
/// of rights. Where a look at the database costs a round trip (PostgreSQL) this process is told
/// when it does; SQLite is asked each time, which is one row instead of four.
#[derive(Default)]
pub struct Standings {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// What is remembered was read at this epoch.
    epoch: i64,
    /// How often everything was forgotten. Unlike the epoch it never comes back to what it was
    /// while somebody reads (a late look at the epoch may bring back an older one).
    forgotten: u64,
    standings: HashMap<SessionId, Arc<Standing>>,
}

/// How many are remembered.
const REMEMBERED: usize = 20_000;

impl Standings {
    /// The standing of a session; `told` where a change of rights makes itself known.
    ///
    /// # Errors
    /// 503 when the database cannot be asked.
    pub async fn of(
        &self,
        app: &App,
        id: SessionId,
        told: bool,
    ) -> Result<Option<Arc<Standing>>, ApiError> {
        if !told {
            let epoch = app.db().read(Lane::Interactive, |tx| {
                Ok::<_, ApiError>(on!(tx, identity::epoch())?)
            });
            self.forget(epoch.await?);
        }
        let forgotten = {
            let known = self.lock();
            if let Some(standing) = known.standings.get(&id) {
                return Ok(Some(standing.clone()));
            }
            known.forgotten
        };
        let found: Option<Standing> = app
            .db()
            .read(Lane::Interactive, move |tx| {
                Ok::<_, ApiError>(on!(tx, identity::standing(id))?)
            })
            .await?;
        let found = found.map(Arc::new);
        if let Some(standing) = &found {
            let mut known = self.lock();
            // Read before a change of rights, it may already be wrong.
            if known.forgotten == forgotten {
                if known.standings.len() >= REMEMBERED {
                    known.standings.clear();
                }
                known.standings.insert(id, standing.clone());
            }
        }
        Ok(found)
    }

    /// Forgets everything; before a call that changes rights answers, and when another node did.
    pub fn forget(&self, epoch: i64) {
        let mut known = self.lock();
        if known.epoch != epoch {
            *known = Known {
                epoch,
                forgotten: known.forgotten + 1,
                standings: HashMap::new(),
            };
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
