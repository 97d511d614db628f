//! Disclosures: what of a case was told to whom, what for, and by what right (A219). They are never
//! changed; a mistake is put right by another that takes the place of the first.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CaseEvent, CaseId};
use crate::engagement::{Consent, ConsentId, ConsentPurpose};
use crate::intake::CLOCK_SKEW;
use crate::parties::{PersonId, WorkerId};
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Line, Lines};

crate::record_id!(DisclosureId, "A disclosure.");

crate::vocabulary! {
    /// To whom something of a case was disclosed.
    pub enum DisclosureRecipient ("disclosure_recipient", open) {
        Agency = "agency" | "Agensi" | "Lembaga" | "An agency" | "A219",
        ServiceProvider = "service_provider" | "Penyedia perkhidmatan" | "Penyedia layanan" | "A service provider" | "A219",
        Court = "court" | "Mahkamah" | "Pengadilan" | "A court" | "°",
        Police = "police" | "Polis" | "Polisi" | "The police" | "°",
        School = "school" | "Sekolah" | "Sekolah" | "A school" | "°",
        HealthService = "health_service" | "Perkhidmatan kesihatan" | "Layanan kesehatan" | "A health service" | "°",
        Family = "family" | "Keluarga" | "Keluarga" | "The family" | "°",
        Client = "client" | "Klien sendiri" | "Klien sendiri" | "The client" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// By what right something of a case was disclosed.
    pub enum DisclosureBasis ("disclosure_basis", open) {
        Consent = "consent" | "Persetujuan klien" | "Persetujuan klien" | "The client's consent" | "A219",
        LegalDuty = "legal_duty" | "Kewajipan undang-undang" | "Kewajiban hukum" | "A legal duty" | "°",
        CourtOrder = "court_order" | "Perintah mahkamah" | "Penetapan pengadilan" | "An order of a court" | "°",
        VitalInterest = "vital_interest" | "Kepentingan nyawa atau keselamatan" | "Kepentingan nyawa atau keselamatan" | "Life or safety" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// By which way something was disclosed.
    pub enum DisclosureChannel ("disclosure_channel", open) {
        InPerson = "in_person" | "Bersemuka" | "Tatap muka" | "In person" | "°",
        Phone = "phone" | "Telefon" | "Telepon" | "By telephone" | "°",
        Letter = "letter" | "Surat" | "Surat" | "By letter" | "°",
        Email = "email" | "E-mel" | "Surel" | "By e-mail" | "°",
        Message = "message" | "Mesej" | "Pesan" | "By message" | "°",
        Meeting = "meeting" | "Mesyuarat atau persidangan kes" | "Rapat atau konferensi kasus" | "In a meeting or conference" | "°",
        System = "system" | "Sistem ke sistem" | "Sistem ke sistem" | "From system to system" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }
}

/// What is told about a disclosure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DisclosureDetails {
    /// To whom.
    pub recipient: DisclosureRecipient,
    /// Their name: the agency, and the person there.
    pub recipient_name: Line,
    /// The recipient, if registered as a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// What was disclosed; which parts of the file, not their content.
    pub what: Lines,
    /// What for.
    pub purpose: Lines,
    /// By what right.
    pub basis: DisclosureBasis,
    /// The consent it rests on, to share information, of the same case and in force on that day;
    /// with the basis `consent` and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_id: Option<ConsentId>,
    /// What shows that right: who consented and when, the section of the act, the number of the
    /// order, the danger.
    pub basis_reference: Line,
    /// By which way.
    pub channel: DisclosureChannel,
    /// When; not in the future.
    pub disclosed_at: DateTime<Utc>,
}

/// Why a disclosure takes the place of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Supersedes {
    /// The disclosure that was recorded wrongly, of the same case.
    pub disclosure_id: DisclosureId,
    /// What was wrong with it.
    pub reason: Lines,
}

/// Something of a case was disclosed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "recipient": "health_service", "recipient_name": "Hospital Kulim, Dr Tan",
    "what": "Living situation and medication as found on the home visit.",
    "purpose": "Discharge planning.", "basis": "consent",
    "consent_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "basis_reference": "Consent of the client of 2026-03-02", "channel": "phone",
    "disclosed_at": "2026-03-09T02:15:00Z"
})))]
pub struct NewDisclosure {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<DisclosureId>,
    /// What is told about it.
    #[serde(flatten)]
    pub details: DisclosureDetails,
    /// The disclosure whose place it takes, if it puts a mistake right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<Supersedes>,
}

/// A disclosure as recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Disclosure {
    /// The id.
    pub id: DisclosureId,
    /// The case.
    pub case_id: CaseId,
    /// What was told about it.
    #[serde(flatten)]
    pub details: DisclosureDetails,
    /// The disclosure whose place it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<Supersedes>,
    /// The one that has taken its place: what this one says is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<DisclosureId>,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed: when another took its place.
    pub modified_at: DateTime<Utc>,
}

/// Records a disclosure, of a closed case too: the file is asked for long after it is closed.
/// `superseded` is the one whose place it takes, `consent` the one that is named, `disclosed_on` the
/// day in the unit's time zone.
///
/// # Errors
/// `in_future`, `consent_unnamed`, `consent_not_in_force`, `already_superseded`.
pub fn decide_disclose(
    disclosure_id: DisclosureId,
    details: &DisclosureDetails,
    superseded: Option<&Disclosure>,
    consent: Option<&Consent>,
    disclosed_on: NaiveDate,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let mut refusals = Vec::new();
    if details.disclosed_at > now + CLOCK_SKEW {
        refusals.push(Refusal::new(RefusalCode::InFuture).at("/disclosed_at"));
    }
    if (details.basis == DisclosureBasis::Consent) != consent.is_some() {
        refusals.push(Refusal::new(RefusalCode::ConsentUnnamed).at("/consent_id"));
    } else if let Some(consent) = consent
        && !consent.holds(ConsentPurpose::InformationSharing, disclosed_on)
    {
        refusals.push(Refusal::new(RefusalCode::ConsentNotInForce).at("/consent_id"));
    }
    if superseded.is_some_and(|one| one.superseded_by.is_some()) {
        let refusal = Refusal::new(RefusalCode::AlreadySuperseded);
        refusals.push(refusal.at("/supersedes/disclosure_id"));
    }
    decided(refusals, || {
        vec![CaseEvent::DisclosureRecorded {
            disclosure_id,
            recipient: details.recipient,
            basis: details.basis,
            disclosed_at: details.disclosed_at,
            supersedes: superseded.map(|one| one.id),
        }]
    })
}
