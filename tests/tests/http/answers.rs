//! Languages, request ids, compression, caching.

use serde_json::{Value, json};
use tests::App;

use super::whole;

#[test]
fn problems_speak_the_language_that_was_asked_for() {
    let app = App::start();
    let ask = |languages: &str| {
        whole(
            app.anonymous()
                .get("/nothing")
                .header("accept-language", languages)
                .send(),
            404,
            "not_found",
        )
    };
    for (asked, lang, title) in [
        ("ms", "ms", "Tidak ditemui"),
        ("ms-MY,ms;q=0.9,en;q=0.8", "ms", "Tidak ditemui"),
        ("id-ID", "id", "Tidak ditemukan"),
        ("fr;q=0.9, id;q=0.5, en;q=0.4", "id", "Tidak ditemukan"),
        ("en", "en", "Not found"),
        ("ta, zh", "en", "Not found"),
        ("", "en", "Not found"),
    ] {
        let reply = ask(asked);
        assert_eq!(reply.header("content-language"), lang, "{asked}");
        assert_eq!(reply["title"], title, "{asked}");
    }
    let faults = |lang: &str| {
        let call = app
            .anonymous()
            .post("/v1/sessions", json!({"username": "siti"}));
        call.header("accept-language", lang).send()["errors"][0]["detail"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_ne!(faults("ms"), faults("en"));
    assert_ne!(faults("id"), faults("en"));
}

#[test]
fn a_request_keeps_its_own_id_if_it_is_harmless() {
    let app = App::start();
    let ask = |id: &str| {
        app.anonymous()
            .get("/nothing")
            .header("x-request-id", id)
            .send()
    };
    for id in [
        "a",
        "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e31",
        "mobile_7.retry-2",
        &"x".repeat(64),
    ] {
        assert_eq!(whole(ask(id), 404, "not_found")["request_id"], id);
    }
    let mut made = Vec::new();
    for id in ["", "a b", "a\tb", "<script>", "a\"b", "ä", &"x".repeat(65)] {
        let reply = whole(ask(id), 404, "not_found");
        let own: uuid::Uuid = reply.header("x-request-id").parse().unwrap();
        assert_eq!(own.get_version_num(), 7);
        made.push(own);
    }
    made.dedup();
    assert_eq!(made.len(), 7);
    assert_eq!(
        app.anonymous()
            .get("/")
            .header("x-request-id", "mine")
            .send()
            .ok()
            .header("x-request-id"),
        "mine"
    );
}

#[test]
fn answers_are_compressed_for_those_who_can_read_that() {
    let app = App::start();
    let get = |accept: &str| {
        app.raw(
            format!("GET /openapi.json HTTP/1.1\r\nhost: kes\r\n{accept}connection: close\r\n\r\n")
                .as_bytes(),
        )
    };
    let (plain, packed) = (get(""), get("accept-encoding: gzip\r\n"));
    assert_eq!((plain.status, packed.status), (200, 200));
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(
        packed
            .header("vary")
            .to_lowercase()
            .contains("accept-encoding")
    );
    assert!(packed.body.len() * 3 < plain.body.len());
    let none = get("accept-encoding: identity;q=0, br;q=0, gzip;q=0\r\n");
    assert_eq!(none.status, 406);
    let problem: Value = serde_json::from_slice(&none.body).unwrap();
    assert_eq!(problem["code"], "not_acceptable");
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("gzip, identity")
    );
}

#[test]
fn what_is_personal_is_not_kept_and_what_is_public_may_be() {
    let app = App::start();
    let siti = app.as_caseworker();
    for path in ["/v1/me", "/v1/sessions", "/health/ready"] {
        assert_eq!(
            siti.get(path).send().ok().header("cache-control"),
            "no-store",
            "{path}"
        );
    }
    for path in [
        "/openapi.json",
        "/v1/code-lists",
        "/v1/code-lists/role",
        "/v1/process-guide",
    ] {
        let reply = siti.get(path).send().ok();
        assert!(
            reply
                .header("cache-control")
                .starts_with("public, max-age="),
            "{path}"
        );
        let again = siti
            .get(path)
            .header("if-none-match", reply.etag())
            .send()
            .status(304);
        assert!(
            again.bytes.is_empty() && again.etag() == reply.etag(),
            "{path}"
        );
        siti.get(path)
            .header("if-none-match", "\"other\"")
            .send()
            .ok();
    }
    for path in [
        "/.well-known/jwks.json",
        "/.well-known/oauth-authorization-server",
    ] {
        assert!(
            siti.get(path)
                .send()
                .ok()
                .header("cache-control")
                .starts_with("public"),
            "{path}"
        );
    }
    for path in ["/", "/v1/me", "/docs", "/metrics"] {
        assert_eq!(
            siti.get(path).send().ok().header("x-content-type-options"),
            "nosniff",
            "{path}"
        );
    }
}
