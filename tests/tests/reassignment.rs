//! Another worker takes a case over: asked for, approved, accepted; or not.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, and says where"
)]

use std::collections::BTreeSet;

use domain::parties::WorkerId;
use serde_json::{Value, json};
use tests::{
    App, Client, Reply,
    cases::{
        closed, ending, moved_away, opened, particulars, read, request, told_and_listed, waiting,
    },
};

const REASON: &str = "Siti goes on leave for three months.";

fn worker(app: &App, username: &str) -> String {
    app.worker::<WorkerId>(username).to_string()
}

/// Asks for a reassignment of a case.
fn ask(app: &App, who: &str, case: &str, to: &str) -> Reply {
    ask_with(app, who, case, to, json!({}))
}

fn ask_with(app: &App, who: &str, case: &str, to: &str, more: Value) -> Reply {
    let path = format!("/v1/cases/{case}/reassignments");
    let mut body = json!({"to_worker_id": worker(app, to), "reason": REASON});
    if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
        body.extend(more);
    }
    app.as_(who).post(&path, body).send()
}

/// Does something with a reassignment, as it was seen last.
fn act(app: &App, who: &str, one: &Reply, what: &str) -> Reply {
    let path = format!("/v1/reassignments/{}/{what}", one.id());
    let client = app.as_(who);
    let call = match what {
        "approval" | "acceptance" => client.call("POST", &path),
        _ => client.post(&path, json!({"reason": "I have thirty cases already."})),
    };
    call.if_match(&one.etag()).send()
}

fn list(client: &Client, path: &str) -> Vec<String> {
    let page = client.get(path).send().ok();
    page.ids().into_iter().map(str::to_owned).collect()
}

