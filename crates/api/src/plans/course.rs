//! The course of a version: proposal, agreement, approval, activation, and the ways back.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::{Checklist, Gate, GateFacts, case_checklist},
    intervention::plan::{
        ActivatePlan, AgreePlan, ApprovePlan, ClientStanding, ClosePlan, Plan, PlanEvent, PlanId,
        PlanStatus, ProposePlan, RejectPlan, WithdrawPlan, decide_activate, decide_agree,
        decide_approve_plan, decide_close_plan, decide_propose, decide_reject_plan,
        decide_withdraw_plan,
    },
};

use super::load;
use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        custody::routes::client_is_minor,
        due, facts, load as cases,
        records::{known_person, read_of_case},
    },
    http::{body::Body, problem::ApiError, routes::Route},
    on,
    parties::units::calendar::Calendar,
    read::{Read, plain},
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(get_plan_checklist, Action::ReadChecklist),
        route!(propose_plan, Action::WritePlan, if_match),
        route!(agree_plan, Action::WritePlan, if_match),
        route!(approve_plan, Action::DecidePlan, if_match),
        route!(reject_plan, Action::DecidePlan, if_match),
        route!(withdraw_plan, Action::WritePlan, if_match),
        route!(activate_plan, Action::WritePlan, if_match),
        route!(close_plan, Action::WritePlan, if_match),
    ]
}

/// Read the checklist of activating a plan
///
/// What activating this version requires; what of it is met, and by which record; what is missing;
/// what may be overridden, and is. An override counts unless the responsible worker, who activates
/// the plan, made it. For whoever sees the case; not for data officers (403). It depends on the
/// time, so it has no ETag.
#[utoipa::path(get, path = "/v1/plans/{plan_id}/checklist", tag = "plan",
    params(("plan_id" = PlanId, Path, description = "The version.")),
    responses((status = 200, description = "The checklist.", body = Checklist)))]
pub async fn get_plan_checklist(read: Read, path: Path<PlanId>) -> Result<HttpResponse, ApiError> {
    let (id, now) = (path.into_inner(), read.app.now());
    let list = read_of_case(&read, move |tx, actor| {
        let Some(plan) = on!(tx, plans::find(id))? else {
            return Ok(None);
        };
        let case_id = plan.case_id;
        let Some(loaded) = cases::find(tx, case_id, actor.worker())? else {
            return Ok(None);
        };
        let case = loaded.case;
        let facts = GateFacts {
            plan: Some(Box::new(load::activation(tx, &case, plan, now)?)),
            ..GateFacts::of(&case)
        };
        let overrides = facts::overrides(tx, &case, now)?;
        let mover = Some(case.opened.responsible_id);
        let list = case_checklist(Gate::PlanActivation, &facts, &overrides, mover, now);
        Ok(Some((list, case_id)))
    })
    .await?;
    plain(&list)
}

/// Propose a plan to the client
///
/// From then on it is not edited. For the responsible worker. Refused: `plan_not_draft`,
/// `plan_without_goal`, `before_plan_start`, `case_ending`, `case_on_hold`, `closure_pending`,
/// `case_closed`.
#[utoipa::path(post, path = "/v1/plans/{plan_id}/proposal", tag = "plan",
    params(("plan_id" = PlanId, Path, description = "The version.")), request_body = ProposePlan,
    responses((status = 200, description = "The version, proposed.", body = Plan)))]
pub async fn propose_plan(
    write: Write,
    path: Path<PlanId>,
    body: Body<ProposePlan>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(body.sent, move |act| {
            let (case, mut plan) = load::lock(act, id)?;
            let by = act.worker()?;
            let content = load::content(act.tx, id)?;
            let events = decide_propose(&case.case, &plan, &content, by, act.now)?;
            saved(act, &mut plan, &events, |_| ())
        })
        .await
}

