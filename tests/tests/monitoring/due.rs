//! Monitoring plans, and the dates on which they are due. Kulim works from Sunday to Thursday;
//! 2 March 2026, when the cases were opened, is a Monday.

use serde_json::{Value, json};
use tests::{
    App, Reply,
    cases::read,
    monitoring::{Planned, monitoring_plan, planned},
    race,
};

use super::{at, faulty, hold, last_events, met, refused};

fn set(app: &App, it: &Planned, more: Value) -> Reply {
    let mut body = monitoring_plan(&it.indicator);
    if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
        body.extend(more);
    }
    let path = it.path("monitoring-plans");
    app.as_caseworker().post(&path, body).send()
}

fn observe(app: &App, it: &Planned, instant: &str) -> Reply {
    let mut body = it.observation();
    body["observed_at"] = json!(instant);
    body["phase"] = json!("intervention");
    let path = it.path("observations");
    app.as_caseworker().post(&path, body).send().created()
}

fn due(app: &App, plan: &Reply, query: &str) -> Reply {
    let path = format!("/v1/monitoring-plans/{}/due-dates{query}", plan.id());
    app.as_caseworker().get(&path).send().ok()
}

/// `03-09 on_time 03-08`, and so on.
fn told(due: &Reply) -> Vec<String> {
    let short = |value: &Value| value.as_str().map_or("", |day| &day[5..]).to_owned();
    let items = due["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|date| {
            let status = date["status"].as_str().unwrap();
            let told = format!(
                "{} {status} {}",
                short(&date["due_on"]),
                short(&date["done_on"])
            );
            told.trim_end().to_owned()
        })
        .collect()
}

fn overdue(app: &App) -> Vec<String> {
    let page = app.as_caseworker().get("/v1/cases?overdue=true").send();
    page.ok().ids().into_iter().map(str::to_owned).collect()
}

#[test]
fn due_dates_are_met_on_time_late_or_not_and_the_rate_tells() {
    let app = App::start();
    let it = planned(&app);
    let plan = set(&app, &it, json!({})).created();
    assert_eq!(
        plan.header("location"),
        format!("/v1/monitoring-plans/{}", plan.id())
    );
    assert_eq!(
        told(&due(&app, &plan, "")),
        ["03-09 pending", "03-16 pending"]
    );
    at(&app, "2026-03-09T03:00:00Z");
    observe(&app, &it, "2026-03-09T02:00:00Z");
    // Late for the 16th; for the 23rd nobody comes.
    at(&app, "2026-03-18T03:00:00Z");
    observe(&app, &it, "2026-03-18T02:00:00Z");
    at(&app, "2026-03-24T03:00:00Z");
    let all = due(&app, &plan, "");
    assert_eq!(
        told(&all),
        [
            "03-09 on_time 03-09",
            "03-16 late 03-18",
            "03-23 overdue",
            "03-30 pending",
            "04-06 pending"
        ]
    );
    assert_eq!(all["next_due_on"], "2026-03-23");
    assert_eq!(all["on_time"]["due"], 3);
    assert_eq!(all["on_time"]["on_time"], 1);
    assert_eq!(all["on_time"]["rate"], 1.0 / 3.0);
    let first = due(&app, &plan, "?to_on=2026-03-10");
    assert_eq!(told(&first), ["03-09 on_time 03-09"]);
    assert_eq!(first["on_time"]["rate"], 1.0);
    let later = due(&app, &plan, "?from_on=2026-03-25");
    assert_eq!(later["on_time"]["rate"], Value::Null);
    assert_eq!(later.header("etag"), "", "it depends on the time");
}

#[test]
fn a_late_observation_meets_exactly_one_of_the_dates_that_were_missed() {
    let app = App::start();
    let it = planned(&app);
    let plan = set(&app, &it, json!({})).created();
    // For the 9th and the 16th nobody came; twice on one day is once.
    at(&app, "2026-03-17T03:00:00Z");
    observe(&app, &it, "2026-03-17T02:00:00Z");
    observe(&app, &it, "2026-03-17T02:30:00Z");
    assert_eq!(
        told(&due(&app, &plan, "")),
        [
            "03-09 late 03-17",
            "03-16 overdue",
            "03-23 pending",
            "03-30 pending"
        ]
    );
    at(&app, "2026-03-18T03:00:00Z");
    observe(&app, &it, "2026-03-18T02:00:00Z");
    assert_eq!(told(&due(&app, &plan, ""))[1], "03-16 late 03-18");
    // What was seen in time counts so, however late it is recorded.
    observe(&app, &it, "2026-03-09T02:00:00Z");
    assert_eq!(
        told(&due(&app, &plan, "")),
        [
            "03-09 on_time 03-09",
            "03-16 late 03-17",
            "03-23 on_time 03-18",
            "03-30 pending"
        ]
    );
}

