//! The words of the steps.

crate::vocabulary! {
    /// To whom a notice of the coming end goes.
    pub enum NoticeRecipient ("notice_recipient", closed) {
        Client = "client" | "Klien" | "Klien" | "Client" | "M348",
        Family = "family" | "Keluarga" | "Keluarga" | "Family" | "M348",
        Guardian = "guardian" | "Penjaga" | "Wali" | "Guardian" | "M348",
    }

    /// Whether somebody was told of the end.
    pub enum NoticeOutcome ("notice_outcome", closed) {
        Given = "given" | "Dimaklumkan" | "Diberi tahu" | "Told" | "M348",
        NoFamily = "no_family" | "Tiada keluarga" | "Tidak ada keluarga" | "No family" | "°",
        Withheld = "withheld" | "Ditahan demi keselamatan atau tanpa persetujuan" | "Ditahan demi keselamatan atau tanpa persetujuan" | "Withheld for safety or for want of consent" | "°",
    }

    /// What a part of the client's future plan is about.
    pub enum FuturePlanArea ("future_plan_area", open) {
        Housing = "housing" | "Tempat tinggal" | "Tempat tinggal" | "Where to live" | "°",
        IncomeOrWork = "income_or_work" | "Pendapatan atau pekerjaan" | "Penghasilan atau pekerjaan" | "Income or work" | "°",
        School = "school" | "Persekolahan" | "Sekolah" | "School" | "°",
        Health = "health" | "Kesihatan" | "Kesehatan" | "Health" | "°",
        Support = "support" | "Sokongan" | "Dukungan" | "Support" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// What the client can turn to.
    pub enum SupportKind ("support_kind", closed) {
        Person = "person" | "Orang" | "Orang" | "Person" | "M349",
        Place = "place" | "Tempat" | "Tempat" | "Place" | "M349",
    }

    /// Whether somebody agrees to be contacted.
    pub enum ContactConsent ("contact_consent", closed) {
        Given = "given" | "Bersetuju" | "Setuju" | "Agrees" | "°",
        Refused = "refused" | "Tidak bersetuju" | "Tidak setuju" | "Does not agree" | "°",
        NotAsked = "not_asked" | "Belum ditanya" | "Belum ditanya" | "Not asked yet" | "°",
    }

    /// Where the report of a party stands.
    pub enum PartyReportStatus ("party_report_status", closed) {
        Requested = "requested" | "Diminta" | "Diminta" | "Requested" | "M335",
        Received = "received" | "Diterima" | "Diterima" | "Received" | "M335",
        Declined = "declined" | "Enggan memberi" | "Menolak memberi" | "Declined" | "°",
        NotApplicable = "not_applicable" | "Tidak berkaitan" | "Tidak berlaku" | "Not applicable" | "°",
    }

    /// Whether a client is ready to live without the work.
    pub enum LeavingReadiness ("leaving_readiness", open) {
        Ready = "ready" | "Bersedia" | "Siap" | "Ready" | "M235",
        ReadyWithSupport = "ready_with_support" | "Bersedia dengan sokongan" | "Siap dengan dukungan" | "Ready with support" | "°",
        NotReady = "not_ready" | "Belum bersedia" | "Belum siap" | "Not ready" | "°",
    }

    /// What the Board of Visitors says to the end.
    pub enum BoardOutcome ("board_outcome", open) {
        Agrees = "agrees" | "Bersetuju" | "Menyetujui" | "Agrees" | "M335",
        AgreesWithConditions = "agrees_with_conditions" | "Bersetuju dengan syarat" | "Menyetujui dengan syarat" | "Agrees with conditions" | "°",
        Disagrees = "disagrees" | "Tidak bersetuju" | "Tidak menyetujui" | "Does not agree" | "°",
    }

    /// A step of the transition out of the work.
    pub enum TransitionStage ("transition_stage", open) {
        OwnActivities = "own_activities" | "Klien merancang aktivitinya sendiri" | "Klien merencanakan kegiatannya sendiri" | "The client plans own activities" | "K114",
        Unaccompanied = "unaccompanied" | "Tanpa pendampingan" | "Tanpa pendampingan" | "Without accompaniment" | "K115",
        Out = "out" | "Keluar daripada program" | "Keluar dari program" | "Out of the programme" | "K115",
    }
}
