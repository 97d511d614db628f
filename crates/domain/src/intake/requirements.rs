//! Which documents the intakes of a unit need, by category: configuration of the unit and of
//! every unit above it, added up.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Category, DocumentType};
use crate::{
    parties::UnitId,
    warnings::{Fault, FaultCode},
};

/// The documents a category needs, as they are set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"document_types": ["medical_report", "identity_card"]})))]
pub struct NeededDocuments {
    /// The documents, each once; none to ask for nothing here.
    #[schema(max_items = 100)]
    pub document_types: Vec<DocumentType>,
}

/// The documents a category needs because one unit says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02", "category": "elder_neglect",
    "document_types": ["identity_card", "medical_report"]
})))]
pub struct UnitRequirements {
    /// The unit that says so: the one asked about, or one above it.
    pub unit_id: UnitId,
    /// The category.
    pub category: Category,
    /// The documents, in the order of the code list.
    #[schema(max_items = 100)]
    pub document_types: Vec<DocumentType>,
}

/// Checks that no document is named twice.
///
/// # Errors
/// Every fault at once.
pub fn review(needed: &NeededDocuments) -> Result<(), Vec<Fault>> {
    let named = &needed.document_types;
    let faults: Vec<Fault> = named
        .iter()
        .enumerate()
        .filter(|(i, document)| named[..*i].contains(document))
        .map(|(i, _)| Fault::new(format!("/document_types/{i}"), FaultCode::RepeatedItem))
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_named_once() {
        use DocumentType::{IdentityCard, MedicalReport};
        let needed = |types: &[DocumentType]| NeededDocuments {
            document_types: types.to_vec(),
        };
        assert!(review(&needed(&[])).is_ok());
        assert!(review(&needed(&[MedicalReport, IdentityCard])).is_ok());
        let faults = review(&needed(&[MedicalReport, MedicalReport])).unwrap_err();
        assert_eq!(faults[0].pointer, "/document_types/1");
    }
}
