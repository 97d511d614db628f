//! Sessions, their corrections, and group sessions that show no client to the case of another.

use serde_json::{Value, json};
use tests::{
    App, Reply,
    cases::{closed, opened, opened_by},
    life::intervening,
    race,
    work::{group_session, intervention, session},
};

fn case(app: &App) -> (Reply, String) {
    let case = intervening(app);
    let path = format!("/v1/cases/{}/work-sessions", case.id());
    (case, path)
}

fn with(name: &str, value: Value) -> Value {
    let mut body = session();
    body[name] = value;
    body
}

/// The same session, put right.
fn instead_of(id: &str) -> Value {
    with(
        "supersedes",
        json!({"work_session_id": id, "reason": "It took longer."}),
    )
}

fn code(reply: Reply) -> String {
    reply.problem(409, "refused").refusals().join(" ")
}

fn groups(case: &str) -> String {
    format!("/v1/cases/{case}/group-sessions")
}

#[test]
fn a_session_is_recorded_for_its_intervention_and_tells_the_timeline_no_name() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let interventions = format!("/v1/cases/{}/interventions", case.id());
    let planned = siti.post(&interventions, intervention()).send().created();
    let mut body = with("intervention_id", json!(planned.id()));
    body["attendees"] = json!([
        {"person_id": case["person_id"]},
        {"name": "Encik Harun", "absence_reason": "At work"}
    ]);
    let early = siti.post(&path, body.clone()).send();
    assert_eq!(code(early), "intervention_not_begun");
    let start = format!("/v1/interventions/{}/start", planned.id());
    let start = siti.post(&start, json!({"started_on": "2026-03-02"}));
    start.if_match(&planned.etag()).send().ok();
    let told = siti.post(&path, body).send().created();
    let address = format!("/v1/work-sessions/{}", told.id());
    assert_eq!(told.header("location"), address);
    assert_eq!(told["attendees"][1]["absence_reason"], "At work");
    let again = siti.get(&address).send().ok();
    assert_eq!(again.body, told.body);
    assert_eq!(again.header("etag"), "", "it never changes by itself");
    siti.post(&path, session()).send().created();
    let of_one = siti.get(&format!("{path}?intervention_id={}", planned.id()));
    assert_eq!(of_one.send().ok().ids(), [told.id()]);
    assert_eq!(siti.get(&path).send().ok().ids().len(), 2);
    let timeline = siti.get(&format!("/v1/cases/{}/timeline", case.id()));
    let timeline = timeline.send().ok().body.to_string();
    assert!(timeline.contains("case.session_recorded") && !timeline.contains("Harun"));
}

#[test]
fn a_mistake_is_put_right_by_one_that_takes_its_place_once() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let wrong = siti.post(&path, session()).send().created();
    let said = race(6, |_| {
        loop {
            let reply = siti.post(&path, instead_of(&wrong.id())).send();
            if reply.status != 503 {
                break reply.status;
            }
        }
    });
    assert_eq!(said.iter().filter(|it| **it == 201).count(), 1, "{said:?}");
    assert_eq!(said.iter().filter(|it| **it == 409).count(), 5, "{said:?}");
    assert_eq!(app.db().count("work_records"), 2);
    let wrong = siti
        .get(&format!("/v1/work-sessions/{}", wrong.id()))
        .send()
        .ok();
    let right = wrong["superseded_by"].as_str().unwrap();
    let right = siti.get(&format!("/v1/work-sessions/{right}")).send().ok();
    assert_eq!(right["supersedes"]["work_session_id"], wrong.id());
    assert_eq!(
        code(siti.post(&path, instead_of(&wrong.id())).send()),
        "already_superseded"
    );
    let elsewhere = case(&app).1;
    let elsewhere = siti.post(&elsewhere, instead_of(&right.id())).send();
    assert_eq!(
        elsewhere.problem(422, "invalid_body").faults(),
        [("/supersedes/work_session_id", "unknown_reference")]
    );
}

