//! Finalising, what it needs and what follows from it; corrections.

use serde_json::{Value, json};
use tests::{
    App, Reply,
    assessments::{add, complete, draft, finalise, finalised, place},
    cases::{opened, read},
    race,
};

use super::drafted;

/// The requirements that a checklist shows as unmet.
fn unmet(list: &Reply) -> Vec<&str> {
    let items = list["items"].as_array().unwrap().iter();
    items
        .filter(|item| item["met"] == json!(false))
        .map(|item| item["code"].as_str().unwrap())
        .collect()
}

/// The requirements that a refusal names.
fn named(refused: &Reply) -> Vec<&str> {
    let refusals = refused["refusals"].as_array().unwrap().iter();
    refusals
        .filter_map(|one| one["requirement"].as_str())
        .collect()
}

#[test]
fn the_checklist_tells_what_finalising_is_refused_for() {
    let app = App::start();
    let (case, draft) = drafted(&app);
    let siti = app.as_caseworker();
    let path = format!("/v1/assessments/{}/checklist", draft.id());
    let list = siti.get(&path).send().ok();
    let all = [
        "assessment_consent",
        "five_areas_recorded",
        "risks_recorded",
        "issue_ranked",
        "priority_agreed_with_client",
        "resources_considered",
    ];
    assert_eq!(
        (unmet(&list).as_slice(), &list["ready"]),
        (&all[..], &json!(false))
    );
    let refused = finalise(&siti, &draft.id()).problem(409, "refused");
    assert_eq!(named(&refused), all);

    let high = json!({"hazard": "A fall.", "at_risk": ["client"], "likelihood": 5, "impact": 2,
        "status": "open"});
    add(&siti, &draft, "risks", high);
    let ready = complete(&siti, &draft);
    let list = siti.get(&path).send().ok();
    assert_eq!(unmet(&list), ["safety_plan_made"]);
    let plan = json!({"safety_plan": {"steps": [{"action": "Call Rohani."}]}});
    let address = format!("/v1/assessments/{}", draft.id());
    siti.patch(&address, plan)
        .if_match(&ready.etag())
        .send()
        .ok();
    assert_eq!(siti.get(&path).send().ok()["ready"], json!(true));

    let done = finalise(&siti, &draft.id()).ok();
    assert_eq!(
        (&done["status"], &done["reassess_by"]),
        (&json!("finalised"), &json!("2026-06-02"))
    );
    assert_eq!(done["finalised_at"], "2026-03-02T01:00:00Z");
    // The case is as much at risk as its worst open risk, and whoever leads the work is told.
    let case = read(&siti, &case.id());
    assert_eq!(case["risk"], "high");
    let timeline = siti
        .get(&format!("/v1/cases/{}/timeline?limit=200", case.id()))
        .send()
        .ok();
    let events: Vec<_> = timeline["items"].as_array().unwrap().iter().collect();
    let last: Vec<_> = events
        .iter()
        .rev()
        .take(3)
        .map(|event| event["type"].clone())
        .collect();
    assert_eq!(
        last,
        [
            "case.risk_alarmed",
            "case.risk_changed",
            "assessment.finalised"
        ]
    );
}

#[test]
fn a_supervisor_sets_aside_what_may_be_and_only_for_this_draft() {
    let app = App::start();
    let (case, draft) = drafted(&app);
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    let overrides = format!("/v1/cases/{}/overrides", case.id());
    let set_aside = |requirement: &str| {
        let body = json!({"gate": "finalise", "requirement": requirement,
            "reason": "She has dementia and cannot be asked for an order."});
        azman.post(&overrides, body).send()
    };
    let hard = set_aside("five_areas_recorded").problem(409, "refused");
    assert_eq!(hard.refusals(), ["requirement_hard"]);
    let other = set_aside("plan_active").problem(409, "refused");
    assert_eq!(other.refusals(), ["requirement_not_in_gate"]);
    set_aside("priority_agreed_with_client").created();
    complete(&siti, &draft);
    let path = format!("/v1/assessments/{}", draft.id());
    let none = json!({"priority_agreed_on": null});
    siti.patch(&path, none).if_match("*").send().ok();
    finalise(&siti, &draft.id()).ok();
    // Its gate is passed, and there is no draft that anything could be set aside for.
    let standing = app
        .db()
        .count("overrides WHERE used_at IS NULL AND gate = 'finalise'");
    assert_eq!(standing, 0);
    let nothing = set_aside("resources_considered").problem(409, "refused");
    assert_eq!(nothing.refusals(), ["requirement_not_in_gate"]);
}

