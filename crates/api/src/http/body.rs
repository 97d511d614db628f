//! Bodies and query strings, checked against the contract before anything else looks at them.

use std::{future::Future, marker::PhantomData, pin::Pin, time::Duration};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{CONTENT_ENCODING, CONTENT_TYPE},
    web::{Bytes, BytesMut, Data},
};
use domain::warnings::{Fault, FaultCode};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use tokio::time::timeout;
use utoipa::ToSchema;

use super::{
    json,
    problem::{ApiError, Problem, ProblemCode},
};
use crate::app::App;

/// The largest body, in bytes (the content of an attachment has a limit of its own).
pub const LARGEST_BODY: usize = 1024 * 1024;
/// How long a body may take to arrive.
pub const BODY_TIME: Duration = Duration::from_secs(20);

/// A JSON body that met the schema of `T`, as sent and as read.
pub struct Body<T> {
    /// As sent: what idempotency compares.
    pub sent: Value,
    /// As the domain reads it.
    pub value: T,
}

/// A JSON Merge Patch of the fields of `T`, not yet merged.
pub struct Patch<T> {
    /// As sent.
    pub sent: Value,
    of: PhantomData<T>,
}

/// Stands in the documentation of a PATCH: nothing of `T` required, null where `T` can do without.
#[derive(ToSchema)]
pub struct PatchOf<T> {
    /// What is patched; the contract puts its fields in the place of this one.
    pub of: T,
}

fn media_type(request: &HttpRequest, wanted: &'static [&'static str]) -> Result<(), ApiError> {
    let unsupported = || {
        ApiError::from(Problem::naming(
            ProblemCode::UnsupportedMediaType,
            wanted[0],
        ))
    };
    let sent = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = sent
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    if !wanted.iter().any(|one| essence.eq_ignore_ascii_case(one)) {
        return Err(unsupported());
    }
    match request.headers().get(CONTENT_ENCODING) {
        Some(encoding) if encoding != "identity" => Err(unsupported()),
        _ => Ok(()),
    }
}

/// The bytes of a body: bounded in size and time.
///
/// # Errors
/// 413, 408, or 400 when the connection breaks.
pub async fn read_body(payload: &mut Payload, within: Duration) -> Result<Bytes, ApiError> {
    let mut bytes = BytesMut::new();
    let read = async {
        while let Some(chunk) = std::future::poll_fn(|context| {
            let stream = Pin::new(&mut *payload);
            futures_core::Stream::poll_next(stream, context)
        })
        .await
        {
            let chunk = chunk.map_err(|cause| {
                ApiError::from(Problem::naming(ProblemCode::MalformedRequest, cause))
            })?;
            if bytes.len() + chunk.len() > LARGEST_BODY {
                return Err(Problem::naming(ProblemCode::TooLarge, LARGEST_BODY).into());
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok::<_, ApiError>(())
    };
    match timeout(within, read).await {
        Ok(read) => read?,
        Err(_) => return Err(ProblemCode::RequestTimeout.into()),
    }
    Ok(bytes.freeze())
}

async fn json_body(
    request: HttpRequest,
    mut payload: Payload,
    media: &'static [&'static str],
    schema: String,
    null_is_absent: bool,
) -> Result<Value, ApiError> {
    media_type(&request, media)?;
    let app = app(&request)?;
    let bytes = read_body(&mut payload, app.body_time()).await?;
    let mut sent = json::parse(&bytes)
        .map_err(|cause| ApiError::from(Problem::naming(ProblemCode::MalformedJson, cause)))?;
    if null_is_absent {
        json::drop_nulls(&mut sent);
    }
    match app.schemas().check(&schema, &sent) {
        Ok(()) => Ok(sent),
        Err(mut faults) => {
            // A null of a patch that is refused asks to clear what cannot be cleared.
            for fault in faults.iter_mut().filter(|_| !null_is_absent) {
                if let Some(Value::Null) = sent.pointer(&fault.pointer) {
                    *fault = Fault::new(fault.pointer.clone(), FaultCode::NotClearable);
                }
            }
            // Which is one fault, though a null be of the wrong type and no word of a list either.
            faults.dedup();
            Err(Problem::faults(ProblemCode::InvalidBody, faults).into())
        }
    }
}

fn app(request: &HttpRequest) -> Result<Data<App>, ApiError> {
    request
        .app_data::<Data<App>>()
        .cloned()
        .ok_or_else(|| ApiError::internal("no application"))
}

type Boxed<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Body<T> {
    type Error = ApiError;
    type Future = Boxed<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let name = T::name().into_owned();
            let sent = json_body(request, payload, &["application/json"], name, true).await?;
            let value = read_as(sent.clone())?;
            Ok(Self { sent, value })
        })
    }
}

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Patch<T> {
    type Error = ApiError;
    type Future = Boxed<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let media = &["application/merge-patch+json", "application/json"];
            let sent = json_body(
                request,
                payload,
                media,
                format!("{}Patch", T::name()),
                false,
            )
            .await?;
            Ok(Self {
                sent,
                of: PhantomData,
            })
        })
    }
}

