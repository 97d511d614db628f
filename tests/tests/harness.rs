//! The harness itself, before anything rests on it.

use tests::{App, PASSWORD, START, race};

#[test]
fn everybody_of_the_organisation_can_log_in() {
    let app = App::start();
    let me = app.as_caseworker().get("/v1/me").send().ok();
    assert_eq!(me["worker"]["username"], "siti");
    assert_eq!(me["server_time"], "2026-03-02T01:00:00Z");
    assert_eq!(
        me["unit"]["id"],
        app.unit::<domain::parties::UnitId>("kulim").to_string()
    );
    for somebody in [
        "azman", "ismail", "admin", "auditor", "data", "tamu", "dewi", "agus",
    ] {
        let me = app.as_(somebody).get("/v1/me").send().ok();
        assert_eq!(me["worker"]["username"], somebody);
    }
    let machine = app.as_integration("hospital").get("/v1/me").send().ok();
    assert_eq!(machine["integration"]["name"], "Hospital Kulim");
    assert_eq!(PASSWORD.len(), 26);
    assert_eq!(app.clock.now().timestamp(), START);
}

#[test]
fn a_database_belongs_to_one_test_and_outlives_a_restart() {
    let (mut app, other) = (App::start(), App::start());
    let before = other.dump();
    let sessions = app.db().count("sessions");
    let client = app.as_caseworker();
    client.get("/v1/me").send().ok();
    assert_eq!(app.db().count("sessions"), sessions + 1);
    assert_eq!(other.dump(), before);
    assert_ne!(app.dump(), before);
    app.restart();
    app.with_token(client.token.as_deref().unwrap())
        .get("/v1/me")
        .send()
        .ok();
}

#[test]
fn racers_all_arrive() {
    let app = App::start();
    let siti = app.as_caseworker();
    let seen = race(32, |i| {
        siti.get("/v1/me").send().ok();
        i
    });
    assert_eq!(seen, (0..32).collect::<Vec<_>>());
}
