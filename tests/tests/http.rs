//! What every answer has in common, whatever was asked: problem documents, ids, languages, headers.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::{Value, json};
use tests::{App, Client, Reply};

/// Expects a whole problem document, with the headers every answer has.
#[track_caller]
fn whole(reply: Reply, status: u16, code: &str) -> Reply {
    let reply = reply.problem(status, code);
    for member in ["title", "detail", "instance", "request_id"] {
        let text = reply[member].as_str().expect(member);
        assert!(!text.is_empty() && !text.contains("{}"), "{member}: {text}");
    }
    assert_eq!(reply["type"], format!("/problems/{code}"));
    assert_eq!(reply["request_id"], reply.header("x-request-id"));
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert_eq!(reply.header("cache-control"), "no-store");
    assert!(["ms", "id", "en"].contains(&reply.header("content-language")));
    reply
}

fn log_in_as(client: &Client, body: impl Into<Vec<u8>>) -> Reply {
    let call = client.call("POST", "/v1/sessions");
    call.header("content-type", "application/json")
        .bytes(body)
        .send()
}

#[test]
fn an_address_that_is_no_route_is_a_problem_like_any_other() {
    let app = App::start();
    let siti = app.as_caseworker();
    for path in [
        "/nothing",
        "/v1",
        "/v1/",
        "/v1/me/",
        "//v1/me",
        "/V1/me",
        "/v1/%00",
        "/v1/me%2f",
        "/v1/../v1/me",
        "/v1/sessions/%ff",
        "/docs/../../etc/passwd",
        "/docs/%2e%2e%2fetc",
        "/problems/no_such_code",
        "/v1/code-lists/no-such-list",
        "/%F0%9F%90%AB",
        "/v1/me;x=1",
    ] {
        for client in [&siti, &app.anonymous()] {
            for method in ["GET", "POST", "DELETE", "PROPFIND"] {
                let reply = client.call(method, path).send();
                if reply.status == 405 || reply.status == 401 {
                    continue; // a route with a parameter that takes any text
                }
                whole(reply, 404, "not_found");
            }
        }
    }
    let kind = app.anonymous().get("/nothing").send()["type"]
        .as_str()
        .map(str::to_owned);
    app.anonymous().get(&kind.unwrap()).send().ok();
    let long = format!("/{}", "x".repeat(20_000));
    let reply = whole(app.anonymous().get(&long).send(), 404, "not_found");
    assert!(reply["instance"].as_str().unwrap().len() <= 2000);
}

#[test]
fn every_problem_type_is_explained_where_it_points() {
    let app = App::start();
    let contract = app.anonymous().get("/openapi.json").send().ok();
    let codes = api::http::problem::ProblemCode::ALL;
    assert!(codes.len() > 20 && contract["paths"].get("/problems/{code}").is_some());
    for code in codes {
        for lang in ["ms", "id", "en"] {
            let path = format!("/problems/{}", code.code());
            let page = app
                .anonymous()
                .get(&path)
                .header("accept-language", lang)
                .send()
                .ok();
            assert_eq!(page.header("content-language"), lang);
        }
    }
}

#[test]
fn a_wrong_method_is_told_the_right_ones() {
    let app = App::start();
    let siti = app.as_caseworker();
    for (path, allowed) in [
        ("/", "GET, HEAD"),
        ("/v1/me", "GET, HEAD"),
        ("/v1/me/password", "PUT"),
        ("/v1/sessions", "POST, GET, HEAD"),
        ("/oauth/token", "POST"),
        ("/openapi.json", "GET, HEAD"),
        ("/health/live", "GET, HEAD"),
    ] {
        for method in [
            "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW",
        ] {
            if allowed.split(", ").any(|one| one == method) {
                continue;
            }
            let reply = whole(siti.call(method, path).send(), 405, "method_not_allowed");
            assert_eq!(reply.header("allow"), allowed, "{method} {path}");
        }
    }
}

