//! What notes, contacts and tasks have in common: they are read by whoever sees their whole case,
//! and listed in two orders.

use diesel::QueryResult;
use domain::{
    access::{Actor, Obligation},
    cases::CaseId,
    parties::PersonId,
    warnings::{Fault, FaultCode},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::load;
use crate::{
    act::{Act, Creation, Stop},
    db::Tx,
    http::problem::{ApiError, Problem, ProblemCode},
    parties::persons,
    read::Read,
};

/// The order of a list of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// The one changed longest ago first: for incremental pulls.
    ModifiedAt,
}

/// Reads something of a case, for whoever sees all of the case, and logs that they saw it.
///
/// # Errors
/// 404 when there is none or it is not visible, 403 when only the spine of the case is.
pub async fn read_of_case<T, F>(read: &Read, find: F) -> Result<T, ApiError>
where
    T: Send + 'static,
    F: FnOnce(&mut Tx<'_>, &Actor) -> Result<Option<(T, CaseId)>, ApiError> + Send + 'static,
{
    let ((found, case_id), obligations) = read
        .find(move |tx, actor| {
            let Some((found, case_id)) = find(tx, actor)? else {
                return Ok(None);
            };
            let case = load::find(tx, case_id, actor.worker())?;
            Ok(case.map(|case| ((found, case_id), case.facts(None))))
        })
        .await?;
    if obligations.contains(&Obligation::SpineOnly) {
        return Err(ApiError::internal(
            "a route with an action for the spine only",
        ));
    }
    if obligations.contains(&Obligation::LogRead) {
        read.seen("case", case_id.0)?;
    }
    Ok(found)
}

/// The id of a new record, or the record that the same command made before.
///
/// # Errors
/// 422 for an id that is no UUID version 7, 409 when it belongs to something else.
pub fn new_or_made<T>(
    act: &mut Act<'_, '_>,
    kind: &'static str,
    id: Option<Uuid>,
    find: impl FnOnce(&mut Tx<'_>, Uuid) -> QueryResult<Option<T>>,
) -> Result<Result<Uuid, T>, Stop> {
    match act.creation(kind, id)? {
        Creation::New(id) => Ok(Ok(id)),
        // The same command for another case is another command.
        Creation::Existing(id) => find(act.tx, id)?
            .map(Err)
            .ok_or_else(|| Problem::naming(ProblemCode::AlreadyExists, id).into()),
    }
}

/// Somebody named in a body, at `pointer`, is a person the actor can see.
///
/// # Errors
/// 422 `unknown_reference`, the same for one who does not exist and one who is not visible.
pub fn known_person(
    act: &mut Act<'_, '_>,
    pointer: &str,
    person: Option<PersonId>,
) -> Result<(), Stop> {
    if let Some(person) = person
        && !persons::load::visible(act.tx, &act.actor, person)?
    {
        let fault = Fault::new(pointer, FaultCode::UnknownReference);
        return Err(Problem::faults(ProblemCode::InvalidBody, vec![fault]).into());
    }
    Ok(())
}