#[test]
fn what_does_not_fit_is_refused_with_its_code() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let send = |body: Value| siti.post(&path, body).send();
    assert_eq!(
        code(send(with("held_at", json!("2026-03-02T02:00:00Z")))),
        "in_future"
    );
    let nameless = json!([{"absence_reason": "Ill"}]);
    assert_eq!(code(send(with("attendees", nameless))), "attendee_unnamed");
    for (name, value, pointer) in [
        ("intervention_id", json!(app.new_id()), "/intervention_id"),
        (
            "attendees",
            json!([{"person_id": app.new_id()}]),
            "/attendees/0/person_id",
        ),
    ] {
        let unknown = send(with(name, value)).problem(422, "invalid_body");
        assert_eq!(unknown.faults(), [(pointer, "unknown_reference")]);
    }
    send(with("attendees", json!([]))).problem(422, "invalid_body");
    send(with("minutes", json!(0))).problem(422, "invalid_body");
    assert_eq!(app.db().count("work_records"), 0);

    // The work goes on while the case waits (rule 1).
    let hold = json!({"reason": "He is in hospital for an operation."});
    let hold = siti.post(&format!("/v1/cases/{}/hold", case.id()), hold);
    hold.if_match(&case.etag()).send().ok();
    send(session()).created();
    let over = closed(&app);
    let path = format!("/v1/cases/{}/work-sessions", over.id());
    assert_eq!(code(siti.post(&path, session()).send()), "case_closed");
}

#[test]
fn the_team_records_sessions_and_whoever_sees_the_case_reads_them() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let mut own = with("id", json!(app.new_id()));
    let told = siti.post(&path, own.clone()).send().created();
    assert_eq!(siti.post(&path, own.clone()).send().ok().body, told.body);
    own["minutes"] = json!(41);
    siti.post(&path, own).send().problem(409, "already_exists");
    let address = format!("/v1/work-sessions/{}", told.id());
    let other = opened(&app, "older_person");
    for (who, reads, writes) in [
        ("azman", 200, 403),
        ("farid", 200, 403),
        ("auditor", 200, 403),
        ("data", 403, 403),
        ("hanim", 404, 404),
    ] {
        let client = app.as_(who);
        client.get(&path).send().status(reads);
        client.get(&address).send().status(reads);
        client.post(&path, session()).send().status(writes);
        let group = group_session(&other.id());
        client
            .post(&groups(&case.id()), group)
            .send()
            .status(writes);
    }
    app.anonymous()
        .get(&address)
        .send()
        .problem(401, "unauthenticated");
    let farid = app.worker::<domain::parties::WorkerId>("farid");
    let named = format!("/v1/cases/{}/members/{farid}", case.id());
    let named = app
        .as_supervisor()
        .put(&named, json!({"membership": "team"}));
    named.if_match("*").send();
    app.as_("farid").post(&path, session()).send().created();
}

#[test]
fn whoever_reads_one_case_of_a_group_session_learns_nothing_of_the_other() {
    let app = App::start();
    let siti = app.as_caseworker();
    // Farid reads the one, a standard case of his unit, and not the other, a confidential one.
    let (one, other) = (opened(&app, "older_person"), opened(&app, "child_abuse"));
    let mut body = group_session(&other.id());
    body["attendees"] = json!([{"person_id": one["person_id"]}]);
    body["others"][0]["attendees"][0] =
        json!({"person_id": other["person_id"], "absence_reason": "Ill"});
    let told = siti.post(&groups(&one.id()), body).send().created();
    let sessions = told["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    let (here, there) = (&sessions[0], &sessions[1]);
    assert_eq!(here["case_id"], json!(one.id()));
    assert_eq!(there["case_id"], json!(other.id()));
    for session in [here, there] {
        assert_eq!(session["form"], "group");
        assert_eq!(session["group_session_id"], told["id"]);
        assert_eq!(session["attendees"].as_array().unwrap().len(), 1);
    }
    let address = |it: &Value| format!("/v1/work-sessions/{}", it["id"].as_str().unwrap());

    let farid = app.as_("farid");
    farid
        .get(&format!("/v1/cases/{}", other.id()))
        .send()
        .problem(404, "not_found");
    farid.get(&address(there)).send().problem(404, "not_found");
    let case = one.id();
    let seen = [
        address(here),
        format!("/v1/cases/{case}/work-sessions"),
        format!("/v1/cases/{case}/timeline"),
        format!("/v1/cases/{case}"),
    ];
    let secrets = [
        json!(other.id()),
        other["person_id"].clone(),
        there["id"].clone(),
        json!("Sent word that she was sorry."),
        json!("Ill"),
    ];
    for path in seen {
        let text = farid.get(&path).send().ok().body.to_string();
        for secret in &secrets {
            assert!(!text.contains(&secret.to_string()), "{path} tells {secret}");
        }
        assert!(!text.contains("others"), "{path}");
    }
    // The record is the same as that of a group whose other case Farid reads too.
    let third = opened(&app, "older_person");
    let plain = siti
        .post(&groups(&one.id()), group_session(&third.id()))
        .send()
        .created();
    let names = |it: &Value| it.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(here), names(&plain["sessions"][0]));

    // A mistake is put right in its own case, and stands for the same session.
    let mut right = session();
    right["form"] = json!("group");
    right["supersedes"] = json!({"work_session_id": here["id"], "reason": "He was there."});
    let path = format!("/v1/cases/{case}/work-sessions");
    let right = siti.post(&path, right).send().created();
    assert_eq!(right["group_session_id"], told["id"]);
    let untouched = siti.get(&address(there)).send().ok();
    assert_eq!(untouched.body, *there);
}

