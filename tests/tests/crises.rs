//! Crises: reported at any time, shown on the case, in the way of its closure until resolved.

use serde_json::{Value, json};
use tests::{
    App, Reply,
    cases::{
        closed, ending, moved_away, opened, particulars, read, request, told_and_listed, waiting,
    },
    race,
    work::crisis,
};

fn case(app: &App) -> (Reply, String) {
    let case = opened(app, "older_person");
    let path = format!("/v1/cases/{}/crises", case.id());
    (case, path)
}

fn with(name: &str, value: Value) -> Value {
    let mut body = crisis();
    body[name] = value;
    body
}

fn act(app: &App, crisis: &Reply, what: &str, body: Value) -> Reply {
    let path = format!("/v1/crises/{}/{what}", crisis.id());
    let call = app.as_caseworker().post(&path, body);
    call.if_match(&crisis.etag()).send()
}

fn handle(app: &App, crisis: &Reply) -> Reply {
    act(
        app,
        crisis,
        "handling",
        json!({"measures": "Somebody stays with him."}),
    )
}

fn resolve(app: &App, crisis: &Reply, on: &str) -> Reply {
    let body = json!({"how": "He is in hospital, and safe.", "resolved_on": on});
    act(app, crisis, "resolution", body)
}

fn types(app: &App, case: &str) -> Vec<String> {
    let path = format!("/v1/cases/{case}/timeline?sort=newest_first&limit=2");
    let timeline = app.as_caseworker().get(&path).send().ok();
    let items = timeline["items"].as_array().unwrap().iter();
    items
        .map(|it| it["type"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_crisis_goes_from_report_to_resolution_and_its_case_shows_it() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    assert_eq!(case["open_crises"], 0);
    let reported = siti.post(&path, crisis()).send().created();
    let address = format!("/v1/crises/{}", reported.id());
    assert_eq!(reported.header("location"), address);
    assert_eq!(reported["status"], "reported");
    assert_eq!(
        types(&app, &case.id()),
        ["case.crisis_alarmed", "case.crisis_reported"]
    );
    let shown = read(&siti, &case.id());
    assert_eq!(shown["open_crises"], 1);
    assert_eq!(shown["version"], 2, "whoever holds the case learns of it");
    let listed = |open: bool| {
        let page = siti.get(&format!("/v1/cases?open_crisis={open}")).send();
        page.ok().ids().len()
    };
    let _other = opened(&app, "older_person");
    assert_eq!((listed(true), listed(false)), (1, 1));
    let told = siti.patch(
        &address,
        json!({"supervisor_told_at": "2026-03-02T00:50:00Z"}),
    );
    let told = told.if_match(&reported.etag()).send().ok();
    let graver = siti.patch(&address, json!({"severity": "life_threatening"}));
    let graver = graver.if_match(&told.etag()).send().ok();
    assert_eq!(
        types(&app, &case.id()),
        ["case.crisis_alarmed", "case.crisis_edited"]
    );
    let handled = handle(&app, &graver).ok();
    assert_eq!(handled["status"], "being_handled");
    let done = resolve(&app, &handled, "2026-03-02").ok();
    assert_eq!(done["resolution"]["resolved_on"], "2026-03-02");
    assert_eq!(
        types(&app, &case.id()),
        ["case.crisis_over", "case.crisis_resolved"]
    );
    assert_eq!(read(&siti, &case.id())["open_crises"], 0);
    assert_eq!((listed(true), listed(false)), (0, 2));
    // A data officer does not learn from it what the spine does not tell.
    let spine = app.as_("data").get("/v1/cases?open_crisis=false").send();
    assert!(spine.ok().ids().is_empty());
    assert_eq!(siti.get(&address).send().ok().body, done.body);
    let list = |status: &str| siti.get(&format!("{path}?status={status}")).send().ok();
    assert_eq!(list("resolved").ids(), [done.id()]);
    assert!(list("reported").ids().is_empty());
    let timeline = siti.get(&format!("/v1/cases/{}/timeline", case.id()));
    let timeline = timeline.send().ok().body.to_string();
    assert!(!timeline.contains("floor") && !timeline.contains("hospital"));
}

#[test]
fn a_crisis_is_reported_on_hold_and_while_the_closure_is_asked_for() {
    let app = App::start();
    let (held, path) = case(&app);
    let siti = app.as_caseworker();
    let hold = json!({"reason": "He is in hospital for an operation."});
    let hold = siti.post(&format!("/v1/cases/{}/hold", held.id()), hold);
    hold.if_match(&held.etag()).send().ok();
    siti.post(&path, crisis()).send().created();

    let (case, closure) = waiting(&app);
    let path = format!("/v1/cases/{}/crises", case.id());
    let reported = siti.post(&path, crisis()).send().created();
    let approve = || {
        let path = format!("/v1/closure-requests/{}/approval", closure.id());
        app.as_supervisor()
            .post(&path, json!({}))
            .if_match("*")
            .send()
    };
    let barred = approve().problem(409, "refused");
    assert_eq!(barred.refusals(), ["requirement_unmet"]);
    resolve(&app, &handle(&app, &reported).ok(), "2026-03-02").ok();
    approve().ok();
    let late = siti.post(&path, crisis()).send().problem(409, "refused");
    assert_eq!(late.refusals(), ["case_closed"]);
}

#[test]
fn an_open_crisis_is_named_as_what_keeps_the_case_from_closing() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let reported = siti.post(&path, crisis()).send().created();
    let case = ending(&app, &read(&siti, &case.id()), "moved_away");
    particulars(&app, &case.id(), moved_away());
    told_and_listed(&app, &case.id());
    let open = || {
        let path = format!("/v1/cases/{}/checklist?to=closed", case.id());
        let list = app.as_caseworker().get(&path).send().ok();
        let items = list["items"].as_array().unwrap().clone();
        let item = items.into_iter().find(|it| it["code"] == "nothing_open");
        item.unwrap()["missing"].clone()
    };
    let record = json!({"kind": "crisis", "id": reported.id()});
    assert_eq!(open()[0]["record"], record);
    let early = request(&app, &case).problem(409, "refused");
    assert_eq!(early.refusals(), ["requirement_unmet"]);
    resolve(&app, &handle(&app, &reported).ok(), "2026-03-02").ok();
    assert_eq!(open(), json!([]));
    request(&app, &read(&siti, &case.id())).created();
}

#[test]
fn what_does_not_fit_is_refused_with_its_code() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let code = |reply: Reply| reply.problem(409, "refused").refusals().join(" ");
    let later = json!("2026-03-02T02:00:00Z");
    for name in ["occurred_at", "supervisor_told_at"] {
        let late = siti.post(&path, with(name, later.clone())).send();
        assert_eq!(code(late), "in_future");
    }
    let bare = siti.post(&path, with("place", Value::Null)).send();
    assert_eq!(
        bare.problem(422, "invalid_body").faults(),
        [("/place", "required")]
    );
    assert_eq!(app.db().count("work_records"), 0);

    let reported = siti.post(&path, crisis()).send().created();
    assert_eq!(
        code(resolve(&app, &reported, "2026-03-02")),
        "crisis_not_being_handled"
    );
    let handled = handle(&app, &reported).ok();
    assert_eq!(code(handle(&app, &handled)), "crisis_not_reported");
    handle(&app, &reported).problem(412, "version_conflict");
    assert_eq!(code(resolve(&app, &handled, "2026-03-03")), "in_future");
    assert_eq!(code(resolve(&app, &handled, "2026-02-28")), "before_crisis");
    // In Kuala Lumpur it happened on the evening of the first.
    let done = resolve(&app, &handled, "2026-03-01").ok();
    let edit = siti.patch(
        &format!("/v1/crises/{}", done.id()),
        json!({"place": "Elsewhere"}),
    );
    assert_eq!(code(edit.if_match(&done.etag()).send()), "crisis_resolved");

    let over = closed(&app);
    let path = format!("/v1/cases/{}/crises", over.id());
    assert_eq!(code(siti.post(&path, crisis()).send()), "case_closed");
}

