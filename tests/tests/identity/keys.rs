//! What others need to verify our tokens, and what a rotation of keys changes.

use std::collections::BTreeSet;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use serde_json::Value;
use tests::App;

use super::{is_good, opened, refresh, text};

fn part(token: &str, at: usize) -> Value {
    serde_json::from_slice(&B64.decode(token.split('.').nth(at).unwrap()).unwrap()).unwrap()
}

/// Verifies a token with the published keys and nothing else.
fn verifies(app: &App, token: &str) -> bool {
    let keys = app.anonymous().get("/.well-known/jwks.json").send().ok();
    let kid = part(token, 0)["kid"].clone();
    let keys = keys["keys"].as_array().unwrap();
    let key = keys.iter().find(|key| key["kid"] == kid).unwrap();
    let coordinate = |name: &str| B64.decode(key[name].as_str().unwrap()).unwrap();
    let point = [vec![4], coordinate("x"), coordinate("y")].concat();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
    key.verify(signed.as_bytes(), &B64.decode(signature).unwrap())
        .is_ok()
}

#[test]
fn the_metadata_leads_to_the_token_endpoint_and_to_keys_that_verify() {
    let app = App::start();
    let about = app
        .anonymous()
        .get("/.well-known/oauth-authorization-server")
        .send()
        .ok();
    assert_eq!(about["issuer"], "http://kes.test");
    assert_eq!(about["token_endpoint"], "http://kes.test/oauth/token");
    assert_eq!(about["jwks_uri"], "http://kes.test/.well-known/jwks.json");
    assert_eq!(about["scopes_supported"].as_array().unwrap().len(), 12);
    let token = text(&opened(&app), "access_token");
    assert!(verifies(&app, &token));
    let header = part(&token, 0);
    assert_eq!(
        (&header["alg"], &header["typ"]),
        (&"ES256".into(), &"at+jwt".into())
    );
    let claims = part(&token, 1);
    let names: BTreeSet<&str> = claims
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let all = [
        "iss",
        "sub",
        "aud",
        "client_id",
        "scope",
        "sid",
        "jti",
        "iat",
        "exp",
    ];
    assert_eq!(names, BTreeSet::from(all));
    assert_eq!(claims["iss"], about["issuer"]);
    assert_eq!(claims["sub"], app.worker::<uuid::Uuid>("siti").to_string());
    let seconds = |name: &str| claims[name].as_i64().unwrap();
    assert_eq!(
        (seconds("iat"), seconds("exp") - seconds("iat")),
        (tests::START, 600)
    );
    // No secret half of a key is ever shown.
    let keys = app.anonymous().get("/.well-known/jwks.json").send().ok();
    assert!(
        keys["keys"]
            .as_array()
            .unwrap()
            .iter()
            .all(|key| key.get("d").is_none())
    );
}

#[test]
fn after_a_rotation_old_tokens_verify_and_new_ones_have_the_new_key() {
    let mut app = App::start();
    let old = opened(&app);
    let rotate = |app: &mut App| {
        api::auth::keys::rotate(&app.folder().join("keys.json")).unwrap();
        app.restart();
    };
    rotate(&mut app);
    assert!(is_good(&app, &text(&old, "access_token")));
    assert!(verifies(&app, &text(&old, "access_token")));
    let new = refresh(&app, &text(&old, "refresh_token")).ok();
    assert_ne!(
        part(&text(&new, "access_token"), 0)["kid"],
        part(&text(&old, "access_token"), 0)["kid"]
    );
    assert!(verifies(&app, &text(&new, "access_token")));
    let keys = app.anonymous().get("/.well-known/jwks.json").send().ok();
    assert_eq!(
        keys["keys"][0]["kid"],
        part(&text(&new, "access_token"), 0)["kid"]
    );
    assert_eq!(keys["keys"].as_array().unwrap().len(), 2);
    // Three generations are kept: a key that is gone verifies nothing.
    rotate(&mut app);
    assert!(is_good(&app, &text(&old, "access_token")));
    rotate(&mut app);
    assert!(!is_good(&app, &text(&old, "access_token")));
    assert!(is_good(&app, &text(&new, "access_token")));
}
