//! Notes: drafted, signed, amended.

use serde_json::json;
use tests::App;

use crate::records::{
    case::Case,
    scene::{a_note, an_amendment, sign},
};

#[test]
fn a_note_is_drafted_edited_signed_and_amended() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let draft = siti.post(&case.path("notes"), a_note()).send().created();
    let path = format!("/v1/notes/{}", draft.id());
    assert_eq!(
        (draft.header("location"), draft.etag().as_str()),
        (path.as_str(), "\"v1\"")
    );
    assert_eq!(draft["status"], "draft");
    assert_eq!(draft["case_id"], case.id);
    assert_eq!(siti.get(&path).send().ok().body, draft.body);

    app.clock.advance(std::time::Duration::from_secs(60));
    let edited = siti
        .patch(
            &path,
            json!({"text": "The door was locked; a neighbour helped."}),
        )
        .if_match(&draft.etag())
        .send()
        .ok();
    assert_eq!(edited["version"], 2);
    assert_eq!(edited["occurred_at"], draft["occurred_at"]);
    assert_eq!(edited["modified_at"], "2026-03-02T01:01:00Z");

    let signed = sign(&siti, &draft.id(), &edited.etag()).send().ok();
    assert_eq!(signed["status"], "signed");
    assert_eq!(signed["signed_at"], "2026-03-02T01:01:00Z");
    assert_eq!(signed.etag(), "\"v3\"");

    let amendments = format!("{path}/amendments");
    let amendment = siti.post(&amendments, an_amendment()).send().created();
    assert_eq!(
        amendment.header("location"),
        format!("{amendments}/{}", amendment.id())
    );
    let amended = siti.get(&path).send().ok();
    assert_eq!(
        (&amended["status"], &amended["version"]),
        (&json!("amended"), &json!(4))
    );
    assert_eq!(amended["text"], edited["text"]);
    app.clock.advance(std::time::Duration::from_secs(60));
    let second = siti.post(&amendments, an_amendment()).send().created();
    let list = siti.get(&amendments).send().ok();
    assert_eq!(list.ids(), [amendment.id(), second.id()]);
    let one = siti.get(amendment.header("location")).send().ok();
    assert_eq!(one.body, amendment.body);
    siti.get(&path)
        .header("if-none-match", "\"v5\"")
        .send()
        .status(304);

    let kinds = app.db().lines(&format!(
        "SELECT type AS value FROM events WHERE record_id = {} ORDER BY seq",
        app.db().id(draft.id())
    ));
    assert_eq!(
        kinds,
        [
            "case.note_drafted",
            "case.note_edited",
            "case.note_signed",
            "case.note_amended",
            "case.note_amended"
        ]
    );
}

#[test]
fn an_edit_keeps_what_was_said_before_sealed_and_one_without_a_change_is_none() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let draft = siti.post(&case.path("notes"), a_note()).send().created();
    let path = format!("/v1/notes/{}", draft.id());
    let before = app.dump();
    let same = siti
        .patch(&path, json!({"text": draft["text"]}))
        .if_match("*")
        .send()
        .ok();
    assert_eq!(same.etag(), "\"v1\"");
    assert_eq!(app.dump(), before);
    siti.patch(&path, json!({"text": "Other."}))
        .if_match("*")
        .send()
        .ok();
    assert_eq!(app.db().count("record_versions"), 1);
    let dump = app.dump();
    assert!(dump.values().all(|rows| !rows.contains("door was locked")));
    let event = app
        .db()
        .count("events WHERE type = 'case.note_edited' AND CAST(data AS text) LIKE '%text%'");
    assert_eq!(event, 1);
}

#[test]
fn a_draft_is_its_authors_alone() {
    let (app, case) = started();
    case.name(&app, "farid", "team");
    let (siti, farid) = (app.as_caseworker(), app.as_colleague());
    let draft = siti.post(&case.path("notes"), a_note()).send().created();
    let path = format!("/v1/notes/{}", draft.id());
    for other in ["farid", "azman", "ismail", "auditor"].map(|one| app.as_(one)) {
        other.get(&path).send().problem(404, "not_found");
        other
            .get(&format!("{path}/amendments"))
            .send()
            .problem(404, "not_found");
        assert_eq!(other.get(&case.path("notes")).send().ok().ids().len(), 0);
    }
    farid
        .patch(&path, json!({"text": "Mine."}))
        .if_match("*")
        .send()
        .problem(404, "not_found");
    let list = siti.get(&case.path("notes?status=draft")).send().ok();
    assert_eq!(list.ids(), [draft.id()]);
    sign(&siti, &draft.id(), "*").send().ok();
    assert_eq!(
        farid.get(&case.path("notes")).send().ok().ids(),
        [draft.id()]
    );
    farid
        .patch(&path, json!({"text": "Mine."}))
        .if_match("*")
        .send()
        .problem(403, "not_permitted");
    sign(&farid, &draft.id(), "*")
        .send()
        .problem(403, "not_permitted");
}

