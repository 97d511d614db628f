//! Machine clients of other agencies; what they may do is said in `access`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{IntegrationId, SecretId, UnitId};
use crate::{
    access::Scope,
    refusal::{Refusal, RefusalCode},
    warnings::{Fault, FaultCode},
};

crate::text!(
    IntegrationName,
    1..=100,
    line,
    "The name of a machine client: agency and system, so that the audit trail can be read."
);

/// The most secrets an integration has at once: the old one and the one that replaces it.
pub const MAX_SECRETS: usize = 2;

/// What is said about an integration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "name": "Hospital Kulim, sistem rujukan", "scopes": ["intakes:write", "persons:write"],
    "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02"
})))]
pub struct IntegrationDetails {
    /// Its name.
    pub name: IntegrationName,
    /// What its tokens may be used for: any scope but `admin`, each once.
    #[schema(min_items = 1, max_items = 20)]
    pub scopes: Vec<Scope>,
    /// The unit it works for: it reaches that unit and all units below.
    pub unit_id: UnitId,
}

/// An integration to be registered. Its secrets are made apart from this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "name": "Hospital Kulim, sistem rujukan", "scopes": ["intakes:write", "persons:write"],
    "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02"
})))]
pub struct NewIntegration {
    /// An id made by the client (UUID version 7); left out, the service makes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<IntegrationId>,
    /// What is said about it.
    #[serde(flatten)]
    pub details: IntegrationDetails,
}

/// A live secret, as far as it is ever shown again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LiveSecret {
    /// Its id, by which it is revoked.
    pub id: SecretId,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// An integration: a machine client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e04",
    "name": "Hospital Kulim, sistem rujukan", "scopes": ["intakes:write", "persons:write"],
    "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02", "active": true,
    "secrets": [{"id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e05", "created_at": "2026-01-05T01:00:00Z"}],
    "version": 2, "created_at": "2026-01-05T01:00:00Z", "modified_at": "2026-01-05T01:00:00Z"
})))]
pub struct Integration {
    /// Its id: the `client_id` at the token endpoint.
    pub id: IntegrationId,
    /// What is said about it.
    #[serde(flatten)]
    pub details: IntegrationDetails,
    /// Whether it gets tokens; an inactive one stays named on past records.
    pub active: bool,
    /// Its live secrets, the oldest first; only their hashes are kept.
    #[schema(max_items = 2)]
    pub secrets: Vec<LiveSecret>,
    /// Rises by one with every change, of its secrets too; the ETag is made of it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub version: i64,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

/// Checks what is said about an integration: each scope once, and none that administers, because
/// rights are given by people.
///
/// # Errors
/// Every fault at once.
pub fn review(details: &IntegrationDetails) -> Result<(), Vec<Fault>> {
    let scopes = details.scopes.iter().enumerate();
    let faults: Vec<Fault> = scopes
        .filter_map(|(i, scope)| {
            let code = if details.scopes[..i].contains(scope) {
                FaultCode::RepeatedItem
            } else if *scope == Scope::Admin {
                FaultCode::ScopeNotForMachines
            } else {
                return None;
            };
            Some(Fault::new(format!("/scopes/{i}"), code))
        })
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

/// Whether an integration with this many live secrets may have another.
///
/// # Errors
/// When it has as many as it may.
pub fn review_new_secret(live: usize) -> Result<(), Vec<Refusal>> {
    if live < MAX_SECRETS {
        Ok(())
    } else {
        Err(vec![
            Refusal::new(RefusalCode::SecretsAtMost).with("max", MAX_SECRETS),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(scopes: &[Scope]) -> IntegrationDetails {
        IntegrationDetails {
            name: IntegrationName::new("Hospital").unwrap(),
            scopes: scopes.to_vec(),
            unit_id: UnitId(uuid::Uuid::nil()),
        }
    }

    #[test]
    fn a_machine_has_each_scope_once_and_never_administers() {
        use Scope::{Admin, CasesRead, IntakesWrite};
        assert!(review(&details(&[CasesRead, IntakesWrite])).is_ok());
        let faults = review(&details(&[CasesRead, Admin, CasesRead])).unwrap_err();
        let told: Vec<_> = faults
            .iter()
            .map(|f| (f.pointer.as_str(), f.code))
            .collect();
        assert_eq!(
            told,
            [
                ("/scopes/1", FaultCode::ScopeNotForMachines),
                ("/scopes/2", FaultCode::RepeatedItem)
            ]
        );
    }

    #[test]
    fn a_third_secret_is_refused() {
        assert!(review_new_secret(0).is_ok());
        assert!(review_new_secret(1).is_ok());
        let refusals = review_new_secret(2).unwrap_err();
        assert_eq!(refusals[0].code, RefusalCode::SecretsAtMost);
    }
}
