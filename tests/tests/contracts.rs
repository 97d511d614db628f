//! Contracts: drafted, edited, signed by three, ended, cancelled, and in the way of a closure.

use serde_json::{Value, json};
use tests::{
    App, Reply,
    cases::{closed, ending, moved_away, opened, particulars, read, request, told_and_listed},
    engagement::{agreed, contract, draft, order, sign, signed},
    race,
};

fn case(app: &App) -> (Reply, String) {
    let case = opened(app, "older_person");
    let path = format!("/v1/cases/{}/contracts", case.id());
    (case, path)
}

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}

fn types(app: &App, contract: &str) -> Vec<String> {
    app.db().lines(&format!(
        "SELECT type AS value FROM events WHERE record_id = {} ORDER BY seq",
        app.db().id(contract)
    ))
}

#[test]
fn three_signatures_make_a_draft_agreed() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let bare = json!({"kind": "primary", "purpose": "Care at home."});
    let drafted = siti.post(&path, bare).send().created();
    let address = format!("/v1/contracts/{}", drafted.id());
    assert_eq!(drafted.header("location"), address);
    assert_eq!(drafted["status"], "draft");
    let early = sign(&siti, &drafted.id(), "client").problem(409, "refused");
    assert_eq!(early.refusals(), ["contract_incomplete"; 12]);
    let edit = || siti.patch(&address, contract());
    edit().send().problem(428, "version_required");
    edit()
        .if_match("\"v9\"")
        .send()
        .problem(412, "version_conflict");
    let edited = edit().if_match(&drafted.etag()).send().ok();
    assert_eq!(edited["version"], 2);
    for (party, status) in [
        ("agency", "draft"),
        ("client", "draft"),
        ("worker", "agreed"),
    ] {
        assert_eq!(sign(&siti, &drafted.id(), party).ok()["status"], status);
    }
    let whole = siti.get(&address).send().ok();
    assert_eq!(whole["agreed_on"], "2026-03-02");
    assert_eq!(whole["signatures"].as_array().unwrap().len(), 3);
    let end = siti.post(
        &format!("{address}/end"),
        json!({"ended_on": "2026-03-02", "reason": "His son has come back."}),
    );
    let ended = end.if_match(&whole.etag()).send().ok();
    assert_eq!(ended["status"], "ended");
    assert_eq!(ended["settled"]["on"], "2026-03-02");
    let events = [
        "drafted", "edited", "signed", "signed", "signed", "agreed", "ended",
    ];
    assert_eq!(
        types(&app, &drafted.id()),
        events.map(|it| format!("case.contract_{it}"))
    );
    assert_eq!(
        siti.get(&format!("{path}?status=ended")).send().ok().ids(),
        [drafted.id()]
    );
    assert!(
        siti.get(&format!("{path}?kind=secondary"))
            .send()
            .ok()
            .ids()
            .is_empty()
    );
    let timeline = siti.get(&format!("/v1/cases/{}/timeline", case.id()));
    assert!(!timeline.send().ok().body.to_string().contains("Halim"));
}

