//! What changes with a case that another unit takes over: its place in the tree, who is named on
//! it, and where its names in other systems are unique. Its file number, its intake and all that
//! was recorded stay as they are.

use domain::{
    access::{Confidentiality, Membership},
    cases::{Case, CaseEvent},
    parties::{UnitId, WorkerId},
    words::RecordId,
};

use crate::{
    act::{Act, Stop},
    cases::load,
    db::types::Levels,
    on,
    parties::external_refs,
};

/// Moves a locked case as `taken` says, to the unit whose place in the tree this is.
///
/// # Errors
/// 409 where another case of that unit has one of its names in other systems.
pub fn take_over(
    act: &mut Act<'_, '_>,
    mut case: Case,
    taken: &CaseEvent,
    levels: &Levels,
) -> Result<(), Stop> {
    let from = case.opened.unit_id;
    load::change(act, &mut case, std::slice::from_ref(taken))?;
    let unit = case.opened.unit_id;
    on!(act.tx, cases::move_to_unit(case.id, unit, levels))?;
    on!(act.tx, case_members::refile(&case))?;
    refer_from(act, &case, from)?;
    act.record(load::of(&case), case.version, taken)?;
    rename(act, &case)
}

/// The names of the case in other systems are unique within the unit that has it.
fn refer_from(act: &mut Act<'_, '_>, case: &Case, from: UnitId) -> Result<(), Stop> {
    let (id, unit) = (case.id.uuid(), case.opened.unit_id);
    external_refs::claim(act, "case", id, unit, &case.external_refs)?;
    on!(act.tx, external_refs::release("case", from, id))?;
    Ok(())
}

/// Those whom the former unit had named leave the case: the receiving unit names its own. Of a
/// restricted case the superior who accepted stays named, or nobody who leads it would see it.
fn rename(act: &mut Act<'_, '_>, case: &Case) -> Result<(), Stop> {
    let by = act.worker()?;
    let responsible = case.opened.responsible_id;
    let restricted = case.opened.confidentiality == Confidentiality::Restricted;
    let stays = |worker: WorkerId| restricted && worker == by && worker != responsible;
    for member in on!(act.tx, case_members::all(case.id))? {
        if stays(member.worker_id) {
            continue;
        }
        on!(act.tx, case_members::remove(case.id, member.worker_id))?;
        let told = member.membership == Membership::Responsible || member.worker_id == responsible;
        if !told {
            let event = CaseEvent::MemberRemoved {
                worker_id: member.worker_id,
            };
            act.record(load::of(case), case.version, &event)?;
        }
    }
    let (how, at) = (Membership::Responsible, act.now);
    on!(act.tx, case_members::put(case, responsible, how, at))?;
    Ok(())
}
