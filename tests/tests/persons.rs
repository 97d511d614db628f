//! Persons, as the people who register, look for and correct them see it.

use domain::parties::UnitId;
use serde_json::{Value, json};
use tests::{App, Client, race};

const NRIC: &str = "480229-02-5123";

fn mat() -> Value {
    json!({
        "full_name": "Mat Isa bin Awang", "aliases": ["Pak Mat"], "sex": "male",
        "birth_date": "1948-02-29", "identifiers": [{"kind": "my_nric", "value": NRIC}],
        "contacts": [{"kind": "phone", "value": "+60 4 490 1234"}]
    })
}

fn register(client: &Client, body: Value) -> (String, String) {
    let made = client.post("/v1/persons", body).send().created();
    (format!("/v1/persons/{}", made.id()), made.etag())
}

fn search(client: &Client, body: Value) -> Vec<String> {
    let found = client.post("/v1/persons/search", body).send().ok();
    found.ids().into_iter().map(str::to_owned).collect()
}

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}

fn path(id: &str) -> String {
    format!("/v1/persons/{id}")
}

#[test]
fn a_person_is_registered_read_and_kept_as_said() {
    let app = App::start();
    let made = app
        .as_caseworker()
        .post("/v1/persons", mat())
        .send()
        .created();
    let place = path(&made.id());
    assert_eq!(made.header("location"), place);
    assert_eq!(made.etag(), "\"v1\"");
    assert_eq!(made["identifiers"][0]["value"], "480229025123");
    assert_eq!(made["birth_date_precision"], "day");
    assert_eq!(made["unit_id"], app.unit::<UnitId>("kulim").to_string());
    assert_eq!(made["warnings"], Value::Null);
    for somebody in ["siti", "farid", "azman", "ismail", "auditor", "data"] {
        let read = app.as_(somebody).get(&place).send().ok();
        assert_eq!(read.body, made.body);
        let unchanged = app.as_(somebody).get(&place);
        unchanged
            .header("if-none-match", "\"v1\"")
            .send()
            .status(304);
    }
    for somebody in ["hanim", "kamal", "dewi", "wayan", "tamu", "admin", "editor"] {
        let hidden = app.as_(somebody).get(&place).send();
        hidden.problem(404, "not_found");
    }
    app.write_read_log();
    assert_eq!(app.db().count("read_log WHERE record_kind = 'person'"), 12);
    let dump = format!("{:?}", app.dump());
    assert!(!dump.contains("480229025123"), "a number lies open");
    let told = app
        .db()
        .lines("SELECT CAST(data AS TEXT) AS value FROM events WHERE type = 'person.registered'");
    assert!(!told.is_empty() && !told[0].contains("Mat"), "{told:?}");
}

#[test]
fn what_is_wrong_is_told_at_once_and_what_is_odd_is_only_told() {
    let app = App::start();
    let siti = app.as_caseworker();
    let wrong = json!({
        "full_name": "X", "birth_date": "2031-01-01",
        "identifiers": [{"kind": "my_nric", "value": "12"}],
        "external_refs": [{"system": "a", "value": "1"}, {"system": "a", "value": "2"}]
    });
    let before = app.dump();
    let refused = siti.post("/v1/persons", wrong).send();
    assert_eq!(
        refused.problem(422, "invalid_body").faults(),
        [
            ("/birth_date", "date_in_future"),
            ("/external_refs/1/system", "repeated_item"),
            ("/identifiers/0/value", "identifier_length"),
        ]
    );
    let unknown = with(mat(), "nickname", json!("Mat"));
    let unknown = siti.post("/v1/persons", unknown).send();
    assert_eq!(
        unknown.problem(422, "invalid_body").faults(),
        [("/nickname", "unknown_field")]
    );
    for elsewhere in [
        app.unit::<UnitId>("batu").to_string(),
        app.new_id().to_string(),
    ] {
        let refused = with(mat(), "unit_id", json!(elsewhere));
        let refused = siti.post("/v1/persons", refused).send();
        assert_eq!(
            refused.problem(422, "invalid_body").faults(),
            [("/unit_id", "unknown_reference")]
        );
    }
    assert_eq!(app.dump(), before);
    let odd = with(mat(), "sex", json!("female"));
    let odd = siti
        .post("/v1/persons", odd)
        .header("accept-language", "ms")
        .send()
        .created();
    assert_eq!(odd.warnings(), ["sex_mismatch"]);
    assert!(
        odd["warnings"][0]["detail"]
            .as_str()
            .unwrap()
            .starts_with("Semak")
    );
}

