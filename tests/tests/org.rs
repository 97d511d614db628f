//! The organisation: units, workers, grants, integrations, document requirements.

use serde_json::{Value, json};
use tests::{App, Client, race};

fn unit(app: &App, key: &str) -> String {
    app.unit::<domain::parties::UnitId>(key).to_string()
}

fn worker(app: &App, username: &str) -> String {
    app.worker::<domain::parties::WorkerId>(username)
        .to_string()
}

fn new_unit(parent: &str, code: &str) -> Value {
    json!({
        "parent_id": parent, "kind": "branch", "country": "MY", "code": code,
        "name": "Pejabat cawangan", "time_zone": "Asia/Kuala_Lumpur",
        "weekend": ["friday", "saturday"]
    })
}

fn new_worker(unit: &str, username: &str) -> Value {
    json!({"username": username, "full_name": "Aminah binti Ali", "unit_id": unit})
}

/// A new worker with a role at a unit, logged in.
fn made(app: &App, unit: &str, username: &str, role: Option<&str>) -> (String, Client) {
    let admin = app.as_administrator();
    let reply = admin
        .post("/v1/workers", new_worker(unit, username))
        .send()
        .created();
    if let Some(role) = role {
        let grant = json!({"role": role, "unit_id": unit});
        let path = format!("/v1/workers/{}/grants", reply.id());
        admin.post(&path, grant).send().created();
    }
    let password = reply["first_password"].as_str().unwrap();
    (reply.id(), logged_in(app, username, password))
}

fn logged_in(app: &App, username: &str, password: &str) -> Client {
    let log_in = json!({"username": username, "password": password});
    let session = app
        .anonymous()
        .post("/v1/sessions", log_in)
        .send()
        .created();
    app.with_token(session["access_token"].as_str().unwrap())
}

fn etag_of(client: &Client, path: &str) -> String {
    client.get(path).send().ok().etag()
}

#[test]
fn a_unit_is_made_below_another_read_and_changed() {
    let app = App::start();
    let admin = app.as_administrator();
    let (kulim, baling) = (unit(&app, "kulim"), unit(&app, "baling"));
    let made = admin
        .post("/v1/units", new_unit(&kulim, "KULIM-2"))
        .send()
        .created();
    let path = format!("/v1/units/{}", made.id());
    assert_eq!(made.header("location"), path);
    assert_eq!(made.etag(), "\"v1\"");
    let read = admin.get(&path).send().ok();
    assert_eq!(read.body, made.body);
    admin
        .get(&path)
        .header("if-none-match", made.etag())
        .send()
        .status(304);

    let again = admin.post("/v1/units", new_unit(&baling, "KULIM-2")).send();
    again.problem(409, "already_exists");
    let mut wrong = new_unit(&kulim, "KULIM-3");
    wrong["time_zone"] = json!("Asia/Kulim");
    wrong["weekend"] = json!(["friday", "friday"]);
    let faults = admin
        .post("/v1/units", wrong)
        .send()
        .problem(422, "invalid_body");
    assert_eq!(
        faults.faults(),
        [
            ("/time_zone", "unknown_time_zone"),
            ("/weekend/1", "repeated_item")
        ]
    );
    let deeper = admin
        .post("/v1/units", new_unit(&made.id(), "KULIM-4"))
        .send()
        .created();
    let refused = admin
        .post("/v1/units", new_unit(&deeper.id(), "KULIM-5"))
        .send();
    assert_eq!(
        refused.problem(422, "invalid_body").faults(),
        [("/parent_id", "tree_too_deep")]
    );

    admin
        .patch(&path, json!({"name": "Kulim Dua"}))
        .send()
        .problem(428, "version_required");
    let change = admin.patch(&path, json!({"name": "Kulim Dua", "code": "KULIM-9"}));
    let changed = change.if_match(&made.etag()).send().ok();
    assert_eq!(
        (&changed["name"], &changed["version"]),
        (&json!("Kulim Dua"), &json!(2))
    );
    let stale = admin
        .patch(&path, json!({"name": "X"}))
        .if_match(&made.etag())
        .send();
    assert_eq!(stale.problem(412, "version_conflict")["current_version"], 2);
    let counters = format!(
        "INSERT INTO file_counters (unit_id, year, last) VALUES ({}, 2026, 1)",
        app.db().id(made.id())
    );
    app.db().run(&counters);
    let refused = admin
        .patch(&path, json!({"code": "OTHER"}))
        .if_match("*")
        .send();
    assert_eq!(
        refused.problem(422, "invalid_body").faults(),
        [("/code", "code_in_use")]
    );
    assert_eq!(app.db().count("events WHERE type = 'unit.created'"), 2);
    assert_eq!(app.db().count("events WHERE type = 'unit.amended'"), 1);
    assert_eq!(
        app.db().count("record_versions WHERE record_kind = 'unit'"),
        1
    );
}

