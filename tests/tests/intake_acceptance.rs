//! Acceptance: the gate, the case it opens, the file numbers, and many at the same moment.

use std::collections::BTreeSet;

use domain::parties::WorkerId;
use serde_json::{Value, json};
use tests::{
    App, Reply,
    intakes::{ask_for, person, screen, screened, told, told_about},
    race,
};

fn accept(app: &App, who: &str, intake: &Reply, body: Value) -> Reply {
    let path = format!("/v1/intakes/{}/acceptance", intake.id());
    let call = app.as_(who).post(&path, body);
    call.if_match(&intake.etag()).send()
}

fn by(app: &App, caseworker: &str) -> Value {
    json!({"caseworker_id": app.worker::<WorkerId>(caseworker)})
}

#[test]
fn acceptance_opens_a_case_with_the_next_file_number() {
    let app = App::start();
    let siti = app.as_caseworker();
    let intake = screened(&siti);
    let case = accept(&app, "azman", &intake, by(&app, "siti")).created();
    assert_eq!(case["file_number"], "PKMD-KULIM/2026/000001");
    assert_eq!(case["stage"], "assessment");
    assert_eq!(case["status"], "open");
    assert_eq!(case["person_id"], intake["person_id"]);
    assert_eq!(case["intake_id"], intake["id"]);
    assert_eq!(case["confidentiality"], "standard");
    assert_eq!(case.etag(), "\"v1\"");
    assert_eq!(case.header("location"), format!("/v1/cases/{}", case.id()));

    let path = format!("/v1/intakes/{}", intake.id());
    let decided = siti.get(&path).send().ok();
    assert_eq!(decided["decision"], "accepted");
    assert_eq!(decided["case_id"], case["id"]);
    // The case's timeline holds both events.
    let case_id = app.db().id(case.id());
    let events = format!("events WHERE case_id = {case_id}");
    assert_eq!(app.db().count(&events), 2);
    let member = format!("case_members WHERE case_id = {case_id} AND membership = 'responsible'");
    assert_eq!(app.db().count(&member), 1);

    let next = screened(&siti);
    let case = accept(&app, "azman", &next, by(&app, "farid")).created();
    assert_eq!(case["file_number"], "PKMD-KULIM/2026/000002");
}

#[test]
fn the_year_of_a_file_number_is_that_of_the_unit() {
    let app = App::start();
    let siti = app.as_caseworker();
    let intake = screened(&siti);
    // 2026-12-31T16:00:00Z is the new year in Kulim.
    app.clock
        .advance(std::time::Duration::from_secs((304 * 24 + 15) * 3600));
    let case = accept(&app, "azman", &intake, by(&app, "siti")).created();
    assert_eq!(case["file_number"], "PKMD-KULIM/2027/000001");
}

#[test]
fn acceptance_is_refused_with_everything_the_checklist_shows_unmet() {
    let app = App::start();
    ask_for(&app, "kulim", &["medical_report"]);
    let siti = app.as_caseworker();
    let intake = siti.post("/v1/intakes", told()).send().created();
    let unmet = |caseworker: &str| {
        let id = app.worker::<WorkerId>(caseworker);
        let path = format!("/v1/intakes/{}/checklist?caseworker_id={id}", intake.id());
        let list = app.as_supervisor().get(&path).send().ok();
        assert_eq!(list["ready"], false);
        assert_eq!(list.header("etag"), "");
        let items = list["items"].as_array().unwrap();
        items.iter().filter(|item| item["met"] == false).count()
    };
    // Hanim works in Baling: she is not a caseworker of this unit, nor is its supervisor.
    for (caseworker, count) in [("siti", 4), ("hanim", 5), ("azman", 5)] {
        assert_eq!(unmet(caseworker), count);
        let refused = accept(&app, "azman", &intake, by(&app, caseworker));
        let refused = refused.problem(409, "refused");
        let unmet = refused.refusals();
        let gate = unmet.iter().filter(|code| **code == "requirement_unmet");
        assert_eq!(gate.count(), count);
        assert!(unmet.contains(&"documents_due_on_missing"));
    }
    assert_eq!(app.db().count("cases") + app.db().count("file_counters"), 0);
}

