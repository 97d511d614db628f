//! Contracts between client, worker and agency (S84, rule 11): preliminary (joining and diagnosis,
//! accepted or not), primary (eligibility certified), secondary (for a while, to change a behaviour).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ContractElement, ContractParty, ContractStatus, EngagementPlace, LegalBasisId};
use crate::intervention::ContractKind;
use crate::parties::WorkerId;
use crate::parties::signature::Signature;
use crate::texts::{Line, Lines};
use crate::words::Word;

crate::record_id!(ContractId, "A contract between client, worker and agency.");

/// The seven elements, each with what was agreed about it. One that is told is agreed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ContractElements {
    /// How consensus was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consensus: Option<Lines>,
    /// What all understand by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mutual_agreement: Option<Lines>,
    /// What each accepts of the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptance: Option<Lines>,
    /// What is in it for each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reciprocity: Option<Lines>,
    /// Who answers for what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsibility: Option<Lines>,
    /// Which tasks are promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_tasks: Option<Lines>,
    /// For how long, and when it is looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Lines>,
}

/// What a party takes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PartyDuties {
    /// For what the party is responsible.
    pub responsibilities: Lines,
    /// What the party will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Lines>,
}

/// The three parties, each with what it takes on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ContractParties {
    /// The client, or the guardian for the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<PartyDuties>,
    /// The worker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker: Option<PartyDuties>,
    /// The agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<PartyDuties>,
}

/// That the client meets the conditions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Eligibility {
    /// Who certified it.
    pub certified_by: Line,
    /// On which day.
    pub certified_on: NaiveDate,
    /// By which criteria.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Lines>,
}

/// What a contract says. A draft may lack what is not settled yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ContractDetails {
    /// Of what kind it is.
    pub kind: ContractKind,
    /// What for.
    pub purpose: Lines,
    /// Its first day, in the unit's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<NaiveDate>,
    /// Its last day; a secondary contract needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// The elements.
    #[serde(default)]
    pub elements: ContractElements,
    /// The parties.
    #[serde(default)]
    pub parties: ContractParties,
    /// Preliminary: what was found of the client's situation so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diagnosis: Option<Lines>,
    /// Preliminary: whether the client is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<bool>,
    /// Primary: that the client meets the conditions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligibility: Option<Eligibility>,
    /// Secondary: the behaviour that is to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behaviour: Option<Lines>,
}

/// Drafts a contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "kind": "primary", "purpose": "Care at home until his son returns.",
    "starts_on": "2026-03-10", "ends_on": "2026-09-09",
    "elements": {"consensus": "Agreed at the kitchen table, in two talks."},
    "parties": {"worker": {"responsibilities": "Coordinates the helpers.", "tasks": "Visits every Monday."}},
    "eligibility": {"certified_by": "Azman bin Yusof", "certified_on": "2026-03-09"}
})))]
pub struct NewContract {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ContractId>,
    /// What it says.
    #[serde(flatten)]
    pub details: ContractDetails,
}

/// That a party signed, or what stands for the client's signature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ContractSignature {
    /// The party.
    pub party: ContractParty,
    /// The day.
    pub signed_on: NaiveDate,
    /// The signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
    /// The legal basis that stands for the client's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_basis_id: Option<LegalBasisId>,
    /// Why an adult client could not sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incapacity: Option<Lines>,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub recorded_at: DateTime<Utc>,
}

/// How a contract came to its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Settled {
    /// On which day.
    pub on: NaiveDate,
    /// Why.
    pub reason: Lines,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub recorded_at: DateTime<Utc>,
}

/// A contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Contract {
    /// The id.
    pub id: ContractId,
    /// Where it stands.
    #[serde(flatten)]
    pub place: EngagementPlace,
    /// What it says.
    #[serde(flatten)]
    pub details: ContractDetails,
    /// Where it stands.
    pub status: ContractStatus,
    /// Who has signed, in the order of the signatures.
    #[serde(default)]
    #[schema(max_items = 3)]
    pub signatures: Vec<ContractSignature>,
    /// The day of the last of the three signatures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_on: Option<NaiveDate>,
    /// How it was ended or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Settled>,
    /// Who drafted it.
    pub drafted_by: WorkerId,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