#[test]
fn who_may_register_where() {
    let app = App::start();
    let at = |unit: &str| {
        let unit: UnitId = app.unit(unit);
        json!({"full_name": "Somebody", "unit_id": unit})
    };
    for (who, unit) in [("siti", "kulim"), ("azman", "kulim"), ("ismail", "kulim")] {
        app.as_(who).post("/v1/persons", at(unit)).send().created();
    }
    for who in ["admin", "auditor", "data", "editor"] {
        let refused = app.as_(who).post("/v1/persons", at("kulim")).send();
        refused.problem(403, "not_permitted");
    }
    let nobody = app
        .as_("tamu")
        .post("/v1/persons", json!({"full_name": "X"}));
    assert_eq!(
        nobody.send().problem(422, "invalid_body").faults(),
        [("/unit_id", "unknown_reference")]
    );
    let no_token = app.anonymous().post("/v1/persons", mat());
    no_token.send().problem(401, "unauthenticated");
}

#[test]
fn a_number_belongs_to_one_person_of_a_unit() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (first, _) = register(&siti, mat());
    let before = app.dump();
    let again = siti.post("/v1/persons", mat()).send();
    let again = again.problem(409, "already_exists");
    assert!(again["detail"].as_str().unwrap().contains(&first));
    let other = json!({"full_name": "Ali"});
    assert_eq!(app.dump(), before);
    let (ali, etag) = register(&siti, other);
    let number = json!({"identifiers": [{"kind": "my_nric", "value": NRIC}]});
    let taken = siti.patch(&ali, number.clone()).if_match(&etag).send();
    taken.problem(409, "already_exists");
    // Given up by the first, it is free for the second.
    let none = json!({"identifiers": []});
    siti.patch(&first, none).if_match("\"v1\"").send().ok();
    siti.patch(&ali, number).if_match(&etag).send().ok();
    assert_eq!(app.db().count("person_matches"), 0);
}

