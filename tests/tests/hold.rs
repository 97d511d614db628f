//! A case on hold: what waits, what goes on, and who says so.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, and says where"
)]

use serde_json::{Value, json};
use tests::{
    App, Client, Reply,
    cases::{
        attempt, closed, ending, moved_away, opened, particulars, read, request, told_and_listed,
        waiting,
    },
};

const REASON: &str = "The client is in hospital until the operation.";

fn hold(client: &Client, case: &Reply, body: Value) -> Reply {
    let path = format!("/v1/cases/{}/hold", case.id());
    client.post(&path, body).if_match(&case.etag()).send()
}

fn resume(client: &Client, case: &Reply) -> Reply {
    let path = format!("/v1/cases/{}/resumption", case.id());
    client.call("POST", &path).if_match(&case.etag()).send()
}

fn checklist(client: &Client, case: &Reply) -> Reply {
    let path = format!(
        "/v1/cases/{}/checklist?to=termination&reason=deceased",
        case.id()
    );
    client.get(&path).send().ok()
}

fn may(list: &Reply) -> Vec<&str> {
    let actions = list["allowed_actions"].as_array().unwrap().iter();
    actions.filter_map(|one| one["action"].as_str()).collect()
}

#[test]
fn on_hold_the_stages_wait_and_the_records_go_on() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = opened(&app, "older_person");
    let held = hold(
        &siti,
        &case,
        json!({"reason": REASON, "until_on": "2026-03-02"}),
    )
    .ok();
    assert_eq!(
        (&held["status"], held.etag().as_str()),
        (&json!("on_hold"), "\"v2\"")
    );
    assert_eq!(held["held_at"], "2026-03-02T01:00:00Z");
    assert_eq!(held["held_until_on"], "2026-03-02");
    assert_eq!(held["hold_reason"], REASON);
    assert_eq!(read(&siti, &case.id()).body, held.body);

    let moves = format!("/v1/cases/{}/transitions", case.id());
    let call = siti.post(&moves, json!({"to": "termination", "reason": "deceased"}));
    let refused = call.if_match(&held.etag()).send().problem(409, "refused");
    assert_eq!(refused.refusals(), ["case_on_hold"]);
    let again = hold(&siti, &held, json!({"reason": REASON}));
    assert_eq!(again.problem(409, "refused").refusals(), ["case_on_hold"]);
    attempt(&app, &siti, &case.id(), "phone");
    let task = format!("/v1/cases/{}/tasks", case.id());
    siti.post(&task, json!({"text": "Ask the ward."}))
        .send()
        .created();
    assert_eq!(
        may(&checklist(&siti, &held)),
        ["resume", "request_reassignment", "add_record"]
    );

    let open = resume(&siti, &held).ok();
    assert_eq!(
        (&open["status"], &open["stage"]),
        (&json!("open"), &case["stage"])
    );
    for gone in ["held_at", "held_until_on", "hold_reason"] {
        assert_eq!(open.body.get(gone), None);
    }
    assert!(may(&checklist(&siti, &open)).contains(&"hold"));
    let refused = resume(&siti, &open).problem(409, "refused");
    assert_eq!(refused.refusals(), ["case_not_on_hold"]);
    let timeline = format!("/v1/cases/{}/timeline", case.id());
    let events = siti.get(&timeline).send().ok();
    let of = |kind: &str| {
        let mut items = events["items"].as_array().unwrap().iter();
        items.find(|event| event["type"] == kind).unwrap().clone()
    };
    assert_eq!(of("case.held")["reason"], REASON);
    assert_eq!(of("case.resumed")["version"], 3);
}

#[test]
fn a_hold_that_lasts_too_long_is_told_and_does_not_end() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let siti = app.as_caseworker();
    let past = json!({"reason": REASON, "until_on": "2026-03-01"});
    let refused = hold(&siti, &case, past).problem(409, "refused");
    assert_eq!(refused.refusals(), ["due_on_in_past"]);
    let held = hold(
        &siti,
        &case,
        json!({"reason": REASON, "until_on": "2026-03-02"}),
    )
    .ok();
    assert_eq!(checklist(&siti, &held)["hold_overdue"], false);
    // In Kulim it is the next day.
    app.clock.advance(std::time::Duration::from_secs(15 * 3600));
    let siti = app.as_caseworker();
    assert_eq!(checklist(&siti, &held)["hold_overdue"], true);
    let still = read(&siti, &case.id());
    assert_eq!(
        (&still["status"], still.etag()),
        (&json!("on_hold"), held.etag())
    );
    let open = resume(&siti, &still).ok();
    assert_eq!(checklist(&siti, &open)["hold_overdue"], false);
}

#[test]
fn an_ending_waits_too_and_what_is_ending_or_ended_is_not_held() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = ending(&app, &opened(&app, "older_person"), "moved_away");
    told_and_listed(&app, &case.id());
    particulars(&app, &case.id(), moved_away());
    let held = hold(&siti, &case, json!({"reason": REASON})).ok();
    let refused = request(&app, &held).problem(409, "refused");
    assert_eq!(refused.refusals(), ["case_on_hold"]);
    let open = resume(&siti, &held).ok();
    request(&app, &open).created();

    let (case, _) = waiting(&app);
    let refused = hold(&siti, &case, json!({"reason": REASON}));
    assert_eq!(
        refused.problem(409, "refused").refusals(),
        ["closure_pending"]
    );
    let case = closed(&app);
    let refused = hold(&siti, &case, json!({"reason": REASON}));
    assert_eq!(refused.problem(409, "refused").refusals(), ["case_closed"]);
    let refused = resume(&siti, &case).problem(409, "refused");
    assert_eq!(refused.refusals(), ["case_not_on_hold"]);
}

#[test]
fn only_the_responsible_worker_holds_and_resumes() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let body = json!({"reason": REASON});
    for (who, status) in [
        ("farid", 403),
        ("azman", 403),
        ("auditor", 403),
        ("hanim", 404),
    ] {
        hold(&app.as_(who), &case, body.clone()).status(status);
        resume(&app.as_(who), &case).status(status);
    }
    let siti = app.as_caseworker();
    let path = format!("/v1/cases/{}/hold", case.id());
    siti.post(&path, body.clone())
        .send()
        .problem(428, "version_required");
    let stale = siti.post(&path, body).if_match("\"v9\"").send();
    stale.problem(412, "version_conflict");
    let short = hold(&siti, &case, json!({"reason": "Too short."}));
    assert_eq!(
        short.problem(422, "invalid_body").faults(),
        [("/reason", "too_short")]
    );
    app.anonymous().post(&path, json!({})).send().status(401);
}
