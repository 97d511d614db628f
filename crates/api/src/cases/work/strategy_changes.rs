//! Changes of strategy during the work, each with its reason.

use actix_web::{HttpResponse, web::Path};
use diesel::QueryResult;
use domain::{
    access::Action,
    cases::CaseId,
    intervention::{
        InterventionId, NewStrategyChange, StrategyChange, StrategyChangeId, decide_change_strategy,
    },
};

use super::{Filters, PlanItem, WorkRecord, insert, known_intervention, known_items, of_case};
use crate::{
    act::{Answer, Write},
    cases::{
        load,
        records::{CaseRecord, case_record, list_query, new_or_made, one_of, page_of},
    },
    http::{
        body::{Body, Query},
        paging::Page,
        problem::ApiError,
        routes::Route,
    },
    on,
    parties::persons::load::today,
    read::Read,
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_strategy_changes, Action::ReadCaseRecords),
        route!(record_strategy_change, Action::KeepInterventions),
        route!(get_strategy_change, Action::ReadCaseRecords),
    ]
}

case_record!(StrategyChange, newest by created_at, modified by created_at);

list_query! {
    /// Which changes are asked for.
    ListStrategyChanges {
        /// Only changes in this intervention.
        intervention_id: InterventionId,
    }
}

impl Filters for ListStrategyChanges {
    fn intervention(&self) -> Option<InterventionId> {
        self.intervention_id
    }
}

/// List the changes of strategy of a case
///
/// The newest first. For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/strategy-changes", tag = "work",
    params(("case_id" = CaseId, Path, description = "The case."), ListStrategyChanges),
    responses((status = 200, description = "A page of changes.", body = Page<StrategyChange>)))]
pub async fn list_strategy_changes(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListStrategyChanges>,
) -> Result<HttpResponse, ApiError> {
    page_of(
        &read,
        "list_strategy_changes",
        *path,
        query.0,
        |tx, _, wanted| -> QueryResult<Vec<StrategyChange>> { on!(tx, work_records::list(wanted)) },
    )
    .await
}

/// Record a change of strategy
///
/// From what to what, from which day on, why, and whether the client agreed. It is never changed
/// afterwards. For the responsible worker, in the stages of intervention and monitoring. Refused:
/// `agreement_untold`, `in_future`, and as for planning an intervention; a strategy that the active
/// plan does not have, an intervention of another case (422 `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/strategy-changes", tag = "work",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewStrategyChange,
    responses((status = 201, description = "The change.", body = StrategyChange),
        (status = 200, description = "The change that the same command with the same `id` recorded before.", body = StrategyChange)))]
pub async fn record_strategy_change(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewStrategyChange>,
) -> Result<HttpResponse, ApiError> {
    let case_id = path.into_inner();
    let NewStrategyChange { id, details } = body.value;
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let (recorded_by, case) = (act.worker()?, case.case);
            let made = new_or_made(act, StrategyChange::KIND, id.map(|id| id.0), |tx, id| {
                Ok(of_case(on!(tx, work_records::find(id))?, case_id))
            })?;
            let id = match made {
                Ok(id) => StrategyChangeId(id),
                Err(made) => return StrategyChange::made_before(&made),
            };
            let strategy = details.strategy_id.map(PlanItem::Strategy);
            let strategy = strategy.map(|item| ("/strategy_id".to_owned(), item));
            known_items(act, case_id, Vec::from_iter(strategy))?;
            known_intervention(act, case_id, details.intervention_id, "/intervention_id")?;
            let today = today(act.tx, case.opened.unit_id, act.now)?;
            let events = decide_change_strategy(&case, id, &details, today)?;
            let change = StrategyChange {
                id,
                case_id,
                details,
                recorded_by,
                created_at: act.now,
            };
            insert(act, &change, &events)?;
            Answer::created(&change, format!("/v1/strategy-changes/{id}"))
        })
        .await
}

/// Read a change of strategy
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/strategy-changes/{strategy_change_id}", tag = "work",
    params(("strategy_change_id" = StrategyChangeId, Path, description = "The change.")),
    responses((status = 200, description = "The change.", body = StrategyChange)))]
pub async fn get_strategy_change(
    read: Read,
    path: Path<StrategyChangeId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| -> QueryResult<Option<StrategyChange>> {
        on!(tx, work_records::find(id.0))
    })
    .await
}
