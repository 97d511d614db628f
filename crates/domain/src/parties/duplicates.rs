//! How likely two records of persons are of one person: a score with its reasons.
//!
//! The weights are ours°: no source names any. They add up so that one number of a document is
//! enough to be shown, and so is the same name; a birth date, a telephone or a village alone is
//! not. What speaks against it counts too. A score decides nothing: people do.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    birth::DatePrecision,
    identifier::IdentifierKind,
    name::normalise,
    person::{PersonDetails, Sex},
};
use crate::vocabulary;

vocabulary! {
    /// Why two records may be, or may not be, of one person.
    pub enum DuplicateReason ("duplicate_reason", open) {
        SameIdentifier = "same_identifier" | "Nombor pengenalan sama" | "Nomor pengenal sama" | "Same identifier" | "°",
        SameName = "same_name" | "Nama sama" | "Nama sama" | "Same name" | "°",
        SimilarName = "similar_name" | "Nama hampir sama" | "Nama mirip" | "Similar name" | "°",
        SameBirthDate = "same_birth_date" | "Tarikh lahir sama" | "Tanggal lahir sama" | "Same birth date" | "°",
        SameBirthYear = "same_birth_year" | "Tahun lahir sama" | "Tahun lahir sama" | "Same birth year" | "°",
        SameContactPoint = "same_contact_point" | "Telefon atau alamat e-mel sama" | "Telepon atau surel sama" | "Same telephone or address of contact" | "°",
        SameFamilyCard = "same_family_card" | "Kad keluarga sama" | "Kartu Keluarga sama" | "Same family card" | "°",
        SameVillage = "same_village" | "Kampung sama" | "Desa sama" | "Same village" | "°",
        DifferentIdentifier = "different_identifier" | "Nombor pengenalan jenis yang sama berbeza" | "Nomor pengenal sejenis berbeda" | "Different numbers of one kind" | "°",
        DifferentBirthYear = "different_birth_year" | "Tahun lahir berbeza" | "Tahun lahir berbeda" | "Different birth years" | "°",
        DifferentSex = "different_sex" | "Jantina berbeza" | "Jenis kelamin berbeda" | "Different sex" | "°",
    }
}

impl DuplicateReason {
    /// What it adds to the score.
    #[must_use]
    pub const fn points(self) -> i32 {
        match self {
            Self::SameIdentifier => 80,
            Self::SameName => 40,
            Self::SimilarName => 25,
            Self::SameBirthDate => 30,
            Self::SameBirthYear => 10,
            Self::SameContactPoint | Self::SameFamilyCard => 15,
            Self::SameVillage => 5,
            Self::DifferentIdentifier => -30,
            Self::DifferentBirthYear | Self::DifferentSex => -20,
        }
    }
}

/// The least score that is worth showing.
pub const WORTH_SHOWING: i32 = 40;

/// How alike two words must be to be taken for one, by Jaro and Winkler.
const ALIKE: f64 = 0.9;

/// A reason with its weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WeighedReason)]
pub struct Weighed {
    /// The reason.
    pub code: DuplicateReason,
    /// What it adds to the score; below zero for what speaks against one person.
    #[schema(minimum = -100, maximum = 100)]
    pub points: i32,
}

/// How likely two records are of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Resemblance {
    /// From 0 to 100: the sum of the reasons, within these bounds.
    #[schema(minimum = 0, maximum = 100)]
    pub score: i32,
    /// The reasons.
    #[schema(max_items = 20)]
    pub reasons: Vec<Weighed>,
}

/// An identifier as it is compared: two of a kind are equal exactly where their marks are.
pub type MarkedIdentifier = (IdentifierKind, Vec<u8>);

/// What of a record is compared.
#[derive(Clone, Debug)]
pub struct Features {
    names: Vec<String>,
    identifiers: Vec<MarkedIdentifier>,
    birth: Option<(NaiveDate, DatePrecision)>,
    sex: Option<Sex>,
    contacts: Vec<String>,
    villages: Vec<(String, String)>,
}

impl Features {
    /// Of a person. The numbers themselves are not looked at, only their marks.
    #[must_use]
    pub fn of(details: &PersonDetails, identifiers: Vec<MarkedIdentifier>) -> Self {
        let names = [&details.full_name].into_iter().chain(&details.aliases);
        let villages = details.addresses.iter().filter_map(|address| {
            let village = normalise(address.village.as_ref()?.as_str());
            Some((address.country.as_str().to_owned(), village))
        });
        Self {
            names: names.map(|name| normalise(name.as_str())).collect(),
            identifiers,
            birth: details.birth_date.zip(details.precision()),
            sex: details.sex,
            contacts: details
                .contacts
                .iter()
                .map(|point| point.value.as_str().to_lowercase())
                .collect(),
            villages: villages.collect(),
        }
    }

