//! Checklists and moves.

use domain::{
    cases::RequirementCode,
    words::{Lang, Word},
};
use serde_json::{Value, json};
use tests::{
    App,
    cases::{closed, ending, moved_away, opened, particulars, request, told_and_listed},
};

#[test]
fn a_move_is_refused_exactly_while_the_checklist_names_something_unmet() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let siti = app.as_caseworker();
    let path = format!("/v1/cases/{}/transitions", case.id());
    for (query, body) in [
        ("to=intervention", json!({"to": "intervention"})),
        ("to=termination", json!({"to": "termination"})),
        (
            "to=termination&reason=not_eligible",
            json!({"to": "termination", "reason": "not_eligible"}),
        ),
        (
            "to=termination&reason=deceased",
            json!({"to": "termination", "reason": "deceased"}),
        ),
    ] {
        let checklist = format!("/v1/cases/{}/checklist?{query}", case.id());
        let checklist = siti.get(&checklist).send().ok();
        assert_eq!(checklist.header("etag"), "");
        let unmet: Vec<_> = checklist["items"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|item| item["met"] == false && item.get("overridden_by").is_none())
            .map(|item| item["code"].clone())
            .collect();
        assert_eq!(checklist["ready"], unmet.is_empty());
        let call = siti.post(&format!("{path}?validate_only=true"), body);
        let moved = call.if_match(&case.etag()).send();
        assert_eq!(moved.status == 200, unmet.is_empty(), "{query}");
        if !unmet.is_empty() {
            let refused = moved.problem(409, "refused");
            let named: Vec<_> = refused["refusals"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|one| one["requirement"].clone())
                .collect();
            assert_eq!(named, unmet);
        }
    }
    let wrong = siti.get(&format!("/v1/cases/{}/checklist?to=intake", case.id()));
    wrong.send().problem(400, "invalid_parameter");
    let wrong = siti
        .get(&format!("/v1/cases/{}/checklist", case.id()))
        .send();
    assert_eq!(
        wrong.problem(400, "invalid_parameter").faults(),
        [("?to", "required")]
    );
    let wrong = format!(
        "/v1/cases/{}/checklist?to=closed&reason=deceased",
        case.id()
    );
    siti.get(&wrong).send().problem(400, "invalid_parameter");
}

#[test]
fn a_checklist_tells_in_three_languages_what_is_missing_and_what_may_be_done() {
    let app = App::start();
    let case = ending(&app, &opened(&app, "older_person"), "moved_away");
    let checklist = |who: &str| {
        let path = format!("/v1/cases/{}/checklist?to=closed", case.id());
        app.as_(who).get(&path).send().ok()
    };
    let seen = checklist("siti");
    let item = |code: &str| {
        let items = seen["items"].as_array();
        let found = items.and_then(|items| items.iter().find(|item| item["code"] == code));
        found.cloned().unwrap_or_default()
    };
    let support = item("support_network_listed");
    assert_eq!(
        (&support["met"], &support["overridable"]),
        (&json!(false), &json!(true))
    );
    let code = RequirementCode::SupportNetworkListed;
    let text = |lang| code.label(lang);
    assert_eq!(
        support["text"],
        json!({
            "ms": text(Lang::Ms),
            "id": text(Lang::Id),
            "en": text(Lang::En)
        })
    );
    assert_eq!(item("reason_requirements")["overridable"], false);
    let missing = |item: &Value| -> Vec<Value> {
        let missing = item["missing"].as_array();
        missing
            .into_iter()
            .flatten()
            .map(|one| one["code"].clone())
            .collect()
    };
    assert_eq!(
        missing(&item("reason_requirements")),
        ["new_place", "receiving_unit"]
    );
    assert_eq!(item("nothing_open")["met"], true);

    let allowed = |who: &str| -> Vec<(String, usize)> {
        let seen = checklist(who);
        let acts = seen["allowed_actions"].as_array();
        acts.into_iter()
            .flatten()
            .map(|act| {
                let unmet = act["unmet"].as_array().map_or(0, Vec::len);
                (act["action"].as_str().unwrap_or_default().to_owned(), unmet)
            })
            .collect()
    };
    let of = |acts: &[(&str, usize)]| -> Vec<(String, usize)> {
        acts.iter()
            .map(|(act, unmet)| ((*act).to_owned(), *unmet))
            .collect()
    };
    let own = [
        ("move_to_assessment", 0),
        ("hold", 0),
        ("request_reassignment", 0),
        ("edit_termination", 0),
        ("request_closure", 3),
        ("add_record", 0),
    ];
    assert_eq!(allowed("siti"), of(&own));
    assert!(allowed("farid").is_empty());
    let lead = [("request_reassignment", 0), ("request_transfer", 0)];
    assert_eq!(allowed("azman"), of(&lead));

    told_and_listed(&app, &case.id());
    let termination = particulars(&app, &case.id(), moved_away());
    let closure = request(&app, &case).created();
    assert_eq!(
        allowed("siti"),
        of(&[("withdraw_closure", 0), ("add_record", 0)])
    );
    assert_eq!(
        allowed("azman"),
        of(&[("approve_closure", 0), ("reject_closure", 0)])
    );
    let seen = checklist("azman");
    assert_eq!(seen["ready"], true);
    let satisfied = seen["items"].as_array().and_then(|items| {
        let found = items
            .iter()
            .find(|item| item["code"] == "reason_requirements");
        found.map(|item| item["satisfied_by"].clone())
    });
    let by = json!({"kind": "termination", "id": termination.id()});
    assert_eq!(satisfied, Some(by));
    // Whoever may not approve is told that somebody else must.
    assert_eq!(checklist("siti")["ready"], false);
    assert_eq!(closure["status"], "pending");
    let closed = closed(&app);
    let path = format!("/v1/cases/{}/checklist?to=closed", closed.id());
    let seen = app.as_supervisor().get(&path).send().ok();
    assert_eq!(
        seen["allowed_actions"],
        json!([{"action": "reopen", "unmet": []}])
    );
}

