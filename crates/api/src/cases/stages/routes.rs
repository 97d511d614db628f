//! The checklist of a step, the moves between stages, and reopening.

use actix_web::{HttpResponse, web::Path};
use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Actor, decide},
    cases::{
        AllowedAction, Case, CaseAction, CaseEvent, CaseId, CaseStep, Gate, GateFacts, MoveCase,
        ReopenCase, Stage, allowed_actions, case_checklist, decide_move, decide_reopen,
        hold_overdue,
    },
    termination::{Termination, TerminationReason},
    warnings::{Fault, FaultCode},
};
use serde::{Deserialize, Serialize};

use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        facts,
        load::{self, Loaded},
        members,
        records::read_of_case,
        repeat::repeat_of,
        views::CaseChecklist,
    },
    db::Tx,
    http::{
        body::{Body, Query},
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    parties::units::calendar::Calendar,
    read::{Read, plain},
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(get_checklist, Action::ReadChecklist),
        route!(move_case, Action::MoveCase, if_match),
        route!(reopen_case, Action::ReopenCase, if_match),
    ]
}

/// Of which step the checklist is asked for.
#[derive(Deserialize, Serialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChecklistQuery {
    /// The step. Going back to an earlier stage requires nothing.
    #[param(inline)]
    to: CaseStep,
    /// The reason in view, with `to=termination`: planned and unplanned ends differ.
    #[param(inline)]
    reason: Option<TerminationReason>,
}

/// Read the checklist of a step
///
/// What a move to this stage, or closing the file, requires; what of it is met, and by which
/// record; what is missing; what may be overridden, and is. The move is refused exactly while a
/// requirement is neither met nor overridden (`ready` is false). An override counts unless the
/// responsible worker, who makes the move, made it. `allowed_actions` is what the caller may do
/// now. For whoever sees the case; not for data officers (403). It depends on the caller and the
/// time, so it has no ETag.
#[utoipa::path(get, path = "/v1/cases/{case_id}/checklist", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case."), ChecklistQuery),
    responses((status = 200, description = "The checklist.", body = CaseChecklist)))]
pub async fn get_checklist(
    read: Read,
    path: Path<CaseId>,
    query: Query<ChecklistQuery>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, Query(query), now) = (path.into_inner(), query, read.app.now());
    let months = read.app.reopening_months();
    if query.reason.is_some() && query.to != CaseStep::Termination {
        let fault = Fault::new("?reason", FaultCode::UnknownParameter);
        return Err(Problem::faults(ProblemCode::InvalidParameter, vec![fault]).into());
    }
    let checklist = read_of_case(&read, move |tx, actor| {
        let Some(loaded) = load::find(tx, case_id, actor.worker())? else {
            return Ok(None);
        };
        Ok(Some((
            standing(tx, actor, &loaded, &query, months, now)?,
            case_id,
        )))
    })
    .await?;
    plain(&checklist)
}

fn standing(
    tx: &mut Tx<'_>,
    actor: &Actor,
    loaded: &Loaded,
    query: &ChecklistQuery,
    months: u32,
    now: DateTime<Utc>,
) -> Result<CaseChecklist, ApiError> {
    let case = &loaded.case;
    let may = |action| {
        decide(actor, action, &loaded.facts(None), now)
            .into_result()
            .is_ok()
    };
    let mut facts = facts::load_all(tx, case, now)?;
    let overrides = facts::overrides(tx, case, now)?;
    let allowed: Vec<AllowedAction> = match actor.worker() {
        None => Vec::new(),
        Some(by) => allowed_actions(case, &facts, &overrides, by, months, now)
            .into_iter()
            .filter(|one| may(right(one.action)))
            .collect(),
    };
    let gate = query.to.gate();
    if gate == Gate::Termination && case.stage != Stage::Termination {
        facts.reason = query.reason;
    }
    facts.approver = actor.worker().filter(|_| may(Action::DecideClosure));
    let mover = Some(case.opened.responsible_id);
    Ok(CaseChecklist {
        hold_overdue: overdue(tx, case, now)?,
        repeat_of: repeat_of(
            tx,
            actor,
            case.opened.person_id,
            Some(case.id),
            case.opened.opened_at,
        )?,
        checklist: case_checklist(gate, &facts, &overrides, mover, now),
        allowed_actions: allowed,
    })
}

/// Whether the hold is overdue, by the clock of the unit.
fn overdue(tx: &mut Tx<'_>, case: &Case, now: DateTime<Utc>) -> Result<bool, ApiError> {
    if case.held_until_on.is_none() {
        return Ok(false);
    }
    let unit = facts::unit(tx, case)?;
    Ok(hold_overdue(case, Calendar::of(&unit.details)?.date(now)))
}

