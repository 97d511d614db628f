//! Received, moved, corrected, listed.

use serde_json::{Value, json};
use tests::{App, cases::bank_book};

use super::{case, lost, ringgit, settle, shirts};

#[test]
fn a_bank_book_is_received_moved_and_handed_over() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let item = siti.post(&path, bank_book()).send().created();
    assert_eq!(item["status"], "held");
    assert_eq!(item["quantity"], 1);
    assert_eq!(item["kept_place"], "Safe of the office");
    let address = format!("/v1/custody-items/{}", item.id());
    assert_eq!(item.header("location"), address);
    assert_eq!(siti.get(&address).send().ok().body, item.body);

    let movements = format!("{address}/movements");
    let go = json!({"to": "Safe of the state office", "moved_at": "2026-03-02T00:45:00Z"});
    let went = siti.post(&movements, go).send().created();
    assert_eq!(went["from"], "Safe of the office");
    let read = siti.get(went.header("location")).send().ok();
    assert_eq!(read.body, went.body);
    let back = json!({"to": "Safe of the office", "moved_at": "2026-03-02T00:50:00Z",
        "moved_by": "The driver", "note": "For the hand-over."});
    let back = siti.post(&movements, back).send().created();
    assert_eq!(back["from"], "Safe of the state office");
    let first = siti.get(&format!("{movements}?limit=1")).send().ok();
    assert_eq!(first.ids(), [went.id()]);
    let cursor = first["next_cursor"].as_str().unwrap_or_default();
    let second = siti.get(&format!("{movements}?limit=1&cursor={cursor}"));
    assert_eq!(second.send().ok().ids(), [back.id()]);
    let moved = siti.get(&address).send().ok();
    assert_eq!(moved.etag(), "\"v3\"");

    let told = json!({"outcome": "client", "settled_on": "2026-03-02", "receipt_number": "R 7",
        "acknowledgement": {"capacity": "client", "method": "thumbprint", "signed_on": "2026-03-02"}});
    let settled = settle(&siti, &item, told).ok();
    assert_eq!(settled["status"], "settled");
    let worker = json!(app.worker::<domain::parties::WorkerId>("siti"));
    let settlement = &settled["settlement"];
    assert_eq!(settlement["outcome"], "client");
    assert_eq!(settlement["acknowledgement"]["recorded_by"], worker);
    assert_eq!(settlement["recorded_at"], "2026-03-02T01:00:00Z");

    let timeline = format!(
        "/v1/cases/{}/timeline?sort=newest_first",
        item["case_id"].as_str().unwrap_or_default()
    );
    let timeline = siti.get(&timeline).send().ok();
    let events = timeline["items"].as_array().cloned().unwrap_or_default();
    let told: Vec<_> = events
        .iter()
        .map(|event| event["type"].clone())
        .take(4)
        .collect();
    assert_eq!(
        told,
        [
            "case.custody_settled",
            "case.custody_moved",
            "case.custody_moved",
            "case.custody_received"
        ]
    );
    assert_eq!(events[0]["data"]["outcome"], "client");
    assert!(
        !timeline.body.to_string().contains("88412"),
        "nothing of what it is"
    );
}

#[test]
fn a_correction_keeps_what_was_told_before() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let item = siti.post(&path, ringgit(12_550)).send().created();
    let address = format!("/v1/custody-items/{}", item.id());
    let patch = |body: Value, etag: &str| siti.patch(&address, body).if_match(etag).send();
    let right = patch(
        json!({"money": {"minor": 12_505}, "place": "Safe 2"}),
        &item.etag(),
    )
    .ok();
    assert_eq!(right["money"], json!({"currency": "MYR", "minor": 12_505}));
    assert_eq!(right["kept_place"], "Safe 2");
    assert_eq!(right.etag(), "\"v2\"");
    patch(json!({"place": "Safe 3"}), &item.etag()).problem(412, "version_conflict");
    siti.patch(&address, json!({"place": "Safe 3"}))
        .send()
        .problem(428, "version_required");
    let same = patch(json!({"place": "Safe 2"}), "\"v2\"").ok();
    assert_eq!(same.etag(), "\"v2\"", "nothing was changed");
    let db = app.db();
    assert_eq!(
        db.count("record_versions WHERE record_kind = 'custody_item'"),
        1
    );
    assert_eq!(
        db.count("custody_items WHERE currency = 'MYR' AND minor = 12505"),
        1
    );
    assert_eq!(db.count("events WHERE type = 'case.custody_corrected'"), 1);
}

