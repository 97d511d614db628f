//! Bodies of monitoring and evaluation for tests, and a case whose plan is in force.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    app::App,
    life::intervening,
    plans::{active, whole},
    reply::Reply,
};

/// A case of Kulim, for which Siti answers, with a plan of one goal, objective and indicator.
pub struct Planned {
    /// The case.
    pub case: Reply,
    /// The version of its plan.
    pub plan: String,
    /// Its goal.
    pub goal: Uuid,
    /// Its objective.
    pub objective: Uuid,
    /// Its indicator: days of the week, from 0 to 7.
    pub indicator: String,
}

/// A case in planning and intervention whose plan is a draft.
pub fn drafted(app: &App) -> Planned {
    let case = intervening(app);
    let (plan, goal, objective) = whole(app, &case.id());
    let path = format!("/v1/plans/{}/indicators", plan.id());
    let indicators = app.as_caseworker().get(&path).send().ok();
    Planned {
        plan: plan.id(),
        goal,
        objective,
        indicator: indicators.ids()[0].to_owned(),
        case,
    }
}

/// The same with the plan in force.
pub fn planned(app: &App) -> Planned {
    let it = drafted(app);
    active(app, &it.plan);
    it
}

impl Planned {
    /// Where the records of the case are.
    #[must_use]
    pub fn path(&self, what: &str) -> String {
        format!("/v1/cases/{}/{what}", self.case.id())
    }

    /// An observation this morning.
    #[must_use]
    pub fn observation(&self) -> Value {
        observation(&self.indicator)
    }

    /// An evaluation with this result of goal and objective.
    #[must_use]
    pub fn evaluation(&self, result: &str, conclusion: &str) -> Value {
        let of = |id: Uuid| json!({"element_id": id, "result": result, "reason": "As seen."});
        json!({
            "plan_id": self.plan, "evaluated_on": "2026-03-02",
            "results": [of(self.goal), of(self.objective)], "process": "effective",
            "outcome": "partly_effective", "lessons": ["Ask the family first."],
            "conclusion": conclusion
        })
    }
}

/// What was observed of an indicator this morning.
#[must_use]
pub fn observation(indicator: &str) -> Value {
    json!({
        "indicator_id": indicator, "value": 3.0, "observed_at": "2026-03-02T00:30:00Z",
        "phase": "baseline", "source": "family", "note": "By the niece's diary."
    })
}

/// Every week from today on.
#[must_use]
pub fn monitoring_plan(indicator: &str) -> Value {
    json!({
        "scope": "health", "indicator_ids": [indicator], "method": "Home visit and diary.",
        "instrument": "form", "instrument_name": "Meal diary",
        "limits": "Says nothing about how much she eats.",
        "every": {"count": 1, "unit": "weeks"}, "grace_days": 0, "starts_on": "2026-03-02"
    })
}

/// A report about February.
#[must_use]
pub fn progress_report() -> Value {
    json!({
        "from_on": "2026-02-01", "to_on": "2026-02-28", "findings": "She gained a kilogram.",
        "analysis": "The cooking helps.", "client_view": "She likes the company.",
        "unmet_needs": ["Nobody takes her to the clinic."],
        "services": [{"service": "Meals by Puan Rokiah", "quality": "Reliable.",
            "cost": {"currency": "MYR", "minor": 12000}}]
    })
}
