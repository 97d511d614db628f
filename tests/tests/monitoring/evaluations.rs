//! Evaluations, and what the gates make of them.

use serde_json::{Value, json};
use tests::{
    App, Reply,
    cases::step,
    life::{self, go},
    monitoring::{Planned, drafted, planned},
};

use super::{faulty, last_events, met, refused, rights};

#[test]
fn an_evaluation_rates_each_goal_and_objective_process_and_outcome() {
    let app = App::start();
    let it = planned(&app);
    let siti = app.as_caseworker();
    let path = it.path("evaluations");
    let body = it.evaluation("achieved", "continue");
    let made = siti.post(&path, body).send().created();
    assert_eq!(made["goals_achieved"], true);
    let address = format!("/v1/evaluations/{}", made.id());
    assert_eq!(made.header("location"), address);
    assert_eq!(siti.get(&address).send().ok().body, made.body);
    assert_eq!(last_events(&app, &it.case, 1), ["evaluation.recorded"]);
    let list = siti.get(&format!("{path}?conclusion=continue")).send().ok();
    assert_eq!(list.ids(), [made.id()]);
    rights(&app, &path, &it.evaluation("dropped", "reassess"), false);
}

#[test]
fn what_is_left_out_unknown_or_contradicts_itself_is_refused() {
    let app = App::start();
    let it = planned(&app);
    let siti = app.as_caseworker();
    let path = it.path("evaluations");
    let whole = it.evaluation("achieved", "continue");
    let told = |change: &dyn Fn(&mut Value)| {
        let mut body = whole.clone();
        change(&mut body);
        siti.post(&path, body).send()
    };
    let less = told(&|body| drop(body["results"].as_array_mut().unwrap().pop()));
    faulty(less, &[("/results", "too_few_items")]);
    let twice = told(&|body| body["results"][1] = body["results"][0].clone());
    faulty(twice, &[("/results/1/element_id", "repeated_item")]);
    let unknown = told(&|body| body["results"][1]["element_id"] = json!(it.indicator));
    faulty(unknown, &[("/results/1/element_id", "unknown_reference")]);
    let dropped =
        told(&|body| body["results"][0] = json!({"element_id": it.goal, "result": "dropped"}));
    faulty(dropped, &[("/results/0/reason", "required")]);
    let bare = told(&|body| body["outcome"] = Value::Null);
    faulty(bare, &[("/outcome", "required")]);
    let both = told(&|body| body["process_only"] = json!("She needs help for good."));
    faulty(both, &[("/process_only", "not_valid")]);
    let later = told(&|body| body["evaluated_on"] = json!("2026-03-03"));
    faulty(later, &[("/evaluated_on", "date_in_future")]);
    let resigned = told(&|body| {
        body["graduation"] =
            json!({"kind": "capable", "shown_by": ["resignation"], "statement": "She resigned."});
    });
    faulty(resigned, &[("/graduation/shown_by/0", "not_valid")]);
    let other = planned(&app);
    let foreign = told(&|body| body["plan_id"] = json!(other.plan));
    faulty(foreign, &[("/plan_id", "unknown_reference")]);
    let draft = drafted(&app);
    let reply = siti.post(
        &draft.path("evaluations"),
        draft.evaluation("achieved", "continue"),
    );
    refused(reply.send(), &["plan_not_active"]);
    assert_eq!(app.db().count("evaluations"), 0);
    let process = told(&|body| {
        body["outcome"] = Value::Null;
        body["process_only"] = json!("She needs help for good.");
    });
    process.created();
}

#[test]
fn the_latest_evaluation_opens_the_way_to_a_planned_end() {
    let app = App::start();
    let it = planned(&app);
    let siti = app.as_caseworker();
    let prepared = || {
        let query = "&reason=goals_achieved";
        met(
            &app,
            &it.case,
            "termination",
            query,
            "evaluation_prepares_termination",
        )
    };
    assert!(!prepared());
    let evaluate = |result: &str, conclusion: &str| {
        let body = it.evaluation(result, conclusion);
        siti.post(&it.path("evaluations"), body).send().created();
        app.clock.advance(std::time::Duration::from_secs(1));
    };
    evaluate("achieved", "prepare_termination");
    assert!(prepared());
    evaluate("not_achieved", "revise_plan");
    assert!(!prepared(), "the later one says something else");
    evaluate("partly_achieved", "prepare_termination");
    assert!(prepared());
    // One that was recorded later but made before does not count over it.
    let mut earlier = it.evaluation("not_achieved", "continue");
    earlier["evaluated_on"] = json!("2026-03-01");
    siti.post(&it.path("evaluations"), earlier).send().created();
    assert!(prepared());
}

/// A client who is ready, but for an evaluation.
fn ready(app: &App) -> Planned {
    let it = life::monitored(app);
    for (kind, body) in life::readiness(app, &it.case.id()) {
        step(app, &it.case.id(), kind, body).created();
    }
    it
}

/// Brings a case to its planned end for this reason.
fn ending(app: &App, it: &Planned, reason: &str) -> Reply {
    let body = json!({"to": "termination", "reason": reason});
    go(app, &it.case.id(), body)
}

#[test]
fn an_end_for_goals_achieved_or_graduation_needs_the_evaluation_that_shows_it() {
    let app = App::start();
    for (reason, result, graduation, shown) in [
        ("goals_achieved", "partly_achieved", Value::Null, false),
        ("goals_achieved", "achieved", Value::Null, true),
        ("no_further_progress", "not_achieved", Value::Null, true),
        ("graduation_self_reliant", "achieved", Value::Null, false),
        (
            "graduation_self_reliant",
            "achieved",
            json!("self_reliant"),
            true,
        ),
        (
            "graduation_capable",
            "achieved",
            json!("self_reliant"),
            false,
        ),
    ] {
        let it = ready(&app);
        let early = ending(&app, &it, reason).problem(409, "refused");
        assert_eq!(
            early["refusals"][0]["requirement"],
            "evaluation_prepares_termination"
        );
        let mut body = it.evaluation(result, "prepare_termination");
        if !graduation.is_null() {
            body["graduation"] = json!({"kind": graduation,
                "shown_by": ["business", "resignation"], "statement": "Her stall pays."});
        }
        let siti = app.as_caseworker();
        siti.post(&it.path("evaluations"), body).send().created();
        let moved = ending(&app, &it, reason).ok();
        assert_eq!(moved["stage"], "termination");
        let code = "reason_requirements";
        assert_eq!(
            met(&app, &it.case, "closed", "", code),
            shown,
            "{reason} {result}"
        );
    }
}

#[test]
fn monitoring_ends_when_the_file_is_closed() {
    let app = App::start();
    let it = life::ended(&app);
    life::take_leave(&app, &it.case.id());
    life::close(&app, &it.case.id());
    let (siti, case) = (app.as_caseworker(), it.case);
    let path = format!("/v1/cases/{}/monitoring-plans", case.id());
    let there = siti.get(&path).send().ok();
    assert_eq!(there["items"][0]["status"], "ended");
    assert!(last_events(&app, &case, 9).contains(&"monitoring_plan.ended".to_owned()));
    assert_eq!(
        siti.get("/v1/cases?overdue=true").send().ok().ids().len(),
        0
    );
}
