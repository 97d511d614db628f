//! Another unit takes a case over: offered, accepted with its caseworker; or not.

use domain::parties::{UnitId, WorkerId};
use serde_json::{Value, json};
use tests::{
    App, Client, Reply,
    cases::{
        closed, ending, moved_away, opened, opened_by, particulars, read, request, told_and_listed,
        waiting,
    },
};

const REASON: &str = "She has moved to Baling to live with her son.";

fn worker(app: &App, username: &str) -> String {
    app.worker::<WorkerId>(username).to_string()
}

fn offer(app: &App, who: &str, case: &str, to: &str) -> Reply {
    let path = format!("/v1/cases/{case}/transfers");
    let unit: UnitId = app.unit(to);
    let body = json!({"to_unit_id": unit, "reason": REASON});
    app.as_(who).post(&path, body).send()
}

fn act(app: &App, who: &str, one: &Reply, what: &str, body: Value) -> Reply {
    let path = format!("/v1/transfers/{}/{what}", one.id());
    app.as_(who).post(&path, body).if_match(&one.etag()).send()
}

fn accept(app: &App, who: &str, one: &Reply, caseworker: &str) -> Reply {
    let body = json!({"caseworker_id": worker(app, caseworker)});
    act(app, who, one, "acceptance", body)
}

