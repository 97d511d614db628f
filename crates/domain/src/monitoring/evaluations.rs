//! Evaluations: what was planned held against what was achieved, and what follows from it (rule
//! 18). They are never changed; of an episode of a case the latest counts.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    AchievementLevel, EffectivenessRating, EvaluationConclusion, GraduationKind, GraduationProof,
    MonitoringEvent,
};
use crate::cases::{Case, CaseId, RecordKind, RecordRef, takes_records};
use crate::intervention::plan::{Plan, PlanContent, PlanId, PlanStatus};
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::termination::TerminationReason;
use crate::texts::Lines;
use crate::warnings::{Fault, FaultCode};

crate::record_id!(EvaluationId, "An evaluation.");

/// What became of a goal or objective.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Achievement {
    /// The goal or objective.
    pub element_id: Uuid,
    /// What became of it.
    pub result: AchievementLevel,
    /// Why it was dropped, or whatever else is to be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Lines>,
}

/// That the client graduates from the help, and what shows it (rule 39).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GraduationEvidence {
    /// How the client graduates.
    pub kind: GraduationKind,
    /// What shows it; a resignation shows self-reliance only.
    #[schema(min_items = 1, max_items = 10)]
    pub shown_by: Vec<GraduationProof>,
    /// The same in words.
    pub statement: Lines,
}

/// What an evaluation says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EvaluationDetails {
    /// The version of the plan that is evaluated: the active one.
    pub plan_id: PlanId,
    /// On which day; not in the future.
    pub evaluated_on: NaiveDate,
    /// What became of each goal and objective of the plan, each of them once.
    #[schema(max_items = 500)]
    pub results: Vec<Achievement>,
    /// How well the work was done.
    pub process: EffectivenessRating,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<EffectivenessRating>,
    /// Why there is no outcome to be rated: a client who needs the service without an end is
    /// evaluated on the process (K step 8). Needed exactly where the outcome is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_only: Option<Lines>,
    /// What stood in the way.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub obstacles: Vec<Lines>,
    /// What was learned.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub lessons: Vec<Lines>,
    /// That the client graduates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub graduation: Option<GraduationEvidence>,
    /// What follows.
    pub conclusion: EvaluationConclusion,
}

/// Evaluates the plan of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "plan_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e25", "evaluated_on": "2026-07-02",
    "results": [
        {"element_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e21", "result": "achieved"},
        {"element_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e22", "result": "dropped",
            "reason": "The neighbour moved away; the niece cooks now."}
    ],
    "process": "effective", "outcome": "effective",
    "lessons": ["Ask the family before the services."], "conclusion": "prepare_termination"
})))]
pub struct NewEvaluation {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<EvaluationId>,
    /// What it says.
    #[serde(flatten)]
    pub details: EvaluationDetails,
}

/// An evaluation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Evaluation {
    /// The id.
    pub id: EvaluationId,
    /// The case.
    pub case_id: CaseId,
    /// The episode of the case.
    #[schema(minimum = 1, maximum = 1000)]
    pub episode: i32,
    /// What it says.
    #[serde(flatten)]
    pub details: EvaluationDetails,
    /// Whether every goal of the plan that was not dropped is achieved, and at least one is.
    pub goals_achieved: bool,
    /// Who evaluated.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
}

impl EvaluationDetails {
    /// What is wrong with them, for a plan with these parts.
    #[must_use]
    pub fn faults(&self, content: &PlanContent, today: NaiveDate) -> Vec<Fault> {
        let planned = planned(content);
        let mut faults = Vec::new();
        for (index, one) in self.results.iter().enumerate() {
            let at = |field: &str| format!("/results/{index}/{field}");
            let earlier = self.results.iter().take(index);
            if !planned.contains(&one.element_id) {
                faults.push(Fault::new(at("element_id"), FaultCode::UnknownReference));
            } else if earlier
                .into_iter()
                .any(|it| it.element_id == one.element_id)
            {
                faults.push(Fault::new(at("element_id"), FaultCode::RepeatedItem));
            }
            if one.result == AchievementLevel::Dropped && one.reason.is_none() {
                faults.push(Fault::new(at("reason"), FaultCode::Required));
            }
        }
        // All are known and none is told twice, so fewer than planned leave one out.
        if faults.is_empty() && self.results.len() < planned.len() {
            let fault = Fault::new("/results", FaultCode::TooFewItems);
            faults.push(fault.with("min", planned.len()));
        }
        match (&self.outcome, &self.process_only) {
            (None, None) => faults.push(Fault::new("/outcome", FaultCode::Required)),
            (Some(_), Some(_)) => {
                let fault = Fault::new("/process_only", FaultCode::NotValid);
                faults.push(fault.with("expected", "without outcome"));
            }
            (Some(_), None) | (None, Some(_)) => {}
        }
        if self.evaluated_on > today {
            faults.push(Fault::new("/evaluated_on", FaultCode::DateInFuture));
        }
        if let Some(graduation) = &self.graduation
            && graduation.kind != GraduationKind::SelfReliant
            && let Some(index) = graduation
                .shown_by
                .iter()
                .position(|it| *it == GraduationProof::Resignation)
        {
            let pointer = format!("/graduation/shown_by/{index}");
            let fault = Fault::new(pointer, FaultCode::NotValid);
            faults.push(fault.with("expected", GraduationKind::SelfReliant));
        }
        faults
    }

