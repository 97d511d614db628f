//! The timeline of a case.

use actix_web::{HttpResponse, web::Path};
use domain::{access::Action, cases::CaseId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::views::TimelineEvent;
use crate::{
    cases::records::read_of_case,
    http::{
        body::Query,
        paging::{Page, Place, Slice},
        problem::ApiError,
        routes::Route,
    },
    on,
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![route!(get_timeline, Action::ReadTimeline)]
}

/// The order of a timeline: that in which things were recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// From the intake on.
    #[default]
    OldestFirst,
    /// The latest first.
    NewestFirst,
}

/// The part of a timeline that is to be fetched.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// In which order.
    pub order: Order,
    /// After the event of this number.
    pub after: Option<i64>,
    /// With the larger of the two limits.
    pub large: bool,
}

/// Which part of a timeline is asked for.
#[derive(Deserialize, Serialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GetTimeline {
    /// The order: `oldest_first`, from the intake on, or `newest_first`.
    #[param(inline)]
    sort: Option<Order>,
    /// How many at most; 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
    /// Where the page starts: `next_cursor` of the page before.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// Read the timeline of a case
///
/// Everything that happened, by whom, in the order in which it was recorded: to the case, to its
/// notes, contacts, tasks and its end, and before that to the intake it came from. For whoever
/// sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/timeline", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case."), GetTimeline),
    responses((status = 200, description = "A page of events.", body = Page<TimelineEvent>)))]
pub async fn get_timeline(
    read: Read,
    path: Path<CaseId>,
    query: Query<GetTimeline>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, query) = (path.into_inner(), query.0);
    let order = query.sort.unwrap_or_default();
    let slice = Slice::new(
        &read.app,
        "get_timeline",
        &(case_id, order),
        query.limit,
        query.cursor.as_deref(),
    )?;
    let stretch = Stretch {
        order,
        after: slice.after.map(number_in),
        large: slice.needs_large(),
    };
    let mut events = read_of_case(&read, move |tx, _| {
        let Some((case, ..)) = on!(tx, cases::find(case_id, None))? else {
            return Ok(None);
        };
        let mut events = on!(tx, timeline::of_intake(case.opened.intake_id, stretch))?;
        events.extend(on!(tx, timeline::of_case(case_id, stretch))?);
        Ok(Some((events, case_id)))
    })
    .await?;
    events.sort_unstable_by_key(|event| event.seq);
    if order == Order::NewestFirst {
        events.reverse();
    }
    let page = slice.page(&read.app, events, place_of)?;
    read.page(&page)
}

/// A place in a timeline is told by the number of its event, which stands where other lists have
/// an id.
fn place_of(event: &TimelineEvent) -> Place {
    Place {
        at: event.at,
        id: Uuid::from_u128(u128::from(event.seq.unsigned_abs())),
    }
}

fn number_in(place: Place) -> i64 {
    i64::try_from(place.id.as_u128()).unwrap_or(i64::MAX)
}
