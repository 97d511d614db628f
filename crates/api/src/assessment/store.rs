//! Queries of assessments.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::{
    assessment::{Assessment, AssessmentDetails, AssessmentId, AssessmentStatus, AssessmentType},
    cases::CaseId,
};

use super::Conn;
use crate::{
    assessment::routes::ListAssessments,
    cases::records::{Order, Wanted, page_of_case},
    db::{
        schema::assessments,
        types::{Code, Id, Instant, Json},
    },
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = assessments)]
struct AssessmentRow {
    id: Id,
    case_id: Id,
    episode: i32,
    kind: Code<AssessmentType>,
    status: Code<AssessmentStatus>,
    supersedes_id: Option<Id>,
    drafted_by: Id,
    details: Json<AssessmentDetails>,
    finalised_at: Option<Instant>,
    finalised_by: Option<Id>,
    reassess_by: Option<NaiveDate>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl AssessmentRow {
    fn read(self) -> Assessment {
        Assessment {
            id: self.id.to(),
            case_id: self.case_id.to(),
            episode: self.episode,
            kind: self.kind.0,
            status: self.status.0,
            supersedes: self.supersedes_id.map(Id::to),
            details: self.details.0,
            drafted_by: self.drafted_by.to(),
            finalised_at: self.finalised_at.map(|at| at.0),
            finalised_by: self.finalised_by.map(Id::to),
            reassess_by: self.reassess_by,
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }
}

/// An assessment.
pub fn find(conn: &mut Conn, id: AssessmentId) -> QueryResult<Option<Assessment>> {
    assessments::table
        .find(Id::from(id))
        .select(AssessmentRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(AssessmentRow::read))
}

/// The unfinished draft of a case.
pub fn unfinished(conn: &mut Conn, case_id: CaseId) -> QueryResult<Option<Assessment>> {
    assessments::table
        .filter(assessments::case_id.eq(Id::from(case_id)))
        .filter(assessments::status.eq(Code(AssessmentStatus::Draft)))
        .select(AssessmentRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(AssessmentRow::read))
}

/// The newest finalised assessment of a case.
pub fn newest_finalised(conn: &mut Conn, case_id: CaseId) -> QueryResult<Option<Assessment>> {
    assessments::table
        .filter(assessments::case_id.eq(Id::from(case_id)))
        .filter(assessments::status.eq(Code(AssessmentStatus::Finalised)))
        .order((assessments::finalised_at.desc(), assessments::id.desc()))
        .limit(1)
        .select(AssessmentRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(AssessmentRow::read))
}

/// By when the situation is to be assessed again, as the newest finalised assessment of an episode
/// of a case says.
pub fn reassess_by(
    conn: &mut Conn,
    case_id: CaseId,
    episode: i32,
) -> QueryResult<Option<NaiveDate>> {
    assessments::table
        .filter(assessments::case_id.eq(Id::from(case_id)))
        .filter(assessments::episode.eq(episode))
        .filter(assessments::status.eq(Code(AssessmentStatus::Finalised)))
        .order((assessments::finalised_at.desc(), assessments::id.desc()))
        .limit(1)
        .select(assessments::reassess_by)
        .get_result(conn)
        .optional()
        .map(Option::flatten)
}

/// The finalised assessments of an episode of a case, up to a time; all of them without one.
pub fn finalised_ids(
    conn: &mut Conn,
    (case_id, episode): (CaseId, i32),
    before: Option<DateTime<Utc>>,
) -> QueryResult<Vec<AssessmentId>> {
    let mut query = assessments::table
        .filter(assessments::case_id.eq(Id::from(case_id)))
        .filter(assessments::episode.eq(episode))
        .filter(assessments::status.eq(Code(AssessmentStatus::Finalised)))
        .select(assessments::id)
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(assessments::finalised_at.lt(Instant::from(before)));
    }
    let ids: Vec<Id> = query.order(assessments::id).load(conn)?;
    Ok(ids.into_iter().map(Id::to).collect())
}

/// A page of the assessments of a case.
pub fn list(conn: &mut Conn, wanted: &Wanted<ListAssessments>) -> QueryResult<Vec<Assessment>> {
    let mut query = assessments::table
        .select(AssessmentRow::as_select())
        .into_boxed();
    if let Some(status) = wanted.query.status {
        query = query.filter(assessments::status.eq(Code(status)));
    }
    let rows = page_of_case!(query, assessments, created_at, modified_at, wanted).load(conn)?;
    Ok(rows.into_iter().map(AssessmentRow::read).collect())
}

/// The columns that change in the life of an assessment.
macro_rules! changing {
    ($assessment:expr) => {
        (
            assessments::status.eq(Code($assessment.status)),
            assessments::details.eq(Json($assessment.details.clone())),
            assessments::finalised_at.eq($assessment.finalised_at.map(Instant::from)),
            assessments::finalised_by.eq($assessment.finalised_by.map(Id::from)),
            assessments::reassess_by.eq($assessment.reassess_by),
            assessments::version.eq($assessment.version),
            assessments::modified_at.eq(Instant::from($assessment.modified_at)),
        )
    };
}

/// Writes a new assessment.
pub fn insert(conn: &mut Conn, assessment: &Assessment) -> QueryResult<()> {
    diesel::insert_into(assessments::table)
        .values((
            assessments::id.eq(Id::from(assessment.id)),
            assessments::case_id.eq(Id::from(assessment.case_id)),
            assessments::episode.eq(assessment.episode),
            assessments::kind.eq(Code(assessment.kind)),
            assessments::supersedes_id.eq(assessment.supersedes.map(Id::from)),
            assessments::drafted_by.eq(Id::from(assessment.drafted_by)),
            assessments::created_at.eq(Instant::from(assessment.created_at)),
            changing!(assessment),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed assessment where its version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, assessment: &Assessment, before: i64) -> QueryResult<bool> {
    let current = assessments::table
        .filter(assessments::id.eq(Id::from(assessment.id)))
        .filter(assessments::version.eq(before));
    diesel::update(current)
        .set(changing!(assessment))
        .execute(conn)
        .map(|changed| changed == 1)
}