fn list(client: &Client, path: &str) -> Vec<String> {
    let page = client.get(path).send().ok();
    page.ids().into_iter().map(str::to_owned).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn the_case_moves_when_the_receiving_unit_accepts_and_all_of_it_moves() {
    let app = App::start();
    let refs = json!({"external_refs": [{"system": "siks", "value": "K-1"}]});
    let case = opened_by(&app, "older_person", "siti", "azman", refs.clone());
    let (id, person, intake) = (case.id(), &case["person_id"], &case["intake_id"]);
    let [person, intake] = [("persons", person), ("intakes", intake)]
        .map(|(kind, id)| format!("/v1/{kind}/{}", id.as_str().unwrap()));
    let path = format!("/v1/cases/{id}");
    let member = format!("{path}/members/{}", worker(&app, "farid"));
    let call = app
        .as_supervisor()
        .put(&member, json!({"membership": "team"}));
    call.if_match("*").send().created();

    let one = offer(&app, "azman", &id, "baling").created();
    assert_eq!(
        one.header("location"),
        format!("/v1/transfers/{}", one.id())
    );
    assert_eq!(read(&app.as_caseworker(), &id).body, case.body);
    let kamal = app.as_("kamal");
    for (who, incoming, outgoing) in [
        ("kamal", 1, 0),
        ("azman", 0, 1),
        ("rosnah", 0, 1),
        ("ismail", 1, 1),
        ("ravi", 0, 0),
        ("siti", 0, 0),
        ("hanim", 0, 0),
        ("wayan", 0, 0),
    ] {
        let client = app.as_(who);
        assert_eq!(list(&client, "/v1/transfers").len(), incoming, "{who}");
        let out = list(&client, "/v1/transfers?direction=outgoing");
        assert_eq!(out.len(), outgoing, "{who}");
    }
    let told = kamal
        .get(&format!("/v1/transfers/{}", one.id()))
        .send()
        .ok();
    assert_eq!(told.body, one.body);
    assert_eq!(told["file_number"], case["file_number"]);
    assert!(told.body.get("person_id").is_none() && told.body.get("category").is_none());
    for hidden in [&path, &person, &intake] {
        kamal.get(hidden).send().problem(404, "not_found");
    }

    let accepted = accept(&app, "kamal", &one, "hanim").ok();
    assert_eq!(
        (&accepted["status"], &accepted["caseworker_id"]),
        (&json!("accepted"), &json!(worker(&app, "hanim")))
    );
    let hanim = app.as_other_district();
    let moved = read(&hanim, &id);
    let baling: UnitId = app.unit("baling");
    assert_eq!(moved["unit_id"], json!(baling));
    assert_eq!(moved["responsible_id"], worker(&app, "hanim"));
    assert_eq!(moved["file_number"], case["file_number"]);
    for seen in [&person, &intake] {
        hanim.get(seen).send().ok();
    }
    for who in ["siti", "farid", "azman"] {
        for gone in [&path, &intake] {
            app.as_(who).get(gone).send().problem(404, "not_found");
        }
    }
    // The unit that registered her still knows her.
    app.as_caseworker().get(&person).send().ok();
    let intake_id = case["intake_id"].as_str().unwrap();
    for (who, listed) in [
        ("kamal", true),
        ("hanim", true),
        ("ismail", true),
        ("azman", false),
        ("siti", false),
    ] {
        let client = app.as_(who);
        for query in ["", "?sort=modified_at"] {
            let found = list(&client, &format!("/v1/intakes{query}"));
            assert_eq!(found.contains(&intake_id.to_owned()), listed, "{who}");
        }
        let found = list(&client, &format!("/v1/cases?unit_id={baling}"));
        assert_eq!(found.contains(&id), listed, "{who}");
    }
    // It was taken in by Kulim, and is found so by whoever may read it.
    let kulim: UnitId = app.unit("kulim");
    for who in ["kamal", "ismail"] {
        let found = list(&app.as_(who), &format!("/v1/intakes?unit_id={kulim}"));
        assert_eq!(found, [intake_id]);
    }
    let members = hanim.get(&format!("{path}/members")).send().ok();
    assert_eq!(members["items"].as_array().unwrap().len(), 1);
    assert_eq!(list(&hanim, &format!("{path}/transfers")), [one.id()]);
    let external = "external_system=siks&external_value=K-1";
    assert_eq!(
        list(&hanim, &format!("/v1/cases?{external}")),
        [id.as_str()]
    );
    // The name is free at Kulim again, and taken at Baling.
    let second = opened_by(&app, "older_person", "siti", "azman", refs);
    let back = offer(&app, "azman", &second.id(), "baling").created();
    accept(&app, "kamal", &back, "hanim").problem(409, "already_exists");
    assert_eq!(
        read(&app.as_caseworker(), &second.id())["unit_id"],
        json!(kulim)
    );

    let timeline = hanim.get(&format!("{path}/timeline?limit=200")).send().ok();
    let kinds: Vec<_> = timeline["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["type"].clone())
        .collect();
    let last = kinds.len() - 4;
    assert_eq!(
        kinds[last..],
        [
            "transfer.requested",
            "transfer.accepted",
            "case.transferred",
            "case.member_removed"
        ]
    );
}

#[test]
fn a_case_that_comes_back_is_listed_once() {
    let app = App::start();
    let case = opened(&app, "domestic_violence");
    let there = offer(&app, "azman", &case.id(), "baling").created();
    accept(&app, "kamal", &there, "hanim").ok();
    let back = offer(&app, "kamal", &case.id(), "kulim").created();
    accept(&app, "rosnah", &back, "farid").ok();
    let intake = case["intake_id"].as_str().unwrap();
    for who in ["azman", "ismail", "farid"] {
        assert_eq!(list(&app.as_(who), "/v1/intakes"), [intake], "{who}");
    }
    assert_eq!(list(&app.as_("kamal"), "/v1/intakes"), NONE);
}

#[test]
fn each_refusal_says_what_stands_in_the_way() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let id = case.id();
    offer(&app, "siti", &id, "baling").problem(403, "not_permitted");
    offer(&app, "kamal", &id, "baling").problem(404, "not_found");
    let own = offer(&app, "azman", &id, "kulim").problem(409, "refused");
    assert_eq!(own.refusals(), ["already_in_unit"]);
    for nowhere in ["batu", "id"] {
        let unknown = offer(&app, "azman", &id, nowhere).problem(422, "invalid_body");
        assert_eq!(unknown.faults(), [("/to_unit_id", "unknown_reference")]);
    }
    let path = format!("/v1/cases/{id}/transfers");
    let unknown = json!({"to_unit_id": app.new_id().to_string(), "reason": REASON});
    app.as_supervisor()
        .post(&path, unknown)
        .send()
        .problem(422, "invalid_body");

    // Who leads both units leaves the answer to the other one.
    let one = offer(&app, "ismail", &id, "baling").created();
    accept(&app, "ismail", &one, "hanim").problem(403, "not_permitted");
    accept(&app, "azman", &one, "hanim").problem(403, "not_permitted");
    accept(&app, "hanim", &one, "hanim").problem(404, "not_found");
    accept(&app, "ravi", &one, "mei").problem(404, "not_found");
    let wrong = accept(&app, "kamal", &one, "siti").problem(422, "invalid_body");
    assert_eq!(wrong.faults(), [("/caseworker_id", "unknown_reference")]);
    let second = offer(&app, "azman", &id, "rumah").problem(409, "refused");
    assert_eq!(second.refusals(), ["offer_pending"]);
    let both = format!("/v1/cases/{id}/reassignments");
    let body = json!({"to_worker_id": worker(&app, "farid"), "reason": REASON});
    let both = app
        .as_supervisor()
        .post(&both, body)
        .send()
        .problem(409, "refused");
    assert_eq!(both.refusals(), ["offer_pending"]);
    let reason = json!({"reason": "Our home is full."});
    act(&app, "azman", &one, "declination", reason.clone()).problem(403, "not_permitted");
    let stale = format!("/v1/transfers/{}/declination", one.id());
    let stale = app.as_("kamal").post(&stale, reason.clone());
    stale
        .if_match("\"v7\"")
        .send()
        .problem(412, "version_conflict");
    let declined = act(&app, "kamal", &one, "declination", reason).ok();
    assert_eq!(
        (&declined["status"], &declined["decision_reason"]),
        (&json!("declined"), &json!("Our home is full."))
    );
    let late = act(&app, "azman", &declined, "withdrawal", json!({})).problem(409, "refused");
    assert_eq!(late.refusals(), ["offer_not_pending"]);
    let two = offer(&app, "azman", &id, "rumah").created();
    act(&app, "ravi", &two, "withdrawal", json!({})).problem(403, "not_permitted");
    assert_eq!(
        act(&app, "rosnah", &two, "withdrawal", json!({})).ok()["status"],
        "withdrawn"
    );
    assert_eq!(read(&app.as_caseworker(), &id).body, case.body);
}

#[test]
fn nothing_is_left_open_and_nothing_is_opened_at_the_end() {
    let app = App::start();
    let case = ending(&app, &opened(&app, "older_person"), "moved_away");
    told_and_listed(&app, &case.id());
    particulars(&app, &case.id(), moved_away());
    let one = offer(&app, "azman", &case.id(), "baling").created();
    let refused = request(&app, &case).problem(409, "refused");
    assert_eq!(refused["refusals"][0]["requirement"], "nothing_open");
    let list = format!("/v1/cases/{}/checklist?to=closed", case.id());
    let list = app.as_caseworker().get(&list).send().ok();
    let items = list["items"].as_array().unwrap();
    let open = items
        .iter()
        .find(|item| item["code"] == "nothing_open")
        .unwrap();
    assert_eq!(
        open["missing"][0]["record"],
        json!({"kind": "transfer", "id": one.id()})
    );
    // Hanim ends what Siti began.
    accept(&app, "kamal", &one, "hanim").ok();
    let (other, _) = waiting(&app);
    let late = offer(&app, "azman", &other.id(), "baling").problem(409, "refused");
    assert_eq!(late.refusals(), ["closure_pending"]);
    let ended = closed(&app);
    let late = offer(&app, "azman", &ended.id(), "baling").problem(409, "refused");
    assert_eq!(late.refusals(), ["case_closed"]);
}

#[test]
fn of_a_restricted_case_only_a_superior_named_on_it_hears() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let path = format!("/v1/cases/{}", case.id());
    let body =
        json!({"confidentiality": "restricted", "reason": "A colleague is a party to the case."});
    let call = app
        .as_supervisor()
        .put(&format!("{path}/confidentiality"), body);
    call.if_match("*").send().ok();
    let one = offer(&app, "azman", &case.id(), "baling").created();
    let address = format!("/v1/transfers/{}", one.id());
    for who in ["kamal", "ismail"] {
        let client = app.as_(who);
        assert_eq!(list(&client, "/v1/transfers"), NONE);
        client.get(&address).send().problem(404, "not_found");
        accept(&app, who, &one, "hanim").problem(404, "not_found");
    }
    let member = format!("{path}/members/{}", worker(&app, "kamal"));
    let call = app
        .as_supervisor()
        .put(&member, json!({"membership": "listed"}));
    call.if_match("*").send().created();
    let kamal = app.as_("kamal");
    assert_eq!(list(&kamal, "/v1/transfers"), [one.id()]);
    accept(&app, "kamal", &one, "hanim").ok();
    // Of those named before, only who accepted is named still: somebody must lead it.
    read(&kamal, &case.id());
    read(&app.as_other_district(), &case.id());
    app.as_supervisor()
        .get(&path)
        .send()
        .problem(404, "not_found");
    let members = kamal.get(&format!("{path}/members")).send().ok();
    assert_eq!(members["items"].as_array().unwrap().len(), 2);
}
