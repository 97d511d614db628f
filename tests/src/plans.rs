//! Plans for tests, and one of each of their parts.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{app::App, client::Client, reply::Reply};

/// A kind of part: what its operations and addresses are called, and what would do as a body.
pub struct Part {
    /// In names of operations: `plan_task`; also the word of the kind.
    pub one: &'static str,
    /// Several, in names of operations.
    pub many: &'static str,
    /// The list, in addresses.
    pub place: &'static str,
    /// The id, in addresses.
    pub id: &'static str,
    /// What adds one.
    pub new: Value,
    /// What edits it.
    pub edit: Value,
}

/// One part of each kind, each with a place of its own in a plan that can be activated. The id of
/// the goal and of the objective are in what names them.
#[must_use]
pub fn parts(goal: Uuid, objective: Uuid) -> Vec<Part> {
    let part = |one, many, place, id, new, edit| Part {
        one,
        many,
        place,
        id,
        new,
        edit,
    };
    vec![
        part(
            "goal",
            "goals",
            "goals",
            "goal_id",
            json!({"id": goal, "statement": "She eats three meals a day.", "term": "short_term",
                "term_reason": "Her niece can start at once.", "target_on": "2026-06-30",
                "criterion": "Six of seven days.", "weight": 1, "baseline_level": -2,
                "scale": {"much_less": "One meal.", "less": "Two.", "expected": "Three.",
                    "more": "Three and fruit.", "much_more": "She cooks herself."}}),
            json!({"weight": 3, "issue": "Nobody cooks for her."}),
        ),
        part(
            "objective",
            "objectives",
            "objectives",
            "objective_id",
            json!({"id": objective, "goal_id": goal, "statement": "A neighbour cooks."}),
            json!({"target_on": "2026-05-01"}),
        ),
        part(
            "plan_task",
            "plan_tasks",
            "tasks",
            "plan_task_id",
            task(objective, &[]),
            json!({"title": "Ask Puan Rokiah again."}),
        ),
        part(
            "plan_role",
            "plan_roles",
            "roles",
            "plan_role_id",
            json!({"party": "family", "name": "Cik Salmah", "duties": "Cooks in the evening."}),
            json!({"explained_on": "2026-03-01", "accepted_on": "2026-03-02"}),
        ),
        part(
            "milestone",
            "milestones",
            "milestones",
            "milestone_id",
            json!({"title": "Meals every weekday", "due_on": "2026-05-15", "goal_id": goal}),
            json!({"due_on": "2026-05-20"}),
        ),
        part(
            "strategy",
            "strategies",
            "strategies",
            "strategy_id",
            json!({"goal_ids": [goal], "description": "Win the neighbours for her.",
                "technique": "network_building", "method": "casework", "level": "mezzo",
                "influence_mode": "persuade", "provision": "direct",
                "starts_on": "2026-03-09", "ends_on": "2026-06-30"}),
            json!({"worker_role": "broker", "feasibility": {"motivation": "high",
                "ability": "low", "resources": "moderate", "services": "moderate"}}),
        ),
        part(
            "indicator",
            "indicators",
            "indicators",
            "indicator_id",
            json!({"goal_id": goal, "name": "Days with three meals", "measure": "frequency",
                "minimum": 0.0, "maximum": 7.0, "direction": "increase", "target": 6.0}),
            json!({"unit": "days a week"}),
        ),
        part(
            "alternative_plan",
            "alternative_plans",
            "alternative-plans",
            "alternative_plan_id",
            json!({"trigger": "The niece moves away.", "response": "Day care.",
                "by_whom": "caseworker"}),
            json!({"name": "Siti Aminah"}),
        ),
        part(
            "crisis_plan",
            "crisis_plans",
            "crisis-plans",
            "crisis_plan_id",
            json!({"trigger": "She falls.", "response": "Call 999.", "by_whom": "family"}),
            json!({"name": "Cik Salmah"}),
        ),
        part(
            "team_consultation",
            "team_consultations",
            "team-consultations",
            "team_consultation_id",
            json!({"held_on": "2026-03-01", "disciplines": ["nurse"], "advice": "Soft food."}),
            json!({"advice": "Soft food, little salt."}),
        ),
    ]
}

/// A task under an objective that waits for others.
#[must_use]
pub fn task(objective: Uuid, after: &[&str]) -> Value {
    json!({"objective_id": objective, "title": "Ask Puan Rokiah", "kind": "mobilise_resource",
        "owner": "caseworker", "starts_on": "2026-03-09", "due_on": "2026-03-20", "after": after})
}

/// The body of an operation on a part of a plan; none where it is no such operation.
#[must_use]
pub fn ask(operation: &str) -> Option<Option<Value>> {
    let (act, of) = operation.split_once('_')?;
    parts(Uuid::nil(), Uuid::nil())
        .into_iter()
        .find_map(|mut part| match act {
            "list" => (of == part.many).then_some(None),
            "get" | "remove" => (of == part.one).then_some(None),
            "add" => (of == part.one).then(|| {
                // An id of the client's is of version 7.
                part.new.as_object_mut()?.remove("id");
                Some(part.new)
            }),
            "edit" => (of == part.one).then_some(Some(part.edit)),
            _ => None,
        })
}

/// An empty draft on a case.
pub fn draft(client: &Client, case: &str) -> Reply {
    let body = json!({"model": "expanded_broker", "starts_on": "2026-03-02"});
    let path = format!("/v1/cases/{case}/plans");
    client.post(&path, body).send().created()
}

/// Adds a part to a plan.
pub fn add(client: &Client, plan: &str, place: &str, body: Value) -> Reply {
    client
        .post(&format!("/v1/plans/{plan}/{place}"), body)
        .send()
}

/// A draft by Siti with one part of each kind: the plan, its goal, its objective.
pub fn whole(app: &App, case: &str) -> (Reply, Uuid, Uuid) {
    let siti = app.as_caseworker();
    let plan = draft(&siti, case);
    let (goal, objective) = (app.new_id(), app.new_id());
    for part in parts(goal, objective) {
        add(&siti, &plan.id(), part.place, part.new).created();
    }
    (plan, goal, objective)
}

/// An act on a plan, as it is now.
pub fn act(client: &Client, plan: &str, act: &str, body: Value) -> Reply {
    let there = client.get(&format!("/v1/plans/{plan}")).send().ok();
    client
        .post(&format!("/v1/plans/{plan}/{act}"), body)
        .if_match(&there.etag())
        .send()
}

/// The client signs.
#[must_use]
pub fn signed() -> Value {
    json!({"signature": {"capacity": "client", "method": "thumbprint", "signed_on": "2026-03-02"}})
}

/// Takes a draft as far as the approval, by Siti and Azman; the plan.
pub fn approved(app: &App, plan: &str) -> Reply {
    let siti = app.as_caseworker();
    act(&siti, plan, "proposal", json!({})).ok();
    act(&siti, plan, "agreement", signed()).ok();
    act(&app.as_supervisor(), plan, "approval", json!({})).ok()
}

/// The same, and activates it.
pub fn active(app: &App, plan: &str) -> Reply {
    approved(app, plan);
    act(&app.as_caseworker(), plan, "activation", json!({})).ok()
}
