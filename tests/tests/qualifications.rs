//! What workers are qualified for, and that techniques which need it are in qualified hands.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, and says where"
)]

use domain::parties::WorkerId;
use serde_json::{Value, json};
use tests::{
    App, Reply,
    life::intervening,
    organisation::qualification,
    plans::{act, add, approved, whole},
};

fn list_of(app: &App, username: &str) -> String {
    let worker: WorkerId = app.worker(username);
    format!("/v1/workers/{worker}/qualifications")
}

fn recorded(app: &App, username: &str, body: Value) -> Reply {
    let admin = app.as_administrator();
    admin.post(&list_of(app, username), body).send().created()
}

fn withdraw(app: &App, id: &str, body: Value) -> Reply {
    let path = format!("/v1/qualifications/{id}/withdrawal");
    let admin = app.as_administrator();
    admin.post(&path, body).if_match("*").send()
}

#[test]
fn a_qualification_is_recorded_read_changed_and_withdrawn() {
    let app = App::start();
    let admin = app.as_administrator();
    let mut body = qualification("family_therapy");
    body["id"] = json!(app.new_id());
    body["certificate_number"] = json!("FT/417");
    let made = recorded(&app, "siti", body.clone());
    let path = format!("/v1/qualifications/{}", made.id());
    assert_eq!(made.header("location"), path);
    for (name, value) in body.as_object().unwrap() {
        assert_eq!(&made[name.as_str()], value);
    }
    let list = list_of(&app, "siti");
    let again = admin.post(&list, body.clone()).send().ok();
    assert_eq!((&again.body, again.etag()), (&made.body, made.etag()));
    body["certificate_number"] = json!("FT/418");
    let other = admin.post(&list, body.clone()).send();
    other.problem(409, "already_exists");
    // The same command for somebody else is another.
    body["certificate_number"] = json!("FT/417");
    let other = admin.post(&list_of(&app, "farid"), body).send();
    other.problem(409, "already_exists");

    let patch = |body: Value, etag: &str| admin.patch(&path, body).if_match(etag).send();
    let longer = json!({"valid_until": "2028-08-30"});
    let changed = patch(longer.clone(), &made.etag()).ok();
    assert_eq!(
        (&changed["valid_until"], &changed["version"]),
        (&json!("2028-08-30"), &json!(2))
    );
    assert_eq!(patch(longer.clone(), "\"v2\"").ok()["version"], 2);
    patch(longer, "\"v1\"").problem(412, "version_conflict");
    assert_eq!(admin.get(&path).send().ok().body, changed.body);

    let why = json!({"reason": "The university has revoked it."});
    let gone = withdraw(&app, &made.id(), why.clone()).ok();
    assert_eq!(gone["withdrawal"]["withdrawn_on"], "2026-03-02");
    assert_eq!(gone["withdrawal"]["reason"], why["reason"]);
    let refused = withdraw(&app, &made.id(), why).problem(409, "refused");
    assert_eq!(refused.refusals(), ["qualification_withdrawn"]);
    let refused = patch(json!({"valid_until": null}), "*").problem(409, "refused");
    assert_eq!(refused.refusals(), ["qualification_withdrawn"]);
    let told = app
        .db()
        .lines("SELECT type AS value FROM events WHERE record_kind = 'qualification' ORDER BY seq");
    assert_eq!(
        told,
        [
            "qualification.recorded",
            "qualification.amended",
            "qualification.withdrawn"
        ]
    );
    assert_eq!(
        app.db()
            .count("events WHERE CAST(data AS text) LIKE '%417%'"),
        0
    );
    let kept = "record_versions WHERE record_kind = 'qualification'";
    assert_eq!(app.db().count(kept), 1);
}

#[test]
fn what_is_said_of_it_is_checked() {
    let app = App::start();
    let (admin, list) = (app.as_administrator(), list_of(&app, "siti"));
    let before = app.dump();
    let mut odd = qualification("other");
    odd["obtained_on"] = json!("2026-03-03");
    odd["valid_until"] = json!("2026-03-02");
    let refused = admin.post(&list, odd).send().problem(422, "invalid_body");
    assert_eq!(
        refused.faults(),
        [
            ("/name", "required"),
            ("/obtained_on", "date_in_future"),
            ("/valid_until", "date_too_early")
        ]
    );
    let unknown = admin.post(&list, qualification("hypnosis")).send();
    let unknown = unknown.problem(422, "invalid_body");
    assert_eq!(unknown.faults(), [("/kind", "unknown_word")]);
    assert_eq!(app.dump(), before);
    let made = recorded(&app, "siti", qualification("clinical_social_work"));
    for (on, code) in [
        ("2023-08-30", "date_too_early"),
        ("2026-03-03", "date_in_future"),
    ] {
        let body = json!({"withdrawn_on": on, "reason": "Recorded by mistake."});
        let refused = withdraw(&app, &made.id(), body).problem(422, "invalid_body");
        assert_eq!(refused.faults(), [("/withdrawn_on", code)]);
    }
    let path = format!("/v1/qualifications/{}", made.id());
    let other = json!({"kind": "other"});
    let refused = admin.patch(&path, other).if_match("*").send();
    let refused = refused.problem(422, "invalid_body");
    assert_eq!(refused.faults(), [("/name", "required")]);
    // In Kulim the third begins at four in the afternoon of UTC.
    app.clock.set("2026-03-02T15:59:00Z".parse().unwrap());
    let mut today = qualification("family_therapy");
    today["obtained_on"] = json!("2026-03-03");
    let early = app.as_administrator().post(&list, today.clone()).send();
    early.problem(422, "invalid_body");
    app.clock.set("2026-03-02T16:00:00Z".parse().unwrap());
    recorded(&app, "siti", today);
}

