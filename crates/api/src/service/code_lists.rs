//! The vocabularies with their labels, so that no client keeps a copy.

use actix_web::{HttpRequest, HttpResponse, web::Path};
use domain::{
    sources::{DOCUMENTS, document},
    words::{Lang, Word},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    http::{
        body::query,
        problem::{ApiError, ProblemCode},
        routes::{Access, Route},
    },
    service::routes::cached,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        crate::route!(list_code_lists, Access::Public),
        crate::route!(get_code_list, Access::Public),
    ]
}

/// A vocabulary.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"name": "urgency", "extensible": true,
    "sources": [{"key": "°", "title": "kes", "version": "0.1.0"}], "words": [
    {"code": "routine", "labels": {"ms": "biasa", "id": "biasa", "en": "routine"}, "source": "domain §3"}]}))]
pub struct CodeList {
    /// Its name.
    #[schema(max_length = 64)]
    name: &'static str,
    /// Whether answers may one day carry words that are not listed yet.
    extensible: bool,
    /// The documents its words come from, each in the edition that was used.
    #[schema(max_items = 10)]
    sources: Vec<ListSource>,
    /// Its words, in order.
    #[schema(max_items = 500)]
    words: Vec<CodeWord>,
}

/// A document that words come from.
#[derive(Serialize, ToSchema)]
pub struct ListSource {
    /// What the `source` of a word begins with; `°`, and all that names no document, is `kes`.
    #[schema(max_length = 8)]
    key: &'static str,
    /// Its title.
    #[schema(max_length = 200)]
    title: &'static str,
    /// Its edition: when it was published, or the version of `kes`.
    #[schema(max_length = 32)]
    version: &'static str,
}

/// A word.
#[derive(Serialize, ToSchema)]
pub struct CodeWord {
    /// The word on the wire.
    #[schema(max_length = 64)]
    code: &'static str,
    /// What people read.
    labels: Labels,
    /// Where it comes from: a line of a source document, or `°` for an addition of `kes`.
    #[schema(max_length = 64)]
    source: &'static str,
}

/// A label in three languages.
#[derive(Serialize, ToSchema)]
pub struct Labels {
    /// Malay.
    #[schema(max_length = 500)]
    ms: &'static str,
    /// Indonesian.
    #[schema(max_length = 500)]
    id: &'static str,
    /// English.
    #[schema(max_length = 500)]
    en: &'static str,
}

/// The names of the vocabularies.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": ["urgency"]}))]
pub struct CodeListNames {
    /// The names, in alphabetical order.
    #[schema(max_items = 500)]
    items: Vec<&'static str>,
}

impl CodeWord {
    /// A word as it is shown.
    pub(super) fn of(word: impl Word) -> Self {
        Self {
            code: word.code(),
            labels: Labels {
                ms: word.label(Lang::Ms),
                id: word.label(Lang::Id),
                en: word.label(Lang::En),
            },
            source: word.source(),
        }
    }
}

fn list<W: Word>() -> CodeList {
    let used: Vec<_> = W::all()
        .iter()
        .map(|word| document(word.source()))
        .collect();
    let sources = DOCUMENTS.iter().filter(|one| used.contains(one));
    CodeList {
        name: W::NAME,
        extensible: W::OPEN,
        sources: sources
            .map(|one| ListSource {
                key: one.key,
                title: one.title,
                version: one.version,
            })
            .collect(),
        words: W::all().iter().copied().map(CodeWord::of).collect(),
    }
}