#[test]
fn a_unit_is_seen_by_its_administrators_and_auditors_and_unknown_to_strangers() {
    let app = App::start();
    let kulim = unit(&app, "kulim");
    let path = format!("/v1/units/{kulim}");
    app.anonymous()
        .get(&path)
        .send()
        .problem(401, "unauthenticated");
    app.as_auditor().get(&path).send().ok();
    app.as_caseworker()
        .get(&path)
        .send()
        .problem(403, "not_permitted");
    app.as_("agus").get(&path).send().problem(404, "not_found");
    app.as_("tamu").get(&path).send().problem(404, "not_found");
    let patch = json!({"name": "X"});
    app.as_auditor()
        .patch(&path, patch.clone())
        .if_match("*")
        .send()
        .problem(403, "not_permitted");
    app.as_("agus")
        .patch(&path, patch)
        .if_match("*")
        .send()
        .problem(404, "not_found");
    // A parent in another country and one that is nowhere are told apart by nobody.
    let agus = app.as_("agus");
    let nowhere = app.new_id().to_string();
    for parent in [&kulim, &nowhere] {
        let refused = agus.post("/v1/units", new_unit(parent, "ID-1")).send();
        let refused = refused.problem(422, "invalid_body");
        assert_eq!(refused.faults(), [("/parent_id", "unknown_reference")]);
    }
    let mut root = new_unit(&kulim, "ROOT");
    root.as_object_mut().unwrap().remove("parent_id");
    let refused = app.as_administrator().post("/v1/units", root).send();
    assert_eq!(
        refused.problem(422, "invalid_body").faults(),
        [("/parent_id", "parent_required")]
    );
    let refused = app
        .as_supervisor()
        .post("/v1/units", new_unit(&kulim, "K-1"))
        .send();
    refused.problem(403, "not_permitted");
}

