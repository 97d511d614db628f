//! How an intake ends without a case, its first contact, and every refusal of the room.

use std::{collections::BTreeSet, fs, path::Path};

use chrono::SecondsFormat;
use domain::{parties::WorkerId, refusal::RefusalCode, words::Word};
use serde_json::{Value, json};
use tests::{
    App, Reply, cases,
    engagement::consent,
    intakes::{person, record, screen, screened, screening, told, told_about},
    race,
};

const REASON: &str = "The hospital lost its archive in the flood of January.";

fn redirection() -> Value {
    json!({
        "organisation": "Baitulmal Negeri Kedah", "service": "Monthly food aid",
        "contact": "Puan Salmah, +60 4 733 1111",
        "client_told": "To bring the identity card."
    })
}

fn of(kind: &str, id: &str) -> Value {
    json!({"of": {"kind": kind, "id": id}})
}

fn by(app: &App, caseworker: &str) -> Value {
    json!({"caseworker_id": app.worker::<WorkerId>(caseworker)})
}

fn path(intake: &Reply) -> String {
    format!("/v1/intakes/{}", intake.id())
}

/// An act on an intake as it was last seen.
fn act(app: &App, who: &str, intake: &Reply, act: &str, body: Value) -> Reply {
    let call = app.as_(who).post(&format!("{}/{act}", path(intake)), body);
    call.if_match(&intake.etag()).send()
}

/// The same, whatever version there is.
fn insist(app: &App, who: &str, intake: &Reply, act: &str, body: Value) -> Reply {
    let call = app.as_(who).post(&format!("{}/{act}", path(intake)), body);
    call.if_match("*").send()
}

/// A case of Kulim, accepted from this intake by Azman.
fn accepted(app: &App, intake: &Reply) -> Reply {
    act(app, "azman", intake, "acceptance", by(app, "siti")).created()
}

fn contact(app: &App, reached: bool) -> Value {
    json!({
        "with": "client", "channel": "phone", "purpose": "follow_up",
        "at": app.clock.now().to_rfc3339_opts(SecondsFormat::Secs, true), "reached": reached
    })
}

#[test]
fn an_intake_is_redirected_with_everything_the_client_needs() {
    let app = App::start();
    let intake = record(&app.as_caseworker());
    for (who, status, code) in [
        ("siti", 403, "not_permitted"),
        ("auditor", 403, "not_permitted"),
        ("hanim", 404, "not_found"),
    ] {
        act(&app, who, &intake, "redirection", redirection()).problem(status, code);
    }
    let place = format!("{}/redirection", path(&intake));
    let bare = app.as_supervisor().post(&place, redirection()).send();
    bare.problem(428, "version_required");
    for needed in ["organisation", "service", "contact", "client_told"] {
        let mut body = redirection();
        body[needed] = Value::Null;
        let refused = act(&app, "azman", &intake, "redirection", body);
        let refused = refused.problem(422, "invalid_body");
        assert_eq!(refused.faults(), [(&*format!("/{needed}"), "required")]);
    }
    let done = act(&app, "azman", &intake, "redirection", redirection()).ok();
    assert_eq!(done["status"], "decided");
    assert_eq!(done["decision"], "redirected");
    assert_eq!(done["redirection"], redirection());
    assert_eq!(done["responded_at"], "2026-03-02T01:00:00Z");
    assert_eq!(
        done["decided_by"],
        json!(app.worker::<WorkerId>("azman").to_string())
    );
    let read = app.as_caseworker().get(&path(&intake)).send().ok();
    assert_eq!(read.body, done.body);
    act(&app, "azman", &intake, "redirection", redirection()).problem(412, "version_conflict");
    let told = app
        .db()
        .lines("SELECT CAST(data AS TEXT) AS value FROM events WHERE type = 'intake.redirected'");
    assert!(told.len() == 1 && !told[0].contains("Salmah"), "{told:?}");
}

