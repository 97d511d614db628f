//! Relationships of a person: listed, recorded, read, ended.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::{Action, Facts, Obligation, decide, visible_persons},
    parties::{
        PersonId, RelationshipId, UnitId,
        member::Ending,
        relationship::{NewRelationship, Relationship, decide_part, decide_relate},
    },
    warnings::{Fault, FaultCode},
    words::RecordId,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    act::{Act, Answer, Creation, Stop, Write},
    events::Of,
    http::{
        body::{Body, Query},
        paging::{Page, SliceBy},
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    parties::{
        invalid,
        persons::{load, sight::Condition},
    },
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_relationships, Action::ReadRelationships),
        route!(record_relationship, Action::RelatePersons),
        route!(get_relationship, Action::ReadRelationships),
        route!(end_relationship, Action::RelatePersons, if_match),
    ]
}

/// Which relationships.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RelationshipQuery {
    /// `true`: those of now; `false`: those of the past; left out: all.
    pub current: Option<bool>,
    /// How many at most; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// `next_cursor` of the page before.
    #[param(max_length = 1000)]
    pub cursor: Option<String>,
}

/// The relationships that a list wants.
pub struct Wanted {
    /// Of this person.
    pub person: PersonId,
    /// Of now, or of the past.
    pub current: Option<bool>,
    /// After this one.
    pub after: Option<Uuid>,
    /// Which of the two limits.
    pub large: bool,
}

fn of(id: RelationshipId) -> Of {
    Of {
        kind: "relationship",
        id: id.uuid(),
        case_id: None,
    }
}

fn path_of(person: PersonId, id: RelationshipId) -> String {
    format!("/v1/persons/{person}/relationships/{id}")
}

fn log_read(read: &Read, person: PersonId, bound: &[Obligation]) -> Result<(), ApiError> {
    match bound.contains(&Obligation::LogRead) {
        true => read.seen("person", person.uuid()),
        false => Ok(()),
    }
}

/// List the relationships of a person
///
/// Whichever of the two recorded them, told from this person's side, in the order in which they
/// were recorded; those to persons whom the caller does not see are left out. For whoever may read
/// the person. The read is logged.
#[utoipa::path(get, path = "/v1/persons/{person_id}/relationships", tag = "parties",
    params(("person_id" = PersonId, Path, description = "The person."), RelationshipQuery),
    responses((status = 200, description = "A page of relationships.", body = Page<Relationship>)))]
pub async fn list_relationships(
    read: Read,
    path: Path<PersonId>,
    query: Query<RelationshipQuery>,
) -> Result<HttpResponse, ApiError> {
    let (person, Query(query)) = (path.into_inner(), query);
    let slice: SliceBy<Uuid> = SliceBy::new(
        &read.app,
        "list_relationships",
        &(person, query.current),
        query.limit,
        query.cursor.as_deref(),
    )?;
    let mut wanted = Wanted {
        person,
        current: query.current,
        after: slice.after,
        large: slice.needs_large(),
    };
    let seen = Condition::seen(&visible_persons(&read.caller.actor));
    let ((told, person), bound) = read
        .find(move |tx, actor| {
            wanted.person = load::survivor(tx, person)?;
            let Some(facts) = load::facts(tx, actor, wanted.person)? else {
                return Ok(None);
            };
            let found = on!(tx, relationships::page(&wanted, &seen))?.into_iter();
            let told: Vec<_> = found.map(|one| one.told_by(wanted.person)).collect();
            Ok(Some(((told, wanted.person), Facts::Person(facts))))
        })
        .await?;
    log_read(&read, person, &bound)?;
    read.page(&slice.page(&read.app, told, |one| one.id.uuid())?)
}

/// Record a relationship
///
/// For whoever may change both persons. It is recorded once and told from both sides. Refused: an
/// other person whom the caller does not see (422 `unknown_reference`) or may not change (403),
/// `relationship_with_oneself`, `relationship_recorded` for one that the two have already or that
/// contradicts it, `in_future`.
#[utoipa::path(post, path = "/v1/persons/{person_id}/relationships", tag = "parties",
    params(("person_id" = PersonId, Path, description = "The person.")),
    request_body = NewRelationship,
    responses((status = 201, description = "The relationship.", body = Relationship),
        (status = 200, description = "This command recorded it before.", body = Relationship)))]
pub async fn record_relationship(
    write: Write,
    path: Path<PersonId>,
    body: Body<NewRelationship>,
) -> Result<HttpResponse, ApiError> {
    let (person, mut new) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (person, other) = locked(act, person, new.other_person_id)?;
            new.other_person_id = other;
            let unit = permit(act, person, None)?;
            let id: RelationshipId =
                match act.creation("relationship", new.id.map(RecordId::uuid))? {
                    Creation::New(id) => RecordId::from_uuid(id),
                    Creation::Existing(id) => return existing(act, person, id),
                };
            if !load::visible(act.tx, &act.actor, other)? {
                let fault = Fault::new("/other_person_id", FaultCode::UnknownReference);
                return Err(invalid(vec![fault]));
            }
            may_change(act, other)?;
            let open = on!(act.tx, relationships::between(person, other))?;
            let today = load::today(act.tx, unit, act.now)?;
            let told = Relationship::new(id, person, new, act.now);
            let events = decide_relate(&told, &open, today)?;
            let by = act.subject();
            on!(act.tx, relationships::insert(&told.clone().kept(), by))?;
            for event in &events {
                act.record(of(id), told.version, event)?;
            }
            Ok(Answer::created(&told, path_of(person, id))?.version(told.version))
        })
        .await
}

