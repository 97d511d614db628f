//! How widely a case may be known.

use crate::vocabulary;

vocabulary! {
    /// The confidentiality class of a case: set from its category, changed by a supervisor.
    /// `standard`: the unit's caseworkers may read it; `confidential`: only the team and the
    /// superiors in reach; `restricted`: only those named on the case.
    pub enum Confidentiality ("confidentiality", closed) {
        Standard = "standard" | "biasa" | "biasa" | "standard" | "§4",
        Confidential = "confidential" | "sulit" | "rahasia" | "confidential" | "§4",
        Restricted = "restricted" | "terhad" | "terbatas" | "restricted" | "§4",
    }
}
