//! Registering, reading, searching and amending persons.

use actix_web::{
    HttpResponse,
    http::header::{CONTENT_LOCATION, HeaderValue},
    web::Path,
};
use domain::{
    access::Action,
    access::{Facts, Obligation, UnitFacts, visible_matches, visible_persons},
    parties::{
        PersonId,
        person::{NewPerson, Person, PersonDetails, RegisteredPerson, review, review_new},
    },
    warnings::Warning,
    words::RecordId,
};
use uuid::Uuid;

use super::{
    identifiers, load,
    search::{Criteria, FoundAt, Listed, name_keys},
    sight::Condition,
    views::{
        FoundPerson, PageQuery, PersonMatch, PersonQuery, PersonSearch, PersonSummary,
        PersonVersion, WrittenPerson,
    },
};
use crate::{
    act::{Act, Answer, Creation, Stop, Write},
    db::Lane,
    events::{Of, version_place},
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::{Page, Place, Slice, SliceBy},
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    parties::{external_refs, invalid, named_unit},
    read::{Read, plain},
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        route!(register_person, Action::RegisterPerson),
        route!(list_persons, Action::ListPersons),
        route!(search_persons, Action::SearchPersons),
        route!(get_person, Action::ReadPerson),
        route!(amend_person, Action::AmendPerson, if_match),
        route!(list_person_versions, Action::ReadPersonHistory),
        route!(list_person_matches, Action::ReadPersonMatches),
    ];
    routes.extend(super::duplicates::routes::routes());
    routes.extend(super::merges::routes::routes());
    routes
}

/// What persons are called in events, in the log of reads and among kept versions.
pub const KIND: &str = "person";

/// A person as the subject of an event.
#[must_use]
pub fn of(id: PersonId) -> Of {
    Of {
        kind: KIND,
        id: id.uuid(),
        case_id: None,
    }
}

fn path_of(id: PersonId) -> String {
    format!("/v1/persons/{id}")
}

/// Register a person
///
/// For caseworkers of the unit, supervisors and directors whose reach covers it, and integrations
/// that work there. Only the name must be known. A number that another person of the unit has
/// is refused (409 `already_exists`, naming that person); a number known to another unit only is
/// an ordinary number. The same `id`, or the same external reference, with the same body is
/// answered with the person registered before (200); with another body refused (409
/// `already_exists`). Faults of the content are 422; what is odd comes back as `warnings`.
#[utoipa::path(post, path = "/v1/persons", tag = "parties", request_body = NewPerson,
    responses(
        (status = 201, description = "The person was registered.", body = WrittenPerson),
        (status = 200, description = "This command registered the person before.", body = WrittenPerson)))]
pub async fn register_person(
    write: Write,
    body: Body<NewPerson>,
) -> Result<HttpResponse, ApiError> {
    let Body { sent, value: new } = body;
    write
        .act(sent, move |act| {
            let unit = new.unit_id.unwrap_or(act.actor.unit);
            let reach = named_unit(act, "/unit_id", unit)?;
            act.permit(&Facts::Unit(UnitFacts { reach }), None)?;
            let today = load::today(act.tx, unit, act.now)?;
            let warnings = review_new(&new, today).map_err(invalid)?;
            let id = new.id.map(|id| id.uuid());
            let id = match external_refs::creation(act, KIND, id, unit, &new.external_refs)? {
                Creation::New(id) => PersonId::from_uuid(id),
                Creation::Existing(id) => return existing(act, PersonId::from_uuid(id)),
            };
            let registered = RegisteredPerson {
                id,
                unit_id: unit,
                by: act.actor.worker(),
                external_refs: new.external_refs,
                details: new.details,
            };
            let (person, event) = Person::register(registered, act.now);
            let by = act.subject();
            on!(act.tx, persons::insert(&person, by))?;
            on!(act.tx, persons::set_names(id, &name_keys(&person.details)))?;
            external_refs::claim(act, KIND, id.uuid(), unit, &person.external_refs)?;
            identifiers::replace(act, &person, &[], &[])?;
            act.record(of(id), person.version, &event)?;
            let written = written(act, person, &warnings);
            Ok(Answer::created(&written, path_of(id))?.version(written.person.version))
        })
        .await
}

/// The person as now, for a command that registered them before.
fn existing(act: &mut Act<'_, '_>, id: PersonId) -> Result<Answer, Stop> {
    let id = load::survivor(act.tx, id)?;
    let loaded = load::exactly(act, id)?;
    if !load::visible(act.tx, &act.actor, id)? {
        return Err(ProblemCode::NotFound.into());
    }
    let person = loaded.person;
    let version = person.version;
    Ok(Answer::ok(&written(act, person, &[]))?.version(version))
}

/// A person as written, with the warnings in the language of the caller.
#[must_use]
pub fn written(act: &Act<'_, '_>, person: Person, warnings: &[Warning]) -> WrittenPerson {
    let lang = act.lang();
    let warnings = warnings.iter().map(|warning| warning.text(lang)).collect();
    WrittenPerson { person, warnings }
}

