//! Possible duplicates: who is shown, why, and to whom.

use domain::parties::UnitId;
use serde_json::{Value, json};
use tests::{App, Client, Reply, intakes};

fn mat() -> Value {
    json!({
        "full_name": "Mat Isa bin Awang", "sex": "male", "birth_date": "1948-02-29",
        "identifiers": [{"kind": "passport", "value": "A1234567"}],
        "contacts": [{"kind": "mobile", "value": "+60 12-345 6789"}],
        "addresses": [{"kind": "home", "country": "MY", "village": "Kampung Sungai Ular"}]
    })
}

fn register(client: &Client, body: Value) -> Reply {
    client.post("/v1/persons", body).send().created()
}

fn duplicates(client: &Client, person: &str) -> Reply {
    let path = format!("/v1/persons/{person}/possible-duplicates");
    client.get(&path).send().ok()
}

/// Each with the codes of its reasons.
fn told(reply: &Reply) -> Vec<(String, i64, Vec<String>)> {
    let items = reply["items"].as_array().unwrap();
    let codes = |item: &Value| {
        let reasons = item["reasons"].as_array().unwrap().iter();
        let codes = reasons.map(|reason| reason["code"].as_str().unwrap().to_owned());
        codes.collect()
    };
    let each = items.iter().map(|item| {
        (
            item["full_name"].as_str().unwrap().to_owned(),
            item["score"].as_i64().unwrap(),
            codes(item),
        )
    });
    each.collect()
}

#[test]
fn the_likeliest_stand_first_with_their_reasons() {
    let app = App::start();
    let siti = app.as_caseworker();
    let person = register(&siti, mat());
    assert_eq!(duplicates(&siti, &person.id())["items"], json!([]));
    for other in [
        json!({"full_name": "Mat Isa b. Awang"}),
        json!({"full_name": "Mat Isa bin Awwang", "birth_date": "1948-02-29"}),
        json!({"full_name": "Pak Mat", "birth_date": "1948-02-29",
            "contacts": mat()["contacts"], "addresses": mat()["addresses"]}),
        // One thing in common that many have.
        json!({"full_name": "Abu", "birth_date": "1948-02-29"}),
        json!({"full_name": "Mat Isa bin Awang", "sex": "female", "birth_date": "1990-01-01"}),
    ] {
        register(&siti, other);
    }
    let found = duplicates(&siti, &person.id());
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    assert_eq!(
        told(&found),
        [
            (
                "Mat Isa bin Awwang".to_owned(),
                55,
                words(&["similar_name", "same_birth_date"])
            ),
            (
                "Pak Mat".to_owned(),
                50,
                words(&["same_birth_date", "same_contact_point", "same_village"])
            ),
            ("Mat Isa b. Awang".to_owned(), 40, words(&["same_name"])),
        ]
    );
    assert_eq!(found["items"][0]["reasons"][0]["points"], 25);
    assert_eq!(found["items"][0].get("identifiers"), None);
    let numbered = json!({"full_name": "Somebody", "unit_id": app.unit::<UnitId>("baling"),
        "identifiers": mat()["identifiers"]});
    register(&app.as_director(), numbered);
    let found = duplicates(&app.as_director(), &person.id());
    assert_eq!(told(&found)[0].1, 80);
    app.write_read_log();
    let looks = format!("read_log WHERE record_id = {}", app.db().id(person.id()));
    assert_eq!(app.db().count(&looks), 3);
}

#[test]
fn nobody_learns_of_a_person_they_do_not_see() {
    let app = App::start();
    let (siti, hanim) = (app.as_caseworker(), app.as_other_district());
    let person = register(&siti, mat());
    let before = duplicates(&siti, &person.id());
    let elsewhere = register(&hanim, mat());
    let after = duplicates(&siti, &person.id());
    assert_eq!(after.bytes, before.bytes);
    for who in ["ismail", "auditor", "data"] {
        let found = duplicates(&app.as_(who), &person.id());
        assert_eq!(found.ids(), [elsewhere.id()]);
    }
    let path = format!("/v1/persons/{}/possible-duplicates", person.id());
    for who in ["hanim", "dewi", "admin", "tamu"] {
        app.as_(who).get(&path).send().problem(404, "not_found");
    }
    let no_token = app.anonymous().get(&path).send();
    no_token.problem(401, "unauthenticated");
    let missing = format!("/v1/persons/{}/possible-duplicates", app.new_id());
    siti.get(&missing).send().problem(404, "not_found");
}

#[test]
fn an_intake_shows_whom_its_person_may_be() {
    let app = App::start();
    let siti = app.as_caseworker();
    let known = register(&siti, json!({"full_name": "Mat Isa bin Awang"}));
    let person = register(&siti, mat());
    let intake = intakes::told_about(&person.id());
    let intake = siti.post("/v1/intakes", intake).send().created();
    let path = format!("/v1/intakes/{}/possible-duplicates", intake.id());
    assert_eq!(siti.get(&path).send().ok().ids(), [known.id()]);
    app.as_supervisor().get(&path).send().ok();
    for who in ["hanim", "admin", "data"] {
        app.as_(who).get(&path).send().problem(404, "not_found");
    }
    // Its token is good for intakes, and for persons too.
    app.as_integration("hospital").get(&path).send().ok();

    let nobody = siti.post("/v1/intakes", intakes::told()).send().created();
    let path = format!("/v1/intakes/{}/possible-duplicates", nobody.id());
    assert_eq!(siti.get(&path).send().ok()["items"], json!([]));
}

#[test]
fn twenty_are_shown_at_most() {
    let app = App::start();
    let siti = app.as_caseworker();
    let person = register(&siti, json!({"full_name": "Sulastri"}));
    for _ in 0..25 {
        register(&siti, json!({"full_name": "Sulastri"}));
    }
    assert_eq!(duplicates(&siti, &person.id()).ids().len(), 20);
}
