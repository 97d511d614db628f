//! Households, as the people who register, find and change them see it, and as clients.

use domain::parties::UnitId;
use serde_json::{Value, json};
use tests::{App, Client, Reply, race};

const KK: &str = "3579 0121 0409 0003";

fn slamet() -> Value {
    json!({
        "name": "Keluarga Pak Slamet",
        "address": {"kind": "home", "country": "ID", "village": "Desa Punten", "postcode": "65338"},
        "cards": [{"kind": "kk_number", "value": KK}, {"kind": "kpm_number", "value": "12-07"}]
    })
}

fn register(client: &Client, body: Value) -> Reply {
    client.post("/v1/households", body).send().created()
}

fn household(client: &Client) -> String {
    format!("/v1/households/{}", register(client, json!({})).id())
}

fn person(client: &Client, name: &str) -> String {
    let body = json!({"full_name": name});
    client.post("/v1/persons", body).send().created().id()
}

fn join(client: &Client, household: &str, person: &str, relation: &str) -> Reply {
    let body = json!({"person_id": person, "relation": relation});
    client.post(&format!("{household}/members"), body).send()
}

fn search(client: &Client, value: &str) -> Vec<String> {
    let body = json!({"card": {"kind": "kk_number", "value": value}});
    let found = client.post("/v1/households/search", body).send().ok();
    found.ids().into_iter().map(str::to_owned).collect()
}

/// What a unit records about a household, through one of its members.
fn intake_of(app: &App, unit: &str, household: &str, person: Option<&str>) -> Value {
    let mut told = tests::intakes::told();
    told["unit_id"] = json!(app.unit::<UnitId>(unit));
    told["client"] =
        json!({"kind": "family", "household_id": household.rsplit('/').next().unwrap()});
    if let Some(person) = person {
        told["person_id"] = json!(person);
    }
    told
}

#[test]
fn a_household_is_registered_read_and_kept_as_said() {
    let app = App::start();
    let made = register(&app.as_caseworker(), slamet());
    let place = format!("/v1/households/{}", made.id());
    assert_eq!(made.header("location"), place);
    assert_eq!(made.etag(), "\"v1\"");
    assert_eq!(made["cards"][0]["value"], "3579012104090003");
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
    for somebody in ["hanim", "kamal", "dewi", "tamu", "admin", "editor"] {
        for path in ["", "/history", "/members"] {
            let hidden = app.as_(somebody).get(&format!("{place}{path}")).send();
            hidden.problem(404, "not_found");
        }
    }
    app.write_read_log();
    assert_eq!(
        app.db().count("read_log WHERE record_kind = 'household'"),
        12
    );
    let dump = format!("{:?}", app.dump());
    assert!(!dump.contains("3579012104090003"), "a number lies open");
    let told = app.db().lines(
        "SELECT CAST(data AS TEXT) AS value FROM events WHERE type = 'household.registered'",
    );
    assert!(!told.is_empty() && !told[0].contains("Slamet"), "{told:?}");
}

#[test]
fn what_is_wrong_is_told_at_once() {
    let app = App::start();
    let siti = app.as_caseworker();
    let wrong = json!({
        "cards": [
            {"kind": "kk_number", "value": "12"}, {"kind": "kk_number", "value": KK}
        ],
        "external_refs": [{"system": "a", "value": "1"}, {"system": "a", "value": "2"}]
    });
    let refused = siti.post("/v1/households", wrong).send();
    assert_eq!(
        refused.problem(422, "invalid_body").faults(),
        [
            ("/cards/0/value", "identifier_length"),
            ("/cards/1/kind", "repeated_item"),
            ("/external_refs/1/system", "repeated_item"),
        ]
    );
    let elsewhere = json!({"unit_id": app.unit::<UnitId>("batu")});
    let elsewhere = siti.post("/v1/households", elsewhere).send();
    assert_eq!(
        elsewhere.problem(422, "invalid_body").faults(),
        [("/unit_id", "unknown_reference")]
    );
    for who in ["admin", "auditor", "data", "editor"] {
        let at = json!({"unit_id": app.unit::<UnitId>("kulim")});
        let refused = app.as_(who).post("/v1/households", at).send();
        refused.problem(403, "not_permitted");
    }
    assert_eq!(app.db().count("households"), 0);
    let odd = json!({"address": {"kind": "home", "country": "MY", "postcode": "9000"}});
    assert_eq!(register(&siti, odd).warnings(), ["unusual_postcode"]);
}

