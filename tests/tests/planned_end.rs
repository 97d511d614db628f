//! The planned end: the steps on the way to it, what they mean for the gates, and aftercare.

use serde_json::{Value, json};
use tests::{
    App,
    cases::{closed, neighbour, opened, particulars, read, request, step, waiting},
    life::{end_contracts, go, leave, monitored, readiness, signed_note, told, unmet},
    monitoring::planned,
    on_postgres, race,
};

/// The kinds: their address and the particulars of one.
fn kinds(app: &App, case: &str) -> Vec<(&'static str, Value)> {
    let board = json!({"held_on": "2026-03-01", "reference": "LP/3", "outcome": "agrees"});
    let mut kinds = readiness(app, case);
    kinds.push(("board-reviews", board));
    kinds.extend(leave());
    kinds
}

fn set_aside(app: &App, case: &str, gate: &str, requirement: &str) {
    let path = format!("/v1/cases/{case}/overrides");
    let body = json!({"gate": gate, "requirement": requirement,
        "reason": "The evaluation of the district is on paper this year."});
    app.as_supervisor().post(&path, body).send().created();
}

#[test]
fn a_planned_end_meets_each_requirement_by_its_step() {
    let app = App::start();
    let case = monitored(&app).case.id();
    let planned = "to=termination&reason=transferred_to_agency";
    let before = unmet(&app, &case, planned);
    assert_eq!(
        before,
        [
            "evaluation_prepares_termination",
            "party_reports",
            "functioning_interview",
            "final_report",
            "closing_discussion",
        ],
        "the Board of Visitors is for institutions"
    );
    let ending = json!({"to": "termination", "reason": "transferred_to_agency"});
    go(&app, &case, ending.clone()).problem(409, "refused");
    for (kind, body) in kinds(&app, &case) {
        let made = step(&app, &case, kind, body.clone()).created();
        assert_eq!(made.header("location"), format!("/v1/{kind}/{}", made.id()));
        for (field, value) in body.as_object().into_iter().flatten() {
            assert_eq!(&made[field.as_str()], value, "{kind}");
        }
        let path = format!("/v1/{kind}/{}", made.id());
        assert_eq!(app.as_caseworker().get(&path).send().ok().body, made.body);
    }
    assert_eq!(
        unmet(&app, &case, planned),
        ["evaluation_prepares_termination"]
    );
    set_aside(
        &app,
        &case,
        "termination",
        "evaluation_prepares_termination",
    );
    let ended = go(&app, &case, ending).ok();
    assert_eq!(ended["stage"], "termination");
    let began = json!({"stage": "own_activities", "began_on": "2026-03-02"});
    step(&app, &case, "transition-steps", began).created();
    assert_eq!(
        unmet(&app, &case, "to=closed"),
        ["nothing_open", "reason_requirements", "approved_by_other"]
    );
    let accepted = json!({"transferred_to_agency": {"agency": "Baitulmal",
        "accepted_on": "2026-03-01", "acceptance_reference": "B/17"}});
    particulars(&app, &case, accepted);
    end_contracts(&app, &case);
    let closure = request(&app, &ended).created();
    let late = step(&app, &case, "support-contacts", neighbour()).problem(409, "refused");
    assert_eq!(late.refusals(), ["closure_pending"]);
    let approval = format!("/v1/closure-requests/{}/approval", closure.id());
    let approval = app.as_supervisor().post(&approval, json!({}));
    approval.if_match(&closure.etag()).send().ok();
    assert_eq!(read(&app.as_caseworker(), &case)["status"], "closed");
    let late = step(&app, &case, "support-contacts", neighbour()).problem(409, "refused");
    assert_eq!(late.refusals(), ["case_closed"]);
}

#[test]
fn a_planned_end_starts_from_monitoring_only() {
    let app = App::start();
    let case = opened(&app, "older_person").id();
    let body = json!({"to": "termination", "reason": "goals_achieved"});
    let refused = go(&app, &case, body).problem(409, "refused");
    assert_eq!(refused.refusals(), ["planned_end_from_monitoring"]);
}

