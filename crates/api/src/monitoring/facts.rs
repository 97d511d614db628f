//! What the gates of a case want to know of its monitoring and evaluation.

use domain::{
    cases::{Case, GateFacts, RecordKind, RecordRef, RequirementCode},
    intervention::plan::IndicatorId,
};

use super::of_plan;
use crate::{db::Tx, http::problem::ApiError, on, plans};

/// For the gate to monitoring: whether it is set how the case is monitored, and whether every
/// indicator of the active plan has a baseline.
///
/// # Errors
/// When the database cannot be asked.
pub fn add_monitoring(tx: &mut Tx<'_>, case: &Case, facts: &mut GateFacts) -> Result<(), ApiError> {
    if let Some(set) = on!(tx, monitoring_plans::active(case.id))?.first() {
        let code = RequirementCode::MonitoringPlanSet;
        facts.records.insert(code, set.record());
    }
    let Some(plan) = of_plan::active(tx, case.id)? else {
        return Ok(());
    };
    let content = plans::load::content(tx, plan.id)?;
    let baselines = on!(tx, observations::baselines(case.id))?;
    let has = |id: IndicatorId| baselines.iter().any(|(of, _)| *of == id);
    let all = content.indicators.iter().all(|it| has(it.id));
    if let Some((_, id)) = baselines.first().filter(|_| all) {
        let record = RecordRef {
            kind: RecordKind::Observation,
            id: id.0,
        };
        let code = RequirementCode::BaselineRecorded;
        facts.records.insert(code, record);
    }
    Ok(())
}

/// For the gate to termination and the one that closes the file: what the latest evaluation of
/// this episode says.
///
/// # Errors
/// When the database cannot be asked.
pub fn add_evaluation(tx: &mut Tx<'_>, case: &Case, facts: &mut GateFacts) -> Result<(), ApiError> {
    let Some(evaluation) = on!(tx, evaluations::latest(case.id, case.episode))? else {
        return Ok(());
    };
    if evaluation.prepares_termination() {
        let code = RequirementCode::EvaluationPreparesTermination;
        facts.records.insert(code, evaluation.record());
    }
    if facts.reason.is_some_and(|reason| evaluation.shows(reason)) {
        let code = RequirementCode::ReasonRequirements;
        facts.records.insert(code, evaluation.record());
    }
    Ok(())
}
