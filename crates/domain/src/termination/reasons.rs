//! What each reason asks for (rule 44), but for those that an evaluation shows. The particulars are filled in step by step, so
//! nothing in them is required before the file is to be closed; then `missing` tells what lacks.
//! Contact that is lost needs no particulars: it is shown by the contacts (rule 22).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AbscondingReason, CapacityLimit, ReceivingUnitReply, RelationshipReason};
use crate::cases::{Missing, MissingCode};
use crate::parties::signature::{SignatoryCapacity, SignatureDetails};
use crate::texts::{Line, Lines};

/// The service is to be had elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ServiceElsewhere {
    /// The service, and who offers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Line>,
    /// When the client was linked to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linked_on: Option<NaiveDate>,
    /// Why the client refused to be linked to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Lines>,
}

/// The period of the client's programme has ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EndedProgramme {
    /// The programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<Line>,
    /// Its end date; not in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<NaiveDate>,
}

/// The order that the work rested on has expired.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExpiredOrder {
    /// The order: who made it, its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Line>,
    /// Its end date; not in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expired_on: Option<NaiveDate>,
}

/// Another agency has taken the client over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AgencyTransfer {
    /// The agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<Line>,
    /// When it accepted; not in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_on: Option<NaiveDate>,
    /// The reference of its acceptance: the number of the letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptance_reference: Option<Line>,
}

/// The client wishes the end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClientRequest {
    /// What the client says, in the client's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<Lines>,
    /// The signature under it: the client's, or the guardian's or legal representative's for a
    /// client who cannot sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<SignatureDetails>,
    /// When the risks of ending now were explained to the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risks_explained_on: Option<NaiveDate>,
}

/// A service that was tried or looked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TriedService {
    /// The service.
    pub service: Line,
    /// Who offers it, as far as somebody does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Line>,
    /// Why it does not suit, or that there is none.
    pub result: Lines,
}

/// No service suits the client.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NoSuitableService {
    /// The services that were tried or looked for.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub services: Vec<TriedService>,
}

/// The client is not eligible.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NotEligible {
    /// The criterion that is not met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criterion: Option<Lines>,
}

/// The client needs what the agency cannot give.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BeyondCapacity {
    /// In which way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<CapacityLimit>,
    /// The detail: which illness, which discipline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Lines>,
    /// Where the client was directed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directed_to: Option<Line>,
}

/// Client and worker cannot go on with each other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RelationshipEnd {
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<RelationshipReason>,
    /// When another worker was offered to the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reassignment_offered_on: Option<NaiveDate>,
    /// What the client answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_answer: Option<Lines>,
}

/// An attempt to find somebody who absconded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TracingAttempt {
    /// When; not in the future.
    pub on: NaiveDate,
    /// How: who was asked, where it was looked.
    pub how: Lines,
    /// What came of it.
    pub outcome: Lines,
}

/// The client has left the institution without leave.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Absconding {
    /// On which day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_on: Option<NaiveDate>,
    /// Why, as far as known.
    #[serde(default)]
    #[schema(max_items = 5)]
    pub reasons: Vec<AbscondingReason>,
    /// The number of the report to the police or the authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_number: Option<Line>,
    /// The attempts to trace the client.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub attempts_to_trace: Vec<TracingAttempt>,
}

/// Whether the unit at the client's new place was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReceivingUnit {
    /// The answer.
    pub answer: ReceivingUnitReply,
    /// When it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_on: Option<NaiveDate>,
    /// Why it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Lines>,
}

/// The client has moved away.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MovedAway {
    /// The new place, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_place: Option<Lines>,
    /// Whether the unit there was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiving_unit: Option<ReceivingUnit>,
}

/// The client has died.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Death {
    /// The date of death, in the unit's time zone; not in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died_on: Option<NaiveDate>,
    /// Where the news comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Line>,
    /// The number of the death certificate or another document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_reference: Option<Line>,
    /// Why there is no document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_document_reason: Option<Lines>,
}

impl ServiceElsewhere {
    pub(super) fn missing(&self) -> Vec<Missing> {
        let linked = self.linked_on.is_some() || self.refusal.is_some();
        lacking(&[
            (self.service.is_some(), MissingCode::ServiceElsewhere),
            (linked, MissingCode::ClientLinked),
        ])
    }
}

