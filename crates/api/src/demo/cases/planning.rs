//! Stage three, first half: the plan, from its draft to its activation.

use serde_json::{Value, json};

use super::Tale;

impl Tale<'_> {
    /// The case goes on to planning; a goal and how one will know that it is reached.
    pub(super) fn draft(&mut self) {
        self.transit("intervention", None);
        let models = [
            "expanded_broker",
            "personal_strengths",
            "rehabilitation",
            "full_support",
        ];
        let today = self.script.today();
        let body = json!({"model": self.chance.of(&models), "starts_on": today,
            "focus": self.problem.title, "root_causes": [self.problem.issue],
            "participation": {"level": if self.client.minor { "partial" } else { "full" }}});
        self.script.make("plan", &self.of_case("plans"), body);
        let target_on = self.script.ahead(self.chance.between(60, 120).into());
        let goal = json!({"statement": self.problem.goal, "term": "short_term",
            "term_reason": self.words.term, "target_on": target_on,
            "criterion": self.problem.criterion, "issue": self.problem.issue});
        self.add("goal", "goals", goal);
        let seen = &self.problem.indicator;
        let direction = if seen.to > seen.from {
            "increase"
        } else {
            "decrease"
        };
        let indicator = json!({"goal_id": self.script.id("goal"), "name": seen.name,
            "measure": seen.measure, "minimum": 0.0, "maximum": seen.most,
            "direction": direction, "target": seen.to});
        self.add("indicator", "indicators", indicator);
    }

    /// The rest of the plan; it is proposed, and the client agrees.
    pub(super) fn propose(&mut self) {
        let (description, technique, method, level) = self.problem.strategy;
        let modes = ["induce", "persuade"];
        let strategy = json!({"goal_ids": [self.script.id("goal")], "description": description,
            "technique": technique, "method": method, "level": level,
            "influence_mode": self.chance.of(&modes), "starts_on": self.script.today(),
            "ends_on": self.script.ahead(70)});
        self.add("strategy", "strategies", strategy);
        let otherwise = json!({"trigger": self.problem.hazard.0,
            "response": self.problem.otherwise, "by_whom": "caseworker"});
        self.add("", "alternative-plans", otherwise);
        let [client, family] = self.words.roles;
        let role = json!({"party": "client", "duties": client});
        self.add("", "roles", role);
        if self.chance.percent(50) {
            let name = format!("{}, {}", self.client.relative, self.client.relation);
            let role = json!({"party": "family", "name": name, "duties": family});
            self.add("", "roles", role);
        }
        if self.problem.hazard.1 * self.problem.hazard.2 >= 16 {
            let crisis = json!({"trigger": self.problem.crisis,
                "response": self.words.crisis[0], "by_whom": "caseworker"});
            self.add("", "crisis-plans", crisis);
        }
        self.course_of_plan("proposal", json!({}));
        // Where the law mandates the work, some do not sign.
        let unwilling = self.problem.order.is_some() && self.chance.percent(50);
        let agreement = if unwilling {
            json!({"obstacle": "will_not_agree", "reason": self.words.unwilling})
        } else {
            json!({"signature": self.client.signature(self.script.today())})
        };
        self.course_of_plan("agreement", agreement);
    }

    /// The superior approves it and it comes into force.
    pub(super) fn activate(&mut self) {
        let path = self.of("plans", "plan", "/approval");
        let body = json!({"note": self.chance.of(self.words.approvals)});
        self.script.superior(&format!("POST {path}"), body);
        self.course_of_plan("activation", json!({}));
    }

    fn add(&mut self, name: &str, what: &str, body: Value) {
        let path = self.of("plans", "plan", &format!("/{what}"));
        self.script.make(name, &path, body);
    }

    fn course_of_plan(&mut self, act: &str, body: Value) {
        let path = self.of("plans", "plan", &format!("/{act}"));
        self.script.act(&path, Some(body));
    }
}
