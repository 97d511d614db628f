//! Bodies: their kind, size, time and form.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::json;
use tests::{App, Client, Reply};

use super::whole;

fn log_in_as(client: &Client, body: impl Into<Vec<u8>>) -> Reply {
    let call = client.call("POST", "/v1/sessions");
    call.header("content-type", "application/json")
        .bytes(body)
        .send()
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
fn a_name_sent_twice_is_an_error_wherever_it_stands() {
    let app = App::start();
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "a"),
        ("refresh_token", "b"),
    ];
    let reply = app.anonymous().form("/oauth/token", &fields).send();
    let reply = whole(reply, 400, "malformed_request");
    assert_eq!(reply["error"], "invalid_request");
    assert_eq!(reply.faults(), [("/refresh_token", "repeated_parameter")]);
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