#[test]
fn a_case_that_comes_back_is_told_of_its_next_end_anew() {
    let app = App::start();
    let case = monitored(&app).case.id();
    for (kind, body) in kinds(&app, &case) {
        step(&app, &case, kind, body).created();
    }
    let planned = "to=termination&reason=goals_achieved";
    set_aside(
        &app,
        &case,
        "termination",
        "evaluation_prepares_termination",
    );
    go(
        &app,
        &case,
        json!({"to": "termination", "reason": "goals_achieved"}),
    )
    .ok();
    app.clock.advance_days(1);
    go(&app, &case, json!({"to": "monitoring"})).ok();
    assert_eq!(unmet(&app, &case, planned).len(), 5);
    // The network and the plan are kept up.
    app.clock.advance_days(1);
    let again = json!({"to": "termination", "reason": "moved_away"});
    go(&app, &case, again).ok();
    assert_eq!(
        unmet(&app, &case, "to=closed"),
        [
            "notice_to_family",
            "nothing_open",
            "reason_requirements",
            "approved_by_other"
        ]
    );
}

#[test]
fn a_notice_keeps_to_what_is_safe_for_whoever_is_told() {
    let app = App::start();
    let case = opened(&app, "domestic_violence");
    let siti = app.as_caseworker();
    let person = format!("/v1/persons/{}", case["person_id"].as_str().unwrap_or(""));
    let safe = json!({"safe_contact": {"channels": ["visit"], "times": "Pagi hari kerja"}});
    siti.patch(&person, safe).if_match("*").send().ok();
    let mut notice = told("client");
    notice["channel"] = json!("phone");
    let refused = step(&app, &case.id(), "termination-notices", notice.clone());
    let refused = refused.problem(409, "refused");
    assert_eq!(refused.refusals(), ["channel_not_safe", "time_not_safe"]);
    assert_eq!(refused["refusals"][0]["pointer"], "/channel");
    notice["channel"] = json!("visit");
    notice["at_safe_time"] = json!(true);
    let given = step(&app, &case.id(), "termination-notices", notice).created();
    // An amended notice is held against the same.
    let path = format!("/v1/termination-notices/{}", given.id());
    let call = siti.patch(&path, json!({"channel": "letter"}));
    let refused = call.if_match(&given.etag()).send().problem(409, "refused");
    assert_eq!(refused.refusals(), ["channel_not_safe"]);

    let withheld = json!({"recipient": "client", "outcome": "withheld", "reason": "Fear."});
    let refused = step(&app, &case.id(), "termination-notices", withheld);
    assert_eq!(
        refused.problem(409, "refused").refusals(),
        ["client_is_told"]
    );
    let withheld = json!({"recipient": "family", "outcome": "withheld", "reason": "He beats her."});
    step(&app, &case.id(), "termination-notices", withheld).created();
}

#[test]
fn what_a_step_names_must_be_of_the_case_and_visible() {
    let app = App::start();
    let (case, other) = (opened(&app, "homeless").id(), opened(&app, "homeless").id());
    let (draft, foreign) = (
        step(
            &app,
            &case,
            "notes",
            json!({"occurred_at": "2026-03-02T00:30:00Z", "text": "A draft."}),
        )
        .created()
        .id(),
        signed_note(&app, &other),
    );
    for note in [draft, foreign, app.new_id().to_string()] {
        let report = json!({"written_on": "2026-03-01", "readiness": "ready", "note_id": note});
        let unknown = step(&app, &case, "final-reports", report).problem(422, "invalid_body");
        assert_eq!(unknown.faults(), [("/note_id", "unknown_reference")]);
    }
    let hidden = app.as_other_district();
    let hidden = hidden.post("/v1/persons", json!({"full_name": "Salmah"}));
    let mut notice = told("family");
    notice["person_id"] = json!(hidden.send().created().id());
    notice["given_by"] = json!(app.worker::<domain::parties::WorkerId>("hanim"));
    let unknown = step(&app, &case, "termination-notices", notice.clone());
    let unknown = unknown.problem(422, "invalid_body");
    assert_eq!(unknown.faults(), [("/person_id", "unknown_reference")]);
    notice
        .as_object_mut()
        .map(|notice| notice.remove("person_id"));
    let unknown = step(&app, &case, "termination-notices", notice.clone());
    let unknown = unknown.problem(422, "invalid_body");
    assert_eq!(unknown.faults(), [("/given_by", "unknown_reference")]);
    notice["given_by"] = json!(app.worker::<domain::parties::WorkerId>("farid"));
    step(&app, &case, "termination-notices", notice).created();
}

