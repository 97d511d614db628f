//! Interventions and changes of strategy.

use serde_json::{Value, json};
use tests::{
    App, Reply,
    cases::{closed, ending, opened, read},
    life::{self, go, intervening},
    monitoring::planned,
    plans, race,
    work::{intervention, strategy_change},
};

fn case(app: &App) -> (Reply, String) {
    let case = intervening(app);
    let path = format!("/v1/cases/{}/interventions", case.id());
    (case, path)
}

fn act(app: &App, one: &Reply, what: &str, body: Value) -> Reply {
    let path = format!("/v1/interventions/{}/{what}", one.id());
    let call = app.as_caseworker().post(&path, body);
    call.if_match(&one.etag()).send()
}

fn start(app: &App, one: &Reply, on: &str) -> Reply {
    act(app, one, "start", json!({"started_on": on}))
}

fn complete(app: &App, one: &Reply, on: &str) -> Reply {
    let body = json!({"ended_on": on, "outcome": "He goes there by himself."});
    act(app, one, "completion", body)
}

fn stop(app: &App, one: &Reply, on: &str) -> Reply {
    let body = json!({"ended_on": on, "reason": "The day centre has closed."});
    act(app, one, "stop", body)
}

fn code(reply: Reply) -> String {
    reply.problem(409, "refused").refusals().join(" ")
}

/// How the requirement that one has begun stands.
fn begun(app: &App, case: &str) -> Value {
    let path = format!("/v1/cases/{case}/checklist?to=monitoring");
    let list = app.as_caseworker().get(&path).send().ok();
    let items = list["items"].as_array().unwrap().clone();
    let item = items
        .into_iter()
        .find(|it| it["code"] == "intervention_started");
    item.unwrap()
}

#[test]
fn an_intervention_is_planned_started_and_completed_and_meets_the_gate() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let planned = siti.post(&path, intervention()).send().created();
    let address = format!("/v1/interventions/{}", planned.id());
    assert_eq!(planned.header("location"), address);
    assert_eq!(planned["status"], "planned");
    assert_eq!(begun(&app, &case.id())["met"], false);
    let edit = siti.patch(&address, json!({"worker_roles": ["mediator"]}));
    let edited = edit.if_match(&planned.etag()).send().ok();
    assert_eq!(edited["worker_roles"], json!(["mediator"]));
    let running = start(&app, &edited, "2026-03-01").ok();
    assert_eq!(running["status"], "in_progress");
    let met = begun(&app, &case.id());
    assert_eq!(met["met"], true);
    let record = json!({"kind": "intervention", "id": planned.id()});
    assert_eq!(met["satisfied_by"], record);
    let done = complete(&app, &running, "2026-03-02").ok();
    assert_eq!(done["status"], "completed");
    assert_eq!(
        begun(&app, &case.id())["met"],
        true,
        "it has begun, and has ended"
    );
    assert_eq!(siti.get(&address).send().ok().body, done.body);
    let list = |status: &str| siti.get(&format!("{path}?status={status}")).send().ok();
    assert_eq!(list("completed").ids(), [done.id()]);
    assert!(list("planned").ids().is_empty());
    let types = app.db().lines(&format!(
        "SELECT type AS value FROM events WHERE record_id = {} ORDER BY seq",
        app.db().id(planned.id())
    ));
    assert_eq!(
        types,
        ["planned", "edited", "started", "completed"].map(|it| format!("case.intervention_{it}"))
    );
}

#[test]
fn one_that_was_given_up_before_it_began_meets_no_gate() {
    let app = App::start();
    let (case, path) = case(&app);
    let planned = app
        .as_caseworker()
        .post(&path, intervention())
        .send()
        .created();
    assert_eq!(stop(&app, &planned, "2026-03-02").ok()["status"], "stopped");
    assert_eq!(begun(&app, &case.id())["met"], false);
}

