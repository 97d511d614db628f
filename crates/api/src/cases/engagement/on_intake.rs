//! The same on an intake, while it is not decided (rule 1). Each handler does what the one of the case
//! does; what is made here is the case's from acceptance on, under the same id.

use actix_web::{HttpResponse, web::Path};
use chrono::NaiveDate;
use domain::{
    access::Action,
    engagement::{
        CancelContract, ConsentId, Contract, ContractDetails, ContractId, EndContract,
        EndLegalBasis, LegalBasisId, NewConsent, NewContract, NewLegalBasis, NewRightsExplanation,
        RightsExplanation, SignContract, WithdrawConsent,
    },
    intake::IntakeId,
};

use super::{
    Engagement,
    consents::{self, ConsentToday},
    contracts,
    legal_bases::{self, LegalBasisToday},
    rights,
};
use crate::{
    act::Write,
    cases::records::{CaseRecord, Order},
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::{Page, PageQuery, Place},
        problem::ApiError,
        routes::Route,
    },
    intake, on,
    parties::persons::load::today,
    read::Read,
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_intake_consents, Action::ReadIntake),
        route!(record_intake_consent, Action::KeepIntakeEngagement),
        route!(withdraw_intake_consent, Action::KeepIntakeEngagement),
        route!(list_intake_legal_bases, Action::ReadIntake),
        route!(record_intake_legal_basis, Action::KeepIntakeEngagement),
        route!(end_intake_legal_basis, Action::KeepIntakeEngagement),
        route!(list_intake_rights_explanations, Action::ReadIntake),
        route!(
            record_intake_rights_explanation,
            Action::KeepIntakeEngagement
        ),
        route!(list_intake_contracts, Action::ReadIntake),
        route!(draft_intake_contract, Action::KeepIntakeEngagement),
        route!(edit_intake_contract, Action::KeepIntakeEngagement, if_match),
        route!(sign_intake_contract, Action::KeepIntakeEngagement),
        route!(end_intake_contract, Action::KeepIntakeEngagement, if_match),
        route!(
            cancel_intake_contract,
            Action::KeepIntakeEngagement,
            if_match
        ),
    ]
}

/// List the consents made on an intake
///
/// Refusals and withdrawn ones included; the newest first. Once the intake is accepted they are those
/// of its case, as they are now; of an intake that ended otherwise they stay. For whoever may read the
/// intake.
#[utoipa::path(get, path = "/v1/intakes/{intake_id}/consents", tag = "engagement",
    params(("intake_id" = IntakeId, Path, description = "The intake."), PageQuery),
    responses((status = 200, description = "A page of consents.", body = Page<ConsentToday>)))]
pub async fn list_intake_consents(
    read: Read,
    path: Path<IntakeId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    page(
        &read,
        "list_intake_consents",
        *path,
        &query.0,
        ConsentToday::new,
    )
    .await
}

/// Record a consent, or its refusal, on an intake
///
/// As on a case (`record_consent`), while the intake is not decided; the case that it opens takes the
/// consent over under the same id. By a caseworker of the unit, or a supervisor or director in reach.
/// Refused: what is refused on a case; `client_unnamed`: the client is named first, and stays the one;
/// `intake_decided`; any `attachment_id`, for attachments are those of a case (422
/// `unknown_reference`).
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/consents", tag = "engagement",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body = NewConsent,
    responses((status = 201, description = "The consent.", body = ConsentToday),
        (status = 200, description = "The consent that the same command with the same `id` made before, as it is now.", body = ConsentToday)))]
pub async fn record_intake_consent(
    write: Write,
    path: Path<IntakeId>,
    body: Body<NewConsent>,
) -> Result<HttpResponse, ApiError> {
    consents::record(write, path.into_inner().into(), body).await
}

/// Withdraw a consent made on an intake
///
/// As of a case (`withdraw_consent`), while the intake is not decided. By a caseworker of the unit, or
/// a supervisor or director in reach. Refused: what is refused of a case; `intake_decided`.
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/consents/{consent_id}/withdrawal", tag = "engagement",
    params(("intake_id" = IntakeId, Path, description = "The intake."),
        ("consent_id" = ConsentId, Path, description = "The consent.")),
    request_body = WithdrawConsent,
    responses((status = 200, description = "The withdrawn consent.", body = ConsentToday)))]
pub async fn withdraw_intake_consent(
    write: Write,
    path: Path<(IntakeId, ConsentId)>,
    body: Body<WithdrawConsent>,
) -> Result<HttpResponse, ApiError> {
    let (intake, id) = path.into_inner();
    consents::withdraw(write, Some(intake), id, body).await
}

/// List the legal bases recorded on an intake
///
/// Ended and expired ones included; the newest first. Once the intake is accepted they are those of its
/// case, as they are now; of an intake that ended otherwise they stay. For whoever may read the intake.
#[utoipa::path(get, path = "/v1/intakes/{intake_id}/legal-bases", tag = "engagement",
    params(("intake_id" = IntakeId, Path, description = "The intake."), PageQuery),
    responses((status = 200, description = "A page of legal bases.", body = Page<LegalBasisToday>)))]
