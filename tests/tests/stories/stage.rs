//! The stories on a test's own service: its clock follows them, and its database can be looked at.

use api::demo::{
    self, STORIES,
    story::{Reply, Request, Stage, Step, Story, Telling},
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tests::{App, Client};

/// A service whose stories have been told up to some point.
pub struct Told {
    pub app: App,
    pub telling: Telling,
}

struct Service<'a>(&'a App);

impl Stage for Service<'_> {
    fn send(&mut self, request: &Request) -> Result<Reply, String> {
        let client = match &request.token {
            Some(token) => self.0.with_token(token),
            None => self.0.anonymous(),
        };
        let call = client.call(&request.method, &request.path);
        let call = match &request.if_match {
            Some(etag) => call.if_match(etag),
            None => call,
        };
        let call = match request.content()? {
            Some((kind, body)) => call.header("content-type", kind).bytes(body),
            None => call,
        };
        let reply = call.try_send().map_err(|cause| cause.to_string())?;
        let etag = reply.header("etag").to_owned();
        Ok(Reply {
            status: reply.status,
            etag: (!etag.is_empty()).then_some(etag),
            body: reply.body,
        })
    }

    fn set_time(&mut self, at: DateTime<Utc>) {
        self.0.clock.set(at);
    }
}

impl Told {
    /// An empty database, and the first administrators.
    pub fn begin() -> Self {
        let mut app = App::start();
        let url = app.database_url();
        api::db::migrate::revert_all(url).unwrap();
        api::db::migrate::run_pending(url).unwrap();
        // What the service remembers is of the tables that are gone.
        app.restart();
        let passwords = demo::begin(app.inside().db()).unwrap();
        let telling = Telling::new(passwords);
        Self { app, telling }
    }

    /// Tells a story to its end.
    pub fn tell(&mut self, text: &str) {
        for step in story(text).steps {
            self.step(&step);
        }
    }

    /// Does one step; it must go as told.
    #[track_caller]
    pub fn step(&mut self, step: &Step) -> Reply {
        let done = self.telling.step(step, &mut Service(&self.app));
        done.unwrap_or_else(|why| panic!("{}: {why}", step.say))
    }

    /// What somebody reads at an address.
    #[track_caller]
    pub fn read(&mut self, who: &str, path: &str) -> Value {
        let step = json!({"say": format!("{who} reads {path}"), "as": who,
            "request": format!("GET {path}"), "expect": 200});
        let step: Step = serde_json::from_value(step).unwrap();
        self.step(&step).body
    }

    /// Somebody of the stories, logged in.
    pub fn log_in(&self, who: &str) -> Client {
        let body = json!({"username": who, "password": self.telling.passwords()[who]});
        let session = self.app.anonymous().post("/v1/sessions", body).send();
        let session = session.created();
        self.app
            .with_token(session["access_token"].as_str().unwrap())
    }

    /// The id of what was saved under a name.
    pub fn id(&self, name: &str) -> Option<String> {
        let id = self.telling.saved(name)?["id"].as_str();
        id.map(str::to_owned)
    }
}

/// A story as it is written.
pub fn story(text: &str) -> Story {
    serde_json::from_str(text).unwrap()
}

/// The stories that come before the one of this title, and that one.
pub fn before(title: &str) -> (&'static [&'static str], &'static str) {
    let at = STORIES.iter().position(|text| story(text).title == title);
    let at = at.unwrap_or_else(|| panic!("there is no story {title:?}"));
    (&STORIES[..at], STORIES[at])
}
