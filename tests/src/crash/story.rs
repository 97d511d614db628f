//! What one client writes, over and over: a person, an intake, its screening and acceptance, a
//! note that is edited and signed, the end of the case and its closure.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::line::{Answer, Who};
use crate::organisation;

/// A write the client wants done.
pub struct Wish {
    /// Idempotency key and request id in one: events tell by it whose effect they are.
    pub key: String,
    pub who: Who,
    pub method: &'static str,
    pub path: String,
    pub body: Option<Value>,
    pub if_match: Option<String>,
    /// How many events it leaves.
    pub events: usize,
    /// Where the record stands that it answers with.
    pub table: &'static str,
    /// What the record says afterwards.
    pub text: Option<String>,
}

/// The steps, in their order.
#[derive(Clone, Copy, Debug)]
enum Step {
    Person,
    Intake,
    Screening,
    Acceptance,
    Note,
    Edit,
    Signature,
    Move,
    Particulars,
    ClosureRequest,
    Approval,
}

/// One person from the counter to the closed file, then the next.
pub struct Story {
    /// The client's name.
    name: String,
    serial: usize,
    step: Step,
    pub person: Uuid,
    intake: Uuid,
    case: Uuid,
    note: Uuid,
    closure: Uuid,
    /// What `If-Match` says at the next step.
    etag: Option<String>,
    /// The case's, while a step is about something else.
    case_etag: Option<String>,
}

impl Story {
    pub fn new(name: String) -> Self {
        let mut story = Self {
            name,
            serial: 0,
            step: Step::Person,
            person: Uuid::nil(),
            intake: Uuid::nil(),
            case: Uuid::nil(),
            note: Uuid::nil(),
            closure: Uuid::nil(),
            etag: None,
            case_etag: None,
        };
        story.begin();
        story
    }

    fn begin(&mut self) {
        let at = now();
        self.serial += 1;
        self.step = Step::Person;
        self.etag = None;
        for id in [
            &mut self.person,
            &mut self.intake,
            &mut self.case,
            &mut self.note,
            &mut self.closure,
        ] {
            *id = api::app::App::id_at(at);
        }
    }

    /// Whether the person of this story is registered.
    pub fn has_person(&self) -> bool {
        !matches!(self.step, Step::Person)
    }

    /// The next thing to be done.
    pub fn wish(&self) -> Wish {
        let key = format!("{}-{}-{:?}", self.name, self.serial, self.step);
        let (case, note, now) = (self.case, self.note, now());
        let text = format!("What {key} has to say.");
        let caseworker = organisation::worker("siti");
        let (who, method, path, table, events) = match self.step {
            Step::Person => (Who::Caseworker, "POST", "/v1/persons".into(), "persons", 1),
            Step::Intake => (Who::Caseworker, "POST", "/v1/intakes".into(), "intakes", 1),
            Step::Screening => {
                let path = format!("/v1/intakes/{}/screening", self.intake);
                (Who::Caseworker, "PUT", path, "intakes", 1)
            }
            Step::Acceptance => {
                let path = format!("/v1/intakes/{}/acceptance", self.intake);
                (Who::Supervisor, "POST", path, "cases", 2)
            }
            Step::Note => {
                let path = format!("/v1/cases/{case}/notes");
                (Who::Caseworker, "POST", path, "notes", 1)
            }
            Step::Edit => {
                let path = format!("/v1/notes/{note}");
                (Who::Caseworker, "PATCH", path, "notes", 1)
            }
            Step::Signature => {
                let path = format!("/v1/notes/{note}/signature");
                (Who::Caseworker, "POST", path, "notes", 1)
            }
            Step::Move => {
                let path = format!("/v1/cases/{case}/transitions");
                (Who::Caseworker, "POST", path, "cases", 1)
            }
            Step::Particulars => {
                let path = format!("/v1/cases/{case}/termination");
                (Who::Caseworker, "PATCH", path, "terminations", 1)
            }
            Step::ClosureRequest => {
                let path = format!("/v1/cases/{case}/closure-request");
                (Who::Caseworker, "POST", path, "closure_requests", 1)
            }
            Step::Approval => {
                let path = format!("/v1/closure-requests/{}/approval", self.closure);
                (Who::Supervisor, "POST", path, "closure_requests", 2)
            }
        };
        let body = match self.step {
            Step::Person => Some(json!({
                "id": self.person, "full_name": text, "sex": "male", "languages": ["ms"],
                "birth_date": "1948-02-29",
                "identifiers": [{"kind": "other", "value": key}],
            })),
            Step::Intake => Some(json!({
                "id": self.intake, "channel": "walk_in", "person_id": self.person,
                "presenting_problem": text, "category": "older_person", "urgency": "routine",
                "received_at": now,
            })),
            Step::Screening => Some(json!({
                "tests": {
                    "further_action": {"met": true}, "planning_and_intervention": {"met": true},
                    "periodic_monitoring": {"met": true},
                },
                "duplicates_reviewed": {"result": "no_duplicate_found"},
            })),
            Step::Acceptance => Some(json!({"case_id": case, "caseworker_id": caseworker})),
            Step::Note => Some(json!({"id": note, "occurred_at": now, "text": text})),
            Step::Edit => Some(json!({"text": text})),
            Step::Signature => None,
            Step::Move => Some(json!({"to": "termination", "reason": "deceased"})),
            Step::Particulars => Some(json!({
                "died_on": (now - chrono::Duration::days(2)).date_naive(),
                "death_source": "Hospital Kulim",
                "no_death_document_reason": "The family keeps the certificate and lives far away.",
                "notice_to_family": {"outcome": "no_family"},
            })),
            Step::ClosureRequest => Some(json!({"id": self.closure, "summary": text})),
            Step::Approval => Some(json!({})),
        };
        let says = matches!(self.step, Step::Person | Step::Note | Step::Edit);
        Wish {
            who,
            method,
            path,
            body,
            if_match: self.etag.clone(),
            events,
            table,
            text: says.then_some(text),
            key,
        }
    }

    /// It was acknowledged: on to the next step.
    pub fn went(&mut self, answer: &Answer) {
        let etag = answer.etag.clone();
        let (next, etag) = match self.step {
            Step::Person => (Step::Intake, None),
            Step::Intake => (Step::Screening, etag),
            Step::Screening => (Step::Acceptance, etag),
            Step::Acceptance => {
                self.case_etag = etag;
                (Step::Note, None)
            }
            Step::Note => (Step::Edit, etag),
            Step::Edit => (Step::Signature, etag),
            Step::Signature => (Step::Move, self.case_etag.clone()),
            Step::Move => {
                self.case_etag = etag;
                // A termination begins with its first version.
                (Step::Particulars, Some("\"v1\"".to_owned()))
            }
            Step::Particulars => (Step::ClosureRequest, self.case_etag.clone()),
            Step::ClosureRequest => (Step::Approval, etag),
            Step::Approval => return self.begin(),
        };
        (self.step, self.etag) = (next, etag);
    }
}

fn now() -> DateTime<Utc> {
    api::cli::system_clock()()
}
