//! Intakes: recorded, read, listed, corrected, screened.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::{Action, Facts, Principal, UnitFacts, sight},
    cases::{CaseId, Checklist},
    intake::{
        Intake, IntakeDetails, IntakeId, NewIntake, RecordedIntake, Screening, ScreeningDetails,
        decide_correct, decide_screen, response_time,
    },
    parties::WorkerId,
    warnings::{Fault, FaultCode},
    words::RecordId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    check_references, client, contacts,
    decisions::{self, Gate},
    documents,
    list::{self, IntakeQuery, IntakeSort},
    load::{self, change},
};
use crate::{
    act::{Act, Answer, Creation, Stop, Write},
    cases::repeat::repeat_of,
    db::{Lane, types::Id},
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::{Page, Place, Slice},
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    parties::{external_refs, named_unit, persons, taken, units::calendar::Calendar},
    read::{Read, plain},
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        route!(list_intakes, Action::ListIntakes),
        route!(record_intake, Action::RecordIntake),
        route!(get_intake, Action::ReadIntake),
        route!(amend_intake, Action::AmendIntake, if_match),
        route!(screen_intake, Action::ScreenIntake, if_match),
        route!(get_intake_checklist, Action::ReadIntake),
    ];
    routes.extend(documents::routes::routes());
    routes.extend(super::overrides::routes::routes());
    routes.extend(decisions::routes::routes());
    routes.extend(decisions::endings::routes());
    routes.extend(contacts::routes::routes());
    routes
}

/// List intakes
///
/// Those you see: of units where you are caseworker, supervisor, director or auditor, and those
/// whose case you see. Newest first. Where what is asked for is rare, a page may be short, or
/// empty, before the last: `next_cursor` goes on. Refused (403) without one of these roles.
#[utoipa::path(get, path = "/v1/intakes", tag = "intake", params(IntakeQuery),
    responses((status = 200, description = "A page of intakes.", body = Page<Intake>)))]
pub async fn list_intakes(read: Read, query: Query<IntakeQuery>) -> Result<HttpResponse, ApiError> {
    let Query(wanted) = query;
    read.decide(&Facts::Intakes)?;
    if wanted.external_system.is_some() != wanted.external_value.is_some() {
        let missing = if wanted.external_system.is_some() {
            "?external_value"
        } else {
            "?external_system"
        };
        let fault = Fault::new(missing, FaultCode::Required);
        return Err(Problem::faults(ProblemCode::InvalidParameter, vec![fault]).into());
    }
    let slice = Slice::new(
        &read.app,
        "list_intakes",
        &wanted.filters(),
        wanted.limit,
        wanted.cursor.as_deref(),
    )?;
    let (actor, now, part) = (read.caller.actor.clone(), read.app.now(), slice.clone());
    let sort = wanted.sort();
    let found = read
        .app
        .db()
        .read(Lane::Interactive, move |tx| {
            let only = match wanted.external_ref() {
                None => None,
                Some(named) => {
                    let unit = wanted.unit_id.unwrap_or(actor.unit);
                    match on!(tx, external_refs::holder("intake", unit, &[named]))? {
                        None => {
                            return Ok(list::Seen {
                                items: Vec::new(),
                                until: None,
                            });
                        }
                        some => some.map(Id),
                    }
                }
            };
            let branches = list::branches(tx, &actor, wanted.unit_id)?;
            let mut filter = wanted.filter(only, &part, now);
            if let Some(id) = wanted.person_id {
                filter.person = Some(persons::load::survivor(tx, id)?.into());
            }
            Ok::<_, ApiError>(list::page(tx, &branches, filter)?)
        })
        .await?;
    let place = |intake: &Intake| Place {
        at: match sort {
            IntakeSort::ReceivedAt => intake.details.received_at,
            IntakeSort::ModifiedAt => intake.modified_at,
        },
        id: intake.id.uuid(),
    };
    let page = slice.page_until(&read.app, found.items, found.until, place)?;
    read.page(&page)
}

/// Record an intake
///
/// By a caseworker of the unit, a supervisor or director in reach, or an integration of the unit.
/// Its document checklist is made from what the unit needs in its categories, and the response is
/// due by its urgency. Refused: a person, household, group or unit that you do not see, a client
/// that does not fit its kind (422), `person_not_in_client` where the person is no current member
/// of the household or group, a time of receipt in the future, an external reference that another
/// intake has (409).
#[utoipa::path(post, path = "/v1/intakes", tag = "intake", request_body = NewIntake,
    responses(
        (status = 201, description = "The intake.", body = Intake),
        (status = 200, description = "The same command recorded it before: the intake now.", body = Intake)))]