/// Read a person
///
/// For whoever may see an intake, case or household that names the person, and for the unit that
/// registered the person, its superiors, auditors and data officers. What names a household or
/// group names its current members. The read is logged. The id of a record that was merged into
/// another is answered with the one that survives, under that one's id and ETag;
/// `Content-Location` says where it is. So an id that was kept offline goes on working, without a
/// second request.
#[utoipa::path(get, path = "/v1/persons/{person_id}", tag = "parties",
    params(("person_id" = PersonId, Path, description = "The person.")),
    responses((status = 200, description = "The person.", body = Person,
        headers(("Content-Location" = String, description = "Where the person is, if this id leads to another record.")))))]
pub async fn get_person(read: Read, path: Path<PersonId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let app = read.app.clone();
    let (person, bound) = read
        .find(move |tx, actor| {
            let Some(loaded) = load::find(tx, app.keys(), id)? else {
                return Ok(None);
            };
            let facts = load::facts_at(tx, actor, loaded.person.id, &loaded.levels)?;
            Ok(Some((loaded.person, Facts::Person(facts))))
        })
        .await?;
    log_read(&read, person.id, &bound)?;
    let mut response = read.answer(&person, person.version)?;
    if person.id != id {
        let place = HeaderValue::from_str(&path_of(person.id)).map_err(ApiError::internal)?;
        response.headers_mut().insert(CONTENT_LOCATION, place);
    }
    Ok(response)
}

/// Notes that the caller has seen a person, where that is to be noted.
///
/// # Errors
/// 503 when it cannot be noted.
pub fn log_read(read: &Read, id: PersonId, bound: &[Obligation]) -> Result<(), ApiError> {
    match bound.contains(&Obligation::LogRead) {
        true => read.seen(KIND, id.uuid()),
        false => Ok(()),
    }
}

/// Change a person
///
/// For whoever may write an intake, case or household that names the person, and for those who may
/// register persons at the unit that registered this one. What the record said before stays
/// readable in its history. A list is replaced as a whole: an identifier that is left out is
/// removed. Refused: a number that another person of the unit has (409 `already_exists`); a record
/// that was merged into another (409 `person_merged`, naming that one).
#[utoipa::path(patch, path = "/v1/persons/{person_id}", tag = "parties",
    params(("person_id" = PersonId, Path, description = "The person.")),
    request_body(content = PatchOf<PersonDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The person as now.", body = WrittenPerson)))]
pub async fn amend_person(
    write: Write,
    path: Path<PersonId>,
    patch: Patch<PersonDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let loaded = load::lock(act, id)?;
            load::permit(act, &loaded)?;
            let load::Loaded {
                mut person, rows, ..
            } = loaded;
            let mut details = patch.merge(act.app(), &person.details)?;
            if details.birth_date.is_none() && patch.sent.get("birth_date_precision").is_none() {
                // How exactly it was known goes with the date.
                details.birth_date_precision = None;
            }
            let today = load::today(act.tx, person.unit_id, act.now)?;
            let warnings = review(&details, today).map_err(invalid)?;
            let before = person.clone();
            if let Some(event) = person.amend(details, act.now) {
                act.keep_version(KIND, id.uuid(), before.version, &before)?;
                let keys = name_keys(&person.details);
                if keys != name_keys(&before.details) {
                    on!(act.tx, persons::set_names(id, &keys))?;
                }
                identifiers::replace(act, &person, &before.details.identifiers, &rows)?;
                if !on!(act.tx, persons::save(&person, before.version))? {
                    return Err(ApiError::internal("a locked person has changed").into());
                }
                act.record(of(id), person.version, &event)?;
            }
            let written = written(act, person, &warnings);
            Ok(Answer::ok(&written)?.version(written.person.version))
        })
        .await
}

/// List what a person's record said before
///
/// Every earlier version with who replaced it and when, the newest first; for whoever may read
/// the person. A record that was merged into another keeps its own history, up to what it said
/// last. The read is logged.
#[utoipa::path(get, path = "/v1/persons/{person_id}/history", tag = "parties",
    params(("person_id" = PersonId, Path, description = "The person."), PageQuery),
    responses((status = 200, description = "The earlier versions.", body = Page<PersonVersion>)))]
pub async fn list_person_versions(
    read: Read,
    path: Path<PersonId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let (id, Query(query)) = (path.into_inner(), query);
    let slice: SliceBy<i64> = SliceBy::new(
        &read.app,
        "list_person_versions",
        &id,
        query.limit,
        query.cursor.as_deref(),
    )?;
    let (before, large) = (slice.after, slice.needs_large());
    let (rows, bound) = read
        .find(move |tx, actor| {
            let Some(facts) = load::facts(tx, actor, id)? else {
                return Ok(None);
            };
            let rows = on!(tx, persons::versions(id.uuid(), before, large))?;
            Ok(Some((rows, Facts::Person(facts))))
        })
        .await?;
    log_read(&read, id, &bound)?;
    let mut versions = Vec::with_capacity(rows.len());
    for (version, sealed, replaced_at, replaced_by) in rows {
        let place = version_place(id.uuid(), version);
        let plain = read.app.keys().open(&place, &sealed);
        let plain = plain.ok_or_else(|| ApiError::internal("a version cannot be opened"))?;
        versions.push(PersonVersion {
            version,
            replaced_at,
            replaced_by,
            person: serde_json::from_slice(&plain).map_err(ApiError::internal)?,
        });
    }
    read.page(&slice.page(&read.app, versions, |it| it.version)?)
}

