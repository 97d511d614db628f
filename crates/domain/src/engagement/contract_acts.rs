//! What is done with a contract: drafted, edited until somebody signs, signed by the three parties,
//! ended or cancelled. Whoever has signed relies on what it says: then only another contract, after
//! this one is cancelled or ended, says something else.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Contract, ContractDetails, ContractId, ContractParty, ContractStatus, EngagementEvent, Holder,
    LegalBasis, LegalBasisId, LegalBasisStatus, Signer,
};
use crate::changes::changed_fields;
use crate::intervention::ContractKind;
use crate::parties::signature::{SignatoryCapacity, SignatureDetails};
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::Lines;

/// Signs a contract for one of its parties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "party": "client",
    "signature": {"capacity": "client", "method": "thumbprint", "signed_on": "2026-03-10"}
})))]
pub struct SignContract {
    /// The party.
    pub party: ContractParty,
    /// The signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<SignatureDetails>,
    /// Instead of the client's signature: the legal basis in force, of the same case or intake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_basis_id: Option<LegalBasisId>,
    /// Why an adult client cannot sign, so that the guardian or legal representative does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incapacity: Option<Lines>,
}

/// Ends an agreed contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"ended_on": "2026-08-31", "reason": "His son has come back."})))]
pub struct EndContract {
    /// Its last day; not in the future, and not before it was agreed.
    pub ended_on: NaiveDate,
    /// Why.
    pub reason: Lines,
}

/// Cancels a draft contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"reason": "The agency asked for another period; drafted anew."})))]
pub struct CancelContract {
    /// Why.
    pub reason: Lines,
}

/// The contract by which the work is done on a day: agreed, neither ended nor over. A preliminary
/// contract is about joining and diagnosis, and carries no intervention.
#[must_use]
pub fn contract_in_force(contracts: &[Contract], on: NaiveDate) -> Option<&Contract> {
    contracts
        .iter()
        .filter(|one| one.status == ContractStatus::Agreed && one.open(on))
        .filter(|one| match one.details.kind {
            ContractKind::Preliminary => false,
            ContractKind::Primary | ContractKind::Secondary => true,
        })
        .max_by_key(|one| (one.agreed_on, one.created_at))
}

fn unfit(details: &ContractDetails, today: NaiveDate) -> Vec<Refusal> {
    let mut refusals: Vec<Refusal> = details
        .of_another_kind()
        .map(|name| Refusal::new(RefusalCode::NotForThisContract).at(&format!("/{name}")))
        .collect();
    if let (Some(first), Some(last)) = (details.starts_on, details.ends_on)
        && last < first
    {
        refusals.push(Refusal::new(RefusalCode::UntilBeforeSince).at("/ends_on"));
    }
    if let Some(certified) = &details.eligibility
        && certified.certified_on > today
    {
        refusals.push(Refusal::new(RefusalCode::InFuture).at("/eligibility/certified_on"));
    }
    refusals
}

/// Why nothing may be done with it as a draft: `case_closed`, `intake_decided`,
/// `contract_not_draft`.
fn not_draft(holder: Holder<'_>, contract: &Contract) -> Vec<Refusal> {
    let mut refusals = holder.takes_records();
    if contract.status != ContractStatus::Draft {
        refusals.push(Refusal::new(RefusalCode::ContractNotDraft));
    }
    refusals
}

/// Drafts a contract.
///
/// # Errors
/// `case_closed`, `intake_decided`, `client_unnamed`, `not_for_this_contract`, `until_before_since`, `in_future`.
pub fn decide_draft_contract<'a>(
    holder: impl Into<Holder<'a>>,
    contract_id: ContractId,
    details: &ContractDetails,
    today: NaiveDate,
) -> Decision<EngagementEvent> {
    let mut refusals = holder.into().takes_records();
    refusals.extend(unfit(details, today));
    decided(refusals, || {
        vec![EngagementEvent::ContractDrafted {
            contract_id,
            kind: details.kind,
        }]
    })
}

/// Edits a draft that nobody has signed. Without a change there is no event.
///
/// # Errors
/// `case_closed`, `intake_decided`, `contract_not_draft`, `contract_signed`, `not_for_this_contract`,
/// `until_before_since`, `in_future`.
pub fn decide_edit_contract<'a>(
    holder: impl Into<Holder<'a>>,
    contract: &Contract,
    details: &ContractDetails,
    today: NaiveDate,
) -> Decision<EngagementEvent> {
    let mut refusals = not_draft(holder.into(), contract);
    if refusals.is_empty() && !contract.signatures.is_empty() {
        refusals.push(Refusal::new(RefusalCode::ContractSigned));
    }
    refusals.extend(unfit(details, today));
    let changed = changed_fields(&contract.details, details);
    decided(refusals, || {
        if changed.is_empty() {
            return Vec::new();
        }
        vec![EngagementEvent::ContractEdited {
            contract_id: contract.id,
            changed,
        }]
    })
}

impl SignContract {
    /// The day it counts from: that of the signature, or today for a legal basis.
    #[must_use]
    pub fn signed_on(&self, today: NaiveDate) -> NaiveDate {
        (self.signature.as_ref()).map_or(today, |it| it.signed_on)
    }

