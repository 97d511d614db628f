//! Forged tokens: every shape somebody thought of, and none opens anything.

mod claims;
mod header;
mod writing;

use std::collections::BTreeSet;

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use serde_json::{Value, json};
use tests::App;

use super::{is_good, opened, text};

/// Everything an attacker could have, and the secret key they have not, to sign what only looks
/// like ours.
struct Forge {
    pkcs8: Vec<u8>,
    header: Value,
    claims: Value,
    parts: [String; 3],
    shapes: Vec<(String, String)>,
}

fn sign(algorithm: &'static EcdsaSigningAlgorithm, pkcs8: &[u8], message: &str) -> Vec<u8> {
    let key = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8).unwrap();
    key.sign(&SystemRandom::new(), message.as_bytes())
        .unwrap()
        .as_ref()
        .to_vec()
}

fn es256(pkcs8: &[u8], message: &str) -> Vec<u8> {
    sign(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, message)
}

fn new_key(algorithm: &'static EcdsaSigningAlgorithm) -> Vec<u8> {
    EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new())
        .unwrap()
        .as_ref()
        .to_vec()
}

fn encoded(header: &Value, claims: &Value) -> String {
    format!(
        "{}.{}",
        B64.encode(header.to_string()),
        B64.encode(claims.to_string())
    )
}

impl Forge {
    fn new(app: &App, token: &str) -> Self {
        let parts: Vec<String> = token.split('.').map(str::to_owned).collect();
        let json = |part: &str| serde_json::from_slice(&B64.decode(part).unwrap()).unwrap();
        Self {
            pkcs8: app.inside().keys().signing[0].pkcs8.clone(),
            header: json(&parts[0]),
            claims: json(&parts[1]),
            parts: parts.try_into().unwrap(),
            shapes: Vec::new(),
        }
    }

    fn add(&mut self, name: impl Into<String>, token: impl Into<String>) {
        self.shapes.push((name.into(), token.into()));
    }

    /// Really signed with our key: what is left to check is what it says.
    fn ours(&self, header: &Value, claims: &Value) -> String {
        self.ours_as_is(&encoded(header, claims))
    }

    fn ours_as_is(&self, message: &str) -> String {
        format!("{message}.{}", B64.encode(es256(&self.pkcs8, message)))
    }

    fn with_header(&mut self, name: &str, change: Value) {
        let mut header = self.header.clone();
        merge(&mut header, &change);
        self.add(name, self.ours(&header, &self.claims));
    }

    fn with_claims(&mut self, name: &str, change: Value) {
        let mut claims = self.claims.clone();
        merge(&mut claims, &change);
        self.add(name, self.ours(&self.header, &claims));
    }
}

/// Sets members; null takes one away, `{"null": true}` makes it null.
fn merge(target: &mut Value, change: &Value) {
    for (name, value) in change.as_object().unwrap() {
        match value {
            Value::Null => drop(target.as_object_mut().unwrap().remove(name)),
            value if *value == json!({"null": true}) => target[name] = Value::Null,
            value => target[name] = value.clone(),
        }
    }
}

fn hex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2);
    digits
        .map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap())
        .collect()
}

