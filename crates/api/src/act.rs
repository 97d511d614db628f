//! Where rules meet rows: the one way in which anything is written.
//!
//! A handler locks and loads the record and what its rule needs, asks [`Act::permit`], lets the
//! domain decide, saves, and records the events. Everything around that, and its order, stands
//! here: visible? → idempotent replay? → If-Match → permitted? → … → commit.

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::{
        StatusCode,
        header::{CONTENT_TYPE, ETAG, LOCATION},
    },
    web::Data,
};
use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Actor, Denial, Facts, Principal, decide},
    refusal::{Refusal, RefusalCode},
    warnings::{Fault, FaultCode},
    words::{Lang, RecordId, Word},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    app::App,
    auth::{
        caller::{self, Caller},
        keys::sha256,
    },
    db::{
        Tx, Unavailable,
        types::{Id, Instant},
    },
    events,
    http::{
        etag::{IfMatch, of_version},
        json::canonical,
        problem::{ApiError, Problem, ProblemCode, RuleRefusal, Texts},
        request::RequestMeta,
        routes::{Access, Precondition},
    },
    on,
};

/// Why an act ends early. Everything it wrote is rolled back.
#[derive(Debug)]
pub enum Stop {
    /// Refused.
    Refused(ApiError),
    /// It was done before: this is the answer it got.
    Replay(Answer),
    /// `validate_only`: this is what the answer would have been.
    Tried(Answer),
}

impl From<ApiError> for Stop {
    fn from(error: ApiError) -> Self {
        Self::Refused(error)
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem.into())
    }
}

impl From<ProblemCode> for Stop {
    fn from(code: ProblemCode) -> Self {
        Self::Refused(code.into())
    }
}

