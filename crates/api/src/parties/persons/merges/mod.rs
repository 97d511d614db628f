//! Merging two records of one person (rule 36).
//!
//! The surviving record takes over what it lacks. What names the absorbed one by a column of its
//! own is moved to the survivor ([`store`]: one list of tables), so that who sees a case sees its
//! client, and lists by person find all of it; nobody sees more of a case for that. Everything
//! else that says the old id — events, contacts, kept versions, references of other systems —
//! keeps it, and the id leads to the survivor wherever it is read or named.
//!
//! [`store`]: crate::db::sqlite::person_merges

use domain::{
    access::{Action, Facts, decide, sight},
    parties::{
        PersonId,
        person::{MergePersons, Person, PersonEvent, PersonMatchEvent, decide_merge},
    },
    warnings::{Fault, FaultCode},
    words::RecordId,
};
use uuid::Uuid;

use super::{
    identifiers,
    load::{self, Loaded},
    routes::{KIND, of},
    search::name_keys,
};
use crate::{
    act::{Act, Stop},
    events::Of,
    http::problem::ApiError,
    on,
    parties::invalid,
};

pub mod routes;

/// A record that named the absorbed one.
pub struct Moved {
    /// What kind of record it is.
    pub kind: &'static str,
    /// Its id.
    pub id: Uuid,
    /// Its version after it.
    pub version: i64,
    /// The case whose timeline tells of it.
    pub case_id: Option<Uuid>,
}

/// Locks both records, the one with the smaller id first: of two merges of the same records at
/// once, one waits for the other.
fn lock(act: &mut Act<'_, '_>, one: PersonId, other: PersonId) -> Result<(), Stop> {
    for id in [one.min(other), one.max(other)] {
        on!(act.tx, person_merges::lock(id))?;
    }
    Ok(())
}

/// The record to be absorbed, if the actor may merge it.
///
/// # Errors
/// 422, the same for a record that is not there and one the actor does not see; 403.
fn named(act: &mut Act<'_, '_>, id: PersonId) -> Result<Loaded, Stop> {
    let unknown = || {
        let fault = Fault::new("/absorbed_id", FaultCode::UnknownReference);
        invalid(vec![fault])
    };
    let stored = on!(act.tx, persons::find(id))?.ok_or_else(unknown)?;
    let loaded = stored.open(act.app().keys())?;
    let facts = load::facts(act.tx, &act.actor, id)?.ok_or_else(unknown)?;
    let facts = Facts::Person(facts);
    sight(&act.actor, &facts).ok_or_else(unknown)?;
    let decision = decide(&act.actor, Action::MergePersons, &facts, act.now);
    decision.into_result().map_err(ApiError::from)?;
    Ok(loaded)
}

/// Merges, once it is permitted; both records are locked.
///
/// # Errors
/// `merges_itself`, `person_merged`, `absorbed_changed`; when it cannot be written.
fn merge(
    act: &mut Act<'_, '_>,
    survivor: Loaded,
    absorbed: Loaded,
    command: MergePersons,
) -> Result<Person, Stop> {
    let gone_into = absorbed.merged_into;
    decide_merge(&survivor.person, (&absorbed.person, gone_into), &command)?;
    let (from, to) = (absorbed.person.id, survivor.person.id);
    let mut person = survivor.person.clone();
    let today = load::today(act.tx, person.unit_id, act.now)?;
    let event = person.absorb(&absorbed.person, today, act.now);
    for before in [&survivor.person, &absorbed.person] {
        act.keep_version(KIND, before.id.uuid(), before.version, before)?;
    }
    on!(act.tx, persons::set_names(from, &[]))?;
    on!(act.tx, persons::set_names(to, &name_keys(&person.details)))?;
    identifiers::take_over(act, &person, &survivor, &absorbed)?;
    if !on!(act.tx, persons::save(&person, survivor.person.version))? {
        return Err(ApiError::internal("a locked person has changed").into());
    }
    on!(act.tx, person_merges::lead(from, to, act.now))?;
    settle_matches(act, from, to)?;
    let moved = on!(act.tx, person_merges::repoint(from, to, act.now))?;

    let reason = command.reason.as_str();
    act.record_because(of(to), person.version, &event, reason)?;
    let merged = PersonEvent::Merged { into_id: to };
    let version = absorbed.person.version + 1;
    act.record_because(of(from), version, &merged, reason)?;
    let event = PersonEvent::ReferenceMoved {
        from_id: from,
        to_id: to,
    };
    for Moved {
        kind,
        id,
        version,
        case_id,
    } in moved
    {
        act.record(Of { kind, id, case_id }, version, &event)?;
    }
    Ok(person)
}

/// What the data officer was told about the two is settled; what was told about the absorbed one
/// and a third is now about the survivor.
fn settle_matches(act: &mut Act<'_, '_>, from: PersonId, to: PersonId) -> Result<(), Stop> {
    for (id, other, kind) in on!(act.tx, person_merges::matches_of(from))? {
        if other == to {
            let of = Of {
                kind: "person_match",
                id: id.uuid(),
                case_id: None,
            };
            act.record(of, 2, &PersonMatchEvent::Settled { person_id: to })?;
        } else {
            identifiers::note_match(act, to, other, kind)?;
        }
    }
    Ok(())
}
