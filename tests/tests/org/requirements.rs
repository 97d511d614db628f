//! Which documents intakes need.

use serde_json::{Value, json};
use tests::App;

use super::{etag_of, unit};

#[test]
fn documents_are_asked_for_by_the_unit_and_by_every_unit_above() {
    let app = App::start();
    let admin = app.as_administrator();
    let (kulim, kedah) = (unit(&app, "kulim"), unit(&app, "kedah"));
    let all = format!("/v1/units/{kulim}/document-requirements");
    let one = |unit: &str| format!("/v1/units/{unit}/document-requirements/elder_neglect");
    let needed = |types: Value| json!({"document_types": types});
    let etag = etag_of(&admin, &format!("/v1/units/{kulim}"));
    let put = admin.put(
        &one(&kulim),
        needed(json!(["identity_card", "medical_report"])),
    );
    let set = put.if_match(&etag).send().ok();
    assert_eq!(
        set["document_types"],
        json!(["medical_report", "identity_card"])
    );
    assert_eq!(set.etag(), "\"v2\"");
    let same = admin.put(
        &one(&kulim),
        needed(json!(["medical_report", "identity_card"])),
    );
    assert_eq!(same.if_match("*").send().ok().etag(), "\"v2\"");
    let stale = admin
        .put(&one(&kulim), needed(json!([])))
        .if_match(&etag)
        .send();
    stale.problem(412, "version_conflict");
    admin
        .put(&one(&kedah), needed(json!(["police_report"])))
        .if_match("*")
        .send()
        .ok();
    let listed = app.as_auditor().get(&all).send().ok();
    assert_eq!(
        listed["items"],
        json!([
            {"unit_id": kulim, "category": "elder_neglect", "document_types": ["medical_report", "identity_card"]},
            {"unit_id": kedah, "category": "elder_neglect", "document_types": ["police_report"]}
        ])
    );
    let twice = admin
        .put(&one(&kulim), needed(json!(["chart", "chart"])))
        .if_match("*")
        .send();
    assert_eq!(
        twice.problem(422, "invalid_body").faults(),
        [("/document_types/1", "repeated_item")]
    );
    admin
        .put(&one(&kulim), needed(json!([])))
        .if_match("*")
        .send()
        .ok();
    assert_eq!(
        admin.get(&all).send().ok()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    admin
        .put(&format!("{all}/weather"), needed(json!([])))
        .if_match("*")
        .send()
        .problem(404, "not_found");
    admin
        .put(&one(&kulim), needed(json!([])))
        .send()
        .problem(428, "version_required");
    app.as_supervisor()
        .get(&all)
        .send()
        .problem(403, "not_permitted");
    app.as_auditor()
        .put(&one(&kulim), needed(json!([])))
        .if_match("*")
        .send()
        .problem(403, "not_permitted");
    app.as_("agus").get(&all).send().problem(404, "not_found");
    assert_eq!(
        app.db()
            .count("events WHERE type = 'unit.document_requirements_set'"),
        3
    );
}