#[test]
fn lists_show_only_what_is_in_reach_page_by_page() {
    let app = App::start();
    let admin = app.as_administrator();
    let mut seen = Vec::new();
    let mut path = "/v1/units?limit=2".to_owned();
    loop {
        let page = admin.get(&path).send().ok();
        seen.extend(page.ids().into_iter().map(str::to_owned));
        let Some(cursor) = page["next_cursor"].as_str() else {
            assert_eq!(page.header("link"), "");
            break;
        };
        assert!(page.header("link").ends_with("; rel=\"next\""));
        path = format!("/v1/units?limit=2&cursor={cursor}");
    }
    let mut expected: Vec<_> = ["my", "kedah", "kulim", "baling", "rumah"]
        .map(|key| unit(&app, key))
        .to_vec();
    expected.sort();
    assert_eq!(seen, expected);
    let indonesian = app.as_("agus").get("/v1/units").send().ok();
    assert_eq!(indonesian.ids().len(), 2);
    let institutions = admin.get("/v1/units?kind=institution").send().ok();
    assert_eq!(institutions.ids(), [unit(&app, "rumah")]);
    let below = format!("/v1/units?parent_id={}&country=MY", unit(&app, "kedah"));
    assert_eq!(admin.get(&below).send().ok().ids().len(), 3);
    admin.get("/v1/units?country=ID").send().ok();
    admin
        .get("/v1/units?colour=red")
        .send()
        .problem(400, "invalid_parameter");

    let kulim = format!("/v1/workers?unit_id={}", unit(&app, "kulim"));
    assert_eq!(admin.get(&kulim).send().ok().ids().len(), 5);
    let supervisors = admin.get(&format!("{kulim}&role=supervisor")).send().ok();
    assert_eq!(supervisors.ids().len(), 2);
    assert_eq!(
        admin
            .get(&format!("{kulim}&active=false"))
            .send()
            .ok()
            .ids()
            .len(),
        0
    );
    assert_eq!(app.as_("agus").get(&kulim).send().ok().ids().len(), 0);
    assert_eq!(
        app.as_("agus")
            .get("/v1/integrations")
            .send()
            .ok()
            .ids()
            .len(),
        1
    );
    for list in ["/v1/units", "/v1/workers", "/v1/integrations"] {
        app.as_auditor().get(list).send().ok();
        app.as_caseworker()
            .get(list)
            .send()
            .problem(403, "not_permitted");
        app.as_("tamu")
            .get(list)
            .send()
            .problem(403, "not_permitted");
    }
}

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
fn a_role_counts_before_the_answer_and_ends_before_the_answer() {
    let app = App::start();
    let admin = app.as_administrator();
    let kulim = unit(&app, "kulim");
    let (id, client) = made(&app, &kulim, "aminah", None);
    let names = format!("/v1/units/{kulim}/caseworkers");
    client.get(&names).send().problem(404, "not_found");
    let grants = format!("/v1/workers/{id}/grants");
    let role = json!({"role": "caseworker", "unit_id": kulim});
    let grant = admin.post(&grants, role.clone()).send().created();
    client.get(&names).send().ok();
    assert_eq!(
        admin.get(grant.header("location")).send().ok().body,
        grant.body
    );
    admin
        .post(&grants, role.clone())
        .send()
        .problem(409, "already_exists");
    assert_eq!(
        app.as_auditor().get(&grants).send().ok().ids(),
        [grant.id()]
    );
    app.as_supervisor()
        .get(&grants)
        .send()
        .problem(403, "not_permitted");
    app.as_auditor()
        .post(&grants, role)
        .send()
        .problem(403, "not_permitted");
    let elsewhere = json!({"role": "caseworker", "unit_id": unit(&app, "batu")});
    let refused = admin.post(&grants, elsewhere).send();
    assert_eq!(
        refused.problem(422, "invalid_body").faults(),
        [("/unit_id", "unknown_reference")]
    );

    let path = format!("/v1/grants/{}", grant.id());
    admin.delete(&path).send().problem(428, "version_required");
    app.as_auditor()
        .delete(&path)
        .if_match("*")
        .send()
        .problem(403, "not_permitted");
    app.as_("agus")
        .delete(&path)
        .if_match("*")
        .send()
        .problem(404, "not_found");
    let etag = etag_of(&admin, &format!("/v1/workers/{id}"));
    admin.delete(&path).if_match(&etag).send().status(204);
    client.get(&names).send().problem(404, "not_found");
    admin.delete(&path).if_match(&etag).send().status(204);
    assert_ne!(admin.get(&path).send().ok()["revoked_at"], Value::Null);
    assert_eq!(admin.get(&grants).send().ok().ids().len(), 0);
    assert_eq!(app.db().count("events WHERE type = 'grant.given'"), 1);
    assert_eq!(app.db().count("events WHERE type = 'grant.revoked'"), 1);
}

