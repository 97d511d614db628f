//! Tasks of a case. An open one keeps the case from closing.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::{Action, Actor, Facts, Principal, View, sight},
    cases::{
        CancelTask, CaseEvent, CaseId, CaseTask, NewTask, NoteId, TaskDetails, TaskId, TaskStatus,
        decide_add_task, decide_cancel_task, decide_edit_task, decide_finish_task,
    },
    parties::WorkerId,
    warnings::{Fault, FaultCode},
};
use serde_json::Value;

use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        due,
        load::{self, Loaded},
        records::{CaseRecord, case_record, list_query, new_or_made, one_of, page_of},
    },
    events::Of,
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::Page,
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_tasks, Action::ReadCaseRecords),
        route!(add_task, Action::AddTask),
        route!(get_task, Action::ReadCaseRecords),
        route!(edit_task, Action::SettleTask, if_match),
        route!(finish_task, Action::SettleTask, if_match),
        route!(cancel_task, Action::SettleTask, if_match),
    ]
}

list_query! {
    /// Which tasks are asked for.
    ListTasks {
        /// Only tasks that stand so.
        #[param(inline)]
        status: TaskStatus,
    }
}

case_record!(CaseTask, newest by created_at, modified by modified_at, version);

/// List the tasks of a case
///
/// The newest first. For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/tasks", tag = "records",
    params(("case_id" = CaseId, Path, description = "The case."), ListTasks),
    responses((status = 200, description = "A page of tasks.", body = Page<CaseTask>)))]
pub async fn list_tasks(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListTasks>,
) -> Result<HttpResponse, ApiError> {
    page_of(&read, "list_tasks", *path, query.0, |tx, _, wanted| {
        on!(tx, tasks::list(wanted))
    })
    .await
}

/// Add a task
///
/// For the responsible worker. It may come from a note of the same case, and be given to
/// somebody who sees the case. Refused: `case_closed`; a `note_id` or an `owner_id` of which this
/// is not true (422 `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/tasks", tag = "records",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewTask,
    responses((status = 201, description = "The task.", body = CaseTask),
        (status = 200, description = "The task that the same command with the same `id` made before, as it is now.", body = CaseTask)))]
pub async fn add_task(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewTask>,
) -> Result<HttpResponse, ApiError> {
    let case_id = path.into_inner();
    let new = body.value;
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let by = act.worker()?;
            let made = new_or_made(act, "task", new.id.map(|id| id.0), |tx, id| {
                let found = on!(tx, tasks::find(TaskId(id)))?;
                Ok(found.filter(|task| task.case_id == case_id))
            })?;
            let id = match made {
                Ok(id) => TaskId(id),
                Err(task) => return task.made_before(),
            };
            let mut faults = Vec::new();
            if let Some(note) = new.note_id
                && !has_note(act, case_id, note)?
            {
                faults.push(Fault::new("/note_id", FaultCode::UnknownReference));
            }
            let owner = new.details.owner_id;
            faults.extend(unfit_worker(act, &case, "/owner_id", owner, None)?);
            if !faults.is_empty() {
                return Err(Problem::faults(ProblemCode::InvalidBody, faults).into());
            }
            let events = decide_add_task(&case.case, id, &new)?;
            let task = CaseTask::added(id, case_id, new, by, act.now);
            on!(act.tx, tasks::insert(&task))?;
            due::refresh(act, &case.case)?;
            record(act, &task, &events)?;
            Ok(Answer::created(&task, format!("/v1/tasks/{id}"))?.version(task.version))
        })
        .await
}

/// Read a task
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/tasks/{task_id}", tag = "records",
    params(("task_id" = TaskId, Path, description = "The task.")),
    responses((status = 200, description = "The task.", body = CaseTask)))]
pub async fn get_task(read: Read, path: Path<TaskId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| on!(tx, tasks::find(id))).await
}

/// Edit an open task
///
/// For the responsible worker. What it said before is kept, encrypted. Refused: `task_not_open`,
/// `case_closed`; a new `owner_id` who does not see the case (422 `unknown_reference`).
#[utoipa::path(patch, path = "/v1/tasks/{task_id}", tag = "records",
    params(("task_id" = TaskId, Path, description = "The task.")),
    request_body(content = PatchOf<TaskDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The task as it is now.", body = CaseTask)))]
pub async fn edit_task(
    write: Write,
    path: Path<TaskId>,
    patch: Patch<TaskDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let (case, mut task) = lock(act, id)?;
            let details = patch.merge(act.app(), &task.details)?;
            let (owner, before) = (details.owner_id, task.details.owner_id);
            if let Some(fault) = unfit_worker(act, &case, "/owner_id", owner, before)? {
                return Err(Problem::faults(ProblemCode::InvalidBody, vec![fault]).into());
            }
            let events = decide_edit_task(&case.case, &task, &details)?;
            if !events.is_empty() {
                act.keep_version("task", id.0, task.version, &task.details)?;
                task.details = details;
                save(act, &case, &mut task, &events)?;
            }
            Ok(Answer::ok(&task)?.version(task.version))
        })
        .await
}

