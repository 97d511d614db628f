//! The documentation page, with everything it needs in the binary: it works with no internet.

use std::sync::{Arc, LazyLock};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    web::Path,
};
use utoipa_swagger_ui::Config;

use crate::{
    http::{
        body::query,
        problem::{ApiError, ProblemCode},
        routes::{Access, Route},
    },
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(get_docs, Access::Public),
        route!(get_docs_file, Access::Public),
    ]
}

static CONFIG: LazyLock<Arc<Config<'static>>> =
    LazyLock::new(|| Arc::new(Config::from("/openapi.json").persist_authorization(false)));

/// Open the documentation
///
/// The page; it needs nothing from the internet.
#[utoipa::path(get, path = "/docs", tag = "service",
    responses((status = 200, description = "The page.", content_type = "text/html", body = String)))]
pub async fn get_docs(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    // The page names its files relative to /docs/.
    let (_, page) = file("index.html")?;
    let page = String::from_utf8_lossy(&page).replacen("<head>", "<head><base href=\"/docs/\">", 1);
    Ok(answer("text/html; charset=utf-8".into(), page.into_bytes()))
}

/// Read a file of the documentation
///
/// What the page of `/docs` is made of.
#[utoipa::path(get, path = "/docs/{file}", tag = "service",
    params(("file" = String, Path, description = "The file.", max_length = 100, example = "index.html")),
    responses((status = 200, description = "The file.", content_type = "text/html", body = String)))]
pub async fn get_docs_file(
    request: HttpRequest,
    path: Path<String>,
) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    let (content_type, bytes) = file(&path)?;
    Ok(answer(content_type, bytes))
}

fn file(name: &str) -> Result<(String, Vec<u8>), ApiError> {
    let file = utoipa_swagger_ui::serve(name, CONFIG.clone())
        .map_err(ApiError::internal)?
        .ok_or(ProblemCode::NotFound)?;
    Ok((file.content_type, file.bytes.into_owned()))
}

fn answer(content_type: String, bytes: Vec<u8>) -> HttpResponse {
    let policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, content_type))
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .body(bytes)
}
