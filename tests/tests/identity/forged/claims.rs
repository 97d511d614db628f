//! What the claims say, really signed with our key.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use serde_json::json;
use tests::{App, START};

use super::Forge;

pub fn claims(forge: &mut Forge, app: &App) {
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
