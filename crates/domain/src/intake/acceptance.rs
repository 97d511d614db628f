//! The gate of acceptance: what must be true before an intake opens a case (rule 2).

use chrono::{DateTime, Utc};

use super::{DocumentItem, DocumentType, DuplicateReview, Intake, IntakeId, Urgency};
use crate::cases::{
    Checklist, Finding, Gate, Missing, MissingCode, Override, RecordKind, RecordRef, Requirement,
    RequirementCode, always, checklist, never,
};
use crate::parties::{PersonId, WorkerId};
use crate::words::RecordId;

/// What the gate of acceptance looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct AcceptFacts {
    /// The intake.
    pub intake_id: IntakeId,
    /// Whether it is an emergency.
    pub emergency: bool,
    /// The person it is about.
    pub person_id: Option<PersonId>,
    /// The search for earlier records.
    pub duplicates: Option<DuplicateReview>,
    /// Which of the three tests are not met, or not answered.
    pub unmet_tests: Vec<MissingCode>,
    /// The required documents that are neither received nor waived.
    pub outstanding: Vec<(DocumentType, RecordRef)>,
    /// The caseworker named, if that is an active caseworker of the unit.
    pub caseworker_id: Option<WorkerId>,
}

impl AcceptFacts {
    /// The facts of an intake; `caseworker_id` only where it names an active caseworker of the
    /// intake's unit.
    #[must_use]
    pub fn of(
        intake: &Intake,
        documents: &[DocumentItem],
        caseworker_id: Option<WorkerId>,
    ) -> Self {
        let screening = intake
            .screening
            .as_ref()
            .map(|screening| &screening.details);
        let unmet_tests = match screening.map(|details| &details.tests) {
            None => vec![MissingCode::Screening],
            Some(tests) => [
                (&tests.further_action, MissingCode::FurtherAction),
                (
                    &tests.planning_and_intervention,
                    MissingCode::PlanningAndIntervention,
                ),
                (&tests.periodic_monitoring, MissingCode::PeriodicMonitoring),
            ]
            .into_iter()
            .filter(|(test, _)| !test.met)
            .map(|(_, code)| code)
            .collect(),
        };
        Self {
            intake_id: intake.id,
            emergency: match intake.details.urgency {
                Urgency::Emergency => true,
                Urgency::Routine | Urgency::Urgent => false,
            },
            person_id: intake.details.person_id,
            duplicates: screening.and_then(|details| details.duplicates_reviewed.clone()),
            unmet_tests,
            outstanding: documents
                .iter()
                .filter(|item| item.outstanding())
                .map(|item| {
                    (
                        item.document_type,
                        RecordRef {
                            kind: RecordKind::DocumentItem,
                            id: item.id.uuid(),
                        },
                    )
                })
                .collect(),
            caseworker_id,
        }
    }

    const fn intake(&self) -> RecordRef {
        RecordRef {
            kind: RecordKind::Intake,
            id: self.intake_id.0,
        }
    }
}

/// The requirements of acceptance.
pub const ACCEPT: &[Requirement<AcceptFacts>] = &[
    Requirement {
        code: RequirementCode::ClientIdentified,
        overridable: never,
        applies: always,
        check: |facts| match facts.person_id {
            Some(person) => Finding::Met(Some(RecordRef {
                kind: RecordKind::Person,
                id: person.0,
            })),
            None => Finding::missing(MissingCode::Person),
        },
    },
    Requirement {
        code: RequirementCode::DuplicatesReviewed,
        overridable: never,
        applies: always,
        check: |facts| match facts.duplicates {
            Some(_) => Finding::Met(Some(facts.intake())),
            None => Finding::missing(MissingCode::DuplicateReview),
        },
    },
    Requirement {
        code: RequirementCode::ThreeTestsMet,
        overridable: always,
        applies: always,
        check: |facts| {
            if facts.unmet_tests.is_empty() {
                Finding::Met(Some(facts.intake()))
            } else {
                Finding::Unmet(facts.unmet_tests.iter().copied().map(Missing::of).collect())
            }
        },
    },
    Requirement {
        code: RequirementCode::DocumentsComplete,
        overridable: |facts| facts.emergency,
        applies: always,
        check: |facts| {
            if facts.outstanding.is_empty() {
                Finding::Met(Some(facts.intake()))
            } else {
                let missing = facts
                    .outstanding
                    .iter()
                    .map(|(document_type, item)| Missing {
                        document_type: Some(*document_type),
                        ..Missing::record(MissingCode::Document, *item)
                    });
                Finding::Unmet(missing.collect())
            }
        },
    },
    Requirement {
        code: RequirementCode::CaseworkerNamed,
        overridable: never,
        applies: always,
        check: |facts| match facts.caseworker_id {
            Some(worker) => Finding::Met(Some(RecordRef {
                kind: RecordKind::Worker,
                id: worker.0,
            })),
            None => Finding::missing(MissingCode::Caseworker),
        },
    },
];

/// The checklist of acceptance. `mover` is who would accept: an own override does not count.
#[must_use]
pub fn accept_checklist(
    facts: &AcceptFacts,
    overrides: &[Override],
    mover: Option<WorkerId>,
    now: DateTime<Utc>,
) -> Checklist {
    checklist(Gate::Accept, ACCEPT, facts, overrides, mover, now)
}
