//! Signatures. Clients have no accounts: what they say, agree to or receive is signed on paper or
//! spoken before a witness, and a worker records it (§4).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{PersonId, WorkerId};
use crate::refusal::{Refusal, RefusalCode};
use crate::texts::Line;

crate::vocabulary! {
    /// As what somebody signs.
    pub enum SignatoryCapacity ("signatory_capacity", open) {
        Client = "client" | "Klien" | "Klien" | "The client" | "M350",
        Guardian = "guardian" | "Penjaga" | "Wali" | "The guardian" | "M350",
        LegalRepresentative = "legal_representative" | "Wakil undang-undang" | "Kuasa hukum" | "A legal representative" | "°",
        NextOfKin = "next_of_kin" | "Waris terdekat" | "Keluarga terdekat" | "Next of kin" | "°",
        Agency = "agency" | "Wakil agensi" | "Wakil lembaga" | "Somebody for an agency" | "S84",
        Worker = "worker" | "Pekerja" | "Pekerja sosial" | "A worker" | "S84",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// How somebody signs.
    pub enum SignatureMethod ("signature_method", closed) {
        Ink = "ink" | "Tandatangan dakwat" | "Tanda tangan tinta" | "In ink" | "°",
        Thumbprint = "thumbprint" | "Cap ibu jari" | "Cap jempol" | "Thumbprint" | "°",
        Electronic = "electronic" | "Elektronik" | "Elektronik" | "Electronic" | "°",
        WitnessedVerbal = "witnessed_verbal" | "Lisan di hadapan saksi" | "Lisan di hadapan saksi" | "Spoken before a witness" | "°",
    }
}

impl SignatoryCapacity {
    /// Whether somebody with this capacity signs in the place of a client who cannot.
    #[must_use]
    pub const fn for_the_client(self) -> bool {
        match self {
            Self::Guardian | Self::LegalRepresentative => true,
            Self::Client | Self::NextOfKin | Self::Agency | Self::Worker | Self::Other => false,
        }
    }
}

/// A signature as it is told. The client need not be named again; anybody else is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"capacity": "client", "method": "thumbprint", "signed_on": "2026-03-09"})))]
pub struct SignatureDetails {
    /// As what they sign.
    pub capacity: SignatoryCapacity,
    /// Who signs, if registered as a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// The name of somebody who is not registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_name: Option<Line>,
    /// How.
    pub method: SignatureMethod,
    /// On which day, in the unit's time zone; not in the future.
    pub signed_on: NaiveDate,
    /// The witness; `witnessed_verbal` needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<Line>,
}

/// A signature as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Signature {
    /// What was told.
    #[serde(flatten)]
    pub details: SignatureDetails,
    /// The worker who recorded it.
    pub recorded_by: WorkerId,
}

impl SignatureDetails {
    /// What speaks against this signature, which stands at `at` in the body: `in_future`,
    /// `signatory_unnamed`, `witness_missing`.
    #[must_use]
    pub fn refusals(&self, at: &str, today: NaiveDate) -> Vec<Refusal> {
        let named = self.person_id.is_some() || self.person_name.is_some();
        let spoken = self.method == SignatureMethod::WitnessedVerbal;
        [
            (self.signed_on > today, RefusalCode::InFuture, "signed_on"),
            (
                self.capacity != SignatoryCapacity::Client && !named,
                RefusalCode::SignatoryUnnamed,
                "person_name",
            ),
            (
                spoken && self.witness.is_none(),
                RefusalCode::WitnessMissing,
                "witness",
            ),
        ]
        .into_iter()
        .filter(|(wrong, ..)| *wrong)
        .map(|(_, code, field)| Refusal::new(code).at(&format!("{at}/{field}")))
        .collect()
    }

    /// The signature, taken down by this worker.
    #[must_use]
    pub const fn recorded(self, recorded_by: WorkerId) -> Signature {
        Signature {
            details: self,
            recorded_by,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn signed(capacity: SignatoryCapacity, method: SignatureMethod) -> SignatureDetails {
        SignatureDetails {
            capacity,
            person_id: None,
            person_name: None,
            method,
            signed_on: day(9),
            witness: None,
        }
    }

    fn said(signature: &SignatureDetails) -> Vec<(RefusalCode, Option<String>)> {
        let refusals = signature.refusals("/signature", day(9));
        refusals
            .into_iter()
            .map(|it| (it.code, it.pointer))
            .collect()
    }

    #[test]
    fn whoever_is_not_the_client_is_named_and_spoken_words_have_a_witness() {
        let ink = SignatureMethod::Ink;
        assert_eq!(said(&signed(SignatoryCapacity::Client, ink)), []);
        let guardian = signed(
            SignatoryCapacity::Guardian,
            SignatureMethod::WitnessedVerbal,
        );
        let at = |field: &str| Some(format!("/signature/{field}"));
        assert_eq!(
            said(&guardian),
            [
                (RefusalCode::SignatoryUnnamed, at("person_name")),
                (RefusalCode::WitnessMissing, at("witness"))
            ]
        );
        let complete = SignatureDetails {
            person_id: Some(PersonId(Uuid::nil())),
            witness: Some(Line::new("Nurse Devi").unwrap()),
            ..guardian
        };
        assert_eq!(said(&complete), []);
        let tomorrow = SignatureDetails {
            signed_on: day(10),
            ..complete
        };
        assert_eq!(said(&tomorrow), [(RefusalCode::InFuture, at("signed_on"))]);
    }
}
