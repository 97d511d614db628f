//! Organisational units: a tree of offices and institutions.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{UnitId, shape::shaped};
use crate::{
    text, vocabulary,
    warnings::{Fault, FaultCode},
};

vocabulary! {
    /// What a unit is. The setting of a case follows its unit: office or institution.
    pub enum UnitKind ("unit_kind", open) {
        Headquarters = "headquarters" | "Ibu pejabat" | "Kantor pusat" | "Headquarters" | "M",
        StateOffice = "state_office" | "Pejabat negeri" | "Dinas Sosial provinsi" | "State or provincial office" | "M",
        Division = "division" | "Bahagian" | "Bidang" | "Division" | "°",
        DistrictOffice = "district_office" | "Pejabat Kebajikan Masyarakat Daerah" | "Dinas Sosial kabupaten/kota" | "District or regency office" | "M",
        Branch = "branch" | "Cawangan" | "Cabang" | "Branch" | "°",
        Institution = "institution" | "Institusi" | "Panti" | "Institution" | "M",
    }

    /// A country whose agencies work with this service; the code is ISO 3166-1 alpha-2.
    pub enum Country ("country", closed) {
        My = "MY" | "Malaysia" | "Malaysia" | "Malaysia" | "°",
        Id = "ID" | "Indonesia" | "Indonesia" | "Indonesia" | "°",
    }

    /// A day of the week.
    pub enum Weekday ("weekday", closed) {
        Monday = "monday" | "Isnin" | "Senin" | "Monday" | "°",
        Tuesday = "tuesday" | "Selasa" | "Selasa" | "Tuesday" | "°",
        Wednesday = "wednesday" | "Rabu" | "Rabu" | "Wednesday" | "°",
        Thursday = "thursday" | "Khamis" | "Kamis" | "Thursday" | "°",
        Friday = "friday" | "Jumaat" | "Jumat" | "Friday" | "°",
        Saturday = "saturday" | "Sabtu" | "Sabtu" | "Saturday" | "°",
        Sunday = "sunday" | "Ahad" | "Minggu" | "Sunday" | "°",
    }
}

impl From<chrono::Weekday> for Weekday {
    fn from(day: chrono::Weekday) -> Self {
        match day {
            chrono::Weekday::Mon => Self::Monday,
            chrono::Weekday::Tue => Self::Tuesday,
            chrono::Weekday::Wed => Self::Wednesday,
            chrono::Weekday::Thu => Self::Thursday,
            chrono::Weekday::Fri => Self::Friday,
            chrono::Weekday::Sat => Self::Saturday,
            chrono::Weekday::Sun => Self::Sunday,
        }
    }
}

text!(UnitName, 1..=200, line, "The name of a unit.");

shaped!(
    UnitCode,
    1..=16,
    "^[A-Z0-9](-?[A-Z0-9])*$",
    unit_code,
    "PKMD-KULIM",
    "The short code of a unit, as it stands in file numbers: upper-case letters, digits and single dashes between them."
);

shaped!(
    TimeZoneName,
    1..=64,
    "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$",
    time_zone_name,
    "Asia/Kuala_Lumpur",
    "The name of a time zone in the IANA database."
);

fn unit_code(text: &str) -> Option<String> {
    let part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    text.split('-').all(part).then(|| text.to_owned())
}

fn time_zone_name(text: &str) -> Option<String> {
    let part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'-'))
    };
    let letter_first = text.starts_with(|c: char| c.is_ascii_alphabetic());
    (letter_first && text.split('/').all(part)).then(|| text.to_owned())
}

/// The most levels the tree of units has, the root included.
pub const MAX_LEVELS: u8 = 5;
/// The most weekend days a week has.
pub const MAX_WEEKEND_DAYS: usize = 3;

/// What is said about a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "kind": "district_office", "country": "MY", "code": "PKMD-KULIM",
    "name": "Pejabat Kebajikan Masyarakat Daerah Kulim",
    "time_zone": "Asia/Kuala_Lumpur", "weekend": ["friday", "saturday"]
})))]
pub struct UnitDetails {
    /// What the unit is.
    pub kind: UnitKind,
    /// The country whose rules and calendars it follows.
    pub country: Country,
    /// Its code, unique in the whole service; fixed once a file number carries it.
    pub code: UnitCode,
    /// Its name.
    pub name: UnitName,
    /// Its time zone: file numbers take their year and due dates their day's end from it.
    pub time_zone: TimeZoneName,
    /// The days that are not worked: at most three, each once; none for a unit that never closes.
    #[serde(default)]
    #[schema(max_items = 3)]
    pub weekend: Vec<Weekday>,
}

/// A unit to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "parent_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e01",
    "kind": "district_office", "country": "MY", "code": "PKMD-KULIM",
    "name": "Pejabat Kebajikan Masyarakat Daerah Kulim",
    "time_zone": "Asia/Kuala_Lumpur", "weekend": ["friday", "saturday"]
})))]
pub struct NewUnit {
    /// An id made by the client (UUID version 7); left out, the service makes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<UnitId>,
    /// The unit above it; only a headquarters may have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<UnitId>,
    /// What is said about it.
    #[serde(flatten)]
    pub details: UnitDetails,
}

/// A unit of the organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02",
    "parent_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e01",
    "kind": "district_office", "country": "MY", "code": "PKMD-KULIM",
    "name": "Pejabat Kebajikan Masyarakat Daerah Kulim",
    "time_zone": "Asia/Kuala_Lumpur", "weekend": ["friday", "saturday"],
    "version": 1, "created_at": "2026-01-05T01:00:00Z", "modified_at": "2026-01-05T01:00:00Z"
})))]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// The unit above it; absent for a root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<UnitId>,
    /// What is said about it.
    #[serde(flatten)]
    pub details: UnitDetails,
    /// Rises by one with every change; the ETag is made of it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

