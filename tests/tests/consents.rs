//! What a client consents to and refuses, by what a mandated case is worked on, which rights were
//! explained, and what is refused without a consent.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{
    App, Reply,
    cases::{closed, disclosure, opened, read},
    engagement::{agreed, consent, consents, order, signed, withdrawal},
};

fn case(app: &App) -> (Reply, String) {
    let case = opened(app, "older_person");
    let path = format!("/v1/cases/{}/consents", case.id());
    (case, path)
}

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}

/// A case whose client is born on this day, or in this year.
fn born(app: &App, birth_date: &str) -> String {
    let (case, _) = case(app);
    let person = format!("/v1/persons/{}", case["person_id"].as_str().unwrap());
    let siti = app.as_caseworker();
    let known = siti.get(&person).send().ok();
    let call = siti.patch(&person, json!({"birth_date": birth_date}));
    call.if_match(&known.etag()).send().ok();
    format!("/v1/cases/{}/consents", case.id())
}

#[test]
fn a_consent_is_recorded_with_its_signature_and_withdrawn_and_neither_tells_the_timeline_a_name() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let given = siti.post(&path, consent("photo")).send().created();
    let address = format!("/v1/consents/{}", given.id());
    assert_eq!(given.header("location"), address);
    assert_eq!(given["status"], "given");
    assert_eq!(given["signature"]["recorded_by"], case["responsible_id"]);
    assert_eq!(siti.get(&address).send().ok().body, given.body);
    let gone = siti.post(&format!("{address}/withdrawal"), withdrawal());
    let gone = gone.send().ok();
    assert_eq!(gone["status"], "withdrawn");
    assert_eq!(gone["withdrawal"]["reason"], withdrawal()["reason"]);
    assert_eq!(siti.get(&address).send().ok().body, gone.body);
    let timeline = format!("/v1/cases/{}/timeline?sort=newest_first&limit=2", case.id());
    let events = siti.get(&timeline).send().ok();
    assert_eq!(events["items"][0]["type"], "case.consent_withdrawn");
    assert_eq!(events["items"][1]["type"], "case.consent_recorded");
    assert_eq!(events["items"][1]["data"]["purpose"], "photo");
    assert!(!events.body.to_string().contains("Halim"));
}

#[test]
fn a_consent_expires_by_the_clock_alone() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let until = with(consent("photo"), "valid_until", json!("2026-03-03"));
    let given = siti.post(&path, until).send().created();
    let address = format!("/v1/consents/{}", given.id());
    for (hours, status) in [(24, "given"), (24, "expired")] {
        app.clock.advance(Duration::from_secs(hours * 3600));
        let siti = app.as_caseworker();
        assert_eq!(siti.get(&address).send().ok()["status"], status);
        assert_eq!(siti.get(&path).send().ok()["items"][0]["status"], status);
    }
    assert_eq!(app.db().count("engagements WHERE state = 'given'"), 1);
    let siti = app.as_caseworker();
    let gone = siti.post(&format!("{address}/withdrawal"), withdrawal());
    let gone = gone.send().problem(409, "refused");
    assert_eq!(gone.refusals(), ["consent_not_given"]);
}

#[test]
fn a_minors_guardian_signs_and_the_child_is_heard() {
    let app = App::start();
    let path = born(&app, "2012-05-01");
    let siti = app.as_caseworker();
    let alone = siti.post(&path, consent("photo")).send();
    let alone = alone.problem(409, "refused");
    assert_eq!(alone.refusals(), ["child_view_missing", "guardian_signs"]);
    let guardian = with(consent("photo"), "signature", signed("guardian"));
    let heard = with(
        guardian.clone(),
        "child_view",
        json!("She wants to be seen."),
    );
    let given = siti.post(&path, heard).send().created();
    let withdraw = format!("/v1/consents/{}/withdrawal", given.id());
    let alone = siti.post(&withdraw, withdrawal()).send();
    assert_eq!(alone.problem(409, "refused").refusals(), ["guardian_signs"]);

    let adult = born(&app, "2008-03-02");
    let by_guardian = siti.post(&adult, guardian).send();
    let by_guardian = by_guardian.problem(409, "refused");
    assert_eq!(by_guardian.refusals(), ["client_signs"]);
    siti.post(&adult, consent("photo")).send().created();
}

#[test]
fn from_which_age_a_client_signs_alone_is_configured_for_each_country() {
    let app = App::start_with(|parts| parts.adult_ages.malaysia = 21);
    let siti = app.as_caseworker();
    let alone = siti.post(&born(&app, "2005-03-03"), consent("photo"));
    let alone = alone.send().problem(409, "refused");
    assert_eq!(alone.refusals(), ["child_view_missing", "guardian_signs"]);
    let adult = born(&app, "2005-03-02");
    siti.post(&adult, consent("photo")).send().created();
}

