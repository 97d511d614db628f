//! Intakes ready for a test: recorded, screened, with the documents their unit asks for.

use serde_json::{Value, json};

use crate::{
    app::App,
    client::{Client, Reply},
};

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

/// An intake about a new person of the caller's unit.
pub fn record(app: &App, client: &Client) -> Reply {
    let person = app.person("kulim");
    let body = told_about(&person);
    client.post("/v1/intakes", body).send().created()
}

/// The same, screened by the caller.
pub fn screened(app: &App, client: &Client) -> Reply {
    let intake = record(app, client);
    let path = format!("/v1/intakes/{}/screening", intake.id());
    let call = client.put(&path, screening());
    call.if_match(&intake.etag()).send().ok()
}

impl App {
    /// A person registered by this unit.
    #[must_use]
    pub fn person(&self, unit: &str) -> String {
        let id = self.new_id().to_string();
        let db = self.db();
        let (person, unit) = (db.id(&id), db.id(crate::organisation::unit(unit)));
        db.run(&format!(
            "INSERT INTO persons (id, unit_id, full_name, details, registered_by, version, \
             created_at, modified_at) SELECT {person}, id, 'Mat bin Ali', '{{}}', id, 1, \
             created_at, modified_at FROM units WHERE id = {unit}"
        ));
        id
    }

    /// Makes a unit ask for documents in the category of [`told`].
    pub fn ask_for(&self, unit: &str, documents: &[&str]) {
        let db = self.db();
        let unit = db.id(crate::organisation::unit(unit));
        for document in documents {
            db.run(&format!(
                "INSERT INTO document_requirements (unit_id, category, document_type) \
                 VALUES ({unit}, 'elder_neglect', '{document}')"
            ));
        }
    }
}
