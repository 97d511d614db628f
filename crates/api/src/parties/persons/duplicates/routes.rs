//! Possible duplicates of a person, and of the person an intake is about.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::{Action, Facts},
    intake::IntakeId,
    parties::PersonId,
};

use super::PossibleDuplicate;
use crate::{
    db::Lane,
    http::{paging::Page, problem::ApiError, routes::Route},
    intake,
    parties::persons::{load, routes::log_read},
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_possible_duplicates, Action::ReadPossibleDuplicates),
        route!(list_intake_duplicates, Action::ReadIntakeDuplicates),
    ]
}

/// List possible duplicates of a person
///
/// At most twenty other records that may be of the same person, the likeliest first, each with a
/// score and the reasons that add up to it; only among the persons you see, and nothing tells
/// whether there are others. Compared are those who have one of the person's numbers, whose name
/// begins alike, or who were born on the same day; the weights are the service's own. A score
/// decides nothing. For whoever may read the person. The read is logged.
#[utoipa::path(get, path = "/v1/persons/{person_id}/possible-duplicates", tag = "parties",
    params(("person_id" = PersonId, Path, description = "The person.")),
    responses((status = 200, description = "The possible duplicates; they have one page.", body = Page<PossibleDuplicate>)))]
pub async fn list_possible_duplicates(
    read: Read,
    path: Path<PersonId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let (id, bound) = read
        .find(move |tx, actor| {
            let id = load::survivor(tx, id)?;
            let facts = load::facts(tx, actor, id)?;
            Ok(facts.map(|facts| (id, Facts::Person(facts))))
        })
        .await?;
    log_read(&read, id, &bound)?;
    answer(&read, Some(id)).await
}

/// List possible duplicates of the person an intake is about
///
/// What to look at before the screening says `duplicates_reviewed`: as for the person, for whoever
/// may read the intake. Empty while the intake names nobody.
#[utoipa::path(get, path = "/v1/intakes/{intake_id}/possible-duplicates", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    responses((status = 200, description = "The possible duplicates; they have one page.", body = Page<PossibleDuplicate>)))]
pub async fn list_intake_duplicates(
    read: Read,
    path: Path<IntakeId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let (person, _) = read
        .find(move |tx, actor| {
            let found = intake::load::find(tx, actor, id)?;
            Ok(found.map(|found| (found.intake.details.person_id, found.facts())))
        })
        .await?;
    answer(&read, person).await
}

async fn answer(read: &Read, of: Option<PersonId>) -> Result<HttpResponse, ApiError> {
    let items = match of {
        None => Vec::new(),
        Some(id) => {
            let actor = read.caller.actor.clone();
            let find = move |tx: &mut crate::db::Tx<'_>| super::of(tx, &actor, id);
            read.app.db().read(Lane::Slow, find).await?
        }
    };
    read.page(&Page {
        items,
        next_cursor: None,
    })
}