#[test]
fn what_another_district_knows_shows_in_nothing() {
    let app = App::start();
    let (siti, hanim) = (app.as_caseworker(), app.as_other_district());
    let (first, _) = register(&siti, mat());
    let by_number = json!({"identifier": {"kind": "my_nric", "value": NRIC}});
    assert!(search(&hanim, by_number.clone()).is_empty());
    assert!(search(&hanim, json!({"name": "Mat Isa"})).is_empty());
    let known = hanim.post("/v1/persons", mat()).send().created();
    let fresh = with(
        mat(),
        "identifiers",
        json!([{"kind": "my_nric", "value": "480229-02-5125"}]),
    );
    let fresh = hanim.post("/v1/persons", fresh).send().created();
    let shape = |reply: &tests::Reply| {
        let mut names: Vec<String> = reply.headers.keys().map(ToString::to_string).collect();
        names.sort();
        let mut body = reply.body.clone();
        for hidden in ["id", "identifiers"] {
            body[hidden] = Value::Null;
        }
        (reply.status, names, reply.bytes.len(), body)
    };
    assert_eq!(shape(&known), shape(&fresh));
    assert_eq!(search(&hanim, by_number.clone()), [known.id()]);
    assert_eq!(app.db().count("person_matches"), 1);
    assert_eq!(
        app.db().count("events WHERE type = 'person_match.found'"),
        1
    );

    // Only the data officer whose reach covers both is told.
    let data = app.as_data_officer();
    let told = data.get("/v1/person-matches").send().ok();
    let one = &told["items"][0];
    let mut pair = [one["person_id"].clone(), one["other_person_id"].clone()];
    pair.sort_by_key(ToString::to_string);
    let mut expected = [json!(first.rsplit('/').next().unwrap()), json!(known.id())];
    expected.sort_by_key(ToString::to_string);
    assert_eq!(pair, expected);
    assert_eq!(one["identifier_kind"], "my_nric");
    for who in ["siti", "azman", "ismail", "auditor"] {
        let refused = app.as_(who).get("/v1/person-matches").send();
        refused.problem(403, "not_permitted");
    }
    let data_of_kedah = "INSERT INTO grants (id, worker_id, role, unit_id, granted_at)
        SELECT {id}, worker_id, 'data_officer', {unit}, granted_at FROM grants WHERE worker_id = {by}";
    let db = app.db();
    let kulim: UnitId = app.unit("kulim");
    let kamal: domain::parties::WorkerId = app.worker("kamal");
    db.run(
        &data_of_kedah
            .replace("{id}", &db.id(app.new_id()))
            .replace("{unit}", &db.id(kulim))
            .replace("{by}", &db.id(kamal)),
    );
    let half = app.log_in("kamal").get("/v1/person-matches").send().ok();
    assert!(half.ids().is_empty(), "covers one of the two units only");

    // Found again, it is the same match.
    let (third, etag) = register(&hanim, json!({"full_name": "Ali"}));
    let passport = json!({"identifiers": [{"kind": "passport", "value": "A1234567"}]});
    hanim
        .patch(&third, passport.clone())
        .if_match(&etag)
        .send()
        .ok();
    siti.patch(&first, passport.clone())
        .if_match("\"v1\"")
        .send()
        .ok();
    siti.patch(&first, json!({"identifiers": []}))
        .if_match("*")
        .send()
        .ok();
    siti.patch(&first, passport).if_match("*").send().ok();
    assert_eq!(app.db().count("person_matches"), 2);
}

#[test]
fn who_gives_a_number_to_a_person_of_another_unit_learns_nothing_of_its_persons() {
    let app = App::start();
    let (siti, hanim) = (app.as_caseworker(), app.as_other_district());
    let (holder, _) = register(&siti, mat());
    let (client, _) = register(&siti, json!({"full_name": "Ali bin Abu"}));
    let client_id = client.rsplit('/').next().unwrap();
    hanim.get(&client).send().problem(404, "not_found");
    // The director records an intake at Baling about a person of Kulim: Baling sees that one.
    let intake = json!({
        "unit_id": app.unit::<UnitId>("baling"), "person_id": client_id, "channel": "walk_in",
        "presenting_problem": "Moved in with his daughter.", "category": "older_person",
        "urgency": "routine", "received_at": "2026-03-01T01:00:00Z"
    });
    app.as_director()
        .post("/v1/intakes", intake)
        .send()
        .created();
    hanim.get(&client).send().ok();
    let give = |value: &str| {
        let etag = hanim.get(&client).send().ok().etag();
        let body = json!({"identifiers": [{"kind": "my_nric", "value": value}]});
        hanim.patch(&client, body).if_match(&etag).send().ok()
    };
    let fresh = give("480229-02-5125");
    let known = give(NRIC);
    assert_eq!(fresh.bytes.len(), known.bytes.len());
    assert_eq!(app.db().count("person_matches"), 1);
    hanim.get(&holder).send().problem(404, "not_found");
    let by_number = json!({"identifier": {"kind": "my_nric", "value": NRIC}});
    assert_eq!(search(&hanim, by_number.clone()), [client_id]);
    assert_eq!(search(&siti, by_number).len(), 2);
}

