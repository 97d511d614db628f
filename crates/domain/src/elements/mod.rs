//! Elements: the parts of a document (an assessment, a version of a plan) as records with ids and
//! versions of their own, so that two phones can edit two of them at once.
//!
//! A kind of element is its details and its [`Rules`]; the macro [`element!`](crate::element)
//! makes the record around them, [`content!`](crate::content) the whole that a document holds.
//! The rules look at the whole, an act changes one row.
#![deny(clippy::wildcard_enum_match_arm)]

mod acts;
mod events;
mod macros;
mod vocabulary;

pub use acts::{FULL, decide_add_element, decide_edit_element, decide_remove_element};
pub use events::ElementEvent;
pub use vocabulary::ElementKind;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

use crate::refusal::Refusal;
use crate::warnings::Fault;
use crate::words::RecordId;

/// An element as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The id; within its document, for the next version of a document keeps it.
    pub id: Uuid,
    /// What it is.
    pub kind: ElementKind,
    /// What is told of it.
    pub details: Value,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

/// A kind of element.
pub trait Element: Clone + Serialize + Send + Sized + 'static {
    /// Its id.
    type Id: RecordId;
    /// The id of its document.
    type DocumentId: RecordId;
    /// What is told of it.
    type Details: Clone + PartialEq + Serialize + DeserializeOwned + Send + 'static;
    /// The command that adds one.
    type New: DeserializeOwned + Send + 'static;
    /// All that its document holds.
    type Content: Content<DocumentId = Self::DocumentId> + Holds<Self>;
    /// Its word.
    const KIND: ElementKind;

    /// A new one.
    fn new(
        document: Self::DocumentId,
        id: Self::Id,
        details: Self::Details,
        now: DateTime<Utc>,
    ) -> Self;
    /// The id that the client made, if it did, and the details.
    fn told(new: Self::New) -> (Option<Self::Id>, Self::Details);
    /// The id.
    fn id(&self) -> Self::Id;
    /// What is told of it.
    fn details(&self) -> &Self::Details;
    /// Version, as in the ETag.
    fn version(&self) -> i64;
    /// When it was added.
    fn created_at(&self) -> DateTime<Utc>;
    /// Takes over new details as its next version.
    fn edit(&mut self, details: Self::Details, now: DateTime<Utc>);
    /// As it is stored.
    ///
    /// # Errors
    /// When it cannot be written as JSON: a defect.
    fn row(&self) -> serde_json::Result<Row>;
    /// As it was stored.
    ///
    /// # Errors
    /// When the details are not those of this kind: a defect.
    fn read(document: Self::DocumentId, row: Row) -> serde_json::Result<Self>;
}

/// What is asked of an element of this kind. `others` is all that its document holds besides it.
pub trait Rules: Element {
    /// What is wrong with the details: with themselves, or with what they name in the document.
    /// `today` is the date in the unit.
    fn faults(_details: &Self::Details, _others: &Self::Content, _today: NaiveDate) -> Vec<Fault> {
        Vec::new()
    }

    /// Why the document does not take it beside the others.
    fn refusals(_details: &Self::Details, _others: &Self::Content) -> Vec<Refusal> {
        Vec::new()
    }

    /// Why it cannot be taken away from the others.
    fn keeps(&self, _others: &Self::Content) -> Vec<Refusal> {
        Vec::new()
    }
}

/// All elements of a document.
pub trait Content: Default + Send + 'static {
    /// The id of the document.
    type DocumentId: RecordId;

    /// From the rows of the document, in their order.
    ///
    /// # Errors
    /// When a row is none of this document: a defect.
    fn read(document: Self::DocumentId, rows: Vec<Row>) -> serde_json::Result<Self>;
    /// How many there are.
    fn len(&self) -> usize;
    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A document that has elements of this kind.
pub trait Holds<E> {
    /// Them.
    fn all(&self) -> &[E];
    /// Them, to add or take away.
    fn all_mut(&mut self) -> &mut Vec<E>;
}

/// Takes the element of this id out of the whole; the others stay.
pub fn take_out<E: Element>(content: &mut E::Content, id: E::Id) -> Option<E> {
    let all: &mut Vec<E> = content.all_mut();
    let at = all.iter().position(|one| one.id() == id)?;
    Some(all.remove(at))
}
