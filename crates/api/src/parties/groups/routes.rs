//! Registering, reading, listing and amending groups and communities.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::{Action, Facts, UnitFacts, visible_parties},
    parties::{
        GroupId,
        group::{Group, GroupDetails, NewGroup, RegisteredGroup},
        member::Party,
    },
    warnings::{Fault, FaultCode, Warning},
    words::RecordId,
};

use super::{
    Stored, lock, members,
    views::{GroupQuery, GroupVersion, WrittenGroup},
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
        history,
        members::{log_read, of, visible},
        named_unit,
        persons::{self, load::party_facts, sight::Condition, views::PageQuery},
    },
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        route!(register_group, Action::RegisterGroup),
        route!(list_groups, Action::ListGroups),
        route!(get_group, Action::ReadGroup),
        route!(amend_group, Action::AmendGroup, if_match),
        route!(list_group_versions, Action::ReadGroup),
    ];
    routes.extend(members::routes());
    routes
}

/// The kind of record that ids and events name.
const KIND: &str = "group";

/// Register a group or community
///
/// For those who may register persons at the unit: its caseworkers, supervisors and directors
/// whose reach covers it, and integrations that work there. Members are added one by one. The same
/// `id` with the same body is answered with the group registered before (200); with another body
/// refused (409 `already_exists`). What is odd comes back as `warnings`.
#[utoipa::path(post, path = "/v1/groups", tag = "parties", request_body = NewGroup,
    responses(
        (status = 201, description = "The group was registered.", body = WrittenGroup),
        (status = 200, description = "This command registered the group before.", body = WrittenGroup)))]
pub async fn register_group(write: Write, body: Body<NewGroup>) -> Result<HttpResponse, ApiError> {
    let Body { sent, value: new } = body;
    write
        .act(sent, move |act| {
            let unit = new.unit_id.unwrap_or(act.actor.unit);
            let reach = named_unit(act, "/unit_id", unit)?;
            act.permit(&Facts::Unit(UnitFacts { reach }), None)?;
            let id = match act.creation(KIND, new.id.map(RecordId::uuid))? {
                Creation::New(id) => GroupId::from_uuid(id),
                Creation::Existing(id) => return existing(act, GroupId::from_uuid(id)),
            };
            let registered = RegisteredGroup {
                id,
                unit_id: unit,
                by: act.actor.worker(),
                details: new.details,
            };
            let (group, event) = Group::register(registered, act.now);
            let by = act.subject();
            on!(act.tx, groups::insert(&group, by))?;
            act.record(of(Party::Group(id)), group.version, &event)?;
            let warnings = group.details.warnings();
            let written = written(act, group, &warnings);
            let version = written.group.version;
            Ok(Answer::created(&written, format!("/v1/groups/{id}"))?.version(version))
        })
        .await
}

/// The group as now, for a command that registered it before.
fn existing(act: &mut Act<'_, '_>, id: GroupId) -> Result<Answer, Stop> {
    let Stored { group, .. } = on!(act.tx, groups::find(id))?.ok_or(ProblemCode::NotFound)?;
    if !visible(act.tx, &act.actor, Party::Group(id))? {
        return Err(ProblemCode::NotFound.into());
    }
    let version = group.version;
    Ok(Answer::ok(&written(act, group, &[]))?.version(version))
}

fn written(act: &Act<'_, '_>, group: Group, warnings: &[Warning]) -> WrittenGroup {
    let lang = act.lang();
    let warnings = warnings.iter().map(|warning| warning.text(lang)).collect();
    WrittenGroup { group, warnings }
}

/// List groups and communities
///
/// Those that a unit registered, those of a person, or what has changed since a time; at least one
/// of these (400 without). Only those the caller may see; the oldest change first.
#[utoipa::path(get, path = "/v1/groups", tag = "parties", params(GroupQuery),
    responses((status = 200, description = "The groups.", body = Page<Group>)))]
