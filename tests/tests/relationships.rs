//! Relationships between persons, recorded once and told from both sides.

use domain::parties::UnitId;
use serde_json::{Value, json};
use tests::{App, Client, Reply, race};

fn person(client: &Client, name: &str) -> String {
    let body = json!({"full_name": name});
    client.post("/v1/persons", body).send().created().id()
}

fn of(person: &str) -> String {
    format!("/v1/persons/{person}/relationships")
}

fn relate(client: &Client, person: &str, other: &str, kind: &str) -> Reply {
    let body = json!({"other_person_id": other, "kind": kind});
    client.post(&of(person), body).send()
}

#[test]
fn it_is_recorded_once_and_told_from_both_sides() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (ahmad, budi) = (person(&siti, "Ahmad"), person(&siti, "Budi"));
    let body = json!({
        "other_person_id": budi, "kind": "guardian", "since": "2024-07-01", "note": "By order."
    });
    let made = siti.post(&of(&ahmad), body).send().created();
    assert_eq!(
        made.header("location"),
        format!("{}/{}", of(&ahmad), made.id())
    );
    let side = |person: &str| {
        let path = format!("{}/{}", of(person), made.id());
        let read = siti.get(&path).send().ok();
        let listed = siti.get(&of(person)).send().ok();
        assert_eq!(listed["items"], json!([read.body]));
        assert_eq!(read.etag(), "\"v1\"");
        read
    };
    assert_eq!(side(&ahmad).body, made.body);
    let turned = side(&budi);
    assert_eq!(turned["kind"], "ward");
    assert_eq!(turned["person_id"], json!(budi));
    assert_eq!(turned["other_person_id"], json!(ahmad));
    assert_eq!(turned["note"], "By order.");
    for (one, other, kind) in [
        (&ahmad, &budi, "guardian"),
        (&budi, &ahmad, "ward"),
        (&budi, &ahmad, "guardian"),
    ] {
        let refused = relate(&siti, one, other, kind).problem(409, "refused");
        assert_eq!(refused.refusals(), ["relationship_recorded"]);
    }
    relate(&siti, &budi, &ahmad, "neighbour").created();
    let oneself = relate(&siti, &ahmad, &ahmad, "sibling").problem(409, "refused");
    assert_eq!(oneself.refusals(), ["relationship_with_oneself"]);
    let later = json!({"other_person_id": budi, "kind": "friend", "since": "2026-03-03"});
    let later = siti.post(&of(&ahmad), later).send();
    assert_eq!(later.problem(409, "refused").refusals(), ["in_future"]);
    let third = person(&siti, "Cik");
    let elsewhere = format!("{}/{}", of(&third), made.id());
    siti.get(&elsewhere).send().problem(404, "not_found");
    app.write_read_log();
    assert_eq!(app.db().count("read_log WHERE record_kind = 'person'"), 4);
}

#[test]
fn it_ends_with_a_date_and_a_reason_and_stays_on_record() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (ahmad, budi) = (person(&siti, "Ahmad"), person(&siti, "Budi"));
    let body = json!({"other_person_id": budi, "kind": "spouse", "since": "2020-01-01"});
    let made = siti.post(&of(&ahmad), body).send().created();
    // From the other side as well.
    let end = |body: Value| siti.post(&format!("{}/{}/ending", of(&budi), made.id()), body);
    let good = || json!({"until": "2026-02-01", "reason": "Divorced."});
    end(good()).send().problem(428, "version_required");
    end(good())
        .if_match("\"v7\"")
        .send()
        .problem(412, "version_conflict");
    end(json!({}))
        .if_match("\"v1\"")
        .send()
        .problem(422, "invalid_body");
    for (until, code) in [
        ("2019-12-31", "until_before_since"),
        ("2026-03-03", "in_future"),
    ] {
        let refused = end(json!({"until": until, "reason": "X"}));
        let refused = refused.if_match("\"v1\"").send().problem(409, "refused");
        assert_eq!(refused.refusals(), [code]);
    }
    let ended = end(good()).if_match("\"v1\"").send().ok();
    assert_eq!(ended["until"], "2026-02-01");
    assert_eq!(ended["person_id"], json!(budi));
    assert_eq!(ended.etag(), "\"v2\"");
    let again = end(good())
        .if_match("\"v2\"")
        .send()
        .problem(409, "refused");
    assert_eq!(again.refusals(), ["relationship_ended"]);
    let kept = siti
        .get(&format!("{}/{}", of(&ahmad), made.id()))
        .send()
        .ok();
    assert_eq!(kept["ending_reason"], "Divorced.");
    let list = |query: &str| siti.get(&format!("{}?{query}", of(&ahmad))).send().ok();
    assert!(list("current=true").ids().is_empty());
    assert_eq!(list("current=false").ids(), [made.id()]);
    relate(&siti, &ahmad, &budi, "former_spouse").created();
    relate(&siti, &ahmad, &budi, "spouse").created();
    assert_eq!(list("limit=2").ids().len(), 2);
    assert_ne!(list("limit=2")["next_cursor"], Value::Null);
    let told = app
        .db()
        .lines("SELECT CAST(data AS TEXT) AS value FROM events WHERE record_kind = 'relationship'");
    assert!(told.len() == 4 && !format!("{told:?}").contains("Divorced"));
}

