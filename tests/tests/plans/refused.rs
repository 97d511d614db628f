//! What is refused, and who may not.

use serde_json::{Value, json};
use tests::{
    App, Reply,
    cases::opened,
    life::intervening,
    plans::{act, add, approved, draft, signed, whole},
};

fn refused(reply: Reply, codes: &[&str]) {
    assert_eq!(reply.problem(409, "refused").refusals(), codes);
}

#[test]
fn each_act_waits_for_the_one_before() {
    let app = App::start();
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    let case = intervening(&app);
    let (plan, ..) = whole(&app, &case.id());
    let id = plan.id();
    refused(
        act(&siti, &id, "agreement", signed()),
        &["plan_not_proposed"],
    );
    refused(
        act(&azman, &id, "approval", json!({})),
        &["plan_not_agreed"],
    );
    let note = json!({"note": "No."});
    refused(act(&azman, &id, "rejection", note), &["plan_not_agreed"]);
    refused(
        act(&siti, &id, "withdrawal", json!({})),
        &["plan_not_proposed"],
    );
    let early = act(&siti, &id, "activation", json!({})).problem(409, "refused");
    assert_eq!(early.refusals(), ["requirement_unmet", "requirement_unmet"]);
    let next = siti.post(&format!("/v1/plans/{id}/next-version"), json!({}));
    refused(next.send(), &["plan_not_active", "plan_unfinished"]);
    let body = json!({"model": "full_support", "starts_on": "2026-03-02"});
    let plans = format!("/v1/cases/{}/plans", case.id());
    refused(siti.post(&plans, body.clone()).send(), &["plan_unfinished"]);
    approved(&app, &id);
    act(&siti, &id, "activation", json!({})).ok();
    refused(siti.post(&plans, body).send(), &["plan_active_already"]);
    refused(act(&siti, &id, "activation", json!({})), &["plan_ended"]);
    refused(act(&siti, &id, "proposal", json!({})), &["plan_not_draft"]);
}

#[test]
fn a_proposal_has_a_goal_and_nothing_before_its_start() {
    let app = App::start();
    let siti = app.as_caseworker();
    let plan = draft(&siti, &intervening(&app).id());
    let id = plan.id();
    refused(
        act(&siti, &id, "proposal", json!({})),
        &["plan_without_goal"],
    );
    let goal = json!({"statement": "x", "term": "long_term", "term_reason": "x",
        "target_on": "2026-03-01"});
    add(&siti, &id, "goals", goal).created();
    refused(
        act(&siti, &id, "proposal", json!({})),
        &["before_plan_start"],
    );
    let odd = json!({"borrowed_models": ["expanded_broker"], "participation": {"level": "none"}});
    let path = format!("/v1/plans/{id}");
    let odd = siti.patch(&path, odd).if_match("*").send();
    assert_eq!(
        odd.problem(422, "invalid_body").faults(),
        [
            ("/borrowed_models/0", "repeated_item"),
            ("/participation/reason", "required")
        ]
    );
}

#[test]
fn the_client_agrees_or_somebody_stands_in() {
    let app = App::start();
    let siti = app.as_caseworker();
    let (plan, ..) = whole(&app, &intervening(&app).id());
    let id = plan.id();
    act(&siti, &id, "proposal", json!({})).ok();
    let agree = |body: Value| act(&siti, &id, "agreement", body);
    let guardian = json!({"capacity": "guardian", "person_name": "Cik Salmah", "method": "ink",
        "signed_on": "2026-03-02"});
    let why = "She does not understand what is read to her.";
    refused(agree(json!({})), &["agreement_unsigned"]);
    refused(
        agree(json!({"signature": guardian})),
        &["agreement_reason_missing"],
    );
    refused(
        agree(json!({"obstacle": "will_not_agree", "reason": why})),
        &["guardian_or_legal_basis_missing"],
    );
    refused(
        agree(json!({"obstacle": "cannot_agree", "signature": guardian})),
        &["agreement_reason_missing"],
    );
    let mut both = signed();
    both["obstacle"] = json!("cannot_agree");
    both["reason"] = json!(why);
    refused(agree(both), &["agreement_contradicted"]);
    let mut late = signed();
    late["signature"]["signed_on"] = json!("2026-03-04");
    refused(agree(late), &["in_future"]);
    let mut nobody = signed();
    nobody["signature"]["person_id"] = json!(app.new_id());
    let nobody = agree(nobody).problem(422, "invalid_body");
    assert_eq!(
        nobody.faults(),
        [("/signature/person_id", "unknown_reference")]
    );
    let instead = json!({"obstacle": "cannot_agree", "reason": why, "signature": guardian});
    let agreed = agree(instead).ok();
    assert_eq!(agreed["agreement"]["obstacle"], "cannot_agree");
    assert_eq!(agreed["agreement"]["reason"], why);
}

