//! Health, metrics, contract, and the pages that problem types point to.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    web::{Data, Path},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    auth::keys::sha256,
    db::Lane,
    http::{
        body::query,
        etag::none_match_has,
        problem::{ApiError, Problem, ProblemCode},
        request::RequestMeta,
        routes::{Access, Route},
    },
    on,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        crate::route!(get_root, Access::Public),
        crate::route!(get_liveness, Access::Public),
        crate::route!(get_readiness, Access::Public),
        crate::route!(get_metrics, Access::Public),
        crate::route!(get_contract, Access::Public),
        crate::route!(get_problem_type, Access::Public),
    ];
    routes.extend(super::docs::routes());
    routes.extend(super::code_lists::routes());
    routes.extend(super::process_guide::routes());
    routes
}

/// The service and where to go from here.
#[derive(Serialize, ToSchema)]
pub struct Root {
    /// Always `kes`.
    #[schema(max_length = 10, example = "kes")]
    name: &'static str,
    /// The version of the API (semver).
    #[schema(max_length = 20, example = "0.1.0")]
    version: &'static str,
    /// The contract.
    #[schema(max_length = 100, example = "/openapi.json")]
    contract: &'static str,
    /// The documentation.
    #[schema(max_length = 100, example = "/docs")]
    docs: &'static str,
    /// Whether it is ready.
    #[schema(max_length = 100, example = "/health/ready")]
    health: &'static str,
}

/// Say hello
///
/// Name, version, and links to contract, docs and health.
#[utoipa::path(get, path = "/", tag = "service",
    responses((status = 200, description = "The service.", body = Root)))]
pub async fn get_root(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    crate::read::plain(&Root {
        name: "kes",
        version: env!("CARGO_PKG_VERSION"),
        contract: "/openapi.json",
        docs: "/docs",
        health: "/health/ready",
    })
}

/// How the service is.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// `ok`.
    #[schema(max_length = 10, example = "ok")]
    status: &'static str,
}

/// Is it alive?
///
/// Answers as long as the process does; looks at nothing else.
#[utoipa::path(get, path = "/health/live", tag = "service",
    responses((status = 200, description = "It is.", body = Health)))]
pub async fn get_liveness(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    crate::read::plain(&Health { status: "ok" })
}

/// Is it ready?
///
/// Asks the database, at most once a second. 503 while it does not answer, or while the service
/// is shutting down.
#[utoipa::path(get, path = "/health/ready", tag = "service",
    responses((status = 200, description = "It is.", body = Health)))]
pub async fn get_readiness(request: HttpRequest, app: Data<App>) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    let not_ready = || ApiError::from(Problem::retry_after(ProblemCode::Unavailable, 1));
    if app.metrics().is_draining() {
        return Err(not_ready());
    }
    let ready = match app.metrics().last_look() {
        Some(ready) => ready,
        None => {
            let asked: Result<i64, ApiError> = app
                .db()
                .read(Lane::Interactive, |tx| Ok(on!(tx, identity::epoch())?))
                .await;
            app.metrics().looked(asked.is_ok());
            asked.is_ok()
        }
    };
    if ready {
        crate::read::plain(&Health { status: "ok" })
    } else {
        Err(not_ready())
    }
}

/// Read the metrics
///
/// Counters and times as OpenMetrics text; nothing personal. Keep the address inside your network.
#[utoipa::path(get, path = "/metrics", tag = "service",
    responses((status = 200, description = "The metrics.", content_type = "application/openmetrics-text", body = String)))]
pub async fn get_metrics(request: HttpRequest, app: Data<App>) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    Ok(HttpResponse::Ok()
        .insert_header((
            CONTENT_TYPE,
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
        ))
        .body(app.metrics().text(app.db().gauges())))
}

/// Read the contract
///
/// OpenAPI 3.1, byte for byte as committed in `openapi/openapi.json`.
#[utoipa::path(get, path = "/openapi.json", tag = "service",
    responses((status = 200, description = "The contract.", body = serde_json::Value,
        example = json!({"openapi": "3.1.0"}))))]
pub async fn get_contract(request: HttpRequest, app: Data<App>) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    cached(&request, "application/json", app.contract())
}

/// A public text that rarely changes, with an ETag of its content.
///
/// # Errors
/// Never; the signature is that of handlers.
pub fn cached(
    request: &HttpRequest,
    content_type: &str,
    text: &str,
) -> Result<HttpResponse, ApiError> {
    let hash = sha256(&[text.as_bytes()]);
    let etag = hash[..8]
        .iter()
        .fold(String::from("\""), |tag, byte| format!("{tag}{byte:02x}"))
        + "\"";
    let had = request
        .headers()
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let known = none_match_has(had, &etag);
    let mut response = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((ETAG, etag))
        .insert_header((CACHE_CONTROL, "public, max-age=300"));
    if known {
        return Ok(response.finish());
    }
    Ok(response
        .insert_header((CONTENT_TYPE, content_type))
        .body(text.to_owned()))
}

/// A kind of problem.
#[derive(Serialize, ToSchema)]
pub struct ProblemType {
    /// The word in `code`.
    #[schema(max_length = 100, example = "not_found")]
    code: &'static str,
    /// The status it comes with.
    #[schema(minimum = 400, maximum = 599, example = 404)]
    status: u16,
    /// Its title.
    #[schema(max_length = 200, example = "Not found")]
    title: &'static str,
    /// What to do about it; `{}` stands for what the problem names.
    #[schema(max_length = 1000, example = "Check the id or the address.")]
    detail: &'static str,
}

/// Read what a problem means
///
/// What `type` of a problem document points to, in the language of `Accept-Language`.
#[utoipa::path(get, path = "/problems/{code}", tag = "service",
    params(("code" = String, Path, description = "The code of the problem.", max_length = 100, example = "not_found")),
    responses((status = 200, description = "The kind of problem.", body = ProblemType)))]
pub async fn get_problem_type(
    request: HttpRequest,
    path: Path<String>,
) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    let lang = RequestMeta::of(&request).lang;
    let code = ProblemCode::ALL
        .iter()
        .find(|code| code.code() == path.as_str())
        .ok_or(ProblemCode::NotFound)?;
    let problem = ProblemType {
        code: code.code(),
        status: code.status(),
        title: code.title(lang),
        detail: code.advice(lang),
    };
    let mut response = crate::read::plain(&problem)?;
    let value = actix_web::http::header::HeaderValue::from_static(lang.code());
    response.headers_mut().insert(CONTENT_LANGUAGE, value);
    Ok(response)
}
