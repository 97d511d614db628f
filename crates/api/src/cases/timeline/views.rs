//! An event as the timeline shows it.

use chrono::{DateTime, Utc};
use domain::cases::EventId;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that happened.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(examples(json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e15", "at": "2026-09-22T03:00:00Z", "type": "case.moved",
    "record": {"kind": "case", "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11"}, "version": 2,
    "actor": {"kind": "worker", "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e12"},
    "data": {"from": "assessment", "to": "termination", "reason": "lost_contact",
        "gate": "termination", "overrides_used": [], "moved_at": "2026-09-22T03:00:00Z"}
})))]
pub struct TimelineEvent {
    /// The id.
    pub id: EventId,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// What happened: the kind of record and the act, such as `case.moved`. New ones may come.
    #[serde(rename = "type")]
    #[schema(max_length = 100)]
    pub kind: String,
    /// The record that it happened to.
    pub record: Named,
    /// The version of that record after it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Who did it.
    pub actor: Named,
    /// Ids, codes and dates, and the names of other fields that changed; no personal data. What is
    /// in it depends on `type`.
    #[schema(value_type = Object)]
    pub data: Value,
    /// The reason given for it, where the act asks for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    pub reason: Option<String>,
    /// Its number: the order of recording.
    #[serde(skip)]
    #[schema(ignore)]
    pub seq: i64,
}

/// A record or an actor, by kind and id.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Named {
    /// The kind: `case`, `intake`, `note` …; of an actor `worker` or `integration`.
    #[schema(max_length = 64)]
    pub kind: String,
    /// The id.
    pub id: Uuid,
}