#[test]
fn what_is_superseded_was_not_done() {
    let app = App::start();
    let it = planned(&app);
    let plan = set(&app, &it, json!({})).created();
    at(&app, "2026-03-10T03:00:00Z");
    let wrong = observe(&app, &it, "2026-03-09T02:00:00Z");
    assert_eq!(told(&due(&app, &plan, ""))[0], "03-09 on_time 03-09");
    let mut right = it.observation();
    right["observed_at"] = json!("2026-03-10T02:00:00Z");
    right["supersedes"] = json!({"observation_id": wrong.id(), "reason": "It was a day later."});
    let path = it.path("observations");
    app.as_caseworker().post(&path, right).send().created();
    assert_eq!(told(&due(&app, &plan, ""))[0], "03-09 late 03-10");
}

#[test]
fn a_friday_moves_to_sunday_and_the_day_is_that_of_the_unit() {
    let app = App::start();
    let it = planned(&app);
    let monthly = json!({"every": {"count": 1, "unit": "months"}, "starts_on": "2026-03-06"});
    let plan = set(&app, &it, monthly).created();
    // 6 April is a Monday; 6 June is a Saturday.
    assert_eq!(told(&due(&app, &plan, ""))[0], "04-06 pending");
    at(&app, "2026-04-06T16:30:00Z");
    // In Kulim it is the 7th already.
    observe(&app, &it, "2026-04-06T16:10:00Z");
    assert_eq!(told(&due(&app, &plan, ""))[0], "04-06 late 04-07");
    at(&app, "2026-06-07T03:00:00Z");
    assert_eq!(
        told(&due(&app, &plan, "?from_on=2026-06-01"))[0],
        "06-07 pending"
    );
}

#[test]
fn the_next_due_date_and_its_grace_make_the_case_overdue() {
    let app = App::start();
    let it = planned(&app);
    let plan = set(&app, &it, json!({"grace_days": 1})).created();
    at(&app, "2026-03-10T15:59:58Z");
    assert!(overdue(&app).is_empty());
    at(&app, "2026-03-10T16:00:00Z");
    assert_eq!(overdue(&app), [it.case.id()]);
    assert_eq!(told(&due(&app, &plan, ""))[0], "03-09 overdue");
    observe(&app, &it, "2026-03-10T15:00:00Z");
    assert!(overdue(&app).is_empty(), "it was done with grace");
    at(&app, "2026-03-18T01:00:00Z");
    assert_eq!(overdue(&app), [it.case.id()]);
    // Once it is ended nothing is due any more.
    let path = format!("/v1/monitoring-plans/{}/ending", plan.id());
    let reason = json!({"reason": "The clinic goes on."});
    let siti = app.as_caseworker();
    let ended = siti
        .post(&path, reason.clone())
        .if_match(&plan.etag())
        .send()
        .ok();
    assert_eq!(
        (&ended["status"], &ended["ended_on"]),
        (&json!("ended"), &json!("2026-03-18"))
    );
    assert!(overdue(&app).is_empty());
    at(&app, "2026-05-01T01:00:00Z");
    let siti = app.as_caseworker();
    assert_eq!(
        told(&due(&app, &plan, "")),
        ["03-09 on_time 03-10", "03-16 overdue"]
    );
    refused(
        siti.post(&path, reason).if_match("*").send(),
        &["monitoring_plan_ended"],
    );
    let path = format!("/v1/monitoring-plans/{}", plan.id());
    let edit = siti.patch(&path, json!({"grace_days": 3})).if_match("*");
    refused(edit.send(), &["monitoring_plan_ended"]);
    // None of this is a change of the case.
    let case = read(&siti, &it.case.id());
    assert_eq!(case["version"], it.case["version"]);
}

