//! What activating a plan needs (rule 2): the gate is one of the case, so that its requirements are
//! overridden as those of any other.

use chrono::NaiveDate;

use super::{Plan, PlanContent, PlanStatus, Strategy};
use crate::cases::{
    Finding, GateFacts, Missing, MissingCode, RecordKind, RecordRef, Requirement, RequirementCode,
    always, never,
};
use crate::elements::Element;
use crate::intervention::InfluenceMode;
use crate::parties::qualification::{Qualification, QualificationKind};

/// What the gate looks at: the unfinished version and what its case has.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanFacts {
    /// The version.
    pub plan: Plan,
    /// Its parts.
    pub content: PlanContent,
    /// Whether there is a team to be consulted: somebody beside the responsible worker.
    pub team: bool,
    /// Whether there is a legal basis for the case: a court order, a statute.
    pub legal_basis: bool,
    /// Whether the newest finalised assessment tells how the client functions in daily life.
    pub functioning: bool,
    /// What the active ones of the workers are qualified for who carry out a technique that needs
    /// it.
    pub qualifications: Vec<Qualification>,
    /// The date in the unit's time zone.
    pub today: NaiveDate,
}

/// A check of the plan; without one everything is missing.
macro_rules! of_plan {
    ($check:expr) => {
        |facts: &GateFacts| match &facts.plan {
            Some(plan) => $check(plan),
            None => Finding::missing(MissingCode::Record),
        }
    };
}

fn has(facts: &GateFacts, what: fn(&PlanFacts) -> bool) -> bool {
    facts.plan.as_deref().is_some_and(what)
}

/// The requirements of activating a plan.
pub const PLAN_ACTIVATION: &[Requirement<GateFacts>] = &[
    Requirement {
        code: RequirementCode::GoalsMeasurable,
        overridable: never,
        applies: always,
        check: of_plan!(goals_measurable),
    },
    Requirement {
        code: RequirementCode::StrategiesComplete,
        overridable: never,
        applies: always,
        check: of_plan!(strategies_complete),
    },
    Requirement {
        code: RequirementCode::TechniquesQualified,
        overridable: never,
        applies: |facts| {
            has(facts, |it| {
                it.content.needing_qualification().next().is_some()
            })
        },
        check: of_plan!(techniques_qualified),
    },
    Requirement {
        code: RequirementCode::CoercionGrounded,
        overridable: never,
        applies: |facts| has(facts, |it| it.content.coerces()),
        check: of_plan!(coercion_grounded),
    },
    Requirement {
        code: RequirementCode::FunctionallyAssessed,
        overridable: always,
        applies: |facts| has(facts, |it| it.plan.details.model.asks_for_functioning()),
        check: of_plan!(|it: &PlanFacts| reached(it, it.functioning, MissingCode::FunctionalArea)),
    },
    Requirement {
        code: RequirementCode::AlternativePlanMade,
        overridable: always,
        applies: always,
        check: of_plan!(|it: &PlanFacts| first(
            it.content.alternatives.first(),
            MissingCode::AlternativePlan
        )),
    },
    Requirement {
        code: RequirementCode::TeamConsulted,
        overridable: always,
        applies: |facts| has(facts, |it| it.team),
        check: of_plan!(|it: &PlanFacts| first(
            it.content.consultations.first(),
            MissingCode::TeamConsultation
        )),
    },
    Requirement {
        code: RequirementCode::ClientAgreement,
        overridable: never,
        applies: always,
        check: of_plan!(|it: &PlanFacts| reached(
            it,
            it.plan.course.agreement.is_some(),
            MissingCode::ClientAgreement
        )),
    },
    Requirement {
        code: RequirementCode::PlanApproved,
        overridable: never,
        applies: always,
        check: of_plan!(|it: &PlanFacts| reached(
            it,
            it.plan.status == PlanStatus::Approved,
            MissingCode::PlanApproval
        )),
    },
];

