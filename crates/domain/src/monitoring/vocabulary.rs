//! The words of monitoring: what is watched and with what, how it stands, what is concluded.

crate::vocabulary! {
    /// What is monitored.
    pub enum MonitoringScope ("monitoring_scope", open) {
        Academic = "academic" | "Akademik" | "Akademik" | "Academic progress" | "M327",
        Skills = "skills" | "Kemahiran" | "Keterampilan" | "Skills" | "M327",
        Health = "health" | "Kesihatan" | "Kesehatan" | "Health" | "M327",
        Behaviour = "behaviour" | "Tingkah laku" | "Perilaku" | "Behaviour" | "M327",
        SocialFunctioning = "social_functioning" | "Kefungsian sosial" | "Keberfungsian sosial" | "Social functioning" | "M335",
        Economic = "economic" | "Ekonomi" | "Ekonomi" | "Economic situation" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "3.13",
    }

    /// With what it is monitored.
    pub enum InstrumentKind ("instrument_kind", open) {
        AudioVisual = "audio_visual" | "Audio visual" | "Audio visual" | "Audio-visual" | "M328",
        PsychologicalTest = "psychological_test" | "Ujian psikologi" | "Tes psikologi" | "Psychological test" | "M328",
        Questionnaire = "questionnaire" | "Borang soal selidik" | "Kuesioner" | "Questionnaire" | "M328",
        Form = "form" | "Borang" | "Formulir" | "Form" | "M328",
        Record = "record" | "Rekod" | "Catatan" | "Record" | "M328",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "3.13",
    }

    /// Whether a case is still monitored so.
    pub enum MonitoringPlanStatus ("monitoring_plan_status", closed) {
        Active = "active" | "Berjalan" | "Berjalan" | "Active" | "°",
        Ended = "ended" | "Tamat" | "Berakhir" | "Ended" | "°",
    }

    /// How a due date stands.
    pub enum DueStatus ("due_status", closed) {
        OnTime = "on_time" | "Dibuat tepat masa" | "Dilakukan tepat waktu" | "Done on time" | "rule 16",
        Late = "late" | "Dibuat lewat" | "Dilakukan terlambat" | "Done late" | "rule 16",
        Overdue = "overdue" | "Tertunggak" | "Terlewat" | "Overdue" | "rule 16",
        Pending = "pending" | "Belum tiba masanya" | "Belum jatuh tempo" | "Not yet overdue" | "rule 16",
    }

    /// The phase of the work in which something was observed.
    pub enum ObservationPhase ("observation_phase", open) {
        Baseline = "baseline" | "Garis asas (A)" | "Data dasar (A)" | "Baseline (A)" | "M328",
        Intervention = "intervention" | "Intervensi (B)" | "Intervensi (B)" | "Intervention (B)" | "M328",
        SecondBaseline = "second_baseline" | "Garis asas kedua (A2)" | "Data dasar kedua (A2)" | "Second baseline (A2)" | "°",
        SecondIntervention = "second_intervention" | "Intervensi kedua (B2)" | "Intervensi kedua (B2)" | "Second intervention (B2)" | "°",
        FollowUp = "follow_up" | "Susulan" | "Tindak lanjut" | "Follow-up" | "°",
    }

    /// From whom an observation comes.
    pub enum ObservationSource ("observation_source", open) {
        Worker = "worker" | "Pemerhatian pekerja" | "Pengamatan pekerja" | "Seen by the worker" | "M328",
        Client = "client" | "Klien" | "Klien" | "The client" | "M328",
        Family = "family" | "Keluarga" | "Keluarga" | "The family" | "M335",
        School = "school" | "Sekolah" | "Sekolah" | "The school" | "M328",
        Community = "community" | "Komuniti" | "Masyarakat" | "The community" | "M335",
        ServiceProvider = "service_provider" | "Penyedia perkhidmatan" | "Penyedia layanan" | "A service provider" | "°",
        Record = "record" | "Rekod" | "Catatan" | "A record" | "M328",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// Where a progress report stands.
    pub enum ProgressReportStatus ("progress_report_status", closed) {
        Draft = "draft" | "Draf" | "Draf" | "Draft" | "°",
        Submitted = "submitted" | "Dihantar" | "Diajukan" | "Submitted" | "M330",
        Acknowledged = "acknowledged" | "Diakui penyelia" | "Diketahui supervisor" | "Acknowledged by a superior" | "M330",
    }

    /// What became of a goal or objective.
    pub enum AchievementLevel ("achievement_level", closed) {
        Achieved = "achieved" | "Tercapai" | "Tercapai" | "Achieved" | "rule 18",
        PartlyAchieved = "partly_achieved" | "Tercapai sebahagian" | "Tercapai sebagian" | "Partly achieved" | "rule 18",
        NotAchieved = "not_achieved" | "Tidak tercapai" | "Tidak tercapai" | "Not achieved" | "rule 18",
        Dropped = "dropped" | "Digugurkan" | "Ditinggalkan" | "Dropped" | "rule 18",
    }

    /// How well the work served its end.
    pub enum EffectivenessRating ("effectiveness_rating", closed) {
        Effective = "effective" | "Berkesan" | "Efektif" | "Effective" | "M331",
        PartlyEffective = "partly_effective" | "Berkesan sebahagian" | "Efektif sebagian" | "Partly effective" | "M331",
        NotEffective = "not_effective" | "Tidak berkesan" | "Tidak efektif" | "Not effective" | "M331",
    }

    /// What an evaluation concludes.
    pub enum EvaluationConclusion ("evaluation_conclusion", closed) {
        Continue = "continue" | "Teruskan" | "Lanjutkan" | "Continue" | "M331",
        AdjustMonitoring = "adjust_monitoring" | "Sesuaikan pemantauan" | "Sesuaikan pemantauan" | "Adjust the monitoring" | "M331",
        RevisePlan = "revise_plan" | "Semak semula pelan" | "Tinjau kembali rencana" | "Revise the plan" | "M331",
        Reassess = "reassess" | "Taksir semula" | "Asesmen ulang" | "Reassess" | "K189",
        PrepareTermination = "prepare_termination" | "Sediakan penamatan" | "Siapkan terminasi" | "Prepare the termination" | "M331",
    }

    /// How a client graduates (rule 39).
    pub enum GraduationKind ("graduation_kind", closed) {
        SelfReliant = "self_reliant" | "Berdikari" | "Mandiri" | "Self-reliant" | "A26",
        Capable = "capable" | "Mampu" | "Mampu" | "Capable" | "A28",
        Natural = "natural" | "Semula jadi" | "Alamiah" | "Natural" | "°",
    }

    /// What shows that a client graduates (rule 39).
    pub enum GraduationProof ("graduation_proof", open) {
        Business = "business" | "Perniagaan sendiri" | "Usaha sendiri" | "A business" | "A30",
        CapitalSaved = "capital_saved" | "Modal yang disimpan daripada bantuan" | "Modal yang disisihkan dari bantuan" | "Capital saved from aid" | "A32",
        EconomicNote = "economic_note" | "Nota ekonomi" | "Catatan ekonomi" | "Economic note" | "A34",
        Resignation = "resignation" | "Pengunduran diri" | "Pengunduran diri" | "Resignation" | "A26",
        NoComponentLeft = "no_component_left" | "Tiada komponen layak lagi" | "Tidak ada komponen lagi" | "No eligible component left" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }
}
