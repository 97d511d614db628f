//! Stage one: what is brought to the office, screened, accepted.

use serde_json::json;

use super::{Tale, Twist, offices::full_name};

impl Tale<'_> {
    /// The client is registered, and what is told becomes an intake.
    pub(super) fn receive(&mut self) {
        let mut person = self.client.body.clone();
        if self.problem.category == "domestic_violence" {
            person["safe_contact"] = json!({"channels": ["visit", "phone"], "no_message": true});
        }
        self.script.make("person", "/v1/persons", person);
        let told = *self.chance.of(&self.problem.told);
        let besides = *self.chance.of(self.words.besides);
        let received_at = self.script.ago(self.chance.between(10, 55));
        let mut intake = json!({
            "channel": self.problem.channel, "person_id": self.script.id("person"),
            "presenting_problem": format!("{told} {besides}"),
            "category": self.problem.category, "urgency": self.problem.urgency,
            "received_at": received_at
        });
        if !self.problem.agency.is_empty() {
            let (_, district) = self.office.area;
            let number = self.chance.between(11, 899);
            intake["referrer"] = json!({"agency": format!("{}, {district}", self.problem.agency),
                "reference": format!("R/2026/{number}")});
        }
        self.script.make("intake", "/v1/intakes", intake);
    }

    /// Papers are missing.
    pub(super) fn give_back(&mut self) {
        let body = json!({"missing": ["referral_letter", "identity_card"],
            "note": self.words.missing});
        let path = self.of("intakes", "intake", "/return");
        self.script.superior(&format!("POST {path}"), body);
    }

    /// The papers asked for come in, and the three tests are met.
    pub(super) fn screen(&mut self) {
        let asked = self
            .papers
            .asked(self.office.country, self.problem.category);
        if asked > 0 {
            let list = self.of("intakes", "intake", "/documents");
            self.script.read("papers", &list);
            for number in 0..asked {
                let item = self.script.saved("papers", &format!("items/{number}/id"));
                let body = json!({"received_on": self.script.today()});
                self.script
                    .act(&format!("{list}/{item}/receipt"), Some(body));
            }
        }
        let support = [
            "supportive",
            "partly_supportive",
            "unsupportive",
            "not_known",
        ];
        let met = json!({"met": true});
        let body = json!({
            "tests": {"further_action": met, "planning_and_intervention": met,
                "periodic_monitoring": met},
            "family_support": {"support": self.chance.of(&support)},
            "duplicates_reviewed": {"result": "no_duplicate_found"}
        });
        let path = self.of("intakes", "intake", "/screening");
        self.script.change(&format!("PUT {path}"), body);
    }

    /// The superior accepts it and names the caseworker.
    pub(super) fn accept(&mut self) {
        let body = json!({"caseworker_id": format!("{{{}/id}}", self.worker),
            "note": self.chance.of(self.words.acceptances)});
        let path = self.of("intakes", "intake", "/acceptance");
        self.script.superior_makes("case", &path, body);
        if self.has(Twist::Custody) {
            self.keep();
        }
    }

    /// What the client brings is taken into custody.
    fn keep(&mut self) {
        let [book, cash, clothes, place, from] = self.words.custody;
        let at = self.script.ago(5);
        let number = self.chance.between(100_000, 999_999);
        let currency = self.office.currency();
        let amount = i64::from(self.chance.between(20, 90)) * self.office.smallest_note();
        let item = |kind: &str, description: String| {
            json!({"kind": kind, "description": description, "place": place,
                "received_from": from, "received_at": at,
                "received_by": full_name(self.worker)})
        };
        let mut papers = item("personal_document", format!("{book} 55501-{number}"));
        papers["document_type"] = json!("bank_book");
        let mut money = item("money", cash.to_owned());
        money["money"] = json!({"currency": currency, "minor": amount});
        let clothes = item("clothes", clothes.to_owned());
        for (name, body) in [("book", papers), ("cash", money), ("clothes", clothes)] {
            self.script.make(name, &self.of_case("custody-items"), body);
        }
    }
}
