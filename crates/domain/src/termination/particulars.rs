//! The termination of a case, and what its reason asks for (rule 44).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Absconding, AgencyTransfer, BeyondCapacity, ClientRequest, Death, EndedProgramme, ExpiredOrder,
    MovedAway, NoSuitableService, NotEligible, RelationshipEnd, ServiceElsewhere,
    TerminationReason,
};
use crate::cases::{Case, CaseEvent, CaseId, CaseStatus, Stage};
use crate::changes::changed_fields;
use crate::parties::WorkerId;
use crate::parties::signature::SignatureDetails;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};

crate::record_id!(TerminationId, "The termination of a case.");

/// The particulars of an end. What a reason asks for is in the member of its name; those of
/// another reason than the case's are refused.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "absconded_from_institution": {
        "left_on": "2026-03-01", "reasons": ["dislikes_institution_life"],
        "report_number": "Bedong/000417/26",
        "attempts_to_trace": [{"on": "2026-03-02", "how": "Called the mother.", "outcome": "He is not with her."}]
    }
})))]
pub struct TerminationDetails {
    /// For `service_available_elsewhere`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_available_elsewhere: Option<ServiceElsewhere>,
    /// For `programme_period_ended`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme_period_ended: Option<EndedProgramme>,
    /// For `order_expired`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_expired: Option<ExpiredOrder>,
    /// For `transferred_to_agency`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transferred_to_agency: Option<AgencyTransfer>,
    /// For `client_request`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_request: Option<ClientRequest>,
    /// For `no_suitable_service`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_suitable_service: Option<NoSuitableService>,
    /// For `not_eligible`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_eligible: Option<NotEligible>,
    /// For `beyond_agency_capacity`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beyond_agency_capacity: Option<BeyondCapacity>,
    /// For `worker_client_relationship`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker_client_relationship: Option<RelationshipEnd>,
    /// For `absconded_from_institution`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absconded_from_institution: Option<Absconding>,
    /// For `moved_away`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_away: Option<MovedAway>,
    /// For `deceased`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deceased: Option<Death>,
}

/// The termination of a case: from its move to termination until it is closed or goes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Termination {
    /// The id.
    pub id: TerminationId,
    /// The case.
    pub case_id: CaseId,
    /// The episode of the case that it ends.
    #[schema(minimum = 1, maximum = 1000)]
    pub episode: i32,
    /// Why the case ends.
    pub reason: TerminationReason,
    /// Whether that is a planned end; follows from the reason.
    pub planned: bool,
    /// The particulars.
    #[serde(flatten)]
    pub details: TerminationDetails,
    /// Who recorded the signature under the client's own request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature_recorded_by: Option<WorkerId>,
    /// When the case went back to the stage it came from, which ended this termination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Version, as in the ETag.
    pub version: i64,
    /// When the case moved to termination.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

impl Termination {
    /// The termination that begins when `case` moves to termination for `reason`.
    #[must_use]
    pub fn begin(
        id: TerminationId,
        case: &Case,
        reason: TerminationReason,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            case_id: case.id,
            episode: case.episode,
            reason,
            planned: reason.planned(),
            details: TerminationDetails::default(),
            signature_recorded_by: None,
            withdrawn_at: None,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Takes over edited particulars; a new signature was recorded by `by`.
    pub fn edit(&mut self, details: TerminationDetails, by: WorkerId) {
        let signature = details.signature();
        if signature != self.details.signature() {
            self.signature_recorded_by = signature.map(|_| by);
        }
        self.details = details;
    }

    /// Takes over what an event says: when the case goes back, this termination is withdrawn.
    pub fn apply(&mut self, event: &CaseEvent) {
        if let CaseEvent::Moved {
            from: Stage::Termination,
            moved_at,
            ..
        } = event
        {
            self.withdrawn_at = Some(*moved_at);
        }
    }
}

/// Edits the particulars; `today` is the date in the unit's time zone. Without a change there is
/// no event.
///
/// # Errors
/// `case_closed`, `closure_pending`, `not_in_termination`, `not_for_this_reason`, `in_future`,
/// `signatory_unnamed`, `witness_missing`.
pub fn decide_edit_termination(
    case: &Case,
    termination: &Termination,
    details: &TerminationDetails,
    today: NaiveDate,
) -> Decision<CaseEvent> {
    let mut refusals = may_edit_termination(case, termination);
    refusals.extend(details.foreign(termination.reason));
    refusals.extend(details.untrue(today));
    let changed = changed_fields(&termination.details, details);
    decided(refusals, || {
        if changed.is_empty() {
            return Vec::new();
        }
        vec![CaseEvent::TerminationEdited {
            termination_id: termination.id,
            changed,
        }]
    })
}

/// Why the particulars may not be edited just now.
#[must_use]
pub fn may_edit_termination(case: &Case, termination: &Termination) -> Vec<Refusal> {
    let mut refusals = match case.status {
        CaseStatus::Open | CaseStatus::OnHold => Vec::new(),
        // What is approved must be what was requested.
        CaseStatus::ClosureRequested => vec![Refusal::new(RefusalCode::ClosurePending)],
        CaseStatus::Closed => vec![Refusal::new(RefusalCode::CaseClosed)],
    };
    if case.stage != Stage::Termination || termination.withdrawn_at.is_some() {
        refusals.push(Refusal::new(RefusalCode::NotInTermination));
    }
    refusals
}

impl TerminationDetails {
    /// The signature under the client's own request.
    #[must_use]
    pub fn signature(&self) -> Option<&SignatureDetails> {
        self.client_request.as_ref()?.signature.as_ref()
    }

