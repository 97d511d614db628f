//! Overrides of what acceptance needs: made by a supervisor who did not screen, and read.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::{Override, OverrideId, OverrideRequirement},
    intake::{IntakeId, decide_override},
    words::RecordId,
};

use crate::{
    act::{Answer, Creation, Write},
    events::Of,
    http::{
        body::{Body, Query},
        paging::{Page, PageQuery, Place},
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    intake::{decisions::Gate, load},
    on,
    parties::taken,
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_intake_overrides, Action::ReadIntake),
        route!(
            override_intake_requirement,
            Action::OverrideIntakeRequirement
        ),
    ]
}

/// List the overrides of an intake
///
/// Those that stand, have expired or were used, the oldest first. For whoever may read the intake.
#[utoipa::path(get, path = "/v1/intakes/{intake_id}/overrides", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake."), PageQuery),
    responses((status = 200, description = "A page of overrides.", body = Page<Override>)))]
pub async fn list_intake_overrides(
    read: Read,
    path: Path<IntakeId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let (id, Query(wanted)) = (path.into_inner(), query);
    let slice = wanted.slice(&read.app, "list_intake_overrides", &id)?;
    let (after, large) = (slice.after.map(|place| place.id), slice.needs_large());
    let (items, _) = read
        .find(move |tx, actor| {
            let Some(found) = load::find(tx, actor, id)? else {
                return Ok(None);
            };
            let items = on!(tx, overrides::page(id, after, large))?;
            Ok(Some((items, found.facts())))
        })
        .await?;
    let page = slice.page(&read.app, items, |one| Place {
        at: one.overridden_at,
        id: one.id.uuid(),
    })?;
    read.page(&page)
}

/// Override a requirement of acceptance
///
/// By a supervisor or director in reach who did not screen the intake, for one acceptance within
/// 30 days; it does not count for an acceptance by the same person. Refused: a requirement that
/// the checklist does not have, that is met, or that may not be overridden here (409).
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/overrides", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body = OverrideRequirement,
    responses(
        (status = 201, description = "The override.", body = Override),
        (status = 200, description = "The same command made it before: the override now.", body = Override)))]
pub async fn override_intake_requirement(
    write: Write,
    path: Path<IntakeId>,
    body: Body<OverrideRequirement>,
) -> Result<HttpResponse, ApiError> {
    let (intake_id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let intake = load::lock(act, intake_id)?;
            act.permit(&intake.facts(), None)?;
            let by = act.worker()?;
            let id: OverrideId = match act.creation("override", command.id.map(RecordId::uuid))? {
                Creation::New(id) => RecordId::from_uuid(id),
                Creation::Existing(id) => {
                    let found = on!(act.tx, overrides::find(RecordId::from_uuid(id)))?;
                    let one = found
                        .filter(|one| one.intake_id == Some(intake_id))
                        .ok_or_else(|| taken(id))?;
                    return Answer::ok(&one);
                }
            };
            let gate = Gate::of(act.tx, &intake.intake, None, act.now)?;
            let list = gate.checklist(None, act.now);
            let (intake, standing) = (&intake.intake, &gate.overrides);
            let events = decide_override(intake, &list, standing, &command, id, by, act.now)?;
            let one = Override {
                id,
                intake_id: Some(intake_id),
                case_id: None,
                gate: command.gate,
                requirement: command.requirement,
                reason: command.reason,
                overridden_by: by,
                overridden_at: act.now,
                expires_at: act.now + Override::LIFE,
                void_at: None,
            };
            if !on!(act.tx, overrides::insert(&one))? {
                return Err(Problem::naming(ProblemCode::AlreadyExists, id).into());
            }
            let of = Of {
                kind: "override",
                id: id.uuid(),
                case_id: None,
            };
            for event in &events {
                act.record(of, 1, event)?;
            }
            Answer::created(&one, format!("/v1/intakes/{intake_id}/overrides"))
        })
        .await
}
