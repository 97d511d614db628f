//! Progress reports.

use domain::parties::{UnitId, WorkerId};
use serde_json::{Value, json};
use tests::{App, Reply, cases::opened, monitoring::progress_report, race};

use super::{faulty, last_events, refused, rights};

fn path(case: &Reply) -> String {
    format!("/v1/cases/{}/progress-reports", case.id())
}

fn act(app: &App, who: &str, report: &Reply, act: &str, body: Value) -> Reply {
    let path = format!("/v1/progress-reports/{}/{act}", report.id());
    let client = app.as_(who);
    let call = match body {
        Value::Null => client.call("POST", &path),
        body => client.post(&path, body),
    };
    call.if_match("*").send()
}

#[test]
fn a_report_is_drafted_edited_submitted_and_acknowledged() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let siti = app.as_caseworker();
    let draft = siti.post(&path(&case), progress_report()).send().created();
    let address = format!("/v1/progress-reports/{}", draft.id());
    assert_eq!(draft.header("location"), address);
    assert_eq!(siti.get(&address).send().ok().body, draft.body);
    let edit = json!({"findings": "She gained two kilograms."});
    let edited = siti.patch(&address, edit.clone()).if_match("\"v1\"");
    assert_eq!(edited.send().ok().etag(), "\"v2\"");
    siti.patch(&address, edit.clone())
        .if_match("\"v1\"")
        .send()
        .problem(412, "version_conflict");
    let note = json!({"note": "Ask the clinic for its transport."});
    refused(
        act(&app, "azman", &draft, "acknowledgement", note.clone()),
        &["report_not_submitted"],
    );
    let submitted = act(&app, "siti", &draft, "submission", Value::Null).ok();
    assert_eq!(submitted["status"], "submitted");
    refused(
        siti.patch(&address, edit).if_match("*").send(),
        &["report_not_draft"],
    );
    refused(
        act(&app, "siti", &draft, "submission", Value::Null),
        &["report_not_draft"],
    );
    let known = act(&app, "azman", &draft, "acknowledgement", note.clone()).ok();
    assert_eq!(known["status"], "acknowledged");
    assert_eq!(known["acknowledgement"], note["note"]);
    refused(
        act(&app, "rosnah", &draft, "acknowledgement", note),
        &["report_not_submitted"],
    );
    assert_eq!(
        last_events(&app, &case, 4),
        [
            "progress_report.acknowledged",
            "progress_report.submitted",
            "progress_report.edited",
            "progress_report.drafted"
        ]
    );
    let kept = "record_versions WHERE record_kind = 'progress_report'";
    assert_eq!(app.db().count(kept), 1);
    let list = siti.get(&format!("{}?status=acknowledged", path(&case)));
    assert_eq!(list.send().ok().ids(), [draft.id()]);
}

#[test]
fn it_is_whole_when_it_is_submitted_and_about_a_time_that_has_passed() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let siti = app.as_caseworker();
    let mut body = progress_report();
    body["analysis"] = Value::Null;
    body["client_view"] = Value::Null;
    let draft = siti.post(&path(&case), body).send().created();
    let reply = act(&app, "siti", &draft, "submission", Value::Null);
    refused(reply, &["report_incomplete", "report_incomplete"]);
    for (from, to, fault) in [
        ("2026-02-28", "2026-02-01", "date_too_early"),
        ("2026-02-28", "2026-03-03", "date_in_future"),
    ] {
        let mut body = progress_report();
        body["from_on"] = json!(from);
        body["to_on"] = json!(to);
        let reply = siti.post(&path(&case), body).send();
        faulty(reply, &[("/to_on", fault)]);
        let address = format!("/v1/progress-reports/{}", draft.id());
        let edit = json!({"from_on": from, "to_on": to});
        let reply = siti.patch(&address, edit).if_match("*").send();
        faulty(reply, &[("/to_on", fault)]);
    }
}

#[test]
fn who_wrote_it_or_answers_for_the_case_does_not_acknowledge_it() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let siti = app.as_caseworker();
    let draft = siti.post(&path(&case), progress_report()).send().created();
    act(&app, "siti", &draft, "submission", Value::Null).ok();
    act(&app, "siti", &draft, "acknowledgement", json!({})).problem(403, "not_permitted");
    // A supervisor who is the caseworker: it goes to another.
    let grants = format!("/v1/workers/{}/grants", app.worker::<WorkerId>("siti"));
    let role = json!({"unit_id": app.unit::<UnitId>("kulim"), "role": "supervisor"});
    app.as_administrator().post(&grants, role).send().created();
    let own = act(&app, "siti", &draft, "acknowledgement", json!({}));
    own.problem(403, "not_permitted");
    for (who, status) in [("farid", 403), ("kamal", 404), ("auditor", 403)] {
        let reply = act(&app, who, &draft, "acknowledgement", json!({}));
        reply.status(status);
    }
    act(&app, "rosnah", &draft, "acknowledgement", json!({})).ok();
}

#[test]
fn of_two_superiors_one_acknowledges() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let siti = app.as_caseworker();
    let draft = siti.post(&path(&case), progress_report()).send().created();
    act(&app, "siti", &draft, "submission", Value::Null).ok();
    let said = race(6, |n| {
        let who = if n % 2 == 0 { "azman" } else { "rosnah" };
        act(&app, who, &draft, "acknowledgement", json!({})).status
    });
    let count = |status| said.iter().filter(|it| **it == status).count();
    assert_eq!((count(200), count(409)), (1, 5), "{said:?}");
}

#[test]
fn the_responsible_worker_writes_and_whoever_sees_the_case_reads() {
    let app = App::start();
    let case = opened(&app, "older_person");
    rights(&app, &path(&case), &progress_report(), false);
    let closed = tests::cases::closed(&app);
    let reply = app.as_caseworker().post(&path(&closed), progress_report());
    refused(reply.send(), &["case_closed"]);
}