#[test]
fn what_is_told_wrongly_is_refused_with_its_code() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let photo = || consent("photo");
    let signature = |name: &str, value: Value| with(signed("client"), name, value);
    let refusal = with(photo(), "answer", json!("refused"));
    let reasoned = with(refusal.clone(), "refusal_reason", json!("shame"));
    for (body, code) in [
        (
            with(
                photo(),
                "signature",
                signature("signed_on", json!("2026-03-03")),
            ),
            "in_future",
        ),
        (
            with(
                photo(),
                "signature",
                signature("method", json!("witnessed_verbal")),
            ),
            "witness_missing",
        ),
        (
            with(
                with(photo(), "incapacity", json!("Dementia.")),
                "signature",
                json!({"capacity": "guardian", "method": "ink", "signed_on": "2026-03-02"}),
            ),
            "signatory_unnamed",
        ),
        (
            with(photo(), "incapacity", json!("Dementia.")),
            "guardian_signs",
        ),
        (refusal, "refusal_reason_mismatch"),
        (
            with(reasoned.clone(), "valid_until", json!("2026-03-09")),
            "valid_until_mismatch",
        ),
        (
            with(photo(), "valid_until", json!("2026-03-01")),
            "until_before_since",
        ),
    ] {
        let refused = siti.post(&path, body).send().problem(409, "refused");
        assert_eq!(refused.refusals(), [code]);
    }
    for (name, body) in [
        (
            "/attachment_id",
            with(photo(), "attachment_id", json!(app.new_id())),
        ),
        (
            "/signature/person_id",
            with(
                photo(),
                "signature",
                signature("person_id", json!(app.new_id())),
            ),
        ),
    ] {
        let refused = siti.post(&path, body).send().problem(422, "invalid_body");
        assert_eq!(refused.faults(), [(name, "unknown_reference")]);
    }
    assert_eq!(app.db().count("engagements"), 0);

    let refused = siti.post(&path, reasoned).send().created();
    assert_eq!(refused["status"], "refused");
    let withdraw = |id: &str, body| {
        let reply = siti.post(&format!("/v1/consents/{id}/withdrawal"), body);
        reply.send().problem(409, "refused").refusals().join(" ")
    };
    assert_eq!(withdraw(&refused.id(), withdrawal()), "consent_not_given");
    let given = siti.post(&path, photo()).send().created();
    let early = with(
        withdrawal(),
        "signature",
        signature("signed_on", json!("2026-03-01")),
    );
    assert_eq!(withdraw(&given.id(), early), "before_consent");
}

#[test]
fn of_two_answers_on_one_day_the_later_counts_and_a_command_sent_twice_is_one() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let met = || {
        let path = format!("/v1/cases/{}/checklist?to=intervention", case.id());
        let list = siti.get(&path).send().ok();
        let items = list["items"].as_array().unwrap().clone();
        let item = items
            .into_iter()
            .find(|item| item["code"] == "service_consent_or_legal_basis");
        item.unwrap()["met"].as_bool().unwrap()
    };
    assert!(!met());
    let mut first = with(consent("service"), "id", json!(app.new_id()));
    let given = siti.post(&path, first.clone()).send().created();
    assert_eq!(siti.post(&path, first.clone()).send().ok().body, given.body);
    first["covers"] = json!("Another.");
    siti.post(&path, first)
        .send()
        .problem(409, "already_exists");
    assert!(met());
    app.clock.advance(Duration::from_secs(60));
    let mut refusal = with(consent("service"), "answer", json!("refused"));
    refusal["refusal_reason"] = json!("prefers_own_solution");
    siti.post(&path, refusal).send().created();
    assert!(!met());
    app.clock.advance(Duration::from_secs(60));
    siti.post(&path, consent("service")).send().created();
    assert!(met());
    let only = siti.get(&format!("{path}?purpose=photo")).send().ok();
    assert_eq!(only.ids().len(), 0);
    assert_eq!(siti.get(&path).send().ok().ids().len(), 3);
}

