//! Merging, by the data officer.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    parties::{PersonId, person::MergePersons},
};

use super::{lock, merge, named};
use crate::{
    act::{Answer, Write},
    http::{body::Body, problem::ApiError, routes::Route},
    parties::persons::{load, routes::written, views::WrittenPerson},
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![route!(merge_persons, Action::MergePersons, if_match)]
}

/// Merge two records of one person
///
/// The record in `absorbed_id` becomes part of this one, which takes over the names, identifiers,
/// contacts, addresses and references it lacks; where both say something, this one's word stays.
/// Intakes and cases that named the other record name this one from now on. Both histories stay:
/// that of the absorbed record is read by its own id, which leads to this record everywhere else.
/// Nobody sees more of an intake or case for it. By a data officer whose reach covers both
/// registering units. Refused: a record you do not see (422 `unknown_reference`); `merges_itself`,
/// `person_merged`, `absorbed_changed` (409).
#[utoipa::path(post, path = "/v1/persons/{person_id}/merge", tag = "parties",
    params(("person_id" = PersonId, Path, description = "The record that survives.")),
    request_body = MergePersons,
    responses((status = 200, description = "The surviving record as now.", body = WrittenPerson)))]
pub async fn merge_persons(
    write: Write,
    path: Path<PersonId>,
    body: Body<MergePersons>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            lock(act, id, command.absorbed_id)?;
            let survivor = load::exactly(act, id)?;
            load::permit(act, &survivor)?;
            let absorbed = named(act, command.absorbed_id)?;
            let person = merge(act, survivor, absorbed, command)?;
            let version = person.version;
            Ok(Answer::ok(&written(act, person, &[]))?.version(version))
        })
        .await
}