    /// How likely the other record is of the same person.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Resemblance {
        let reasons = [
            self.by_identifiers(other),
            self.by_name(other),
            self.by_birth(other),
            shared(
                &self.contacts,
                &other.contacts,
                DuplicateReason::SameContactPoint,
            ),
            self.by_family_card(other),
            shared(
                &self.villages,
                &other.villages,
                DuplicateReason::SameVillage,
            ),
            self.by_sex(other),
        ];
        let reasons: Vec<Weighed> = reasons
            .into_iter()
            .flatten()
            .map(|code| Weighed {
                code,
                points: code.points(),
            })
            .collect();
        let sum: i32 = reasons.iter().map(|reason| reason.points).sum();
        Resemblance {
            score: sum.clamp(0, 100),
            reasons,
        }
    }

    fn by_identifiers(&self, other: &Self) -> Option<DuplicateReason> {
        let family = |one: &&MarkedIdentifier| one.0 == IdentifierKind::IdKk;
        let mut own = self.identifiers.iter().filter(|one| !family(one));
        if own.any(|one| other.identifiers.contains(one)) {
            return Some(DuplicateReason::SameIdentifier);
        }
        // Of these nobody has two.
        let both = |kind| {
            let has = |it: &Self| it.identifiers.iter().any(|one| one.0 == kind);
            has(self) && has(other)
        };
        let differ = both(IdentifierKind::MyNric) || both(IdentifierKind::IdNik);
        differ.then_some(DuplicateReason::DifferentIdentifier)
    }

    fn by_family_card(&self, other: &Self) -> Option<DuplicateReason> {
        let mut cards = self
            .identifiers
            .iter()
            .filter(|one| one.0 == IdentifierKind::IdKk);
        let same = cards.any(|one| other.identifiers.contains(one));
        same.then_some(DuplicateReason::SameFamilyCard)
    }

    fn by_name(&self, other: &Self) -> Option<DuplicateReason> {
        if self.names.iter().any(|name| other.names.contains(name)) {
            return Some(DuplicateReason::SameName);
        }
        let mut pairs = self
            .names
            .iter()
            .flat_map(|one| other.names.iter().map(move |two| (one, two)));
        let similar = pairs.any(|(one, two)| similar(one, two));
        similar.then_some(DuplicateReason::SimilarName)
    }

    fn by_birth(&self, other: &Self) -> Option<DuplicateReason> {
        let ((one, exactly), (two, as_exactly)) = (self.birth?, other.birth?);
        let day = exactly == DatePrecision::Day && as_exactly == DatePrecision::Day;
        if day && one == two {
            return Some(DuplicateReason::SameBirthDate);
        }
        if one.year() == two.year() {
            return Some(DuplicateReason::SameBirthYear);
        }
        let known = |precision| match precision {
            DatePrecision::Day | DatePrecision::Month | DatePrecision::Year => true,
            DatePrecision::Estimated => false,
        };
        // Around the turn of a year people are off by one.
        let apart = one.year().abs_diff(two.year()) > 1;
        (apart && known(exactly) && known(as_exactly))
            .then_some(DuplicateReason::DifferentBirthYear)
    }

    fn by_sex(&self, other: &Self) -> Option<DuplicateReason> {
        match (self.sex?, other.sex?) {
            (Sex::Female, Sex::Male) | (Sex::Male, Sex::Female) => {
                Some(DuplicateReason::DifferentSex)
            }
            (Sex::Female | Sex::Male | Sex::Intersex | Sex::Unknown, _) => None,
        }
    }
}

fn shared<T: PartialEq>(one: &[T], two: &[T], reason: DuplicateReason) -> Option<DuplicateReason> {
    one.iter().any(|it| two.contains(it)).then_some(reason)
}

/// Whether every word of the shorter name has one like it in the longer one, in whatever order:
/// Ismael is like Ismail, and Siti Aminah is some of Siti Aminah binti Osman.
fn similar(one: &str, two: &str) -> bool {
    let (one, two) = (words(one), words(two));
    let (shorter, mut longer) = if one.len() <= two.len() {
        (one, two)
    } else {
        (two, one)
    };
    !shorter.is_empty()
        && shorter.into_iter().all(|word| {
            let alike = |other: &&str| strsim::jaro_winkler(word, other) >= ALIKE;
            let found = longer.iter().position(alike);
            found.map(|at| longer.swap_remove(at)).is_some()
        })
}

