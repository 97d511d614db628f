//! The parts of a plan, each kind with its five operations.

use domain::{
    elements::ElementKind,
    intervention::plan::*,
    warnings::{Fault, FaultCode},
};

use crate::{
    act::{Act, Stop},
    cases::{load::Loaded, tasks::routes::unfit_worker},
    http::routes::Route,
    on,
};

/// The routes of every kind.
pub(super) fn routes() -> Vec<Route> {
    [
        goals::routes(),
        objectives::routes(),
        plan_tasks::routes(),
        plan_roles::routes(),
        milestones::routes(),
        strategies::routes(),
        indicators::routes(),
        alternative_plans::routes(),
        crisis_plans::routes(),
        team_consultations::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

crate::elements! {
    /// Goals.
    pub mod goals of Plan: Goal, NewGoal, GoalDetails, GoalId;
    named goal, "a goal", "goals" in "a plan";
    at "/v1/plans/{plan_id}/goals", "/v1/plans/{plan_id}/goals/{goal_id}"
        by "plan_id": PlanId, "goal_id";
    tag "plan"; write Action::WritePlan;
    says "While the plan is a draft. For the responsible worker. A baseline level needs the scale (422 `required`); the issue is one of an assessment of the case (422 `unknown_reference`). Refused: `still_named`, `document_full`, `plan_not_draft`, `case_ending`, `case_on_hold`, `closure_pending`, `case_closed`.";
    checked known_issue;
}

crate::elements! {
    /// Objectives under goals.
    pub mod objectives of Plan: Objective, NewObjective, ObjectiveDetails, ObjectiveId;
    named objective, "an objective", "objectives" in "a plan";
    at "/v1/plans/{plan_id}/objectives", "/v1/plans/{plan_id}/objectives/{objective_id}"
        by "plan_id": PlanId, "objective_id";
    tag "plan"; write Action::WritePlan;
    says "While the plan is a draft. For the responsible worker. Its goal is one of the plan (422 `unknown_reference`). Refused: `still_named`, `document_full`, `plan_not_draft`, `case_ending`, `case_on_hold`, `closure_pending`, `case_closed`.";
}

crate::elements! {
    /// Tasks under objectives.
    pub mod plan_tasks of Plan: PlanTask, NewPlanTask, PlanTaskDetails, PlanTaskId;
    named plan_task, "a task", "tasks" in "a plan";
    at "/v1/plans/{plan_id}/tasks", "/v1/plans/{plan_id}/tasks/{plan_task_id}"
        by "plan_id": PlanId, "plan_task_id";
    tag "plan"; write Action::WritePlan;
    says "While the plan is a draft. For the responsible worker. Its objective and the tasks it waits for are of the plan (422 `unknown_reference`); no task waits for itself (422 `waits_for_itself`); the due date is not before the start (422 `date_too_early`); a worker who does it sees the case (422 `unknown_reference`). Refused: `still_named`, `document_full`, `plan_not_draft`, `case_ending`, `case_on_hold`, `closure_pending`, `case_closed`.";
    checked known_owner;
}

crate::elements! {
    /// Who does what.
    pub mod plan_roles of Plan: PlanRole, NewPlanRole, RoleDetails, PlanRoleId;
    named plan_role, "a role", "roles" in "a plan";
    at "/v1/plans/{plan_id}/roles", "/v1/plans/{plan_id}/roles/{plan_role_id}"
        by "plan_id": PlanId, "plan_role_id";
    tag "plan"; write Action::WritePlan;
    says "While the plan is a draft. For the responsible worker. What is accepted was explained before (422 `required`, `date_too_early`). Refused: `document_full`, `plan_not_draft`, `case_ending`, `case_on_hold`, `closure_pending`, `case_closed`.";
}

crate::elements! {
    /// Milestones.
    pub mod milestones of Plan: Milestone, NewMilestone, MilestoneDetails, MilestoneId;
    named milestone, "a milestone", "milestones" in "a plan";
    at "/v1/plans/{plan_id}/milestones", "/v1/plans/{plan_id}/milestones/{milestone_id}"
        by "plan_id": PlanId, "milestone_id";
    tag "plan"; write Action::WritePlan;
    says "While the plan is a draft. For the responsible worker. Its goal is one of the plan (422 `unknown_reference`). Refused: `document_full`, `plan_not_draft`, `case_ending`, `case_on_hold`, `closure_pending`, `case_closed`.";
}

crate::elements! {
    /// Strategies.
    pub mod strategies of Plan: Strategy, NewStrategy, StrategyDetails, StrategyId;
    named strategy, "a strategy", "strategies" in "a plan";
    at "/v1/plans/{plan_id}/strategies", "/v1/plans/{plan_id}/strategies/{strategy_id}"
        by "plan_id": PlanId, "strategy_id";
    tag "plan"; write Action::WritePlan;
    says "While the plan is a draft. For the responsible worker. Its goals are of the plan (422 `unknown_reference`), each named once (422 `repeated_item`); it does not end before it begins (422 `date_too_early`); a worker it names sees the case (422 `unknown_reference`). What a technique needs is asked when the plan is activated: `techniques_qualified` of its checklist. Refused: `document_full`, `plan_not_draft`, `case_ending`, `case_on_hold`, `closure_pending`, `case_closed`.";
    checked known_specialist;
}

crate::elements! {
    /// Indicators of goals.
    pub mod indicators of Plan: Indicator, NewIndicator, IndicatorDetails, IndicatorId;
    named indicator, "an indicator", "indicators" in "a plan";
    at "/v1/plans/{plan_id}/indicators", "/v1/plans/{plan_id}/indicators/{indicator_id}"
        by "plan_id": PlanId, "indicator_id";
    tag "plan"; write Action::WritePlan;
    says "While the plan is a draft. For the responsible worker. Its goal is one of the plan (422 `unknown_reference`); the target lies within the range (422 `too_small`, `too_large`). Refused: `document_full`, `plan_not_draft`, `case_ending`, `case_on_hold`, `closure_pending`, `case_closed`.";
}

crate::elements! {
    /// What is done if the plan does not work.
    pub mod alternative_plans of Plan: AlternativePlan, NewAlternativePlan, ContingencyDetails, AlternativePlanId;
    named alternative_plan, "an alternative plan", "alternative plans" in "a plan";
    at "/v1/plans/{plan_id}/alternative-plans", "/v1/plans/{plan_id}/alternative-plans/{alternative_plan_id}"
        by "plan_id": PlanId, "alternative_plan_id";
    tag "plan"; write Action::WritePlan;
    says "While the plan is a draft. For the responsible worker. Refused: `document_full`, `plan_not_draft`, `case_ending`, `case_on_hold`, `closure_pending`, `case_closed`.";
}

crate::elements! {
    /// What is done in a crisis.
    pub mod crisis_plans of Plan: CrisisPlan, NewCrisisPlan, ContingencyDetails, CrisisPlanId;
    named crisis_plan, "a crisis plan", "crisis plans" in "a plan";
    at "/v1/plans/{plan_id}/crisis-plans", "/v1/plans/{plan_id}/crisis-plans/{crisis_plan_id}"
        by "plan_id": PlanId, "crisis_plan_id";
    tag "plan"; write Action::WritePlan;
    says "While the plan is a draft. For the responsible worker. Refused: `document_full`, `plan_not_draft`, `case_ending`, `case_on_hold`, `closure_pending`, `case_closed`.";
}

crate::elements! {
    /// Consultations of the team.
    pub mod team_consultations of Plan: TeamConsultation, NewTeamConsultation, ConsultationDetails, TeamConsultationId;
    named team_consultation, "a consultation of the team", "consultations of the team" in "a plan";
    at "/v1/plans/{plan_id}/team-consultations", "/v1/plans/{plan_id}/team-consultations/{team_consultation_id}"
        by "plan_id": PlanId, "team_consultation_id";
    tag "plan"; write Action::WritePlan;
    says "While the plan is a draft. For the responsible worker. Refused: `document_full`, `plan_not_draft`, `case_ending`, `case_on_hold`, `closure_pending`, `case_closed`.";
}

/// The issue that a goal answers is one that an assessment of the case has; who was named already
/// stays named.
fn known_issue(
    act: &mut Act<'_, '_>,
    case: &Loaded,
    details: &GoalDetails,
    before: Option<&GoalDetails>,
) -> Result<Vec<Fault>, Stop> {
    let Some(issue) = details.issue_id else {
        return Ok(Vec::new());
    };
    let named = before.and_then(|before| before.issue_id) == Some(issue);
    let known = named
        || on!(
            act.tx,
            elements::in_case(case.case.id, ElementKind::Issue, issue.0)
        )?;
    let unknown = Fault::new("/issue_id", FaultCode::UnknownReference);
    Ok((!known).then_some(unknown).into_iter().collect())
}

/// The worker who carries a strategy out sees the case.
fn known_specialist(
    act: &mut Act<'_, '_>,
    case: &Loaded,
    details: &StrategyDetails,
    before: Option<&StrategyDetails>,
) -> Result<Vec<Fault>, Stop> {
    let before = before.and_then(|before| before.qualified_worker_id);
    let (pointer, named) = ("/qualified_worker_id", details.qualified_worker_id);
    Ok(Vec::from_iter(unfit_worker(
        act, case, pointer, named, before,
    )?))
}

/// The worker who does a task sees the case.
fn known_owner(
    act: &mut Act<'_, '_>,
    case: &Loaded,
    details: &PlanTaskDetails,
    before: Option<&PlanTaskDetails>,
) -> Result<Vec<Fault>, Stop> {
    let before = before.and_then(|before| before.owner_id);
    let (pointer, named) = ("/owner_id", details.owner_id);
    Ok(Vec::from_iter(unfit_worker(
        act, case, pointer, named, before,
    )?))
}
