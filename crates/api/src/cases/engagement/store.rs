//! Queries of consents, legal bases, rights explained and contracts, in two tables of one shape: of
//! cases, and of intakes that opened none.

use diesel::prelude::*;
use domain::{cases::CaseId, engagement::EngagementPlace, intake::IntakeId};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Conn;
use crate::{
    cases::{
        engagement::{Engagement, Filters},
        records::{Order, Wanted, page_of_case},
    },
    db::{
        schema::{engagements, intake_engagements},
        types::{Id, Instant, Json},
    },
    http::paging::{Place, at_most},
};

/// The case of a record of any kind.
pub fn case_of(conn: &mut Conn, kind: &str, id: Uuid) -> QueryResult<Option<CaseId>> {
    engagements::table
        .find(Id(id))
        .filter(engagements::kind.eq(kind))
        .select(engagements::case_id)
        .get_result::<Id>(conn)
        .optional()
        .map(|id| id.map(Id::to))
}

/// A record of a case.
pub fn find<T: Engagement>(conn: &mut Conn, id: Uuid) -> QueryResult<Option<T>> {
    engagements::table
        .find(Id(id))
        .filter(engagements::kind.eq(T::KIND))
        .select(engagements::details)
        .get_result::<Json<T>>(conn)
        .optional()
        .map(|found| found.map(|Json(record)| record))
}

/// A record, if it is found at this place.
pub fn find_in<T: Engagement>(
    conn: &mut Conn,
    place: EngagementPlace,
    id: Uuid,
) -> QueryResult<Option<T>> {
    let found = match place {
        EngagementPlace::Case(..) => find(conn, id)?,
        EngagementPlace::Intake(_) => intake_engagements::table
            .find(Id(id))
            .filter(intake_engagements::kind.eq(T::KIND))
            .select(intake_engagements::details)
            .get_result::<Json<T>>(conn)
            .optional()?
            .map(|Json(record)| record),
    };
    Ok(found.filter(|record| place.has(record.place())))
}

/// Every record of its kind of a case, in the order in which they were recorded: a rule looks at
/// all of them. People sign a few in a case, never hundreds.
pub fn all<T: Engagement>(conn: &mut Conn, case_id: CaseId) -> QueryResult<Vec<T>> {
    let rows = engagements::table
        .filter(engagements::case_id.eq(Id::from(case_id)))
        .filter(engagements::kind.eq(T::KIND))
        .order((engagements::created_at, engagements::id))
        .select(engagements::details)
        .load::<Json<T>>(conn)?;
    Ok(rows.into_iter().map(|Json(record)| record).collect())
}

/// A page of the records of its kind of a case.
pub fn list<T: Engagement, Q: Filters>(conn: &mut Conn, wanted: &Wanted<Q>) -> QueryResult<Vec<T>> {
    let mut query = engagements::table
        .filter(engagements::kind.eq(T::KIND))
        .select(engagements::details)
        .into_boxed();
    if let Some(word) = wanted.query.word() {
        query = query.filter(engagements::word.eq(word));
    }
    if let Some(state) = wanted.query.state() {
        query = query.filter(engagements::state.eq(state));
    }
    let query = page_of_case!(query, engagements, created_at, modified_at, wanted);
    let rows = query.load::<Json<T>>(conn)?;
    Ok(rows.into_iter().map(|Json(record)| record).collect())
}

/// A page of the records of its kind that were made on an intake, the newest first: with its case,
/// once it has `opened` one.
pub fn made_on<T: Engagement>(
    conn: &mut Conn,
    intake: IntakeId,
    opened: bool,
    after: Option<Place>,
    large: bool,
) -> QueryResult<Vec<T>> {
    macro_rules! page {
        ($table:ident) => {{
            let mut query = $table::table
                .filter($table::intake_id.eq(Id::from(intake)))
                .filter($table::kind.eq(T::KIND))
                .select($table::details)
                .into_boxed();
            if let Some(Place { at, id }) = after {
                let (at, id) = (Instant::from(at), Id(id));
                query = query
                    .filter($table::created_at.le(at))
                    .filter($table::created_at.lt(at).or($table::id.lt(id)));
            }
            query
                .order(($table::created_at.desc(), $table::id.desc()))
                .limit(at_most(large))
                .load::<Json<T>>(conn)?
        }};
    }
    let rows = if opened {
        page!(engagements)
    } else {
        page!(intake_engagements)
    };
    Ok(rows.into_iter().map(|Json(record)| record).collect())
}

