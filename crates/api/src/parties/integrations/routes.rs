//! Integrations: read, registered, changed, deactivated and reactivated.

use actix_web::{HttpResponse, web::Path};
use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Facts, IntegrationFacts, UnitFacts, decide, visible_register},
    changes::changed_fields,
    parties::{
        IntegrationId, UnitId,
        events::IntegrationEvent,
        integration::{Integration, IntegrationDetails, NewIntegration, review},
    },
};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    act::{Act, Answer, Creation, Stop, Write},
    db::{Lane, types::Levels},
    events::Of,
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::{Page, Slice},
        problem::{ApiError, ProblemCode},
        routes::Route,
    },
    identity::routes::rights_changed,
    on,
    parties::{RegisterOrder, invalid, named_unit},
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        route!(list_integrations, Action::ListIntegrations),
        route!(create_integration, Action::CreateIntegration),
        route!(get_integration, Action::ReadIntegration),
        route!(amend_integration, Action::AmendIntegration, if_match),
        route!(deactivate_integration, Action::AmendIntegration, if_match),
        route!(reactivate_integration, Action::AmendIntegration, if_match),
    ];
    routes.extend(super::secrets::routes());
    routes
}

/// Which integrations are wanted.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedIntegrations {
    /// Those that work for exactly this unit.
    #[param(inline)]
    pub unit_id: Option<UnitId>,
    /// Those that get tokens, or those that do not.
    pub active: Option<bool>,
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

/// List integrations
///
/// Those that work for units where you are administrator or auditor, and below, in the order in
/// which they were registered or, for incremental pulls, changed.
#[utoipa::path(get, path = "/v1/integrations", tag = "parties", params(WantedIntegrations),
    responses((status = 200, description = "A page of integrations.", body = Page<Integration>)))]
pub async fn list_integrations(
    read: Read,
    wanted: Query<WantedIntegrations>,
) -> Result<HttpResponse, ApiError> {
    let Query(wanted) = wanted;
    read.decide(&Facts::Register)?;
    let filters = (
        wanted.unit_id,
        wanted.active,
        wanted.modified_after,
        wanted.sort,
    );
    let (limit, cursor, sort) = (wanted.limit, wanted.cursor.clone(), wanted.sort);
    let list = "list_integrations";
    let slice = Slice::new(&read.app, list, &filters, limit, cursor.as_deref())?;
    let parts = visible_register(&read.caller.actor);
    let part = slice.clone();
    let integrations: Vec<Integration> = read
        .app
        .db()
        .read_snapshot(Lane::Interactive, move |tx| {
            Ok::<_, ApiError>(on!(tx, integrations::list(&parts, &wanted, &part))?)
        })
        .await?;
    let page = slice.page(&read.app, integrations, |integration| {
        sort.place(integration.modified_at, integration.id.0)
    })?;
    read.page(&page)
}

/// Read an integration
///
/// With the ids of its live secrets, never the secrets. For administrators and auditors of its
/// unit; others in its reach get 403, everybody else 404.
#[utoipa::path(get, path = "/v1/integrations/{integration_id}", tag = "parties",
    params(("integration_id" = IntegrationId, Path, description = "The integration.")),
    responses((status = 200, description = "The integration.", body = Integration)))]
pub async fn get_integration(
    read: Read,
    path: Path<IntegrationId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let (integration, _) = read
        .find(move |tx, _| {
            let found = on!(tx, integrations::find(id))?;
            Ok(found.map(|(integration, levels)| (integration, of_integration(&levels))))
        })
        .await?;
    read.answer(&integration, integration.version)
}

/// Register an integration
///
/// For a unit, by an administrator of that. It gets tokens at `POST /oauth/token` once it has a
/// secret (`POST /v1/integrations/{integration_id}/secrets`). Refused: a unit you do not know,
/// the scope `admin` (422).
#[utoipa::path(post, path = "/v1/integrations", tag = "parties", request_body = NewIntegration,
    responses(
        (status = 201, description = "The integration.", body = Integration),
        (status = 200, description = "The same command made it before: the integration now.", body = Integration)))]
pub async fn create_integration(
    write: Write,
    body: Body<NewIntegration>,
) -> Result<HttpResponse, ApiError> {
    let new = body.value;
    write
        .act(body.sent, move |act| {
            let unit_id = new.details.unit_id;
            let reach = named_unit(act, "/unit_id", unit_id)?;
            act.permit(&Facts::Unit(UnitFacts { reach }), None)?;
            review(&new.details).map_err(invalid)?;
            let id = match act.creation("integration", new.id.map(|id| id.0))? {
                Creation::New(id) => IntegrationId(id),
                Creation::Existing(id) => {
                    let found = on!(act.tx, integrations::find(IntegrationId(id)))?;
                    return answer(&found.ok_or(ProblemCode::NotFound)?.0);
                }
            };
            let integration = Integration {
                id,
                details: new.details,
                active: true,
                secrets: Vec::new(),
                version: 1,
                created_at: act.now,
                modified_at: act.now,
            };
            on!(act.tx, integrations::insert(&integration))?;
            let event = IntegrationEvent::Created {
                unit_id,
                scopes: integration.details.scopes.clone(),
            };
            act.record(of(id), 1, &event)?;
            Ok(Answer::created(&integration, format!("/v1/integrations/{id}"))?.version(1))
        })
        .await
}

