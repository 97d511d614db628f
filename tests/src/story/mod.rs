//! What one client writes, over and over: stories of one case each, from the counter to their end.
//!
//! By turns a case that ends because its client has died (`unplanned`), one through all five
//! stages to its planned end (`planned`), and one that changes hands until another unit has it
//! (`handed_on`). A story is a list of `Step`s, told by room. The ids of its records are the
//! client's own and follow from their names, so that each step knows those of all others.

mod counter;
mod ending;
mod family;
mod handed_on;
mod moved;
mod planned;
mod planning;
mod situation;
mod step;
mod unplanned;
mod work;

use std::collections::HashMap;

use aws_lc_rs::digest;
use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::{Builder, Uuid};

use self::step::{It, Sent, Step};
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
    /// The type and the bytes of the body, if there is one.
    pub body: Option<(&'static str, Vec<u8>)>,
    /// The version it is about.
    pub if_match: Option<String>,
    /// How many events it leaves.
    pub events: usize,
    /// Where the record stands that it answers with.
    pub table: &'static str,
    /// The record it is about, where the answer does not name itself.
    pub record: Uuid,
    /// What the record says afterwards.
    pub text: Option<String>,
}

/// The user names of all who appear.
pub const CAST: [&str; 6] = ["siti", "azman", "farid", "kamal", "ismail", "admin"];

/// The stories, by turns.
const STORIES: [&[&[Step]]; 3] = [unplanned::STORY, planned::STORY, handed_on::STORY];

/// How many stories there are before the first is told again.
pub const KINDS: usize = STORIES.len();

/// What tells the time.
pub type Clock = Box<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// One case from the counter to its end, then the next.
pub struct Story {
    /// The client's name.
    name: String,
    serial: usize,
    /// How many steps are done.
    done: usize,
    began: DateTime<Utc>,
    clock: Clock,
    /// The version of each record as it was told last.
    etags: HashMap<&'static str, String>,
}

impl Story {
    /// The first story of a client.
    #[must_use]
    pub fn new(name: String, clock: Clock) -> Self {
        Self {
            name,
            serial: 1,
            done: 0,
            began: clock(),
            clock,
            etags: HashMap::new(),
        }
    }

    /// The same client with its story of this number, of 1 to [`KINDS`] each a different one.
    #[must_use]
    pub fn numbered(self, serial: usize) -> Self {
        Self { serial, ..self }
    }

    /// Which story it is, from 1.
    #[must_use]
    pub fn serial(&self) -> usize {
        self.serial
    }

    fn steps(&self) -> impl Iterator<Item = &'static Step> {
        let story = STORIES[(self.serial - 1) % KINDS];
        story.iter().copied().flatten()
    }

    fn step(&self) -> &'static Step {
        self.steps().nth(self.done).unwrap()
    }

    /// Whether the next thing to be done is this one: `"acceptance"`.
    #[must_use]
    pub fn is_at(&self, step: &str) -> bool {
        self.step().name == step
    }

    /// Whether the person of this story is registered.
    #[must_use]
    pub fn has_person(&self) -> bool {
        self.done > 0
    }

    /// The id of a record of this story, by the name of the record.
    #[must_use]
    pub fn id(&self, record: &str) -> Uuid {
        let serial = self.serial.to_string();
        let parts = [&self.name, "-", &serial, "-", record].map(str::as_bytes);
        let hash = api::auth::keys::sha256(&parts);
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&hash[..10]);
        let began = u64::try_from(self.began.timestamp_millis()).unwrap();
        Builder::from_unix_timestamp_millis(began, &bytes).into_uuid()
    }

    /// The path of a step, the ids of those it names filled in.
    fn path(&self, step: &Step) -> String {
        let mut path = String::new();
        for part in step.path.split('/').skip(1) {
            path.push('/');
            match part.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
                None => path += part,
                Some(name) if CAST.contains(&name) => {
                    path += &organisation::worker(name).to_string();
                }
                Some(name) => path += &self.id(name).to_string(),
            }
        }
        path
    }

    /// The next thing to be done.
    #[must_use]
    pub fn wish(&self) -> Wish {
        let step = self.step();
        let key = format!("{}-{}-{}", self.name, self.serial, step.name);
        let it = It::new(self, &key);
        let body = match step.sent {
            Sent::Nothing => None,
            Sent::Json(told) => {
                let mut body = moved::to((self.clock)(), told(&it));
                if step.made
                    && let Value::Object(body) = &mut body
                {
                    body.insert("id".to_owned(), self.id(step.record).to_string().into());
                }
                let kind = if step.method == "PATCH" {
                    "application/merge-patch+json"
                } else {
                    "application/json"
                };
                Some((kind, body.to_string().into_bytes()))
            }
            Sent::File(content) => Some(("application/octet-stream", content(&it))),
        };
        let etag = |record: &str| match self.etags.get(record) {
            _ if record == "*" => record.to_owned(),
            Some(etag) => etag.clone(),
            // What came into being by the way.
            None => "\"v1\"".to_owned(),
        };
        Wish {
            who: step.who,
            method: step.method,
            path: self.path(step),
            body,
            if_match: step.seen.map(etag),
            events: step.events,
            table: step.table,
            record: self.id(step.record),
            text: step.says.then(|| it.text.clone()),
            key,
        }
    }

    /// It was acknowledged, with this `ETag`: on to the next step.
    pub fn went(&mut self, etag: Option<String>) {
        if let Some(etag) = etag {
            self.etags.insert(self.step().record, etag);
        }
        self.done += 1;
        if self.done == self.steps().count() {
            self.serial += 1;
            self.done = 0;
            self.began = (self.clock)();
            self.etags.clear();
        }
    }
}

/// The digest of a file, as attachments tell it.
#[must_use]
pub fn sha256(content: &[u8]) -> String {
    let digest = digest::digest(&digest::SHA256, content);
    digest
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
