//! What a search asks for, in the form in which it is looked up.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    parties::{
        external_ref::{ExternalSystem, ExternalValue},
        identifier::{self, BirthFacts, IdentifierKind},
        name::normalise,
        person::{MatchedBy, PersonDetails},
    },
    warnings::{Fault, FaultCode},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    identifiers::blind,
    views::{FoundPerson, PersonQuery, PersonSearch},
};
use crate::auth::keys::Keys;

/// Letters of a normalised name that a search needs at least.
const FEWEST_LETTERS: usize = 2;
/// Letters of a normalised name that are compared: enough to tell names apart, and few enough for
/// an index and a cursor.
const MOST_LETTERS: usize = 120;

/// The forms of a person's names that search compares, each once.
#[must_use]
pub fn name_keys(details: &PersonDetails) -> Vec<String> {
    let names = [&details.full_name].into_iter().chain(&details.aliases);
    let mut keys: Vec<String> = names.map(|name| name_key(name.as_str())).collect();
    keys.sort();
    keys.dedup();
    keys
}

fn name_key(name: &str) -> String {
    normalise(name).chars().take(MOST_LETTERS).collect()
}

/// The names that begin so: from this one, up to but without that one if there is an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix {
    /// The beginning itself.
    pub from: String,
    /// The first text that begins otherwise, in the order of code points.
    pub to: Option<String>,
}

impl Prefix {
    /// Those that begin with this text.
    #[must_use]
    pub fn new(from: String) -> Self {
        let mut letters: Vec<char> = from.chars().collect();
        let mut to = None;
        while let (None, Some(last)) = (&to, letters.pop()) {
            // The step over the surrogates, which are no characters, is done by the range.
            to = (last..=char::MAX).nth(1).map(|next| {
                let mut text: String = letters.iter().collect();
                text.push(next);
                text
            });
        }
        Self { from, to }
    }
}

/// A search.
#[derive(Clone, Debug)]
pub struct Criteria {
    /// The kind and blind index of an identifier.
    pub identifier: Option<(IdentifierKind, Vec<u8>)>,
    /// The beginning of a name.
    pub name: Option<Prefix>,
    /// The birth date.
    pub birth_date: Option<NaiveDate>,
}

impl Criteria {
    /// Reads a search.
    ///
    /// # Errors
    /// 422: nothing to search by, a number that cannot be one, too short a name.
    pub fn new(search: &PersonSearch, keys: &Keys) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        if search.identifier.is_none() && search.name.is_none() && search.birth_date.is_none() {
            faults.push(Fault::new("/name", FaultCode::Required));
        }
        let identifier = search.identifier.as_ref().map(|asked| {
            let number = asked.value.as_str();
            if let Err(fault) = identifier::check(asked.kind, number, &BirthFacts::default()) {
                faults.push(fault.at("/identifier/value"));
            }
            (asked.kind, blind(keys, asked.kind, number))
        });
        let name = search.name.as_ref().map(|name| name_key(name.as_str()));
        if name
            .as_ref()
            .is_some_and(|key| key.chars().count() < FEWEST_LETTERS)
        {
            faults.push(Fault::new("/name", FaultCode::TooShort).with("min", FEWEST_LETTERS));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            identifier,
            name: name.map(Prefix::new),
            birth_date: search.birth_date,
        })
    }

    /// Says what a person was found by.
    pub fn explain(&self, found: &mut FoundPerson) {
        let by_name = self.name.as_ref().map(|prefix| {
            let own = name_key(found.person.full_name.as_str());
            match own.starts_with(&prefix.from) {
                true => MatchedBy::FullName,
                false => MatchedBy::Alias,
            }
        });
        let identifier = self.identifier.as_ref().map(|_| MatchedBy::Identifier);
        let birth_date = self.birth_date.map(|_| MatchedBy::BirthDate);
        let all = [identifier, by_name, birth_date];
        found.matched_by = all.into_iter().flatten().collect();
    }
}

/// Where in the answer of a search a person stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundAt {
    /// The form of the name, where names are searched.
    pub name_key: Option<String>,
    /// Breaks ties.
    pub id: Uuid,
}

/// A filtered list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// What another system calls the person.
    pub external: Option<(ExternalSystem, ExternalValue)>,
    /// Changed after this.
    pub modified_after: Option<DateTime<Utc>>,
}

impl Listed {
    /// Reads the filters: a list of everybody is given to nobody.
    ///
    /// # Errors
    /// 400: no filter, or half a reference.
    pub fn new(query: &PersonQuery) -> Result<Self, Vec<Fault>> {
        let missing = |name: &str| vec![Fault::new(format!("?{name}"), FaultCode::Required)];
        let external = match (&query.external_system, &query.external_value) {
            (Some(system), Some(value)) => Some((system.clone(), value.clone())),
            (None, None) => None,
            (Some(_), None) => return Err(missing("external_value")),
            (None, Some(_)) => return Err(missing("external_system")),
        };
        if external.is_none() && query.modified_after.is_none() {
            return Err(missing("modified_after"));
        }
        Ok(Self {
            external,
            modified_after: query.modified_after,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_before_the_first_text_that_begins_otherwise() {
        let end = |from: &str| Prefix::new(from.to_owned()).to;
        assert_eq!(end("ab").as_deref(), Some("ac"));
        assert_eq!(end("a\u{d7ff}").as_deref(), Some("a\u{e000}"));
        assert_eq!(end("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(end("\u{10ffff}\u{10ffff}"), None);
    }

    #[test]
    fn the_longest_name_has_a_short_key() {
        // One letter that the normal form spells out in eighteen.
        let details: PersonDetails = serde_json::from_value(serde_json::json!({
            "full_name": "\u{fdfa}".repeat(200), "aliases": ["Ahmad", "AHMAD"]
        }))
        .unwrap();
        let keys = name_keys(&details);
        assert_eq!(keys.len(), 2);
        assert!(keys.iter().all(|key| key.chars().count() <= MOST_LETTERS));
    }
}
