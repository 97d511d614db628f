//! Which work process a requirement of a gate belongs to.

use super::WorkProcess;
use crate::cases::RequirementCode;

/// The process whose work meets a requirement. None where the requirement is our own, comes from
/// another source, or the manual asks for it outside its tables of processes.
#[must_use]
pub const fn process_of(requirement: RequirementCode) -> Option<WorkProcess> {
    use RequirementCode as R;
    use WorkProcess as P;
    match requirement {
        R::DocumentsComplete => Some(P::DocumentAndCheckCase),
        // The last process of its table: with it the assessment is done.
        R::AssessmentFinalised => Some(P::DetermineCaseIssues),
        R::FiveAreasRecorded => Some(P::IdentifyMainNeeds),
        R::ResourcesConsidered => Some(P::IdentifyResources),
        R::IssueRanked | R::PriorityAgreedWithClient => Some(P::DetermineCaseIssues),
        R::PlanActive | R::BaselineRecorded | R::GoalsMeasurable | R::AlternativePlanMade => {
            Some(P::FormPlan)
        }
        R::StrategiesComplete => Some(P::DetermineStrategy),
        R::InterventionStarted => Some(P::CarryOutStrategy),
        R::MonitoringPlanSet => Some(P::IdentifyMonitoringMethod),
        R::EvaluationPreparesTermination => Some(P::EvaluateProgress),
        R::PartyReports | R::FunctioningInterview | R::FinalReport | R::BoardOfVisitors => {
            Some(P::EvaluateReadiness)
        }
        R::NoticeToClient | R::NoticeToFamily => Some(P::NotifyReadiness),
        R::FuturePlanConfirmed | R::SupportNetworkListed => Some(P::ConfirmFuturePlan),
        R::CustodySettled => Some(P::DocumentTermination),
        R::ClientIdentified
        | R::DuplicatesReviewed
        | R::ThreeTestsMet
        | R::CaseworkerNamed
        | R::ServiceConsentOrLegalBasis
        | R::ContractAgreed
        | R::AssessmentConsent
        | R::RisksRecorded
        | R::SafetyPlanMade
        | R::TechniquesQualified
        | R::CoercionGrounded
        | R::FunctionallyAssessed
        | R::TeamConsulted
        | R::ClientAgreement
        | R::PlanApproved
        | R::Reason
        | R::ClosingDiscussion
        | R::NothingOpen
        | R::ReasonRequirements
        | R::ApprovedByOther => None,
    }
}
