//! The steps of an end: what all kinds have in common. Their routes say what each is.

pub mod routes;

use actix_web::HttpResponse;
use domain::{
    cases::{AttachmentStatus, CaseEvent, CaseId, NoteStatus},
    elements::Element,
    intervention::plan::PlanRole,
    parties::{PersonId, contact_point::SafeContact},
    termination::steps::{
        Moment, Step, StepDetails, StepId, WithdrawStep, decide_amend_step, decide_record_step,
        decide_withdraw_step,
    },
    warnings::{Fault, FaultCode},
    words::Word,
};

use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        facts,
        load::{self, Loaded},
        records::{CaseRecord, Order, known_person, new_or_made},
    },
    db::types::Instant,
    http::{
        body::{Body, Patch},
        problem::{ApiError, Problem, ProblemCode},
    },
    on,
    parties::{persons, units::calendar::Calendar},
};

impl<D: StepDetails> CaseRecord for Step<D> {
    fn case_id(&self) -> Option<CaseId> {
        Some(self.case_id)
    }

    fn id(&self) -> uuid::Uuid {
        self.id.0
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn at(&self, order: Order) -> chrono::DateTime<chrono::Utc> {
        match order {
            Order::Newest => self.created_at,
            Order::ModifiedAt => self.modified_at,
        }
    }
}

/// Records a step; `place` is where steps of its kind are.
async fn record<D: StepDetails>(
    write: Write,
    case_id: CaseId,
    (id, details): (Option<StepId>, D),
    sent: serde_json::Value,
    place: &'static str,
) -> Result<HttpResponse, ApiError> {
    let details = details.rounded(|at| Instant::from(at).0);
    write
        .act(sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let by = act.worker()?;
            let made = new_or_made(act, D::KIND.code(), id.map(|id| id.0), |tx, id| {
                let found: Option<Step<D>> = on!(tx, termination_steps::find(StepId(id)))?;
                Ok(found.filter(|step| step.case_id == case_id))
            })?;
            let id = match made {
                Ok(id) => StepId(id),
                Err(step) => return step.made_before(),
            };
            known(act, &case, &details, None)?;
            let events = in_this_moment(act, &case, &details, |moment| {
                decide_record_step(&case.case, id, &details, moment)
            })?;
            let step = Step::new(id, &case.case, details.clone(), by, act.now);
            on!(act.tx, termination_steps::insert(&step))?;
            tell(act, &step, &events)?;
            Ok(Answer::created(&step, format!("{place}/{id}"))?.version(step.version))
        })
        .await
}

/// Corrects a step, or carries it on.
async fn amend<D: StepDetails>(
    write: Write,
    id: StepId,
    patch: Patch<D>,
) -> Result<HttpResponse, ApiError> {
    write
        .act(patch.sent.clone(), move |act| {
            let (case, mut step) = lock::<D>(act, id)?;
            let merged = patch.merge(act.app(), &step.details)?;
            let details = merged.rounded(|at| Instant::from(at).0).kept(&step.details);
            known(act, &case, &details, Some(&step.details))?;
            let events = in_this_moment(act, &case, &details, |moment| {
                decide_amend_step(&case.case, &step, &details, moment)
            })?;
            if !events.is_empty() {
                act.keep_version(D::KIND.code(), id.0, step.version, &step.details)?;
                step.details = details;
                save(act, &mut step, &events)?;
            }
            Ok(Answer::ok(&step)?.version(step.version))
        })
        .await
}

/// Withdraws a step.
async fn withdraw<D: StepDetails>(
    write: Write,
    id: StepId,
    body: Body<WithdrawStep>,
) -> Result<HttpResponse, ApiError> {
    let WithdrawStep { reason } = body.value;
    write
        .act(body.sent, move |act| {
            let (case, mut step) = lock::<D>(act, id)?;
            let events = decide_withdraw_step(&case.case, &step)?;
            step.withdraw(reason, act.now);
            save(act, &mut step, &events)?;
            Ok(Answer::ok(&step)?.version(step.version))
        })
        .await
}

/// The step for a permitted act, with its case, whose row is locked first.
fn lock<D: StepDetails>(act: &mut Act<'_, '_>, id: StepId) -> Result<(Loaded, Step<D>), Stop> {
    let case_id = on!(act.tx, termination_steps::case_of(id, D::KIND))?;
    let case = load::lock(act, case_id.ok_or(ProblemCode::NotFound)?)?;
    let step: Option<Step<D>> = on!(act.tx, termination_steps::find(id))?;
    let step = step.ok_or(ProblemCode::NotFound)?;
    act.permit(&case.facts(None), Some(step.version))?;
    Ok((case, step))
}