#[test]
fn who_may_accept() {
    let app = App::start();
    let intake = screened(&app.as_caseworker());
    let path = format!("/v1/intakes/{}/acceptance", intake.id());
    app.anonymous()
        .post(&path, by(&app, "siti"))
        .send()
        .problem(401, "unauthenticated");
    for (who, status, code) in [
        ("siti", 403, "not_permitted"),
        ("auditor", 403, "not_permitted"),
        ("hanim", 404, "not_found"),
        ("admin", 404, "not_found"),
    ] {
        accept(&app, who, &intake, by(&app, "siti")).problem(status, code);
    }
    app.as_supervisor()
        .post(&path, by(&app, "siti"))
        .send()
        .problem(428, "version_required");
    let mut odd = by(&app, "siti");
    odd["case_id"] = json!("0b9a1a5e-6e0f-4b8e-9d59-1c1f6d2f7a10");
    let odd = accept(&app, "azman", &intake, odd).problem(422, "invalid_body");
    assert_eq!(odd.faults(), [("/case_id", "wrong_format")]);
    accept(&app, "ismail", &intake, by(&app, "siti")).created();
}

#[test]
fn an_emergency_is_accepted_without_papers_when_another_supervisor_overrides() {
    let app = App::start();
    ask_for(&app, "kulim", &["medical_report"]);
    let siti = app.as_caseworker();
    let mut body = told_about(&person(&siti));
    body["urgency"] = json!("emergency");
    let intake = siti.post("/v1/intakes", body).send().created();
    let path = format!("/v1/intakes/{}", intake.id());
    let intake = screen(&siti, &intake);
    let body = json!({
        "gate": "accept", "requirement": "documents_complete",
        "reason": "He cannot go home tonight; the report follows."
    });
    let over = app.as_supervisor().post(&format!("{path}/overrides"), body);
    let over = over.send().created();

    let mut body = by(&app, "siti");
    let own = accept(&app, "azman", &intake, body.clone()).problem(409, "refused");
    assert_eq!(
        own.refusals(),
        ["documents_due_on_missing", "requirement_unmet"]
    );
    let undated = accept(&app, "rosnah", &intake, body.clone()).problem(409, "refused");
    assert_eq!(undated.refusals(), ["documents_due_on_missing"]);
    body["documents_due_on"] = json!("2026-03-01");
    let past = accept(&app, "rosnah", &intake, body.clone()).problem(409, "refused");
    assert_eq!(past.refusals(), ["due_on_in_past"]);
    body["documents_due_on"] = json!("2026-03-16");
    accept(&app, "rosnah", &intake, body).created();
    let used = siti.get(&format!("{path}/overrides")).send().ok();
    assert_eq!(used["items"][0]["id"], json!(over.id()));
    assert_eq!(used["items"][0]["void_at"], "2026-03-02T01:00:00Z");
}

#[test]
fn an_accepted_intake_is_written_by_nobody_and_seen_like_its_case() {
    let app = App::start();
    let siti = app.as_caseworker();
    let mut body = told_about(&person(&siti));
    body["category"] = json!("domestic_violence");
    let intake = siti.post("/v1/intakes", body).send().created();
    let path = format!("/v1/intakes/{}", intake.id());
    let intake = screen(&siti, &intake);
    let case = accept(&app, "azman", &intake, by(&app, "siti")).created();
    assert_eq!(case["confidentiality"], "confidential");

    // Farid works in the unit, but not on this case.
    app.as_colleague()
        .get(&path)
        .send()
        .problem(404, "not_found");
    siti.get(&path).send().ok();
    let again = app
        .as_supervisor()
        .post(&format!("{path}/acceptance"), by(&app, "siti"));
    let again = again.if_match("*").send().problem(409, "refused");
    assert_eq!(again.refusals(), ["intake_decided"]);
    let call = siti.patch(&path, json!({"urgency": "urgent"}));
    let late = call.if_match("*").send().problem(409, "refused");
    assert_eq!(late.refusals(), ["intake_decided"]);
}

