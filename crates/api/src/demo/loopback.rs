//! The service of the demo while it is loaded: on this machine, and with a clock that follows the
//! stories.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};

use super::story::{Reply, Request, Stage};

/// A server on this machine whose clock is ours.
pub struct Loopback {
    address: SocketAddr,
    time: Arc<Mutex<DateTime<Utc>>>,
    agent: ureq::Agent,
}

impl Loopback {
    /// The server at this address, which takes its time from `time`.
    pub fn new(address: SocketAddr, time: Arc<Mutex<DateTime<Utc>>>) -> Self {
        Self {
            address,
            time,
            agent: agent(),
        }
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        // On one machine packing costs more than it saves.
        .accept_encoding("identity")
        .build()
        .into()
}

impl Stage for Loopback {
    fn send(&mut self, request: &Request) -> Result<Reply, String> {
        let mut builder = ureq::http::Request::builder()
            .method(request.method.as_str())
            .uri(format!("http://{}{}", self.address, request.path));
        if let Some(token) = &request.token {
            builder = builder.header("authorization", format!("Bearer {token}"));
        }
        if let Some(tag) = &request.if_match {
            builder = builder.header("if-match", tag);
        }
        let content = request.content()?;
        if let Some((kind, _)) = &content {
            builder = builder.header("content-type", *kind);
        }
        let body = content.map(|(_, body)| body).unwrap_or_default();
        let request = builder.body(body).map_err(|cause| cause.to_string())?;
        let mut response = self.agent.run(request).map_err(|cause| cause.to_string())?;
        let etag = response
            .headers()
            .get("etag")
            .and_then(|value| value.to_str().ok());
        Ok(Reply {
            status: response.status().as_u16(),
            etag: etag.map(str::to_owned),
            body: response
                .body_mut()
                .read_to_string()
                .ok()
                .and_then(|text| serde_json::from_str(&text).ok())
                .unwrap_or_default(),
        })
    }

    fn set_time(&mut self, at: DateTime<Utc>) {
        *self.time.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }
}