#[test]
fn what_does_not_fit_is_refused_with_its_code() {
    let app = App::start();
    let it = planned(&app);
    let (case, path) = (&it.case, it.path("interventions"));
    let siti = app.as_caseworker();
    let planned = siti.post(&path, intervention()).send().created();
    assert_eq!(
        code(complete(&app, &planned, "2026-03-02")),
        "intervention_not_in_progress"
    );
    assert_eq!(code(start(&app, &planned, "2026-03-03")), "in_future");
    let running = start(&app, &planned, "2026-03-02").ok();
    start(&app, &planned, "2026-03-02").problem(412, "version_conflict");
    assert_eq!(
        code(start(&app, &running, "2026-03-02")),
        "intervention_not_planned"
    );
    assert_eq!(code(complete(&app, &running, "2026-03-01")), "before_start");
    assert_eq!(code(stop(&app, &running, "2026-03-03")), "in_future");
    let over = stop(&app, &running, "2026-03-02").ok();
    assert_eq!(code(stop(&app, &over, "2026-03-02")), "intervention_ended");
    let edit = siti.patch(
        &format!("/v1/interventions/{}", over.id()),
        json!({"title": "More"}),
    );
    assert_eq!(code(edit.if_match("*").send()), "intervention_ended");

    // The plan of the case has no such strategy, and no such goal.
    for (name, value, pointer) in [
        ("strategy_id", json!(app.new_id()), "/strategy_id"),
        ("goal_ids", json!([app.new_id()]), "/goal_ids/0"),
    ] {
        let mut body = intervention();
        body[name] = value;
        let unknown = siti.post(&path, body).send().problem(422, "invalid_body");
        assert_eq!(unknown.faults(), [(pointer, "unknown_reference")]);
    }
    let mut bare = intervention();
    bare["worker_roles"] = json!([]);
    siti.post(&path, bare).send().problem(422, "invalid_body");

    let second = siti.post(&path, intervention()).send().created();
    let third = start(
        &app,
        &siti.post(&path, intervention()).send().created(),
        "2026-03-02",
    )
    .ok();
    go(&app, &case.id(), json!({"to": "assessment"})).ok();
    let new = || siti.post(&path, intervention()).send();
    assert_eq!(code(new()), "not_in_intervention");
    assert_eq!(
        code(start(&app, &second, "2026-03-02")),
        "not_in_intervention"
    );
    life::intervene(&app, &case.id());
    life::begin(&app, &it);
    life::monitor(&app, &case.id());
    let hold = json!({"reason": "He is in hospital for an operation."});
    let hold = siti.post(&format!("/v1/cases/{}/hold", case.id()), hold);
    hold.if_match("*").send().ok();
    assert_eq!(
        code(siti.post(&path, intervention()).send()),
        "case_on_hold"
    );
    assert_eq!(code(start(&app, &second, "2026-03-02")), "case_on_hold");
    complete(&app, &third, "2026-03-02").ok();
    let (leaving, path) = self::case(&app);
    let running = siti.post(&path, intervention()).send().created();
    let running = start(&app, &running, "2026-03-02").ok();
    ending(&app, &leaving, "moved_away");
    let late = siti.post(&path, intervention()).send();
    assert_eq!(code(late), "not_in_intervention");
    stop(&app, &running, "2026-03-02").ok();

    let over = closed(&app);
    let path = format!("/v1/cases/{}/interventions", over.id());
    let refused = siti
        .post(&path, intervention())
        .send()
        .problem(409, "refused");
    assert!(refused.refusals().contains(&"case_closed"));
}

#[test]
fn what_is_named_of_the_plan_is_part_of_the_active_one() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let (plan, goal, _) = plans::whole(&app, &case.id());
    let strategies = format!("/v1/plans/{}/strategies", plan.id());
    let strategy = siti.get(&strategies).send().ok().ids()[0].to_owned();
    let mut body = intervention();
    body["strategy_id"] = json!(strategy);
    body["goal_ids"] = json!([goal]);
    let both = [
        ("/goal_ids/0", "unknown_reference"),
        ("/strategy_id", "unknown_reference"),
    ];
    let new = |body: &Value| siti.post(&path, body.clone()).send();
    let draft = new(&body).problem(422, "invalid_body");
    assert_eq!(draft.faults(), both, "the plan is a draft");

    plans::active(&app, &plan.id());
    let planned = new(&body).created();
    assert_eq!(planned["strategy_id"], body["strategy_id"]);
    assert_eq!(planned["goal_ids"], body["goal_ids"]);
    let mut swapped = body.clone();
    swapped["strategy_id"] = json!(goal);
    swapped["goal_ids"] = json!([strategy]);
    let swapped = new(&swapped).problem(422, "invalid_body");
    assert_eq!(swapped.faults(), both, "a goal is no strategy");
    let address = format!("/v1/interventions/{}", planned.id());
    let edit = |body: Value| siti.patch(&address, body).if_match("*").send();
    let more = edit(json!({"goal_ids": [goal, app.new_id()]})).problem(422, "invalid_body");
    assert_eq!(more.faults(), [("/goal_ids/1", "unknown_reference")]);
    let changes = format!("/v1/cases/{}/strategy-changes", case.id());
    let mut change = strategy_change();
    change["strategy_id"] = json!(strategy);
    let told = siti.post(&changes, change).send().created();
    assert_eq!(told["strategy_id"], body["strategy_id"]);

    let elsewhere = intervening(&app);
    let other = format!("/v1/cases/{}/interventions", elsewhere.id());
    let other = siti.post(&other, body.clone()).send();
    assert_eq!(other.problem(422, "invalid_body").faults(), both);
    // A plan that is over can be named no more; what was named stays.
    plans::act(
        &siti,
        &plan.id(),
        "closure",
        json!({"reason": "She moved in with her niece."}),
    )
    .ok();
    assert_eq!(new(&body).problem(422, "invalid_body").faults(), both);
    edit(json!({"title": "Visits twice a week"})).ok();
}

