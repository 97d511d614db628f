//! A story: requests told one after another, with what each is expected to answer. The demo is
//! loaded by it and the end-to-end tests run it, so that both tell the same.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A story as it is written.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// What it is about.
    pub title: String,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// One request.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What happens, in words.
    pub say: String,
    /// When; the time of the step before if left out.
    #[serde(default)]
    pub at: Option<DateTime<Utc>>,
    /// The user name of the worker who does it.
    #[serde(rename = "as")]
    pub who: String,
    /// Method and path, such as `POST /v1/persons`.
    pub request: String,
    /// `If-Match`.
    #[serde(default)]
    pub if_match: Option<String>,
    /// The body.
    #[serde(default)]
    pub body: Option<Value>,
    /// The status it must answer.
    pub expect: u16,
    /// For a refusal: every code that must be in `code`, `errors` or `refusals`, and no other.
    #[serde(default)]
    pub codes: Vec<String>,
    /// For a refusal: the whole problem document, but for its `request_id`.
    #[serde(default)]
    pub problem: Option<Value>,
    /// The types of the events that it leaves, in their order. No answer tells them: whoever has
    /// the database looks.
    #[serde(default)]
    pub leaves: Vec<String>,
    /// Values that must be in the answer, by JSON pointer.
    #[serde(default)]
    pub shows: Map<String, Value>,
    /// The name under which later steps find the answer: `{name/id}`, `{name/etag}`.
    #[serde(default)]
    pub save: Option<String>,
}

/// A request ready to be sent.
#[derive(Debug)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// `If-Match`.
    pub if_match: Option<String>,
    /// The body.
    pub body: Option<Value>,
    /// `Authorization`, without which a log-in is sent.
    pub token: Option<String>,
    /// Whether the body goes as a form, as the OAuth endpoint wants it, and not as JSON.
    pub form: bool,
}

impl Request {
    /// The body as it is sent, with its content type.
    ///
    /// # Errors
    /// When a form has something else than texts in it.
    pub fn content(&self) -> Result<Option<(&'static str, String)>, String> {
        let Some(body) = &self.body else {
            return Ok(None);
        };
        Ok(Some(if self.form {
            let form = serde_urlencoded::to_string(body).map_err(|cause| cause.to_string())?;
            ("application/x-www-form-urlencoded", form)
        } else {
            ("application/json", body.to_string())
        }))
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The ETag.
    pub etag: Option<String>,
    /// The body; null for none.
    pub body: Value,
}

/// What can send requests and set the time.
pub trait Stage {
    /// Sends one.
    ///
    /// # Errors
    /// When no answer came.
    fn send(&mut self, request: &Request) -> Result<Reply, String>;
    /// From now on it is this time.
    fn set_time(&mut self, at: DateTime<Utc>);
}

/// A story while it is told.
pub struct Telling {
    saved: BTreeMap<String, Value>,
    passwords: BTreeMap<String, String>,
    log_ins: BTreeMap<String, LoggedIn>,
    now: DateTime<Utc>,
}

/// Somebody who is logged in.
struct LoggedIn {
    token: String,
    refresh_token: String,
    /// Since when the session is open.
    since: DateTime<Utc>,
    /// When the token was given.
    at: DateTime<Utc>,
}

impl LoggedIn {
    /// A token is good for ten minutes.
    fn good(&self, now: DateTime<Utc>) -> bool {
        (self.at..self.at + Duration::minutes(10)).contains(&now)
    }

    /// A session lives for thirty days.
    fn open(&self, now: DateTime<Utc>) -> bool {
        (self.at..self.since + Duration::days(30)).contains(&now)
    }
}

impl Telling {
    /// Begins with the workers whose passwords are known from the start.
    #[must_use]
    pub fn new(passwords: BTreeMap<String, String>) -> Self {
        Self {
            saved: BTreeMap::new(),
            passwords,
            log_ins: BTreeMap::new(),
            now: DateTime::UNIX_EPOCH,
        }
    }

    /// Every worker of the story with the password.
    #[must_use]
    pub const fn passwords(&self) -> &BTreeMap<String, String> {
        &self.passwords
    }

    /// What was saved under a name.
    #[must_use]
    pub fn saved(&self, name: &str) -> Option<&Value> {
        self.saved.get(name)
    }

    /// Tells a story to its end.
    ///
    /// # Errors
    /// The first step that did not go as told, and how it went.
    pub fn tell(&mut self, story: &Story, stage: &mut impl Stage) -> Result<(), String> {
        for (number, step) in story.steps.iter().enumerate() {
            self.step(step, stage).map_err(|why| {
                format!("{}, step {} ({}): {why}", story.title, number + 1, step.say)
            })?;
        }
        Ok(())
    }

