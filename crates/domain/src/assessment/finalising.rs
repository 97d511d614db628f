//! What finalising an assessment needs, as a checklist that can be read before it is tried, and
//! what follows from it (rules 2 and 8).

use chrono::{DateTime, NaiveDate, Utc};

use super::{Assessment, AssessmentContent, AssessmentEvent, IssueId, NeedArea, RiskLevel};
use crate::cases::{
    Case, CaseEvent, Checklist, Finding, Gate, Missing, MissingCode, Override, RecordKind,
    RecordRef, Requirement, RequirementCode, always, checklist, never,
};
use crate::parties::WorkerId;
use crate::refusal::{Refusal, RefusalCode, decided};
use crate::words::Word;

/// What the gate of finalising looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct FinalisingFacts {
    /// The draft.
    pub assessment: Assessment,
    /// What it holds.
    pub content: AssessmentContent,
    /// The consent to be assessed that is in force.
    pub consent: Finding,
    /// Whether a court order or statute mandates the work.
    pub mandated: bool,
    /// Of a correction: the day in the unit on which what it corrects was finalised first.
    pub first_finalised_on: Option<NaiveDate>,
}

/// What an assessment needs before it is finalised.
pub const FINALISING: &[Requirement<FinalisingFacts>] = &[
    Requirement {
        code: RequirementCode::AssessmentConsent,
        // A legal basis takes the place of the consent to the service only (rule 10); but where the
        // law wants the assessment, a client who refuses it does not end it.
        overridable: |facts| facts.mandated,
        applies: always,
        check: |facts| facts.consent.clone(),
    },
    Requirement {
        code: RequirementCode::FiveAreasRecorded,
        overridable: never,
        applies: always,
        check: |facts| Finding::when_complete(facts.areas_left(), None),
    },
    Requirement {
        code: RequirementCode::RisksRecorded,
        overridable: never,
        applies: always,
        check: |facts| {
            facts.one_or_none(
                facts.content.risks.is_empty(),
                facts.assessment.details.no_risk_found,
                MissingCode::Risk,
            )
        },
    },
    Requirement {
        code: RequirementCode::SafetyPlanMade,
        overridable: never,
        applies: |facts| facts.content.risk().alarming(),
        check: |facts| match &facts.assessment.details.safety_plan {
            Some(_) => Finding::Met(None),
            None => Finding::missing(MissingCode::SafetyPlan),
        },
    },
    Requirement {
        code: RequirementCode::IssueRanked,
        overridable: never,
        applies: always,
        check: |facts| Finding::when_complete(facts.ranks_left(), None),
    },
    Requirement {
        code: RequirementCode::PriorityAgreedWithClient,
        overridable: always,
        applies: always,
        check: |facts| match facts.assessment.details.priority_agreed_on {
            Some(_) => Finding::Met(None),
            None => Finding::missing(MissingCode::PriorityAgreedOn),
        },
    },
    Requirement {
        code: RequirementCode::ResourcesConsidered,
        overridable: always,
        applies: always,
        check: |facts| {
            facts.one_or_none(
                facts.content.resources.is_empty(),
                facts.assessment.details.no_resource_found,
                MissingCode::Resource,
            )
        },
    },
];

impl FinalisingFacts {
    fn areas_left(&self) -> Vec<Missing> {
        let needs = &self.content.needs;
        NeedArea::all()
            .iter()
            .filter(|area| needs.iter().all(|need| need.details.area != **area))
            .map(|area| Missing::of(needed(*area)))
            .collect()
    }

    fn ranks_left(&self) -> Vec<Missing> {
        let issues = &self.content.issues;
        if issues.is_empty() {
            return vec![Missing::of(MissingCode::Issue)];
        }
        let unranked = issues
            .iter()
            .filter(|issue| issue.details.priority.is_none())
            .map(|issue| about(MissingCode::IssuePriority, issue.id));
        let shared = self.content.shared_priorities();
        let shared = shared
            .into_iter()
            .map(|issue| about(MissingCode::OwnPriority, issue.id));
        unranked.chain(shared).collect()
    }

    /// Something was recorded, or that there is nothing.
    fn one_or_none(&self, empty: bool, none_found: bool, missing: MissingCode) -> Finding {
        if empty && !none_found {
            Finding::missing(missing)
        } else {
            Finding::Met(None)
        }
    }
}

