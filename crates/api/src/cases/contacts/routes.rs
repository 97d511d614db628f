//! Contacts and attempts at them. What is recorded stays: a mistake is told in a note.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::{CaseId, ContactDetails, ContactId, ContactRecord, NewContact, decide_contact},
};

use crate::{
    act::{Answer, Write},
    cases::{
        load,
        records::{
            CaseRecord, case_record, known_person, list_query, new_or_made, one_of, page_of,
        },
    },
    db::types::Instant,
    events::Of,
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

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_contacts, Action::ReadCaseRecords),
        route!(record_contact, Action::RecordContact),
        route!(get_contact, Action::ReadCaseRecords),
    ]
}

list_query! {
    /// Which contacts are asked for.
    ListContacts {
        /// Only those in which somebody was reached (`true`), or nobody (`false`).
        reached: bool,
    }
}

case_record!(ContactRecord, newest by details.at, modified by created_at);

/// List the contacts of a case
///
/// The latest first, by the time they took place. For whoever sees the case; not for data
/// officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/contacts", tag = "records",
    params(("case_id" = CaseId, Path, description = "The case."), ListContacts),
    responses((status = 200, description = "A page of contacts.", body = Page<ContactRecord>)))]
pub async fn list_contacts(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListContacts>,
) -> Result<HttpResponse, ApiError> {
    page_of(&read, "list_contacts", *path, query.0, |tx, _, wanted| {
        on!(tx, contacts::list(wanted))
    })
    .await
}

/// Record a contact
///
/// Or an attempt at one: with whom, by which way, what for, whether anybody was reached. It is
/// never changed afterwards. For the responsible worker. Of a closed case only contacts of aftercare are
/// recorded (`aftercare_only`), and they need no reopening; before, none are (`not_yet_aftercare`).
/// Refused besides: `in_future`, `outcome_contradicts_reached`; a `person_id` that you cannot see (422 `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/contacts", tag = "records",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewContact,
    responses((status = 201, description = "The contact.", body = ContactRecord),
        (status = 200, description = "The contact that the same command with the same `id` made before.", body = ContactRecord)))]
pub async fn record_contact(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewContact>,
) -> Result<HttpResponse, ApiError> {
    let case_id = path.into_inner();
    let NewContact { id, details } = body.value;
    let details = ContactDetails {
        // Whole microseconds are what both databases keep.
        at: Instant::from(details.at).0,
        ..details
    };
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let recorded_by = act.worker()?;
            let made = new_or_made(act, "contact", id.map(|id| id.0), |tx, id| {
                let found = on!(tx, contacts::find(ContactId(id)))?;
                Ok(found.filter(|contact| contact.case_id == case_id))
            })?;
            let id = match made {
                Ok(id) => ContactId(id),
                Err(contact) => return contact.made_before(),
            };
            known_person(act, "/person_id", details.person_id)?;
            let events = decide_contact(&case.case, id, &details, act.now)?;
            let contact = ContactRecord {
                id,
                case_id,
                details,
                recorded_by,
                created_at: act.now,
            };
            on!(act.tx, contacts::insert(&contact))?;
            let of = Of {
                kind: "contact",
                id: id.0,
                case_id: Some(case_id.0),
            };
            for event in &events {
                act.record(of, 1, event)?;
            }
            Answer::created(&contact, format!("/v1/contacts/{id}"))
        })
        .await
}

/// Read a contact
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/contacts/{contact_id}", tag = "records",
    params(("contact_id" = ContactId, Path, description = "The contact.")),
    responses((status = 200, description = "The contact.", body = ContactRecord)))]
pub async fn get_contact(read: Read, path: Path<ContactId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| on!(tx, contacts::find(id))).await
}