#[test]
fn an_intake_is_answered_with_advice() {
    let app = App::start();
    let intake = record(&app.as_caseworker());
    let body = json!({"advice": "How to apply for the card.", "note": "She will apply herself."});
    for (who, status, code) in [("siti", 403, "not_permitted"), ("dewi", 404, "not_found")] {
        act(&app, who, &intake, "advice", body.clone()).problem(status, code);
    }
    let empty = act(&app, "azman", &intake, "advice", json!({"advice": " "}));
    let empty = empty.problem(422, "invalid_body");
    assert_eq!(empty.faults().len(), 1);
    let done = act(&app, "azman", &intake, "advice", body.clone()).ok();
    assert_eq!(done["decision"], "advised");
    assert_eq!(done["advice"], body["advice"]);
    assert_eq!(done["decision_note"], body["note"]);
    assert_eq!(done["responded_at"], "2026-03-02T01:00:00Z");
}

#[test]
fn a_duplicate_of_a_case_shows_on_both() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = accepted(&app, &screened(&siti));
    let intake = record(&siti);
    let finding = of("case", &case.id());
    act(&app, "siti", &intake, "duplicate-finding", finding.clone()).problem(403, "not_permitted");
    act(&app, "kamal", &intake, "duplicate-finding", finding.clone()).problem(404, "not_found");
    let done = act(&app, "azman", &intake, "duplicate-finding", finding.clone()).ok();
    assert_eq!(done["decision"], "duplicate");
    assert_eq!(done["duplicate_of"], finding["of"]);
    assert_eq!(done["responded_at"], "2026-03-02T01:00:00Z");
    let timeline = siti.get(&format!("/v1/cases/{}/timeline", case.id()));
    let timeline = timeline.send().ok();
    let last = timeline["items"].as_array().unwrap().last().unwrap();
    assert_eq!(last["type"], "intake.duplicate_noted");
    assert_eq!(last["data"], json!({"intake_id": intake.id()}));
    // The case itself is as it was.
    assert_eq!(cases::read(&siti, &case.id()).etag(), case.etag());
}

#[test]
fn a_duplicate_of_an_intake_is_told_where_the_work_goes_on() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (first, second) = (screened(&siti), record(&siti));
    let finding = of("intake", &first.id());
    act(&app, "azman", &second, "duplicate-finding", finding).ok();
    // The other one is not changed by it, and takes the event along into its case.
    let case = accepted(&app, &first);
    let timeline = siti.get(&format!("/v1/cases/{}/timeline", case.id()));
    let timeline = timeline.send().ok();
    let items = timeline["items"].as_array().unwrap();
    let types: Vec<_> = items.iter().map(|event| &event["type"]).collect();
    assert_eq!(
        types,
        [
            "intake.recorded",
            "intake.screened",
            "intake.duplicate_noted",
            "intake.accepted",
            "case.opened"
        ]
    );
}

