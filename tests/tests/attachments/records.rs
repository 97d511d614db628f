//! What is said of attachments, and the end of them.

use std::time::Duration;

use serde_json::{Value, json};
use tests::LARGEST_ATTACHMENT;

use super::*;

#[test]
fn what_is_announced_is_bounded_and_checked() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let path = case.path("attachments");
    let body = announcement(PDF, &pdf(100));
    let with = |name: &str, value: Value| {
        let mut body = body.clone();
        body[name] = value;
        siti.post(&path, body).send()
    };
    let before = app.dump();
    with("size", json!(LARGEST_ATTACHMENT + 1)).problem(413, "too_large");
    let refused = with("taken_on", json!("2026-03-04")).problem(409, "refused");
    assert_eq!(refused.refusals(), ["in_future"]);
    for (name, value, fault) in [
        ("media_type", json!("text/html"), "unknown_word"),
        ("media_type", json!("image/svg+xml"), "unknown_word"),
        ("sha256", json!("ABCDEF"), "too_short"),
        ("size", json!(0), "too_small"),
        ("file_name", json!("a.pdf"), "unknown_field"),
    ] {
        let refused = with(name, value).problem(422, "invalid_body");
        let faults = refused.faults();
        assert!(
            faults.contains(&(&*format!("/{name}"), fault)),
            "{faults:?}"
        );
    }
    assert_eq!(app.dump(), before);

    let mut own = body.clone();
    own["id"] = json!(app.new_id());
    let first = siti.post(&path, own.clone()).send().created();
    assert_eq!(siti.post(&path, own.clone()).send().ok().body, first.body);
    own["title"] = json!("Another");
    siti.post(&path, own).send().problem(409, "already_exists");

    case.close(&app);
    let refused = siti.post(&path, body).send().problem(409, "refused");
    assert_eq!(refused.refusals(), ["case_closed"]);
    let refused = put(&siti, &content_of(&first), &pdf(100)).send();
    assert_eq!(refused.problem(409, "refused").refusals(), ["case_closed"]);
}

#[test]
fn a_withdrawn_attachment_stays_as_a_record_and_gives_out_nothing() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let content = pdf(100);
    let attachment = announce(&siti, &case, PDF, &content);
    let stored = put(&siti, &content_of(&attachment), &content).send().ok();
    let path = format!("/v1/attachments/{}", attachment.id());
    let edit = || {
        siti.patch(
            &path,
            json!({"title": "Surat doktor", "taken_on": "2026-03-01"}),
        )
    };
    edit().send().problem(428, "version_required");
    edit()
        .if_match("\"v1\"")
        .send()
        .problem(412, "version_conflict");
    app.clock.advance(Duration::from_secs(60));
    let edited = edit().if_match(&stored.etag()).send().ok();
    assert_eq!(edited["version"], 3);
    assert_eq!(app.db().count("record_versions"), 1);
    let named = siti.get(&content_of(&attachment)).send().ok();
    assert!(
        named
            .header("content-disposition")
            .contains("Surat doktor.pdf")
    );

    case.close(&app);
    let reason = "This is the report of somebody else.";
    let withdraw = || siti.post(&format!("{path}/withdrawal"), json!({"reason": reason}));
    withdraw().send().problem(428, "version_required");
    withdraw()
        .if_match("\"v2\"")
        .send()
        .problem(412, "version_conflict");
    let withdrawn = withdraw().if_match("\"v3\"").key("w").send().ok();
    assert_eq!(withdrawn["status"], "withdrawn");
    assert_eq!(withdrawn["withdrawal_reason"], reason);
    let replayed = withdraw().if_match("\"v3\"").key("w").send().ok();
    assert_eq!(replayed.header("idempotency-replayed"), "true");
    for call in [
        siti.get(&content_of(&attachment)),
        put(&siti, &content_of(&attachment), &content),
        withdraw().if_match("*"),
    ] {
        let refused = call.send().problem(409, "refused");
        assert_eq!(refused.refusals(), ["attachment_withdrawn"]);
    }
    assert_eq!(siti.get(&path).send().ok().body, withdrawn.body);
    assert_eq!(files(&app).len(), 1);
    let events = app.db().lines(&format!(
        "SELECT type AS value FROM events WHERE record_id = {} ORDER BY seq",
        app.db().id(attachment.id())
    ));
    assert_eq!(
        events,
        [
            "case.attachment_added",
            "case.attachment_stored",
            "case.attachment_edited",
            "case.attachment_withdrawn"
        ]
    );
}

#[test]
fn attachments_are_listed_by_kind_and_by_what_changed() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    tests::engagement::consents(&siti, &case.id, "photo");
    let mut ids = Vec::new();
    for kind in ["photo", "medical_report", "photo"] {
        let mut body = announcement(PDF, &pdf(100));
        body["document_type"] = json!(kind);
        let made = siti.post(&case.path("attachments"), body).send().created();
        ids.push(made.id());
        app.clock.advance(Duration::from_secs(10));
    }
    let list = |query: &str| {
        let page = siti.get(&case.path(&format!("attachments{query}"))).send();
        let page = page.ok();
        page.ids()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(list(""), [&*ids[2], &ids[1], &ids[0]]);
    assert_eq!(list("?document_type=photo"), [&*ids[2], &ids[0]]);
    assert_eq!(list("?status=stored"), Vec::<String>::new());
    let path = format!("/v1/attachments/{}/content", ids[0]);
    put(&siti, &path, &pdf(100)).send().ok();
    assert_eq!(list("?status=stored"), [&*ids[0]]);
    let since = "?sort=modified_at&modified_after=2026-03-02T01:00:15Z";
    assert_eq!(list(since), [&*ids[2], &ids[0]]);
    let first = siti.get(&case.path("attachments?limit=2")).send().ok();
    let cursor = first["next_cursor"].as_str().unwrap();
    assert_eq!(list(&format!("?limit=2&cursor={cursor}")), [&*ids[0]]);
}
