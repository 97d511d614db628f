//! Keyset pages: an opaque cursor, bound to its list and filters, sealed so that nothing of a
//! record shows in it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::ToSchema;
use uuid::Uuid;

use super::problem::{ApiError, ProblemCode};
use crate::app::App;

/// The smaller of the two literal limits of a list query: pages of at most 50, and one more.
pub const SMALL: i64 = 51;
/// The larger one: pages of at most 200, and one more.
pub const LARGE: i64 = 201;

/// How far a list walks for what a page may hold, where its filters have no index of their own:
/// so many rows for each. What is rarer makes a page short, or empty; its cursor goes on from
/// where the walk ended. Two parts of the tree are walked at most, each once through the index and
/// once for what its rows say: some twenty rows in all. So a page costs the same however rare a word is,
/// or however many filters meet, without an index for each of them at each level of the tree.
const WALK: i64 = 6;

/// The rows that a walk may pass for a page of one of the two limits.
#[must_use]
pub const fn walk(large: bool) -> i64 {
    WALK * at_most(large)
}

/// The one of the two limits that a page needs.
#[must_use]
pub const fn at_most(large: bool) -> i64 {
    if large { LARGE } else { SMALL }
}

/// Which page of a list that has no filters.
#[derive(Deserialize, Serialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// How many at most; 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
    /// Where the page starts: `next_cursor` of the page before.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

impl PageQuery {
    /// The part that is asked for of this list, `of` whatever it belongs to.
    ///
    /// # Errors
    /// 400 for a cursor of another list.
    pub fn slice(&self, app: &App, list: &str, of: &impl Serialize) -> Result<Slice, ApiError> {
        Slice::new(app, list, of, self.limit, self.cursor.as_deref())
    }
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The records of this page, in the order of the list.
    #[schema(max_items = 200)]
    pub items: Vec<T>,
    /// Where the next page starts; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    pub next_cursor: Option<String>,
}

/// The place in a list after which a page starts: the sort time and the id of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The value the list is sorted by.
    pub at: DateTime<Utc>,
    /// Breaks ties.
    pub id: Uuid,
}

/// The part of a list that was asked for, of a list sorted by time.
pub type Slice = SliceBy<Place>;

/// The part of a list that was asked for; `P` is where in the list a record stands.
#[derive(Clone, Debug)]
pub struct SliceBy<P> {
    /// How many records at most, 1 to 200.
    pub limit: usize,
    /// After which record.
    pub after: Option<P>,
    bound_to: String,
}

/// The `Link` header (RFC 8288) of a page that has a next one: the same list, the same
/// parameters, the next cursor.
#[must_use]
pub fn next_link(path: &str, query: &str, cursor: &str) -> String {
    let parameters: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let kept: Vec<_> = parameters
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| *name != "cursor")
        .chain([("cursor", cursor)])
        .collect();
    // Pairs of texts can always be written.
    let query = serde_urlencoded::to_string(kept).unwrap_or_default();
    format!("<{path}?{query}>; rel=\"next\"")
}

impl Slice {
    /// The page of a list that is sorted by id alone.
    ///
    /// # Errors
    /// Only without randomness.
    pub fn page_by_id<T>(
        &self,
        app: &App,
        items: Vec<T>,
        id: impl Fn(&T) -> Uuid,
    ) -> Result<Page<T>, ApiError> {
        let at = DateTime::UNIX_EPOCH;
        self.page(app, items, |item| Place { at, id: id(item) })
    }
}

impl<P: Serialize + DeserializeOwned> SliceBy<P> {
    /// Reads `limit` and `cursor`; `filters` is what the cursor must have been made for.
    ///
    /// # Errors
    /// 400 for a cursor that is not ours or belongs to another list.
    pub fn new(
        app: &App,
        list: &str,
        filters: &impl Serialize,
        limit: Option<usize>,
        cursor: Option<&str>,
    ) -> Result<Self, ApiError> {
        let filters = serde_json::to_string(filters).map_err(ApiError::internal)?;
        let bound_to = format!("cursor|{list}|{filters}");
        let after = match cursor {
            None => None,
            Some(cursor) => Some(
                B64.decode(cursor)
                    .ok()
                    .and_then(|sealed| app.keys().open(&bound_to, &sealed))
                    .and_then(|plain| serde_json::from_slice(&plain).ok())
                    .ok_or(ProblemCode::InvalidCursor)?,
            ),
        };
        Ok(Self {
            limit: limit.unwrap_or(50),
            after,
            bound_to,
        })
    }

    /// Which of the two literal limits a query needs.
    #[must_use]
    pub const fn needs_large(&self) -> bool {
        self.limit > 50
    }

    /// How many records a query fetches: one of the two limits.
    #[must_use]
    pub const fn fetch(&self) -> i64 {
        if self.needs_large() { LARGE } else { SMALL }
    }

    /// Cuts what was fetched (one more than wanted tells that there is more) to the page.
    ///
    /// # Errors
    /// Only without randomness.
    pub fn page<T>(
        &self,
        app: &App,
        items: Vec<T>,
        place: impl Fn(&T) -> P,
    ) -> Result<Page<T>, ApiError> {
        self.page_until(app, items, None, place)
    }

    /// The same, of a list that was walked `until` a place before its end.
    ///
    /// # Errors
    /// Only without randomness.
    pub fn page_until<T>(
        &self,
        app: &App,
        mut items: Vec<T>,
        until: Option<P>,
        place: impl Fn(&T) -> P,
    ) -> Result<Page<T>, ApiError> {
        let more = items.len() > self.limit;
        items.truncate(self.limit);
        let goes_on = if more { items.last().map(place) } else { until };
        let next_cursor = match goes_on {
            None => None,
            Some(from) => {
                let plain = serde_json::to_vec(&from).map_err(ApiError::internal)?;
                let sealed = app
                    .keys()
                    .seal(&self.bound_to, &plain)
                    .map_err(ApiError::internal)?;
                Some(B64.encode(sealed))
            }
        };
        Ok(Page { items, next_cursor })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_has_the_same_parameters_and_another_cursor() {
        assert_eq!(
            next_link("/v1/cases", "", "c2"),
            r#"</v1/cases?cursor=c2>; rel="next""#
        );
        assert_eq!(
            next_link("/v1/cases", "limit=2&cursor=c1&status=open%26x", "c2"),
            r#"</v1/cases?limit=2&status=open%26x&cursor=c2>; rel="next""#
        );
    }
}
