//! The words of consents, legal bases, rights and contracts. The kinds of contracts are in
//! [`crate::intervention`].

crate::vocabulary! {
    /// What a client is asked to consent to.
    pub enum ConsentPurpose ("consent_purpose", open) {
        Service = "service" | "Menerima perkhidmatan" | "Menerima layanan" | "To receive the service" | "S84",
        InformationSharing = "information_sharing" | "Berkongsi maklumat" | "Berbagi informasi" | "To share information" | "A219",
        Assessment = "assessment" | "Penentuan situasi" | "Asesmen" | "To be assessed" | "domain §3",
        Photo = "photo" | "Gambar dan rakaman" | "Foto dan rekaman" | "Photographs and recordings" | "domain §3",
    }

    /// What the client answered.
    pub enum ConsentAnswer ("consent_answer", closed) {
        Given = "given" | "Bersetuju" | "Setuju" | "Given" | "domain §3",
        Refused = "refused" | "Menolak" | "Menolak" | "Refused" | "domain §3",
    }

    /// Where a consent stands today.
    pub enum ConsentStatus ("consent_status", closed) {
        Given = "given" | "Diberi" | "Diberikan" | "Given" | "domain §3",
        Refused = "refused" | "Ditolak" | "Ditolak" | "Refused" | "domain §3",
        Withdrawn = "withdrawn" | "Ditarik balik" | "Ditarik kembali" | "Withdrawn" | "domain §3",
        Expired = "expired" | "Tamat tempoh" | "Habis masa berlakunya" | "Expired" | "°",
    }

    /// What lets the work go on without the client's consent.
    pub enum LegalBasisKind ("legal_basis_kind", open) {
        CourtOrder = "court_order" | "Perintah mahkamah" | "Penetapan atau putusan pengadilan" | "An order of a court" | "°",
        Statute = "statute" | "Peruntukan undang-undang" | "Ketentuan undang-undang" | "A statute" | "°",
    }

    /// Where a legal basis stands today.
    pub enum LegalBasisStatus ("legal_basis_status", closed) {
        Upcoming = "upcoming" | "Belum berkuat kuasa" | "Belum berlaku" | "Not yet in force" | "°",
        InForce = "in_force" | "Berkuat kuasa" | "Berlaku" | "In force" | "°",
        Expired = "expired" | "Tamat tempoh" | "Habis masa berlakunya" | "Expired" | "°",
        Ended = "ended" | "Ditamatkan" | "Diakhiri" | "Ended" | "°",
    }

    /// A right that is explained to a client.
    pub enum ClientRight ("client_right", open) {
        TakePart = "take_part" | "Turut serta dalam setiap keputusan" | "Turut serta dalam setiap keputusan" | "To take part in every decision" | "°",
        RefuseAndWithdraw = "refuse_and_withdraw" | "Menolak, dan menarik balik persetujuan" | "Menolak, dan menarik kembali persetujuan" | "To refuse, and to withdraw a consent" | "°",
        Confidentiality = "confidentiality" | "Kerahsiaan dan hadnya" | "Kerahasiaan dan batasnya" | "To confidentiality, and its limits" | "°",
        AccessToRecords = "access_to_records" | "Melihat rekod sendiri" | "Melihat catatan sendiri" | "To see one's own records" | "°",
        Complain = "complain" | "Membuat aduan" | "Mengajukan pengaduan" | "To complain" | "°",
        AnotherWorker = "another_worker" | "Meminta pekerja lain" | "Meminta pekerja sosial lain" | "To ask for another worker" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// What a contract must settle, each agreed by all parties (rule 11).
    pub enum ContractElement ("contract_element", closed) {
        Consensus = "consensus" | "Konsensus" | "Konsensus" | "Consensus" | "S84",
        MutualAgreement = "mutual_agreement" | "Persefahaman bersama" | "Kesepahaman" | "Mutual agreement" | "S84",
        Acceptance = "acceptance" | "Penerimaan" | "Penerimaan" | "Acceptance" | "S84",
        Reciprocity = "reciprocity" | "Kepentingan semua pihak" | "Kepentingan semua pihak" | "Reciprocity" | "S84",
        Responsibility = "responsibility" | "Tanggungjawab" | "Tanggung jawab" | "Responsibility" | "S84",
        PromisedTasks = "promised_tasks" | "Janji melaksanakan tugas" | "Janji melaksanakan tugas" | "Promised tasks" | "S84",
        Period = "period" | "Tempoh masa" | "Periode waktu" | "Period" | "S84",
    }

    /// A party of a contract.
    pub enum ContractParty ("contract_party", closed) {
        Client = "client" | "Klien atau penjaganya" | "Klien atau walinya" | "The client, or the guardian" | "S84",
        Worker = "worker" | "Pekerja kes" | "Pekerja sosial" | "The worker" | "S84",
        Agency = "agency" | "Agensi" | "Badan sosial" | "The agency" | "S84",
    }

    /// Where a contract stands.
    pub enum ContractStatus ("contract_status", closed) {
        Draft = "draft" | "Draf" | "Draf" | "Draft" | "S84",
        Agreed = "agreed" | "Dipersetujui" | "Disepakati" | "Agreed" | "S84",
        Ended = "ended" | "Ditamatkan" | "Diakhiri" | "Ended" | "°",
        Cancelled = "cancelled" | "Dibatalkan" | "Dibatalkan" | "Cancelled" | "°",
    }
}
