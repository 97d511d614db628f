//! The end of a case: its particulars, the closure, and what stands against it.

use serde_json::{Value, json};
use tests::{
    App, Reply,
    cases::{
        attempt, closed, ending, moved_away, opened, particulars, read, request, told_and_listed,
        waiting,
    },
    race,
};

fn decide(app: &App, who: &str, closure: &Reply, what: &str, body: Value) -> Reply {
    let path = format!("/v1/closure-requests/{}/{what}", closure.id());
    let call = app.as_(who).post(&path, body);
    call.if_match(&closure.etag()).send()
}

/// The requirements a refusal names.
fn unmet(reply: &Reply) -> Vec<&str> {
    let mut codes: Vec<_> = reply["refusals"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one["requirement"].as_str().or(one["code"].as_str()))
        .collect();
    codes.sort_unstable();
    codes
}

#[test]
fn a_case_whose_client_cannot_be_reached_is_closed_after_fourteen_days_of_trying() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let siti = app.as_caseworker();
    attempt(&app, &siti, &case.id(), "visit");
    let task = json!({"text": "Ask the village head."});
    let path = format!("/v1/cases/{}/tasks", case.id());
    let task = siti.post(&path, task).send().created();
    let case = ending(&app, &case, "lost_contact");
    assert_eq!(case["stage"], "termination");
    assert_eq!(case["stage_before_termination"], "assessment");
    assert_eq!(case["termination_reason"], "lost_contact");

    let early = request(&app, &case).problem(409, "refused");
    let all = [
        "nothing_open",
        "notice_to_family",
        "reason_requirements",
        "support_network_listed",
    ];
    assert_eq!(unmet(&early), all);
    assert_eq!(read(&siti, &case.id()).etag(), case.etag());

    app.clock.advance_days(7);
    let siti = app.as_caseworker();
    attempt(&app, &siti, &case.id(), "phone");
    app.clock.advance_days(7);
    let siti = app.as_caseworker();
    attempt(&app, &siti, &case.id(), "visit");
    let done = format!("/v1/tasks/{}/completion", task.id());
    siti.post(&done, json!({}))
        .if_match(&task.etag())
        .send()
        .ok();
    told_and_listed(&app, &case.id());
    let closure = request(&app, &case).created();
    assert_eq!(closure["status"], "pending");
    assert_eq!(closure["episode"], 1);
    let address = format!("/v1/closure-requests/{}", closure.id());
    assert_eq!(closure.header("location"), address);
    let waiting = read(&siti, &case.id());
    assert_eq!(waiting["status"], "closure_requested");

    decide(&app, "siti", &closure, "approval", json!({})).problem(403, "not_permitted");
    decide(&app, "hanim", &closure, "approval", json!({})).problem(404, "not_found");
    let note = json!({"note": "The file is complete."});
    let approved = decide(&app, "azman", &closure, "approval", note).ok();
    assert_eq!(approved["status"], "approved");
    assert_eq!(approved["decision_note"], "The file is complete.");
    assert_eq!(siti.get(&address).send().ok().body, approved.body);
    let case = read(&siti, &case.id());
    assert_eq!(case["status"], "closed");
    assert_eq!(case["closed_at"], "2026-03-16T01:00:00Z");
    let late = decide(
        &app,
        "rosnah",
        &approved,
        "rejection",
        json!({"note": "No."}),
    );
    assert_eq!(unmet(&late.status(409)), ["closure_not_pending"]);
}

#[test]
fn particulars_of_another_reason_and_of_the_future_are_refused() {
    let app = App::start();
    let case = ending(&app, &opened(&app, "older_person"), "deceased");
    let path = format!("/v1/cases/{}/termination", case.id());
    let siti = app.as_caseworker();
    let termination = siti.get(&path).send().ok();
    assert_eq!(termination["planned"], false);
    let patch = |body| siti.patch(&path, body).if_match(&termination.etag()).send();
    let refused = patch(json!({"moved_away": {"new_place": "Ipoh"}})).problem(409, "refused");
    assert_eq!(refused.refusals(), ["not_for_this_reason"]);
    // In Kulim it is the second of March already, and not yet the third.
    let refused = patch(json!({"deceased": {"died_on": "2026-03-03"}})).problem(409, "refused");
    assert_eq!(refused.refusals(), ["in_future"]);
    let wrong = patch(json!({"deceased": null, "planned": true}));
    assert_eq!(
        wrong.problem(422, "invalid_body").faults(),
        [("/planned", "unknown_field")]
    );
    let edited =
        patch(json!({"deceased": {"died_on": "2026-03-02", "source": "Hospital Kulim"}})).ok();
    assert_eq!(edited["deceased"]["died_on"], "2026-03-02");
    assert_eq!(edited.etag(), "\"v2\"");
    patch(json!({"deceased": null})).problem(412, "version_conflict");
    let again = siti.patch(&path, json!({"deceased": {"died_on": "2026-03-02"}}));
    let again = again.if_match("\"v2\"").send().ok();
    assert_eq!(again.etag(), "\"v2\"", "nothing was changed");
    assert_eq!(
        app.db()
            .count("record_versions WHERE record_kind = 'termination'"),
        1
    );
    // The case itself has not changed.
    assert_eq!(read(&siti, &case.id()).etag(), case.etag());
    let nothing = format!("/v1/cases/{}/termination", opened(&app, "homeless").id());
    siti.get(&nothing).send().problem(404, "not_found");
    let nothing = siti.patch(&nothing, json!({"deceased": {"died_on": "2026-03-02"}}));
    nothing.if_match("*").send().problem(404, "not_found");
}

