//! The clients: who they are, and who stands beside them.

use chrono::{Datelike as _, Duration, NaiveDate};
use domain::parties::unit::Country;
use serde_json::{Value, json};

use super::{
    chance::Chance,
    identifiers::{nik, nric},
    names::{Naming, People},
    offices::Office,
    phrases::Phrases,
};

/// Whom a problem befalls.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// A child of primary school.
    Child,
    /// A child who lives with an aunt, away from the parents.
    Ward,
    /// A child of secondary school.
    Youth,
    /// A grown-up.
    Adult,
    /// A woman.
    Woman,
    /// An older person.
    Older,
}

/// The client of a case.
pub struct Client {
    /// Under age: the guardian signs.
    pub minor: bool,
    /// Who is closest: for a child the guardian.
    pub relative: String,
    /// What that person is to the client.
    pub relation: &'static str,
    /// How the client signs.
    signs: &'static str,
    /// The body that registers the client.
    pub body: Value,
}

impl Client {
    /// Somebody of this office whom the problem befalls.
    pub fn new(chance: &mut Chance, office: &Office, who: Who, words: &Phrases) -> Self {
        let people = *chance.of(office.peoples);
        let female = who == Who::Woman || chance.percent(50);
        let (name, script, family) = name(chance, people, female);
        let born = birthday(chance, who);
        let minor = matches!(who, Who::Child | Who::Ward | Who::Youth);
        let (relation, female_relative) = match who {
            Who::Child | Who::Youth => words.parents,
            Who::Ward => words.aunts,
            Who::Adult | Who::Woman => words.siblings,
            Who::Older => words.children,
        }[usize::from(chance.percent(50))];
        let relative = relative(chance, people, female_relative, &family);
        let identifier = match office.country {
            Country::My => {
                // Most were born in the state they live in.
                let elsewhere = [2, 8, 10, 12];
                let code = if chance.percent(80) {
                    office.place_code
                } else {
                    *chance.of(&elsewhere)
                };
                json!({"kind": "my_nric", "value": nric(chance, born, code, female)})
            }
            Country::Id => {
                let number = nik(chance, born, office.place_code, female);
                json!({"kind": "id_nik", "value": number})
            }
        };
        let mut body = json!({
            "full_name": name, "sex": if female { "female" } else { "male" },
            "birth_date": born, "birth_date_precision": "day",
            "nationality": office.country.to_string(), "identifiers": [identifier],
            "languages": people.languages, "addresses": [address(chance, office)],
        });
        if !script.is_empty() {
            body["aliases"] = json!([script]);
        }
        if chance.percent(70) {
            let owner = minor.then(|| format!("{relative}, {relation}"));
            body["contacts"] = json!([telephone(chance, office.country, owner)]);
        }
        Self {
            minor,
            relation,
            relative,
            signs: if who == Who::Older && chance.percent(60) {
                "thumbprint"
            } else {
                "ink"
            },
            body,
        }
    }

    /// The client signs, or the guardian.
    pub fn signature(&self, on: NaiveDate) -> Value {
        if self.minor {
            json!({"capacity": "guardian", "person_name": self.relative, "method": "ink",
                "signed_on": on})
        } else {
            json!({"capacity": "client", "method": self.signs, "signed_on": on})
        }
    }
}

/// A name, how it is written in its own script, and what is left of it for a relative.
fn name(chance: &mut Chance, people: &People, female: bool) -> (String, String, String) {
    let own = if female { people.women } else { people.men };
    let (own, script) = chance.of(own);
    let (name, family) = match &people.naming {
        Naming::Patronymic { connector, fathers } => {
            let (daughter, son) = connector;
            let father = *chance.of(fathers);
            let connector = if female { daughter } else { son };
            (format!("{own} {connector} {father}"), father)
        }
        Naming::FamilyFirst(families) => {
            let family = *chance.of(families);
            (format!("{family} {own}"), family)
        }
        Naming::FamilyLast(families) => {
            let family = *chance.of(families);
            (format!("{own} {family}"), family)
        }
        Naming::Single => ((*own).to_owned(), ""),
    };
    (name, (*script).to_owned(), family.to_owned())
}

/// Somebody of the same family.
fn relative(chance: &mut Chance, people: &People, female: bool, family: &str) -> String {
    let own = if female { people.women } else { people.men };
    let (own, _) = chance.of(own);
    match people.naming {
        Naming::FamilyFirst(_) => format!("{family} {own}"),
        Naming::FamilyLast(_) => format!("{own} {family}"),
        Naming::Patronymic { .. } | Naming::Single => (*own).to_owned(),
    }
}

/// A birthday; those of the young fall so that they stay young all through the tale.
fn birthday(chance: &mut Chance, who: Who) -> NaiveDate {
    let (youngest, oldest) = match who {
        Who::Child | Who::Ward => (7, 11),
        Who::Youth => (13, 16),
        Who::Adult | Who::Woman => (23, 54),
        Who::Older => (63, 88),
    };
    let year = 2026 - i32::try_from(chance.between(youngest, oldest)).unwrap_or_default();
    let first = NaiveDate::default()
        .with_day(1)
        .and_then(|it| it.with_year(year));
    first.unwrap_or_default() + Duration::days(chance.below(365).into())
}

fn address(chance: &mut Chance, office: &Office) -> Value {
    let (subdistrict, village) = chance.of(office.places);
    let (state, district) = office.area;
    let mut address = json!({"kind": "home", "country": office.country.to_string(),
        "subdistrict": subdistrict, "village": village,
        "district_or_regency": district, "state_or_province": state});
    match office.country {
        Country::My => address["lines"] = json!([format!("Lot {}", chance.between(11, 980))]),
        Country::Id => {
            let (rt, rw) = (chance.between(1, 9), chance.between(1, 7));
            address["hamlet"] = json!(format!("RT {rt:02} RW {rw:02}"));
        }
    }
    address
}

/// A telephone number that nobody has: the exchange 555 is given to none.
fn telephone(chance: &mut Chance, country: Country, owner: Option<String>) -> Value {
    let last = chance.below(10_000);
    let value = match country {
        Country::My => format!("+60 11-5550 {last:04}"),
        Country::Id => format!("+62 811-5550-{last:04}"),
    };
    let mut contact = json!({"kind": "mobile", "value": value, "preferred": true});
    if let Some(owner) = owner {
        contact["owner"] = json!(owner);
    }
    contact
}
