//! A case through all five stages, by requests alone: what each gate refuses before, and what the
//! timeline says afterwards.

use serde_json::{Value, json};
use tests::{
    App,
    cases::{opened, read, request},
    life::{self, go, unmet},
    monitoring::Planned,
    plans,
};

/// A case while it lives.
struct Life<'a> {
    app: &'a App,
    case: String,
    /// How many events its timeline had when it was last looked at.
    known: usize,
}

impl Life<'_> {
    /// The types of the events since the last look.
    fn since(&mut self) -> Vec<String> {
        let path = format!("/v1/cases/{}/timeline?limit=200", self.case);
        let page = self.app.as_caseworker().get(&path).send().ok();
        let events = page["items"].as_array().cloned().unwrap_or_default();
        let new = events.iter().skip(self.known).map(|event| &event["type"]);
        let new = new.map(|kind| kind.as_str().unwrap_or_default().to_owned());
        let new: Vec<_> = new.collect();
        self.known = events.len();
        new
    }

    /// The gate names exactly these; whoever tries is refused for them, and nothing happens.
    fn shut(&mut self, body: Value, requirements: &[&str]) {
        let mut query = format!("to={}", body["to"].as_str().unwrap_or_default());
        if let Some(reason) = body["reason"].as_str() {
            query = format!("{query}&reason={reason}");
        }
        assert_eq!(unmet(self.app, &self.case, &query), requirements);
        let refused = go(self.app, &self.case, body).problem(409, "refused");
        let refusals = refused["refusals"].as_array().cloned().unwrap_or_default();
        let named: Vec<_> = refusals.iter().map(|one| &one["requirement"]).collect();
        assert_eq!(named, requirements);
        assert_eq!(self.since(), Vec::<String>::new());
    }

    /// There is no way to that stage from here.
    fn no_way(&self, body: Value, code: &str) {
        let refused = go(self.app, &self.case, body).problem(409, "refused");
        assert!(refused.refusals().contains(&code), "{:#}", refused.body);
    }

    fn stage(&self) -> Value {
        read(&self.app.as_caseworker(), &self.case)["stage"].clone()
    }
}

/// What the timeline says: of the intake, the assessment, the draft of the plan, the work until it is
/// monitored, until its end, and until the file is closed and the client is visited once more.
const LIFE: [&[&str]; 6] = [
    &[
        "intake.recorded",
        "intake.screened",
        "intake.accepted",
        "case.opened",
    ],
    &[
        "case.consent_recorded",
        "case.rights_explained",
        "case.contract_drafted",
        "case.contract_signed",
        "case.contract_signed",
        "case.contract_signed",
        "case.contract_agreed",
        "assessment.drafted",
        "case.consent_recorded",
        "element.added",
        "element.added",
        "element.added",
        "element.added",
        "element.added",
        "element.added",
        "element.added",
        "element.added",
        "assessment.edited",
        "assessment.finalised",
        "case.risk_changed",
        "case.moved",
    ],
    &[
        "plan.drafted",
        "element.added",
        "element.added",
        "element.added",
        "element.added",
        "element.added",
        "element.added",
        "element.added",
        "element.added",
        "element.added",
        "element.added",
    ],
    &[
        "plan.proposed",
        "plan.agreed",
        "plan.approved",
        "plan.activated",
        "case.intervention_planned",
        "case.intervention_started",
        "monitoring_plan.set",
        "observation.recorded",
        "case.moved",
    ],
    &[
        "evaluation.recorded",
        "case.note_drafted",
        "case.note_signed",
        "case.step_recorded",
        "case.step_recorded",
        "case.step_recorded",
        "case.step_recorded",
        "case.step_recorded",
        "case.moved",
    ],
    &[
        "case.step_recorded",
        "case.step_recorded",
        "case.step_recorded",
        "case.step_recorded",
        "case.contract_ended",
        "plan.progressed",
        "case.closure_requested",
        "plan.closed",
        "monitoring_plan.ended",
        "case.closure_approved",
        "case.closed",
        "case.contact_recorded",
    ],
];

#[test]
fn a_case_lives_from_its_intake_to_the_closed_file() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let mut it = Life {
        app: &app,
        case: case.id(),
        known: 0,
    };
    let mut told = vec![it.since()];

    it.shut(
        json!({"to": "intervention"}),
        &[
            "service_consent_or_legal_basis",
            "contract_agreed",
            "assessment_finalised",
        ],
    );
    it.no_way(json!({"to": "monitoring"}), "stage_not_reachable");
    life::engage(&app, &it.case);
    life::intervene(&app, &it.case);
    assert_eq!(it.stage(), "intervention");
    told.push(it.since());

    let (plan, goal, objective) = plans::whole(&app, &it.case);
    let indicators = format!("/v1/plans/{}/indicators", plan.id());
    let indicators = app.as_caseworker().get(&indicators).send().ok();
    let planned = Planned {
        indicator: indicators.ids()[0].to_owned(),
        plan: plan.id(),
        case,
        goal,
        objective,
    };
    let early = plans::act(&app.as_caseworker(), &plan.id(), "activation", json!({}));
    let early = early.problem(409, "refused");
    let early = early["refusals"].as_array().cloned().unwrap_or_default();
    let early: Vec<_> = early.iter().map(|one| &one["requirement"]).collect();
    assert_eq!(early, ["client_agreement", "plan_approved"]);
    told.push(it.since());
    it.shut(
        json!({"to": "monitoring"}),
        &[
            "plan_active",
            "intervention_started",
            "monitoring_plan_set",
            "baseline_recorded",
        ],
    );
    let goals = json!({"to": "termination", "reason": "goals_achieved"});
    it.no_way(goals.clone(), "planned_end_from_monitoring");
    plans::active(&app, &plan.id());
    life::begin(&app, &planned);
    life::monitor(&app, &it.case);
    assert_eq!(it.stage(), "monitoring");
    told.push(it.since());

    it.shut(
        goals,
        &[
            "evaluation_prepares_termination",
            "party_reports",
            "functioning_interview",
            "final_report",
            "closing_discussion",
        ],
    );
    life::conclude(&app, &planned);
    life::end(&app, &it.case);
    assert_eq!(it.stage(), "termination");
    told.push(it.since());

    let ended = read(&app.as_caseworker(), &it.case);
    assert_eq!(
        unmet(&app, &it.case, "to=closed"),
        [
            "notice_to_client",
            "notice_to_family",
            "future_plan_confirmed",
            "support_network_listed",
            "nothing_open",
            "approved_by_other",
        ]
    );
    request(&app, &ended).problem(409, "refused");
    assert_eq!(it.since(), [""; 0]);
    life::take_leave(&app, &it.case);
    let closed = life::close(&app, &it.case);
    assert_eq!(
        (&closed["stage"], &closed["status"]),
        (&json!("termination"), &json!("closed"))
    );
    let aftercare = json!({"with": "client", "channel": "visit", "purpose": "aftercare",
        "at": "2026-03-02T00:45:00Z", "reached": true});
    tests::cases::step(&app, &it.case, "contacts", aftercare).created();
    told.push(it.since());
    assert_eq!(told, LIFE);
    let plan = format!("/v1/plans/{}", planned.plan);
    let plan = app.as_caseworker().get(&plan).send().ok();
    assert_eq!(plan["status"], "closed");
}
