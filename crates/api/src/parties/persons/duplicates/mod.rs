//! Other records that may be of the same person, only as far as the asker may see them.
//!
//! Who is compared is found by index: those who have a number of the person, who are called the
//! same or alike at the beginning, who were born on the same day. Every look-up leaves out whom
//! the asker does not see, so that what is known elsewhere changes neither the answer nor the
//! statements that are run for it.

use chrono::NaiveDate;
use domain::{
    access::{Actor, visible_persons},
    parties::{
        PersonId,
        duplicates::{Features, MarkedIdentifier, Resemblance, WORTH_SHOWING},
        person::PersonDetails,
    },
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    search::{Prefix, name_keys},
    sight::Condition,
    views::PersonSummary,
};
use crate::{db::Tx, http::problem::ApiError, on};

pub mod routes;

/// The most that are shown.
const MOST: usize = 20;
/// The names of a person that are looked for: a list of aliases may be long.
const MOST_NAMES: usize = 5;
/// The fewest letters of a name by which others are found.
const FEWEST_LETTERS: usize = 4;

/// Another record that may be of the same person.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e12", "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02",
    "full_name": "Ahmad b. Ismail", "birth_date": "1948-02-29", "birth_date_precision": "day",
    "version": 1, "modified_at": "2026-01-05T01:00:00Z", "score": 70,
    "reasons": [{"code": "same_name", "points": 40}, {"code": "same_birth_date", "points": 30}]
}))]
pub struct PossibleDuplicate {
    /// The other person.
    #[serde(flatten)]
    pub person: PersonSummary,
    /// How likely it is, and why.
    #[serde(flatten)]
    pub resemblance: Resemblance,
}

/// By what others are found.
pub struct Sought {
    /// The person whose others are sought.
    pub of: PersonId,
    /// The marks of the person's numbers.
    pub identifiers: Vec<MarkedIdentifier>,
    /// The forms of the person's names.
    pub names: Vec<String>,
    /// How these begin.
    pub beginnings: Vec<Prefix>,
    /// When the person was born.
    pub birth_date: Option<NaiveDate>,
}

impl Sought {
    fn new(of: PersonId, details: &PersonDetails, identifiers: Vec<MarkedIdentifier>) -> Self {
        let mut names = name_keys(details);
        names.truncate(MOST_NAMES);
        let beginning = |name: &String| {
            let letters = name.chars().count();
            let few = (letters / 2).max(FEWEST_LETTERS).min(letters);
            Prefix::new(name.chars().take(few).collect())
        };
        Self {
            of,
            identifiers,
            beginnings: names.iter().map(beginning).collect(),
            names,
            birth_date: details.birth_date,
        }
    }
}

/// The records that may be of the same person as this one, the likeliest first; nothing for a
/// person who is not there.
///
/// # Errors
/// When the database cannot be asked.
pub fn of(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PersonId,
) -> Result<Vec<PossibleDuplicate>, ApiError> {
    let Some((person, marks)) = on!(tx, person_duplicates::marked(&[id]))?.pop() else {
        return Ok(Vec::new());
    };
    let features = Features::of(&person.details, marks.clone());
    let sought = Sought::new(id, &person.details, marks);
    let seen = Condition::seen(&visible_persons(actor));
    let ids: Vec<PersonId> = on!(tx, person_duplicates::candidates(&seen, &sought))?;
    let others = on!(tx, person_duplicates::marked(&ids))?;
    let mut found: Vec<PossibleDuplicate> = others
        .into_iter()
        .map(|(other, marks)| PossibleDuplicate {
            resemblance: features.compare(&Features::of(&other.details, marks)),
            person: PersonSummary::of(other),
        })
        .filter(|found| found.resemblance.score >= WORTH_SHOWING)
        .collect();
    let place = |it: &PossibleDuplicate| (-it.resemblance.score, it.person.id);
    found.sort_by_key(place);
    found.truncate(MOST);
    Ok(found)
}
