//! Units: read, made below another one, changed.

use actix_web::{HttpResponse, web::Path};
use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Facts, UnitFacts, visible_register},
    changes::changed_fields,
    parties::{
        UnitId,
        events::UnitEvent,
        unit::{
            Country, NewUnit, TimeZoneName, Unit, UnitDetails, UnitKind, place, review,
            review_change,
        },
    },
    warnings::{Fault, FaultCode},
};
use serde::Deserialize;

use crate::{
    act::{Act, Answer, Creation, Stop, Write},
    cases::due,
    db::{Lane, types::Levels},
    events::Of,
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::{Page, Slice},
        problem::{ApiError, ProblemCode},
        routes::Route,
    },
    on,
    parties::{RegisterOrder, invalid, named_unit, taken, unless_taken},
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_units, Action::ListUnits),
        route!(create_unit, Action::CreateUnit),
        route!(get_unit, Action::ReadUnit),
        route!(amend_unit, Action::AmendUnit, if_match),
    ]
}

/// Which units are wanted.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedUnits {
    /// Those right below this one.
    #[param(inline)]
    pub parent_id: Option<UnitId>,
    /// Those of this country.
    #[param(inline)]
    pub country: Option<Country>,
    /// Those of this kind.
    #[param(inline)]
    pub kind: Option<UnitKind>,
    /// Only what was changed after this time; with `sort=modified_at`.
    pub modified_after: Option<DateTime<Utc>>,
    /// The order: `created_at`, as they were made, or `modified_at`, the oldest change first.
    #[param(inline)]
    #[serde(default)]
    pub sort: RegisterOrder,
    /// How many at most.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<usize>,
    /// Where the page starts: the `next_cursor` of the one before.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// List units
///
/// Those at and below the units where you are administrator or auditor, in the order in which
/// they were made or, for incremental pulls, changed.
#[utoipa::path(get, path = "/v1/units", tag = "parties", params(WantedUnits),
    responses((status = 200, description = "A page of units.", body = Page<Unit>)))]
pub async fn list_units(read: Read, wanted: Query<WantedUnits>) -> Result<HttpResponse, ApiError> {
    let Query(wanted) = wanted;
    read.decide(&Facts::Register)?;
    let filters = (
        wanted.parent_id,
        wanted.country,
        wanted.kind,
        wanted.modified_after,
        wanted.sort,
    );
    let (limit, cursor, sort) = (wanted.limit, wanted.cursor.clone(), wanted.sort);
    let slice = Slice::new(&read.app, "list_units", &filters, limit, cursor.as_deref())?;
    let within = visible_register(&read.caller.actor);
    let part = slice.clone();
    let units: Vec<Unit> = read
        .app
        .db()
        .read(Lane::Interactive, move |tx| {
            Ok::<_, ApiError>(on!(tx, units::list(&within, &wanted, &part))?)
        })
        .await?;
    let page = slice.page(&read.app, units, |unit| {
        sort.place(unit.modified_at, unit.id.0)
    })?;
    read.page(&page)
}

/// Read a unit
///
/// For its administrators and auditors; others in its reach get 403, everybody else 404.
#[utoipa::path(get, path = "/v1/units/{unit_id}", tag = "parties",
    params(("unit_id" = UnitId, Path, description = "The unit.")),
    responses((status = 200, description = "The unit.", body = Unit)))]
pub async fn get_unit(read: Read, path: Path<UnitId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let (unit, _) = read
        .find(move |tx, _| {
            let Some((unit, levels)) = on!(tx, units::placed(id))? else {
                return Ok(None);
            };
            Ok(Some((unit, at(&levels))))
        })
        .await?;
    read.answer(&unit, unit.version)
}

/// Make a unit
///
/// Below another one, by an administrator of that. The unit at the top of a country is made at
/// the terminal (`kes admin create`). Refused: a parent you do not know, a tree deeper than five
/// levels, an unknown time zone (422), a code that another unit has (409).
#[utoipa::path(post, path = "/v1/units", tag = "parties", request_body = NewUnit,
    responses(
        (status = 201, description = "The unit.", body = Unit),
        (status = 200, description = "The same command made it before: the unit now.", body = Unit)))]
