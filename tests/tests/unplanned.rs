//! The unplanned ends: what each reason asks for, filled in step by step.

use serde_json::{Value, json};
use tests::{
    App, Reply,
    cases::{ending, opened, particulars, read, request, told_and_listed},
};

/// Each reason that is shown by particulars: these, complete, and what is missing without them.
fn reasons() -> Vec<(&'static str, Value, Vec<&'static str>)> {
    vec![
        (
            "client_request",
            json!({
                "statement": "I want to live with my son.", "risks_explained_on": "2026-03-01",
                "signature": {"capacity": "client", "method": "thumbprint", "signed_on": "2026-03-02"}
            }),
            vec!["client_statement", "client_signature", "risks_explained_on"],
        ),
        (
            "no_suitable_service",
            json!({"services": [{"service": "Day care", "result": "None within 40 km."}]}),
            vec!["tried_service"],
        ),
        (
            "not_eligible",
            json!({"criterion": "Has a permit to stay in another state only."}),
            vec!["criterion"],
        ),
        (
            "beyond_agency_capacity",
            json!({"limit": "mental_disorder", "detail": "Needs an acute ward.",
                "directed_to": "Hospital Bahagia"}),
            vec!["capacity_limit", "capacity_detail", "directed_to"],
        ),
        (
            "worker_client_relationship",
            json!({"cause": "personal_elements", "reassignment_offered_on": "2026-03-01",
                "client_answer": "She wants nobody else."}),
            vec![
                "relationship_reason",
                "reassignment_offered_on",
                "reassignment_answer",
            ],
        ),
        (
            "absconded_from_institution",
            json!({"left_on": "2026-02-20", "reasons": ["dislikes_institution_life", "unfriendly_staff"],
                "report_number": "Bedong/000417/26",
                "attempts_to_trace": [{"on": "2026-02-21", "how": "Called the mother.",
                    "outcome": "He is not with her."}]}),
            vec![
                "left_on",
                "absconding_reason",
                "report_number",
                "tracing_attempt",
            ],
        ),
        (
            "moved_away",
            json!({"new_place": "Ipoh", "receiving_unit": {"answer": "told", "told_on": "2026-03-01"}}),
            vec!["new_place", "receiving_unit"],
        ),
        (
            "deceased",
            json!({"died_on": "2026-03-01", "source": "The ward", "document_reference": "A 204417"}),
            vec!["died_on", "death_source", "death_document"],
        ),
    ]
}

fn missing(app: &App, case: &str) -> Vec<Value> {
    let checklist = format!("/v1/cases/{case}/checklist?to=closed");
    let checklist = app.as_caseworker().get(&checklist).send().ok();
    let items = checklist["items"].as_array().cloned().unwrap_or_default();
    let mut items = items.iter();
    let item = items.find(|item| item["code"] == "reason_requirements");
    let missing = item.and_then(|item| item["missing"].as_array());
    let codes = missing.into_iter().flatten().map(|one| one["code"].clone());
    codes.collect()
}

/// A case of Kulim that ends for this reason, and the particulars as they are.
fn ended(app: &App, reason: &str) -> (Reply, String) {
    let case = ending(app, &opened(app, "older_person"), reason);
    let path = format!("/v1/cases/{}/termination", case.id());
    (case, path)
}

#[test]
fn each_reason_closes_the_case_once_its_particulars_are_there() {
    let app = App::start();
    for (reason, told, lacking) in reasons() {
        let (case, path) = ended(&app, reason);
        assert_eq!(missing(&app, &case.id()), lacking, "{reason}");
        told_and_listed(&app, &case.id());
        let early = request(&app, &case).problem(409, "refused");
        assert_eq!(
            early["refusals"][0]["requirement"], "reason_requirements",
            "{reason}"
        );
        let filled = particulars(&app, &case.id(), json!({ (reason): told }));
        assert_eq!(filled[reason], told);
        assert_eq!(missing(&app, &case.id()), Vec::<Value>::new(), "{reason}");
        let closure = request(&app, &case).created();
        let approval = format!("/v1/closure-requests/{}/approval", closure.id());
        let approval = app.as_supervisor().post(&approval, json!({}));
        approval.if_match(&closure.etag()).send().ok();
        let siti = app.as_caseworker();
        let closed = read(&siti, &case.id());
        assert_eq!(closed["status"], "closed");
        assert_eq!(closed["termination_reason"], reason);
        let late = siti
            .patch(&path, json!({ (reason): null }))
            .if_match("*")
            .send();
        assert_eq!(late.status(409).refusals(), ["case_closed"]);
    }
}

