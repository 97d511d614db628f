//! What the gate to monitoring makes of the baselines.

use super::ObservationId;
use crate::cases::{GateFacts, Missing, MissingCode, RecordKind, RecordRef, RequirementCode};
use crate::intervention::plan::{IndicatorId, PlanContent, plan_part};

impl GateFacts {
    /// Takes the baseline observations into account: every indicator of the active plan has one, or
    /// is named.
    pub fn count_baselines(
        &mut self,
        content: &PlanContent,
        baselines: &[(IndicatorId, ObservationId)],
    ) {
        let code = RequirementCode::BaselineRecorded;
        if let Some((_, id)) = baselines.first() {
            let record = RecordRef {
                kind: RecordKind::Observation,
                id: id.0,
            };
            self.records.insert(code, record);
        }
        let missing: Vec<Missing> = content
            .indicators
            .iter()
            .filter(|indicator| baselines.iter().all(|(of, _)| *of != indicator.id))
            .map(|indicator| Missing::record(MissingCode::IndicatorBaseline, plan_part(indicator)))
            .collect();
        if !missing.is_empty() {
            self.outstanding.insert(code, missing);
        }
    }
}