#[test]
fn what_does_not_fit_is_refused_with_its_code() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let certified = json!({"certified_by": "Azman", "certified_on": "2026-03-03"});
    for (name, value, code) in [
        ("behaviour", json!("Shouts."), "not_for_this_contract"),
        ("ends_on", json!("2026-03-01"), "until_before_since"),
        ("eligibility", certified, "in_future"),
    ] {
        let refused = siti.post(&path, with(contract(), name, value)).send();
        assert_eq!(refused.problem(409, "refused").refusals(), [code]);
    }
    let id = siti.post(&path, contract()).send().created().id();
    let signing = |body: Value| {
        siti.post(&format!("/v1/contracts/{id}/signatures"), body)
            .send()
    };
    let refused = |body: Value| signing(body).problem(409, "refused").refusals().join(" ");
    let by = |party: &str, signature: Value| json!({"party": party, "signature": signature});
    let unnamed = json!({"capacity": "worker", "method": "ink", "signed_on": "2026-03-02"});
    let spoken = with(signed("agency"), "method", json!("witnessed_verbal"));
    let tomorrow = with(signed("client"), "signed_on", json!("2026-03-03"));
    let incapable = with(
        by("client", signed("client")),
        "incapacity",
        json!("Dementia."),
    );
    for (body, code) in [
        (json!({"party": "client"}), "signature_missing"),
        (by("client", signed("guardian")), "client_signs"),
        (incapable, "guardian_signs"),
        (by("worker", signed("agency")), "party_signs"),
        (by("worker", unnamed), "signatory_unnamed"),
        (by("agency", spoken), "witness_missing"),
        (by("client", tomorrow), "in_future"),
    ] {
        assert_eq!(refused(body), code);
    }
    let stranger = with(signed("agency"), "person_id", json!(app.new_id()));
    let stranger = signing(by("agency", stranger)).problem(422, "invalid_body");
    assert_eq!(
        stranger.faults(),
        [("/signature/person_id", "unknown_reference")]
    );

    sign(&siti, &id, "client").ok();
    let again = sign(&siti, &id, "client").problem(409, "refused");
    assert_eq!(again.refusals(), ["party_signed"]);
    let address = format!("/v1/contracts/{id}");
    let act = |what: &str, body: Value| {
        let call = siti.post(&format!("{address}/{what}"), body).if_match("*");
        call.send()
    };
    let edit = || {
        siti.patch(&address, json!({"purpose": "More."}))
            .if_match("*")
            .send()
    };
    assert_eq!(
        edit().problem(409, "refused").refusals(),
        ["contract_signed"]
    );
    let end = |on: &str| act("end", json!({"ended_on": on, "reason": "Over."}));
    let code = |reply: Reply| reply.problem(409, "refused").refusals().join(" ");
    assert_eq!(code(end("2026-03-02")), "contract_not_agreed");
    for party in ["worker", "agency"] {
        sign(&siti, &id, party).ok();
    }
    let cancel = || act("cancellation", json!({"reason": "Drafted anew."}));
    assert_eq!(code(cancel()), "contract_not_draft");
    assert_eq!(code(edit()), "contract_not_draft");
    assert_eq!(code(end("2026-03-01")), "before_agreement");
    assert_eq!(code(end("2026-03-03")), "in_future");
    end("2026-03-02").ok();
    assert_eq!(code(end("2026-03-02")), "contract_not_agreed");
}

#[test]
fn a_legal_basis_in_force_stands_for_the_clients_signature_alone() {
    let app = App::start();
    let (case, _) = case(&app);
    let siti = app.as_caseworker();
    let bases = format!("/v1/cases/{}/legal-bases", case.id());
    let order_of = |body: Value| siti.post(&bases, body).send().created().id();
    let over = with(order(), "ends_on", json!("2026-03-01"));
    let (basis, over) = (order_of(order()), order_of(over));
    let id = draft(&siti, &case.id()).id();
    let by = |party: &str, basis: &str| {
        let body = json!({"party": party, "legal_basis_id": basis});
        siti.post(&format!("/v1/contracts/{id}/signatures"), body)
            .send()
    };
    let code = |reply: Reply| reply.problem(409, "refused").refusals().join(" ");
    assert_eq!(code(by("worker", &basis)), "legal_basis_for_client_only");
    assert_eq!(code(by("client", &over)), "legal_basis_not_in_force");
    let unknown = by("client", &app.new_id().to_string());
    let unknown = unknown.problem(422, "invalid_body");
    assert_eq!(unknown.faults(), [("/legal_basis_id", "unknown_reference")]);
    by("client", &basis).ok();
    sign(&siti, &id, "worker").ok();
    let agreed = sign(&siti, &id, "agency").ok();
    assert_eq!(agreed["status"], "agreed");
    assert_eq!(agreed["signatures"][0]["legal_basis_id"], json!(basis));
}