/// Whether anything stands on an intake that is not decided.
pub fn any_on(conn: &mut Conn, intake: IntakeId) -> QueryResult<bool> {
    let made = intake_engagements::table.filter(intake_engagements::intake_id.eq(Id::from(intake)));
    diesel::select(diesel::dsl::exists(made)).get_result(conn)
}

/// The columns that change in the life of a record.
macro_rules! changing {
    ($table:ident, $record:expr) => {
        (
            $table::word.eq($record.word()),
            $table::state.eq($record.state()),
            $table::modified_at.eq(Instant::from($record.at(Order::ModifiedAt))),
            $table::details.eq(Json($record)),
        )
    };
}

/// Writes a new record.
pub fn insert<T: Engagement>(conn: &mut Conn, record: T) -> QueryResult<()> {
    macro_rules! made {
        ($table:ident) => {
            (
                $table::id.eq(Id(record.id())),
                $table::kind.eq(T::KIND),
                $table::version.eq(1),
                $table::created_at.eq(Instant::from(record.at(Order::Newest))),
                changing!($table, record),
            )
        };
    }
    match record.place() {
        EngagementPlace::Intake(intake) => diesel::insert_into(intake_engagements::table)
            .values((
                intake_engagements::intake_id.eq(Id::from(intake)),
                made!(intake_engagements),
            ))
            .execute(conn)?,
        EngagementPlace::Case(case, made_on) => diesel::insert_into(engagements::table)
            .values((
                engagements::case_id.eq(Id::from(case)),
                engagements::intake_id.eq(made_on.map(Id::from)),
                made!(engagements),
            ))
            .execute(conn)?,
    };
    Ok(())
}

/// Saves a changed record, whose intake's or case's row is locked, as its next version: which that
/// is.
pub fn save<T: Engagement>(conn: &mut Conn, record: T) -> QueryResult<i64> {
    macro_rules! saved {
        ($table:ident) => {
            diesel::update($table::table.find(Id(record.id())))
                .set((
                    $table::version.eq($table::version + 1),
                    changing!($table, record),
                ))
                .returning($table::version)
                .get_result(conn)
        };
    }
    match record.place() {
        EngagementPlace::Intake(_) => saved!(intake_engagements),
        EngagementPlace::Case(..) => saved!(engagements),
    }
}

/// Makes everything that stands on a locked intake part of the case it opens: what it says, its
/// version and its times stay.
pub fn carry(conn: &mut Conn, intake: IntakeId, case: CaseId) -> QueryResult<()> {
    type Row = (
        Id,
        String,
        String,
        String,
        Json<Value>,
        i64,
        Instant,
        Instant,
    );
    let standing =
        intake_engagements::table.filter(intake_engagements::intake_id.eq(Id::from(intake)));
    let rows: Vec<Row> = diesel::delete(standing)
        .returning((
            intake_engagements::id,
            intake_engagements::kind,
            intake_engagements::word,
            intake_engagements::state,
            intake_engagements::details,
            intake_engagements::version,
            intake_engagements::created_at,
            intake_engagements::modified_at,
        ))
        .get_results(conn)?;
    for (id, kind, word, state, Json(mut details), version, created_at, modified_at) in rows {
        details["case_id"] = json!(case);
        diesel::insert_into(engagements::table)
            .values((
                engagements::id.eq(id),
                engagements::case_id.eq(Id::from(case)),
                engagements::intake_id.eq(Id::from(intake)),
                engagements::kind.eq(kind),
                engagements::word.eq(word),
                engagements::state.eq(state),
                engagements::details.eq(Json(details)),
                engagements::version.eq(version),
                engagements::created_at.eq(created_at),
                engagements::modified_at.eq(modified_at),
            ))
            .execute(conn)?;
    }
    Ok(())
}
