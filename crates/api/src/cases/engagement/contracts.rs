//! Contracts between client, worker and agency.

use actix_web::{HttpResponse, web::Path};
use diesel::QueryResult;
use domain::{
    access::Action,
    cases::CaseId,
    engagement::{
        CancelContract, Contract, ContractDetails, ContractId, ContractSignature, ContractStatus,
        EndContract, EngagementEvent, EngagementPlace, LegalBasis, NewContract, Settled,
        SignContract, decide_cancel_contract, decide_draft_contract, decide_edit_contract,
        decide_end_contract, decide_sign_contract,
    },
    intake::IntakeId,
    intervention::ContractKind,
    words::Word,
};

use super::{
    Engagement, Filters, address,
    file::{File, lock, locked},
    named::{known_signatory, signer, unknown},
};
use crate::{
    act::{Act, Answer, Stop, Write},
    cases::records::{CaseRecord, case_record, list_query, new_or_made, one_of, page_of},
    http::{
        body::{Body, Patch, PatchOf, Query},
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
        route!(list_contracts, Action::ReadCaseRecords),
        route!(draft_contract, Action::KeepEngagement),
        route!(get_case_contract, Action::ReadCaseRecords),
        route!(edit_contract, Action::KeepEngagement, if_match),
        route!(sign_contract, Action::KeepEngagement),
        route!(end_contract, Action::KeepEngagement, if_match),
        route!(cancel_contract, Action::KeepEngagement, if_match),
    ]
}

case_record!(
    Contract, of |it| it.place.case_id(),
    newest by created_at, modified by modified_at, version
);

list_query! {
    /// Which contracts are asked for.
    ListContracts {
        /// Only those of this kind.
        #[param(inline)]
        kind: ContractKind,
        /// Only those that stand so.
        #[param(inline)]
        status: ContractStatus,
    }
}

impl Filters for ListContracts {
    fn word(&self) -> Option<&'static str> {
        self.kind.map(Word::code)
    }
    fn state(&self) -> Option<&'static str> {
        self.status.map(Word::code)
    }
}

/// List the contracts of a case
///
/// Drafts, ended and cancelled ones included; the newest first. For whoever sees the case; not for
/// data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/contracts", tag = "engagement",
    params(("case_id" = CaseId, Path, description = "The case."), ListContracts),
    responses((status = 200, description = "A page of contracts.", body = Page<Contract>)))]
pub async fn list_contracts(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListContracts>,
) -> Result<HttpResponse, ApiError> {
    page_of(
        &read,
        "list_contracts",
        *path,
        query.0,
        |tx, _, wanted| -> QueryResult<Vec<Contract>> { on!(tx, engagements::list(wanted)) },
    )
    .await
}

/// Draft a contract
///
/// Preliminary (joining and diagnosis: what was found, and whether the client is accepted), primary
/// (eligibility certified), or secondary (for a while, about a behaviour that is to change). A draft
/// may lack what is not settled yet. It keeps the case from closing until it is agreed and over,
/// ended, or cancelled, which takes no more than the worker's reason. For the responsible worker.
/// Refused: `case_closed`, `not_for_this_contract`, `until_before_since`, `in_future`.
#[utoipa::path(post, path = "/v1/cases/{case_id}/contracts", tag = "engagement",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewContract,
    responses((status = 201, description = "The draft.", body = Contract),
        (status = 200, description = "The contract that the same command with the same `id` made before, as it is now.", body = Contract)))]
pub async fn draft_contract(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewContract>,
) -> Result<HttpResponse, ApiError> {
    draft(write, path.into_inner().into(), body).await
}

pub(super) async fn draft(
    write: Write,
    place: EngagementPlace,
    body: Body<NewContract>,
) -> Result<HttpResponse, ApiError> {
    let NewContract { id, details } = body.value;
    write
        .act(body.sent, move |act| {
            let file = lock(act, place)?;
            act.permit(&file.facts(), None)?;
            let (by, today) = (act.worker()?, file.today(act)?);
            let id = id.map(|id| id.0);
            let made = new_or_made::<Contract>(act, Contract::KIND, id, |tx, id| {
                on!(tx, engagements::find_in(place, id))
            })?;
            let id = match made {
                Ok(id) => ContractId(id),
                Err(made) => return made.made_before(),
            };
            let events = decide_draft_contract(file.holder(), id, &details, today)?;
            let contract = Contract::drafted(id, place, details, by, act.now);
            on!(act.tx, engagements::insert(contract.clone()))?;
            file.tell::<Contract>(act, id.0, 1, &events)?;
            let address = address(place, "contracts", id);
            Ok(Answer::created(&contract, address)?.version(contract.version))
        })
        .await
}