impl From<diesel::result::Error> for Stop {
    fn from(error: diesel::result::Error) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Unavailable> for Stop {
    fn from(error: Unavailable) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Vec<Refusal>> for Stop {
    fn from(refusals: Vec<Refusal>) -> Self {
        Self::Refused(refusals.into())
    }
}

impl From<Vec<Refusal>> for ApiError {
    fn from(refusals: Vec<Refusal>) -> Self {
        let shown = |refusal: Refusal| RuleRefusal {
            code: refusal.code.code(),
            requirement: refusal.requirement.map(Word::code),
            pointer: refusal.pointer.clone(),
            detail: Lang::ALL.map(|lang| refusal.detail(lang)),
        };
        Problem::refusals(refusals.into_iter().map(shown).collect()).into()
    }
}

impl From<diesel::result::Error> for ApiError {
    fn from(error: diesel::result::Error) -> Self {
        Self::internal(error)
    }
}

impl From<Unavailable> for ApiError {
    fn from(error: Unavailable) -> Self {
        log::warn!(target: "kes::storage", "{error:?}");
        Problem::retry_after(ProblemCode::Unavailable, u64::from(error.retry_after_secs)).into()
    }
}

impl From<Denial> for ApiError {
    fn from(denial: Denial) -> Self {
        match denial {
            Denial::Invisible => ProblemCode::NotFound.into(),
            Denial::ScopeMissing(scope) => scope_missing(scope.code()),
            // The same words as when the rule itself refuses.
            Denial::IntakeDecided => vec![Refusal::new(RefusalCode::IntakeDecided)].into(),
            Denial::RoleMissing { any_of } => {
                let said = Lang::ALL.map(|lang| {
                    let roles: Vec<_> = any_of.iter().map(|role| role.code()).collect();
                    format!("{}: {}.", denial.code().label(lang), roles.join(", "))
                });
                not_permitted(said)
            }
            Denial::NotResponsible
            | Denial::NotOnTeam
            | Denial::NotAuthor
            | Denial::OwnRequest
            | Denial::OwnCase
            | Denial::IntegrationNotAllowed => {
                not_permitted(Lang::ALL.map(|lang| format!("{}.", denial.code().label(lang))))
            }
        }
    }
}

fn not_permitted(said: Texts) -> ApiError {
    Problem::saying(ProblemCode::NotPermitted, said).into()
}

/// 403 for a token without the scope, as RFC 6750 wants it.
#[must_use]
pub fn scope_missing(scope: &str) -> ApiError {
    let challenge = format!(r#"Bearer realm="kes", error="insufficient_scope", scope="{scope}""#);
    Problem::naming(ProblemCode::ScopeMissing, scope)
        .header(actix_web::http::header::WWW_AUTHENTICATE, &challenge)
        .into()
}

/// What an act answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    status: u16,
    body: Option<Value>,
    version: Option<i64>,
    location: Option<String>,
}

impl Answer {
    /// 200 with a record.
    ///
    /// # Errors
    /// When the record cannot be written as JSON: a defect.
    pub fn ok(record: &impl Serialize) -> Result<Self, Stop> {
        let body = Some(serde_json::to_value(record).map_err(ApiError::internal)?);
        Ok(Self {
            status: 200,
            body,
            version: None,
            location: None,
        })
    }

    /// 201 with a new record and where it is.
    ///
    /// # Errors
    /// When the record cannot be written as JSON: a defect.
    pub fn created(record: &impl Serialize, location: String) -> Result<Self, Stop> {
        Ok(Self {
            status: 201,
            location: Some(location),
            ..Self::ok(record)?
        })
    }

    /// 204.
    #[must_use]
    pub const fn nothing() -> Self {
        Self {
            status: 204,
            body: None,
            version: None,
            location: None,
        }
    }

    /// With the ETag of this version.
    #[must_use]
    pub fn version(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }

    /// With what is odd but not wrong.
    ///
    /// # Errors
    /// When the warnings cannot be written as JSON: a defect.
    pub fn warnings(mut self, warnings: &[impl Serialize]) -> Result<Self, Stop> {
        if let (Some(Value::Object(body)), false) = (&mut self.body, warnings.is_empty()) {
            let warnings = serde_json::to_value(warnings).map_err(ApiError::internal)?;
            body.insert("warnings".into(), warnings);
        }
        Ok(self)
    }

    fn respond(self, replayed: bool) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponse::build(status);
        if let Some(version) = self.version {
            response.insert_header((ETAG, of_version(version)));
        }
        if let Some(location) = self.location {
            response.insert_header((LOCATION, location));
        }
        if replayed {
            response.insert_header(("Idempotency-Replayed", "true"));
        }
        match self.body {
            Some(body) => response
                .insert_header((CONTENT_TYPE, "application/json"))
                .body(body.to_string()),
            None => response.finish(),
        }
    }
}

/// A request that may write, as far as its headers tell.
pub struct Write {
    app: Data<App>,
    caller: Caller,
    action: Action,
    precondition: Precondition,
    if_match: IfMatch,
    idempotency_key: Option<String>,
    validate_only: bool,
    request_id: String,
    lang: Lang,
    /// Method, path and query: with the body, what makes two requests the same.
    address: String,
    route: String,
}

/// `?validate_only=` besides whatever else the operation takes.
#[derive(Deserialize)]
struct WriteQuery {
    #[serde(default)]
    validate_only: bool,
}

impl FromRequest for Write {
    type Error = ApiError;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let caller = Caller::from_request(&request, payload);
        Box::pin(async move {
            let caller = caller.await?;
            Self::read(&request, caller)
        })
    }
}