impl ContractElements {
    const fn get(&self, element: ContractElement) -> Option<&Lines> {
        match element {
            ContractElement::Consensus => self.consensus.as_ref(),
            ContractElement::MutualAgreement => self.mutual_agreement.as_ref(),
            ContractElement::Acceptance => self.acceptance.as_ref(),
            ContractElement::Reciprocity => self.reciprocity.as_ref(),
            ContractElement::Responsibility => self.responsibility.as_ref(),
            ContractElement::PromisedTasks => self.promised_tasks.as_ref(),
            ContractElement::Period => self.period.as_ref(),
        }
    }
}

impl ContractParties {
    const fn get(&self, party: ContractParty) -> Option<&PartyDuties> {
        match party {
            ContractParty::Client => self.client.as_ref(),
            ContractParty::Worker => self.worker.as_ref(),
            ContractParty::Agency => self.agency.as_ref(),
        }
    }
}

impl ContractDetails {
    /// What must still be settled before anybody signs, each as the path of its field.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let elements = ContractElement::all()
            .iter()
            .filter(|it| self.elements.get(**it).is_none())
            .map(|it| format!("elements/{it}"));
        let parties = ContractParty::all()
            .iter()
            .filter(|it| self.parties.get(**it).is_none())
            .map(|it| format!("parties/{it}"));
        let (own, there) = match self.kind {
            ContractKind::Preliminary => ("accepted", self.accepted == Some(true)),
            ContractKind::Primary => ("eligibility", self.eligibility.is_some()),
            ContractKind::Secondary => ("behaviour", self.behaviour.is_some()),
        };
        let timed = self.kind == ContractKind::Secondary;
        let own = [
            ("starts_on", self.starts_on.is_some()),
            ("ends_on", self.ends_on.is_some() || !timed),
            (own, there),
        ];
        let own = own.into_iter().filter(|(_, there)| !there);
        let own = own.map(|(name, _)| name.to_owned());
        elements.chain(parties).chain(own).collect()
    }

    /// What it says that only a contract of another kind does.
    pub(super) fn of_another_kind(&self) -> impl Iterator<Item = &'static str> {
        let said = [
            (
                "diagnosis",
                ContractKind::Preliminary,
                self.diagnosis.is_some(),
            ),
            (
                "accepted",
                ContractKind::Preliminary,
                self.accepted.is_some(),
            ),
            (
                "eligibility",
                ContractKind::Primary,
                self.eligibility.is_some(),
            ),
            (
                "behaviour",
                ContractKind::Secondary,
                self.behaviour.is_some(),
            ),
        ];
        let kind = self.kind;
        said.into_iter()
            .filter(move |(_, of, there)| *there && *of != kind)
            .map(|(name, ..)| name)
    }
}

impl Contract {
    /// The contract that a drafted event announces.
    #[must_use]
    pub fn drafted(
        id: ContractId,
        place: impl Into<EngagementPlace>,
        details: ContractDetails,
        drafted_by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            place: place.into(),
            details,
            status: ContractStatus::Draft,
            signatures: Vec::new(),
            agreed_on: None,
            settled: None,
            drafted_by,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Whether this party has signed.
    #[must_use]
    pub fn signed_by(&self, party: ContractParty) -> bool {
        self.signatures.iter().any(|it| it.party == party)
    }

    /// Whether it must be settled before the file is closed (rule 2): a draft until it is agreed
    /// or cancelled; an agreed contract until it is ended or its last day is over. To end one
    /// takes the worker's word and a reason, so a client who is gone keeps no file open.
    #[must_use]
    pub fn open(&self, on: NaiveDate) -> bool {
        match self.status {
            ContractStatus::Draft => true,
            ContractStatus::Agreed => self.details.ends_on.is_none_or(|last| last >= on),
            ContractStatus::Ended | ContractStatus::Cancelled => false,
        }
    }

    /// Takes over a signature; the last of the three makes it agreed.
    pub fn sign(&mut self, signature: ContractSignature) {
        self.signatures.push(signature);
        let all = ContractParty::all().iter();
        if all.copied().all(|party| self.signed_by(party)) {
            self.status = ContractStatus::Agreed;
            self.agreed_on = self.signatures.iter().map(|it| it.signed_on).max();
        }
    }

    /// Takes over that it was ended or, as a draft, cancelled.
    pub fn settle(&mut self, settled: Settled) {
        self.status = match self.status {
            ContractStatus::Draft | ContractStatus::Cancelled => ContractStatus::Cancelled,
            ContractStatus::Agreed | ContractStatus::Ended => ContractStatus::Ended,
        };
        self.settled = Some(settled);
    }
}