/// Read a contract
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/contracts/{contract_id}", tag = "engagement",
    params(("contract_id" = ContractId, Path, description = "The contract.")),
    responses((status = 200, description = "The contract.", body = Contract)))]
pub async fn get_case_contract(
    read: Read,
    path: Path<ContractId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| -> QueryResult<Option<Contract>> {
        on!(tx, engagements::find(id.0))
    })
    .await
}

/// Edit a draft contract
///
/// Until somebody has signed it: whoever signed relies on what it says. What it said before is kept,
/// encrypted. For the responsible worker. Refused: `contract_not_draft`, `contract_signed`,
/// `case_closed`, `not_for_this_contract`, `until_before_since`, `in_future`.
#[utoipa::path(patch, path = "/v1/contracts/{contract_id}", tag = "engagement",
    params(("contract_id" = ContractId, Path, description = "The contract.")),
    request_body(content = PatchOf<ContractDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The contract as it is now.", body = Contract)))]
pub async fn edit_contract(
    write: Write,
    path: Path<ContractId>,
    patch: Patch<ContractDetails>,
) -> Result<HttpResponse, ApiError> {
    edit(write, None, path.into_inner(), patch).await
}

pub(super) async fn edit(
    write: Write,
    below: Option<IntakeId>,
    id: ContractId,
    patch: Patch<ContractDetails>,
) -> Result<HttpResponse, ApiError> {
    write
        .act(patch.sent.clone(), move |act| {
            let (file, mut contract) = locked::<Contract>(act, below, id.0)?;
            let details = patch.merge(act.app(), &contract.details)?;
            let today = file.today(act)?;
            let events = decide_edit_contract(file.holder(), &contract, &details, today)?;
            if !events.is_empty() {
                act.keep_version(Contract::KIND, id.0, contract.version, &contract.details)?;
                contract.details = details;
                save(act, &file, &mut contract, &events)?;
            }
            Ok(Answer::ok(&contract)?.version(contract.version))
        })
        .await
}

/// Sign a contract for one of its parties
///
/// The client, or the guardian for a minor or for who cannot; the worker; somebody for the agency.
/// A legal basis in force stands for the client's signature and for no other. Nobody signs before
/// the contract says everything: the seven elements, what each party takes on, its first day, and
/// what its kind asks for (`accepted`, `eligibility`, `behaviour` with `ends_on`). The parties sign
/// in any order, and together: no version is asked for, since a contract that somebody has signed
/// is not edited. The third signature makes it agreed. For the responsible worker, who takes the
/// signatures down. Refused: `contract_not_draft`, `contract_incomplete`, `party_signed`,
/// `signature_missing`, `client_signs`, `guardian_signs`, `party_signs`,
/// `legal_basis_for_client_only`, `legal_basis_not_in_force`, `in_future`, `signatory_unnamed`,
/// `witness_missing`, `case_closed`; a person named that you cannot see, or a legal basis of
/// another case (422 `unknown_reference`).
#[utoipa::path(post, path = "/v1/contracts/{contract_id}/signatures", tag = "engagement",
    params(("contract_id" = ContractId, Path, description = "The contract.")),
    request_body = SignContract,
    responses((status = 200, description = "The contract as it is now.", body = Contract)))]
pub async fn sign_contract(
    write: Write,
    path: Path<ContractId>,
    body: Body<SignContract>,
) -> Result<HttpResponse, ApiError> {
    sign(write, None, path.into_inner(), body).await
}

