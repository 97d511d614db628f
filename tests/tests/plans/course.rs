//! The whole life of a plan, and of its next version.

use serde_json::{Value, json};
use tests::{
    App, Client, Reply, assessments,
    cases::{opened, read},
    life::{end_contracts, intervening},
    organisation,
    plans::{act, active, approved, draft, signed, whole},
    race,
};

fn checklist(client: &Client, plan: &str) -> Reply {
    let path = format!("/v1/plans/{plan}/checklist");
    client.get(&path).send().ok()
}

fn unmet(list: &Reply) -> Vec<&str> {
    let items = list["items"].as_array().unwrap().iter();
    let unmet = items.filter(|item| item["met"] == false);
    unmet.filter_map(|item| item["code"].as_str()).collect()
}

#[test]
fn a_plan_is_drafted_proposed_agreed_approved_and_activated() {
    let app = App::start();
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    let case = intervening(&app);
    let (plan, ..) = whole(&app, &case.id());
    let id = plan.id();
    assert_eq!(
        (&plan["number"], &plan["status"]),
        (&json!(1), &json!("draft"))
    );
    assert_eq!(
        unmet(&checklist(&siti, &id)),
        ["client_agreement", "plan_approved"]
    );

    let edited = siti
        .patch(
            &format!("/v1/plans/{id}"),
            json!({"focus": "Daily care.", "borrowed_models": ["full_support"],
                "participation": {"level": "full"}, "root_causes": ["She lives alone."],
                "systems": {"client": "Mak Som", "target": "The kitchen"}}),
        )
        .if_match(&plan.etag())
        .send()
        .ok();
    assert_eq!(
        (edited.etag().as_str(), &edited["focus"]),
        ("\"v2\"", &json!("Daily care."))
    );

    let proposed = act(&siti, &id, "proposal", json!({})).ok();
    assert_eq!(proposed["status"], "proposed");
    assert_eq!(proposed["proposed_by"], json!(organisation::worker("siti")));
    let agreed = act(&siti, &id, "agreement", signed()).ok();
    assert_eq!(agreed["status"], "agreed");
    assert_eq!(agreed["agreement"]["signature"]["method"], "thumbprint");
    let approved = act(&azman, &id, "approval", json!({"note": "A good plan."})).ok();
    assert_eq!(approved["status"], "approved");
    assert_eq!(approved["approval"]["note"], "A good plan.");
    assert_eq!(checklist(&siti, &id)["ready"], true);
    let monitoring = format!("/v1/cases/{}/checklist?to=monitoring", case.id());
    let list = siti.get(&monitoring).send().ok();
    assert!(unmet(&list).contains(&"plan_active"));

    let active = act(&siti, &id, "activation", json!({})).ok();
    assert_eq!(active["status"], "active");
    assert_eq!(active["activated_at"], "2026-03-02T01:00:00Z");
    // The gate to monitoring sees it.
    let list = siti.get(&monitoring).send().ok();
    assert!(!unmet(&list).contains(&"plan_active"));
    let item = &list["items"][0];
    assert_eq!(item["satisfied_by"], json!({"kind": "plan", "id": id}));

    let kinds = app
        .db()
        .lines("SELECT type AS value FROM events WHERE record_kind = 'plan' ORDER BY seq");
    assert_eq!(
        kinds,
        [
            "plan.drafted",
            "plan.edited",
            "plan.proposed",
            "plan.agreed",
            "plan.approved",
            "plan.activated"
        ]
    );
    let timeline = siti
        .get(&format!("/v1/cases/{}/timeline?limit=200", case.id()))
        .send()
        .ok();
    let mut told = timeline["items"].as_array().unwrap().iter();
    assert!(told.any(|event| event["type"] == "plan.activated"));
    // The case itself is as it was.
    assert_eq!(read(&siti, &case.id())["version"], case["version"]);
}

