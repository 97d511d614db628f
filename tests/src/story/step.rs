//! A step of a story, and what its body can speak of.

use serde_json::Value;
use uuid::Uuid;

use super::Story;
use crate::organisation;

/// One write of a story.
#[derive(Clone, Copy)]
pub struct Step {
    /// Its name, unlike those of all others of the story; also that of the record it makes.
    pub name: &'static str,
    /// The method.
    pub method: &'static str,
    /// The path; `{note}` stands for the id of the record `note`, `{farid}` for Farid's.
    pub path: &'static str,
    /// The user name of whoever does it.
    pub who: &'static str,
    /// The record that changes, and that it answers with.
    pub record: &'static str,
    /// The table of that record.
    pub table: &'static str,
    /// Whether the record comes into being, with the client's id.
    pub made: bool,
    /// The record whose version was seen; `*` where another step may have changed it since.
    pub seen: Option<&'static str>,
    /// How many events it leaves.
    pub events: usize,
    /// Whether the record then says the text of the step.
    pub says: bool,
    /// What is sent.
    pub sent: Sent,
}

/// The body.
#[derive(Clone, Copy)]
pub enum Sent {
    /// None.
    Nothing,
    /// JSON.
    Json(fn(&It<'_>) -> Value),
    /// Bytes.
    File(fn(&It<'_>) -> Vec<u8>),
}

impl Step {
    const fn new(name: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            name,
            method,
            path,
            who: "siti",
            record: name,
            table: "",
            made: false,
            seen: None,
            events: 1,
            says: false,
            sent: Sent::Nothing,
        }
    }

    /// Makes a record of its name.
    pub const fn make(
        name: &'static str,
        table: &'static str,
        path: &'static str,
        body: fn(&It<'_>) -> Value,
    ) -> Self {
        let step = Self::new(name, "POST", path).of(name, table);
        Self {
            made: true,
            sent: Sent::Json(body),
            ..step
        }
    }

    /// Does something.
    pub const fn post(name: &'static str, path: &'static str) -> Self {
        Self::new(name, "POST", path)
    }

    /// Sets something.
    pub const fn put(name: &'static str, path: &'static str) -> Self {
        Self::new(name, "PUT", path)
    }

    /// Changes something.
    pub const fn patch(name: &'static str, path: &'static str) -> Self {
        Self::new(name, "PATCH", path)
    }

    /// With this body.
    pub const fn body(self, body: fn(&It<'_>) -> Value) -> Self {
        let sent = Sent::Json(body);
        Self { sent, ..self }
    }

    /// With these bytes.
    pub const fn file(self, content: fn(&It<'_>) -> Vec<u8>) -> Self {
        let sent = Sent::File(content);
        Self { sent, ..self }
    }

    /// The record that it answers with.
    pub const fn of(self, record: &'static str, table: &'static str) -> Self {
        Self {
            record,
            table,
            ..self
        }
    }

    /// As this record was seen last.
    pub const fn seen(self, record: &'static str) -> Self {
        let seen = Some(record);
        Self { seen, ..self }
    }

    /// By somebody else than the caseworker.
    pub const fn by(self, who: &'static str) -> Self {
        Self { who, ..self }
    }

    /// Leaves so many events.
    pub const fn leaves(self, events: usize) -> Self {
        Self { events, ..self }
    }

    /// The record says the text of the step.
    pub const fn says(self) -> Self {
        Self { says: true, ..self }
    }
}

/// The story, as the body of a step speaks of it. It is the morning of 2 March 2026, as in all tests,
/// whenever it is told.
pub struct It<'a> {
    story: &'a Story,
    /// The key of the step.
    pub key: &'a str,
    /// What the step has to say.
    pub text: String,
}

impl<'a> It<'a> {
    pub fn new(story: &'a Story, key: &'a str) -> Self {
        Self {
            story,
            key,
            text: format!("What {key} has to say."),
        }
    }

    /// The id of a record.
    pub fn id(&self, record: &str) -> Uuid {
        self.story.id(record)
    }
}

/// The id of a worker.
pub fn worker(username: &str) -> Uuid {
    organisation::worker(username)
}

/// A body with something more, or else, in it.
pub fn with(mut body: Value, name: &str, value: impl Into<Value>) -> Value {
    body[name] = value.into();
    body
}