pub async fn list_intake_legal_bases(
    read: Read,
    path: Path<IntakeId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    page(
        &read,
        "list_intake_legal_bases",
        *path,
        &query.0,
        LegalBasisToday::new,
    )
    .await
}

/// Record the legal basis of a mandated matter on an intake
///
/// As on a case (`record_legal_basis`), while the intake is not decided; the case that it opens takes
/// it over under the same id. By a caseworker of the unit, or a supervisor or director in reach.
/// Refused: what is refused on a case; `client_unnamed`: the client is named first, and stays the one;
/// `intake_decided`; any `attachment_id`, for attachments are those of a case (422
/// `unknown_reference`).
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/legal-bases", tag = "engagement",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body = NewLegalBasis,
    responses((status = 201, description = "The legal basis.", body = LegalBasisToday),
        (status = 200, description = "The legal basis that the same command with the same `id` made before, as it is now.", body = LegalBasisToday)))]
pub async fn record_intake_legal_basis(
    write: Write,
    path: Path<IntakeId>,
    body: Body<NewLegalBasis>,
) -> Result<HttpResponse, ApiError> {
    legal_bases::record(write, path.into_inner().into(), body).await
}

/// End a legal basis of an intake before its last day
///
/// As of a case (`end_legal_basis`), while the intake is not decided. By a caseworker of the unit, or a
/// supervisor or director in reach. Refused: `legal_basis_over`, `in_future`, `intake_decided`.
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/legal-bases/{legal_basis_id}/end", tag = "engagement",
    params(("intake_id" = IntakeId, Path, description = "The intake."),
        ("legal_basis_id" = LegalBasisId, Path, description = "The legal basis.")),
    request_body = EndLegalBasis,
    responses((status = 200, description = "The legal basis as it is now.", body = LegalBasisToday)))]
pub async fn end_intake_legal_basis(
    write: Write,
    path: Path<(IntakeId, LegalBasisId)>,
    body: Body<EndLegalBasis>,
) -> Result<HttpResponse, ApiError> {
    let (intake, id) = path.into_inner();
    legal_bases::end(write, Some(intake), id, body).await
}

/// List when rights were explained on an intake
///
/// The newest first; once the intake is accepted they are those of its case. For whoever may read the
/// intake.
#[utoipa::path(get, path = "/v1/intakes/{intake_id}/rights-explanations", tag = "engagement",
    params(("intake_id" = IntakeId, Path, description = "The intake."), PageQuery),
    responses((status = 200, description = "A page of explanations.", body = Page<RightsExplanation>)))]
pub async fn list_intake_rights_explanations(
    read: Read,
    path: Path<IntakeId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    page(
        &read,
        "list_intake_rights_explanations",
        *path,
        &query.0,
        itself::<RightsExplanation>,
    )
    .await
}

/// Record on an intake that the client's rights were explained
///
/// As on a case (`record_rights_explanation`), while the intake is not decided; the case that it opens
/// takes it over under the same id. By a caseworker of the unit, or a supervisor or director in reach.
/// Refused: what is refused on a case; `client_unnamed`: the client is named first, and stays the one;
/// `intake_decided`.
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/rights-explanations", tag = "engagement",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body = NewRightsExplanation,
    responses((status = 201, description = "The explanation.", body = RightsExplanation),
        (status = 200, description = "The explanation that the same command with the same `id` made before.", body = RightsExplanation)))]
pub async fn record_intake_rights_explanation(
    write: Write,
    path: Path<IntakeId>,
    body: Body<NewRightsExplanation>,
) -> Result<HttpResponse, ApiError> {
    rights::record(write, path.into_inner().into(), body).await
}

/// List the contracts made on an intake
///
/// Drafts, ended and cancelled ones included; the newest first. Once the intake is accepted they are
/// those of its case, as they are now; of an intake that ended otherwise they stay. For whoever may read
/// the intake.
#[utoipa::path(get, path = "/v1/intakes/{intake_id}/contracts", tag = "engagement",
    params(("intake_id" = IntakeId, Path, description = "The intake."), PageQuery),
    responses((status = 200, description = "A page of contracts.", body = Page<Contract>)))]
pub async fn list_intake_contracts(
    read: Read,
    path: Path<IntakeId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    page(
        &read,
        "list_intake_contracts",
        *path,
        &query.0,
        itself::<Contract>,
    )
    .await
}

/// Draft a contract on an intake
///
/// Of any kind; a preliminary one, about joining and diagnosis, most often comes before the case. As on
/// a case (`draft_contract`), while the intake is not decided; the case that it opens takes it over as
/// it is then, a draft as a draft. By a caseworker of the unit, or a supervisor or director in reach.
/// Refused: what is refused on a case; `client_unnamed`: the client is named first, and stays the one;
/// `intake_decided`.
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/contracts", tag = "engagement",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body = NewContract,
    responses((status = 201, description = "The draft.", body = Contract),
        (status = 200, description = "The contract that the same command with the same `id` made before, as it is now.", body = Contract)))]
