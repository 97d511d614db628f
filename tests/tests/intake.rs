//! Intakes: recorded, read, corrected, screened, returned and resubmitted, declined.

use serde_json::json;
use tests::{
    App,
    intakes::{ask_for, person, record, screened, screening, told, told_about},
};

#[test]
fn a_caseworker_records_a_matter_and_reads_it_again() {
    let app = App::start();
    let siti = app.as_caseworker();
    let intake = record(&siti);
    assert_eq!(intake["status"], "received");
    assert_eq!(intake["version"], 1);
    assert_eq!(intake.etag(), "\"v1\"");
    // Three working days: Tuesday, Wednesday, Thursday; the weekend of Kedah begins on Friday.
    assert_eq!(intake["response_due_at"], "2026-03-05T15:59:59Z");
    let path = format!("/v1/intakes/{}", intake.id());
    assert_eq!(intake.header("location"), path);

    let read = siti.get(&path).send().ok();
    assert_eq!(read.body, intake.body);
    let known = siti.get(&path).header("if-none-match", read.etag());
    known.send().status(304);
    let events = app.db().count("events WHERE type = 'intake.recorded'");
    assert_eq!(events, 1);
}

#[test]
fn an_emergency_counts_hours_of_the_clock() {
    let app = App::start();
    let mut body = told();
    body["urgency"] = json!("emergency");
    let intake = app.as_caseworker().post("/v1/intakes", body).send();
    assert_eq!(intake.created()["response_due_at"], "2026-03-03T00:30:00Z");
}

#[test]
fn who_may_record_an_intake() {
    let app = App::start();
    let record = |who: &str| app.as_(who).post("/v1/intakes", told()).send();
    app.anonymous()
        .post("/v1/intakes", told())
        .send()
        .problem(401, "unauthenticated");
    record("siti").created();
    record("azman").created();
    for who in ["admin", "auditor", "data", "editor"] {
        record(who).problem(403, "not_permitted");
    }
    // Without any role not even the own unit is known to be there.
    let nobody = record("tamu").problem(422, "invalid_body");
    assert_eq!(nobody.faults(), [("/unit_id", "unknown_reference")]);

    let at = |who: &str, unit: &str| {
        let mut body = told();
        body["unit_id"] = json!(app.unit::<domain::parties::UnitId>(unit));
        app.as_(who).post("/v1/intakes", body).send()
    };
    at("ismail", "baling").created();
    let elsewhere = at("siti", "baling").problem(422, "invalid_body");
    assert_eq!(elsewhere.faults(), [("/unit_id", "unknown_reference")]);
}

#[test]
fn what_a_new_intake_is_refused_for() {
    let app = App::start();
    let siti = app.as_caseworker();
    let record = |body| siti.post("/v1/intakes", body).send();

    let stranger =
        record(told_about(&person(&app.as_indonesian_caseworker()))).problem(422, "invalid_body");
    let missing = record(told_about(&app.new_id().to_string())).problem(422, "invalid_body");
    assert_eq!(stranger.faults(), [("/person_id", "unknown_reference")]);
    assert_eq!(stranger["errors"], missing["errors"]);

    let mut ahead = told();
    ahead["received_at"] = json!("2026-03-02T02:00:00Z");
    let ahead = record(ahead).problem(409, "refused");
    assert_eq!(ahead.refusals(), ["in_future"]);

    let mut twice = told();
    let name = json!({"system": "ebantuan", "value": "BK-1"});
    twice["external_refs"] = json!([name, name]);
    let twice = record(twice).problem(422, "invalid_body");
    assert_eq!(
        twice.faults(),
        [("/external_refs/1/system", "repeated_item")]
    );

    let mut odd = told();
    odd["category"] = json!("flood");
    odd["colour"] = json!("red");
    assert_eq!(
        record(odd).problem(422, "invalid_body").faults(),
        [("/category", "unknown_word"), ("/colour", "unknown_field")]
    );
    assert_eq!(app.db().count("intakes"), 0);
}

