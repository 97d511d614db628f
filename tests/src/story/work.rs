//! What is done in a case, and what comes of it: interventions, a crisis and its alarm, observations,
//! reports, the evaluation.

use serde_json::{Value, json};

use super::step::{It, Step, with};
use crate::{monitoring, work};

/// An intervention with its session, a change of strategy, a crisis that a superior sees to.
pub const WORK: &[Step] = &[
    Step::make(
        "intervention",
        WORKS,
        "/v1/cases/{case}/interventions",
        |_| work::intervention(),
    ),
    Step::post("start", "/v1/interventions/{intervention}/start")
        .of("intervention", WORKS)
        .seen("intervention")
        .body(|_| json!({"started_on": "2026-03-02"})),
    Step::make("session", WORKS, "/v1/cases/{case}/work-sessions", |it| {
        with(
            work::session(),
            "intervention_id",
            it.id("intervention").to_string(),
        )
    }),
    Step::make(
        "strategy_change",
        WORKS,
        "/v1/cases/{case}/strategy-changes",
        |_| work::strategy_change(),
    ),
    Step::make("crisis", WORKS, "/v1/cases/{case}/crises", |_| {
        work::crisis()
    })
    .leaves(2),
    Step::post("handling", "/v1/crises/{crisis}/handling")
        .of("crisis", WORKS)
        .seen("crisis")
        .body(|_| json!({"measures": "Somebody stays with him."})),
    Step::post("alarm_seen", "/v1/cases/{case}/alarm-acknowledgement")
        .by("azman")
        .of("case", "cases")
        .seen("*")
        .body(|_| json!({"note": "Called the caseworker."})),
    Step::post("resolution", "/v1/crises/{crisis}/resolution")
        .of("crisis", WORKS)
        .seen("crisis")
        .leaves(2)
        .body(|_| json!({"how": "He is in hospital, and safe.", "resolved_on": "2026-03-02"})),
    Step::post("work_done", "/v1/interventions/{intervention}/completion")
        .of("intervention", WORKS)
        .seen("intervention")
        .body(|_| json!({"ended_on": "2026-03-02", "outcome": "He goes there by himself."})),
];

/// What there must be before it can be seen whether anything changes.
pub const BASELINE: &[Step] = &[
    Step::make(
        "baseline",
        OBSERVATIONS,
        "/v1/cases/{case}/observations",
        observation,
    ),
    Step::make(
        "watch",
        "monitoring_plans",
        "/v1/cases/{case}/monitoring-plans",
        |it| monitoring::monitoring_plan(&it.id("indicator").to_string()),
    ),
];

/// An observation and its correction, a report, the evaluation.
pub const MONITORING: &[Step] = &[
    Step::make(
        "observation",
        OBSERVATIONS,
        "/v1/cases/{case}/observations",
        |it| with(observation(it), "phase", "intervention"),
    ),
    Step::make(
        "correction",
        OBSERVATIONS,
        "/v1/cases/{case}/observations",
        |it| {
            let right = with(observation(it), "phase", "intervention");
            let wrong =
                json!({"observation_id": it.id("observation"), "reason": "Misread the diary."});
            with(with(right, "value", 5.0), "supersedes", wrong)
        },
    ),
    Step::make(
        "report",
        REPORTS,
        "/v1/cases/{case}/progress-reports",
        |_| monitoring::progress_report(),
    ),
    Step::patch("report_edited", "/v1/progress-reports/{report}")
        .of("report", REPORTS)
        .seen("report")
        .body(|_| json!({"findings": "She gained two kilograms."})),
    Step::post("submission", "/v1/progress-reports/{report}/submission")
        .of("report", REPORTS)
        .seen("report"),
    Step::post(
        "acknowledgement",
        "/v1/progress-reports/{report}/acknowledgement",
    )
    .by("azman")
    .of("report", REPORTS)
    .seen("report")
    .body(|_| json!({})),
    Step::post("watch_ends", "/v1/monitoring-plans/{watch}/ending")
        .of("watch", "monitoring_plans")
        .seen("watch")
        .body(|_| json!({"reason": "She eats three meals every day."})),
    Step::make(
        "evaluation",
        "evaluations",
        "/v1/cases/{case}/evaluations",
        |it| {
            let of = |record| json!({"element_id": it.id(record), "result": "achieved"});
            json!({
                "plan_id": it.id("second"), "evaluated_on": "2026-03-02",
                "results": [of("goal"), of("objective")], "process": "effective",
                "outcome": "effective", "conclusion": "prepare_termination",
            })
        },
    ),
];

fn observation(it: &It<'_>) -> Value {
    monitoring::observation(&it.id("indicator").to_string())
}

const WORKS: &str = "work_records";
const OBSERVATIONS: &str = "observations";
const REPORTS: &str = "progress_reports";
