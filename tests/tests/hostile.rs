//! A corpus of hostile strings and bodies: the answer is always a documented one, and the process
//! does not grow by it.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, and says where"
)]

use std::{
    collections::BTreeSet,
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::{Value, json};
use tests::{Kes, PASSWORD};

/// How much the process may grow.
const GROWTH: u64 = 16 << 20;

/// Work the processor hard for each request, by design; they get a few of the corpus.
const COSTLY: [&str; 3] = ["open_session", "change_password", "request_token"];

/// What stands for every id: well made, of nothing.
const NOBODY: &str = "019cac0f-2680-70e6-b99c-26273b62ecfe";

/// Texts that somewhere meant something to somebody's program.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " ",
        "\u{202e}gnitpo eht si siht",
        "\u{2066}a\u{2069}",
        "a\u{200b}b\u{200d}c\u{feff}",
        "\u{feff}Mat",
        "\u{0}",
        "Mat\u{0}Ali",
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
        "\u{10ffff}",
        "\u{fffe}",
        "%",
        "_",
        "%%_%",
        "'",
        "''",
        "\"",
        "\\",
        "--",
        ";",
        "' OR '1'='1",
        "'; DROP TABLE persons; --",
        "1) UNION SELECT * FROM workers --",
        "$1",
        "?1",
        "../../../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "C:\\Windows\\system32",
        "file:///etc/passwd",
        "М\u{430}t bin \u{410}li",
        "a\r\nSet-Cookie: a=b",
        "a\r\n\r\nHTTP/1.1 200 OK",
        "\u{85}\u{2028}",
        "{{7*7}}",
        "${jndi:ldap://127.0.0.1/a}",
        "#{1+1}",
        "<script>alert(1)</script>",
        "<%= 1 %>",
        "%s%n%x%d",
        "{0}{}{:?}",
        "`id`",
        "$(id)",
        "|id",
        "=1+1",
        "NaN",
        "null",
        "undefined",
        "true",
        "1e400",
        "9999-99-99",
        "0000-00-00T00:00:00Z",
        "+262142-12-31T23:59:60Z",
        NOBODY,
        "00000000-0000-0000-0000-000000000000",
        "eyJhbGciOiJub25lIn0.e30.",
        "\u{1e9e}\u{130}\u{131}\u{17f}",
    ]
    .map(str::to_owned)
    .into();
    texts.push(format!("a{}", "\u{301}".repeat(2_000)));
    texts.push("\u{fdfa}".repeat(1_000));
    texts.push("x".repeat(100_000));
    texts
}

/// JSON values, as they are written: every text, and what is no text.
fn values() -> Vec<String> {
    let mut values: Vec<String> = texts()
        .into_iter()
        .map(|text| json!(text).to_string())
        .collect();
    values.extend(
        [
            r#""\ud800""#,
            r#""\udc00\ud800""#,
            r#""\u0000""#,
            r#""\x""#,
            "\"\t\"",
            "1e400",
            "-1e400",
            "-0",
            "-0.0",
            "1e-400",
            "9223372036854775808",
            "-9223372036854775809",
            "01",
            "+1",
            ".5",
            "NaN",
            "Infinity",
            "null",
            "true",
            "[]",
            "{}",
            "[[]]",
            r#"[null]"#,
            r#"{"":""}"#,
            r#"{"a":1,"a":2}"#,
            r#"{"__proto__":{}}"#,
            r#"{"$ref":"file:///etc/passwd"}"#,
            "",
            ",",
        ]
        .map(str::to_owned),
    );
    values.push("9".repeat(10_000));
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        values.push(format!("{}1{}", open.repeat(10_000), close.repeat(10_000)));
    }
    values
}

/// A gzip stream of about 160 bytes of zeros for each of its own.
fn bomb() -> Vec<u8> {
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    // One last block of fixed codes: a zero, then "258 bytes from one back" again and again.
    let (mut bits, mut many) = (String::from("110") + "00110000", 0);
    while many < 400_000 {
        bits += "1100010100000";
        many += 1;
    }
    for byte in bits.as_bytes().chunks(8) {
        let set = |at: usize| byte.get(at).is_some_and(|bit| *bit == b'1');
        bytes.push((0..8).fold(0, |byte, at| byte | (u8::from(set(at)) << at)));
    }
    bytes
}

