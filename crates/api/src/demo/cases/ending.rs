//! Stage five: the planned end, step by step, to the closed file.

use serde_json::{Value, json};

use super::{Tale, Twist};

impl Tale<'_> {
    /// Reports, interview, discussion: the case goes to its end, and all are told.
    pub(super) fn prepare_end(&mut self) {
        let today = self.script.today();
        let readiness = if self.client.minor {
            "ready_with_support"
        } else {
            "ready"
        };
        let family = json!({"party": "family", "party_name": self.client.relative,
            "status": "received", "received_on": today, "summary": self.problem.change});
        self.step("party-reports", family);
        let (_, plan) = self.problem.future;
        let interview = json!({"held_on": today, "functioning":
            self.chance.of(self.words.functioning), "future_plans": plan});
        self.step("functioning-interviews", interview);
        let note = json!({"occurred_at": self.script.ago(15),
            "text": format!("{} {}", self.words.final_report, self.problem.change)});
        self.script.make("note", &self.of_case("notes"), note);
        let path = self.of("notes", "note", "/signature");
        self.script.act(&path, None);
        let report = json!({"written_on": today, "readiness": readiness,
            "note_id": self.script.id("note")});
        self.step("final-reports", report);
        let discussion = json!({"held_on": today, "changes_achieved": self.problem.change,
            "readiness": readiness, "client_view": self.chance.of(self.words.views)});
        self.step("closing-discussions", discussion);
        if self.office.key == "santubong" {
            let number = self.chance.between(1, 40);
            let review = json!({"held_on": today, "reference": format!("LP/RKK/2026/{number:02}"),
                "outcome": "agrees"});
            self.step("board-reviews", review);
        }
        self.transit("termination", Some(self.reason()));
        let told = self.notice("client");
        self.step("termination-notices", told);
        self.tell_family();
    }

    /// The family is told of the end.
    pub(super) fn tell_family(&mut self) {
        let recipient = if self.client.minor {
            "guardian"
        } else {
            "family"
        };
        let mut told = self.notice(recipient);
        told["person_name"] = json!(format!(
            "{}, {}",
            self.client.relative, self.client.relation
        ));
        told["answer"] = json!(self.chance.of(self.words.answers));
        self.step("termination-notices", told);
    }

    fn notice(&self, recipient: &str) -> Value {
        json!({"recipient": recipient, "outcome": "given", "channel": "visit",
            "given_at": self.script.ago(40)})
    }

    /// The future plan, whom the client can turn to, and what was begun is brought to its end.
    pub(super) fn settle(&mut self) {
        let (area, plan) = self.problem.future;
        let future = json!({"area": area, "plan": plan, "confirmed_on": self.script.today()});
        self.step("future-plan-items", future);
        self.support();
        let ended = json!({"ended_on": self.script.today(), "outcome": self.problem.change});
        let path = self.of("interventions", "intervention", "/completion");
        self.script.act(&path, Some(ended));
        self.end_contract();
        self.hand_over();
    }

    /// Somebody the client can turn to.
    pub(super) fn support(&mut self) {
        let body = json!({"kind": "person", "name": self.client.relative,
            "relation": self.client.relation, "gives": self.chance.of(self.words.gives),
            "consent": "given"});
        self.step("support-contacts", body);
    }

    /// The contract is over.
    pub(super) fn end_contract(&mut self) {
        let body = json!({"ended_on": self.script.today(), "reason": self.words.fulfilled});
        let path = self.of("contracts", "contract", "/end");
        self.script.act(&path, Some(body));
    }

    /// What was kept goes back to the client, or to the guardian.
    pub(super) fn hand_over(&mut self) {
        if !self.has(Twist::Custody) {
            return;
        }
        let today = self.script.today();
        let mut body = json!({"outcome": "client", "settled_on": today,
            "acknowledgement": self.client.signature(today)});
        if self.client.minor {
            body["outcome"] = json!("guardian");
            body["receiver_name"] = json!(self.client.relative);
        }
        for name in ["book", "cash", "clothes"] {
            let path = self.of("custody-items", name, "/settlement");
            self.script.act(&path, Some(body.clone()));
        }
    }

    /// The worker asks for the closure.
    pub(super) fn request_closure(&mut self, summary: &str) {
        let path = self.of_case("closure-request");
        self.script
            .request("closure", &path, json!({"summary": summary}));
    }

    /// The superior approves it.
    pub(super) fn approve_closure(&mut self) {
        let path = self.of("closure-requests", "closure", "/approval");
        let body = json!({"note": self.chance.of(self.words.closures)});
        self.script.superior(&format!("POST {path}"), body);
    }

    /// Records a step of the end.
    pub(super) fn step(&mut self, what: &str, body: Value) {
        self.script.make("", &self.of_case(what), body);
    }
}