pub(super) async fn sign(
    write: Write,
    below: Option<IntakeId>,
    id: ContractId,
    body: Body<SignContract>,
) -> Result<HttpResponse, ApiError> {
    let command = body.value;
    write
        .act(body.sent, move |act| {
            let (file, mut contract) = locked::<Contract>(act, below, id.0)?;
            let (recorded_by, today, holder) = (act.worker()?, file.today(act)?, file.holder());
            if let Some(signature) = &command.signature {
                known_signatory(act, "/signature", signature)?;
            }
            let basis = match command.legal_basis_id {
                None => None,
                Some(basis) => {
                    let found: Option<LegalBasis> =
                        on!(act.tx, engagements::find_in(holder.place(), basis.0))?;
                    Some(found.ok_or_else(|| unknown("/legal_basis_id"))?)
                }
            };
            let client = signer(act, holder)?;
            let basis = basis.as_ref();
            let events = decide_sign_contract(holder, &contract, &command, basis, client, today)?;
            contract.sign(ContractSignature {
                party: command.party,
                signed_on: command.signed_on(today),
                signature: command.signature.map(|it| it.recorded(recorded_by)),
                legal_basis_id: command.legal_basis_id,
                incapacity: command.incapacity,
                recorded_by,
                recorded_at: act.now,
            });
            save(act, &file, &mut contract, &events)?;
            Ok(Answer::ok(&contract)?.version(contract.version))
        })
        .await
}

/// End an agreed contract
///
/// On a day, with the reason; nobody else has to agree, so a client who is gone keeps no file open.
/// For the responsible worker. Refused: `contract_not_agreed`, `in_future`, `before_agreement`,
/// `case_closed`.
#[utoipa::path(post, path = "/v1/contracts/{contract_id}/end", tag = "engagement",
    params(("contract_id" = ContractId, Path, description = "The contract.")),
    request_body = EndContract,
    responses((status = 200, description = "The ended contract.", body = Contract)))]
pub async fn end_contract(
    write: Write,
    path: Path<ContractId>,
    body: Body<EndContract>,
) -> Result<HttpResponse, ApiError> {
    end(write, None, path.into_inner(), body).await
}

pub(super) async fn end(
    write: Write,
    below: Option<IntakeId>,
    id: ContractId,
    body: Body<EndContract>,
) -> Result<HttpResponse, ApiError> {
    let command = body.value;
    write
        .act(body.sent, move |act| {
            let (file, mut contract) = locked::<Contract>(act, below, id.0)?;
            let (recorded_by, today) = (act.worker()?, file.today(act)?);
            let events = decide_end_contract(file.holder(), &contract, &command, today)?;
            contract.settle(Settled {
                on: command.ended_on,
                reason: command.reason,
                recorded_by,
                recorded_at: act.now,
            });
            save(act, &file, &mut contract, &events)?;
            Ok(Answer::ok(&contract)?.version(contract.version))
        })
        .await
}

/// Cancel a draft contract
///
/// With the reason, whoever has signed it by then. For the responsible worker. Refused:
/// `contract_not_draft`, `case_closed`.
#[utoipa::path(post, path = "/v1/contracts/{contract_id}/cancellation", tag = "engagement",
    params(("contract_id" = ContractId, Path, description = "The contract.")),
    request_body = CancelContract,
    responses((status = 200, description = "The cancelled contract.", body = Contract)))]
pub async fn cancel_contract(
    write: Write,
    path: Path<ContractId>,
    body: Body<CancelContract>,
) -> Result<HttpResponse, ApiError> {
    cancel(write, None, path.into_inner(), body).await
}

pub(super) async fn cancel(
    write: Write,
    below: Option<IntakeId>,
    id: ContractId,
    body: Body<CancelContract>,
) -> Result<HttpResponse, ApiError> {
    let command = body.value;
    write
        .act(body.sent, move |act| {
            let (file, mut contract) = locked::<Contract>(act, below, id.0)?;
            let recorded_by = act.worker()?;
            let events = decide_cancel_contract(file.holder(), &contract)?;
            contract.settle(Settled {
                on: file.today(act)?,
                reason: command.reason,
                recorded_by,
                recorded_at: act.now,
            });
            save(act, &file, &mut contract, &events)?;
            Ok(Answer::ok(&contract)?.version(contract.version))
        })
        .await
}

/// Saves what the act did to the contract, as its next version.
fn save(
    act: &mut Act<'_, '_>,
    file: &File,
    contract: &mut Contract,
    events: &[EngagementEvent],
) -> Result<(), Stop> {
    contract.version += 1;
    contract.modified_at = act.now;
    if on!(act.tx, engagements::save(contract.clone()))? != contract.version {
        return Err(ApiError::internal("a contract of a locked file has changed").into());
    }
    file.tell::<Contract>(act, contract.id.0, contract.version, events)
}
