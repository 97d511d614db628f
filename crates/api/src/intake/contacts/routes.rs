//! Contacts of an intake and attempts at them. What is recorded stays.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::{ContactDetails, ContactId, NewContact},
    intake::{IntakeContact, IntakeId, decide_intake_contact},
    words::RecordId,
};

use crate::{
    act::{Answer, Write},
    cases::records::new_or_made,
    db::types::Instant,
    http::{
        body::{Body, Query},
        paging::{Page, PageQuery, Place},
        problem::ApiError,
        routes::Route,
    },
    intake::{
        check_references,
        load::{self, change},
    },
    on,
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_intake_contacts, Action::ReadIntake),
        route!(record_intake_contact, Action::RecordIntakeContact),
    ]
}

/// List the contacts of an intake
///
/// Those recorded before it was decided, the latest first. For whoever may read the intake.
#[utoipa::path(get, path = "/v1/intakes/{intake_id}/contacts", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake."), PageQuery),
    responses((status = 200, description = "A page of contacts.", body = Page<IntakeContact>)))]
pub async fn list_intake_contacts(
    read: Read,
    path: Path<IntakeId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let (id, Query(wanted)) = (path.into_inner(), query);
    let slice = wanted.slice(&read.app, "list_intake_contacts", &id)?;
    let (after, large) = (slice.after, slice.needs_large());
    let (items, _) = read
        .find(move |tx, actor| {
            let Some(found) = load::find(tx, actor, id)? else {
                return Ok(None);
            };
            let items = on!(tx, intake_contacts::page(id, after, large))?;
            Ok(Some((items, found.facts())))
        })
        .await?;
    let page = slice.page(&read.app, items, |contact| Place {
        at: contact.details.at,
        id: contact.id.uuid(),
    })?;
    read.page(&page)
}

/// Record a contact of an intake
///
/// Or an attempt at one. The first in which somebody is reached is the response of the office and
/// stops the clock of `response_due_at`. By a caseworker of the unit, or a supervisor or director
/// in reach. Refused (409): `in_future`, `before_arrival`, `outcome_contradicts_reached`,
/// `intake_decided`: from then on contacts are those of the case; a `person_id` that you do not
/// see (422 `unknown_reference`).
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/contacts", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body = NewContact,
    responses(
        (status = 201, description = "The contact.", body = IntakeContact),
        (status = 200, description = "The same command recorded it before: the contact.", body = IntakeContact)))]
pub async fn record_intake_contact(
    write: Write,
    path: Path<IntakeId>,
    body: Body<NewContact>,
) -> Result<HttpResponse, ApiError> {
    let intake_id = path.into_inner();
    let NewContact { id, details } = body.value;
    let details = ContactDetails {
        // Whole microseconds are what both databases keep.
        at: Instant::from(details.at).0,
        ..details
    };
    write
        .act(body.sent, move |act| {
            let loaded = load::lock(act, intake_id)?;
            act.permit(&loaded.facts(), None)?;
            let recorded_by = act.worker()?;
            let made = new_or_made(act, "intake_contact", id.map(|id| id.0), |tx, id| {
                let found = on!(tx, intake_contacts::find(ContactId(id)))?;
                Ok(found.filter(|contact| contact.intake_id == intake_id))
            })?;
            let id = match made {
                Ok(id) => ContactId(id),
                Err(contact) => return Answer::ok(&contact),
            };
            check_references(act, details.person_id, &[])?;
            let mut intake = loaded.intake;
            let events = decide_intake_contact(&intake, id, &details, act.now)?;
            let contact = IntakeContact {
                id,
                intake_id,
                details,
                recorded_by,
                created_at: act.now,
            };
            on!(act.tx, intake_contacts::insert(&contact))?;
            let mut progress = intake.progress.clone();
            events.iter().for_each(|event| progress.apply(event));
            if progress == intake.progress {
                for event in &events {
                    act.record(load::of(&intake), intake.version, event)?;
                }
            } else {
                change(act, &mut intake, &events, |_| {})?;
            }
            Answer::created(&contact, format!("/v1/intakes/{intake_id}/contacts"))
        })
        .await
}