#[test]
fn an_amendment_keeps_what_was_said_before() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (place, etag) = register(&siti, mat());
    let rows = || {
        app.db()
            .number("SELECT count(DISTINCT id) AS value FROM person_identifiers")
    };
    let changed = json!({
        "full_name": "Mat Isa bin Hj. Awang", "aliases": null,
        "identifiers": [
            {"kind": "my_nric", "value": "480229025123", "note": "MyKad baharu"},
            {"kind": "passport", "value": "A 7654321"}
        ]
    });
    siti.patch(&place, changed.clone())
        .send()
        .problem(428, "version_required");
    let second = siti
        .patch(&place, changed.clone())
        .if_match(&etag)
        .send()
        .ok();
    assert_eq!(second.etag(), "\"v2\"");
    assert_eq!(second["aliases"], json!([]));
    assert_eq!(rows(), 2);
    assert_eq!(siti.get(&place).send().ok().body, second.body);
    let stale = siti
        .patch(&place, json!({"sex": "unknown"}))
        .if_match(&etag)
        .send();
    assert_eq!(stale.problem(412, "version_conflict")["current_version"], 2);
    // The same again changes nothing.
    let same = siti.patch(&place, changed).if_match("\"v2\"").send().ok();
    assert_eq!(same.etag(), "\"v2\"");
    // The passport moves to the front; the other number goes.
    let third =
        json!({"identifiers": [{"kind": "passport", "value": "A7654321"}], "birth_date": null});
    let third = siti.patch(&place, third).if_match("\"v2\"").send().ok();
    assert_eq!(third["birth_date_precision"], Value::Null);
    assert_eq!(rows(), 2);
    assert_eq!(
        app.db()
            .count("person_identifiers WHERE removed_at IS NULL"),
        1
    );

    let history = siti.get(&format!("{place}/history?limit=1")).send().ok();
    assert_eq!(history["items"][0]["version"], 2);
    assert_eq!(
        history["items"][0]["person"]["full_name"],
        "Mat Isa bin Hj. Awang"
    );
    let next = history
        .header("link")
        .split(['<', '>'])
        .nth(1)
        .unwrap()
        .to_owned();
    let history = siti.get(&next).send().ok();
    assert_eq!(history["items"][0]["version"], 1);
    assert_eq!(
        history["items"][0]["person"]["identifiers"][0]["value"],
        "480229025123"
    );
    assert_eq!(
        history["items"][0]["replaced_by"],
        app.worker::<domain::parties::WorkerId>("siti").to_string()
    );
    assert_eq!(history["next_cursor"], Value::Null);
    app.as_auditor()
        .get(&format!("{place}/history"))
        .send()
        .ok();
    let hidden = app.as_other_district().get(&format!("{place}/history"));
    hidden.send().problem(404, "not_found");

    let told = app.db().lines(
        "SELECT CAST(data AS TEXT) AS value FROM events WHERE type = 'person.amended' ORDER BY seq",
    );
    assert_eq!(told.len(), 2);
    let changed: Value = serde_json::from_str(&told[0]).unwrap();
    assert_eq!(
        changed,
        json!({"changed": ["aliases", "full_name", "identifiers"]})
    );
    for (who, status, code) in [
        ("auditor", 403, "not_permitted"),
        ("data", 403, "not_permitted"),
        ("hanim", 404, "not_found"),
    ] {
        let refused = app.as_(who).patch(&place, json!({"sex": "male"}));
        refused.if_match("*").send().problem(status, code);
    }
}

#[test]
fn an_amendment_that_is_wrong_changes_nothing() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (place, _) = register(&siti, mat());
    let before = app.dump();
    let amend = |body: Value| siti.patch(&place, body).if_match("*").send();
    let faults = |body: Value, expected: (&str, &str)| {
        assert_eq!(
            amend(body).problem(422, "invalid_body").faults(),
            [expected]
        );
    };
    faults(json!({"full_name": null}), ("/full_name", "not_clearable"));
    faults(json!({"version": 9}), ("/version", "unknown_field"));
    faults(
        json!({"deceased_on": "1940-01-01"}),
        ("/deceased_on", "death_before_birth"),
    );
    faults(
        json!({"contacts": [{"kind": "email", "value": "x"}]}),
        ("/contacts/0/value", "wrong_email"),
    );
    let tried = siti
        .patch(
            &format!("{place}?validate_only=true"),
            json!({"full_name": "Ali"}),
        )
        .if_match("*")
        .send()
        .ok();
    assert_eq!(
        (tried["full_name"].as_str(), tried.header("etag")),
        (Some("Ali"), "")
    );
    assert_eq!(app.dump(), before);
}

