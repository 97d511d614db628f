//! What every operation of these three rooms refuses, asked of each.

use serde_json::json;

use crate::records::{
    case::Case,
    scene::{Scene, a_contact, a_note, a_task, an_amendment, sign},
};

#[test]
fn without_a_token_nothing_is_read_or_written() {
    let scene = Scene::set();
    let (before, nobody) = (scene.app.dump(), scene.app.anonymous());
    for path in scene.reads() {
        nobody.get(&path).send().problem(401, "unauthenticated");
    }
    for call in scene.writes(&nobody) {
        call.send().problem(401, "unauthenticated");
    }
    assert_eq!(scene.app.dump(), before);
}

#[test]
fn whoever_does_not_see_the_case_sees_nothing_of_it() {
    let scene = Scene::set();
    let strangers = ["hanim", "dewi", "admin", "tamu"].map(|one| scene.app.as_(one));
    let before = scene.app.dump();
    for stranger in &strangers {
        for path in scene.reads() {
            stranger.get(&path).send().problem(404, "not_found");
        }
        for call in scene.writes(stranger) {
            call.send().problem(404, "not_found");
        }
    }
    assert_eq!(scene.app.dump(), before);
}

#[test]
fn what_does_not_exist_is_not_found() {
    let scene = Scene::set();
    let (siti, other) = (scene.app.as_caseworker(), scene.app.new_id().to_string());
    let case = scene.case.id.clone();
    for path in scene.reads() {
        let missing = [&case, &scene.note, &scene.contact, &scene.task]
            .iter()
            .fold(path, |path, id| path.replace(id.as_str(), &other));
        siti.get(&missing).send().problem(404, "not_found");
    }
    let of_another = format!("/v1/notes/{}/amendments/{}", scene.draft, scene.amendment);
    siti.get(&of_another).send().problem(404, "not_found");
}

#[test]
fn who_sees_the_case_reads_and_does_not_write() {
    let scene = Scene::set();
    let readers = ["farid", "azman", "ismail", "auditor"].map(|one| scene.app.as_(one));
    for reader in &readers {
        for path in scene.reads() {
            reader.get(&path).send().ok();
        }
    }
    let before = scene.app.dump();
    for reader in &readers {
        for (at, call) in scene.writes(reader).into_iter().enumerate() {
            // A draft (1 and 2) is invisible to them.
            match at {
                1 | 2 => call.send().problem(404, "not_found"),
                _ => call.send().problem(403, "not_permitted"),
            };
        }
    }
    assert_eq!(scene.app.dump(), before);
}

#[test]
fn the_data_officer_sees_the_spine_of_the_case_and_no_record() {
    let scene = Scene::set();
    let officer = scene.app.as_data_officer();
    for path in scene.reads() {
        officer.get(&path).send().problem(403, "not_permitted");
    }
}

#[test]
fn the_team_writes_notes_and_nothing_else() {
    let scene = Scene::set();
    scene.case.name(&scene.app, "farid", "team");
    let farid = scene.app.as_colleague();
    let note = farid
        .post(&scene.case.path("notes"), a_note())
        .send()
        .created();
    sign(&farid, &note.id(), &note.etag()).send().ok();
    let amendments = format!("/v1/notes/{}/amendments", scene.note);
    farid
        .post(&amendments, an_amendment())
        .send()
        .problem(403, "not_permitted");
    for call in scene.writes(&farid).into_iter().skip(4) {
        call.send().problem(403, "not_permitted");
    }
    // Off the team again, a note of one's own is out of reach.
    let draft = farid
        .post(&scene.case.path("notes"), a_note())
        .send()
        .created();
    scene.case.drop_member(&scene.app, "farid");
    sign(&farid, &draft.id(), "*")
        .send()
        .problem(403, "not_permitted");
}