#[test]
fn administrators_write_it_and_those_who_work_with_the_worker_read_it() {
    let app = App::start();
    let list = list_of(&app, "siti");
    let body = qualification("family_therapy");
    let made = recorded(&app, "siti", body.clone());
    let path = format!("/v1/qualifications/{}", made.id());
    for reader in ["siti", "farid", "azman", "ismail", "admin", "auditor"] {
        let reader = app.as_(reader);
        assert_eq!(reader.get(&list).send().ok()["items"], json!([made.body]));
        assert_eq!(reader.get(&path).send().ok().etag(), made.etag());
    }
    for other in ["data", "editor"] {
        app.as_(other)
            .get(&list)
            .send()
            .problem(403, "not_permitted");
        app.as_(other)
            .get(&path)
            .send()
            .problem(403, "not_permitted");
    }
    for stranger in ["hanim", "kamal", "dewi", "agus", "tamu"] {
        app.as_(stranger)
            .get(&list)
            .send()
            .problem(404, "not_found");
        app.as_(stranger)
            .get(&path)
            .send()
            .problem(404, "not_found");
    }
    let hospital = app.as_integration("hospital");
    hospital.get(&list).send().problem(403, "scope_missing");
    let siks = app.as_integration("siks");
    siks.get(&list).send().problem(403, "not_permitted");
    let before = app.dump();
    for reader in ["siti", "azman", "ismail", "auditor"] {
        let refused = app.as_(reader).post(&list, body.clone()).send();
        refused.problem(403, "not_permitted");
        let longer = json!({"valid_until": "2028-08-30"});
        let refused = app.as_(reader).patch(&path, longer).if_match("*").send();
        refused.problem(403, "not_permitted");
    }
    let stranger = app.as_("agus").post(&list, body).send();
    stranger.problem(404, "not_found");
    assert_eq!(app.dump(), before);
}

#[test]
fn qualifications_are_listed_by_kind_and_by_change() {
    let app = App::start();
    let (siti, list) = (app.as_caseworker(), list_of(&app, "siti"));
    let kinds = ["family_therapy", "conference_chair_training"];
    let [first, second] = kinds.map(|kind| {
        app.clock.advance(std::time::Duration::from_secs(1));
        recorded(&app, "siti", qualification(kind))
    });
    recorded(&app, "farid", qualification("family_therapy"));
    let get = |query: &str| siti.get(&format!("{list}?{query}")).send();
    let page = get("limit=1").ok();
    assert_eq!(page.ids(), [first.id()]);
    let cursor = page["next_cursor"].as_str().unwrap();
    assert_eq!(
        get(&format!("limit=1&cursor={cursor}")).ok().ids(),
        [second.id()]
    );
    let trained = get("kind=conference_chair_training").ok();
    assert_eq!(trained.ids(), [second.id()]);
    app.clock.advance(std::time::Duration::from_secs(1));
    let why = json!({"reason": "Recorded by mistake.", "withdrawn_on": "2023-08-31"});
    withdraw(&app, &first.id(), why).ok();
    let after = second["created_at"].as_str().unwrap();
    let changed = get(&format!("sort=modified_at&modified_after={after}")).ok();
    assert_eq!(changed.ids(), [first.id()]);
    let all = get("sort=modified_at").ok();
    assert_eq!(all.ids(), [second.id(), first.id()]);
}

/// What of the qualifications the checklist of a plan finds missing.
fn missing(app: &App, plan: &str) -> Vec<Value> {
    let siti = app.as_caseworker();
    let list = siti.get(&format!("/v1/plans/{plan}/checklist")).send().ok();
    let items = list["items"].as_array().unwrap();
    let item = items
        .iter()
        .find(|item| item["code"] == "techniques_qualified");
    item.unwrap()["missing"].as_array().unwrap().clone()
}

