//! The document checklist of an intake: what its categories ask for, what came in, what was waived.

use domain::{
    intake::{DocumentItem, Intake, WantedDocument, checklist_for, not_on_checklist},
    parties::UnitId,
};

use crate::{
    act::{Act, Stop},
    on,
};

pub mod routes;

/// Adds to the checklist what the intake's categories ask for at its unit and is not on it yet.
/// `reach` is the unit and those above it, `items` the checklist so far.
///
/// # Errors
/// When it cannot be written.
pub fn complete(
    act: &mut Act<'_, '_>,
    intake: &Intake,
    reach: &[UnitId],
    items: &[DocumentItem],
) -> Result<(), Stop> {
    let categories = intake.details.categories();
    let requirements = on!(act.tx, requirements::document_requirements(reach))?;
    let wanted = checklist_for(&categories, &requirements);
    add(act, intake, items, &wanted).map(|_| ())
}

/// Adds what is wanted and not on the checklist yet; the new items.
///
/// # Errors
/// When they cannot be written.
pub fn add(
    act: &mut Act<'_, '_>,
    intake: &Intake,
    items: &[DocumentItem],
    wanted: &[WantedDocument],
) -> Result<Vec<DocumentItem>, Stop> {
    let new: Vec<DocumentItem> = not_on_checklist(items, wanted)
        .into_iter()
        .map(|want| DocumentItem::pending(act.new_id(), intake.id, want, act.now))
        .collect();
    on!(act.tx, intake_documents::insert(&new))?;
    Ok(new)
}
