//! What the records of a case have in common: they are read by whoever sees their whole case, and
//! listed in two orders.

use actix_web::HttpResponse;
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use domain::{
    access::{Actor, Obligation},
    cases::CaseId,
    parties::PersonId,
    warnings::{Fault, FaultCode},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::load;
use crate::{
    act::{Act, Answer, Creation, Stop},
    db::Tx,
    http::{
        paging::{Place, Slice},
        problem::{ApiError, Problem, ProblemCode},
    },
    parties::persons,
    read::{Read, plain},
};

/// The order of a list of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// The one changed longest ago first: for incremental pulls.
    ModifiedAt,
}

/// A record of a case, or one that will be its.
pub trait CaseRecord: Serialize + Send + 'static {
    /// Its case; what stands on an intake has none yet.
    fn case_id(&self) -> Option<CaseId>;
    /// Its id.
    fn id(&self) -> Uuid;
    /// Its version, if it is ever changed.
    fn version(&self) -> Option<i64>;
    /// The time by which a list in this order is sorted.
    fn at(&self, order: Order) -> DateTime<Utc>;

    /// The answer to a command that made it before.
    ///
    /// # Errors
    /// When it cannot be written as JSON: a defect.
    fn made_before(&self) -> Result<Answer, Stop>
    where
        Self: Sized,
    {
        let answer = Answer::ok(self)?;
        Ok(match self.version() {
            Some(version) => answer.version(version),
            None => answer,
        })
    }
}

/// Says of a type that it is a record of a case, and by which times its lists are sorted.
macro_rules! case_record {
    ($record:ty, newest by $($newest:ident).+, modified by $modified:ident $(, $version:ident)?) => {
        $crate::cases::records::case_record!(
            $record, of |it| Some(it.case_id),
            newest by $($newest).+, modified by $modified $(, $version)?
        );
    };
    ($record:ty, of |$it:ident| $case:expr,
        newest by $($newest:ident).+, modified by $modified:ident $(, $version:ident)?) => {
        impl $crate::cases::records::CaseRecord for $record {
            fn case_id(&self) -> Option<domain::cases::CaseId> {
                let $it = self;
                $case
            }
            fn id(&self) -> uuid::Uuid {
                self.id.0
            }
            fn version(&self) -> Option<i64> {
                None$(.or(Some(self.$version)))?
            }
            fn at(&self, order: $crate::cases::records::Order) -> chrono::DateTime<chrono::Utc> {
                match order {
                    $crate::cases::records::Order::Newest => self.$($newest).+,
                    $crate::cases::records::Order::ModifiedAt => self.$modified,
                }
            }
        }
    };
}
pub(crate) use case_record;

