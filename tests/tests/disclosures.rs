//! What of a case was told to whom.

use serde_json::{Value, json};
use tests::{
    App, Reply,
    cases::{closed, disclosure, opened},
    engagement::consents,
    race,
};

fn case(app: &App) -> (Reply, String) {
    let case = opened(app, "older_person");
    let path = format!("/v1/cases/{}/disclosures", case.id());
    (case, path)
}

/// The same disclosure, put right.
fn instead_of(id: &str) -> Value {
    let mut body = disclosure();
    body["basis"] = json!("vital_interest");
    body["basis_reference"] = json!("He would not have survived the night.");
    body["supersedes"] = json!({"disclosure_id": id, "reason": "No act asked for it."});
    body
}

#[test]
fn a_disclosure_is_recorded_with_its_right_and_tells_the_timeline_no_name() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let consent = consents(&siti, &case.id(), "information_sharing");
    let mut body = disclosure();
    body["basis"] = json!("consent");
    body["consent_id"] = json!(consent.id());
    body["basis_reference"] = json!("His consent of 2026-03-02");
    let told = siti.post(&path, body).send().created();
    let address = format!("/v1/disclosures/{}", told.id());
    assert_eq!(told.header("location"), address);
    assert_eq!(told["basis_reference"], "His consent of 2026-03-02");
    let read = siti.get(&address).send().ok();
    assert_eq!(read.body, told.body);
    assert_eq!(read.header("etag"), "", "it never changes by itself");
    let timeline = format!("/v1/cases/{}/timeline?sort=newest_first&limit=1", case.id());
    let last = siti.get(&timeline).send().ok();
    let event = &last["items"][0];
    assert_eq!(event["type"], "case.disclosure_recorded");
    assert_eq!(event["data"]["recipient"], "health_service");
    assert_eq!(event["data"]["basis"], "consent");
    assert!(!event.to_string().contains("Tan"));
}

#[test]
fn a_mistake_is_put_right_by_one_that_takes_its_place_once() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let wrong = siti.post(&path, disclosure()).send().created();
    let right = siti.post(&path, instead_of(&wrong.id())).send().created();
    assert_eq!(right["supersedes"]["disclosure_id"], wrong.id());
    let address = format!("/v1/disclosures/{}", wrong.id());
    assert_eq!(siti.get(&address).send().ok()["superseded_by"], right.id());
    let again = siti.post(&path, instead_of(&wrong.id())).send();
    let again = again.problem(409, "refused");
    assert_eq!(again.refusals(), ["already_superseded"]);
    siti.post(&path, instead_of(&right.id())).send().created();
    assert_eq!(siti.get(&path).send().ok().ids().len(), 3);

    let elsewhere = case(&app).1;
    let elsewhere = siti.post(&elsewhere, instead_of(&wrong.id())).send();
    let elsewhere = elsewhere.problem(422, "invalid_body");
    assert_eq!(
        elsewhere.faults(),
        [("/supersedes/disclosure_id", "unknown_reference")]
    );
}

#[test]
fn of_many_who_put_one_right_one_does() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let wrong = siti.post(&path, disclosure()).send().created();
    let said = race(8, |_| {
        siti.post(&path, instead_of(&wrong.id())).send().status
    });
    assert_eq!(
        said.iter().filter(|status| **status == 201).count(),
        1,
        "{said:?}"
    );
    assert_eq!(
        said.iter().filter(|status| **status == 409).count(),
        7,
        "{said:?}"
    );
    assert_eq!(app.db().count("disclosures"), 2);
}

#[test]
fn what_has_not_happened_or_names_somebody_unknown_is_refused() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let mut later = disclosure();
    later["disclosed_at"] = json!("2026-03-02T02:00:00Z");
    let later = siti.post(&path, later).send().problem(409, "refused");
    assert_eq!(later.refusals(), ["in_future"]);
    let mut stranger = disclosure();
    stranger["person_id"] = json!(app.new_id());
    let stranger = siti.post(&path, stranger).send();
    assert_eq!(
        stranger.problem(422, "invalid_body").faults(),
        [("/person_id", "unknown_reference")]
    );
    let mut bare = disclosure();
    bare["basis_reference"] = Value::Null;
    let bare = siti.post(&path, bare).send().problem(422, "invalid_body");
    assert_eq!(bare.faults(), [("/basis_reference", "required")]);
    assert_eq!(app.db().count("disclosures"), 0);
}

#[test]
fn a_closed_file_is_asked_for_too() {
    let app = App::start();
    let case = closed(&app);
    let path = format!("/v1/cases/{}/disclosures", case.id());
    let mut asked = disclosure();
    asked["recipient"] = json!("court");
    asked["basis"] = json!("court_order");
    asked["basis_reference"] = json!("Kulim 83-417-03/2026");
    app.as_caseworker().post(&path, asked).send().created();
}

#[test]
fn the_team_records_disclosures_and_whoever_sees_the_case_reads_them() {
    let app = App::start();
    let (case, path) = case(&app);
    let told = app
        .as_caseworker()
        .post(&path, disclosure())
        .send()
        .created();
    let address = format!("/v1/disclosures/{}", told.id());
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
        client.post(&path, disclosure()).send().status(writes);
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
    app.as_("farid").post(&path, disclosure()).send().created();
    let nothing = format!("/v1/disclosures/{}", app.new_id());
    app.as_caseworker()
        .get(&nothing)
        .send()
        .problem(404, "not_found");
}

#[test]
fn the_same_disclosure_is_recorded_once_and_the_list_goes_by_its_time_or_by_change() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let at = |minute: u32| {
        let mut body = disclosure();
        body["disclosed_at"] = json!(format!("2026-03-02T00:{minute:02}:00Z"));
        body
    };
    let mut first = at(20);
    first["id"] = json!(app.new_id());
    let made = siti.post(&path, first.clone()).send().created();
    assert_eq!(siti.post(&path, first.clone()).send().ok().body, made.body);
    first["purpose"] = json!("Another.");
    siti.post(&path, first)
        .send()
        .problem(409, "already_exists");
    let tried = siti.post(&format!("{path}?validate_only=true"), at(10));
    tried.send().created();
    app.clock.advance(std::time::Duration::from_secs(1));
    let second = siti.post(&path, at(10)).send().created();
    let newest = siti.get(&path).send().ok();
    assert_eq!(newest.ids(), [made.id(), second.id()]);
    app.clock.advance(std::time::Duration::from_secs(1));
    let third = siti.post(&path, instead_of(&made.id())).send().created();
    // The first has changed with the third, and comes before it or after it by its id.
    let changed = siti
        .get(&format!("{path}?sort=modified_at&limit=1"))
        .send()
        .ok();
    assert_eq!(changed.ids(), [second.id()]);
    let cursor = changed["next_cursor"].as_str().unwrap_or_default();
    let rest = siti
        .get(&format!("{path}?sort=modified_at&cursor={cursor}"))
        .send()
        .ok();
    assert_eq!(rest.ids(), [made.id(), third.id()]);
}
