//! What the record of a household or group said before each change.

use chrono::{DateTime, Utc};
use domain::{access::Facts, parties::member::Party};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{
    members::{facts, log_read, of},
    persons::views::PageQuery,
};
use crate::{
    events::version_place,
    http::{
        paging::{Page, SliceBy},
        problem::ApiError,
    },
    on,
    read::Read,
};

/// An earlier version, besides what it said.
pub struct Kept {
    /// The version that was replaced.
    pub version: i64,
    /// When it was replaced.
    pub replaced_at: DateTime<Utc>,
    /// By which worker or integration.
    pub replaced_by: Uuid,
}

/// A page of earlier versions, the newest first.
///
/// # Errors
/// 404 where the household or group is not there or not visible.
pub async fn page<T: DeserializeOwned, V>(
    read: &Read,
    party: Party,
    query: &PageQuery,
    view: impl Fn(Kept, T) -> V,
) -> Result<Page<V>, ApiError> {
    let id = of(party).id;
    let slice: SliceBy<i64> = SliceBy::new(
        &read.app,
        "list_versions",
        &id,
        query.limit,
        query.cursor.as_deref(),
    )?;
    let (before, large) = (slice.after, slice.needs_large());
    let (rows, bound) = read
        .find(move |tx, actor| {
            let Some(facts) = facts(tx, actor, party)? else {
                return Ok(None);
            };
            let rows = on!(tx, persons::versions(id, before, large))?;
            Ok(Some((rows, Facts::Party(facts))))
        })
        .await?;
    log_read(read, party, &bound)?;
    let page = slice.page(&read.app, rows, |row| row.0)?;
    let mut items = Vec::with_capacity(page.items.len());
    for (version, sealed, replaced_at, replaced_by) in page.items {
        let plain = read.app.keys().open(&version_place(id, version), &sealed);
        let plain = plain.ok_or_else(|| ApiError::internal("a version cannot be opened"))?;
        let kept = Kept {
            version,
            replaced_at,
            replaced_by,
        };
        let said = serde_json::from_slice(&plain).map_err(ApiError::internal)?;
        items.push(view(kept, said));
    }
    Ok(Page {
        items,
        next_cursor: page.next_cursor,
    })
}
