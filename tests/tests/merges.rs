//! Merging two records of one person: what becomes of both, of what named them, and of their ids.

use domain::{parties::UnitId, parties::WorkerId};
use serde_json::{Value, json};
use tests::{App, Client, Reply, cases::closed, intakes, race};

const REASON: &str = "The same passport; both offices confirmed it by telephone.";

fn path(id: &str) -> String {
    format!("/v1/persons/{id}")
}

fn register(client: &Client, body: Value) -> Reply {
    client.post("/v1/persons", body).send().created()
}

/// The man as Kulim knows him, and as Baling does.
fn both(app: &App) -> (Reply, Reply) {
    let kulim = json!({
        "full_name": "Mat Isa bin Awang", "sex": "male", "birth_date": "1948-02-29",
        "external_refs": [{"system": "ebantuan", "value": "K-1"}],
        "identifiers": [{"kind": "passport", "value": "A1234567"}]
    });
    let baling = json!({
        "full_name": "Mat Isa Awang", "aliases": ["Pak Mat"],
        "external_refs": [{"system": "ebantuan", "value": "B-1"}],
        "identifiers": [
            {"kind": "passport", "value": "a-1234567"},
            {"kind": "unhcr", "value": "354-10C00001", "note": "Seen at the border."}
        ],
        "contacts": [{"kind": "mobile", "value": "+60 12-345 6789"}]
    });
    (
        register(&app.as_caseworker(), kulim),
        register(&app.as_other_district(), baling),
    )
}

fn merge_as(client: &Client, survivor: &Reply, absorbed: &Reply) -> Reply {
    let body = json!({
        "absorbed_id": absorbed.id(), "absorbed_version": absorbed["version"], "reason": REASON
    });
    let call = client.post(&format!("{}/merge", path(&survivor.id())), body);
    call.if_match(&survivor.etag()).send()
}

fn merge(app: &App, survivor: &Reply, absorbed: &Reply) -> Reply {
    merge_as(&app.as_data_officer(), survivor, absorbed)
}

fn opened(app: &App, who: [&str; 2], person: &str, category: &str) -> Reply {
    let client = app.as_(who[0]);
    let mut told = intakes::told_about(person);
    told["category"] = json!(category);
    told["received_at"] = json!(app.clock.now());
    let intake = client.post("/v1/intakes", told).send().created();
    let intake = intakes::screen(&client, &intake);
    let body = json!({"caseworker_id": app.worker::<WorkerId>(who[0])});
    let place = format!("/v1/intakes/{}/acceptance", intake.id());
    let call = app.as_(who[1]).post(&place, body);
    call.if_match(&intake.etag()).send().created()
}

