//! Addresses, down to village and hamlet, in the words of both countries.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shape::shaped;
use crate::{
    text, vocabulary,
    warnings::{Warning, WarningCode},
};

vocabulary! {
    /// What an address is to the person.
    pub enum AddressKind ("address_kind", open) {
        Home = "home" | "Rumah" | "Rumah" | "Home" | "°",
        Registered = "registered" | "Alamat pada kad pengenalan" | "Alamat KTP/KK" | "As on the identity document" | "°",
        Mailing = "mailing" | "Surat-menyurat" | "Surat-menyurat" | "Mailing" | "°",
        Temporary = "temporary" | "Sementara" | "Sementara" | "Temporary" | "°",
        Institution = "institution" | "Institusi" | "Panti" | "Institution" | "°",
        Workplace = "workplace" | "Tempat kerja" | "Tempat kerja" | "Workplace" | "°",
        School = "school" | "Sekolah" | "Sekolah" | "School" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }
}

text!(
    AddressLine,
    1..=200,
    line,
    "A line of an address: house, street, building."
);
text!(
    AreaName,
    1..=100,
    line,
    "The name of an administrative area."
);
text!(Postcode, 1..=16, line, "A postal code.");
text!(
    AddressNote,
    1..=500,
    lines,
    "How to find the place, or what to mind there."
);

shaped!(
    CountryCode,
    2..=2,
    "^[A-Z]{2}$",
    country_code,
    "MY",
    "A country as ISO 3166-1 alpha-2 code; XX for none or not known."
);

fn country_code(text: &str) -> Option<String> {
    text.bytes()
        .all(|b| b.is_ascii_uppercase())
        .then(|| text.to_owned())
}

/// An address; only kind and country must be known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(
    json!({
        "kind": "home", "lines": ["No. 12, Jalan Cempaka 3"], "country": "MY",
        "state_or_province": "Kedah", "district_or_regency": "Kulim",
        "subdistrict": "Mukim Padang China", "village": "Kampung Sungai Ular", "postcode": "09000"
    }),
    json!({
        "kind": "home", "lines": [], "country": "ID", "state_or_province": "Jawa Timur",
        "district_or_regency": "Kota Batu", "subdistrict": "Bumiaji", "village": "Desa Punten",
        "hamlet": "Dusun Gempol RT 02 RW 05", "postcode": "65338"
    })
))]
pub struct Address {
    /// What the address is to the person.
    pub kind: AddressKind,
    /// House, street, building: at most five lines.
    #[serde(default)]
    #[schema(max_items = 5)]
    pub lines: Vec<AddressLine>,
    /// The country.
    pub country: CountryCode,
    /// *Negeri*, *provinsi*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_or_province: Option<AreaName>,
    /// *Daerah*, *kabupaten*, *kota*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district_or_regency: Option<AreaName>,
    /// *Mukim*, *kecamatan*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subdistrict: Option<AreaName>,
    /// *Kampung*, *taman*, *desa*, *kelurahan*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub village: Option<AreaName>,
    /// *Dusun*, RT and RW.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hamlet: Option<AreaName>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postcode: Option<Postcode>,
    /// How to find the place, or what to mind there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<AddressNote>,
}

impl Address {
    /// What is odd about the address: both countries have postcodes of five digits.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let five = |code: &Postcode| {
            code.as_str().len() == 5 && code.as_str().bytes().all(|b| b.is_ascii_digit())
        };
        let ours = matches!(self.country.as_str(), "MY" | "ID");
        self.postcode
            .iter()
            .filter(|code| ours && !five(code))
            .map(|_| Warning::new("/postcode", WarningCode::UnusualPostcode))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(country: &str, postcode: &str) -> Address {
        serde_json::from_value(serde_json::json!({
            "kind": "home", "country": country, "postcode": postcode
        }))
        .unwrap()
    }

    #[test]
    fn a_strange_postcode_is_odd_only_in_our_countries() {
        assert!(address("MY", "09000").warnings().is_empty());
        assert!(address("SG", "238801").warnings().is_empty());
        assert_eq!(address("ID", "6533").warnings().len(), 1);
        assert_eq!(address("MY", "０９０００").warnings().len(), 1);
    }

    #[test]
    fn countries_are_two_capitals() {
        assert!(CountryCode::new("TH").is_ok());
        assert!(CountryCode::new("th").is_err());
        assert!(CountryCode::new("THA").is_err());
    }
}