impl<T: DeserializeOwned + serde::Serialize + ToSchema> Patch<T> {
    /// What the fields become.
    ///
    /// # Errors
    /// 422 when the merged whole is not valid.
    pub fn merge(&self, app: &App, current: &T) -> Result<T, ApiError> {
        let mut whole = serde_json::to_value(current).map_err(ApiError::internal)?;
        json::merge_patch(&mut whole, &self.sent);
        match app.schemas().check(&T::name(), &whole) {
            Ok(()) => read_as(whole),
            Err(faults) => Err(Problem::faults(ProblemCode::InvalidBody, faults).into()),
        }
    }
}

/// Reads what the schema let through; what serde still minds is a fault of the body too.
fn read_as<T: DeserializeOwned>(value: Value) -> Result<T, ApiError> {
    json::into(value).map_err(|cause| {
        let fault = Fault::new("", FaultCode::NotValid).with("expected", cause);
        Problem::faults(ProblemCode::InvalidBody, vec![fault]).into()
    })
}

/// A form that met the schema of `T`; forms are OAuth's, so what is wrong with one is said in its
/// words.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Form<T> {
    type Error = ApiError;
    type Future = Boxed<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            media_type(&request, &["application/x-www-form-urlencoded"])?;
            let app = app(&request)?;
            let bytes = read_body(&mut payload, app.body_time()).await?;
            let fields = serde_urlencoded::from_bytes::<Vec<(String, String)>>(&bytes)
                .map_err(|cause| Problem::naming(ProblemCode::MalformedRequest, cause))
                .map_err(|problem| problem.oauth("invalid_request"))?;
            let mut sent = Map::new();
            for (name, value) in fields {
                let repeated = sent.insert(name.clone(), json!(value)).is_some();
                if repeated {
                    let fault = Fault::new(format!("/{name}"), FaultCode::RepeatedParameter);
                    return Err(oauth_faults(vec![fault]));
                }
            }
            let sent = Value::Object(sent);
            match app.schemas().check(&T::name(), &sent) {
                Ok(()) => read_as(sent).map(Self),
                Err(faults) => Err(oauth_faults(faults)),
            }
        })
    }
}

/// Faults of a form: 400 and a word of RFC 6749 §5.2, where other bodies get 422.
fn oauth_faults(faults: Vec<Fault>) -> ApiError {
    let grant =
        |fault: &Fault| fault.pointer == "/grant_type" && fault.code == FaultCode::UnknownWord;
    let word = if faults.iter().any(grant) {
        "unsupported_grant_type"
    } else {
        "invalid_request"
    };
    let problem = Problem::naming(ProblemCode::MalformedRequest, word);
    problem.oauth(word).with_faults(faults).into()
}

/// The query of a request: every parameter known, none twice, each as its schema wants it.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(query(request).and_then(read_as).map(Self))
    }
}

/// Checks the query against the parameters of the matched operation; as one JSON object.
///
/// # Errors
/// 400 with every fault.
pub fn query(request: &HttpRequest) -> Result<Value, ApiError> {
    let app = app(request)?;
    let route = app
        .registry()
        .matched(request)
        .ok_or_else(|| ApiError::internal("a handler outside the registry"))?;
    let known = app.query_schema(route.id());
    let mut sent = Map::new();
    let mut faults = Vec::new();
    for (name, text) in serde_urlencoded::from_str::<Vec<(String, String)>>(request.query_string())
        .map_err(|cause| ApiError::from(Problem::naming(ProblemCode::MalformedRequest, cause)))?
    {
        let Some(schema) = known.get(&name) else {
            faults.push(Fault::new(format!("?{name}"), FaultCode::UnknownParameter));
            continue;
        };
        let value = match schema["type"].as_str() {
            Some("integer") => text
                .parse::<i64>()
                .map_or_else(|_| json!(text), |n| json!(n)),
            Some("boolean") => text
                .parse::<bool>()
                .map_or_else(|_| json!(text), |b| json!(b)),
            _ => json!(text),
        };
        if sent.insert(name.clone(), value).is_some() {
            faults.push(Fault::new(format!("?{name}"), FaultCode::RepeatedParameter));
        }
    }
    let sent = Value::Object(sent);
    if let Err(more) = app.schemas().check(&format!("query.{}", route.id()), &sent) {
        faults.extend(more.into_iter().map(|fault| Fault {
            pointer: fault.pointer.replacen('/', "?", 1),
            ..fault
        }));
    }
    if faults.is_empty() {
        Ok(sent)
    } else {
        Err(Problem::faults(ProblemCode::InvalidParameter, faults).into())
    }
}
