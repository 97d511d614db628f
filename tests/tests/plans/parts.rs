//! The parts of a plan, every kind in the same way.

use serde_json::{Value, json};
use tests::{
    App,
    assessments::{self, place},
    life::intervening,
    plans::{Part, act, add, draft, parts, task, whole},
};

#[test]
fn a_part_of_every_kind_is_added_read_listed_edited_and_removed() {
    let app = App::start();
    let siti = app.as_caseworker();
    let plan = draft(&siti, &intervening(&app).id());
    let (goal, objective) = (app.new_id(), app.new_id());
    let mut paths = Vec::new();
    for Part {
        one,
        place: at,
        new,
        edit,
        ..
    } in parts(goal, objective)
    {
        let list = place_of(&plan.id(), at);
        let made = siti.post(&list, new.clone()).send().created();
        let path = format!("{list}/{}", made.id());
        assert_eq!(made.header("location"), path);
        assert_eq!(made["plan_id"], plan["id"]);
        for (name, value) in new.as_object().unwrap() {
            assert_eq!(&made[name.as_str()], value, "{one}");
        }
        assert_eq!(siti.get(&list).send().ok()["items"], json!([made.body]));
        let edited = siti
            .patch(&path, edit.clone())
            .if_match(&made.etag())
            .send()
            .ok();
        for (name, value) in edit.as_object().unwrap() {
            assert_eq!(&edited[name.as_str()], value, "{one}");
        }
        assert_eq!(siti.get(&path).send().ok().body, edited.body);
        siti.patch(&path, edit)
            .if_match("\"v1\"")
            .send()
            .problem(412, "version_conflict");
        paths.push((one, path));
    }
    // What others name is taken away after them.
    for (one, path) in paths.into_iter().rev() {
        siti.delete(&path).if_match("\"v2\"").send().status(204);
        siti.get(&path).send().problem(404, "not_found");
        let kinds = app.db().lines(&format!(
            "SELECT type AS value FROM events WHERE record_kind = '{one}' ORDER BY seq"
        ));
        assert_eq!(
            kinds,
            ["element.added", "element.edited", "element.removed"]
        );
    }
    // The plan itself is as it was.
    let there = siti.get(&format!("/v1/plans/{}", plan.id())).send().ok();
    assert_eq!(there.body, plan.body);
}

fn place_of(plan: &str, at: &str) -> String {
    format!("/v1/plans/{plan}/{at}")
}

fn fault(app: &App, plan: &str, at: &str, body: Value) -> (String, String) {
    let reply = add(&app.as_caseworker(), plan, at, body).problem(422, "invalid_body");
    let faults = reply.faults();
    assert_eq!(faults.len(), 1);
    (faults[0].0.to_owned(), faults[0].1.to_owned())
}

fn told(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

#[test]
fn what_a_part_names_is_there_and_is_not_taken_away() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = intervening(&app);
    let (plan, goal, objective) = whole(&app, &case.id());
    let plan = plan.id();
    let lost = app.new_id();
    assert_eq!(
        fault(
            &app,
            &plan,
            "objectives",
            json!({"goal_id": lost, "statement": "x"})
        ),
        told("/goal_id", "unknown_reference")
    );
    assert_eq!(
        fault(&app, &plan, "tasks", task(lost, &[])),
        told("/objective_id", "unknown_reference")
    );
    for (at, id) in [("goals", goal), ("objectives", objective)] {
        let path = format!("/v1/plans/{plan}/{at}/{id}");
        let refused = siti.delete(&path).if_match("*").send();
        assert_eq!(refused.problem(409, "refused").refusals(), ["still_named"]);
    }

    // The issue is one of an assessment of the same case.
    let assessment = assessments::draft(&siti, &case.id(), "initial");
    let issue = siti
        .post(
            &place(&assessment, "issues"),
            json!({"statement": "She no longer cooks.", "causes": [], "barriers": [],
                "opportunities": [], "indicators": []}),
        )
        .send()
        .created();
    let path = format!("/v1/plans/{plan}/goals/{goal}");
    let name = |issue: &Value| {
        siti.patch(&path, json!({"issue_id": issue}))
            .if_match("*")
            .send()
    };
    let unknown = name(&json!(lost)).problem(422, "invalid_body");
    assert_eq!(unknown.faults(), [("/issue_id", "unknown_reference")]);
    assert_eq!(name(&issue["id"]).ok()["issue_id"], issue["id"]);
}

#[test]
fn tasks_do_not_wait_in_a_circle() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (plan, _, objective) = whole(&app, &intervening(&app).id());
    let tasks = format!("/v1/plans/{}/tasks", plan.id());
    let add = |after: &[&str]| siti.post(&tasks, task(objective, after)).send().created();
    let first = add(&[]);
    let second = add(&[&first.id()]);
    let third = add(&[&second.id()]);
    let path = format!("{tasks}/{}", first.id());
    let refused = siti
        .patch(&path, json!({"after": [third.id()]}))
        .if_match(&first.etag())
        .send()
        .problem(422, "invalid_body");
    assert_eq!(refused.faults(), [("/after", "waits_for_itself")]);
    let mut late = task(objective, &[]);
    late["due_on"] = json!("2026-03-08");
    assert_eq!(
        fault(&app, &plan.id(), "tasks", late),
        told("/due_on", "date_too_early")
    );
}

#[test]
fn a_proposed_plan_is_not_edited() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (plan, goal, _) = whole(&app, &intervening(&app).id());
    act(&siti, &plan.id(), "proposal", json!({})).ok();
    let path = format!("/v1/plans/{}/goals/{goal}", plan.id());
    for refused in [
        siti.patch(&path, json!({"weight": 2})).if_match("*").send(),
        siti.delete(&path).if_match("*").send(),
        add(
            &siti,
            &plan.id(),
            "milestones",
            json!({"title": "x", "due_on": "2026-05-15"}),
        ),
        siti.patch(&format!("/v1/plans/{}", plan.id()), json!({"focus": "x"}))
            .if_match("*")
            .send(),
    ] {
        let refused = refused.problem(409, "refused");
        assert_eq!(refused.refusals(), ["plan_not_draft"]);
    }
}
