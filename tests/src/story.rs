//! What one client writes, over and over: a person, an intake, its screening and acceptance, a
//! note that is edited and signed, something received into custody and handed back, the end of the
//! case and its closure.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::organisation;

/// A write the client wants done.
pub struct Wish {
    /// Idempotency key and request id in one: events tell by it whose effect they are.
    pub key: String,
    /// The user name of whoever wishes it.
    pub who: &'static str,
    /// The method.
    pub method: &'static str,
    /// The path.
    pub path: String,
    /// The body, if there is one.
    pub body: Option<Value>,
    /// The version it is about.
    pub if_match: Option<String>,
    /// How many events it leaves.
    pub events: usize,
    /// Where the record stands that it answers with.
    pub table: &'static str,
    /// What the record says afterwards.
    pub text: Option<String>,
}

/// The caseworker.
const SITI: &str = "siti";
/// The supervisor.
const AZMAN: &str = "azman";

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
    Receipt,
    Settlement,
    Move,
    Particulars,
    Notice,
    ClosureRequest,
    Approval,
}

/// What tells the time.
pub type Clock = Box<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// One person from the counter to the closed file, then the next.
pub struct Story {
    /// The client's name.
    name: String,
    serial: usize,
    step: Step,
    clock: Clock,
    /// The person it is about.
    pub person: Uuid,
    /// The intake about the person.
    pub intake: Uuid,
    /// The case that the intake opens.
    pub case: Uuid,
    /// The note on the case.
    pub note: Uuid,
    /// The thing held for the client.
    pub item: Uuid,
    /// The notice to the family.
    pub notice: Uuid,
    /// The request to close the case.
    pub closure: Uuid,
    /// What `If-Match` says at the next step.
    etag: Option<String>,
    /// The case's, while a step is about something else.
    case_etag: Option<String>,
}

impl Story {
    /// The first story of a client.
    #[must_use]
    pub fn new(name: String, clock: Clock) -> Self {
        let mut story = Self {
            name,
            clock,
            serial: 0,
            step: Step::Person,
            person: Uuid::nil(),
            intake: Uuid::nil(),
            case: Uuid::nil(),
            note: Uuid::nil(),
            item: Uuid::nil(),
            notice: Uuid::nil(),
            closure: Uuid::nil(),
            etag: None,
            case_etag: None,
        };
        story.begin();
        story
    }

    fn begin(&mut self) {
        let at = (self.clock)();
        self.serial += 1;
        self.step = Step::Person;
        self.etag = None;
        for id in [
            &mut self.person,
            &mut self.intake,
            &mut self.case,
            &mut self.note,
            &mut self.item,
            &mut self.notice,
            &mut self.closure,
        ] {
            *id = api::app::App::id_at(at);
        }
    }

    /// Which story it is, from 1.
    #[must_use]
    pub fn serial(&self) -> usize {
        self.serial
    }

    /// Whether the next thing to be done is this one: `"Acceptance"`.
    #[must_use]
    pub fn is_at(&self, step: &str) -> bool {
        format!("{:?}", self.step) == step
    }

    /// Whether the person of this story is registered.
    #[must_use]
    pub fn has_person(&self) -> bool {
        !matches!(self.step, Step::Person)
    }

    /// The next thing to be done.
    #[must_use]
    pub fn wish(&self) -> Wish {
        let key = format!("{}-{}-{:?}", self.name, self.serial, self.step);
        let (case, note, now) = (self.case, self.note, (self.clock)());
        let text = format!("What {key} has to say.");
        let caseworker = organisation::worker(SITI);
        // In Kulim.
        let today = (now + chrono::Duration::hours(8)).date_naive();
        let (who, method, path, table, events) = match self.step {
            Step::Person => (SITI, "POST", "/v1/persons".into(), "persons", 1),
            Step::Intake => (SITI, "POST", "/v1/intakes".into(), "intakes", 1),
            Step::Screening => {
                let path = format!("/v1/intakes/{}/screening", self.intake);
                (SITI, "PUT", path, "intakes", 1)
            }
            Step::Acceptance => {
                let path = format!("/v1/intakes/{}/acceptance", self.intake);
                (AZMAN, "POST", path, "cases", 2)
            }
            Step::Note => {
                let path = format!("/v1/cases/{case}/notes");
                (SITI, "POST", path, "notes", 1)
            }
            Step::Edit => {
                let path = format!("/v1/notes/{note}");
                (SITI, "PATCH", path, "notes", 1)
            }
            Step::Signature => {
                let path = format!("/v1/notes/{note}/signature");
                (SITI, "POST", path, "notes", 1)
            }
            Step::Receipt => {
                let path = format!("/v1/cases/{case}/custody-items");
                (SITI, "POST", path, "custody_items", 1)
            }
            Step::Settlement => {
                let path = format!("/v1/custody-items/{}/settlement", self.item);
                (SITI, "POST", path, "custody_items", 1)
            }
            Step::Move => {
                let path = format!("/v1/cases/{case}/transitions");
                (SITI, "POST", path, "cases", 1)
            }
            Step::Particulars => {
                let path = format!("/v1/cases/{case}/termination");
                (SITI, "PATCH", path, "terminations", 1)
            }
            Step::Notice => {
                let path = format!("/v1/cases/{case}/termination-notices");
                (SITI, "POST", path, "termination_steps", 1)
            }
            Step::ClosureRequest => {
                let path = format!("/v1/cases/{case}/closure-request");
                (SITI, "POST", path, "closure_requests", 1)
            }
            Step::Approval => {
                let path = format!("/v1/closure-requests/{}/approval", self.closure);
                (AZMAN, "POST", path, "closure_requests", 2)
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
            Step::Receipt => Some(json!({
                "id": self.item, "kind": "personal_document", "document_type": "bank_book",
                "description": text, "received_from": "The client", "received_at": now,
                "place": "Safe of the office",
            })),
            Step::Settlement => Some(json!({
                "outcome": "client", "settled_on": today,
                "acknowledgement": {"capacity": "client", "method": "ink", "signed_on": today},
            })),
            Step::Move => Some(json!({"to": "termination", "reason": "deceased"})),
            Step::Particulars => Some(json!({
                "deceased": {
                    "died_on": (now - chrono::Duration::days(2)).date_naive(),
                    "source": "Hospital Kulim",
                    "no_document_reason": "The family keeps the certificate and lives far away.",
                },
            })),
            Step::Notice => Some(json!({
                "id": self.notice, "recipient": "family", "outcome": "no_family",
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

    /// It was acknowledged, with this `ETag`: on to the next step.
    pub fn went(&mut self, etag: Option<String>) {
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
            Step::Signature => (Step::Receipt, None),
            Step::Receipt => (Step::Settlement, etag),
            Step::Settlement => (Step::Move, self.case_etag.clone()),
            Step::Move => {
                self.case_etag = etag;
                // A termination begins with its first version.
                (Step::Particulars, Some("\"v1\"".to_owned()))
            }
            Step::Particulars => (Step::Notice, None),
            Step::Notice => (Step::ClosureRequest, self.case_etag.clone()),
            Step::ClosureRequest => (Step::Approval, etag),
            Step::Approval => return self.begin(),
        };
        (self.step, self.etag) = (next, etag);
    }
}