#[test]
fn only_the_responsible_worker_fills_in_the_end_and_asks_for_the_closure() {
    let app = App::start();
    let case = ending(&app, &opened(&app, "older_person"), "moved_away");
    let termination = format!("/v1/cases/{}/termination", case.id());
    let closure = format!("/v1/cases/{}/closure-request", case.id());
    for (who, status) in [
        ("azman", 403),
        ("farid", 403),
        ("auditor", 403),
        ("hanim", 404),
    ] {
        let client = app.as_(who);
        let call = client.patch(&termination, moved_away()).if_match("*");
        call.send().status(status);
        let call = client.post(&closure, json!({"summary": "Closed."}));
        call.if_match("*").send().status(status);
    }
    let data = app.as_("data");
    data.get(&termination).send().problem(403, "not_permitted");
    let list = format!("/v1/cases/{}/closure-requests", case.id());
    data.get(&list).send().problem(403, "not_permitted");
    app.as_("hanim").get(&list).send().problem(404, "not_found");
    app.anonymous().get(&termination).send().status(401);
    let siti = app.as_caseworker();
    let call = siti.post(&closure, json!({"summary": "Closed."}));
    call.send().problem(428, "version_required");
    let call = siti.post(&closure, json!({"summary": "Closed."}));
    call.if_match("\"v1\"")
        .send()
        .problem(412, "version_conflict");
}

#[test]
fn a_rejected_or_withdrawn_request_leaves_the_case_in_termination_and_open() {
    let app = App::start();
    let (case, closure) = waiting(&app);
    let siti = app.as_caseworker();
    assert_eq!(
        unmet(&request(&app, &case).status(409)),
        ["closure_pending"]
    );
    let path = format!("/v1/cases/{}/termination", case.id());
    let call = siti
        .patch(&path, json!({"moved_away": {"new_place": "Ipoh"}}))
        .if_match("*");
    assert_eq!(call.send().status(409).refusals(), ["closure_pending"]);
    decide(&app, "azman", &closure, "withdrawal", json!({})).problem(403, "not_permitted");
    let rejected = json!({"note": "Ask the village head first."});
    let rejected = decide(&app, "azman", &closure, "rejection", rejected).ok();
    assert_eq!(rejected["status"], "rejected");
    let case = read(&siti, &case.id());
    assert_eq!(
        (&case["status"], &case["stage"]),
        (&json!("open"), &json!("termination"))
    );

    let second = request(&app, &case).created();
    let withdrawn = decide(&app, "siti", &second, "withdrawal", json!({})).ok();
    assert_eq!(withdrawn["status"], "withdrawn");
    let list = format!("/v1/cases/{}/closure-requests?limit=1", case.id());
    let page = siti.get(&list).send().ok();
    assert_eq!(page.ids(), [closure.id()]);
    let cursor = page["next_cursor"]
        .as_str()
        .map(|it| format!("{list}&cursor={it}"));
    let page = siti.get(&cursor.unwrap_or_default()).send().ok();
    assert_eq!(page.ids(), [second.id()]);
    assert_eq!(page.body["next_cursor"], Value::Null);
}

#[test]
fn a_task_added_while_the_closure_waits_keeps_the_case_open() {
    let app = App::start();
    let (case, closure) = waiting(&app);
    let path = format!("/v1/cases/{}/tasks", case.id());
    let task = json!({"text": "Return his bank book."});
    let task = app.as_caseworker().post(&path, task).send().created();
    let refused = decide(&app, "azman", &closure, "approval", json!({}));
    assert_eq!(unmet(&refused.problem(409, "refused")), ["nothing_open"]);
    let done = format!("/v1/tasks/{}/completion", task.id());
    let done = app.as_caseworker().post(&done, json!({}));
    done.if_match(&task.etag()).send().ok();
    decide(&app, "azman", &closure, "approval", json!({})).ok();
}

