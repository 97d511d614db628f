//! Addresses, methods and parameters.

use serde_json::Value;
use tests::App;

use super::whole;

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
    let schema = &contract["components"]["schemas"][name.rsplit('/').next().unwrap_or_default()];
    match &schema["example"] {
        Value::Null => schema["examples"][0].clone(),
        found => found.clone(),
    }
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