pub async fn record_intake(write: Write, body: Body<NewIntake>) -> Result<HttpResponse, ApiError> {
    let mut new = body.value;
    write
        .act(body.sent, move |act| {
            let unit_id = new.unit_id.unwrap_or(act.actor.unit);
            let reach = named_unit(act, "/unit_id", unit_id)?;
            act.permit(&Facts::Unit(UnitFacts { reach }), None)?;
            let placed = on!(act.tx, units::placed(unit_id))?;
            let (unit, levels) = placed.ok_or_else(|| ApiError::internal("no unit"))?;
            let id = new.id.map(RecordId::uuid);
            let id: IntakeId =
                match external_refs::creation(act, KIND, id, unit.id, &new.external_refs)? {
                    Creation::New(id) => RecordId::from_uuid(id),
                    Creation::Existing(id) => return recorded_before(act, id),
                };
            new.details.person_id =
                check_references(act, new.details.person_id, &new.external_refs)?;
            client::check(act, &new.details.client, new.details.person_id)?;
            let by_integration = match act.actor.principal {
                Principal::Integration(id) => Some(id),
                Principal::Worker(_) => None,
            };
            let calendar = Calendar::of(&unit.details)?;
            let (intake, event) = Intake::record(
                RecordedIntake {
                    id,
                    unit_id: unit.id,
                    response_due_at: calendar
                        .due_after(new.details.received_at, response_time(new.details.urgency)),
                    external_refs: new.external_refs,
                    details: new.details,
                    by: act.actor.worker(),
                    by_integration,
                },
                act.now,
            )?;
            let by = Id(act.subject());
            if !on!(act.tx, intakes::insert(&intake, by, &levels))? {
                return Err(taken(id));
            }
            external_refs::claim(act, KIND, id.uuid(), unit.id, &intake.external_refs)?;
            documents::complete(act, &intake, &levels.reach(), &[])?;
            act.record(load::of(&intake), intake.version, &event)?;
            Ok(Answer::created(&intake, format!("/v1/intakes/{id}"))?.version(intake.version))
        })
        .await
}

/// The kind of record that ids, references and events name.
const KIND: &str = "intake";

/// The intake that the same command recorded before, as it is now.
fn recorded_before(act: &mut Act<'_, '_>, id: Uuid) -> Result<Answer, Stop> {
    let found = load::find(act.tx, &act.actor, RecordId::from_uuid(id))?;
    let seen = found.filter(|found| sight(&act.actor, &found.facts()).is_some());
    // It may have become a case that is kept from whoever recorded it.
    let found = seen.ok_or_else(|| taken(id))?;
    Ok(Answer::ok(&found.intake)?.version(found.intake.version))
}

/// Read an intake
///
/// For caseworkers of its unit, supervisors, directors, auditors and integrations in reach; once
/// accepted for whoever sees the case it opened.
#[utoipa::path(get, path = "/v1/intakes/{intake_id}", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    responses((status = 200, description = "The intake.", body = Intake)))]
pub async fn get_intake(read: Read, path: Path<IntakeId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let (intake, _) = read
        .find(move |tx, actor| {
            Ok(load::find(tx, actor, id)?.map(|found| {
                let facts = found.facts();
                (found.intake, facts)
            }))
        })
        .await?;
    read.answer(&intake, intake.version)
}

/// Correct an intake
///
/// What was told about the matter, while it is undecided; by those who may record one. Another
/// category adds the documents it needs to the checklist, another urgency moves the time by which
/// a response is due; what was written before is kept. Refused: a person, household or group you
/// do not see, a client that does not fit its kind (422), `person_not_in_client`, a time of receipt
/// in the future, a decided intake (409), another client where something stands that this one agreed to
/// (`client_engaged`).
#[utoipa::path(patch, path = "/v1/intakes/{intake_id}", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body(content = PatchOf<IntakeDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The intake.", body = Intake)))]
pub async fn amend_intake(
    write: Write,
    path: Path<IntakeId>,
    patch: Patch<IntakeDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let loaded = load::lock(act, id)?;
            act.permit(&loaded.facts(), Some(loaded.intake.version))?;
            let mut intake = loaded.intake;
            let mut told = patch.merge(act.app(), &intake.details)?;
            if told.person_id != intake.details.person_id {
                told.person_id = check_references(act, told.person_id, &[])?;
            }
            if (told.person_id, told.client) != (intake.details.person_id, intake.details.client) {
                client::check(act, &told.client, told.person_id)?;
            }
            let unit = on!(act.tx, units::find(intake.unit_id))?.ok_or(ProblemCode::NotFound)?;
            let calendar = Calendar::of(&unit.details)?;
            let due = calendar.due_after(told.received_at, response_time(told.urgency));
            let engaged = on!(act.tx, engagements::any_on(id))?;
            let events = decide_correct(&intake, &told, due, engaged, act.now)?;
            if !events.is_empty() {
                change(act, &mut intake, &events, |intake| intake.details = told)?;
                let items = on!(act.tx, intake_documents::list(id))?;
                documents::complete(act, &intake, &loaded.levels.reach(), &items)?;
            }
            Ok(Answer::ok(&intake)?.version(intake.version))
        })
        .await
}