/// Record that the client agreed to a plan
///
/// With the client's signature; a minor's guardian signs. Where the client cannot or will not
/// agree: why, and the signature of a guardian or legal representative, or a legal basis of the
/// case. For the responsible worker. Refused: `plan_not_proposed`, `agreement_unsigned`,
/// `agreement_reason_missing`, `guardian_or_legal_basis_missing`, `agreement_contradicted`,
/// `guardian_acknowledges`; `in_future`, `signatory_unnamed`, `witness_missing`; `case_ending`,
/// `case_on_hold`, `closure_pending`, `case_closed`; a person who is not there (422
/// `unknown_reference`).
#[utoipa::path(post, path = "/v1/plans/{plan_id}/agreement", tag = "plan",
    params(("plan_id" = PlanId, Path, description = "The version.")), request_body = AgreePlan,
    responses((status = 200, description = "The version, agreed.", body = Plan)))]
pub async fn agree_plan(
    write: Write,
    path: Path<PlanId>,
    body: Body<AgreePlan>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, mut plan) = load::lock(act, id)?;
            let by = act.worker()?;
            let signer = command.signature.as_ref().and_then(|it| it.person_id);
            known_person(act, "/signature/person_id", signer)?;
            let unit = facts::unit(act.tx, &case.case)?;
            let today = Calendar::of(&unit.details)?.date(act.now);
            let signed_on = command.signature.as_ref().map(|it| it.signed_on);
            let client = ClientStanding {
                minor: client_is_minor(act, &case.case, signed_on.unwrap_or(today))?,
                legal_basis: load::legal_basis(act.tx, &case.case, act.now)?,
                today,
            };
            let events = decide_agree(&case.case, &plan, &command, &client, by, act.now)?;
            saved(act, &mut plan, &events, |plan| {
                if let Some(agreement) = &mut plan.course.agreement {
                    agreement.signature = command.signature.map(|it| it.recorded(by));
                    agreement.reason = command.reason;
                }
            })
        })
        .await
}

/// Approve a plan
///
/// By a supervisor or director in reach who neither proposed it nor answers for the case. Where a
/// strategy coerces, they say why that is warranted. Refused: `plan_not_agreed`, `own_request`,
/// `coercion_unexplained`, `nothing_coerced`; `case_ending`, `case_on_hold`, `closure_pending`,
/// `case_closed`.
#[utoipa::path(post, path = "/v1/plans/{plan_id}/approval", tag = "plan",
    params(("plan_id" = PlanId, Path, description = "The version.")), request_body = ApprovePlan,
    responses((status = 200, description = "The version, approved.", body = Plan)))]
pub async fn approve_plan(
    write: Write,
    path: Path<PlanId>,
    body: Body<ApprovePlan>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, mut plan) = load::lock(act, id)?;
            let by = act.worker()?;
            let content = load::content(act.tx, id)?;
            let events = decide_approve_plan(&case.case, &plan, &content, &command, by, act.now)?;
            saved(act, &mut plan, &events, |plan| {
                if let Some(approval) = &mut plan.course.approval {
                    approval.note = command.note;
                    approval.coercion = command.coercion;
                }
            })
        })
        .await
}

/// Reject a plan
///
/// By whoever may approve it; says what is to be changed. It is a draft again, and the client is
/// asked anew. Refused: `plan_not_agreed`, `own_request`; `case_ending`, `case_on_hold`,
/// `closure_pending`, `case_closed`.
#[utoipa::path(post, path = "/v1/plans/{plan_id}/rejection", tag = "plan",
    params(("plan_id" = PlanId, Path, description = "The version.")), request_body = RejectPlan,
    responses((status = 200, description = "The version, a draft again.", body = Plan)))]
pub async fn reject_plan(
    write: Write,
    path: Path<PlanId>,
    body: Body<RejectPlan>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, mut plan) = load::lock(act, id)?;
            let by = act.worker()?;
            let events = decide_reject_plan(&case.case, &plan, by, act.now)?;
            saved(act, &mut plan, &events, |plan| {
                if let Some(rejection) = &mut plan.course.rejection {
                    rejection.note = Some(command.note);
                }
            })
        })
        .await
}

