//! The words of case conferences: who sits there, and as what.

crate::vocabulary! {
    /// The part a member has in a conference.
    pub enum ConferenceRole ("conference_member_role", open) {
        Chair = "chair" | "Pengerusi" | "Ketua" | "Chair" | "3.14",
        Presenter = "presenter" | "Pembentang" | "Penyaji" | "Presenter" | "3.14",
        Secretary = "secretary" | "Setiausaha" | "Sekretaris" | "Secretary" | "3.14",
        DepartmentOfficer = "department_officer" | "Pegawai jabatan" | "Petugas dinas" | "Officer of the department" | "3.14",
        AgencyRepresentative = "agency_representative" | "Wakil agensi" | "Wakil lembaga" | "Representative of an agency" | "3.14",
    }

    /// In what capacity a member takes part.
    pub enum ConferenceCapacity ("conference_capacity", open) {
        ProbationOfficer = "probation_officer" | "Pegawai akhlak" | "Pembimbing kemasyarakatan" | "Probation officer" | "C199",
        Protector = "protector" | "Pelindung" | "Pelindung" | "Protector" | "C199",
        ChildInstitution = "child_institution" | "Institusi kanak-kanak" | "Panti anak" | "Children's institution" | "C199",
        Counsellor = "counsellor" | "Kaunselor" | "Konselor" | "Counsellor" | "C201",
        BoardVisitor = "board_visitor" | "Ahli Lembaga Pelawat" | "Anggota dewan kunjungan" | "Member of the Board of Visitors" | "3.14",
    }

    /// The positions whose holders may take the chair (rule 32).
    pub enum ChairPosition ("chair_position", open) {
        DivisionDirector = "division_director" | "Pengarah bahagian" | "Direktur bidang" | "Director of a division" | "C113",
        StateDirector = "state_director" | "Pengarah negeri" | "Kepala dinas provinsi" | "State director" | "C113",
        DivisionHead = "division_head" | "Ketua bahagian" | "Kepala bidang" | "Head of a division" | "C114",
        SocialWelfareOfficer = "social_welfare_officer" | "Pegawai kebajikan masyarakat" | "Pejabat kesejahteraan sosial" | "Social welfare officer" | "C114",
        InstitutionHead = "institution_head" | "Ketua institusi" | "Kepala panti" | "Head of an institution" | "C115",
    }
}
