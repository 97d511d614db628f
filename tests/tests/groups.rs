//! Groups and communities, as the people who register, find and change them see it.

use domain::parties::UnitId;
use serde_json::{Value, json};
use tests::{App, Client, Reply};

fn mothers() -> Value {
    json!({"kind": "group", "name": "Kumpulan Ibu Tunggal Kulim", "purpose": "Mutual help."})
}

fn register(client: &Client, body: Value) -> Reply {
    client.post("/v1/groups", body).send().created()
}

fn person(client: &Client, name: &str) -> String {
    let body = json!({"full_name": name});
    client.post("/v1/persons", body).send().created().id()
}

fn join(client: &Client, group: &str, person: &str, role: &str) -> Reply {
    let body = json!({"person_id": person, "role": role});
    client.post(&format!("{group}/members"), body).send()
}

#[test]
fn a_group_is_registered_changed_and_keeps_what_it_said() {
    let app = App::start();
    let siti = app.as_caseworker();
    let mut new = mothers();
    new["id"] = json!(app.new_id());
    new["place"] = json!({"kind": "other", "country": "MY", "postcode": "9000"});
    let made = register(&siti, new.clone());
    assert_eq!(made.warnings(), ["unusual_postcode"]);
    let place = format!("/v1/groups/{}", made.id());
    assert_eq!(made.header("location"), place);
    let again = siti.post("/v1/groups", new.clone()).send().ok();
    assert_eq!(again["version"], 1);
    new["name"] = json!("Lain");
    siti.post("/v1/groups", new)
        .send()
        .problem(409, "already_exists");

    let change = || siti.patch(&place, json!({"kind": "community", "place": null}));
    change().send().problem(428, "version_required");
    let now = change().if_match("\"v1\"").send().ok();
    assert_eq!((now.etag(), &now["place"]), ("\"v2\"".into(), &Value::Null));
    change()
        .if_match("\"v1\"")
        .send()
        .problem(412, "version_conflict");
    for somebody in ["siti", "azman", "ismail", "auditor", "data"] {
        let client = app.as_(somebody);
        assert_eq!(client.get(&place).send().ok()["kind"], "community");
        let history = client.get(&format!("{place}/history")).send().ok();
        assert_eq!(history["items"][0]["group"]["kind"], "group");
        if ["auditor", "data"].contains(&somebody) {
            let amend = client.patch(&place, json!({"name": "X"}));
            let amend = amend.if_match("\"v2\"").send();
            amend.problem(403, "not_permitted");
        }
    }
    for somebody in ["hanim", "dewi", "tamu", "admin", "editor"] {
        for path in ["", "/history", "/members"] {
            let hidden = app.as_(somebody).get(&format!("{place}{path}"));
            hidden.send().problem(404, "not_found");
        }
    }
    app.write_read_log();
    assert_eq!(app.db().count("read_log WHERE record_kind = 'group'"), 10);
    let told = app
        .db()
        .lines("SELECT CAST(data AS TEXT) AS value FROM events WHERE record_kind = 'group'");
    assert!(told.len() == 2 && !format!("{told:?}").contains("Ibu"));
}