#[test]
fn stages_are_taken_one_by_one_and_an_end_goes_back_to_where_it_came_from() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let siti = app.as_caseworker();
    let path = format!("/v1/cases/{}/transitions", case.id());
    let go = |body: Value, etag: &str| siti.post(&path, body).if_match(etag).send();
    for (body, code) in [
        (json!({"to": "assessment"}), "already_in_stage"),
        (json!({"to": "monitoring"}), "stage_not_reachable"),
        (json!({"to": "intake"}), "stage_not_reachable"),
        (
            json!({"to": "intervention", "reason": "deceased"}),
            "reason_not_for_this_move",
        ),
        (
            json!({"to": "termination", "reason": "goals_achieved"}),
            "planned_end_from_monitoring",
        ),
    ] {
        let refused = go(body.clone(), &case.etag()).problem(409, "refused");
        assert!(
            refused.refusals().contains(&code),
            "{body}: {:?}",
            refused.refusals()
        );
    }
    go(json!({"to": "away"}), &case.etag()).problem(422, "invalid_body");
    siti.post(&path, json!({"to": "assessment"}))
        .send()
        .problem(428, "version_required");
    let end = json!({"to": "termination", "reason": "lost_contact"});
    for (who, status) in [
        ("azman", 403),
        ("farid", 403),
        ("hanim", 404),
        ("data", 403),
    ] {
        let call = app.as_(who).post(&path, end.clone()).if_match("*");
        call.send().status(status);
    }
    let ended = go(end.clone(), &case.etag()).ok();
    assert_eq!(ended.etag(), "\"v2\"");
    go(end, &case.etag()).problem(412, "version_conflict");
    let termination = format!("/v1/cases/{}/termination", case.id());
    siti.get(&termination).send().ok();
    let refused = go(json!({"to": "intervention"}), &ended.etag()).problem(409, "refused");
    assert_eq!(refused.refusals(), ["back_to_former_stage_only"]);
    let back = go(json!({"to": "assessment"}), &ended.etag()).ok();
    assert_eq!(back["stage"], "assessment");
    assert_eq!(back.body.get("termination_reason"), None);
    siti.get(&termination).send().problem(404, "not_found");
    assert_eq!(
        app.db()
            .count("terminations WHERE withdrawn_at IS NOT NULL"),
        1
    );
    // Another end is another termination.
    let again = go(
        json!({"to": "termination", "reason": "moved_away"}),
        &back.etag(),
    )
    .ok();
    assert_eq!(siti.get(&termination).send().ok()["reason"], "moved_away");
    assert_eq!(again["episode"], 1);
    assert_eq!(app.db().count("terminations"), 2);
}