#[test]
fn another_district_learns_nothing_of_a_card_number() {
    let app = App::start();
    let (siti, hanim) = (app.as_caseworker(), app.as_other_district());
    let first = register(&siti, slamet());
    assert_eq!(search(&siti, KK), [first.id()]);
    assert!(search(&hanim, KK).is_empty());
    let again = siti.post("/v1/households", slamet()).send();
    let again = again.problem(409, "already_exists");
    assert!(again["detail"].as_str().unwrap().contains(&first.id()));

    let known = register(&hanim, slamet());
    let mut fresh = slamet();
    fresh["cards"][0]["value"] = json!("3579012104090004");
    fresh["cards"][1]["value"] = json!("12-08");
    let fresh = register(&hanim, fresh);
    let shape = |reply: &Reply| {
        let mut names: Vec<String> = reply.headers.keys().map(ToString::to_string).collect();
        names.sort();
        let mut body = reply.body.clone();
        for hidden in ["id", "cards"] {
            body[hidden] = Value::Null;
        }
        (reply.status, names, reply.bytes.len(), body)
    };
    assert_eq!(shape(&known), shape(&fresh));
    assert_eq!(search(&hanim, KK), [known.id()]);
    assert_eq!(search(&siti, KK), [first.id()]);
    assert_eq!(search(&app.as_director(), KK).len(), 2);
    let wrong = json!({"card": {"kind": "kk_number", "value": "1"}});
    let wrong = siti.post("/v1/households/search", wrong).send();
    assert_eq!(
        wrong.problem(422, "invalid_body").faults(),
        [("/card/value", "identifier_length")]
    );
}

#[test]
fn a_card_number_changes_and_the_old_one_stays_in_the_history() {
    let app = App::start();
    let siti = app.as_caseworker();
    let made = register(&siti, slamet());
    let place = format!("/v1/households/{}", made.id());
    let renewed = json!({"cards": [
        {"kind": "kpm_number", "value": "1207", "note": "Tahap 2"},
        {"kind": "kk_number", "value": "3579012104150009"}
    ]});
    siti.patch(&place, renewed.clone())
        .send()
        .problem(428, "version_required");
    let now = siti.patch(&place, renewed.clone()).if_match("\"v1\"");
    let now = now.send().ok();
    assert_eq!(now.etag(), "\"v2\"");
    assert_eq!(now["name"], made["name"]);
    let stale = siti.patch(&place, renewed.clone()).if_match("\"v1\"");
    stale.send().problem(412, "version_conflict");
    let same = siti.patch(&place, renewed).if_match("\"v2\"").send().ok();
    assert_eq!(same.etag(), "\"v2\"");
    assert!(search(&siti, KK).is_empty());
    assert_eq!(search(&siti, "3579012104150009"), [made.id()]);
    assert_eq!(app.db().count("household_cards"), 3);
    let history = siti.get(&format!("{place}/history")).send().ok();
    assert_eq!(history["items"][0]["version"], 1);
    assert_eq!(
        history["items"][0]["household"]["cards"][0]["value"],
        "3579012104090003"
    );
    // Given up, the number is free for another household.
    let next = json!({"cards": [{"kind": "kk_number", "value": KK}]});
    register(&siti, next);
}