#[test]
fn what_is_not_seen_is_not_there_to_be_repeated() {
    let app = App::start();
    let siti = app.as_caseworker();
    let intake = record(&siti);
    let elsewhere = record(&app.as_other_district());
    let restricted = accepted(&app, &screened(&siti));
    let call = app.as_supervisor().put(
        &format!("/v1/cases/{}/confidentiality", restricted.id()),
        json!({"confidentiality": "restricted", "reason": REASON}),
    );
    call.if_match(&restricted.etag()).send().ok();
    let _ = app.as_second_supervisor();
    let before = app.dump();
    let mut answers = Vec::new();
    for finding in [
        of("intake", &elsewhere.id()),
        of("intake", &app.new_id().to_string()),
        of("case", &app.new_id().to_string()),
        of("case", &restricted.id()),
    ] {
        let refused = act(&app, "rosnah", &intake, "duplicate-finding", finding);
        let refused = refused.problem(422, "invalid_body");
        assert_eq!(refused.faults(), [("/of/id", "unknown_reference")]);
        answers.push(refused["errors"].clone());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert_eq!(app.dump(), before);
}

#[test]
fn the_first_contact_that_reaches_somebody_is_the_response() {
    let app = App::start();
    let siti = app.as_caseworker();
    let intake = record(&siti);
    let place = format!("{}/contacts", path(&intake));
    let send = |who: &str, body: Value| app.as_(who).post(&place, body).send();
    for (who, status, code) in [
        ("auditor", 403, "not_permitted"),
        ("hospital", 403, "not_permitted"),
        ("hanim", 404, "not_found"),
    ] {
        let client = match who {
            "hospital" => app.as_integration(who),
            _ => app.as_(who),
        };
        let refused = client.post(&place, contact(&app, true)).send();
        refused.problem(status, code);
    }
    let mut stranger = contact(&app, true);
    stranger["person_id"] = json!(person(&app.as_indonesian_caseworker()));
    let stranger = send("siti", stranger).problem(422, "invalid_body");
    assert_eq!(stranger.faults(), [("/person_id", "unknown_reference")]);

    app.clock.advance(std::time::Duration::from_secs(60));
    let missed = send("siti", contact(&app, false)).created();
    assert_eq!(missed["intake_id"], json!(intake.id()));
    let unchanged = siti.get(&path(&intake)).send().ok();
    assert_eq!(unchanged.etag(), intake.etag());
    assert_eq!(unchanged["responded_at"], Value::Null);

    app.clock.advance(std::time::Duration::from_secs(60));
    let mut body = contact(&app, true);
    body["id"] = json!(app.new_id());
    let reached = send("siti", body.clone()).created();
    assert_eq!(send("siti", body).ok().body, reached.body);
    let answered = siti.get(&path(&intake)).send().ok();
    assert_eq!(answered["responded_at"], "2026-03-02T01:02:00Z");
    assert_eq!(answered["version"], 2);
    // An earlier one that was written down late was the first all the same.
    let mut early = contact(&app, true);
    early["at"] = json!("2026-03-02T00:40:00Z");
    send("farid", early).created();
    let answered = siti.get(&path(&intake)).send().ok();
    assert_eq!(answered["responded_at"], "2026-03-02T00:40:00Z");

    let list = siti.get(&format!("{place}?limit=2")).send().ok();
    assert_eq!(list.ids(), [reached.id(), missed.id()]);
    let next = list.header("link").split(['<', '>']).nth(1).unwrap();
    assert_eq!(siti.get(next).send().ok().ids().len(), 1);
    let hidden = app.as_other_district().get(&place).send();
    hidden.problem(404, "not_found");
    assert_eq!(
        app.db()
            .count("events WHERE type = 'intake.contact_recorded'"),
        3
    );
}

#[test]
fn papers_an_emergency_was_accepted_without_come_in_on_its_case() {
    let app = App::start();
    let (case, item) = accepted_without_papers(&app);
    for (who, status) in [("farid", 403), ("azman", 403), ("auditor", 403)] {
        receive(&app, who, &item).problem(status, "not_permitted");
    }
    let machine = app.as_integration("hospital").post(
        &format!("{item}/receipt"),
        json!({"received_on": "2026-03-02"}),
    );
    machine.if_match("*").send().problem(403, "not_permitted");
    receive(&app, "hanim", &item).problem(404, "not_found");
    waive(&app, "siti", &item).problem(403, "not_permitted");
    // More is not asked for once it is decided.
    let list = item.rsplit_once('/').unwrap().0;
    let more = json!({"document_type": "court_order"});
    let more = app.as_caseworker().post(list, more).send();
    let more = more.problem(409, "refused");
    assert_eq!(more.refusals(), ["intake_decided"]);

    let count = |query: &str| {
        let list = app.as_caseworker().get(&format!("{list}?{query}"));
        list.send().ok()["items"].as_array().unwrap().len()
    };
    assert_eq!((count("overdue=true"), count("overdue=false")), (0, 1));
    app.clock.advance_days(14);
    assert_eq!(count("overdue=true"), 0, "due today");
    app.clock.advance_days(1);
    assert_eq!((count("overdue=true"), count("overdue=false")), (1, 0));
    assert_eq!((count("status=pending"), count("status=waived")), (1, 0));

    let waived = waive(&app, "azman", &item).ok();
    assert_eq!(waived["status"], "waived");
    assert_eq!(count("overdue=true"), 0);
    let received = receive(&app, "siti", &item).ok();
    assert_eq!(received["status"], "received");
    let timeline = format!("/v1/cases/{}/timeline?sort=newest_first", case.id());
    let timeline = app.as_caseworker().get(&timeline).send().ok();
    assert_eq!(timeline["items"][0]["type"], "intake.document_received");
    assert_eq!(timeline["items"][1]["type"], "intake.document_waived");
}

/// A refusal, and a request that meets it.
type Met = (RefusalCode, fn(&App) -> Reply);

/// Every refusal of the room.
const REFUSALS: &[Met] = &[
    (RefusalCode::InFuture, |app| {
        let mut body = told();
        body["received_at"] = json!("2026-03-02T02:00:00Z");
        app.as_caseworker().post("/v1/intakes", body).send()
    }),
    (RefusalCode::PersonNotInClient, |app| {
        let siti = app.as_caseworker();
        let made = siti.post("/v1/households", json!({"name": "Keluarga Mat"}));
        let mut body = told_about(&person(&siti));
        body["client"] = json!({"kind": "family", "household_id": made.send().created().id()});
        siti.post("/v1/intakes", body).send()
    }),
    (RefusalCode::ClientEngaged, |app| {
        let siti = app.as_caseworker();
        let intake = record(&siti);
        let consents = format!("{}/consents", path(&intake));
        siti.post(&consents, consent("photo")).send().created();
        let call = siti.patch(&path(&intake), json!({"person_id": person(&siti)}));
        call.if_match(&intake.etag()).send()
    }),
    (RefusalCode::IntakeDecided, |app| {
        let intake = record(&app.as_caseworker());
        act(app, "azman", &intake, "redirection", redirection()).ok();
        insist(app, "azman", &intake, "advice", json!({"advice": "None."}))
    }),
    (RefusalCode::IntakeReturned, |app| {
        let intake = returned(app);
        let call = app
            .as_caseworker()
            .put(&format!("{}/screening", path(&intake)), screening());
        call.if_match("*").send()
    }),
    (RefusalCode::IntakeNotReturned, |app| {
        let intake = record(&app.as_caseworker());
        act(app, "siti", &intake, "resubmission", json!({}))
    }),
    (RefusalCode::NothingMissing, |app| {
        let intake = record(&app.as_caseworker());
        act(app, "azman", &intake, "return", json!({}))
    }),
    (RefusalCode::RequirementUnmet, |app| {
        let intake = record(&app.as_caseworker());
        act(app, "azman", &intake, "acceptance", by(app, "siti"))
    }),
    (RefusalCode::DocumentsDueOnMissing, |app| {
        let intake = emergency(app);
        act(app, "rosnah", &intake, "acceptance", by(app, "siti"))
    }),
    (RefusalCode::DueOnInPast, |app| {
        let intake = emergency(app);
        let mut body = by(app, "siti");
        body["documents_due_on"] = json!("2026-03-01");
        act(app, "rosnah", &intake, "acceptance", body)
    }),
    (RefusalCode::DocumentAlreadyReceived, |app| {
        let item = document(app);
        receive(app, "siti", &item).ok();
        receive(app, "siti", &item)
    }),
    (RefusalCode::DocumentAlreadyWaived, |app| {
        let item = document(app);
        waive(app, "azman", &item).ok();
        waive(app, "azman", &item)
    }),
    (RefusalCode::CaseClosed, |app| {
        let (_, item) = accepted_without_papers(app);
        app.db()
            .run("UPDATE cases SET status = 'closed', closed_at = opened_at");
        receive(app, "siti", &item)
    }),
    (RefusalCode::DuplicateOfItself, |app| {
        let intake = record(&app.as_caseworker());
        let itself = of("intake", &intake.id());
        act(app, "azman", &intake, "duplicate-finding", itself)
    }),
    (RefusalCode::NamesADuplicate, |app| {
        let siti = app.as_caseworker();
        let (first, second) = (record(&siti), record(&siti));
        let finding = of("intake", &first.id());
        act(app, "azman", &second, "duplicate-finding", finding).ok();
        let third = record(&siti);
        let finding = of("intake", &second.id());
        act(app, "azman", &third, "duplicate-finding", finding)
    }),
    (RefusalCode::BeforeArrival, |app| {
        let mut body = contact(app, true);
        body["at"] = json!("2026-03-02T00:29:59Z");
        contact_with(app, body)
    }),
    (RefusalCode::OutcomeContradictsReached, |app| {
        let mut body = contact(app, true);
        body["outcome"] = json!("no_answer");
        contact_with(app, body)
    }),
    (RefusalCode::RequirementNotInGate, |app| {
        over(app, "azman", &emergency(app), "plan_active")
    }),
    (RefusalCode::RequirementAlreadyMet, |app| {
        over(
            app,
            "azman",
            &screened(&app.as_caseworker()),
            "three_tests_met",
        )
    }),
    (RefusalCode::RequirementHard, |app| {
        over(
            app,
            "azman",
            &record(&app.as_caseworker()),
            "duplicates_reviewed",
        )
    }),
    (RefusalCode::AlreadyOverridden, |app| {
        over(app, "azman", &emergency(app), "documents_complete")
    }),
];

fn returned(app: &App) -> Reply {
    let intake = record(&app.as_caseworker());
    let body = json!({"missing": ["court_order"]});
    act(app, "azman", &intake, "return", body).ok()
}

/// An emergency whose documents Azman has set aside.
fn emergency(app: &App) -> Reply {
    let siti = app.as_caseworker();
    let mut body = told_about(&person(&siti));
    body["urgency"] = json!("emergency");
    let intake = siti.post("/v1/intakes", body).send().created();
    let document = json!({"document_type": "medical_report"});
    let place = format!("{}/documents", path(&intake));
    siti.post(&place, document).send().created();
    let intake = screen(&siti, &intake);
    over(app, "azman", &intake, "documents_complete").created();
    intake
}

/// A case of Siti that an emergency without papers opened, and the address of the paper.
fn accepted_without_papers(app: &App) -> (Reply, String) {
    let intake = emergency(app);
    let mut body = by(app, "siti");
    body["documents_due_on"] = json!("2026-03-16");
    let case = act(app, "rosnah", &intake, "acceptance", body).created();
    let place = format!("{}/documents", path(&intake));
    let items = app.as_caseworker().get(&place).send().ok();
    (case, format!("{place}/{}", items.ids()[0]))
}

fn over(app: &App, who: &str, intake: &Reply, requirement: &str) -> Reply {
    let body = json!({"gate": "accept", "requirement": requirement, "reason": REASON});
    let place = format!("{}/overrides", path(intake));
    app.as_(who).post(&place, body).send()
}

/// The address of a document that a new intake asks for.
fn document(app: &App) -> String {
    let siti = app.as_caseworker();
    let place = format!("{}/documents", path(&record(&siti)));
    let item = siti.post(&place, json!({"document_type": "court_order"}));
    format!("{place}/{}", item.send().created().id())
}

fn receive(app: &App, who: &str, item: &str) -> Reply {
    let body = json!({"received_on": "2026-03-02"});
    let call = app.as_(who).post(&format!("{item}/receipt"), body);
    call.if_match("*").send()
}

fn waive(app: &App, who: &str, item: &str) -> Reply {
    let call = app
        .as_(who)
        .post(&format!("{item}/waiver"), json!({"reason": REASON}));
    call.if_match("*").send()
}

fn contact_with(app: &App, body: Value) -> Reply {
    let siti = app.as_caseworker();
    let place = format!("{}/contacts", path(&record(&siti)));
    siti.post(&place, body).send()
}

#[test]
fn every_refusal_of_the_room_is_met() {
    let app = App::start();
    for (code, meet) in REFUSALS {
        let refused = meet(&app).problem(409, "refused");
        let mut codes = refused.refusals();
        codes.dedup();
        assert_eq!(codes, [code.code()]);
    }
    let met: BTreeSet<RefusalCode> = REFUSALS.iter().map(|(code, _)| *code).collect();
    let unmet: Vec<_> = named_by_the_rules().difference(&met).copied().collect();
    assert_eq!(unmet, [], "no request of REFUSALS meets these");
}

/// The refusals that the rules of intake name.
fn named_by_the_rules() -> BTreeSet<RefusalCode> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/domain/src/intake");
    let mut named = BTreeSet::new();
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        if file.to_str().unwrap().ends_with("tests.rs") {
            continue;
        }
        let text = fs::read_to_string(file).unwrap();
        let uses = text.split("RefusalCode::").skip(1);
        named.extend(uses.filter_map(|after| {
            let name = after.split(|c: char| !c.is_alphanumeric()).next();
            let mut codes = RefusalCode::all().iter().copied();
            codes.find(|code| name == Some(&*format!("{code:?}")))
        }));
    }
    assert!(named.len() > 10, "{named:?}");
    named
}

