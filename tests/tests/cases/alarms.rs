//! The alarm of a case: raised by a crisis or a risk that rises, standing until a superior has seen
//! to it.

use domain::parties::UnitId;
use serde_json::{Value, json};
use tests::{
    App, Client, Reply,
    assessments::{add, complete, draft, finalise},
    cases::{ending, moved_away, opened, particulars, read, request, told_and_listed},
    race,
    work::crisis,
};

use crate::cases::{list, name, restrict, worker};

fn report(client: &Client, case: &Reply) -> Reply {
    let path = format!("/v1/cases/{}/crises", case.id());
    client.post(&path, crisis()).send().created()
}

/// Siti finds out how high the risk is.
fn at_high_risk(app: &App, case: &Reply) {
    let siti = app.as_caseworker();
    let draft = draft(&siti, &case.id(), "initial");
    let high = json!({"hazard": "A fall.", "at_risk": ["client"], "likelihood": 5, "impact": 2,
        "status": "open"});
    add(&siti, &draft, "risks", high);
    complete(&siti, &draft);
    let plan = json!({"safety_plan": {"steps": [{"action": "Call Rohani."}]}});
    let path = format!("/v1/assessments/{}", draft.id());
    siti.patch(&path, plan).if_match("*").send().ok();
    finalise(&siti, &draft.id()).ok();
}

fn acknowledge(client: &Client, case: &str, etag: &str, body: Value) -> Reply {
    let path = format!("/v1/cases/{case}/alarm-acknowledgement");
    client.post(&path, body).if_match(etag).send()
}

fn alarmed(client: &Client) -> usize {
    list(client, "?alarmed=true").ids().len()
}

fn refused(reply: Reply) {
    assert_eq!(reply.problem(409, "refused").refusals(), ["no_alarm"]);
}

#[test]
fn it_stands_since_the_first_cause_and_goes_when_a_superior_has_seen_to_it() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let other = opened(&app, "older_person");
    let azman = app.as_supervisor();
    assert_eq!(case["alarm"], Value::Null);
    assert_eq!(alarmed(&azman), 0);
    refused(acknowledge(&azman, &case.id(), &case.etag(), json!({})));

    let reported = report(&app.as_caseworker(), &case);
    app.clock.advance(std::time::Duration::from_secs(300));
    at_high_risk(&app, &case);
    let seen = read(&azman, &case.id());
    let causes = json!(["crisis_reported", "risk_rose"]);
    assert_eq!(
        seen["alarm"],
        json!({"since": reported["created_at"], "causes": causes})
    );
    let [found, others] = ["true", "false"].map(|it| list(&azman, &format!("?alarmed={it}")));
    assert_eq!(found.ids(), [case.id()]);
    assert_eq!(found["items"][0], seen.body);
    assert_eq!(others.ids(), [other.id()]);

    // Seen to is not done with.
    let note = json!({"note": "Called Siti; we visit her at noon."});
    let done = acknowledge(&azman, &case.id(), &seen.etag(), note.clone()).ok();
    assert_eq!(done["alarm"], Value::Null);
    assert_eq!(
        (&done["open_crises"], &done["risk"]),
        (&json!(1), &json!("high"))
    );
    assert_eq!(done.body, read(&azman, &case.id()).body);
    assert_eq!(alarmed(&azman), 0);
    let path = format!("/v1/cases/{}/timeline?sort=newest_first&limit=1", case.id());
    let told = azman.get(&path).send().ok()["items"][0].clone();
    assert_eq!(told["type"], "case.alarm_acknowledged");
    assert_eq!(told["reason"], note["note"]);
    assert_eq!(told["version"], done["version"]);
    assert_eq!(told["data"]["alarmed_at"], reported["created_at"]);
    assert_eq!(told["data"]["acknowledged_by"], worker(&app, "azman"));
    refused(acknowledge(&azman, &case.id(), &done.etag(), note));

    // It becomes graver: an alarm of its own.
    let path = format!("/v1/crises/{}", reported.id());
    let siti = app.as_caseworker();
    let graver = siti.patch(&path, json!({"severity": "life_threatening"}));
    let graver = graver.if_match(&reported.etag()).send().ok();
    let again = read(&azman, &case.id());
    assert_eq!(
        again["alarm"],
        json!({"since": graver["modified_at"], "causes": ["crisis_reported"]})
    );
}

#[test]
fn what_came_after_the_reading_is_not_acknowledged_with_it() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    report(&siti, &case);
    let seen = read(&azman, &case.id());
    report(&siti, &case);
    let stale = acknowledge(&azman, &case.id(), &seen.etag(), json!({}));
    assert_eq!(stale.problem(412, "version_conflict")["current_version"], 3);
    assert_eq!(alarmed(&azman), 1);
    let path = format!("/v1/cases/{}/alarm-acknowledgement", case.id());
    let blind = azman.post(&path, json!({})).send();
    blind.problem(428, "version_required");
    let now = read(&azman, &case.id());
    acknowledge(&azman, &case.id(), &now.etag(), json!({})).ok();
    assert_eq!(alarmed(&azman), 0);
}

#[test]
fn of_a_report_and_an_acknowledgement_at_once_the_report_is_never_lost() {
    let app = App::start();
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    for _ in 0..4 {
        let case = opened(&app, "older_person");
        report(&siti, &case);
        let seen = read(&azman, &case.id());
        let said = race(2, |i| {
            loop {
                let reply = if i == 0 {
                    let path = format!("/v1/cases/{}/crises", case.id());
                    siti.post(&path, crisis()).send()
                } else {
                    acknowledge(&azman, &case.id(), &seen.etag(), json!({}))
                };
                if reply.status != 503 {
                    break reply.status;
                }
            }
        });
        assert!(matches!(said[..], [201, 200 | 412]), "{said:?}");
        let now = read(&azman, &case.id());
        assert_eq!(now["alarm"]["causes"], json!(["crisis_reported"]));
        assert_eq!(now["open_crises"], 2);
    }
}

