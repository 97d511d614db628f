//! The parts of an assessment, every kind in the same way.

use serde_json::{Value, json};
use tests::{
    App, Reply,
    assessments::{Part, parts, place},
    race,
};

use super::drafted;

#[test]
fn a_part_of_every_kind_is_added_read_listed_edited_and_removed() {
    let app = App::start();
    let (case, draft) = drafted(&app);
    let siti = app.as_caseworker();
    for Part {
        one,
        place: at,
        new,
        edit,
        ..
    } in parts()
    {
        let list = place(&draft, at);
        let made = siti.post(&list, new.clone()).send().created();
        let path = format!("{list}/{}", made.id());
        assert_eq!(
            (made.header("location"), made.etag().as_str()),
            (path.as_str(), "\"v1\"")
        );
        assert_eq!(made["assessment_id"], draft["id"]);
        for (name, value) in new.as_object().unwrap() {
            assert_eq!(&made[name.as_str()], value, "{one}");
        }
        assert_eq!(siti.get(&path).send().ok().body, made.body);
        assert_eq!(siti.get(&list).send().ok()["items"], json!([made.body]));

        siti.patch(&path, edit.clone())
            .send()
            .problem(428, "version_required");
        let edited = siti
            .patch(&path, edit.clone())
            .if_match(&made.etag())
            .send()
            .ok();
        assert_eq!(
            (edited.etag().as_str(), &edited["version"]),
            ("\"v2\"", &json!(2))
        );
        for (name, value) in edit.as_object().unwrap() {
            assert_eq!(&edited[name.as_str()], value, "{one}");
        }
        // What changes nothing makes no version; what is stale is told so.
        let same = siti
            .patch(&path, edit.clone())
            .if_match("\"v2\"")
            .send()
            .ok();
        assert_eq!(same.etag(), "\"v2\"");
        siti.patch(&path, edit)
            .if_match("\"v1\"")
            .send()
            .problem(412, "version_conflict");
        siti.delete(&path)
            .if_match("\"v1\"")
            .send()
            .problem(412, "version_conflict");

        siti.delete(&path).if_match("\"v2\"").send().status(204);
        siti.get(&path).send().problem(404, "not_found");
        siti.delete(&path)
            .if_match("*")
            .send()
            .problem(404, "not_found");
        assert_eq!(siti.get(&list).send().ok()["items"], json!([]));
        let kinds = app.db().lines(&format!(
            "SELECT type AS value FROM events WHERE record_kind = '{one}' ORDER BY seq"
        ));
        assert_eq!(
            kinds,
            ["element.added", "element.edited", "element.removed"]
        );
        let kept = format!("element_versions WHERE kind = '{one}'");
        assert_eq!(app.db().count(&kept), 2);
    }
    // The assessment itself and the case are as they were.
    let there = siti
        .get(&format!("/v1/assessments/{}", draft.id()))
        .send()
        .ok();
    assert_eq!(there.body, draft.body);
    let there = siti.get(&format!("/v1/cases/{}", case.id())).send().ok();
    assert_eq!(there["version"], case["version"]);
}

#[test]
fn a_part_made_offline_is_made_once() {
    let app = App::start();
    let (_, draft) = drafted(&app);
    let siti = app.as_caseworker();
    let needs = place(&draft, "needs");
    let id = app.new_id();
    let new = json!({"id": id, "area": "social", "severity": 1, "status": "met"});
    let made = siti.post(&needs, new.clone()).send().created();
    assert_eq!(siti.post(&needs, new.clone()).send().ok().body, made.body);
    let mut other = new;
    other["severity"] = json!(2);
    siti.post(&needs, other)
        .send()
        .problem(409, "already_exists");
    // Nor is a part made by another client, who sends the id of one that the service made.
    let own = siti.post(
        &needs,
        json!({"area": "physical", "severity": 1, "status": "met"}),
    );
    let taken = json!({"id": own.send().created().id(), "area": "spiritual", "severity": 1,
        "status": "met"});
    siti.post(&needs, taken)
        .send()
        .problem(409, "already_exists");
    // An id of one kind is none of another.
    let risk = format!("{}/{id}", place(&draft, "risks"));
    siti.get(&risk).send().problem(404, "not_found");
    siti.patch(&risk, json!({"impact": 1}))
        .if_match("*")
        .send()
        .problem(404, "not_found");
}

