//! The words of programmes.

crate::vocabulary! {
    /// The staff of Program Keluarga Harapan.
    pub enum PkhStaffRole ("pkh_staff_role", open) {
        SocialCompanion = "social_companion" | "Pendamping sosial" | "Pendamping sosial" | "Social companion" | "A16",
        DatabaseAdministrator = "database_administrator" | "Pentadbir pangkalan data" | "Administrator pangkalan data" | "Database administrator" | "A16",
        CityCoordinator = "city_coordinator" | "Penyelaras bandar" | "Koordinator kota" | "City coordinator" | "A16",
        SocialWorkerSupervisor = "social_worker_supervisor" | "Penyelia pekerja sosial" | "Pekerja sosial supervisor" | "Supervisor of social workers" | "A16",
    }
}