    /// Does one step.
    ///
    /// # Errors
    /// How it went otherwise.
    pub fn step(&mut self, step: &Step, stage: &mut impl Stage) -> Result<Reply, String> {
        if let Some(at) = step.at {
            stage.set_time(at);
            self.now = at;
        }
        let token = self.token(&step.who, stage)?;
        let (method, path) = step.request.split_once(' ').ok_or("no method")?;
        let request = Request {
            method: method.to_owned(),
            path: self.fill(path)?,
            if_match: step
                .if_match
                .as_deref()
                .map(|text| self.fill(text))
                .transpose()?,
            body: step
                .body
                .as_ref()
                .map(|body| self.fill_all(body))
                .transpose()?,
            token: Some(token),
            form: false,
        };
        let reply = stage.send(&request)?;
        if reply.status != step.expect {
            return Err(format!(
                "expected {}, got {}: {}",
                step.expect, reply.status, reply.body
            ));
        }
        if step.expect >= 400 && codes(&reply.body) != sorted(&step.codes) {
            return Err(format!(
                "expected the codes {:?}: {}",
                step.codes, reply.body
            ));
        }
        if let Some(problem) = &step.problem {
            let mut told = reply.body.clone();
            if let Some(members) = told.as_object_mut() {
                members.remove("request_id");
            }
            let wanted = self.fill_all(problem)?;
            if told != wanted {
                return Err(format!("expected {wanted:#}, got {told:#}"));
            }
        }
        for (pointer, value) in &step.shows {
            let wanted = self.fill_all(value)?;
            if reply.body.pointer(pointer) != Some(&wanted) {
                return Err(format!("expected {wanted} at {pointer}: {}", reply.body));
            }
        }
        if let Some(name) = &step.save {
            let mut body = reply.body.clone();
            if let (Some(members), Some(etag)) = (body.as_object_mut(), &reply.etag) {
                members.insert("etag".into(), etag.clone().into());
            }
            if let (Some(username), Some(password)) =
                (body["username"].as_str(), body["first_password"].as_str())
            {
                self.passwords
                    .insert(username.to_owned(), password.to_owned());
            }
            self.saved.insert(name.clone(), body);
        }
        Ok(reply)
    }

    /// The token of somebody, asked for anew where it has expired.
    fn token(&mut self, who: &str, stage: &mut impl Stage) -> Result<String, String> {
        let known = self.log_ins.get(who);
        if let Some(known) = known.filter(|it| it.good(self.now)) {
            return Ok(known.token.clone());
        }
        let open = known.filter(|it| it.open(self.now));
        let since = open.map_or(self.now, |it| it.since);
        let (path, body) = match open {
            // A log-in costs a password hash; the next token of an open session does not.
            Some(open) => (
                "/oauth/token",
                json!({"grant_type": "refresh_token", "refresh_token": open.refresh_token}),
            ),
            None => {
                let password = self.passwords.get(who);
                let password = password.ok_or_else(|| format!("{who} has no password"))?;
                (
                    "/v1/sessions",
                    json!({"username": who, "password": password}),
                )
            }
        };
        let reply = stage.send(&Request {
            method: "POST".into(),
            path: path.into(),
            if_match: None,
            body: Some(body),
            token: None,
            form: open.is_some(),
        })?;
        let given = |name: &str| reply.body[name].as_str().map(str::to_owned);
        let (Some(token), Some(refresh_token)) = (given("access_token"), given("refresh_token"))
        else {
            return Err(format!("{who} cannot log in: {}", reply.body));
        };
        let log_in = LoggedIn {
            token: token.clone(),
            refresh_token,
            since,
            at: self.now,
        };
        self.log_ins.insert(who.to_owned(), log_in);
        Ok(token)
    }

    /// Puts saved values in place of `{name/pointer}`.
    fn fill(&self, text: &str) -> Result<String, String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or("an open brace")?;
            filled.push_str(before);
            match self.lookup(name)? {
                Value::String(text) => filled.push_str(&text),
                other => filled.push_str(&other.to_string()),
            }
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn lookup(&self, name: &str) -> Result<Value, String> {
        let (name, pointer) = name.split_once('/').unwrap_or((name, ""));
        let pointer = if pointer.is_empty() {
            String::new()
        } else {
            format!("/{pointer}")
        };
        self.saved
            .get(name)
            .and_then(|value| value.pointer(&pointer))
            .cloned()
            .ok_or_else(|| format!("nothing is saved as {name}{pointer}"))
    }

    fn fill_all(&self, value: &Value) -> Result<Value, String> {
        Ok(match value {
            Value::String(text) => Value::String(self.fill(text)?),
            Value::Array(items) => Value::Array(
                items
                    .iter()
                    .map(|item| self.fill_all(item))
                    .collect::<Result<_, _>>()?,
            ),
            Value::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), self.fill_all(value)?)))
                    .collect::<Result<_, String>>()?,
            ),
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        })
    }
}

/// The codes of a problem: those of its refusals or faults, else its own.
fn codes(problem: &Value) -> Vec<String> {
    let listed = ["refusals", "errors"]
        .iter()
        .flat_map(|list| problem[*list].as_array().into_iter().flatten())
        .filter_map(|one| one["requirement"].as_str().or(one["code"].as_str()))
        .map(str::to_owned)
        .collect::<Vec<_>>();
    if listed.is_empty() {
        problem["code"]
            .as_str()
            .map(str::to_owned)
            .into_iter()
            .collect()
    } else {
        sorted(&listed)
    }
}

fn sorted(codes: &[String]) -> Vec<String> {
    let mut codes = codes.to_vec();
    codes.sort();
    codes
}
