//! The cases of a worker who is deactivated go to a superior, all of them or none.

use domain::parties::WorkerId;
use serde_json::{Value, json};
use tests::{
    App, Reply,
    cases::{closed, opened, opened_by, read},
};

fn worker(app: &App, username: &str) -> String {
    app.worker::<WorkerId>(username).to_string()
}

fn deactivate(app: &App, who: &str, successor: Option<&str>) -> Reply {
    let query = successor.map_or_else(String::new, |one| {
        format!("?successor_id={}", worker(app, one))
    });
    let path = format!("/v1/workers/{}/deactivation{query}", worker(app, who));
    let call = app.as_administrator().call("POST", &path);
    call.if_match("*").send()
}

fn ask(app: &App, who: &str, case: &str, to: &str) -> Reply {
    let path = format!("/v1/cases/{case}/reassignments");
    let body = json!({"to_worker_id": worker(app, to), "reason": "She has too many cases now."});
    app.as_(who).post(&path, body).send().created()
}

fn status(app: &App, who: &str, one: &Reply) -> Value {
    let path = format!("/v1/reassignments/{}", one.id());
    app.as_(who).get(&path).send().ok()["status"].clone()
}

#[test]
fn open_cases_go_to_the_superior_who_is_named() {
    let app = App::start();
    let (one, two) = (
        opened(&app, "older_person"),
        opened(&app, "domestic_violence"),
    );
    let ended = closed(&app);
    let farids = opened_by(&app, "homeless", "farid", "azman", json!({}));
    let team = format!("/v1/cases/{}/members/{}", farids.id(), worker(&app, "siti"));
    let call = app
        .as_supervisor()
        .put(&team, json!({"membership": "team"}));
    call.if_match("*").send().created();
    let to_her = ask(&app, "azman", &farids.id(), "siti");
    let from_her = ask(&app, "azman", &one.id(), "farid");

    let _ = app.as_administrator();
    let before = app.dump();
    // Two supervisors: it is not plain who takes over.
    let refused = deactivate(&app, "siti", None).problem(409, "refused");
    assert_eq!(refused.refusals(), ["worker_has_open_cases"]);
    for nobody in ["farid", "kamal", "siti", "admin"] {
        let unknown = deactivate(&app, "siti", Some(nobody)).problem(400, "invalid_parameter");
        assert_eq!(unknown.faults(), [("?successor_id", "unknown_reference")]);
    }
    assert_eq!(app.dump(), before);

    let done = deactivate(&app, "siti", Some("rosnah")).ok();
    assert_eq!(done["active"], false);
    let rosnah = app.as_second_supervisor();
    for case in [&one, &two] {
        let now = read(&rosnah, &case.id());
        assert_eq!(now["responsible_id"], worker(&app, "rosnah"));
        let members = rosnah
            .get(&format!("/v1/cases/{}/members", case.id()))
            .send()
            .ok();
        assert_eq!(members["items"].as_array().map(Vec::len), Some(1));
    }
    // She works on it as caseworkers do.
    let tasks = format!("/v1/cases/{}/tasks", two.id());
    rosnah
        .post(&tasks, json!({"text": "Visit her."}))
        .send()
        .created();
    let history = format!("/v1/cases/{}/reassignments", two.id());
    let history = rosnah.get(&history).send().ok();
    let last = &history["items"][0];
    assert_eq!(
        (&last["status"], last.get("reason")),
        (&json!("accepted"), None)
    );
    assert_eq!(last["from_worker_id"], worker(&app, "siti"));
    let timeline = format!("/v1/cases/{}/timeline?sort=newest_first&limit=2", two.id());
    let timeline = rosnah.get(&timeline).send().ok();
    assert_eq!(timeline["items"][1]["type"], "case.reassigned");
    assert_eq!(timeline["items"][1]["actor"]["id"], worker(&app, "admin"));

    assert_eq!(
        read(&rosnah, &ended.id())["responsible_id"],
        worker(&app, "siti")
    );
    assert_eq!(status(&app, "azman", &to_her), "withdrawn");
    app.as_supervisor()
        .get(&team)
        .send()
        .problem(404, "not_found");
    // What was offered to somebody else stands, and takes the case from its successor.
    assert_eq!(status(&app, "azman", &from_her), "pending");
    let path = format!("/v1/reassignments/{}/acceptance", from_her.id());
    let call = app.as_colleague().call("POST", &path);
    call.if_match(&from_her.etag()).send().ok();
    assert_eq!(
        read(&rosnah, &one.id())["responsible_id"],
        worker(&app, "farid")
    );
}

#[test]
fn the_only_supervisor_takes_over_and_then_the_nearest_above() {
    let app = App::start();
    let case = opened_by(&app, "older_person", "hanim", "kamal", json!({}));
    deactivate(&app, "hanim", None).ok();
    let kamal = app.as_("kamal");
    assert_eq!(
        read(&kamal, &case.id())["responsible_id"],
        worker(&app, "kamal")
    );
    deactivate(&app, "kamal", None).ok();
    let now = read(&app.as_director(), &case.id());
    assert_eq!(now["responsible_id"], worker(&app, "ismail"));
    assert_eq!(now.etag(), "\"v3\"");
    // Above him there is nobody.
    let refused = deactivate(&app, "ismail", None).problem(409, "refused");
    assert_eq!(refused.refusals(), ["worker_has_open_cases"]);
    let db = app.db();
    assert_eq!(db.count("case_members"), 1);
    assert_eq!(db.count("events WHERE type = 'case.reassigned'"), 2);
}

#[test]
fn what_is_offered_to_the_successor_is_settled_with_it() {
    let app = App::start();
    let case = opened_by(&app, "older_person", "hanim", "kamal", json!({}));
    // Kamal is a caseworker too, and asked to take the case over by the director.
    let db = app.db();
    let id = db.id(app.new_id());
    db.run(&format!(
        "INSERT INTO grants (id, worker_id, role, unit_id, granted_at)
        SELECT {id}, id, 'caseworker', unit_id, created_at FROM workers WHERE username = 'kamal'"
    ));
    let one = ask(&app, "ismail", &case.id(), "kamal");
    deactivate(&app, "hanim", None).ok();
    assert_eq!(status(&app, "kamal", &one), "withdrawn");
    let other = format!("/v1/cases/{}/reassignments", case.id());
    let page = app.as_("kamal").get(&other).send().ok();
    assert_eq!(page["items"].as_array().map(Vec::len), Some(2));
}

#[test]
fn who_may_not_deactivate_learns_nothing_of_the_cases() {
    let app = App::start();
    opened(&app, "older_person");
    let path = format!("/v1/workers/{}/deactivation", worker(&app, "siti"));
    for (who, status) in [
        ("azman", 403),
        ("auditor", 403),
        ("hanim", 404),
        ("agus", 404),
    ] {
        let call = app.as_(who).call("POST", &path);
        call.if_match("*").send().status(status);
    }
    let admin = app.as_administrator();
    admin
        .call("POST", &path)
        .send()
        .problem(428, "version_required");
    let wrong = admin
        .call("POST", &format!("{path}?successor=1"))
        .if_match("*");
    wrong.send().problem(400, "invalid_parameter");
}
