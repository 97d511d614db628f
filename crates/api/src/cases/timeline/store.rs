//! Queries of what happened to a case.

use diesel::prelude::*;
use domain::{
    cases::{CaseId, EventId},
    intake::IntakeId,
    words::RecordId,
};
use serde_json::Value;

use super::Conn;
use crate::{
    cases::timeline::{
        routes::{Order, Stretch},
        views::{Named, TimelineEvent},
    },
    db::{
        schema::{engagements, events, intake_documents, overrides},
        types::{Id, Instant, Json},
    },
    http::paging::at_most,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = events)]
struct EventRow {
    seq: i64,
    id: Id,
    at: Instant,
    record_kind: String,
    record_id: Id,
    record_version: i64,
    type_: String,
    data: Json<Value>,
    actor_kind: String,
    actor_id: Id,
    reason: Option<String>,
}

impl EventRow {
    fn read(self) -> TimelineEvent {
        TimelineEvent {
            id: self.id.to::<EventId>(),
            at: self.at.0,
            kind: self.type_,
            record: Named {
                kind: self.record_kind,
                id: self.record_id.0,
            },
            version: self.record_version,
            actor: Named {
                kind: self.actor_kind,
                id: self.actor_id.0,
            },
            data: self.data.0,
            reason: self.reason,
            seq: self.seq,
        }
    }
}

/// Cuts a boxed query on events to a stretch of the timeline, and runs it.
macro_rules! run {
    ($conn:expr, $query:expr, $stretch:expr) => {{
        let stretch: Stretch = $stretch;
        let mut query = $query;
        if let Some(after) = stretch.after {
            query = match stretch.order {
                Order::OldestFirst => query.filter(events::seq.gt(after)),
                Order::NewestFirst => query.filter(events::seq.lt(after)),
            };
        }
        let query = match stretch.order {
            Order::OldestFirst => query.order(events::seq.asc()),
            Order::NewestFirst => query.order(events::seq.desc()),
        };
        let rows: Vec<EventRow> = query.limit(at_most(stretch.large)).load($conn)?;
        Ok(rows.into_iter().map(EventRow::read).collect())
    }};
}

/// The next events of a case and its records.
pub fn of_case(conn: &mut Conn, id: CaseId, stretch: Stretch) -> QueryResult<Vec<TimelineEvent>> {
    let query = events::table
        .select(EventRow::as_select())
        .filter(events::case_id.eq(Id::from(id)))
        .into_boxed();
    run!(conn, query, stretch)
}

/// The next events of an intake, its documents, its overrides and what its case took over from it
/// that stand on no case's timeline: those from before it was accepted.
pub fn of_intake(
    conn: &mut Conn,
    id: IntakeId,
    stretch: Stretch,
) -> QueryResult<Vec<TimelineEvent>> {
    let mut records: Vec<Id> = intake_documents::table
        .filter(intake_documents::intake_id.eq(Id::from(id)))
        .select(intake_documents::id)
        .load(conn)?;
    let overridden: Vec<Id> = overrides::table
        .filter(overrides::record_id.eq(Id(id.uuid())))
        .select(overrides::id)
        .load(conn)?;
    let engaged: Vec<Id> = engagements::table
        .filter(engagements::intake_id.eq(Id::from(id)))
        .select(engagements::id)
        .load(conn)?;
    records.extend(overridden);
    records.extend(engaged);
    records.push(Id::from(id));
    let query = events::table
        .select(EventRow::as_select())
        .filter(events::record_id.eq_any(records))
        .filter(events::case_id.is_null())
        .into_boxed();
    run!(conn, query, stretch)
}
