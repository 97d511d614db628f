//! Stage two: consents and contract, and the assessment of the situation.

use serde_json::{Value, json};

use super::{Reach, Tale, Twist, offices::full_name};

/// The five areas of needs.
const AREAS: [&str; 5] = [
    "physical",
    "emotional_psychological",
    "social",
    "spiritual",
    "socioeconomic",
];

impl Tale<'_> {
    /// A first visit; the client consents, or an order stands in; a contract is signed by all three.
    pub(super) fn engage(&mut self) {
        let visit = json!({"with": "client", "person_id": self.script.id("person"),
            "channel": "visit", "purpose": "follow_up", "place": "client_home",
            "at": self.script.ago(self.chance.between(60, 170)), "reached": true,
            "outcome": "information_obtained", "summary": self.chance.of(self.words.visits)});
        self.script.make("", &self.of_case("contacts"), visit);
        if self.has(Twist::TaskOverdue) {
            self.leave_undone();
        }
        if let Some(order) = &self.problem.order {
            let number = self.chance.between(11, 480);
            let today = self.script.today();
            let body = json!({"kind": order.kind,
                "reference": format!("{}{number}/2026", order.reference),
                "ordered_by": order.by, "ordered_on": self.script.ahead(-8),
                "starts_on": today, "ends_on": self.script.ahead(364)});
            self.script
                .make("basis", &self.of_case("legal-bases"), body);
        } else {
            self.consent("service");
        }
        self.consent("assessment");
        if self.chance.percent(40) {
            let body = json!({"rights": ["take_part", "confidentiality", "complain"],
                "note": self.chance.of(self.words.rights),
                "explained_to": self.client.signature(self.script.today())});
            self.script
                .make("", &self.of_case("rights-explanations"), body);
        }
        if self.course.reach != Reach::Assessing {
            self.contract();
        }
    }

    /// A task that nobody will have done in time.
    pub(super) fn leave_undone(&mut self) {
        let body = json!({"text": self.chance.of(self.words.tasks),
            "due_on": self.script.ahead(3)});
        self.script.make("", &self.of_case("tasks"), body);
    }

    fn consent(&mut self, purpose: &str) {
        let mut body = json!({"purpose": purpose, "answer": "given",
            "signature": self.client.signature(self.script.today())});
        if self.client.minor {
            body["child_view"] = json!(self.chance.of(self.words.child_views));
        }
        self.script.make("", &self.of_case("consents"), body);
    }

    fn contract(&mut self) {
        let today = self.script.today();
        let duty = |text: &str| json!({"responsibilities": text});
        let [client, worker, agency] = self.words.duties.map(duty);
        let [
            consensus,
            mutual,
            acceptance,
            reciprocity,
            duties,
            tasks,
            period,
        ] = self.words.elements;
        let body = json!({
            "kind": "primary", "purpose": self.problem.goal, "starts_on": today,
            "elements": {"consensus": consensus, "mutual_agreement": mutual,
                "acceptance": acceptance, "reciprocity": reciprocity, "responsibility": duties,
                "promised_tasks": tasks, "period": period},
            "parties": {"client": client, "worker": worker, "agency": agency},
            "eligibility": {"certified_by": full_name(self.office.superior),
                "certified_on": today}
        });
        self.script
            .make("contract", &self.of_case("contracts"), body);
        let signs = |capacity: &str, name: &str| {
            json!({"capacity": capacity, "person_name": full_name(name), "method": "ink",
                "signed_on": today})
        };
        let client = match &self.problem.order {
            Some(_) => json!({"party": "client", "legal_basis_id": self.script.id("basis")}),
            None => json!({"party": "client", "signature": self.client.signature(today)}),
        };
        let worker = json!({"party": "worker", "signature": signs("worker", self.worker)});
        let agency = json!({"party": "agency", "signature": signs("agency", self.office.superior)});
        let path = self.of("contracts", "contract", "/signatures");
        for signature in [client, worker, agency] {
            self.script.act(&path, Some(signature));
        }
    }

    /// The situation is assessed: a draft for now, or whole and finalised.
    pub(super) fn assess(&mut self) {
        let draft = json!({"type": "initial", "methods": ["interview", "home_visit"],
            "informants": ["client", "family"]});
        self.script
            .make("assessment", &self.of_case("assessments"), draft);
        let whole = self.course.reach != Reach::Assessing;
        let needs = AREAS.iter().zip(self.problem.needs);
        for (area, severity) in needs.take(if whole { 5 } else { 2 }) {
            let status = match severity {
                0 => "not_present",
                1 => "met",
                2 => "partly_met",
                _ => "unmet",
            };
            self.find(
                "needs",
                json!({"area": area, "severity": severity, "status": status}),
            );
        }
        let issue = json!({"statement": self.problem.issue,
            "causes": [{"kind": self.problem.cause}], "priority": 1});
        self.find("issues", issue);
        if !whole {
            return;
        }
        let (hazard, likelihood, impact) = self.problem.hazard;
        let at_risk = if self.client.minor { "child" } else { "client" };
        self.find(
            "risks",
            json!({"hazard": hazard, "at_risk": [at_risk], "likelihood": likelihood,
                "impact": impact, "safety_measures": [self.problem.measure], "status": "open"}),
        );
        let area = if self.client.minor {
            "learning"
        } else {
            "self_care"
        };
        let functions = json!({"area": area, "level": "with_help"});
        self.find("functional-areas", functions);
        let (kind, description) = self.problem.resource;
        self.find(
            "resources",
            json!({"kind": kind, "description": description}),
        );
        self.find("wanted-goals", json!({"goal": self.problem.wish}));
        let mut own = json!({
            "priority_agreed_on": self.script.today(), "participation": {"level": "full"},
            "formulation": {"problem_statement": self.problem.issue},
            "reassess_every": {"count": self.chance.between(2, 6), "unit": "months"}
        });
        if likelihood * impact >= 10 {
            own["safety_plan"] = json!({"warning_signs": [hazard],
                "steps": [{"action": self.problem.measure}],
                "emergency_contacts": [format!("{}, {}", self.client.relative,
                    self.client.relation)],
                "agreed_on": self.script.today()});
        }
        let path = self.of("assessments", "assessment", "");
        self.script.change(&format!("PATCH {path}"), own);
        self.script.act(&format!("{path}/finalisation"), None);
        // Who has just been assessed still waits for somebody to see to it.
        if likelihood * impact >= 10 && self.course.reach != Reach::Drafting {
            self.acknowledge();
        }
    }

    fn find(&mut self, what: &str, body: Value) {
        let path = self.of("assessments", "assessment", &format!("/{what}"));
        self.script.make("", &path, body);
    }
}
