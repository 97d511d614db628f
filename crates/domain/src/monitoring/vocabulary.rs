//! The words of monitoring: what is watched and with what.

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
}
