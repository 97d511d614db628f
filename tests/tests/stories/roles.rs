//! What each role reads when the stories have been told, compared with a reviewed text. Readers to
//! whom the same is answered stand together; ids are named as the stories name them, and times are
//! left out.

use std::{collections::BTreeMap, fmt::Write as _};

use chrono::DateTime;
use serde_json::{Value, json};
use tests::{Client, Reply};
use uuid::Uuid;

use super::stage::Told;

/// What is read when a story has been told.
pub struct Reading {
    /// The reviewed text.
    pub reviewed: &'static str,
    /// The lists, and what is shown of their items. `{name}` is the id of what was saved so.
    pub lists: &'static [(&'static str, &'static [&'static str])],
    /// Who is searched for.
    pub person: &'static str,
    /// The records, by the name they were saved under.
    pub records: &'static [(&'static str, &'static str)],
    /// What else the records name.
    pub named: &'static [&'static str],
}

/// Who reads: Kulim's caseworker and supervisor, the institution's, the director of the state, a
/// caseworker of another district, the auditor, the data officer and the administrator.
const READERS: [&str; 9] = [
    "zainab",
    "kamala",
    "hafiz",
    "norliza",
    "hussein",
    "farid",
    "meiling",
    "siti",
    "pentadbir",
];

/// What records are called, by their id.
type Names<'n> = BTreeMap<String, &'n str>;

/// Compares.
pub fn each_reads_its_part(told: &Told, reading: &Reading) {
    let readers: Vec<_> = READERS.iter().map(|who| (*who, told.log_in(who))).collect();
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
    for (list, members) in reading.lists {
        let path = told.fill(list);
        compare(list, &|client| items(&client.get(&path).send(), members));
    }
    let search = json!({"name": reading.person});
    compare(&format!("persons called {}", reading.person), &|client| {
        let found = client.post("/v1/persons/search", search.clone()).send();
        items(&found, &["full_name", "birth_date"])
    });
    let names = || {
        let records = reading.records.iter().map(|(_, name)| *name);
        records.chain(reading.named.iter().copied()).chain(READERS)
    };
    let names: BTreeMap<_, _> = names().filter_map(|it| Some((told.id(it)?, it))).collect();
    for (kind, name) in reading.records {
        let path = format!("/v1/{kind}/{}", told.id(name).unwrap());
        compare(name, &|client| record(&names, &client.get(&path).send()));
    }
    assert!(
        text == reading.reviewed,
        "what is read is not what was reviewed:\n{text}"
    );
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

/// The status, and a line for each member that says something.
fn record(names: &Names<'_>, reply: &Reply) -> String {
    let mut text = status(reply);
    if reply.status != 200 {
        return text;
    }
    for (name, value) in reply.body.as_object().into_iter().flatten() {
        let value = named(names, value);
        if value != json!([]) {
            let _ = write!(text, "\n    {name}: {value}");
        }
    }
    text
}

fn status(reply: &Reply) -> String {
    match reply["code"].as_str() {
        Some(code) => format!("{} {code}", reply.status),
        None => reply.status.to_string(),
    }
}

/// The value with names in place of ids, and no times.
fn named(names: &Names<'_>, value: &Value) -> Value {
    match value {
        Value::String(text) if text.parse::<Uuid>().is_ok() => {
            json!(format!("<{}>", names.get(text).unwrap_or(&"id")))
        }
        Value::String(text) if DateTime::parse_from_rfc3339(text).is_ok() => json!("<time>"),
        Value::Array(items) => items.iter().map(|item| named(names, item)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), named(names, value)))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