    fn foreign(&self, reason: TerminationReason) -> Vec<Refusal> {
        use TerminationReason as R;
        [
            (
                R::ServiceAvailableElsewhere,
                self.service_available_elsewhere.is_some(),
            ),
            (
                R::ProgrammePeriodEnded,
                self.programme_period_ended.is_some(),
            ),
            (R::OrderExpired, self.order_expired.is_some()),
            (R::TransferredToAgency, self.transferred_to_agency.is_some()),
            (R::ClientRequest, self.client_request.is_some()),
            (R::NoSuitableService, self.no_suitable_service.is_some()),
            (R::NotEligible, self.not_eligible.is_some()),
            (
                R::BeyondAgencyCapacity,
                self.beyond_agency_capacity.is_some(),
            ),
            (
                R::WorkerClientRelationship,
                self.worker_client_relationship.is_some(),
            ),
            (
                R::AbscondedFromInstitution,
                self.absconded_from_institution.is_some(),
            ),
            (R::MovedAway, self.moved_away.is_some()),
            (R::Deceased, self.deceased.is_some()),
        ]
        .into_iter()
        .filter(|(of, given)| *given && *of != reason)
        .map(|(of, _)| Refusal::new(RefusalCode::NotForThisReason).at(&format!("/{of}")))
        .collect()
    }

    /// Dates that have not come, and what is wrong with the signature.
    fn untrue(&self, today: NaiveDate) -> Vec<Refusal> {
        let mut refusals: Vec<Refusal> = self
            .dates()
            .into_iter()
            .filter(|(_, date)| date.is_some_and(|date| date > today))
            .map(|(pointer, _)| Refusal::new(RefusalCode::InFuture).at(&pointer))
            .collect();
        if let Some(signature) = self.signature() {
            refusals.extend(signature.refusals(SIGNATURE, today));
        }
        refusals
    }

    fn dates(&self) -> Vec<(String, Option<NaiveDate>)> {
        let request = self.client_request.as_ref();
        let relationship = self.worker_client_relationship.as_ref();
        let absconding = self.absconded_from_institution.as_ref();
        let unit = self
            .moved_away
            .as_ref()
            .and_then(|it| it.receiving_unit.as_ref());
        let elsewhere = self.service_available_elsewhere.as_ref();
        let programme = self.programme_period_ended.as_ref();
        let transfer = self.transferred_to_agency.as_ref();
        let single = [
            (
                "/service_available_elsewhere/linked_on",
                elsewhere.and_then(|it| it.linked_on),
            ),
            (
                "/programme_period_ended/ended_on",
                programme.and_then(|it| it.ended_on),
            ),
            (
                "/order_expired/expired_on",
                self.order_expired.as_ref().and_then(|it| it.expired_on),
            ),
            (
                "/transferred_to_agency/accepted_on",
                transfer.and_then(|it| it.accepted_on),
            ),
            (
                "/client_request/risks_explained_on",
                request.and_then(|it| it.risks_explained_on),
            ),
            (
                "/worker_client_relationship/reassignment_offered_on",
                relationship.and_then(|it| it.reassignment_offered_on),
            ),
            (
                "/absconded_from_institution/left_on",
                absconding.and_then(|it| it.left_on),
            ),
            (
                "/moved_away/receiving_unit/told_on",
                unit.and_then(|it| it.told_on),
            ),
            (
                "/deceased/died_on",
                self.deceased.as_ref().and_then(|it| it.died_on),
            ),
        ];
        let attempts = absconding.into_iter().flat_map(|it| &it.attempts_to_trace);
        let attempts = attempts.enumerate().map(|(at, attempt)| {
            let pointer = format!("/absconded_from_institution/attempts_to_trace/{at}/on");
            (pointer, Some(attempt.on))
        });
        single
            .into_iter()
            .map(|(pointer, date)| (pointer.to_owned(), date))
            .chain(attempts)
            .collect()
    }
}

/// Where the signature under the client's own request stands in the particulars.
pub const SIGNATURE: &str = "/client_request/signature";