pub async fn draft_intake_contract(
    write: Write,
    path: Path<IntakeId>,
    body: Body<NewContract>,
) -> Result<HttpResponse, ApiError> {
    contracts::draft(write, path.into_inner().into(), body).await
}

/// Edit a draft contract on an intake
///
/// As of a case (`edit_contract`), while the intake is not decided. What it said before is kept,
/// encrypted. By a caseworker of the unit, or a supervisor or director in reach. Refused: what is
/// refused of a case; `intake_decided`.
#[utoipa::path(patch, path = "/v1/intakes/{intake_id}/contracts/{contract_id}", tag = "engagement",
    params(("intake_id" = IntakeId, Path, description = "The intake."),
        ("contract_id" = ContractId, Path, description = "The contract.")),
    request_body(content = PatchOf<ContractDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The contract as it is now.", body = Contract)))]
pub async fn edit_intake_contract(
    write: Write,
    path: Path<(IntakeId, ContractId)>,
    patch: Patch<ContractDetails>,
) -> Result<HttpResponse, ApiError> {
    let (intake, id) = path.into_inner();
    contracts::edit(write, Some(intake), id, patch).await
}

/// Sign a contract on an intake for one of its parties
///
/// As of a case (`sign_contract`), while the intake is not decided; who has not signed by then may sign
/// on the case. A legal basis that is named is one of the same intake. By a caseworker of the unit, or a
/// supervisor or director in reach, who takes the signatures down. Refused: what is refused of a case;
/// `intake_decided`.
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/contracts/{contract_id}/signatures", tag = "engagement",
    params(("intake_id" = IntakeId, Path, description = "The intake."),
        ("contract_id" = ContractId, Path, description = "The contract.")),
    request_body = SignContract,
    responses((status = 200, description = "The contract as it is now.", body = Contract)))]
pub async fn sign_intake_contract(
    write: Write,
    path: Path<(IntakeId, ContractId)>,
    body: Body<SignContract>,
) -> Result<HttpResponse, ApiError> {
    let (intake, id) = path.into_inner();
    contracts::sign(write, Some(intake), id, body).await
}

/// End an agreed contract of an intake
///
/// As of a case (`end_contract`), while the intake is not decided. By a caseworker of the unit, or a
/// supervisor or director in reach. Refused: what is refused of a case; `intake_decided`.
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/contracts/{contract_id}/end", tag = "engagement",
    params(("intake_id" = IntakeId, Path, description = "The intake."),
        ("contract_id" = ContractId, Path, description = "The contract.")),
    request_body = EndContract,
    responses((status = 200, description = "The ended contract.", body = Contract)))]
pub async fn end_intake_contract(
    write: Write,
    path: Path<(IntakeId, ContractId)>,
    body: Body<EndContract>,
) -> Result<HttpResponse, ApiError> {
    let (intake, id) = path.into_inner();
    contracts::end(write, Some(intake), id, body).await
}

/// Cancel a draft contract of an intake
///
/// As of a case (`cancel_contract`), while the intake is not decided. By a caseworker of the unit, or a
/// supervisor or director in reach. Refused: what is refused of a case; `intake_decided`.
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/contracts/{contract_id}/cancellation", tag = "engagement",
    params(("intake_id" = IntakeId, Path, description = "The intake."),
        ("contract_id" = ContractId, Path, description = "The contract.")),
    request_body = CancelContract,
    responses((status = 200, description = "The cancelled contract.", body = Contract)))]
pub async fn cancel_intake_contract(
    write: Write,
    path: Path<(IntakeId, ContractId)>,
    body: Body<CancelContract>,
) -> Result<HttpResponse, ApiError> {
    let (intake, id) = path.into_inner();
    contracts::cancel(write, Some(intake), id, body).await
}

/// What the clock does not change is shown as it is kept.
fn itself<T>(record: T, _: NaiveDate) -> T {
    record
}

/// Answers with a page of the records of a kind that were made on an intake, each as it is shown on
/// this day; `list` names the list.
///
/// # Errors
/// 400 for a cursor of another list; 404, 403 as for the intake.
async fn page<T: Engagement, V: CaseRecord>(
    read: &Read,
    list: &str,
    id: IntakeId,
    wanted: &PageQuery,
    show: fn(T, NaiveDate) -> V,
) -> Result<HttpResponse, ApiError> {
    let slice = wanted.slice(&read.app, list, &id)?;
    let (after, large, now) = (slice.after, slice.needs_large(), read.app.now());
    let (items, _) = read
        .find(move |tx, actor| {
            let Some(found) = intake::load::find(tx, actor, id)? else {
                return Ok(None);
            };
            let opened = found.intake.progress.case_id.is_some();
            let made: Vec<T> = on!(tx, engagements::made_on(id, opened, after, large))?;
            let today = today(tx, found.intake.unit_id, now)?;
            let items: Vec<V> = made.into_iter().map(|one| show(one, today)).collect();
            Ok(Some((items, found.facts())))
        })
        .await?;
    let page = slice.page(&read.app, items, |one| Place {
        at: one.at(Order::Newest),
        id: one.id(),
    })?;
    read.page(&page)
}
