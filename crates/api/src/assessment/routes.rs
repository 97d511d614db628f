//! Assessments: drafted, edited, read, withdrawn.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    assessment::{
        Assessment, AssessmentDetails, AssessmentEvent, AssessmentId, AssessmentStatus,
        NewAssessment, WithdrawAssessment, decide_draft_assessment, decide_edit_assessment,
        decide_withdraw_assessment,
    },
    cases::{CaseId, Gate},
    warnings::{Fault, FaultCode},
};

use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        facts,
        load::{self, Loaded},
        records::{CaseRecord, case_record, list_query, new_or_made, one_of, page_of},
    },
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::Page,
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    parties::units::calendar::Calendar,
    read::Read,
    route,
};

pub(super) const KIND: &str = "assessment";

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        route!(list_assessments, Action::ReadCaseRecords),
        route!(draft_assessment, Action::WriteAssessment),
        route!(get_assessment, Action::ReadCaseRecords),
        route!(edit_assessment, Action::WriteAssessment, if_match),
        route!(withdraw_assessment, Action::WriteAssessment, if_match),
    ];
    routes.extend(super::finalising::routes());
    routes.extend(super::comparison::routes());
    routes.extend(super::parts::routes());
    routes
}

list_query! {
    /// Which assessments are asked for.
    ListAssessments {
        /// Only those that stand so.
        #[param(inline)]
        status: AssessmentStatus,
    }
}

case_record!(Assessment, newest by created_at, modified by modified_at, version);

/// List the assessments of a case
///
/// The newest first. A correction and what it corrected both stand there. For whoever sees the
/// case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/assessments", tag = "assessment",
    params(("case_id" = CaseId, Path, description = "The case."), ListAssessments),
    responses((status = 200, description = "A page of assessments.", body = Page<Assessment>)))]
pub async fn list_assessments(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListAssessments>,
) -> Result<HttpResponse, ApiError> {
    page_of(
        &read,
        "list_assessments",
        *path,
        query.0,
        |tx, _, wanted| on!(tx, assessments::list(wanted)),
    )
    .await
}

/// Draft an assessment
///
/// What it found is added to it part by part. A case has one unfinished assessment at a time. For
/// the responsible worker. Refused: `assessment_unfinished`, `case_closed`; a document reviewed
/// whose attachment the case does not have (422 `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/assessments", tag = "assessment",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewAssessment,
    responses((status = 201, description = "The draft.", body = Assessment),
        (status = 200, description = "The assessment that the same command with the same `id` made before, as it is now.", body = Assessment)))]
pub async fn draft_assessment(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewAssessment>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, new) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let by = act.worker()?;
            let made = new_or_made(act, KIND, new.id.map(|id| id.0), |tx, id| {
                let found = on!(tx, assessments::find(AssessmentId(id)))?;
                Ok(found.filter(|one| one.case_id == case_id))
            })?;
            let id = match made {
                Ok(id) => AssessmentId(id),
                Err(one) => return one.made_before(),
            };
            check(act, &case, &new.details, None)?;
            let unfinished = on!(act.tx, assessments::unfinished(case_id))?.map(|one| one.id);
            let events = decide_draft_assessment(&case.case, &new, unfinished)?;
            let of = (case_id, case.case.episode);
            let one = Assessment::drafted(id, of, new.kind, new.details, by, act.now);
            on!(act.tx, assessments::insert(&one))?;
            record(act, &one, &events, None)?;
            Ok(Answer::created(&one, format!("/v1/assessments/{id}"))?.version(one.version))
        })
        .await
}

/// Read an assessment
///
/// Its own fields; its parts are lists of their own. For whoever sees the case; not for data
/// officers (403).
#[utoipa::path(get, path = "/v1/assessments/{assessment_id}", tag = "assessment",
    params(("assessment_id" = AssessmentId, Path, description = "The assessment.")),
    responses((status = 200, description = "The assessment.", body = Assessment)))]
pub async fn get_assessment(
    read: Read,
    path: Path<AssessmentId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| on!(tx, assessments::find(id))).await
}

