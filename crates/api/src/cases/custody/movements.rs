//! The moves of a thing that is held. What is recorded stays: a mistake is another move.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::custody::{
        CustodyItemId, CustodyMovement, CustodyMovementId, NewCustodyMovement, decide_move_item,
    },
};

use super::routes::{locked, save};
use crate::{
    act::{Answer, Write},
    cases::records::{new_or_made, read_of_case},
    db::types::Instant,
    http::{
        body::{Body, Query},
        paging::{Page, PageQuery, Place},
        problem::ApiError,
        routes::Route,
    },
    on,
    read::{Read, plain},
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_custody_movements, Action::ReadCaseRecords),
        route!(move_custody_item, Action::KeepCustody),
        route!(get_custody_movement, Action::ReadCaseRecords),
    ]
}

/// List the moves of an item in custody
///
/// In the order in which they were recorded. For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/custody-items/{custody_item_id}/movements", tag = "custody",
    params(("custody_item_id" = CustodyItemId, Path, description = "The item."), PageQuery),
    responses((status = 200, description = "A page of moves.", body = Page<CustodyMovement>)))]
pub async fn list_custody_movements(
    read: Read,
    path: Path<CustodyItemId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let (id, query) = (path.into_inner(), query.0);
    let slice = query.slice(&read.app, "list_custody_movements", &id)?;
    let (after, large) = (slice.after, slice.needs_large());
    let found = read_of_case(&read, move |tx, _| {
        let Some(case_id) = on!(tx, custody::case_of(id))? else {
            return Ok(None);
        };
        let found = on!(tx, custody::movements(id, after, large))?;
        Ok(Some((found, case_id)))
    })
    .await?;
    let page = slice.page(&read.app, found, |movement| Place {
        at: movement.created_at,
        id: movement.id.0,
    })?;
    read.page(&page)
}

/// Record a move of an item in custody
///
/// From where it is kept to another place; the item gets a new version. It is never changed
/// afterwards. For the responsible worker. Refused: `custody_item_not_held`, `case_closed`,
/// `in_future`, `before_receipt`.
#[utoipa::path(post, path = "/v1/custody-items/{custody_item_id}/movements", tag = "custody",
    params(("custody_item_id" = CustodyItemId, Path, description = "The item.")),
    request_body = NewCustodyMovement,
    responses((status = 201, description = "The move.", body = CustodyMovement),
        (status = 200, description = "The move that the same command with the same `id` made before.", body = CustodyMovement)))]
pub async fn move_custody_item(
    write: Write,
    path: Path<CustodyItemId>,
    body: Body<NewCustodyMovement>,
) -> Result<HttpResponse, ApiError> {
    let item_id = path.into_inner();
    let new = NewCustodyMovement {
        // Whole microseconds are what both databases keep.
        moved_at: Instant::from(body.value.moved_at).0,
        ..body.value
    };
    write
        .act(body.sent, move |act| {
            let (case, mut item) = locked(act, item_id)?;
            act.permit(&case.facts(None), None)?;
            let by = act.worker()?;
            let made = new_or_made(act, "custody_movement", new.id.map(|id| id.0), |tx, id| {
                on!(tx, custody::find_movement(item_id, CustodyMovementId(id)))
            })?;
            let id = match made {
                Ok(id) => CustodyMovementId(id),
                Err(movement) => return Answer::ok(&movement),
            };
            let events = decide_move_item(&case.case, &item, id, &new, act.now)?;
            let movement = item.go(id, new, by, act.now);
            on!(act.tx, custody::insert_movement(&movement))?;
            save(act, &mut item, &events)?;
            let address = format!("/v1/custody-items/{item_id}/movements/{id}");
            Answer::created(&movement, address)
        })
        .await
}

/// Read a move of an item in custody
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/custody-items/{custody_item_id}/movements/{custody_movement_id}", tag = "custody",
    params(("custody_item_id" = CustodyItemId, Path, description = "The item."),
        ("custody_movement_id" = CustodyMovementId, Path, description = "The move.")),
    responses((status = 200, description = "The move.", body = CustodyMovement)))]
pub async fn get_custody_movement(
    read: Read,
    path: Path<(CustodyItemId, CustodyMovementId)>,
) -> Result<HttpResponse, ApiError> {
    let (item_id, id) = path.into_inner();
    let movement = read_of_case(&read, move |tx, _| {
        let Some(case_id) = on!(tx, custody::case_of(item_id))? else {
            return Ok(None);
        };
        let found = on!(tx, custody::find_movement(item_id, id))?;
        Ok(found.map(|movement| (movement, case_id)))
    })
    .await?;
    plain(&movement)
}