impl EndedProgramme {
    pub(super) fn missing(&self) -> Vec<Missing> {
        lacking(&[
            (self.programme.is_some(), MissingCode::Programme),
            (self.ended_on.is_some(), MissingCode::ProgrammeEndedOn),
        ])
    }
}

impl ExpiredOrder {
    pub(super) fn missing(&self) -> Vec<Missing> {
        lacking(&[
            (self.order.is_some(), MissingCode::Order),
            (self.expired_on.is_some(), MissingCode::OrderExpiredOn),
        ])
    }
}

impl AgencyTransfer {
    pub(super) fn missing(&self) -> Vec<Missing> {
        lacking(&[
            (self.agency.is_some(), MissingCode::ReceivingAgency),
            (self.accepted_on.is_some(), MissingCode::AcceptedOn),
            (
                self.acceptance_reference.is_some(),
                MissingCode::AcceptanceReference,
            ),
        ])
    }
}

impl ClientRequest {
    pub(super) fn missing(&self) -> Vec<Missing> {
        let signed = self.signature.as_ref().is_some_and(|signature| {
            signature.capacity == SignatoryCapacity::Client || signature.capacity.for_the_client()
        });
        lacking(&[
            (self.statement.is_some(), MissingCode::ClientStatement),
            (signed, MissingCode::ClientSignature),
            (
                self.risks_explained_on.is_some(),
                MissingCode::RisksExplainedOn,
            ),
        ])
    }
}

impl NoSuitableService {
    pub(super) fn missing(&self) -> Vec<Missing> {
        lacking(&[(!self.services.is_empty(), MissingCode::TriedService)])
    }
}

impl NotEligible {
    pub(super) fn missing(&self) -> Vec<Missing> {
        lacking(&[(self.criterion.is_some(), MissingCode::Criterion)])
    }
}

impl BeyondCapacity {
    pub(super) fn missing(&self) -> Vec<Missing> {
        lacking(&[
            (self.limit.is_some(), MissingCode::CapacityLimit),
            (self.detail.is_some(), MissingCode::CapacityDetail),
            (self.directed_to.is_some(), MissingCode::DirectedTo),
        ])
    }
}

impl RelationshipEnd {
    pub(super) fn missing(&self) -> Vec<Missing> {
        lacking(&[
            (self.cause.is_some(), MissingCode::RelationshipReason),
            (
                self.reassignment_offered_on.is_some(),
                MissingCode::ReassignmentOfferedOn,
            ),
            (
                self.client_answer.is_some(),
                MissingCode::ReassignmentAnswer,
            ),
        ])
    }
}

impl Absconding {
    pub(super) fn missing(&self) -> Vec<Missing> {
        lacking(&[
            (self.left_on.is_some(), MissingCode::LeftOn),
            (!self.reasons.is_empty(), MissingCode::AbscondingReason),
            (self.report_number.is_some(), MissingCode::ReportNumber),
            (
                !self.attempts_to_trace.is_empty(),
                MissingCode::TracingAttempt,
            ),
        ])
    }
}

impl MovedAway {
    pub(super) fn missing(&self) -> Vec<Missing> {
        let unit = match &self.receiving_unit {
            None => Some(MissingCode::ReceivingUnit),
            Some(unit) => match unit.answer {
                ReceivingUnitReply::Told => unit
                    .told_on
                    .is_none()
                    .then_some(MissingCode::ReceivingUnitToldOn),
                ReceivingUnitReply::ClientRefused | ReceivingUnitReply::PlaceUnknown => unit
                    .reason
                    .is_none()
                    .then_some(MissingCode::ReceivingUnitReason),
            },
        };
        let mut missing = lacking(&[(self.new_place.is_some(), MissingCode::NewPlace)]);
        missing.extend(unit.map(Missing::of));
        missing
    }
}

impl Death {
    pub(super) fn missing(&self) -> Vec<Missing> {
        let document = self.document_reference.is_some() || self.no_document_reason.is_some();
        lacking(&[
            (self.died_on.is_some(), MissingCode::DiedOn),
            (self.source.is_some(), MissingCode::DeathSource),
            (document, MissingCode::DeathDocument),
        ])
    }
}

fn lacking(there: &[(bool, MissingCode)]) -> Vec<Missing> {
    there
        .iter()
        .filter(|(there, _)| !there)
        .map(|(_, code)| Missing::of(*code))
        .collect()
}
