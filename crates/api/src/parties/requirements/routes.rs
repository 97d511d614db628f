//! Document requirements: read with what the units above ask for, set for one category.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    intake::{
        Category,
        requirements::{NeededDocuments, UnitRequirements, review},
    },
    parties::{UnitId, events::UnitEvent},
};

use crate::{
    act::{Answer, Write},
    http::{body::Body, paging::Page, problem::ApiError, routes::Route},
    on,
    parties::{
        invalid,
        units::routes::{at, lock, of},
    },
    read::{Read, plain},
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_document_requirements, Action::ReadDocumentRequirements),
        route!(
            put_document_requirements,
            Action::SetDocumentRequirements,
            if_match
        ),
    ]
}

/// List the documents that intakes need
///
/// By category, what the unit asks for and what every unit above it asks for: an intake of the
/// unit needs all of it. For administrators and auditors of the unit. All in one page.
#[utoipa::path(get, path = "/v1/units/{unit_id}/document-requirements", tag = "parties",
    params(("unit_id" = UnitId, Path, description = "The unit.")),
    responses((status = 200, description = "The requirements.", body = Page<UnitRequirements>)))]
pub async fn list_document_requirements(
    read: Read,
    path: Path<UnitId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let (items, _) = read
        .find(move |tx, _| {
            let Some(levels) = on!(tx, units::levels(id))? else {
                return Ok(None);
            };
            let items = on!(tx, requirements::by_unit(&levels.reach()))?;
            Ok(Some((items, at(&levels))))
        })
        .await?;
    plain(&Page {
        items,
        next_cursor: None,
    })
}

/// Set the documents that intakes of a category need
///
/// At this unit and below, in place of what this unit asked for until now; what units above ask
/// for stays. It holds for intakes recorded from now on. By an administrator of the unit. The
/// requirements are part of the unit: `If-Match` speaks of the unit, whose version rises.
#[utoipa::path(put, path = "/v1/units/{unit_id}/document-requirements/{category}", tag = "parties",
    params(
        ("unit_id" = UnitId, Path, description = "The unit."),
        ("category" = Category, Path, description = "The category.")),
    request_body = NeededDocuments,
    responses((status = 200, description = "What the unit asks for now.", body = UnitRequirements,
        headers(("ETag" = String, description = "The version of the unit now.")))))]
pub async fn put_document_requirements(
    write: Write,
    path: Path<(UnitId, Category)>,
    body: Body<NeededDocuments>,
) -> Result<HttpResponse, ApiError> {
    let (unit_id, category) = path.into_inner();
    let needed = body.value;
    write
        .act(body.sent, move |act| {
            let mut unit = lock(act, unit_id)?;
            review(&needed).map_err(invalid)?;
            let mut document_types = needed.document_types;
            document_types.sort();
            let now = UnitRequirements {
                unit_id,
                category,
                document_types,
            };
            if on!(act.tx, requirements::of(unit_id, category))? != now.document_types {
                on!(act.tx, requirements::put(&now))?;
                unit.version += 1;
                unit.modified_at = act.now;
                on!(act.tx, units::save(&unit))?;
                let event = UnitEvent::DocumentRequirementsSet {
                    category,
                    document_types: now.document_types.clone(),
                };
                act.record(of(unit_id), unit.version, &event)?;
            }
            Ok(Answer::ok(&now)?.version(unit.version))
        })
        .await
}
