//! A case with one of everything on it, and every request that can be made about it.

use serde_json::{Value, json};
use tests::{App, Call, Client};

use crate::records::case::Case;

/// A case with one of everything on it.
pub struct Scene {
    pub app: App,
    pub case: Case,
    /// Siti's signed note.
    pub note: String,
    /// Its amendment.
    pub amendment: String,
    /// Siti's draft.
    pub draft: String,
    pub contact: String,
    pub task: String,
}

impl Scene {
    pub fn set() -> Self {
        let app = App::start();
        let case = Case::open(&app);
        let siti = app.as_caseworker();
        let make = |what: &str, body| siti.post(&case.path(what), body).send().created().id();
        let (note, draft) = (make("notes", a_note()), make("notes", a_note()));
        let (contact, task) = (make("contacts", a_contact()), make("tasks", a_task()));
        sign(&siti, &note, "\"v1\"").send().ok();
        let amendments = format!("/v1/notes/{note}/amendments");
        let amendment = siti.post(&amendments, an_amendment()).send().created().id();
        Self {
            note,
            amendment,
            draft,
            contact,
            task,
            app,
            case,
        }
    }

    /// Every read, by whoever.
    pub fn reads(&self) -> Vec<String> {
        vec![
            self.case.path("notes"),
            self.case.path("contacts"),
            self.case.path("tasks"),
            format!("/v1/notes/{}", self.note),
            format!("/v1/notes/{}/amendments", self.note),
            format!("/v1/notes/{}/amendments/{}", self.note, self.amendment),
            format!("/v1/contacts/{}", self.contact),
            format!("/v1/tasks/{}", self.task),
        ]
    }

    /// Every write that would succeed if Siti sent it.
    pub fn writes(&self, by: &Client) -> Vec<Call> {
        let (draft, task) = (&self.draft, format!("/v1/tasks/{}", self.task));
        vec![
            by.post(&self.case.path("notes"), a_note()),
            by.patch(&format!("/v1/notes/{draft}"), json!({"text": "Other."}))
                .if_match("*"),
            sign(by, draft, "*"),
            by.post(
                &format!("/v1/notes/{}/amendments", self.note),
                an_amendment(),
            ),
            by.post(&self.case.path("contacts"), a_contact()),
            by.post(&self.case.path("tasks"), a_task()),
            by.patch(&task, json!({"text": "Something else."}))
                .if_match("*"),
            by.call("POST", &format!("{task}/completion")).if_match("*"),
            by.post(
                &format!("{task}/cancellation"),
                json!({"reason": "Not needed."}),
            )
            .if_match("*"),
        ]
    }
}

pub fn a_note() -> Value {
    json!({"occurred_at": "2026-03-01T02:15:00Z", "text": "The door was locked."})
}

pub fn an_amendment() -> Value {
    json!({"text": "It was on 28 February.", "reason": "Wrong date."})
}

pub fn a_contact() -> Value {
    json!({"with": "client", "channel": "visit", "purpose": "follow_up",
        "at": "2026-03-01T02:15:00Z", "reached": false, "outcome": "not_found"})
}

pub fn a_task() -> Value {
    json!({"text": "Ask the village head.", "due_on": "2026-03-16"})
}

pub fn sign(by: &Client, note: &str, etag: &str) -> Call {
    by.call("POST", &format!("/v1/notes/{note}/signature"))
        .if_match(etag)
}
