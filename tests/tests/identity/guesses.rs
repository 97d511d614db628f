//! Guessing is slow, and nobody is locked out for good.

use std::time::Duration;

use tests::{App, PASSWORD, race};

use super::log_in;

const WRONG: &str = "not the right password";

/// Fails, and returns the wait that follows: asks again at once, which is refused and costs nothing.
fn fail(app: &App, username: &str) -> u64 {
    log_in(&app.anonymous(), username, WRONG).problem(401, "invalid_credentials");
    wait(app, username)
}

fn wait(app: &App, username: &str) -> u64 {
    let before = app.inside().passwords().verified();
    // A right password is no way round it; a wrong one would count if it were let through.
    let reply = log_in(&app.anonymous(), username, PASSWORD);
    if reply.status == 201 {
        return 0;
    }
    let reply = reply.problem(429, "too_many_attempts");
    assert_eq!(
        app.inside().passwords().verified(),
        before,
        "nothing is hashed while waiting"
    );
    reply.header("retry-after").parse().unwrap()
}

#[test]
fn after_five_failures_of_an_account_the_wait_doubles_to_a_minute() {
    let app = App::start();
    for _ in 0..4 {
        log_in(&app.anonymous(), "siti", WRONG).problem(401, "invalid_credentials");
    }
    let mut waits = Vec::new();
    for _ in 0..10 {
        let seconds = fail(&app, "siti");
        waits.push(seconds);
        // A second too early is too early; asking does not make it longer.
        app.clock
            .advance(Duration::from_secs(seconds) - Duration::from_millis(1));
        assert_eq!(wait(&app, "siti"), 1);
        app.clock.advance(Duration::from_millis(1));
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
    // Others were never concerned, and Siti neither once she remembers.
    log_in(&app.anonymous(), "farid", PASSWORD).created();
    log_in(&app.anonymous(), "siti", PASSWORD).created();
    for _ in 0..4 {
        log_in(&app.anonymous(), "siti", WRONG).problem(401, "invalid_credentials");
    }
    log_in(&app.anonymous(), "siti", PASSWORD).created();
}

#[test]
fn unknown_accounts_are_slowed_like_known_ones() {
    let app = App::start();
    for username in ["siti", "no.such.worker"] {
        for _ in 0..4 {
            log_in(&app.anonymous(), username, WRONG).problem(401, "invalid_credentials");
        }
        assert_eq!(fail(&app, username), 1, "{username}");
    }
}

#[test]
fn a_restart_forgives_nothing() {
    let mut app = App::start();
    for _ in 0..7 {
        log_in(&app.anonymous(), "siti", WRONG);
        app.clock.advance(Duration::from_secs(60));
    }
    assert_eq!(fail(&app, "siti"), 8);
    app.restart();
    assert_eq!(wait(&app, "siti"), 8);
    app.clock.advance(Duration::from_secs(8));
    assert_eq!(fail(&app, "siti"), 16);
}

#[test]
fn after_forty_failures_it_is_still_a_minute_and_after_a_day_nothing() {
    let app = App::start();
    for _ in 0..40 {
        log_in(&app.anonymous(), "siti", WRONG).problem(401, "invalid_credentials");
        app.clock.advance(Duration::from_secs(60));
    }
    assert_eq!(fail(&app, "siti"), 60);
    app.clock.advance_days(1);
    for _ in 0..4 {
        log_in(&app.anonymous(), "siti", WRONG).problem(401, "invalid_credentials");
    }
    log_in(&app.anonymous(), "siti", PASSWORD).created();
}

#[test]
fn twenty_failures_of_an_address_slow_that_address_and_no_other() {
    let app = App::start_with(|parts| parts.trusted_proxies = 1);
    let from = |address: &str, username: &str, password: &str| {
        let body = serde_json::json!({"username": username, "password": password});
        let call = app.anonymous().post("/v1/sessions", body);
        // What the client itself writes into the header is not believed.
        call.header("x-forwarded-for", format!("203.0.113.9, {address}"))
            .send()
    };
    for i in 0..20 {
        from("198.51.100.1", &format!("somebody{i}"), WRONG).problem(401, "invalid_credentials");
    }
    let reply = from("198.51.100.1", "siti", PASSWORD).problem(429, "too_many_attempts");
    assert_eq!(reply.header("retry-after"), "1");
    from("198.51.100.2", "siti", PASSWORD).created();
    app.clock.advance(Duration::from_secs(1));
    from("198.51.100.1", "somebody21", WRONG).problem(401, "invalid_credentials");
    let reply = from("198.51.100.1", "farid", PASSWORD).problem(429, "too_many_attempts");
    assert_eq!(reply.header("retry-after"), "2");
    app.clock.advance(Duration::from_secs(2));
    from("198.51.100.1", "farid", PASSWORD).created();
}

#[test]
fn without_a_proxy_nobody_chooses_their_address() {
    let app = App::start();
    let mut last = 0;
    for i in 0..21 {
        let body = serde_json::json!({"username": format!("somebody{i}"), "password": WRONG});
        let call = app.anonymous().post("/v1/sessions", body);
        last = call
            .header("x-forwarded-for", format!("198.51.100.{i}"))
            .send()
            .status;
    }
    assert_eq!(last, 429);
}

#[test]
fn a_hundred_guesses_at_once_are_a_hundred_guesses() {
    let app = App::start();
    let before = app.inside().passwords().verified();
    let statuses = race(100, |_| log_in(&app.anonymous(), "siti", WRONG).status);
    let looked_at = app.inside().passwords().verified() - before;
    assert_eq!(looked_at, 5);
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 5);
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 95);
}

#[test]
fn secrets_of_machines_and_current_passwords_are_guessed_as_slowly() {
    let app = App::start();
    let id = app.integration::<uuid::Uuid>("hospital").to_string();
    let ask = |secret: &str| {
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", &id),
            ("client_secret", secret),
        ];
        app.anonymous().form("/oauth/token", &fields).send()
    };
    for _ in 0..5 {
        ask(WRONG).problem(401, "invalid_credentials");
    }
    ask(tests::SECRET).problem(429, "too_many_attempts");
    app.clock.advance(Duration::from_secs(1));
    ask(tests::SECRET).ok();

    let siti = app.log_in("siti");
    let body = |current: &str| serde_json::json!({"current_password": current, "new_password": "hujan petang di kebun getah"});
    for _ in 0..5 {
        siti.put("/v1/me/password", body(WRONG))
            .send()
            .problem(401, "invalid_credentials");
    }
    siti.put("/v1/me/password", body(PASSWORD))
        .send()
        .problem(429, "too_many_attempts");
    log_in(&app.anonymous(), "siti", PASSWORD).problem(429, "too_many_attempts");
    app.clock.advance(Duration::from_secs(1));
    siti.put("/v1/me/password", body(PASSWORD))
        .send()
        .status(204);
}
