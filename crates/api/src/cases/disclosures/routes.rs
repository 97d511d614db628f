//! Disclosures. What is recorded stays: a mistake is put right by another that takes its place.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::{
        CaseId,
        disclosures::{
            Disclosure, DisclosureDetails, DisclosureId, NewDisclosure, decide_disclose,
        },
    },
    engagement::Consent,
};

use crate::{
    act::{Answer, Write},
    cases::{
        engagement::unknown,
        facts, load,
        records::{
            CaseRecord, case_record, known_person, list_query, new_or_made, one_of, page_of,
        },
    },
    db::types::Instant,
    http::{
        body::{Body, Query},
        paging::Page,
        problem::ApiError,
        routes::Route,
    },
    on,
    parties::units::calendar::Calendar,
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_disclosures, Action::ReadCaseRecords),
        route!(record_disclosure, Action::RecordDisclosure),
        route!(get_disclosure, Action::ReadCaseRecords),
    ]
}

list_query! {
    /// Which disclosures are asked for.
    ListDisclosures {}
}

case_record!(Disclosure, newest by details.disclosed_at, modified by modified_at);

/// List the disclosures of a case
///
/// What of it was told to whom, superseded ones included; the newest first. For whoever sees the
/// case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/disclosures", tag = "records",
    params(("case_id" = CaseId, Path, description = "The case."), ListDisclosures),
    responses((status = 200, description = "A page of disclosures.", body = Page<Disclosure>)))]
pub async fn list_disclosures(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListDisclosures>,
) -> Result<HttpResponse, ApiError> {
    page_of(
        &read,
        "list_disclosures",
        *path,
        query.0,
        |tx, _, wanted| on!(tx, disclosures::list(wanted)),
    )
    .await
}

/// Record a disclosure
///
/// What of the case was told to whom, what for, and by what right. It is never changed afterwards;
/// one that puts a mistake right names the other in `supersedes`, with the reason. For the
/// responsible worker and the team, who share what they know of the case; of a closed case too.
/// With the basis `consent`, and only then, `consent_id` names the consent to share information,
/// which was in force on that day (`consent_unnamed`, `consent_not_in_force`). Refused besides:
/// `in_future`, `already_superseded`; a `person_id` that you cannot see, or a `consent_id` or
/// `supersedes/disclosure_id` of another case (422 `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/disclosures", tag = "records",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewDisclosure,
    responses((status = 201, description = "The disclosure.", body = Disclosure),
        (status = 200, description = "The disclosure that the same command with the same `id` made before, as it is now.", body = Disclosure)))]
pub async fn record_disclosure(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewDisclosure>,
) -> Result<HttpResponse, ApiError> {
    let case_id = path.into_inner();
    let NewDisclosure {
        id,
        details,
        supersedes,
    } = body.value;
    let details = DisclosureDetails {
        // Whole microseconds are what both databases keep.
        disclosed_at: Instant::from(details.disclosed_at).0,
        ..details
    };
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let recorded_by = act.worker()?;
            let made = new_or_made(act, "disclosure", id.map(|id| id.0), |tx, id| {
                on!(tx, disclosures::of_case(case_id, DisclosureId(id)))
            })?;
            let id = match made {
                Ok(id) => DisclosureId(id),
                Err(disclosure) => return disclosure.made_before(),
            };
            known_person(act, "/person_id", details.person_id)?;
            let former = match &supersedes {
                None => None,
                Some(one) => {
                    let found = on!(act.tx, disclosures::of_case(case_id, one.disclosure_id))?;
                    Some(found.ok_or_else(|| unknown("/supersedes/disclosure_id"))?)
                }
            };
            let consent = match details.consent_id {
                None => None,
                Some(consent) => {
                    let found: Option<Consent> = on!(act.tx, engagements::find(consent.0))?;
                    let found = found.filter(|one| one.place.case_id() == Some(case_id));
                    Some(found.ok_or_else(|| unknown("/consent_id"))?)
                }
            };
            let unit = facts::unit(act.tx, &case.case)?;
            let on = Calendar::of(&unit.details)?.date(details.disclosed_at);
            let (former_one, consent) = (former.as_ref(), consent.as_ref());
            let events = decide_disclose(id, &details, former_one, consent, on, act.now)?;
            let disclosure = Disclosure {
                id,
                case_id,
                details,
                supersedes,
                superseded_by: None,
                recorded_by,
                created_at: act.now,
                modified_at: act.now,
            };
            on!(act.tx, disclosures::insert(&disclosure))?;
            if let Some(former) = former
                && !on!(act.tx, disclosures::supersede(former.id, &disclosure))?
            {
                return Err(ApiError::internal("a disclosure of a locked case has changed").into());
            }
            for event in &events {
                act.record(load::of_part(case_id, "disclosure", id), 1, event)?;
            }
            Answer::created(&disclosure, format!("/v1/disclosures/{id}"))
        })
        .await
}

/// Read a disclosure
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/disclosures/{disclosure_id}", tag = "records",
    params(("disclosure_id" = DisclosureId, Path, description = "The disclosure.")),
    responses((status = 200, description = "The disclosure.", body = Disclosure)))]
pub async fn get_disclosure(
    read: Read,
    path: Path<DisclosureId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| on!(tx, disclosures::find(id))).await
}