#[test]
fn an_override_by_somebody_else_stands_in_for_one_closure() {
    let app = App::start();
    let case = ending(&app, &opened(&app, "older_person"), "moved_away");
    told_and_listed(&app, &case.id());
    particulars(&app, &case.id(), moved_away());
    let siti = app.as_caseworker();
    let listed = format!("/v1/cases/{}/support-contacts", case.id());
    let listed = siti.get(&listed).send().ok();
    let path = format!("/v1/support-contacts/{}/withdrawal", listed.ids()[0]);
    let gone = json!({"reason": "He has moved away too."});
    let call = siti.post(&path, gone).if_match("*");
    call.send().ok();
    assert_eq!(
        unmet(&request(&app, &case).status(409)),
        ["support_network_listed"]
    );

    let overrides = format!("/v1/cases/{}/overrides", case.id());
    let reason = "No neighbour or relative could be found in three visits.";
    let body =
        |requirement: &str| json!({"gate": "close", "requirement": requirement, "reason": reason});
    siti.post(&overrides, body("support_network_listed"))
        .send()
        .problem(403, "not_permitted");
    let azman = app.as_supervisor();
    for (requirement, code) in [
        ("nothing_open", "requirement_already_met"),
        ("approved_by_other", "requirement_hard"),
        ("plan_active", "requirement_not_in_gate"),
    ] {
        let refused = azman.post(&overrides, body(requirement)).send().status(409);
        assert_eq!(refused.refusals(), [code]);
    }
    let made = azman
        .post(&overrides, body("support_network_listed"))
        .send()
        .created();
    assert_eq!(
        made["overridden_by"],
        json!(app.worker::<domain::parties::WorkerId>("azman"))
    );
    let again = azman
        .post(&overrides, body("support_network_listed"))
        .send()
        .status(409);
    assert_eq!(again.refusals(), ["already_overridden"]);
    let checklist = format!("/v1/cases/{}/checklist?to=closed", case.id());
    let checklist = siti.get(&checklist).send().ok();
    let item = checklist["items"].as_array().and_then(|items| {
        items
            .iter()
            .find(|item| item["code"] == "support_network_listed")
    });
    assert_eq!(
        item.map(|item| &item["overridden_by"]),
        Some(&json!(made.id()))
    );

    let closure = request(&app, &case).created();
    decide(&app, "azman", &closure, "approval", json!({})).ok();
    let list = siti.get(&overrides).send().ok();
    assert_eq!(list.ids(), [made.id()]);
    assert_eq!(list["items"][0]["void_at"], "2026-03-02T01:00:00Z");
    app.as_("data")
        .get(&overrides)
        .send()
        .problem(403, "not_permitted");
}

#[test]
fn the_same_request_with_its_own_id_is_made_once_even_with_a_stale_version() {
    let app = App::start();
    let case = ending(&app, &opened(&app, "older_person"), "moved_away");
    told_and_listed(&app, &case.id());
    particulars(&app, &case.id(), moved_away());
    let path = format!("/v1/cases/{}/closure-request", case.id());
    let id = app.new_id();
    let body = json!({"id": id.to_string(), "summary": "Moved to his niece."});
    let siti = app.as_caseworker();
    let send = |body: &Value, key: &str| {
        let call = siti.post(&path, body.clone()).if_match(&case.etag());
        call.key(key).send()
    };
    let made = send(&body, "one").created();
    assert_eq!(made.id(), id.to_string());
    let replayed = send(&body, "one").created();
    assert_eq!(replayed.header("idempotency-replayed"), "true");
    assert_eq!(replayed.body, made.body);
    assert_eq!(send(&body, "two").ok().body, made.body);
    let mut other = body.clone();
    other["summary"] = json!("Another.");
    send(&other, "three").problem(409, "already_exists");
    assert_eq!(app.db().count("closure_requests"), 1);
}

#[test]
fn trying_only_changes_nothing() {
    let app = App::start();
    let (case, closure) = waiting(&app);
    let _ = app.as_supervisor();
    let before = app.dump();
    let path = format!(
        "/v1/closure-requests/{}/approval?validate_only=true",
        closure.id()
    );
    let call = app.as_supervisor().post(&path, json!({}));
    let tried = call.if_match(&closure.etag()).send().ok();
    assert_eq!(tried["status"], "approved");
    assert_eq!(tried.header("etag"), "");
    let path = format!("/v1/cases/{}/closure-request?validate_only=true", case.id());
    let call = app
        .as_caseworker()
        .post(&path, json!({"summary": "Closed."}));
    call.if_match(&case.etag()).send().status(409);
    assert_eq!(app.dump(), before);
}