/// Every vocabulary of the service.
fn all() -> Vec<CodeList> {
    use domain::{
        access, assessment, cases, conference, elements, engagement, guide, intake, intervention,
        monitoring, parties, programmes, refusal, termination, warnings,
    };
    let mut lists = vec![
        list::<access::Role>(),
        list::<access::Scope>(),
        list::<access::Confidentiality>(),
        list::<access::Membership>(),
        list::<access::DenialCode>(),
        list::<cases::AttachmentStatus>(),
        list::<cases::CaseAction>(),
        list::<cases::CaseStatus>(),
        list::<cases::CaseStep>(),
        list::<cases::ClientKind>(),
        list::<cases::custody::CustodyKind>(),
        list::<cases::custody::CustodyOutcome>(),
        list::<cases::custody::CustodyStatus>(),
        list::<cases::disclosures::DisclosureBasis>(),
        list::<cases::disclosures::DisclosureChannel>(),
        list::<cases::disclosures::DisclosureRecipient>(),
        list::<cases::AlarmCause>(),
        list::<cases::ContactFunction>(),
        list::<cases::ContactOutcome>(),
        list::<cases::ContactPlace>(),
        list::<cases::ContactPurpose>(),
        list::<cases::ContactWith>(),
        list::<cases::Discipline>(),
        list::<cases::Gate>(),
        list::<cases::MediaType>(),
        list::<cases::MissingCode>(),
        list::<cases::NamedAs>(),
        list::<cases::NoteStatus>(),
        list::<cases::OfferStatus>(),
        list::<cases::RecordKind>(),
        list::<cases::RequirementCode>(),
        list::<cases::Stage>(),
        list::<cases::TaskStatus>(),
        list::<engagement::ClientRight>(),
        list::<engagement::ConsentAnswer>(),
        list::<engagement::ConsentPurpose>(),
        list::<engagement::ConsentStatus>(),
        list::<engagement::ContractElement>(),
        list::<engagement::ContractParty>(),
        list::<engagement::ContractStatus>(),
        list::<engagement::LegalBasisKind>(),
        list::<engagement::LegalBasisStatus>(),
        list::<guide::Knowledge>(),
        list::<guide::WorkActivity>(),
        list::<guide::WorkProcess>(),
        list::<intake::Category>(),
        list::<intake::CriterionEffect>(),
        list::<intake::CriterionResult>(),
        list::<intake::DeclineReason>(),
        list::<intake::DocumentStatus>(),
        list::<intake::DocumentType>(),
        list::<intake::DuplicateKind>(),
        list::<intake::DuplicateResult>(),
        list::<intake::FamilySupport>(),
        list::<intake::IntakeChannel>(),
        list::<intake::IntakeDecision>(),
        list::<intake::IntakeStatus>(),
        list::<intake::Urgency>(),
        list::<parties::address::AddressKind>(),
        list::<parties::birth::DatePrecision>(),
        list::<parties::contact_point::ContactChannel>(),
        list::<parties::contact_point::ContactKind>(),
        list::<parties::disability::DisabilityKind>(),
        list::<parties::duplicates::DuplicateReason>(),
        list::<parties::group::GroupKind>(),
        list::<parties::group::GroupRole>(),
        list::<parties::household::CardKind>(),
        list::<parties::household::HouseholdRelation>(),
        list::<parties::identifier::IdentifierKind>(),
        list::<parties::person::MatchedBy>(),
        list::<parties::person::Sex>(),
        list::<parties::qualification::QualificationKind>(),
        list::<parties::relationship::RelationshipKind>(),
        list::<parties::unit::Country>(),
        list::<parties::unit::UnitKind>(),
        list::<parties::unit::Weekday>(),
        list::<parties::signature::SignatoryCapacity>(),
        list::<parties::signature::SignatureMethod>(),
        list::<refusal::RefusalCode>(),
        list::<termination::AbscondingReason>(),
        list::<termination::CapacityLimit>(),
        list::<termination::ClosureStatus>(),
        list::<termination::ReceivingUnitReply>(),
        list::<termination::RelationshipReason>(),
        list::<termination::TerminationReason>(),
        list::<termination::steps::BoardOutcome>(),
        list::<termination::steps::ContactConsent>(),
        list::<termination::steps::FuturePlanArea>(),
        list::<termination::steps::LeavingReadiness>(),
        list::<termination::steps::NoticeOutcome>(),
        list::<termination::steps::NoticeRecipient>(),
        list::<termination::steps::PartyReportStatus>(),
        list::<termination::steps::SupportKind>(),
        list::<termination::steps::TransitionStage>(),
        list::<assessment::AllegationFinding>(),
        list::<assessment::AllegationKind>(),
        list::<assessment::AllegedPerpetrator>(),
        list::<assessment::AssessmentMethod>(),
        list::<assessment::AssessmentStatus>(),
        list::<assessment::AssessmentType>(),
        list::<assessment::CauseKind>(),
        list::<assessment::FunctioningArea>(),
        list::<assessment::FunctioningLevel>(),
        list::<assessment::Informant>(),
        list::<assessment::NeedArea>(),
        list::<assessment::NeedStatus>(),
        list::<assessment::NotCompared>(),
        list::<assessment::ParticipationLevel>(),
        list::<assessment::PeriodUnit>(),
        list::<assessment::PersonAtRisk>(),
        list::<assessment::ReassessmentForm>(),
        list::<assessment::ResourceKind>(),
        list::<assessment::ResourceSystem>(),
        list::<assessment::RiskLevel>(),
        list::<assessment::RiskStatus>(),
        list::<assessment::ScoreChange>(),
        list::<assessment::ScoreDirection>(),
        list::<elements::ElementKind>(),
        list::<conference::ChairPosition>(),
        list::<conference::ConferenceCapacity>(),
        list::<conference::ConferenceRole>(),
        list::<intervention::ClientRefusalReason>(),
        list::<intervention::ContractKind>(),
        list::<intervention::CrisisSeverity>(),
        list::<intervention::CrisisStatus>(),
        list::<intervention::InfluenceMode>(),
        list::<intervention::InterventionMethod>(),
        list::<intervention::InterventionStatus>(),
        list::<intervention::PracticeLevel>(),
        list::<intervention::plan::AgreementObstacle>(),
        list::<intervention::plan::CaseManagementModel>(),
        list::<intervention::plan::FeasibilityGrade>(),
        list::<intervention::plan::GoalTerm>(),
        list::<intervention::plan::IndicatorDirection>(),
        list::<intervention::plan::IndicatorMeasure>(),
        list::<intervention::plan::PlanParty>(),
        list::<intervention::plan::PlanStatus>(),
        list::<intervention::plan::PlanTaskKind>(),
        list::<intervention::plan::PlanTaskStatus>(),
        list::<intervention::plan::Provision>(),
        list::<intervention::ProviderDeclineReason>(),
        list::<intervention::SessionForm>(),
        list::<intervention::SessionMode>(),
        list::<intervention::SessionPlace>(),
        list::<intervention::Skill>(),
        list::<intervention::StrategyTechnique>(),
        list::<intervention::WorkerRole>(),
        list::<monitoring::AchievementLevel>(),
        list::<monitoring::DueStatus>(),
        list::<monitoring::EffectivenessRating>(),
        list::<monitoring::EvaluationConclusion>(),
        list::<monitoring::GraduationKind>(),
        list::<monitoring::GraduationProof>(),
        list::<monitoring::InstrumentKind>(),
        list::<monitoring::MonitoringPlanStatus>(),
        list::<monitoring::MonitoringScope>(),
        list::<monitoring::ObservationPhase>(),
        list::<monitoring::ObservationSource>(),
        list::<monitoring::ProgressReportStatus>(),
        list::<programmes::PkhStaffRole>(),
        list::<warnings::FaultCode>(),
        list::<warnings::WarningCode>(),
    ];
    lists.sort_by_key(|list| list.name);
    lists
}

/// List the code lists
///
/// The names of all vocabularies.
#[utoipa::path(get, path = "/v1/code-lists", tag = "reference",
    responses((status = 200, description = "The names.", body = CodeListNames)))]
pub async fn list_code_lists(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    let names = CodeListNames {
        items: all().into_iter().map(|list| list.name).collect(),
    };
    let text = serde_json::to_string(&names).map_err(ApiError::internal)?;
    cached(&request, "application/json", &text)
}

/// Read a code list
///
/// Its words with labels in Malay, Indonesian and English, and where each comes from.
#[utoipa::path(get, path = "/v1/code-lists/{name}", tag = "reference",
    params(("name" = String, Path, description = "The name of the list.", max_length = 64, example = "role")),
    responses((status = 200, description = "The list.", body = CodeList)))]
pub async fn get_code_list(
    request: HttpRequest,
    path: Path<String>,
) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    let list = all()
        .into_iter()
        .find(|list| list.name == path.as_str())
        .ok_or(ProblemCode::NotFound)?;
    let text = serde_json::to_string(&list).map_err(ApiError::internal)?;
    cached(&request, "application/json", &text)
}