/// Record the screening
///
/// The three tests, eligibility and the search for earlier records (`GET …/possible-duplicates`
/// lists whom to look at), written as a whole; it may be
/// written again until the intake is decided. By a caseworker of the unit or a supervisor or
/// director in reach. Who screened does not override what stands against the acceptance. Refused:
/// an intake that is returned or decided (409).
#[utoipa::path(put, path = "/v1/intakes/{intake_id}/screening", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body = ScreeningDetails,
    responses((status = 200, description = "The intake.", body = Intake)))]
pub async fn screen_intake(
    write: Write,
    path: Path<IntakeId>,
    body: Body<ScreeningDetails>,
) -> Result<HttpResponse, ApiError> {
    let (id, details) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let loaded = load::lock(act, id)?;
            act.permit(&loaded.facts(), Some(loaded.intake.version))?;
            let screened_by = act.worker()?;
            let mut intake = loaded.intake;
            let events = decide_screen(&intake, &details)?;
            let screening = Screening {
                details,
                screened_by,
                screened_at: act.now,
            };
            change(act, &mut intake, &events, |intake| {
                intake.screening = Some(screening);
            })?;
            Ok(Answer::ok(&intake)?.version(intake.version))
        })
        .await
}

/// For whom the checklist of acceptance is read.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChecklistQuery {
    /// The caseworker you mean to name; left out, `caseworker_named` is not met.
    #[param(inline)]
    pub caseworker_id: Option<WorkerId>,
}

/// The requirements of acceptance, and whether the client comes again.
#[derive(Debug, Serialize, ToSchema)]
pub struct IntakeChecklist {
    /// The gate and its requirements.
    #[serde(flatten)]
    pub checklist: Checklist,
    /// The case of the same client, closed within the 24 months before this intake was received,
    /// that another one would repeat, where the caller sees one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat_of: Option<CaseId>,
}

/// Read what acceptance needs
///
/// Every requirement, whether it is met, what is missing, whether a supervisor may override it and
/// whether one has: acceptance is refused exactly while one of them stands in the way. Overrides
/// by yourself do not count for you. Whom to look at for `duplicates_reviewed` is listed at
/// `GET …/possible-duplicates`. For whoever may read the intake; depends on you and the time, so
/// it has no ETag.
#[utoipa::path(get, path = "/v1/intakes/{intake_id}/checklist", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake."), ChecklistQuery),
    responses((status = 200, description = "The requirements.", body = IntakeChecklist)))]
pub async fn get_intake_checklist(
    read: Read,
    path: Path<IntakeId>,
    query: Query<ChecklistQuery>,
) -> Result<HttpResponse, ApiError> {
    let (id, named, now) = (path.into_inner(), query.0.caseworker_id, read.app.now());
    let (list, _) = read
        .find(move |tx, actor| {
            let Some(found) = load::find(tx, actor, id)? else {
                return Ok(None);
            };
            let unit = found.intake.unit_id;
            let able = match named {
                Some(worker) => on!(tx, workers::is_caseworker(unit, worker))?,
                None => false,
            };
            let gate = Gate::of(tx, &found.intake, named.filter(|_| able), now)?;
            let intake = &found.intake;
            let repeat_of = match intake.details.person_id {
                Some(person) => {
                    let received_at = intake.details.received_at;
                    repeat_of(tx, actor, person, intake.progress.case_id, received_at)?
                }
                None => None,
            };
            let checklist = gate.checklist(actor.worker(), now);
            let list = IntakeChecklist {
                checklist,
                repeat_of,
            };
            Ok(Some((list, found.facts())))
        })
        .await?;
    plain(&list)
}
