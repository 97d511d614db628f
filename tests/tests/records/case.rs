//! A case to write about, put there as a row: how one is opened is told by other tests.

use domain::parties::{UnitId, WorkerId};
use tests::{App, on_postgres};
use uuid::Uuid;

/// A case of Kulim with Siti responsible for it.
pub struct Case {
    pub id: Uuid,
    /// The client.
    pub person: Uuid,
}

impl Case {
    /// Opens it.
    pub fn open(app: &App) -> Self {
        let case = Self {
            id: app.new_id(),
            person: register(app, "kulim"),
        };
        let (db, intake) = (app.db(), app.new_id());
        let now = instant(app);
        let [id, person, intake] = [case.id, case.person, intake].map(|id| db.id(id));
        let unit = db.id(app.unit::<UnitId>("kulim"));
        let siti = db.id(app.worker::<WorkerId>("siti"));
        let levels = "unit_0, unit_1, unit_2, unit_3, unit_4";
        db.run(&format!(
            "INSERT INTO intakes (id, unit_id, {levels}, person_id, channel, category, urgency, \
             status, decision, case_id, received_at, response_due_at, recorded_by, details, \
             version, created_at, modified_at) \
             SELECT {intake}, id, {levels}, {person}, 'walk_in', 'older_person', 'routine', \
             'decided', 'accepted', {id}, {now}, {now}, {siti}, '{{}}', 1, {now}, {now} \
             FROM units WHERE id = {unit};
             INSERT INTO cases (id, unit_id, {levels}, file_number, intake_id, client_kind, \
             person_id, category, confidentiality, stage, status, episode, responsible_id, \
             opened_at, details, version, created_at, modified_at) \
             SELECT {id}, id, {levels}, '{file}', {intake}, 'individual', {person}, \
             'older_person', 'standard', 'assessment', 'open', 1, {siti}, {now}, \
             '{{\"secondary_categories\":[],\"external_refs\":[],\"reopened_at\":null}}', \
             1, {now}, {now} FROM units WHERE id = {unit}",
            file = case.id,
        ));
        case.name(app, "siti", "responsible");
        case
    }

    /// Names a worker on it.
    pub fn name(&self, app: &App, worker: &str, membership: &str) {
        let (db, now) = (app.db(), instant(app));
        let worker = db.id(app.worker::<WorkerId>(worker));
        db.run(&format!(
            "INSERT INTO case_members (case_id, worker_id, membership, opened_at, since) \
             VALUES ({}, {worker}, '{membership}', {now}, {now})",
            db.id(self.id)
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
            db.id(self.id)
        ));
    }

    /// The address of something of it.
    pub fn path(&self, what: &str) -> String {
        format!("/v1/cases/{}/{what}", self.id)
    }
}

/// A person registered at a unit.
pub fn register(app: &App, unit: &str) -> Uuid {
    let (db, id, now) = (app.db(), app.new_id(), instant(app));
    db.run(&format!(
        "INSERT INTO persons (id, unit_id, full_name, details, registered_by, version, \
         created_at, modified_at) VALUES ({}, {}, 'Mat bin Ali', '{{}}', {}, 1, {now}, {now})",
        db.id(id),
        db.id(app.unit::<UnitId>(unit)),
        db.id(app.worker::<WorkerId>("siti")),
    ));
    id
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