fn goals_measurable(facts: &PlanFacts) -> Finding {
    let content = &facts.content;
    if content.goals.is_empty() {
        return Finding::missing(MissingCode::Goal);
    }
    let mut missing = Vec::new();
    for goal in &content.goals {
        let measured = content
            .indicators
            .iter()
            .any(|it| it.details.goal_id == goal.id);
        if goal.details.criterion.is_none() {
            missing.push(Missing::record(MissingCode::GoalCriterion, plan_part(goal)));
        }
        if !measured {
            missing.push(Missing::record(MissingCode::GoalIndicator, plan_part(goal)));
        }
    }
    Finding::when_complete(missing, None)
}

fn strategies_complete(facts: &PlanFacts) -> Finding {
    let strategies = &facts.content.strategies;
    if strategies.is_empty() {
        return Finding::missing(MissingCode::Strategy);
    }
    let mut missing = Vec::new();
    for strategy in strategies {
        let details = &strategy.details;
        let lacks = [
            (details.goal_ids.is_empty(), MissingCode::StrategyGoal),
            (
                details.starts_on.is_none() || details.ends_on.is_none(),
                MissingCode::StrategyTimeFrame,
            ),
            (details.level.is_none(), MissingCode::StrategyLevel),
        ];
        let lacks = lacks.into_iter().filter(|(lacks, _)| *lacks);
        missing.extend(lacks.map(|(_, code)| Missing::record(code, plan_part(strategy))));
    }
    Finding::when_complete(missing, None)
}

/// Somebody qualified carries out each technique that needs it: a worker by a qualification of the
/// kind that is valid today, or somebody else who is named with the qualification.
fn techniques_qualified(facts: &PlanFacts) -> Finding {
    let held = |worker, kind| {
        let mut held = facts.qualifications.iter();
        held.any(|one| {
            one.worker_id == worker && one.details.kind == kind && one.valid_on(facts.today)
        })
    };
    let needing = facts.content.needing_qualification();
    let missing = needing.filter_map(|(strategy, kind)| {
        let details = &strategy.details;
        let code = match details.qualified_worker_id {
            Some(worker) if held(worker, kind) => return None,
            Some(_) => MissingCode::WorkerQualification,
            None if details.qualified.is_some() => return None,
            None => MissingCode::StrategyQualification,
        };
        Some(Missing {
            qualification: Some(kind),
            ..Missing::record(code, plan_part(strategy))
        })
    });
    Finding::when_complete(missing.collect(), None)
}

impl PlanContent {
    /// The strategies whose technique needs a qualification, with its kind.
    pub fn needing_qualification(&self) -> impl Iterator<Item = (&Strategy, QualificationKind)> {
        let strategies = self.strategies.iter();
        strategies.filter_map(|it| Some((it, it.details.technique.qualification()?)))
    }
}

/// Coercion needs a legal basis and a superior, who says in the approval why it is warranted (S90).
fn coercion_grounded(facts: &PlanFacts) -> Finding {
    let coercive = facts
        .content
        .strategies
        .iter()
        .filter(|it| it.details.influence_mode == Some(InfluenceMode::Coerce));
    let approval = facts.plan.course.approval.as_ref();
    let explained = approval.is_some_and(|approval| approval.coercion.is_some());
    let mut missing = Vec::new();
    for strategy in coercive {
        if !facts.legal_basis {
            missing.push(Missing::record(
                MissingCode::CoercionLegalBasis,
                plan_part(strategy),
            ));
        }
        if !explained {
            missing.push(Missing::record(
                MissingCode::CoercionApproval,
                plan_part(strategy),
            ));
        }
    }
    Finding::when_complete(missing, Some(facts.plan.record()))
}

/// Met by the first of them.
fn first<E: Element>(element: Option<&E>, code: MissingCode) -> Finding {
    match element {
        Some(element) => Finding::Met(Some(plan_part(element))),
        None => Finding::missing(code),
    }
}

/// Met by the plan itself when it has come so far.
fn reached(facts: &PlanFacts, reached: bool, code: MissingCode) -> Finding {
    if reached {
        Finding::Met(Some(facts.plan.record()))
    } else {
        Finding::missing(code)
    }
}

/// A part of a plan, as gates name it.
#[must_use]
pub fn plan_part<E: Element>(element: &E) -> RecordRef {
    RecordRef {
        kind: RecordKind::PlanPart,
        id: crate::words::RecordId::uuid(element.id()),
    }
}