#[test]
fn a_signed_note_stays_and_a_draft_is_not_amended() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let draft = siti.post(&case.path("notes"), a_note()).send().created();
    let path = format!("/v1/notes/{}", draft.id());
    let refused = siti
        .post(&format!("{path}/amendments"), an_amendment())
        .send()
        .problem(409, "refused");
    assert_eq!(refused.refusals(), ["note_not_signed"]);
    sign(&siti, &draft.id(), "*").send().ok();
    let edit = siti.patch(&path, json!({"text": "Other."})).if_match("*");
    assert_eq!(
        edit.send().problem(409, "refused").refusals(),
        ["note_signed"]
    );
    let again = sign(&siti, &draft.id(), "*").send().problem(409, "refused");
    assert_eq!(again.refusals(), ["note_signed"]);
}

#[test]
fn a_note_tells_of_the_past_and_every_fault_is_told() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let tomorrow = json!({"occurred_at": "2026-03-03T02:15:00Z", "text": "He will come."});
    let refused = siti.post(&case.path("notes"), tomorrow.clone()).send();
    assert_eq!(refused.problem(409, "refused").refusals(), ["in_future"]);
    let draft = siti.post(&case.path("notes"), a_note()).send().created();
    let path = format!("/v1/notes/{}", draft.id());
    let edit = siti.patch(&path, tomorrow).if_match("*").send();
    assert_eq!(edit.problem(409, "refused").refusals(), ["in_future"]);

    let wrong = json!({"occurred_at": "yesterday", "text": 7, "txet": "x"});
    let faults = siti.post(&case.path("notes"), wrong).send();
    let faults = faults.problem(422, "invalid_body");
    assert_eq!(
        faults.faults(),
        [
            ("/occurred_at", "wrong_format"),
            ("/text", "wrong_type"),
            ("/txet", "unknown_field")
        ]
    );
    let cleared = siti
        .patch(&path, json!({"text": null}))
        .if_match("*")
        .send();
    let cleared = cleared.problem(422, "invalid_body");
    assert_eq!(cleared.faults(), [("/text", "not_clearable")]);
}

#[test]
fn notes_are_paged_newest_first_and_linked() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let mut written = Vec::new();
    for _ in 0..5 {
        written.push(
            siti.post(&case.path("notes"), a_note())
                .send()
                .created()
                .id(),
        );
        app.clock.advance(std::time::Duration::from_secs(10));
    }
    written.reverse();
    let mut seen = Vec::new();
    let mut next = case.path("notes?limit=2");
    for _ in 0..3 {
        let page = siti.get(&next).send().ok();
        seen.extend(page.ids().into_iter().map(str::to_owned));
        let link = page.header("link").to_owned();
        assert_eq!(link.is_empty(), page["next_cursor"].is_null());
        next = link
            .trim_start_matches('<')
            .trim_end_matches(">; rel=\"next\"")
            .to_owned();
    }
    assert!(next.is_empty());
    assert_eq!(seen, written);

    // A cursor belongs to its list and its filters.
    let page = siti.get(&case.path("notes?limit=2")).send().ok();
    let cursor = page["next_cursor"].as_str().unwrap();
    let other = Case::open(&app);
    for path in [
        case.path(&format!("notes?status=draft&cursor={cursor}")),
        case.path(&format!("tasks?cursor={cursor}")),
        other.path(&format!("notes?cursor={cursor}")),
        case.path("notes?cursor=x"),
    ] {
        siti.get(&path).send().problem(400, "invalid_cursor");
    }
    siti.get(&case.path("notes?limit=201"))
        .send()
        .problem(400, "invalid_parameter");
}

#[test]
fn what_was_changed_is_pulled_by_the_time_of_the_change() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let first = siti.post(&case.path("notes"), a_note()).send().created();
    app.clock.advance(std::time::Duration::from_secs(10));
    let second = siti.post(&case.path("notes"), a_note()).send().created();
    app.clock.advance(std::time::Duration::from_secs(10));
    sign(&siti, &first.id(), "*").send().ok();
    let pull = |after: &str| {
        let path = case.path(&format!(
            "notes?sort=modified_at&limit=1&modified_after={after}"
        ));
        let page = siti.get(&path).send().ok();
        let mut ids: Vec<_> = page.ids().into_iter().map(str::to_owned).collect();
        if let Some(cursor) = page["next_cursor"].as_str() {
            let rest = siti.get(&format!("{path}&cursor={cursor}")).send().ok();
            ids.extend(rest.ids().into_iter().map(str::to_owned));
        }
        ids
    };
    assert_eq!(pull("2026-03-01T00:00:00Z"), [second.id(), first.id()]);
    assert_eq!(pull("2026-03-02T01:00:10Z"), [first.id()]);
    assert!(pull("2026-03-02T01:00:20Z").is_empty());
}

fn started() -> (App, Case) {
    let app = App::start();
    let case = Case::open(&app);
    (app, case)
}