#[test]
fn an_override_with_an_id_that_is_taken_is_refused_on_intakes_and_cases() {
    let app = App::start();
    let intake = emergency(&app);
    let place = format!("{}/overrides", path(&intake));
    let made = app.as_caseworker().get(&place).send().ok().ids()[0].to_owned();
    let body = |id: &str, gate: &str, requirement: &str| json!({"id": id, "gate": gate, "requirement": requirement, "reason": REASON});
    // Made by the service, so nobody has claimed it; and made by a client for something else.
    let claimed = app.new_id().to_string();
    let siti = app.as_caseworker();
    let mut other = told();
    other["id"] = json!(claimed);
    siti.post("/v1/intakes", other).send().created();
    let rosnah = app.as_second_supervisor();
    for id in [&made, &claimed] {
        let twice = rosnah.post(&place, body(id, "accept", "documents_complete"));
        twice.send().problem(409, "already_exists");
    }
    let case = cases::ending(&app, &cases::opened(&app, "older_person"), "moved_away");
    let place = format!("/v1/cases/{}/overrides", case.id());
    for id in [&made, &claimed] {
        let twice = rosnah.post(&place, body(id, "close", "support_network_listed"));
        twice.send().problem(409, "already_exists");
    }
    let own = app.new_id().to_string();
    let call = || rosnah.post(&place, body(&own, "close", "support_network_listed"));
    let first = call().send().created();
    assert_eq!(call().send().ok().body, first.body);
}

/// Named so that `make races` runs it too.
mod races {
    use super::*;
    use crate::races::rounds;

    #[test]
    fn of_two_intakes_found_to_repeat_each_other_at_once_one_stays() {
        let app = App::start();
        let siti = app.as_caseworker();
        let supervisors = [app.as_supervisor(), app.as_second_supervisor()];
        for _ in 0..rounds() {
            let both = [record(&siti), record(&siti)];
            let replies = race(2, |i| {
                let place = format!("{}/duplicate-finding", path(&both[i]));
                let call = supervisors[i].post(&place, of("intake", &both[1 - i].id()));
                call.if_match(&both[i].etag()).send()
            });
            let won = replies.iter().filter(|reply| reply.status == 200).count();
            assert_eq!(won, 1);
            let lost = replies.into_iter().find(|reply| reply.status != 200);
            let lost = lost.unwrap().problem(409, "refused");
            assert_eq!(lost.refusals(), ["names_a_duplicate"]);
        }
    }
}
