//! Integrations and their secrets.

use serde_json::{Value, json};
use tests::{App, Client, race};

use super::unit;

/// A token for a secret: its status, and a client with it.
fn token(app: &App, id: &str, secret: &str) -> (u16, Client) {
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", id),
        ("client_secret", secret),
    ];
    let reply = app.anonymous().form("/oauth/token", &fields).send();
    let token = reply["access_token"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    (reply.status, app.with_token(&token))
}

#[test]
fn an_integration_has_two_live_secrets_and_changes_them_without_an_interruption() {
    let app = App::start();
    let admin = app.as_administrator();
    let kulim = unit(&app, "kulim");
    let wanted = json!({"name": "Hospital Baling", "scopes": ["intakes:read", "intakes:write"], "unit_id": kulim});
    let mut wrong = wanted.clone();
    wrong["scopes"] = json!(["admin", "intakes:read", "intakes:read"]);
    let faults = admin
        .post("/v1/integrations", wrong)
        .send()
        .problem(422, "invalid_body");
    assert_eq!(
        faults.faults(),
        [
            ("/scopes/0", "scope_not_for_machines"),
            ("/scopes/2", "repeated_item")
        ]
    );
    let made = admin.post("/v1/integrations", wanted).send().created();
    let path = made.header("location").to_owned();
    let secrets = format!("{path}/secrets");
    let make = |key: &str| admin.call("POST", &secrets).key(key).send();
    let before = app.dump();
    let tried = admin
        .call("POST", &format!("{secrets}?validate_only=true"))
        .send()
        .created();
    assert_eq!(tried["secret"], Value::Null);
    assert_eq!(app.dump(), before);
    let (first, second) = (make("a").created(), make("b").created());
    assert_eq!(make("a").created().body, first.body);
    assert_eq!(
        make("c").problem(409, "refused").refusals(),
        ["secrets_at_most"]
    );
    let text = |reply: &tests::Reply| reply["secret"].as_str().unwrap().to_owned();
    let (old, new) = (text(&first), text(&second));
    assert!(old.starts_with("kess_") && old.len() == 48 && old != new);
    for table in app.dump().values() {
        assert!(!table.contains(&old));
    }
    let read = admin.get(&path).send().ok();
    assert_eq!(read["secrets"].as_array().unwrap().len(), 2);
    assert_eq!(read.etag(), "\"v3\"");

    let (_, with_old) = token(&app, &made.id(), &old);
    with_old.get("/v1/me").send().ok();
    let revoke = format!("{secrets}/{}", first.id());
    admin
        .delete(&revoke)
        .send()
        .problem(428, "version_required");
    admin
        .delete(&revoke)
        .if_match(&read.etag())
        .send()
        .status(204);
    with_old
        .get("/v1/me")
        .send()
        .problem(401, "unauthenticated");
    assert_eq!(token(&app, &made.id(), &old).0, 401);
    let (status, with_new) = token(&app, &made.id(), &new);
    assert_eq!(status, 200);
    admin
        .delete(&revoke)
        .if_match("*")
        .send()
        .problem(404, "not_found");

    // A narrower scope holds at once.
    let fewer = admin.patch(&path, json!({"scopes": ["intakes:read"]}));
    fewer.if_match("\"v4\"").send().ok();
    with_new
        .get("/v1/me")
        .send()
        .problem(401, "unauthenticated");
    let (_, with_new) = token(&app, &made.id(), &new);
    assert_eq!(
        with_new.get("/v1/me").send().ok()["scopes"],
        json!(["intakes:read"])
    );
    let act = |what: &str| {
        admin
            .call("POST", &format!("{path}/{what}"))
            .if_match("*")
            .send()
            .ok()
    };
    assert_eq!(act("deactivation")["active"], false);
    with_new
        .get("/v1/me")
        .send()
        .problem(401, "unauthenticated");
    assert_eq!(token(&app, &made.id(), &new).0, 401);
    assert_eq!(act("reactivation")["active"], true);
    assert_eq!(token(&app, &made.id(), &new).0, 200);

    let elsewhere = json!({"unit_id": unit(&app, "batu")});
    let refused = admin.patch(&path, elsewhere).if_match("*").send();
    assert_eq!(
        refused.problem(422, "invalid_body").faults(),
        [("/unit_id", "unknown_reference")]
    );
    app.as_auditor().get(&path).send().ok();
    app.as_auditor()
        .call("POST", &secrets)
        .send()
        .problem(403, "not_permitted");
    app.as_caseworker()
        .get(&path)
        .send()
        .problem(403, "not_permitted");
    app.as_("agus").get(&path).send().problem(404, "not_found");
    app.as_("agus")
        .call("POST", &secrets)
        .send()
        .problem(404, "not_found");
    assert_eq!(
        app.db().count("events WHERE record_kind = 'integration'"),
        7
    );
}

#[test]
fn a_third_secret_is_made_by_no_racer() {
    let app = App::start();
    let admin = app.as_administrator();
    let id = app.integration::<domain::parties::IntegrationId>("hospital");
    let path = format!("/v1/integrations/{id}/secrets");
    let answers = race(8, |_| admin.call("POST", &path).send().status);
    assert_eq!(
        answers.iter().filter(|status| **status == 201).count(),
        1,
        "{answers:?}"
    );
    assert!(
        answers.iter().all(|status| [201, 409].contains(status)),
        "{answers:?}"
    );
}