#[test]
fn of_three_who_sign_at_once_none_is_lost_and_of_many_of_one_party_one_signs() {
    let app = App::start();
    let siti = app.as_caseworker();
    for _ in 0..8 {
        let (case, _) = case(&app);
        let id = draft(&siti, &case.id()).id();
        let parties = ["client", "worker", "agency", "client", "worker", "agency"];
        let said = race(parties.len(), |i| {
            let body = json!({"party": parties[i], "signature": signed(parties[i])});
            let path = format!("/v1/contracts/{id}/signatures");
            // Who is told that the database is busy asks again.
            loop {
                let reply = siti.post(&path, body.clone()).send();
                if reply.status != 503 {
                    break reply.status;
                }
            }
        });
        assert_eq!(said.iter().filter(|it| **it == 200).count(), 3, "{said:?}");
        assert_eq!(said.iter().filter(|it| **it == 409).count(), 3, "{said:?}");
        let contract = siti.get(&format!("/v1/contracts/{id}")).send().ok();
        assert_eq!(contract["status"], "agreed");
        assert_eq!(contract["version"], 4);
        let signatures = contract["signatures"].as_array().unwrap().iter();
        let mut signed: Vec<_> = signatures.map(|it| it["party"].as_str().unwrap()).collect();
        signed.sort_unstable();
        assert_eq!(signed, ["agency", "client", "worker"]);
        let agreed = types(&app, &id);
        assert_eq!(
            agreed
                .iter()
                .filter(|it| *it == "case.contract_agreed")
                .count(),
            1
        );
    }
}