#[test]
fn no_forged_token_opens_anything() {
    let app = App::start();
    let pair = opened(&app);
    let token = text(&pair, "access_token");
    let mut forge = Forge::new(&app, &token);
    // The forge itself works: what it signs without a change is accepted.
    let same = forge.ours(&forge.header, &forge.claims);
    assert!(same != token && is_good(&app, &same) && is_good(&app, &token));

    header::algorithms(&mut forge, &app);
    header::headers(&mut forge, &app);
    claims::claims(&mut forge, &app);
    writing::writing(&mut forge);
    writing::signatures(&mut forge, app.log_in("farid").token.as_deref().unwrap());
    for (name, secret) in [
        ("the refresh token", text(&pair, "refresh_token")),
        ("the session id", text(&pair, "session_id")),
        ("a machine's secret", tests::SECRET.to_owned()),
        ("the password", tests::PASSWORD.to_owned()),
    ] {
        forge.add(name, secret);
    }

    let names: BTreeSet<&str> = forge.shapes.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), forge.shapes.len(), "two shapes have one name");
    let dump = app.dump();
    let mut accepted = Vec::new();
    for (name, token) in &forge.shapes {
        let reply = app.with_token(token).get("/v1/me").send();
        if reply.status == 200 {
            accepted.push(name);
            continue;
        }
        let reply = reply.problem(401, "unauthenticated");
        let challenge = reply.header("www-authenticate");
        assert!(challenge.contains("invalid_token"), "{name}: {challenge}");
        // Refused once, it is not remembered as good either.
        assert_eq!(
            app.with_token(token).get("/v1/me").send().status,
            401,
            "{name}"
        );
    }
    assert!(accepted.is_empty(), "accepted: {accepted:?}");
    println!("{} forged tokens, none accepted", forge.shapes.len());
    assert!(forge.shapes.len() > 200);
    assert!(
        app.dump() == dump,
        "a forged token left a trace in the database"
    );
    assert!(is_good(&app, &token));
}

#[test]
fn a_token_counts_only_where_tokens_belong() {
    let app = App::start();
    let token = text(&opened(&app), "access_token");
    let anybody = app.anonymous();
    let me = || anybody.get("/v1/me");
    let refused = |call: tests::Call| call.send().problem(401, "unauthenticated");
    for value in [
        "",
        "Bearer",
        "Bearer ",
        &token,
        &format!("Basic {token}"),
        &format!("Token {token}"),
        &format!("Bearer={token}"),
        &format!("Bearer:{token}"),
        &format!("Bearer{token}"),
        &format!("DPoP {token}"),
    ] {
        refused(me().header("authorization", value));
    }
    refused(
        me().header("authorization", format!("Bearer {token}"))
            .header("authorization", "Bearer x"),
    );
    refused(
        me().header("authorization", format!("Bearer {token}"))
            .header("authorization", format!("Bearer {token}")),
    );
    for name in [
        "x-authorization",
        "x-access-token",
        "access_token",
        "proxy-authorization",
        "cookie",
    ] {
        let reply = refused(me().header(name, format!("Bearer {token}")));
        assert_eq!(reply.header("www-authenticate"), r#"Bearer realm="kes""#);
    }
    refused(anybody.get(&format!("/v1/me?access_token={token}")));
    for scheme in ["Bearer", "bearer", "BEARER"] {
        me().header("authorization", format!("{scheme} {token}"))
            .send()
            .ok();
    }
}

#[test]
fn a_token_wider_than_its_session_is_cut_to_it() {
    let app = App::start();
    let body = json!({"username": "siti", "password": tests::PASSWORD, "scopes": ["cases:read"]});
    let narrow = app.anonymous().post("/v1/sessions", body).send().created();
    let mut forge = Forge::new(&app, &text(&narrow, "access_token"));
    forge.with_claims("wider", json!({"scope": "cases:read cases:write admin"}));
    let me = app.with_token(&forge.shapes[0].1).get("/v1/me").send().ok();
    assert_eq!(me["scopes"], json!(["cases:read"]));
}

#[test]
fn a_good_token_is_worth_nothing_once_its_session_is() {
    let app = App::start();
    for (username, ends) in [
        (
            "siti",
            "UPDATE sessions SET revoked_at = created_at WHERE worker_id = ",
        ),
        (
            "farid",
            "UPDATE sessions SET expires_at = created_at WHERE worker_id = ",
        ),
        ("hanim", "UPDATE workers SET active = FALSE WHERE id = "),
        (
            "dewi",
            "UPDATE sessions SET client_id = 'other' WHERE worker_id = ",
        ),
    ] {
        let token = app.log_in(username).token.unwrap();
        let row = app.db();
        row.run(&format!(
            "{ends}{}",
            row.id(app.worker::<uuid::Uuid>(username))
        ));
        // Never asked before, so nothing is remembered of it.
        assert!(!is_good(&app, &token), "{username}");
    }
    let machine = app.as_integration("hospital");
    app.db().run("UPDATE integrations SET active = FALSE");
    assert!(!is_good(&app, machine.token.as_deref().unwrap()));
}