/// The words of a normalised name without what only connects them.
fn words(name: &str) -> Vec<&str> {
    const CONNECTORS: [&str; 5] = ["bin", "binti", "anak", "lelaki", "perempuan"];
    name.split(' ')
        .filter(|word| !word.is_empty() && !CONNECTORS.contains(word))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::words::Word;

    fn features(body: Value) -> Features {
        let mut details: PersonDetails = serde_json::from_value(body).unwrap();
        details = details.canonical();
        let marks = details.identifiers.iter();
        let marks = marks.map(|one| (one.kind, one.value.as_str().as_bytes().to_vec()));
        Features::of(&details, marks.collect())
    }

    fn compare(one: Value, two: Value) -> (i32, Vec<&'static str>) {
        let (one, two) = (features(one), features(two));
        let found = one.compare(&two);
        assert_eq!(found, two.compare(&one), "the same from both sides");
        let codes = found.reasons.iter().map(|reason| reason.code.code());
        (found.score, codes.collect())
    }

    fn mat() -> Value {
        json!({
            "full_name": "Mat Isa bin Awang", "sex": "male", "birth_date": "1948-02-29",
            "identifiers": [{"kind": "my_nric", "value": "480229025123"}],
            "contacts": [{"kind": "mobile", "value": "+60 12-345 6789"}],
            "addresses": [{"kind": "home", "country": "MY", "village": "Kampung Sungai Ular"}]
        })
    }

    #[test]
    fn the_same_record_twice_is_certain() {
        let reasons = vec![
            "same_identifier",
            "same_name",
            "same_birth_date",
            "same_contact_point",
            "same_village",
        ];
        assert_eq!(compare(mat(), mat()), (100, reasons));
    }

    #[test]
    fn a_number_or_a_name_is_enough_to_be_shown_and_a_date_is_not() {
        let number = json!({"full_name": "X", "identifiers": mat()["identifiers"]});
        assert_eq!(compare(mat(), number), (80, vec!["same_identifier"]));
        let name = json!({"full_name": "MAT ISA B. AWANG"});
        let (score, reasons) = compare(mat(), name);
        assert!(score >= WORTH_SHOWING && reasons == ["same_name"]);
        let date = json!({"full_name": "Abu", "birth_date": "1948-02-29"});
        let (score, reasons) = compare(mat(), date);
        assert!(score < WORTH_SHOWING && reasons == ["same_birth_date"]);
    }

    #[test]
    fn what_speaks_against_it_counts() {
        let other = json!({
            "full_name": "Mat Isa bin Awang", "sex": "female", "birth_date": "1950-03-01",
            "identifiers": [{"kind": "my_nric", "value": "500301025124"}]
        });
        let reasons = vec![
            "different_identifier",
            "same_name",
            "different_birth_year",
            "different_sex",
        ];
        assert_eq!(compare(mat(), other), (0, reasons));
        // A passport beside an identity card says nothing.
        let passport = json!({
            "full_name": "Mat Isa bin Awang",
            "identifiers": [{"kind": "passport", "value": "A1234567"}]
        });
        assert_eq!(compare(mat(), passport), (40, vec!["same_name"]));
    }

    #[test]
    fn a_family_card_is_shared_by_a_family() {
        let card = json!([{"kind": "id_kk", "value": "3579010107650002"}]);
        let one = json!({"full_name": "Sulastri", "identifiers": card});
        let two = json!({"full_name": "Budi Hartono", "identifiers": card});
        assert_eq!(compare(one, two), (15, vec!["same_family_card"]));
    }

    #[test]
    fn names_are_compared_word_by_word() {
        let pair = |one: &str, two: &str| {
            let (_, reasons) = compare(json!({"full_name": one}), json!({"full_name": two}));
            reasons.first().copied().unwrap_or("none")
        };
        for (one, two, expected) in [
            ("Ahmad bin Ismail", "Hj. Ahmad B. Ismail", "same_name"),
            ("Ahmad bin Ismail", "Ahmed bin Ismael", "similar_name"),
            ("Ahmad bin Ismail", "Ismail Ahmad", "similar_name"),
            ("Siti Aminah binti Osman", "Siti Aminah", "similar_name"),
            ("Sulastri", "Sulastry", "similar_name"),
            ("Ahmad bin Ismail", "Ahmad bin Ibrahim", "none"),
            ("Ahmad bin Ismail", "Fatimah binti Ismail", "none"),
            ("Tan Mei Ling", "Tan Wei Keong", "none"),
        ] {
            assert_eq!(pair(one, two), expected, "{one} / {two}");
        }
        let alias = json!({"full_name": "Pak Long", "aliases": ["Ahmad bin Ismail"]});
        let known = json!({"full_name": "Ahmad bin Ismail"});
        assert_eq!(compare(alias, known).1, ["same_name"]);
    }

    #[test]
    fn a_birth_year_counts_as_exactly_as_it_is_known() {
        let pair = |one: (&str, &str), two: (&str, &str)| {
            let person = |(date, precision): (&str, &str), name: &str| json!({"full_name": name, "birth_date": date, "birth_date_precision": precision});
            let (_, reasons) = compare(person(one, "Abu"), person(two, "Zainal"));
            reasons.first().copied().unwrap_or("none")
        };
        let exact = ("1948-02-29", "day");
        assert_eq!(pair(exact, ("1948-01-01", "year")), "same_birth_year");
        assert_eq!(pair(exact, ("1948-03-29", "day")), "same_birth_year");
        assert_eq!(pair(exact, ("1949-01-01", "year")), "none");
        assert_eq!(pair(exact, ("1951-01-01", "year")), "different_birth_year");
        assert_eq!(pair(exact, ("1951-01-01", "estimated")), "none");
    }
}
