//! What is written along with every act: events, stored answers, client-made ids, earlier
//! versions, and the log of who read what.

pub mod reads;

use chrono::{DateTime, Utc};
use domain::access::Principal;
use serde_json::Value;
use uuid::Uuid;

use crate::db::types::{Id, Instant};

/// The record an event is about.
#[derive(Clone, Copy, Debug)]
pub struct Of {
    /// Its kind: `case`, `intake`, `person` …
    pub kind: &'static str,
    /// Its id.
    pub id: Uuid,
    /// The case whose timeline shows the event.
    pub case_id: Option<Uuid>,
}

/// An event to be appended.
pub struct NewEvent {
    /// Its own id.
    pub id: Id,
    /// When it happened.
    pub at: Instant,
    /// What it is about.
    pub of: Of,
    /// The version of the record after it.
    pub version: i64,
    /// Its type.
    pub kind: String,
    /// Spine values and names of changed fields; no personal data.
    pub data: Value,
    /// Who acted.
    pub actor: Principal,
    /// With which application.
    pub client_id: String,
    /// In which request.
    pub request_id: String,
    /// Why, where the act asks for a reason.
    pub reason: Option<String>,
}

/// A principal as two columns.
#[must_use]
pub fn principal_columns(principal: Principal) -> (&'static str, Id) {
    match principal {
        Principal::Worker(id) => ("worker", id.into()),
        Principal::Integration(id) => ("integration", id.into()),
    }
}

/// The answer a key got, sealed.
pub struct StoredAnswer {
    /// Hash of client, user, route and key.
    pub key_hash: Vec<u8>,
    /// Hash of method, path, query and command.
    pub fingerprint: Vec<u8>,
    /// Its status.
    pub status: u16,
    /// The sealed answer.
    pub sealed: Vec<u8>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A client-made id and the command it came with.
pub struct Creation {
    /// The id.
    pub record_id: Uuid,
    /// The kind of record.
    pub record_kind: &'static str,
    /// Hash of the command.
    pub command_hash: Vec<u8>,
    /// By whom.
    pub created_by: Uuid,
}

/// What a record held before a change.
pub struct KeptVersion {
    /// The record.
    pub record_id: Uuid,
    /// The version that was replaced.
    pub version: i64,
    /// The kind of record.
    pub record_kind: &'static str,
    /// Its sealed content.
    pub sealed: Vec<u8>,
    /// When it was replaced.
    pub replaced_at: DateTime<Utc>,
    /// By whom.
    pub replaced_by: Uuid,
}

/// The place an earlier version is sealed for.
#[must_use]
pub fn version_place(id: Uuid, version: i64) -> String {
    format!("record_versions|sealed|{id}|{version}")
}

/// The place an earlier version of a part of a document is sealed for.
#[must_use]
pub fn part_place(document: Uuid, id: Uuid, version: i64) -> String {
    format!("element_versions|sealed|{document}|{id}|{version}")
}