#[test]
fn the_list_goes_by_time_or_by_change() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let items: Vec<_> = (0..3)
        .map(|_| {
            app.clock.advance(std::time::Duration::from_secs(1));
            siti.post(&path, shirts()).send().created().id()
        })
        .collect();
    app.clock.advance(std::time::Duration::from_secs(1));
    let changed = format!("/v1/custody-items/{}", items[0]);
    siti.patch(&changed, json!({"quantity": 9}))
        .if_match("*")
        .send()
        .ok();
    let newest = [&items[2], &items[1], &items[0]];
    let changes = [&items[1], &items[2], &items[0]];
    for (sort, expected) in [("newest", newest), ("modified_at", changes)] {
        let (mut cursor, mut seen) = (String::new(), Vec::new());
        loop {
            let page = siti
                .get(&format!("{path}?sort={sort}&limit=1{cursor}"))
                .send()
                .ok();
            seen.extend(page.ids().into_iter().map(str::to_owned));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen.iter().collect::<Vec<_>>(), expected, "{sort}");
    }
    let since = siti.get(&format!(
        "{path}?sort=modified_at&modified_after=2026-03-02T01:00:03Z"
    ));
    assert_eq!(since.send().ok().ids(), [items[0].as_str()]);
}
#[test]
fn what_was_sent_twice_is_received_moved_and_settled_once() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let mut body = bank_book();
    body["id"] = json!(app.new_id());
    let made = siti.post(&path, body.clone()).send().created();
    assert_eq!(siti.post(&path, body.clone()).send().ok().body, made.body);
    body["place"] = json!("Elsewhere");
    siti.post(&path, body).send().problem(409, "already_exists");

    let movements = format!("/v1/custody-items/{}/movements", made.id());
    let go = json!({"id": app.new_id(), "to": "Cupboard", "moved_at": "2026-03-02T00:45:00Z"});
    let went = siti.post(&movements, go.clone()).send().created();
    assert_eq!(siti.post(&movements, go).send().ok().body, went.body);

    let settlement = format!("/v1/custody-items/{}/settlement", made.id());
    let send = |path: &str| {
        siti.post(path, lost())
            .if_match("\"v2\"")
            .key("once")
            .send()
    };
    let tried = send(&format!("{settlement}?validate_only=true")).ok();
    assert_eq!(tried["status"], "settled");
    assert_eq!(app.db().count("custody_items WHERE status = 'held'"), 1);
    let settled = send(&settlement).ok();
    let again = send(&settlement).ok();
    assert_eq!(again.body, settled.body);
    assert_eq!(again.header("idempotency-replayed"), "true");
    let db = app.db();
    assert_eq!(db.count("custody_items"), 1);
    assert_eq!(db.count("custody_movements"), 1);
    assert_eq!(db.count("events WHERE type = 'case.custody_settled'"), 1);
}

#[test]
fn who_sees_the_case_sees_its_custody_and_who_answers_for_it_keeps_it() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let item = siti.post(&path, bank_book()).send().created();
    let address = format!("/v1/custody-items/{}", item.id());
    let movements = format!("{address}/movements");
    let go = json!({"to": "Cupboard", "moved_at": "2026-03-02T00:45:00Z"});
    let went = siti.post(&movements, go.clone()).send().created();
    let reads = [
        path.clone(),
        address.clone(),
        movements.clone(),
        format!("{movements}/{}", went.id()),
    ];
    for (who, reads_it, status) in [
        ("azman", 200, 403),
        ("farid", 200, 403),
        ("auditor", 200, 403),
        ("data", 403, 403),
        ("hanim", 404, 404),
    ] {
        let client = app.as_(who);
        for path in &reads {
            client.get(path).send().status(reads_it);
        }
        client.post(&path, bank_book()).send().status(status);
        client
            .patch(&address, json!({"quantity": 2}))
            .if_match("*")
            .send()
            .status(status);
        client.post(&movements, go.clone()).send().status(status);
        settle(&client, &item, lost()).status(status);
    }
    for path in &reads {
        app.anonymous()
            .get(path)
            .send()
            .problem(401, "unauthenticated");
    }
    let custody = "events WHERE record_kind = 'custody_item'";
    assert_eq!(app.db().count(custody), 2, "nobody else has done anything");
    let of_another = case(&app).1;
    let other = siti.post(&of_another, shirts()).send().created();
    let wrong = format!("/v1/custody-items/{}/movements/{}", other.id(), went.id());
    siti.get(&wrong).send().problem(404, "not_found");
    let nothing = format!("/v1/custody-items/{}", app.new_id());
    siti.get(&nothing).send().problem(404, "not_found");
    settle(&siti, &went, lost()).problem(404, "not_found");
}
