//! Intakes ready for a test: recorded, screened, with the documents their unit asks for.

use domain::parties::UnitId;
use serde_json::{Value, json};

use crate::{app::App, client::Client, reply::Reply};

/// What a hospital tells about an old man, half an hour before every test begins.
#[must_use]
pub fn told() -> Value {
    json!({
        "channel": "agency_referral",
        "referrer": {"agency": "Hospital Kulim", "name": "Puan Rohana"},
        "presenting_problem": "Lives alone and cannot manage after discharge.",
        "category": "elder_neglect",
        "urgency": "routine",
        "received_at": "2026-03-02T00:30:00Z"
    })
}

/// The same about this person.
#[must_use]
pub fn told_about(person: &str) -> Value {
    let mut told = told();
    told["person_id"] = json!(person);
    told
}

/// A screening that leaves nothing open.
#[must_use]
pub fn screening() -> Value {
    json!({
        "tests": {
            "further_action": {"met": true},
            "planning_and_intervention": {"met": true},
            "periodic_monitoring": {"met": true}
        },
        "duplicates_reviewed": {"result": "no_duplicate_found"}
    })
}

/// A new person, registered by the caller.
pub fn person(client: &Client) -> String {
    let body = json!({"full_name": "Mat bin Ali"});
    client.post("/v1/persons", body).send().created().id()
}

/// An intake about a new person.
pub fn record(client: &Client) -> Reply {
    let body = told_about(&person(client));
    client.post("/v1/intakes", body).send().created()
}

/// The same, screened by the caller.
pub fn screened(client: &Client) -> Reply {
    screen(client, &record(client))
}

/// Screens an intake, and leaves nothing open.
pub fn screen(client: &Client, intake: &Reply) -> Reply {
    let path = format!("/v1/intakes/{}/screening", intake.id());
    let call = client.put(&path, screening());
    call.if_match(&intake.etag()).send().ok()
}

/// Makes a unit ask for documents in the category of [`told`].
pub fn ask_for(app: &App, unit: &str, documents: &[&str]) {
    let unit: UnitId = app.unit(unit);
    let path = format!("/v1/units/{unit}/document-requirements/elder_neglect");
    let body = json!({"document_types": documents});
    let call = app.as_administrator().put(&path, body);
    call.if_match("*").send().ok();
}