/// Change an integration
///
/// By an administrator of its unit; to another unit only where you are administrator too. When
/// its scopes change, its tokens stop working before this answers, and it asks for new ones.
/// Refused: a unit you do not know, the scope `admin` (422).
#[utoipa::path(patch, path = "/v1/integrations/{integration_id}", tag = "parties",
    params(("integration_id" = IntegrationId, Path, description = "The integration.")),
    request_body(content = PatchOf<IntegrationDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The integration now.", body = Integration)))]
pub async fn amend_integration(
    write: Write,
    path: Path<IntegrationId>,
    patch: Patch<IntegrationDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let mut integration = lock(act, id)?;
            let before = integration.clone();
            let details = patch.merge(act.app(), &integration.details)?;
            review(&details).map_err(invalid)?;
            let changed = changed_fields(&before.details, &details);
            if changed.is_empty() {
                return answer(&integration);
            }
            let unit_id = details.unit_id;
            if unit_id != before.details.unit_id {
                // Nothing is sent where the administrator could not have registered it.
                let reach = named_unit(act, "/unit_id", unit_id)?;
                let there = Facts::Unit(UnitFacts { reach });
                decide(&act.actor, Action::CreateIntegration, &there, act.now)
                    .into_result()
                    .map_err(ApiError::from)?;
            }
            let scopes = details.scopes.clone();
            if scopes != before.details.scopes {
                // A session keeps the scopes it was opened with.
                on!(
                    act.tx,
                    integrations::end_sessions(id, "scopes changed", act.now)
                )?;
            }
            integration.details = details;
            changed_now(act, &mut integration);
            act.keep_version("integration", id.0, before.version, &before.details)?;
            on!(act.tx, integrations::save(&integration))?;
            let event = IntegrationEvent::Amended {
                unit_id,
                scopes,
                changed,
            };
            act.record(of(id), integration.version, &event)?;
            rights_changed(act)?;
            answer(&integration)
        })
        .await
}

/// Deactivate an integration
///
/// Its tokens stop working before this answers, and it gets no more; its secrets stay for a
/// reactivation. Deactivating again does nothing.
#[utoipa::path(post, path = "/v1/integrations/{integration_id}/deactivation", tag = "parties",
    params(("integration_id" = IntegrationId, Path, description = "The integration.")),
    responses((status = 200, description = "The integration now.", body = Integration)))]
pub async fn deactivate_integration(
    write: Write,
    path: Path<IntegrationId>,
) -> Result<HttpResponse, ApiError> {
    set_active(write, path.into_inner(), false).await
}

/// Reactivate an integration
///
/// It gets tokens again for its live secrets. Reactivating an active one does nothing.
#[utoipa::path(post, path = "/v1/integrations/{integration_id}/reactivation", tag = "parties",
    params(("integration_id" = IntegrationId, Path, description = "The integration.")),
    responses((status = 200, description = "The integration now.", body = Integration)))]
pub async fn reactivate_integration(
    write: Write,
    path: Path<IntegrationId>,
) -> Result<HttpResponse, ApiError> {
    set_active(write, path.into_inner(), true).await
}

async fn set_active(
    write: Write,
    id: IntegrationId,
    active: bool,
) -> Result<HttpResponse, ApiError> {
    write
        .act(Value::Null, move |act| {
            let mut integration = lock(act, id)?;
            if integration.active == active {
                return answer(&integration);
            }
            integration.active = active;
            changed_now(act, &mut integration);
            on!(act.tx, integrations::save(&integration))?;
            let event = if active {
                IntegrationEvent::Reactivated
            } else {
                let because = "integration deactivated";
                on!(act.tx, integrations::end_sessions(id, because, act.now))?;
                IntegrationEvent::Deactivated
            };
            act.record(of(id), integration.version, &event)?;
            rights_changed(act)?;
            answer(&integration)
        })
        .await
}

/// The integration for an act on it: locked, visible, up to date, permitted.
///
/// # Errors
/// 404, 428 or 412, 403.
pub fn lock(act: &mut Act<'_, '_>, id: IntegrationId) -> Result<Integration, Stop> {
    if !on!(act.tx, integrations::lock(id))? {
        return Err(ProblemCode::NotFound.into());
    }
    let (integration, levels) =
        on!(act.tx, integrations::find(id))?.ok_or(ProblemCode::NotFound)?;
    act.permit(&of_integration(&levels), Some(integration.version))?;
    Ok(integration)
}

/// Counts a change of the record.
pub fn changed_now(act: &Act<'_, '_>, integration: &mut Integration) {
    integration.version += 1;
    integration.modified_at = act.now;
}

/// What an event is about.
#[must_use]
pub const fn of(id: IntegrationId) -> Of {
    Of {
        kind: "integration",
        id: id.0,
        case_id: None,
    }
}

fn of_integration(levels: &Levels) -> Facts {
    let reach = levels.reach();
    Facts::Integration(IntegrationFacts { reach })
}

fn answer(integration: &Integration) -> Result<Answer, Stop> {
    Ok(Answer::ok(integration)?.version(integration.version))
}