#[test]
fn the_same_command_registers_once_and_lists_need_something_to_go_by() {
    let app = App::start();
    let siti = app.as_caseworker();
    let named = json!({"external_refs": [{"system": "dtks", "value": "3579-1"}]});
    let first = register(&siti, named.clone());
    let again = siti.post("/v1/households", named.clone()).send().ok();
    assert_eq!(again.body, first.body);
    let mut other = named.clone();
    other["name"] = json!("Keluarga lain");
    siti.post("/v1/households", other)
        .send()
        .problem(409, "already_exists");
    register(&app.as_other_district(), named);
    let list = |query: &str| siti.get(&format!("/v1/households?{query}")).send();
    let by_reference = list("external_system=dtks&external_value=3579-1").ok();
    assert_eq!(by_reference.ids(), [first.id()]);
    let second = register(&siti, json!({})).id();
    let slamet = person(&siti, "Slamet");
    let member = join(&siti, &format!("/v1/households/{second}"), &slamet, "head");
    member.created();
    assert_eq!(
        list(&format!("person_id={slamet}")).ok().ids(),
        [second.as_str()]
    );
    let all = list("modified_after=2026-01-01T00:00:00Z&sort=modified_at&limit=1").ok();
    let next = all.header("link").split(['<', '>']).nth(1).unwrap();
    let rest = siti.get(next).send().ok();
    assert_eq!([all.ids(), rest.ids()].concat(), [first.id(), second]);
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
fn members_join_change_and_leave_and_stay_on_record() {
    let app = App::start();
    let siti = app.as_caseworker();
    let place = household(&siti);
    let (slamet, ningsih) = (person(&siti, "Slamet"), person(&siti, "Ningsih"));
    let head = join(&siti, &place, &slamet, "head").created();
    let spouse = join(&siti, &place, &ningsih, "spouse").created();
    assert_eq!(
        head.header("location"),
        format!("{place}/members/{}", head.id())
    );
    for (person, relation, codes) in [
        (&slamet, "head", &["already_member", "leader_named"][..]),
        (&ningsih, "child", &["already_member"][..]),
    ] {
        let refused = join(&siti, &place, person, relation).problem(409, "refused");
        assert_eq!(refused.refusals(), codes);
    }
    let later = json!({
        "person_id": person(&siti, "Budi"), "relation": "child", "since": "2026-03-03"
    });
    let later = siti.post(&format!("{place}/members"), later).send();
    assert_eq!(later.problem(409, "refused").refusals(), ["in_future"]);
    let stranger = join(
        &siti,
        &place,
        &person(&app.as_other_district(), "Orang"),
        "child",
    );
    assert_eq!(
        stranger.problem(422, "invalid_body").faults(),
        [("/person_id", "unknown_reference")]
    );

    // The head leaves; the wife becomes the head, which she could not while there was one.
    let of = |member: &Reply| format!("{place}/members/{}", member.id());
    let promote = || siti.patch(&of(&spouse), json!({"relation": "head"}));
    let refused = promote().if_match("\"v1\"").send().problem(409, "refused");
    assert_eq!(refused.refusals(), ["leader_named"]);
    let ending = |until: &str| {
        let body = json!({"until": until, "reason": "Moved to the city."});
        siti.post(&format!("{}/ending", of(&head)), body)
    };
    ending("2026-02-28").send().problem(428, "version_required");
    let refused = ending("2026-03-03").if_match("\"v1\"").send();
    assert_eq!(refused.problem(409, "refused").refusals(), ["in_future"]);
    let left = ending("2026-02-28").if_match("\"v1\"").send().ok();
    assert_eq!(
        (&left["until"], &left["version"]),
        (&json!("2026-02-28"), &json!(2))
    );
    let again = ending("2026-02-28").if_match("\"v2\"").send();
    assert_eq!(
        again.problem(409, "refused").refusals(),
        ["membership_ended"]
    );
    let now = promote().if_match("\"v1\"").send().ok();
    assert_eq!(now["relation"], "head");
    assert_eq!(siti.get(&of(&spouse)).send().ok().body, now.body);

    let list = |query: &str| {
        let page = siti.get(&format!("{place}/members{query}")).send().ok();
        page.ids()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(list(""), [head.id(), spouse.id()]);
    assert_eq!(list("?current=true"), [spouse.id()]);
    assert_eq!(list("?current=false"), [head.id()]);
    // The version of the household stays, and who has left may come back.
    assert_eq!(siti.get(&place).send().ok().etag(), "\"v1\"");
    join(&siti, &place, &slamet, "spouse").created();
    let history = app
        .db()
        .count("events WHERE record_kind = 'household' AND type LIKE 'member.%'");
    assert_eq!(history, 5);
}

#[test]
fn a_member_made_offline_is_added_once() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (place, other) = (household(&siti), household(&siti));
    let body = json!({
        "id": app.new_id(), "person_id": person(&siti, "Slamet"), "relation": "head"
    });
    let add = |place: &str| siti.post(&format!("{place}/members"), body.clone()).send();
    let first = add(&place).created();
    assert_eq!(add(&place).ok().body, first.body);
    add(&other).problem(409, "already_exists");
}

#[test]
fn a_person_lives_in_one_household_as_far_as_anybody_can_tell() {
    let app = App::start();
    let (siti, hanim) = (app.as_caseworker(), app.as_other_district());
    let (first, second) = (household(&siti), household(&siti));
    let slamet = person(&siti, "Slamet");
    join(&siti, &first, &slamet, "head").created();
    let refused = join(&siti, &second, &slamet, "head").problem(409, "refused");
    assert_eq!(refused.refusals(), ["in_another_household"]);

    // Baling sees the man in an intake of its own, and nothing of the household he lives in.
    let mut told = tests::intakes::told_about(&slamet);
    told["unit_id"] = json!(app.unit::<UnitId>("baling"));
    app.as_director().post("/v1/intakes", told).send().created();
    let there = household(&hanim);
    let joined = join(&hanim, &there, &slamet, "head").created();
    assert_eq!(joined.warnings(), [""; 0]);
    // Who sees both units sees both households.
    let path = format!("/v1/households?person_id={slamet}");
    for (who, seen) in [("siti", 1), ("hanim", 1), ("ismail", 2)] {
        assert_eq!(app.as_(who).get(&path).send().ok().ids().len(), seen);
    }
}

#[test]
fn who_is_in_a_household_that_may_only_be_read_is_odd() {
    let app = App::start();
    let (siti, hanim) = (app.as_caseworker(), app.as_other_district());
    let first = household(&siti);
    let slamet = person(&siti, "Slamet");
    join(&siti, &first, &slamet, "head").created();
    // An intake of Baling names the household; declined, nobody writes it any more.
    let told = intake_of(&app, "baling", &first, Some(&slamet));
    let intake = app.as_director().post("/v1/intakes", told).send().created();
    hanim.get(&first).send().ok();
    let amend = || hanim.patch(&first, json!({"note": "Seen."})).if_match("*");
    amend().send().ok();
    let decline = json!({"reason": "outside_jurisdiction"});
    let path = format!("/v1/intakes/{}/declination", intake.id());
    let call = app.as_("kamal").post(&path, decline);
    call.if_match("*").send().ok();
    amend().send().problem(403, "not_permitted");
    let joined = join(&hanim, &household(&hanim), &slamet, "head");
    assert_eq!(joined.created().warnings(), ["member_elsewhere"]);
}

#[test]
fn a_household_in_reach_or_in_an_intake_names_its_members() {
    let app = App::start();
    let (siti, hanim) = (app.as_caseworker(), app.as_other_district());
    let place = household(&siti);
    let (slamet, budi) = (person(&siti, "Slamet"), person(&siti, "Budi"));
    let head = join(&siti, &place, &slamet, "head").created();
    join(&siti, &place, &budi, "child").created();
    let path = |id: &str| format!("/v1/persons/{id}");
    hanim.get(&path(&budi)).send().problem(404, "not_found");
    let told = intake_of(&app, "baling", &place, Some(&slamet));
    app.as_director().post("/v1/intakes", told).send().created();
    for seen in [&slamet, &budi] {
        hanim.get(&path(seen)).send().ok();
    }
    let found = hanim.post("/v1/persons/search", json!({"name": "Budi"}));
    assert_eq!(found.send().ok().ids(), [budi.as_str()]);
    assert_eq!(
        hanim
            .get(&format!("{place}/members"))
            .send()
            .ok()
            .ids()
            .len(),
        2
    );
    // Who has left is named no more; the one through whom the work is done still is.
    let left = hanim
        .get(&format!("{place}/members"))
        .send()
        .ok()
        .ids()
        .into_iter()
        .map(|id| format!("{place}/members/{id}/ending"))
        .collect::<Vec<_>>();
    for path in left {
        let reason = json!({"reason": "Moved away."});
        siti.post(&path, reason).if_match("*").send().ok();
    }
    hanim.get(&path(&budi)).send().problem(404, "not_found");
    hanim.get(&path(&slamet)).send().ok();
    let past = hanim.get(&format!("{place}/members")).send().ok();
    assert_eq!(past.ids(), [head.id()]);

    // A household registered in Baling shows Baling a member who was registered in Kulim.
    let director = app.as_director();
    let at = json!({"unit_id": app.unit::<UnitId>("baling")});
    let there = format!("/v1/households/{}", register(&director, at).id());
    join(&director, &there, &budi, "head").created();
    hanim.get(&path(&budi)).send().ok();
    let note = json!({"aliases": ["Pak Bud"]});
    hanim.patch(&path(&budi), note).if_match("*").send().ok();
}

#[test]
fn racers_for_one_person_make_one_membership() {
    let app = App::start();
    let siti = app.as_caseworker();
    let places: Vec<String> = (0..8).map(|_| household(&siti)).collect();
    let slamet = person(&siti, "Slamet");
    let outcomes = race(16, |i| join(&siti, &places[i % 8], &slamet, "head").status);
    let made = outcomes.iter().filter(|status| **status == 201).count();
    let refused = outcomes.iter().filter(|status| **status == 409).count();
    assert_eq!((made, refused), (1, 15), "{outcomes:?}");
    let heads = race(16, |i| {
        let one = person(&siti, &format!("Racer {i}"));
        join(&siti, &places[7], &one, "head").status
    });
    assert!(heads.iter().all(|status| [201, 409].contains(status)));
    let led = "party_members WHERE role = 'head' AND until IS NULL";
    assert!((1..=2).contains(&app.db().count(led)));
}

#[test]
fn an_intake_and_its_case_are_about_a_household_through_a_member() {
    let app = App::start();
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    let place = household(&siti);
    let id = place.rsplit('/').next().unwrap().to_owned();
    let (slamet, budi) = (person(&siti, "Slamet"), person(&siti, "Budi"));
    join(&siti, &place, &slamet, "head").created();
    let record = |body: Value| siti.post("/v1/intakes", body).send();
    let told = |client: Value, person: Option<&str>| {
        let mut told = tests::intakes::told();
        told["client"] = client;
        told["person_id"] = json!(person);
        told
    };
    let family = json!({"kind": "family", "household_id": id});
    let stranger = household(&app.as_other_district());
    let stranger = stranger.rsplit('/').next().unwrap();
    for (client, faults) in [
        (
            json!({"kind": "family"}),
            ("/client/household_id", "required"),
        ),
        (
            json!({"kind": "community"}),
            ("/client/group_id", "required"),
        ),
        (
            json!({"kind": "individual", "household_id": id}),
            ("/client/household_id", "not_for_this_client"),
        ),
        (
            json!({"kind": "family", "household_id": stranger}),
            ("/client/household_id", "unknown_reference"),
        ),
    ] {
        let refused = record(told(client, Some(&slamet))).problem(422, "invalid_body");
        assert_eq!(refused.faults(), [faults]);
    }
    let refused = record(told(family.clone(), Some(&budi))).problem(409, "refused");
    assert_eq!(refused.refusals(), ["person_not_in_client"]);
    let alone = record(told(json!({"kind": "individual"}), Some(&budi))).created();
    assert_eq!(alone["client"], json!({"kind": "individual"}));
    assert_eq!(
        record(tests::intakes::told()).created()["client"],
        alone["client"]
    );

    // At first nobody knows through whom; then it is the head.
    let intake = record(told(family.clone(), None)).created();
    assert_eq!(intake["client"], family);
    let path = format!("/v1/intakes/{}", intake.id());
    let through = |person: &str| {
        let call = siti.patch(&path, json!({"person_id": person}));
        call.if_match("*").send()
    };
    let refused = through(&budi).problem(409, "refused");
    assert_eq!(refused.refusals(), ["person_not_in_client"]);
    let intake = through(&slamet).ok();
    let intake = tests::intakes::screen(&siti, &intake);
    let accept = json!({"caseworker_id": app.worker::<domain::parties::WorkerId>("siti")});
    let call = azman.post(&format!("{path}/acceptance"), accept);
    let case = call.if_match(&intake.etag()).send().created();
    assert_eq!(case["client_kind"], "family");
    assert_eq!(case["household_id"], json!(id));
    assert_eq!(case["person_id"], json!(slamet));
    assert_eq!(case["group_id"], Value::Null);

    let list = |what: &str, query: &str| {
        let page = siti.get(&format!("/v1/{what}?{query}")).send().ok();
        page.ids()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let by_household = format!("household_id={id}");
    assert_eq!(list("cases", &by_household), [case.id()]);
    assert_eq!(list("cases", "client_kind=family"), [case.id()]);
    assert!(list("cases", "client_kind=group").is_empty());
    assert!(list("cases", &format!("group_id={}", app.new_id())).is_empty());
    assert_eq!(list("intakes", &by_household), [intake.id()]);
    assert_eq!(list("intakes", "client_kind=family"), [intake.id()]);
    assert_eq!(list("intakes", "client_kind=individual").len(), 2);
    // To a data officer a filter by client would tell what the spine does not.
    let data = app.as_data_officer();
    let spine = data.get("/v1/cases?client_kind=family").send().ok();
    assert!(spine.ids().is_empty());
    assert_eq!(data.get("/v1/cases").send().ok().ids(), [case.id()]);
}
