//! A connection of one client to the service, as another program would hold it.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use ureq::{Agent, Body, http::Response};

use super::{Findings, service::Service};
use crate::{
    organisation::PASSWORD,
    story::{CAST, Wish, sha256},
};

/// The access tokens of those who act.
#[derive(Default)]
pub struct Tokens {
    made: Option<Instant>,
    tokens: HashMap<&'static str, String>,
}

impl Tokens {
    /// Logs in again before the tokens end; they live for ten minutes.
    pub fn renew(&mut self, service: &Service) -> Result<(), Findings> {
        if self
            .made
            .is_some_and(|made| made.elapsed() < Duration::from_secs(300))
        {
            return Ok(());
        }
        let line = Line::new(service);
        for username in CAST {
            self.tokens.insert(username, line.log_in(username)?);
        }
        self.made = Some(Instant::now());
        Ok(())
    }

    fn of(&self, who: &str) -> &str {
        &self.tokens[who]
    }
}

/// What the service answered.
pub struct Answer {
    pub status: u16,
    pub replayed: bool,
    pub etag: Option<String>,
    pub body: Value,
}

impl Answer {
    /// The version its ETag tells; without one, that of what never changes.
    pub fn version(&self) -> Option<i64> {
        let Some(etag) = self.etag.as_deref() else {
            return Some(1);
        };
        let number = etag.strip_prefix("\"v")?.strip_suffix('"')?;
        number.parse().ok()
    }

    /// The digest of what was read, a text.
    pub fn sha256(&self) -> Option<String> {
        Some(sha256(self.body.as_str()?.as_bytes()))
    }
}

/// A connection that is kept, and made anew only where it was closed.
pub struct Line {
    agent: Agent,
    base: String,
}

impl Line {
    pub fn new(service: &Service) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .max_idle_connections(1)
            .max_idle_connections_per_host(1)
            .timeout_global(Some(Duration::from_secs(20)))
            .build()
            .new_agent();
        Self {
            agent,
            base: service.base(),
        }
    }

    /// Sends a write. An error means that nobody knows what became of it.
    pub fn send(&self, wish: &Wish, tokens: &Tokens) -> Result<Answer, ureq::Error> {
        let mut request = ureq::http::Request::builder()
            .method(wish.method)
            .uri(format!("{}{}", self.base, wish.path))
            .header("authorization", format!("Bearer {}", tokens.of(wish.who)))
            .header("idempotency-key", &wish.key)
            .header("x-request-id", &wish.key);
        if let Some(etag) = &wish.if_match {
            request = request.header("if-match", etag);
        }
        let answer = match &wish.body {
            Some((kind, body)) => self.agent.run(
                request
                    .header("content-type", *kind)
                    .body(body.as_slice())?,
            ),
            None => self.agent.run(request.body(())?),
        };
        read(answer?)
    }

    /// Reads.
    pub fn get(&self, path: &str, who: Option<(&str, &Tokens)>) -> Result<Answer, ureq::Error> {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        if let Some((who, tokens)) = who {
            request = request.header("authorization", format!("Bearer {}", tokens.of(who)));
        }
        read(request.call()?)
    }

    fn log_in(&self, username: &str) -> Result<String, Findings> {
        let body = json!({"username": username, "password": PASSWORD});
        let answer = self
            .agent
            .post(format!("{}/v1/sessions", self.base))
            .header("content-type", "application/json")
            .send(body.to_string())
            .and_then(read);
        match answer {
            Ok(Answer {
                status: 201, body, ..
            }) => Ok(body["access_token"].as_str().unwrap_or_default().to_owned()),
            Ok(answer) => Err(vec![format!(
                "log-in of {username}: {} {}",
                answer.status, answer.body
            )]),
            Err(cause) => Err(vec![format!("log-in of {username}: {cause}")]),
        }
    }
}

fn read(mut answer: Response<Body>) -> Result<Answer, ureq::Error> {
    let header = |name| {
        let value = answer.headers().get(name)?;
        value.to_str().ok().map(str::to_owned)
    };
    let (replayed, etag) = (header("idempotency-replayed"), header("etag"));
    let status = answer.status().as_u16();
    let bytes = answer.body_mut().read_to_vec()?;
    let body = serde_json::from_slice(&bytes)
        .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
    Ok(Answer {
        status,
        replayed: replayed.as_deref() == Some("true"),
        etag,
        body,
    })
}
