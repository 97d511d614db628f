//! Queries of observations.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    cases::CaseId,
    intervention::plan::{IndicatorId, PlanId, PlanStatus},
    monitoring::{
        Observation, ObservationDetails, ObservationId, ObservationPhase, SupersedesObservation,
    },
};
use serde::{Deserialize, Serialize};

use super::Conn;
use crate::{
    cases::records::{Order, Wanted, page_of_case},
    db::{
        schema::{observations, plans},
        types::{Code, Id, Instant, Json},
    },
    monitoring::observations::routes::ListObservations,
};

/// What of an observation is read and written whole; the indicator, the phase and the time are
/// columns too, for those who count.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves {
    #[serde(flatten)]
    details: ObservationDetails,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    supersedes: Option<SupersedesObservation>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = observations)]
struct ObservationRow {
    id: Id,
    case_id: Id,
    superseded_by: Option<Id>,
    recorded_by: Id,
    details: Json<Leaves>,
    created_at: Instant,
    modified_at: Instant,
}

impl ObservationRow {
    fn read(self) -> Observation {
        let Json(leaves) = self.details;
        Observation {
            id: self.id.to(),
            case_id: self.case_id.to(),
            details: leaves.details,
            supersedes: leaves.supersedes,
            superseded_by: self.superseded_by.map(Id::to),
            recorded_by: self.recorded_by.to(),
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }
}

/// An observation.
pub fn find(conn: &mut Conn, id: ObservationId) -> QueryResult<Option<Observation>> {
    observations::table
        .find(Id::from(id))
        .select(ObservationRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(ObservationRow::read))
}

/// An observation of this case.
pub fn of_case(
    conn: &mut Conn,
    case_id: CaseId,
    id: ObservationId,
) -> QueryResult<Option<Observation>> {
    let found = find(conn, id)?;
    Ok(found.filter(|one| one.case_id == case_id))
}

/// A page of the observations of a case.
pub fn list(conn: &mut Conn, wanted: &Wanted<ListObservations>) -> QueryResult<Vec<Observation>> {
    let mut query = observations::table
        .select(ObservationRow::as_select())
        .into_boxed();
    if let Some(indicator) = wanted.query.indicator_id {
        query = query.filter(observations::indicator_id.eq(Id::from(indicator)));
    }
    if let Some(phase) = wanted.query.phase {
        query = query.filter(observations::phase.eq(Code(phase)));
    }
    query = match wanted.query.counts {
        None => query,
        Some(true) => query.filter(observations::superseded_by.is_null()),
        Some(false) => query.filter(observations::superseded_by.is_not_null()),
    };
    let rows = page_of_case!(query, observations, observed_at, modified_at, wanted).load(conn)?;
    Ok(rows.into_iter().map(ObservationRow::read).collect())
}

/// Writes a new observation.
pub fn insert(conn: &mut Conn, observation: &Observation) -> QueryResult<()> {
    let details = &observation.details;
    diesel::insert_into(observations::table)
        .values((
            observations::id.eq(Id::from(observation.id)),
            observations::case_id.eq(Id::from(observation.case_id)),
            observations::indicator_id.eq(Id::from(details.indicator_id)),
            observations::phase.eq(Code(details.phase)),
            observations::observed_at.eq(Instant::from(details.observed_at)),
            observations::recorded_by.eq(Id::from(observation.recorded_by)),
            observations::details.eq(Json(Leaves {
                details: details.clone(),
                supersedes: observation.supersedes.clone(),
            })),
            observations::created_at.eq(Instant::from(observation.created_at)),
            observations::modified_at.eq(Instant::from(observation.modified_at)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Another takes the place of this one; `false` if one has already.
pub fn supersede(conn: &mut Conn, former: ObservationId, by: &Observation) -> QueryResult<bool> {
    let standing = observations::table
        .filter(observations::id.eq(Id::from(former)))
        .filter(observations::superseded_by.is_null());
    diesel::update(standing)
        .set((
            observations::superseded_by.eq(Id::from(by.id)),
            observations::modified_at.eq(Instant::from(by.created_at)),
        ))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// When these indicators were observed since a time, in order, as far as it counts.
pub fn times(
    conn: &mut Conn,
    case_id: CaseId,
    indicators: &[IndicatorId],
    since: DateTime<Utc>,
) -> QueryResult<Vec<DateTime<Utc>>> {
    let indicators: Vec<Id> = indicators.iter().copied().map(Id::from).collect();
    let times: Vec<Instant> = observations::table
        .filter(observations::case_id.eq(Id::from(case_id)))
        .filter(observations::indicator_id.eq_any(indicators))
        .filter(observations::superseded_by.is_null())
        .filter(observations::observed_at.ge(Instant::from(since)))
        .order(observations::observed_at)
        .select(observations::observed_at)
        .load(conn)?;
    Ok(times.into_iter().map(|at| at.0).collect())
}

/// The baseline observations of a case that count, the oldest first, with their indicators.
pub fn baselines(
    conn: &mut Conn,
    case_id: CaseId,
) -> QueryResult<Vec<(IndicatorId, ObservationId)>> {
    let rows: Vec<(Id, Id)> = observations::table
        .filter(observations::case_id.eq(Id::from(case_id)))
        .filter(observations::phase.eq(Code(ObservationPhase::Baseline)))
        .filter(observations::superseded_by.is_null())
        .order((observations::observed_at, observations::id))
        .select((observations::indicator_id, observations::id))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(indicator, id)| (indicator.to(), id.to()))
        .collect())
}

/// The versions of the plan of a case: the active one, then the others, the last first.
pub fn plan_versions(conn: &mut Conn, case_id: CaseId) -> QueryResult<Vec<PlanId>> {
    let mut rows: Vec<(Id, Code<PlanStatus>)> = plans::table
        .filter(plans::case_id.eq(Id::from(case_id)))
        .order(plans::number.desc())
        .select((plans::id, plans::status))
        .load(conn)?;
    rows.sort_by_key(|(_, status)| status.0 != PlanStatus::Active);
    Ok(rows.into_iter().map(|(id, _)| id.to()).collect())
}
