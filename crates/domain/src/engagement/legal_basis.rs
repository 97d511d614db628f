//! The legal basis of a mandated case: the order or the statute by which it is worked on without
//! the client's consent. It replaces the consent to the service and the client's signature under a
//! contract, and nothing else (rule 10).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{EngagementEvent, EngagementPlace, Holder, LegalBasisKind, LegalBasisStatus};
use crate::cases::AttachmentId;
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Line, Lines};

crate::record_id!(LegalBasisId, "The legal basis of a mandated case.");

/// What is told about a legal basis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LegalBasisDetails {
    /// What kind it is.
    pub kind: LegalBasisKind,
    /// The number of the order, or the act and its section.
    pub reference: Line,
    /// The court or authority that ordered it; needed with an order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered_by: Option<Line>,
    /// The day of the order; not in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered_on: Option<NaiveDate>,
    /// The first day on which it holds, in the unit's time zone.
    pub starts_on: NaiveDate,
    /// The last day, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// What it orders or allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Lines>,
    /// The paper: an attachment of the same case; an intake has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment_id: Option<AttachmentId>,
}

/// Records a legal basis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "kind": "court_order", "reference": "Kulim 83-417-03/2026",
    "ordered_by": "Court for Children, Kulim", "ordered_on": "2026-03-01",
    "starts_on": "2026-03-01", "ends_on": "2027-02-28"
})))]
pub struct NewLegalBasis {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<LegalBasisId>,
    /// What is told about it.
    #[serde(flatten)]
    pub details: LegalBasisDetails,
}

/// Ends a legal basis before its last day: the order was lifted, or it was recorded by mistake.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"ended_on": "2026-06-30", "reason": "The court lifted its order."})))]
pub struct EndLegalBasis {
    /// The last day on which it holds; not in the future.
    pub ended_on: NaiveDate,
    /// Why.
    pub reason: Lines,
}

/// That a legal basis was ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LegalBasisEnd {
    /// The last day on which it held.
    pub ended_on: NaiveDate,
    /// Why.
    pub reason: Lines,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub recorded_at: DateTime<Utc>,
}

/// A legal basis as recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LegalBasis {
    /// The id.
    pub id: LegalBasisId,
    /// Where it stands.
    #[serde(flatten)]
    pub place: EngagementPlace,
    /// What was told about it.
    #[serde(flatten)]
    pub details: LegalBasisDetails,
    /// That it was ended before its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<LegalBasisEnd>,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

impl LegalBasis {
    /// The legal basis that a recorded event announces.
    #[must_use]
    pub fn recorded(
        id: LegalBasisId,
        place: impl Into<EngagementPlace>,
        details: LegalBasisDetails,
        recorded_by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            place: place.into(),
            details,
            end: None,
            recorded_by,
            created_at: now,
            modified_at: now,
        }
    }

    /// Takes over that it was ended.
    pub fn finish(&mut self, command: EndLegalBasis, recorded_by: WorkerId, now: DateTime<Utc>) {
        self.end = Some(LegalBasisEnd {
            ended_on: command.ended_on,
            reason: command.reason,
            recorded_by,
            recorded_at: now,
        });
    }

    /// Where it stands on a day.
    #[must_use]
    pub fn status(&self, on: NaiveDate) -> LegalBasisStatus {
        if self.end.as_ref().is_some_and(|end| end.ended_on < on) {
            LegalBasisStatus::Ended
        } else if on < self.details.starts_on {
            LegalBasisStatus::Upcoming
        } else if self.details.ends_on.is_some_and(|last| last < on) {
            LegalBasisStatus::Expired
        } else {
            LegalBasisStatus::InForce
        }
    }
}

/// The legal basis that is in force on a day, the latest to begin if there are several.
#[must_use]
pub fn basis_in_force(bases: &[LegalBasis], on: NaiveDate) -> Option<&LegalBasis> {
    bases
        .iter()
        .filter(|one| one.status(on) == LegalBasisStatus::InForce)
        .max_by_key(|one| (one.details.starts_on, one.created_at))
}

/// Records a legal basis.
///
/// # Errors
/// `case_closed`, `intake_decided`, `client_unnamed`, `ordered_by_missing`, `in_future`, `until_before_since`.
pub fn decide_record_legal_basis<'a>(
    holder: impl Into<Holder<'a>>,
    legal_basis_id: LegalBasisId,
    told: &LegalBasisDetails,
    today: NaiveDate,
) -> Decision<EngagementEvent> {
    let mut refusals = holder.into().takes_records();
    let order = told.kind == LegalBasisKind::CourtOrder;
    refusals.extend(
        [
            (
                order && told.ordered_by.is_none(),
                RefusalCode::OrderedByMissing,
                "/ordered_by",
            ),
            (
                told.ordered_on.is_some_and(|day| day > today),
                RefusalCode::InFuture,
                "/ordered_on",
            ),
            (
                told.ends_on.is_some_and(|last| last < told.starts_on),
                RefusalCode::UntilBeforeSince,
                "/ends_on",
            ),
        ]
        .into_iter()
        .filter(|(wrong, ..)| *wrong)
        .map(|(_, code, pointer)| Refusal::new(code).at(pointer)),
    );
    decided(refusals, || {
        vec![EngagementEvent::LegalBasisRecorded {
            legal_basis_id,
            kind: told.kind,
            starts_on: told.starts_on,
            ends_on: told.ends_on,
        }]
    })
}

/// Ends a legal basis, once.
///
/// # Errors
/// `case_closed`, `intake_decided`, `legal_basis_over`, `in_future`.
pub fn decide_end_legal_basis<'a>(
    holder: impl Into<Holder<'a>>,
    basis: &LegalBasis,
    command: &EndLegalBasis,
    today: NaiveDate,
) -> Decision<EngagementEvent> {
    let mut refusals = holder.into().takes_records();
    let over = match basis.status(today) {
        LegalBasisStatus::Upcoming | LegalBasisStatus::InForce => basis.end.is_some(),
        LegalBasisStatus::Expired | LegalBasisStatus::Ended => true,
    };
    if over {
        refusals.push(Refusal::new(RefusalCode::LegalBasisOver));
    }
    if command.ended_on > today {
        refusals.push(Refusal::new(RefusalCode::InFuture).at("/ended_on"));
    }
    decided(refusals, || {
        vec![EngagementEvent::LegalBasisEnded {
            legal_basis_id: basis.id,
            ended_on: command.ended_on,
        }]
    })
}