fn about(code: MissingCode, issue: IssueId) -> Missing {
    let record = RecordRef {
        kind: RecordKind::Element,
        id: issue.0,
    };
    Missing::record(code, record)
}

const fn needed(area: NeedArea) -> MissingCode {
    match area {
        NeedArea::Physical => MissingCode::PhysicalNeed,
        NeedArea::EmotionalPsychological => MissingCode::EmotionalPsychologicalNeed,
        NeedArea::Social => MissingCode::SocialNeed,
        NeedArea::Spiritual => MissingCode::SpiritualNeed,
        NeedArea::Socioeconomic => MissingCode::SocioeconomicNeed,
    }
}

/// The checklist of finalising. Overrides by `mover`, who would finalise it, do not count.
#[must_use]
pub fn finalising_checklist(
    facts: &FinalisingFacts,
    overrides: &[Override],
    mover: Option<WorkerId>,
    now: DateTime<Utc>,
) -> Checklist {
    checklist(Gate::Finalise, FINALISING, facts, overrides, mover, now)
}

/// What finalising brings about: for the assessment, and for its case.
#[derive(Clone, Debug, PartialEq)]
pub struct Finalised {
    /// What happens to the assessment.
    pub assessment: Vec<AssessmentEvent>,
    /// What happens to the case.
    pub case: Vec<CaseEvent>,
}

/// Finalises a draft: from then on nothing of it changes. The case takes over its worst open risk.
/// `today` is the date in the unit. The interval to the next assessment runs from there; that of a
/// correction from where the situation was assessed.
///
/// # Errors
/// `case_closed`, `assessment_not_draft`, every unmet requirement.
pub fn decide_finalise_assessment(
    case: &Case,
    facts: &FinalisingFacts,
    overrides: &[Override],
    by: WorkerId,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Finalised, Vec<Refusal>> {
    let assessment = &facts.assessment;
    let mut refusals = assessment.fixed(case);
    let list = finalising_checklist(facts, overrides, Some(by), now);
    refusals.extend(list.refusals());
    let risk = facts.content.risk();
    let reassess_by = assessment
        .details
        .reassess_every
        .and_then(|period| period.after(facts.first_finalised_on.unwrap_or(today)));
    let events = decided(refusals, || {
        vec![AssessmentEvent::Finalised {
            finalised_by: by,
            finalised_at: now,
            reassess_by,
            overrides_used: list.overrides_used(),
        }]
    })?;
    Ok(Finalised {
        assessment: events,
        case: risk_events(case.risk, risk, now),
    })
}

/// The case is as much at risk as its newest assessment says; who answers for it above is told
/// when that becomes high.
fn risk_events(from: RiskLevel, to: RiskLevel, now: DateTime<Utc>) -> Vec<CaseEvent> {
    let mut events = Vec::new();
    if from != to {
        events.push(CaseEvent::RiskChanged { from, to });
    }
    if to > from && to.alarming() {
        events.push(CaseEvent::RiskAlarmed {
            from,
            to,
            alarmed_at: now,
        });
    }
    events
}

/// Begins a correction of a finalised assessment: a draft that says the same until it is edited.
/// `newest` is the newest finalised one of the case, `unfinished` the draft that it has.
///
/// # Errors
/// `case_closed`, `assessment_not_finalised`, `assessment_overtaken`, `assessment_unfinished`.
pub fn decide_correct_assessment(
    case: &Case,
    assessment: &Assessment,
    newest: Option<super::AssessmentId>,
    unfinished: Option<super::AssessmentId>,
) -> crate::refusal::Decision<AssessmentEvent> {
    let mut refusals = crate::cases::takes_records(case).err().unwrap_or_default();
    refusals.extend(super::acts::one_at_a_time(unfinished));
    match assessment.status {
        super::AssessmentStatus::Finalised => {
            if newest != Some(assessment.id) {
                refusals.push(Refusal::new(RefusalCode::AssessmentOvertaken));
            }
        }
        super::AssessmentStatus::Draft
        | super::AssessmentStatus::Superseded
        | super::AssessmentStatus::Withdrawn => {
            refusals.push(Refusal::new(RefusalCode::AssessmentNotFinalised));
        }
    }
    decided(refusals, || {
        vec![AssessmentEvent::Drafted {
            kind: assessment.kind,
            supersedes: Some(assessment.id),
        }]
    })
}