#[test]
fn a_search_finds_by_name_number_and_birth_date_only_who_is_visible() {
    let app = App::start();
    let (siti, hanim) = (app.as_caseworker(), app.as_other_district());
    let named = |name: &str, alias: &[&str]| json!({"full_name": name, "aliases": alias});
    let (ahmad, _) = register(&siti, with(mat(), "full_name", json!("Ahmad b. Ismail")));
    let (both, _) = register(&siti, named("Ahmad Tarmizi", &["Ahmad Mizi", "Mizi"]));
    let (haji, _) = register(&siti, named("Tuan Haji Ahmád", &[]));
    register(&siti, named("Sulastri", &[]));
    register(&hanim, named("Ahmad bin Ismail", &[]));
    let id = |place: &str| place.rsplit('/').next().unwrap().to_owned();
    let found = search(&siti, json!({"name": "AHMAD"}));
    assert_eq!(found, [id(&haji), id(&ahmad), id(&both)]);
    assert_eq!(search(&siti, json!({"name": "ahmad bin is"})), [id(&ahmad)]);
    let alias = siti
        .post("/v1/persons/search", json!({"name": "mizi"}))
        .send()
        .ok();
    assert_eq!(alias["items"][0]["matched_by"], json!(["alias"]));
    let exact = json!({"identifier": {"kind": "my_nric", "value": "480229 025123"},
        "name": "ahmad", "birth_date": "1948-02-29"});
    let exact = siti.post("/v1/persons/search", exact).send().ok();
    assert_eq!(exact.ids(), [id(&ahmad)]);
    let by = json!(["identifier", "full_name", "birth_date"]);
    assert_eq!(exact["items"][0]["matched_by"], by);
    assert_eq!(exact["items"][0].get("identifiers"), None);
    assert_eq!(
        search(&siti, json!({"birth_date": "1948-02-29"})),
        [id(&ahmad)]
    );
    let other_date = json!({"name": "ahmad", "birth_date": "1950-01-01"});
    assert!(search(&siti, other_date).is_empty());
    assert_eq!(
        search(&app.as_director(), json!({"name": "ahmad"})).len(),
        4
    );
    assert!(search(&app.as_indonesian_caseworker(), json!({"name": "ahmad"})).is_empty());
    let mut pages = Vec::new();
    let mut body = json!({"name": "ahmad", "limit": 1});
    loop {
        let page = siti.post("/v1/persons/search", body.clone()).send().ok();
        pages.extend(page.ids().into_iter().map(str::to_owned));
        match page["next_cursor"].as_str() {
            Some(cursor) => body["cursor"] = json!(cursor),
            None => break,
        }
    }
    assert_eq!(pages, found);
    body["name"] = json!("ahma");
    let foreign = siti.post("/v1/persons/search", body).send();
    foreign.problem(400, "invalid_cursor");
    for (wrong, fault) in [
        (json!({}), ("/name", "required")),
        (json!({"name": "Dr. A"}), ("/name", "too_short")),
        (
            json!({"identifier": {"kind": "my_nric", "value": "1"}}),
            ("/identifier/value", "identifier_length"),
        ),
    ] {
        let refused = siti.post("/v1/persons/search", wrong).send();
        assert_eq!(refused.problem(422, "invalid_body").faults(), [fault]);
    }
    for who in ["admin", "tamu"] {
        let refused = app
            .as_(who)
            .post("/v1/persons/search", json!({"name": "ahmad"}));
        refused.send().problem(403, "not_permitted");
    }
}

