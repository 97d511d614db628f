//! What a client agrees to before there is a case: on the intake, and on the case that it becomes.

use std::time::Duration;

use domain::parties::WorkerId;
use serde_json::{Value, json};
use tests::{
    App, Client, Reply,
    cases::read,
    engagement::{consent, contract, order, signed, withdrawal},
    intakes::{person, record, screen, screened, told, told_about},
    race,
};

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}

fn below(intake: &Reply, rest: &str) -> String {
    format!("/v1/intakes/{}/{rest}", intake.id())
}

/// An intake as it was last seen is accepted by Azman, for Siti.
fn accept(app: &App, intake: &Reply) -> Reply {
    let siti = app.worker::<WorkerId>("siti");
    accept_as(&app.as_supervisor(), siti, intake)
}

fn accept_as(superior: &Client, caseworker: WorkerId, intake: &Reply) -> Reply {
    let body = json!({"caseworker_id": caseworker});
    let call = superior.post(&below(intake, "acceptance"), body);
    call.if_match(&intake.etag()).send()
}

fn decline(app: &App, intake: &Reply) {
    let body = json!({"reason": "outside_jurisdiction"});
    let call = app
        .as_supervisor()
        .post(&below(intake, "declination"), body);
    call.if_match(&intake.etag()).send().ok();
}

/// What is found out first, and what each does for it.
fn preliminary() -> Value {
    let mut told = contract();
    told["kind"] = json!("preliminary");
    told["eligibility"] = Value::Null;
    told["accepted"] = json!(true);
    told
}

fn rights() -> Value {
    json!({"rights": ["take_part", "complain"], "explained_to": signed("client")})
}

/// Has a party sign a contract at its address.
fn sign(client: &Client, address: &str, party: &str) -> Reply {
    let body = json!({"party": party, "signature": signed(party)});
    client.post(&format!("{address}/signatures"), body).send()
}

/// A record as the case shows it that took it over.
fn of_case(record: &Reply, case: &Reply) -> Value {
    with(record.body.clone(), "case_id", json!(case.id()))
}

/// What the move to intervention still wants.
fn wanting(client: &Client, case: &Reply) -> Vec<String> {
    let call = client.post(
        &format!("/v1/cases/{}/transitions", case.id()),
        json!({"to": "intervention"}),
    );
    let reply = call.if_match("*").send().problem(409, "refused");
    let refusals = reply["refusals"].as_array().unwrap().iter();
    let names = refusals.map(|it| it["requirement"].as_str().unwrap().to_owned());
    names.collect()
}

