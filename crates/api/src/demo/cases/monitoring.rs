//! Stage four: how the case is monitored, what is observed, reported, concluded.

use serde_json::json;

use super::{FIRST, LAST_WEEK, Reach, Tale, Twist};

impl Tale<'_> {
    /// It is set how the case is monitored, and the baseline observed: the case goes on.
    pub(super) fn watch(&mut self) {
        let [method, form, limits] = self.words.monitoring;
        let body = json!({"scope": self.problem.scope,
            "indicator_ids": [self.script.id("indicator")], "method": method,
            "instrument": "form", "instrument_name": form, "limits": limits,
            "every": {"count": 2, "unit": "weeks"}, "grace_days": self.chance.below(4),
            "starts_on": self.script.today()});
        self.script
            .make("", &self.of_case("monitoring-plans"), body);
        self.note_value(self.problem.indicator.from, "baseline");
        self.transit("monitoring", None);
    }

    /// Observations every other week, on the way to what was aimed at; a second session.
    pub(super) fn observe(&mut self) {
        let seen = &self.problem.indicator;
        let ends = self.course.reach > Reach::Monitored;
        let times = if ends {
            2
        } else if self.has(Twist::Unwatched) {
            1
        } else {
            // Up to the last week that is told.
            ((LAST_WEEK - self.week()) / 2).min(4)
        };
        for time in 1..=times {
            self.script.weeks(2);
            // Those that end have arrived; the others are on their way.
            let part = if ends {
                f64::from(i32::try_from(time).unwrap_or(1)) / 2.0
            } else {
                f64::from(i32::try_from(time).unwrap_or(1)) / 5.0
            };
            let value = seen.from + (seen.to - seen.from) * part;
            self.note_value(value.round(), "intervention");
            if time == 1 {
                self.meet(1);
            }
        }
        if !ends && times > 2 {
            self.report();
        }
    }

    fn week(&self) -> i64 {
        (self.script.today() - FIRST).num_weeks()
    }

    fn note_value(&mut self, value: f64, phase: &str) {
        let sources = ["client", "family", "worker"];
        let body = json!({"indicator_id": self.script.id("indicator"), "value": value,
            "observed_at": self.script.ago(self.chance.between(20, 200)), "phase": phase,
            "source": self.chance.of(&sources), "note": self.chance.of(self.words.observed)});
        self.script.make("", &self.of_case("observations"), body);
    }

    /// A report on the last weeks, submitted.
    fn report(&mut self) {
        let body = json!({"from_on": self.script.ahead(-28), "to_on": self.script.today(),
            "findings": self.problem.findings, "analysis": self.chance.of(self.words.analyses),
            "client_view": self.chance.of(self.words.views)});
        self.script
            .make("report", &self.of_case("progress-reports"), body);
        let path = self.of("progress-reports", "report", "/submission");
        self.script.act(&path, None);
    }

    /// The last report, and the evaluation: the goal is reached.
    pub(super) fn conclude(&mut self) {
        self.report();
        let path = self.of("progress-reports", "report", "/acknowledgement");
        self.script.superior(&format!("POST {path}"), json!({}));
        let mut body = json!({
            "plan_id": self.script.id("plan"), "evaluated_on": self.script.today(),
            "results": [{"element_id": self.script.id("goal"), "result": "achieved",
                "reason": self.problem.criterion}],
            "process": "effective", "outcome": "effective",
            "lessons": [self.chance.of(self.words.lessons)], "conclusion": "prepare_termination"
        });
        if self.reason() == "graduation_self_reliant" {
            body["graduation"] = json!({"kind": "self_reliant", "shown_by": ["business"],
                "statement": self.problem.change});
        }
        self.script.make("", &self.of_case("evaluations"), body);
    }

    /// Why a case of this kind ends as planned.
    pub(super) fn reason(&self) -> &'static str {
        let graduates = ["poor_family", "disability"].contains(&self.problem.category);
        if graduates && self.office.country == domain::parties::unit::Country::Id {
            "graduation_self_reliant"
        } else {
            "goals_achieved"
        }
    }
}
