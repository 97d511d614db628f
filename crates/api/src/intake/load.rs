//! An intake as acts and reads want it, with what access has to know, and how it is changed.

use domain::{
    access::{Actor, Facts, IntakeFacts, IntakeStanding},
    intake::{Intake, IntakeDecision, IntakeEvent, IntakeId, Referrer, Screening},
    texts::{Lines, Narrative},
    words::RecordId,
};
use serde::Serialize;

use crate::{
    act::{Act, Stop},
    cases,
    db::{Tx, types::Levels},
    events::Of,
    http::problem::{ApiError, ProblemCode},
    on,
};

/// An intake with what access has to know of it.
pub struct Loaded {
    /// The intake.
    pub intake: Intake,
    /// Its place in the tree of units.
    pub levels: Levels,
    standing: IntakeStanding,
}

impl Loaded {
    /// What access has to know.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let screening = self.intake.screening.as_ref();
        Facts::Intake(IntakeFacts {
            reach: self.levels.reach(),
            standing: self.standing.clone(),
            requested_by: screening.map(|screening| screening.screened_by),
        })
    }

    fn complete(
        tx: &mut Tx<'_>,
        actor: &Actor,
        (intake, levels): (Intake, Levels),
    ) -> Result<Self, ApiError> {
        let standing = match (intake.progress.decision, intake.progress.case_id) {
            (None, _) => IntakeStanding::Undecided,
            (
                Some(
                    IntakeDecision::Declined
                    | IntakeDecision::Redirected
                    | IntakeDecision::Advised
                    | IntakeDecision::Duplicate,
                ),
                _,
            ) => IntakeStanding::Decided,
            (Some(IntakeDecision::Accepted), case_id) => {
                let case = match case_id {
                    Some(id) => cases::load::find(tx, id, actor.worker())?,
                    None => None,
                };
                let case = case.ok_or_else(|| ApiError::internal("accepted without a case"))?;
                IntakeStanding::Accepted(case.case_facts(None))
            }
        };
        Ok(Self {
            intake,
            levels,
            standing,
        })
    }
}

/// The intake for a read.
///
/// # Errors
/// When the database cannot be asked.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, id: IntakeId) -> Result<Option<Loaded>, ApiError> {
    let found = on!(tx, intakes::find(id))?;
    found
        .map(|found| Loaded::complete(tx, actor, found))
        .transpose()
}

/// The intake for an act: its row is locked until the end of the transaction, before anything its
/// gate reads is looked at.
///
/// # Errors
/// 404 when there is none.
pub fn lock(act: &mut Act<'_, '_>, id: IntakeId) -> Result<Loaded, Stop> {
    let found = on!(act.tx, intakes::lock(id))?.ok_or(ProblemCode::NotFound)?;
    Ok(Loaded::complete(act.tx, &act.actor, found)?)
}

/// The free texts of an intake that a change replaced. Events name the fields only.
#[derive(Default, Serialize, PartialEq)]
struct Replaced<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    presenting_problem: Option<&'a Narrative>,
    #[serde(skip_serializing_if = "Option::is_none")]
    referrer: Option<&'a Referrer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    screening: Option<&'a Screening>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_note: Option<&'a Lines>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resubmission_note: Option<&'a Lines>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision_note: Option<&'a Lines>,
}

impl<'a> Replaced<'a> {
    fn between(before: &'a Intake, after: &Intake) -> Self {
        fn gone<'a, T: PartialEq>(before: Option<&'a T>, after: Option<&T>) -> Option<&'a T> {
            before.filter(|_| before != after)
        }
        Self {
            presenting_problem: gone(
                Some(&before.details.presenting_problem),
                Some(&after.details.presenting_problem),
            ),
            referrer: gone(
                before.details.referrer.as_ref(),
                after.details.referrer.as_ref(),
            ),
            screening: gone(before.screening.as_ref(), after.screening.as_ref()),
            return_note: gone(before.return_note.as_ref(), after.return_note.as_ref()),
            resubmission_note: gone(
                before.resubmission_note.as_ref(),
                after.resubmission_note.as_ref(),
            ),
            decision_note: gone(before.decision_note.as_ref(), after.decision_note.as_ref()),
        }
    }
}

/// Changes a locked intake: what the events say and what `set` adds is saved as its next version,
/// the free texts this replaces are kept, the events recorded.
///
/// # Errors
/// When it cannot be written.
pub fn change(
    act: &mut Act<'_, '_>,
    intake: &mut Intake,
    events: &[IntakeEvent],
    set: impl FnOnce(&mut Intake),
) -> Result<(), Stop> {
    let before = intake.clone();
    events.iter().for_each(|event| intake.apply(event));
    set(intake);
    intake.version += 1;
    intake.modified_at = act.now;
    let id = intake.id.uuid();
    let replaced = Replaced::between(&before, intake);
    if replaced != Replaced::default() {
        act.keep_version("intake", id, before.version, &replaced)?;
    }
    if !on!(act.tx, intakes::save(intake, before.version))? {
        return Err(ApiError::internal("a locked intake has another version").into());
    }
    for event in events {
        act.record(of(intake), intake.version, event)?;
    }
    Ok(())
}

/// The intake as the subject of an event; once it is accepted the case's timeline begins with it.
#[must_use]
pub fn of(intake: &Intake) -> Of {
    Of {
        kind: "intake",
        id: intake.id.uuid(),
        case_id: intake.progress.case_id.map(RecordId::uuid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn intake() -> Intake {
        serde_json::from_value(json!({
            "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11",
            "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e12",
            "channel": "walk_in", "presenting_problem": "No food at home.",
            "category": "poor_family", "urgency": "routine",
            "received_at": "2026-03-02T01:30:00Z",
            "status": "received", "response_due_at": "2026-03-05T15:59:59Z",
            "version": 1,
            "created_at": "2026-03-02T01:30:00Z", "modified_at": "2026-03-02T01:30:00Z"
        }))
        .unwrap()
    }

    #[test]
    fn only_texts_that_were_there_and_are_gone_are_kept() {
        let before = intake();
        let mut after = before.clone();
        after.return_note = Some(Lines::new("Please send the report.").unwrap());
        assert!(Replaced::between(&before, &after) == Replaced::default());

        after.details.presenting_problem = Narrative::new("No food and no work.").unwrap();
        let kept = serde_json::to_value(Replaced::between(&before, &after)).unwrap();
        assert_eq!(kept, json!({"presenting_problem": "No food at home."}));

        let kept = serde_json::to_value(Replaced::between(&after, &before)).unwrap();
        assert_eq!(
            kept,
            json!({
                "presenting_problem": "No food and no work.",
                "return_note": "Please send the report."
            })
        );
    }
}
