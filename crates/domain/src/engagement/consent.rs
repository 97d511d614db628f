//! Consents: what the client agreed to or refused, until when, and that it was taken back. Each
//! answer is a record of its own and stays; only its withdrawal is added to it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ConsentAnswer, ConsentPurpose, ConsentStatus, EngagementEvent, EngagementPlace, Holder, Signer,
};
use crate::cases::AttachmentId;
use crate::intake::DocumentType;
use crate::intervention::ClientRefusalReason;
use crate::parties::WorkerId;
use crate::parties::signature::{Signature, SignatureDetails};
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::Lines;

crate::record_id!(ConsentId, "A consent, or its refusal.");

/// What is told about a client's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConsentDetails {
    /// What the client was asked to consent to.
    pub purpose: ConsentPurpose,
    /// The answer.
    pub answer: ConsentAnswer,
    /// What exactly it covers: with whom, which part of the file, which occasion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<Lines>,
    /// Why it is refused; with a refusal and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal_reason: Option<ClientRefusalReason>,
    /// What a child says about it; needed for a minor, whose guardian signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child_view: Option<Lines>,
    /// Why an adult client cannot sign, so that the guardian or legal representative does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incapacity: Option<Lines>,
    /// The last day on which it holds, in the unit's time zone; it holds until it is withdrawn
    /// unless told. Not with a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    /// The paper that shows it: an attachment of the same case; an intake has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment_id: Option<AttachmentId>,
}

/// Records what a client answered. A refusal is signed too, or spoken before a witness.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "purpose": "service", "answer": "given",
    "signature": {"capacity": "client", "method": "thumbprint", "signed_on": "2026-03-02"}
})))]
pub struct NewConsent {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ConsentId>,
    /// What is told about it.
    #[serde(flatten)]
    pub details: ConsentDetails,
    /// By whom, how and on which day.
    pub signature: SignatureDetails,
}

/// Takes a consent back, from the day of the signature on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "reason": "He does not want the clinic to hear of it any more.",
    "signature": {"capacity": "client", "method": "ink", "signed_on": "2026-04-14"}
})))]
pub struct WithdrawConsent {
    /// Why, as far as it was told.
    pub reason: Lines,
    /// Why an adult client cannot sign, so that the guardian or legal representative does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incapacity: Option<Lines>,
    /// By whom, how and on which day.
    pub signature: SignatureDetails,
}

/// That a consent was taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Withdrawal {
    /// Why.
    pub reason: Lines,
    /// Why somebody signed for an adult client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incapacity: Option<Lines>,
    /// By whom, how and on which day.
    pub signature: Signature,
    /// When it was recorded here.
    pub recorded_at: DateTime<Utc>,
}

/// What a client answered, as recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Consent {
    /// The id.
    pub id: ConsentId,
    /// Where it stands.
    #[serde(flatten)]
    pub place: EngagementPlace,
    /// What was told about it.
    #[serde(flatten)]
    pub details: ConsentDetails,
    /// By whom, how and on which day.
    pub signature: Signature,
    /// That it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<Withdrawal>,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

impl Consent {
    /// The consent that a recorded event announces.
    #[must_use]
    pub fn recorded(
        id: ConsentId,
        place: impl Into<EngagementPlace>,
        new: NewConsent,
        by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            place: place.into(),
            details: new.details,
            signature: new.signature.recorded(by),
            withdrawal: None,
            created_at: now,
            modified_at: now,
        }
    }

    /// Takes over that it was taken back.
    pub fn withdraw(&mut self, command: WithdrawConsent, by: WorkerId, now: DateTime<Utc>) {
        self.withdrawal = Some(Withdrawal {
            reason: command.reason,
            incapacity: command.incapacity,
            signature: command.signature.recorded(by),
            recorded_at: now,
        });
    }

    /// The day of the answer.
    #[must_use]
    pub const fn signed_on(&self) -> NaiveDate {
        self.signature.details.signed_on
    }

    /// Where it stands on a day. Withdrawal and expiry change nothing before them.
    #[must_use]
    pub fn status(&self, on: NaiveDate) -> ConsentStatus {
        let withdrawn = self.withdrawal.as_ref();
        match self.details.answer {
            ConsentAnswer::Refused => ConsentStatus::Refused,
            ConsentAnswer::Given => {
                if withdrawn.is_some_and(|it| it.signature.details.signed_on <= on) {
                    ConsentStatus::Withdrawn
                } else if self.details.valid_until.is_some_and(|until| until < on) {
                    ConsentStatus::Expired
                } else {
                    ConsentStatus::Given
                }
            }
        }
    }

    /// Whether it is a consent to this that holds on a day.
    #[must_use]
    pub fn holds(&self, purpose: ConsentPurpose, on: NaiveDate) -> bool {
        self.details.purpose == purpose
            && self.signed_on() <= on
            && self.status(on) == ConsentStatus::Given
    }

    /// From when on the client wants it no more: the day, and of one day what was recorded later.
    fn no_more(&self) -> Option<(NaiveDate, DateTime<Utc>)> {
        match self.details.answer {
            ConsentAnswer::Refused => Some((self.signed_on(), self.created_at)),
            ConsentAnswer::Given => {
                let withdrawn = self.withdrawal.as_ref()?;
                Some((withdrawn.signature.details.signed_on, withdrawn.recorded_at))
            }
        }
    }
}