#[test]
fn of_two_phones_one_starts_it_and_the_other_learns_that_it_has_changed() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    for _ in 0..4 {
        let planned = siti.post(&path, intervention()).send().created();
        let address = format!("/v1/interventions/{}", planned.id());
        let said = race(2, |i| {
            loop {
                let call = if i == 0 {
                    siti.post(
                        &format!("{address}/start"),
                        json!({"started_on": "2026-03-02"}),
                    )
                } else {
                    siti.patch(&address, json!({"title": "Something else"}))
                };
                let reply = call.if_match(&planned.etag()).send();
                if reply.status != 503 {
                    break reply.status;
                }
            }
        });
        let mut sorted = said.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [200, 412], "{said:?}");
        assert_eq!(siti.get(&address).send().ok()["version"], 2);
    }
}

#[test]
fn a_change_of_strategy_is_recorded_with_its_reason_and_whether_the_client_agreed() {
    let app = App::start();
    let (case, interventions) = case(&app);
    let siti = app.as_caseworker();
    let running = siti.post(&interventions, intervention()).send().created();
    let path = format!("/v1/cases/{}/strategy-changes", case.id());
    let mut body = strategy_change();
    body["id"] = json!(app.new_id());
    body["intervention_id"] = json!(running.id());
    let told = siti.post(&path, body.clone()).send().created();
    let address = format!("/v1/strategy-changes/{}", told.id());
    assert_eq!(told.header("location"), address);
    assert_eq!(siti.get(&address).send().ok().body, told.body);
    assert_eq!(siti.post(&path, body.clone()).send().ok().body, told.body);
    body["to"] = json!("Something else.");
    siti.post(&path, body).send().problem(409, "already_exists");
    siti.post(&path, strategy_change()).send().created();
    let of_one = siti.get(&format!("{path}?intervention_id={}", running.id()));
    assert_eq!(of_one.send().ok().ids(), [told.id()]);

    let with = |name: &str, value: Value| {
        let mut body = strategy_change();
        body[name] = value;
        siti.post(&path, body).send()
    };
    assert_eq!(code(with("agreed_on", Value::Null)), "agreement_untold");
    assert_eq!(
        code(with("not_agreed_reason", json!("Asleep."))),
        "agreement_untold"
    );
    assert_eq!(code(with("changed_on", json!("2026-03-03"))), "in_future");
    for name in ["strategy_id", "intervention_id"] {
        let unknown = with(name, json!(app.new_id())).problem(422, "invalid_body");
        let pointer = format!("/{name}");
        assert_eq!(unknown.faults(), [(pointer.as_str(), "unknown_reference")]);
    }
    ending(&app, &case, "moved_away");
    assert_eq!(
        code(siti.post(&path, strategy_change()).send()),
        "not_in_intervention"
    );
    let timeline = siti.get(&format!("/v1/cases/{}/timeline", case.id()));
    let timeline = timeline.send().ok().body.to_string();
    assert!(timeline.contains("case.strategy_changed") && !timeline.contains("walks"));
}

#[test]
fn only_the_responsible_worker_writes_and_whoever_sees_the_case_reads() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let mut own = intervention();
    own["id"] = json!(app.new_id());
    let planned = siti.post(&path, own.clone()).send().created();
    assert_eq!(siti.post(&path, own.clone()).send().ok().body, planned.body);
    own["title"] = json!("Another");
    siti.post(&path, own).send().problem(409, "already_exists");
    let changes = format!("/v1/cases/{}/strategy-changes", case.id());
    let address = format!("/v1/interventions/{}", planned.id());
    let farid = app.worker::<domain::parties::WorkerId>("farid");
    let named = format!("/v1/cases/{}/members/{farid}", case.id());
    let named = app
        .as_supervisor()
        .put(&named, json!({"membership": "team"}));
    named.if_match("*").send();
    for (who, reads, writes) in [
        ("azman", 200, 403),
        // On the team, which records sessions and crises.
        ("farid", 200, 403),
        ("auditor", 200, 403),
        ("data", 403, 403),
        ("hanim", 404, 404),
    ] {
        let client = app.as_(who);
        for path in [&path, &address, &changes] {
            client.get(path).send().status(reads);
        }
        client.post(&path, intervention()).send().status(writes);
        client
            .post(&changes, strategy_change())
            .send()
            .status(writes);
        let start = client.post(
            &format!("{address}/start"),
            json!({"started_on": "2026-03-02"}),
        );
        start.if_match("*").send().status(writes);
    }
    app.anonymous()
        .get(&address)
        .send()
        .problem(401, "unauthenticated");
    let elsewhere = opened(&app, "older_person");
    let nothing = format!("/v1/interventions/{}", elsewhere.id());
    siti.get(&nothing).send().problem(404, "not_found");
    assert_eq!(read(&siti, &case.id())["version"], case["version"]);
}