#[test]
fn the_same_command_with_the_same_id_or_reference_is_recorded_once() {
    let app = App::start();
    let siti = app.as_caseworker();
    let record = |body| siti.post("/v1/intakes", body).send();

    let mut own = told();
    own["id"] = json!(app.new_id());
    let first = record(own.clone()).created();
    let again = record(own.clone()).ok();
    assert_eq!(again.body, first.body);
    own["urgency"] = json!("urgent");
    record(own).problem(409, "already_exists");

    let mut named = told();
    named["external_refs"] = json!([{"system": "ebantuan", "value": "BK-1"}]);
    let first = record(named.clone()).created();
    assert_eq!(record(named.clone()).ok().id(), first.id());
    named["urgency"] = json!("urgent");
    record(named.clone()).problem(409, "already_exists");
    // Another unit has names of its own.
    let dewi = app.as_indonesian_caseworker();
    dewi.post("/v1/intakes", named).send().created();

    let mut wrong = told();
    wrong["id"] = json!("0b9a1a5e-6e0f-4b8e-9d59-1c1f6d2f7a10");
    assert_eq!(
        record(wrong).problem(422, "invalid_body").faults(),
        [("/id", "wrong_format")]
    );
    let mut taken = told();
    taken["id"] = first["id"].clone();
    record(taken).problem(409, "already_exists");
    assert_eq!(app.db().count("intakes"), 3);
}

#[test]
fn who_sees_an_intake() {
    let app = App::start();
    let path = format!("/v1/intakes/{}", record(&app.as_caseworker()).id());
    for suffix in ["", "/documents", "/checklist", "/overrides"] {
        let path = format!("{path}{suffix}");
        for who in ["siti", "farid", "azman", "ismail", "auditor"] {
            app.as_(who).get(&path).send().ok();
        }
        for who in ["hanim", "dewi", "admin", "data", "tamu"] {
            app.as_(who).get(&path).send().problem(404, "not_found");
        }
        app.anonymous()
            .get(&path)
            .send()
            .problem(401, "unauthenticated");
    }
}

#[test]
fn a_correction_keeps_what_was_said_and_asks_for_what_the_new_category_needs() {
    let app = App::start();
    ask_for(&app, "kedah", &["medical_report"]);
    let siti = app.as_caseworker();
    let mut body = told();
    body["category"] = json!("poor_family");
    let intake = siti.post("/v1/intakes", body).send().created();
    let path = format!("/v1/intakes/{}", intake.id());
    let documents = || siti.get(&format!("{path}/documents")).send().ok();
    assert_eq!(documents()["items"], json!([]));

    let change = json!({
        "secondary_categories": ["elder_neglect"], "urgency": "urgent",
        "referrer": null, "presenting_problem": "Cannot walk; lives alone."
    });
    let patch = |etag: &str| siti.patch(&path, change.clone()).if_match(etag).send();
    siti.patch(&path, change.clone())
        .send()
        .problem(428, "version_required");
    let amended = patch(&intake.etag()).ok();
    assert_eq!(amended["version"], 2);
    assert_eq!(amended["referrer"], json!(null));
    assert_eq!(amended["response_due_at"], "2026-03-03T15:59:59Z");
    assert_eq!(documents()["items"][0]["document_type"], "medical_report");
    assert_eq!(app.db().count("record_versions"), 1);
    patch(&intake.etag()).problem(412, "version_conflict");
    // The same again changes nothing, so there is no new version and no event.
    assert_eq!(patch(&amended.etag()).ok().etag(), amended.etag());
    assert_eq!(app.db().count("events WHERE type = 'intake.corrected'"), 1);

    let wrong = |body| {
        let call = siti.patch(&path, body).if_match(&amended.etag());
        call.send()
    };
    let faults = wrong(json!({"channel": null})).problem(422, "invalid_body");
    assert_eq!(faults.faults(), [("/channel", "not_clearable")]);
    let faults = wrong(json!({"person_id": person(&app.as_indonesian_caseworker())}))
        .problem(422, "invalid_body");
    assert_eq!(faults.faults(), [("/person_id", "unknown_reference")]);
    let ahead = wrong(json!({"received_at": "2027-01-01T00:00:00Z"})).problem(409, "refused");
    assert_eq!(ahead.refusals(), ["in_future"]);
    for (who, status, code) in [
        ("auditor", 403, "not_permitted"),
        ("hanim", 404, "not_found"),
    ] {
        let call = app.as_(who).patch(&path, json!({"urgency": "routine"}));
        call.if_match("*").send().problem(status, code);
    }
}

