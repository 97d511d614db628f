//! The manual's work processes as a guide, in words of our own: what is done in each, and which
//! skills and what knowledge it calls for. It is advice: a worker may draw on more (M214). The
//! manual's figures are lost in the text we have, and nothing stands in for them.
#![deny(clippy::wildcard_enum_match_arm)]

mod requirements;
mod words;

pub use requirements::process_of;
pub use words::{Knowledge, WorkActivity, WorkProcess};

use crate::cases::Stage;
use crate::intervention::Skill;

/// A work process and what belongs to it.
#[derive(Clone, Copy, Debug)]
pub struct GuideStep {
    /// The stage it belongs to.
    pub stage: Stage,
    /// The process.
    pub process: WorkProcess,
    /// What is done, in order.
    pub activities: &'static [WorkActivity],
    /// The skills it calls for.
    pub skills: &'static [Skill],
    /// The knowledge it calls for.
    pub knowledge: &'static [Knowledge],
}

impl GuideStep {
    /// Whether skills and knowledge are taken over from the process before: the manual's table
    /// has one cell for both.
    #[must_use]
    pub const fn inferred(&self) -> bool {
        matches!(self.process, WorkProcess::CarryOutMonitoring)
    }
}

macro_rules! steps {
    ($($stage:ident / $process:ident:
        do [$($activity:ident),*] skills [$($skill:ident),*] knowledge [$($knowledge:ident),*];)+) => {
        &[$(GuideStep {
            stage: Stage::$stage,
            process: WorkProcess::$process,
            activities: &[$(WorkActivity::$activity),*],
            skills: &[$(Skill::$skill),*],
            knowledge: &[$(Knowledge::$knowledge),*],
        }),+]
    };
}

/// The guide, in the order of the work (M, tables 3 to 7).
pub const GUIDE: &[GuideStep] = steps! {
    Intake / DocumentAndCheckCase:
        do [CheckDocuments, AcceptIfComplete, ReturnIfIncomplete]
        skills []
        knowledge [AdmissionDocumentChecklist];
    Assessment / IdentifyIssues:
        do [Interview, Observe, ExamineHealth, ReviewDocuments]
        skills [Interviewing, Communication, Observation, Recording]
        knowledge [MaslowHierarchyOfNeeds, BowlbyAttachmentTheory, DevelopmentalTheory, CognitiveBehaviouralTheory, SystemsTheory, ConflictTheory];
    Assessment / IdentifyMainNeeds:
        do [ListNeeds]
        skills [NeedsAssessment, RiskAssessment, AnalyticalThinking]
        knowledge [PsychosocialTheory];
    Assessment / IdentifyResources:
        do [ListInternalResources, ListExternalResources]
        skills [Observation, AnalyticalThinking, Networking]
        knowledge [StrengthsBasedPerspective, ResilienceTheory, SystemsTheory, EcologicalTheory];
    Assessment / IdentifyRealIssues:
        do [StateIssue, StateBarriers, StateNeeds, StateOpportunities, Analyse]
        skills [SwotAnalysis, AnalyticalThinking, Reflection]
        knowledge [AbcModel, RiskManagement];
    Assessment / DetermineCaseIssues:
        do [ExplainIndicators, AgreePriorities]
        skills [Communication, DecisionMaking]
        knowledge [PriorityAnalysis];
    Intervention / SetGoals:
        do [FindChangeGoals, SetTerm]
        skills [Negotiation, Facilitation]
        knowledge [TaskCentredTheory];
    Intervention / DetermineRoles:
        do [ExplainActivities, ExplainRoles, ResolveRoleObstacles]
        skills [Negotiation, Facilitation, NegotiationOnLaw]
        knowledge [TaskCentredTheory, RoleTheory, ConflictResolution];
    Intervention / FormPlan:
        do [StateInterventions, ChartMilestones, StateResponsibilities, ChooseIndicators, PrepareAlternative]
        skills [Planning, Negotiation, Advocacy, Partnership]
        knowledge [GanttChart, SingleSystemDesign];
    Intervention / DetermineStrategy:
        do [ListStrategies, SetLevel, ChooseStrategy]
        skills [Planning, Evaluating, DecisionMaking]
        knowledge [EcologicalSystems, FunctionalStructuralTheory, InteractionalTheory, EmpowermentTheory, CaseworkMethods];
    Intervention / CarryOutStrategy:
        do [CarryOut, AssessAndAdapt, SpotCrisis, CatalyseChange]
        skills [CrisisManagement, Rebt, Cbt, PsychosocialTherapy, BehaviourModificationTherapy, Coordinating]
        knowledge [MotivationTheory, BehaviourTheory, CognitiveTheory, EmotionalTheory, EmpowermentTheory, CommunicationTheory, LearningTheory, LifeSpanTheory];
    Monitoring / IdentifyMonitoringScope:
        do [SetScope, SetItems, SetIndicators]
        skills [SingleSystemDesign]
        knowledge [DevelopmentalTheory, PsychosocialTheory, BehaviourTheory, CognitiveTheory];
    Monitoring / IdentifyMonitoringMethod:
        do [SetMethod, FindInstruments, WeighLimits, ChooseInstrument, SetInterval]
        skills [Administering, Recording, Interviewing, Observation]
        knowledge [PsychologicalTestInstruments];
    Monitoring / CarryOutMonitoring:
        do [Monitor, RecordFindings]
        skills [Administering, Recording, Interviewing, Observation]
        knowledge [PsychologicalTestInstruments];
    Monitoring / PrepareProgressReport:
        do [CompileReport, AnalyseFindings]
        skills [Analysing, Summarising, ReportWriting]
        knowledge [];
    Monitoring / EvaluateProgress:
        do [StateProgress, Conclude, AdjustMonitoring]
        skills [Evaluating, Summarising, Reflection, Communication]
        knowledge [];
    Monitoring / ReviewPlan:
        do [RearrangePlan, SuggestImprovements]
        skills [Evaluating, Reflection, Planning, Managing, Communication]
        knowledge [];
    Monitoring / EvaluateReadiness:
        do [CollectReports, InterviewFunctioning, PrepareFinalReport, ConferWithBoard]
        skills [Communication, Evaluating, DecisionMaking]
        knowledge [];
    Termination / NotifyReadiness:
        do [Notify]
        skills [Communication, Motivating, Advocacy, Mediation, Brokering]
        knowledge [RelevantLaw];
    Termination / ConfirmFuturePlan:
        do [RemindFuturePlan, ListSupportNetwork]
        skills [Communication, Motivating]
        knowledge [];
    Termination / DocumentTermination:
        do [PrepareHandover, HandOver, GetReceipt, UpdateFile, CloseFile]
        skills [Recording]
        knowledge [FileManagement];
};

#[cfg(test)]
mod tests;
