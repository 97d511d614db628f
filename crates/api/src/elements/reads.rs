//! Reading the parts of a document.

use actix_web::HttpResponse;
use domain::{
    elements::{Content, Element},
    words::RecordId,
};
use serde::{Deserialize, Serialize};

use super::{Document, Part};
use crate::{
    cases::records::read_of_case,
    db::Tx,
    http::{
        paging::{Place, Slice},
        problem::ApiError,
    },
    on,
    read::Read,
};

/// Which page of the parts of a document.
#[derive(Deserialize, Serialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListElements {
    /// How many at most; 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// Where the page starts: `next_cursor` of the page before.
    #[param(max_length = 1000)]
    pub cursor: Option<String>,
}

/// All that a document holds.
///
/// # Errors
/// When the database cannot be asked.
pub fn content<D: Document>(tx: &mut Tx<'_>, document: D::Id) -> Result<D::Content, ApiError> {
    let rows = on!(tx, elements::all(document.uuid()))?;
    D::Content::read(document, rows).map_err(ApiError::internal)
}

/// Lists the elements of one kind.
///
/// # Errors
/// 404, 403; 400 for a cursor of another list.
pub async fn list<E: Part>(
    read: Read,
    document: E::DocumentId,
    query: ListElements,
) -> Result<HttpResponse, ApiError> {
    let slice = Slice::new(
        &read.app,
        E::PLACE,
        &document.uuid(),
        query.limit,
        query.cursor.as_deref(),
    )?;
    let (after, large) = (slice.after, slice.needs_large());
    let found = read_of_case(&read, move |tx, _| {
        let Some(of) = E::Of::find(tx, document)? else {
            return Ok(None);
        };
        let rows = on!(tx, elements::page(document.uuid(), E::KIND, after, large))?;
        let elements = rows.into_iter().map(|row| E::read(document, row));
        let elements: Vec<E> = elements
            .collect::<Result<_, _>>()
            .map_err(ApiError::internal)?;
        Ok(Some((elements, of.case_id())))
    })
    .await?;
    let page = slice.page(&read.app, found, |one| Place {
        at: one.created_at(),
        id: one.id().uuid(),
    })?;
    read.page(&page)
}

/// Reads an element.
///
/// # Errors
/// 404, 403.
pub async fn get<E: Part>(
    read: Read,
    (document, id): (E::DocumentId, E::Id),
) -> Result<HttpResponse, ApiError> {
    let element = read_of_case(&read, move |tx, _| {
        let Some(of) = E::Of::find(tx, document)? else {
            return Ok(None);
        };
        Ok(find::<E>(tx, document, id)?.map(|element| (element, of.case_id())))
    })
    .await?;
    read.answer(&element, element.version())
}

/// An element of this kind.
pub(super) fn find<E: Element>(
    tx: &mut Tx<'_>,
    document: E::DocumentId,
    id: E::Id,
) -> Result<Option<E>, ApiError> {
    on!(tx, elements::find(document.uuid(), E::KIND, id.uuid()))?
        .map(|row| E::read(document, row))
        .transpose()
        .map_err(ApiError::internal)
}
