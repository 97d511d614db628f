//! The scores of an assessment against the baselines.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    assessment::{Assessment, AssessmentComparison, AssessmentId, Measurement, compare},
    elements::{Element, Row},
};

use crate::{
    cases::records::read_of_case,
    db::Tx,
    elements::content,
    http::{problem::ApiError, routes::Route},
    on,
    read::{Read, plain},
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![route!(compare_assessment, Action::ReadCaseRecords)]
}

/// Compare an assessment with the baseline
///
/// Each of its scores with the earliest score on the same instrument and version in the finalised
/// assessments before it in this episode of the case; other scores are shown with the reason why
/// they are not compared. For whoever sees the case; not for data officers (403). It depends on
/// other assessments, so it has no ETag.
#[utoipa::path(get, path = "/v1/assessments/{assessment_id}/comparison", tag = "assessment",
    params(("assessment_id" = AssessmentId, Path, description = "The assessment.")),
    responses((status = 200, description = "The comparison.", body = AssessmentComparison)))]
pub async fn compare_assessment(
    read: Read,
    path: Path<AssessmentId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let comparison = read_of_case(&read, move |tx, _| {
        let Some(assessment) = on!(tx, assessments::find(id))? else {
            return Ok(None);
        };
        let own = content::<Assessment>(tx, id)?.measurements;
        let before = baselines(tx, &assessment)?;
        Ok(Some((compare(id, &own, &before), assessment.case_id)))
    })
    .await?;
    plain(&comparison)
}

/// The scores of the finalised assessments before this one in its episode.
fn baselines(tx: &mut Tx<'_>, assessment: &Assessment) -> Result<Vec<Measurement>, ApiError> {
    let of = (assessment.case_id, assessment.episode);
    let before: Vec<_> = on!(tx, assessments::finalised_ids(of, assessment.finalised_at))?
        .into_iter()
        // What it corrects is no baseline of it.
        .filter(|id| Some(*id) != assessment.supersedes)
        .collect();
    let documents: Vec<_> = before.iter().map(|id| id.0).collect();
    let rows: Vec<(_, Row)> = on!(tx, elements::of_kind(&documents, Measurement::KIND))?;
    rows.into_iter()
        .map(|(document, row)| Measurement::read(AssessmentId(document), row))
        .collect::<Result<_, _>>()
        .map_err(ApiError::internal)
}
