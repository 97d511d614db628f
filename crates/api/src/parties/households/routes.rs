//! Registering, reading, listing, searching and amending households.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::{Action, Facts, UnitFacts, visible_parties},
    parties::{
        HouseholdId,
        household::{
            Household, HouseholdDetails, NewHousehold, RegisteredHousehold, review, review_new,
        },
        member::Party,
    },
    warnings::Warning,
    words::RecordId,
};

use super::{
    cards, load, members,
    views::{
        HouseholdQuery, HouseholdSearch, HouseholdSummary, HouseholdVersion, Listed,
        WrittenHousehold,
    },
};
use crate::{
    act::{Act, Answer, Creation, Stop, Write},
    db::Lane,
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::{Page, Place, Slice},
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    parties::{
        external_refs, history, invalid,
        members::{log_read, of},
        named_unit,
        persons::{self, sight::Condition, views::PageQuery},
    },
    read::{Read, plain},
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        route!(register_household, Action::RegisterHousehold),
        route!(list_households, Action::ListHouseholds),
        route!(search_households, Action::SearchHouseholds),
        route!(get_household, Action::ReadHousehold),
        route!(amend_household, Action::AmendHousehold, if_match),
        route!(list_household_versions, Action::ReadHousehold),
    ];
    routes.extend(members::routes());
    routes
}

/// The kind of record that ids, references and events name.
const KIND: &str = "household";

/// Register a household
///
/// For those who may register persons at the unit: its caseworkers, supervisors and directors
/// whose reach covers it, and integrations that work there. Members are added one by one. A card
/// number that another household of the unit has is refused (409 `already_exists`, naming that
/// household); a number known to another unit only is an ordinary number. The same `id`, or the
/// same external reference, with the same body is answered with the household registered before
/// (200); with another body refused (409 `already_exists`). Faults of the content are 422; what is
/// odd comes back as `warnings`.
#[utoipa::path(post, path = "/v1/households", tag = "parties", request_body = NewHousehold,
    responses(
        (status = 201, description = "The household was registered.", body = WrittenHousehold),
        (status = 200, description = "This command registered the household before.", body = WrittenHousehold)))]
pub async fn register_household(
    write: Write,
    body: Body<NewHousehold>,
) -> Result<HttpResponse, ApiError> {
    let Body { sent, value: new } = body;
    write
        .act(sent, move |act| {
            let unit = new.unit_id.unwrap_or(act.actor.unit);
            let reach = named_unit(act, "/unit_id", unit)?;
            act.permit(&Facts::Unit(UnitFacts { reach }), None)?;
            let warnings = review_new(&new).map_err(invalid)?;
            let id = new.id.map(|id| id.uuid());
            let id = match external_refs::creation(act, KIND, id, unit, &new.external_refs)? {
                Creation::New(id) => HouseholdId::from_uuid(id),
                Creation::Existing(id) => return existing(act, HouseholdId::from_uuid(id)),
            };
            let registered = RegisteredHousehold {
                id,
                unit_id: unit,
                by: act.actor.worker(),
                external_refs: new.external_refs,
                details: new.details,
            };
            let (household, event) = Household::register(registered, act.now);
            let by = act.subject();
            on!(act.tx, households::insert(&household, by))?;
            external_refs::claim(act, KIND, id.uuid(), unit, &household.external_refs)?;
            cards::replace(act, &household, &[], &[])?;
            act.record(of(Party::Household(id)), household.version, &event)?;
            let written = written(act, household, &warnings);
            let version = written.household.version;
            Ok(Answer::created(&written, format!("/v1/households/{id}"))?.version(version))
        })
        .await
}

/// The household as now, for a command that registered it before.
fn existing(act: &mut Act<'_, '_>, id: HouseholdId) -> Result<Answer, Stop> {
    let stored = on!(act.tx, households::find(id))?.ok_or(ProblemCode::NotFound)?;
    let found = stored.open(act.app().keys())?;
    let facts = found.facts(act.tx, &act.actor)?;
    if domain::access::sight(&act.actor, &facts).is_none() {
        return Err(ProblemCode::NotFound.into());
    }
    let version = found.household.version;
    Ok(Answer::ok(&written(act, found.household, &[]))?.version(version))
}

fn written(act: &Act<'_, '_>, household: Household, warnings: &[Warning]) -> WrittenHousehold {
    let lang = act.lang();
    let warnings = warnings.iter().map(|warning| warning.text(lang)).collect();
    WrittenHousehold {
        household,
        warnings,
    }
}

/// List households
///
/// That of a person, those that another system knows by a reference, or what has changed since a
/// time; at least one of these (400 without). Only households the caller may see; the oldest
/// change first.
#[utoipa::path(get, path = "/v1/households", tag = "parties", params(HouseholdQuery),
    responses((status = 200, description = "The households.", body = Page<HouseholdSummary>)))]
pub async fn list_households(
    read: Read,
    query: Query<HouseholdQuery>,
) -> Result<HttpResponse, ApiError> {
    let Query(query) = query;
    read.decide(&Facts::Persons)?;
    let listed = query
        .listed()
        .map_err(|faults| Problem::faults(ProblemCode::InvalidParameter, faults))?;
    let (limit, cursor) = (query.limit, query.cursor.as_deref());
    let slice = Slice::new(
        &read.app,
        "list_households",
        &query.filters(),
        limit,
        cursor,
    )?;
    let page = found(&read, listed, &slice).await?;
    read.page(&page)
}

