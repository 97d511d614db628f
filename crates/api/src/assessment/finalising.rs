//! Finalising: what it needs, read before it is tried; the act; and the correction of what was
//! finalised.

use actix_web::{HttpResponse, web::Path};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Action,
    assessment::{
        Assessment, AssessmentEvent, AssessmentId, CorrectAssessment, FinalisingFacts,
        decide_correct_assessment, decide_finalise_assessment, finalising_checklist,
    },
    cases::{Case, Checklist, Finding, Gate, MissingCode, RecordKind, RecordRef},
    engagement::ConsentPurpose,
};
use serde_json::Value;

use super::routes::{KIND, lock, record, save};
use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        due,
        engagement::facts as engagement,
        facts, load,
        records::{CaseRecord, new_or_made, read_of_case},
    },
    db::Tx,
    elements::content,
    http::{
        body::Body,
        problem::{ApiError, ProblemCode},
        routes::Route,
    },
    on,
    parties::units::calendar::Calendar,
    read::{Read, plain},
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(get_assessment_checklist, Action::ReadChecklist),
        route!(finalise_assessment, Action::WriteAssessment, if_match),
        route!(correct_assessment, Action::WriteAssessment, if_match),
    ]
}

/// Read what finalising an assessment needs
///
/// What of it is met, what is missing, what a supervisor may override by the overrides of the case
/// (gate `finalise`), and has. Finalising is refused exactly while a requirement is neither met nor
/// overridden (`ready` is false). For whoever sees the case; not for data officers (403). It depends
/// on the time, so it has no ETag.
#[utoipa::path(get, path = "/v1/assessments/{assessment_id}/checklist", tag = "assessment",
    params(("assessment_id" = AssessmentId, Path, description = "The assessment.")),
    responses((status = 200, description = "The checklist.", body = Checklist)))]
pub async fn get_assessment_checklist(
    read: Read,
    path: Path<AssessmentId>,
) -> Result<HttpResponse, ApiError> {
    let (id, now) = (path.into_inner(), read.app.now());
    let list = read_of_case(&read, move |tx, actor| {
        let Some(assessment) = on!(tx, assessments::find(id))? else {
            return Ok(None);
        };
        let case_id = assessment.case_id;
        let Some(loaded) = load::find(tx, case_id, actor.worker())? else {
            return Ok(None);
        };
        let overrides = facts::overrides(tx, &loaded.case, now)?;
        let mover = Some(loaded.case.opened.responsible_id);
        let facts = finalising(tx, &loaded.case, assessment, now)?;
        let list = finalising_checklist(&facts, &overrides, mover, now);
        Ok(Some((list, case_id)))
    })
    .await?;
    plain(&list)
}

/// Finalise an assessment
///
/// From then on nothing of it changes; a correction is a new version. The case takes over its worst
/// open risk; where that rises to high or critical, the case shows an `alarm` until a superior
/// acknowledges it (`case.risk_alarmed`). The date of the next assessment follows from the interval,
/// which runs from here, and for a correction from where the first of what it corrects was finalised;
/// after it the case is overdue, until another assessment is finalised. For the responsible worker.
/// Refused: every unmet requirement of its checklist; `assessment_not_draft`, `case_closed`.
#[utoipa::path(post, path = "/v1/assessments/{assessment_id}/finalisation", tag = "assessment",
    params(("assessment_id" = AssessmentId, Path, description = "The assessment.")),
    responses((status = 200, description = "The assessment, finalised.", body = Assessment)))]
pub async fn finalise_assessment(
    write: Write,
    path: Path<AssessmentId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(Value::Null, move |act| {
            let (case, mut one) = lock(act, id)?;
            let by = act.worker()?;
            let mut case = case.case;
            let unit = facts::unit(act.tx, &case)?;
            let today = Calendar::of(&unit.details)?.date(act.now);
            let overrides = facts::overrides(act.tx, &case, act.now)?;
            let facts = finalising(act.tx, &case, one.clone(), act.now)?;
            let done = decide_finalise_assessment(&case, &facts, &overrides, by, today, act.now)?;
            supersede(act, &one)?;
            save(act, &mut one, &done.assessment, None)?;
            on!(
                act.tx,
                overrides::mark_passed(case.id, Gate::Finalise, act.now)
            )?;
            if !done.case.is_empty() {
                load::change(act, &mut case, &done.case)?;
                for event in &done.case {
                    act.record(load::of(&case), case.version, event)?;
                }
            }
            due::refresh(act, &case)?;
            Ok(Answer::ok(&one)?.version(one.version))
        })
        .await
}

