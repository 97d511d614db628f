//! What the parts of documents are called.

crate::vocabulary! {
    /// What a part of a document is.
    pub enum ElementKind ("element_kind", open) {
        Issue = "issue" | "Isu" | "Masalah" | "Issue" | "M292",
        Need = "need" | "Keperluan" | "Kebutuhan" | "Need" | "M293",
        Risk = "risk" | "Risiko" | "Risiko" | "Risk" | "M293",
        Resource = "resource" | "Sumber" | "Sumber" | "Resource" | "M294",
        Strength = "strength" | "Kekuatan" | "Kekuatan" | "Strength" | "M232",
        Challenge = "challenge" | "Cabaran" | "Tantangan" | "Challenge" | "M232",
        WantedGoal = "wanted_goal" | "Matlamat yang dikehendaki klien" | "Tujuan yang diinginkan klien" | "Goal the client wants" | "M232",
        Measurement = "measurement" | "Pengukuran" | "Pengukuran" | "Measurement" | "K193",
        Allegation = "allegation" | "Dakwaan" | "Dugaan" | "Allegation" | "S68",
        FunctionalArea = "functional_area" | "Bidang kefungsian" | "Bidang keberfungsian" | "Area of functioning" | "K129",
    }
}