#[test]
fn what_is_agreed_on_an_intake_is_the_cases_and_meets_its_gate() {
    let app = App::start();
    let siti = app.as_caseworker();
    let intake = screened(&siti);
    let make = |kind: &str, body| siti.post(&below(&intake, kind), body).send().created();
    let service = make("consents", consent("service"));
    assert_eq!(service.header("location"), below(&intake, "consents"));
    assert_eq!(service["intake_id"], intake.id());
    assert_eq!(service["case_id"], Value::Null);
    app.clock.advance(Duration::from_secs(60));
    let photo = make("consents", consent("photo"));
    let basis = make("legal-bases", order());
    let explained = make("rights-explanations", rights());
    let first = make("contracts", preliminary());
    for party in ["client", "worker", "agency"] {
        let address = format!("{}/{}", below(&intake, "contracts"), first.id());
        sign(&siti, &address, party).ok();
    }
    app.clock.advance(Duration::from_secs(60));
    let draft = make("contracts", contract());
    let address = format!("{}/{}", below(&intake, "contracts"), draft.id());
    sign(&siti, &address, "client").ok();
    let half = sign(&siti, &address, "worker").ok();
    assert_eq!(half.etag(), "\"v3\"");
    for kind in [
        "consents",
        "legal-bases",
        "rights-explanations",
        "contracts",
    ] {
        // They have no address of a case's record while there is no case.
        let of = [&service, &basis, &explained, &draft];
        for one in of {
            siti.get(&format!("/v1/{kind}/{}", one.id()))
                .send()
                .problem(404, "not_found");
        }
    }
    assert_eq!(app.db().count("engagements"), 0);

    let case = accept(&app, &intake).created();
    assert_eq!(app.db().count("intake_engagements"), 0);
    for (kind, one) in [
        ("consents", &service),
        ("consents", &photo),
        ("legal-bases", &basis),
        ("rights-explanations", &explained),
        ("contracts", &half),
    ] {
        let there = siti.get(&format!("/v1/{kind}/{}", one.id())).send().ok();
        assert_eq!(there.body, of_case(one, &case));
        assert_eq!(there.header("etag"), one.header("etag"));
    }
    let listed = |path: &str| siti.get(path).send().ok();
    for (kind, ids) in [
        ("consents", vec![photo.id(), service.id()]),
        ("legal-bases", vec![basis.id()]),
        ("rights-explanations", vec![explained.id()]),
        ("contracts", vec![draft.id(), first.id()]),
    ] {
        let on_case = listed(&format!("/v1/cases/{}/{kind}", case.id()));
        assert_eq!(on_case.ids(), ids);
        // The intake goes on showing what was made there, as it is now.
        assert_eq!(listed(&below(&intake, kind))["items"], on_case["items"]);
    }

    let all = ["contract_agreed", "assessment_finalised"];
    assert_eq!(wanting(&siti, &case), all);
    let address = format!("/v1/contracts/{}", draft.id());
    let agreed = sign(&siti, &address, "agency").ok();
    assert_eq!(agreed["status"], "agreed");
    assert_eq!(agreed.etag(), "\"v4\"");
    assert_eq!(wanting(&siti, &case), all[1..]);
    let shown = listed(&below(&intake, "contracts"));
    assert_eq!(shown["items"][0], agreed.body);
    // What the case adds is not the intake's.
    let late = format!("/v1/cases/{}/consents", case.id());
    siti.post(&late, consent("assessment")).send().created();
    assert_eq!(listed(&below(&intake, "consents")).ids().len(), 2);

    let timeline = listed(&format!("/v1/cases/{}/timeline?limit=200", case.id()));
    let events = timeline["items"].as_array().unwrap().iter();
    let types: Vec<_> = events
        .map(|event| event["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        types,
        [
            "intake.recorded",
            "intake.screened",
            "intake.consent_recorded",
            "intake.consent_recorded",
            "intake.legal_basis_recorded",
            "intake.rights_explained",
            "intake.contract_drafted",
            "intake.contract_signed",
            "intake.contract_signed",
            "intake.contract_signed",
            "intake.contract_agreed",
            "intake.contract_drafted",
            "intake.contract_signed",
            "intake.contract_signed",
            "intake.accepted",
            "case.opened",
            "case.contract_signed",
            "case.contract_agreed",
            "case.consent_recorded",
        ]
    );
    assert!(!timeline.body.to_string().contains("Halim"));
}

#[test]
fn a_consent_given_at_the_counter_lets_a_photo_in_until_it_is_withdrawn_on_the_case() {
    let app = App::start();
    let siti = app.as_caseworker();
    let intake = screened(&siti);
    let given = siti.post(&below(&intake, "consents"), consent("photo"));
    let given = given.send().created();
    let case = accept(&app, &intake).created();
    let picture = || {
        let body = json!({"document_type": "photo", "title": "At home", "size": 7,
            "media_type": "image/jpeg", "sha256": "0".repeat(64)});
        let path = format!("/v1/cases/{}/attachments", case.id());
        siti.post(&path, body).send()
    };
    picture().created();
    let gone = format!("/v1/consents/{}/withdrawal", given.id());
    let gone = siti.post(&gone, withdrawal()).send().ok();
    assert_eq!(gone["status"], "withdrawn");
    assert_eq!(gone["intake_id"], intake.id());
    let needed = picture().problem(409, "refused");
    assert_eq!(needed.refusals(), ["consent_needed"]);
}

#[test]
fn on_an_intake_the_same_is_done_and_refused_as_on_a_case() {
    let app = App::start();
    let siti = app.as_caseworker();
    let intake = record(&siti);
    let post = |rest: &str, body| siti.post(&below(&intake, rest), body).send();
    let refused = |rest: &str, body| {
        post(rest, body)
            .problem(409, "refused")
            .refusals()
            .join(" ")
    };

    let own = with(consent("photo"), "id", json!(app.new_id()));
    let given = post("consents", own.clone()).created();
    assert_eq!(post("consents", own.clone()).ok().body, given.body);
    let other = with(own, "covers", json!("Another."));
    post("consents", other).problem(409, "already_exists");
    let gone = format!("consents/{}/withdrawal", given.id());
    assert_eq!(post(&gone, withdrawal()).ok()["status"], "withdrawn");
    assert_eq!(refused(&gone, withdrawal()), "consent_not_given");
    let ahead = with(signed("client"), "signed_on", json!("2026-03-03"));
    let late = with(consent("service"), "signature", ahead);
    assert_eq!(refused("consents", late), "in_future");
    for (name, body) in [
        (
            "/attachment_id",
            with(consent("photo"), "attachment_id", json!(app.new_id())),
        ),
        (
            "/signature/person_id",
            with(
                consent("photo"),
                "signature",
                with(signed("client"), "person_id", json!(app.new_id())),
            ),
        ),
    ] {
        let reply = post("consents", body).problem(422, "invalid_body");
        assert_eq!(reply.faults(), [(name, "unknown_reference")]);
    }

    let nobody = with(order(), "ordered_by", Value::Null);
    assert_eq!(refused("legal-bases", nobody), "ordered_by_missing");
    let basis = post("legal-bases", order()).created();
    assert_eq!(basis["status"], "in_force");
    let paper = with(order(), "attachment_id", json!(app.new_id()));
    let paper = post("legal-bases", paper).problem(422, "invalid_body");
    assert_eq!(paper.faults(), [("/attachment_id", "unknown_reference")]);

    let draft = post("contracts", preliminary()).created();
    let path = format!("{}/{}", below(&intake, "contracts"), draft.id());
    let edit = |etag: &str, body| siti.patch(&path, body).if_match(etag).send();
    let bare = siti.patch(&path, json!({"purpose": "To find out."})).send();
    bare.problem(428, "version_required");
    let edited = edit(&draft.etag(), json!({"purpose": "To find out."})).ok();
    assert_eq!(edited.etag(), "\"v2\"");
    assert_eq!(app.db().count("record_versions"), 1);
    let stale = edit(&draft.etag(), json!({"purpose": "Another."}));
    stale.problem(412, "version_conflict");
    let wrong = edit("*", json!({"behaviour": "Comes home."}));
    let wrong = wrong.problem(409, "refused");
    assert_eq!(wrong.refusals(), ["not_for_this_contract"]);
    // The order of the same intake stands for the client's signature.
    let by = |id: &str| json!({"party": "client", "legal_basis_id": id});
    let sign_by = |id: &str| siti.post(&format!("{path}/signatures"), by(id)).send();
    let elsewhere = record(&siti);
    let strange = siti.post(&below(&elsewhere, "legal-bases"), order());
    let strange = sign_by(&strange.send().created().id()).problem(422, "invalid_body");
    assert_eq!(strange.faults(), [("/legal_basis_id", "unknown_reference")]);
    sign_by(&basis.id()).ok();
    let twice = sign(&siti, &path, "client").problem(409, "refused");
    assert_eq!(twice.refusals(), ["party_signed"]);
    let settle = |contract: &str, act: &str, body: Value| {
        let path = format!("{}/{contract}/{act}", below(&intake, "contracts"));
        siti.post(&path, body).if_match("*").send()
    };
    let early = json!({"ended_on": "2026-03-02", "reason": "He left."});
    let not_yet = settle(&draft.id(), "end", early.clone()).problem(409, "refused");
    assert_eq!(not_yet.refusals(), ["contract_not_agreed"]);
    for party in ["worker", "agency"] {
        sign(&siti, &path, party).ok();
    }
    assert_eq!(settle(&draft.id(), "end", early).ok()["status"], "ended");
    let other = post(
        "contracts",
        json!({"kind": "secondary", "purpose": "To find out."}),
    );
    let anew = json!({"reason": "Drafted anew."});
    let other = settle(&other.created().id(), "cancellation", anew.clone());
    assert_eq!(other.ok()["status"], "cancelled");
    let over = settle(&draft.id(), "cancellation", anew).problem(409, "refused");
    assert_eq!(over.refusals(), ["contract_not_draft"]);

    let lifted = json!({"ended_on": "2026-03-01", "reason": "The court lifted its order."});
    let end = format!("legal-bases/{}/end", basis.id());
    assert_eq!(post(&end, lifted.clone()).ok()["status"], "ended");
    assert_eq!(refused(&end, lifted), "legal_basis_over");
    post("rights-explanations", rights()).created();

    // Of another intake, and of another kind.
    let strange = |intake: &Reply, rest: String| {
        let reply = siti.post(&below(intake, &rest), withdrawal()).send();
        reply.problem(404, "not_found");
    };
    strange(&elsewhere, gone);
    strange(&intake, format!("consents/{}/withdrawal", draft.id()));
    strange(&intake, format!("consents/{}/withdrawal", app.new_id()));

    let path = below(&intake, "contracts");
    let page = siti.get(&format!("{path}?limit=1")).send().ok();
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = siti.get(&format!("{path}?limit=1&cursor={cursor}"));
    let rest = rest.send().ok();
    let ids = [page.ids(), rest.ids()].concat();
    assert_eq!(ids, siti.get(&path).send().ok().ids());
}

#[test]
fn for_a_minor_at_the_counter_the_guardian_signs() {
    let app = App::start();
    let siti = app.as_caseworker();
    let child = json!({"full_name": "Adam", "birth_date": "2012-05-01"});
    let child = siti.post("/v1/persons", child).send().created().id();
    let intake = siti
        .post("/v1/intakes", told_about(&child))
        .send()
        .created();
    let path = below(&intake, "consents");
    let alone = siti.post(&path, consent("service")).send();
    let alone = alone.problem(409, "refused");
    assert_eq!(alone.refusals(), ["child_view_missing", "guardian_signs"]);
    let heard = with(
        with(consent("service"), "signature", signed("guardian")),
        "child_view",
        json!("He wants to stay with his grandmother."),
    );
    siti.post(&path, heard).send().created();
}

#[test]
fn a_household_agrees_through_the_member_who_is_named() {
    let app = App::start();
    let siti = app.as_caseworker();
    let mother = person(&siti);
    let household = siti.post("/v1/households", json!({"name": "Keluarga Mat"}));
    let household = household.send().created().id();
    let member = json!({"person_id": mother, "relation": "head"});
    let members = format!("/v1/households/{household}/members");
    siti.post(&members, member).send().created();
    let client = json!({"kind": "family", "household_id": household});
    let told = with(told_about(&mother), "client", client);
    let intake = siti.post("/v1/intakes", told).send().created();
    let given = siti.post(&below(&intake, "consents"), consent("service"));
    let given = given.send().created();
    let case = accept(&app, &screen(&siti, &intake)).created();
    let there = siti
        .get(&format!("/v1/consents/{}", given.id()))
        .send()
        .ok();
    assert_eq!(there.body, of_case(&given, &case));
}

#[test]
fn the_client_is_named_before_and_stays_who_it_is() {
    let app = App::start();
    let siti = app.as_caseworker();
    let intake = siti.post("/v1/intakes", told()).send().created();
    for (kind, body) in [
        ("consents", consent("information_sharing")),
        ("legal-bases", order()),
        ("rights-explanations", rights()),
        ("contracts", preliminary()),
    ] {
        let reply = siti.post(&below(&intake, kind), body).send();
        assert_eq!(reply.problem(409, "refused").refusals(), ["client_unnamed"]);
    }
    let path = format!("/v1/intakes/{}", intake.id());
    let name = |person: Value| {
        let call = siti.patch(&path, json!({"person_id": person}));
        call.if_match("*").send()
    };
    let (mat, other) = (person(&siti), person(&siti));
    name(json!(other)).ok();
    name(json!(mat)).ok();
    let contract = siti.post(&below(&intake, "contracts"), preliminary());
    let contract = contract.send().created();
    for person in [json!(other), Value::Null] {
        let reply = name(person).problem(409, "refused");
        assert_eq!(reply.refusals(), ["client_engaged"]);
    }
    let call = siti.patch(&path, json!({"urgency": "urgent"}));
    call.if_match("*").send().ok();

    // Two records of one person: merged, the intake names the one that is left, and so will the case.
    let left = siti.get(&format!("/v1/persons/{other}")).send().ok();
    let merge = json!({"absorbed_id": mat, "absorbed_version": 1,
        "reason": "The same man was registered twice at the counter."});
    let call = app
        .as_data_officer()
        .post(&format!("/v1/persons/{other}/merge"), merge);
    call.if_match(&left.etag()).send().ok();
    let intake = siti.get(&path).send().ok();
    assert_eq!(intake["person_id"], other);
    let case = accept(&app, &screen(&siti, &intake)).created();
    assert_eq!(case["person_id"], other);
    let there = siti.get(&format!("/v1/contracts/{}", contract.id()));
    assert_eq!(there.send().ok()["case_id"], case.id());
}

#[test]
fn of_a_decided_intake_they_are_read_and_written_no_more() {
    let app = App::start();
    let siti = app.as_caseworker();
    let intakes = [screened(&siti), screened(&siti)];
    let made = intakes.each_ref().map(|intake| {
        let make = |kind: &str, body| siti.post(&below(intake, kind), body).send().created();
        let made = [
            make("consents", consent("service")),
            make("legal-bases", order()),
            make("rights-explanations", rights()),
            make("contracts", preliminary()),
        ];
        made.map(|one| one.id())
    });
    decline(&app, &intakes[0]);
    accept(&app, &intakes[1]).created();
    for (intake, [given, basis, explained, draft]) in intakes.iter().zip(&made) {
        let listed = |kind: &str| siti.get(&below(intake, kind)).send().ok().ids().join(" ");
        assert_eq!(listed("consents"), *given);
        assert_eq!(listed("legal-bases"), *basis);
        assert_eq!(listed("rights-explanations"), *explained);
        assert_eq!(listed("contracts"), *draft);
        let lifted = json!({"ended_on": "2026-03-01", "reason": "It was lifted."});
        let party = json!({"party": "client", "signature": signed("client")});
        for (rest, body) in [
            ("consents".to_owned(), consent("photo")),
            (format!("consents/{given}/withdrawal"), withdrawal()),
            ("legal-bases".to_owned(), order()),
            (format!("legal-bases/{basis}/end"), lifted.clone()),
            ("rights-explanations".to_owned(), rights()),
            ("contracts".to_owned(), preliminary()),
            (format!("contracts/{draft}/signatures"), party),
            (format!("contracts/{draft}/end"), lifted),
            (
                format!("contracts/{draft}/cancellation"),
                json!({"reason": "Drafted anew."}),
            ),
        ] {
            let reply = siti.post(&below(intake, &rest), body).if_match("*").send();
            let reply = reply.problem(409, "refused");
            assert_eq!(reply.refusals(), ["intake_decided"], "{rest}");
        }
        let path = below(intake, &format!("contracts/{draft}"));
        let edit = siti.patch(&path, json!({"purpose": "Another."}));
        let edit = edit.if_match("*").send().problem(409, "refused");
        assert_eq!(edit.refusals(), ["intake_decided"]);
    }
    // What was declined belongs to no case.
    let [given, ..] = &made[0];
    let nowhere = siti.get(&format!("/v1/consents/{given}")).send();
    nowhere.problem(404, "not_found");
}

#[test]
fn whoever_reads_the_intake_reads_them_and_who_works_on_it_writes() {
    let app = App::start();
    let siti = app.as_caseworker();
    let intake = record(&siti);
    let given = siti.post(&below(&intake, "consents"), consent("photo"));
    let given = given.send().created();
    let gone = below(&intake, &format!("consents/{}/withdrawal", given.id()));
    for (who, reads, writes) in [
        ("farid", 200, 200),
        ("azman", 200, 200),
        ("auditor", 200, 403),
        ("data", 404, 404),
        ("hanim", 404, 404),
    ] {
        let client = app.as_(who);
        for kind in [
            "consents",
            "legal-bases",
            "rights-explanations",
            "contracts",
        ] {
            client.get(&below(&intake, kind)).send().status(reads);
        }
        // Only tried, so that each finds the same.
        let gone = format!("{gone}?validate_only=true");
        client.post(&gone, withdrawal()).send().status(writes);
    }
}

/// Named so that `make races` runs it too.
mod races {
    use super::*;
    use crate::races::rounds;

    #[test]
    fn what_is_agreed_while_an_intake_is_accepted_is_the_cases_or_is_refused() {
        let app = App::start();
        let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
        let caseworker = app.worker("siti");
        for _ in 0..rounds() {
            let intake = screened(&siti);
            let replies = race(2, |i| match i {
                0 => accept_as(&azman, caseworker, &intake),
                _ => siti
                    .post(&below(&intake, "consents"), consent("service"))
                    .send(),
            });
            let [case, given] = replies.try_into().unwrap_or_else(|_| panic!("two"));
            let case = case.created();
            let there = siti.get(&format!("/v1/cases/{}/consents", case.id()));
            let there = there.send().ok().ids().join(" ");
            if given.status == 201 {
                assert_eq!(there, given.id());
            } else {
                assert_eq!(given.problem(409, "refused").refusals(), ["intake_decided"]);
                assert_eq!(there, "");
            }
            assert_eq!(read(&siti, &case.id()).etag(), "\"v1\"");
        }
        assert_eq!(app.db().count("intake_engagements"), 0);
    }
}
