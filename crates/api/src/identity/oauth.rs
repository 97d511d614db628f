//! OAuth 2.0 for machines and for the next pair of tokens (RFC 6749), with its metadata (RFC 8414).

use std::collections::BTreeSet;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE},
    web::Data,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{access::Scope, words::Word};
use serde_json::json;

use super::{
    open::{At, client_credentials, oauth_refusal, refresh},
    views::{GrantType, TokenAnswer, TokenRequest},
};
use crate::{
    app::App,
    http::{
        body::{Form, query},
        problem::ApiError,
        request::RequestMeta,
        routes::{Access, Route},
    },
    route,
};

/// Scopes as OAuth writes them, separated by spaces.
fn scopes(text: &str) -> Result<BTreeSet<Scope>, ApiError> {
    text.split(' ')
        .filter(|word| !word.is_empty())
        .map(Scope::parse)
        .collect::<Option<_>>()
        .ok_or_else(|| oauth_refusal("invalid_scope", "scope"))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(request_token, Access::Public),
        route!(get_authorization_server, Access::Public),
        route!(get_key_set, Access::Public),
    ]
}

/// The address and id of a request.
#[must_use]
pub fn at(app: &App, request: &HttpRequest) -> At {
    At {
        address: app.client_address(request),
        request_id: RequestMeta::of(request).id,
    }
}

/// The client id and secret of HTTP Basic, if sent.
fn basic(request: &HttpRequest) -> Option<(String, String)> {
    let value = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let plain = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = plain.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

/// Ask for tokens
///
/// Machines ask with `client_credentials` and one of their two live secrets; workers' apps ask
/// for the next pair with `refresh_token`. A refresh token works once; within 60 seconds it gives
/// the same next token again (answers get lost), later its use ends the whole session. Refused:
/// `invalid_grant`, `invalid_scope`, `invalid_request`, `unsupported_grant_type` (400, with the word of RFC 6749 in
/// `error`), wrong id or secret (401), too many failures (429).
#[utoipa::path(post, path = "/oauth/token", tag = "oauth",
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "The tokens.", body = TokenAnswer)))]
pub async fn request_token(
    app: Data<App>,
    request: HttpRequest,
    form: Form<TokenRequest>,
) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    let asked = form.0;
    let at = at(&app, &request);
    let wanted = asked.scope.as_deref().map(scopes).transpose()?;
    let answer = match asked.grant_type {
        GrantType::RefreshToken => {
            if asked.client_secret.is_some() {
                return Err(oauth_refusal("invalid_request", "client_secret"));
            }
            let token = asked
                .refresh_token
                .ok_or_else(|| oauth_refusal("invalid_request", "refresh_token"))?;
            refresh(app, token, asked.client_id, wanted, at).await?
        }
        GrantType::ClientCredentials => {
            if asked.refresh_token.is_some() {
                return Err(oauth_refusal("invalid_request", "refresh_token"));
            }
            let (id, secret) = basic(&request)
                .or(asked.client_id.zip(asked.client_secret))
                .ok_or_else(|| oauth_refusal("invalid_request", "client_id, client_secret"))?;
            client_credentials(app, id, secret, wanted, at).await?
        }
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(serde_json::to_string(&answer).map_err(ApiError::internal)?))
}

/// Read the OAuth metadata
///
/// Where to ask for tokens and what can be asked for (RFC 8414).
#[utoipa::path(get, path = "/.well-known/oauth-authorization-server", tag = "oauth",
    responses((status = 200, description = "The metadata.", body = serde_json::Value,
        example = json!({"issuer": "https://kes.example.org", "token_endpoint": "https://kes.example.org/oauth/token"}))))]
pub async fn get_authorization_server(
    request: HttpRequest,
    app: Data<App>,
) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    let issuer = app.tokens().issuer();
    let scopes: Vec<_> = Scope::all().iter().map(|scope| scope.code()).collect();
    public(&json!({
        "issuer": issuer,
        "token_endpoint": format!("{issuer}/oauth/token"),
        "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
        "service_documentation": format!("{issuer}/docs"),
        "scopes_supported": scopes,
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }))
}

/// Read the key set
///
/// The public keys that verify access tokens (RFC 7517), the newest first.
#[utoipa::path(get, path = "/.well-known/jwks.json", tag = "oauth",
    responses((status = 200, description = "The keys.", body = serde_json::Value,
        example = json!({"keys": [{"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "c2lnbmluZw", "x": "…", "y": "…"}]}))))]
pub async fn get_key_set(request: HttpRequest, app: Data<App>) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    let keys: Vec<_> = app
        .keys()
        .signing
        .iter()
        .map(|key| {
            json!({
                "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256",
                "kid": key.id, "x": key.public.0, "y": key.public.1,
            })
        })
        .collect();
    public(&json!({ "keys": keys }))
}

fn public(body: &serde_json::Value) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .body(body.to_string()))
}
