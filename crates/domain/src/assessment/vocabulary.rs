//! The words of assessment: how it is made, who tells, needs and resources.

crate::vocabulary! {
    /// How a situation is assessed.
    pub enum AssessmentMethod ("assessment_method", open) {
        Interview = "interview" | "Temu bual" | "Wawancara" | "Interview" | "M290",
        Observation = "observation" | "Pemerhatian" | "Observasi" | "Observation" | "M290",
        PhysicalHealthExamination = "physical_health_examination" | "Pemeriksaan fizikal & kesihatan" | "Pemeriksaan fisik & kesehatan" | "Physical and health examination" | "M290",
        DocumentReview = "document_review" | "Semakan dokumen" | "Telaah dokumen" | "Review of documents" | "M290",
        StandardisedInstrument = "standardised_instrument" | "Instrumen piawai" | "Instrumen baku" | "Standardised instrument" | "K193",
        BehaviourReviewInCare = "behaviour_review_in_care" | "Penilaian perkembangan tingkah laku" | "Evaluasi perkembangan perilaku" | "Review of behaviour in care" | "K82",
        CollateralInformation = "collateral_information" | "Maklumat keluarga/orang terdekat" | "Informasi keluarga/orang dekat" | "Information from family and close persons" | "K83",
        ClientAccount = "client_account" | "Pandangan klien" | "Pendapat klien" | "The client's own account" | "K84",
        FunctionalAssessment = "functional_assessment" | "Penilaian kefungsian" | "Penilaian fungsional" | "Functional assessment" | "K129",
        TeamConsultation = "team_consultation" | "Rundingan pasukan" | "Konsultasi tim" | "Team consultation" | "K94",
        HomeVisit = "home_visit" | "Lawatan rumah" | "Kunjungan rumah" | "Home visit" | "°",
    }

    /// Who tells about the client's situation.
    pub enum Informant ("informant", open) {
        Client = "client" | "Klien" | "Klien" | "Client" | "3.3",
        Family = "family" | "Keluarga" | "Keluarga" | "Family" | "3.3",
        ClosePerson = "close_person" | "Orang terdekat" | "Orang dekat" | "Close person" | "3.3",
        Community = "community" | "Komuniti" | "Masyarakat" | "Community" | "3.3",
        School = "school" | "Sekolah" | "Sekolah" | "School" | "3.3",
        Referrer = "referrer" | "Perujuk" | "Perujuk" | "Referrer" | "3.3",
        ServiceProvider = "service_provider" | "Penyedia perkhidmatan" | "Lembaga layanan" | "Service provider" | "3.3",
        DirectServiceStaff = "direct_service_staff" | "Petugas perkhidmatan langsung" | "Petugas layanan langsung" | "Direct service staff" | "3.3",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "3.3",
    }

    /// The areas in which needs are considered, each of them every time.
    pub enum NeedArea ("need_area", closed) {
        Physical = "physical" | "Keperluan fizikal" | "Kebutuhan fisik" | "Physical need" | "M293",
        EmotionalPsychological = "emotional_psychological" | "Keperluan emosi/psikologi" | "Kebutuhan emosional/psikologis" | "Emotional or psychological need" | "M293",
        Social = "social" | "Keperluan sosial" | "Kebutuhan sosial" | "Social need" | "M293",
        Spiritual = "spiritual" | "Keperluan kerohanian" | "Kebutuhan spiritual" | "Spiritual need" | "M293",
        Socioeconomic = "socioeconomic" | "Keperluan sosioekonomi" | "Kebutuhan sosial ekonomi" | "Socioeconomic need" | "M293",
    }

    /// How much a case is at risk: its worst open risk.
    pub enum RiskLevel ("risk_level", closed) {
        NoneRecorded = "none_recorded" | "Tiada risiko direkodkan" | "Belum ada risiko yang tercatat" | "No risk recorded" | "°",
        Low = "low" | "Rendah" | "Rendah" | "Low" | "°",
        Moderate = "moderate" | "Sederhana" | "Sedang" | "Moderate" | "°",
        High = "high" | "Tinggi" | "Tinggi" | "High" | "°",
        Critical = "critical" | "Kritikal" | "Kritis" | "Critical" | "°",
    }

    /// What the client can draw on, in person or around.
    pub enum ResourceKind ("resource_kind", open) {
        Interest = "interest" | "Minat" | "Minat" | "Interest" | "M294",
        Talent = "talent" | "Bakat" | "Bakat" | "Talent" | "M294",
        Knowledge = "knowledge" | "Pengetahuan" | "Pengetahuan" | "Knowledge" | "M294",
        Skill = "skill" | "Kemahiran" | "Keterampilan" | "Skill" | "M294",
        Physical = "physical" | "Fizikal" | "Fisik" | "Physical" | "M294",
        InstitutionFacility = "institution_facility" | "Kemudahan institusi" | "Fasilitas panti" | "Facility of the institution" | "M294",
        FamilySupport = "family_support" | "Sokongan keluarga" | "Dukungan keluarga" | "Support of the family" | "M294",
        Community = "community" | "Komuniti" | "Masyarakat" | "Community" | "M294",
        ExtendedFamily = "extended_family" | "Keluarga besar" | "Keluarga besar" | "Extended family" | "K17",
        Neighbours = "neighbours" | "Jiran" | "Tetangga" | "Neighbours" | "K17",
        ClubOrOrganisation = "club_or_organisation" | "Kelab atau pertubuhan" | "Klub atau organisasi" | "Club or organisation" | "K17",
        ReligiousAssociation = "religious_association" | "Persatuan keagamaan" | "Perkumpulan keagamaan" | "Religious association" | "K17",
        RecreationalGroup = "recreational_group" | "Kumpulan rekreasi" | "Kelompok rekreasi" | "Recreational group" | "K17",
        CultureAndValues = "culture_and_values" | "Budaya dan nilai" | "Budaya dan nilai" | "Culture and values" | "A249",
        ServiceAgency = "service_agency" | "Agensi perkhidmatan" | "Lembaga layanan" | "Service agency" | "K56",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "3.5",
    }

    /// The system that a resource around the client belongs to.
    pub enum ResourceSystem ("resource_system", closed) {
        Informal = "informal" | "Sistem tidak formal" | "Sistem informal" | "Informal system" | "S64",
        Membership = "membership" | "Sistem keahlian" | "Sistem keanggotaan" | "Membership system" | "S64",
        Societal = "societal" | "Sistem kemasyarakatan" | "Sistem kemasyarakatan" | "Societal system" | "S64",
    }

    /// What an assessment is for.
    pub enum AssessmentType ("assessment_type", closed) {
        Initial = "initial" | "Penentuan situasi awal" | "Asesmen awal" | "Initial assessment" | "K189",
        Reassessment = "reassessment" | "Penilaian semula" | "Asesmen ulang" | "Reassessment" | "K189",
        Termination = "termination" | "Penilaian sebelum penamatan" | "Asesmen sebelum terminasi" | "Assessment before the end" | "°",
    }

    /// Where an assessment stands.
    pub enum AssessmentStatus ("assessment_status", closed) {
        Draft = "draft" | "Draf" | "Draf" | "Draft" | "°",
        Finalised = "finalised" | "Dimuktamadkan" | "Final" | "Finalised" | "°",
        Superseded = "superseded" | "Digantikan" | "Digantikan" | "Superseded by a correction" | "°",
        Withdrawn = "withdrawn" | "Ditarik balik" | "Ditarik kembali" | "Draft withdrawn" | "°",
    }

    /// How far the client took part.
    pub enum ParticipationLevel ("participation_level", closed) {
        Full = "full" | "Penuh" | "Penuh" | "In full" | "M189",
        Partial = "partial" | "Sebahagian" | "Sebagian" | "In part" | "M189",
        None = "none" | "Tiada" | "Tidak ada" | "Not at all" | "M189",
    }

    /// What a period is counted in.
    pub enum PeriodUnit ("period_unit", closed) {
        Days = "days" | "Hari" | "Hari" | "Days" | "°",
        Weeks = "weeks" | "Minggu" | "Minggu" | "Weeks" | "°",
        Months = "months" | "Bulan" | "Bulan" | "Months" | "°",
    }

    /// How a reassessment is done.
    pub enum ReassessmentForm ("reassessment_form", closed) {
        Formal = "formal" | "Formal" | "Formal" | "Formal" | "K191",
        Informal = "informal" | "Tidak formal" | "Informal" | "Informal" | "K191",
    }

    /// How far a need is met.
    pub enum NeedStatus ("need_status", closed) {
        NotPresent = "not_present" | "Tiada keperluan" | "Tidak ada kebutuhan" | "No need" | "°",
        Unmet = "unmet" | "Tidak dipenuhi" | "Tidak terpenuhi" | "Unmet" | "°",
        PartlyMet = "partly_met" | "Dipenuhi sebahagian" | "Terpenuhi sebagian" | "Partly met" | "°",
        Met = "met" | "Dipenuhi" | "Terpenuhi" | "Met" | "°",
    }

    /// Who is at risk.
    pub enum PersonAtRisk ("person_at_risk", open) {
        Client = "client" | "Klien" | "Klien" | "The client" | "°",
        Child = "child" | "Kanak-kanak" | "Anak" | "A child" | "°",
        FamilyMember = "family_member" | "Ahli keluarga" | "Anggota keluarga" | "A member of the family" | "°",
        Caregiver = "caregiver" | "Penjaga" | "Pengasuh" | "The caregiver" | "°",
        Worker = "worker" | "Pekerja" | "Petugas" | "A worker" | "°",
        Public = "public" | "Orang awam" | "Masyarakat umum" | "Others" | "°",
    }

    /// Whether a risk is still there.
    pub enum RiskStatus ("risk_status", closed) {
        Open = "open" | "Terbuka" | "Terbuka" | "Open" | "°",
        Closed = "closed" | "Tidak lagi wujud" | "Tidak ada lagi" | "No longer there" | "°",
    }

    /// Where a cause of an issue lies.
    pub enum CauseKind ("cause_kind", closed) {
        Biological = "biological" | "Biologi" | "Biologis" | "Biological" | "A103",
        SocialPsychological = "social_psychological" | "Psikososial" | "Psikososial" | "Social and psychological" | "A103",
        Environmental = "environmental" | "Persekitaran" | "Lingkungan" | "Environmental" | "A103",
        Learned = "learned" | "Dipelajari" | "Hasil belajar" | "Learned" | "A103",
    }

    /// Which way a score is better.
    pub enum ScoreDirection ("score_direction", closed) {
        Higher = "higher" | "Lebih tinggi lebih baik" | "Lebih tinggi lebih baik" | "Higher is better" | "°",
        Lower = "lower" | "Lebih rendah lebih baik" | "Lebih rendah lebih baik" | "Lower is better" | "°",
    }

    /// What a score has become since the baseline.
    pub enum ScoreChange ("score_change", closed) {
        Better = "better" | "Lebih baik" | "Lebih baik" | "Better" | "K193",
        Same = "same" | "Tidak berubah" | "Tidak berubah" | "The same" | "K193",
        Worse = "worse" | "Lebih teruk" | "Lebih buruk" | "Worse" | "K193",
    }

    /// Why a score is not compared.
    pub enum NotCompared ("not_compared", open) {
        NoBaseline = "no_baseline" | "Instrumen ini belum digunakan sebelumnya" | "Instrumen ini belum dipakai sebelumnya" | "This instrument was not used before" | "rule 17",
        OtherVersion = "other_version" | "Versi instrumen berlainan" | "Versi instrumen berbeda" | "Another version of the instrument" | "rule 17",
        OtherRange = "other_range" | "Julat atau arah instrumen berlainan" | "Rentang atau arah instrumen berbeda" | "Another range or direction of the instrument" | "°",
    }

    /// What an allegation is of.
    pub enum AllegationKind ("allegation_kind", open) {
        Neglect = "neglect" | "Pengabaian" | "Penelantaran" | "Neglect" | "S68",
        PhysicalAbuse = "physical_abuse" | "Penderaan fizikal" | "Kekerasan fisik" | "Physical abuse" | "S68",
        EmotionalAbuse = "emotional_abuse" | "Penderaan emosi" | "Kekerasan emosional" | "Emotional abuse" | "S68",
        SexualAbuse = "sexual_abuse" | "Penderaan seksual" | "Kekerasan seksual" | "Sexual abuse" | "°",
        Abandonment = "abandonment" | "Ditinggalkan" | "Ditinggalkan" | "Abandonment" | "°",
        Exploitation = "exploitation" | "Eksploitasi" | "Eksploitasi" | "Exploitation" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// Who is alleged to have done it, as what they are to the client. Never the client.
    pub enum AllegedPerpetrator ("alleged_perpetrator", open) {
        Parent = "parent" | "Ibu atau bapa" | "Ibu atau ayah" | "A parent" | "°",
        StepParent = "step_parent" | "Ibu atau bapa tiri" | "Ibu atau ayah tiri" | "A step-parent" | "°",
        Spouse = "spouse" | "Suami atau isteri" | "Suami atau istri" | "The spouse" | "°",
        Child = "child" | "Anak" | "Anak" | "A child of the client" | "°",
        Sibling = "sibling" | "Adik-beradik" | "Saudara kandung" | "A sibling" | "°",
        Relative = "relative" | "Saudara-mara" | "Kerabat" | "Another relative" | "°",
        Caregiver = "caregiver" | "Penjaga" | "Pengasuh" | "The caregiver" | "°",
        InstitutionStaff = "institution_staff" | "Kakitangan institusi" | "Petugas panti" | "Staff of an institution" | "°",
        Teacher = "teacher" | "Guru" | "Guru" | "A teacher" | "°",
        Employer = "employer" | "Majikan" | "Majikan" | "An employer" | "°",
        KnownPerson = "known_person" | "Kenalan" | "Orang yang dikenal" | "Somebody else the client knows" | "°",
        Stranger = "stranger" | "Orang yang tidak dikenali" | "Orang tidak dikenal" | "A stranger" | "°",
        Unknown = "unknown" | "Tidak diketahui" | "Tidak diketahui" | "Not known" | "°",
    }

    /// What the investigation of an allegation found.
    pub enum AllegationFinding ("allegation_finding", closed) {
        Substantiated = "substantiated" | "Terbukti" | "Terbukti" | "Substantiated" | "S68",
        Unsubstantiated = "unsubstantiated" | "Tidak terbukti" | "Tidak terbukti" | "Unsubstantiated" | "S68",
        Inconclusive = "inconclusive" | "Tidak dapat dipastikan" | "Tidak dapat dipastikan" | "Inconclusive" | "S68",
    }

    /// An area of daily life.
    pub enum FunctioningArea ("functioning_area", open) {
        SelfCare = "self_care" | "Penjagaan diri" | "Perawatan diri" | "Self-care" | "K147",
        Mobility = "mobility" | "Pergerakan" | "Mobilitas" | "Mobility" | "°",
        Communication = "communication" | "Komunikasi" | "Komunikasi" | "Communication" | "°",
        Household = "household" | "Urusan rumah tangga" | "Urusan rumah tangga" | "Household" | "°",
        Relationships = "relationships" | "Perhubungan sosial" | "Hubungan sosial" | "Relationships" | "°",
        Learning = "learning" | "Pembelajaran" | "Belajar" | "Learning" | "°",
        Work = "work" | "Pekerjaan" | "Pekerjaan" | "Work" | "K129",
        CommunityLife = "community_life" | "Kehidupan bermasyarakat" | "Kehidupan bermasyarakat" | "Community life" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// What somebody can do in an area of daily life.
    pub enum FunctioningLevel ("functioning_level", closed) {
        Alone = "alone" | "Sendiri" | "Sendiri" | "Alone" | "°",
        WithHelp = "with_help" | "Dengan bantuan" | "Dengan bantuan" | "With help" | "°",
        NotAtAll = "not_at_all" | "Tidak dapat" | "Tidak dapat" | "Not at all" | "°",
    }
}
