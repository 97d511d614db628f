//! What became of it, by which evidence, and who has to sign.

use serde_json::{Value, json};
use tests::{
    App, Reply,
    cases::{bank_book, closed, read, request, waiting},
};

use super::{case, lost, ringgit, settle, shirts, signed};

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
