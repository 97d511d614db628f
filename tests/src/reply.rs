//! Answers, and what a test expects of them.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    ops::Index,
    time::Duration,
};

use serde_json::Value;
use ureq::http::HeaderMap;

/// An answer. `reply["full_name"]` is a member of its JSON body, null where there is none.
#[derive(Clone, Debug)]
pub struct Reply {
    pub(crate) said: String,
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
