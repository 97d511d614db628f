//! Group sessions: one act records what was done in every case concerned, and no case shows the
//! client of another. Nothing leads from a record to the others but the memory of who recorded it.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web::Path};
use diesel::QueryResult;
use domain::{
    access::{Action, decide},
    cases::CaseId,
    intervention::{
        GroupSession, GroupSessionId, NewGroupSession, SessionForm, SessionOfOtherCase,
        WorkSession, decide_group_session,
    },
    warnings::{Fault, FaultCode},
};

use super::{insert, known_attendees, known_intervention, sessions::in_micros};
use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        load::{self, Loaded},
        records::new_or_made,
    },
    db::Tx,
    http::{
        body::Body,
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on, route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![route!(record_group_session, Action::RecordWork)]
}

/// Record a group session
///
/// In this case and in each of `others`, of all of which you are the responsible worker or on the
/// team. Every case gets a record of its own: who came for it, how its client responded. What the
/// records share is `group_session_id`, and how the session was held; whoever reads one case learns
/// nothing of the others. One that is wrong is put right in its own case, by a session that
/// supersedes it. Refused: as for a session, with where in the body; `case_named_twice`,
/// `client_of_another_case`; an other case of which you are neither (422 `unknown_reference`, the
/// same as for one that does not exist).
#[utoipa::path(post, path = "/v1/cases/{case_id}/group-sessions", tag = "work",
    params(("case_id" = CaseId, Path, description = "The case in which it is recorded first.")),
    request_body = NewGroupSession,
    responses((status = 201, description = "The records.", body = GroupSession),
        (status = 200, description = "The records that the same command with the same `id` made before, as they are now.", body = GroupSession)))]
pub async fn record_group_session(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewGroupSession>,
) -> Result<HttpResponse, ApiError> {
    let case_id = path.into_inner();
    let NewGroupSession {
        id,
        held,
        of_case,
        others,
    } = body.value;
    let held = in_micros(held);
    write
        .act(body.sent, move |act| {
            let cases = lock_all(act, case_id, &others)?;
            let first = cases.get(&case_id).ok_or(ProblemCode::NotFound)?;
            act.permit(&first.facts(None), None)?;
            let recorded_by = act.worker()?;
            own_cases(act, &cases, &others)?;
            let named: Vec<CaseId> = std::iter::once(case_id)
                .chain(others.iter().map(|other| other.case_id))
                .collect();
            let made = new_or_made(act, "group_session", id.map(|id| id.0), |tx, id| {
                made_before(tx, GroupSessionId(id), &named)
            })?;
            let id = match made {
                Ok(id) => GroupSessionId(id),
                Err(made) => return Answer::ok(&made),
            };

            let told = std::iter::once((String::new(), case_id, of_case)).chain(
                others
                    .into_iter()
                    .enumerate()
                    .map(|(i, other)| (format!("/others/{i}"), other.case_id, other.of_case)),
            );
            let (mut sessions, mut interventions) = (Vec::new(), Vec::new());
            for (place, case_id, of_case) in told {
                known_attendees(act, &of_case.attendees, &place)?;
                let pointer = format!("{place}/intervention_id");
                let intervention =
                    known_intervention(act, case_id, of_case.intervention_id, &pointer)?;
                interventions.push(intervention);
                sessions.push(WorkSession {
                    id: act.new_id(),
                    case_id,
                    group_session_id: Some(id),
                    form: SessionForm::Group,
                    held: held.clone(),
                    of_case,
                    supersedes: None,
                    superseded_by: None,
                    recorded_by,
                    created_at: act.now,
                    modified_at: act.now,
                });
            }
            let each: Vec<_> = sessions
                .iter()
                .zip(&interventions)
                .filter_map(|(session, intervention)| {
                    let case = &cases.get(&session.case_id)?.case;
                    Some((case, session, intervention.as_ref()))
                })
                .collect();
            let events = decide_group_session(&each, act.now)?;
            for (session, event) in sessions.iter().zip(events) {
                insert(act, session, &[event])?;
            }
            let address = sessions.first().map(|one| one.id);
            let address = address.map_or_else(String::new, |id| format!("/v1/work-sessions/{id}"));
            Answer::created(&GroupSession { id, sessions }, address)
        })
        .await
}

/// The cases, locked: in one order, so that two acts never wait for each other.
fn lock_all(
    act: &mut Act<'_, '_>,
    case_id: CaseId,
    others: &[SessionOfOtherCase],
) -> Result<BTreeMap<CaseId, Loaded>, Stop> {
    let mut ids: Vec<CaseId> = others.iter().map(|other| other.case_id).collect();
    ids.push(case_id);
    ids.sort_unstable();
    ids.dedup();
    let worker = act.actor.worker();
    let mut cases = BTreeMap::new();
    for id in ids {
        if on!(act.tx, cases::lock(id))?
            && let Some(case) = load::find(act.tx, id, worker)?
        {
            cases.insert(id, case);
        }
    }
    Ok(cases)
}

/// In every other case, too, the actor may record a session; of the rest they learn nothing.
fn own_cases(
    act: &Act<'_, '_>,
    cases: &BTreeMap<CaseId, Loaded>,
    others: &[SessionOfOtherCase],
) -> Result<(), Stop> {
    let may = |case: &Loaded| {
        let facts = case.facts(None);
        decide(&act.actor, Action::RecordWork, &facts, act.now)
            .into_result()
            .is_ok()
    };
    let faults: Vec<Fault> = others
        .iter()
        .enumerate()
        .filter(|(_, other)| !cases.get(&other.case_id).is_some_and(may))
        .map(|(i, _)| Fault::new(format!("/others/{i}/case_id"), FaultCode::UnknownReference))
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::faults(ProblemCode::InvalidBody, faults).into())
    }
}

/// What the same command left in the cases it names; none where it was sent for another case.
fn made_before(
    tx: &mut Tx<'_>,
    id: GroupSessionId,
    named: &[CaseId],
) -> QueryResult<Option<GroupSession>> {
    let all: Vec<WorkSession> = on!(tx, work_records::of_group(id))?;
    // A later correction stands for the same group session.
    let first = |case: &CaseId| {
        all.iter()
            .find(|one| one.case_id == *case && one.supersedes.is_none())
            .cloned()
    };
    let sessions: Option<Vec<_>> = named.iter().map(first).collect();
    Ok(sessions.map(|sessions| GroupSession { id, sessions }))
}
