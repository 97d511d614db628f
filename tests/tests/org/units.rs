//! Units: made, changed, listed, and unknown to strangers.

use serde_json::json;
use tests::{App, race};

use super::{new_unit, new_worker, unit};

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