/// Saves what the act did to the step, as its next version.
fn save<D: StepDetails>(
    act: &mut Act<'_, '_>,
    step: &mut Step<D>,
    events: &[CaseEvent],
) -> Result<(), Stop> {
    let before = step.version;
    step.version += 1;
    step.modified_at = act.now;
    if !on!(act.tx, termination_steps::save(step, before))? {
        return Err(Problem::stale(before).into());
    }
    tell(act, step, events)
}

fn tell<D: StepDetails>(
    act: &mut Act<'_, '_>,
    step: &Step<D>,
    events: &[CaseEvent],
) -> Result<(), Stop> {
    let of = load::of_part(step.case_id, D::KIND.code(), step.id);
    events
        .iter()
        .try_for_each(|event| act.record(of, step.version, event))
}

/// Decides with regard to the date at the unit, and to how whoever was reached may be contacted.
fn in_this_moment<D: StepDetails>(
    act: &mut Act<'_, '_>,
    case: &Loaded,
    details: &D,
    decide: impl FnOnce(&Moment<'_>) -> domain::refusal::Decision<CaseEvent>,
) -> Result<Vec<CaseEvent>, Stop> {
    let unit = facts::unit(act.tx, &case.case)?;
    let safe_contact = match details.reached(case.case.opened.person_id) {
        None => None,
        Some(person) => safe_contact(act, person)?,
    };
    let moment = Moment {
        now: act.now,
        today: Calendar::of(&unit.details)?.date(act.now),
        safe_contact: safe_contact.as_ref(),
    };
    Ok(decide(&moment)?)
}

fn safe_contact(act: &mut Act<'_, '_>, person: PersonId) -> Result<Option<SafeContact>, Stop> {
    let person = persons::load::survivor(act.tx, person)?;
    let found = on!(act.tx, persons::find(person))?;
    Ok(found.and_then(|found| found.person.details.safe_contact))
}

/// What the particulars name is there: a person the actor can see, a role in the plan, a worker,
/// papers of the case.
/// What they named `before` was so when it was named.
fn known<D: StepDetails>(
    act: &mut Act<'_, '_>,
    case: &Loaded,
    details: &D,
    before: Option<&D>,
) -> Result<(), Stop> {
    let person = details.person();
    if person != before.and_then(D::person) {
        known_person(act, "/person_id", person)?;
    }
    let case_id = case.case.id;
    let mut unknown = Vec::new();
    let worker = details.worker();
    if let Some(id) = worker.filter(|_| worker != before.and_then(D::worker))
        && !case_worker(act, case, id)?
    {
        unknown.push("/given_by");
    }
    let role = details.plan_role();
    if let Some(id) = role.filter(|_| role != before.and_then(D::plan_role))
        && !on!(act.tx, elements::in_case(case_id, PlanRole::KIND, id.0))?
    {
        unknown.push("/plan_role_id");
    }
    let (attachment, note) = details.papers();
    let (old_attachment, old_note) = before.map(D::papers).unwrap_or_default();
    if let Some(id) = attachment.filter(|_| attachment != old_attachment) {
        let found = on!(act.tx, attachments::find(id))?;
        if !found
            .is_some_and(|one| one.case_id == case_id && one.status == AttachmentStatus::Stored)
        {
            unknown.push("/attachment_id");
        }
    }
    if let Some(id) = note.filter(|_| note != old_note) {
        let found = on!(act.tx, notes::find(id, act.actor.worker()))?;
        if !found.is_some_and(|one| one.case_id == case_id && one.status != NoteStatus::Draft) {
            unknown.push("/note_id");
        }
    }
    if unknown.is_empty() {
        return Ok(());
    }
    let faults = unknown
        .into_iter()
        .map(|pointer| Fault::new(pointer, FaultCode::UnknownReference))
        .collect();
    Err(Problem::faults(ProblemCode::InvalidBody, faults).into())
}

/// Whether a worker is of the case's unit or one above it.
fn case_worker(
    act: &mut Act<'_, '_>,
    case: &Loaded,
    id: domain::parties::WorkerId,
) -> Result<bool, Stop> {
    let found = on!(act.tx, workers::find(id))?;
    let reach = case.levels.reach();
    Ok(found.is_some_and(|(worker, _)| reach.contains(&worker.details.unit_id)))
}