#[test]
fn trying_only_writes_nothing_and_answers_as_if() {
    let scene = Scene::set();
    let siti = scene.app.as_caseworker();
    let before = scene.app.dump();
    let note = siti
        .post(
            &format!("{}?validate_only=true", scene.case.path("notes")),
            a_note(),
        )
        .key("tried")
        .send()
        .created();
    assert_eq!(note["status"], "draft");
    assert_eq!((note.header("etag"), note.header("location")), ("", ""));
    let task = format!("/v1/tasks/{}", scene.task);
    let done = siti
        .call("POST", &format!("{task}/completion?validate_only=true"))
        .if_match("*")
        .send()
        .ok();
    assert_eq!(done["status"], "done");
    let tried = |path: String, body| siti.post(&format!("{path}?validate_only=true"), body);
    tried(scene.case.path("contacts"), a_contact())
        .send()
        .created();
    tried(scene.case.path("tasks"), a_task()).send().created();
    let amendments = format!("/v1/notes/{}/amendments", scene.note);
    tried(amendments, an_amendment()).send().created();
    let draft = format!("/v1/notes/{}?validate_only=true", scene.draft);
    siti.patch(&draft, json!({"text": "Other."}))
        .if_match("*")
        .send()
        .ok();
    siti.patch(
        &format!("{task}?validate_only=true"),
        json!({"text": "Other."}),
    )
    .if_match("*")
    .send()
    .ok();
    tried(format!("{task}/cancellation"), json!({"reason": "No."}))
        .if_match("*")
        .send()
        .ok();
    let signature = format!("/v1/notes/{}/signature?validate_only=true", scene.draft);
    siti.call("POST", &signature).if_match("*").send().ok();
    assert_eq!(scene.app.dump(), before);
}

#[test]
fn a_closed_case_takes_no_records() {
    let scene = Scene::set();
    scene.case.close(&scene.app);
    let (siti, before) = (scene.app.as_caseworker(), scene.app.dump());
    for call in scene.writes(&siti) {
        let contact = call.said().ends_with("/contacts");
        let expected = if contact {
            "aftercare_only"
        } else {
            "case_closed"
        };
        assert_eq!(call.send().problem(409, "refused").refusals(), [expected]);
    }
    assert_eq!(scene.app.dump(), before);
    for path in scene.reads() {
        siti.get(&path).send().ok();
    }
}

#[test]
fn changes_need_the_version_that_was_seen() {
    let scene = Scene::set();
    let (siti, draft) = (
        scene.app.as_caseworker(),
        format!("/v1/notes/{}", scene.draft),
    );
    let task = format!("/v1/tasks/{}", scene.task);
    siti.patch(&draft, json!({"text": "Other."}))
        .if_match("\"v1\"")
        .send()
        .ok();
    siti.patch(&task, json!({"text": "Other."}))
        .if_match("\"v1\"")
        .send()
        .ok();
    let before = scene.app.dump();
    let calls = || {
        [
            siti.patch(&draft, json!({"text": "Once more."})),
            siti.call("POST", &format!("{draft}/signature")),
            siti.patch(&task, json!({"text": "Once more."})),
            siti.call("POST", &format!("{task}/completion")),
            siti.post(&format!("{task}/cancellation"), json!({"reason": "No."})),
        ]
    };
    for call in calls() {
        call.send().problem(428, "version_required");
    }
    for call in calls() {
        let stale = call
            .if_match("\"v1\"")
            .send()
            .problem(412, "version_conflict");
        assert_eq!(stale["current_version"], 2);
        assert_eq!(stale.etag(), "\"v2\"");
    }
    assert_eq!(scene.app.dump(), before);
}