#[test]
fn a_screening_may_be_written_again_until_the_decision() {
    let app = App::start();
    let siti = app.as_caseworker();
    let intake = screened(&siti);
    assert_eq!(intake["status"], "screening");
    let siti_id = app.worker::<domain::parties::WorkerId>("siti");
    assert_eq!(intake["screening"]["screened_by"], json!(siti_id));
    let path = format!("/v1/intakes/{}/screening", intake.id());
    let put = |who: &str| app.as_(who).put(&path, screening()).if_match("*").send();
    assert_eq!(put("farid").ok()["version"], 3);
    put("auditor").problem(403, "not_permitted");
    put("hanim").problem(404, "not_found");
    siti.put(&path, screening())
        .send()
        .problem(428, "version_required");
    siti.put(&path, json!({"tests": {}}))
        .if_match("*")
        .send()
        .problem(422, "invalid_body");
    app.anonymous()
        .put(&path, screening())
        .send()
        .problem(401, "unauthenticated");
}

#[test]
fn an_intake_with_papers_missing_is_returned_resubmitted_and_may_be_declined() {
    let app = App::start();
    ask_for(&app, "kulim", &["medical_report"]);
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    let intake = screened(&siti);
    let path = format!("/v1/intakes/{}", intake.id());
    let act = |who: &str, act: &str, body| {
        let call = app.as_(who).post(&format!("{path}/{act}"), body);
        call.if_match("*").send()
    };

    let refused = act("azman", "resubmission", json!({})).problem(409, "refused");
    assert_eq!(refused.refusals(), ["intake_not_returned"]);
    act("siti", "return", json!({})).problem(403, "not_permitted");
    act("hanim", "return", json!({})).problem(404, "not_found");
    azman
        .post(&format!("{path}/return"), json!({}))
        .send()
        .problem(428, "version_required");
    let body = json!({"missing": ["court_order"], "note": "Please send both."});
    let returned = act("azman", "return", body).ok();
    assert_eq!(returned["status"], "returned_incomplete");
    assert_eq!(
        returned["missing_documents"],
        json!(["medical_report", "court_order"])
    );
    assert_eq!(returned["responded_at"], "2026-03-02T01:00:00Z");
    let documents = siti.get(&format!("{path}/documents")).send().ok();
    assert_eq!(documents["items"][0]["document_type"], "medical_report");
    assert_eq!(documents["items"][1]["document_type"], "court_order");

    let again = act("azman", "return", json!({})).problem(409, "refused");
    assert_eq!(again.refusals(), ["intake_returned"]);
    let call = siti.put(&format!("{path}/screening"), screening());
    let late = call.if_match("*").send().problem(409, "refused");
    assert_eq!(late.refusals(), ["intake_returned"]);

    act("auditor", "resubmission", json!({})).problem(403, "not_permitted");
    let back = act("siti", "resubmission", json!({"note": "Enclosed."})).ok();
    assert_eq!(back["status"], "screening");
    assert_eq!(back["resubmission_note"], "Enclosed.");
    // What is still outstanding stands on the checklist.
    assert_eq!(back["missing_documents"], json!([]));

    let decline = json!({"reason": "outside_jurisdiction"});
    act("siti", "declination", decline.clone()).problem(403, "not_permitted");
    let declined = act("azman", "declination", decline.clone()).ok();
    assert_eq!(declined["decision"], "declined");
    assert_eq!(declined["decline_reason"], "outside_jurisdiction");
    for (who, what, body) in [
        ("azman", "declination", decline),
        ("azman", "return", json!({})),
        ("siti", "resubmission", json!({})),
    ] {
        let over = act(who, what, body).problem(409, "refused");
        assert_eq!(over.refusals(), ["intake_decided"]);
    }
}

#[test]
fn nothing_is_returned_when_nothing_is_missing() {
    let app = App::start();
    let intake = screened(&app.as_caseworker());
    let path = format!("/v1/intakes/{}/return", intake.id());
    let call = app.as_supervisor().post(&path, json!({}));
    let refused = call.if_match(&intake.etag()).send().problem(409, "refused");
    assert_eq!(refused.refusals(), ["nothing_missing"]);
}

#[test]
fn trying_writes_nothing() {
    let app = App::start();
    let siti = app.as_caseworker();
    let intake = record(&siti);
    let before = app.dump();
    let tried = siti.post("/v1/intakes?validate_only=true", told()).send();
    assert_eq!(tried.created()["status"], "received");
    let path = format!("/v1/intakes/{}?validate_only=true", intake.id());
    let call = siti.patch(&path, json!({"urgency": "urgent"}));
    assert_eq!(
        call.if_match(&intake.etag()).send().ok()["urgency"],
        "urgent"
    );
    assert_eq!(app.dump(), before);
}
