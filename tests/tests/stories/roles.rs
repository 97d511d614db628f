//! What each role reads when the stories have been told, compared with a reviewed text. Readers to
//! whom the same is answered stand together; ids are named as the stories name them, and times are
//! left out.

use std::fmt::Write as _;

use chrono::DateTime;
use serde_json::{Value, json};
use tests::{Client, Reply};
use uuid::Uuid;

use super::stage::Told;

/// The lists, and what is shown of their items.
const LISTS: [(&str, &[&str]); 2] = [
    (
        "cases",
        &[
            "file_number",
            "stage",
            "status",
            "category",
            "confidentiality",
            "termination_reason",
        ],
    ),
    ("intakes", &["category", "urgency", "status", "decision"]),
];

/// What is read of a story, and by whom.
pub struct Reading {
    /// The reviewed text.
    pub reviewed: &'static str,
    /// Who reads.
    pub readers: &'static [&'static str],
    /// More lists, and what is shown of their items; `{name}` is the id of what was saved so.
    pub lists: &'static [(&'static str, &'static [&'static str])],
    /// The name that persons are searched by.
    pub sought: &'static str,
    /// The records, by the name they were saved under.
    pub records: &'static [(&'static str, &'static str)],
    /// What else the records name.
    pub named: &'static [&'static str],
}

impl Reading {
    /// Compares.
    pub fn is_as_reviewed(&self, told: &Told) {
        let log_in = |who: &&'static str| (*who, told.log_in(who));
        let readers: Vec<_> = self.readers.iter().map(log_in).collect();
        let mut text = String::new();
        let mut compare = |title: &str, ask: &dyn Fn(&Client) -> String| {
            let _ = writeln!(text, "{title}");
            let mut answers: Vec<(String, Vec<&str>)> = Vec::new();
            for (who, client) in &readers {
                let answer = ask(client);
                match answers.iter_mut().find(|(known, _)| *known == answer) {
                    Some((_, all)) => all.push(who),
                    None => answers.push((answer, vec![who])),
                }
            }
            for (answer, who) in answers {
                let _ = writeln!(text, "  {}: {answer}", who.join(" "));
            }
        };
        for (list, members) in LISTS {
            let path = format!("/v1/{list}");
            compare(&path, &|client| items(&client.get(&path).send(), members));
        }
        for (list, members) in self.lists {
            let path = told.fill(list);
            compare(list, &|client| items(&client.get(&path).send(), members));
        }
        let search = json!({"name": self.sought});
        compare(&format!("persons called {}", self.sought), &|client| {
            let found = client.post("/v1/persons/search", search.clone()).send();
            items(&found, &["full_name", "birth_date"])
        });
        for (kind, name) in self.records {
            let path = format!("/v1/{kind}/{}", told.id(name).unwrap());
            compare(name, &|client| self.record(told, &client.get(&path).send()));
        }
        assert!(
            text == self.reviewed,
            "what is read is not what was reviewed:\n{text}"
        );
    }

    /// The status, and a line for each member that says something.
    fn record(&self, told: &Told, reply: &Reply) -> String {
        let mut text = status(reply);
        if reply.status != 200 {
            return text;
        }
        for (name, value) in reply.body.as_object().into_iter().flatten() {
            let value = self.nameless(told, value);
            if value != json!([]) {
                let _ = write!(text, "\n    {name}: {value}");
            }
        }
        text
    }

    /// The value with names in place of ids, and no times.
    fn nameless(&self, told: &Told, value: &Value) -> Value {
        match value {
            Value::String(text) if text.parse::<Uuid>().is_ok() => {
                let records = self.records.iter().map(|(_, name)| name);
                let mut names = self.named.iter().chain(self.readers).chain(records);
                let name = names.find(|name| told.id(name).as_ref() == Some(text));
                json!(format!("<{}>", name.unwrap_or(&"id")))
            }
            Value::String(text) if DateTime::parse_from_rfc3339(text).is_ok() => json!("<time>"),
            Value::Array(items) => items.iter().map(|item| self.nameless(told, item)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(name, value)| (name.clone(), self.nameless(told, value)))
                .collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
        }
    }
}

/// The status, and a line for each item.
fn items(reply: &Reply, members: &[&str]) -> String {
    let mut text = status(reply);
    for item in reply["items"].as_array().into_iter().flatten() {
        let words = members.iter().filter_map(|name| match &item[*name] {
            Value::String(word) => Some(word.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        });
        let words: Vec<_> = words.collect();
        let _ = write!(text, "\n    {}", words.join(" "));
    }
    text
}

fn status(reply: &Reply) -> String {
    match reply["code"].as_str() {
        Some(code) => format!("{} {code}", reply.status),
        None => reply.status.to_string(),
    }
}
