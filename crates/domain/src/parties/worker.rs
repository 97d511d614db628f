//! Workers: the people who log in and do the work.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    UnitId, WorkerId,
    contact_point::{EmailText, is_email},
    person::PersonName,
    shape::shaped,
};
use crate::{
    refusal::{Refusal, RefusalCode},
    text,
    warnings::{Fault, FaultCode},
};

shaped!(
    Username,
    3..=64,
    "^[A-Za-z0-9][A-Za-z0-9._-]*$",
    username,
    "siti.aminah",
    "The name a worker logs in with: letters, digits, dot, underscore, dash; kept in lower case."
);

text!(
    WorkerPosition,
    1..=100,
    line,
    "The position a worker holds in the agency, as it is printed under a signature."
);

fn username(text: &str) -> Option<String> {
    let inner = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    let first = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    (first && text.bytes().all(inner)).then(|| text.to_ascii_lowercase())
}

/// What is said about a worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "username": "siti.aminah", "full_name": "Siti Aminah binti Osman",
    "email": "siti.aminah@example.org", "position": "Pegawai Kebajikan Masyarakat S41",
    "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02"
})))]
pub struct WorkerDetails {
    /// The name the worker logs in with; unique in the whole service.
    pub username: Username,
    /// The worker's full name.
    pub full_name: PersonName,
    /// Where the worker is written to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailText>,
    /// The position held in the agency; it gives no rights, grants do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<WorkerPosition>,
    /// The unit the worker belongs to.
    pub unit_id: UnitId,
}

/// A worker to be registered. The first password is set apart from this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "username": "siti.aminah", "full_name": "Siti Aminah binti Osman",
    "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02"
})))]
pub struct NewWorker {
    /// An id made by the client (UUID version 7); left out, the service makes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<WorkerId>,
    /// What is said about the worker.
    #[serde(flatten)]
    pub details: WorkerDetails,
}

/// A worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e03",
    "username": "siti.aminah", "full_name": "Siti Aminah binti Osman",
    "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02", "active": true,
    "version": 1, "created_at": "2026-01-05T01:00:00Z", "modified_at": "2026-01-05T01:00:00Z"
})))]
pub struct Worker {
    /// The worker's id.
    pub id: WorkerId,
    /// What is said about the worker.
    #[serde(flatten)]
    pub details: WorkerDetails,
    /// Whether the worker may log in; an inactive worker stays named on past records.
    pub active: bool,
    /// Rises by one with every change; the ETag is made of it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub version: i64,
    /// When the worker was registered.
    pub created_at: DateTime<Utc>,
    /// When this was last changed.
    pub modified_at: DateTime<Utc>,
}

/// Checks what is said about a worker.
///
/// # Errors
/// Every fault at once.
pub fn review(details: &WorkerDetails) -> Result<(), Vec<Fault>> {
    match &details.email {
        Some(email) if !is_email(email.as_str()) => {
            Err(vec![Fault::new("/email", FaultCode::WrongEmail)])
        }
        Some(_) | None => Ok(()),
    }
}

/// Whether a worker may be deactivated: a case is never without a worker who can work (rule 20), so
/// it must be plain who takes over; and no part of the tree is without an administrator.
///
/// # Errors
/// Every reason why not.
pub fn review_deactivation(
    lacks_successor: bool,
    administrator_stays: bool,
) -> Result<(), Vec<Refusal>> {
    let reasons = [
        (lacks_successor, RefusalCode::WorkerHasOpenCases),
        (!administrator_stays, RefusalCode::LastAdministrator),
    ];
    let refusals: Vec<Refusal> = reasons
        .into_iter()
        .filter(|(stands, _)| *stands)
        .map(|(_, code)| Refusal::new(code))
        .collect();
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refusals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_names_are_kept_in_lower_case() {
        assert_eq!(
            Username::new(" Siti.Aminah_2 ").unwrap().as_str(),
            "siti.aminah_2"
        );
        for bad in ["", "ab", ".abc", "siti aminah", "sïti", "a@b.c"] {
            assert!(Username::new(bad).is_err(), "{bad}");
        }
        assert!(Username::new(&"a".repeat(65)).is_err());
    }

    #[test]
    fn who_is_needed_is_not_deactivated_and_every_reason_is_told() {
        assert!(review_deactivation(false, true).is_ok());
        let refusals = review_deactivation(true, false).unwrap_err();
        let codes: Vec<_> = refusals.iter().map(|refusal| refusal.code).collect();
        assert_eq!(
            codes,
            [
                RefusalCode::WorkerHasOpenCases,
                RefusalCode::LastAdministrator
            ]
        );
    }

    #[test]
    fn a_worker_has_an_address_that_can_be_written_to() {
        let worker = |email: &str| -> WorkerDetails {
            serde_json::from_value(serde_json::json!({
                "username": "siti", "full_name": "Siti", "email": email,
                "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02"
            }))
            .unwrap()
        };
        assert!(review(&worker("siti@example.org")).is_ok());
        let faults = review(&worker("siti at example")).unwrap_err();
        assert_eq!(faults[0].code, FaultCode::WrongEmail);
    }
}
