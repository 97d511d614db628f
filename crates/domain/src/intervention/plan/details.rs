//! What is told of the parts of a plan: what is aimed at, who does what by when, how it is known
//! that it works, and what is done if it does not.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    FeasibilityGrade, GoalId, GoalTerm, IndicatorDirection, IndicatorMeasure, ObjectiveId,
    PlanParty, PlanTaskId, PlanTaskKind, Provision,
};
use crate::assessment::IssueId;
use crate::cases::Discipline;
use crate::intervention::{
    InfluenceMode, InterventionMethod, PracticeLevel, StrategyTechnique, WorkerRole,
};
use crate::parties::WorkerId;
use crate::texts::{Line, Lines};

const fn one() -> i32 {
    1
}

/// A goal: what is to be reached, by when, and how one will know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GoalDetails {
    /// What is to be reached.
    pub statement: Lines,
    /// How far away it is.
    pub term: GoalTerm,
    /// Why: which resources there are.
    pub term_reason: Lines,
    /// By when; not before the plan starts.
    pub target_on: NaiveDate,
    /// The issue it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<Line>,
    /// The same, as a part of an assessment of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue_id: Option<IssueId>,
    /// By what one will know that it is reached; needed before the plan is activated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criterion: Option<Lines>,
    /// How much it counts beside the others; 1 unless told.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 100, default = 1)]
    pub weight: i32,
    /// What each of the five levels of attainment looks like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<AttainmentScale>,
    /// The level at the start; needs the scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -2, maximum = 2)]
    pub baseline_level: Option<i32>,
}

/// The five levels of goal attainment, described (rule 14).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AttainmentScale {
    /// −2: much less than expected.
    pub much_less: Lines,
    /// −1: less than expected.
    pub less: Lines,
    /// 0: as expected.
    pub expected: Lines,
    /// +1: more than expected.
    pub more: Lines,
    /// +2: much more than expected.
    pub much_more: Lines,
}

/// An objective: a step on the way to a goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ObjectiveDetails {
    /// The goal it leads to.
    pub goal_id: GoalId,
    /// What is to be reached.
    pub statement: Lines,
    /// By what one will know that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criterion: Option<Lines>,
    /// By when; not before the plan starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_on: Option<NaiveDate>,
}

/// A task under an objective. The chart of all tasks is drawn from start, due date and order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanTaskDetails {
    /// The objective it serves.
    pub objective_id: ObjectiveId,
    /// What is to be done.
    pub title: Line,
    /// What it is for.
    pub kind: PlanTaskKind,
    /// Who does it.
    pub owner: PlanParty,
    /// The worker who does it, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<WorkerId>,
    /// When it begins; not before the plan starts.
    pub starts_on: NaiveDate,
    /// By when it is done.
    pub due_on: NaiveDate,
    /// The tasks that must be done before it begins.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub after: Vec<PlanTaskId>,
}

/// Who does what, what may stand in the way, and whether they know and accept it (M309).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RoleDetails {
    /// Who.
    pub party: PlanParty,
    /// By name, if not the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// What they do and answer for.
    pub duties: Lines,
    /// What may stand in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obstacles: Option<Lines>,
    /// How that is resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Lines>,
    /// When the role was explained to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explained_on: Option<NaiveDate>,
    /// When they accepted it; not before it was explained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_on: Option<NaiveDate>,
}

/// A milestone of the work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MilestoneDetails {
    /// What is reached then.
    pub title: Line,
    /// When; not before the plan starts.
    pub due_on: NaiveDate,
    /// The goal it is a mark of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal_id: Option<GoalId>,
}

/// A strategy: how the goals are to be reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StrategyDetails {
    /// The goals it serves; at least one before the plan is activated.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub goal_ids: Vec<GoalId>,
    /// What is done.
    pub description: Lines,
    /// The technique. Some need a qualification.
    pub technique: StrategyTechnique,
    /// The method of social work.
    pub method: InterventionMethod,
    /// The level it works at; needed before the plan is activated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<PracticeLevel>,
    /// How the worker influences; `coerce` needs a legal basis and the word of a superior.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub influence_mode: Option<InfluenceMode>,
    /// Whether the agency itself provides what it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provision: Option<Provision>,
    /// The role the worker takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker_role: Option<WorkerRole>,
    /// When it begins; with `ends_on` the time frame, needed before the plan is activated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<NaiveDate>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// How likely it is to work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feasibility: Option<Feasibility>,
    /// The worker who carries it out, where the technique needs a qualification; on the day of
    /// activation one of that kind must be valid. Somebody who sees the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualified_worker_id: Option<WorkerId>,
    /// Where it is no worker: who carries it out, by which qualification. Beside
    /// `qualified_worker_id` a remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualified: Option<Line>,
}

/// What speaks for a strategy: the client's motivation and ability, what there is, what is on
/// offer (S90).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Feasibility {
    /// The client's motivation to change.
    pub motivation: FeasibilityGrade,
    /// The client's ability to change.
    pub ability: FeasibilityGrade,
    /// The resources at hand.
    pub resources: FeasibilityGrade,
    /// The services that can be had.
    pub services: FeasibilityGrade,
    /// What else is to be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// An indicator: what is measured to know whether a goal comes nearer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct IndicatorDetails {
    /// The goal it serves.
    pub goal_id: GoalId,
    /// What is measured.
    pub name: Line,
    /// How.
    pub measure: IndicatorMeasure,
    /// In what unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Line>,
    /// The instrument or form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<Line>,
    /// The least it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -1_000_000_000_i64, maximum = 1_000_000_000_i64)]
    pub minimum: Option<f64>,
    /// The most it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -1_000_000_000_i64, maximum = 1_000_000_000_i64)]
    pub maximum: Option<f64>,
    /// In which direction it improves.
    pub direction: IndicatorDirection,
    /// What it should come to, within the range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -1_000_000_000_i64, maximum = 1_000_000_000_i64)]
    pub target: Option<f64>,
}

/// What is done if the plan does not work (alternative plan), or if a crisis breaks out (crisis
/// plan).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ContingencyDetails {
    /// What would trigger it.
    pub trigger: Lines,
    /// What is then done.
    pub response: Lines,
    /// By whom.
    pub by_whom: PlanParty,
    /// By name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
}

/// A consultation of the team, or of others who know more, on the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConsultationDetails {
    /// On which day.
    pub held_on: NaiveDate,
    /// Which disciplines took part.
    #[schema(min_items = 1, max_items = 20)]
    pub disciplines: Vec<Discipline>,
    /// What they advised.
    pub advice: Lines,
}
