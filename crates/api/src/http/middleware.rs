//! The outermost layer: request id, language, the rendering of every refusal, one log line.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage, HttpResponse,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, HeaderName,
            HeaderValue,
        },
    },
    middleware::Next,
    web::Data,
};
use serde_json::json;

use super::{
    contract::PROBLEM_JSON,
    problem::{Problem, ProblemCode},
    request::{RequestMeta, language, well_formed_id},
};
use crate::app::App;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const NOSNIFF: (HeaderName, &str) = (HeaderName::from_static("x-content-type-options"), "nosniff");

/// Runs around every request, known route or not.
///
/// # Errors
/// Never by itself.
pub async fn around<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let started = Instant::now();
    let app = request.app_data::<Data<App>>().cloned();
    let id = request
        .headers()
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .filter(|value| well_formed_id(value))
        .map(str::to_owned)
        .unwrap_or_else(|| {
            app.as_ref()
                .map_or_else(String::new, |app| app.new_id::<uuid::Uuid>().to_string())
        });
    let meta = RequestMeta {
        id,
        lang: language(request.headers()),
    };
    request.extensions_mut().insert(meta.clone());
    let head = request.method() == Method::HEAD;
    // Errors of handlers and extractors arrive as responses; the request may not be shared while
    // it is on its way to its handler, so it is taken back from the response.
    let response = next.call(request).await?;
    let http = response.request().clone();
    let problem = response.response().extensions().get::<Problem>().cloned();
    let status = response.status();
    let mut response =
        match problem.or_else(|| foreign(status, response.headers().get(CONTENT_TYPE))) {
            None => response.map_into_left_body(),
            Some(problem) => {
                let rendered = render(&problem, &http, &meta, head);
                ServiceResponse::new(http.clone(), rendered).map_into_right_body()
            }
        };
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&meta.id) {
        headers.insert(REQUEST_ID, value);
    }
    // What asks not to be compressed says it so; on the wire it is said by saying nothing.
    if headers
        .get(CONTENT_ENCODING)
        .is_some_and(|it| it == "identity")
    {
        headers.remove(CONTENT_ENCODING);
    }
    headers.insert(NOSNIFF.0, HeaderValue::from_static(NOSNIFF.1));
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Some(app) = app {
        let route = app
            .registry()
            .matched(&http)
            .map_or("-", |route| route.id())
            .to_owned();
        let elapsed = started.elapsed();
        app.metrics()
            .request(&route, response.status().as_u16(), elapsed);
        log::info!(
            target: "kes::request",
            "{}",
            json!({
                "request_id": meta.id,
                "method": http.method().as_str(),
                "route": route,
                "status": response.status().as_u16(),
                "micros": elapsed.as_micros() as u64,
                "traceparent": traceparent(&http),
            })
        );
    }
    Ok(response)
}

/// `traceparent` (W3C Trace Context), only if it looks like one.
fn traceparent(request: &actix_web::HttpRequest) -> Option<&str> {
    let value = request.headers().get("traceparent")?.to_str().ok()?;
    let harmless = value.len() <= 64 && value.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    harmless.then_some(value)
}

/// An error status that no handler of ours made (the framework did) as a problem.
fn foreign(status: StatusCode, content_type: Option<&HeaderValue>) -> Option<Problem> {
    let ours =
        content_type.is_some_and(|value| value.as_bytes().starts_with(PROBLEM_JSON.as_bytes()));
    ((status.is_client_error() || status.is_server_error()) && !ours).then(|| of_status(status))
}

fn of_status(status: StatusCode) -> Problem {
    let code = ProblemCode::ALL
        .iter()
        .copied()
        .find(|code| code.status() == status.as_u16() && *code != ProblemCode::MalformedJson)
        .unwrap_or(if status.is_client_error() {
            ProblemCode::MalformedRequest
        } else {
            ProblemCode::Internal
        });
    let value = match code {
        // Only compression is negotiated.
        ProblemCode::NotAcceptable => "gzip, identity",
        _ => status.canonical_reason().unwrap_or("HTTP"),
    };
    Problem::naming(code, value)
}

fn render(
    problem: &Problem,
    request: &actix_web::HttpRequest,
    meta: &RequestMeta,
    head: bool,
) -> HttpResponse {
    let mut response = HttpResponse::build(problem.status());
    response.insert_header((CONTENT_TYPE, PROBLEM_JSON));
    response.insert_header((CONTENT_LANGUAGE, meta.lang.code()));
    for (name, value) in problem.headers() {
        response.insert_header((name.clone(), value.clone()));
    }
    if head {
        return response.finish();
    }
    let document = problem.document(meta.lang, request.path(), &meta.id);
    response.body(serde_json::to_string(&document).unwrap_or_default())
}
