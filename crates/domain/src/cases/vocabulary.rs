//! The words of a case: stages, statuses, client kinds, and those of contacts, notes and tasks.

crate::vocabulary! {
    /// The five stages of the work.
    pub enum Stage ("stage", closed) {
        Intake = "intake" | "Penerimaan / Saringan" | "Penerimaan / Penyaringan" | "Intake and screening" | "M Jadual 1",
        Assessment = "assessment" | "Penentuan Situasi" | "Asesmen" | "Situation assessment" | "M Jadual 1",
        Intervention = "intervention" | "Perancangan dan Intervensi" | "Perencanaan dan Intervensi" | "Planning and intervention" | "M Jadual 1",
        Monitoring = "monitoring" | "Pemantauan dan Penilaian" | "Pemantauan dan Evaluasi" | "Monitoring and evaluation" | "M Jadual 1",
        Termination = "termination" | "Penamatan" | "Terminasi" | "Termination" | "M Jadual 1",
    }

    /// Whether work on the case goes on.
    pub enum CaseStatus ("case_status", closed) {
        Open = "open" | "Terbuka" | "Terbuka" | "Open" | "°",
        OnHold = "on_hold" | "Ditangguhkan" | "Ditangguhkan" | "On hold" | "°",
        ClosureRequested = "closure_requested" | "Penutupan dipohon" | "Penutupan diajukan" | "Closure requested" | "°",
        Closed = "closed" | "Ditutup" | "Ditutup" | "Closed" | "M350",
    }

    /// Who the client of a case is.
    pub enum ClientKind ("client_kind", closed) {
        Individual = "individual" | "Individu" | "Individu" | "Individual" | "C 4.0",
        Family = "family" | "Keluarga" | "Keluarga" | "Family" | "C 4.0",
        Group = "group" | "Kelompok" | "Kelompok" | "Group" | "M165",
        Community = "community" | "Komuniti" | "Komunitas" | "Community" | "C 4.0",
    }

    /// What a contact was for.
    pub enum ContactPurpose ("contact_purpose", open) {
        FindResource = "find_resource" | "Mencari sumber" | "Mencari sumber" | "Find a resource" | "3.12",
        ArrangeReferral = "arrange_referral" | "Mengatur rujukan" | "Mengatur rujukan" | "Arrange a referral" | "3.12",
        FollowUp = "follow_up" | "Susulan" | "Tindak lanjut" | "Follow up" | "3.12",
        MonitorService = "monitor_service" | "Memantau perkhidmatan" | "Memantau layanan" | "Monitor a service" | "3.12",
        RaiseQuery = "raise_query" | "Mengemukakan pertanyaan" | "Mengajukan pertanyaan" | "Raise a query" | "3.12",
        Advocate = "advocate" | "Advokasi" | "Advokasi" | "Advocate" | "3.12",
        Outreach = "outreach" | "Jangkauan" | "Penjangkauan" | "Outreach" | "3.12",
        Aftercare = "aftercare" | "Jagaan lanjutan" | "Pembinaan lanjut" | "Aftercare" | "rule 25",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// With whom a contact was sought.
    pub enum ContactWith ("contact_with", open) {
        Client = "client" | "Klien" | "Klien" | "The client" | "K83",
        Family = "family" | "Keluarga" | "Keluarga" | "Family" | "K83",
        ClosePerson = "close_person" | "Orang terdekat" | "Orang dekat" | "A person close to the client" | "K83",
        Referrer = "referrer" | "Perujuk" | "Perujuk" | "The referrer" | "3.3",
        ServiceProvider = "service_provider" | "Penyedia perkhidmatan" | "Penyedia layanan" | "A service provider" | "3.3",
        Community = "community" | "Komuniti" | "Masyarakat" | "The community" | "3.3",
        School = "school" | "Sekolah" | "Sekolah" | "A school" | "3.3",
        Authority = "authority" | "Pihak berkuasa" | "Pihak berwenang" | "An authority" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "3.3",
    }

    /// The function of the person contacted at a provider or an agency.
    pub enum ContactFunction ("contact_function", open) {
        ReferralOfficer = "referral_officer" | "Pegawai rujukan" | "Petugas rujukan" | "Referral officer" | "3.12",
        Head = "head" | "Ketua" | "Pimpinan" | "Head" | "3.12",
        ServiceStaff = "service_staff" | "Kakitangan perkhidmatan" | "Petugas layanan" | "Service staff" | "3.12",
        AfterHours = "after_hours" | "Petugas luar waktu pejabat" | "Petugas di luar jam kerja" | "After-hours contact" | "°",
    }

    /// Where a contact took place.
    pub enum ContactPlace ("contact_place", open) {
        Office = "office" | "Pejabat" | "Kantor" | "Office" | "3.10",
        ClientHome = "client_home" | "Rumah klien" | "Rumah klien" | "The client's home" | "3.10",
        Institution = "institution" | "Institusi" | "Panti" | "Institution" | "3.10",
        Provider = "provider" | "Tempat penyedia" | "Tempat penyedia layanan" | "A provider's place" | "3.10",
        School = "school" | "Sekolah" | "Sekolah" | "School" | "3.10",
        Court = "court" | "Mahkamah" | "Pengadilan" | "Court" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "3.10",
    }

    /// What came of a contact.
    pub enum ContactOutcome ("contact_outcome", open) {
        InformationObtained = "information_obtained" | "Maklumat diperoleh" | "Informasi diperoleh" | "Information obtained" | "°",
        NextStepAgreed = "next_step_agreed" | "Langkah seterusnya dipersetujui" | "Langkah berikutnya disepakati" | "Next step agreed" | "°",
        ServiceArranged = "service_arranged" | "Perkhidmatan diatur" | "Layanan diatur" | "Service arranged" | "°",
        Refused = "refused" | "Menolak" | "Menolak" | "Refused" | "°",
        MessageLeft = "message_left" | "Pesanan ditinggalkan" | "Pesan ditinggalkan" | "Message left" | "°",
        NoAnswer = "no_answer" | "Tiada jawapan" | "Tidak ada jawaban" | "No answer" | "°",
        NotFound = "not_found" | "Tidak ditemui" | "Tidak ditemukan" | "Not found at the place" | "°",
        Undeliverable = "undeliverable" | "Tidak dapat dihantar" | "Tidak terkirim" | "Undeliverable" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// Where a case note stands.
    pub enum NoteStatus ("note_status", closed) {
        Draft = "draft" | "Draf" | "Draf" | "Draft" | "°",
        Signed = "signed" | "Ditandatangani" | "Ditandatangani" | "Signed" | "°",
        Amended = "amended" | "Dipinda" | "Diubah" | "Signed and amended" | "°",
    }

    /// Where a task stands.
    pub enum TaskStatus ("task_status", closed) {
        Open = "open" | "Belum siap" | "Belum selesai" | "Open" | "°",
        Done = "done" | "Siap" | "Selesai" | "Done" | "°",
        Cancelled = "cancelled" | "Dibatalkan" | "Dibatalkan" | "Cancelled" | "°",
    }
}

impl ContactOutcome {
    /// Whether the outcome says that the person was, or was not, reached; either for the rest.
    #[must_use]
    pub const fn reached(self) -> Option<bool> {
        match self {
            Self::InformationObtained
            | Self::NextStepAgreed
            | Self::ServiceArranged
            | Self::Refused => Some(true),
            Self::MessageLeft | Self::NoAnswer | Self::NotFound | Self::Undeliverable => {
                Some(false)
            }
            Self::Other => None,
        }
    }
}
