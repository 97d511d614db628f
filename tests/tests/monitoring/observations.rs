//! Observations.

use serde_json::{Value, json};
use tests::{
    App,
    cases::opened,
    life,
    monitoring::{drafted, monitoring_plan, planned},
    plans, race,
};

use super::{at, faulty, hold, last_events, met, refused, rights};

#[test]
fn an_observation_is_recorded_and_never_changed_and_tells_the_timeline_no_note() {
    let app = App::start();
    let it = planned(&app);
    let siti = app.as_caseworker();
    let path = it.path("observations");
    let made = siti.post(&path, it.observation()).send().created();
    let address = format!("/v1/observations/{}", made.id());
    assert_eq!(made.header("location"), address);
    let read = siti.get(&address).send().ok();
    assert_eq!(read.body, made.body);
    assert_eq!(read.header("etag"), "", "it never changes by itself");
    assert_eq!(last_events(&app, &it.case, 1), ["observation.recorded"]);
    let timeline = it.path("timeline?sort=newest_first&limit=1");
    let event = siti.get(&timeline).send().ok();
    assert!(!event.body.to_string().contains("diary"));
    assert!(!event.body.to_string().contains("3.0"));
    let nothing = format!("/v1/observations/{}", app.new_id());
    siti.get(&nothing).send().problem(404, "not_found");
}

#[test]
fn a_value_out_of_the_range_of_the_indicator_is_refused() {
    let app = App::start();
    let it = planned(&app);
    let siti = app.as_caseworker();
    for (value, fault) in [(-1.0, "too_small"), (7.5, "too_large")] {
        let mut body = it.observation();
        body["value"] = json!(value);
        let reply = siti.post(&it.path("observations"), body).send();
        faulty(reply, &[("/value", fault)]);
    }
    let body = json!({"goal_id": it.goal, "name": "Cooks", "measure": "yes_no",
        "direction": "increase"});
    let next = format!("/v1/plans/{}/next-version", it.plan);
    let next = siti.post(&next, json!({})).send().created();
    let cooks = plans::add(&siti, &next.id(), "indicators", body).created();
    for (value, fault) in [
        (0.5, Some("not_valid")),
        (2.0, Some("too_large")),
        (1.0, None),
    ] {
        let mut body = it.observation();
        body["indicator_id"] = json!(cooks.id());
        body["value"] = json!(value);
        let reply = siti.post(&it.path("observations"), body).send();
        match fault {
            Some(fault) => faulty(reply, &[("/value", fault)]),
            None => drop(reply.created()),
        }
    }
    assert_eq!(app.db().count("observations"), 1);
}

#[test]
fn an_indicator_is_one_of_the_plan_of_the_case_and_the_time_has_come() {
    let app = App::start();
    let (it, other) = (planned(&app), planned(&app));
    let siti = app.as_caseworker();
    let elsewhere = siti.post(&other.path("observations"), it.observation());
    faulty(elsewhere.send(), &[("/indicator_id", "unknown_reference")]);
    let mut goal = it.observation();
    goal["indicator_id"] = json!(it.goal);
    let goal = siti.post(&it.path("observations"), goal).send();
    faulty(goal, &[("/indicator_id", "unknown_reference")]);
    let mut later = it.observation();
    later["observed_at"] = json!("2026-03-02T03:00:00Z");
    let later = siti.post(&it.path("observations"), later).send();
    refused(later, &["in_future"]);
}

