//! What a worker is allowed to be, and what a token is allowed to be used for.

use crate::vocabulary;

vocabulary! {
    /// What a worker may be granted at a unit. A caseworker's grant reaches exactly that unit,
    /// every other role the unit and all units below it.
    pub enum Role ("role", closed) {
        Caseworker = "caseworker" | "pekerja kes" | "pekerja sosial" | "caseworker" | "§4",
        Supervisor = "supervisor" | "penyelia" | "supervisor" | "supervisor" | "§4",
        Director = "director" | "pengarah" | "direktur" | "director" | "§4",
        Administrator = "administrator" | "pentadbir sistem" | "administrator sistem" | "administrator" | "§4",
        Auditor = "auditor" | "juruaudit" | "auditor" | "auditor" | "§4",
        DataOfficer = "data_officer" | "pegawai data" | "petugas data" | "data officer" | "§4",
        DirectoryEditor = "directory_editor" | "penyunting direktori" | "penyunting direktori" | "directory editor" | "§4",
    }

    /// What an access token may be used for; the rights of its holder still apply.
    pub enum Scope ("scope", closed) {
        PersonsRead = "persons:read" | "membaca rekod orang" | "membaca data orang" | "read persons" | "°",
        PersonsWrite = "persons:write" | "mengubah rekod orang" | "mengubah data orang" | "write persons" | "°",
        IntakesRead = "intakes:read" | "membaca penerimaan" | "membaca penerimaan awal" | "read intakes" | "°",
        IntakesWrite = "intakes:write" | "mengubah penerimaan" | "mengubah penerimaan awal" | "write intakes" | "°",
        CasesRead = "cases:read" | "membaca kes" | "membaca kasus" | "read cases" | "°",
        CasesWrite = "cases:write" | "mengubah kes" | "mengubah kasus" | "write cases" | "°",
        DirectoryRead = "directory:read" | "membaca direktori penyedia" | "membaca direktori lembaga layanan" | "read the provider directory" | "°",
        DirectoryWrite = "directory:write" | "mengubah direktori penyedia" | "mengubah direktori lembaga layanan" | "write the provider directory" | "°",
        ExchangeRead = "exchange:read" | "mengeksport data" | "mengekspor data" | "export data" | "°",
        ExchangeWrite = "exchange:write" | "mengimport data" | "mengimpor data" | "import data" | "°",
        StatisticsRead = "statistics:read" | "membaca statistik" | "membaca statistik" | "read statistics" | "°",
        Admin = "admin" | "mentadbir unit, pekerja dan integrasi" | "mengelola unit, pekerja dan integrasi" | "administer units, workers and integrations" | "°",
    }
}

impl Role {
    /// Those who work on cases: what they may write, they may write with one of these.
    pub(super) const STAFF: &'static [Self] = &[Self::Caseworker, Self::Supervisor, Self::Director];
    /// Those who decide, assign, override and approve.
    pub(super) const SUPERIORS: &'static [Self] = &[Self::Supervisor, Self::Director];
    /// Those who read intakes and cases in full.
    pub const READERS: &'static [Self] = &[
        Self::Caseworker,
        Self::Supervisor,
        Self::Director,
        Self::Auditor,
    ];
    /// Those who may list cases and search persons: the data officer sees a case's spine.
    pub(super) const SEEKERS: &'static [Self] = &[
        Self::Caseworker,
        Self::Supervisor,
        Self::Director,
        Self::Auditor,
        Self::DataOfficer,
    ];
    /// Those who read which persons may be one and the same.
    pub(super) const MATCH_READERS: &'static [Self] = &[Self::DataOfficer];
    /// Those who read units, workers, grants, integrations and document requirements.
    pub(super) const REGISTRARS: &'static [Self] = &[Self::Administrator, Self::Auditor];
    /// Those who change them.
    pub(super) const ADMINISTRATORS: &'static [Self] = &[Self::Administrator];
    /// Those who read who is qualified for what: who works on cases must know, too.
    pub(super) const QUALIFICATION_READERS: &'static [Self] = &[
        Self::Caseworker,
        Self::Supervisor,
        Self::Director,
        Self::Administrator,
        Self::Auditor,
    ];
}
