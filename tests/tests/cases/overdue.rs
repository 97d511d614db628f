//! What is overdue: tasks and holds past their day, by the clock of the unit.

use serde_json::{Value, json};
use tests::{
    App, Reply,
    cases::{opened, opened_by, read},
};

use crate::cases::{list, unit};

fn overdue(app: &App, who: &str) -> Vec<String> {
    let page = list(&app.as_(who), "?overdue=true");
    let ids = page.ids().into_iter().map(str::to_owned).collect();
    let others = list(&app.as_(who), "?overdue=false");
    assert_eq!(
        page.ids().len() + others.ids().len(),
        list(&app.as_(who), "").ids().len()
    );
    ids
}

fn task(app: &App, who: &str, case: &Reply, due_on: &str) -> Reply {
    let body = json!({"text": "Ask the village head where he has gone.", "due_on": due_on});
    let path = format!("/v1/cases/{}/tasks", case.id());
    app.as_(who).post(&path, body).send().created()
}

fn act(app: &App, path: &str, body: Value) -> Reply {
    let call = app.as_caseworker().post(path, body);
    call.if_match("*").send().ok()
}

/// To this instant.
fn at(app: &App, instant: &str) {
    app.clock.set(instant.parse().unwrap());
}

#[test]
fn a_task_is_overdue_when_its_day_has_ended_where_the_unit_is() {
    let app = App::start();
    let kulim = opened(&app, "older_person");
    let batu = opened_by(&app, "older_person", "dewi", "budi", json!({}));
    let late = task(&app, "siti", &kulim, "2026-03-04");
    let first = task(&app, "siti", &kulim, "2026-03-03");
    task(&app, "dewi", &batu, "2026-03-03");
    // The day ends at 16:00 UTC in Kulim, an hour later in Batu.
    at(&app, "2026-03-03T15:59:58Z");
    assert!(overdue(&app, "siti").is_empty());
    at(&app, "2026-03-03T16:00:00Z");
    assert_eq!(overdue(&app, "siti"), [kulim.id()]);
    assert_eq!(overdue(&app, "azman"), [kulim.id()]);
    assert!(overdue(&app, "dewi").is_empty());
    at(&app, "2026-03-03T17:00:00Z");
    assert_eq!(overdue(&app, "dewi"), [batu.id()]);
    assert_eq!(overdue(&app, "wayan"), [batu.id()]);
    assert_eq!(overdue(&app, "ismail"), [kulim.id()]);
    // It is no change of the case.
    assert_eq!(read(&app.as_caseworker(), &kulim.id()).body, kulim.body);

    // Put off, done and cancelled: what remains counts.
    let path = format!("/v1/tasks/{}", first.id());
    let siti = app.as_caseworker();
    let put_off = siti.patch(&path, json!({"due_on": "2026-03-09"}));
    put_off.if_match("*").send().ok();
    assert!(overdue(&app, "siti").is_empty());
    at(&app, "2026-03-05T01:00:00Z");
    assert_eq!(overdue(&app, "siti"), [kulim.id()]);
    act(
        &app,
        &format!("/v1/tasks/{}/completion", late.id()),
        Value::Null,
    );
    assert!(overdue(&app, "siti").is_empty());
    at(&app, "2026-03-10T01:00:00Z");
    assert_eq!(overdue(&app, "siti"), [kulim.id()]);
    let reason = json!({"reason": "He has been found; nobody need be asked."});
    act(
        &app,
        &format!("/v1/tasks/{}/cancellation", first.id()),
        reason,
    );
    assert!(overdue(&app, "siti").is_empty());
}

#[test]
fn a_hold_is_overdue_after_its_last_day_until_it_is_ended() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let path = format!("/v1/cases/{}", case.id());
    let hold = json!({
        "reason": "The client is in hospital until the operation.", "until_on": "2026-03-02"
    });
    act(&app, &format!("{path}/hold"), hold);
    assert!(overdue(&app, "siti").is_empty());
    app.clock.advance_days(1);
    assert_eq!(overdue(&app, "siti"), [case.id()]);
    act(&app, &format!("{path}/resumption"), Value::Null);
    assert!(overdue(&app, "siti").is_empty());
    app.clock.advance_days(30);
    assert!(overdue(&app, "ismail").is_empty());
}

#[test]
fn the_days_of_a_unit_whose_clock_is_changed_end_by_the_new_one() {
    let app = App::start();
    let case = opened(&app, "older_person");
    task(&app, "siti", &case, "2026-03-03");
    at(&app, "2026-03-03T16:30:00Z");
    assert_eq!(overdue(&app, "siti"), [case.id()]);
    let path = format!("/v1/units/{}", unit(&app, "kulim"));
    let moved = app
        .as_administrator()
        .patch(&path, json!({"time_zone": "Asia/Jakarta"}));
    moved.if_match("*").send().ok();
    assert!(overdue(&app, "siti").is_empty());
    at(&app, "2026-03-03T17:00:00Z");
    assert_eq!(overdue(&app, "siti"), [case.id()]);
}