#[test]
fn the_same_key_has_one_effect_and_one_answer() {
    let scene = Scene::set();
    let siti = scene.app.as_caseworker();
    let task = format!("/v1/tasks/{}", scene.task);
    let calls = || {
        [
            siti.post(&scene.case.path("notes"), a_note()).key("note"),
            siti.post(&scene.case.path("contacts"), a_contact())
                .key("contact"),
            siti.post(&scene.case.path("tasks"), a_task()).key("task"),
            siti.post(
                &format!("/v1/notes/{}/amendments", scene.note),
                an_amendment(),
            )
            .key("amendment"),
            sign(&siti, &scene.draft, "\"v1\"").key("signature"),
            siti.call("POST", &format!("{task}/completion"))
                .if_match("\"v1\"")
                .key("completion"),
        ]
    };
    let first = calls().map(|call| call.send());
    assert_eq!(
        first.each_ref().map(|it| it.status),
        [201, 201, 201, 201, 200, 200]
    );
    let before = scene.app.dump();
    for (call, first) in calls().into_iter().zip(&first) {
        // Even where the version named is stale by now.
        let again = call.send().status(first.status);
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(
            (&again.body, again.header("etag")),
            (&first.body, first.header("etag"))
        );
        assert_eq!(again.header("location"), first.header("location"));
    }
    siti.post(&scene.case.path("tasks"), json!({"text": "Another."}))
        .key("task")
        .send()
        .problem(422, "idempotency_key_reused");
    assert_eq!(scene.app.dump(), before);
    // Somebody who sees nothing gets no stored answer either.
    scene
        .app
        .as_other_district()
        .post(&scene.case.path("notes"), a_note())
        .key("note")
        .send()
        .problem(404, "not_found");
}

#[test]
fn an_id_made_by_the_client_makes_one_record() {
    let scene = Scene::set();
    let siti = scene.app.as_caseworker();
    let amendments = format!("/v1/notes/{}/amendments", scene.note);
    let made = [
        (scene.case.path("notes"), a_note()),
        (scene.case.path("contacts"), a_contact()),
        (scene.case.path("tasks"), a_task()),
        (amendments, an_amendment()),
    ];
    for (path, mut body) in made {
        body["id"] = json!(scene.app.new_id());
        let first = siti.post(&path, body.clone()).send().created();
        assert_eq!(first["id"], body["id"]);
        let before = scene.app.dump();
        let again = siti.post(&path, body.clone()).send().ok();
        assert_eq!(
            (&again.body, again.header("etag")),
            (&first.body, first.header("etag"))
        );
        // The same command elsewhere is another command.
        let elsewhere = if path.contains("amendments") {
            let other = siti.post(&scene.case.path("notes"), a_note());
            let other = other.send().created();
            sign(&siti, &other.id(), "*").send().ok();
            format!("/v1/notes/{}/amendments", other.id())
        } else {
            let other = Case::open(&scene.app);
            path.replace(&scene.case.id, &other.id)
        };
        let before_conflicts = scene.app.dump();
        siti.post(&elsewhere, body.clone())
            .send()
            .problem(409, "already_exists");
        body["text"] = json!("Something else.");
        body["summary"] = json!("Something else.");
        let known = if path.contains("contacts") {
            "text"
        } else {
            "summary"
        };
        body.as_object_mut().unwrap().remove(known);
        siti.post(&path, body.clone())
            .send()
            .problem(409, "already_exists");
        body["id"] = json!("0b0a3f5e-3a53-4d3e-9a63-0d1c2b3a4f5e");
        let fault = siti.post(&path, body).send().problem(422, "invalid_body");
        assert_eq!(fault.faults(), [("/id", "wrong_format")]);
        assert_eq!(scene.app.dump(), before_conflicts);
        assert_ne!(before.len(), 0);
    }
}

#[test]
fn who_read_what_of_which_case_is_written_down() {
    let scene = Scene::set();
    let farid = scene.app.as_colleague();
    scene.app.write_read_log();
    let (db, reads) = (scene.app.db(), scene.reads());
    let before = db.count("read_log");
    for path in &reads {
        farid.get(path).send().ok();
    }
    farid.get("/v1/tasks/unknown").send().status(404);
    scene.app.write_read_log();
    let read = db.count("read_log") - before;
    assert_eq!(read, i64::try_from(reads.len()).unwrap());
    let of_case = format!("read_log WHERE record_id = {}", db.id(&scene.case.id));
    assert_eq!(db.count(&of_case), db.count("read_log"));
}
