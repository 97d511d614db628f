//! Integrations: OAuth 2.0 client credentials.

use api::identity::open::secret_hash;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;
use tests::{App, Reply, SECRET};

use super::is_good;

fn ask(app: &App, id: &str, secret: &str, more: &[(&str, &str)]) -> Reply {
    let mut fields = vec![
        ("grant_type", "client_credentials"),
        ("client_id", id),
        ("client_secret", secret),
    ];
    fields.extend(more);
    app.anonymous().form("/oauth/token", &fields).send()
}

fn hospital(app: &App) -> String {
    app.integration::<uuid::Uuid>("hospital").to_string()
}

#[test]
fn a_machine_gets_a_token_for_its_secret() {
    let app = App::start();
    let id = hospital(&app);
    let reply = ask(&app, &id, SECRET, &[]).ok();
    assert_eq!(
        reply["scope"],
        "persons:read persons:write intakes:read intakes:write"
    );
    assert_eq!(
        (&reply["refresh_token"], &reply["expires_in"]),
        (&json!(null), &json!(600))
    );
    assert_eq!(reply.header("cache-control"), "no-store");
    let machine = app.with_token(reply["access_token"].as_str().unwrap());
    let me = machine.get("/v1/me").send().ok();
    assert_eq!(
        (&me["integration"]["id"], &me["worker"]),
        (&json!(id), &json!(null))
    );
    assert_eq!(me["roles"], json!([]));
    machine
        .get("/v1/sessions")
        .send()
        .problem(403, "not_permitted");
    let basic = STANDARD.encode(format!("{id}:{SECRET}"));
    let call = app
        .anonymous()
        .form("/oauth/token", &[("grant_type", "client_credentials")]);
    call.header("authorization", format!("Basic {basic}"))
        .send()
        .ok();
}

#[test]
fn a_machine_may_ask_for_less_but_not_for_more() {
    let app = App::start();
    let id = hospital(&app);
    let less = ask(
        &app,
        &id,
        SECRET,
        &[("scope", "intakes:write persons:read")],
    )
    .ok();
    assert_eq!(less["scope"], "persons:read intakes:write");
    for scope in ["cases:read", "persons:read admin", "nonsense"] {
        let reply = ask(&app, &id, SECRET, &[("scope", scope)]).problem(400, "malformed_request");
        assert_eq!(reply["error"], "invalid_scope");
    }
}

#[test]
fn two_secrets_live_side_by_side_until_one_is_revoked() {
    let app = App::start();
    let id = hospital(&app);
    let row = app.db();
    row.run(&format!(
        "INSERT INTO integration_secrets (id, integration_id, secret_hash, created_at)
         SELECT {}, id, {}, created_at FROM integrations WHERE id = {}",
        row.id(app.new_id()),
        row.bytes(&secret_hash("another secret")),
        row.id(&id)
    ));
    let first = ask(&app, &id, SECRET, &[]).ok();
    ask(&app, &id, "another secret", &[]).ok();
    row.run(&format!(
        "UPDATE integration_secrets SET revoked_at = created_at WHERE secret_hash = {}",
        row.bytes(&secret_hash(SECRET))
    ));
    ask(&app, &id, SECRET, &[]).problem(401, "invalid_credentials");
    ask(&app, &id, "another secret", &[]).ok();
    // A token lives its ten minutes; what ends it at once is to switch the integration off.
    assert!(is_good(&app, first["access_token"].as_str().unwrap()));
    row.run(&format!(
        "UPDATE integrations SET active = FALSE WHERE id = {}",
        row.id(&id)
    ));
    ask(&app, &id, "another secret", &[]).problem(401, "invalid_credentials");
}

#[test]
fn an_unknown_machine_and_a_wrong_secret_are_answered_alike() {
    let app = App::start();
    let mut bodies = Vec::new();
    for id in [
        hospital(&app),
        app.new_id().to_string(),
        "nonsense".to_owned(),
    ] {
        let reply = ask(&app, &id, "wrong", &[]).problem(401, "invalid_credentials");
        assert_eq!(reply["error"], "invalid_client");
        assert!(reply.header("www-authenticate").starts_with("Basic"));
        let mut body = reply.body;
        body["request_id"] = json!(null);
        bodies.push(body);
    }
    assert!(bodies.iter().all(|body| body == &bodies[0]));
}

#[test]
fn the_token_endpoint_says_what_is_missing() {
    let app = App::start();
    let id = hospital(&app);
    let form = |fields: &[(&str, &str)]| app.anonymous().form("/oauth/token", fields).send();
    for fields in [
        &[("grant_type", "client_credentials")][..],
        &[("grant_type", "client_credentials"), ("client_id", &id)],
        &[
            ("grant_type", "client_credentials"),
            ("client_secret", SECRET),
        ],
        &[("grant_type", "refresh_token")],
        &[
            ("grant_type", "client_credentials"),
            ("refresh_token", "x"),
            ("client_id", &id),
            ("client_secret", SECRET),
        ],
    ] {
        assert_eq!(
            form(fields).problem(400, "malformed_request")["error"],
            "invalid_request"
        );
    }
    let nonsense = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "x"),
        ("nonsense", "1"),
    ];
    let foreign = [("grant_type", "password"), ("client_id", "x")];
    for (fields, word, pointer) in [
        (&[][..], "invalid_request", "/grant_type"),
        (&nonsense, "invalid_request", "/nonsense"),
        (&foreign, "unsupported_grant_type", "/grant_type"),
    ] {
        let reply = form(fields).problem(400, "malformed_request");
        assert_eq!(reply["error"], word);
        assert_eq!(reply["errors"][0]["pointer"], pointer);
    }
    // Secrets of workers are no secrets of machines.
    ask(&app, "siti", tests::PASSWORD, &[]).problem(401, "invalid_credentials");
}
