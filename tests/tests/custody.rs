//! Papers and property held for a client: received, moved, settled, and in the way of the closure
//! until then.

use serde_json::{Value, json};
use tests::{
    App, Client, Reply,
    cases::{bank_book, closed, opened, read, request, waiting},
};

/// A case of Kulim and where its things are.
fn case(app: &App) -> (Reply, String) {
    let case = opened(app, "older_person");
    let path = format!("/v1/cases/{}/custody-items", case.id());
    (case, path)
}

fn shirts() -> Value {
    json!({
        "kind": "clothes", "description": "Two shirts.", "quantity": 2,
        "received_from": "The client", "received_at": "2026-03-02T00:30:00Z", "place": "Store room"
    })
}

fn ringgit(minor: i64) -> Value {
    json!({
        "kind": "money", "description": "Notes and coins in an envelope.",
        "money": {"currency": "MYR", "minor": minor}, "received_from": "The client",
        "received_at": "2026-03-02T00:30:00Z", "place": "Safe of the office"
    })
}

fn lost() -> Value {
    json!({"outcome": "lost", "settled_on": "2026-03-02", "report_number": "Kulim/000417/26",
        "explanation": "The safe was broken open."})
}

fn signed(capacity: &str) -> Value {
    json!({"capacity": capacity, "person_name": "Halim", "method": "ink", "signed_on": "2026-03-02"})
}

fn settle(client: &Client, item: &Reply, body: Value) -> Reply {
    let path = format!("/v1/custody-items/{}/settlement", item.id());
    client.post(&path, body).if_match("*").send()
}

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
fn each_outcome_is_settled_by_its_own_evidence() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    for (outcome, more) in [
        (
            "guardian",
            json!({"receiver_name": "Halim", "acknowledgement": signed("guardian")}),
        ),
        (
            "next_of_kin",
            json!({"receiver_name": "Halim", "acknowledgement": signed("next_of_kin")}),
        ),
        (
            "agency",
            json!({"receiver_name": "Amanah Raya", "receipt_number": "AR/1"}),
        ),
        (
            "stored_for_collection",
            json!({"stored_at": "Store room", "stored_until": "2026-09-02"}),
        ),
        (
            "lost",
            json!({"report_number": "1", "explanation": "Burnt."}),
        ),
        (
            "disposed",
            json!({"authority": "Director, rule 7", "explanation": "Full of lice."}),
        ),
    ] {
        let item = siti.post(&path, shirts()).send().created();
        let mut told = json!({"outcome": outcome, "settled_on": "2026-03-02"});
        let bare = settle(&siti, &item, told.clone()).problem(409, "refused");
        let lacking = bare["refusals"].as_array().cloned().unwrap_or_default();
        let mut pointers: Vec<_> = lacking.iter().map(|one| one["pointer"].clone()).collect();
        pointers.sort_by_key(Value::to_string);
        let mut needed: Vec<_> = more
            .as_object()
            .into_iter()
            .flat_map(|it| it.keys())
            .collect();
        needed.sort_unstable();
        let needed: Vec<_> = needed
            .iter()
            .map(|name| json!(format!("/{name}")))
            .collect();
        assert_eq!(pointers, needed, "{outcome}");
        assert!(lacking.iter().all(|one| one["code"] == "evidence_missing"));
        if let (Value::Object(told), Value::Object(more)) = (&mut told, more) {
            told.extend(more);
        }
        let settled = settle(&siti, &item, told).ok();
        assert_eq!(settled["settlement"]["outcome"], outcome);
    }
    let all = siti.get(&format!("{path}?status=settled")).send().ok();
    assert_eq!(all.ids().len(), 6);
    let held = siti.get(&format!("{path}?status=held")).send().ok();
    assert_eq!(held.ids().len(), 0);
}

