//! The assessment: drafted, filled in part by part, finalised.

use serde_json::{Value, json};

use super::step::{It, Step, with};
use crate::assessments;

/// From the draft to the finalised assessment.
pub const ASSESSMENT: &[Step] = &[
    Step::make(
        "assessment",
        "assessments",
        "/v1/cases/{case}/assessments",
        |_| json!({"type": "initial", "methods": ["interview"]}),
    ),
    need("physical", |_| absent("physical")),
    need("emotional", |_| absent("emotional_psychological")),
    need("social", |_| absent("social")),
    need("spiritual", |_| absent("spiritual")),
    need("socioeconomic", |_| absent("socioeconomic")),
    Step::patch(
        "need_edited",
        "/v1/assessments/{assessment}/needs/{physical}",
    )
    .of("physical", ELEMENTS)
    .seen("physical")
    .body(|_| json!({"severity": 2, "status": "partly_met"})),
    Step::make(
        "issue",
        ELEMENTS,
        "/v1/assessments/{assessment}/issues",
        |_| with(part("issue"), "priority", 1),
    ),
    Step::make(
        "risk",
        ELEMENTS,
        "/v1/assessments/{assessment}/risks",
        |_| part("risk"),
    ),
    Step::make(
        "resource",
        ELEMENTS,
        "/v1/assessments/{assessment}/resources",
        |_| part("resource"),
    ),
    Step::make(
        "wanted_goal",
        ELEMENTS,
        "/v1/assessments/{assessment}/wanted-goals",
        |_| part("wanted_goal"),
    ),
    Step::patch("ranking", "/v1/assessments/{assessment}")
        .of("assessment", "assessments")
        .seen("*")
        .body(|_| {
            json!({"priority_agreed_on": "2026-03-02", "participation": {"level": "full"},
                "reassess_every": {"count": 3, "unit": "months"}})
        }),
    Step::post("finalisation", "/v1/assessments/{assessment}/finalisation")
        .of("assessment", "assessments")
        .seen("assessment")
        .leaves(2),
];

const ELEMENTS: &str = "elements";

const fn need(name: &'static str, body: fn(&It<'_>) -> Value) -> Step {
    Step::make(name, ELEMENTS, "/v1/assessments/{assessment}/needs", body)
}

fn absent(area: &str) -> Value {
    json!({"area": area, "severity": 0, "status": "not_present"})
}

fn part(one: &str) -> Value {
    let mut parts = assessments::parts().into_iter();
    parts.find(|part| part.one == one).unwrap().new
}
