//! At the counter: a person, what the person came for and agreed to, and the case that is made of it.

use serde_json::{Value, json};

use super::step::{It, Step, worker};
use crate::{crash::tables::ENGAGEMENTS, engagement, intakes};

/// Somebody comes and becomes a case.
pub const COUNTER: &[Step] = &[PERSON, INTAKE, SERVICE, SCREENING, ACCEPTANCE];

pub const PERSON: Step = Step::make("person", "persons", "/v1/persons", |it| {
    person(it, "1948-02-29")
})
.says();

const INTAKE: Step = Step::make("intake", "intakes", "/v1/intakes", |it| {
    json!({
        "channel": "walk_in", "person_id": it.id("person"), "presenting_problem": it.text,
        "category": "older_person", "urgency": "routine", "received_at": "2026-03-02T01:00:00Z",
    })
});

/// On the intake: with the acceptance it becomes the case's.
const SERVICE: Step = Step::make(
    "service",
    ENGAGEMENTS,
    "/v1/intakes/{intake}/consents",
    |_| engagement::consent("service"),
);

pub const SCREENING: Step = Step::put("screening", "/v1/intakes/{intake}/screening")
    .of("intake", "intakes")
    .seen("intake")
    .body(|_| intakes::screening());

pub const ACCEPTANCE: Step = Step::post("acceptance", "/v1/intakes/{intake}/acceptance")
    .by("azman")
    .of("case", "cases")
    .seen("intake")
    .leaves(2)
    .body(|it| json!({"case_id": it.id("case"), "caseworker_id": worker("siti")}));

/// Somebody born on this day, with an identifier.
pub fn person(it: &It<'_>, birth_date: &str) -> Value {
    json!({
        "full_name": it.text, "sex": "male", "languages": ["ms"], "birth_date": birth_date,
        "identifiers": [{"kind": "other", "value": it.key}],
    })
}
