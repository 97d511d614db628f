//! Workers on the wire, where it differs from the domain.

use domain::parties::{WorkerId, person::PersonName, worker::Worker};
use serde::Serialize;
use utoipa::ToSchema;

/// A worker with the password the service has just made.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e03",
    "username": "siti.aminah", "full_name": "Siti Aminah binti Osman",
    "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02", "active": true,
    "version": 1, "created_at": "2026-01-05T01:00:00Z", "modified_at": "2026-01-05T01:00:00Z",
    "first_password": "h7kqm-x2r9c-wvtbe-4ynsd"
}))]
pub struct WorkerWithPassword {
    /// The worker.
    #[serde(flatten)]
    pub worker: Worker,
    /// To be handed to the worker, who changes it after the first log-in (`PUT /v1/me/password`).
    /// Told in this answer only: the service keeps a hash. Absent from an answer that made none
    /// (`validate_only`, or the worker was made before by the same command).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub first_password: Option<String>,
}

/// A worker who can be named caseworker.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e03", "full_name": "Siti Aminah binti Osman"
}))]
pub struct CaseworkerName {
    /// The worker's id.
    pub id: WorkerId,
    /// The worker's full name.
    pub full_name: PersonName,
}