pub async fn list_groups(read: Read, query: Query<GroupQuery>) -> Result<HttpResponse, ApiError> {
    let Query(query) = query;
    read.decide(&Facts::Persons)?;
    if !query.leads() {
        let fault = Fault::new("?modified_after", FaultCode::Required);
        return Err(Problem::faults(ProblemCode::InvalidParameter, vec![fault]).into());
    }
    let mut filters = query.filters();
    let (limit, cursor) = (query.limit, query.cursor.as_deref());
    let slice = Slice::new(&read.app, "list_groups", &filters, limit, cursor)?;
    let seen = Condition::group(&visible_parties(&read.caller.actor));
    let (after, large) = (slice.after, slice.needs_large());
    let items: Vec<Group> = read
        .app
        .db()
        .read(Lane::Slow, move |tx| {
            if let Some(person) = &mut filters.person_id {
                *person = persons::load::survivor(tx, *person)?;
            }
            Ok::<_, ApiError>(on!(tx, groups::list(seen, &filters, after, large))?)
        })
        .await?;
    let place = |it: &Group| Place {
        at: it.modified_at,
        id: it.id.uuid(),
    };
    read.page(&slice.page(&read.app, items, place)?)
}

/// Read a group or community
///
/// For whoever may see an intake or case that names it, and for the unit that registered it, its
/// superiors, auditors and data officers. The read is logged.
#[utoipa::path(get, path = "/v1/groups/{group_id}", tag = "parties",
    params(("group_id" = GroupId, Path, description = "The group or community.")),
    responses((status = 200, description = "The group or community.", body = Group)))]
pub async fn get_group(read: Read, path: Path<GroupId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let party = Party::Group(id);
    let (group, bound) = read
        .find(move |tx, actor| {
            let Some(Stored { group, levels }) = on!(tx, groups::find(id))? else {
                return Ok(None);
            };
            let facts = party_facts(tx, actor, party, &levels)?;
            Ok(Some((group, Facts::Party(facts))))
        })
        .await?;
    log_read(&read, party, &bound)?;
    read.answer(&group, group.version)
}

/// Change a group or community
///
/// For whoever may write an intake or case that names it, and for those who may register groups at
/// the unit that registered this one. What the record said before stays readable in its history.
#[utoipa::path(patch, path = "/v1/groups/{group_id}", tag = "parties",
    params(("group_id" = GroupId, Path, description = "The group or community.")),
    request_body(content = PatchOf<GroupDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The group or community as now.", body = WrittenGroup)))]
pub async fn amend_group(
    write: Write,
    path: Path<GroupId>,
    patch: Patch<GroupDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let (mut group, held) = lock(act, id)?;
            act.permit(&Facts::Party(held.facts), Some(group.version))?;
            let details = patch.merge(act.app(), &group.details)?;
            let before = group.clone();
            if let Some(event) = group.amend(details, act.now) {
                act.keep_version(KIND, id.uuid(), before.version, &before)?;
                if !on!(act.tx, groups::save(&group, before.version))? {
                    return Err(ApiError::internal("a locked group has changed").into());
                }
                act.record(of(Party::Group(id)), group.version, &event)?;
            }
            let warnings = group.details.warnings();
            let written = written(act, group, &warnings);
            Ok(Answer::ok(&written)?.version(written.group.version))
        })
        .await
}

/// List what the record of a group or community said before
///
/// Every earlier version with who replaced it and when, the newest first; for whoever may read
/// the group. The read is logged.
#[utoipa::path(get, path = "/v1/groups/{group_id}/history", tag = "parties",
    params(("group_id" = GroupId, Path, description = "The group or community."), PageQuery),
    responses((status = 200, description = "The earlier versions.", body = Page<GroupVersion>)))]
pub async fn list_group_versions(
    read: Read,
    path: Path<GroupId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let party = Party::Group(path.into_inner());
    let page = history::page(&read, party, &query.0, |kept, group| GroupVersion {
        version: kept.version,
        replaced_at: kept.replaced_at,
        replaced_by: kept.replaced_by,
        group,
    })
    .await?;
    read.page(&page)
}
