//! The parts of documents over HTTP: listed, added, read, edited and removed, each a record of its
//! own. [`elements!`](crate::elements!) makes the five operations of a kind.
//!
//! The case row is locked first, as everywhere; the rules see the whole document, one row is saved.

mod acts;
mod macros;
mod reads;

pub use acts::{add, edit, remove};
pub use reads::{ListElements, content, get, list};

use domain::{
    cases::{Case, CaseId},
    elements::{Content, Rules},
    refusal::Refusal,
    warnings::Fault,
    words::RecordId,
};

use crate::{
    act::{Act, Stop},
    cases::load::Loaded,
    db::Tx,
    http::problem::ApiError,
};

/// A document that has elements.
pub trait Document: Sized + Send + 'static {
    /// Its id.
    type Id: RecordId;
    /// All that it holds.
    type Content: Content<DocumentId = Self::Id>;

    /// It, by its id.
    ///
    /// # Errors
    /// When the database cannot be asked.
    fn find(tx: &mut Tx<'_>, id: Self::Id) -> Result<Option<Self>, ApiError>;
    /// Its case.
    fn case_id(&self) -> CaseId;
    /// Why what it holds cannot be changed now.
    fn fixed(&self, case: &Case) -> Vec<Refusal>;
}

/// A kind of element as the operations want it.
pub trait Part:
    Rules<DocumentId = <Self::Of as Document>::Id, Content = <Self::Of as Document>::Content>
{
    /// The document it is a part of.
    type Of: Document;
    /// How its list is called in addresses: `needs`.
    const PLACE: &'static str;

    /// What the details name outside of the document that the actor cannot see. `before` is what
    /// they were: who was named already stays named.
    ///
    /// # Errors
    /// When the database cannot be asked.
    fn unknown(
        _act: &mut Act<'_, '_>,
        _case: &Loaded,
        _details: &Self::Details,
        _before: Option<&Self::Details>,
    ) -> Result<Vec<Fault>, Stop> {
        Ok(Vec::new())
    }
}