#[test]
fn the_survivor_takes_over_what_it_lacks_and_both_histories_stay() {
    let app = App::start();
    let (kulim, baling) = both(&app);
    let one = merge(&app, &kulim, &baling).ok();
    assert_eq!(one.id(), kulim.id());
    assert_eq!(one.etag(), "\"v2\"");
    assert_eq!(one["full_name"], "Mat Isa bin Awang");
    assert_eq!(one["aliases"], json!(["Mat Isa Awang", "Pak Mat"]));
    assert_eq!(one["birth_date"], "1948-02-29");
    assert_eq!(one["contacts"], baling["contacts"]);
    let numbers = json!([
        {"kind": "passport", "value": "A1234567"},
        {"kind": "unhcr", "value": "35410C00001", "note": "Seen at the border."}
    ]);
    assert_eq!(one["identifiers"], numbers);
    assert_eq!(one["external_refs"].as_array().unwrap().len(), 2);
    assert_eq!(one["merged_ids"], json!([baling.id()]));

    // Who registered either record reads the person by either id.
    for who in ["siti", "hanim", "ismail", "auditor", "data"] {
        let client = app.as_(who);
        let read = client.get(&path(&kulim.id())).send().ok();
        assert_eq!(read.body, one.body);
        assert_eq!(read.header("content-location"), "");
        let led = client.get(&path(&baling.id())).send().ok();
        assert_eq!((&led.body, led.etag()), (&one.body, one.etag()));
        assert_eq!(led.header("content-location"), path(&kulim.id()));
        let known = client.get(&path(&baling.id()));
        known.header("if-none-match", one.etag()).send().status(304);
    }
    app.as_("dewi")
        .get(&path(&baling.id()))
        .send()
        .problem(404, "not_found");

    let history = |id: &str| {
        let list = app.as_other_district();
        list.get(&format!("{}/history", path(id))).send().ok()
    };
    let said = &history(&baling.id())["items"][0]["person"];
    assert_eq!(said["full_name"], "Mat Isa Awang");
    assert_eq!(said["identifiers"].as_array().unwrap().len(), 2);
    let said = &history(&kulim.id())["items"][0]["person"];
    assert_eq!(said["aliases"], json!([]));

    // Found as one, by every name and number of either.
    let search = |body: Value| {
        let found = app.as_director().post("/v1/persons/search", body).send();
        found.ok()["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for body in [
        json!({"name": "Mat Isa"}),
        json!({"identifier": {"kind": "unhcr", "value": "354-10C00001"}}),
        json!({"identifier": {"kind": "passport", "value": "A1234567"}}),
        json!({"birth_date": "1948-02-29"}),
    ] {
        assert_eq!(search(body), [kulim.id()]);
    }
    for value in ["K-1", "B-1"] {
        let list = format!("/v1/persons?external_system=ebantuan&external_value={value}");
        let list = app.as_director().get(&list).send().ok();
        assert_eq!(list.ids(), [kulim.id()]);
    }
    // Who pulls changes learns of both.
    let list = app.as_director();
    let list = list.get("/v1/persons?modified_after=2026-01-01T00:00:00Z");
    let list = list.send().ok();
    let items = list["items"].as_array().unwrap();
    let gone = items.iter().find(|item| item["id"] == json!(baling.id()));
    assert_eq!(gone.unwrap()["merged_into_id"], json!(kulim.id()));

    let told = |kind: &str| app.db().count(&format!("events WHERE type = '{kind}'"));
    assert_eq!(told("person.absorbed"), 1);
    assert_eq!(told("person.merged"), 1);
    assert_eq!(
        app.db().count(&format!("events WHERE reason = '{REASON}'")),
        2
    );
}

#[test]
fn what_named_the_absorbed_record_names_the_survivor() {
    let app = App::start();
    let (kulim, baling) = both(&app);
    let case = opened(&app, ["hanim", "kamal"], &baling.id(), "older_person");
    let hanim = app.as_other_district();
    let open = intakes::told_about(&baling.id());
    let open = hanim.post("/v1/intakes", open).send().created();
    merge(&app, &kulim, &baling).ok();

    let place = format!("/v1/cases/{}", case.id());
    let moved = hanim.get(&place).send().ok();
    assert_eq!(moved["person_id"], json!(kulim.id()));
    assert_eq!(moved.etag(), "\"v2\"");
    let timeline = hanim.get(&format!("{place}/timeline?sort=newest_first"));
    let timeline = timeline.send().ok();
    let last = &timeline["items"][0];
    assert_eq!(last["type"], "person.reference_moved");
    let ids = json!({"from_id": baling.id(), "to_id": kulim.id()});
    assert_eq!(last["data"], ids);
    // What was told before keeps the id it was told with.
    let opened = timeline["items"].as_array().unwrap().iter();
    let opened = opened.clone().find(|event| event["type"] == "case.opened");
    assert_eq!(opened.unwrap()["data"]["person_id"], json!(baling.id()));

    for id in [kulim.id(), baling.id()] {
        let cases = hanim.get(&format!("/v1/cases?person_id={id}")).send().ok();
        assert_eq!(cases.ids(), [case.id()]);
        let intakes = hanim.get(&format!("/v1/intakes?person_id={id}"));
        assert_eq!(intakes.send().ok().ids().len(), 2);
    }
    // An id that was kept offline still names the person.
    let late = intakes::told_about(&baling.id());
    let late = hanim.post("/v1/intakes", late).send().created();
    assert_eq!(late["person_id"], json!(kulim.id()));
    let same = hanim.patch(
        &format!("/v1/intakes/{}", open.id()),
        json!({"person_id": baling.id()}),
    );
    let same = same.if_match("*").send().ok();
    assert_eq!(same["person_id"], json!(kulim.id()));
    assert_eq!(same["version"], 2, "by the merge alone");
}

#[test]
fn nobody_sees_more_of_a_case_by_a_merge() {
    let app = App::start();
    let (kulim, baling) = both(&app);
    let open = opened(&app, ["hanim", "kamal"], &baling.id(), "older_person");
    let secret = opened(&app, ["hanim", "kamal"], &baling.id(), "domestic_violence");
    let call = app.as_("kamal").put(
        &format!("/v1/cases/{}/confidentiality", secret.id()),
        json!({"confidentiality": "restricted", "reason": REASON}),
    );
    call.if_match(&secret.etag()).send().ok();
    let sees = || {
        let of = |who: &str| {
            let client = app.as_(who);
            [&open, &secret].map(|case| {
                let case = client.get(&format!("/v1/cases/{}", case.id())).send();
                case.status
            })
        };
        [
            "siti", "azman", "hanim", "kamal", "ismail", "data", "auditor",
        ]
        .map(of)
    };
    let before = sees();
    merge(&app, &kulim, &baling).ok();
    assert_eq!(sees(), before);
    let listed = app.as_director();
    let listed = listed.get(&format!("/v1/cases?person_id={}", kulim.id()));
    assert_eq!(listed.send().ok().ids(), [open.id()]);
}

#[test]
fn who_comes_again_under_another_record_is_a_repeat_client_once_they_are_merged() {
    let app = App::start();
    let former = closed(&app);
    app.clock.advance_days(400);
    let siti = app.as_caseworker();
    let first = siti.get(&path(former["person_id"].as_str().unwrap_or_default()));
    let first = first.send().ok();
    let second = register(&siti, json!({"full_name": "Mat Ali"}));
    let case = opened(&app, ["siti", "azman"], &second.id(), "homeless");
    let intake = case["intake_id"].as_str().unwrap_or_default();
    let repeats = |who: &str| {
        let of = |path: String| app.as_(who).get(&path).send().ok()["repeat_of"].clone();
        [
            of(format!("/v1/cases/{}/checklist?to=closed", case.id())),
            of(format!("/v1/intakes/{intake}/checklist")),
        ]
    };
    assert_eq!(repeats("azman"), [Value::Null, Value::Null]);
    merge(&app, &first, &second).ok();
    assert_eq!(repeats("azman"), [json!(former.id()), json!(former.id())]);
    // Only as far as the reader sees it.
    let restricted = app.as_supervisor().put(
        &format!("/v1/cases/{}/confidentiality", former.id()),
        json!({"confidentiality": "restricted", "reason": REASON}),
    );
    restricted.if_match("*").send().ok();
    assert_eq!(repeats("ismail"), [Value::Null, Value::Null]);
    assert_eq!(repeats("azman")[0], json!(former.id()));
}

#[test]
fn a_merged_record_is_not_written_and_says_where_to() {
    let app = App::start();
    let (kulim, baling) = both(&app);
    merge(&app, &kulim, &baling).ok();
    let hanim = app.as_other_district();
    for etag in ["\"v1\"", "\"v2\"", "*"] {
        let call = hanim.patch(&path(&baling.id()), json!({"sex": "male"}));
        let refused = call.if_match(etag).send().problem(409, "refused");
        assert_eq!(refused.refusals(), ["person_merged"]);
        let detail = refused["refusals"][0]["detail"].as_str().unwrap();
        assert!(detail.contains(&kulim.id()), "{detail}");
    }
    let call = app
        .as_("dewi")
        .patch(&path(&baling.id()), json!({"sex": "male"}));
    call.if_match("*").send().problem(404, "not_found");
    // The unit whose record was absorbed writes the one that survives.
    let call = hanim.patch(&path(&kulim.id()), json!({"sex": "unknown"}));
    call.if_match("\"v2\"").send().ok();
    // The command that registered it is answered with the person as now.
    let again = json!({
        "full_name": "Sulastri", "external_refs": [{"system": "dtks", "value": "1"}]
    });
    let made = register(&hanim, again.clone());
    let survivor = register(&app.as_caseworker(), json!({"full_name": "Sulastri"}));
    merge(&app, &survivor, &made).ok();
    let replay = hanim.post("/v1/persons", again).send().ok();
    assert_eq!(replay.id(), survivor.id());
}

#[test]
fn a_number_goes_along_and_can_be_given_again() {
    let app = App::start();
    let (kulim, baling) = both(&app);
    assert_eq!(app.db().count("person_matches"), 1);
    let matches = || {
        let list = app.as_data_officer().get("/v1/person-matches").send().ok();
        list["items"].as_array().unwrap().len()
    };
    assert_eq!(matches(), 1);
    let third = json!({
        "full_name": "Mat", "identifiers": [{"kind": "unhcr", "value": "354-10C00001"}]
    });
    let third = register(&app.as_("mei"), third);
    assert_eq!(matches(), 2);
    merge(&app, &kulim, &baling).ok();
    // The one about the two is settled; the other is about the survivor now.
    assert_eq!(matches(), 1);
    let told = app.as_data_officer().get("/v1/person-matches").send().ok();
    let one = &told["items"][0];
    let pair = [&one["person_id"], &one["other_person_id"]];
    assert!(pair.contains(&&json!(kulim.id())) && pair.contains(&&json!(third.id())));
    let settled = "events WHERE type = 'person_match.settled'";
    assert_eq!(app.db().count(settled), 1);
    // Baling registers the number again: as for any other unit, nothing shows.
    let again = json!({
        "full_name": "Mat", "identifiers": [{"kind": "unhcr", "value": "354-10C00001"}]
    });
    register(&app.as_other_district(), again.clone());
    // In Kulim it is the survivor's.
    let taken = app.as_caseworker().post("/v1/persons", again).send();
    let taken = taken.problem(409, "already_exists");
    assert!(taken["detail"].as_str().unwrap().contains(&kulim.id()));
}

#[test]
fn chains_lead_to_the_last_and_circles_cannot_be() {
    let app = App::start();
    let siti = app.as_caseworker();
    let [a, b, c] = ["Ali", "Abu", "Ahmad"].map(|name| register(&siti, json!({"full_name": name})));
    let b = merge(&app, &b, &a).ok();
    let c = merge(&app, &c, &b).ok();
    let mut ids = [a.id(), b.id()].map(|id| json!(id));
    ids.reverse();
    assert_eq!(c["merged_ids"], json!(ids));
    for id in [a.id(), b.id()] {
        let led = siti.get(&path(&id)).send().ok();
        assert_eq!(led.id(), c.id());
    }
    let into = merge(&app, &b, &c).problem(409, "refused");
    assert_eq!(into.refusals(), ["person_merged"]);
    let d = register(&siti, json!({"full_name": "Daud"}));
    let of = merge(&app, &d, &a).problem(409, "refused");
    assert_eq!(of.refusals(), ["person_merged"]);
    assert!(
        of["refusals"][0]["detail"]
            .as_str()
            .unwrap()
            .contains(&c.id())
    );
    let itself = merge(&app, &c, &c).problem(409, "refused");
    assert_eq!(itself.refusals(), ["merges_itself"]);
    let mut old = d.clone();
    old.body["version"] = json!(9);
    let changed = merge(&app, &c, &old).problem(409, "refused");
    assert_eq!(changed.refusals(), ["absorbed_changed"]);
    merge(&app, &c, &d).ok();
}

#[test]
fn who_may_merge() {
    let app = App::start();
    let (kulim, baling) = both(&app);
    let elsewhere = register(&app.as_indonesian_caseworker(), json!({"full_name": "Mat"}));
    let before = app.dump();
    let place = format!("{}/merge", path(&kulim.id()));
    let body = json!({"absorbed_id": baling.id(), "absorbed_version": 1, "reason": REASON});
    let bare = app.as_data_officer().post(&place, body.clone()).send();
    bare.problem(428, "version_required");
    let stale = app.as_data_officer().post(&place, body.clone());
    stale
        .if_match("\"v7\"")
        .send()
        .problem(412, "version_conflict");
    let nobody = app.anonymous().post(&place, body.clone());
    nobody.send().problem(401, "unauthenticated");
    let short = app.as_data_officer().post(
        &place,
        json!({"absorbed_id": baling.id(), "absorbed_version": 1, "reason": "Same."}),
    );
    let short = short.if_match("*").send().problem(422, "invalid_body");
    assert_eq!(short.faults(), [("/reason", "too_short")]);
    for absorbed in [elsewhere.id(), app.new_id().to_string()] {
        let body = json!({"absorbed_id": absorbed, "absorbed_version": 1, "reason": REASON});
        let refused = app.as_data_officer().post(&place, body);
        let refused = refused.if_match("*").send().problem(422, "invalid_body");
        assert_eq!(refused.faults(), [("/absorbed_id", "unknown_reference")]);
    }
    let tried = app
        .as_data_officer()
        .post(&format!("{place}?validate_only=true"), body.clone());
    let tried = tried.if_match("*").send().ok();
    assert_eq!(tried["merged_ids"], json!([baling.id()]));
    let strip = |mut rows: std::collections::BTreeMap<String, String>| {
        for table in ["sessions", "events", "guesses"] {
            rows.remove(table);
        }
        rows
    };
    assert_eq!(strip(app.dump()), strip(before));
    for who in ["siti", "azman", "ismail", "auditor"] {
        merge_as(&app.as_(who), &kulim, &baling).problem(403, "not_permitted");
    }
    for who in ["hanim", "dewi", "admin", "tamu"] {
        merge_as(&app.as_(who), &kulim, &baling).problem(404, "not_found");
    }
    // A data officer of Kulim alone reaches one of the two.
    let db = app.db();
    let kulim_unit: UnitId = app.unit("kulim");
    let tamu: WorkerId = app.worker("tamu");
    db.run(&format!(
        "INSERT INTO grants (id, worker_id, role, unit_id, granted_at)
         SELECT {}, {}, 'data_officer', {}, granted_at FROM grants WHERE worker_id = {}",
        db.id(app.new_id()),
        db.id(tamu),
        db.id(kulim_unit),
        db.id(app.worker::<WorkerId>("kamal"))
    ));
    let half = merge_as(&app.log_in("tamu"), &kulim, &baling).problem(422, "invalid_body");
    assert_eq!(half.faults(), [("/absorbed_id", "unknown_reference")]);
    merge(&app, &kulim, &baling).ok();
}

/// Named so that `make races` runs them too.
mod races {
    use super::*;
    use crate::races::rounds;

    #[test]
    fn of_two_records_merged_into_each_other_at_once_one_survives() {
        let app = App::start();
        let (siti, data) = (app.as_caseworker(), app.as_data_officer());
        for _ in 0..rounds() {
            let both = [(); 2].map(|()| register(&siti, json!({"full_name": "Ali bin Abu"})));
            let replies = race(2, |i| merge_as(&data, &both[i], &both[1 - i]));
            let (won, lost): (Vec<_>, Vec<_>) =
                replies.into_iter().partition(|it| it.status == 200);
            assert_eq!(won.len(), 1);
            for reply in lost {
                let refused = reply.problem(409, "refused");
                assert_eq!(refused.refusals(), ["person_merged"]);
            }
            for person in &both {
                let led = siti.get(&path(&person.id())).send().ok();
                assert_eq!(led.id(), won[0].id());
            }
        }
        // Three in a row at once: whatever comes first, every id leads to a record that stands.
        for _ in 0..rounds() {
            let [a, b, c] = [(); 3].map(|()| register(&siti, json!({"full_name": "Ali bin Abu"})));
            let replies = race(2, |i| match i {
                0 => merge_as(&data, &b, &a),
                _ => merge_as(&data, &c, &b),
            });
            assert!(replies.iter().any(|reply| reply.status == 200));
            for reply in replies.into_iter().filter(|reply| reply.status != 200) {
                let refused = reply.problem(409, "refused");
                let codes = refused.refusals();
                assert!(
                    ["person_merged", "absorbed_changed"].contains(&codes[0]),
                    "{codes:?}"
                );
            }
        }
        let loose = "persons p JOIN persons q ON q.id = p.merged_into_id \
                     WHERE q.merged_into_id IS NOT NULL";
        assert_eq!(app.db().count(loose), 0);
    }

    #[test]
    fn a_case_opened_while_its_client_is_merged_names_the_survivor() {
        let app = App::start();
        let (siti, azman, data) = (
            app.as_caseworker(),
            app.as_supervisor(),
            app.as_data_officer(),
        );
        for _ in 0..rounds() {
            let [one, other] =
                [(); 2].map(|()| register(&siti, json!({"full_name": "Ali bin Abu"})));
            let told = intakes::told_about(&other.id());
            let intake = siti.post("/v1/intakes", told).send().created();
            let intake = intakes::screen(&siti, &intake);
            let replies = race(3, |i| match i {
                0 => merge_as(&data, &one, &other),
                1 => {
                    let body = json!({"caseworker_id": app.worker::<WorkerId>("siti")});
                    let place = format!("/v1/intakes/{}/acceptance", intake.id());
                    azman.post(&place, body).if_match("*").send()
                }
                _ => {
                    let told = intakes::told_about(&other.id());
                    siti.post("/v1/intakes", told).send()
                }
            });
            let statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
            assert_eq!(statuses, [200, 201, 201]);
        }
        for table in ["intakes", "cases"] {
            let left = format!(
                "{table} r JOIN persons p ON p.id = r.person_id WHERE p.merged_into_id IS NOT NULL"
            );
            assert_eq!(app.db().count(&left), 0, "{table}");
        }
    }
}

/// Whom the survivor lives with and is related to after a merge.
#[test]
fn households_and_relationships_follow_the_survivor() {
    let app = App::start();
    let (siti, data) = (app.as_caseworker(), app.as_("data"));
    let [one, other, child] = ["Mat bin Ali", "Ahmad bin Ali", "Aminah binti Mat"].map(|name| {
        let made = siti.post("/v1/persons", json!({"full_name": name})).send();
        made.created()
    });
    let made = siti
        .post("/v1/households", json!({"name": "Keluarga Mat"}))
        .send();
    let members = format!("/v1/households/{}/members", made.created().id());
    let join = json!({"person_id": other.id(), "relation": "head"});
    siti.post(&members, join).send().created();
    let related = json!({"other_person_id": child.id(), "kind": "parent"});
    let path = format!("/v1/persons/{}/relationships", other.id());
    siti.post(&path, related.clone()).send().created();
    let between = json!({"other_person_id": one.id(), "kind": "relative"});
    siti.post(&path, between).send().created();
    let own = format!("/v1/persons/{}/relationships", one.id());
    siti.post(&own, related).send().created();

    let merge = json!({
        "absorbed_id": other.id(), "absorbed_version": 1, "reason": "The same man, registered twice."
    });
    let call = data.post(&format!("/v1/persons/{}/merge", one.id()), merge);
    call.if_match(&one.etag()).send().ok();

    let page = siti.get(&members).send().ok();
    assert_eq!(page["items"][0]["person_id"], json!(one.id()));
    let page = siti.get(&format!("{own}?current=true")).send().ok();
    let items = page["items"].as_array().cloned().unwrap_or_default();
    assert_eq!(items.len(), 1, "{items:?}");
    assert_eq!(items[0]["other_person_id"], json!(child.id()));
    // The same was told of both records: one of the two goes on. What was told between the records
    // themselves is told no more.
    let all = siti.get(&own).send().ok();
    let items = all["items"].as_array().cloned().unwrap_or_default();
    let ended = items.iter().filter(|item| item["until"].is_string());
    assert_eq!((items.len(), ended.count()), (2, 1), "{items:?}");

    // The old id leads to the survivor, in lists, in filters and where it is written.
    let old = format!("/v1/persons/{}/relationships", other.id());
    assert_eq!(siti.get(&old).send().ok().body, all.body);
    for filter in [one.id(), other.id()] {
        let path = format!("/v1/households?person_id={filter}");
        let page = siti.get(&path).send().ok();
        assert_eq!(page["items"][0]["name"], "Keluarga Mat", "{filter}");
    }
    let group = json!({"kind": "group", "name": "Kumpulan Nelayan"});
    let group = siti.post("/v1/groups", group).send().created();
    let members = format!("/v1/groups/{}/members", group.id());
    let join = json!({"person_id": other.id(), "role": "member"});
    let joined = siti.post(&members, join).send().created();
    assert_eq!(joined["person_id"], json!(one.id()));
    let page = siti.get(&format!("/v1/groups?person_id={}", other.id()));
    assert_eq!(page.send().ok()["items"][0]["id"], json!(group.id()));
    let friend = json!({"full_name": "Hamid bin Saad"});
    let friend = siti.post("/v1/persons", friend).send().created();
    let related = json!({"other_person_id": other.id(), "kind": "friend"});
    let path = format!("/v1/persons/{}/relationships", friend.id());
    let told = siti.post(&path, related).send().created();
    assert_eq!(told["other_person_id"], json!(one.id()));
}
