//! What happens to the parts of documents, as the timeline tells it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::ElementKind;

/// Something that happened to an element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type")]
pub enum ElementEvent {
    /// It was added.
    #[serde(rename = "element.added")]
    Added {
        /// What it is.
        kind: ElementKind,
        /// The document.
        document_id: Uuid,
        /// The element.
        element_id: Uuid,
    },
    /// It was edited.
    #[serde(rename = "element.edited")]
    Edited {
        /// What it is.
        kind: ElementKind,
        /// The document.
        document_id: Uuid,
        /// The element.
        element_id: Uuid,
        /// The names of the fields that changed.
        #[schema(max_items = 50)]
        changed: Vec<String>,
    },
    /// It was removed from the draft.
    #[serde(rename = "element.removed")]
    Removed {
        /// What it is.
        kind: ElementKind,
        /// The document.
        document_id: Uuid,
        /// The element.
        element_id: Uuid,
    },
}
