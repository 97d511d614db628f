//! Sessions. What is recorded stays: a mistake is put right by another that takes its place.

use actix_web::{HttpResponse, web::Path};
use diesel::QueryResult;
use domain::{
    access::Action,
    cases::CaseId,
    intervention::{
        InterventionId, NewWorkSession, SessionHeld, WorkSession, WorkSessionId, decide_session,
    },
};

use super::{
    Filters, WorkRecord, insert, known_attendees, known_intervention, of_case, save, unknown,
};
use crate::{
    act::{Answer, Write},
    cases::{
        load,
        records::{CaseRecord, case_record, list_query, new_or_made, one_of, page_of},
    },
    db::types::Instant,
    http::{
        body::{Body, Query},
        paging::Page,
        problem::ApiError,
        routes::Route,
    },
    on,
    read::Read,
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_work_sessions, Action::ReadCaseRecords),
        route!(record_work_session, Action::RecordWork),
        route!(get_work_session, Action::ReadCaseRecords),
    ]
}

case_record!(WorkSession, newest by held.held_at, modified by modified_at);

list_query! {
    /// Which sessions are asked for.
    ListWorkSessions {
        /// Only sessions of this intervention.
        intervention_id: InterventionId,
    }
}

impl Filters for ListWorkSessions {
    fn intervention(&self) -> Option<InterventionId> {
        self.intervention_id
    }
}

/// List the sessions of a case
///
/// Superseded ones included; the latest first, by the time they began. Of a group session the list
/// has what concerns this case. For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/work-sessions", tag = "work",
    params(("case_id" = CaseId, Path, description = "The case."), ListWorkSessions),
    responses((status = 200, description = "A page of sessions.", body = Page<WorkSession>)))]
pub async fn list_work_sessions(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListWorkSessions>,
) -> Result<HttpResponse, ApiError> {
    page_of(
        &read,
        "list_work_sessions",
        *path,
        query.0,
        |tx, _, wanted| -> QueryResult<Vec<WorkSession>> { on!(tx, work_records::list(wanted)) },
    )
    .await
}

/// Record a session
///
/// When, for how long, how and where the client was met, who came, what was done, how the client
/// responded, what is next. It is never changed afterwards; one that puts a mistake right names the
/// other in `supersedes`, with the reason, and stands for the same group session if the other did.
/// In every stage, on hold too. For the responsible worker and the team. Refused: `in_future`,
/// `attendee_unnamed`, `intervention_not_begun`, `already_superseded`, `case_closed`; a person that
/// you cannot see, an intervention or session of another case (422 `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/work-sessions", tag = "work",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewWorkSession,
    responses((status = 201, description = "The session.", body = WorkSession),
        (status = 200, description = "The session that the same command with the same `id` made before, as it is now.", body = WorkSession)))]
pub async fn record_work_session(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewWorkSession>,
) -> Result<HttpResponse, ApiError> {
    let case_id = path.into_inner();
    let new = body.value;
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let recorded_by = act.worker()?;
            let id = new.id.map(|id| id.0);
            let made = new_or_made(act, WorkSession::KIND, id, |tx, id| {
                Ok(of_case(on!(tx, work_records::find(id))?, case_id))
            })?;
            let id = match made {
                Ok(id) => WorkSessionId(id),
                Err(made) => return WorkSession::made_before(&made),
            };
            known_attendees(act, &new.of_case.attendees, "")?;
            let named = new.of_case.intervention_id;
            let intervention = known_intervention(act, case_id, named, "/intervention_id")?;
            let former: Option<WorkSession> = match &new.supersedes {
                None => None,
                Some(one) => {
                    let found = on!(act.tx, work_records::find(one.work_session_id.0))?;
                    let former = of_case(found, case_id);
                    Some(former.ok_or_else(|| unknown("/supersedes/work_session_id"))?)
                }
            };
            let session = WorkSession {
                id,
                case_id,
                group_session_id: former.as_ref().and_then(|one| one.group_session_id),
                form: new.form,
                held: in_micros(new.held),
                of_case: new.of_case,
                supersedes: new.supersedes,
                superseded_by: None,
                recorded_by,
                created_at: act.now,
                modified_at: act.now,
            };
            let (case, standing) = (&case.case, former.as_ref());
            let events = decide_session(case, &session, intervention.as_ref(), standing, act.now)?;
            insert(act, &session, &events)?;
            if let Some(mut former) = former {
                former.superseded_by = Some(id);
                former.modified_at = act.now;
                save(act, &former, 1, &[])?;
            }
            Answer::created(&session, format!("/v1/work-sessions/{id}"))
        })
        .await
}

/// Read a session
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/work-sessions/{work_session_id}", tag = "work",
    params(("work_session_id" = WorkSessionId, Path, description = "The session.")),
    responses((status = 200, description = "The session.", body = WorkSession)))]
pub async fn get_work_session(
    read: Read,
    path: Path<WorkSessionId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| -> QueryResult<Option<WorkSession>> {
        on!(tx, work_records::find(id.0))
    })
    .await
}

/// Whole microseconds are what both databases keep.
pub(super) fn in_micros(held: SessionHeld) -> SessionHeld {
    SessionHeld {
        held_at: Instant::from(held.held_at).0,
        ..held
    }
}
