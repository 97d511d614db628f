//! Queries of the steps of an end, of whatever kind.

use diesel::prelude::*;
use domain::{
    cases::{CaseId, RecordKind},
    termination::steps::{KeptStep, Step, StepDetails, StepId},
    texts::Lines,
    words::Word,
};
use serde::{Deserialize, Serialize};

use super::Conn;
use crate::{
    cases::records::{Order, Wanted, page_of_case},
    db::{
        schema::termination_steps,
        types::{Code, Id, Instant, Json},
    },
    termination::steps::routes::ListSteps,
};

/// What of a step is read and written whole.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves<D> {
    #[serde(flatten)]
    details: D,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawal_reason: Option<Lines>,
}

type Row<D> = (
    Id,
    Id,
    i32,
    Id,
    Option<Instant>,
    Json<Leaves<D>>,
    i64,
    Instant,
    Instant,
);

/// The columns of a [`Row`].
macro_rules! columns {
    () => {
        (
            termination_steps::id,
            termination_steps::case_id,
            termination_steps::episode,
            termination_steps::recorded_by,
            termination_steps::withdrawn_at,
            termination_steps::details,
            termination_steps::version,
            termination_steps::created_at,
            termination_steps::modified_at,
        )
    };
}

fn read<D: StepDetails>(row: Row<D>) -> Step<D> {
    let (id, case_id, episode, recorded_by, withdrawn_at, Json(leaves), version, made, changed) =
        row;
    Step {
        id: id.to(),
        case_id: case_id.to(),
        episode,
        details: leaves.details,
        recorded_by: recorded_by.to(),
        withdrawn_at: withdrawn_at.map(|at| at.0),
        withdrawal_reason: leaves.withdrawal_reason,
        version,
        created_at: made.0,
        modified_at: changed.0,
    }
}

/// A step of this kind.
pub fn find<D: StepDetails>(conn: &mut Conn, id: StepId) -> QueryResult<Option<Step<D>>> {
    termination_steps::table
        .find(Id::from(id))
        .filter(termination_steps::kind.eq(D::KIND.code()))
        .select(columns!())
        .get_result::<Row<D>>(conn)
        .optional()
        .map(|row| row.map(read))
}

/// The case of a step of this kind.
pub fn case_of(conn: &mut Conn, id: StepId, kind: RecordKind) -> QueryResult<Option<CaseId>> {
    termination_steps::table
        .find(Id::from(id))
        .filter(termination_steps::kind.eq(Code(kind)))
        .select(termination_steps::case_id)
        .get_result::<Id>(conn)
        .optional()
        .map(|id| id.map(Id::to))
}

/// A page of the steps of this kind of a case.
pub fn list<D: StepDetails>(
    conn: &mut Conn,
    wanted: &Wanted<ListSteps>,
) -> QueryResult<Vec<Step<D>>> {
    let mut query = termination_steps::table
        .filter(termination_steps::kind.eq(D::KIND.code()))
        .select(columns!())
        .into_boxed();
    if let Some(episode) = wanted.query.episode {
        query = query.filter(termination_steps::episode.eq(episode));
    }
    let rows: Vec<Row<D>> =
        page_of_case!(query, termination_steps, created_at, modified_at, wanted).load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The steps of an episode that have not been withdrawn, of all kinds, the oldest first.
pub fn standing(conn: &mut Conn, case_id: CaseId, episode: i32) -> QueryResult<Vec<KeptStep>> {
    let rows: Vec<(Id, Code<RecordKind>, Json<serde_json::Value>, Instant)> =
        termination_steps::table
            .filter(termination_steps::case_id.eq(Id::from(case_id)))
            .filter(termination_steps::episode.eq(episode))
            .filter(termination_steps::withdrawn_at.is_null())
            .order((termination_steps::created_at, termination_steps::id))
            .select((
                termination_steps::id,
                termination_steps::kind,
                termination_steps::details,
                termination_steps::created_at,
            ))
            .load(conn)?;
    let kept = |(id, Code(kind), Json(details), created_at): (Id, _, _, Instant)| KeptStep {
        id: id.0,
        kind,
        details,
        created_at: created_at.0,
    };
    Ok(rows.into_iter().map(kept).collect())
}

/// The columns that change in the life of a step.
macro_rules! changing {
    ($step:expr) => {
        (
            termination_steps::withdrawn_at.eq($step.withdrawn_at.map(Instant::from)),
            termination_steps::details.eq(Json(Leaves {
                details: $step.details.clone(),
                withdrawal_reason: $step.withdrawal_reason.clone(),
            })),
            termination_steps::version.eq($step.version),
            termination_steps::modified_at.eq(Instant::from($step.modified_at)),
        )
    };
}

/// Writes a new step.
pub fn insert<D: StepDetails>(conn: &mut Conn, step: &Step<D>) -> QueryResult<()> {
    diesel::insert_into(termination_steps::table)
        .values((
            termination_steps::id.eq(Id::from(step.id)),
            termination_steps::case_id.eq(Id::from(step.case_id)),
            termination_steps::episode.eq(step.episode),
            termination_steps::kind.eq(D::KIND.code()),
            termination_steps::recorded_by.eq(Id::from(step.recorded_by)),
            termination_steps::created_at.eq(Instant::from(step.created_at)),
            changing!(step),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed step where its version is still `before`; `false` if it is not.
pub fn save<D: StepDetails>(conn: &mut Conn, step: &Step<D>, before: i64) -> QueryResult<bool> {
    let unchanged = termination_steps::table
        .filter(termination_steps::id.eq(Id::from(step.id)))
        .filter(termination_steps::version.eq(before));
    diesel::update(unchanged)
        .set(changing!(step))
        .execute(conn)
        .map(|changed| changed == 1)
}