#[test]
fn the_next_version_takes_the_place_of_the_active_one_in_one_moment() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = intervening(&app);
    let (plan, goal, _) = whole(&app, &case.id());
    let first = active(&app, &plan.id());
    let next = siti
        .post(&format!("/v1/plans/{}/next-version", first.id()), json!({}))
        .send()
        .created();
    assert_eq!(
        (&next["number"], &next["status"]),
        (&json!(2), &json!("draft"))
    );
    assert_eq!(next["previous_id"], first["id"]);
    let again = siti
        .post(&format!("/v1/plans/{}/next-version", first.id()), json!({}))
        .send()
        .problem(409, "refused");
    assert_eq!(again.refusals(), ["plan_unfinished"]);
    // Every part is there under its id, and is edited there alone.
    let path = |plan: &Reply| format!("/v1/plans/{}/goals/{goal}", plan.id());
    let changed = siti
        .patch(&path(&next), json!({"weight": 9}))
        .if_match("\"v1\"")
        .send()
        .ok();
    assert_eq!(changed["weight"], 9);
    assert_eq!(siti.get(&path(&first)).send().ok()["weight"], 1);

    let stays = siti.get(&format!("/v1/plans/{}", first.id())).send().ok();
    assert_eq!(stays["status"], "active");
    active(&app, &next.id());
    let old = siti.get(&format!("/v1/plans/{}", first.id())).send().ok();
    assert_eq!(old["status"], "superseded");
    assert_eq!(old["ended_at"], "2026-03-02T01:00:00Z");
    let list = |query: &str| {
        let path = format!("/v1/cases/{}/plans{query}", case.id());
        let page = siti.get(&path).send().ok();
        page.ids()
            .iter()
            .map(|id| (*id).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(list(""), [next.id(), first.id()]);
    assert_eq!(list("?status=active"), [next.id()]);
}

#[test]
fn of_many_who_activate_a_plan_one_does() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = intervening(&app);
    let (plan, ..) = whole(&app, &case.id());
    let plan = approved(&app, &plan.id());
    let path = format!("/v1/plans/{}/activation", plan.id());
    let replies = race(8, |_| {
        let call = siti.post(&path, json!({}));
        call.if_match(&plan.etag()).send()
    });
    let won = replies.iter().filter(|reply| reply.status == 200).count();
    assert_eq!(won, 1);
    for reply in &replies {
        assert!(matches!(reply.status, 200 | 412), "{}", reply.status);
    }
    let db = app.db();
    assert_eq!(db.count("events WHERE type = 'plan.activated'"), 1);
    assert_eq!(db.count("plans WHERE status = 'active'"), 1);
}

#[test]
fn a_plan_of_rehabilitation_rests_on_a_functional_assessment() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = intervening(&app);
    let (plan, ..) = whole(&app, &case.id());
    let own = json!({"model": "rehabilitation"});
    let edit = siti.patch(&format!("/v1/plans/{}", plan.id()), own);
    edit.if_match(&plan.etag()).send().ok();
    let asked = ["functionally_assessed", "client_agreement", "plan_approved"];
    assert_eq!(unmet(&checklist(&siti, &plan.id())), asked);

    let again = assessments::draft(&siti, &case.id(), "reassessment");
    let area = json!({"area": "self_care", "level": "with_help"});
    assessments::add(&siti, &again, "functional-areas", area);
    assessments::complete(&siti, &again);
    assert_eq!(unmet(&checklist(&siti, &plan.id())), asked);
    assessments::finalise(&siti, &again.id()).ok();
    assert_eq!(unmet(&checklist(&siti, &plan.id())), asked[1..]);
}

#[test]
fn of_many_who_draft_a_plan_one_does() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = intervening(&app);
    let path = format!("/v1/cases/{}/plans", case.id());
    let body = json!({"model": "expanded_broker", "starts_on": "2026-03-02"});
    let replies = race(8, |_| siti.post(&path, body.clone()).send());
    let won = replies.iter().filter(|reply| reply.status == 201).count();
    assert_eq!(won, 1);
    for reply in replies.iter().filter(|reply| reply.status != 201) {
        assert_eq!(reply.refusals(), ["plan_unfinished"]);
    }
}

#[test]
fn a_plan_made_offline_is_made_once() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = intervening(&app);
    let path = format!("/v1/cases/{}/plans", case.id());
    let id = app.new_id();
    let body = json!({"id": id, "model": "rehabilitation", "starts_on": "2026-03-02"});
    let made = siti.post(&path, body.clone()).send().created();
    assert_eq!(siti.post(&path, body.clone()).send().ok().body, made.body);
    let mut other = body;
    other["model"] = json!("full_support");
    siti.post(&path, other)
        .send()
        .problem(409, "already_exists");
}

#[test]
fn a_rejected_plan_is_a_draft_again_and_a_proposed_one_is_taken_back() {
    let app = App::start();
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    let (plan, ..) = whole(&app, &intervening(&app).id());
    let id = plan.id();
    act(&siti, &id, "proposal", json!({})).ok();
    act(&siti, &id, "agreement", signed()).ok();
    let note = json!({"note": "Say who cooks on Thursdays."});
    let rejected = act(&azman, &id, "rejection", note).ok();
    assert_eq!(rejected["status"], "draft");
    assert_eq!(rejected["rejection"]["note"], "Say who cooks on Thursdays.");
    assert_eq!(rejected.body.get("agreement"), None);
    let approved = approved(&app, &id);
    assert_eq!(approved.body.get("rejection"), None);
    let back = act(&siti, &id, "withdrawal", json!({})).ok();
    assert_eq!(back["status"], "draft");
    assert_eq!(back.body.get("approval"), None);
}

