//! All that an assessment holds.

use super::{AssessmentId, Need, Risk};

crate::content! {
    /// The parts of an assessment.
    pub struct AssessmentContent of AssessmentId {
        /// Needs, at most one in each area.
        needs: Need,
        /// Risks.
        risks: Risk,
    }
}