/// Checks what a single unit says about itself.
///
/// # Errors
/// Every fault at once.
pub fn review(details: &UnitDetails) -> Result<(), Vec<Fault>> {
    let weekend = &details.weekend;
    let mut faults: Vec<Fault> = weekend
        .iter()
        .enumerate()
        .filter(|(i, day)| weekend[..*i].contains(day))
        .map(|(i, _)| Fault::new(format!("/weekend/{i}"), FaultCode::RepeatedItem))
        .collect();
    if weekend.len() > MAX_WEEKEND_DAYS {
        faults.push(Fault::new("/weekend", FaultCode::TooManyItems).with("max", MAX_WEEKEND_DAYS));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

/// The level of a new unit: 0 for a root, one more than its parent's otherwise.
///
/// # Errors
/// No parent though the unit is no headquarters, or a parent on the lowest level.
pub fn place(kind: UnitKind, parent_level: Option<u8>) -> Result<u8, Fault> {
    match parent_level {
        None if kind == UnitKind::Headquarters => Ok(0),
        None => Err(Fault::new("/parent_id", FaultCode::ParentRequired)),
        Some(level) if level < MAX_LEVELS - 1 => Ok(level + 1),
        Some(_) => Err(Fault::new("/parent_id", FaultCode::TreeTooDeep).with("max", MAX_LEVELS)),
    }
}

/// Checks a change of a unit: its code stays once a file number carries it, and what was made
/// a root stays a headquarters.
///
/// # Errors
/// Every fault at once, those of [`review`] included.
pub fn review_change(
    before: &Unit,
    after: &UnitDetails,
    code_used: bool,
) -> Result<(), Vec<Fault>> {
    let mut faults = review(after).err().unwrap_or_default();
    if code_used && before.details.code != after.code {
        faults.push(Fault::new("/code", FaultCode::CodeInUse));
    }
    if before.parent_id.is_none() && after.kind != UnitKind::Headquarters {
        faults.push(Fault::new("/kind", FaultCode::ParentRequired));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(weekend: &[Weekday]) -> UnitDetails {
        UnitDetails {
            kind: UnitKind::DistrictOffice,
            country: Country::My,
            code: UnitCode::new("PKMD-KULIM").unwrap(),
            name: UnitName::new("PKMD Kulim").unwrap(),
            time_zone: TimeZoneName::new("Asia/Kuala_Lumpur").unwrap(),
            weekend: weekend.to_vec(),
        }
    }

    fn unit(parent_id: Option<UnitId>) -> Unit {
        Unit {
            id: UnitId(uuid::Uuid::nil()),
            parent_id,
            details: details(&[]),
            version: 1,
            created_at: DateTime::UNIX_EPOCH,
            modified_at: DateTime::UNIX_EPOCH,
        }
    }

    fn codes(result: Result<(), Vec<Fault>>) -> Vec<(String, FaultCode)> {
        let faults = result.err().unwrap_or_default();
        faults.into_iter().map(|f| (f.pointer, f.code)).collect()
    }

    #[test]
    fn codes_and_time_zones_have_their_shape() {
        for good in ["A", "JKM", "PKMD-01", "3573-A-B"] {
            assert!(UnitCode::new(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "jkm",
            "A/B",
            "-A",
            "A-",
            "A--B",
            "Ä",
            "A B",
            "ABCDEFGHIJKLMNOPQ",
        ] {
            assert!(UnitCode::new(bad).is_err(), "{bad}");
        }
        for good in [
            "Asia/Kuala_Lumpur",
            "UTC",
            "Etc/GMT-8",
            "America/Argentina/Ushuaia",
        ] {
            assert!(TimeZoneName::new(good).is_ok(), "{good}");
        }
        for bad in ["/Asia", "Asia//X", "../etc/passwd", "Asia/", "8"] {
            assert!(TimeZoneName::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_weekend_has_up_to_three_distinct_days() {
        use Weekday::{Friday, Saturday, Sunday, Thursday};
        assert!(review(&details(&[])).is_ok());
        assert!(review(&details(&[Thursday, Friday, Saturday])).is_ok());
        assert_eq!(
            codes(review(&details(&[Friday, Friday]))),
            [("/weekend/1".to_owned(), FaultCode::RepeatedItem)]
        );
        assert_eq!(
            codes(review(&details(&[Thursday, Friday, Saturday, Sunday]))),
            [("/weekend".to_owned(), FaultCode::TooManyItems)]
        );
    }

    #[test]
    fn the_tree_has_five_levels_and_only_a_headquarters_is_a_root() {
        assert_eq!(place(UnitKind::Headquarters, None), Ok(0));
        assert_eq!(place(UnitKind::Institution, Some(3)), Ok(4));
        let code = |result: Result<u8, Fault>| result.unwrap_err().code;
        assert_eq!(
            code(place(UnitKind::Branch, None)),
            FaultCode::ParentRequired
        );
        assert_eq!(
            code(place(UnitKind::Branch, Some(4))),
            FaultCode::TreeTooDeep
        );
    }

    #[test]
    fn a_used_code_stays_and_a_root_stays_a_headquarters() {
        let below = unit(Some(UnitId(uuid::Uuid::nil())));
        let mut after = details(&[]);
        after.code = UnitCode::new("NEW").unwrap();
        assert!(review_change(&below, &after, false).is_ok());
        assert_eq!(
            codes(review_change(&below, &after, true)),
            [("/code".to_owned(), FaultCode::CodeInUse)]
        );
        assert_eq!(
            codes(review_change(&unit(None), &details(&[]), false)),
            [("/kind".to_owned(), FaultCode::ParentRequired)]
        );
    }
}
