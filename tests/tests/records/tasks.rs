//! Tasks: added, edited, done or cancelled.

use serde_json::{Value, json};
use tests::{App, Reply};

use crate::records::{
    case::Case,
    scene::{a_note, a_task, sign},
};

#[test]
fn a_task_is_added_edited_and_done() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let note = siti.post(&case.path("notes"), a_note()).send().created();
    let mut new = a_task();
    new["note_id"] = json!(note.id());
    new["owner_id"] = json!(app.worker::<domain::parties::WorkerId>("farid"));
    let task = siti.post(&case.path("tasks"), new).send().created();
    let path = format!("/v1/tasks/{}", task.id());
    assert_eq!(
        (task.header("location"), task.etag().as_str()),
        (path.as_str(), "\"v1\"")
    );
    assert_eq!(
        (&task["status"], &task["due_on"]),
        (&json!("open"), &json!("2026-03-16"))
    );
    assert_eq!(siti.get(&path).send().ok().body, task.body);

    let edited = siti
        .patch(&path, json!({"owner_id": null, "due_on": "2026-03-20"}))
        .if_match(&task.etag())
        .send()
        .ok();
    assert_eq!(
        (&edited["owner_id"], &edited["due_on"]),
        (&Value::Null, &json!("2026-03-20"))
    );
    assert_eq!(edited["text"], task["text"]);
    assert_eq!(app.db().count("record_versions"), 1);
    let same = siti
        .patch(&path, json!({"due_on": "2026-03-20"}))
        .if_match("*")
        .send()
        .ok();
    assert_eq!(same.etag(), "\"v2\"");

    let done = siti
        .call("POST", &format!("{path}/completion"))
        .if_match(&edited.etag())
        .send()
        .ok();
    assert_eq!(
        (&done["status"], &done["version"]),
        (&json!("done"), &json!(3))
    );
    assert_eq!(done["ended_at"], "2026-03-02T01:00:00Z");
    assert_eq!(siti.get(&path).send().ok().body, done.body);
    let kinds = app
        .db()
        .lines("SELECT type AS value FROM events WHERE record_kind = 'task' ORDER BY seq");
    assert_eq!(
        kinds,
        ["case.task_added", "case.task_edited", "case.task_done"]
    );
}

#[test]
fn a_task_is_cancelled_with_its_reason() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let task = siti.post(&case.path("tasks"), a_task()).send().created();
    let path = format!("/v1/tasks/{}", task.id());
    let cancel = |body| {
        siti.post(&format!("{path}/cancellation"), body)
            .if_match("*")
    };
    let faults = cancel(json!({})).send().problem(422, "invalid_body");
    assert_eq!(faults.faults(), [("/reason", "required")]);
    let cancelled = cancel(json!({"reason": "He has been found."})).send().ok();
    assert_eq!(cancelled["status"], "cancelled");
    assert_eq!(cancelled["cancel_reason"], "He has been found.");
    assert_eq!(siti.get(&path).send().ok().body, cancelled.body);

    let over = [
        cancel(json!({"reason": "Again."})).send(),
        siti.call("POST", &format!("{path}/completion"))
            .if_match("*")
            .send(),
        siti.patch(&path, json!({"text": "Other."}))
            .if_match("*")
            .send(),
    ];
    for refused in over {
        assert_eq!(
            refused.problem(409, "refused").refusals(),
            ["task_not_open"]
        );
    }
}

#[test]
fn a_task_names_a_note_of_its_case_and_an_owner_who_sees_it() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let other = Case::open(&app);
    let elsewhere = siti.post(&other.path("notes"), a_note()).send().created();
    sign(&siti, &elsewhere.id(), "*").send().ok();
    case.name(&app, "farid", "team");
    let draft = app.as_colleague();
    let draft = draft.post(&case.path("notes"), a_note()).send().created();
    let before = app.dump();
    let add = |name: &str, id: String| {
        let mut new = a_task();
        new[name] = json!(id);
        siti.post(&case.path("tasks"), new).send()
    };
    let unknown = |reply: Reply, pointer: &str| {
        let fault = reply.problem(422, "invalid_body");
        assert_eq!(fault.faults(), [(pointer, "unknown_reference")]);
    };
    for note in [elsewhere.id(), draft.id(), app.new_id().to_string()] {
        unknown(add("note_id", note), "/note_id");
    }
    let worker = |name| app.worker::<domain::parties::WorkerId>(name).to_string();
    for owner in ["hanim", "dewi", "data", "tamu", "admin"] {
        unknown(add("owner_id", worker(owner)), "/owner_id");
    }
    unknown(add("owner_id", app.new_id().to_string()), "/owner_id");
    assert_eq!(app.dump(), before);
    let task = add("owner_id", worker("azman")).created();
    let path = format!("/v1/tasks/{}", task.id());
    let edit = |body| siti.patch(&path, body).if_match("*").send();
    unknown(edit(json!({"owner_id": worker("hanim")})), "/owner_id");
    edit(json!({"owner_id": worker("rosnah")})).ok();
}

#[test]
fn tasks_are_listed_by_status_and_by_change() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let add = || {
        app.clock.advance(std::time::Duration::from_secs(10));
        siti.post(&case.path("tasks"), a_task())
            .send()
            .created()
            .id()
    };
    let (first, second, third) = (add(), add(), add());
    app.clock.advance(std::time::Duration::from_secs(10));
    siti.call("POST", &format!("/v1/tasks/{first}/completion"))
        .if_match("*")
        .send()
        .ok();
    let list = |query: &str| {
        let page = siti.get(&case.path(&format!("tasks?{query}"))).send().ok();
        page.ids()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(list(""), [&*third, &*second, &*first]);
    assert_eq!(list("status=open&limit=200"), [&*third, &*second]);
    assert_eq!(list("status=done"), [&*first]);
    assert_eq!(list("sort=modified_at"), [&*second, &*third, &*first]);
    let since = "sort=modified_at&modified_after=2026-03-02T01:00:20Z";
    assert_eq!(list(since), [&*third, &*first]);
    siti.get(&case.path("tasks?status=lost"))
        .send()
        .problem(400, "invalid_parameter");
    siti.get(&case.path("tasks?state=open"))
        .send()
        .problem(400, "invalid_parameter");
}

fn started() -> (App, Case) {
    let app = App::start();
    let case = Case::open(&app);
    (app, case)
}