#[test]
fn groups_are_listed_by_unit_kind_member_and_time() {
    let app = App::start();
    let siti = app.as_caseworker();
    let first = register(&siti, mothers()).id();
    let village = json!({"kind": "community", "name": "Kampung Sungai Ular"});
    let second = register(&siti, village).id();
    register(&app.as_other_district(), mothers());
    let rohana = person(&siti, "Rohana");
    join(
        &siti,
        &format!("/v1/groups/{second}"),
        &rohana,
        "spokesperson",
    )
    .created();
    let unit: UnitId = app.unit("kulim");
    let list = |query: &str| {
        let page = siti.get(&format!("/v1/groups?{query}")).send().ok();
        page.ids()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let by_unit = format!("unit_id={unit}");
    assert_eq!(list(&by_unit), [first.clone(), second.clone()]);
    assert_eq!(
        list(&format!("{by_unit}&kind=community")),
        [second.as_str()]
    );
    assert_eq!(list(&format!("person_id={rohana}")), [second.as_str()]);
    assert_eq!(list("modified_after=2026-01-01T00:00:00Z").len(), 2);
    let baling: UnitId = app.unit("baling");
    assert!(list(&format!("unit_id={baling}")).is_empty());
    let refused = siti.get("/v1/groups?kind=group").send();
    assert_eq!(
        refused.problem(400, "invalid_parameter").faults(),
        [("?modified_after", "required")]
    );
    let admin = app.as_administrator().get(&format!("/v1/groups?{by_unit}"));
    admin.send().problem(403, "not_permitted");
}

#[test]
fn members_of_a_group_have_one_spokesperson() {
    let app = App::start();
    let siti = app.as_caseworker();
    let place = format!("/v1/groups/{}", register(&siti, mothers()).id());
    let (rohana, aminah) = (person(&siti, "Rohana"), person(&siti, "Aminah"));
    let first = join(&siti, &place, &rohana, "spokesperson").created();
    let refused = join(&siti, &place, &aminah, "spokesperson").problem(409, "refused");
    assert_eq!(refused.refusals(), ["leader_named"]);
    let second = join(&siti, &place, &aminah, "member").created();
    let again = join(&siti, &place, &aminah, "member").problem(409, "refused");
    assert_eq!(again.refusals(), ["already_member"]);
    let of = |member: &Reply| format!("{place}/members/{}", member.id());
    let end = json!({"until": "2025-12-31", "reason": "Handed over."});
    let since = siti.patch(&of(&first), json!({"since": "2026-01-01"}));
    since.if_match("\"v1\"").send().ok();
    let ending = |body: &Value| {
        let call = siti.post(&format!("{}/ending", of(&first)), body.clone());
        call.if_match("\"v2\"").send()
    };
    let refused = ending(&end).problem(409, "refused");
    assert_eq!(refused.refusals(), ["until_before_since"]);
    ending(&json!({"reason": "Handed over."})).ok();
    let speaks = siti.patch(&of(&second), json!({"role": "spokesperson"}));
    assert_eq!(
        speaks.if_match("\"v1\"").send().ok()["role"],
        "spokesperson"
    );
    let current = siti.get(&format!("{place}/members?current=true"));
    assert_eq!(current.send().ok().ids(), [second.id()]);
    let gone = siti.get(&format!("{place}/members/{}", app.new_id()));
    gone.send().problem(404, "not_found");
    // A person may be in several groups.
    let other = format!("/v1/groups/{}", register(&siti, mothers()).id());
    join(&siti, &other, &aminah, "member").created();
}

#[test]
fn a_community_is_a_client_through_its_spokesperson() {
    let app = App::start();
    let (siti, hanim) = (app.as_caseworker(), app.as_other_district());
    let village = json!({"kind": "community", "name": "Kampung Sungai Ular"});
    let id = register(&siti, village).id();
    let place = format!("/v1/groups/{id}");
    let (rohana, aminah) = (person(&siti, "Rohana"), person(&siti, "Aminah"));
    join(&siti, &place, &rohana, "spokesperson").created();
    join(&siti, &place, &aminah, "member").created();
    let mut told = tests::intakes::told_about(&rohana);
    told["client"] = json!({"kind": "group", "group_id": id});
    let refused = siti.post("/v1/intakes", told.clone()).send();
    assert_eq!(
        refused.problem(422, "invalid_body").faults(),
        [("/client/kind", "not_for_this_client")]
    );
    told["client"]["kind"] = json!("community");
    told["unit_id"] = json!(app.unit::<UnitId>("baling"));
    let aminah = format!("/v1/persons/{aminah}");
    hanim.get(&place).send().problem(404, "not_found");
    hanim.get(&aminah).send().problem(404, "not_found");
    let intake = app.as_director().post("/v1/intakes", told).send().created();
    assert_eq!(intake["client"]["group_id"], json!(id));
    // The intake names the community, and so its members.
    hanim.get(&place).send().ok();
    hanim.get(&aminah).send().ok();
    let listed = hanim.get(&format!("/v1/intakes?group_id={id}"));
    assert_eq!(listed.send().ok().ids(), [intake.id()]);
    let listed = hanim.get("/v1/intakes?client_kind=community");
    assert_eq!(listed.send().ok().ids(), [intake.id()]);
}
