//! The words of the end: its reasons, the notices, and the closure.

crate::vocabulary! {
    /// Why a case ends. Planned or unplanned follows from the reason.
    pub enum TerminationReason ("termination_reason", open) {
        GoalsAchieved = "goals_achieved" | "Matlamat tercapai" | "Tujuan tercapai" | "Goals achieved" | "S82",
        NoFurtherProgress = "no_further_progress" | "Tiada kemajuan lanjut" | "Tidak ada kemajuan berarti" | "No further progress" | "S82",
        GraduationSelfReliant = "graduation_self_reliant" | "Graduasi berdikari" | "Graduasi mandiri" | "Graduation: self-reliant" | "A26",
        GraduationCapable = "graduation_capable" | "Graduasi mampu" | "Graduasi mampu" | "Graduation: capable" | "A28",
        GraduationNatural = "graduation_natural" | "Graduasi semula jadi" | "Graduasi alamiah" | "Graduation: no eligible component left" | "°",
        ServiceAvailableElsewhere = "service_available_elsewhere" | "Perkhidmatan ada di tempat lain" | "Layanan tersedia di tempat lain" | "Service available elsewhere" | "S94",
        ProgrammePeriodEnded = "programme_period_ended" | "Tempoh program tamat" | "Masa program berakhir" | "Programme period ended" | "°",
        OrderExpired = "order_expired" | "Perintah tamat" | "Masa penetapan berakhir" | "Order expired" | "°",
        TransferredToAgency = "transferred_to_agency" | "Dipindah ke agensi lain" | "Dialihkan ke lembaga lain" | "Transferred to another agency" | "°",
        ClientRequest = "client_request" | "Kehendak klien" | "Kemauan klien" | "The client's wish" | "S94",
        NoSuitableService = "no_suitable_service" | "Tiada perkhidmatan sesuai" | "Tidak ada layanan sesuai" | "No suitable service" | "S94",
        NotEligible = "not_eligible" | "Tidak layak" | "Tidak memenuhi persyaratan" | "Not eligible" | "S94",
        BeyondAgencyCapacity = "beyond_agency_capacity" | "Luar keupayaan agensi" | "Di luar kemampuan panti" | "Beyond the agency's capacity" | "S94",
        WorkerClientRelationship = "worker_client_relationship" | "Hubungan klien-pekerja" | "Hubungan klien-pekerja sosial" | "Relationship of client and worker" | "S94",
        AbscondedFromInstitution = "absconded_from_institution" | "Lari dari institusi" | "Kabur dari panti" | "Absconded from the institution" | "S94",
        LostContact = "lost_contact" | "Putus hubungan" | "Kehilangan kontak" | "Lost contact" | "°",
        MovedAway = "moved_away" | "Berpindah" | "Pindah" | "Moved away" | "°",
        Deceased = "deceased" | "Meninggal dunia" | "Meninggal dunia" | "Deceased" | "°",
    }

    /// In which way a client's need is beyond the agency.
    pub enum CapacityLimit ("capacity_limit", open) {
        PermanentIllness = "permanent_illness" | "Penyakit kekal" | "Penyakit permanen" | "Permanent illness" | "S94",
        MentalDisorder = "mental_disorder" | "Gangguan mental" | "Gangguan jiwa" | "Mental disorder" | "S94",
        OtherDiscipline = "other_discipline" | "Disiplin lain diperlukan" | "Disiplin lain diperlukan" | "Another discipline is needed" | "S94",
    }

    /// Why client and worker cannot go on with each other.
    pub enum RelationshipReason ("relationship_reason", open) {
        DeepEmotionalInvolvement = "deep_emotional_involvement" | "Keterlibatan emosi yang mendalam" | "Keterlibatan emosional yang mendalam" | "Deep emotional involvement" | "S94",
        PersonalElements = "personal_elements" | "Unsur peribadi" | "Unsur pribadi" | "Personal elements" | "S94",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "S94",
    }

    /// Why a client absconded from an institution.
    pub enum AbscondingReason ("absconding_reason", open) {
        DislikesInstitutionLife = "dislikes_institution_life" | "Tidak suka kehidupan di institusi" | "Tidak suka kehidupan panti" | "Dislikes life in the institution" | "S94",
        DissatisfiedWithService = "dissatisfied_with_service" | "Tidak puas hati dengan perkhidmatan" | "Tidak puas dengan layanan" | "Dissatisfied with the service" | "S94",
        InadequateFacilities = "inadequate_facilities" | "Kemudahan tidak memadai" | "Fasilitas tidak memadai" | "Inadequate facilities" | "S94",
        UnfriendlyStaff = "unfriendly_staff" | "Kakitangan tidak mesra" | "Petugas tidak ramah" | "Unfriendly staff" | "S94",
        Unknown = "unknown" | "Tidak diketahui" | "Tidak diketahui" | "Not known" | "S94",
    }

    /// Where a closure request stands.
    pub enum ClosureStatus ("closure_status", closed) {
        Pending = "pending" | "Menunggu keputusan" | "Menunggu keputusan" | "Waiting for the decision" | "°",
        Approved = "approved" | "Diluluskan" | "Disetujui" | "Approved" | "M350",
        Rejected = "rejected" | "Ditolak" | "Ditolak" | "Rejected" | "°",
        Withdrawn = "withdrawn" | "Ditarik balik" | "Ditarik kembali" | "Withdrawn" | "°",
    }

    /// Whether the unit at a client's new place was told.
    pub enum ReceivingUnitReply ("receiving_unit_answer", closed) {
        Told = "told" | "Dimaklumkan" | "Diberi tahu" | "Told" | "°",
        ClientRefused = "client_refused" | "Klien tidak bersetuju" | "Klien tidak menyetujui" | "The client refused" | "°",
        PlaceUnknown = "place_unknown" | "Tempat tidak diketahui" | "Tempat tidak diketahui" | "The place is not known" | "°",
    }
}

impl TerminationReason {
    /// Whether an end for this reason is a planned one (3.8; rule 21).
    #[must_use]
    pub const fn planned(self) -> bool {
        match self {
            Self::GoalsAchieved
            | Self::NoFurtherProgress
            | Self::GraduationSelfReliant
            | Self::GraduationCapable
            | Self::GraduationNatural
            | Self::ServiceAvailableElsewhere
            | Self::ProgrammePeriodEnded
            | Self::OrderExpired
            | Self::TransferredToAgency => true,
            Self::ClientRequest
            | Self::NoSuitableService
            | Self::NotEligible
            | Self::BeyondAgencyCapacity
            | Self::WorkerClientRelationship
            | Self::AbscondedFromInstitution
            | Self::LostContact
            | Self::MovedAway
            | Self::Deceased => false,
        }
    }
}