#[test]
fn who_does_not_see_the_other_person_learns_nothing_of_it() {
    let app = App::start();
    let (siti, hanim) = (app.as_caseworker(), app.as_other_district());
    let (ahmad, budi) = (person(&siti, "Ahmad"), person(&siti, "Budi"));
    let made = relate(&siti, &ahmad, &budi, "parent").created();
    let mut told = tests::intakes::told_about(&ahmad);
    told["unit_id"] = json!(app.unit::<UnitId>("baling"));
    app.as_director().post("/v1/intakes", told).send().created();
    // Baling sees the one, and nothing of the other.
    assert!(hanim.get(&of(&ahmad)).send().ok().ids().is_empty());
    hanim.get(&of(&budi)).send().problem(404, "not_found");
    let path = format!("{}/{}", of(&ahmad), made.id());
    hanim.get(&path).send().problem(404, "not_found");
    let end = hanim.post(&format!("{path}/ending"), json!({"reason": "X"}));
    end.if_match("\"v1\"").send().problem(404, "not_found");
    for nobody in [budi, app.new_id().to_string()] {
        let refused = relate(&hanim, &ahmad, &nobody, "child");
        assert_eq!(
            refused.problem(422, "invalid_body").faults(),
            [("/other_person_id", "unknown_reference")]
        );
    }
    let auditor = app.as_auditor();
    assert_eq!(auditor.get(&of(&ahmad)).send().ok().ids(), [made.id()]);
    relate(&auditor, &ahmad, &ahmad, "child").problem(403, "not_permitted");
    let end = auditor.post(&format!("{path}/ending"), json!({"reason": "X"}));
    end.if_match("\"v1\"").send().problem(403, "not_permitted");
}

#[test]
fn both_persons_must_be_ones_the_caller_may_change() {
    let app = App::start();
    let (siti, hanim) = (app.as_caseworker(), app.as_other_district());
    let (ahmad, own) = (person(&siti, "Ahmad"), person(&hanim, "Orang Baling"));
    let mut told = tests::intakes::told_about(&ahmad);
    told["unit_id"] = json!(app.unit::<UnitId>("baling"));
    let intake = app.as_director().post("/v1/intakes", told).send().created();
    let made = relate(&hanim, &own, &ahmad, "neighbour").created();
    // Declined, the intake is written by nobody, and lets nobody change the person.
    let path = format!("/v1/intakes/{}/declination", intake.id());
    let decline = json!({"reason": "outside_jurisdiction"});
    let call = app.as_("kamal").post(&path, decline);
    call.if_match("*").send().ok();
    relate(&hanim, &own, &ahmad, "friend").problem(403, "not_permitted");
    let end = format!("{}/{}/ending", of(&own), made.id());
    let end = hanim.post(&end, json!({"reason": "X"})).if_match("\"v1\"");
    end.send().problem(403, "not_permitted");
    assert_eq!(hanim.get(&of(&own)).send().ok().ids(), [made.id()]);
}

#[test]
fn racers_record_it_once() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (ahmad, budi) = (person(&siti, "Ahmad"), person(&siti, "Budi"));
    let outcomes = race(16, |i| match i % 2 {
        0 => relate(&siti, &ahmad, &budi, "parent").status,
        _ => relate(&siti, &budi, &ahmad, "child").status,
    });
    let made = outcomes.iter().filter(|status| **status == 201).count();
    let refused = outcomes.iter().filter(|status| **status == 409).count();
    assert_eq!((made, refused), (1, 15), "{outcomes:?}");
}