#[test]
fn nobody_grants_to_themselves_or_beyond_the_own_reach() {
    let app = App::start();
    let (kulim, my) = (unit(&app, "kulim"), unit(&app, "my"));
    let (id, local) = made(&app, &kulim, "kulim.admin", Some("administrator"));
    let own = format!("/v1/workers/{id}/grants");
    let role = |unit: &str| json!({"role": "director", "unit_id": unit});
    local
        .post(&own, role(&kulim))
        .send()
        .problem(403, "not_permitted");
    let siti = format!("/v1/workers/{}/grants", worker(&app, "siti"));
    local.post(&siti, role(&kulim)).send().created();
    let refused = local
        .post(&siti, role(&my))
        .send()
        .problem(422, "invalid_body");
    assert_eq!(refused.faults(), [("/unit_id", "unknown_reference")]);

    // Whoever has the password has the role: no reset for who holds more than the reach.
    let reset = format!("/v1/workers/{}/password-reset", worker(&app, "siti"));
    local.call("POST", &reset).if_match("*").send().ok();
    let above = json!({"role": "auditor", "unit_id": my});
    app.as_administrator().post(&siti, above).send().created();
    local
        .call("POST", &reset)
        .if_match("*")
        .send()
        .problem(403, "not_permitted");
}

#[test]
fn the_last_administrator_stays_even_when_two_end_each_other_at_once() {
    let app = App::start();
    let my = unit(&app, "my");
    let admin = app.as_administrator();
    let first = worker(&app, "admin");
    let grant_of = |id: &str| {
        let grants = app
            .as_auditor()
            .get(&format!("/v1/workers/{id}/grants"))
            .send()
            .ok();
        format!("/v1/grants/{}", grants.ids()[0])
    };
    let deactivate = |client: &Client, id: &str| {
        client
            .call("POST", &format!("/v1/workers/{id}/deactivation"))
            .if_match("*")
            .send()
    };
    let refused = deactivate(&admin, &first).problem(409, "refused");
    assert_eq!(refused.refusals(), ["last_administrator"]);
    for round in 0..10 {
        let (id, other) = made(
            &app,
            &my,
            &format!("second.admin{round}"),
            Some("administrator"),
        );
        let (mine, theirs) = (grant_of(&first), grant_of(&id));
        let answers = race(2, |i| {
            let (client, grant) = [(&admin, &theirs), (&other, &mine)][i];
            client.delete(grant).if_match("*").send().status
        });
        let ended = answers.iter().filter(|status| **status == 204).count();
        assert_eq!(ended, 1, "{answers:?}");
        let left = app
            .db()
            .count("grants WHERE role = 'administrator' AND revoked_at IS NULL");
        assert_eq!(left, 2, "one of each country");
        if answers[1] == 204 {
            // The second one won; the first gets the role back.
            let again = json!({"role": "administrator", "unit_id": my});
            other
                .post(&format!("/v1/workers/{first}/grants"), again)
                .send()
                .created();
            let etag = etag_of(&admin, &format!("/v1/workers/{id}"));
            admin.delete(&theirs).if_match(&etag).send().status(204);
        }
    }
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
             'standard', 'assessment', 'open', 1, {worker}, {at}, '{{}}', 1, {at}, {at});"
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

/// A token for a secret: its status, and a client with it.
fn token(app: &App, id: &str, secret: &str) -> (u16, Client) {
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", id),
        ("client_secret", secret),
    ];
    let reply = app.anonymous().form("/oauth/token", &fields).send();
    let token = reply["access_token"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    (reply.status, app.with_token(&token))
}

