//! Workers: registered, changed, deactivated, named.

use serde_json::{Value, json};
use tests::App;

use super::{logged_in, made, new_worker, unit, worker};

#[test]
fn a_worker_is_registered_with_a_password_told_once() {
    let app = App::start();
    let admin = app.as_administrator();
    let kulim = unit(&app, "kulim");
    let before = app.dump();
    let path = "/v1/workers?validate_only=true";
    let tried = admin
        .post(path, new_worker(&kulim, "aminah"))
        .send()
        .created();
    assert_eq!(tried["first_password"], Value::Null);
    assert_eq!(app.dump(), before);

    let command = new_worker(&kulim, "Aminah");
    let first = admin
        .post("/v1/workers", command.clone())
        .key("k1")
        .send()
        .created();
    assert_eq!(first["username"], "aminah");
    let password = first["first_password"].as_str().unwrap();
    let replayed = admin
        .post("/v1/workers", command.clone())
        .key("k1")
        .send()
        .created();
    assert_eq!(replayed.header("idempotency-replayed"), "true");
    assert_eq!(replayed.body, first.body);
    admin
        .post("/v1/workers", command)
        .send()
        .problem(409, "already_exists");
    for table in app.dump().values() {
        assert!(!table.contains(password));
    }
    let me = logged_in(&app, "aminah", password)
        .get("/v1/me")
        .send()
        .ok();
    assert_eq!(me["roles"], json!([]));
    let read = admin.get(first.header("location")).send().ok();
    assert_eq!(read["first_password"], Value::Null);

    let mut own_id = new_worker(&kulim, "badrul");
    own_id["id"] = json!(app.new_id());
    admin.post("/v1/workers", own_id.clone()).send().created();
    let again = admin.post("/v1/workers", own_id.clone()).send().ok();
    assert_eq!(
        (again.id(), &again["first_password"]),
        (own_id["id"].as_str().unwrap().to_owned(), &Value::Null)
    );
    own_id["full_name"] = json!("Somebody Else");
    admin
        .post("/v1/workers", own_id)
        .send()
        .problem(409, "already_exists");
    let refused = admin
        .post("/v1/workers", new_worker(&unit(&app, "batu"), "citra"))
        .send();
    assert_eq!(
        refused.problem(422, "invalid_body").faults(),
        [("/unit_id", "unknown_reference")]
    );
    app.as_supervisor()
        .post("/v1/workers", new_worker(&kulim, "citra"))
        .send()
        .problem(403, "not_permitted");
    assert_eq!(app.db().count("events WHERE type = 'worker.created'"), 2);
}

#[test]
fn a_worker_is_changed_and_moved_only_where_the_administrator_reaches() {
    let app = App::start();
    let (kulim, baling) = (unit(&app, "kulim"), unit(&app, "baling"));
    let (_, local) = made(&app, &kulim, "kulim.admin", Some("administrator"));
    let path = format!("/v1/workers/{}", worker(&app, "siti"));
    let patch = json!({"position": "Pegawai S41", "email": "siti@example.org"});
    let changed = local.patch(&path, patch).if_match("\"v1\"").send().ok();
    assert_eq!(changed["position"], "Pegawai S41");
    let cleared = local
        .patch(&path, json!({"email": null}))
        .if_match("\"v2\"")
        .send()
        .ok();
    assert_eq!(cleared["email"], Value::Null);
    let refused = local
        .patch(&path, json!({"full_name": null}))
        .if_match("*")
        .send();
    assert_eq!(
        refused.problem(422, "invalid_body").faults(),
        [("/full_name", "not_clearable")]
    );
    let refused = local
        .patch(&path, json!({"username": "farid"}))
        .if_match("*")
        .send();
    refused.problem(409, "already_exists");
    let there = json!({"unit_id": baling});
    let refused = local.patch(&path, there.clone()).if_match("*").send();
    assert_eq!(
        refused.problem(422, "invalid_body").faults(),
        [("/unit_id", "unknown_reference")]
    );
    let moved = app
        .as_administrator()
        .patch(&path, there)
        .if_match("\"v3\"")
        .send()
        .ok();
    assert_eq!(moved["unit_id"], json!(baling));
    local.get(&path).send().problem(404, "not_found");
    let me = app.as_caseworker().get("/v1/me").send().ok();
    assert_eq!(me["unit"]["id"], json!(baling));
}