#[test]
fn a_photo_needs_a_consent_until_its_last_byte_and_a_withdrawal_takes_away_nothing() {
    let app = App::start();
    let (case, _) = case(&app);
    let siti = app.as_caseworker();
    let path = format!("/v1/cases/{}/attachments", case.id());
    let content = b"\xff\xd8\xff\xe0\0\x10JFIF\0";
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, content);
    let digest: String = digest.as_ref().iter().map(|b| format!("{b:02x}")).collect();
    let announce = |kind: &str| {
        let body = json!({"document_type": kind, "title": "At home", "media_type": "image/jpeg",
            "size": content.len(), "sha256": digest});
        siti.post(&path, body).send()
    };
    let send = |attachment: &Reply| {
        let path = format!("/v1/attachments/{}/content", attachment.id());
        let call = siti.call("PUT", &path);
        let call = call.header("content-type", "application/octet-stream");
        call.bytes(content.to_vec()).send()
    };
    let needed = |reply: Reply| {
        assert_eq!(reply.problem(409, "refused").refusals(), ["consent_needed"]);
    };
    needed(announce("photo"));
    needed(announce("video"));
    let paper = announce("medical_report").created();
    let becomes = siti.patch(
        &format!("/v1/attachments/{}", paper.id()),
        json!({"document_type": "photo"}),
    );
    needed(becomes.if_match(&paper.etag()).send());

    let given = consents(&siti, &case.id(), "photo");
    let (kept, late) = (announce("photo").created(), announce("photo").created());
    send(&kept).ok();
    let gone = format!("/v1/consents/{}/withdrawal", given.id());
    siti.post(&gone, withdrawal()).send().ok();
    needed(send(&late));
    needed(announce("photo"));
    // What had come stays, and is still given out.
    let kept = format!("/v1/attachments/{}/content", kept.id());
    siti.get(&kept).send().ok();
}

#[test]
fn a_disclosure_by_consent_names_one_that_was_in_force_on_that_day() {
    let app = App::start();
    let (case, consent_path) = case(&app);
    let siti = app.as_caseworker();
    let path = format!("/v1/cases/{}/disclosures", case.id());
    let by = |id: &str| {
        let body = with(disclosure(), "basis", json!("consent"));
        with(body, "consent_id", json!(id))
    };
    let tell = |body: Value| siti.post(&path, body).send();
    let refused = |body: Value| tell(body).problem(409, "refused").refusals().join(" ");
    let bare = with(disclosure(), "basis", json!("consent"));
    assert_eq!(refused(bare), "consent_unnamed");
    let photo = consents(&siti, &case.id(), "photo").id();
    assert_eq!(refused(by(&photo)), "consent_not_in_force");
    let sharing = consents(&siti, &case.id(), "information_sharing").id();
    let other = with(disclosure(), "consent_id", json!(sharing));
    assert_eq!(refused(other), "consent_unnamed");
    let told = tell(by(&sharing)).created();
    assert_eq!(told["consent_id"], json!(sharing));
    let elsewhere = consents(
        &siti,
        &opened(&app, "older_person").id(),
        "information_sharing",
    );
    let elsewhere = tell(by(&elsewhere.id())).problem(422, "invalid_body");
    assert_eq!(elsewhere.faults(), [("/consent_id", "unknown_reference")]);

    // Withdrawn tomorrow: what was told today may still be written down, but nothing of tomorrow.
    app.clock.advance(Duration::from_secs(24 * 3600));
    let siti = app.as_caseworker();
    let mut taken = withdrawal();
    taken["signature"]["signed_on"] = json!("2026-03-03");
    let gone = format!("/v1/consents/{sharing}/withdrawal");
    siti.post(&gone, taken).send().ok();
    siti.post(&path, by(&sharing)).send().created();
    let late = with(by(&sharing), "disclosed_at", json!("2026-03-03T00:30:00Z"));
    let late = siti.post(&path, late).send().problem(409, "refused");
    assert_eq!(late.refusals(), ["consent_not_in_force"]);
    assert_eq!(siti.get(&consent_path).send().ok().ids().len(), 2);
}

