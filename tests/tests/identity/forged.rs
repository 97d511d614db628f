//! Forged tokens: every shape somebody thought of, and none opens anything.

use std::collections::BTreeSet;

use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING,
        ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair,
    },
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD as B64},
};
use serde_json::{Value, json};
use tests::{App, START};

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

fn algorithms(forge: &mut Forge, app: &App) {
    let (header, claims) = (forge.header.clone(), forge.claims.clone());
    let signature = forge.parts[2].clone();
    let with = |alg: Value| {
        let mut header = header.clone();
        header["alg"] = alg;
        encoded(&header, &claims)
    };
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        forge.add(
            format!("alg {alg:?} unsigned"),
            format!("{}.", with(json!(alg))),
        );
        forge.add(
            format!("alg {alg:?} signed"),
            format!("{}.{signature}", with(json!(alg))),
        );
    }
    let public = app.inside().keys().signing[0].public.clone();
    let coordinate = |text: &str| B64.decode(text).unwrap();
    let point = [vec![4], coordinate(&public.0), coordinate(&public.1)].concat();
    let spki = [
        hex("3059301306072a8648ce3d020106082a8648ce3d030107034200"),
        point.clone(),
    ]
    .concat();
    let pem = format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
        STANDARD.encode(&spki)
    );
    let jwks = app.anonymous().get("/.well-known/jwks.json").send().ok();
    let secrets = [
        ("the PEM of the public key", pem.into_bytes()),
        ("the public key in DER", spki),
        ("the public point", point),
        ("x", public.0.into_bytes()),
        ("the key set", jwks.bytes.clone()),
        (
            "the key of the set",
            jwks["keys"][0].to_string().into_bytes(),
        ),
        ("nothing", b"\0".to_vec()),
        (
            "the kid",
            header["kid"].as_str().unwrap().as_bytes().to_vec(),
        ),
    ];
    for (alg, hash) in [
        ("HS256", hmac::HMAC_SHA256),
        ("HS384", hmac::HMAC_SHA384),
        ("HS512", hmac::HMAC_SHA512),
    ] {
        for (name, secret) in &secrets {
            let message = with(json!(alg));
            let tag = hmac::sign(&hmac::Key::new(hash, secret), message.as_bytes());
            forge.add(
                format!("{alg} with {name}"),
                format!("{message}.{}", B64.encode(tag)),
            );
        }
    }
    let message = with(json!("ES384"));
    let p384 = sign(
        &ECDSA_P384_SHA384_FIXED_SIGNING,
        &new_key(&ECDSA_P384_SHA384_FIXED_SIGNING),
        &message,
    );
    forge.add(
        "ES384 by a key of its own",
        format!("{message}.{}", B64.encode(p384)),
    );
    let message = with(json!("EdDSA"));
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    let ed25519 = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap();
    let signed = ed25519.sign(message.as_bytes());
    forge.add(
        "EdDSA by a key of its own",
        format!("{message}.{}", B64.encode(signed)),
    );
    for alg in [
        "ES384", "ES512", "ES256K", "RS256", "PS256", "EdDSA", "es256", "ES256 ", "HS256",
    ] {
        let message = with(json!(alg));
        forge.add(
            format!("our signature called {alg}"),
            forge.ours_as_is(&message),
        );
    }
    for alg in [
        json!(null),
        json!(["ES256"]),
        json!({"a": "ES256"}),
        json!(256),
    ] {
        let message = with(alg.clone());
        forge.add(format!("alg {alg}"), forge.ours_as_is(&message));
    }
    forge.with_header("no alg", json!({"alg": null}));
}

fn hex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2);
    digits
        .map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap())
        .collect()
}

