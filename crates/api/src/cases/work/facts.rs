//! What the gates of a case ask of this room: whether an intervention has begun, and whether a crisis
//! is open.

use domain::{
    cases::{Case, GateFacts, RecordKind, RecordRef, RequirementCode},
    intervention::Intervention,
    words::RecordId,
};

use crate::{db::Tx, http::problem::ApiError, on};

/// What the gate to monitoring asks: an intervention that was begun in this episode.
///
/// # Errors
/// When the database cannot be asked.
pub fn to_monitoring(tx: &mut Tx<'_>, case: &Case, facts: &mut GateFacts) -> Result<(), ApiError> {
    let interventions: Vec<Intervention> = on!(tx, work_records::all(case.id))?;
    let begun = interventions.iter().find(|one| one.begun_in(case.episode));
    facts.records.extend(begun.map(|one| {
        let record = RecordRef {
            kind: RecordKind::Intervention,
            id: one.id.uuid(),
        };
        (RequirementCode::InterventionStarted, record)
    }));
    Ok(())
}

/// The crises of a case that must be resolved before it is closed.
///
/// # Errors
/// When the database cannot be asked.
pub fn open_crises(tx: &mut Tx<'_>, case: &Case) -> Result<Vec<RecordRef>, ApiError> {
    // The case shows how many there are; mostly none.
    if case.open_crises == 0 {
        return Ok(Vec::new());
    }
    let open = on!(tx, work_records::open_crises(case.id))?.into_iter();
    Ok(open
        .map(|id| RecordRef {
            kind: RecordKind::Crisis,
            id: id.uuid(),
        })
        .collect())
}
