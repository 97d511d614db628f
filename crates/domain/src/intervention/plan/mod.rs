//! The plan of a case, in versions: its parts are records of their own, and the version as a whole
//! is proposed, agreed, approved and activated (rules 2, 12, 13, 20; §4).

mod activation;
mod acts;
mod comparison;
mod details;
mod events;
mod items;
mod progress;
mod record;
mod rules;
mod vocabulary;

pub use activation::{PLAN_ACTIVATION, PlanFacts, plan_part};
pub use acts::{
    ActivatePlan, AgreePlan, ApprovePlan, ClientStanding, ClosePlan, ProposePlan, RejectPlan,
    WithdrawPlan, decide_activate, decide_agree, decide_approve_plan, decide_close_plan,
    decide_draft_plan, decide_edit_plan, decide_next_version, decide_propose, decide_reject_plan,
    decide_withdraw_plan, draft_barred, plan_barred,
};
pub use comparison::{ChangedPart, FieldChange, PartRef, PlanComparison, Version, compare_plans};
pub use details::{
    AttainmentScale, ConsultationDetails, ContingencyDetails, Feasibility, GoalDetails,
    IndicatorDetails, MilestoneDetails, ObjectiveDetails, PlanTaskDetails, RoleDetails,
    StrategyDetails,
};
pub use events::PlanEvent;
pub use items::{
    AlternativePlan, AlternativePlanId, CrisisPlan, CrisisPlanId, Goal, GoalId, Indicator,
    IndicatorId, Milestone, MilestoneId, NewAlternativePlan, NewCrisisPlan, NewGoal, NewIndicator,
    NewMilestone, NewObjective, NewPlanRole, NewPlanTask, NewStrategy, NewTeamConsultation,
    Objective, ObjectiveId, PlanContent, PlanRole, PlanRoleId, PlanTask, PlanTaskId, Strategy,
    StrategyId, TeamConsultation, TeamConsultationId,
};
pub use progress::{NewProgress, PlanProgress, ProgressDetails, ProgressId, decide_progress};
pub use record::{
    Agreement, NewPlan, NewPlanVersion, Plan, PlanCourse, PlanDecision, PlanDetails, PlanId,
    PracticeSystems,
};
pub use vocabulary::{
    AgreementObstacle, CaseManagementModel, FeasibilityGrade, GoalTerm, IndicatorDirection,
    IndicatorMeasure, PlanParty, PlanStatus, PlanTaskKind, PlanTaskStatus, Provision,
};

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
