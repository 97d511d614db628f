//! What happens to units, workers, grants and integrations: ids, codes and names of fields; no
//! name, address or secret.

use serde::{Deserialize, Serialize};

use super::{
    SecretId, UnitId, WorkerId,
    unit::{Country, UnitCode, UnitKind},
};
use crate::{
    access::{Role, Scope},
    intake::{Category, DocumentType},
};

/// Something that happened to a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum UnitEvent {
    /// It was made.
    #[serde(rename = "unit.created")]
    Created {
        /// The unit above it.
        parent_id: UnitId,
        /// What it is.
        kind: UnitKind,
        /// The country it follows.
        country: Country,
        /// Its code.
        code: UnitCode,
    },
    /// What is said about it was changed.
    #[serde(rename = "unit.amended")]
    Amended {
        /// What it is now.
        kind: UnitKind,
        /// The country it follows now.
        country: Country,
        /// Its code now.
        code: UnitCode,
        /// The names of the fields that changed.
        changed: Vec<String>,
    },
    /// What an intake of a category needs here and below was set.
    #[serde(rename = "unit.document_requirements_set")]
    DocumentRequirementsSet {
        /// The category.
        category: Category,
        /// Every document it needs.
        document_types: Vec<DocumentType>,
    },
}

/// Something that happened to a worker's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum WorkerEvent {
    /// The worker was registered.
    #[serde(rename = "worker.created")]
    Created {
        /// The unit the worker belongs to.
        unit_id: UnitId,
    },
    /// What is said about the worker was changed.
    #[serde(rename = "worker.amended")]
    Amended {
        /// The unit the worker belongs to now.
        unit_id: UnitId,
        /// The names of the fields that changed.
        changed: Vec<String>,
    },
    /// The worker can no longer log in.
    #[serde(rename = "worker.deactivated")]
    Deactivated,
    /// The worker can log in again.
    #[serde(rename = "worker.reactivated")]
    Reactivated,
    /// The worker was given a new first password.
    #[serde(rename = "worker.password_reset")]
    PasswordReset,
}

/// Something that happened to a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum GrantEvent {
    /// The role was granted.
    #[serde(rename = "grant.given")]
    Given {
        /// To whom.
        worker_id: WorkerId,
        /// The role.
        role: Role,
        /// Where.
        unit_id: UnitId,
    },
    /// It was revoked.
    #[serde(rename = "grant.revoked")]
    Revoked {
        /// From whom.
        worker_id: WorkerId,
        /// The role.
        role: Role,
        /// Where.
        unit_id: UnitId,
    },
}

/// Something that happened to an integration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum IntegrationEvent {
    /// It was registered.
    #[serde(rename = "integration.created")]
    Created {
        /// The unit it works for.
        unit_id: UnitId,
        /// What its tokens may be used for.
        scopes: Vec<Scope>,
    },
    /// What is said about it was changed.
    #[serde(rename = "integration.amended")]
    Amended {
        /// The unit it works for now.
        unit_id: UnitId,
        /// What its tokens may be used for now.
        scopes: Vec<Scope>,
        /// The names of the fields that changed.
        changed: Vec<String>,
    },
    /// It gets no tokens any more.
    #[serde(rename = "integration.deactivated")]
    Deactivated,
    /// It gets tokens again.
    #[serde(rename = "integration.reactivated")]
    Reactivated,
    /// It was given another secret.
    #[serde(rename = "integration.secret_made")]
    SecretMade {
        /// The id of the secret.
        secret_id: SecretId,
    },
    /// A secret of it stopped working.
    #[serde(rename = "integration.secret_revoked")]
    SecretRevoked {
        /// The id of the secret.
        secret_id: SecretId,
    },
}
