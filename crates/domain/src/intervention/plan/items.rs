//! The parts of a plan, each a record of its own. They keep their ids in the next versions, so that
//! progress and observations go on.

use super::{
    ConsultationDetails, ContingencyDetails, GoalDetails, IndicatorDetails, MilestoneDetails,
    ObjectiveDetails, PlanId, PlanTaskDetails, RoleDetails, StrategyDetails,
};
use crate::{content, element};

element! {
    /// A goal of a plan.
    Goal, GoalId, NewGoal: GoalDetails
        in PlanContent, plan_id: PlanId; "A goal of a plan."; {
    "statement": "Mak Som eats three meals a day and takes her medicine", "term": "short_term",
    "term_reason": "Her niece next door can start at once.", "target_on": "2026-06-30",
    "issue": "Nobody cooks for her", "criterion": "Three meals on six of seven days, four weeks on end",
    "weight": 2
}
}

element! {
    /// An objective of a plan, under a goal.
    Objective, ObjectiveId, NewObjective: ObjectiveDetails
        in PlanContent, plan_id: PlanId; "An objective of a plan, under a goal."; {
    "goal_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e21",
    "statement": "A neighbour cooks on weekdays from May on", "target_on": "2026-05-01"
}
}

element! {
    /// A task of a plan, under an objective.
    PlanTask, PlanTaskId, NewPlanTask: PlanTaskDetails
        in PlanContent, plan_id: PlanId; "A task of a plan, under an objective."; {
    "objective_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e22", "title": "Ask Puan Rokiah next door",
    "kind": "mobilise_resource", "owner": "caseworker", "starts_on": "2026-04-06", "due_on": "2026-04-10"
}
}

element! {
    /// Who does what in a plan.
    PlanRole, PlanRoleId, NewPlanRole: RoleDetails
        in PlanContent, plan_id: PlanId; "Who does what in a plan."; {
    "party": "family", "name": "Cik Salmah, niece", "duties": "Cooks in the evening",
    "obstacles": "Works late on Thursdays", "resolution": "Puan Rokiah cooks on Thursdays",
    "explained_on": "2026-04-01", "accepted_on": "2026-04-02"
}
}

element! {
    /// A milestone of a plan.
    Milestone, MilestoneId, NewMilestone: MilestoneDetails
        in PlanContent, plan_id: PlanId; "A milestone of a plan."; {"title": "Meals every weekday", "due_on": "2026-05-15"}
}

element! {
    /// A strategy of a plan.
    Strategy, StrategyId, NewStrategy: StrategyDetails
        in PlanContent, plan_id: PlanId; "A strategy of a plan."; {
    "goal_ids": ["01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e21"], "description": "Win the neighbours for her",
    "technique": "network_building", "method": "casework", "level": "mezzo", "influence_mode": "persuade",
    "provision": "direct", "worker_role": "broker", "starts_on": "2026-04-06", "ends_on": "2026-06-30"
}
}

element! {
    /// An indicator of a plan: what is measured for a goal.
    Indicator, IndicatorId, NewIndicator: IndicatorDetails
        in PlanContent, plan_id: PlanId; "An indicator of a plan: what is measured for a goal."; {
    "goal_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e21", "name": "Days with three meals",
    "measure": "frequency", "unit": "days a week", "minimum": 0.0, "maximum": 7.0,
    "direction": "increase", "target": 6.0
}
}

element! {
    /// What is done if the plan does not work.
    AlternativePlan, AlternativePlanId, NewAlternativePlan: ContingencyDetails
        in PlanContent, plan_id: PlanId; "What is done if the plan does not work."; {
    "trigger": "The niece moves away", "response": "Place at the day-care centre", "by_whom": "caseworker"
}
}

element! {
    /// What is done if a crisis breaks out.
    CrisisPlan, CrisisPlanId, NewCrisisPlan: ContingencyDetails
        in PlanContent, plan_id: PlanId; "What is done if a crisis breaks out."; {
    "trigger": "She falls and cannot get up", "response": "Call 999, then the niece",
    "by_whom": "family", "name": "Cik Salmah, niece"
}
}

element! {
    /// A consultation of the team on the plan.
    TeamConsultation, TeamConsultationId, NewTeamConsultation: ConsultationDetails
        in PlanContent, plan_id: PlanId; "A consultation of the team on the plan."; {
    "held_on": "2026-03-30", "disciplines": ["nurse"], "advice": "Soft food; the dosage box is filled weekly."
}
}

content! {
    /// All parts of a version of a plan.
    pub struct PlanContent of PlanId {
        /// What is to be reached.
        goals: Goal,
        /// The steps on the way.
        objectives: Objective,
        /// What is to be done.
        tasks: PlanTask,
        /// Who does what.
        roles: PlanRole,
        /// What is reached by when.
        milestones: Milestone,
        /// How the goals are to be reached.
        strategies: Strategy,
        /// What is measured.
        indicators: Indicator,
        /// What is done if the plan does not work.
        alternatives: AlternativePlan,
        /// What is done in a crisis.
        crisis_plans: CrisisPlan,
        /// Who was consulted.
        consultations: TeamConsultation,
    }
}
