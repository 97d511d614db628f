//! The gate that closes the file (rule 2): what must be true, planned end or not.

use super::{LostContact, Termination, TerminationReason};
use crate::cases::{
    Finding, GateFacts, MissingCode, RecordKind, RecordRef, Requirement, RequirementCode, always,
    never, unsettled,
};

/// The requirements of closing a case.
pub const CLOSE: &[Requirement<GateFacts>] = &[
    Requirement {
        code: RequirementCode::NoticeToClient,
        overridable: never,
        applies: GateFacts::planned,
        check: |facts| facts.recorded(RequirementCode::NoticeToClient),
    },
    Requirement {
        code: RequirementCode::NoticeToFamily,
        overridable: always,
        applies: always,
        check: |facts| facts.recorded(RequirementCode::NoticeToFamily),
    },
    Requirement {
        code: RequirementCode::FuturePlanConfirmed,
        overridable: never,
        applies: GateFacts::planned,
        check: |facts| facts.recorded(RequirementCode::FuturePlanConfirmed),
    },
    Requirement {
        code: RequirementCode::SupportNetworkListed,
        overridable: always,
        // Our own exception°: the dead need no support.
        applies: |facts| facts.reason != Some(TerminationReason::Deceased),
        check: |facts| facts.recorded(RequirementCode::SupportNetworkListed),
    },
    Requirement {
        code: RequirementCode::CustodySettled,
        overridable: never,
        applies: always,
        check: |facts| unsettled(MissingCode::CustodyItem, &facts.custody),
    },
    Requirement {
        code: RequirementCode::NothingOpen,
        overridable: never,
        applies: always,
        check: |facts| unsettled(MissingCode::OpenRecord, &facts.open),
    },
    Requirement {
        code: RequirementCode::ReasonRequirements,
        overridable: never,
        applies: always,
        check: reason_requirements,
    },
    Requirement {
        code: RequirementCode::ApprovedByOther,
        overridable: never,
        applies: always,
        check: approved_by_other,
    },
];

/// What each reason asks for (rule 44).
fn reason_requirements(facts: &GateFacts) -> Finding {
    let (Some(reason), Some(termination)) = (facts.reason, facts.termination.as_ref()) else {
        return Finding::missing(MissingCode::TerminationReason);
    };
    let details = termination.details.clone();
    let missing = match reason {
        TerminationReason::ServiceAvailableElsewhere => details
            .service_available_elsewhere
            .unwrap_or_default()
            .missing(),
        TerminationReason::ProgrammePeriodEnded => {
            details.programme_period_ended.unwrap_or_default().missing()
        }
        TerminationReason::OrderExpired => details.order_expired.unwrap_or_default().missing(),
        TerminationReason::TransferredToAgency => {
            details.transferred_to_agency.unwrap_or_default().missing()
        }
        TerminationReason::ClientRequest => details.client_request.unwrap_or_default().missing(),
        TerminationReason::NoSuitableService => {
            details.no_suitable_service.unwrap_or_default().missing()
        }
        TerminationReason::NotEligible => details.not_eligible.unwrap_or_default().missing(),
        TerminationReason::BeyondAgencyCapacity => {
            details.beyond_agency_capacity.unwrap_or_default().missing()
        }
        TerminationReason::WorkerClientRelationship => details
            .worker_client_relationship
            .unwrap_or_default()
            .missing(),
        TerminationReason::AbscondedFromInstitution => details
            .absconded_from_institution
            .unwrap_or_default()
            .missing(),
        TerminationReason::LostContact => {
            LostContact::of(&facts.contacts, facts.episode_began_at).missing()
        }
        TerminationReason::MovedAway => details.moved_away.unwrap_or_default().missing(),
        TerminationReason::Deceased => details.deceased.unwrap_or_default().missing(),
        TerminationReason::GoalsAchieved
        | TerminationReason::NoFurtherProgress
        | TerminationReason::GraduationSelfReliant
        | TerminationReason::GraduationCapable
        | TerminationReason::GraduationNatural => {
            return facts.recorded(RequirementCode::ReasonRequirements);
        }
    };
    Finding::when_complete(missing, Some(termination.record()))
}

/// Approver ≠ requester ≠ responsible worker (rule 20).
fn approved_by_other(facts: &GateFacts) -> Finding {
    let Some(closure) = &facts.closure else {
        return Finding::missing(MissingCode::ClosureRequest);
    };
    match facts.approver {
        Some(approver) if approver != closure.requested_by && approver != facts.responsible_id => {
            Finding::Met(Some(RecordRef {
                kind: RecordKind::ClosureRequest,
                id: closure.id.0,
            }))
        }
        Some(_) | None => Finding::missing(MissingCode::OtherApprover),
    }
}

impl Termination {
    const fn record(&self) -> RecordRef {
        RecordRef {
            kind: RecordKind::Termination,
            id: self.id.0,
        }
    }
}