#[test]
fn an_integration_has_two_live_secrets_and_changes_them_without_an_interruption() {
    let app = App::start();
    let admin = app.as_administrator();
    let kulim = unit(&app, "kulim");
    let wanted = json!({"name": "Hospital Baling", "scopes": ["intakes:read", "intakes:write"], "unit_id": kulim});
    let mut wrong = wanted.clone();
    wrong["scopes"] = json!(["admin", "intakes:read", "intakes:read"]);
    let faults = admin
        .post("/v1/integrations", wrong)
        .send()
        .problem(422, "invalid_body");
    assert_eq!(
        faults.faults(),
        [
            ("/scopes/0", "scope_not_for_machines"),
            ("/scopes/2", "repeated_item")
        ]
    );
    let made = admin.post("/v1/integrations", wanted).send().created();
    let path = made.header("location").to_owned();
    let secrets = format!("{path}/secrets");
    let make = |key: &str| admin.call("POST", &secrets).key(key).send();
    let before = app.dump();
    let tried = admin
        .call("POST", &format!("{secrets}?validate_only=true"))
        .send()
        .created();
    assert_eq!(tried["secret"], Value::Null);
    assert_eq!(app.dump(), before);
    let (first, second) = (make("a").created(), make("b").created());
    assert_eq!(make("a").created().body, first.body);
    assert_eq!(
        make("c").problem(409, "refused").refusals(),
        ["secrets_at_most"]
    );
    let text = |reply: &tests::Reply| reply["secret"].as_str().unwrap().to_owned();
    let (old, new) = (text(&first), text(&second));
    assert!(old.starts_with("kess_") && old.len() == 48 && old != new);
    for table in app.dump().values() {
        assert!(!table.contains(&old));
    }
    let read = admin.get(&path).send().ok();
    assert_eq!(read["secrets"].as_array().unwrap().len(), 2);
    assert_eq!(read.etag(), "\"v3\"");

    let (_, with_old) = token(&app, &made.id(), &old);
    with_old.get("/v1/me").send().ok();
    let revoke = format!("{secrets}/{}", first.id());
    admin
        .delete(&revoke)
        .send()
        .problem(428, "version_required");
    admin
        .delete(&revoke)
        .if_match(&read.etag())
        .send()
        .status(204);
    with_old
        .get("/v1/me")
        .send()
        .problem(401, "unauthenticated");
    assert_eq!(token(&app, &made.id(), &old).0, 401);
    let (status, with_new) = token(&app, &made.id(), &new);
    assert_eq!(status, 200);
    admin
        .delete(&revoke)
        .if_match("*")
        .send()
        .problem(404, "not_found");

    // A narrower scope holds at once.
    let fewer = admin.patch(&path, json!({"scopes": ["intakes:read"]}));
    fewer.if_match("\"v4\"").send().ok();
    with_new
        .get("/v1/me")
        .send()
        .problem(401, "unauthenticated");
    let (_, with_new) = token(&app, &made.id(), &new);
    assert_eq!(
        with_new.get("/v1/me").send().ok()["scopes"],
        json!(["intakes:read"])
    );
    let act = |what: &str| {
        admin
            .call("POST", &format!("{path}/{what}"))
            .if_match("*")
            .send()
            .ok()
    };
    assert_eq!(act("deactivation")["active"], false);
    with_new
        .get("/v1/me")
        .send()
        .problem(401, "unauthenticated");
    assert_eq!(token(&app, &made.id(), &new).0, 401);
    assert_eq!(act("reactivation")["active"], true);
    assert_eq!(token(&app, &made.id(), &new).0, 200);

    let elsewhere = json!({"unit_id": unit(&app, "batu")});
    let refused = admin.patch(&path, elsewhere).if_match("*").send();
    assert_eq!(
        refused.problem(422, "invalid_body").faults(),
        [("/unit_id", "unknown_reference")]
    );
    app.as_auditor().get(&path).send().ok();
    app.as_auditor()
        .call("POST", &secrets)
        .send()
        .problem(403, "not_permitted");
    app.as_caseworker()
        .get(&path)
        .send()
        .problem(403, "not_permitted");
    app.as_("agus").get(&path).send().problem(404, "not_found");
    app.as_("agus")
        .call("POST", &secrets)
        .send()
        .problem(404, "not_found");
    assert_eq!(
        app.db().count("events WHERE record_kind = 'integration'"),
        7
    );
}

#[test]
fn a_third_secret_is_made_by_no_racer() {
    let app = App::start();
    let admin = app.as_administrator();
    let id = app.integration::<domain::parties::IntegrationId>("hospital");
    let path = format!("/v1/integrations/{id}/secrets");
    let answers = race(8, |_| admin.call("POST", &path).send().status);
    assert_eq!(
        answers.iter().filter(|status| **status == 201).count(),
        1,
        "{answers:?}"
    );
    assert!(
        answers.iter().all(|status| [201, 409].contains(status)),
        "{answers:?}"
    );
}