/// Bodies as wholes, with the headers that come with them.
fn bodies() -> Vec<(String, Vec<u8>)> {
    let json = |more: &str| format!("content-type: application/json\r\n{more}");
    let multipart = "content-type: multipart/form-data; boundary=a\r\n".to_owned();
    let whole = br#"{"full_name":"Mat"}"#.to_vec();
    vec![
        (json(""), Vec::new()),
        (json(""), br#"{"full_name":"Ma"#.to_vec()),
        (json(""), (0..=255).collect()),
        (json(""), b"\xef\xbb\xbf{}".to_vec()),
        (json(""), b"\xff\xfe{\0}\0".to_vec()),
        (json(""), b"\"\xc3\x28\"".to_vec()),
        (json(""), b"{}{}".to_vec()),
        (json(""), vec![b' '; (1 << 20) + 1]),
        (json(""), vec![b'['; 1 << 20]),
        (json("content-encoding: gzip\r\n"), bomb()),
        (json("content-encoding: gzip\r\n"), b"no gzip".to_vec()),
        (json("content-encoding: br, zstd, what\r\n"), whole.clone()),
        (
            "content-type: application/json; charset=utf-16\r\n".into(),
            whole.clone(),
        ),
        (
            "content-type: application/xml\r\n".into(),
            b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>".to_vec(),
        ),
        (
            multipart,
            b"--a\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--a--".to_vec(),
        ),
        (String::new(), whole),
    ]
}

fn escape(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

struct Corpus {
    kes: Kes,
    tokens: [String; 2],
    contract: Value,
    sent: usize,
    codes: BTreeSet<u16>,
}

impl Corpus {
    fn new() -> Self {
        let kes = Kes::serve();
        let tokens = ["siti", "azman"].map(|username| {
            let body = json!({"username": username, "password": PASSWORD});
            let reply = kes.anonymous().post("/v1/sessions", body).send().created();
            reply["access_token"].as_str().unwrap().to_owned()
        });
        let contract = kes.anonymous().get("/openapi.json").send().ok().body;
        let (sent, codes) = (0, BTreeSet::new());
        Self {
            kes,
            tokens,
            contract,
            sent,
            codes,
        }
    }

    /// Memory of its own, in bytes.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.kes.pid())).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("RssAnon:"))
            .unwrap();
        line.split_whitespace()
            .nth(1)
            .unwrap()
            .parse::<u64>()
            .unwrap()
            << 10
    }

    /// Sends one request of the corpus; the answer must be one the contract knows.
    fn send(&mut self, who: usize, method: &str, path: &str, headers: &str, body: &[u8]) {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nhost: kes.test\r\nconnection: close\r\nauthorization: \
             Bearer {}\r\nif-match: *\r\n{headers}content-length: {}\r\n\r\n",
            self.tokens[who],
            body.len()
        )
        .into_bytes();
        request.extend_from_slice(body);
        let mut stream = TcpStream::connect(self.kes.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        // A server that has refused already does not read on.
        let _ = stream.write_all(&request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        let status: u16 = answer
            .split(' ')
            .nth(1)
            .and_then(|it| it.parse().ok())
            .unwrap_or(0);
        let shown: String = String::from_utf8_lossy(body).chars().take(200).collect();
        let told = answer.contains("application/problem+json") || path.starts_with("/oauth/");
        assert!(
            (200..400).contains(&status) || ((400..500).contains(&status) && told),
            "{method} {path:.200} {headers:.200} {shown}: {answer}"
        );
        self.sent += 1;
        self.codes.insert(status);
    }

    /// The names of a body's members, and a body that would do.
    fn body(&self, path: &str, method: &str) -> Option<(String, Vec<String>, Value)> {
        let content = &self.contract["paths"][path][method]["requestBody"]["content"];
        let (kind, media) = content.as_object()?.iter().next()?;
        let name = media["schema"]["$ref"].as_str()?.rsplit('/').next()?;
        let schema = &self.contract["components"]["schemas"][name];
        let example = schema["examples"][0].clone();
        let example = if example.is_object() {
            example
        } else {
            json!({})
        };
        let mut names: BTreeSet<String> = example.as_object()?.keys().cloned().collect();
        let parts = schema["allOf"]
            .as_array()
            .into_iter()
            .flatten()
            .chain([schema]);
        for part in parts {
            let properties = part["properties"].as_object();
            names.extend(
                properties
                    .into_iter()
                    .flatten()
                    .map(|(name, _)| name.clone()),
            );
        }
        Some((kind.clone(), names.into_iter().collect(), example))
    }

    /// Every `stride`th request of the corpus.
    fn pass(&mut self, stride: usize) {
        let (values, texts, bodies) = (values(), texts(), bodies());
        let mut turn = 0;
        for route in api::rooms::routes() {
            let method = route.method.as_str();
            let path: String = route
                .path
                .split('{')
                .enumerate()
                .map(|(n, part)| match n {
                    0 => part.to_owned(),
                    _ => format!("{NOBODY}{}", part.split_once('}').unwrap().1),
                })
                .collect();
            let stride = if COSTLY.contains(&route.id()) {
                stride.max(29)
            } else {
                stride
            };
            if let Some((kind, names, example)) = self.body(&route.path, &method.to_lowercase()) {
                let kind = format!("content-type: {kind}\r\n");
                for (name, value) in names
                    .iter()
                    .flat_map(|name| values.iter().map(move |it| (name, it)))
                {
                    turn += 1;
                    if turn % stride != 0 {
                        continue;
                    }
                    let mut members: Vec<_> = example
                        .as_object()
                        .unwrap()
                        .iter()
                        .filter(|(known, _)| {
                            *known != name && *known != "person_id" && *known != "unit_id"
                        })
                        .map(|(known, value)| format!("{}:{value}", json!(known)))
                        .collect();
                    members.push(format!("{}:{value}", json!(name)));
                    let body = format!("{{{}}}", members.join(","));
                    self.send(turn / stride % 2, method, &path, &kind, body.as_bytes());
                }
                for (n, (headers, body)) in bodies.iter().enumerate() {
                    // Wholes are refused before any route is asked; each route gets some of them.
                    turn += 1;
                    if turn % stride.min(3) == 0 {
                        self.send(n % 2, method, &path, headers, body);
                    }
                }
            } else if method == "GET" {
                for text in texts.iter().filter(|text| text.len() < 10_000) {
                    turn += 1;
                    if turn % stride != 0 {
                        continue;
                    }
                    let text = escape(text);
                    for name in [
                        "limit",
                        "cursor",
                        "sort",
                        "modified_after",
                        "unit_id",
                        &text,
                    ] {
                        self.send(0, method, &format!("{path}?{name}={text}"), "", b"");
                    }
                    self.send(1, method, &path.replace(NOBODY, &text), "", b"");
                    let plain: String = text.chars().take(2_000).collect();
                    for header in [
                        "if-none-match",
                        "x-request-id",
                        "accept-language",
                        "accept",
                        "idempotency-key",
                    ] {
                        self.send(0, method, &path, &format!("{header}: {plain}\r\n"), b"");
                    }
                }
            }
        }
    }
}

#[test]
fn hostile_input_gets_a_documented_answer_and_leaves_nothing_behind() {
    let mut corpus = Corpus::new();
    corpus.pass(11);
    let (warm, before) = (corpus.sent, corpus.memory());
    corpus.pass(4);
    // What is held for moments only is given back.
    std::thread::sleep(Duration::from_millis(1_500));
    let after = corpus.memory();
    let grown = after.saturating_sub(before);
    println!(
        "{warm} + {} requests, answers {:?}; RssAnon {} KiB, then {} KiB",
        corpus.sent - warm,
        corpus.codes,
        before >> 10,
        after >> 10
    );
    assert!(grown < GROWTH, "RssAnon grew by {} KiB", grown >> 10);
}