#[test]
fn approval_and_withdrawal_at_once_have_one_outcome() {
    let app = App::start();
    for _ in 0..5 {
        let (case, closure) = waiting(&app);
        let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
        let said = race(2, |i| {
            let (client, what) = [(&siti, "withdrawal"), (&azman, "approval")][i];
            let path = format!("/v1/closure-requests/{}/{what}", closure.id());
            let call = client.post(&path, json!({}));
            call.if_match(&closure.etag()).send().status
        });
        assert_eq!(
            said.iter().filter(|status| **status == 200).count(),
            1,
            "{said:?}"
        );
        let case = read(&siti, &case.id());
        let status = if said[0] == 200 { "open" } else { "closed" };
        assert_eq!(case["status"], status);
    }
}

#[test]
fn a_closed_case_is_reopened_within_a_year_for_the_next_episode() {
    let app = App::start();
    let case = closed(&app);
    let path = format!("/v1/cases/{}/reopening", case.id());
    let body = json!({"reason": "He came back to the village and asks for help again."});
    let call = app.as_caseworker().post(&path, body.clone());
    call.if_match(&case.etag())
        .send()
        .problem(403, "not_permitted");
    app.clock.advance_days(30);
    let azman = app.as_supervisor();
    let send = |body: &Value| {
        azman
            .post(&path, body.clone())
            .if_match(&case.etag())
            .send()
    };
    let mut wrong = body.clone();
    wrong["caseworker_id"] = json!(app.worker::<domain::parties::WorkerId>("hanim"));
    let wrong = send(&wrong).problem(422, "invalid_body");
    assert_eq!(wrong.faults(), [("/caseworker_id", "unknown_reference")]);
    let mut to_farid = body.clone();
    to_farid["caseworker_id"] = json!(app.worker::<domain::parties::WorkerId>("farid"));
    let open = send(&to_farid).ok();
    assert_eq!(
        (&open["status"], &open["stage"]),
        (&json!("open"), &json!("assessment"))
    );
    assert_eq!(open["episode"], 2);
    assert_eq!(open["file_number"], case["file_number"]);
    assert_eq!(open["responsible_id"], to_farid["caseworker_id"]);
    assert_eq!(open.body.get("closed_at"), None);
    send(&body).problem(412, "version_conflict");
    let call = azman.post(&path, body.clone()).if_match("*").send();
    assert_eq!(call.status(409).refusals(), ["case_not_closed"]);

    let timeline = format!("/v1/cases/{}/timeline?sort=newest_first&limit=1", case.id());
    let last = azman.get(&timeline).send().ok();
    assert_eq!(last["items"][0]["type"], "case.reopened");
    assert_eq!(last["items"][0]["reason"], body["reason"]);
    // Farid works on it now, Siti only reads.
    let note = format!("/v1/cases/{}/tasks", case.id());
    let task = json!({"text": "Visit him."});
    app.as_colleague()
        .post(&note, task.clone())
        .send()
        .created();
    app.as_caseworker()
        .post(&note, task)
        .send()
        .problem(403, "not_permitted");

    let other = closed(&app);
    app.clock.advance_days(370);
    let path = format!("/v1/cases/{}/reopening", other.id());
    let late = app.as_supervisor().post(&path, body).if_match("*").send();
    assert_eq!(late.status(409).refusals(), ["reopening_too_late"]);
}

#[test]
fn for_how_long_a_case_may_be_reopened_is_configured() {
    let app = App::start_with(|parts| parts.reopening_months = 3);
    let case = closed(&app);
    let may_reopen = || {
        let path = format!("/v1/cases/{}/checklist?to=closed", case.id());
        let list = app.as_supervisor().get(&path).send().ok();
        let mut actions = list["allowed_actions"].as_array().unwrap().iter();
        actions.any(|one| one["action"] == "reopen")
    };
    assert!(may_reopen());
    app.clock.advance_days(100);
    assert!(!may_reopen());
    let body = json!({"reason": "He came back to the village and asks for help again."});
    let path = format!("/v1/cases/{}/reopening", case.id());
    let late = app.as_supervisor().post(&path, body).if_match("*").send();
    assert_eq!(late.status(409).refusals(), ["reopening_too_late"]);
}