pub async fn create_unit(write: Write, body: Body<NewUnit>) -> Result<HttpResponse, ApiError> {
    let new = body.value;
    write
        .act(body.sent, move |act| {
            let required = || invalid(vec![Fault::new("/parent_id", FaultCode::ParentRequired)]);
            let parent_id = new.parent_id.ok_or_else(required)?;
            named_unit(act, "/parent_id", parent_id)?;
            let above = on!(act.tx, units::levels(parent_id))?.ok_or(ProblemCode::NotFound)?;
            act.permit(&at(&above), None)?;
            let mut faults = review(&new.details).err().unwrap_or_default();
            faults.extend(unknown_zone(&new.details.time_zone));
            let above_level = u8::try_from(above.depth()).unwrap_or(u8::MAX);
            faults.extend(place(new.details.kind, Some(above_level)).err());
            if !faults.is_empty() {
                return Err(invalid(faults));
            }
            let id = match act.creation("unit", new.id.map(|id| id.0))? {
                Creation::New(id) => UnitId(id),
                Creation::Existing(id) => {
                    let unit =
                        on!(act.tx, units::find(UnitId(id)))?.ok_or(ProblemCode::NotFound)?;
                    return Ok(Answer::ok(&unit)?.version(unit.version));
                }
            };
            let unit = Unit {
                id,
                parent_id: Some(parent_id),
                details: new.details,
                version: 1,
                created_at: act.now,
                modified_at: act.now,
            };
            code_is_free(act, &unit)?;
            let written = on!(act.tx, units::insert(&unit, &above));
            unless_taken(written, "units_code_key", &unit.details.code)?;
            let details = &unit.details;
            let event = UnitEvent::Created {
                parent_id,
                kind: details.kind,
                country: details.country,
                code: details.code.clone(),
            };
            act.record(of(id), 1, &event)?;
            Ok(Answer::created(&unit, format!("/v1/units/{id}"))?.version(1))
        })
        .await
}

/// Change a unit
///
/// By its administrators. Its place in the tree stays. Refused: another code once a file number
/// carries the old one, an unknown time zone (422), a code that another unit has (409).
#[utoipa::path(patch, path = "/v1/units/{unit_id}", tag = "parties",
    params(("unit_id" = UnitId, Path, description = "The unit.")),
    request_body(content = PatchOf<UnitDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The unit now.", body = Unit)))]
pub async fn amend_unit(
    write: Write,
    path: Path<UnitId>,
    patch: Patch<UnitDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let mut unit = lock(act, id)?;
            let before = unit.clone();
            let details = patch.merge(act.app(), &unit.details)?;
            let code_used = on!(act.tx, units::code_used(id))?;
            let mut faults = review_change(&unit, &details, code_used)
                .err()
                .unwrap_or_default();
            faults.extend(unknown_zone(&details.time_zone));
            if !faults.is_empty() {
                return Err(invalid(faults));
            }
            let changed = changed_fields(&before.details, &details);
            if changed.is_empty() {
                return Ok(Answer::ok(&unit)?.version(unit.version));
            }
            unit.details = details;
            unit.version += 1;
            unit.modified_at = act.now;
            code_is_free(act, &unit)?;
            act.keep_version("unit", id.0, before.version, &before.details)?;
            let written = on!(act.tx, units::save(&unit));
            unless_taken(written, "units_code_key", &unit.details.code)?;
            due::unit_moved(act, id, &before.details, &unit.details)?;
            let event = UnitEvent::Amended {
                kind: unit.details.kind,
                country: unit.details.country,
                code: unit.details.code.clone(),
                changed,
            };
            act.record(of(id), unit.version, &event)?;
            Ok(Answer::ok(&unit)?.version(unit.version))
        })
        .await
}

/// The unit for an act on it: locked, visible, up to date, permitted.
///
/// # Errors
/// 404, 428 or 412, 403.
pub fn lock(act: &mut Act<'_, '_>, id: UnitId) -> Result<Unit, Stop> {
    if !on!(act.tx, units::lock(id))? {
        return Err(ProblemCode::NotFound.into());
    }
    let (unit, levels) = on!(act.tx, units::placed(id))?.ok_or(ProblemCode::NotFound)?;
    act.permit(&at(&levels), Some(unit.version))?;
    Ok(unit)
}

/// What access has to know of a unit.
#[must_use]
pub fn at(levels: &Levels) -> Facts {
    let reach = levels.reach();
    Facts::Unit(UnitFacts { reach })
}

/// What an event is about.
#[must_use]
pub const fn of(id: UnitId) -> Of {
    Of {
        kind: "unit",
        id: id.0,
        case_id: None,
    }
}

fn code_is_free(act: &mut Act<'_, '_>, unit: &Unit) -> Result<(), Stop> {
    let code = &unit.details.code;
    if on!(act.tx, units::code_taken(code, unit.id))? {
        return Err(taken(code));
    }
    Ok(())
}

fn unknown_zone(name: &TimeZoneName) -> Option<Fault> {
    let zone = name.as_str().parse::<chrono_tz::Tz>();
    zone.err()
        .map(|_| Fault::new("/time_zone", FaultCode::UnknownTimeZone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_zone_is_one_of_the_iana_database() {
        let fault = |name| unknown_zone(&TimeZoneName::new(name).unwrap());
        assert_eq!(fault("Asia/Kuala_Lumpur"), None);
        assert_eq!(fault("Asia/Jayapura"), None);
        assert_eq!(
            fault("Asia/Kulim").map(|fault| fault.code),
            Some(FaultCode::UnknownTimeZone)
        );
    }
}
