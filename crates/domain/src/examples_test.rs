//! The examples in the contract are requests the rules can read.

use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use crate::assessment::{
    AssessmentDetails, CorrectAssessment, NewAllegation, NewAssessment, NewChallenge,
    NewFunctionalArea, NewIssue, NewMeasurement, NewNeed, NewResource, NewRisk, NewStrength,
    NewWantedGoal, WithdrawAssessment,
};
use crate::cases::custody::{
    NewCustodyItem, NewCustodyMovement, SettleCustodyItem, WithdrawCustodyItem,
};
use crate::cases::disclosures::NewDisclosure;
use crate::cases::{
    AcknowledgeAlarm, CancelTask, MoveCase, NewAmendment, NewContact, NewNote, NewTask,
    OverrideRequirement, ReopenCase,
};
use crate::engagement::{
    CancelContract, EndContract, EndLegalBasis, NewConsent, NewContract, NewLegalBasis,
    NewRightsExplanation, SignContract, WithdrawConsent,
};
use crate::intake::{
    AcceptIntake, AddDocument, AdviseIntake, Client, DeclineIntake, DocumentRequirement,
    FindDuplicate, NewIntake, ReceiveDocument, RedirectIntake, ResubmitIntake, ReturnIntake,
    ScreeningDetails, WaiveDocument,
};
use crate::intervention::{
    CompleteIntervention, HandleCrisis, NewCrisis, NewGroupSession, NewIntervention,
    NewStrategyChange, NewWorkSession, ResolveCrisis, StartIntervention, StopIntervention,
};
use crate::monitoring::{
    AcknowledgeReport, EndMonitoringPlan, NewEvaluation, NewMonitoringPlan, NewObservation,
    NewProgressReport,
};
use crate::termination::steps::{
    BoardReviewDetails, ClosingDiscussionDetails, FinalReportDetails, FunctioningInterviewDetails,
    FuturePlanItemDetails, PartyReportDetails, SupportContactDetails, TerminationNoticeDetails,
    TransitionStepDetails, WithdrawStep,
};
use crate::termination::{
    ApproveClosure, RejectClosure, RequestClosure, TerminationDetails, WithdrawClosure,
};

fn reads<T: ToSchema + DeserializeOwned>() {
    let schema = serde_json::to_value(T::schema()).unwrap();
    let example = schema["examples"][0].clone();
    assert!(
        example.is_object(),
        "{} has no example: {schema}",
        T::name()
    );
    if let Err(error) = serde_json::from_value::<T>(example) {
        panic!("{}: {error}", T::name());
    }
}

#[test]
fn every_example_of_a_request_is_one() {
    reads::<NewIntake>();
    reads::<Client>();
    reads::<ScreeningDetails>();
    reads::<AcceptIntake>();
    reads::<AddDocument>();
    reads::<ReturnIntake>();
    reads::<ResubmitIntake>();
    reads::<DeclineIntake>();
    reads::<RedirectIntake>();
    reads::<AdviseIntake>();
    reads::<FindDuplicate>();
    reads::<DocumentRequirement>();
    reads::<ReceiveDocument>();
    reads::<WaiveDocument>();
    reads::<OverrideRequirement>();
    reads::<MoveCase>();
    reads::<AcknowledgeAlarm>();
    reads::<ReopenCase>();
    reads::<NewNote>();
    reads::<NewAmendment>();
    reads::<NewContact>();
    reads::<NewTask>();
    reads::<CancelTask>();
    reads::<NewCustodyItem>();
    reads::<NewCustodyMovement>();
    reads::<SettleCustodyItem>();
    reads::<WithdrawCustodyItem>();
    reads::<NewDisclosure>();
    reads::<NewConsent>();
    reads::<WithdrawConsent>();
    reads::<NewLegalBasis>();
    reads::<EndLegalBasis>();
    reads::<NewRightsExplanation>();
    reads::<NewContract>();
    reads::<SignContract>();
    reads::<EndContract>();
    reads::<CancelContract>();
    reads::<NewAssessment>();
    reads::<AssessmentDetails>();
    reads::<CorrectAssessment>();
    reads::<WithdrawAssessment>();
    reads::<NewIssue>();
    reads::<NewNeed>();
    reads::<NewRisk>();
    reads::<NewResource>();
    reads::<NewStrength>();
    reads::<NewChallenge>();
    reads::<NewWantedGoal>();
    reads::<NewMeasurement>();
    reads::<NewAllegation>();
    reads::<NewFunctionalArea>();
    reads::<NewObservation>();
    reads::<NewMonitoringPlan>();
    reads::<EndMonitoringPlan>();
    reads::<NewProgressReport>();
    reads::<AcknowledgeReport>();
    reads::<NewEvaluation>();
    reads::<NewIntervention>();
    reads::<StartIntervention>();
    reads::<CompleteIntervention>();
    reads::<StopIntervention>();
    reads::<NewCrisis>();
    reads::<HandleCrisis>();
    reads::<ResolveCrisis>();
    reads::<NewWorkSession>();
    reads::<NewGroupSession>();
    reads::<NewStrategyChange>();
    reads::<TerminationDetails>();
    reads::<RequestClosure>();
    reads::<ApproveClosure>();
    reads::<RejectClosure>();
    reads::<WithdrawClosure>();
    reads::<PartyReportDetails>();
    reads::<FunctioningInterviewDetails>();
    reads::<ClosingDiscussionDetails>();
    reads::<FinalReportDetails>();
    reads::<BoardReviewDetails>();
    reads::<TerminationNoticeDetails>();
    reads::<FuturePlanItemDetails>();
    reads::<SupportContactDetails>();
    reads::<TransitionStepDetails>();
    reads::<WithdrawStep>();
}