#[test]
fn a_baseline_begins_in_assessment_on_a_draft_and_goes_on_in_the_next_versions() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = opened(&app, "older_person");
    let (plan, ..) = plans::whole(&app, &case.id());
    let path = format!("/v1/plans/{}/indicators", plan.id());
    let indicator = siti.get(&path).send().ok().ids()[0].to_owned();
    let path = format!("/v1/cases/{}/observations", case.id());
    let body = tests::monitoring::observation(&indicator);
    siti.post(&path, body.clone()).send().created();
    life::engage(&app, &case.id());
    life::intervene(&app, &case.id());
    plans::active(&app, &plan.id());
    let next = format!("/v1/plans/{}/next-version", plan.id());
    let next = siti.post(&next, json!({})).send().created();
    plans::active(&app, &next.id());
    siti.post(&path, body).send().created();
    let path = format!("{path}?indicator_id={indicator}&phase=baseline");
    assert_eq!(siti.get(&path).send().ok().ids().len(), 2);
}

#[test]
fn a_correction_takes_the_place_of_what_was_wrong_once() {
    let app = App::start();
    let it = planned(&app);
    let siti = app.as_caseworker();
    let path = it.path("observations");
    let wrong = siti.post(&path, it.observation()).send().created();
    let mut right = it.observation();
    right["value"] = json!(4.0);
    right["supersedes"] = json!({"observation_id": wrong.id(), "reason": "Misread the diary."});
    let said = race(8, |_| siti.post(&path, right.clone()).send().status);
    let made = |status| said.iter().filter(|it| **it == status).count();
    assert_eq!((made(201), made(409)), (1, 7), "{said:?}");
    let again = siti.post(&path, right.clone()).send();
    refused(again, &["already_superseded"]);
    let counting = siti.get(&format!("{path}?counts=true")).send().ok();
    assert_eq!(counting["items"][0]["value"], 4.0);
    assert_eq!(counting.ids().len(), 1);
    let wrong = siti.get(&format!("/v1/observations/{}", wrong.id())).send();
    assert_eq!(wrong.ok()["superseded_by"], counting.ids()[0]);
    let former = siti.get(&format!("{path}?counts=false")).send().ok();
    assert_eq!(former.ids().len(), 1);

    // One of another case.
    let other = planned(&app);
    let mut foreign = other.observation();
    foreign["supersedes"] =
        json!({"observation_id": counting.ids()[0], "reason": "Misread the diary."});
    let foreign = siti.post(&other.path("observations"), foreign).send();
    faulty(
        foreign,
        &[("/supersedes/observation_id", "unknown_reference")],
    );
}

#[test]
fn an_observation_names_the_papers_that_show_it() {
    let app = App::start();
    let it = planned(&app);
    let siti = app.as_caseworker();
    let content = b"%PDF-1.7\nThe niece's diary of the week\n";
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, content);
    let sha256: String = digest.as_ref().iter().map(|b| format!("{b:02x}")).collect();
    let diary = json!({"document_type": "monitoring_form", "title": "Diary of the week",
        "media_type": "application/pdf", "size": content.len(), "sha256": sha256});
    let diary = siti.post(&it.path("attachments"), diary).send().created();
    let mut body = it.observation();
    assert_eq!(
        siti.post(&it.path("observations"), body.clone())
            .send()
            .created()["attachment_ids"],
        json!([])
    );
    body["attachment_ids"] = json!([diary.id(), app.new_id()]);
    let path = it.path("observations");
    let early = siti.post(&path, body.clone()).send();
    faulty(
        early,
        &[
            ("/attachment_ids/0", "unknown_reference"),
            ("/attachment_ids/1", "unknown_reference"),
        ],
    );
    let place = format!("/v1/attachments/{}/content", diary.id());
    siti.call("PUT", &place)
        .header("content-type", "application/octet-stream")
        .bytes(content)
        .send()
        .ok();
    body["attachment_ids"] = json!([diary.id()]);
    let made = siti.post(&path, body).send().created();
    assert_eq!(made["attachment_ids"], json!([diary.id()]));
}

