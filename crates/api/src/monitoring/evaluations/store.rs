//! Queries of evaluations.

use diesel::prelude::*;
use domain::{
    cases::CaseId,
    monitoring::{Evaluation, EvaluationDetails, EvaluationId},
};
use serde::{Deserialize, Serialize};

use super::Conn;
use crate::{
    cases::records::{Order, Wanted, page_of_case},
    db::{
        schema::evaluations,
        types::{Code, Id, Instant, Json},
    },
    monitoring::evaluations::routes::ListEvaluations,
};

/// What is read and written whole; the conclusion and the day are columns too.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves {
    #[serde(flatten)]
    details: EvaluationDetails,
    goals_achieved: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = evaluations)]
struct EvaluationRow {
    id: Id,
    case_id: Id,
    episode: i32,
    recorded_by: Id,
    details: Json<Leaves>,
    created_at: Instant,
}

impl EvaluationRow {
    fn read(self) -> Evaluation {
        let Json(leaves) = self.details;
        Evaluation {
            id: self.id.to(),
            case_id: self.case_id.to(),
            episode: self.episode,
            details: leaves.details,
            goals_achieved: leaves.goals_achieved,
            recorded_by: self.recorded_by.to(),
            created_at: self.created_at.0,
        }
    }
}

/// An evaluation.
pub fn find(conn: &mut Conn, id: EvaluationId) -> QueryResult<Option<Evaluation>> {
    evaluations::table
        .find(Id::from(id))
        .select(EvaluationRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(EvaluationRow::read))
}

/// A page of the evaluations of a case.
pub fn list(conn: &mut Conn, wanted: &Wanted<ListEvaluations>) -> QueryResult<Vec<Evaluation>> {
    let mut query = evaluations::table
        .select(EvaluationRow::as_select())
        .into_boxed();
    if let Some(conclusion) = wanted.query.conclusion {
        query = query.filter(evaluations::conclusion.eq(Code(conclusion)));
    }
    let rows = page_of_case!(query, evaluations, created_at, created_at, wanted).load(conn)?;
    Ok(rows.into_iter().map(EvaluationRow::read).collect())
}

/// The latest evaluation of an episode: that of the latest day, and of one day the last recorded.
pub fn latest(conn: &mut Conn, case_id: CaseId, episode: i32) -> QueryResult<Option<Evaluation>> {
    evaluations::table
        .filter(evaluations::case_id.eq(Id::from(case_id)))
        .filter(evaluations::episode.eq(episode))
        .order((
            evaluations::evaluated_on.desc(),
            evaluations::created_at.desc(),
            evaluations::id.desc(),
        ))
        .select(EvaluationRow::as_select())
        .first(conn)
        .optional()
        .map(|row| row.map(EvaluationRow::read))
}

/// Writes a new evaluation.
pub fn insert(conn: &mut Conn, evaluation: &Evaluation) -> QueryResult<()> {
    let details = &evaluation.details;
    diesel::insert_into(evaluations::table)
        .values((
            evaluations::id.eq(Id::from(evaluation.id)),
            evaluations::case_id.eq(Id::from(evaluation.case_id)),
            evaluations::episode.eq(evaluation.episode),
            evaluations::plan_id.eq(Id::from(details.plan_id)),
            evaluations::conclusion.eq(Code(details.conclusion)),
            evaluations::evaluated_on.eq(details.evaluated_on),
            evaluations::recorded_by.eq(Id::from(evaluation.recorded_by)),
            evaluations::details.eq(Json(Leaves {
                details: details.clone(),
                goals_achieved: evaluation.goals_achieved,
            })),
            evaluations::created_at.eq(Instant::from(evaluation.created_at)),
        ))
        .execute(conn)
        .map(|_| ())
}