#[test]
fn a_group_session_names_only_cases_of_the_one_who_records_it_and_no_client_in_anothers() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (one, other) = (opened(&app, "older_person"), opened(&app, "older_person"));
    let path = groups(&one.id());
    // One that is read and not worked on, one that is not seen, one that is not there.
    let farids = opened_by(&app, "older_person", "farid", "azman", json!({}));
    let hidden = opened_by(&app, "child_abuse", "farid", "azman", json!({}));
    let mut answers = Vec::new();
    for stranger in [farids.id(), hidden.id(), app.new_id().to_string()] {
        let refused = siti.post(&path, group_session(&stranger)).send();
        let refused = refused.problem(422, "invalid_body");
        assert_eq!(
            refused.faults(),
            [("/others/0/case_id", "unknown_reference")]
        );
        answers.push(refused["errors"].clone());
    }
    assert!(answers.iter().all(|it| *it == answers[0]));

    let mut shown = group_session(&other.id());
    shown["others"][0]["attendees"] = json!([{"person_id": one["person_id"]}]);
    let shown = siti.post(&path, shown).send().problem(409, "refused");
    assert_eq!(shown.refusals(), ["client_of_another_case"]);
    assert_eq!(
        code(siti.post(&path, group_session(&one.id())).send()),
        "case_named_twice"
    );
    let mut alone = group_session(&other.id());
    alone["others"] = json!([]);
    siti.post(&path, alone).send().problem(422, "invalid_body");
    let over = closed(&app);
    let refused = siti.post(&path, group_session(&over.id())).send();
    assert_eq!(code(refused), "case_closed");
    assert_eq!(app.db().count("work_records"), 0);

    let mut same = group_session(&other.id());
    same["id"] = json!(app.new_id());
    let made = siti.post(&path, same.clone()).send().created();
    assert_eq!(siti.post(&path, same.clone()).send().ok().body, made.body);
    let third = opened(&app, "older_person");
    let elsewhere = siti.post(&groups(&third.id()), same.clone()).send();
    elsewhere.problem(409, "already_exists");
    same["minutes"] = json!(60);
    siti.post(&path, same).send().problem(409, "already_exists");
    assert_eq!(app.db().count("work_records"), 2);
}

#[test]
fn group_sessions_that_name_each_others_cases_do_not_wait_for_ever() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (one, other) = (opened(&app, "older_person"), opened(&app, "older_person"));
    let said = race(6, |i| {
        let (here, there) = if i % 2 == 0 {
            (&one, &other)
        } else {
            (&other, &one)
        };
        loop {
            let reply = siti
                .post(&groups(&here.id()), group_session(&there.id()))
                .send();
            // Who is told that the database is busy asks again.
            if reply.status != 503 {
                break reply.status;
            }
        }
    });
    assert_eq!(said, [201; 6]);
    assert_eq!(app.db().count("work_records"), 12);
}
