//! What the gates of a case want to know of its monitoring and evaluation.

use domain::cases::{Case, GateFacts, RequirementCode};

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
    let Some(plan) = plans::load::active(tx, case.id)? else {
        return Ok(());
    };
    let content = plans::load::content(tx, plan.id)?;
    let baselines = on!(tx, observations::baselines(case.id))?;
    facts.count_baselines(&content, &baselines);
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