/// Take a plan back
///
/// A proposed, agreed or approved plan is a draft again and can be edited; agreement and approval
/// are sought anew. For the responsible worker. Refused: `plan_not_proposed`; `case_ending`,
/// `case_on_hold`, `closure_pending`, `case_closed`.
#[utoipa::path(post, path = "/v1/plans/{plan_id}/withdrawal", tag = "plan",
    params(("plan_id" = PlanId, Path, description = "The version.")), request_body = WithdrawPlan,
    responses((status = 200, description = "The version, a draft again.", body = Plan)))]
pub async fn withdraw_plan(
    write: Write,
    path: Path<PlanId>,
    body: Body<WithdrawPlan>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(body.sent, move |act| {
            let (case, mut plan) = load::lock(act, id)?;
            let events = decide_withdraw_plan(&case.case, &plan, act.now)?;
            saved(act, &mut plan, &events, |_| ())
        })
        .await
}

/// Activate a plan
///
/// It is the plan of the case from now on; the version that was is superseded in the same moment.
/// For the responsible worker. Refused: every unmet requirement of its checklist; `plan_ended`,
/// `before_intervention`; `case_ending`, `case_on_hold`, `closure_pending`, `case_closed`.
#[utoipa::path(post, path = "/v1/plans/{plan_id}/activation", tag = "plan",
    params(("plan_id" = PlanId, Path, description = "The version.")), request_body = ActivatePlan,
    responses((status = 200, description = "The version, active.", body = Plan)))]
pub async fn activate_plan(
    write: Write,
    path: Path<PlanId>,
    body: Body<ActivatePlan>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(body.sent, move |act| {
            let (loaded, mut plan) = load::lock(act, id)?;
            let (case, by, now) = (loaded.case, act.worker()?, act.now);
            let facts = GateFacts {
                plan: Some(Box::new(load::activation(
                    act.tx,
                    &case,
                    plan.clone(),
                    now,
                )?)),
                ..GateFacts::of(&case)
            };
            let versions = on!(act.tx, plans::current(case.id))?;
            let active = versions
                .into_iter()
                .find(|one| one.status == PlanStatus::Active);
            let overrides = facts::overrides(act.tx, &case, now)?;
            let before = active.as_ref();
            let events = decide_activate(&case, &plan, before, &facts, &overrides, by, now)?;
            if let Some(mut old) = active {
                let superseded = PlanEvent::Superseded {
                    superseded_by: id,
                    superseded_at: now,
                };
                load::save(act, &mut old, &[superseded], None, |_| ())?;
            }
            let gate = Gate::PlanActivation;
            on!(act.tx, overrides::mark_passed(case.id, gate, now))?;
            let answer = saved(act, &mut plan, &events, |_| ())?;
            due::refresh(act, &case)?;
            Ok(answer)
        })
        .await
}

/// Close a plan
///
/// An active plan is no longer followed, and nothing of its tasks is open any more; an unfinished
/// one is given up. The plans of a case are closed with it. For the responsible worker. Refused:
/// `plan_ended`, `case_closed`.
#[utoipa::path(post, path = "/v1/plans/{plan_id}/closure", tag = "plan",
    params(("plan_id" = PlanId, Path, description = "The version.")), request_body = ClosePlan,
    responses((status = 200, description = "The version, closed.", body = Plan)))]
pub async fn close_plan(
    write: Write,
    path: Path<PlanId>,
    body: Body<ClosePlan>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, mut plan) = load::lock(act, id)?;
            let events = decide_close_plan(&case.case, &plan, act.now)?;
            let answer = saved(act, &mut plan, &events, |plan| {
                plan.course.end_reason = Some(command.reason);
            })?;
            due::refresh(act, &case.case)?;
            Ok(answer)
        })
        .await
}

fn saved(
    act: &mut Act<'_, '_>,
    plan: &mut Plan,
    events: &[PlanEvent],
    set: impl FnOnce(&mut Plan),
) -> Result<Answer, Stop> {
    load::save(act, plan, events, None, set)?;
    Ok(Answer::ok(plan)?.version(plan.version))
}