/// Search households
///
/// By a card number, exactly; a read, though by POST, so that no number stands in an address.
/// Finds only households the caller may see: nothing else tells whether a number is known
/// elsewhere. Refused: a number that no card can have (422).
#[utoipa::path(post, path = "/v1/households/search", tag = "parties", request_body = HouseholdSearch,
    responses((status = 200, description = "The households found.", body = Page<HouseholdSummary>)))]
pub async fn search_households(
    read: Read,
    body: Body<HouseholdSearch>,
) -> Result<HttpResponse, ApiError> {
    let search = body.value;
    read.decide(&Facts::Persons)?;
    let listed = search
        .listed(read.app.keys())
        .map_err(|faults| Problem::faults(ProblemCode::InvalidBody, faults))?;
    let (limit, cursor) = (search.limit, search.cursor.as_deref());
    let criteria = search.criteria();
    let slice = Slice::new(&read.app, "search_households", &criteria, limit, cursor)?;
    plain(&found(&read, listed, &slice).await?)
}

async fn found(
    read: &Read,
    mut listed: Listed,
    slice: &Slice,
) -> Result<Page<HouseholdSummary>, ApiError> {
    let seen = Condition::household(&visible_parties(&read.caller.actor));
    let (after, large) = (slice.after, slice.needs_large());
    let items: Vec<HouseholdSummary> = read
        .app
        .db()
        .read(Lane::Slow, move |tx| {
            if let Some(person) = &mut listed.person {
                *person = persons::load::survivor(tx, *person)?;
            }
            Ok::<_, ApiError>(on!(tx, households::list(seen, &listed, after, large))?)
        })
        .await?;
    slice.page(&read.app, items, |it| Place {
        at: it.modified_at,
        id: it.id.uuid(),
    })
}

/// Read a household
///
/// For whoever may see an intake or case that names the household, and for the unit that
/// registered it, its superiors, auditors and data officers. The read is logged.
#[utoipa::path(get, path = "/v1/households/{household_id}", tag = "parties",
    params(("household_id" = HouseholdId, Path, description = "The household.")),
    responses((status = 200, description = "The household.", body = Household)))]
pub async fn get_household(read: Read, path: Path<HouseholdId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let app = read.app.clone();
    let (household, bound) = read
        .find(move |tx, actor| {
            let Some(loaded) = load::find(tx, app.keys(), id)? else {
                return Ok(None);
            };
            let facts = loaded.facts(tx, actor)?;
            Ok(Some((loaded.household, facts)))
        })
        .await?;
    log_read(&read, Party::Household(id), &bound)?;
    read.answer(&household, household.version)
}

/// Change a household
///
/// For whoever may write an intake or case that names it, and for those who may register
/// households at the unit that registered this one. What the record said before, card numbers
/// included, stays readable in its history. A list is replaced as a whole: a card that is left out
/// is removed. Refused: a number that another household of the unit has (409 `already_exists`).
#[utoipa::path(patch, path = "/v1/households/{household_id}", tag = "parties",
    params(("household_id" = HouseholdId, Path, description = "The household.")),
    request_body(content = PatchOf<HouseholdDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The household as now.", body = WrittenHousehold)))]
pub async fn amend_household(
    write: Write,
    path: Path<HouseholdId>,
    patch: Patch<HouseholdDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let loaded = load::lock(act, id)?;
            let facts = loaded.facts(act.tx, &act.actor)?;
            let load::Loaded {
                mut household,
                rows,
                ..
            } = loaded;
            act.permit(&facts, Some(household.version))?;
            let details = patch.merge(act.app(), &household.details)?;
            let warnings = review(&details).map_err(invalid)?;
            let before = household.clone();
            if let Some(event) = household.amend(details, act.now) {
                act.keep_version(KIND, id.uuid(), before.version, &before)?;
                cards::replace(act, &household, &before.details.cards, &rows)?;
                if !on!(act.tx, households::save(&household, before.version))? {
                    return Err(ApiError::internal("a locked household has changed").into());
                }
                act.record(of(Party::Household(id)), household.version, &event)?;
            }
            let written = written(act, household, &warnings);
            Ok(Answer::ok(&written)?.version(written.household.version))
        })
        .await
}

/// List what a household's record said before
///
/// Every earlier version with who replaced it and when, the newest first; for whoever may read
/// the household. The read is logged.
#[utoipa::path(get, path = "/v1/households/{household_id}/history", tag = "parties",
    params(("household_id" = HouseholdId, Path, description = "The household."), PageQuery),
    responses((status = 200, description = "The earlier versions.", body = Page<HouseholdVersion>)))]
pub async fn list_household_versions(
    read: Read,
    path: Path<HouseholdId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let party = Party::Household(path.into_inner());
    let page = history::page(&read, party, &query.0, |kept, household| HouseholdVersion {
        version: kept.version,
        replaced_at: kept.replaced_at,
        replaced_by: kept.replaced_by,
        household,
    })
    .await?;
    read.page(&page)
}