impl Write {
    fn read(request: &HttpRequest, caller: Caller) -> Result<Self, ApiError> {
        let app = App::of(request)?;
        let (action, precondition, route) = {
            let route = app
                .registry()
                .matched(request)
                .ok_or_else(|| ApiError::internal("a handler outside the registry"))?;
            let Access::Action(action) = route.access else {
                return Err(ApiError::internal("a write without an action"));
            };
            (action, route.precondition, route.id().to_owned())
        };
        let query = crate::http::body::query(request)?;
        let WriteQuery { validate_only } =
            serde_json::from_value(query).map_err(ApiError::internal)?;
        let header = |name: &'static str| {
            let mut values = request.headers().get_all(name);
            let first = values.next().map(|value| value.to_str());
            match (first, values.next()) {
                (None, _) => Ok(None),
                (Some(Ok(value)), None) => Ok(Some(value)),
                _ => Err(ApiError::from(Problem::naming(
                    ProblemCode::InvalidHeader,
                    name,
                ))),
            }
        };
        let idempotency_key = header("Idempotency-Key")?;
        let visible =
            |key: &str| (1..=255).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
        if idempotency_key.is_some_and(|key| !visible(key)) {
            return Err(Problem::naming(ProblemCode::InvalidHeader, "Idempotency-Key").into());
        }
        let mut parameters: Vec<(String, String)> =
            serde_urlencoded::from_str(request.query_string()).unwrap_or_default();
        parameters.retain(|(name, _)| name != "validate_only");
        let meta = RequestMeta::of(request);
        Ok(Self {
            caller,
            action,
            precondition,
            if_match: IfMatch::parse(header("If-Match")?)?,
            idempotency_key: idempotency_key.map(str::to_owned),
            validate_only,
            request_id: meta.id,
            lang: meta.lang,
            address: format!("{} {} {parameters:?}", request.method(), request.path()),
            route,
            app,
        })
    }

    /// The application.
    #[must_use]
    pub const fn app(&self) -> &Data<App> {
        &self.app
    }

    /// Who asks.
    #[must_use]
    pub const fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Whether nothing is to be written.
    #[must_use]
    pub const fn only_tries(&self) -> bool {
        self.validate_only
    }

    /// The language of the caller.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Runs an act in one transaction. `sent` is the body as sent (null for none).
    ///
    /// # Errors
    /// Whatever refuses it; then nothing was written.
    pub async fn act<F>(self, sent: Value, act: F) -> Result<HttpResponse, ApiError>
    where
        F: FnOnce(&mut Act<'_, '_>) -> Result<Answer, Stop> + Send + 'static,
    {
        let app = self.app.clone();
        let inner = app.clone().into_inner();
        let validate_only = self.validate_only;
        let done = app
            .db()
            .write(move |tx| {
                let context = Context::new(&self, &sent);
                let actor = caller::recheck(tx, &inner, &self.caller)?;
                let mut running = Act {
                    app: &inner,
                    tx,
                    actor,
                    now: inner.now(),
                    context,
                    permitted: false,
                    recorded: 0,
                    afterwards: Vec::new(),
                };
                let answer = act(&mut running)?;
                running.finish(answer, validate_only)
            })
            .await;
        match done {
            Ok((answer, afterwards)) => {
                afterwards.into_iter().for_each(|then| then(&app));
                Ok(answer.respond(false))
            }
            Err(Stop::Replay(answer)) => Ok(answer.respond(true)),
            Err(Stop::Tried(answer)) => Ok(Answer {
                version: None,
                location: None,
                ..answer
            }
            .respond(false)),
            Err(Stop::Refused(error)) => Err(error),
        }
    }
}

/// What of a request an act needs, ready for use inside the transaction.
struct Context {
    action: Action,
    precondition: Precondition,
    if_match: IfMatch,
    /// The stored key (a hash of client, user, route and key), unless trying only.
    key: Option<Vec<u8>>,
    fingerprint: Vec<u8>,
    command_hash: Vec<u8>,
    client_id: String,
    request_id: String,
    lang: Lang,
}

impl Context {
    fn new(write: &Write, sent: &Value) -> Self {
        let canonical = canonical(sent);
        let who = write.caller.subject();
        let key = write
            .idempotency_key
            .as_ref()
            .filter(|_| !write.validate_only)
            .map(|key| {
                let client = write.caller.client_id.as_bytes();
                sha256(&[
                    client,
                    who.as_bytes(),
                    write.route.as_bytes(),
                    key.as_bytes(),
                ])
            });
        Self {
            action: write.action,
            precondition: write.precondition,
            if_match: write.if_match.clone(),
            key,
            fingerprint: sha256(&[write.address.as_bytes(), canonical.as_bytes()]),
            command_hash: sha256(&[write.route.as_bytes(), canonical.as_bytes()]),
            client_id: write.caller.client_id.clone(),
            request_id: write.request_id.clone(),
            lang: write.lang,
        }
    }
}