#[test]
fn coercion_needs_a_superiors_word_and_a_legal_basis() {
    let app = App::start();
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    let (plan, ..) = whole(&app, &intervening(&app).id());
    let id = plan.id();
    let list = siti.get(&format!("/v1/plans/{id}/strategies")).send().ok();
    let path = format!("/v1/plans/{id}/strategies/{}", list.ids()[0]);
    siti.patch(&path, json!({"influence_mode": "coerce"}))
        .if_match("*")
        .send()
        .ok();
    act(&siti, &id, "proposal", json!({})).ok();
    act(&siti, &id, "agreement", signed()).ok();
    refused(
        act(&azman, &id, "approval", json!({})),
        &["coercion_unexplained"],
    );
    let why = json!({"coercion": "The court has ordered that she is examined."});
    act(&azman, &id, "approval", why).ok();
    let unmet = act(&siti, &id, "activation", json!({})).problem(409, "refused");
    assert_eq!(unmet["refusals"][0]["requirement"], "coercion_grounded");
    let list = siti.get(&format!("/v1/plans/{id}/checklist")).send().ok();
    let items = list["items"].as_array().unwrap();
    let item = items
        .iter()
        .find(|item| item["code"] == "coercion_grounded");
    let missing = &item.unwrap()["missing"];
    assert_eq!(missing[0]["code"], "coercion_legal_basis");
    assert_eq!(missing[0]["record"]["kind"], "plan_part");
}

#[test]
fn nobody_approves_an_own_proposal_and_strangers_see_nothing() {
    let app = App::start();
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    let (plan, goal, _) = whole(&app, &intervening(&app).id());
    let id = plan.id();
    act(&siti, &id, "proposal", json!({})).ok();
    act(&siti, &id, "agreement", signed()).ok();
    act(&siti, &id, "approval", json!({})).problem(403, "not_permitted");
    act(&azman, &id, "withdrawal", json!({})).problem(403, "not_permitted");
    act(&app.as_colleague(), &id, "withdrawal", json!({})).problem(403, "not_permitted");
    let stranger = app.as_other_district();
    for path in [
        format!("/v1/plans/{id}"),
        format!("/v1/plans/{id}/checklist"),
        format!("/v1/plans/{id}/comparison"),
        format!("/v1/plans/{id}/goals"),
        format!("/v1/plans/{id}/goals/{goal}"),
        format!("/v1/plans/{}", app.new_id()),
    ] {
        stranger.get(&path).send().problem(404, "not_found");
    }
    let path = format!("/v1/plans/{id}/proposal");
    stranger
        .post(&path, json!({}))
        .if_match("*")
        .send()
        .problem(404, "not_found");
    siti.post(&path, json!({}))
        .send()
        .problem(428, "version_required");
    siti.post(&path, json!({}))
        .if_match("\"v1\"")
        .send()
        .problem(412, "version_conflict");
    let data = app.as_data_officer();
    data.get(&format!("/v1/plans/{id}"))
        .send()
        .problem(403, "not_permitted");
}

#[test]
fn a_plan_waits_for_the_stage_and_for_the_end_of_a_hold() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = opened(&app, "older_person");
    let (plan, ..) = whole(&app, &case.id());
    approved(&app, &plan.id());
    refused(
        act(&siti, &plan.id(), "activation", json!({})),
        &["before_intervention"],
    );
    let path = format!("/v1/cases/{}/hold", case.id());
    let why = json!({"reason": "The client is in hospital until the operation."});
    siti.post(&path, why).if_match("*").send().ok();
    refused(
        act(&siti, &plan.id(), "withdrawal", json!({})),
        &["case_on_hold"],
    );
    let milestone = json!({"title": "x", "due_on": "2026-05-15"});
    refused(
        add(&siti, &plan.id(), "milestones", milestone),
        &["case_on_hold", "plan_not_draft"],
    );
}