#[test]
fn names_of_a_case_in_other_systems_are_its_own() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (first, second) = (screened(&siti), screened(&siti));
    let mut body = by(&app, "siti");
    body["external_refs"] = json!([{"system": "ebantuan", "value": "K-1"}]);
    let case = accept(&app, "azman", &first, body.clone()).created();
    assert_eq!(case["external_refs"], body["external_refs"]);
    accept(&app, "azman", &second, body.clone()).problem(409, "already_exists");
    body["external_refs"] = json!([]);
    body["case_id"] = case["id"].clone();
    accept(&app, "azman", &second, body).problem(409, "already_exists");
}

#[test]
fn sixty_four_acceptances_at_once_get_sixty_four_numbers_without_a_gap() {
    let app = App::start();
    let siti = app.as_caseworker();
    let intakes: Vec<_> = (0..64).map(|_| screened(&siti)).collect();
    let _ = app.as_supervisor();
    let cases = race(64, |i| {
        accept(&app, "azman", &intakes[i], by(&app, "siti")).created()
    });
    let numbers: BTreeSet<_> = cases
        .iter()
        .map(|case| case["file_number"].as_str().unwrap().to_owned())
        .collect();
    let expected: BTreeSet<_> = (1..=64)
        .map(|n| format!("PKMD-KULIM/2026/{n:06}"))
        .collect();
    assert_eq!(numbers, expected);
    assert_eq!(
        app.db().number("SELECT last AS value FROM file_counters"),
        64
    );
}

#[test]
fn one_intake_accepted_by_sixty_four_at_once_opens_one_case() {
    let app = App::start();
    let intake = screened(&app.as_caseworker());
    let _ = app.as_supervisor();
    let replies = race(64, |i| {
        let path = format!("/v1/intakes/{}/acceptance", intake.id());
        let call = app.as_supervisor().post(&path, by(&app, "siti"));
        // Half of them insist on whatever version there is.
        let etag = if i % 2 == 0 {
            intake.etag()
        } else {
            "*".to_owned()
        };
        call.if_match(&etag).send()
    });
    let mut won = 0;
    for (i, reply) in replies.into_iter().enumerate() {
        match (reply.status, i % 2) {
            (201, _) => won += 1,
            (_, 0) => drop(reply.problem(412, "version_conflict")),
            (_, _) => {
                let refused = reply.problem(409, "refused");
                assert_eq!(refused.refusals(), ["intake_decided"]);
            }
        }
    }
    assert_eq!(won, 1);
    assert_eq!(app.db().count("cases"), 1);
    assert_eq!(
        app.db().number("SELECT last AS value FROM file_counters"),
        1
    );
}

#[test]
fn the_same_key_gets_the_same_answer_however_often_it_is_sent() {
    let app = App::start();
    let intake = screened(&app.as_caseworker());
    let path = format!("/v1/intakes/{}/acceptance", intake.id());
    let _ = app.as_supervisor();
    let send = || {
        let call = app.as_supervisor().post(&path, by(&app, "siti"));
        call.if_match(&intake.etag()).key("accept-1").send()
    };
    let replies = race(32, |_| send());
    let first = send().created();
    assert_eq!(first.header("idempotency-replayed"), "true");
    for reply in replies {
        if reply.status == 409 {
            // PostgreSQL may still be at it; whoever asks again gets the answer.
            reply.problem(409, "request_in_progress");
        } else {
            assert_eq!(reply.created().body, first.body);
        }
    }
    assert_eq!(app.db().count("cases"), 1);

    let other = json!({"caseworker_id": app.worker::<WorkerId>("farid")});
    let call = app.as_supervisor().post(&path, other);
    call.if_match(&intake.etag())
        .key("accept-1")
        .send()
        .problem(422, "idempotency_key_reused");
}

#[test]
fn a_try_takes_no_number() {
    let app = App::start();
    let intake = screened(&app.as_caseworker());
    let path = format!("/v1/intakes/{}/acceptance?validate_only=true", intake.id());
    let call = app.as_supervisor().post(&path, by(&app, "siti"));
    let before = app.dump();
    let tried = call.if_match(&intake.etag()).send().created();
    assert_eq!(tried["file_number"], "PKMD-KULIM/2026/000001");
    assert_eq!(tried.header("etag"), "");
    assert_eq!(app.dump(), before);
}
