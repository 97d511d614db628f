//! Which rights were explained to the client.

use actix_web::{HttpResponse, web::Path};
use diesel::QueryResult;
use domain::{
    access::Action,
    cases::CaseId,
    engagement::{
        NewRightsExplanation, RightsExplanation, RightsExplanationId, decide_explain_rights,
    },
};

use super::{Engagement, Filters, address, named::known_signatory, of_case};
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
        route!(list_rights_explanations, Action::ReadCaseRecords),
        route!(record_rights_explanation, Action::KeepEngagement),
        route!(get_rights_explanation, Action::ReadCaseRecords),
    ]
}

case_record!(RightsExplanation, newest by created_at, modified by modified_at);

list_query! {
    /// Which explanations are asked for.
    ListRightsExplanations {}
}

impl Filters for ListRightsExplanations {
    fn word(&self) -> Option<&'static str> {
        None
    }
    fn state(&self) -> Option<&'static str> {
        None
    }
}

/// List when rights were explained to the client of a case
///
/// The newest first. For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/rights-explanations", tag = "engagement",
    params(("case_id" = CaseId, Path, description = "The case."), ListRightsExplanations),
    responses((status = 200, description = "A page of explanations.", body = Page<RightsExplanation>)))]
pub async fn list_rights_explanations(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListRightsExplanations>,
) -> Result<HttpResponse, ApiError> {
    page_of(
        &read,
        "list_rights_explanations",
        *path,
        query.0,
        |tx, _, wanted| -> QueryResult<Vec<RightsExplanation>> {
            on!(tx, engagements::list(wanted))
        },
    )
    .await
}

/// Record that the client's rights were explained
///
/// Which rights, on which day, by whom, and to whom, who signs for having been told. It never
/// changes; what was explained again is recorded again. For the responsible worker. Refused:
/// `case_closed`, `in_future`, `signatory_unnamed`, `witness_missing`; a person named that you
/// cannot see (422 `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/rights-explanations", tag = "engagement",
    params(("case_id" = CaseId, Path, description = "The case.")),
    request_body = NewRightsExplanation,
    responses((status = 201, description = "The explanation.", body = RightsExplanation),
        (status = 200, description = "The explanation that the same command with the same `id` made before.", body = RightsExplanation)))]
pub async fn record_rights_explanation(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewRightsExplanation>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, new) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let (by, case) = (act.worker()?, case.case);
            let kind = RightsExplanation::KIND;
            let made = new_or_made(act, kind, new.id.map(|id| id.0), |tx, id| {
                let found: Option<RightsExplanation> = on!(tx, engagements::find(id))?;
                Ok(of_case(found, case_id))
            })?;
            let id = match made {
                Ok(id) => RightsExplanationId(id),
                Err(made) => return made.made_before(),
            };
            known_signatory(act, "/explained_to", &new.explained_to)?;
            let today = today(act.tx, case.opened.unit_id, act.now)?;
            let events = decide_explain_rights(&case, id, &new, today)?;
            let explanation = RightsExplanation::recorded(id, case_id, new, by, act.now);
            on!(act.tx, engagements::insert(explanation.clone()))?;
            for event in &events {
                act.record(load::of_part(case_id, kind, id), 1, event)?;
            }
            Answer::created(&explanation, address("rights-explanations", id))
        })
        .await
}

/// Read an explanation of rights
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/rights-explanations/{rights_explanation_id}", tag = "engagement",
    params(("rights_explanation_id" = RightsExplanationId, Path, description = "The explanation.")),
    responses((status = 200, description = "The explanation.", body = RightsExplanation)))]
pub async fn get_rights_explanation(
    read: Read,
    path: Path<RightsExplanationId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(
        &read,
        move |tx, _| -> QueryResult<Option<RightsExplanation>> { on!(tx, engagements::find(id.0)) },
    )
    .await
}
