//! What monitoring wants to know of the plan of a case: the one place that looks it up.

use domain::{
    cases::CaseId,
    elements::Element,
    intervention::plan::{Indicator, IndicatorId},
};

use crate::{db::Tx, http::problem::ApiError, on};

/// An indicator of a case, as the active version of its plan has it, or else the last that has it.
///
/// # Errors
/// When the database cannot be asked.
pub fn indicator(
    tx: &mut Tx<'_>,
    case_id: CaseId,
    id: IndicatorId,
) -> Result<Option<Indicator>, ApiError> {
    for plan in on!(tx, observations::plan_versions(case_id))? {
        if let Some(row) = on!(tx, elements::find(plan.0, Indicator::KIND, id.0))? {
            return Indicator::read(plan, row)
                .map(Some)
                .map_err(ApiError::internal);
        }
    }
    Ok(None)
}

/// Which of these indicators some version of the plan of a case has.
///
/// # Errors
/// When the database cannot be asked.
pub fn known(
    tx: &mut Tx<'_>,
    case_id: CaseId,
    ids: &[IndicatorId],
) -> Result<Vec<IndicatorId>, ApiError> {
    let mut known = Vec::new();
    for id in ids {
        if on!(tx, elements::in_case(case_id, Indicator::KIND, id.0))? {
            known.push(*id);
        }
    }
    Ok(known)
}