#[test]
fn head_is_get_without_its_body() {
    let app = App::start();
    let siti = app.as_caseworker();
    for path in [
        "/",
        "/v1/me",
        "/v1/sessions",
        "/openapi.json",
        "/v1/code-lists/role",
        "/docs",
    ] {
        let (get, head) = (
            siti.get(path).send().ok(),
            siti.call("HEAD", path).send().ok(),
        );
        assert!(head.bytes.is_empty() && !get.bytes.is_empty(), "{path}");
        for name in [
            "content-type",
            "cache-control",
            "etag",
            "x-content-type-options",
        ] {
            assert_eq!(head.header(name), get.header(name), "{path}: {name}");
        }
    }
    for (path, status) in [("/v1/me", 401), ("/nothing", 404), ("/oauth/token", 405)] {
        let head = app.anonymous().call("HEAD", path).send().status(status);
        assert!(head.bytes.is_empty(), "{path}");
        assert_eq!(head.header("content-type"), "application/problem+json");
    }
}

#[test]
fn a_body_of_another_kind_is_not_looked_at() {
    let app = App::start();
    let anybody = app.anonymous();
    let body = json!({"username": "siti", "password": tests::PASSWORD}).to_string();
    let post = || anybody.call("POST", "/v1/sessions").bytes(body.clone());
    whole(post().send(), 415, "unsupported_media_type");
    for kind in [
        "text/plain",
        "application/jsonx",
        "application/x-www-form-urlencoded",
        "json",
        "",
        "*/*",
    ] {
        whole(
            post().header("content-type", kind).send(),
            415,
            "unsupported_media_type",
        );
    }
    for encoding in ["gzip", "br", "nonsense"] {
        let post = post().header("content-type", "application/json");
        whole(
            post.header("content-encoding", encoding).send(),
            415,
            "unsupported_media_type",
        );
    }
    for kind in ["application/json", "Application/JSON; charset=utf-8"] {
        post().header("content-type", kind).send().created();
    }
    let token = anybody
        .post("/oauth/token", json!({"grant_type": "refresh_token"}))
        .send();
    whole(token, 415, "unsupported_media_type");
}

#[test]
fn a_body_is_at_most_a_mebibyte_however_it_is_sent() {
    let app = App::start();
    let largest = 1024 * 1024;
    let fits = format!("{{{}", " ".repeat(largest - 1));
    whole(log_in_as(&app.anonymous(), fits), 400, "malformed_json");
    let over = format!("{{{}", " ".repeat(largest));
    whole(log_in_as(&app.anonymous(), over), 413, "too_large");
    // Without a length nothing is known until it has come.
    let head = "POST /v1/sessions HTTP/1.1\r\nhost: kes\r\ncontent-type: application/json\r\n\
                transfer-encoding: chunked\r\nconnection: close\r\n\r\n";
    let mut bytes = head.as_bytes().to_vec();
    for _ in 0..18 {
        bytes.extend(b"10000\r\n");
        bytes.extend([b' '; 0x10000]);
        bytes.extend(b"\r\n");
    }
    bytes.extend(b"0\r\n\r\n");
    assert_eq!(app.raw(&bytes).status, 413);
}