#[test]
fn a_step_is_amended_withdrawn_and_kept() {
    let app = App::start();
    let case = opened(&app, "older_person").id();
    let siti = app.as_caseworker();
    let asked = json!({"party": "family", "status": "requested", "requested_on": "2026-03-01"});
    let report = step(&app, &case, "party-reports", asked).created();
    let path = format!("/v1/party-reports/{}", report.id());
    let patch = |body: Value, etag: &str| siti.patch(&path, body).if_match(etag).send();
    let bare = patch(json!({"status": "declined"}), "\"v1\"").problem(409, "refused");
    assert_eq!(bare["refusals"][0]["pointer"], "/reason");
    let came = json!({"status": "received", "received_on": "2026-03-02", "summary": "Good."});
    let came = patch(came, "\"v1\"").ok();
    assert_eq!(
        (came.etag().as_str(), &came["version"]),
        ("\"v2\"", &json!(2))
    );
    patch(json!({"summary": null}), "\"v1\"").problem(412, "version_conflict");
    assert_eq!(
        patch(json!({"status": "received"}), "\"v2\"").ok().etag(),
        "\"v2\""
    );
    let withdrawal = format!("{path}/withdrawal");
    let body = json!({"reason": "It is about her sister."});
    let call = siti.post(&withdrawal, body.clone()).if_match("\"v2\"");
    let gone = call.send().ok();
    assert_eq!(gone["withdrawal_reason"], body["reason"]);
    let call = siti.post(&withdrawal, body).if_match("*").send();
    assert_eq!(call.status(409).refusals(), ["step_withdrawn"]);
    let list = format!("/v1/cases/{case}/party-reports");
    assert_eq!(siti.get(&list).send().ok().ids(), [report.id()]);
    // By the id of another kind there is nothing.
    let other = format!("/v1/final-reports/{}", report.id());
    siti.get(&other).send().problem(404, "not_found");
    let events = app.dump().remove("events").unwrap_or_default();
    for kind in ["recorded", "amended", "withdrawn"] {
        let name = format!("case.step_{kind}");
        assert_eq!(events.matches(&name).count(), 1, "{name}");
    }
    assert!(!events.contains("Good."));
    for (who, status) in [
        ("azman", 403),
        ("farid", 403),
        ("auditor", 403),
        ("hanim", 404),
    ] {
        let client = app.as_(who);
        let call = client.post(&format!("/v1/cases/{case}/support-contacts"), neighbour());
        call.send().status(status);
        client
            .patch(&path, json!({"summary": "x"}))
            .if_match("*")
            .send()
            .status(status);
    }
}

#[test]
fn a_step_sent_twice_is_recorded_once_and_two_edits_at_once_have_one_outcome() {
    let app = App::start();
    let case = opened(&app, "older_person").id();
    let mut body = neighbour();
    body["id"] = json!(app.new_id().to_string());
    let made = step(&app, &case, "support-contacts", body.clone()).created();
    let again = step(&app, &case, "support-contacts", body).ok();
    assert_eq!(again.body, made.body);
    assert_eq!(app.db().count("termination_steps"), 1);
    let (siti, path) = (
        app.as_caseworker(),
        format!("/v1/support-contacts/{}", made.id()),
    );
    let said = race(2, |i| {
        let call = siti.patch(&path, json!({"relation": format!("neighbour {i}")}));
        call.if_match("\"v1\"").send().status
    });
    let mut said = said;
    said.sort_unstable();
    assert_eq!(said, [200, 412]);
}

#[test]
fn steps_of_a_former_episode_stay_as_they_are_and_count_no_more() {
    let app = App::start();
    let case = closed(&app).id();
    let reopened = json!({"reason": "He came back to the village and asks for help again."});
    let path = format!("/v1/cases/{case}/reopening");
    let call = app.as_supervisor().post(&path, reopened);
    call.if_match("*").send().ok();
    let siti = app.as_caseworker();
    let list = format!("/v1/cases/{case}/support-contacts");
    let old = siti.get(&list).send().ok().ids()[0].to_owned();
    let path = format!("/v1/support-contacts/{old}");
    let call = siti
        .patch(&path, json!({"relation": "cousin"}))
        .if_match("*");
    assert_eq!(call.send().status(409).refusals(), ["former_episode"]);
    let empty = siti.get(&format!("{list}?episode=2")).send().ok();
    assert_eq!(empty.ids(), Vec::<String>::new());
    assert!(unmet(&app, &case, "to=closed").contains(&"support_network_listed".to_owned()));
}

