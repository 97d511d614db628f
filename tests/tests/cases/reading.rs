//! The case as one person or another reads it.

use serde_json::json;
use tests::{
    App,
    cases::{opened, read},
};

use crate::cases::{list, unit, worker};

#[test]
fn a_case_is_read_by_those_who_see_it_and_by_nobody_else() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let path = format!("/v1/cases/{}", case.id());
    let siti = app.as_caseworker();
    let seen = siti.get(&path).send().ok();
    assert_eq!(seen.body, case.body);
    assert_eq!(seen.etag(), "\"v1\"");
    assert_eq!(seen["file_number"], "PKMD-KULIM/2026/000001");
    assert_eq!(seen["confidentiality"], "standard");
    let known = siti.get(&path).header("if-none-match", seen.etag());
    known.send().status(304);
    for who in ["farid", "azman", "ismail", "auditor"] {
        assert_eq!(app.as_(who).get(&path).send().ok().body, case.body);
    }
    for who in ["hanim", "kamal", "dewi", "wayan", "admin", "editor", "tamu"] {
        app.as_(who).get(&path).send().problem(404, "not_found");
    }
    app.anonymous()
        .get(&path)
        .send()
        .problem(401, "unauthenticated");
    let nothing = format!("/v1/cases/{}", app.new_id());
    siti.get(&nothing).send().problem(404, "not_found");
    siti.get("/v1/cases/7").send().problem(404, "not_found");
    app.write_read_log();
    let logged = format!(
        "read_log WHERE record_kind = 'case' AND record_id = {}",
        app.db().id(case.id())
    );
    assert_eq!(app.db().count(&logged), 6);
}

#[test]
fn a_data_officer_sees_the_spine_of_a_case_and_nothing_a_filter_would_tell() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let data = app.as_("data");
    let spine = json!({
        "id": case.id(), "unit_id": case["unit_id"], "file_number": case["file_number"],
        "stage": "assessment", "version": 1
    });
    let seen = read(&data, &case.id());
    assert_eq!(seen.body, spine);
    assert_eq!(seen.etag(), "\"v1\"");
    assert_eq!(list(&data, "").body["items"], json!([spine]));
    let kulim = unit(&app, "kulim");
    let told = format!("?unit_id={kulim}&stage=assessment&sort=modified_at");
    assert_eq!(list(&data, &told).ids(), [case.id()]);
    for filter in [
        "status=open".to_owned(),
        "category=older_person".to_owned(),
        format!(
            "person_id={}",
            case["person_id"].as_str().unwrap_or_default()
        ),
        format!("responsible_id={}", worker(&app, "siti")),
    ] {
        assert!(
            list(&data, &format!("?{filter}")).ids().is_empty(),
            "{filter}"
        );
    }
    for part in [
        "checklist?to=closed",
        "timeline",
        "members",
        "overrides",
        "termination",
    ] {
        let path = format!("/v1/cases/{}/{part}", case.id());
        data.get(&path).send().problem(403, "not_permitted");
    }
}