    /// Whether every goal that was not dropped is achieved, and at least one is.
    #[must_use]
    pub fn goals_achieved(&self, content: &PlanContent) -> bool {
        let result = |id: Uuid| self.results.iter().find(|it| it.element_id == id);
        let goals: Vec<AchievementLevel> = content
            .goals
            .iter()
            .filter_map(|goal| result(goal.id.0))
            .map(|it| it.result)
            .filter(|result| *result != AchievementLevel::Dropped)
            .collect();
        !goals.is_empty() && goals.iter().all(|it| *it == AchievementLevel::Achieved)
    }
}

impl Evaluation {
    /// Whether it is the evaluation with the evidence that this reason asks for (rule 44).
    #[must_use]
    pub fn shows(&self, reason: TerminationReason) -> bool {
        let graduates = |kind| {
            let evidence = self.details.graduation.as_ref();
            evidence.is_some_and(|it| it.kind == kind)
        };
        match reason {
            TerminationReason::GoalsAchieved => self.goals_achieved,
            TerminationReason::NoFurtherProgress => true,
            TerminationReason::GraduationSelfReliant => graduates(GraduationKind::SelfReliant),
            TerminationReason::GraduationCapable => graduates(GraduationKind::Capable),
            TerminationReason::GraduationNatural => graduates(GraduationKind::Natural),
            TerminationReason::ServiceAvailableElsewhere
            | TerminationReason::ProgrammePeriodEnded
            | TerminationReason::OrderExpired
            | TerminationReason::TransferredToAgency
            | TerminationReason::ClientRequest
            | TerminationReason::NoSuitableService
            | TerminationReason::NotEligible
            | TerminationReason::BeyondAgencyCapacity
            | TerminationReason::WorkerClientRelationship
            | TerminationReason::AbscondedFromInstitution
            | TerminationReason::LostContact
            | TerminationReason::MovedAway
            | TerminationReason::Deceased => false,
        }
    }

    /// Whether it concludes that the end be prepared.
    #[must_use]
    pub fn prepares_termination(&self) -> bool {
        self.details.conclusion == EvaluationConclusion::PrepareTermination
    }

    /// The record, named.
    #[must_use]
    pub const fn record(&self) -> RecordRef {
        RecordRef {
            kind: RecordKind::Evaluation,
            id: self.id.0,
        }
    }
}

/// The goals and objectives of a plan.
fn planned(content: &PlanContent) -> Vec<Uuid> {
    let goals = content.goals.iter().map(|it| it.id.0);
    goals
        .chain(content.objectives.iter().map(|it| it.id.0))
        .collect()
}

/// Evaluates the active plan of a case.
///
/// # Errors
/// `case_closed`, `plan_not_active`.
pub fn decide_evaluate(
    case: &Case,
    plan: &Plan,
    details: &EvaluationDetails,
) -> Decision<MonitoringEvent> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    if plan.status != PlanStatus::Active {
        refusals.push(Refusal::new(RefusalCode::PlanNotActive).at("/plan_id"));
    }
    decided(refusals, || {
        vec![MonitoringEvent::Evaluated {
            plan_id: plan.id,
            process: details.process,
            outcome: details.outcome,
            conclusion: details.conclusion,
            evaluated_on: details.evaluated_on,
        }]
    })
}
