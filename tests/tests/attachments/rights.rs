//! Who may do what.

use serde_json::json;
use tests::Client;

use super::*;

#[test]
fn who_sees_the_case_reads_and_only_the_responsible_worker_adds() {
    let (app, case) = started();
    let farid = app.worker::<domain::parties::WorkerId>("farid");
    app.as_supervisor()
        .put(
            &case.path(&format!("members/{farid}")),
            json!({"membership": "team"}),
        )
        .if_match("*")
        .send()
        .created();
    let siti = app.as_caseworker();
    let content = pdf(100);
    let attachment = announce(&siti, &case, PDF, &content);
    let waiting = announce(&siti, &case, PDF, &content);
    put(&siti, &content_of(&attachment), &content).send().ok();
    let path = format!("/v1/attachments/{}", attachment.id());
    let reads = [
        case.path("attachments"),
        path.clone(),
        content_of(&attachment),
    ];
    let writes = |who: &Client| {
        [
            who.post(&case.path("attachments"), announcement(PDF, &content)),
            put(who, &content_of(&waiting), &content),
            who.patch(&path, json!({"title": "Other"})).if_match("*"),
        ]
    };
    let withdraw = |who: &Client| {
        let reason = json!({"reason": "Of somebody else."});
        who.post(&format!("{path}/withdrawal"), reason)
            .if_match("*")
    };
    let before = app.dump();
    for path in &reads {
        app.anonymous()
            .get(path)
            .send()
            .problem(401, "unauthenticated");
        let officer = app.as_data_officer().get(path).send();
        officer.problem(403, "not_permitted");
        for stranger in ["hanim", "dewi", "admin"] {
            app.as_(stranger).get(path).send().problem(404, "not_found");
        }
        for reader in ["farid", "azman", "ismail", "auditor"] {
            app.as_(reader).get(path).send().ok();
        }
    }
    for reader in ["farid", "azman", "ismail", "auditor"] {
        for call in writes(&app.as_(reader)) {
            call.send().problem(403, "not_permitted");
        }
    }
    for reader in ["farid", "auditor"] {
        let refused = withdraw(&app.as_(reader)).send();
        refused.problem(403, "not_permitted");
    }
    let stranger = app.as_other_district();
    for call in writes(&stranger).into_iter().chain([withdraw(&stranger)]) {
        call.send().problem(404, "not_found");
    }
    let after = app.dump();
    assert_eq!(after.get("attachments"), before.get("attachments"));
    assert_eq!(
        after.get("attachment_uploads"),
        before.get("attachment_uploads")
    );
    withdraw(&app.as_supervisor()).send().ok();

    // Restricted: only those who are named, and the others are not told that there is anything.
    let other = announce(&siti, &case, PDF, &content);
    put(&siti, &content_of(&other), &content).send().ok();
    let restricted = json!({"confidentiality": "restricted",
        "reason": "The alleged offender works in the department."});
    let seen = siti.get(&format!("/v1/cases/{}", case.id)).send().ok();
    app.as_supervisor()
        .put(&case.path("confidentiality"), restricted)
        .if_match(&seen.etag())
        .send()
        .ok();
    for stranger in ["ismail", "rosnah"] {
        let answer = app.as_(stranger).get(&content_of(&other)).send();
        answer.problem(404, "not_found");
    }
    siti.get(&content_of(&other)).send().ok();
}