#[test]
fn lists_come_in_pages_in_the_order_of_adding() {
    let app = App::start();
    let (_, draft) = drafted(&app);
    let siti = app.as_caseworker();
    let risks = place(&draft, "risks");
    let new = parts()
        .into_iter()
        .find(|part| part.one == "risk")
        .unwrap()
        .new;
    let made: Vec<Value> = (0..3)
        .map(|_| siti.post(&risks, new.clone()).send().created()["id"].clone())
        .collect();
    let first = siti.get(&format!("{risks}?limit=2")).send().ok();
    let ids = |page: &Reply| page.ids().iter().map(|id| json!(id)).collect::<Vec<_>>();
    assert_eq!(ids(&first), made[..2]);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = siti
        .get(&format!("{risks}?limit=2&cursor={cursor}"))
        .send()
        .ok();
    assert_eq!(ids(&second), made[2..]);
    assert_eq!(second["next_cursor"], Value::Null);
    let needs = place(&draft, "needs");
    let wrong = siti.get(&format!("{needs}?cursor={cursor}")).send();
    wrong.problem(400, "invalid_cursor");
}

#[test]
fn what_does_not_fit_is_a_fault_or_a_refusal() {
    let app = App::start();
    let (_, draft) = drafted(&app);
    let siti = app.as_caseworker();
    let needs = place(&draft, "needs");
    for (severity, status) in [(0, "unmet"), (1, "not_present")] {
        let body = json!({"area": "social", "severity": severity, "status": status});
        let wrong = siti.post(&needs, body).send().problem(422, "invalid_body");
        assert_eq!(wrong.faults(), [("/severity", "severity_mismatch")]);
    }
    let five = json!({"area": "social", "severity": 5, "status": "unmet"});
    let wrong = siti.post(&needs, five).send().problem(422, "invalid_body");
    assert_eq!(wrong.faults(), [("/severity", "too_large")]);

    let none = |area: &str| json!({"area": area, "severity": 0, "status": "not_present"});
    siti.post(&needs, none("social")).send().created();
    let taken = siti
        .post(&needs, none("social"))
        .send()
        .problem(409, "refused");
    assert_eq!(taken.refusals(), ["need_area_taken"]);
    let other = siti.post(&needs, none("spiritual")).send().created();
    let path = format!("{needs}/{}", other.id());
    let taken = siti
        .patch(&path, json!({"area": "social"}))
        .if_match("*")
        .send();
    assert_eq!(
        taken.problem(409, "refused").refusals(),
        ["need_area_taken"]
    );
    siti.patch(
        &path,
        json!({"area": "spiritual", "note": "He prays at home."}),
    )
    .if_match("*")
    .send()
    .ok();
}

#[test]
fn two_phones_edit_two_parts_at_once_and_both_stay() {
    let app = App::start();
    let (_, draft) = drafted(&app);
    let siti = app.as_caseworker();
    let list = place(&draft, "risks");
    let new = parts()
        .into_iter()
        .find(|part| part.one == "risk")
        .unwrap()
        .new;
    let paths: Vec<String> = (0..2)
        .map(|_| {
            format!(
                "{list}/{}",
                siti.post(&list, new.clone()).send().created().id()
            )
        })
        .collect();
    for round in 1..=10 {
        let replies = race(2, |phone| {
            let body = json!({"hazard": format!("Phone {phone}, round {round}.")});
            let etag = format!("\"v{round}\"");
            siti.patch(&paths[phone], body).if_match(&etag).send()
        });
        for reply in replies {
            reply.ok();
        }
    }
    for (phone, path) in paths.iter().enumerate() {
        let there = siti.get(path).send().ok();
        assert_eq!(there["hazard"], format!("Phone {phone}, round 10."));
        assert_eq!(there["version"], 11);
    }
}

#[test]
fn only_the_responsible_worker_writes_and_only_who_sees_the_case_reads() {
    let app = App::start();
    let (_, draft) = drafted(&app);
    let siti = app.as_caseworker();
    for Part {
        place: at,
        new,
        edit,
        ..
    } in parts()
    {
        let list = place(&draft, at);
        let made = siti.post(&list, new.clone()).send().created();
        let path = format!("{list}/{}", made.id());
        for (who, status, code) in [
            (app.as_colleague(), 403, "not_permitted"),
            (app.as_supervisor(), 403, "not_permitted"),
            (app.as_other_district(), 404, "not_found"),
        ] {
            who.post(&list, new.clone()).send().problem(status, code);
            let call = who.patch(&path, edit.clone());
            call.if_match("*").send().problem(status, code);
            who.delete(&path).if_match("*").send().problem(status, code);
        }
        app.as_colleague().get(&path).send().ok();
        app.as_other_district()
            .get(&path)
            .send()
            .problem(404, "not_found");
        app.as_other_district()
            .get(&list)
            .send()
            .problem(404, "not_found");
    }
}
