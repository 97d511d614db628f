//! Engagement and contract (S84): what the client consents to, by what legal basis work is done
//! without that, which rights were explained, and what client, worker and agency agreed.
#![deny(clippy::wildcard_enum_match_arm)]

mod consent;
mod contract;
mod contract_acts;
#[cfg(test)]
mod contract_tests;
mod events;
mod holder;
#[cfg(test)]
mod holder_tests;
mod legal_basis;
mod rights;
mod signing;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use consent::{
    Consent, ConsentDetails, ConsentId, NewConsent, WithdrawConsent, Withdrawal, consent_to,
    decide_record_consent, decide_withdraw_consent, in_force, is_picture,
};
pub use contract::{
    Contract, ContractDetails, ContractElements, ContractId, ContractParties, ContractSignature,
    Eligibility, NewContract, PartyDuties, Settled,
};
pub use contract_acts::{
    CancelContract, EndContract, SignContract, contract_in_force, decide_cancel_contract,
    decide_draft_contract, decide_edit_contract, decide_end_contract, decide_sign_contract,
};
pub use events::{EngagementEvent, OnIntake};
pub use holder::{EngagementPlace, Holder};
pub use legal_basis::{
    EndLegalBasis, LegalBasis, LegalBasisDetails, LegalBasisEnd, LegalBasisId, NewLegalBasis,
    basis_in_force, decide_end_legal_basis, decide_record_legal_basis,
};
pub use rights::{
    NewRightsExplanation, RightsExplanation, RightsExplanationDetails, RightsExplanationId,
    decide_explain_rights,
};
pub use signing::Signer;
pub use vocabulary::{
    ClientRight, ConsentAnswer, ConsentPurpose, ConsentStatus, ContractElement, ContractParty,
    ContractStatus, LegalBasisKind, LegalBasisStatus,
};
