//! Those named on a case, and how far it may be read.

use serde_json::json;
use tests::{
    App,
    cases::{opened, read},
};

use crate::cases::{name, restrict, worker};

#[test]
fn a_supervisor_names_the_team_and_takes_names_off() {
    let app = App::start();
    let case = opened(&app, "domestic_violence");
    let members = format!("/v1/cases/{}/members", case.id());
    let address = |who: &str| format!("{members}/{}", worker(&app, who));
    app.as_colleague()
        .get(&members)
        .send()
        .problem(404, "not_found");
    let named = name(&app, &case.id(), "farid", "team").created();
    assert_eq!(named.header("location"), address("farid"));
    assert_eq!(named["membership"], "team");
    let farid = app.as_colleague();
    assert_eq!(farid.get(&address("farid")).send().ok().body, named.body);
    let mut both = vec![worker(&app, "siti"), worker(&app, "farid")];
    both.sort_unstable();
    let page = farid.get(&members).send().ok();
    let workers: Vec<_> = page["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|item| item["worker_id"].as_str())
        .collect();
    assert_eq!(workers, both);
    // The same again is nothing new, and the version of the case stays.
    let events = app.db().count("events");
    assert_eq!(
        name(&app, &case.id(), "farid", "team").ok().body,
        named.body
    );
    assert_eq!(app.db().count("events"), events);
    assert_eq!(read(&farid, &case.id()).etag(), case.etag());
    assert_eq!(
        name(&app, &case.id(), "farid", "listed").ok()["membership"],
        "listed"
    );
    farid.get(&members).send().problem(404, "not_found");

    let refused = name(&app, &case.id(), "siti", "team").problem(409, "refused");
    assert_eq!(refused.refusals(), ["responsible_stays"]);
    name(&app, &case.id(), "siti", "responsible").problem(422, "invalid_body");
    let nobody = format!("{members}/{}", app.new_id());
    let azman = app.as_supervisor();
    let call = azman
        .put(&nobody, json!({"membership": "team"}))
        .if_match("*");
    call.send().problem(404, "not_found");
    let call = app
        .as_caseworker()
        .put(&address("farid"), json!({"membership": "team"}));
    call.if_match("*").send().problem(403, "not_permitted");
    let call = azman.put(&address("farid"), json!({"membership": "team"}));
    call.send().problem(428, "version_required");

    azman
        .delete(&address("siti"))
        .if_match("*")
        .send()
        .problem(409, "refused");
    azman
        .delete(&address("farid"))
        .if_match("*")
        .send()
        .status(204);
    azman
        .delete(&address("farid"))
        .if_match("*")
        .send()
        .problem(404, "not_found");
    azman
        .get(&address("farid"))
        .send()
        .problem(404, "not_found");
}

#[test]
fn the_team_has_several_disciplines() {
    let app = App::start();
    let case = opened(&app, "domestic_violence");
    let path = format!("/v1/cases/{}/members/{}", case.id(), worker(&app, "tamu"));
    let azman = app.as_supervisor();
    let put = |body| azman.put(&path, body).if_match("*").send();
    let nurse = json!({"membership": "team", "discipline": "nurse", "function_note": "Dresses the wound daily."});
    let named = put(nurse.clone()).created();
    assert_eq!(named["discipline"], "nurse");
    assert_eq!(azman.get(&path).send().ok().body, named.body);
    app.clock.advance(std::time::Duration::from_secs(60));
    assert_eq!(put(nurse).ok().body, named.body, "the same again");
    let other = put(json!({"membership": "team", "discipline": "counsellor"})).ok();
    assert_eq!(
        (&other["discipline"], other.body.get("function_note")),
        (&json!("counsellor"), None)
    );
    assert_ne!(other["since"], named["since"]);
    let unknown = put(json!({"membership": "team", "discipline": "wizard"}));
    assert_eq!(
        unknown.problem(422, "invalid_body").faults(),
        [("/discipline", "unknown_word")]
    );
    let timeline = format!("/v1/cases/{}/timeline?sort=newest_first&limit=1", case.id());
    let last = azman.get(&timeline).send().ok();
    assert_eq!(last["items"][0]["data"]["discipline"], "counsellor");
    let list = azman.get("/v1/code-lists/discipline").send().ok();
    assert_eq!(list["words"].as_array().map(Vec::len), Some(11));
}

#[test]
fn a_restricted_case_is_seen_by_those_named_and_always_by_the_supervisor_who_restricted_it() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let restricted = restrict(&app, &case).ok();
    assert_eq!(restricted["confidentiality"], "restricted");
    assert_eq!(restricted.etag(), "\"v2\"");
    restrict(&app, &case).problem(412, "version_conflict");
    let path = format!("/v1/cases/{}", case.id());
    for (who, status) in [
        ("siti", 200),
        ("azman", 200),
        ("farid", 404),
        ("rosnah", 404),
        ("ismail", 404),
        ("auditor", 404),
        ("data", 404),
    ] {
        app.as_(who).get(&path).send().status(status);
    }
    let azman = app.as_supervisor();
    let own = format!("{path}/members/{}", worker(&app, "azman"));
    let refused = azman
        .delete(&own)
        .if_match("*")
        .send()
        .problem(409, "refused");
    assert_eq!(refused.refusals(), ["own_name_stays"]);
    name(&app, &case.id(), "rosnah", "listed").created();
    let rosnah = app.as_("rosnah");
    rosnah.delete(&own).if_match("*").send().status(204);
    azman.get(&path).send().problem(404, "not_found");

    let class = format!("{path}/confidentiality");
    let body =
        json!({"confidentiality": "standard", "reason": "The colleague has left the office."});
    let call = app.as_caseworker().put(&class, body.clone()).if_match("*");
    call.send().problem(403, "not_permitted");
    let short = json!({"confidentiality": "standard", "reason": "Too short."});
    let short = rosnah.put(&class, short).if_match("*").send();
    assert_eq!(
        short.problem(422, "invalid_body").faults(),
        [("/reason", "too_short")]
    );
    let open = rosnah.put(&class, body.clone()).if_match("*").send().ok();
    let again = rosnah.put(&class, body.clone()).if_match("*").send().ok();
    assert_eq!(again.etag(), open.etag(), "nothing was changed");
    azman.get(&path).send().ok();
    let timeline = format!("{path}/timeline?sort=newest_first&limit=1");
    let last = azman.get(&timeline).send().ok();
    assert_eq!(last["items"][0]["type"], "case.confidentiality_set");
    assert_eq!(last["items"][0]["reason"], body["reason"]);
}
