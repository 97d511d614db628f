//! Comparing two versions of a plan.

use serde_json::json;
use tests::{
    App,
    life::intervening,
    plans::{act, active, add, whole},
};

#[test]
fn a_comparison_tells_what_was_added_removed_and_changed() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = intervening(&app);
    let (plan, goal, _) = whole(&app, &case.id());
    let first = active(&app, &plan.id());
    let next = siti
        .post(&format!("/v1/plans/{}/next-version", first.id()), json!({}))
        .send()
        .created();
    let id = next.id();
    let compared = |query: &str| {
        let path = format!("/v1/plans/{id}/comparison{query}");
        siti.get(&path).send().ok()
    };
    let same = compared("");
    assert_eq!(same["with"], first["id"]);
    for nothing in ["own", "added", "removed", "changed"] {
        assert_eq!(same[nothing], json!([]), "{nothing}");
    }

    siti.patch(&format!("/v1/plans/{id}"), json!({"model": "full_support"}))
        .if_match("*")
        .send()
        .ok();
    siti.patch(
        &format!("/v1/plans/{id}/goals/{goal}"),
        json!({"target_on": "2026-09-30", "issue": "Nobody cooks."}),
    )
    .if_match("*")
    .send()
    .ok();
    let roles = siti.get(&format!("/v1/plans/{id}/roles")).send().ok();
    let role = roles.ids()[0];
    siti.delete(&format!("/v1/plans/{id}/roles/{role}"))
        .if_match("*")
        .send()
        .status(204);
    let milestone = json!({"title": "Meals on Sundays", "due_on": "2026-06-01"});
    let milestone = add(&siti, &id, "milestones", milestone).created();
    let told = compared(&format!("?with={}", first.id()));
    assert_eq!(
        told["own"],
        json!([{"field": "model", "before": "expanded_broker", "after": "full_support"}])
    );
    assert_eq!(
        told["added"],
        json!([{"kind": "milestone", "id": milestone.id()}])
    );
    assert_eq!(told["removed"], json!([{"kind": "plan_role", "id": role}]));
    assert_eq!(
        told["changed"],
        json!([{"kind": "goal", "id": goal, "fields": [
            {"field": "issue", "after": "Nobody cooks."},
            {"field": "target_on", "before": "2026-06-30", "after": "2026-09-30"}
        ]}])
    );

    // The first has none before it, and another case's is none to compare with.
    let path = format!("/v1/plans/{}/comparison", first.id());
    siti.get(&path).send().problem(400, "invalid_parameter");
    let (elsewhere, ..) = whole(&app, &intervening(&app).id());
    siti.get(&format!("{path}?with={}", elsewhere.id()))
        .send()
        .problem(400, "invalid_parameter");
    act(&siti, &id, "proposal", json!({})).ok();
}
