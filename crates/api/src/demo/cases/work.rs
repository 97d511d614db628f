//! Stage three, second half: the intervention with its sessions, crises, and what happens to a case
//! apart from its course.

use serde_json::json;

use super::{Tale, Twist};

impl Tale<'_> {
    /// The intervention begins with a session; a crisis that will be met may come between.
    pub(super) fn intervene(&mut self) {
        let (_, technique, ..) = self.problem.strategy;
        let roles = ["facilitator", "broker", "educator", "advocate", "mediator"];
        let body = json!({"title": self.problem.title, "strategy_id": self.script.id("strategy"),
            "goal_ids": [self.script.id("goal")], "technique": technique,
            "worker_roles": [self.chance.of(&roles)]});
        self.script
            .make("intervention", &self.of_case("interventions"), body);
        let path = self.of("interventions", "intervention", "/start");
        let start = json!({"started_on": self.script.today()});
        self.script.act(&path, Some(start));
        self.meet(0);
        if self.has(Twist::CrisisOver) {
            self.report_crisis();
            let path = self.of("crises", "crisis", "");
            let [_, measures, how, _] = self.words.crisis;
            let handling = json!({"measures": measures});
            self.script.act(&format!("{path}/handling"), Some(handling));
            self.acknowledge();
            self.script.weeks(1);
            let resolution = json!({"how": how, "resolved_on": self.script.today()});
            self.script
                .act(&format!("{path}/resolution"), Some(resolution));
        }
    }

    /// A session with the client: the first or the second that is told of.
    pub(super) fn meet(&mut self, which: usize) {
        let skills = [
            "empathy",
            "motivating",
            "rapport_building",
            "interviewing",
            "facilitation",
        ];
        let places = ["client_home", "office", "provider"];
        let place = if self.office.key == "santubong" {
            "institution"
        } else {
            self.chance.of(&places)
        };
        let body = json!({
            "form": "individual", "intervention_id": self.script.id("intervention"),
            "held_at": self.script.ago(self.chance.between(70, 230)),
            "minutes": self.chance.between(6, 18) * 5, "mode": "in_person", "place": place,
            "done": self.problem.sessions[which], "skills": [self.chance.of(&skills)],
            "attendees": [{"person_id": self.script.id("person")}],
            "client_response": self.chance.of(self.words.responses),
            "next_step": self.chance.of(self.words.next_steps)
        });
        self.script.make("", &self.of_case("work-sessions"), body);
    }

    fn report_crisis(&mut self) {
        let severities = ["moderate", "severe", "life_threatening"];
        let [action, _, _, place] = self.words.crisis;
        let body = json!({"severity": self.chance.of(&severities), "what": self.problem.crisis,
            "occurred_at": self.script.ago(self.chance.between(90, 700)), "place": place,
            "action_taken": action, "supervisor_told_at": self.script.ago(30)});
        self.script.make("crisis", &self.of_case("crises"), body);
    }

    /// The superior sees to the alarm of the case.
    pub(super) fn acknowledge(&mut self) {
        let path = self.of_case("alarm-acknowledgement");
        self.script.superior(&format!("POST {path}"), json!({}));
    }

    /// What happens beside the course: a crisis that is still open, a task left undone, a hold, a
    /// restriction.
    pub(super) fn afterwards(&mut self) {
        let opened_only = self.course.reach == super::Reach::Opened;
        if self.has(Twist::Crisis) {
            self.report_crisis();
        }
        if self.has(Twist::TaskOverdue) && opened_only {
            self.leave_undone();
        }
        if self.has(Twist::Held) {
            let body = json!({"reason": self.chance.of(self.words.holds),
                "until_on": self.script.ahead(self.chance.between(5, 20).into())});
            self.script.act(&self.of_case("hold"), Some(body));
        }
        if self.has(Twist::Restricted) {
            let body = json!({"confidentiality": "restricted", "reason": self.words.restricted});
            let path = self.of_case("confidentiality");
            self.script.superior(&format!("PUT {path}"), body);
        }
    }
}