/// The query of a list of records of a case: its own filters, and what all such lists have.
macro_rules! list_query {
    ($(#[$about:meta])* $query:ident { $($(#[$doc:meta])* $filter:ident: $type:ty,)* }) => {
        $(#[$about])*
        #[derive(serde::Deserialize, serde::Serialize, utoipa::IntoParams)]
        #[into_params(parameter_in = Query)]
        pub struct $query {
            $($(#[$doc])* pub $filter: Option<$type>,)*
            /// Only what was changed after this time; with `sort=modified_at`.
            modified_after: Option<chrono::DateTime<chrono::Utc>>,
            /// The order: `newest`, the latest first, or `modified_at`, the one changed longest ago
            /// first.
            #[param(inline)]
            sort: Option<$crate::cases::records::Order>,
            /// How many at most; 50 unless told.
            #[param(minimum = 1, maximum = 200)]
            limit: Option<usize>,
            /// Where the page starts: `next_cursor` of the page before.
            #[param(max_length = 1000)]
            cursor: Option<String>,
        }

        impl $crate::cases::records::ListQuery for $query {
            fn take(&mut self) -> $crate::cases::records::Asked {
                $crate::cases::records::Asked {
                    modified_after: self.modified_after.take(),
                    order: self.sort.take().unwrap_or_default(),
                    limit: self.limit.take(),
                    cursor: self.cursor.take(),
                }
            }
        }
    };
}
pub(crate) use list_query;

/// A query made by `list_query!`.
pub trait ListQuery: Serialize + Send + 'static {
    /// Takes out what all lists have; the filters stay.
    fn take(&mut self) -> Asked;
}

/// What every query of records has.
pub struct Asked {
    /// Only what was changed after this time.
    pub modified_after: Option<DateTime<Utc>>,
    /// In this order.
    pub order: Order,
    /// How many at most.
    pub limit: Option<usize>,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// The records of a case that a query wants.
pub struct Wanted<Q> {
    /// Of this case.
    pub case_id: CaseId,
    /// Only those that pass its filters.
    pub query: Q,
    /// Only what was changed after this time.
    pub modified_after: Option<DateTime<Utc>>,
    /// In this order.
    pub order: Order,
    /// After this one.
    pub after: Option<Place>,
    /// Which of the two limits.
    pub large: bool,
}

/// Cuts a boxed query on a table of records to the page that is wanted; `$newest` and `$modified`
/// are the columns of the two orders.
macro_rules! page_of_case {
    ($query:expr, $table:ident, $newest:ident, $modified:ident, $wanted:expr) => {{
        let wanted = $wanted;
        let mut query = $query
            .filter($table::case_id.eq(Id::from(wanted.case_id)))
            .limit($crate::http::paging::at_most(wanted.large));
        if let Some(since) = wanted.modified_after {
            query = query.filter($table::$modified.gt(Instant::from(since)));
        }
        let after = wanted
            .after
            .map(|place| (Instant::from(place.at), Id(place.id)));
        query = match (wanted.order, after) {
            (_, None) => query,
            (Order::Newest, Some((at, id))) => query
                .filter($table::$newest.le(at))
                .filter($table::$newest.lt(at).or($table::id.lt(id))),
            (Order::ModifiedAt, Some((at, id))) => query
                .filter($table::$modified.ge(at))
                .filter($table::$modified.gt(at).or($table::id.gt(id))),
        };
        match wanted.order {
            Order::Newest => query.order(($table::$newest.desc(), $table::id.desc())),
            Order::ModifiedAt => query.order(($table::$modified, $table::id)),
        }
    }};
}
pub(crate) use page_of_case;

/// Answers with the page of the records of a case that a query wants; `list` names the list.
///
/// # Errors
/// 400 for a cursor of another list; 404, 403 as for the case.
pub async fn page_of<Q: ListQuery, T: CaseRecord, E>(
    read: &Read,
    list: &str,
    case_id: CaseId,
    mut query: Q,
    find: impl FnOnce(&mut Tx<'_>, &Actor, &Wanted<Q>) -> Result<Vec<T>, E> + Send + 'static,
) -> Result<HttpResponse, ApiError>
where
    ApiError: From<E>,
{
    let Asked {
        modified_after,
        order,
        limit,
        cursor,
    } = query.take();
    let filters = (case_id, &query, modified_after, order);
    let slice = Slice::new(&read.app, list, &filters, limit, cursor.as_deref())?;
    let wanted = Wanted {
        case_id,
        query,
        modified_after,
        order,
        after: slice.after,
        large: slice.needs_large(),
    };
    let found = read_of_case(read, move |tx, actor| {
        Ok(Some((find(tx, actor, &wanted)?, case_id)))
    })
    .await?;
    let page = slice.page(&read.app, found, |record| Place {
        at: record.at(order),
        id: record.id(),
    })?;
    read.page(&page)
}

/// Answers with one record of a case.
///
/// # Errors
/// 404 when there is none or its case is not visible, 403 when only the spine of the case is.
pub async fn one_of<T: CaseRecord, E>(
    read: &Read,
    find: impl FnOnce(&mut Tx<'_>, &Actor) -> Result<Option<T>, E> + Send + 'static,
) -> Result<HttpResponse, ApiError>
where
    ApiError: From<E>,
{
    let found = read_of_case(read, move |tx, actor| {
        let found = find(tx, actor)?;
        Ok(found.and_then(|record| record.case_id().map(|case_id| (record, case_id))))
    })
    .await?;
    match found.version() {
        Some(version) => read.answer(&found, version),
        None => plain(&found),
    }
}

/// Reads something of a case, for whoever sees all of the case, and logs that they saw it.
///
/// # Errors
/// 404 when there is none or it is not visible, 403 when only the spine of the case is.
pub async fn read_of_case<T, F>(read: &Read, find: F) -> Result<T, ApiError>
where
    T: Send + 'static,
    F: FnOnce(&mut Tx<'_>, &Actor) -> Result<Option<(T, CaseId)>, ApiError> + Send + 'static,
{
    let ((found, case_id), obligations) = read
        .find(move |tx, actor| {
            let Some((found, case_id)) = find(tx, actor)? else {
                return Ok(None);
            };
            let case = load::find(tx, case_id, actor.worker())?;
            Ok(case.map(|case| ((found, case_id), case.facts(None))))
        })
        .await?;
    if obligations.contains(&Obligation::SpineOnly) {
        return Err(ApiError::internal(
            "a route with an action for the spine only",
        ));
    }
    if obligations.contains(&Obligation::LogRead) {
        read.seen("case", case_id.0)?;
    }
    Ok(found)
}

/// The id of a new record, or the record that the same command made before.
///
/// # Errors
/// 422 for an id that is no UUID version 7, 409 when it belongs to something else.
pub fn new_or_made<T>(
    act: &mut Act<'_, '_>,
    kind: &'static str,
    id: Option<Uuid>,
    find: impl FnOnce(&mut Tx<'_>, Uuid) -> QueryResult<Option<T>>,
) -> Result<Result<Uuid, T>, Stop> {
    match act.creation(kind, id)? {
        Creation::New(id) => Ok(Ok(id)),
        // The same command for another case is another command.
        Creation::Existing(id) => find(act.tx, id)?
            .map(Err)
            .ok_or_else(|| Problem::naming(ProblemCode::AlreadyExists, id).into()),
    }
}

/// Somebody named in a body, at `pointer`, is a person the actor can see.
///
/// # Errors
/// 422 `unknown_reference`, the same for one who does not exist and one who is not visible.
pub fn known_person(
    act: &mut Act<'_, '_>,
    pointer: &str,
    person: Option<PersonId>,
) -> Result<(), Stop> {
    if let Some(person) = person
        && !persons::load::visible(act.tx, &act.actor, person)?
    {
        let fault = Fault::new(pointer, FaultCode::UnknownReference);
        return Err(Problem::faults(ProblemCode::InvalidBody, vec![fault]).into());
    }
    Ok(())
}
