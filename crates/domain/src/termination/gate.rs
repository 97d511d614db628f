//! The gate that closes the file (rule 2): what must be true, planned end or not.

use super::{FamilyNoticeOutcome, LostContact, ReceivingUnitReply, Termination, TerminationReason};
use crate::cases::{
    Finding, GateFacts, Missing, MissingCode, RecordKind, RecordRef, Requirement, RequirementCode,
    always, never, unsettled,
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
        check: notice_to_family,
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
        check: |facts| match &facts.termination {
            Some(termination) if !termination.details.support_network.is_empty() => {
                Finding::Met(Some(termination.record()))
            }
            Some(_) | None => Finding::missing(MissingCode::SupportNetwork),
        },
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

fn notice_to_family(facts: &GateFacts) -> Finding {
    let Some((termination, notice)) = facts.termination.as_ref().and_then(|one| {
        one.details
            .notice_to_family
            .as_ref()
            .map(|notice| (one, notice))
    }) else {
        return Finding::missing(MissingCode::FamilyNotice);
    };
    match notice.outcome {
        FamilyNoticeOutcome::Given if notice.given_on.is_none() => {
            Finding::missing(MissingCode::FamilyNoticeDate)
        }
        FamilyNoticeOutcome::Withheld if notice.reason.is_none() => {
            Finding::missing(MissingCode::FamilyNoticeReason)
        }
        FamilyNoticeOutcome::Given
        | FamilyNoticeOutcome::Withheld
        | FamilyNoticeOutcome::NoFamily => Finding::Met(Some(termination.record())),
    }
}

/// What each reason asks for (rule 44).
fn reason_requirements(facts: &GateFacts) -> Finding {
    let (Some(reason), Some(termination)) = (facts.reason, facts.termination.as_ref()) else {
        return Finding::missing(MissingCode::TerminationReason);
    };
    let missing = match reason {
        TerminationReason::MovedAway => moved_away(termination),
        TerminationReason::Deceased => deceased(termination),
        TerminationReason::LostContact => {
            LostContact::of(&facts.contacts, facts.episode_began_at).missing()
        }
        TerminationReason::GoalsAchieved
        | TerminationReason::NoFurtherProgress
        | TerminationReason::GraduationSelfReliant
        | TerminationReason::GraduationCapable
        | TerminationReason::GraduationNatural
        | TerminationReason::ServiceAvailableElsewhere
        | TerminationReason::ProgrammePeriodEnded
        | TerminationReason::OrderExpired
        | TerminationReason::TransferredToAgency
        | TerminationReason::ClientRequest
        | TerminationReason::NoSuitableService
        | TerminationReason::NotEligible
        | TerminationReason::BeyondAgencyCapacity
        | TerminationReason::WorkerClientRelationship
        | TerminationReason::AbscondedFromInstitution => {
            return facts.recorded(RequirementCode::ReasonRequirements);
        }
    };
    Finding::when_complete(missing, Some(termination.record()))
}

fn moved_away(termination: &Termination) -> Vec<Missing> {
    let details = &termination.details;
    let mut missing = Vec::new();
    if details.new_place.is_none() {
        missing.push(Missing::of(MissingCode::NewPlace));
    }
    match details
        .receiving_unit
        .as_ref()
        .map(|unit| (unit.answer, unit))
    {
        None => missing.push(Missing::of(MissingCode::ReceivingUnit)),
        Some((ReceivingUnitReply::Told, unit)) if unit.told_on.is_none() => {
            missing.push(Missing::of(MissingCode::ReceivingUnitToldOn));
        }
        Some((ReceivingUnitReply::ClientRefused | ReceivingUnitReply::PlaceUnknown, unit))
            if unit.reason.is_none() =>
        {
            missing.push(Missing::of(MissingCode::ReceivingUnitReason));
        }
        Some((
            ReceivingUnitReply::Told
            | ReceivingUnitReply::ClientRefused
            | ReceivingUnitReply::PlaceUnknown,
            _,
        )) => {}
    }
    missing
}

fn deceased(termination: &Termination) -> Vec<Missing> {
    let details = &termination.details;
    let document =
        details.death_document_reference.is_some() || details.no_death_document_reason.is_some();
    [
        (details.died_on.is_some(), MissingCode::DiedOn),
        (details.death_source.is_some(), MissingCode::DeathSource),
        (document, MissingCode::DeathDocument),
    ]
    .into_iter()
    .filter(|(there, _)| !there)
    .map(|(_, code)| Missing::of(code))
    .collect()
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