#[test]
fn what_does_not_fit_the_thing_or_its_end_is_refused_with_its_code() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let with = |mut body: Value, name: &str, value: Value| {
        body[name] = value;
        body
    };
    for (body, code) in [
        (
            with(shirts(), "document_type", json!("bank_book")),
            "document_type_mismatch",
        ),
        (
            with(shirts(), "kind", json!("personal_document")),
            "document_type_mismatch",
        ),
        (with(shirts(), "kind", json!("money")), "money_mismatch"),
        (
            with(shirts(), "money", json!({"currency": "MYR", "minor": 1})),
            "money_mismatch",
        ),
        (
            with(shirts(), "received_at", json!("2026-03-02T02:00:00Z")),
            "in_future",
        ),
    ] {
        let refused = siti.post(&path, body).send().problem(409, "refused");
        assert_eq!(refused.refusals(), [code]);
    }
    for (money, pointer, code) in [
        (
            json!({"currency": "RM", "minor": 1}),
            "/money/currency",
            "too_short",
        ),
        (
            json!({"currency": "MYR", "minor": -1}),
            "/money/minor",
            "too_small",
        ),
        (
            json!({"currency": "MYR", "minor": 1.5}),
            "/money/minor",
            "wrong_type",
        ),
    ] {
        let wrong = siti.post(&path, with(ringgit(1), "money", money)).send();
        let wrong = wrong.problem(422, "invalid_body");
        assert!(
            wrong.faults().contains(&(pointer, code)),
            "{:#}",
            wrong.body
        );
    }
    let unknown = with(shirts(), "received_from_id", json!(app.new_id()));
    let unknown = siti
        .post(&path, unknown)
        .send()
        .problem(422, "invalid_body");
    assert_eq!(
        unknown.faults(),
        [("/received_from_id", "unknown_reference")]
    );

    let item = siti.post(&path, shirts()).send().created();
    let address = format!("/v1/custody-items/{}", item.id());
    let patch = |body: Value| siti.patch(&address, body).if_match("*").send();
    for (body, code) in [
        (
            json!({"kind": "personal_document"}),
            "document_type_mismatch",
        ),
        (json!({"kind": "money"}), "money_mismatch"),
        (json!({"received_at": "2026-03-02T02:00:00Z"}), "in_future"),
    ] {
        assert_eq!(patch(body).problem(409, "refused").refusals(), [code]);
    }
    let unknown = patch(json!({"received_from_id": app.new_id()})).problem(422, "invalid_body");
    assert_eq!(
        unknown.faults(),
        [("/received_from_id", "unknown_reference")]
    );

    let movements = format!("{address}/movements");
    for (at, code) in [
        ("2026-03-02T00:29:00Z", "before_receipt"),
        ("2026-03-02T02:00:00Z", "in_future"),
    ] {
        let go = json!({"to": "Cupboard", "moved_at": at});
        let refused = siti.post(&movements, go).send().problem(409, "refused");
        assert_eq!(refused.refusals(), [code]);
    }

    let client = json!({"outcome": "client", "settled_on": "2026-03-02",
        "acknowledgement": signed("client")});
    let acknowledged = |more: Value| {
        let mut signature = signed("client");
        if let (Value::Object(signature), Value::Object(more)) = (&mut signature, more) {
            signature.extend(more);
        }
        signature
    };
    for (body, code) in [
        (
            with(client.clone(), "acknowledgement", Value::Null),
            "evidence_missing",
        ),
        (
            with(client.clone(), "stored_at", json!("Safe")),
            "not_for_this_outcome",
        ),
        (
            with(client.clone(), "receiver_id", json!(item["case_id"])),
            "",
        ),
        (
            with(lost(), "acknowledgement", signed("client")),
            "not_for_this_outcome",
        ),
        (
            with(client.clone(), "acknowledgement", signed("guardian")),
            "receiver_acknowledges",
        ),
        (
            with(client.clone(), "incapacity", json!("In a coma.")),
            "guardian_acknowledges",
        ),
        (
            with(client.clone(), "settled_on", json!("2026-03-01")),
            "before_receipt",
        ),
        (
            with(client.clone(), "settled_on", json!("2026-03-03")),
            "in_future",
        ),
        (
            with(
                client.clone(),
                "acknowledgement",
                acknowledged(json!({"signed_on": "2026-03-03"})),
            ),
            "in_future",
        ),
        (
            with(
                client.clone(),
                "acknowledgement",
                acknowledged(json!({"method": "witnessed_verbal"})),
            ),
            "witness_missing",
        ),
        (
            json!({"outcome": "guardian", "settled_on": "2026-03-02", "receiver_name": "Halim",
                "acknowledgement": {"capacity": "guardian", "method": "ink", "signed_on": "2026-03-02"}}),
            "signatory_unnamed",
        ),
        (
            json!({"outcome": "stored_for_collection", "settled_on": "2026-03-02",
                "stored_at": "Safe", "stored_until": "2026-03-01"}),
            "due_on_in_past",
        ),
    ] {
        let refused = settle(&siti, &item, body.clone());
        if code.is_empty() {
            let faults = refused.problem(422, "invalid_body");
            assert_eq!(faults.faults(), [("/receiver_id", "unknown_reference")]);
        } else {
            assert_eq!(refused.problem(409, "refused").refusals(), [code], "{body}");
        }
    }
    let stranger = acknowledged(json!({"person_id": app.new_id()}));
    let stranger = settle(&siti, &item, with(client, "acknowledgement", stranger));
    assert_eq!(
        stranger.problem(422, "invalid_body").faults(),
        [("/acknowledgement/person_id", "unknown_reference")]
    );
    assert_eq!(siti.get(&address).send().ok().etag(), item.etag());
}

