//! Assessments for tests, and one of each of their parts.

use serde_json::{Value, json};

use crate::{client::Client, engagement, reply::Reply};

/// A kind of part: what its operations and addresses are called, and what would do as a body.
pub struct Part {
    /// In names of operations: `need`.
    pub one: &'static str,
    /// The list, in addresses: `needs`; in names of operations with underscores.
    pub place: &'static str,
    /// The id, in addresses.
    pub id: &'static str,
    /// What adds one.
    pub new: Value,
    /// What edits it.
    pub edit: Value,
}

/// One part of each kind.
#[must_use]
pub fn parts() -> Vec<Part> {
    let part = |one, place, id, new, edit| Part {
        one,
        place,
        id,
        new,
        edit,
    };
    vec![
        part(
            "issue",
            "issues",
            "issue_id",
            json!({"statement": "She no longer cooks for herself.",
                "causes": [{"kind": "biological", "text": "Failing eyes."}],
                "barriers": ["No shop in the village."], "opportunities": [],
                "indicators": ["Lost six kilograms."]}),
            json!({"priority": 1, "indicators_explained_on": "2026-03-02"}),
        ),
        part(
            "need",
            "needs",
            "need_id",
            json!({"area": "physical", "severity": 3, "status": "unmet"}),
            json!({"severity": 2, "status": "partly_met"}),
        ),
        part(
            "risk",
            "risks",
            "risk_id",
            json!({"hazard": "She may fall at night.", "at_risk": ["client"], "likelihood": 3,
                "impact": 3, "status": "open"}),
            json!({"safety_measures": ["A neighbour sleeps there."]}),
        ),
        part(
            "resource",
            "resources",
            "resource_id",
            json!({"kind": "neighbours", "system": "informal", "description": "Puan Rohani."}),
            json!({"description": "Puan Rohani, who cooks for her."}),
        ),
        part(
            "strength",
            "strengths",
            "strength_id",
            json!({"description": "She keeps her garden in order."}),
            json!({"description": "She keeps her garden and her house in order."}),
        ),
        part(
            "challenge",
            "challenges",
            "challenge_id",
            json!({"description": "Her eyes are failing."}),
            json!({"description": "Her eyes are failing fast."}),
        ),
        part(
            "wanted_goal",
            "wanted-goals",
            "wanted_goal_id",
            json!({"goal": "To stay in my own house."}),
            json!({"meaning": "My husband built it."}),
        ),
        part(
            "measurement",
            "measurements",
            "measurement_id",
            measured("GDS-15", "ms-2009", 9.0),
            json!({"score": 8.5}),
        ),
        part(
            "allegation",
            "allegations",
            "allegation_id",
            json!({"kind": "neglect", "statement": "Left without food for two days.",
                "alleged_perpetrator": "child", "alleged_on": "2026-03-01", "steps": []}),
            json!({"finding": "substantiated", "found_on": "2026-03-02",
                "grounds": "The kitchen was empty; the neighbours confirm it.",
                "steps": [{"done_on": "2026-03-02", "text": "Home visit."}]}),
        ),
        part(
            "functional_area",
            "functional-areas",
            "functional_area_id",
            json!({"area": "self_care", "level": "with_help"}),
            json!({"note": "Washes herself."}),
        ),
    ]
}

/// A score on an instrument from 0 to 15 on which less is better, taken on 1 March.
#[must_use]
pub fn measured(code: &str, version: &str, score: f64) -> Value {
    json!({
        "instrument": {"code": code, "version": version, "lowest": 0.0, "highest": 15.0,
            "better": "lower"},
        "score": score, "measured_on": "2026-03-01"
    })
}

impl Part {
    /// Whether this operation is of this kind, and then the body it takes.
    #[must_use]
    pub fn ask(&self, operation: &str) -> Option<Option<Value>> {
        let (act, of) = operation.split_once('_')?;
        let many = self.place.replace('-', "_");
        match act {
            "list" => (of == many).then_some(None),
            "get" | "remove" => (of == self.one).then_some(None),
            "add" => (of == self.one).then(|| Some(self.new.clone())),
            "edit" => (of == self.one).then(|| Some(self.edit.clone())),
            _ => None,
        }
    }
}

/// A draft on a case, of this type.
pub fn draft(client: &Client, case: &str, kind: &str) -> Reply {
    let path = format!("/v1/cases/{case}/assessments");
    let body = json!({"type": kind, "methods": ["interview"]});
    client.post(&path, body).send().created()
}

/// Where the parts of this kind of an assessment are.
#[must_use]
pub fn place(assessment: &Reply, place: &str) -> String {
    format!("/v1/assessments/{}/{place}", assessment.id())
}

/// Adds a part.
pub fn add(client: &Client, assessment: &Reply, at: &str, new: Value) -> Reply {
    client.post(&place(assessment, at), new).send().created()
}

/// Records everything that finalising needs: the consent, no needs, one moderate risk, one issue, a resource.
/// The draft after it.
pub fn complete(client: &Client, draft: &Reply) -> Reply {
    let case = draft["case_id"]
        .as_str()
        .expect("the case of an assessment");
    engagement::consents(client, case, "assessment");
    for area in [
        "physical",
        "emotional_psychological",
        "social",
        "spiritual",
        "socioeconomic",
    ] {
        let none = json!({"area": area, "severity": 0, "status": "not_present"});
        add(client, draft, "needs", none);
    }
    let mut wanted = parts();
    wanted.retain(|part| ["issue", "risk", "resource"].contains(&part.one));
    for part in wanted {
        let mut new = part.new;
        if part.one == "issue" {
            new["priority"] = json!(1);
        }
        add(client, draft, part.place, new);
    }
    let path = format!("/v1/assessments/{}", draft.id());
    let body = json!({
        "priority_agreed_on": "2026-03-02", "participation": {"level": "full"},
        "reassess_every": {"count": 3, "unit": "months"}
    });
    client.patch(&path, body).if_match("*").send().ok()
}

/// Tries to finalise an assessment.
pub fn finalise(client: &Client, assessment: &str) -> Reply {
    let path = format!("/v1/assessments/{assessment}/finalisation");
    client.call("POST", &path).if_match("*").send()
}

/// An assessment of this type on a case, with nothing missing, finalised.
pub fn finalised(client: &Client, case: &str, kind: &str) -> Reply {
    let draft = draft(client, case, kind);
    complete(client, &draft);
    finalise(client, &draft.id()).ok()
}
