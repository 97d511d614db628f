//! Which rights were explained to the client.

use actix_web::{HttpResponse, web::Path};
use diesel::QueryResult;
use domain::{
    access::Action,
    cases::CaseId,
    engagement::{
        EngagementPlace, NewRightsExplanation, RightsExplanation, RightsExplanationId,
        decide_explain_rights,
    },
};

use super::{Engagement, Filters, address, file::lock, named::known_signatory};
use crate::{
    act::{Answer, Write},
    cases::records::{CaseRecord, case_record, list_query, new_or_made, one_of, page_of},
    http::{
        body::{Body, Query},
        paging::Page,
        problem::ApiError,
        routes::Route,
    },
    on,
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

case_record!(RightsExplanation, of |it| it.place.case_id(), newest by created_at, modified by modified_at);

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
    record(write, path.into_inner().into(), body).await
}

pub(super) async fn record(
    write: Write,
    place: EngagementPlace,
    body: Body<NewRightsExplanation>,
) -> Result<HttpResponse, ApiError> {
    let new = body.value;
    write
        .act(body.sent, move |act| {
            let file = lock(act, place)?;
            act.permit(&file.facts(), None)?;
            let (by, today) = (act.worker()?, file.today(act)?);
            let (kind, id) = (RightsExplanation::KIND, new.id.map(|id| id.0));
            let made = new_or_made::<RightsExplanation>(act, kind, id, |tx, id| {
                on!(tx, engagements::find_in(place, id))
            })?;
            let id = match made {
                Ok(id) => RightsExplanationId(id),
                Err(made) => return made.made_before(),
            };
            known_signatory(act, "/explained_to", &new.explained_to)?;
            let events = decide_explain_rights(file.holder(), id, &new, today)?;
            let explanation = RightsExplanation::recorded(id, place, new, by, act.now);
            on!(act.tx, engagements::insert(explanation.clone()))?;
            file.tell::<RightsExplanation>(act, id.0, 1, &events)?;
            Answer::created(&explanation, address(place, "rights-explanations", id))
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
