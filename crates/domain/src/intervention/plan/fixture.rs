//! A plan that can be activated, for the tests of this room.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::cases::fixture::{CASEWORKER, SUPERVISOR, case, now, today};
use crate::cases::{Case, CaseStatus, GateFacts, Stage};
use crate::elements::{Content, ElementKind, Row};
use crate::termination::TerminationReason;

pub fn uuid(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub fn row(kind: ElementKind, n: u128, details: Value) -> Row {
    let at: DateTime<Utc> = now();
    Row {
        id: uuid(n),
        kind,
        details,
        version: 1,
        created_at: at,
        modified_at: at,
    }
}

/// One goal with all that hangs on it.
pub fn rows() -> Vec<Row> {
    vec![
        row(
            ElementKind::Goal,
            1,
            json!({
                "statement": "She eats three meals a day", "term": "short_term",
                "term_reason": "The niece can start at once", "target_on": "2026-06-30",
                "criterion": "Six of seven days", "baseline_level": -2,
                "scale": {"much_less": "one", "less": "two", "expected": "three",
                    "more": "three and fruit", "much_more": "cooks herself"}
            }),
        ),
        row(
            ElementKind::Objective,
            2,
            json!({"goal_id": uuid(1), "statement": "A neighbour cooks"}),
        ),
        row(ElementKind::PlanTask, 3, task("2026-04-06", &[])),
        row(ElementKind::PlanTask, 4, task("2026-04-10", &[3])),
        row(
            ElementKind::Strategy,
            5,
            json!({"goal_ids": [uuid(1)], "description": "Win the neighbours",
                "technique": "network_building", "method": "casework", "level": "mezzo",
                "starts_on": "2026-04-06", "ends_on": "2026-06-30"}),
        ),
        row(
            ElementKind::Indicator,
            6,
            json!({"goal_id": uuid(1), "name": "Days with three meals", "measure": "frequency",
                "direction": "increase", "minimum": 0.0, "maximum": 7.0, "target": 6.0}),
        ),
        row(
            ElementKind::AlternativePlan,
            7,
            json!({"trigger": "The niece moves", "response": "Day care", "by_whom": "caseworker"}),
        ),
        row(
            ElementKind::TeamConsultation,
            8,
            json!({"held_on": "2026-03-30", "disciplines": ["nurse"], "advice": "Soft food"}),
        ),
    ]
}

pub fn task(starts_on: &str, after: &[u128]) -> Value {
    let after: Vec<Uuid> = after.iter().map(|n| uuid(*n)).collect();
    json!({"objective_id": uuid(2), "title": "Ask next door", "kind": "mobilise_resource",
        "owner": "caseworker", "starts_on": starts_on, "due_on": "2026-04-20", "after": after})
}

pub fn content() -> PlanContent {
    PlanContent::read(PlanId(uuid(100)), rows()).unwrap()
}

pub fn details() -> PlanDetails {
    serde_json::from_value(json!({"model": "expanded_broker", "starts_on": "2026-04-01"})).unwrap()
}

pub fn in_intervention() -> Case {
    Case {
        stage: Stage::Intervention,
        ..case()
    }
}

pub fn on_hold() -> Case {
    Case {
        status: CaseStatus::OnHold,
        ..in_intervention()
    }
}

pub fn ending() -> Case {
    Case {
        stage: Stage::Termination,
        termination_reason: Some(TerminationReason::LostContact),
        ..case()
    }
}

pub fn draft() -> Plan {
    Plan::draft(PlanId(uuid(100)), &case(), 0, details(), now())
}

/// The plan as far as it has come.
pub fn in_status(status: PlanStatus) -> Plan {
    let mut plan = draft();
    let proposed = PlanEvent::Proposed {
        proposed_by: CASEWORKER,
        proposed_at: now(),
    };
    let agreed = PlanEvent::Agreed {
        obstacle: None,
        recorded_by: CASEWORKER,
        recorded_at: now(),
    };
    let approved = PlanEvent::Approved {
        decided_by: SUPERVISOR,
        decided_at: now(),
    };
    let activated = PlanEvent::Activated {
        supersedes: None,
        overrides_used: Vec::new(),
        activated_at: now(),
    };
    for event in [proposed, agreed, approved, activated] {
        if plan.status == status {
            return plan;
        }
        plan.apply(&event);
    }
    plan.status = status;
    plan
}

pub fn facts(plan: Plan, content: PlanContent) -> GateFacts {
    GateFacts {
        plan: Some(Box::new(PlanFacts {
            plan,
            content,
            team: true,
            legal_basis: false,
            functioning: false,
            qualifications: Vec::new(),
            today: today(),
        })),
        ..GateFacts::of(&in_intervention())
    }
}
