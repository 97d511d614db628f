//! The words of plan and intervention: strategies, roles, contracts, sessions, refusals, skills.

crate::vocabulary! {
    /// The technique of a strategy. Some need a qualification (M165).
    pub enum StrategyTechnique ("strategy_technique", open) {
        CrisisIntervention = "crisis_intervention" | "Intervensi krisis" | "Intervensi krisis" | "Crisis intervention" | "M314",
        Rebt = "rebt" | "Terapi tingkah laku emosi rasional (REBT)" | "Terapi perilaku emotif rasional (REBT)" | "Rational emotive behaviour therapy (REBT)" | "M314",
        Cbt = "cbt" | "Terapi tingkah laku kognitif (CBT)" | "Terapi perilaku kognitif (CBT)" | "Cognitive behavioural therapy (CBT)" | "M314",
        PsychosocialTherapy = "psychosocial_therapy" | "Terapi psikososial" | "Terapi psikososial" | "Psychosocial therapy" | "M314",
        BehaviourModification = "behaviour_modification" | "Modifikasi tingkah laku" | "Modifikasi perilaku" | "Behaviour modification" | "M314",
        CatalysingChange = "catalysing_change" | "Pemangkin perubahan" | "Katalisator perubahan" | "Catalysing change" | "M314",
        Coordination = "coordination" | "Penyelarasan" | "Koordinasi" | "Coordination" | "M314",
        FamilyTherapy = "family_therapy" | "Terapi keluarga" | "Terapi keluarga" | "Family therapy" | "M165",
        ClinicalSocialWork = "clinical_social_work" | "Kerja sosial klinikal" | "Pekerjaan sosial klinis" | "Clinical social work" | "M165",
        Counselling = "counselling" | "Kaunseling" | "Konseling" | "Counselling" | "K107",
        MentalGuidance = "mental_guidance" | "Bimbingan mental" | "Bimbingan mental" | "Mental guidance" | "K107",
        SkillsTraining = "skills_training" | "Latihan kemahiran" | "Pelatihan keterampilan" | "Skills training" | "K107",
        Motivation = "motivation" | "Motivasi" | "Motivasi" | "Motivation" | "A264",
        EmotionalSupport = "emotional_support" | "Sokongan emosi" | "Dukungan emosional" | "Emotional support" | "K65",
        InformationGiving = "information_giving" | "Pemberian maklumat" | "Pemberian informasi" | "Giving information" | "K65",
        SelfCareTraining = "self_care_training" | "Latihan urus diri" | "Pelatihan merawat diri" | "Training in self-care" | "K147",
        RolePlay = "role_play" | "Main peranan" | "Bermain peran" | "Role play" | "K184",
        Accompaniment = "accompaniment" | "Iringan" | "Pendampingan" | "Accompaniment" | "K111",
        Outreach = "outreach" | "Jangkauan" | "Penjangkauan" | "Outreach" | "K163",
        Referral = "referral" | "Rujukan" | "Rujukan" | "Referral" | "A237",
        Advocacy = "advocacy" | "Advokasi" | "Advokasi" | "Advocacy" | "A117",
        Mediation = "mediation" | "Pengantaraan" | "Mediasi" | "Mediation" | "A157",
        ResourceMobilisation = "resource_mobilisation" | "Penggemblengan sumber" | "Mobilisasi sumber" | "Mobilising resources" | "S88",
        NetworkBuilding = "network_building" | "Pembinaan jaringan" | "Pembangunan jaringan" | "Building a network" | "K29",
        DayCare = "day_care" | "Jagaan harian" | "Perawatan harian" | "Day care" | "K89",
        SituationalRedefinition = "situational_redefinition" | "Pentakrifan semula situasi" | "Pendefinisian ulang situasi" | "Redefining the situation" | "S90",
        RefocusingAttention = "refocusing_attention" | "Pemfokusan semula perhatian" | "Pemusatan ulang perhatian" | "Refocusing attention" | "S90",
        StressReduction = "stress_reduction" | "Pengurangan tekanan" | "Pengurangan tekanan" | "Reducing stress" | "S90",
        BehaviourSettingChange = "behaviour_setting_change" | "Perubahan persekitaran tingkah laku" | "Perubahan latar perilaku" | "Changing the setting of behaviour" | "S90",
        OpinionClimateChange = "opinion_climate_change" | "Perubahan iklim pendapat" | "Perubahan iklim pendapat" | "Changing the climate of opinion" | "S90",
        ValueAndLifeGoalBuilding = "value_and_life_goal_building" | "Pembinaan nilai dan matlamat hidup" | "Pembangunan nilai dan tujuan hidup" | "Building values and life goals" | "S90",
        EconomicEmpowerment = "economic_empowerment" | "Pengupayaan ekonomi" | "Pemberdayaan ekonomi" | "Economic empowerment" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "3.6",
    }

    /// How the worker influences; coercion needs a legal basis and a supervisor.
    pub enum InfluenceMode ("influence_mode", closed) {
        Induce = "induce" | "Mendorong" | "Membujuk dengan dorongan" | "Induce" | "S90",
        Persuade = "persuade" | "Memujuk" | "Meyakinkan" | "Persuade" | "S90",
        DirectObedience = "direct_obedience" | "Arahan untuk dipatuhi" | "Perintah untuk dipatuhi" | "Direct obedience" | "S90",
        Coerce = "coerce" | "Memaksa" | "Memaksa" | "Coerce" | "S90",
    }

    /// The method of social work that a strategy uses.
    pub enum InterventionMethod ("intervention_method", open) {
        Casework = "casework" | "Kerja kes" | "Pekerjaan kasus perorangan" | "Casework" | "M165",
        GroupWork = "group_work" | "Kerja kumpulan" | "Pekerjaan kelompok" | "Group work" | "M165",
        CommunityWork = "community_work" | "Kerja komuniti" | "Pekerjaan masyarakat" | "Community work" | "M165",
        Advocacy = "advocacy" | "Advokasi" | "Advokasi" | "Advocacy" | "M165",
        ResourceLinkage = "resource_linkage" | "Penghubungan sumber" | "Penghubungan sumber" | "Linkage to resources" | "M165",
    }

    /// The level a strategy works at.
    pub enum PracticeLevel ("practice_level", closed) {
        Micro = "micro" | "Mikro" | "Mikro" | "Micro" | "M165",
        Mezzo = "mezzo" | "Mezo" | "Mezo" | "Mezzo" | "M165",
        Macro = "macro" | "Makro" | "Makro" | "Macro" | "M165",
    }

    /// The role the worker takes.
    pub enum WorkerRole ("worker_role", open) {
        Advocate = "advocate" | "Peguam bela klien" | "Advokat" | "Advocate" | "A139",
        Educator = "educator" | "Pendidik" | "Pendidik" | "Educator" | "A139",
        Facilitator = "facilitator" | "Fasilitator" | "Fasilitator" | "Facilitator" | "A139",
        Mediator = "mediator" | "Pengantara" | "Mediator" | "Mediator" | "A157",
        Broker = "broker" | "Penghubung sumber" | "Perantara" | "Broker" | "A139",
        Planner = "planner" | "Perancang" | "Perencana" | "Planner" | "A139",
        Organiser = "organiser" | "Penganjur" | "Penggerak" | "Organiser" | "A139",
        Evaluator = "evaluator" | "Penilai" | "Evaluator" | "Evaluator" | "A139",
        Consultant = "consultant" | "Perunding" | "Konsultan" | "Consultant" | "A185",
        Therapist = "therapist" | "Terapis" | "Terapis" | "Therapist" | "K153",
        Diagnostician = "diagnostician" | "Pendiagnosis" | "Pendiagnosis" | "Diagnostician" | "K153",
        Catalyst = "catalyst" | "Pemangkin" | "Katalisator" | "Catalyst" | "M314",
        SocialController = "social_controller" | "Pengawal sosial" | "Pengendali sosial" | "Social controller" | "S68",
        ResourceDistributor = "resource_distributor" | "Pengagih sumber" | "Penyalur sumber" | "Distributor of resources" | "S68",
    }

    /// What kind of contract client, worker and agency make.
    pub enum ContractKind ("contract_kind", closed) {
        Preliminary = "preliminary" | "Kontrak awal" | "Kontrak awal" | "Preliminary contract" | "S84",
        Primary = "primary" | "Kontrak utama" | "Kontrak utama" | "Primary contract" | "S84",
        Secondary = "secondary" | "Kontrak tambahan" | "Kontrak tambahan" | "Secondary contract" | "S84",
    }

    /// Where an intervention stands.
    pub enum InterventionStatus ("intervention_status", closed) {
        Planned = "planned" | "Dirancang" | "Direncanakan" | "Planned" | "°",
        InProgress = "in_progress" | "Sedang dijalankan" | "Sedang berjalan" | "In progress" | "°",
        Completed = "completed" | "Selesai" | "Selesai" | "Completed" | "°",
        Stopped = "stopped" | "Dihentikan" | "Dihentikan" | "Stopped" | "°",
    }

    /// How grave a crisis is, the least first.
    pub enum CrisisSeverity ("crisis_severity", closed) {
        Moderate = "moderate" | "Sederhana: boleh ditangani dengan sokongan yang ada" | "Sedang: dapat ditangani dengan dukungan yang ada" | "Moderate: can be met with the support at hand" | "°",
        Severe = "severe" | "Berat: memerlukan tindakan hari ini juga" | "Berat: perlu tindakan hari ini juga" | "Severe: needs action this very day" | "°",
        LifeThreatening = "life_threatening" | "Mengancam nyawa" | "Mengancam nyawa" | "Threatens a life" | "°",
    }

    /// Where a crisis stands.
    pub enum CrisisStatus ("crisis_status", closed) {
        Reported = "reported" | "Dilaporkan" | "Dilaporkan" | "Reported" | "°",
        BeingHandled = "being_handled" | "Sedang ditangani" | "Sedang ditangani" | "Being handled" | "°",
        Resolved = "resolved" | "Diselesaikan" | "Teratasi" | "Resolved" | "°",
    }

    /// How a session takes place.
    pub enum SessionMode ("session_mode", open) {
        InPerson = "in_person" | "Bersemuka" | "Tatap muka" | "In person" | "3.10",
        Phone = "phone" | "Telefon" | "Telepon" | "By telephone" | "3.10",
        Online = "online" | "Dalam talian" | "Daring" | "Online" | "3.10",
        Message = "message" | "Mesej" | "Pesan" | "By message" | "°",
    }

    /// Where a session takes place.
    pub enum SessionPlace ("session_place", open) {
        Office = "office" | "Pejabat" | "Kantor" | "Office" | "3.10",
        ClientHome = "client_home" | "Rumah klien" | "Rumah klien" | "The client's home" | "3.10",
        Institution = "institution" | "Institusi" | "Panti" | "Institution" | "3.10",
        Provider = "provider" | "Tempat penyedia" | "Tempat penyedia layanan" | "At the provider" | "3.10",
        School = "school" | "Sekolah" | "Sekolah" | "School" | "3.10",
        Court = "court" | "Mahkamah" | "Pengadilan" | "Court" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "3.10",
    }

    /// With whom a session is held.
    pub enum SessionForm ("session_form", open) {
        Individual = "individual" | "Individu" | "Perorangan" | "Individual" | "3.10",
        Family = "family" | "Keluarga" | "Keluarga" | "Family" | "3.10",
        Group = "group" | "Kumpulan" | "Kelompok" | "Group" | "3.10",
        Community = "community" | "Komuniti" | "Masyarakat" | "Community" | "3.10",
    }

    /// Why a client refuses a service.
    pub enum ClientRefusalReason ("client_refusal_reason", open) {
        Fear = "fear" | "Takut" | "Takut" | "Fear" | "3.11",
        Shame = "shame" | "Malu" | "Malu" | "Shame" | "3.11",
        PrefersOwnSolution = "prefers_own_solution" | "Memilih jalan penyelesaian sendiri" | "Memilih jalan keluar sendiri" | "Prefers an own solution" | "3.11",
        FamilyNotSupportive = "family_not_supportive" | "Keluarga tidak menyokong" | "Keluarga tidak mendukung" | "The family does not support it" | "3.11",
        HardToReach = "hard_to_reach" | "Sukar dihubungi" | "Sulit dijangkau" | "Hard to reach" | "3.11",
        Dissatisfied = "dissatisfied" | "Tidak berpuas hati" | "Tidak puas" | "Dissatisfied" | "3.11",
        NoReasonGiven = "no_reason_given" | "Tiada sebab diberikan" | "Tanpa alasan" | "No reason given" | "°",
    }

    /// Why a provider declines a referral.
    pub enum ProviderDeclineReason ("provider_decline_reason", open) {
        NotEligible = "not_eligible" | "Tidak layak" | "Tidak memenuhi persyaratan" | "Not eligible" | "3.11",
        ServiceUnavailable = "service_unavailable" | "Perkhidmatan tiada" | "Layanan tidak tersedia" | "Service not available" | "3.11",
        AccessChanged = "access_changed" | "Syarat capaian berubah" | "Akses berubah" | "Access has changed" | "3.11",
        NoCapacity = "no_capacity" | "Tiada tempat" | "Tidak ada tempat" | "No capacity" | "°",
        DocumentsMissing = "documents_missing" | "Dokumen tidak lengkap" | "Dokumen tidak lengkap" | "Documents missing" | "°",
        OutsideArea = "outside_area" | "Luar kawasan" | "Di luar wilayah" | "Outside the area" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "3.11",
    }

    /// The skills of the work that a session or activity calls for.
    pub enum Skill ("skill", open) {
        Administering = "administering" | "Mentadbir" | "Mengadministrasikan instrumen" | "Administering instruments" | "M328",
        Advocacy = "advocacy" | "Advokasi" | "Advokasi" | "Advocacy" | "M310",
        Analysing = "analysing" | "Membuat analisis (data/situasi)" | "Menganalisis (data/situasi)" | "Analysing data and situations" | "M330",
        AnalyticalThinking = "analytical_thinking" | "Analitikal" | "Analitis" | "Analytical thinking" | "M293",
        BehaviourModificationTherapy = "behaviour_modification_therapy" | "Terapi modifikasi tingkah laku (BMT)" | "Terapi modifikasi perilaku (BMT)" | "Behaviour modification therapy (BMT)" | "M314",
        Brokering = "brokering" | "Broker" | "Perantara (broker)" | "Brokering" | "M348",
        Cbt = "cbt" | "Terapi kognitif tingkah laku (CBT)" | "Terapi kognitif perilaku (CBT)" | "Cognitive behavioural therapy (CBT)" | "M314",
        Communication = "communication" | "Komunikasi" | "Komunikasi" | "Communication" | "M290",
        Coordinating = "coordinating" | "Mengkoordinasi" | "Mengoordinasikan" | "Coordinating" | "M314",
        CrisisManagement = "crisis_management" | "Pengurusan krisis" | "Manajemen krisis" | "Crisis management" | "M314",
        DecisionMaking = "decision_making" | "Membuat keputusan" | "Mengambil keputusan" | "Decision making" | "M296",
        Evaluating = "evaluating" | "Menilai" | "Mengevaluasi" | "Evaluating" | "M313",
        Facilitation = "facilitation" | "Pemudahcara" | "Fasilitasi" | "Facilitation" | "M308",
        Interviewing = "interviewing" | "Temu bual" | "Wawancara" | "Interviewing" | "M290",
        Managing = "managing" | "Mengurus" | "Mengelola" | "Managing" | "M334",
        Mediation = "mediation" | "Mediator" | "Mediasi" | "Mediation" | "M348",
        Motivating = "motivating" | "Motivasi" | "Memotivasi" | "Motivating" | "M348",
        NeedsAssessment = "needs_assessment" | "Penilaian keperluan" | "Asesmen kebutuhan" | "Needs assessment" | "M293",
        Negotiation = "negotiation" | "Perundingan" | "Negosiasi" | "Negotiation" | "M308",
        NegotiationOnLaw = "negotiation_on_law" | "Perundingan (Akta/Peraturan/Kaedah)" | "Negosiasi berdasarkan peraturan" | "Negotiation on law and regulations" | "M309",
        Networking = "networking" | "Jaringan sosial" | "Membangun jejaring sosial" | "Social networking" | "M294",
        Observation = "observation" | "Pemerhatian" | "Observasi" | "Observation" | "M290",
        Partnership = "partnership" | "Perkongsian (partnership)" | "Kemitraan" | "Partnership" | "M310",
        Planning = "planning" | "Merancang" | "Merencanakan" | "Planning" | "M310",
        PsychosocialTherapy = "psychosocial_therapy" | "Terapi psikososial" | "Terapi psikososial" | "Psychosocial therapy" | "M314",
        Rebt = "rebt" | "Terapi rasional emotif tingkah laku (REBT)" | "Terapi perilaku rasional emotif (REBT)" | "Rational emotive behaviour therapy (REBT)" | "M314",
        Recording = "recording" | "Merekod" | "Mencatat" | "Recording" | "M290",
        Reflection = "reflection" | "Refleksi" | "Refleksi" | "Reflection" | "M295",
        ReportWriting = "report_writing" | "Menulis laporan" | "Menulis laporan" | "Report writing" | "M330",
        RiskAssessment = "risk_assessment" | "Penilaian risiko" | "Asesmen risiko" | "Risk assessment" | "M293",
        SingleSystemDesign = "single_system_design" | "Reka bentuk sistem tunggal" | "Desain sistem tunggal" | "Single-system design" | "M326",
        Summarising = "summarising" | "Merumus" | "Merangkum" | "Summarising" | "M330",
        SwotAnalysis = "swot_analysis" | "Analisis SWOT" | "Analisis SWOT" | "SWOT analysis" | "M295",
        ProblemSolving = "problem_solving" | "Penyelesaian masalah" | "Pemecahan masalah" | "Problem solving" | "3.16",
        CriticalThinking = "critical_thinking" | "Pemikiran kritis" | "Berpikir kritis" | "Critical thinking" | "3.16",
        RespectForDiversity = "respect_for_diversity" | "Menghormati kepelbagaian" | "Menghargai keragaman" | "Respect for diversity" | "3.16",
        InterventionSkill = "intervention_skill" | "Kemahiran intervensi" | "Keterampilan intervensi" | "Skill of intervening" | "3.16",
        Documentation = "documentation" | "Pendokumentasian" | "Pendokumentasian" | "Documentation" | "3.16",
        Organising = "organising" | "Pengurusan kerja" | "Pengorganisasian" | "Organising" | "3.16",
        HumanRelationships = "human_relationships" | "Hubungan kemanusiaan" | "Hubungan antarmanusia" | "Human relationships" | "3.16",
        BasicHelping = "basic_helping" | "Pertolongan asas" | "Pertolongan dasar" | "Basic helping" | "S72",
        Engagement = "engagement" | "Perlibatan klien" | "Pelibatan klien" | "Engagement" | "S72",
        Empathy = "empathy" | "Empati" | "Empati" | "Empathy" | "S78",
        RapportBuilding = "rapport_building" | "Membina hubungan baik" | "Membangun hubungan baik" | "Building rapport" | "A249",
        InformationGathering = "information_gathering" | "Pengumpulan maklumat" | "Pengumpulan informasi" | "Gathering information" | "A249",
    }
}