#[test]
fn the_gate_to_intervention_wants_an_assessment() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let siti = app.as_caseworker();
    let met = || {
        let path = format!("/v1/cases/{}/checklist?to=intervention", case.id());
        let list = siti.get(&path).send().ok();
        let items = list["items"].as_array().unwrap().clone();
        let item = items
            .into_iter()
            .find(|item| item["code"] == json!("assessment_finalised"));
        item.unwrap()
    };
    assert_eq!(met()["met"], json!(false));
    let done = finalised(&siti, &case.id(), "initial");
    let item = met();
    assert_eq!(item["met"], json!(true));
    assert_eq!(
        item["satisfied_by"],
        json!({"kind": "assessment", "id": done["id"]})
    );
}

#[test]
fn a_correction_says_the_same_until_it_is_edited_and_then_takes_the_place() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let siti = app.as_caseworker();
    let first = finalised(&siti, &case.id(), "initial");
    let path = format!("/v1/assessments/{}", first.id());
    let id = app.new_id();
    let reason = json!({"id": id, "reason": "The risk was of last year."});
    let correct = |path: &str, body: Value| {
        let siti = app.as_caseworker();
        let call = siti.post(&format!("{path}/correction"), body);
        call.if_match("*").send()
    };
    let new = correct(&path, reason.clone()).created();
    assert_eq!(correct(&path, reason).ok().body, new.body);
    assert_eq!(
        (&new["supersedes"], &new["status"]),
        (&first["id"], &json!("draft"))
    );
    assert_eq!(new["participation"], first["participation"]);
    let unfinished = correct(&path, json!({"reason": "Again."})).problem(409, "refused");
    assert_eq!(unfinished.refusals(), ["assessment_unfinished"]);

    // Its parts have their ids and are its own.
    let old = siti.get(&place(&first, "risks")).send().ok();
    let own = siti.get(&place(&new, "risks")).send().ok();
    assert_eq!(own.ids(), old.ids());
    for version in 1..=2 {
        // Both versions keep what they said.
        let body = json!({"likelihood": version, "status": "open"});
        let risk = format!("{}/{}", place(&new, "risks"), own.ids()[0]);
        let etag = format!("\"v{version}\"");
        siti.patch(&risk, body).if_match(&etag).send().ok();
    }
    assert_eq!(siti.get(&place(&first, "risks")).send().ok().body, old.body);
    finalise(&siti, &new.id()).ok();
    assert_eq!(siti.get(&path).send().ok()["status"], "superseded");
    assert_eq!(read(&siti, &case.id())["risk"], "moderate");

    let refused = correct(&path, json!({"reason": "Again."})).problem(409, "refused");
    assert_eq!(refused.refusals(), ["assessment_not_finalised"]);
    app.clock.advance_days(90);
    let siti = app.as_caseworker();
    finalised(&siti, &case.id(), "reassessment");
    let corrected = format!("/v1/assessments/{id}");
    let overtaken = correct(&corrected, json!({"reason": "Again."})).problem(409, "refused");
    assert_eq!(overtaken.refusals(), ["assessment_overtaken"]);
}