#[test]
fn deactivating_ends_the_sessions_and_is_refused_while_cases_are_open() {
    let app = App::start();
    let admin = app.as_administrator();
    let kulim = unit(&app, "kulim");
    let (id, client) = made(&app, &kulim, "aminah", Some("caseworker"));
    open_case(&app, &kulim, &id);
    let path = format!("/v1/workers/{id}");
    let act = |what: &str| {
        admin
            .call("POST", &format!("{path}/{what}"))
            .if_match("*")
            .send()
    };
    let refused = act("deactivation").problem(409, "refused");
    assert_eq!(refused.refusals(), ["worker_has_open_cases"]);
    app.db()
        .run("UPDATE cases SET status = 'closed', closed_at = opened_at");
    client.get("/v1/me").send().ok();
    let done = act("deactivation").ok();
    assert_eq!(
        (&done["active"], &done["version"]),
        (&json!(false), &json!(2))
    );
    client.get("/v1/me").send().problem(401, "unauthenticated");
    assert_eq!(act("deactivation").ok()["version"], 2);
    let names = format!("/v1/units/{kulim}/caseworkers");
    assert_eq!(app.as_caseworker().get(&names).send().ok().ids().len(), 2);
    assert_eq!(act("reactivation").ok()["active"], true);
    client.get("/v1/me").send().problem(401, "unauthenticated");
    assert_eq!(app.as_caseworker().get(&names).send().ok().ids().len(), 3);

    let reset = act("password-reset").ok();
    let password = reset["first_password"].as_str().unwrap();
    let client = logged_in(&app, "aminah", password);
    client.get(&names).send().ok();
    let reset = act("password-reset").ok();
    client.get(&names).send().problem(401, "unauthenticated");
    assert_ne!(reset["first_password"].as_str().unwrap(), password);
    app.as_auditor()
        .call("POST", &format!("{path}/deactivation"))
        .if_match("*")
        .send()
        .problem(403, "not_permitted");
    for event in ["worker.deactivated", "worker.reactivated"] {
        assert_eq!(app.db().count(&format!("events WHERE type = '{event}'")), 1);
    }
    assert_eq!(
        app.db()
            .count("events WHERE type = 'worker.password_reset'"),
        2
    );
}

/// A case as rows, with a worker responsible for it.
fn open_case(app: &App, unit: &str, worker: &str) {
    let rows = app.db();
    let at = rows
        .lines("SELECT CAST(created_at AS TEXT) AS value FROM units LIMIT 1")
        .remove(0);
    let at = if tests::on_postgres() {
        format!("'{at}'")
    } else {
        at
    };
    let [case, intake, person] = [(); 3].map(|()| rows.id(app.new_id()));
    let (unit, worker) = (rows.id(unit), rows.id(worker));
    let levels = rows.id(app.unit::<domain::parties::UnitId>("my"));
    rows.run(&format!(
        "INSERT INTO persons (id, unit_id, full_name, details, registered_by, version, created_at, modified_at)
         VALUES ({person}, {unit}, 'Pak Mat', '{{}}', {worker}, 1, {at}, {at});
         INSERT INTO intakes (id, unit_id, unit_0, channel, category, urgency, status, decision, case_id,
             received_at, response_due_at, recorded_by, details, version, created_at, modified_at)
         VALUES ({intake}, {unit}, {levels}, 'walk_in', 'older_person', 'routine', 'decided', 'accepted', {case},
             {at}, {at}, {worker}, '{{}}', 1, {at}, {at});
         INSERT INTO cases (id, unit_id, unit_0, file_number, intake_id, client_kind, person_id, category,
             confidentiality, stage, status, episode, responsible_id, opened_at, details, version, created_at, modified_at)
         VALUES ({case}, {unit}, {levels}, 'X/2026/000001', {intake}, 'individual', {person}, 'older_person',
             'standard', 'assessment', 'open', 1, {worker}, {at},
             '{{\"secondary_categories\": [], \"external_refs\": [], \"reopened_at\": null}}', 1, {at}, {at});"
    ));
}

#[test]
fn the_caseworkers_of_a_unit_are_named_to_those_who_work_there() {
    let app = App::start();
    let path = format!("/v1/units/{}/caseworkers", unit(&app, "kulim"));
    let mut expected = [worker(&app, "siti"), worker(&app, "farid")];
    expected.sort();
    for who in ["siti", "azman", "ismail"] {
        let names = app.as_(who).get(&path).send().ok();
        assert_eq!(names.ids(), expected);
        assert_eq!(names["items"][0].as_object().unwrap().len(), 2);
    }
    app.as_administrator()
        .get(&path)
        .send()
        .problem(403, "not_permitted");
    app.as_auditor()
        .get(&path)
        .send()
        .problem(403, "not_permitted");
    app.as_("hanim").get(&path).send().problem(404, "not_found");
    app.as_("dewi").get(&path).send().problem(404, "not_found");
    app.as_integration("hospital")
        .get(&path)
        .send()
        .problem(403, "scope_missing");
    app.as_integration("siks")
        .get(&path)
        .send()
        .problem(403, "not_permitted");
    let page = app.as_("siti").get(&format!("{path}?limit=1")).send().ok();
    let cursor = page["next_cursor"].as_str().unwrap();
    let page = app
        .as_("siti")
        .get(&format!("{path}?limit=1&cursor={cursor}"))
        .send()
        .ok();
    assert_eq!(
        (page.ids(), &page["next_cursor"]),
        (vec![expected[1].as_str()], &Value::Null)
    );
}
