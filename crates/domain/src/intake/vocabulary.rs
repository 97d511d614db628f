//! The words of intake: channels, categories, document types, decisions and their reasons.

use crate::access::Confidentiality;

crate::vocabulary! {
    /// How the matter reached the office.
    pub enum IntakeChannel ("intake_channel", open) {
        WalkIn = "walk_in" | "Hadir sendiri" | "Datang langsung" | "Walk-in" | "°",
        Complaint = "complaint" | "Aduan" | "Pengaduan" | "Complaint" | "°",
        Application = "application" | "Permohonan" | "Permohonan" | "Application" | "°",
        AgencyReferral = "agency_referral" | "Rujukan agensi" | "Rujukan lembaga" | "Referral by an agency" | "M276",
        Hotline = "hotline" | "Talian bantuan" | "Layanan telepon pengaduan" | "Hotline" | "°",
        Outreach = "outreach" | "Jangkauan" | "Penjangkauan" | "Outreach" | "K163",
        CourtOrder = "court_order" | "Perintah mahkamah" | "Penetapan/putusan pengadilan" | "Court order" | "°",
        Internal = "internal" | "Dalaman" | "Internal" | "From within the agency" | "°",
        ProgrammeList = "programme_list" | "Senarai program" | "Daftar program" | "List of a programme" | "°",
    }

    /// What the matter is mainly about.
    pub enum Category ("category", open) {
        ChildAbuse = "child_abuse" | "Penderaan kanak-kanak" | "Kekerasan terhadap anak" | "Child abuse" | "°",
        ChildNeglect = "child_neglect" | "Pengabaian kanak-kanak" | "Penelantaran anak" | "Child neglect" | "°",
        ChildInConflictWithLaw = "child_in_conflict_with_law" | "Kanak-kanak berkonflik dengan undang-undang" | "Anak berhadapan dengan hukum" | "Child in conflict with the law" | "°",
        ChildBeyondControl = "child_beyond_control" | "Kanak-kanak luar kawalan" | "Anak di luar kendali" | "Child beyond control" | "°",
        DomesticViolence = "domestic_violence" | "Keganasan rumah tangga" | "Kekerasan dalam rumah tangga" | "Domestic violence" | "°",
        SexualViolence = "sexual_violence" | "Keganasan seksual" | "Kekerasan seksual" | "Sexual violence" | "°",
        ElderNeglect = "elder_neglect" | "Pengabaian warga emas" | "Penelantaran lanjut usia" | "Neglect of an older person" | "°",
        OlderPerson = "older_person" | "Warga emas" | "Lanjut usia" | "Older person" | "°",
        Disability = "disability" | "Orang kurang upaya" | "Penyandang disabilitas" | "Disability" | "°",
        DestituteBeggar = "destitute_beggar" | "Orang papa / pengemis" | "Gelandangan dan pengemis" | "Destitute person or beggar" | "°",
        Homeless = "homeless" | "Gelandangan" | "Tunawisma" | "Homeless person" | "°",
        PoorFamily = "poor_family" | "Keluarga miskin" | "Keluarga miskin" | "Poor family" | "°",
        FamilyConflict = "family_conflict" | "Konflik keluarga" | "Konflik keluarga" | "Family conflict" | "°",
        DisasterVictim = "disaster_victim" | "Mangsa bencana" | "Korban bencana" | "Disaster victim" | "°",
        TraffickingVictim = "trafficking_victim" | "Mangsa pemerdagangan orang" | "Korban perdagangan orang" | "Trafficking victim" | "°",
        SubstanceUse = "substance_use" | "Penyalahgunaan bahan" | "Penyalahgunaan NAPZA" | "Substance use" | "°",
        MentalHealth = "mental_health" | "Kesihatan mental" | "Kesehatan jiwa" | "Mental health" | "°",
        Hiv = "hiv" | "HIV" | "HIV" | "HIV" | "°",
        CommunityDevelopment = "community_development" | "Pembangunan komuniti" | "Pengembangan masyarakat" | "Community development" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// How soon somebody must respond.
    pub enum Urgency ("urgency", closed) {
        Routine = "routine" | "Biasa" | "Biasa" | "Routine" | "°",
        Urgent = "urgent" | "Segera" | "Segera" | "Urgent" | "°",
        Emergency = "emergency" | "Kecemasan" | "Darurat" | "Emergency" | "°",
    }

    /// Where an intake stands. `returned_incomplete` is not the end: it can be resubmitted.
    pub enum IntakeStatus ("intake_status", closed) {
        Received = "received" | "Diterima" | "Diterima" | "Received" | "°",
        Screening = "screening" | "Saringan" | "Penyaringan" | "In screening" | "M208",
        ReturnedIncomplete = "returned_incomplete" | "Dipulangkan: tidak lengkap" | "Dikembalikan: tidak lengkap" | "Returned: incomplete" | "M276",
        Decided = "decided" | "Diputuskan" | "Diputuskan" | "Decided" | "°",
    }

    /// The final decision on an intake.
    pub enum IntakeDecision ("intake_decision", open) {
        Accepted = "accepted" | "Diterima sebagai kes" | "Diterima sebagai kasus" | "Accepted: a case is opened" | "M276",
        Declined = "declined" | "Ditolak" | "Ditolak" | "Declined" | "°",
        Redirected = "redirected" | "Dirujuk kepada organisasi lain" | "Dialihkan ke lembaga lain" | "Redirected to another organisation" | "°",
        Advised = "advised" | "Diberi maklumat atau nasihat" | "Diberi informasi atau nasihat" | "Information or advice given" | "°",
        Duplicate = "duplicate" | "Berulang: rekod lain sudah ada" | "Ganda: sudah ada catatan lain" | "Duplicate of another record" | "°",
    }

    /// Why an intake is declined.
    pub enum DeclineReason ("decline_reason", open) {
        NotEligible = "not_eligible" | "Tidak layak" | "Tidak memenuhi persyaratan" | "Not eligible" | "3.11",
        ClientDeclined = "client_declined" | "Klien menolak" | "Klien menolak" | "The client declined" | "3.11",
        NoSuitableService = "no_suitable_service" | "Tiada perkhidmatan sesuai" | "Tidak ada layanan sesuai" | "No suitable service" | "3.11",
        BeyondCapacity = "beyond_capacity" | "Luar keupayaan agensi" | "Di luar kemampuan lembaga" | "Beyond the agency's capacity" | "3.11",
        AcuteCondition = "acute_condition" | "Keadaan akut (program sahaja)" | "Kondisi akut (hanya program)" | "Acute condition (programmes only)" | "K79",
        OutsideJurisdiction = "outside_jurisdiction" | "Luar bidang kuasa" | "Di luar wilayah kewenangan" | "Outside the jurisdiction" | "°",
        UnfoundedReport = "unfounded_report" | "Aduan tidak berasas" | "Laporan tidak berdasar" | "Unfounded report" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// Where an item of the document checklist stands.
    pub enum DocumentStatus ("document_status", closed) {
        Pending = "pending" | "Belum diterima" | "Belum diterima" | "Pending" | "°",
        Received = "received" | "Diterima" | "Diterima" | "Received" | "M276",
        Waived = "waived" | "Dikecualikan" | "Dikecualikan" | "Waived" | "°",
    }

    /// What a criterion does to eligibility when it is not met.
    pub enum CriterionEffect ("criterion_effect", closed) {
        Excludes = "excludes" | "Menghalang" | "Menggugurkan" | "Excludes" | "K79",
        Lowers = "lowers" | "Mengurangkan peluang" | "Mengurangi peluang" | "Lowers the chance" | "K80",
        Informs = "informs" | "Maklumat sahaja" | "Sekadar informasi" | "Informs only" | "°",
    }

    /// What was found about a criterion.
    pub enum CriterionResult ("criterion_result", closed) {
        Met = "met" | "Dipenuhi" | "Terpenuhi" | "Met" | "°",
        NotMet = "not_met" | "Tidak dipenuhi" | "Tidak terpenuhi" | "Not met" | "°",
        NotKnown = "not_known" | "Belum diketahui" | "Belum diketahui" | "Not known yet" | "°",
    }

    /// How far the family stands behind the client.
    pub enum FamilySupport ("family_support", closed) {
        Supportive = "supportive" | "Menyokong" | "Mendukung" | "Supportive" | "K80",
        PartlySupportive = "partly_supportive" | "Menyokong sebahagian" | "Mendukung sebagian" | "Partly supportive" | "K80",
        Unsupportive = "unsupportive" | "Tidak menyokong" | "Tidak mendukung" | "Unsupportive" | "K80",
        NoFamily = "no_family" | "Tiada keluarga" | "Tidak ada keluarga" | "No family" | "°",
        NotKnown = "not_known" | "Belum diketahui" | "Belum diketahui" | "Not known yet" | "°",
    }

    /// What the search for earlier records of the same person came to.
    pub enum DuplicateResult ("duplicate_result", closed) {
        NoDuplicateFound = "no_duplicate_found" | "Tiada rekod serupa" | "Tidak ada catatan serupa" | "No similar record found" | "°",
        DifferentPerson = "different_person" | "Rekod serupa, orang lain" | "Catatan serupa, orang lain" | "Similar records compared: a different person" | "°",
        SamePersonKnown = "same_person_known" | "Orang yang sama; rekod sedia ada digunakan" | "Orang yang sama; catatan yang ada dipakai" | "The same person; the existing record is used" | "°",
    }

    /// What kind of record an intake repeats.
    pub enum DuplicateKind ("duplicate_kind", closed) {
        Intake = "intake" | "Penerimaan" | "Penerimaan" | "Intake" | "°",
        Case = "case" | "Kes" | "Kasus" | "Case" | "°",
    }

    /// The kinds of papers that are asked for, received and handed over.
    pub enum DocumentType ("document_type", open) {
        MedicalReport = "medical_report" | "Laporan perubatan" | "Laporan medis" | "Medical report" | "M290",
        ProbationReport = "probation_report" | "Laporan akhlak" | "Litmas" | "Probation report" | "M290",
        PoliceReport = "police_report" | "Laporan polis" | "Laporan polisi" | "Police report" | "M290",
        AdmissionChecklist = "admission_checklist" | "Senarai semak dokumen kemasukan kes" | "Daftar periksa dokumen masuk" | "Admission document checklist" | "M276",
        ReferralLetter = "referral_letter" | "Surat rujukan" | "Surat rujukan" | "Referral letter" | "A237",
        ApplicationForm = "application_form" | "Borang permohonan" | "Formulir permohonan" | "Application form" | "A248",
        Contract = "contract" | "Kontrak" | "Kontrak" | "Contract" | "S84",
        MonitoringForm = "monitoring_form" | "Borang pemantauan" | "Formulir pemantauan" | "Monitoring form" | "M328",
        Questionnaire = "questionnaire" | "Borang soal selidik" | "Kuesioner" | "Questionnaire" | "M328",
        PsychologicalTestResult = "psychological_test_result" | "Keputusan ujian psikologi" | "Hasil tes psikologi" | "Psychological test result" | "M328",
        SchoolProgressReport = "school_progress_report" | "Laporan kemajuan persekolahan" | "Laporan perkembangan sekolah" | "School progress report" | "M328",
        SkillsMasteryReport = "skills_mastery_report" | "Laporan penguasaan kemahiran" | "Laporan penguasaan keterampilan" | "Skills mastery report" | "M328",
        ProgressReport = "progress_report" | "Laporan kemajuan" | "Laporan perkembangan" | "Progress report" | "M330",
        Video = "video" | "Rakaman video" | "Rekaman video" | "Video recording" | "M330",
        Photo = "photo" | "Gambar" | "Foto" | "Photo" | "M330",
        Chart = "chart" | "Carta" | "Bagan" | "Chart" | "M330",
        PartyReport = "party_report" | "Laporan pihak terlibat" | "Laporan pihak terkait" | "Report of a party involved" | "M335",
        FinalInterventionReport = "final_intervention_report" | "Laporan akhir intervensi" | "Laporan akhir intervensi" | "Final intervention report" | "M335",
        HandoverForm = "handover_form" | "Borang akuan penyerahan" | "Berita acara serah terima" | "Hand-over form" | "M350",
        ReceiptAcknowledgement = "receipt_acknowledgement" | "Akuan penerimaan" | "Tanda terima" | "Acknowledgement of receipt" | "M350",
        IdentityCard = "identity_card" | "Kad pengenalan" | "Kartu tanda penduduk" | "Identity card" | "M350",
        BirthCertificate = "birth_certificate" | "Sijil kelahiran" | "Akta kelahiran" | "Birth certificate" | "M350",
        BankBook = "bank_book" | "Buku akaun bank" | "Buku tabungan" | "Bank book" | "M350",
        TreatmentCard = "treatment_card" | "Kad rawatan" | "Kartu berobat" | "Treatment card" | "M350",
        ConferenceInvitation = "conference_invitation" | "Surat/emel jemputan" | "Undangan" | "Conference invitation" | "C209",
        ConferenceReport = "conference_report" | "Laporan kes" | "Laporan kasus" | "Case report for a conference" | "C156",
        ConferenceSlides = "conference_slides" | "Slaid pembentangan" | "Slide presentasi" | "Conference slides" | "C158",
        AttendanceRecord = "attendance_record" | "Rekod kehadiran" | "Daftar hadir" | "Attendance record" | "C235",
        ConferenceMinutes = "conference_minutes" | "Minit persidangan kes" | "Notulen konferensi kasus" | "Conference minutes" | "C288",
        KksCard = "kks_card" | "Kartu Keluarga Sejahtera (Indonesia)" | "Kartu Keluarga Sejahtera" | "Family welfare card (Indonesia)" | "A3",
        CourtOrder = "court_order" | "Perintah mahkamah" | "Penetapan/putusan pengadilan" | "Court order" | "°",
        ConsentForm = "consent_form" | "Borang persetujuan" | "Formulir persetujuan" | "Consent form" | "°",
        FamilyCard = "family_card" | "Kad keluarga (Indonesia)" | "Kartu Keluarga" | "Family card (Indonesia)" | "°",
        HomeVisitReport = "home_visit_report" | "Laporan lawatan rumah" | "Laporan kunjungan rumah" | "Home visit report" | "°",
        IncomeEvidence = "income_evidence" | "Bukti pendapatan" | "Bukti penghasilan" | "Evidence of income" | "°",
        DeathCertificate = "death_certificate" | "Sijil kematian" | "Akta kematian" | "Death certificate" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }
}

/// The confidentiality a case of this category starts with (`domain-rules.md` §4): abuse, sexual
/// and domestic violence and trafficking are confidential; a supervisor may change it.
#[must_use]
pub const fn default_class(category: Category) -> Confidentiality {
    match category {
        Category::ChildAbuse
        | Category::DomesticViolence
        | Category::SexualViolence
        | Category::TraffickingVictim => Confidentiality::Confidential,
        Category::ChildNeglect
        | Category::ChildInConflictWithLaw
        | Category::ChildBeyondControl
        | Category::ElderNeglect
        | Category::OlderPerson
        | Category::Disability
        | Category::DestituteBeggar
        | Category::Homeless
        | Category::PoorFamily
        | Category::FamilyConflict
        | Category::DisasterVictim
        | Category::SubstanceUse
        | Category::MentalHealth
        | Category::Hiv
        | Category::CommunityDevelopment
        | Category::Other => Confidentiality::Standard,
    }
}