#[test]
fn a_superior_in_reach_acknowledges_who_does_not_answer_for_the_case() {
    let app = App::start();
    let case = opened(&app, "older_person");
    report(&app.as_caseworker(), &case);
    for (who, status) in [
        ("siti", 403),
        ("farid", 403),
        ("auditor", 403),
        ("data", 403),
        ("kamal", 404),
        ("hanim", 404),
        ("wayan", 404),
    ] {
        acknowledge(&app.as_(who), &case.id(), "*", json!({})).status(status);
    }
    // A machine reads it, and calls somebody.
    let siks = app.as_integration("siks");
    assert_eq!(list(&siks, "?alarmed=true").ids(), [case.id()]);
    acknowledge(&siks, &case.id(), "*", json!({})).status(403);
    // What a filter lets through tells a data officer nothing.
    for yes in [true, false] {
        let spines = list(&app.as_("data"), &format!("?alarmed={yes}"));
        assert!(spines.ids().is_empty());
    }
    let seen = read(&app.as_director(), &case.id());
    acknowledge(&app.as_director(), &case.id(), &seen.etag(), json!({})).ok();

    // Who noticed it herself, as one of the team, has seen it; of her own case she tells one above.
    name(&app, &case.id(), "rosnah", "team").created();
    let rosnah = app.as_second_supervisor();
    report(&rosnah, &case);
    acknowledge(&rosnah, &case.id(), "*", json!({})).ok();
    let path = format!(
        "/v1/workers/{}/deactivation?successor_id={}",
        worker(&app, "siti"),
        worker(&app, "rosnah")
    );
    let call = app.as_administrator().call("POST", &path);
    call.if_match("*").send().ok();
    report(&rosnah, &case);
    let own = acknowledge(&rosnah, &case.id(), "*", json!({})).problem(403, "not_permitted");
    assert_eq!(own["detail"], "nobody approves for an own case.");
    let note = json!({"note": "x".repeat(2001)});
    let long = acknowledge(&app.as_director(), &case.id(), "*", note);
    assert_eq!(
        long.problem(422, "invalid_body").faults(),
        [("/note", "too_long")]
    );
    acknowledge(&app.as_director(), &case.id(), "*", json!({})).ok();
}

#[test]
fn of_a_restricted_case_only_the_list_is_alarmed() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let case = restrict(&app, &case).ok();
    report(&app.as_caseworker(), &case);
    let rosnah = app.as_second_supervisor();
    assert_eq!((alarmed(&app.as_supervisor()), alarmed(&rosnah)), (1, 0));
    acknowledge(&rosnah, &case.id(), "*", json!({})).problem(404, "not_found");
    acknowledge(&app.as_director(), &case.id(), "*", json!({})).problem(404, "not_found");
    acknowledge(&app.as_supervisor(), &case.id(), "*", json!({})).ok();
}

#[test]
fn it_goes_with_the_case_to_the_next_unit() {
    let app = App::start();
    let case = opened(&app, "older_person");
    report(&app.as_caseworker(), &case);
    let path = format!("/v1/cases/{}/transfers", case.id());
    let body = json!({"to_unit_id": app.unit::<UnitId>("baling"),
        "reason": "She has moved to Baling to live with her son."});
    let offer = app.as_supervisor().post(&path, body).send().created();
    let path = format!("/v1/transfers/{}/acceptance", offer.id());
    let kamal = app.as_("kamal");
    let call = kamal.post(&path, json!({"caseworker_id": worker(&app, "hanim")}));
    call.if_match(&offer.etag()).send().ok();
    assert_eq!((alarmed(&app.as_supervisor()), alarmed(&kamal)), (0, 1));
    acknowledge(&kamal, &case.id(), "*", json!({})).ok();
    assert_eq!(alarmed(&kamal), 0);
}

#[test]
fn the_closure_ends_it() {
    let app = App::start();
    let case = opened(&app, "older_person");
    at_high_risk(&app, &case);
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    let case = ending(&app, &read(&siti, &case.id()), "moved_away");
    told_and_listed(&app, &case.id());
    particulars(&app, &case.id(), moved_away());
    let closure = request(&app, &read(&siti, &case.id())).created();
    // Whoever is to approve it can see what stands.
    let path = format!("/v1/cases/{}/checklist?to=closed", case.id());
    let allowed = |client: &Client| {
        let list = client.get(&path).send().ok();
        let actions = list["allowed_actions"].as_array().unwrap().clone();
        let acts = actions.iter();
        acts.filter(|it| it["action"] == "acknowledge_alarm")
            .count()
    };
    assert_eq!((allowed(&azman), allowed(&siti)), (1, 0));
    let path = format!("/v1/closure-requests/{}/approval", closure.id());
    let call = azman.post(&path, json!({}));
    call.if_match(&closure.etag()).send().ok();
    let closed = read(&azman, &case.id());
    assert_eq!((&closed["alarm"], alarmed(&azman)), (&Value::Null, 0));
    refused(acknowledge(&azman, &case.id(), &closed.etag(), json!({})));
    // What was known before is no rise in the next episode.
    let path = format!("/v1/cases/{}/reopening", case.id());
    let body = json!({"reason": "She is back in the village and asks for help."});
    let again = azman.post(&path, body).if_match("*").send().ok();
    assert_eq!(
        (&again["alarm"], &again["risk"]),
        (&Value::Null, &json!("high"))
    );
}
