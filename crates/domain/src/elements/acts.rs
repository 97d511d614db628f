//! Adding, editing and removing an element of a document that takes changes.

use super::{Content, ElementEvent, Rules};
use crate::changes::changed_fields;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::words::RecordId;

/// How many elements a document has at most.
pub const FULL: usize = 500;

/// Adds an element beside the others.
///
/// # Errors
/// `document_full`; what its kind refuses.
pub fn decide_add_element<E: Rules>(
    document: E::DocumentId,
    id: E::Id,
    details: &E::Details,
    others: &E::Content,
) -> Decision<ElementEvent> {
    let mut refusals = E::refusals(details, others);
    if others.len() >= FULL {
        refusals.push(Refusal::new(RefusalCode::DocumentFull).with("max", FULL));
    }
    decided(refusals, || {
        vec![ElementEvent::Added {
            kind: E::KIND,
            document_id: document.uuid(),
            element_id: id.uuid(),
        }]
    })
}

/// Gives an element other details. Without a change there is no event.
///
/// # Errors
/// What its kind refuses.
pub fn decide_edit_element<E: Rules>(
    document: E::DocumentId,
    element: &E,
    details: &E::Details,
    others: &E::Content,
) -> Decision<ElementEvent> {
    let changed = changed_fields(element.details(), details);
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    decided(E::refusals(details, others), || {
        vec![ElementEvent::Edited {
            kind: E::KIND,
            document_id: document.uuid(),
            element_id: element.id().uuid(),
            changed,
        }]
    })
}

/// Takes an element away.
///
/// # Errors
/// What its kind refuses.
pub fn decide_remove_element<E: Rules>(
    document: E::DocumentId,
    element: &E,
    others: &E::Content,
) -> Decision<ElementEvent> {
    decided(element.keeps(others), || {
        vec![ElementEvent::Removed {
            kind: E::KIND,
            document_id: document.uuid(),
            element_id: element.id().uuid(),
        }]
    })
}
