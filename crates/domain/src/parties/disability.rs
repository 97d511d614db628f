//! Disabilities of a person.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{text, vocabulary};

vocabulary! {
    /// The kind of a disability: the seven categories of registration of persons with
    /// disabilities (OKU) at JKM. Indonesian Law 8/2016 has five kinds; they map so: *fisik* →
    /// physical, *intelektual* → learning, *mental* → mental, *sensorik* → hearing, visual or
    /// speech, *ganda/multi* → multiple.
    pub enum DisabilityKind ("disability_kind", open) {
        Hearing = "hearing" | "Kurang upaya pendengaran" | "Disabilitas sensorik rungu" | "Hearing" | "°",
        Visual = "visual" | "Kurang upaya penglihatan" | "Disabilitas sensorik netra" | "Visual" | "°",
        Speech = "speech" | "Kurang upaya pertuturan" | "Disabilitas sensorik wicara" | "Speech" | "°",
        Physical = "physical" | "Kurang upaya fizikal" | "Disabilitas fisik" | "Physical" | "°",
        Learning = "learning" | "Kurang upaya pembelajaran" | "Disabilitas intelektual" | "Learning or intellectual" | "°",
        Mental = "mental" | "Kurang upaya mental" | "Disabilitas mental" | "Mental or psychosocial" | "°",
        Multiple = "multiple" | "Kurang upaya pelbagai" | "Disabilitas ganda/multi" | "Multiple" | "°",
    }
}

text!(
    DisabilityNote,
    1..=500,
    lines,
    "What matters for the work: extent, aids, how to communicate."
);

/// A disability of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"kind": "hearing", "note": "Uses Malaysian Sign Language", "registered": true})))]
pub struct DisabilityEntry {
    /// Its kind.
    pub kind: DisabilityKind,
    /// What matters for the work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<DisabilityNote>,
    /// Whether it is registered with the state (an OKU card, a *kartu penyandang disabilitas*).
    #[serde(default)]
    pub registered: bool,
}
