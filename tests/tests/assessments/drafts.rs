//! The assessment itself while it is a draft.

use serde_json::{Value, json};
use tests::{
    App,
    assessments::{draft, finalised},
    cases::{closed, opened},
};

use super::drafted;

#[test]
fn an_assessment_is_drafted_edited_listed_and_withdrawn() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let siti = app.as_caseworker();
    let list = format!("/v1/cases/{}/assessments", case.id());
    let id = app.new_id();
    let new = json!({"id": id, "type": "initial", "methods": ["interview", "home_visit"]});
    let made = siti.post(&list, new.clone()).send().created();
    let path = format!("/v1/assessments/{id}");
    assert_eq!(
        (made.header("location"), made.etag().as_str()),
        (path.as_str(), "\"v1\"")
    );
    assert_eq!(
        (&made["status"], &made["type"]),
        (&json!("draft"), &json!("initial"))
    );
    assert_eq!(siti.post(&list, new).send().ok().body, made.body);
    assert_eq!(siti.get(&path).send().ok().body, made.body);
    let again = siti.post(&list, json!({"type": "initial"})).send();
    assert_eq!(
        again.problem(409, "refused").refusals(),
        ["assessment_unfinished"]
    );

    let body = json!({
        "formulation": {"problem_statement": "She lives alone."},
        "swot": {"strengths": "Her garden."},
        "participation": {"level": "none", "reason": "She does not wake up."},
        "informants": ["family"],
        "documents_reviewed": [{"document_type": "medical_report", "title": "Kulim, 2026"}]
    });
    let edited = siti.patch(&path, body).if_match("\"v1\"").send().ok();
    assert_eq!(edited.etag(), "\"v2\"");
    assert_eq!(edited["methods"], made["methods"]);
    let more = json!({"formulation": {"evaluation": "She needs company."}});
    let edited = siti.patch(&path, more).if_match("\"v2\"").send().ok();
    assert_eq!(
        edited["formulation"]["problem_statement"],
        "She lives alone."
    );
    assert_eq!(
        app.db()
            .count("record_versions WHERE record_kind = 'assessment'"),
        2
    );
    let page = siti.get(&format!("{list}?status=draft")).send().ok();
    assert_eq!(page["items"], json!([edited.body]));
    assert_eq!(
        siti.get(&format!("{list}?status=finalised")).send().ok()["items"],
        json!([])
    );

    let away = siti.post(
        &format!("{path}/withdrawal"),
        json!({"reason": "Of another client."}),
    );
    let away = away.if_match(&edited.etag()).send().ok();
    assert_eq!(away["status"], "withdrawn");
    draft(&siti, &case.id(), "initial");
    let kinds = app
        .db()
        .lines("SELECT type AS value FROM events WHERE record_kind = 'assessment' ORDER BY seq");
    assert_eq!(
        kinds,
        [
            "assessment.drafted",
            "assessment.edited",
            "assessment.edited",
            "assessment.withdrawn",
            "assessment.drafted"
        ]
    );
}

#[test]
fn what_is_wrong_with_its_own_fields_is_told_at_once() {
    let app = App::start();
    let (_, draft) = drafted(&app);
    let siti = app.as_caseworker();
    let elsewhere = app.new_id();
    let body = json!({
        "participation": {"level": "none"}, "priority_agreed_on": "2026-03-03",
        "documents_reviewed": [{"document_type": "photo", "attachment_id": elsewhere}]
    });
    let path = format!("/v1/assessments/{}", draft.id());
    let wrong = siti
        .patch(&path, body)
        .if_match("*")
        .send()
        .problem(422, "invalid_body");
    assert_eq!(
        wrong.faults(),
        [
            ("/documents_reviewed/0/attachment_id", "unknown_reference"),
            ("/participation/reason", "required"),
            ("/priority_agreed_on", "date_in_future")
        ]
    );
}

#[test]
fn what_is_no_draft_any_more_takes_no_change() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let siti = app.as_caseworker();
    let done = finalised(&siti, &case.id(), "initial");
    let path = format!("/v1/assessments/{}", done.id());
    let needs = siti.get(&format!("{path}/needs")).send().ok();
    let need = format!("{path}/needs/{}", needs.ids()[0]);
    let strength = json!({"description": "Patience."});
    let reason = json!({"reason": "No longer needed."});
    for refused in [
        siti.patch(&path, json!({"methods": []}))
            .if_match("*")
            .send(),
        siti.post(&format!("{path}/withdrawal"), reason)
            .if_match("*")
            .send(),
        siti.post(&format!("{path}/strengths"), strength).send(),
        siti.patch(&need, json!({"note": "None."}))
            .if_match("*")
            .send(),
        siti.delete(&need).if_match("*").send(),
        siti.call("POST", &format!("{path}/finalisation"))
            .if_match("*")
            .send(),
    ] {
        let refused = refused.problem(409, "refused");
        assert_eq!(refused.refusals(), ["assessment_not_draft"]);
    }
}

#[test]
fn a_closed_case_takes_no_assessment() {
    let app = App::start();
    let case = closed(&app);
    let path = format!("/v1/cases/{}/assessments", case.id());
    let refused = app
        .as_caseworker()
        .post(&path, json!({"type": "initial"}))
        .send();
    assert_eq!(refused.problem(409, "refused").refusals(), ["case_closed"]);
}

#[test]
fn only_the_responsible_worker_writes_it() {
    let app = App::start();
    let (case, draft) = drafted(&app);
    let list = format!("/v1/cases/{}/assessments", case.id());
    let path = format!("/v1/assessments/{}", draft.id());
    for (who, status, code) in [
        (app.as_colleague(), 403, "not_permitted"),
        (app.as_supervisor(), 403, "not_permitted"),
        (app.as_other_district(), 404, "not_found"),
    ] {
        let post = |path: &str, body: Value| who.post(path, body).if_match("*").send();
        post(&list, json!({"type": "initial"})).problem(status, code);
        post(&format!("{path}/withdrawal"), json!({"reason": "x"})).problem(status, code);
        post(&format!("{path}/correction"), json!({"reason": "x"})).problem(status, code);
        let finalise = who.call("POST", &format!("{path}/finalisation"));
        finalise.if_match("*").send().problem(status, code);
        let edit = who.patch(&path, json!({"methods": []}));
        edit.if_match("*").send().problem(status, code);
        let read = |path: &str| who.get(path).send().status;
        let seen = if status == 404 { 404 } else { 200 };
        for path in [
            list.clone(),
            path.clone(),
            format!("{path}/checklist"),
            format!("{path}/comparison"),
        ] {
            assert_eq!(read(&path), seen, "{path}");
        }
    }
}
