//! A client as other people write one: it knows addresses, JSON and headers, nothing of the service.

use std::{fmt::Display, net::SocketAddr, sync::OnceLock, time::Duration};

use chrono::{DateTime, Utc};
use serde_json::Value;
use ureq::{
    Agent,
    http::{Request, request::Builder},
};

use crate::reply::Reply;
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
        match &wish.body {
            Some((kind, body)) => call.header("content-type", kind).bytes(body.as_slice()),
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
    /// What is asked, in words: the method and the path.
    #[must_use]
    pub fn said(&self) -> &str {
        &self.said
    }

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