/// Finish a task
///
/// For the responsible worker. Refused: `task_not_open`, `case_closed`.
#[utoipa::path(post, path = "/v1/tasks/{task_id}/completion", tag = "records",
    params(("task_id" = TaskId, Path, description = "The task.")),
    responses((status = 200, description = "The task, done.", body = CaseTask)))]
pub async fn finish_task(write: Write, path: Path<TaskId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(Value::Null, move |act| {
            let (case, mut task) = lock(act, id)?;
            let events = decide_finish_task(&case.case, &task, act.now)?;
            save(act, &case, &mut task, &events)?;
            Ok(Answer::ok(&task)?.version(task.version))
        })
        .await
}

/// Cancel a task
///
/// With its reason. For the responsible worker. Refused: `task_not_open`, `case_closed`.
#[utoipa::path(post, path = "/v1/tasks/{task_id}/cancellation", tag = "records",
    params(("task_id" = TaskId, Path, description = "The task.")), request_body = CancelTask,
    responses((status = 200, description = "The task, cancelled.", body = CaseTask)))]
pub async fn cancel_task(
    write: Write,
    path: Path<TaskId>,
    body: Body<CancelTask>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let CancelTask { reason } = body.value;
    write
        .act(body.sent, move |act| {
            let (case, mut task) = lock(act, id)?;
            let events = decide_cancel_task(&case.case, &task, act.now)?;
            task.cancel_reason = Some(reason);
            save(act, &case, &mut task, &events)?;
            Ok(Answer::ok(&task)?.version(task.version))
        })
        .await
}

/// The task for a permitted act, with its case, whose row is locked.
fn lock(act: &mut Act<'_, '_>, id: TaskId) -> Result<(Loaded, CaseTask), Stop> {
    let case_id = on!(act.tx, tasks::case_of(id))?.ok_or(ProblemCode::NotFound)?;
    let case = load::lock(act, case_id)?;
    let task = on!(act.tx, tasks::find(id))?.ok_or(ProblemCode::NotFound)?;
    act.permit(&case.facts(None), Some(task.version))?;
    Ok((case, task))
}

/// Takes over what the act decided, as the next version.
fn save(
    act: &mut Act<'_, '_>,
    case: &Loaded,
    task: &mut CaseTask,
    events: &[CaseEvent],
) -> Result<(), Stop> {
    let before = task.version;
    events.iter().for_each(|event| task.apply(event));
    task.version += 1;
    task.modified_at = act.now;
    if !on!(act.tx, tasks::save(task, before))? {
        return Err(Problem::stale(before).into());
    }
    due::refresh(act, &case.case)?;
    record(act, task, events)
}

fn record(act: &mut Act<'_, '_>, task: &CaseTask, events: &[CaseEvent]) -> Result<(), Stop> {
    let of = Of {
        kind: "task",
        id: task.id.0,
        case_id: Some(task.case_id.0),
    };
    events
        .iter()
        .try_for_each(|event| act.record(of, task.version, event))
}

/// Whether the case has this note, as far as the actor can see.
fn has_note(act: &mut Act<'_, '_>, case_id: CaseId, note: NoteId) -> Result<bool, Stop> {
    let worker = act.actor.worker();
    let found = on!(act.tx, notes::find(note, worker))?;
    Ok(found.is_some_and(|note| note.case_id == case_id))
}

/// What is wrong with the worker named at `pointer`: work on a case is given to somebody who sees
/// it, so that not one worker more learns that it exists. Who was named `before` stays named.
///
/// # Errors
/// When the database cannot be asked.
pub fn unfit_worker(
    act: &mut Act<'_, '_>,
    case: &Loaded,
    pointer: &str,
    named: Option<WorkerId>,
    before: Option<WorkerId>,
) -> Result<Option<Fault>, Stop> {
    let Some(worker) = named.filter(|_| named != before) else {
        return Ok(None);
    };
    let fault = Fault::new(pointer, FaultCode::UnknownReference);
    let Some(unit) = on!(act.tx, tasks::unit_of_owner(worker))? else {
        return Ok(Some(fault));
    };
    let actor = Actor {
        principal: Principal::Worker(worker),
        unit,
        grants: on!(act.tx, identity::live_grants(worker))?,
        scopes: BTreeSet::new(),
    };
    let mut facts = case.case_facts(None);
    facts.member = on!(act.tx, cases::membership(case.case.id, worker))?;
    let sees = sight(&actor, &Facts::Case(facts)) == Some(View::Full);
    Ok((!sees).then_some(fault))
}