/// Begin a correction of a finalised assessment
///
/// A draft of the same type that says the same, part by part under the same ids, until it is
/// edited. Once it is finalised it takes the place of the one it corrects. Only the newest
/// finalised assessment of a case is corrected. For the responsible worker. Refused:
/// `assessment_not_finalised`, `assessment_overtaken`, `assessment_unfinished`, `case_closed`.
#[utoipa::path(post, path = "/v1/assessments/{assessment_id}/correction", tag = "assessment",
    params(("assessment_id" = AssessmentId, Path, description = "The assessment that is corrected.")),
    request_body = CorrectAssessment,
    responses((status = 201, description = "The draft.", body = Assessment),
        (status = 200, description = "The draft that the same command with the same `id` made before, as it is now.", body = Assessment)))]
pub async fn correct_assessment(
    write: Write,
    path: Path<AssessmentId>,
    body: Body<CorrectAssessment>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, former) = lock(act, id)?;
            let by = act.worker()?;
            let case = case.case;
            let made = new_or_made(act, KIND, command.id.map(|id| id.0), |tx, new| {
                let found = on!(tx, assessments::find(AssessmentId(new)))?;
                Ok(found.filter(|one| one.supersedes == Some(id)))
            })?;
            let new = match made {
                Ok(new) => AssessmentId(new),
                Err(one) => return one.made_before(),
            };
            let newest = on!(act.tx, assessments::newest_finalised(case.id))?;
            let unfinished = on!(act.tx, assessments::unfinished(case.id))?;
            let (newest, unfinished) = (newest.map(|one| one.id), unfinished.map(|one| one.id));
            let events = decide_correct_assessment(&case, &former, newest, unfinished)?;
            let one = former.correction(new, by, act.now);
            on!(act.tx, assessments::insert(&one))?;
            on!(act.tx, elements::copy((id.0, new.0), case.id, act.now))?;
            record(act, &one, &events, Some(command.reason.as_str()))?;
            Ok(Answer::created(&one, format!("/v1/assessments/{new}"))?.version(one.version))
        })
        .await
}

/// The checklist of the unfinished assessment of a case: what an override is held against.
///
/// # Errors
/// When the database cannot be asked.
pub fn unfinished_checklist(act: &mut Act<'_, '_>, case: &Case) -> Result<Option<Checklist>, Stop> {
    let Some(draft) = on!(act.tx, assessments::unfinished(case.id))? else {
        return Ok(None);
    };
    let facts = finalising(act.tx, case, draft, act.now)?;
    Ok(Some(finalising_checklist(&facts, &[], None, act.now)))
}

/// What the gate of finalising looks at.
fn finalising(
    tx: &mut Tx<'_>,
    case: &Case,
    assessment: Assessment,
    now: DateTime<Utc>,
) -> Result<FinalisingFacts, ApiError> {
    let content = content::<Assessment>(tx, assessment.id)?;
    let consent = engagement::consent(tx, case, ConsentPurpose::Assessment, now)?;
    let consent = match consent {
        Some(consent) => Finding::Met(Some(RecordRef {
            kind: RecordKind::Consent,
            id: consent.id.0,
        })),
        None => Finding::missing(MissingCode::Record),
    };
    Ok(FinalisingFacts {
        first_finalised_on: first_finalised_on(tx, case, &assessment)?,
        assessment,
        content,
        consent,
        mandated: engagement::mandated(tx, case, now)?,
    })
}

/// The day on which the first of all that a correction corrects was finalised.
fn first_finalised_on(
    tx: &mut Tx<'_>,
    case: &Case,
    correction: &Assessment,
) -> Result<Option<NaiveDate>, ApiError> {
    let (mut former, mut first) = (correction.supersedes, None);
    while let Some(id) = former {
        let one = on!(tx, assessments::find(id))?.ok_or(ProblemCode::Internal)?;
        (former, first) = (one.supersedes, one.finalised_at);
    }
    let Some(first) = first else {
        return Ok(None);
    };
    let unit = facts::unit(tx, case)?;
    Ok(Some(Calendar::of(&unit.details)?.date(first)))
}

/// The assessment that this one corrects gives its place up.
fn supersede(act: &mut Act<'_, '_>, one: &Assessment) -> Result<(), Stop> {
    let Some(former) = one.supersedes else {
        return Ok(());
    };
    let found = on!(act.tx, assessments::find(former))?;
    let mut former = found.ok_or(ProblemCode::Internal)?;
    let event = AssessmentEvent::Superseded { by: one.id };
    save(act, &mut former, &[event], None)
}