#[test]
fn a_plan_is_activated_when_its_techniques_are_in_qualified_hands() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (plan, ..) = whole(&app, &intervening(&app).id());
    let plan = plan.id();
    let list = format!("/v1/plans/{plan}/strategies");
    let strategy = siti.get(&list).send().ok().ids()[0].to_owned();
    let path = format!("{list}/{strategy}");
    let edit = |body: Value| siti.patch(&path, body).if_match("*").send();
    edit(json!({"technique": "family_therapy"})).ok();
    let record = json!({"kind": "plan_part", "id": strategy});
    let unmet = |code: &str| {
        let missing = missing(&app, &plan);
        assert_eq!(missing.len(), 1);
        assert_eq!(missing[0]["code"], code);
        assert_eq!(missing[0]["record"], record);
        assert_eq!(missing[0]["qualification"], "family_therapy");
    };
    unmet("strategy_qualification");

    // Whoever is named sees the case.
    for nobody in ["hanim", "dewi", "data", "admin"] {
        let worker: WorkerId = app.worker(nobody);
        let unknown = edit(json!({"qualified_worker_id": worker}));
        let unknown = unknown.problem(422, "invalid_body");
        let fault = ("/qualified_worker_id", "unknown_reference");
        assert_eq!(unknown.faults(), [fault]);
    }
    let unknown = edit(json!({"qualified_worker_id": app.new_id()}));
    unknown.problem(422, "invalid_body");
    let farid: WorkerId = app.worker("farid");
    let named = edit(json!({"qualified_worker_id": farid})).ok();
    assert_eq!(named["qualified_worker_id"], json!(farid));
    unmet("worker_qualification");

    approved(&app, &plan);
    let activate = || act(&app.as_caseworker(), &plan, "activation", json!({}));
    let refused = || {
        let refused = activate().problem(409, "refused");
        let refusals = &refused["refusals"];
        assert_eq!(refusals.as_array().unwrap().len(), 1);
        assert_eq!(refusals[0]["requirement"], "techniques_qualified");
    };
    refused();
    // For another technique; no longer; not any more.
    recorded(&app, "farid", qualification("clinical_social_work"));
    let mut over = qualification("family_therapy");
    over["valid_until"] = json!("2026-03-01");
    recorded(&app, "farid", over.clone());
    let revoked = recorded(&app, "farid", qualification("family_therapy"));
    assert_eq!(missing(&app, &plan), [] as [Value; 0]);
    withdraw(&app, &revoked.id(), json!({"reason": "It was revoked."})).ok();
    refused();
    over["valid_until"] = json!("2026-03-02");
    recorded(&app, "farid", over);
    // The last day of it ends in Kulim.
    app.clock.set("2026-03-02T15:59:59Z".parse().unwrap());
    assert_eq!(missing(&app, &plan), [] as [Value; 0]);
    app.clock.set("2026-03-02T16:00:00Z".parse().unwrap());
    refused();
    recorded(&app, "farid", qualification("family_therapy"));
    // Nor is anything in the hands of somebody who has left.
    let worker = format!("/v1/workers/{farid}");
    let admin = app.as_administrator();
    let standing = |what: &str| {
        let path = format!("{worker}/{what}");
        admin.call("POST", &path).if_match("*").send().ok();
    };
    standing("deactivation");
    refused();
    standing("reactivation");
    assert_eq!(activate().ok()["status"], "active");
}

#[test]
fn a_specialist_of_another_agency_is_named_in_words() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (plan, goal, _) = whole(&app, &intervening(&app).id());
    let strategy = json!({"goal_ids": [goal], "description": "Talks of the whole family.",
        "technique": "family_therapy", "method": "casework", "level": "micro",
        "starts_on": "2026-03-09", "ends_on": "2026-06-30",
        "qualified": "Dr Tan, family therapist, Hospital Kulim"});
    add(&siti, &plan.id(), "strategies", strategy).created();
    assert_eq!(missing(&app, &plan.id()), [] as [Value; 0]);
    approved(&app, &plan.id());
    act(&siti, &plan.id(), "activation", json!({})).ok();
}

#[test]
fn a_task_of_a_plan_is_given_to_somebody_who_sees_the_case() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (plan, _, objective) = whole(&app, &intervening(&app).id());
    let give = |owner: Value| {
        let mut task = tests::plans::task(objective, &[]);
        task["owner_id"] = owner;
        add(&siti, &plan.id(), "tasks", task)
    };
    let hanim: WorkerId = app.worker("hanim");
    for nobody in [json!(hanim), json!(app.new_id())] {
        let unknown = give(nobody).problem(422, "invalid_body");
        assert_eq!(unknown.faults(), [("/owner_id", "unknown_reference")]);
    }
    let farid: WorkerId = app.worker("farid");
    give(json!(farid)).created();
}
