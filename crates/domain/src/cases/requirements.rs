//! The words of the gates: which gates there are, what they require, and what may be missing.

crate::vocabulary! {
    /// A step that a checklist of requirements guards.
    pub enum Gate ("gate", open) {
        Accept = "accept" | "Terima sebagai kes" | "Terima sebagai kasus" | "Accept the intake" | "M276",
        Intervention = "intervention" | "Ke perancangan dan intervensi" | "Ke perencanaan dan intervensi" | "To planning and intervention" | "M Jadual 1",
        Monitoring = "monitoring" | "Ke pemantauan dan penilaian" | "Ke pemantauan dan evaluasi" | "To monitoring and evaluation" | "M Jadual 1",
        Termination = "termination" | "Ke penamatan" | "Ke terminasi" | "To termination" | "M Jadual 1",
        Close = "close" | "Tutup fail" | "Tutup berkas kasus" | "Close the file" | "M350",
    }

    /// Where a case can go through a gate. Going back needs none.
    pub enum CaseStep ("case_step", closed) {
        Intervention = "intervention" | "Perancangan dan Intervensi" | "Perencanaan dan Intervensi" | "Planning and intervention" | "M Jadual 1",
        Monitoring = "monitoring" | "Pemantauan dan Penilaian" | "Pemantauan dan Evaluasi" | "Monitoring and evaluation" | "M Jadual 1",
        Termination = "termination" | "Penamatan" | "Terminasi" | "Termination" | "M Jadual 1",
        Closed = "closed" | "Ditutup" | "Ditutup" | "Closed" | "M350",
    }

    /// A requirement of a gate; the label says what must be true.
    pub enum RequirementCode ("requirement", open) {
        ClientIdentified = "client_identified" | "klien dikenal pasti sebagai orang yang berdaftar" | "klien dikenali sebagai orang yang terdaftar" | "the client is identified as a registered person" | "°",
        DuplicatesReviewed = "duplicates_reviewed" | "rekod terdahulu orang yang sama sudah disemak" | "catatan terdahulu orang yang sama sudah diperiksa" | "earlier records of the same person have been looked for" | "°",
        ThreeTestsMet = "three_tests_met" | "ketiga-tiga ujian saringan dipenuhi" | "ketiga uji penyaringan terpenuhi" | "all three tests of the screening are met" | "M208",
        DocumentsComplete = "documents_complete" | "setiap dokumen wajib diterima atau dikecualikan oleh penyelia" | "setiap dokumen wajib diterima atau dikecualikan oleh supervisor" | "every required document is received, or waived by a supervisor" | "M276",
        CaseworkerNamed = "caseworker_named" | "pekerja kes yang aktif di unit ini dinamakan" | "pekerja kasus yang aktif di unit ini ditunjuk" | "an active caseworker of the unit is named" | "°",

        ServiceConsentOrLegalBasis = "service_consent_or_legal_basis" | "klien bersetuju menerima perkhidmatan, atau ada asas undang-undang" | "klien menyetujui layanan, atau ada dasar hukum" | "the client consents to the service, or there is a legal basis" | "S84",
        ContractAgreed = "contract_agreed" | "kontrak dipersetujui oleh klien, pekerja dan agensi" | "kontrak disepakati klien, pekerja, dan lembaga" | "a contract is agreed by client, worker and agency" | "S84",
        AssessmentFinalised = "assessment_finalised" | "penentuan situasi dimuktamadkan" | "asesmen sudah difinalkan" | "an assessment is finalised" | "M Jadual 4",

        PlanActive = "plan_active" | "pelan tindakan kes sedang berkuat kuasa" | "rencana intervensi sedang berlaku" | "a plan is active" | "M310",
        InterventionStarted = "intervention_started" | "sekurang-kurangnya satu intervensi telah bermula" | "sekurang-kurangnya satu intervensi telah dimulai" | "at least one intervention has started" | "M314",
        MonitoringPlanSet = "monitoring_plan_set" | "pelan pemantauan ditetapkan" | "rencana pemantauan ditetapkan" | "a monitoring plan is set" | "M328",
        BaselineRecorded = "baseline_recorded" | "garis asas indikator direkodkan" | "data dasar indikator dicatat" | "the baseline of the indicators is recorded" | "M310",

        Reason = "reason" | "sebab penamatan diberi" | "alasan terminasi diberikan" | "the reason of the end is given" | "S94",
        EvaluationPreparesTermination = "evaluation_prepares_termination" | "penilaian merumuskan supaya penamatan disediakan" | "evaluasi menyimpulkan agar terminasi disiapkan" | "an evaluation concludes that termination be prepared" | "M331",
        PartyReports = "party_reports" | "laporan semua pihak yang terlibat diterima" | "laporan semua pihak terkait diterima" | "the reports of the parties involved are in" | "M335",
        FunctioningInterview = "functioning_interview" | "klien ditemu bual tentang kefungsian sosial dan rancangan masa hadapan" | "klien diwawancarai tentang keberfungsian sosial dan rencana masa depan" | "the client was interviewed on social functioning and future plans" | "M335",
        FinalReport = "final_report" | "laporan akhir intervensi disediakan" | "laporan akhir intervensi disusun" | "the final intervention report is prepared" | "M335",
        ClosingDiscussion = "closing_discussion" | "perbincangan penutup diadakan dengan klien" | "pembicaraan penutup dilakukan dengan klien" | "the closing discussion was held with the client" | "M235",
        BoardOfVisitors = "board_of_visitors" | "persidangan dengan Lembaga Pelawat diadakan" | "konferensi dengan Lembaga Pelawat diadakan" | "the Board of Visitors was conferred with" | "M335",

        NoticeToClient = "notice_to_client" | "klien dimaklumkan tentang penamatan" | "klien diberi tahu tentang terminasi" | "the client was told of the coming end" | "M348",
        NoticeToFamily = "notice_to_family" | "keluarga atau penjaga dimaklumkan, tiada keluarga, atau ditahan dengan sebab" | "keluarga atau wali diberi tahu, tidak ada keluarga, atau ditahan dengan alasan" | "family or guardian were told, or there is none, or it is withheld with a reason" | "M348",
        FuturePlanConfirmed = "future_plan_confirmed" | "rancangan masa hadapan diteguhkan" | "rencana masa depan diteguhkan" | "the future plan is confirmed" | "M349",
        SupportNetworkListed = "support_network_listed" | "jaringan sokongan sosial klien disenaraikan" | "jaringan dukungan klien didaftar" | "the client's support network is listed" | "M349",
        CustodySettled = "custody_settled" | "semua dokumen dan harta yang disimpan diselesaikan" | "semua dokumen dan barang titipan diselesaikan" | "all papers and property held are settled" | "M350",
        NothingOpen = "nothing_open" | "tiada apa-apa yang masih terbuka: tugasan, krisis, serahan tugas, kontrak" | "tidak ada yang masih terbuka: tugas, krisis, alih tugas, kontrak" | "nothing is left open: tasks, crises, reassignments, contracts" | "°",
        ReasonRequirements = "reason_requirements" | "butiran yang dituntut oleh sebab penamatan lengkap" | "rincian yang dituntut alasan terminasi lengkap" | "the particulars that the reason asks for are complete" | "S94",
        ApprovedByOther = "approved_by_other" | "penutupan diluluskan oleh orang lain: bukan pemohon dan bukan pekerja kes" | "penutupan disetujui orang lain: bukan pemohon dan bukan pekerja kasus" | "somebody else approves: neither the requester nor the responsible worker" | "°",
    }

    /// What exactly is missing for a requirement.
    pub enum MissingCode ("missing", open) {
        Person = "person" | "orang yang dirujuk" | "orang yang dirujuk" | "the person it is about" | "°",
        Screening = "screening" | "saringan belum direkodkan" | "penyaringan belum dicatat" | "the screening is not recorded" | "°",
        DuplicateReview = "duplicate_review" | "semakan rekod terdahulu" | "pemeriksaan catatan terdahulu" | "the search for earlier records" | "°",
        FurtherAction = "further_action" | "ujian 1: tindakan lanjut diperlukan" | "uji 1: perlu tindakan lebih lanjut" | "test 1: further action is needed" | "M208",
        PlanningAndIntervention = "planning_and_intervention" | "ujian 2: perancangan dan intervensi teliti diperlukan" | "uji 2: perlu perencanaan dan intervensi yang cermat" | "test 2: careful planning and intervention are needed" | "M208",
        PeriodicMonitoring = "periodic_monitoring" | "ujian 3: pemantauan berkala diperlukan" | "uji 3: perlu pemantauan berkala" | "test 3: periodic monitoring is needed" | "M208",
        Document = "document" | "dokumen belum diterima" | "dokumen belum diterima" | "a document is outstanding" | "°",
        Caseworker = "caseworker" | "pekerja kes yang aktif di unit ini" | "pekerja kasus yang aktif di unit ini" | "an active caseworker of the unit" | "°",
        Record = "record" | "rekod yang membuktikannya" | "catatan yang membuktikannya" | "the record that shows it" | "°",
        OpenRecord = "open_record" | "masih terbuka" | "masih terbuka" | "still open" | "°",
        CustodyItem = "custody_item" | "masih dalam simpanan" | "masih dititipkan" | "still held" | "°",
        TerminationReason = "termination_reason" | "sebab penamatan" | "alasan terminasi" | "the reason of the end" | "°",
        FamilyNotice = "family_notice" | "makluman kepada keluarga" | "pemberitahuan kepada keluarga" | "the notice to the family" | "°",
        FamilyNoticeDate = "family_notice_date" | "tarikh keluarga dimaklumkan" | "tanggal keluarga diberi tahu" | "the date on which the family was told" | "°",
        FamilyNoticeReason = "family_notice_reason" | "sebab makluman ditahan" | "alasan pemberitahuan ditahan" | "the reason why the notice is withheld" | "°",
        SupportNetwork = "support_network" | "sekurang-kurangnya seorang atau satu tempat sokongan" | "sekurang-kurangnya satu orang atau tempat dukungan" | "at least one person or place of support" | "°",
        NewPlace = "new_place" | "tempat baharu, setakat yang diketahui" | "tempat baru, sejauh diketahui" | "the new place, as far as known" | "°",
        ReceivingUnit = "receiving_unit" | "sama ada unit di tempat baharu dimaklumkan" | "apakah unit di tempat baru diberi tahu" | "whether the unit there was told" | "°",
        ReceivingUnitToldOn = "receiving_unit_told_on" | "tarikh unit di tempat baharu dimaklumkan" | "tanggal unit di tempat baru diberi tahu" | "the date on which the unit there was told" | "°",
        ReceivingUnitReason = "receiving_unit_reason" | "sebab unit di tempat baharu tidak dimaklumkan" | "alasan unit di tempat baru tidak diberi tahu" | "the reason why the unit there was not told" | "°",
        DiedOn = "died_on" | "tarikh kematian" | "tanggal kematian" | "the date of death" | "°",
        DeathSource = "death_source" | "sumber maklumat kematian" | "sumber informasi kematian" | "the source of the news" | "°",
        DeathDocument = "death_document" | "dokumen kematian, atau sebab tiada dokumen" | "dokumen kematian, atau alasan tidak ada" | "the document of the death, or why there is none" | "°",
        ServiceElsewhere = "service_elsewhere" | "perkhidmatan di tempat lain itu" | "layanan di tempat lain itu" | "the service elsewhere" | "S94",
        ClientLinked = "client_linked" | "tarikh klien dihubungkan dengannya, atau penolakan klien" | "tanggal klien dihubungkan dengannya, atau penolakan klien" | "the date on which the client was linked to it, or the client's refusal" | "°",
        Programme = "programme" | "program itu" | "program itu" | "the programme" | "°",
        ProgrammeEndedOn = "programme_ended_on" | "tarikh program tamat" | "tanggal program berakhir" | "the date on which the programme ended" | "°",
        Order = "order" | "perintah itu" | "penetapan itu" | "the order" | "°",
        OrderExpiredOn = "order_expired_on" | "tarikh perintah tamat" | "tanggal penetapan berakhir" | "the date on which the order expired" | "°",
        ReceivingAgency = "receiving_agency" | "agensi yang menerima" | "lembaga yang menerima" | "the receiving agency" | "°",
        AcceptedOn = "accepted_on" | "tarikh agensi itu menerima klien" | "tanggal lembaga itu menerima klien" | "the date on which that agency accepted the client" | "°",
        AcceptanceReference = "acceptance_reference" | "rujukan penerimaan itu" | "rujukan penerimaan itu" | "the reference of its acceptance" | "°",
        ClientStatement = "client_statement" | "kenyataan klien sendiri" | "pernyataan klien sendiri" | "the client's own statement" | "S94",
        ClientSignature = "client_signature" | "tandatangan klien, atau penjaganya, di bawah kenyataan itu" | "tanda tangan klien, atau walinya, di bawah pernyataan itu" | "the signature of the client, or of the guardian, under it" | "S94",
        RisksExplainedOn = "risks_explained_on" | "tarikh risiko penamatan diterangkan kepada klien" | "tanggal risiko terminasi dijelaskan kepada klien" | "the date on which the risks were explained to the client" | "°",
        TriedService = "tried_service" | "sekurang-kurangnya satu perkhidmatan yang dicuba atau dicari" | "sedikitnya satu layanan yang dicoba atau dicari" | "at least one service that was tried or looked for" | "°",
        Criterion = "criterion" | "kriteria yang tidak dipenuhi" | "kriteria yang tidak terpenuhi" | "the criterion that is not met" | "°",
        CapacityLimit = "capacity_limit" | "dalam hal apa ia di luar keupayaan agensi" | "dalam hal apa di luar kemampuan lembaga" | "in which way it is beyond the agency" | "S94",
        CapacityDetail = "capacity_detail" | "butiran penyakit atau disiplin yang diperlukan" | "rincian penyakit atau disiplin yang diperlukan" | "the detail of the illness or the discipline needed" | "°",
        DirectedTo = "directed_to" | "ke mana klien diarahkan" | "ke mana klien diarahkan" | "where the client was directed" | "°",
        RelationshipReason = "relationship_reason" | "sebab hubungan klien dan pekerja tidak dapat diteruskan" | "alasan hubungan klien dan pekerja tidak dapat dilanjutkan" | "why client and worker cannot go on" | "S94",
        ReassignmentOfferedOn = "reassignment_offered_on" | "tarikh pekerja lain ditawarkan kepada klien" | "tanggal pekerja lain ditawarkan kepada klien" | "the date on which another worker was offered" | "°",
        ReassignmentAnswer = "reassignment_answer" | "jawapan klien kepada tawaran itu" | "jawaban klien atas tawaran itu" | "the client's answer to that offer" | "°",
        LeftOn = "left_on" | "tarikh klien meninggalkan institusi" | "tanggal klien meninggalkan panti" | "the date on which the client left the institution" | "S94",
        AbscondingReason = "absconding_reason" | "sebab klien lari, atau bahawa ia tidak diketahui" | "alasan klien kabur, atau bahwa tidak diketahui" | "why the client absconded, or that it is not known" | "S94",
        ReportNumber = "report_number" | "nombor laporan kepada polis atau pihak berkuasa" | "nomor laporan kepada polisi atau pihak berwenang" | "the number of the report to the police or the authority" | "°",
        TracingAttempt = "tracing_attempt" | "sekurang-kurangnya satu usaha mengesan klien" | "sedikitnya satu upaya mencari klien" | "at least one attempt to trace the client" | "°",
        UnsuccessfulContacts = "unsuccessful_contacts" | "cubaan menghubungi klien yang gagal" | "upaya menghubungi klien yang gagal" | "unsuccessful attempts to reach the client" | "°",
        ContactDates = "contact_dates" | "tarikh yang berlainan" | "tanggal yang berbeda" | "different dates" | "°",
        ContactChannels = "contact_channels" | "saluran yang berlainan" | "saluran yang berbeda" | "different channels" | "°",
        ContactSpanDays = "contact_span_days" | "hari dari cubaan pertama hingga terakhir" | "hari dari upaya pertama sampai terakhir" | "days from the first to the last attempt" | "°",
        ClosureRequest = "closure_request" | "permohonan tutup fail" | "permohonan penutupan" | "a closure request" | "°",
        OtherApprover = "other_approver" | "pelulus yang bukan pemohon dan bukan pekerja kes" | "pemberi persetujuan yang bukan pemohon dan bukan pekerja kasus" | "an approver who is neither the requester nor the responsible worker" | "°",
    }

    /// What kind of record a reference points to.
    pub enum RecordKind ("record_kind", open) {
        Person = "person" | "Orang" | "Orang" | "Person" | "°",
        Worker = "worker" | "Pekerja" | "Pekerja" | "Worker" | "°",
        Intake = "intake" | "Penerimaan" | "Penerimaan" | "Intake" | "°",
        DocumentItem = "document_item" | "Dokumen senarai semak" | "Dokumen daftar periksa" | "Document of the checklist" | "°",
        Case = "case" | "Kes" | "Kasus" | "Case" | "°",
        Note = "note" | "Nota kes" | "Catatan kasus" | "Case note" | "°",
        Contact = "contact" | "Hubungan" | "Kontak" | "Contact" | "°",
        Attachment = "attachment" | "Lampiran" | "Lampiran" | "Attachment" | "°",
        Task = "task" | "Tugasan" | "Tugas" | "Task" | "°",
        Termination = "termination" | "Penamatan" | "Terminasi" | "Termination" | "°",
        ClosureRequest = "closure_request" | "Permohonan tutup fail" | "Permohonan penutupan" | "Closure request" | "°",
        CustodyItem = "custody_item" | "Barang dalam simpanan" | "Barang titipan" | "Thing held for the client" | "°",
        Intervention = "intervention" | "Intervensi" | "Intervensi" | "Intervention" | "°",
        Crisis = "crisis" | "Krisis" | "Krisis" | "Crisis" | "°",
        Reassignment = "reassignment" | "Serahan tugas kes" | "Alih tugas" | "Reassignment" | "°",
        Transfer = "transfer" | "Pindah kes" | "Pindah kasus" | "Transfer" | "°",
    }
}

impl CaseStep {
    /// The gate on the way there.
    #[must_use]
    pub const fn gate(self) -> Gate {
        match self {
            Self::Intervention => Gate::Intervention,
            Self::Monitoring => Gate::Monitoring,
            Self::Termination => Gate::Termination,
            Self::Closed => Gate::Close,
        }
    }
}