/// Edit a draft assessment
///
/// Its own fields. What they said before is kept, encrypted. For the responsible worker. Refused:
/// `assessment_not_draft`, `case_closed`; a document reviewed whose attachment the case does not
/// have (422 `unknown_reference`).
#[utoipa::path(patch, path = "/v1/assessments/{assessment_id}", tag = "assessment",
    params(("assessment_id" = AssessmentId, Path, description = "The assessment.")),
    request_body(content = PatchOf<AssessmentDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The assessment as it is now.", body = Assessment)))]
pub async fn edit_assessment(
    write: Write,
    path: Path<AssessmentId>,
    patch: Patch<AssessmentDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let (case, mut one) = lock(act, id)?;
            let details = patch.merge(act.app(), &one.details)?;
            let events = decide_edit_assessment(&case.case, &one, &details)?;
            check(act, &case, &details, Some(&one.details))?;
            if !events.is_empty() {
                act.keep_version(KIND, id.0, one.version, &one.details)?;
                one.details = details;
                save(act, &mut one, &events, None)?;
            }
            Ok(Answer::ok(&one)?.version(one.version))
        })
        .await
}

/// Withdraw a draft assessment
///
/// It stays readable, with the reason on the timeline; another can be drafted. For the responsible
/// worker. Refused: `assessment_not_draft`, `case_closed`.
#[utoipa::path(post, path = "/v1/assessments/{assessment_id}/withdrawal", tag = "assessment",
    params(("assessment_id" = AssessmentId, Path, description = "The assessment.")),
    request_body = WithdrawAssessment,
    responses((status = 200, description = "The assessment, withdrawn.", body = Assessment)))]
pub async fn withdraw_assessment(
    write: Write,
    path: Path<AssessmentId>,
    body: Body<WithdrawAssessment>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let WithdrawAssessment { reason } = body.value;
    write
        .act(body.sent, move |act| {
            let (case, mut one) = lock(act, id)?;
            let events = decide_withdraw_assessment(&case.case, &one, act.now)?;
            save(act, &mut one, &events, Some(reason.as_str()))?;
            // What was set aside for this draft is not for the next one.
            on!(
                act.tx,
                overrides::mark_passed(one.case_id, Gate::Finalise, act.now)
            )?;
            Ok(Answer::ok(&one)?.version(one.version))
        })
        .await
}

/// The assessment for a permitted act, with its case, whose row is locked.
pub(super) fn lock(act: &mut Act<'_, '_>, id: AssessmentId) -> Result<(Loaded, Assessment), Stop> {
    let case_id = on!(act.tx, assessments::find(id))?
        .ok_or(ProblemCode::NotFound)?
        .case_id;
    let case = load::lock(act, case_id)?;
    let one = on!(act.tx, assessments::find(id))?.ok_or(ProblemCode::NotFound)?;
    act.permit(&case.facts(None), Some(one.version))?;
    Ok((case, one))
}

/// Every fault of its own fields at once. Attachments named already stay named.
fn check(
    act: &mut Act<'_, '_>,
    case: &Loaded,
    details: &AssessmentDetails,
    before: Option<&AssessmentDetails>,
) -> Result<(), Stop> {
    let unit = facts::unit(act.tx, &case.case)?;
    let today = Calendar::of(&unit.details)?.date(act.now);
    let mut faults = details.faults(today);
    for (at, document) in details.documents_reviewed.iter().enumerate() {
        let Some(attachment) = document.attachment_id else {
            continue;
        };
        let known = before
            .iter()
            .flat_map(|before| &before.documents_reviewed)
            .any(|one| one.attachment_id == Some(attachment));
        if !known && on!(act.tx, attachments::case_of(attachment))? != Some(case.case.id) {
            let pointer = format!("/documents_reviewed/{at}/attachment_id");
            faults.push(Fault::new(pointer, FaultCode::UnknownReference));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::faults(ProblemCode::InvalidBody, faults).into())
    }
}

/// Takes over what the act decided, as the next version.
pub(super) fn save(
    act: &mut Act<'_, '_>,
    one: &mut Assessment,
    events: &[AssessmentEvent],
    reason: Option<&str>,
) -> Result<(), Stop> {
    let before = one.version;
    events.iter().for_each(|event| one.apply(event));
    one.version += 1;
    one.modified_at = act.now;
    if !on!(act.tx, assessments::save(one, before))? {
        return Err(Problem::stale(before).into());
    }
    record(act, one, events, reason)
}

pub(super) fn record(
    act: &mut Act<'_, '_>,
    one: &Assessment,
    events: &[AssessmentEvent],
    reason: Option<&str>,
) -> Result<(), Stop> {
    let of = load::of_part(one.case_id, KIND, one.id);
    events.iter().try_for_each(|event| match reason {
        None => act.record(of, one.version, event),
        Some(reason) => act.record_because(of, one.version, event, reason),
    })
}