#[test]
fn aftercare_belongs_to_the_closed_case_and_needs_no_reopening() {
    let app = App::start();
    let (case, _) = waiting(&app);
    let contact = |case: &str, purpose: &str| {
        let body = json!({"with": "client", "channel": "visit", "purpose": purpose,
            "at": "2026-03-02T00:45:00Z", "reached": true});
        step(&app, case, "contacts", body)
    };
    let early = contact(&case.id(), "aftercare").problem(409, "refused");
    assert_eq!(early.refusals(), ["not_yet_aftercare"]);
    let case = closed(&app);
    let late = contact(&case.id(), "follow_up").problem(409, "refused");
    assert_eq!(late.refusals(), ["aftercare_only"]);
    contact(&case.id(), "aftercare").created();
    let after = read(&app.as_caseworker(), &case.id());
    assert_eq!(
        (&after["status"], after.etag()),
        (&json!("closed"), case.etag())
    );
}

#[test]
fn what_terminations_told_themselves_at_first_becomes_steps() {
    let app = App::start();
    let case = opened(&app, "older_person").id();
    let ending = json!({"to": "termination", "reason": "moved_away"});
    go(&app, &case, ending).ok();
    let told = json!({
        "support_network": [
            {"name": "Encik Harun", "relation": "neighbour", "support": "looks after the house"},
            {"name": "Klinik Kulim", "contact": "+60 4 490 6377"},
        ],
        "notice_to_family": {"outcome": "given", "given_on": "2026-03-02"},
    });
    let (id, up) = (
        app.db().id(&case),
        if on_postgres() {
            include_str!("../../migrations/postgres/2026-11-24-000910_steps_told_earlier/up.sql")
        } else {
            include_str!("../../migrations/sqlite/2026-11-24-000910_steps_told_earlier/up.sql")
        },
    );
    app.db().run(&format!(
        "UPDATE terminations SET details = '{told}' WHERE case_id = {id}; {up}"
    ));
    let siti = app.as_caseworker();
    let notices = siti
        .get(&format!("/v1/cases/{case}/termination-notices"))
        .send()
        .ok();
    let notice = &notices["items"][0];
    assert_eq!(notices["items"].as_array().unwrap().len(), 1);
    assert_eq!(notice["recipient"], "family");
    assert_eq!(notice["given_at"], "2026-03-02T04:00:00Z");
    let network = siti
        .get(&format!("/v1/cases/{case}/support-contacts"))
        .send()
        .ok();
    let names: Vec<_> = network["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["name"])
        .collect();
    assert_eq!(names, ["Klinik Kulim", "Encik Harun"]);
    assert_eq!(network["items"][1]["gives"], "looks after the house");
    assert_eq!(network["items"][0]["contact"], "+60 4 490 6377");
    assert!(network["items"][0].get("relation").is_none());
    assert!(!unmet(&app, &case, "to=closed").contains(&"notice_to_family".to_owned()));
}

#[test]
fn everybody_with_a_role_in_the_plan_is_asked_for_a_report() {
    let app = App::start();
    let it = planned(&app);
    let (siti, case) = (app.as_caseworker(), it.case.id());
    let roles = format!("/v1/plans/{}/roles", it.plan);
    let niece = siti.get(&roles).send().ok().ids()[0].to_owned();
    let missing = || {
        let path = format!("/v1/cases/{case}/checklist?to=termination&reason=goals_achieved");
        let list = siti.get(&path).send().ok();
        let mut items = list["items"].as_array().unwrap().iter();
        let item = items.find(|item| item["code"] == "party_reports").unwrap();
        item["missing"].clone()
    };
    let school = json!({"party": "school", "status": "received", "received_on": "2026-03-01"});
    step(&app, &case, "party-reports", school).created();
    assert_eq!(missing().as_array().unwrap().len(), 1);
    assert_eq!(missing()[0]["code"], "role_report");
    assert_eq!(
        missing()[0]["record"],
        json!({"kind": "plan_part", "id": niece})
    );
    // The role must be one of the plan of the case.
    let mut report = json!({"party": "close_person", "plan_role_id": it.goal,
        "status": "requested", "requested_on": "2026-03-01"});
    let unknown = step(&app, &case, "party-reports", report.clone());
    assert_eq!(
        unknown.problem(422, "invalid_body").faults(),
        [("/plan_role_id", "unknown_reference")]
    );
    report["plan_role_id"] = json!(niece);
    let asked = step(&app, &case, "party-reports", report).created();
    assert_eq!(missing()[0]["code"], "party_report", "it has not come");
    let path = format!("/v1/party-reports/{}", asked.id());
    let came = json!({"status": "received", "received_on": "2026-03-02"});
    siti.patch(&path, came).if_match("*").send().ok();
    assert_eq!(missing(), json!([]));
}