#[test]
fn a_mandated_case_is_worked_on_by_its_legal_basis_until_that_ends() {
    let app = App::start();
    let (case, _) = case(&app);
    let siti = app.as_caseworker();
    let path = format!("/v1/cases/{}/legal-bases", case.id());
    let transition = || {
        let call = siti.post(
            &format!("/v1/cases/{}/transitions", case.id()),
            json!({"to": "intervention"}),
        );
        let reply = call.if_match(&read(&siti, &case.id()).etag()).send();
        let problem = reply.problem(409, "refused");
        let refusals = problem["refusals"].as_array().unwrap().clone();
        let names = refusals
            .iter()
            .map(|it| it["requirement"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    let all = [
        "service_consent_or_legal_basis",
        "contract_agreed",
        "assessment_finalised",
    ];
    assert_eq!(transition(), all);
    for (name, value, code) in [
        ("ordered_by", Value::Null, "ordered_by_missing"),
        ("ordered_on", json!("2026-03-03"), "in_future"),
        ("ends_on", json!("2026-02-28"), "until_before_since"),
    ] {
        let wrong = siti.post(&path, with(order(), name, value)).send();
        assert_eq!(wrong.problem(409, "refused").refusals(), [code]);
    }
    let basis = siti.post(&path, order()).send().created();
    assert_eq!(basis["status"], "in_force");
    assert_eq!(transition(), &all[1..]);
    agreed(&siti, &case.id());
    assert_eq!(transition(), &all[2..]);

    let address = format!("/v1/legal-bases/{}", basis.id());
    assert_eq!(siti.get(&address).send().ok().body, basis.body);
    let end = |on: &str| {
        let body = json!({"ended_on": on, "reason": "The court lifted its order."});
        siti.post(&format!("{address}/end"), body).send()
    };
    assert_eq!(
        end("2026-03-03").problem(409, "refused").refusals(),
        ["in_future"]
    );
    assert_eq!(end("2026-03-01").ok()["status"], "ended");
    let again = end("2026-03-01").problem(409, "refused");
    assert_eq!(again.refusals(), ["legal_basis_over"]);
    assert_eq!(transition(), [all[0], all[2]]);
    assert_eq!(siti.get(&path).send().ok()["items"][0]["status"], "ended");
}

#[test]
fn explained_rights_are_told_with_whoever_was_told() {
    let app = App::start();
    let (case, _) = case(&app);
    let siti = app.as_caseworker();
    let path = format!("/v1/cases/{}/rights-explanations", case.id());
    let told = || {
        json!({"rights": ["take_part", "complain"], "note": "In Javanese.",
            "explained_to": signed("client")})
    };
    let made = siti.post(&path, told()).send().created();
    let address = format!("/v1/rights-explanations/{}", made.id());
    assert_eq!(siti.get(&address).send().ok().body, made.body);
    assert_eq!(siti.get(&path).send().ok().ids(), [made.id()]);
    let none = siti.post(&path, with(told(), "rights", json!([]))).send();
    assert_eq!(none.problem(422, "invalid_body").faults()[0].0, "/rights");
    let mut later = told();
    later["explained_to"]["signed_on"] = json!("2026-03-03");
    let later = siti.post(&path, later).send().problem(409, "refused");
    assert_eq!(later.refusals(), ["in_future"]);
    let event = format!("/v1/cases/{}/timeline?sort=newest_first&limit=1", case.id());
    let event = siti.get(&event).send().ok();
    assert_eq!(event["items"][0]["type"], "case.rights_explained");
}

#[test]
fn a_closed_case_takes_a_consent_to_share_and_withdrawals_and_nothing_else() {
    let app = App::start();
    let case = closed(&app);
    let siti = app.as_caseworker();
    let path = |kind: &str| format!("/v1/cases/{}/{kind}", case.id());
    let rights = json!({"rights": ["complain"], "explained_to": signed("client")});
    for (kind, body) in [
        ("consents", consent("service")),
        ("legal-bases", order()),
        ("rights-explanations", rights),
    ] {
        let refused = siti.post(&path(kind), body).send().problem(409, "refused");
        assert_eq!(refused.refusals(), ["case_closed"]);
    }
    let given = consents(&siti, &case.id(), "information_sharing");
    let gone = format!("/v1/consents/{}/withdrawal", given.id());
    siti.post(&gone, withdrawal()).send().ok();
}

#[test]
fn whoever_sees_the_case_reads_them_and_the_responsible_worker_alone_writes() {
    let app = App::start();
    let (case, path) = case(&app);
    let siti = app.as_caseworker();
    let given = siti.post(&path, consent("photo")).send().created();
    let basis = format!("/v1/cases/{}/legal-bases", case.id());
    let basis = siti.post(&basis, order()).send().created();
    for (who, reads, writes) in [
        ("azman", 200, 403),
        ("farid", 200, 403),
        ("auditor", 200, 403),
        ("data", 403, 403),
        ("hanim", 404, 404),
    ] {
        let client = app.as_(who);
        for address in [
            path.clone(),
            format!("/v1/consents/{}", given.id()),
            format!("/v1/legal-bases/{}", basis.id()),
        ] {
            client.get(&address).send().status(reads);
        }
        client.post(&path, consent("photo")).send().status(writes);
        let gone = format!("/v1/consents/{}/withdrawal", given.id());
        client.post(&gone, withdrawal()).send().status(writes);
    }
    for nothing in [
        "consents",
        "legal-bases",
        "rights-explanations",
        "contracts",
    ] {
        // The id of another kind of record is none here.
        let id = if nothing == "consents" {
            basis.id()
        } else {
            given.id()
        };
        let reply = siti.get(&format!("/v1/{nothing}/{id}")).send();
        reply.problem(404, "not_found");
    }
}
