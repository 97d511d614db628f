//! A client as other people write one: it knows addresses, JSON and headers, nothing of the service.

use std::{
    fmt::Display,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    ops::Index,
    sync::OnceLock,
    time::Duration,
};

use chrono::{DateTime, Utc};
use serde_json::Value;
use ureq::{
    Agent,
    http::{HeaderMap, Request, request::Builder},
};

use crate::{proxy::Proxy, story::Wish};

/// One connection pool for all clients of a test.
fn agent() -> &'static Agent {
    static AGENT: OnceLock<Agent> = OnceLock::new();
    AGENT.get_or_init(|| {
        Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .allow_non_standard_methods(true)
            // A server that was stopped may have left a connection behind; its port may be reused.
            .max_idle_connections(0)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .new_agent()
    })
}

/// Somebody who calls the service.
#[derive(Clone)]
pub struct Client {
    base: String,
    /// The access token, if there is one.
    pub token: Option<String>,
    pub(crate) good_until: Option<DateTime<Utc>>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr, token: Option<String>) -> Self {
        Self {
            base: format!("http://{address}"),
            token,
            good_until: None,
        }
    }

    /// The same caller by another way.
    #[must_use]
    pub fn through(&self, proxy: &Proxy) -> Self {
        Self {
            base: format!("http://{}", proxy.address),
            ..self.clone()
        }
    }

    /// What somebody wishes, as a request.
    #[must_use]
    pub fn wish(&self, wish: &Wish) -> Call {
        let call = self.call(wish.method, &wish.path);
        let call = call.key(&wish.key).header("x-request-id", &wish.key);
        let call = match &wish.if_match {
            Some(etag) => call.if_match(etag),
            None => call,
        };
        let content_type = if wish.method == "PATCH" {
            "application/merge-patch+json"
        } else {
            "application/json"
        };
        match &wish.body {
            Some(body) => call.json(content_type, body),
            None => call,
        }
    }

    /// A request with any method and no body.
    #[must_use]
    pub fn call(&self, method: &str, path: &str) -> Call {
        let builder = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base));
        let call = Call {
            said: format!("{method} {path}"),
            builder,
            body: None,
        };
        // The length and encoding of a body that does not come confuse the reader.
        let call = if method == "HEAD" {
            call.header("accept-encoding", "identity")
        } else {
            call
        };
        match &self.token {
            Some(token) => call.header("authorization", format!("Bearer {token}")),
            None => call,
        }
    }

    /// GET.
    #[must_use]
    pub fn get(&self, path: &str) -> Call {
        self.call("GET", path)
    }

    /// DELETE.
    #[must_use]
    pub fn delete(&self, path: &str) -> Call {
        self.call("DELETE", path)
    }

    /// POST of JSON.
    #[must_use]
    pub fn post(&self, path: &str, body: Value) -> Call {
        self.call("POST", path).json("application/json", &body)
    }

    /// PUT of JSON.
    #[must_use]
    pub fn put(&self, path: &str, body: Value) -> Call {
        self.call("PUT", path).json("application/json", &body)
    }

    /// PATCH with a JSON merge patch.
    #[must_use]
    pub fn patch(&self, path: &str, body: Value) -> Call {
        self.call("PATCH", path)
            .json("application/merge-patch+json", &body)
    }

    /// POST of an HTML form, as OAuth wants it.
    #[must_use]
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> Call {
        let body: Vec<_> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", escape(value)))
            .collect();
        self.call("POST", path)
            .header("content-type", "application/x-www-form-urlencoded")
            .bytes(body.join("&").into_bytes())
    }
}