/// The right that an act takes.
const fn right(action: CaseAction) -> Action {
    match action {
        CaseAction::MoveToAssessment
        | CaseAction::MoveToIntervention
        | CaseAction::MoveToMonitoring
        | CaseAction::MoveToTermination => Action::MoveCase,
        CaseAction::Hold | CaseAction::Resume => Action::HoldCase,
        CaseAction::RequestReassignment => Action::RequestReassignment,
        CaseAction::RequestTransfer => Action::RequestTransfer,
        CaseAction::EditTermination => Action::EditTermination,
        CaseAction::RequestClosure => Action::RequestClosure,
        CaseAction::WithdrawClosure => Action::WithdrawClosure,
        CaseAction::ApproveClosure | CaseAction::RejectClosure => Action::DecideClosure,
        CaseAction::AcknowledgeAlarm => Action::AcknowledgeAlarm,
        CaseAction::Reopen => Action::ReopenCase,
        CaseAction::AddRecord => Action::WriteNote,
    }
}

/// Move a case to another stage
///
/// By its responsible worker. Stages are taken one by one, each through its gate; back to an
/// earlier stage without one. A move to `termination` names the reason, and begins the
/// termination whose particulars are then filled in; unplanned reasons may come from any stage.
/// Back from `termination` the case goes to where it came from, and the termination is
/// withdrawn. Refused: every unmet requirement of the gate; `stage_not_reachable` and its kin;
/// `case_closed`, `case_on_hold`, `closure_pending`.
#[utoipa::path(post, path = "/v1/cases/{case_id}/transitions", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = MoveCase,
    responses((status = 200, description = "The case.", body = Case)))]
pub async fn move_case(
    write: Write,
    path: Path<CaseId>,
    body: Body<MoveCase>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let loaded = load::lock(act, id)?;
            act.permit(&loaded.facts(None), Some(loaded.case.version))?;
            let by = act.worker()?;
            let mut case = loaded.case;
            let facts = match command.to {
                Stage::Intake | Stage::Assessment => GateFacts::of(&case),
                Stage::Intervention => facts::load(act.tx, &case, Gate::Intervention, act.now)?,
                Stage::Monitoring => facts::load(act.tx, &case, Gate::Monitoring, act.now)?,
                Stage::Termination => facts::load(act.tx, &case, Gate::Termination, act.now)?,
            };
            let overrides = facts::overrides(act.tx, &case, act.now)?;
            let events = decide_move(&case, &command, &facts, &overrides, by, act.now)?;
            load::change(act, &mut case, &events)?;
            for event in &events {
                follow(act, &case, event)?;
                act.record(load::of(&case), case.version, event)?;
            }
            Ok(Answer::ok(&case)?.version(case.version))
        })
        .await
}

/// What a move brings with it: the overrides of its gate are void, a termination begins or ends.
fn follow(act: &mut Act<'_, '_>, case: &Case, event: &CaseEvent) -> Result<(), Stop> {
    let CaseEvent::Moved {
        from, reason, gate, ..
    } = event
    else {
        return Ok(());
    };
    if let Some(gate) = *gate {
        on!(act.tx, overrides::mark_passed(case.id, gate, act.now))?;
    }
    if let (Stage::Termination, Some(reason)) = (case.stage, *reason) {
        let termination = Termination::begin(act.new_id(), case, reason, act.now);
        on!(act.tx, terminations::insert(&termination))?;
    }
    if *from == Stage::Termination
        && let Some(mut termination) = on!(act.tx, terminations::current(case.id, case.episode))?
    {
        let before = termination.version;
        termination.apply(event);
        termination.version += 1;
        termination.modified_at = act.now;
        if !on!(act.tx, terminations::save(&termination, before))? {
            return Err(ApiError::internal("a termination of a locked case has changed").into());
        }
    }
    Ok(())
}

/// Reopen a case
///
/// By a supervisor or director in reach, within twelve months of its closure, or as configured: the next episode
/// begins with assessment, under the former responsible worker or `caseworker_id`. The reason
/// stands on the timeline. Refused: `case_not_closed`, `reopening_too_late`; a worker who is no
/// active caseworker of the unit (422 `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/reopening", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = ReopenCase,
    responses((status = 200, description = "The case.", body = Case)))]
pub async fn reopen_case(
    write: Write,
    path: Path<CaseId>,
    body: Body<ReopenCase>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let loaded = load::lock(act, id)?;
            act.permit(&loaded.facts(None), Some(loaded.case.version))?;
            let mut case = loaded.case;
            let former = case.opened.responsible_id;
            let months = act.app().reopening_months();
            let events = decide_reopen(&case, command.caseworker_id, months, act.now)?;
            let named = command.caseworker_id.unwrap_or(former);
            if !on!(act.tx, workers::lock_caseworker(case.opened.unit_id, named))? {
                let fault = Fault::new("/caseworker_id", FaultCode::UnknownReference);
                return Err(Problem::faults(ProblemCode::InvalidBody, vec![fault]).into());
            }
            load::change(act, &mut case, &events)?;
            for event in &events {
                let reason = command.reason.as_str();
                act.record_because(load::of(&case), case.version, event, reason)?;
            }
            members::hand_over(act, &case, former, false)?;
            Ok(Answer::ok(&case)?.version(case.version))
        })
        .await
}
