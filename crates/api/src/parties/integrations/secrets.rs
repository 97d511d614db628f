//! Secrets of integrations: made, told once, revoked.

use actix_web::{HttpResponse, web::Path};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use chrono::{DateTime, Utc};
use domain::{
    access::Action,
    parties::{
        IntegrationId, SecretId,
        events::IntegrationEvent,
        integration::{LiveSecret, review_new_secret},
    },
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::routes::{changed_now, lock, of};
use crate::{
    act::{Answer, Write},
    auth::keys::random,
    http::{
        problem::{ApiError, ProblemCode},
        routes::Route,
    },
    identity::{open::secret_hash, routes::rights_changed},
    on, route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(create_integration_secret, Action::AmendIntegration),
        route!(
            revoke_integration_secret,
            Action::AmendIntegration,
            if_match
        ),
    ]
}

/// A secret that has just been made.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e05",
    "secret": "kess_q3J0pVb1m2Q8r9s0T5uWxYzA7c4d6E1fGhIjKlMnOpQ",
    "created_at": "2026-01-05T01:00:00Z"
}))]
pub struct NewSecret {
    /// Its id, by which it is revoked.
    pub id: SecretId,
    /// The `client_secret` at the token endpoint; it starts with `kess_`, so that scanners find
    /// it where it should not be. Told in this answer only: the service keeps a hash. Absent with
    /// `validate_only`, which makes none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub secret: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Make a secret
///
/// By an administrator of the integration's unit. A repetition with the same Idempotency-Key
/// gives the same answer, which is kept for 30 days for that, encrypted. To replace a secret
/// without an interruption, make the new one, give it to the machine, then revoke the old one.
/// Refused: a third live secret (409).
#[utoipa::path(post, path = "/v1/integrations/{integration_id}/secrets", tag = "parties",
    params(("integration_id" = IntegrationId, Path, description = "The integration.")),
    responses((status = 201, description = "The secret.", body = NewSecret)))]
pub async fn create_integration_secret(
    write: Write,
    path: Path<IntegrationId>,
) -> Result<HttpResponse, ApiError> {
    let integration_id = path.into_inner();
    let made = match write.only_tries() {
        true => None,
        false => Some(format!(
            "kess_{}",
            B64.encode(random::<32>().map_err(ApiError::internal)?)
        )),
    };
    write
        .act(Value::Null, move |act| {
            let mut integration = lock(act, integration_id)?;
            review_new_secret(integration.secrets.len())?;
            let secret = LiveSecret {
                id: act.new_id(),
                created_at: act.now,
            };
            let hash = secret_hash(made.as_deref().unwrap_or_default());
            on!(
                act.tx,
                integrations::insert_secret(integration_id, &secret, &hash)
            )?;
            changed_now(act, &mut integration);
            on!(act.tx, integrations::save(&integration))?;
            let secret_id = secret.id;
            let event = IntegrationEvent::SecretMade { secret_id };
            act.record(of(integration_id), integration.version, &event)?;
            rights_changed(act)?;
            let answer = NewSecret {
                id: secret_id,
                secret: made,
                created_at: secret.created_at,
            };
            // A secret is shown with its integration, and nowhere else.
            Answer::created(&answer, format!("/v1/integrations/{integration_id}"))
        })
        .await
}

/// Revoke a secret
///
/// It stops working, and so does every token of the integration, before this answers; with its
/// other secret the machine asks for a new one. By an administrator of the integration's unit.
/// `If-Match` speaks of the integration. A secret that is revoked already is not found.
#[utoipa::path(delete, path = "/v1/integrations/{integration_id}/secrets/{secret_id}", tag = "parties",
    params(
        ("integration_id" = IntegrationId, Path, description = "The integration."),
        ("secret_id" = SecretId, Path, description = "The secret.")),
    responses((status = 204, description = "It is revoked.")))]
pub async fn revoke_integration_secret(
    write: Write,
    path: Path<(IntegrationId, SecretId)>,
) -> Result<HttpResponse, ApiError> {
    let (integration_id, secret_id) = path.into_inner();
    write
        .act(Value::Null, move |act| {
            let mut integration = lock(act, integration_id)?;
            if !integration.secrets.iter().any(|live| live.id == secret_id) {
                return Err(ProblemCode::NotFound.into());
            }
            on!(act.tx, integrations::revoke_secret(secret_id, act.now))?;
            let because = "secret revoked";
            on!(
                act.tx,
                integrations::end_sessions(integration_id, because, act.now)
            )?;
            changed_now(act, &mut integration);
            on!(act.tx, integrations::save(&integration))?;
            let event = IntegrationEvent::SecretRevoked { secret_id };
            act.record(of(integration_id), integration.version, &event)?;
            rights_changed(act)?;
            Ok(Answer::nothing())
        })
        .await
}
