//! Identity on the wire.

use chrono::{DateTime, Utc};
use domain::{
    access::{Role, Scope},
    parties::{
        IntegrationId, SessionId, UnitId, WorkerId, integration::IntegrationName,
        person::PersonName, unit::UnitName, worker::Username,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

domain::text!(
    Password,
    1..=1000,
    line,
    "A password, as typed; 12 to 128 characters for a new one."
);
domain::text!(
    ClientName,
    1..=100,
    line,
    "The name of the application that logs in, for the list of sessions."
);
domain::text!(
    Device,
    1..=100,
    line,
    "What the worker calls the device, for the list of sessions."
);

/// A log-in.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"username": "siti.aminah", "password": "rumah tangga di tepi sawah"}))]
pub struct LogIn {
    /// The worker's user name.
    pub username: Username,
    /// The password.
    pub password: Password,
    /// The application; `kes` when left out.
    #[serde(default)]
    pub client_id: Option<ClientName>,
    /// The device.
    #[serde(default)]
    pub device: Option<Device>,
    /// What the application needs; everything when left out. The worker's own rights still apply.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub scopes: Option<Vec<Scope>>,
}

/// Tokens.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "access_token": "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFUzI1NiJ9.…", "token_type": "Bearer",
    "expires_in": 600, "scope": "cases:read cases:write",
    "session_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e31", "refresh_token": "AZNbfFoAfMOajo8vfRwKThEAAAAAAAAAAQ…"
}))]
pub struct TokenAnswer {
    /// Send it as `Authorization: Bearer …`.
    #[schema(max_length = 4096)]
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(max_length = 10)]
    pub token_type: &'static str,
    /// Seconds for which the access token is good.
    #[schema(minimum = 1, maximum = 86400)]
    pub expires_in: i64,
    /// What it is good for, separated by spaces.
    #[schema(max_length = 1000)]
    pub scope: String,
    /// The session.
    pub session_id: SessionId,
    /// Gives the next pair of tokens, once, at `POST /oauth/token`. Machines get none: they ask
    /// again with their secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub refresh_token: Option<String>,
}

/// What `POST /oauth/token` takes (RFC 6749), as a form.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"grant_type": "refresh_token", "refresh_token": "AZNbfFoAfMOajo8vfRwKThEAAAAAAAAAAQ…"}))]
pub struct TokenRequest {
    /// `client_credentials` for machines, `refresh_token` for the next pair of tokens.
    pub grant_type: GrantType,
    /// With `client_credentials`: the id of the integration (or send HTTP Basic). With
    /// `refresh_token`, if sent: the `client_id` of the log-in.
    #[schema(max_length = 100)]
    pub client_id: Option<String>,
    /// With `client_credentials`: one of its live secrets (or send HTTP Basic).
    #[schema(max_length = 200)]
    pub client_secret: Option<String>,
    /// With `refresh_token`: the token of the last answer.
    #[schema(max_length = 200)]
    pub refresh_token: Option<String>,
    /// Fewer scopes than the integration or session has, separated by spaces.
    #[schema(max_length = 1000)]
    pub scope: Option<String>,
}

/// How a token is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrantType {
    /// By an integration with its secret.
    ClientCredentials,
    /// By whoever holds the newest refresh token of a session.
    RefreshToken,
}

/// Who is calling.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// The worker, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worker: Option<MyWorker>,
    /// The integration, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration: Option<MyIntegration>,
    /// The unit of the worker or integration.
    pub unit: MyUnit,
    /// The roles held now.
    #[schema(max_items = 1000)]
    pub roles: Vec<MyRole>,
    /// The scopes of this token.
    #[schema(max_items = 20)]
    pub scopes: Vec<Scope>,
    /// This session.
    pub session_id: SessionId,
    /// What time it is here.
    pub server_time: DateTime<Utc>,
}

/// The worker.
#[derive(Clone, Serialize, ToSchema)]
pub struct MyWorker {
    /// The id.
    pub id: WorkerId,
    /// The user name.
    pub username: Username,
    /// The full name.
    pub full_name: PersonName,
}

/// The integration.
#[derive(Clone, Serialize, ToSchema)]
pub struct MyIntegration {
    /// The id.
    pub id: IntegrationId,
    /// Its name.
    pub name: IntegrationName,
}

/// A unit, as far as one has to know it.
#[derive(Clone, Serialize, ToSchema)]
pub struct MyUnit {
    /// The id.
    pub id: UnitId,
    /// Its name.
    pub name: UnitName,
    /// Its time zone (IANA).
    #[schema(max_length = 64)]
    pub time_zone: String,
}

/// A role held at a unit.
#[derive(Clone, Serialize, ToSchema)]
pub struct MyRole {
    /// The role.
    pub role: Role,
    /// Where it is held.
    pub unit: MyUnit,
}

/// One of one's own sessions.
#[derive(Clone, Serialize, ToSchema)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The application.
    #[schema(max_length = 100)]
    pub client_id: String,
    /// The device.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub device: Option<String>,
    /// When the worker logged in.
    pub created_at: DateTime<Utc>,
    /// When it last got new tokens.
    pub last_used_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// A change of the own password.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"current_password": "rumah tangga di tepi sawah", "new_password": "hujan petang di kebun getah"}))]
pub struct PasswordChange {
    /// The password until now.
    pub current_password: Password,
    /// The password from now on: 12 to 128 characters, not a common one, without the user name.
    pub new_password: Password,
}