#[test]
fn a_minors_guardian_acknowledges_by_the_birth_date_as_exactly_as_it_is_known() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let person = case["person_id"].as_str().unwrap_or_default();
    let person = format!("/v1/persons/{person}");
    for (birth, precision, minor) in [
        ("2008-03-02", "day", false),
        ("2008-03-03", "day", true),
        ("2008-03-01", "month", true),
        ("2008-02-01", "month", false),
        ("2008-01-01", "year", true),
        ("2007-01-01", "estimated", false),
    ] {
        let body =
            json!({"birth_date": birth, "birth_date_precision": precision, "identifiers": []});
        siti.patch(&person, body).if_match("*").send().ok();
        let item = siti.post(&path, shirts()).send().created();
        let told = |capacity: &str| {
            json!({"outcome": "client", "settled_on": "2026-03-02",
                "acknowledgement": signed(capacity)})
        };
        if minor {
            let refused = settle(&siti, &item, told("client")).problem(409, "refused");
            assert_eq!(
                refused.refusals(),
                ["guardian_acknowledges"],
                "{birth} {precision}"
            );
            settle(&siti, &item, told("guardian")).ok();
        } else {
            settle(&siti, &item, told("client")).ok();
        }
    }
    // Nobody knows the age: the client counts as of age.
    let body = json!({"birth_date": null, "birth_date_precision": null});
    siti.patch(&person, body).if_match("*").send().ok();
    let item = siti.post(&path, shirts()).send().created();
    let told = json!({"outcome": "client", "settled_on": "2026-03-02", "acknowledgement": signed("client")});
    settle(&siti, &item, told).ok();
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
fn what_is_settled_or_withdrawn_stays_so() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let settled = siti.post(&path, shirts()).send().created();
    settle(&siti, &settled, lost()).ok();
    let withdrawn = siti.post(&path, shirts()).send().created();
    let address = format!("/v1/custody-items/{}/withdrawal", withdrawn.id());
    let reason = json!({"reason": "The shirts were recorded twice this morning."});
    let by_herself = siti.post(&address, reason.clone()).if_match("*").send();
    by_herself.problem(403, "not_permitted");
    let azman = app.as_supervisor();
    let short = azman
        .post(&address, json!({"reason": "Twice."}))
        .if_match("*");
    let short = short.send().problem(422, "invalid_body");
    assert_eq!(short.faults(), [("/reason", "too_short")]);
    let done = azman
        .post(&address, reason.clone())
        .if_match("*")
        .send()
        .ok();
    assert_eq!(done["status"], "withdrawn");
    assert_eq!(done["withdrawn_reason"], reason["reason"]);
    for item in [settled, withdrawn] {
        let address = format!("/v1/custody-items/{}", item.id());
        let go = json!({"to": "Cupboard", "moved_at": "2026-03-02T00:45:00Z"});
        for refused in [
            siti.patch(&address, json!({"quantity": 3}))
                .if_match("*")
                .send(),
            siti.post(&format!("{address}/movements"), go).send(),
            settle(&siti, &item, lost()),
            azman
                .post(&format!("{address}/withdrawal"), reason.clone())
                .if_match("*")
                .send(),
        ] {
            assert_eq!(
                refused.problem(409, "refused").refusals(),
                ["custody_item_not_held"]
            );
        }
    }
}

#[test]
fn a_case_is_not_closed_while_something_is_held() {
    let app = App::start();
    let (case, closure) = waiting(&app);
    let siti = app.as_caseworker();
    let path = format!("/v1/cases/{}/custody-items", case.id());
    let book = siti.post(&path, bank_book()).send().created();
    let money = siti.post(&path, ringgit(100)).send().created();
    let approval = format!("/v1/closure-requests/{}/approval", closure.id());
    let approve = || {
        let call = app.as_supervisor().post(&approval, json!({}));
        call.if_match(&closure.etag()).send()
    };
    let refused = approve().problem(409, "refused");
    assert_eq!(refused["refusals"][0]["requirement"], "custody_settled");
    let checklist = format!("/v1/cases/{}/checklist?to=closed", case.id());
    let held = || -> Vec<Value> {
        let checklist = siti.get(&checklist).send().ok();
        let items = checklist["items"].as_array().cloned().unwrap_or_default();
        let item = items.iter().find(|item| item["code"] == "custody_settled");
        let missing = item.and_then(|item| item["missing"].as_array());
        missing
            .into_iter()
            .flatten()
            .map(|one| one["record"].clone())
            .collect()
    };
    let of = |item: &Reply| json!({"kind": "custody_item", "id": item.id()});
    assert_eq!(held(), [of(&book), of(&money)]);
    settle(&siti, &book, lost()).ok();
    assert_eq!(held(), [of(&money)]);
    approve().problem(409, "refused");
    let reason = json!({"reason": "The money was counted with the other envelope."});
    let withdrawal = format!("/v1/custody-items/{}/withdrawal", money.id());
    let azman = app.as_supervisor();
    azman.post(&withdrawal, reason).if_match("*").send().ok();
    approve().ok();
    // Nothing is asked for either while something is held.
    let (other, _) = waiting(&app);
    assert_eq!(request(&app, &other).status, 409);
}

#[test]
fn a_closed_case_takes_nothing_into_custody_and_shows_what_it_had() {
    let app = App::start();
    let case = closed(&app);
    let path = format!("/v1/cases/{}/custody-items", case.id());
    let siti = app.as_caseworker();
    let refused = siti.post(&path, bank_book()).send().problem(409, "refused");
    assert_eq!(refused.refusals(), ["case_closed"]);
    assert_eq!(siti.get(&path).send().ok().ids().len(), 0);
    assert_eq!(read(&siti, &case.id()).etag(), case.etag());
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