#[test]
fn what_may_be_overridden_is_by_somebody_else() {
    let app = App::start();
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    let case = intervening(&app);
    let (plan, ..) = whole(&app, &case.id());
    let id = plan.id();
    let list = format!("/v1/plans/{id}/alternative-plans");
    let only = siti.get(&list).send().ok();
    let path = format!("{list}/{}", only.ids()[0]);
    siti.delete(&path).if_match("*").send().status(204);
    approved(&app, &id);
    let refused = act(&siti, &id, "activation", json!({})).problem(409, "refused");
    assert_eq!(
        refused["refusals"][0]["requirement"],
        "alternative_plan_made"
    );
    let path = format!("/v1/cases/{}/overrides", case.id());
    let over = |requirement: &str| {
        json!({"gate": "plan_activation", "requirement": requirement,
            "reason": "There is nobody else in the village who could help."})
    };
    let hard = azman.post(&path, over("goals_measurable")).send();
    assert_eq!(
        hard.problem(409, "refused").refusals(),
        ["requirement_already_met"]
    );
    azman
        .post(&path, over("alternative_plan_made"))
        .send()
        .created();
    act(&siti, &id, "activation", json!({})).ok();
    // It is void for the next.
    let left = app.db().count("overrides WHERE used_at IS NULL");
    assert_eq!(left, 0);
}

#[test]
fn a_plan_is_given_up_and_another_begun() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = intervening(&app);
    let plan = draft(&siti, &case.id());
    let why = json!({"reason": "He moves to his son."});
    let closed = act(&siti, &plan.id(), "closure", why.clone()).ok();
    assert_eq!(closed["status"], "closed");
    assert_eq!(closed["end_reason"], "He moves to his son.");
    let refused = act(&siti, &plan.id(), "closure", why).problem(409, "refused");
    assert_eq!(refused.refusals(), ["plan_ended"]);
    assert_eq!(draft(&siti, &case.id())["number"], 2);
}

#[test]
fn the_plans_of_a_case_are_closed_with_it() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = opened(&app, "older_person");
    let plan = draft(&siti, &case.id());
    let ending = tests::cases::ending(&app, &case, "moved_away");
    let stands = siti
        .patch(&format!("/v1/plans/{}", plan.id()), json!({"focus": "x"}))
        .if_match("*")
        .send();
    assert_eq!(stands.problem(409, "refused").refusals(), ["case_ending"]);
    tests::cases::told_and_listed(&app, &case.id());
    tests::cases::particulars(&app, &case.id(), tests::cases::moved_away());
    let closure = tests::cases::request(&app, &ending).created();
    let path = format!("/v1/closure-requests/{}/approval", closure.id());
    let call = app.as_supervisor().post(&path, json!({}));
    call.if_match(&closure.etag()).send().ok();
    let there = siti.get(&format!("/v1/plans/{}", plan.id())).send().ok();
    assert_eq!(there["status"], "closed");
}

#[test]
fn progress_is_recorded_on_the_active_plan_and_makes_no_version() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = intervening(&app);
    let (plan, goal, objective) = whole(&app, &case.id());
    let at = format!("/v1/plans/{}/progress", plan.id());
    let tell = |element: &Value, more: Value| {
        let mut body = json!({"element_id": element, "on": "2026-03-02"});
        let (Value::Object(body_of), Value::Object(more)) = (&mut body, more) else {
            unreachable!("both are objects")
        };
        body_of.extend(more);
        siti.post(&at, body).send()
    };
    let goal = json!(goal);
    let early = tell(&goal, json!({"level": -1})).problem(409, "refused");
    assert_eq!(early.refusals(), ["plan_not_active"]);
    let active = active(&app, &plan.id());
    let tasks = siti
        .get(&format!("/v1/plans/{}/tasks", plan.id()))
        .send()
        .ok();
    let task = json!(tasks.ids()[0]);
    let made = tell(&goal, json!({"level": -1, "note": "Two meals now."})).created();
    assert_eq!(
        (&made["kind"], &made["level"]),
        (&json!("goal"), &json!(-1))
    );
    tell(&task, json!({"task_status": "done"})).created();
    let mismatch = tell(&task, json!({"level": 1})).problem(409, "refused");
    assert_eq!(mismatch.refusals(), ["progress_mismatch"]);
    let future = tell(&task, json!({"task_status": "done", "on": "2026-03-04"}));
    assert_eq!(future.problem(409, "refused").refusals(), ["in_future"]);
    let none = tell(&json!(objective), json!({"level": 1})).problem(422, "invalid_body");
    assert_eq!(none.faults(), [("/element_id", "unknown_reference")]);

    // On hold too (rule 1).
    let path = format!("/v1/cases/{}/hold", case.id());
    let why = json!({"reason": "The client is in hospital until the operation."});
    siti.post(&path, why).if_match("*").send().ok();
    tell(&goal, json!({"level": 0})).created();
    let held = siti
        .post(&format!("/v1/plans/{}/next-version", plan.id()), json!({}))
        .send();
    assert_eq!(held.problem(409, "refused").refusals(), ["case_on_hold"]);

    let list = format!("/v1/cases/{}/plan-progress", case.id());
    assert_eq!(siti.get(&list).send().ok().ids().len(), 3);
    let of_goal = format!("{list}?element_id={}", goal.as_str().unwrap());
    assert_eq!(siti.get(&of_goal).send().ok().ids().len(), 2);
    let one = format!("/v1/plan-progress/{}", made.id());
    assert_eq!(siti.get(&one).send().ok().body, made.body);
    let there = siti.get(&format!("/v1/plans/{}", plan.id())).send().ok();
    assert_eq!(there.etag(), active.etag());
}

