//! The life of a case from the accepted intake to the closed file, by requests alone: Siti works
//! and Azman decides, all of it on the first day of a test. Each stage has what its gate asks for,
//! and the way through it.

use serde_json::{Value, json};

use crate::{
    app::App,
    assessments,
    cases::{self, neighbour, opened, read, step},
    engagement,
    monitoring::{self, Planned},
    reply::Reply,
    work,
};

/// Moves a case, by Siti.
pub fn go(app: &App, case: &str, body: Value) -> Reply {
    let path = format!("/v1/cases/{case}/transitions");
    let call = app.as_caseworker().post(&path, body);
    call.if_match("*").send()
}

/// The requirements of a step of the case that nothing meets and nobody has set aside:
/// `"to=closed"`.
pub fn unmet(app: &App, case: &str, query: &str) -> Vec<String> {
    let path = format!("/v1/cases/{case}/checklist?{query}");
    let list = app.as_caseworker().get(&path).send().ok();
    let items = list["items"].as_array().cloned().unwrap_or_default();
    let open = items
        .into_iter()
        .filter(|item| item["met"] == false && item.get("overridden_by").is_none());
    open.map(|item| item["code"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// What the gate to intervention asks for: consents, rights explained, a contract that all three
/// have signed, a finalised assessment.
pub fn engage(app: &App, case: &str) {
    let siti = app.as_caseworker();
    engagement::consents(&siti, case, "service");
    let rights = json!({"rights": ["take_part", "refuse_and_withdraw", "complain"],
        "explained_to": engagement::signed("client")});
    step(app, case, "rights-explanations", rights).created();
    engagement::agreed(&siti, case);
    assessments::finalised(&siti, case, "initial");
}

/// A case of Kulim in planning and intervention.
pub fn intervening(app: &App) -> Reply {
    let case = opened(app, "older_person").id();
    engage(app, &case);
    intervene(app, &case)
}

/// Through the gate to intervention; the case after it.
pub fn intervene(app: &App, case: &str) -> Reply {
    go(app, case, json!({"to": "intervention"})).ok()
}

/// What the gate to monitoring asks for beside a plan in force: an intervention that has begun, how
/// it is monitored, and a baseline.
pub fn begin(app: &App, it: &Planned) {
    let case = it.case.id();
    let planned = step(app, &case, "interventions", work::intervention()).created();
    let path = format!("/v1/interventions/{}/start", planned.id());
    let body = json!({"started_on": "2026-03-02"});
    let call = app.as_caseworker().post(&path, body);
    call.if_match(&planned.etag()).send().ok();
    let plan = monitoring::monitoring_plan(&it.indicator);
    step(app, &case, "monitoring-plans", plan).created();
    step(app, &case, "observations", it.observation()).created();
}

/// Through the gate to monitoring; the case after it.
pub fn monitor(app: &App, case: &str) -> Reply {
    go(app, case, json!({"to": "monitoring"})).ok()
}

/// A case of Kulim in monitoring and evaluation, with its plan.
pub fn monitored(app: &App) -> Planned {
    let it = monitoring::planned(app);
    begin(app, &it);
    monitor(app, &it.case.id());
    it
}

/// A note that Siti has signed; its id.
pub fn signed_note(app: &App, case: &str) -> String {
    let body = json!({"occurred_at": "2026-03-02T00:30:00Z", "text": "The final report."});
    let note = step(app, case, "notes", body).created();
    let path = format!("/v1/notes/{}/signature", note.id());
    let call = app.as_caseworker().call("POST", &path);
    call.if_match(&note.etag()).send().ok();
    note.id()
}

/// The steps that show whether a client is ready to leave: their address and the particulars.
pub fn readiness(app: &App, case: &str) -> Vec<(&'static str, Value)> {
    let note = signed_note(app, case);
    vec![
        (
            "party-reports",
            json!({"party": "family", "status": "received", "received_on": "2026-03-01"}),
        ),
        (
            "party-reports",
            json!({"party": "family", "status": "received", "received_on": "2026-03-01"}),
        ),
        (
            "functioning-interviews",
            json!({"held_on": "2026-03-01", "functioning": "Cooks by herself.",
                "future_plans": "To stay."}),
        ),
        (
            "closing-discussions",
            json!({"held_on": "2026-03-01", "changes_achieved": "Eats twice a day.",
                "readiness": "ready"}),
        ),
        (
            "final-reports",
            json!({"written_on": "2026-03-01", "readiness": "ready", "note_id": note}),
        ),
    ]
}

/// The steps by which a client takes leave.
#[must_use]
pub fn leave() -> Vec<(&'static str, Value)> {
    vec![
        ("termination-notices", told("client")),
        ("termination-notices", told("family")),
        (
            "future-plan-items",
            json!({"area": "housing", "plan": "Stays in her house.",
                "confirmed_on": "2026-03-01"}),
        ),
        ("support-contacts", neighbour()),
    ]
}

/// That somebody was told of the end.
#[must_use]
pub fn told(recipient: &str) -> Value {
    json!({"recipient": recipient, "outcome": "given", "channel": "visit",
        "given_at": "2026-03-02T00:30:00Z"})
}

/// What the gate to termination asks for of a planned end: an evaluation by which the goals are
/// achieved, and that the client is ready.
pub fn conclude(app: &App, it: &Planned) {
    let case = it.case.id();
    let evaluation = it.evaluation("achieved", "prepare_termination");
    step(app, &case, "evaluations", evaluation).created();
    for (kind, body) in readiness(app, &case) {
        step(app, &case, kind, body).created();
    }
}

/// Through the gate to termination: the goals are achieved. The case after it.
pub fn end(app: &App, case: &str) -> Reply {
    let body = json!({"to": "termination", "reason": "goals_achieved"});
    go(app, case, body).ok()
}

/// A case of Kulim in termination, its goals achieved, with its plan.
pub fn ended(app: &App) -> Planned {
    let it = monitored(app);
    conclude(app, &it);
    end(app, &it.case.id());
    it
}

/// What the gate that closes the file asks for: leave taken, and nothing open.
pub fn take_leave(app: &App, case: &str) {
    for (kind, body) in leave() {
        step(app, case, kind, body).created();
    }
    settle(app, case);
}

/// Ends the contracts of a case.
pub fn end_contracts(app: &App, case: &str) {
    let siti = app.as_caseworker();
    let contracts = format!("/v1/cases/{case}/contracts");
    for contract in siti.get(&contracts).send().ok().ids() {
        let body = json!({"ended_on": "2026-03-02", "reason": "She manages by herself."});
        let call = siti.post(&format!("/v1/contracts/{contract}/end"), body);
        call.if_match("*").send().ok();
    }
}

/// Ends the contracts of a case and has the tasks of its plan done: nothing open is left behind.
pub fn settle(app: &App, case: &str) {
    end_contracts(app, case);
    let siti = app.as_caseworker();
    let plans = format!("/v1/cases/{case}/plans?status=active");
    for plan in siti.get(&plans).send().ok().ids() {
        let path = format!("/v1/plans/{plan}");
        for task in siti.get(&format!("{path}/tasks")).send().ok().ids() {
            let done = json!({"element_id": task, "on": "2026-03-02", "task_status": "done"});
            let call = siti.post(&format!("{path}/progress"), done);
            call.send().created();
        }
    }
}

/// Siti asks for the closure and Azman approves it; the closed case.
pub fn close(app: &App, case: &str) -> Reply {
    let siti = app.as_caseworker();
    let closure = cases::request(app, &read(&siti, case)).created();
    let path = format!("/v1/closure-requests/{}/approval", closure.id());
    let call = app.as_supervisor().post(&path, json!({}));
    call.if_match(&closure.etag()).send().ok();
    read(&siti, case)
}

/// A case of Kulim that has been through all five stages and is closed.
pub fn closed(app: &App) -> Reply {
    let it = ended(app);
    take_leave(app, &it.case.id());
    close(app, &it.case.id())
}
