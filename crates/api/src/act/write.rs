//! A request that may write, from its headers to the transaction it runs in.

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, web::Data};
use domain::{
    access::{Action, Facts, decide},
    words::Lang,
};
use serde::Deserialize;
use serde_json::Value;

use super::{Act, Answer, Stop};
use crate::{
    app::App,
    auth::{
        caller::{self, Caller},
        keys::sha256,
    },
    http::{
        etag::IfMatch,
        json::canonical,
        problem::{ApiError, Problem, ProblemCode},
        request::RequestMeta,
        routes::{Access, Precondition},
    },
};

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

    /// Whether the caller may do this at all, asked before a long body is waited for; the act asks
    /// again.
    ///
    /// # Errors
    /// 404 or 403.
    pub fn decide(&self, facts: &Facts) -> Result<(), ApiError> {
        decide(&self.caller.actor, self.action, facts, self.app.now()).into_result()?;
        Ok(())
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
            Err(Stop::Tried(answer)) => Ok(answer.tried().respond(false)),
            Err(Stop::Refused(error)) => Err(error),
        }
    }
}

/// What of a request an act needs, ready for use inside the transaction.
pub(super) struct Context {
    pub action: Action,
    pub precondition: Precondition,
    pub if_match: IfMatch,
    /// The stored key (a hash of client, user, route and key), unless trying only.
    pub key: Option<Vec<u8>>,
    pub fingerprint: Vec<u8>,
    pub command_hash: Vec<u8>,
    pub client_id: String,
    pub request_id: String,
    pub lang: Lang,
    pub validate_only: bool,
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
            validate_only: write.validate_only,
        }
    }
}