/// The only task of a plan: how it goes.
fn tell(app: &App, plan: &str, told: Value) -> Reply {
    let siti = app.as_caseworker();
    let tasks = siti.get(&format!("/v1/plans/{plan}/tasks")).send().ok();
    let mut body = json!({"element_id": tasks.ids()[0], "on": "2026-03-02"});
    if let (Value::Object(body), Value::Object(told)) = (&mut body, told) {
        body.extend(told);
    }
    siti.post(&format!("/v1/plans/{plan}/progress"), body)
        .send()
}

#[test]
fn a_task_of_the_active_plan_is_overdue_after_its_day_until_it_is_ended() {
    let app = App::start();
    let case = intervening(&app);
    let (plan, ..) = whole(&app, &case.id());
    let overdue = || {
        let page = app.as_caseworker().get("/v1/cases?overdue=true").send();
        page.ok().ids().len()
    };
    // It is due on the 20th; the day ends at 16:00 UTC in Kulim.
    active(&app, &plan.id());
    let version = read(&app.as_caseworker(), &case.id())["version"].clone();
    app.clock.set("2026-03-20T15:59:58Z".parse().unwrap());
    assert_eq!(overdue(), 0);
    app.clock.set("2026-03-20T16:00:00Z".parse().unwrap());
    assert_eq!(overdue(), 1);
    tell(&app, &plan.id(), json!({"task_status": "in_progress"})).created();
    assert_eq!(overdue(), 1);
    tell(&app, &plan.id(), json!({"task_status": "done"})).created();
    assert_eq!(overdue(), 0);
    tell(&app, &plan.id(), json!({"task_status": "not_started"})).created();
    assert_eq!(overdue(), 1, "the latest counts");
    let bare = tell(&app, &plan.id(), json!({"task_status": "cancelled"}));
    assert_eq!(
        bare.problem(409, "refused").refusals(),
        ["particular_missing"]
    );
    // A plan that is no longer followed leaves nothing to be done.
    let why = json!({"reason": "She moves to her son."});
    act(&app.as_caseworker(), &plan.id(), "closure", why).ok();
    assert_eq!(overdue(), 0);
    let now = read(&app.as_caseworker(), &case.id());
    assert_eq!(now["version"], version, "none of this changes the case");
}

#[test]
fn a_case_whose_plan_has_open_tasks_is_not_closed() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = intervening(&app);
    let (plan, ..) = whole(&app, &case.id());
    active(&app, &plan.id());
    let ending = tests::cases::ending(&app, &case, "moved_away");
    tests::cases::told_and_listed(&app, &case.id());
    tests::cases::particulars(&app, &case.id(), tests::cases::moved_away());
    end_contracts(&app, &case.id());
    let refused = tests::cases::request(&app, &ending).problem(409, "refused");
    let tasks = siti
        .get(&format!("/v1/plans/{}/tasks", plan.id()))
        .send()
        .ok();
    assert_eq!(refused["refusals"][0]["requirement"], "nothing_open");
    let path = format!("/v1/cases/{}/checklist?to=closed", case.id());
    let list = siti.get(&path).send().ok();
    let mut items = list["items"].as_array().unwrap().iter();
    let open = items.find(|one| one["code"] == "nothing_open").unwrap();
    assert_eq!(
        open["missing"][0]["record"],
        json!({"kind": "plan_part", "id": tasks.ids()[0]})
    );
    let why = json!({"task_status": "cancelled", "note": "She lives with her son now."});
    tell(&app, &plan.id(), why).created();
    tests::cases::request(&app, &ending).created();
}
