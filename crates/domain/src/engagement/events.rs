//! What happens to consents, legal bases and contracts, as it stands on the timeline of their case:
//! words, days and ids, never what anybody said.

use chrono::NaiveDate;
use serde::ser::Error;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::{
    ClientRight, ConsentAnswer, ConsentId, ConsentPurpose, ContractId, ContractParty, LegalBasisId,
    LegalBasisKind, RightsExplanationId,
};
use crate::intervention::ContractKind;
use crate::parties::signature::SignatoryCapacity;

/// Something that happened in the engagement of a client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum EngagementEvent {
    /// The client, or the guardian, consented or refused.
    #[serde(rename = "case.consent_recorded")]
    ConsentRecorded {
        /// The consent.
        consent_id: ConsentId,
        /// To what.
        purpose: ConsentPurpose,
        /// The answer.
        answer: ConsentAnswer,
        /// Who signed.
        signed_by: SignatoryCapacity,
        /// On which day.
        signed_on: NaiveDate,
        /// The last day on which it holds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        valid_until: Option<NaiveDate>,
    },
    /// A consent was taken back.
    #[serde(rename = "case.consent_withdrawn")]
    ConsentWithdrawn {
        /// The consent.
        consent_id: ConsentId,
        /// To what it was.
        purpose: ConsentPurpose,
        /// Who signed.
        signed_by: SignatoryCapacity,
        /// From which day on.
        withdrawn_on: NaiveDate,
    },
    /// A legal basis was recorded.
    #[serde(rename = "case.legal_basis_recorded")]
    LegalBasisRecorded {
        /// The legal basis.
        legal_basis_id: LegalBasisId,
        /// Of what kind.
        kind: LegalBasisKind,
        /// Its first day.
        starts_on: NaiveDate,
        /// Its last day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ends_on: Option<NaiveDate>,
    },
    /// A legal basis was ended before its last day.
    #[serde(rename = "case.legal_basis_ended")]
    LegalBasisEnded {
        /// The legal basis.
        legal_basis_id: LegalBasisId,
        /// The last day on which it held.
        ended_on: NaiveDate,
    },
    /// Rights were explained.
    #[serde(rename = "case.rights_explained")]
    RightsExplained {
        /// The explanation.
        rights_explanation_id: RightsExplanationId,
        /// Which rights.
        rights: Vec<ClientRight>,
        /// To whom.
        explained_to: SignatoryCapacity,
        /// On which day.
        explained_on: NaiveDate,
    },
    /// A contract was drafted.
    #[serde(rename = "case.contract_drafted")]
    ContractDrafted {
        /// The contract.
        contract_id: ContractId,
        /// Of what kind.
        kind: ContractKind,
    },
    /// A draft contract was edited.
    #[serde(rename = "case.contract_edited")]
    ContractEdited {
        /// The contract.
        contract_id: ContractId,
        /// The names of the fields that changed.
        changed: Vec<String>,
    },
    /// A party signed a contract, or a legal basis stands for the client's signature.
    #[serde(rename = "case.contract_signed")]
    ContractSigned {
        /// The contract.
        contract_id: ContractId,
        /// Which party.
        party: ContractParty,
        /// On which day.
        signed_on: NaiveDate,
        /// The legal basis that stands for the client's signature.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        legal_basis_id: Option<LegalBasisId>,
    },
    /// The last of the three parties has signed: the contract is agreed.
    #[serde(rename = "case.contract_agreed")]
    ContractAgreed {
        /// The contract.
        contract_id: ContractId,
        /// The day of the last signature.
        agreed_on: NaiveDate,
    },
    /// An agreed contract was ended.
    #[serde(rename = "case.contract_ended")]
    ContractEnded {
        /// The contract.
        contract_id: ContractId,
        /// On which day.
        ended_on: NaiveDate,
    },
    /// A draft contract was cancelled.
    #[serde(rename = "case.contract_cancelled")]
    ContractCancelled {
        /// The contract.
        contract_id: ContractId,
    },
}

/// The same event where it happened before there was a case: `intake.consent_recorded`.
#[derive(Clone, Copy, Debug)]
pub struct OnIntake<'a>(pub &'a EngagementEvent);

impl Serialize for OnIntake<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut told = serde_json::to_value(self.0).map_err(S::Error::custom)?;
        if let Some(Value::String(kind)) = told.get_mut("type") {
            *kind = kind.replacen("case.", "intake.", 1);
        }
        told.serialize(serializer)
    }
}
