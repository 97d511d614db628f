//! What is done about one case, as steps of a story: who asks for what, and when.

use chrono::{DateTime, Duration, NaiveDate, SecondsFormat, Utc};
use serde_json::Value;

use super::super::story::Step;

/// The steps of a case, in the order in which they are told.
pub struct Script {
    /// What its answers are saved under, before a dot: `c07`.
    key: String,
    worker: &'static str,
    superior: &'static str,
    now: DateTime<Utc>,
    steps: Vec<Step>,
}

impl Script {
    /// Nothing yet: whose case it is, and who decides what the worker asks for.
    pub const fn new(
        key: String,
        (worker, superior): (&'static str, &'static str),
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            key,
            worker,
            superior,
            now,
            steps: Vec::new(),
        }
    }

    /// The steps.
    pub fn steps(self) -> Vec<Step> {
        self.steps
    }

    /// Lets weeks pass.
    pub fn weeks(&mut self, weeks: i64) {
        self.now += Duration::weeks(weeks);
    }

    /// Today. Offices of both countries work while it is the same day in Greenwich.
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// So many days from today on.
    pub fn ahead(&self, days: i64) -> NaiveDate {
        self.today() + Duration::days(days)
    }

    /// An instant so many minutes ago.
    pub fn ago(&self, minutes: u32) -> String {
        let then = self.now - Duration::minutes(minutes.into());
        then.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// The id in the answer that was saved under this name.
    pub fn id(&self, name: &str) -> String {
        self.saved(name, "id")
    }

    /// Something in the answer that was saved under this name.
    pub fn saved(&self, name: &str, pointer: &str) -> String {
        format!("{{{}.{name}/{pointer}}}", self.key)
    }

    /// The worker of the case makes something; a name keeps the answer.
    pub fn make(&mut self, name: &str, path: &str, body: Value) {
        let request = format!("POST {path}");
        self.tell(self.worker, request, Some(body), 201, name);
    }

    /// The worker of the case asks for a decision on it; a name keeps the request.
    pub fn request(&mut self, name: &str, path: &str, body: Value) {
        self.make(name, path, body);
        self.whatever_stands();
    }

    /// The worker of the case does something with what is there.
    pub fn act(&mut self, path: &str, body: Option<Value>) {
        self.tell(self.worker, format!("POST {path}"), body, 200, "");
        self.whatever_stands();
    }

    /// The worker of the case puts something, or changes it: `PUT /v1/…`, `PATCH /v1/…`.
    pub fn change(&mut self, request: &str, body: Value) {
        self.tell(self.worker, request.to_owned(), Some(body), 200, "");
        self.whatever_stands();
    }

    /// The worker of the case reads something and keeps the answer.
    pub fn read(&mut self, name: &str, path: &str) {
        self.tell(self.worker, format!("GET {path}"), None, 200, name);
    }

    /// The superior opens something by a decision, and a name keeps the answer.
    pub fn superior_makes(&mut self, name: &str, path: &str, body: Value) {
        let request = format!("POST {path}");
        self.tell(self.superior, request, Some(body), 201, name);
        self.whatever_stands();
    }

    /// The superior decides: `POST /v1/…`, `PUT /v1/…`.
    pub fn superior(&mut self, request: &str, body: Value) {
        self.tell(self.superior, request.to_owned(), Some(body), 200, "");
        self.whatever_stands();
    }

    /// Nobody else works on the case meanwhile: the last step means the record as it is.
    fn whatever_stands(&mut self) {
        if let Some(step) = self.steps.last_mut() {
            step.if_match = Some("*".to_owned());
        }
    }

    fn tell(&mut self, who: &str, request: String, body: Option<Value>, expect: u16, name: &str) {
        self.steps.push(Step {
            say: format!("{}: {request}", self.key),
            at: Some(self.now),
            who: who.to_owned(),
            request,
            body,
            expect,
            save: (!name.is_empty()).then(|| format!("{}.{name}", self.key)),
            ..Step::default()
        });
    }
}