#[test]
fn a_correction_moves_the_day_of_the_next_assessment_with_its_interval_alone() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let mut last = finalised(&app.as_caseworker(), &case.id(), "initial");
    assert_eq!(last["reassess_by"], "2026-06-02");
    // A correction of a correction counts from the same day.
    for (months, expected) in [(3, "2026-06-02"), (1, "2026-04-02")] {
        app.clock.advance_days(20);
        let siti = app.as_caseworker();
        let path = format!("/v1/assessments/{}/correction", last.id());
        let call = siti.post(&path, json!({"reason": "Mistyped."}));
        let draft = call.if_match("*").send().created();
        let path = format!("/v1/assessments/{}", draft.id());
        let every = json!({"reassess_every": {"count": months, "unit": "months"}});
        siti.patch(&path, every).if_match("*").send().ok();
        last = finalise(&siti, &draft.id()).ok();
        assert_eq!(last["reassess_by"], expected);
    }
}

#[test]
fn a_part_added_while_it_is_finalised_is_in_it_or_refused() {
    let app = App::start();
    let siti = app.as_caseworker();
    for _ in 0..10 {
        let case = opened(&app, "older_person");
        let draft = draft(&siti, &case.id(), "initial");
        complete(&siti, &draft);
        let worst = json!({"hazard": "Fire.", "at_risk": ["client"], "likelihood": 5, "impact": 5,
            "status": "open"});
        let replies = race(2, |who| {
            if who == 0 {
                finalise(&siti, &draft.id())
            } else {
                siti.post(&place(&draft, "risks"), worst.clone()).send()
            }
        });
        match (replies[0].status, replies[1].status) {
            // The risk came too late: it is not in what was finalised.
            (200, 409) => {
                assert_eq!(replies[1].refusals(), ["assessment_not_draft"]);
                assert_eq!(read(&siti, &case.id())["risk"], "moderate");
            }
            // It came first, and asks for a safety plan.
            (409, 201) => assert_eq!(named(&replies[0]), ["safety_plan_made"]),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn of_two_who_finalise_or_draft_at_once_one_does() {
    let app = App::start();
    let siti = app.as_caseworker();
    let case = opened(&app, "older_person");
    let path = format!("/v1/cases/{}/assessments", case.id());
    let drafts = race(2, |_| siti.post(&path, json!({"type": "initial"})).send());
    let mut made: Vec<_> = drafts.iter().map(|reply| reply.status).collect();
    made.sort_unstable();
    assert_eq!(made, [201, 409]);
    let draft = drafts
        .into_iter()
        .find(|reply| reply.status == 201)
        .unwrap();
    complete(&siti, &draft);
    let mut done: Vec<_> = race(2, |_| finalise(&siti, &draft.id()).status);
    done.sort_unstable();
    assert_eq!(done, [200, 409]);
}

#[test]
fn a_case_whose_situation_is_to_be_assessed_again_is_overdue_until_it_was() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let overdue = || {
        let page = app.as_caseworker().get("/v1/cases?overdue=true").send();
        page.ok().ids().contains(&case.id().as_str())
    };
    let first = finalised(&app.as_caseworker(), &case.id(), "initial");
    assert_eq!(first["reassess_by"], "2026-06-02");
    // The day ends at 16:00 UTC in Kulim.
    app.clock.set("2026-06-02T15:59:58Z".parse().unwrap());
    assert!(!overdue());
    app.clock.set("2026-06-02T16:00:00Z".parse().unwrap());
    assert!(overdue());
    let siti = app.as_caseworker();
    let second = draft(&siti, &case.id(), "reassessment");
    complete(&siti, &second);
    assert!(overdue(), "a draft is none");
    finalise(&siti, &second.id()).ok();
    assert!(!overdue());
    app.clock.advance_days(100);
    assert!(overdue(), "it is to be assessed every three months");
    // One that asks for no other leaves nothing due.
    let siti = app.as_caseworker();
    let last = draft(&siti, &case.id(), "termination");
    complete(&siti, &last);
    let path = format!("/v1/assessments/{}", last.id());
    let never = siti.patch(&path, json!({"reassess_every": null}));
    never.if_match("*").send().ok();
    finalise(&siti, &last.id()).ok();
    assert!(!overdue());
}