#[test]
fn documents_are_asked_for_by_the_unit_and_by_every_unit_above() {
    let app = App::start();
    let admin = app.as_administrator();
    let (kulim, kedah) = (unit(&app, "kulim"), unit(&app, "kedah"));
    let all = format!("/v1/units/{kulim}/document-requirements");
    let one = |unit: &str| format!("/v1/units/{unit}/document-requirements/elder_neglect");
    let needed = |types: Value| json!({"document_types": types});
    let etag = etag_of(&admin, &format!("/v1/units/{kulim}"));
    let put = admin.put(
        &one(&kulim),
        needed(json!(["identity_card", "medical_report"])),
    );
    let set = put.if_match(&etag).send().ok();
    assert_eq!(
        set["document_types"],
        json!(["medical_report", "identity_card"])
    );
    assert_eq!(set.etag(), "\"v2\"");
    let same = admin.put(
        &one(&kulim),
        needed(json!(["medical_report", "identity_card"])),
    );
    assert_eq!(same.if_match("*").send().ok().etag(), "\"v2\"");
    let stale = admin
        .put(&one(&kulim), needed(json!([])))
        .if_match(&etag)
        .send();
    stale.problem(412, "version_conflict");
    admin
        .put(&one(&kedah), needed(json!(["police_report"])))
        .if_match("*")
        .send()
        .ok();
    let listed = app.as_auditor().get(&all).send().ok();
    assert_eq!(
        listed["items"],
        json!([
            {"unit_id": kulim, "category": "elder_neglect", "document_types": ["medical_report", "identity_card"]},
            {"unit_id": kedah, "category": "elder_neglect", "document_types": ["police_report"]}
        ])
    );
    let twice = admin
        .put(&one(&kulim), needed(json!(["chart", "chart"])))
        .if_match("*")
        .send();
    assert_eq!(
        twice.problem(422, "invalid_body").faults(),
        [("/document_types/1", "repeated_item")]
    );
    admin
        .put(&one(&kulim), needed(json!([])))
        .if_match("*")
        .send()
        .ok();
    assert_eq!(
        admin.get(&all).send().ok()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    admin
        .put(&format!("{all}/weather"), needed(json!([])))
        .if_match("*")
        .send()
        .problem(404, "not_found");
    admin
        .put(&one(&kulim), needed(json!([])))
        .send()
        .problem(428, "version_required");
    app.as_supervisor()
        .get(&all)
        .send()
        .problem(403, "not_permitted");
    app.as_auditor()
        .put(&one(&kulim), needed(json!([])))
        .if_match("*")
        .send()
        .problem(403, "not_permitted");
    app.as_("agus").get(&all).send().problem(404, "not_found");
    assert_eq!(
        app.db()
            .count("events WHERE type = 'unit.document_requirements_set'"),
        3
    );
}

#[test]
fn many_who_take_the_same_name_at_once_are_one() {
    let app = App::start();
    let admin = app.as_administrator();
    let kulim = unit(&app, "kulim");
    let units = race(8, |_| {
        admin
            .post("/v1/units", new_unit(&kulim, "SAME"))
            .send()
            .status
    });
    assert_eq!(
        units.iter().filter(|status| **status == 201).count(),
        1,
        "{units:?}"
    );
    assert_eq!(
        units.iter().filter(|status| **status == 409).count(),
        7,
        "{units:?}"
    );
    let workers = race(4, |_| {
        admin
            .post("/v1/workers", new_worker(&kulim, "same"))
            .send()
            .status
    });
    assert_eq!(
        workers.iter().filter(|status| **status == 201).count(),
        1,
        "{workers:?}"
    );
    assert_eq!(
        workers.iter().filter(|status| **status == 409).count(),
        3,
        "{workers:?}"
    );
}