#[test]
fn of_many_who_report_none_is_lost_and_of_many_who_resolve_one_does() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let send = |path: &str, body: Value| loop {
        let reply = siti.post(path, body.clone()).if_match("*").send();
        // Who is told that the database is busy asks again.
        if reply.status != 503 {
            break reply;
        }
    };
    let said = race(6, |_| send(&path, crisis()).status);
    assert_eq!(said, [201; 6]);
    assert_eq!(read(&siti, &case.id())["open_crises"], 6);
    let list = siti.get(&path).send().ok();
    let first = siti
        .get(&format!("/v1/crises/{}", list.ids()[0]))
        .send()
        .ok();
    handle(&app, &first).ok();
    let path = format!("/v1/crises/{}/resolution", first.id());
    let body = json!({"how": "He is safe.", "resolved_on": "2026-03-02"});
    let said = race(6, |_| send(&path, body.clone()).status);
    assert_eq!(said.iter().filter(|it| **it == 200).count(), 1, "{said:?}");
    assert_eq!(said.iter().filter(|it| **it == 409).count(), 5, "{said:?}");
    assert_eq!(read(&siti, &case.id())["open_crises"], 5);
}

#[test]
fn of_a_report_and_an_approval_at_once_one_wins() {
    let app = App::start();
    let siti = app.as_caseworker();
    let azman = app.as_supervisor();
    for _ in 0..4 {
        let (case, closure) = waiting(&app);
        let said = race(2, |i| {
            let (client, path, body) = if i == 0 {
                let path = format!("/v1/cases/{}/crises", case.id());
                (&siti, path, crisis())
            } else {
                let path = format!("/v1/closure-requests/{}/approval", closure.id());
                (&azman, path, json!({}))
            };
            loop {
                let reply = client.post(&path, body.clone()).if_match("*").send();
                if reply.status != 503 {
                    break reply.status;
                }
            }
        });
        let now = read(&siti, &case.id());
        match said[..] {
            [201, 409] => assert_eq!(now["open_crises"], 1),
            [409, 200] => assert_eq!(now["open_crises"], 0),
            _ => panic!("{said:?}"),
        }
    }
}