#[test]
fn particulars_are_filled_in_step_by_step_and_taken_back_one_by_one() {
    let app = App::start();
    let (_, path) = ended(&app, "absconded_from_institution");
    let siti = app.as_caseworker();
    let patch = |told: Value| {
        let body = json!({ "absconded_from_institution": told });
        siti.patch(&path, body).if_match("*").send()
    };
    patch(json!({"left_on": "2026-02-20"})).ok();
    patch(json!({"report_number": "B/417/26", "reasons": ["unknown"]})).ok();
    let held = patch(json!({"left_on": null})).ok();
    assert_eq!(
        held["absconded_from_institution"],
        json!({"report_number": "B/417/26", "reasons": ["unknown"], "attempts_to_trace": []})
    );
    let wrong = patch(json!({"left": "2026-02-20", "reasons": ["bored"]}));
    assert_eq!(
        wrong.problem(422, "invalid_body").faults(),
        [
            ("/absconded_from_institution/left", "unknown_field"),
            ("/absconded_from_institution/reasons/0", "unknown_word")
        ]
    );
    let cleared = json!({"absconded_from_institution": null});
    let cleared = siti.patch(&path, cleared).if_match("*").send().ok();
    assert_eq!(cleared.body.get("absconded_from_institution"), None);
    // What is told on the timeline is that something was edited, not what.
    let events = app.dump().remove("events").unwrap_or_default();
    let edits = || {
        let rows = events.lines();
        rows.filter(|row| row.contains("case.termination_edited"))
    };
    assert_eq!(edits().count(), 4);
    assert!(edits().all(|row| !row.contains("B/417")));
}

#[test]
fn a_clients_own_request_is_signed_by_somebody_who_can_and_taken_down_by_the_worker() {
    let app = App::start();
    let (case, path) = ended(&app, "client_request");
    let siti = app.as_caseworker();
    let sign = |signature: Value| {
        let body = json!({"client_request": {"signature": signature}});
        siti.patch(&path, body).if_match("*").send()
    };
    let guardian = json!({"capacity": "guardian", "method": "ink", "signed_on": "2026-03-01"});
    let unnamed = sign(guardian).problem(409, "refused");
    assert_eq!(unnamed.refusals(), ["signatory_unnamed"]);
    let at = "/client_request/signature/person_name";
    assert_eq!(unnamed["refusals"][0]["pointer"], at);
    let spoken =
        json!({"capacity": "client", "method": "witnessed_verbal", "signed_on": "2026-03-01"});
    let alone = sign(spoken.clone()).problem(409, "refused");
    assert_eq!(alone.refusals(), ["witness_missing"]);
    let mut later = spoken.clone();
    later["witness"] = json!("Nurse Devi");
    later["signed_on"] = json!("2026-03-09");
    let later = sign(later).problem(409, "refused");
    assert_eq!(later.refusals(), ["in_future"]);

    // A person nobody registered, and one who is not visible here, are the same.
    let hidden = app.as_other_district();
    let hidden = hidden.post("/v1/persons", json!({"full_name": "Salmah"}));
    let hidden = hidden.send().created().id();
    for person in [hidden, app.new_id().to_string()] {
        let signed = json!({"capacity": "guardian", "person_id": person, "method": "ink",
            "signed_on": "2026-03-01"});
        let unknown = sign(signed).problem(422, "invalid_body");
        let at = "/client_request/signature/person_id";
        assert_eq!(unknown.faults(), [(at, "unknown_reference")]);
    }
    let mut spoken = spoken;
    spoken["witness"] = json!("Nurse Devi");
    let signed = sign(spoken).ok();
    let worker = json!(app.worker::<domain::parties::WorkerId>("siti"));
    assert_eq!(signed["signature_recorded_by"], worker);
    let told = json!({"signature_recorded_by": worker});
    let told = siti.patch(&path, told).if_match("*").send();
    let fault = [("/signature_recorded_by", "unknown_field")];
    assert_eq!(told.problem(422, "invalid_body").faults(), fault);
    // Next of kin do not sign for a client.
    let kin = json!({"capacity": "next_of_kin", "person_name": "Halim"});
    sign(kin).ok();
    let lacking = ["client_statement", "client_signature", "risks_explained_on"];
    assert_eq!(missing(&app, &case.id()), lacking);
}
