//! The documentation page, with everything it needs in the binary: it works with no internet.

use std::sync::{Arc, LazyLock};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION},
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
        route!(redirect_to_docs, Access::Public),
        route!(get_docs_file, Access::Public),
    ]
}

static CONFIG: LazyLock<Arc<Config<'static>>> =
    LazyLock::new(|| Arc::new(Config::from("/openapi.json").persist_authorization(false)));

/// Open the documentation
///
/// Leads to `/docs/`.
#[utoipa::path(get, path = "/docs", tag = "service",
    responses((status = 308, description = "To the page.")))]
pub async fn redirect_to_docs(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    Ok(HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, "/docs/index.html"))
        .finish())
}

/// Read a file of the documentation
///
/// Starts at `/docs/index.html`.
#[utoipa::path(get, path = "/docs/{file}", tag = "service",
    params(("file" = String, Path, description = "The file.", max_length = 100, example = "index.html")),
    responses((status = 200, description = "The file.", content_type = "text/html", body = String)))]
pub async fn get_docs_file(
    request: HttpRequest,
    path: Path<String>,
) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    let file = utoipa_swagger_ui::serve(&path, CONFIG.clone())
        .map_err(ApiError::internal)?
        .ok_or(ProblemCode::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, file.content_type))
        .insert_header((
            CONTENT_SECURITY_POLICY,
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
        ))
        .body(file.bytes.into_owned()))
}