/// List persons for an exchange
///
/// What has changed since a time, or whom another system knows by a reference; at least one of the
/// two. Only persons the caller may see; the oldest change first.
#[utoipa::path(get, path = "/v1/persons", tag = "parties", params(PersonQuery),
    responses((status = 200, description = "The persons.", body = Page<PersonSummary>)))]
pub async fn list_persons(read: Read, query: Query<PersonQuery>) -> Result<HttpResponse, ApiError> {
    let Query(query) = query;
    read.decide(&Facts::Persons)?;
    let listed = Listed::new(&query)
        .map_err(|faults| Problem::faults(ProblemCode::InvalidParameter, faults))?;
    let (limit, cursor) = (query.limit, query.cursor.as_deref());
    let slice = Slice::new(&read.app, "list_persons", &query.filters(), limit, cursor)?;
    let seen = Condition::seen(&visible_persons(&read.caller.actor));
    let (after, large) = (slice.after, slice.needs_large());
    let items: Vec<PersonSummary> = read
        .app
        .db()
        .read(Lane::Slow, move |tx| {
            Ok::<_, ApiError>(on!(tx, person_search::list(seen, &listed, after, large))?)
        })
        .await?;
    let place = |it: &PersonSummary| Place {
        at: it.modified_at,
        id: it.id.uuid(),
    };
    read.page(&slice.page(&read.app, items, place)?)
}

/// Search persons
///
/// By identifier (exactly), by the beginning of a name or alias, by birth date, or by several of
/// them together; a read, though by POST, so that no name or number stands in an address. Finds
/// only persons the caller may see: nothing else tells whether a number is known elsewhere. In
/// the order of names where a name is searched. Refused: nothing to search by, a name of fewer
/// than two letters, a number that no document can have (422).
#[utoipa::path(post, path = "/v1/persons/search", tag = "parties", request_body = PersonSearch,
    responses((status = 200, description = "The persons found.", body = Page<FoundPerson>)))]
pub async fn search_persons(
    read: Read,
    body: Body<PersonSearch>,
) -> Result<HttpResponse, ApiError> {
    let search = body.value;
    read.decide(&Facts::Persons)?;
    let criteria = Criteria::new(&search, read.app.keys())
        .map_err(|faults| Problem::faults(ProblemCode::InvalidBody, faults))?;
    let (limit, cursor) = (search.limit, search.cursor.as_deref());
    let slice: SliceBy<FoundAt> = SliceBy::new(
        &read.app,
        "search_persons",
        &search.criteria(),
        limit,
        cursor,
    )?;
    let seen = Condition::seen(&visible_persons(&read.caller.actor));
    let (after, large) = (slice.after.clone(), slice.needs_large());
    let items: Vec<FoundPerson> = read
        .app
        .db()
        .read(Lane::Slow, move |tx| {
            let mut found = on!(tx, person_search::search(seen, &criteria, after, large))?;
            found.iter_mut().for_each(|it| criteria.explain(it));
            Ok::<_, ApiError>(found)
        })
        .await?;
    let place = |it: &FoundPerson| FoundAt {
        name_key: it.name_key.clone(),
        id: it.person.id.uuid(),
    };
    plain(&slice.page(&read.app, items, place)?)
}

/// List persons with an identifier in common
///
/// For data officers: records of different persons that carry the same number, where the reach of
/// the officer covers both of the registering units; the newest first. Nobody else is told.
#[utoipa::path(get, path = "/v1/person-matches", tag = "parties", params(PageQuery),
    responses((status = 200, description = "The matches.", body = Page<PersonMatch>)))]
pub async fn list_person_matches(
    read: Read,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let Query(query) = query;
    read.decide(&Facts::Persons)?;
    let (limit, cursor) = (query.limit, query.cursor.as_deref());
    let slice: SliceBy<Uuid> = SliceBy::new(&read.app, "list_person_matches", &(), limit, cursor)?;
    let seen = Condition::both_within(&visible_matches(&read.caller.actor));
    let (after, large) = (slice.after, slice.needs_large());
    let items: Vec<PersonMatch> = read
        .app
        .db()
        .read(Lane::Interactive, move |tx| {
            Ok::<_, ApiError>(on!(tx, person_identifiers::matches(seen, after, large))?)
        })
        .await?;
    read.page(&slice.page(&read.app, items, |it| it.id.uuid())?)
}
