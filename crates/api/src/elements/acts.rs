//! Adding, editing and removing the parts of a document.

use actix_web::HttpResponse;
use domain::{
    elements::{
        Element, ElementEvent, decide_add_element, decide_edit_element, decide_remove_element,
        take_out,
    },
    warnings::Fault,
    words::{RecordId, Word},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Document, Part, content, reads::find};
use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        facts,
        load::{self, Loaded},
        records::new_or_made,
    },
    http::{
        body::{Body, Patch},
        problem::{ApiError, Problem, ProblemCode},
    },
    on,
    parties::units::calendar::Calendar,
};

/// Adds an element.
///
/// # Errors
/// 404, 403; what the document or the kind refuses; faults of the body.
pub async fn add<E: Part>(
    write: Write,
    document: E::DocumentId,
    address: String,
    body: Body<E::New>,
) -> Result<HttpResponse, ApiError> {
    let (given, details) = E::told(body.value);
    write
        .act(body.sent, move |act| {
            let (case, of) = locked::<E>(act, document)?;
            act.permit(&case.facts(None), None)?;
            let given = given.map(RecordId::uuid);
            let made = new_or_made(act, E::KIND.code(), given, |tx, id| {
                let row = on!(tx, elements::find(document.uuid(), E::KIND, id))?;
                let made = row.map(|row| E::read(document, row)).transpose();
                made.map_err(|cause| diesel::result::Error::DeserializationError(cause.into()))
            })?;
            let id = match made {
                Ok(id) => E::Id::from_uuid(id),
                Err(element) => return Ok(Answer::ok(&element)?.version(element.version())),
            };
            changeable(&case, &of)?;
            let others = content::<E::Of>(act.tx, document)?;
            check::<E>(act, &case, &details, None, &others)?;
            let events = decide_add_element::<E>(document, id, &details, &others)?;
            let element = E::new(document, id, details, act.now);
            let row = element.row().map_err(ApiError::internal)?;
            if !on!(
                act.tx,
                elements::insert(document.uuid(), of.case_id(), &row)
            )? {
                return Err(Problem::naming(ProblemCode::AlreadyExists, id).into());
            }
            record(act, &of, &element, &events)?;
            Ok(Answer::created(&element, format!("{address}/{id}"))?.version(element.version()))
        })
        .await
}

/// Edits an element. What it said before is kept, sealed.
///
/// # Errors
/// 404, 412, 403; what the document or the kind refuses; faults of the body.
pub async fn edit<E: Part>(
    write: Write,
    (document, id): (E::DocumentId, E::Id),
    patch: Patch<E::Details>,
) -> Result<HttpResponse, ApiError>
where
    E::Details: ToSchema,
{
    write
        .act(patch.sent.clone(), move |act| {
            let (case, of, mut element) = permitted::<E>(act, document, id)?;
            let details = patch.merge(act.app(), element.details())?;
            changeable(&case, &of)?;
            let mut others = content::<E::Of>(act.tx, document)?;
            take_out::<E>(&mut others, id);
            check::<E>(act, &case, &details, Some(element.details()), &others)?;
            let events = decide_edit_element(document, &element, &details, &others)?;
            if !events.is_empty() {
                let before = element.version();
                keep(act, document, &element)?;
                element.edit(details, act.now);
                let row = element.row().map_err(ApiError::internal)?;
                if !on!(act.tx, elements::save(document.uuid(), &row, before))? {
                    return Err(Problem::stale(before).into());
                }
                record(act, &of, &element, &events)?;
            }
            Ok(Answer::ok(&element)?.version(element.version()))
        })
        .await
}

/// Removes an element. What it said is kept, sealed.
///
/// # Errors
/// 404, 412, 403; what the document or the kind refuses.
pub async fn remove<E: Part>(
    write: Write,
    (document, id): (E::DocumentId, E::Id),
) -> Result<HttpResponse, ApiError> {
    write
        .act(Value::Null, move |act| {
            let (case, of, element) = permitted::<E>(act, document, id)?;
            changeable(&case, &of)?;
            let mut others = content::<E::Of>(act.tx, document)?;
            take_out::<E>(&mut others, id);
            let events = decide_remove_element(document, &element, &others)?;
            let before = element.version();
            keep(act, document, &element)?;
            if !on!(act.tx, elements::remove(document.uuid(), id.uuid(), before))? {
                return Err(Problem::stale(before).into());
            }
            record(act, &of, &element, &events)?;
            Ok(Answer::nothing())
        })
        .await
}

/// The document with its case, whose row is locked.
fn locked<E: Part>(
    act: &mut Act<'_, '_>,
    document: E::DocumentId,
) -> Result<(Loaded, E::Of), Stop> {
    let of = E::Of::find(act.tx, document)?.ok_or(ProblemCode::NotFound)?;
    let case = load::lock(act, of.case_id())?;
    // As it is now that nobody else can change it.
    let of = E::Of::find(act.tx, document)?.ok_or(ProblemCode::NotFound)?;
    Ok((case, of))
}

/// The same with one of its elements, for a permitted act on that.
fn permitted<E: Part>(
    act: &mut Act<'_, '_>,
    document: E::DocumentId,
    id: E::Id,
) -> Result<(Loaded, E::Of, E), Stop> {
    let (case, of) = locked::<E>(act, document)?;
    let element = find::<E>(act.tx, document, id)?.ok_or(ProblemCode::NotFound)?;
    act.permit(&case.facts(None), Some(element.version()))?;
    Ok((case, of, element))
}

fn changeable(case: &Loaded, of: &impl Document) -> Result<(), Stop> {
    let refusals = of.fixed(&case.case);
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refusals.into())
    }
}

/// Every fault of the details at once.
fn check<E: Part>(
    act: &mut Act<'_, '_>,
    case: &Loaded,
    details: &E::Details,
    before: Option<&E::Details>,
    others: &E::Content,
) -> Result<(), Stop> {
    let unit = facts::unit(act.tx, &case.case)?;
    let today = Calendar::of(&unit.details)?.date(act.now);
    let mut faults: Vec<Fault> = E::faults(details, others, today);
    faults.extend(E::unknown(act, case, details, before)?);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::faults(ProblemCode::InvalidBody, faults).into())
    }
}

/// Keeps what the element says now.
fn keep<E: Element>(
    act: &mut Act<'_, '_>,
    document: E::DocumentId,
    element: &E,
) -> Result<(), Stop> {
    let version = (element.id().uuid(), element.version());
    act.keep_part(document.uuid(), E::KIND.code(), version, element.details())
}

fn record<E: Part + Serialize>(
    act: &mut Act<'_, '_>,
    of: &E::Of,
    element: &E,
    events: &[ElementEvent],
) -> Result<(), Stop> {
    let part = load::of_part(of.case_id(), E::KIND.code(), element.id());
    events
        .iter()
        .try_for_each(|event| act.record(part, element.version(), event))
}