#[test]
fn the_same_command_registers_once() {
    let app = App::start();
    let siti = app.as_caseworker();
    let named = json!({
        "full_name": "Sulastri", "external_refs": [{"system": "dtks", "value": "3579-1"}]
    });
    let first = siti.post("/v1/persons", named.clone()).send().created();
    let again = siti.post("/v1/persons", named.clone()).send().ok();
    assert_eq!(again.body, first.body);
    assert_eq!(again.etag(), first.etag());
    let other = with(named.clone(), "full_name", json!("Sulastri Ningsih"));
    siti.post("/v1/persons", other)
        .send()
        .problem(409, "already_exists");
    let by_another = app.as_colleague().post("/v1/persons", named.clone()).send();
    by_another.problem(409, "already_exists");
    // Another unit has references of its own.
    let elsewhere = app.as_other_district().post("/v1/persons", named.clone());
    elsewhere.send().created();

    let offline = with(mat(), "id", json!(app.new_id()));
    let made = siti.post("/v1/persons", offline.clone()).send().created();
    let replay = siti.post("/v1/persons", offline.clone()).send().ok();
    assert_eq!(replay.body, made.body);
    let changed = with(offline, "full_name", json!("Ali"));
    siti.post("/v1/persons", changed)
        .send()
        .problem(409, "already_exists");
    let not_seven = with(mat(), "id", json!("6f9619ff-8b86-4011-b42d-00cf4fc964ff"));
    let not_seven = siti.post("/v1/persons", not_seven).send();
    assert_eq!(
        not_seven.problem(422, "invalid_body").faults(),
        [("/id", "wrong_format")]
    );

    let keyed = || {
        siti.post("/v1/persons", json!({"full_name": "Budi"}))
            .key("visit-1")
            .send()
            .created()
    };
    let (one, two) = (keyed(), keyed());
    assert_eq!(one.body, two.body);
    assert_eq!(two.header("idempotency-replayed"), "true");
}

#[test]
fn an_exchange_pulls_what_it_may_see_by_reference_or_by_time() {
    let app = App::start();
    let siti = app.as_caseworker();
    let referred = json!({
        "full_name": "Sulastri", "external_refs": [{"system": "dtks", "value": "3579-1"}]
    });
    let made = siti.post("/v1/persons", referred).send().created();
    for n in 0..3 {
        app.clock.advance(std::time::Duration::from_secs(1));
        register(&siti, json!({"full_name": format!("Person {n}")}));
    }
    register(&app.as_other_district(), json!({"full_name": "Elsewhere"}));
    let list = |query: &str| siti.get(&format!("/v1/persons?{query}")).send();
    let by_reference = "external_system=dtks&external_value=3579-1";
    assert_eq!(list(by_reference).ok().ids(), [made.id()]);
    let hidden = app
        .as_other_district()
        .get(&format!("/v1/persons?{by_reference}"));
    assert!(hidden.send().ok().ids().is_empty());
    let all = list("modified_after=2026-01-01T00:00:00Z&sort=modified_at").ok();
    assert_eq!(all.ids().len(), 4);
    let later = list("modified_after=2026-03-02T01:00:00Z").ok();
    assert_eq!(later.ids(), all.ids()[1..]);
    let mut next = "/v1/persons?modified_after=2026-01-01T00:00:00Z&limit=1".to_owned();
    let mut seen: Vec<String> = Vec::new();
    while !next.is_empty() {
        let page = siti.get(&next).send().ok();
        seen.extend(page.ids().into_iter().map(str::to_owned));
        let link = page.header("link");
        next = link.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
    }
    assert_eq!(seen, all.ids());
    for (query, parameter) in [
        ("", "?modified_after"),
        ("external_system=dtks", "?external_value"),
        ("external_value=1", "?external_system"),
    ] {
        let refused = list(query).problem(400, "invalid_parameter");
        assert_eq!(refused.faults(), [(parameter, "required")]);
    }
}

#[test]
fn racers_for_one_number_make_one_person() {
    let app = App::start();
    let siti = app.as_caseworker();
    let outcomes = race(16, |i| {
        let body = with(mat(), "full_name", json!(format!("Racer {i}")));
        siti.post("/v1/persons", body).send().status
    });
    let made = outcomes.iter().filter(|status| **status == 201).count();
    let refused = outcomes.iter().filter(|status| **status == 409).count();
    assert_eq!((made, refused), (1, 15), "{outcomes:?}");
    assert_eq!(app.db().count("persons"), 1);
    assert_eq!(app.db().count("person_names"), 2);
}