/// A text as part of a query or form.
fn escape(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    text.bytes()
        .map(|byte| {
            if plain(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// A request that is not sent yet.
pub struct Call {
    said: String,
    builder: Builder,
    body: Option<Vec<u8>>,
}

impl Call {
    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Display) -> Self {
        self.builder = self.builder.header(name, value.to_string());
        self
    }

    /// Adds `If-Match`.
    #[must_use]
    pub fn if_match(self, etag: &str) -> Self {
        self.header("if-match", etag)
    }

    /// Adds an `Idempotency-Key`.
    #[must_use]
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// Sets the body as it is; the content type is up to you.
    #[must_use]
    pub fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    fn json(self, content_type: &str, body: &Value) -> Self {
        self.header("content-type", content_type)
            .bytes(body.to_string())
    }

    /// Sends it and reads the answer.
    ///
    /// # Panics
    /// When there is no answer.
    pub fn send(self) -> Reply {
        let said = self.said.clone();
        self.try_send()
            .unwrap_or_else(|cause| panic!("{said}: {cause}"))
    }

    /// Sends it and reads the answer, if there is one.
    ///
    /// # Errors
    /// When the connection fails or the answer breaks off.
    pub fn try_send(self) -> Result<Reply, ureq::Error> {
        let mut answer = match self.body {
            Some(body) => agent().run(self.builder.body(body)?)?,
            None => agent().run(self.builder.body(())?)?,
        };
        let bytes = answer.body_mut().read_to_vec()?;
        let headers = std::mem::take(answer.headers_mut());
        let json = headers
            .get("content-type")
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.contains("json"));
        let body = if json && !bytes.is_empty() {
            serde_json::from_slice(&bytes).unwrap_or_else(|cause| {
                panic!(
                    "{}: {cause}: {}",
                    self.said,
                    String::from_utf8_lossy(&bytes)
                )
            })
        } else {
            Value::String(String::from_utf8_lossy(&bytes).into_owned())
        };
        Ok(Reply {
            said: self.said,
            status: answer.status().as_u16(),
            headers,
            body,
            bytes,
        })
    }
}

/// An answer. `reply["full_name"]` is a member of its JSON body, null where there is none.
#[derive(Clone, Debug)]
pub struct Reply {
    said: String,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as JSON; a text where it is something else.
    pub body: Value,
    /// The body as it came (unpacked).
    pub bytes: Vec<u8>,
}

impl Index<&str> for Reply {
    type Output = Value;
    fn index(&self, name: &str) -> &Value {
        &self.body[name]
    }
}

impl Reply {
    /// Expects this status.
    #[track_caller]
    pub fn status(self, expected: u16) -> Self {
        let (said, status) = (&self.said, self.status);
        assert_eq!(status, expected, "{said}: {status} {:#}", self.body);
        self
    }

    /// Expects 200.
    #[track_caller]
    pub fn ok(self) -> Self {
        self.status(200)
    }

    /// Expects 201.
    #[track_caller]
    pub fn created(self) -> Self {
        self.status(201)
    }

    /// Expects a problem document with this status and code.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Self {
        let reply = self.status(status);
        assert_eq!(
            reply.header("content-type"),
            "application/problem+json",
            "{}",
            reply.said
        );
        assert_eq!(reply["code"], code, "{}: {:#}", reply.said, reply.body);
        assert_eq!(reply["status"], status, "{}: {:#}", reply.said, reply.body);
        reply
    }

    /// The codes of the refusals, sorted.
    #[must_use]
    pub fn refusals(&self) -> Vec<&str> {
        let refusals = self["refusals"].as_array();
        let mut codes: Vec<_> = refusals
            .into_iter()
            .flatten()
            .filter_map(|refusal| refusal["code"].as_str())
            .collect();
        codes.sort_unstable();
        codes
    }

    /// The pointers and codes of the faults, sorted.
    #[must_use]
    pub fn faults(&self) -> Vec<(&str, &str)> {
        let errors = self["errors"].as_array();
        let mut faults: Vec<_> = errors
            .into_iter()
            .flatten()
            .filter_map(|fault| fault["pointer"].as_str().zip(fault["code"].as_str()))
            .collect();
        faults.sort_unstable();
        faults
    }

    /// The codes of the warnings, in their order.
    #[must_use]
    pub fn warnings(&self) -> Vec<&str> {
        let warnings = self["warnings"].as_array();
        warnings
            .into_iter()
            .flatten()
            .filter_map(|warning| warning["code"].as_str())
            .collect()
    }

    /// A header; empty where there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The `ETag`.
    #[must_use]
    #[track_caller]
    pub fn etag(&self) -> String {
        let etag = self.header("etag");
        assert!(!etag.is_empty(), "{}: no ETag", self.said);
        etag.to_owned()
    }

    /// The member `id`.
    #[must_use]
    #[track_caller]
    pub fn id(&self) -> String {
        let id = self["id"].as_str();
        id.unwrap_or_else(|| panic!("{}: no id in {:#}", self.said, self.body))
            .to_owned()
    }

    /// The ids in `items`, in their order.
    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        let items = self["items"].as_array();
        items
            .into_iter()
            .flatten()
            .filter_map(|item| item["id"].as_str())
            .collect()
    }
}

/// An answer as bytes.
pub struct Raw {
    /// The status; 0 when the connection was closed without an answer.
    pub status: u16,
    /// Status line and headers.
    pub head: String,
    /// The body as it came.
    pub body: Vec<u8>,
}

impl Raw {
    pub(crate) fn exchange(address: SocketAddr, bytes: &[u8]) -> Self {
        let mut stream = TcpStream::connect(address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        // A server that has refused already does not read on; what it said is there all the same.
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        Self::read(&answer)
    }

    fn read(answer: &[u8]) -> Self {
        let end = answer
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap_or(answer.len());
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .unwrap_or_default();
        let body = answer.get(end + 4..).unwrap_or_default().to_vec();
        Self { status, head, body }
    }

    /// A header; empty where there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map_or("", |(_, value)| value.trim())
    }
}