#[test]
fn every_indicator_of_the_active_plan_needs_a_baseline_that_counts() {
    let app = App::start();
    let it = drafted(&app);
    let siti = app.as_caseworker();
    let another = json!({"goal_id": it.goal, "name": "Weight", "measure": "amount", "unit": "kg",
        "direction": "increase"});
    let weight = plans::add(&siti, &it.plan, "indicators", another).created();
    let baseline = |value: f64, indicator: &str, phase: &str, supersedes: Value| {
        let mut body = it.observation();
        body["value"] = json!(value);
        body["indicator_id"] = json!(indicator);
        body["phase"] = json!(phase);
        body["supersedes"] = supersedes;
        siti.post(&it.path("observations"), body).send().created()
    };
    baseline(3.0, &it.indicator, "baseline", Value::Null);
    let met = || met(&app, &it.case, "monitoring", "", "baseline_recorded");
    assert!(!met(), "no plan is active");
    plans::active(&app, &it.plan);
    assert!(!met(), "the weight has none");
    let list = siti.get(&it.path("checklist?to=monitoring")).send().ok();
    let mut items = list["items"].as_array().unwrap().iter();
    let unmet = items.find(|one| one["code"] == "baseline_recorded");
    let missing = &unmet.unwrap()["missing"];
    assert_eq!(missing.as_array().unwrap().len(), 1);
    assert_eq!(missing[0]["code"], "indicator_baseline");
    assert_eq!(
        missing[0]["record"],
        json!({"kind": "plan_part", "id": weight.id()})
    );
    baseline(41.0, &weight.id(), "intervention", Value::Null);
    assert!(!met(), "that was no baseline");
    let first = baseline(40.0, &weight.id(), "baseline", Value::Null);
    assert!(met());
    let supersedes = json!({"observation_id": first.id(), "reason": "It was in the first week."});
    baseline(40.0, &weight.id(), "intervention", supersedes);
    assert!(!met(), "what is superseded never counts");
}

#[test]
fn observations_go_on_while_the_case_is_on_hold_and_end_with_it() {
    let app = App::start();
    let it = planned(&app);
    let siti = app.as_caseworker();
    let path = it.path("observations");
    hold(&app, &it.case);
    siti.post(&path, it.observation()).send().created();
    let closed = tests::cases::closed(&app);
    let path = format!("/v1/cases/{}/observations", closed.id());
    // The indicator is looked for first; a closed case has none of another.
    let reply = siti.post(&path, it.observation()).send();
    faulty(reply, &[("/indicator_id", "unknown_reference")]);
}

#[test]
fn the_team_observes_and_whoever_sees_the_case_reads() {
    let app = App::start();
    let it = planned(&app);
    rights(&app, &it.path("observations"), &it.observation(), true);
    let path = it.path("monitoring-plans");
    rights(&app, &path, &monitoring_plan(&it.indicator), false);
}

#[test]
fn two_phones_record_and_the_same_one_twice_is_once() {
    let app = App::start();
    let it = planned(&app);
    let siti = app.as_caseworker();
    let path = it.path("observations");
    let mut body = it.observation();
    body["id"] = json!(app.new_id());
    let made = siti.post(&path, body.clone()).send().created();
    assert_eq!(siti.post(&path, body.clone()).send().ok().body, made.body);
    body["value"] = json!(5.0);
    siti.post(&path, body).send().problem(409, "already_exists");
    let tried = format!("{path}?validate_only=true");
    siti.post(&tried, it.observation()).send().created();
    assert_eq!(app.db().count("observations"), 1);
    let said = race(6, |_| siti.post(&path, it.observation()).send().status);
    assert_eq!(said, [201; 6]);
    at(&app, "2026-03-02T02:00:00Z");
    let siti = app.as_caseworker();
    let mut later = it.observation();
    later["observed_at"] = json!("2026-03-02T01:59:00Z");
    let later = siti.post(&path, later).send().created();
    let newest = siti.get(&format!("{path}?limit=1")).send().ok();
    assert_eq!(newest.ids(), [later.id()]);
    let changed = format!("{path}?sort=modified_at&modified_after=2026-03-02T01:30:00Z");
    assert_eq!(siti.get(&changed).send().ok().ids(), [later.id()]);
}