#[test]
fn json_is_read_strictly() {
    let app = App::start();
    let anybody = app.anonymous();
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    whole(log_in_as(&anybody, nested(129)), 400, "malformed_json");
    whole(
        log_in_as(&anybody, "[".repeat(100_000)),
        400,
        "malformed_json",
    );
    whole(
        log_in_as(&anybody, r#"{"a":"#.repeat(100_000)),
        400,
        "malformed_json",
    );
    whole(log_in_as(&anybody, nested(127)), 422, "invalid_body");
    let (name, word) = (
        r#""username":"siti""#,
        format!(r#""password":"{}""#, tests::PASSWORD),
    );
    for broken in [
        format!("{{{name},{word},{word}}}"),
        format!("{{{name},{word},\"device\":{{\"a\":1,\"a\":2}}}}"),
        format!("{{{name},{word}}} {{}}"),
        format!("{{{name},{word},}}"),
        format!("{{{name},{word}"),
        format!("{{'username':'siti',{word}}}"),
        format!("\u{feff}{{{name},{word}}}"),
        format!("{{{name},{word},\"device\":1e999}}"),
        format!("{{{name},{word},\"device\":NaN}}"),
        format!("{{{name},{word},\"device\":\"\\ud800\"}}"),
        String::new(),
        " ".to_owned(),
    ] {
        whole(log_in_as(&anybody, broken), 400, "malformed_json");
    }
    whole(
        log_in_as(&anybody, b"{\"username\":\"\xff\"}".as_slice()),
        400,
        "malformed_json",
    );
    let utf16: Vec<u8> = format!("{{{name},{word}}}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    whole(log_in_as(&anybody, utf16), 400, "malformed_json");
}

#[test]
fn all_faults_of_a_body_come_at_once_with_their_place() {
    let app = App::start();
    let body = json!({"username": "-", "extra": 1, "client_id": 7, "scopes": ["cases:read", "all"], "a/b~c": 1});
    let reply = whole(
        app.anonymous().post("/v1/sessions", body).send(),
        422,
        "invalid_body",
    );
    assert_eq!(
        reply.faults(),
        [
            ("/a~1b~0c", "unknown_field"),
            ("/client_id", "wrong_type"),
            ("/extra", "unknown_field"),
            ("/password", "required"),
            ("/scopes/1", "unknown_word"),
            ("/username", "too_short"),
            ("/username", "wrong_format"),
        ]
    );
    for (body, pointer) in [(json!([]), ""), (json!("x"), ""), (json!(null), "")] {
        let reply = app.anonymous().post("/v1/sessions", body).send();
        assert_eq!(
            whole(reply, 422, "invalid_body").faults(),
            [(pointer, "wrong_type")]
        );
    }
}

#[test]
fn an_unknown_parameter_is_refused_by_every_operation() {
    let app = App::start();
    let siti = app.as_caseworker();
    let contract = app.anonymous().get("/openapi.json").send().ok();
    let mut asked = 0;
    for (path, item) in contract["paths"].as_object().unwrap() {
        let path = path
            .replace("{name}", "role")
            .replace("{code}", "internal")
            .replace("{file}", "index.html");
        if path.contains('{') {
            continue;
        }
        for (method, operation) in item.as_object().unwrap() {
            let call = siti.call(&method.to_uppercase(), &format!("{path}?nonsense=1"));
            let content = operation["requestBody"]["content"].as_object();
            let reply = match content.and_then(|content| content.iter().next()) {
                None => call.send(),
                Some((kind, described)) => {
                    let example = example(&contract.body, described);
                    let body = match kind.as_str() {
                        "application/x-www-form-urlencoded" => {
                            "grant_type=refresh_token&refresh_token=x".into()
                        }
                        _ => example.to_string(),
                    };
                    call.header("content-type", kind).bytes(body).send()
                }
            };
            let reply = whole(reply, 400, "invalid_parameter");
            assert_eq!(
                reply.faults(),
                [("?nonsense", "unknown_parameter")],
                "{method} {path}"
            );
            asked += 1;
        }
    }
    assert!(asked >= 15, "{asked}");
    let twice = siti
        .get("/v1/me?validate_only=true&validate_only=true")
        .send();
    whole(twice, 400, "invalid_parameter");
    whole(siti.get("/v1/me?%zz=%ff").send(), 400, "invalid_parameter");
}

/// The example of a body in the contract.
fn example(contract: &Value, content: &Value) -> Value {
    if !content["example"].is_null() {
        return content["example"].clone();
    }
    let name = content["schema"]["$ref"].as_str().unwrap_or_default();
    let schema = &contract["components"]["schemas"][name.rsplit('/').next().unwrap()];
    match &schema["example"] {
        Value::Null => schema["examples"][0].clone(),
        found => found.clone(),
    }
}

#[test]
fn a_name_sent_twice_is_an_error_wherever_it_stands() {
    let app = App::start();
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "a"),
        ("refresh_token", "b"),
    ];
    let reply = app.anonymous().form("/oauth/token", &fields).send();
    assert_eq!(
        whole(reply, 422, "invalid_body").faults(),
        [("/refresh_token", "repeated_parameter")]
    );
    let siti = app.as_caseworker();
    let session = siti.get("/v1/me").send()["session_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/v1/sessions/{session}?validate_only=true");
    let reply = siti.delete(&format!("{path}&validate_only=false")).send();
    assert_eq!(
        whole(reply, 400, "invalid_parameter").faults(),
        [("?validate_only", "repeated_parameter")]
    );
    let twice = siti
        .delete(&path)
        .key("a")
        .header("idempotency-key", "b")
        .send();
    whole(twice, 400, "invalid_header");
    for key in ["", "with space", "é", &"k".repeat(256)] {
        whole(siti.delete(&path).key(key).send(), 400, "invalid_header");
    }
    siti.delete(&path).key(&"k".repeat(255)).send().status(204);
    siti.get("/v1/me").send().ok();
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let app = App::start_with(|parts| parts.body_time = Duration::from_millis(50));
    let mut stream = TcpStream::connect(app.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    let head = "POST /v1/sessions HTTP/1.1\r\nhost: kes\r\ncontent-type: application/json\r\n\
                accept-language: ms\r\ncontent-length: 100\r\n\r\n{\"user";
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = [0; 4096];
    let mut text = String::new();
    while !text.ends_with('}') {
        let read = stream.read(&mut answer).unwrap();
        assert!(read > 0, "{text}");
        text += std::str::from_utf8(&answer[..read]).unwrap();
    }
    assert!(text.starts_with("HTTP/1.1 408 "), "{text}");
    assert!(
        text.contains(r#""code":"request_timeout""#) && text.contains("content-language: ms"),
        "{text}"
    );
    app.anonymous().get("/health/live").send().ok();
}

#[test]
fn what_is_no_http_at_all_gets_a_bare_refusal_and_harms_nothing() {
    let app = App::start();
    for bytes in [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".as_slice(),
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\nbad header\r\n\r\n",
        b"POST /v1/sessions HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n",
        b"POST /v1/sessions HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}",
        b"POST /v1/sessions HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    ] {
        let raw = app.raw(bytes);
        assert!([0, 400].contains(&raw.status), "{}: {}", String::from_utf8_lossy(bytes), raw.head);
    }
    // A body that breaks off.
    let raw = app.raw(
        b"POST /v1/sessions HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{",
    );
    assert!([0, 400].contains(&raw.status), "{}", raw.head);
    app.anonymous().get("/health/ready").send().ok();
}

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
    for path in ["/openapi.json", "/v1/code-lists", "/v1/code-lists/role"] {
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

#[test]
fn the_contract_is_served_as_it_is_made() {
    let app = App::start();
    let served = app.anonymous().get("/openapi.json").send().ok();
    let registry = api::http::routes::Registry::new(api::rooms::routes());
    let made = api::http::contract::text(&api::http::contract::contract(&registry));
    assert!(served.bytes == made.as_bytes());
    assert_eq!(served["openapi"], "3.1.0");
    let printed = tests::kes().arg("openapi").output().unwrap();
    assert!(printed.status.success() && printed.stdout == served.bytes);
}

#[test]
fn the_documentation_needs_no_internet() {
    let app = App::start();
    let anybody = app.anonymous();
    let page = anybody.get("/docs").send().ok();
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(
        page.header("content-security-policy")
            .starts_with("default-src 'self'")
    );
    let html = page.body.as_str().unwrap().to_owned();
    let mut files = Vec::new();
    for part in html
        .split(['"', '\''])
        .filter(|part| part.contains("://") || part.starts_with("./"))
    {
        assert!(!part.contains("://"), "the page asks for {part}");
        files.push(part.trim_start_matches("./").to_owned());
    }
    assert!(files.len() >= 4, "{files:?}");
    for file in files {
        let reply = anybody.get(&format!("/docs/{file}")).send().ok();
        assert!(!reply.bytes.is_empty(), "{file}");
    }
    let start = anybody.get("/docs/swagger-initializer.js").send().ok();
    let start = start.body.as_str().unwrap();
    assert!(
        start.contains("/openapi.json") && !start.contains("://"),
        "{start}"
    );
}

#[test]
fn the_service_says_hello_and_how_it_is() {
    let app = App::start();
    let root = app.anonymous().get("/").send().ok();
    assert_eq!(root["name"], "kes");
    for link in ["contract", "docs", "health"] {
        app.anonymous()
            .get(root[link].as_str().unwrap())
            .send()
            .ok();
    }
    app.anonymous().get("/health/live").send().ok();
    let metrics = app.anonymous().get("/metrics").send().ok();
    let text = metrics.body.as_str().unwrap();
    assert!(
        text.contains("kes_http_requests_total{route=\"get_liveness\",status=\"200\"} 1"),
        "{text}"
    );
    app.inside().metrics().drain();
    let reply = whole(
        app.anonymous().get("/health/ready").send(),
        503,
        "unavailable",
    );
    assert_eq!(reply.header("retry-after"), "1");
    app.anonymous().get("/health/live").send().ok();
}