/// The consent to this that is in force on a day, the latest if there are several: given, neither
/// expired nor withdrawn, and not followed by a refusal, or by the withdrawal of another, for the
/// same purpose.
#[must_use]
pub fn in_force(consents: &[Consent], purpose: ConsentPurpose, on: NaiveDate) -> Option<&Consent> {
    let key = |one: &Consent| (one.signed_on(), one.created_at);
    let same = || consents.iter().filter(|one| one.details.purpose == purpose);
    let no_more = same()
        .filter_map(Consent::no_more)
        .filter(|(day, _)| *day <= on)
        .max();
    same()
        .filter(|one| one.holds(purpose, on) && Some(key(one)) > no_more)
        .max_by_key(|one| key(one))
}

/// What an act needs the client's consent for, refused without one in force.
///
/// # Errors
/// `consent_needed`.
pub fn consent_to(
    consents: &[Consent],
    purpose: ConsentPurpose,
    on: NaiveDate,
) -> Result<&Consent, Refusal> {
    in_force(consents, purpose, on)
        .ok_or_else(|| Refusal::new(RefusalCode::ConsentNeeded).with("purpose", purpose))
}

/// Whether a paper of this kind shows somebody, so that it needs the consent `photo`. The picture
/// of a paper is a paper.
#[must_use]
pub fn is_picture(kind: DocumentType) -> bool {
    matches!(kind, DocumentType::Photo | DocumentType::Video)
}

/// Records what the client answered. Of a closed case only who may be told of it: the file is
/// asked for long after it is closed.
///
/// # Errors
/// `case_closed`, `intake_decided`, `client_unnamed`, `guardian_signs`, `client_signs`, `in_future`, `signatory_unnamed`,
/// `witness_missing`, `child_view_missing`, `refusal_reason_mismatch`, `valid_until_mismatch`,
/// `until_before_since`.
pub fn decide_record_consent<'a>(
    holder: impl Into<Holder<'a>>,
    consent_id: ConsentId,
    new: &NewConsent,
    client: Signer,
    today: NaiveDate,
) -> Decision<EngagementEvent> {
    let (told, signed) = (&new.details, &new.signature);
    let mut refusals = match (told.purpose, holder.into()) {
        (ConsentPurpose::InformationSharing, Holder::Case(_)) => Vec::new(),
        (
            ConsentPurpose::Service
            | ConsentPurpose::Assessment
            | ConsentPurpose::Photo
            | ConsentPurpose::InformationSharing,
            holder,
        ) => holder.takes_records(),
    };
    refusals.extend(client.refusals(signed, told.incapacity.as_ref(), "/signature", today));
    let refused = told.answer == ConsentAnswer::Refused;
    let until = told.valid_until;
    refusals.extend(
        [
            (
                client.minor(signed.signed_on) && told.child_view.is_none(),
                RefusalCode::ChildViewMissing,
                "/child_view",
            ),
            (
                refused != told.refusal_reason.is_some(),
                RefusalCode::RefusalReasonMismatch,
                "/refusal_reason",
            ),
            (
                refused && until.is_some(),
                RefusalCode::ValidUntilMismatch,
                "/valid_until",
            ),
            (
                !refused && until.is_some_and(|until| until < signed.signed_on),
                RefusalCode::UntilBeforeSince,
                "/valid_until",
            ),
        ]
        .into_iter()
        .filter(|(wrong, ..)| *wrong)
        .map(|(_, code, pointer)| Refusal::new(code).at(pointer)),
    );
    decided(refusals, || {
        vec![EngagementEvent::ConsentRecorded {
            consent_id,
            purpose: told.purpose,
            answer: told.answer,
            signed_by: signed.capacity,
            signed_on: signed.signed_on,
            valid_until: until,
        }]
    })
}

/// Takes a consent back, of a closed case too. It stops what is not done yet; what was done stays.
///
/// # Errors
/// `consent_not_given`, `before_consent`, `guardian_signs`, `client_signs`, `in_future`,
/// `signatory_unnamed`, `witness_missing`.
pub fn decide_withdraw_consent(
    consent: &Consent,
    command: &WithdrawConsent,
    client: Signer,
    today: NaiveDate,
) -> Decision<EngagementEvent> {
    let signed = &command.signature;
    let mut refusals = match consent.status(today) {
        ConsentStatus::Given => Vec::new(),
        ConsentStatus::Refused | ConsentStatus::Withdrawn | ConsentStatus::Expired => {
            vec![Refusal::new(RefusalCode::ConsentNotGiven)]
        }
    };
    if signed.signed_on < consent.signed_on() {
        refusals.push(Refusal::new(RefusalCode::BeforeConsent).at("/signature/signed_on"));
    }
    let incapacity = command.incapacity.as_ref();
    refusals.extend(client.refusals(signed, incapacity, "/signature", today));
    decided(refusals, || {
        vec![EngagementEvent::ConsentWithdrawn {
            consent_id: consent.id,
            purpose: consent.details.purpose,
            signed_by: signed.capacity,
            withdrawn_on: signed.signed_on,
        }]
    })
}
