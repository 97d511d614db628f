//! The own password.

use serde_json::json;
use tests::{App, PASSWORD};

use super::{is_good, log_in, opened, refresh, text};

const NEW: &str = "hujan petang di kebun getah";

fn body(current: &str, new: &str) -> serde_json::Value {
    json!({"current_password": current, "new_password": new})
}

#[test]
fn a_new_password_ends_every_other_session() {
    let app = App::start();
    let siti = app.log_in("siti");
    let other = opened(&app);
    siti.put("/v1/me/password?validate_only=true", body(PASSWORD, NEW))
        .send()
        .status(204);
    assert!(is_good(&app, &text(&other, "access_token")));
    siti.put("/v1/me/password", body(PASSWORD, NEW))
        .send()
        .status(204);
    assert!(!is_good(&app, &text(&other, "access_token")));
    refresh(&app, &text(&other, "refresh_token")).problem(400, "malformed_request");
    siti.get("/v1/me").send().ok();
    log_in(&app.anonymous(), "siti", PASSWORD).problem(401, "invalid_credentials");
    log_in(&app.anonymous(), "siti", NEW).created();
    assert_eq!(app.db().count("events WHERE type = 'password_changed'"), 1);
    assert!(is_good(&app, app.as_("farid").token.as_deref().unwrap()));
}

#[test]
fn a_password_that_will_not_do_is_refused_and_is_no_guess() {
    let app = App::start();
    let siti = app.as_caseworker();
    let dump = app.dump();
    for (new, code) in [
        ("short", "password_too_short"),
        (&"long ".repeat(26), "password_too_long"),
        ("saya Siti di Kulim", "password_has_username"),
        ("password1234", "password_too_common"),
        ("aaaaaaaaaaaa", "password_too_common"),
    ] {
        for _ in 0..2 {
            let reply = siti.put("/v1/me/password", body(PASSWORD, new)).send();
            assert_eq!(
                reply.problem(422, "invalid_body").faults(),
                [("/new_password", code)]
            );
        }
    }
    assert_eq!(app.dump(), dump);
    siti.put("/v1/me/password", body("not the right password", NEW))
        .send()
        .problem(401, "invalid_credentials");
}

#[test]
fn a_lost_answer_to_a_change_is_given_again() {
    let app = App::start();
    let siti = app.as_caseworker();
    let change = |current: &str, new: &str| {
        siti.put("/v1/me/password", body(current, new))
            .key("k1")
            .send()
    };
    change(PASSWORD, NEW).status(204);
    let again = change(PASSWORD, NEW).status(204);
    assert_eq!(again.header("idempotency-replayed"), "true");
    change(PASSWORD, "kabut pagi di ladang teh").problem(422, "idempotency_key_reused");
    assert_eq!(app.db().count("events WHERE type = 'password_changed'"), 1);
    let stored = app.dump();
    assert!(
        stored
            .values()
            .all(|rows| !rows.contains(NEW) && !rows.contains(PASSWORD))
    );
    log_in(&app.anonymous(), "siti", NEW).created();
}

#[test]
fn a_machine_has_no_password() {
    let app = App::start();
    let reply = app
        .as_integration("hospital")
        .put("/v1/me/password", body(PASSWORD, NEW))
        .send();
    reply.problem(403, "not_permitted");
}