    /// What speaks against who signs, and how.
    fn refusals(
        &self,
        basis: Option<&LegalBasis>,
        client: Signer,
        today: NaiveDate,
    ) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        let capacity = match self.party {
            ContractParty::Client => None,
            ContractParty::Worker => Some(SignatoryCapacity::Worker),
            ContractParty::Agency => Some(SignatoryCapacity::Agency),
        };
        match (&self.signature, self.legal_basis_id) {
            (None, None) => {
                refusals.push(Refusal::new(RefusalCode::SignatureMissing).at("/signature"));
            }
            (Some(_), Some(_)) => {
                refusals
                    .push(Refusal::new(RefusalCode::LegalBasisForClientOnly).at("/legal_basis_id"));
            }
            (None, Some(_)) => {
                let code = if capacity.is_some() {
                    Some(RefusalCode::LegalBasisForClientOnly)
                } else if basis.is_none_or(|it| it.status(today) != LegalBasisStatus::InForce) {
                    Some(RefusalCode::LegalBasisNotInForce)
                } else {
                    None
                };
                refusals.extend(code.map(|code| Refusal::new(code).at("/legal_basis_id")));
            }
            (Some(signature), None) => match capacity {
                None => {
                    let incapacity = self.incapacity.as_ref();
                    refusals.extend(client.refusals(signature, incapacity, "/signature", today));
                }
                Some(capacity) => {
                    refusals.extend(signature.refusals("/signature", today));
                    if signature.capacity != capacity {
                        let refusal = Refusal::new(RefusalCode::PartySigns);
                        refusals.push(refusal.at("/signature/capacity"));
                    }
                }
            },
        }
        refusals
    }
}

/// Signs a contract for one of its parties. It says everything by then; the last of the three
/// signatures makes it agreed. `basis` is the legal basis that the command names.
///
/// # Errors
/// `case_closed`, `intake_decided`, `contract_not_draft`, `contract_incomplete`, `party_signed`,
/// `signature_missing`, `legal_basis_for_client_only`, `legal_basis_not_in_force`,
/// `guardian_signs`, `client_signs`, `party_signs`, `in_future`, `signatory_unnamed`,
/// `witness_missing`.
pub fn decide_sign_contract<'a>(
    holder: impl Into<Holder<'a>>,
    contract: &Contract,
    command: &SignContract,
    basis: Option<&LegalBasis>,
    client: Signer,
    today: NaiveDate,
) -> Decision<EngagementEvent> {
    let mut refusals = not_draft(holder.into(), contract);
    let missing = contract.details.missing().into_iter();
    refusals.extend(
        missing.map(|name| Refusal::new(RefusalCode::ContractIncomplete).with("field", name)),
    );
    if contract.signed_by(command.party) {
        refusals.push(Refusal::new(RefusalCode::PartySigned).at("/party"));
    }
    refusals.extend(command.refusals(basis, client, today));
    let signed_on = command.signed_on(today);
    decided(refusals, || {
        let mut events = vec![EngagementEvent::ContractSigned {
            contract_id: contract.id,
            party: command.party,
            signed_on,
            legal_basis_id: command.legal_basis_id,
        }];
        if contract.signatures.len() == 2 {
            let days = contract.signatures.iter().map(|it| it.signed_on);
            events.push(EngagementEvent::ContractAgreed {
                contract_id: contract.id,
                agreed_on: days.fold(signed_on, NaiveDate::max),
            });
        }
        events
    })
}

/// Ends an agreed contract. One whose last day is over may still be ended, with its reason.
///
/// # Errors
/// `case_closed`, `intake_decided`, `contract_not_agreed`, `in_future`, `before_agreement`.
pub fn decide_end_contract<'a>(
    holder: impl Into<Holder<'a>>,
    contract: &Contract,
    command: &EndContract,
    today: NaiveDate,
) -> Decision<EngagementEvent> {
    let mut refusals = holder.into().takes_records();
    if contract.status != ContractStatus::Agreed {
        refusals.push(Refusal::new(RefusalCode::ContractNotAgreed));
    }
    if command.ended_on > today {
        refusals.push(Refusal::new(RefusalCode::InFuture).at("/ended_on"));
    }
    if contract.agreed_on.is_some_and(|day| command.ended_on < day) {
        refusals.push(Refusal::new(RefusalCode::BeforeAgreement).at("/ended_on"));
    }
    decided(refusals, || {
        vec![EngagementEvent::ContractEnded {
            contract_id: contract.id,
            ended_on: command.ended_on,
        }]
    })
}

/// Cancels a draft, signed by some or by nobody.
///
/// # Errors
/// `case_closed`, `intake_decided`, `contract_not_draft`.
pub fn decide_cancel_contract<'a>(
    holder: impl Into<Holder<'a>>,
    contract: &Contract,
) -> Decision<EngagementEvent> {
    decided(not_draft(holder.into(), contract), || {
        vec![EngagementEvent::ContractCancelled {
            contract_id: contract.id,
        }]
    })
}
