//! A case to write about, opened as people open one.

use domain::parties::WorkerId;
use serde_json::json;
use tests::{App, on_postgres};

/// A case of Kulim with Siti responsible for it.
pub struct Case {
    pub id: String,
    /// The client.
    pub person: String,
}

impl Case {
    /// Opens it: registered and screened by Siti, accepted by Azman.
    pub fn open(app: &App) -> Self {
        let (siti, person) = (app.as_caseworker(), register(app, "siti"));
        let intake = siti
            .post(
                "/v1/intakes",
                json!({"channel": "walk_in", "person_id": person, "category": "other",
                    "presenting_problem": "Nobody has seen him for a week.",
                    "urgency": "routine", "received_at": app.clock.now()}),
            )
            .send()
            .created();
        let path = format!("/v1/intakes/{}", intake.id());
        let met = json!({"met": true});
        let screened = siti
            .put(
                &format!("{path}/screening"),
                json!({"tests": {"further_action": met, "planning_and_intervention": met,
                    "periodic_monitoring": met}, "duplicates_reviewed": {"result": "no_duplicate_found"}}),
            )
            .if_match(&intake.etag())
            .send()
            .ok();
        let worker = app.worker::<WorkerId>("siti");
        let case = app
            .as_supervisor()
            .post(
                &format!("{path}/acceptance"),
                json!({"caseworker_id": worker}),
            )
            .if_match(&screened.etag())
            .send()
            .created();
        Self {
            id: case.id(),
            person,
        }
    }

    /// Names a worker on it.
    pub fn name(&self, app: &App, worker: &str, membership: &str) {
        let (db, now) = (app.db(), instant(app));
        let worker = db.id(app.worker::<WorkerId>(worker));
        db.run(&format!(
            "INSERT INTO case_members \
             (case_id, worker_id, membership, opened_at, since, unit_id, confidentiality) \
             SELECT id, {worker}, '{membership}', {now}, {now}, unit_id, confidentiality \
             FROM cases WHERE id = {}",
            db.id(&self.id)
        ));
    }

    /// Takes a worker off it.
    pub fn drop_member(&self, app: &App, worker: &str) {
        let db = app.db();
        let worker = db.id(app.worker::<WorkerId>(worker));
        db.run(&format!(
            "DELETE FROM case_members WHERE worker_id = {worker}"
        ));
    }

    /// Closes it.
    pub fn close(&self, app: &App) {
        let db = app.db();
        db.run(&format!(
            "UPDATE cases SET status = 'closed', closed_at = {}, stage = 'termination', \
             termination_reason = 'deceased' WHERE id = {}",
            instant(app),
            db.id(&self.id)
        ));
    }

    /// The address of something of it.
    pub fn path(&self, what: &str) -> String {
        format!("/v1/cases/{}/{what}", self.id)
    }
}

/// A person registered by this worker, at the worker's unit.
pub fn register(app: &App, by: &str) -> String {
    let person = json!({"full_name": "Mat bin Ali"});
    app.as_(by)
        .post("/v1/persons", person)
        .send()
        .created()
        .id()
}

/// This moment as a literal.
fn instant(app: &App) -> String {
    let now = app.clock.now();
    if on_postgres() {
        format!("'{}'::timestamptz", now.to_rfc3339())
    } else {
        now.timestamp_micros().to_string()
    }
}
