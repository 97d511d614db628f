//! The words of a plan.

use crate::intervention::StrategyTechnique;
use crate::parties::qualification::QualificationKind;

crate::vocabulary! {
    /// Where a version of a plan stands.
    pub enum PlanStatus ("plan_status", closed) {
        Draft = "draft" | "Draf" | "Draf" | "Draft" | "°",
        Proposed = "proposed" | "Dicadangkan kepada klien" | "Diusulkan kepada klien" | "Proposed to the client" | "M309",
        Agreed = "agreed" | "Dipersetujui klien" | "Disepakati klien" | "Agreed with the client" | "M309",
        Approved = "approved" | "Diluluskan penyelia" | "Disetujui supervisor" | "Approved by a superior" | "°",
        Active = "active" | "Berkuat kuasa" | "Berlaku" | "Active" | "M310",
        Superseded = "superseded" | "Digantikan" | "Digantikan" | "Superseded by a later version" | "°",
        Closed = "closed" | "Ditutup" | "Ditutup" | "Closed" | "°",
    }

    /// The model of case management (K119).
    pub enum CaseManagementModel ("case_management_model", open) {
        ExpandedBroker = "expanded_broker" | "Broker diperluas" | "Broker yang diperluas" | "Expanded broker" | "K121",
        Rehabilitation = "rehabilitation" | "Pemulihan" | "Rehabilitasi" | "Rehabilitation" | "K128",
        PersonalStrengths = "personal_strengths" | "Kekuatan diri" | "Kekuatan pribadi" | "Personal strengths" | "K131",
        FullSupport = "full_support" | "Sokongan penuh" | "Dukungan penuh" | "Full support" | "K136",
    }

    /// How far away a goal is; the worker's choice, with its reason (rule 13).
    pub enum GoalTerm ("goal_term", closed) {
        ShortTerm = "short_term" | "Jangka pendek" | "Jangka pendek" | "Short term" | "M308",
        LongTerm = "long_term" | "Jangka panjang" | "Jangka panjang" | "Long term" | "M308",
    }

    /// What a task of a plan is for.
    pub enum PlanTaskKind ("plan_task_kind", open) {
        Motivate = "motivate" | "Memotivasikan klien" | "Memotivasi klien" | "Motivate the client" | "S88",
        BuildCapability = "build_capability" | "Meningkatkan keupayaan klien" | "Meningkatkan kemampuan klien" | "Build the client's capability" | "S88",
        CreateOpportunity = "create_opportunity" | "Mewujudkan peluang" | "Menciptakan kesempatan" | "Create an opportunity" | "S88",
        MobiliseResource = "mobilise_resource" | "Menggembleng sumber" | "Memobilisasi sumber" | "Mobilise a resource" | "S88",
        EstablishChange = "establish_change" | "Menetapkan perubahan diri klien" | "Menetapkan perubahan diri klien" | "Establish a change in the client" | "S88",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// How a task of an active plan goes.
    pub enum PlanTaskStatus ("plan_task_status", closed) {
        NotStarted = "not_started" | "Belum bermula" | "Belum dimulai" | "Not started" | "°",
        InProgress = "in_progress" | "Sedang berjalan" | "Sedang berjalan" | "In progress" | "°",
        Done = "done" | "Siap" | "Selesai" | "Done" | "°",
        Cancelled = "cancelled" | "Dibatalkan" | "Dibatalkan" | "Cancelled" | "°",
    }

    /// Who takes part in carrying out a plan.
    pub enum PlanParty ("plan_party", open) {
        Client = "client" | "Klien" | "Klien" | "The client" | "M309",
        Caseworker = "caseworker" | "Pekerja kes" | "Pekerja kasus" | "The caseworker" | "M309",
        Referrer = "referrer" | "Perujuk" | "Perujuk" | "The referrer" | "M309",
        Family = "family" | "Keluarga" | "Keluarga" | "The family" | "M335",
        Agency = "agency" | "Agensi" | "Lembaga" | "An agency" | "S84",
        Community = "community" | "Komuniti" | "Masyarakat" | "The community" | "M335",
        School = "school" | "Sekolah" | "Sekolah" | "A school" | "M335",
        ServiceProvider = "service_provider" | "Penyedia perkhidmatan" | "Penyedia layanan" | "A service provider" | "K122",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// Whether the agency itself provides what a strategy takes.
    pub enum Provision ("provision", closed) {
        Direct = "direct" | "Disediakan sendiri" | "Disediakan sendiri" | "Provided by the agency itself" | "K137",
        Linked = "linked" | "Melalui penyedia lain" | "Melalui penyedia lain" | "Through another provider" | "K122",
    }

    /// How much speaks for a strategy.
    pub enum FeasibilityGrade ("feasibility_grade", closed) {
        Low = "low" | "Rendah" | "Rendah" | "Low" | "°",
        Moderate = "moderate" | "Sederhana" | "Sedang" | "Moderate" | "°",
        High = "high" | "Tinggi" | "Tinggi" | "High" | "°",
    }

    /// What an indicator counts or measures.
    pub enum IndicatorMeasure ("indicator_measure", open) {
        Frequency = "frequency" | "Kekerapan" | "Frekuensi" | "Frequency" | "M310",
        Duration = "duration" | "Tempoh" | "Durasi" | "Duration" | "M310",
        Intensity = "intensity" | "Intensiti" | "Intensitas" | "Intensity" | "M310",
        Rating = "rating" | "Penarafan" | "Peringkat" | "Rating" | "M310",
        Score = "score" | "Skor" | "Skor" | "Score" | "M328",
        YesNo = "yes_no" | "Ya atau tidak" | "Ya atau tidak" | "Yes or no" | "°",
        Amount = "amount" | "Jumlah" | "Jumlah" | "Amount" | "°",
        GoalAttainment = "goal_attainment" | "Pencapaian matlamat" | "Pencapaian tujuan" | "Goal attainment" | "°",
    }

    /// In which direction an indicator improves.
    pub enum IndicatorDirection ("indicator_direction", closed) {
        Increase = "increase" | "Meningkat" | "Meningkat" | "It should rise" | "°",
        Decrease = "decrease" | "Menurun" | "Menurun" | "It should fall" | "°",
        Maintain = "maintain" | "Kekal" | "Tetap" | "It should stay" | "°",
    }

    /// Why a client does not agree to a plan.
    pub enum AgreementObstacle ("agreement_obstacle", closed) {
        CannotAgree = "cannot_agree" | "Klien tidak mampu bersetuju" | "Klien tidak mampu menyetujui" | "The client cannot agree" | "rule 12",
        WillNotAgree = "will_not_agree" | "Klien tidak mahu bersetuju" | "Klien tidak mau menyetujui" | "The client will not agree" | "rule 12",
    }
}

impl CaseManagementModel {
    /// Whether its plan rests on a functional assessment (K129).
    #[must_use]
    pub const fn asks_for_functioning(self) -> bool {
        match self {
            Self::Rehabilitation => true,
            Self::ExpandedBroker | Self::PersonalStrengths | Self::FullSupport => false,
        }
    }
}

impl StrategyTechnique {
    /// Which qualification, beyond that of a social worker, the technique needs (M165).
    #[must_use]
    pub const fn qualification(self) -> Option<QualificationKind> {
        match self {
            Self::ClinicalSocialWork => Some(QualificationKind::ClinicalSocialWork),
            Self::BehaviourModification => Some(QualificationKind::BehaviourModification),
            Self::FamilyTherapy => Some(QualificationKind::FamilyTherapy),
            Self::CrisisIntervention
            | Self::Rebt
            | Self::Cbt
            | Self::PsychosocialTherapy
            | Self::CatalysingChange
            | Self::Coordination
            | Self::Counselling
            | Self::MentalGuidance
            | Self::SkillsTraining
            | Self::Motivation
            | Self::EmotionalSupport
            | Self::InformationGiving
            | Self::SelfCareTraining
            | Self::RolePlay
            | Self::Accompaniment
            | Self::Outreach
            | Self::Referral
            | Self::Advocacy
            | Self::Mediation
            | Self::ResourceMobilisation
            | Self::NetworkBuilding
            | Self::DayCare
            | Self::SituationalRedefinition
            | Self::RefocusingAttention
            | Self::StressReduction
            | Self::BehaviourSettingChange
            | Self::OpinionClimateChange
            | Self::ValueAndLifeGoalBuilding
            | Self::EconomicEmpowerment
            | Self::Other => None,
        }
    }
}