#[test]
fn an_edit_and_a_signature_at_once_never_change_what_was_signed() {
    let app = App::start();
    let siti = app.as_caseworker();
    for _ in 0..8 {
        let (case, _) = case(&app);
        let drafted = draft(&siti, &case.id());
        let path = format!("/v1/contracts/{}", drafted.id());
        let said = race(2, |i| {
            if i == 0 {
                sign(&siti, &drafted.id(), "client").status
            } else {
                let call = siti.patch(&path, json!({"purpose": "Something else."}));
                call.if_match(&drafted.etag()).send().status
            }
        });
        assert_eq!(said[0], 200);
        assert!([200, 412].contains(&said[1]), "{said:?}");
        let now = siti.get(&path).send().ok();
        assert_eq!(now["purpose"] == "Something else.", said[1] == 200);
        assert_eq!(now["signatures"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn an_open_contract_is_in_the_way_of_a_closure_until_it_is_settled() {
    let app = App::start();
    let (case, _) = case(&app);
    let siti = app.as_caseworker();
    let (drafted, running) = (draft(&siti, &case.id()), agreed(&siti, &case.id()));
    let brief = with(contract(), "ends_on", json!("2026-03-02"));
    let path = format!("/v1/cases/{}/contracts", case.id());
    let brief = siti.post(&path, brief).send().created();
    for party in ["client", "worker", "agency"] {
        sign(&siti, &brief.id(), party).ok();
    }
    let case = ending(&app, &read(&siti, &case.id()), "moved_away");
    told_and_listed(&app, &case.id());
    particulars(&app, &case.id(), moved_away());
    let open = || {
        let path = format!("/v1/cases/{}/checklist?to=closed", case.id());
        let list = app.as_caseworker().get(&path).send().ok();
        let items = list["items"].as_array().unwrap().clone();
        let item = items
            .into_iter()
            .find(|it| it["code"] == "nothing_open")
            .unwrap();
        let missing = item["missing"].as_array().unwrap().iter();
        let records = missing.map(|it| {
            assert_eq!(it["record"]["kind"], "contract");
            it["record"]["id"].as_str().unwrap().to_owned()
        });
        records.collect::<Vec<_>>()
    };
    assert_eq!(open(), [drafted.id(), running.id(), brief.id()]);
    let early = request(&app, &case).problem(409, "refused");
    assert_eq!(early.refusals(), ["requirement_unmet"]);
    // The last day of one is over; of the others the worker's reason makes an end.
    app.clock.advance(std::time::Duration::from_secs(24 * 3600));
    assert_eq!(open(), [drafted.id(), running.id()]);
    let siti = app.as_caseworker();
    let cancel = json!({"reason": "Nobody was reached any more."});
    let cancel = siti.post(
        &format!("/v1/contracts/{}/cancellation", drafted.id()),
        cancel,
    );
    let cancelled = cancel.if_match(&drafted.etag()).send().ok();
    assert_eq!(cancelled["status"], "cancelled");
    let end = json!({"ended_on": "2026-03-03", "reason": "He has moved away."});
    let end = siti.post(&format!("/v1/contracts/{}/end", running.id()), end);
    end.if_match(&running.etag()).send().ok();
    assert!(open().is_empty());
    request(&app, &case).created();
}

#[test]
fn a_preliminary_contract_accepts_the_client_and_carries_no_intervention() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let mut joining = with(contract(), "kind", json!("preliminary"));
    joining["eligibility"] = Value::Null;
    joining["diagnosis"] = json!("Weak, and alone.");
    joining["accepted"] = json!(false);
    let id = siti.post(&path, joining).send().created().id();
    let refused = sign(&siti, &id, "client").problem(409, "refused");
    assert_eq!(refused.refusals(), ["contract_incomplete"]);
    let address = format!("/v1/contracts/{id}");
    let accepted = siti
        .patch(&address, json!({"accepted": true}))
        .if_match("*");
    accepted.send().ok();
    for party in ["client", "worker", "agency"] {
        sign(&siti, &id, party).ok();
    }
    let met = || {
        let path = format!("/v1/cases/{}/checklist?to=intervention", case.id());
        let list = siti.get(&path).send().ok();
        let items = list["items"].as_array().unwrap().clone();
        let item = items.into_iter().find(|it| it["code"] == "contract_agreed");
        item.unwrap()
    };
    assert_eq!(met()["met"], false);
    let primary = agreed(&siti, &case.id());
    assert_eq!(met()["met"], true);
    assert_eq!(
        met()["satisfied_by"],
        json!({"kind": "contract", "id": primary.id()})
    );
}

#[test]
fn a_closed_case_takes_none_and_only_the_responsible_worker_writes_them() {
    let app = App::start();
    let over = closed(&app);
    let path = format!("/v1/cases/{}/contracts", over.id());
    let refused = app.as_caseworker().post(&path, contract()).send();
    assert_eq!(refused.problem(409, "refused").refusals(), ["case_closed"]);

    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let mut own = with(contract(), "id", json!(app.new_id()));
    let made = siti.post(&path, own.clone()).send().created();
    assert_eq!(siti.post(&path, own.clone()).send().ok().body, made.body);
    own["purpose"] = json!("Another.");
    siti.post(&path, own).send().problem(409, "already_exists");
    let address = format!("/v1/contracts/{}", made.id());
    let reason = json!({"reason": "Drafted anew."});
    for (who, reads, writes) in [
        ("azman", 200, 403),
        ("farid", 200, 403),
        ("auditor", 200, 403),
        ("data", 403, 403),
        ("hanim", 404, 404),
    ] {
        let client = app.as_(who);
        client.get(&path).send().status(reads);
        client.get(&address).send().status(reads);
        client.post(&path, contract()).send().status(writes);
        sign(&client, &made.id(), "client").status(writes);
        let cancel = client.post(&format!("{address}/cancellation"), reason.clone());
        cancel.if_match("*").send().status(writes);
    }
    let nothing = format!("/v1/contracts/{}", case.id());
    siti.get(&nothing).send().problem(404, "not_found");
}