#[test]
fn a_changed_interval_counts_from_the_last_due_date() {
    let app = App::start();
    let it = planned(&app);
    let plan = set(&app, &it, json!({})).created();
    at(&app, "2026-03-10T03:00:00Z");
    observe(&app, &it, "2026-03-09T02:00:00Z");
    let path = format!("/v1/monitoring-plans/{}", plan.id());
    let siti = app.as_caseworker();
    let monthly = json!({"every": {"count": 1, "unit": "months"}});
    let changed = siti.patch(&path, monthly.clone()).if_match(&plan.etag());
    let changed = changed.send().ok();
    assert_eq!(changed["intervals"].as_array().unwrap().len(), 2);
    assert_eq!(
        told(&due(&app, &plan, "")),
        ["03-09 on_time 03-09", "04-09 pending", "05-10 pending"]
    );
    assert_eq!(last_events(&app, &it.case, 1), ["monitoring_plan.edited"]);
    let kept = "record_versions WHERE record_kind = 'monitoring_plan'";
    assert_eq!(app.db().count(kept), 1);
    // What changes nothing makes no version; what is stale is told so.
    let same = siti.patch(&path, monthly.clone()).if_match("\"v2\"").send();
    assert_eq!(same.ok().etag(), "\"v2\"");
    siti.patch(&path, monthly.clone())
        .send()
        .problem(428, "version_required");
    siti.patch(&path, monthly)
        .if_match("\"v1\"")
        .send()
        .problem(412, "version_conflict");
}

#[test]
fn of_two_phones_that_change_a_monitoring_plan_one_does() {
    let app = App::start();
    let it = planned(&app);
    let plan = set(&app, &it, json!({})).created();
    let siti = app.as_caseworker();
    let path = format!("/v1/monitoring-plans/{}", plan.id());
    let said = race(6, |n| {
        let edit = json!({"grace_days": n + 1});
        siti.patch(&path, edit).if_match("\"v1\"").send().status
    });
    let count = |status| said.iter().filter(|it| **it == status).count();
    assert_eq!((count(200), count(412)), (1, 5), "{said:?}");
}

#[test]
fn it_names_indicators_of_the_plan_and_starts_with_the_case() {
    let app = App::start();
    let (it, other) = (planned(&app), planned(&app));
    let twice = json!({"indicator_ids": [it.indicator, it.indicator, other.indicator]});
    faulty(
        set(&app, &it, twice),
        &[
            ("/indicator_ids/1", "repeated_item"),
            ("/indicator_ids/2", "unknown_reference"),
        ],
    );
    let none = set(&app, &it, json!({"indicator_ids": []}));
    none.problem(422, "invalid_body");
    refused(
        set(&app, &it, json!({"starts_on": "2026-03-01"})),
        &["before_case_opened"],
    );
    let code = "monitoring_plan_set";
    assert!(!met(&app, &it.case, "monitoring", "", code));
    let mut body = monitoring_plan(&it.indicator);
    body["id"] = json!(app.new_id());
    let (siti, path) = (app.as_caseworker(), it.path("monitoring-plans"));
    let made = siti.post(&path, body.clone()).send().created();
    assert_eq!(siti.post(&path, body).send().ok().body, made.body);
    assert!(met(&app, &it.case, "monitoring", "", code));
    let there = siti.get(&format!("{path}?status=active")).send().ok();
    assert_eq!(there.ids(), [made.id()]);
    let read = siti.get(&format!("/v1/monitoring-plans/{}", made.id()));
    let read = read.send().ok();
    assert_eq!((&read.body, read.etag().as_str()), (&made.body, "\"v1\""));
    for (who, status) in [("hanim", 404), ("data", 403)] {
        let path = format!("/v1/monitoring-plans/{}/due-dates", made.id());
        app.as_(who).get(&path).send().status(status);
    }
    // On hold it stays as it is.
    hold(&app, &it.case);
    refused(set(&app, &it, json!({})), &["case_on_hold"]);
    let path = format!("/v1/monitoring-plans/{}", made.id());
    let edit = siti.patch(&path, json!({"grace_days": 3})).if_match("*");
    refused(edit.send(), &["case_on_hold"]);
}