/// An act while it runs, inside its transaction.
pub struct Act<'a, 'c> {
    app: &'a App,
    /// The transaction.
    pub tx: &'a mut Tx<'c>,
    /// Who acts, as of this transaction.
    pub actor: Actor,
    /// The time of this act.
    pub now: DateTime<Utc>,
    context: Context,
    permitted: bool,
    recorded: usize,
    afterwards: Vec<Afterwards>,
}

/// What is done once an act is committed, before it is answered.
type Afterwards = Box<dyn FnOnce(&App) + Send>;

/// Whether something is to be made or was made before.
pub enum Creation {
    /// Make it, with this id.
    New(Uuid),
    /// The same command made this one before.
    Existing(Uuid),
}

impl Act<'_, '_> {
    /// The application.
    #[must_use]
    pub fn app(&self) -> &App {
        self.app
    }

    /// The acting worker.
    ///
    /// # Errors
    /// 403 for an integration.
    pub fn worker(&self) -> Result<domain::parties::WorkerId, Stop> {
        self.actor
            .worker()
            .ok_or_else(|| Stop::Refused(Denial::IntegrationNotAllowed.into()))
    }

    /// The language of the caller, for the texts of warnings. A stored answer keeps the one it was
    /// first given in: a replay is the same answer.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.context.lang
    }

    /// Once this is committed, before it is answered.
    pub fn after_commit(&mut self, then: impl FnOnce(&App) + Send + 'static) {
        self.afterwards.push(Box::new(then));
    }

    /// A new id.
    #[must_use]
    pub fn new_id<T: RecordId>(&self) -> T {
        T::from_uuid(self.app.new_id())
    }

    /// Visible, done before, up to date, permitted: in this order. `version` is that of the
    /// record `If-Match` speaks of.
    ///
    /// # Errors
    /// 404, the stored answer, 428 or 412, 403.
    pub fn permit(&mut self, facts: &Facts, version: Option<i64>) -> Result<(), Stop> {
        let denied = decide(&self.actor, self.context.action, facts, self.now)
            .into_result()
            .err();
        if let Some(Denial::Invisible | Denial::ScopeMissing(_)) = denied {
            return Err(denied
                .map_or(ProblemCode::NotFound.into(), ApiError::from)
                .into());
        }
        if !self.permitted {
            self.replay()?;
        }
        if let (Precondition::IfMatch, Some(version)) = (self.context.precondition, version) {
            self.context.if_match.check(version)?;
        }
        if let Some(denial) = denied {
            return Err(ApiError::from(denial).into());
        }
        self.permitted = true;
        Ok(())
    }

    /// The answer this key got before, if it did.
    fn replay(&mut self) -> Result<(), Stop> {
        let Some(key) = &self.context.key else {
            return Ok(());
        };
        if !on!(self.tx, events::claim_key(key))? {
            return Err(Problem::new(ProblemCode::RequestInProgress)
                .header(actix_web::http::header::RETRY_AFTER, "1")
                .into());
        }
        let Some(stored) = on!(self.tx, events::find_answer(key))? else {
            return Ok(());
        };
        if stored.fingerprint != self.context.fingerprint {
            return Err(ProblemCode::IdempotencyKeyReused.into());
        }
        let plain = self
            .app
            .keys()
            .open("idempotency_keys|sealed", &stored.sealed);
        let answer = plain
            .and_then(|plain| serde_json::from_slice::<Answer>(&plain).ok())
            .ok_or_else(|| ApiError::internal("a stored answer cannot be opened"))?;
        Err(Stop::Replay(answer))
    }

    /// The id of something to be made: the client's own, if it sent one.
    ///
    /// # Errors
    /// 422 for an id that is no UUID version 7, 409 when it belongs to something else.
    pub fn creation(&mut self, kind: &'static str, id: Option<Uuid>) -> Result<Creation, Stop> {
        let Some(id) = id else {
            return Ok(Creation::New(self.app.new_id()));
        };
        if id.get_version_num() != 7 {
            let fault = Fault::new("/id", FaultCode::WrongFormat).with("expected", "UUID v7");
            return Err(Problem::faults(ProblemCode::InvalidBody, vec![fault]).into());
        }
        let row = events::Creation {
            record_id: id,
            record_kind: kind,
            command_hash: self.context.command_hash.clone(),
            created_by: self.subject(),
        };
        match on!(self.tx, events::claim_creation(&row))? {
            None => Ok(Creation::New(id)),
            Some(same) if same => Ok(Creation::Existing(id)),
            Some(_) => Err(Problem::naming(ProblemCode::AlreadyExists, id).into()),
        }
    }

    /// The id of whoever acts.
    #[must_use]
    pub fn subject(&self) -> Uuid {
        match self.actor.principal {
            Principal::Worker(id) => id.0,
            Principal::Integration(id) => id.0,
        }
    }

    /// Writes an event of this act; `event` is tagged with its `type`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn record(
        &mut self,
        of: events::Of,
        version: i64,
        event: &impl Serialize,
    ) -> Result<(), Stop> {
        self.append(of, version, event, None)
    }

    /// The same, with the reason that was given for the act.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn record_because(
        &mut self,
        of: events::Of,
        version: i64,
        event: &impl Serialize,
        reason: impl Into<String>,
    ) -> Result<(), Stop> {
        self.append(of, version, event, Some(reason.into()))
    }

    fn append(
        &mut self,
        of: events::Of,
        version: i64,
        event: &impl Serialize,
        reason: Option<String>,
    ) -> Result<(), Stop> {
        let mut data = serde_json::to_value(event).map_err(ApiError::internal)?;
        let kind = data
            .as_object_mut()
            .and_then(|members| members.remove("type"))
            .and_then(|kind| kind.as_str().map(str::to_owned))
            .ok_or_else(|| ApiError::internal("an event without a type"))?;
        let row = events::NewEvent {
            id: Id(self.app.new_id()),
            at: Instant::from(self.now),
            of,
            version,
            kind,
            data,
            actor: self.actor.principal,
            client_id: self.context.client_id.clone(),
            request_id: self.context.request_id.clone(),
            reason,
        };
        on!(self.tx, events::append(&row))?;
        self.recorded += 1;
        Ok(())
    }

    /// Keeps what a record held before a change, sealed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_version(
        &mut self,
        kind: &'static str,
        id: Uuid,
        version: i64,
        held: &impl Serialize,
    ) -> Result<(), Stop> {
        let plain = serde_json::to_vec(held).map_err(ApiError::internal)?;
        let place = events::version_place(id, version);
        let sealed = self
            .app
            .keys()
            .seal(&place, &plain)
            .map_err(ApiError::internal)?;
        let row = events::KeptVersion {
            record_id: id,
            version,
            record_kind: kind,
            sealed,
            replaced_at: self.now,
            replaced_by: self.subject(),
        };
        on!(self.tx, events::keep_version(&row))?;
        Ok(())
    }

    /// The last step before the commit.
    fn finish(
        self,
        answer: Answer,
        validate_only: bool,
    ) -> Result<(Answer, Vec<Afterwards>), Stop> {
        if !self.permitted || (self.recorded == 0 && !validate_only && answer.status == 201) {
            let action = self.context.action.code();
            return Err(
                ApiError::internal(format!("{action} was not permitted or left no event")).into(),
            );
        }
        if validate_only {
            return Err(Stop::Tried(answer));
        }
        if let Some(key) = &self.context.key {
            let plain = serde_json::to_vec(&answer).map_err(ApiError::internal)?;
            let place = "idempotency_keys|sealed";
            let sealed = self
                .app
                .keys()
                .seal(place, &plain)
                .map_err(ApiError::internal)?;
            let row = events::StoredAnswer {
                key_hash: key.clone(),
                fingerprint: self.context.fingerprint.clone(),
                status: answer.status,
                sealed,
                created_at: self.now,
            };
            on!(self.tx, events::store_answer(&row))?;
        }
        Ok((answer, self.afterwards))
    }
}