fn kinds(client: &Client, case: &str) -> Vec<String> {
    let path = format!("/v1/cases/{case}/timeline?limit=200");
    let page = client.get(&path).send().ok();
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|event| event["type"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_former_worker_stays_responsible_until_the_receiver_accepts() {
    let app = App::start();
    let case = opened(&app, "domestic_violence");
    let path = format!("/v1/cases/{}", case.id());
    let one = ask(&app, "azman", &case.id(), "farid").created();
    let address = format!("/v1/reassignments/{}", one.id());
    assert_eq!(one.header("location"), address);
    assert_eq!(one["status"], "pending");
    assert_eq!(read(&app.as_caseworker(), &case.id()).body, case.body);

    // A confidential case: Farid hears what he needs to decide, and no more.
    let farid = app.as_colleague();
    farid.get(&path).send().problem(404, "not_found");
    assert_eq!(list(&farid, "/v1/reassignments"), [one.id()]);
    assert_eq!(list(&app.as_caseworker(), "/v1/reassignments"), [""; 0]);
    let told = farid.get(&address).send().ok();
    assert_eq!(told.body, one.body);
    let told: BTreeSet<_> = told.body.as_object().unwrap().keys().cloned().collect();
    let expected = [
        "id",
        "case_id",
        "file_number",
        "status",
        "reason",
        "requested_by",
        "requested_at",
        "offered_at",
        "version",
        "created_at",
        "modified_at",
        "from_worker_id",
        "to_worker_id",
        "former_stays_on_team",
    ];
    assert_eq!(told, expected.map(str::to_owned).into_iter().collect());
    assert_eq!(one["file_number"], case["file_number"]);
    app.as_("hanim")
        .get(&address)
        .send()
        .problem(404, "not_found");
    act(&app, "azman", &one, "acceptance").problem(403, "not_permitted");
    act(&app, "siti", &one, "acceptance").problem(403, "not_permitted");

    let accepted = act(&app, "farid", &one, "acceptance").ok();
    assert_eq!(
        (&accepted["status"], accepted.etag().as_str()),
        (&json!("accepted"), "\"v2\"")
    );
    assert_eq!(accepted["decided_by"], worker(&app, "farid"));
    let now = read(&farid, &case.id());
    assert_eq!(now["responsible_id"], worker(&app, "farid"));
    assert_eq!(now.etag(), "\"v2\"");
    app.as_caseworker()
        .get(&path)
        .send()
        .problem(404, "not_found");
    let of = |who: &str| format!("/v1/cases?responsible_id={}", worker(&app, who));
    assert_eq!(list(&app.as_supervisor(), &of("farid")), [case.id()]);
    assert_eq!(list(&app.as_supervisor(), &of("siti")), [""; 0]);
    let members = format!("{path}/members");
    let members = farid.get(&members).send().ok();
    assert_eq!(members["items"].as_array().unwrap().len(), 1);
    let history = list(&farid, &format!("{path}/reassignments"));
    assert_eq!(history, [one.id()]);
    assert_eq!(list(&farid, "/v1/reassignments"), [""; 0]);
    let kinds = kinds(&farid, &case.id());
    let last: Vec<_> = kinds.iter().rev().take(3).rev().collect();
    assert_eq!(
        last,
        [
            "reassignment.requested",
            "reassignment.accepted",
            "case.reassigned"
        ]
    );
    let again = act(&app, "farid", &accepted, "acceptance").problem(409, "refused");
    assert_eq!(again.refusals(), ["offer_not_pending"]);
}

#[test]
fn what_the_responsible_worker_asks_for_is_approved_first() {
    let app = App::start();
    let case = opened(&app, "domestic_violence");
    let one = ask(&app, "siti", &case.id(), "farid").created();
    assert_eq!(
        (&one["status"], one.body.get("offered_at")),
        (&json!("requested"), None)
    );
    // It is not offered yet.
    let farid = app.as_colleague();
    let address = format!("/v1/reassignments/{}", one.id());
    farid.get(&address).send().problem(404, "not_found");
    assert_eq!(list(&farid, "/v1/reassignments"), [""; 0]);
    act(&app, "farid", &one, "acceptance").problem(404, "not_found");
    for who in ["azman", "rosnah", "ismail"] {
        assert_eq!(list(&app.as_(who), "/v1/reassignments"), [one.id()]);
    }
    assert_eq!(list(&app.as_("kamal"), "/v1/reassignments"), [""; 0]);
    act(&app, "siti", &one, "approval").problem(403, "not_permitted");
    let offered = act(&app, "azman", &one, "approval").ok();
    assert_eq!(
        (&offered["status"], &offered["approved_by"]),
        (&json!("pending"), &json!(worker(&app, "azman")))
    );
    assert_eq!(list(&app.as_supervisor(), "/v1/reassignments"), [""; 0]);
    let again = act(&app, "rosnah", &offered, "rejection").problem(409, "refused");
    assert_eq!(again.refusals(), ["approval_not_awaited"]);
    act(&app, "farid", &offered, "acceptance").ok();

    let one = ask(&app, "farid", &case.id(), "siti").created();
    let rejected = act(&app, "rosnah", &one, "rejection").ok();
    assert_eq!(rejected["status"], "rejected");
    assert_eq!(rejected["decision_reason"], "I have thirty cases already.");
    let one = ask(&app, "farid", &case.id(), "siti").created();
    let withdrawn = act(&app, "farid", &one, "withdrawal").ok();
    assert_eq!(withdrawn["status"], "withdrawn");
    assert_eq!(
        read(&farid, &case.id())["responsible_id"],
        worker(&app, "farid")
    );
}

#[test]
fn a_supervisor_who_is_the_caseworker_is_approved_one_level_up() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let one = ask(&app, "azman", &case.id(), "farid").created();
    act(&app, "farid", &one, "declination").ok();
    // Azman takes over, as the successor of a worker who left would.
    app.db().run(
        "UPDATE cases SET responsible_id = (SELECT id FROM workers WHERE username = 'azman');
        UPDATE case_members SET worker_id = (SELECT id FROM workers WHERE username = 'azman')",
    );
    let one = ask(&app, "azman", &case.id(), "farid").created();
    assert_eq!(one["status"], "requested");
    act(&app, "azman", &one, "approval").problem(403, "not_permitted");
    assert_eq!(list(&app.as_supervisor(), "/v1/reassignments"), [""; 0]);
    let offered = act(&app, "ismail", &one, "approval").ok();
    act(&app, "farid", &offered, "acceptance").ok();
}

#[test]
fn the_former_worker_stays_on_the_team_where_that_was_said() {
    let app = App::start();
    let case = opened(&app, "domestic_violence");
    let more = json!({"former_stays_on_team": true});
    let one = ask_with(&app, "azman", &case.id(), "farid", more).created();
    act(&app, "farid", &one, "acceptance").ok();
    let siti = app.as_caseworker();
    read(&siti, &case.id());
    let member = format!("/v1/cases/{}/members/{}", case.id(), worker(&app, "siti"));
    assert_eq!(siti.get(&member).send().ok()["membership"], "team");
    assert_eq!(
        kinds(&siti, &case.id()).last().unwrap(),
        "case.member_named"
    );
}

#[test]
fn each_refusal_says_what_stands_in_the_way() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let id = case.id();
    let refused = |who: &str, to: &str| {
        let reply = ask(&app, who, &id, to).problem(409, "refused");
        reply
            .refusals()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(refused("azman", "siti"), ["already_responsible"]);
    assert_eq!(refused("azman", "azman"), ["own_request"]);
    for nobody in ["hanim", "rosnah", "tamu"] {
        let unknown = ask(&app, "azman", &id, nobody).problem(422, "invalid_body");
        assert_eq!(unknown.faults(), [("/to_worker_id", "unknown_reference")]);
    }
    let short = json!({"to_worker_id": worker(&app, "farid"), "reason": "Leave."});
    let path = format!("/v1/cases/{id}/reassignments");
    let short = app.as_supervisor().post(&path, short).send();
    assert_eq!(
        short.problem(422, "invalid_body").faults(),
        [("/reason", "too_short")]
    );
    ask(&app, "farid", &id, "farid").problem(403, "not_permitted");
    ask(&app, "auditor", &id, "farid").problem(403, "not_permitted");
    ask(&app, "hanim", &id, "farid").problem(404, "not_found");
    ask(&app, "kamal", &id, "farid").problem(404, "not_found");

    let one = ask(&app, "rosnah", &id, "farid").created();
    assert_eq!(refused("azman", "farid"), ["offer_pending"]);
    let client = app.as_colleague();
    let address = format!("/v1/reassignments/{}/acceptance", one.id());
    client
        .call("POST", &address)
        .send()
        .problem(428, "version_required");
    let stale = client.call("POST", &address).if_match("\"v2\"").send();
    stale.problem(412, "version_conflict");
    act(&app, "farid", &one, "withdrawal").problem(403, "not_permitted");
    act(&app, "hanim", &one, "withdrawal").problem(404, "not_found");
    // Who has lost the role is no caseworker of the unit any more.
    app.db().run("UPDATE grants SET role = 'supervisor' WHERE worker_id = (SELECT id FROM workers WHERE username = 'farid')");
    let able = act(&app, "farid", &one, "acceptance").problem(409, "refused");
    assert_eq!(able["refusals"][0]["requirement"], "caseworker_named");
    act(&app, "azman", &one, "withdrawal").ok();
}

#[test]
fn nothing_is_left_open_and_nothing_is_opened_at_the_end() {
    let app = App::start();
    let case = ending(&app, &opened(&app, "older_person"), "moved_away");
    told_and_listed(&app, &case.id());
    particulars(&app, &case.id(), moved_away());
    let one = ask(&app, "azman", &case.id(), "farid").created();
    let siti = app.as_caseworker();
    let before = app.dump();
    let refused = request(&app, &case).problem(409, "refused");
    assert_eq!(refused["refusals"][0]["requirement"], "nothing_open");
    assert_eq!(app.dump(), before);
    let list = format!("/v1/cases/{}/checklist?to=closed", case.id());
    let list = siti.get(&list).send().ok();
    let items = list["items"].as_array().unwrap();
    let open = items
        .iter()
        .find(|item| item["code"] == "nothing_open")
        .unwrap();
    assert_eq!(
        open["missing"][0]["record"],
        json!({"kind": "reassignment", "id": one.id()})
    );
    let may = list["allowed_actions"].as_array().unwrap();
    assert!(
        may.iter()
            .all(|one| one["action"] != "request_reassignment")
    );
    act(&app, "azman", &one, "withdrawal").ok();
    request(&app, &case).created();
    let late = ask(&app, "azman", &case.id(), "farid").problem(409, "refused");
    assert_eq!(late.refusals(), ["closure_pending"]);
    let (other, _) = waiting(&app);
    let late = ask(&app, "siti", &other.id(), "farid").problem(409, "refused");
    assert_eq!(late.refusals(), ["closure_pending"]);
    let ended = closed(&app);
    let late = ask(&app, "azman", &ended.id(), "farid").problem(409, "refused");
    assert_eq!(late.refusals(), ["case_closed"]);
}

#[test]
fn the_same_command_with_its_own_id_asks_once() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let id = json!({"id": app.new_id().to_string()});
    let made = ask_with(&app, "azman", &case.id(), "farid", id.clone()).created();
    let again = ask_with(&app, "azman", &case.id(), "farid", id.clone()).ok();
    assert_eq!(again.body, made.body);
    ask_with(&app, "azman", &case.id(), "siti", id).problem(409, "already_exists");
    assert_eq!(app.db().count("case_offers"), 1);
    let _ = app.as_colleague();
    let before = app.dump();
    let path = format!(
        "/v1/reassignments/{}/acceptance?validate_only=true",
        made.id()
    );
    let tried = app.as_colleague().call("POST", &path);
    assert_eq!(
        tried.if_match(&made.etag()).send().ok()["status"],
        "accepted"
    );
    assert_eq!(app.dump(), before);
}
