//! Roles held at units, as records; what a role allows is said in `access`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{GrantId, UnitId, WorkerId};
use crate::access::Role;

/// A role to be granted to a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "role": "caseworker", "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02"
})))]
pub struct NewGrant {
    /// An id made by the client (UUID version 7); left out, the service makes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<GrantId>,
    /// The role.
    pub role: Role,
    /// Where it is held: a caseworker's reaches this unit, every other role all units below too.
    pub unit_id: UnitId,
}

/// A role held by a worker at a unit. It never changes: it is revoked, and another is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e06",
    "worker_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e03", "role": "caseworker",
    "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02",
    "granted_by": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e07", "granted_at": "2026-01-05T01:00:00Z"
})))]
pub struct RoleGrant {
    /// Its id.
    pub id: GrantId,
    /// Who holds the role.
    pub worker_id: WorkerId,
    /// The role.
    pub role: Role,
    /// Where it is held.
    pub unit_id: UnitId,
    /// Who granted it; absent for what an operator granted at the terminal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granted_by: Option<WorkerId>,
    /// When it was granted.
    pub granted_at: DateTime<Utc>,
    /// When it was revoked; absent while it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<DateTime<Utc>>,
}