/// The relationship as now, for a command that recorded it before.
fn existing(act: &mut Act<'_, '_>, person: PersonId, id: Uuid) -> Result<Answer, Stop> {
    let found = on!(act.tx, relationships::find(RelationshipId(id)))?;
    // The same command for another person is another command.
    let own = found.filter(|one| [one.person_id, one.other_person_id].contains(&person));
    let told = own.ok_or_else(|| Problem::naming(ProblemCode::AlreadyExists, id))?;
    let told = told.told_by(person);
    Ok(Answer::ok(&told)?.version(told.version))
}

/// Two persons as the records that survive, locked, always in the same order. Whether they exist
/// is asked afterwards.
///
/// # Errors
/// 503 where one of them is merged this very moment.
fn locked(
    act: &mut Act<'_, '_>,
    one: PersonId,
    other: PersonId,
) -> Result<(PersonId, PersonId), Stop> {
    let one = load::survivor(act.tx, one)?;
    let other = load::survivor(act.tx, other)?;
    for id in [one.min(other), one.max(other)] {
        on!(act.tx, persons::lock(id))?;
        if load::survivor(act.tx, id)? != id {
            return Err(Problem::retry_after(ProblemCode::Unavailable, 1).into());
        }
    }
    Ok((one, other))
}

/// Permits the act on a person; the unit that registered them.
fn permit(act: &mut Act<'_, '_>, person: PersonId, version: Option<i64>) -> Result<UnitId, Stop> {
    let facts = load::facts(act.tx, &act.actor, person)?.ok_or(ProblemCode::NotFound)?;
    let unit = facts.reach.first().copied();
    act.permit(&Facts::Person(facts), version)?;
    Ok(unit.ok_or_else(|| ApiError::internal("a person without a unit"))?)
}

/// The other person has to be one whom the actor may change too.
fn may_change(act: &mut Act<'_, '_>, other: PersonId) -> Result<(), Stop> {
    let facts = load::facts(act.tx, &act.actor, other)?.ok_or(ProblemCode::NotFound)?;
    decide(
        &act.actor,
        Action::RelatePersons,
        &Facts::Person(facts),
        act.now,
    )
    .into_result()
    .map_err(ApiError::from)?;
    Ok(())
}

/// Read a relationship
///
/// Told from this person's side, for whoever may read both persons. The read is logged.
#[utoipa::path(get, path = "/v1/persons/{person_id}/relationships/{relationship_id}", tag = "parties",
    params(("person_id" = PersonId, Path, description = "The person from whose side it is told."),
        ("relationship_id" = RelationshipId, Path, description = "The relationship.")),
    responses((status = 200, description = "The relationship.", body = Relationship)))]
pub async fn get_relationship(
    read: Read,
    path: Path<(PersonId, RelationshipId)>,
) -> Result<HttpResponse, ApiError> {
    let (person, id) = path.into_inner();
    let ((told, person), bound) = read
        .find(move |tx, actor| {
            let person = load::survivor(tx, person)?;
            let Some(facts) = load::facts(tx, actor, person)? else {
                return Ok(None);
            };
            let Some(told) = on!(tx, relationships::find(id))?.and_then(|one| side(one, person))
            else {
                return Ok(None);
            };
            let seen = load::visible(tx, actor, told.other_person_id)?;
            Ok(seen.then_some(((told, person), Facts::Person(facts))))
        })
        .await?;
    log_read(&read, person, &bound)?;
    read.answer(&told, told.version)
}

/// The relationship from the side of this person, if it is one of theirs.
fn side(one: Relationship, person: PersonId) -> Option<Relationship> {
    let own = [one.person_id, one.other_person_id].contains(&person);
    own.then(|| one.told_by(person))
}

/// End a relationship
///
/// It stays on record with its last day and the reason. For whoever may change both persons.
/// Refused: another person whom the caller does not see (404) or may not change (403),
/// `relationship_ended`, `in_future`, `until_before_since`.
#[utoipa::path(post, path = "/v1/persons/{person_id}/relationships/{relationship_id}/ending", tag = "parties",
    params(("person_id" = PersonId, Path, description = "The person."),
        ("relationship_id" = RelationshipId, Path, description = "The relationship; `If-Match` has its ETag.")),
    request_body = Ending,
    responses((status = 200, description = "The relationship, of the past.", body = Relationship)))]
pub async fn end_relationship(
    write: Write,
    path: Path<(PersonId, RelationshipId)>,
    body: Body<Ending>,
) -> Result<HttpResponse, ApiError> {
    let ((person, id), command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let person = load::survivor(act.tx, person)?;
            let found = on!(act.tx, relationships::find(id))?;
            let Some(told) = found.and_then(|one| side(one, person)) else {
                permit(act, person, None)?;
                return Err(ProblemCode::NotFound.into());
            };
            let (person, other) = locked(act, person, told.other_person_id)?;
            // Read again, now that nobody else can end it.
            let found = on!(act.tx, relationships::find(id))?.ok_or(ProblemCode::NotFound)?;
            let mut told = found.told_by(person);
            let seen = load::visible(act.tx, &act.actor, other)?;
            let version = seen.then_some(told.version);
            let unit = permit(act, person, version)?;
            if !seen {
                return Err(ProblemCode::NotFound.into());
            }
            may_change(act, other)?;
            let today = load::today(act.tx, unit, act.now)?;
            let events = decide_part(&told, &command, today)?;
            let before = told.version;
            told.until = Some(command.until.unwrap_or(today));
            told.ending_reason = Some(command.reason);
            told.version += 1;
            told.modified_at = act.now;
            if !on!(act.tx, relationships::save(&told, before))? {
                return Err(ApiError::internal("a locked relationship has changed").into());
            }
            for event in &events {
                act.record(of(id), told.version, event)?;
            }
            Ok(Answer::ok(&told)?.version(told.version))
        })
        .await
}