#[test]
fn the_team_reports_too_and_whoever_sees_the_case_reads() {
    let app = App::start();
    let (case, path) = case(&app);
    let mut own = with("id", json!(app.new_id()));
    let siti = app.as_caseworker();
    let reported = siti.post(&path, own.clone()).send().created();
    assert_eq!(
        siti.post(&path, own.clone()).send().ok().body,
        reported.body
    );
    own["place"] = json!("Elsewhere");
    siti.post(&path, own).send().problem(409, "already_exists");
    let address = format!("/v1/crises/{}", reported.id());
    let measures = json!({"measures": "Somebody stays with him."});
    for (who, reads, writes) in [
        ("azman", 200, 403),
        ("farid", 200, 403),
        ("auditor", 200, 403),
        ("data", 403, 403),
        ("hanim", 404, 404),
    ] {
        let client = app.as_(who);
        client.get(&path).send().status(reads);
        client.get(&address).send().status(reads);
        client.post(&path, crisis()).send().status(writes);
        let handle = client.post(&format!("{address}/handling"), measures.clone());
        handle.if_match("*").send().status(writes);
    }
    app.anonymous()
        .get(&address)
        .send()
        .problem(401, "unauthenticated");
    let farid = app.worker::<domain::parties::WorkerId>("farid");
    let named = format!("/v1/cases/{}/members/{farid}", case.id());
    let named = app
        .as_supervisor()
        .put(&named, json!({"membership": "team"}));
    named.if_match("*").send();
    let farid = app.as_("farid");
    let own = farid.post(&path, crisis()).send().created();
    let handle = farid.post(&format!("/v1/crises/{}/handling", own.id()), measures);
    handle.if_match(&own.etag()).send().ok();
    let nothing = format!("/v1/crises/{}", app.new_id());
    farid.get(&nothing).send().problem(404, "not_found");
    let session = format!("/v1/work-sessions/{}", own.id());
    farid.get(&session).send().problem(404, "not_found");
}