fn headers(forge: &mut Forge, app: &App) {
    for typ in [
        "JWT",
        "jwt",
        "",
        "at+jwt+x",
        "application/at+jwt",
        "dpop+jwt",
        "logout+jwt",
        "AT+JWT",
    ] {
        forge.with_header(&format!("typ {typ:?}"), json!({"typ": typ}));
    }
    forge.with_header("no typ", json!({"typ": null}));
    for kid in [
        "unknown",
        "",
        "../../../../dev/null",
        "/dev/null",
        "' OR '1'='1",
        "0",
        "file:///etc/passwd",
        "http://evil.example/key",
        "kid\u{0}",
    ] {
        forge.with_header(&format!("kid {kid:?}"), json!({"kid": kid}));
    }
    forge.with_header("no kid", json!({"kid": null}));
    forge.with_header("kid null", json!({"kid": {"null": true}}));
    let kid = forge.header["kid"].clone();
    forge.with_header("kid in a list", json!({"kid": [kid]}));
    let own = new_key(&ECDSA_P256_SHA256_FIXED_SIGNING);
    let message = encoded(&forge.header, &forge.claims);
    forge.add(
        "another key under our kid",
        format!("{message}.{}", B64.encode(es256(&own, &message))),
    );
    let keys = app.folder().join("other/keys.json");
    api::auth::keys::generate(&keys).unwrap();
    let other = api::auth::keys::Keys::load(&keys).unwrap();
    for (name, kid) in [("its kid", json!(other.signing[0].id)), ("our kid", kid)] {
        let mut header = forge.header.clone();
        header["kid"] = kid;
        let message = encoded(&header, &forge.claims);
        let signature = B64.encode(es256(&other.signing[0].pkcs8, &message));
        forge.add(
            format!("another installation's key under {name}"),
            format!("{message}.{signature}"),
        );
    }
    let jwk = json!({"kty": "EC", "crv": "P-256", "x": other.signing[0].public.0, "y": other.signing[0].public.1});
    // A key that the token itself brings, in every way RFC 7515 knows.
    for (name, value) in [
        ("jwk", jwk.clone()),
        ("jku", json!("http://evil.example/jwks.json")),
        ("x5u", json!("http://evil.example/cert.pem")),
        ("x5c", json!(["MIIB"])),
        ("x5t", json!("AAAA")),
        ("x5t#S256", json!("AAAA")),
        ("cty", json!("JWT")),
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("b64", json!(false)),
        ("zip", json!("DEF")),
        ("enc", json!("A128GCM")),
        ("nonce", json!("x")),
        ("url", json!("x")),
        ("unheard-of", json!(1)),
    ] {
        forge.with_header(
            &format!("{name} {value} signed by us"),
            json!({name: value}),
        );
        let mut header = forge.header.clone();
        header[name] = value.clone();
        let message = encoded(&header, &forge.claims);
        let signature = B64.encode(es256(&other.signing[0].pkcs8, &message));
        forge.add(
            format!("{name} {value} signed by the other"),
            format!("{message}.{signature}"),
        );
    }
    let twice = forge
        .header
        .to_string()
        .replacen('{', r#"{"alg":"none","#, 1);
    let message = format!("{}.{}", B64.encode(twice), forge.parts[1]);
    forge.add("alg twice", forge.ours_as_is(&message));
}

fn claims(forge: &mut Forge, app: &App) {
    for name in [
        "iss",
        "sub",
        "aud",
        "client_id",
        "scope",
        "sid",
        "jti",
        "iat",
        "exp",
    ] {
        forge.with_claims(&format!("no {name}"), json!({name: null}));
        forge.with_claims(&format!("{name} null"), json!({name: {"null": true}}));
        let value = forge.claims[name].clone();
        forge.with_claims(&format!("{name} in a list"), json!({name: [value]}));
        let twice = forge
            .claims
            .to_string()
            .replacen('{', &format!("{{\"{name}\":{value},"), 1);
        let message = format!("{}.{}", forge.parts[0], B64.encode(twice));
        forge.add(format!("{name} twice"), forge.ours_as_is(&message));
    }
    let (farid, dewi) = (
        app.worker::<uuid::Uuid>("farid"),
        app.worker::<uuid::Uuid>("dewi"),
    );
    let hospital = app.integration::<uuid::Uuid>("hospital");
    for (name, change) in [
        ("admin", json!({"admin": true})),
        ("roles", json!({"roles": ["administrator"]})),
        ("nbf", json!({"nbf": START})),
        ("iss of another", json!({"iss": "https://evil.example"})),
        ("iss with a slash", json!({"iss": "http://kes.test/"})),
        ("iss in capitals", json!({"iss": "HTTP://KES.TEST"})),
        ("iss empty", json!({"iss": ""})),
        ("aud of another", json!({"aud": "other"})),
        ("aud of both", json!({"aud": ["kes", "other"]})),
        ("aud empty", json!({"aud": ""})),
        ("sub of a colleague", json!({"sub": farid})),
        ("sub of a machine", json!({"sub": hospital})),
        ("sub no id", json!({"sub": "siti"})),
        ("sub nil", json!({"sub": uuid::Uuid::nil()})),
        ("session of nobody", json!({"sid": app.new_id()})),
        (
            "session of nobody, sub of another",
            json!({"sid": app.new_id(), "sub": dewi}),
        ),
        ("session nil", json!({"sid": uuid::Uuid::nil()})),
        ("another application", json!({"client_id": "other"})),
        ("a machine's application", json!({"client_id": hospital})),
        (
            "a scope that is none",
            json!({"scope": "cases:read everything"}),
        ),
        ("scopes as a list", json!({"scope": ["cases:read"]})),
        ("jti no id", json!({"jti": "1"})),
    ] {
        forge.with_claims(name, change);
    }
    for (name, iat, exp) in [
        ("expired", START - 631, START - 31),
        ("long expired", 0, 600),
        ("from the future", START + 31, START + 631),
        ("good for a day", START, START + 86_400),
        ("good for a second more", START, START + 601),
        ("good for a second less", START, START + 599),
        ("good for ever", START, i64::MAX),
        ("good since ever for ever", i64::MIN, i64::MAX),
        ("since before the epoch", -1, i64::MAX),
        ("ends before it begins", START + 600, START),
        ("in milliseconds", START * 1000, (START + 600) * 1000),
        ("negative", -START, -START + 600),
    ] {
        forge.with_claims(name, json!({"iat": iat, "exp": exp}));
    }
    for (name, exp) in [
        ("exp a text", json!((START + 600).to_string())),
        ("exp a fraction", json!(START as f64 + 600.5)),
        ("exp too large", json!(1e30)),
        ("exp true", json!(true)),
    ] {
        forge.with_claims(name, json!({"exp": exp}));
    }
    let farids = app.log_in("farid").get("/v1/me").send().ok()["session_id"].clone();
    forge.with_claims("Farid's session under Siti's name", json!({"sid": farids}));
}

fn writing(forge: &mut Forge) {
    let [header, claims, signature] = forge.parts.clone();
    let token = forge.parts.join(".");
    for (name, token) in [
        ("empty", String::new()),
        ("dots", "..".to_owned()),
        ("no signature", format!("{header}.{claims}")),
        ("empty signature", format!("{header}.{claims}.")),
        ("no claims", format!("{header}..{signature}")),
        ("no header", format!(".{claims}.{signature}")),
        ("the claims alone", claims.clone()),
        ("four parts", format!("{token}.{signature}")),
        (
            "five parts",
            format!("{header}.{claims}.{signature}.{claims}.{signature}"),
        ),
        ("a dot after", format!("{token}.")),
        ("a dot before", format!(".{token}")),
        ("twice", format!("{token}{token}")),
        ("twice with a comma", format!("{token},{token}")),
        ("twice with a space", format!("{token} {token}")),
        ("a space inside", format!("{header}. {claims}.{signature}")),
        ("a tab inside", format!("{header}\t.{claims}.{signature}")),
        ("in quotes", format!("\"{token}\"")),
        ("bearer twice", format!("Bearer {token}")),
        ("encoded once more", B64.encode(&token)),
        ("in capitals", token.to_uppercase()),
        ("turned round", token.chars().rev().collect()),
        ("parts exchanged", format!("{claims}.{header}.{signature}")),
        ("padded", format!("{header}==.{claims}==.{signature}==")),
        (
            "signature padded",
            format!("{header}.{claims}.{signature}=="),
        ),
        (
            "very long",
            format!("{header}.{}.{signature}", "A".repeat(5000)),
        ),
        ("longer than any header", "A".repeat(20_000)),
        ("percent-encoded", token.replace('.', "%2E")),
        ("JSON instead", format!("{{\"token\":\"{token}\"}}")),
    ] {
        forge.add(name, token);
    }
    for length in (1..token.len()).step_by(token.len() / 40) {
        forge.add(format!("cut after {length}"), token[..length].to_owned());
    }
    // The same bytes in another alphabet; a claim that has to be written with - and _ in ours.
    let mut odd = forge.claims.clone();
    odd["client_id"] = json!("kes???>>>~~~\u{ff}\u{fe}");
    for (name, engine) in [
        ("standard", &STANDARD),
        ("standard, not padded", &STANDARD_NO_PAD),
        ("url-safe, padded", &URL_SAFE),
    ] {
        let bytes = es256(&forge.pkcs8, &format!("{header}.{claims}"));
        let written = engine.encode(&bytes);
        if written != B64.encode(&bytes) {
            forge.add(
                format!("signature in {name} base64"),
                format!("{header}.{claims}.{written}"),
            );
        }
        let message = format!(
            "{}.{}",
            engine.encode(forge.header.to_string()),
            engine.encode(odd.to_string())
        );
        forge.add(format!("all in {name} base64"), forge.ours_as_is(&message));
    }
    for (name, header_text, claims_text) in [
        (
            "claims no object",
            forge.header.to_string(),
            "[]".to_owned(),
        ),
        (
            "claims a text",
            forge.header.to_string(),
            json!(forge.claims.to_string()).to_string(),
        ),
        (
            "header no object",
            "\"ES256\"".to_owned(),
            forge.claims.to_string(),
        ),
        ("no JSON", "ES256".to_owned(), "siti".to_owned()),
        (
            "claims with something after",
            forge.header.to_string(),
            format!("{}x", forge.claims),
        ),
        (
            "a mark before the claims",
            forge.header.to_string(),
            format!("\u{feff}{}", forge.claims),
        ),
        (
            "an unclosed object",
            forge.header.to_string(),
            forge.claims.to_string().replace('}', ""),
        ),
    ] {
        let message = format!("{}.{}", B64.encode(header_text), B64.encode(claims_text));
        forge.add(name, forge.ours_as_is(&message));
    }
    let wide: Vec<u8> = forge
        .claims
        .to_string()
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let message = format!("{header}.{}", B64.encode(wide));
    forge.add("claims in UTF-16", forge.ours_as_is(&message));
}

fn signatures(forge: &mut Forge, other: &str) {
    let [header, claims, signature] = forge.parts.clone();
    let message = format!("{header}.{claims}");
    let bytes = B64.decode(&signature).unwrap();
    let (r, s) = bytes.split_at(32);
    let order = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    let zero = vec![0; 32];
    for (name, bytes) in [
        ("r and s zero", [zero.clone(), zero.clone()].concat()),
        ("r zero", [zero.clone(), s.to_vec()].concat()),
        ("s zero", [r.to_vec(), zero.clone()].concat()),
        ("r and s the order", [order.clone(), order.clone()].concat()),
        ("r the order", [order.clone(), s.to_vec()].concat()),
        ("s the order", [r.to_vec(), order].concat()),
        ("all ones", vec![0xff; 64]),
        ("r and s exchanged", [s, r].concat()),
        ("a byte less", bytes[..63].to_vec()),
        ("a byte more", [bytes.as_slice(), &[0]].concat()),
        ("a zero before", [&[0], bytes.as_slice()].concat()),
        ("half of it", r.to_vec()),
        ("twice as long", [bytes.as_slice(), &bytes].concat()),
        (
            "DER",
            sign(&ECDSA_P256_SHA256_ASN1_SIGNING, &forge.pkcs8, &message),
        ),
        ("of the claims alone", es256(&forge.pkcs8, &claims)),
        ("of another message", es256(&forge.pkcs8, "another message")),
        (
            "of the message with a line end",
            es256(&forge.pkcs8, &format!("{message}\n")),
        ),
    ] {
        forge.add(
            format!("signature: {name}"),
            format!("{message}.{}", B64.encode(bytes)),
        );
    }
    // The last of the 86 characters has four bits that carry nothing.
    let last = signature.chars().last().unwrap();
    for letter in ('A'..='Z').chain('a'..='z') {
        if letter != last {
            forge.add(
                format!("signature ending in {letter}"),
                format!("{message}.{}{letter}", &signature[..85]),
            );
        }
    }
    let others: Vec<&str> = other.split('.').collect();
    forge.add(
        "another token's signature",
        format!("{message}.{}", others[2]),
    );
    forge.add(
        "another token's claims",
        format!("{header}.{}.{signature}", others[1]),
    );
    let whole = format!("{message}.{signature}").into_bytes();
    for at in (0..whole.len()).step_by(3) {
        let mut bent = whole.clone();
        bent[at] = match bent[at] {
            b'.' => b'_',
            b'A' => b'Q',
            _ => b'A',
        };
        if bent != whole {
            forge.add(
                format!("character {at} changed"),
                String::from_utf8(bent).unwrap(),
            );
        }
    }
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

    algorithms(&mut forge, &app);
    headers(&mut forge, &app);
    claims(&mut forge, &app);
    writing(&mut forge);
    signatures(&mut forge, app.log_in("farid").token.as_deref().unwrap());
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
    assert!(forge.shapes.len() > 200, "{}", forge.shapes.len());
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
