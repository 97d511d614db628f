//! The plan: drafted, filled in part by part, proposed, agreed, approved, activated; and its next
//! version.

use serde_json::{Value, json};

use super::step::{It, Step, worker};
use crate::{organisation, plans};

/// From the draft to the active plan, and to the next version of it.
pub const PLAN: &[Step] = &[
    Step::make(
        "plan",
        PLANS,
        "/v1/cases/{case}/plans",
        |_| json!({"model": "expanded_broker", "starts_on": "2026-03-02"}),
    ),
    Step::make("goal", ELEMENTS, "/v1/plans/{plan}/goals", |it| {
        part(it, "goal")
    }),
    Step::make("objective", ELEMENTS, "/v1/plans/{plan}/objectives", |it| {
        part(it, "objective")
    }),
    Step::make("plan_task", ELEMENTS, "/v1/plans/{plan}/tasks", |it| {
        part(it, "plan_task")
    }),
    Step::patch("task_edited", "/v1/plans/{plan}/tasks/{plan_task}")
        .of("plan_task", ELEMENTS)
        .seen("plan_task")
        .body(|_| json!({"title": "Ask Puan Rokiah again."})),
    Step::make("strategy", ELEMENTS, "/v1/plans/{plan}/strategies", |it| {
        part(it, "strategy")
    }),
    Step::make(
        "qualification",
        "worker_qualifications",
        "/v1/workers/{siti}/qualifications",
        |_| organisation::qualification("family_therapy"),
    )
    .by("admin"),
    Step::patch("specialist", "/v1/plans/{plan}/strategies/{strategy}")
        .of("strategy", ELEMENTS)
        .seen("strategy")
        .body(|_| json!({"technique": "family_therapy", "qualified_worker_id": worker("siti")})),
    Step::make("indicator", ELEMENTS, "/v1/plans/{plan}/indicators", |it| {
        part(it, "indicator")
    }),
    Step::make(
        "alternative",
        ELEMENTS,
        "/v1/plans/{plan}/alternative-plans",
        |it| part(it, "alternative_plan"),
    ),
    Step::make(
        "consultation",
        ELEMENTS,
        "/v1/plans/{plan}/team-consultations",
        |it| part(it, "team_consultation"),
    ),
    act("proposal", "/v1/plans/{plan}/proposal")
        .seen("*")
        .body(|_| json!({})),
    act("agreement", "/v1/plans/{plan}/agreement").body(|_| plans::signed()),
    act("plan_approval", "/v1/plans/{plan}/approval")
        .by("azman")
        .body(|_| json!({})),
    act("activation", "/v1/plans/{plan}/activation").body(|_| json!({})),
    Step::make(
        "progress",
        "plan_progress",
        "/v1/plans/{plan}/progress",
        |it| json!({"element_id": it.id("plan_task"), "on": "2026-03-02", "task_status": "done"}),
    ),
    Step::make("second", PLANS, "/v1/plans/{plan}/next-version", |_| {
        json!({})
    }),
    next("second_proposal", "/v1/plans/{second}/proposal").body(|_| json!({})),
    next("second_agreement", "/v1/plans/{second}/agreement").body(|_| plans::signed()),
    next("second_approval", "/v1/plans/{second}/approval")
        .by("azman")
        .body(|_| json!({})),
    next("second_activation", "/v1/plans/{second}/activation")
        .leaves(2)
        .body(|_| json!({})),
];

const PLANS: &str = "plans";
const ELEMENTS: &str = "elements";

const fn act(name: &'static str, path: &'static str) -> Step {
    Step::post(name, path).of("plan", PLANS).seen("plan")
}

const fn next(name: &'static str, path: &'static str) -> Step {
    Step::post(name, path).of("second", PLANS).seen("second")
}

fn part(it: &It<'_>, one: &str) -> Value {
    let mut parts = plans::parts(it.id("goal"), it.id("objective")).into_iter();
    parts.find(|part| part.one == one).unwrap().new
}
