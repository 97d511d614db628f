//! What the header says: algorithm, type, keys.

use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, Ed25519KeyPair},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD as B64},
};
use serde_json::{Value, json};
use tests::App;

use super::{Forge, encoded, es256, hex, new_key, sign};

pub fn algorithms(forge: &mut Forge, app: &App) {
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

pub fn headers(forge: &mut Forge, app: &App) {
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
