//! Log-in.

use serde_json::json;
use tests::{App, PASSWORD, Reply};

use super::log_in;

/// What of an answer anybody can compare: all but what differs between two equal requests.
fn comparable(reply: Reply) -> (u16, Vec<(String, String)>, serde_json::Value) {
    let mut headers: Vec<_> = reply
        .headers
        .iter()
        .filter(|(name, _)| !["date", "x-request-id"].contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    let mut body = reply.body;
    body["request_id"] = json!(null);
    (reply.status, headers, body)
}

#[test]
fn a_worker_logs_in_and_learns_who_they_are() {
    let app = App::start();
    let reply = log_in(&app.anonymous(), "SITI", PASSWORD).created();
    assert_eq!(reply["token_type"], "Bearer");
    assert_eq!(reply["expires_in"], 600);
    let session = reply["session_id"].as_str().unwrap();
    assert_eq!(reply.header("location"), format!("/v1/sessions/{session}"));
    let me = app
        .with_token(reply["access_token"].as_str().unwrap())
        .get("/v1/me")
        .send()
        .ok();
    assert_eq!(me["worker"]["full_name"], "Siti Aminah binti Osman");
    assert_eq!(me["unit"]["name"], "PKMD Kulim");
    assert_eq!(me["unit"]["time_zone"], "Asia/Kuala_Lumpur");
    assert_eq!(me["roles"][0]["role"], "caseworker");
    assert_eq!(me["session_id"], session);
    assert_eq!(me["scopes"].as_array().unwrap().len(), 12);
    assert_eq!(app.db().count("events WHERE type = 'session_opened'"), 1);
}

#[test]
fn an_unknown_user_a_wrong_password_and_a_worker_who_left_are_answered_alike_after_the_same_work() {
    let app = App::start();
    let gone = app.db().id(app.worker::<uuid::Uuid>("tamu"));
    app.db().run(&format!(
        "UPDATE workers SET active = FALSE WHERE id = {gone}"
    ));
    let events = app.db().count("events");
    let mut answers = Vec::new();
    for (username, password) in [
        ("siti", "not the right password"),
        ("no.such.worker", "not the right password"),
        ("no.such.worker", PASSWORD),
        ("tamu", PASSWORD),
        ("tamu", "not the right password"),
    ] {
        let before = (
            app.inside().passwords().verified(),
            app.db().count("guesses"),
        );
        let reply =
            log_in(&app.anonymous(), username, password).problem(401, "invalid_credentials");
        assert!(!reply.header("www-authenticate").is_empty());
        assert_eq!(
            app.inside().passwords().verified(),
            before.0 + 1,
            "{username}"
        );
        assert!(app.db().count("guesses") >= before.1);
        answers.push(comparable(reply));
    }
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
    assert_eq!(app.db().count("events"), events);
    assert_eq!(app.db().count("sessions"), 0);
}

#[test]
fn a_password_is_the_same_however_it_was_typed() {
    let app = App::start();
    let siti = app.as_caseworker();
    // Composed here, decomposed and full-width there.
    let body = json!({"current_password": PASSWORD, "new_password": "caf\u{e9} di tepi sawah"});
    siti.put("/v1/me/password", body).send().status(204);
    log_in(&app.anonymous(), "siti", "cafe\u{301} di tepi \u{ff53}awah").created();
    log_in(&app.anonymous(), "siti", "cafe di tepi sawah").problem(401, "invalid_credentials");
}

#[test]
fn a_token_is_good_for_what_was_asked_and_no_more() {
    let app = App::start();
    let body = json!({"username": "siti", "password": PASSWORD, "client_id": "lawatan", "device": "telefon",
        "scopes": ["persons:read", "cases:read"]});
    let reply = app.anonymous().post("/v1/sessions", body).send().created();
    assert_eq!(reply["scope"], "persons:read cases:read");
    let narrow = app.with_token(reply["access_token"].as_str().unwrap());
    assert_eq!(
        narrow.get("/v1/me").send().ok()["scopes"],
        json!(["persons:read", "cases:read"])
    );
    let sessions = narrow.get("/v1/sessions").send().ok();
    assert_eq!(sessions["items"][0]["client_id"], "lawatan");
    assert_eq!(sessions["items"][0]["device"], "telefon");
}

#[test]
fn a_token_ends_after_ten_minutes_and_a_little() {
    let app = App::start();
    let siti = app.log_in("siti");
    let after = |seconds| {
        app.clock.advance(std::time::Duration::from_secs(seconds));
        siti.get("/v1/me").send().status
    };
    assert_eq!(after(600), 200);
    assert_eq!(after(29), 200); // clocks differ
    assert_eq!(after(1), 401);
    assert_eq!(after(86_400), 401);
}
