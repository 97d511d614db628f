//! What each role reads when the stories have been told, compared with a reviewed text. Readers to
//! whom the same is answered stand together; ids are named as the stories name them, and times are
//! left out.

use std::fmt::Write as _;

use chrono::DateTime;
use serde_json::{Value, json};
use tests::{Client, Reply};
use uuid::Uuid;

use super::stage::Told;

/// The reviewed text.
const REVIEWED: &str = include_str!("roles.txt");

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

/// The records, by the name they were saved under.
const RECORDS: [(&str, &str); 8] = [
    ("cases", "case_som"),
    ("cases", "case_osman"),
    ("intakes", "intake_som"),
    ("intakes", "intake_again"),
    ("persons", "som"),
    ("persons", "osman"),
    ("custody-items", "bank_book"),
    ("closure-requests", "closure"),
];

/// What else the records name.
const NAMED: [&str; 5] = ["kulim", "bedong", "arif", "som_again", "intake_osman"];

/// Compares.
pub fn each_reads_its_part(told: &Told) {
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
    for (list, members) in LISTS {
        let path = format!("/v1/{list}");
        compare(&path, &|client| items(&client.get(&path).send(), members));
    }
    let search = json!({"name": "Che Som"});
    compare("persons called Che Som", &|client| {
        let found = client.post("/v1/persons/search", search.clone()).send();
        items(&found, &["full_name", "birth_date"])
    });
    for (kind, name) in RECORDS {
        let path = format!("/v1/{kind}/{}", told.id(name).unwrap());
        compare(name, &|client| record(told, &client.get(&path).send()));
    }
    assert!(
        text == REVIEWED,
        "what is read is not what was reviewed:\n{text}"
    );
}

/// The status, and a line for each item.
fn items(reply: &Reply, members: &[&str]) -> String {
    let mut text = status(reply);
    for item in reply["items"].as_array().into_iter().flatten() {
        let words = members.iter().filter_map(|name| item[*name].as_str());
        let words: Vec<_> = words.collect();
        let _ = write!(text, "\n    {}", words.join(" "));
    }
    text
}

/// The status, and a line for each member that says something.
fn record(told: &Told, reply: &Reply) -> String {
    let mut text = status(reply);
    if reply.status != 200 {
        return text;
    }
    for (name, value) in reply.body.as_object().into_iter().flatten() {
        let value = named(told, value);
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
fn named(told: &Told, value: &Value) -> Value {
    match value {
        Value::String(text) if text.parse::<Uuid>().is_ok() => {
            let records = RECORDS.iter().map(|(_, name)| *name);
            let mut names = NAMED.into_iter().chain(READERS).chain(records);
            let name = names.find(|name| told.id(name).as_ref() == Some(text));
            json!(format!("<{}>", name.unwrap_or("id")))
        }
        Value::String(text) if DateTime::parse_from_rfc3339(text).is_ok() => json!("<time>"),
        Value::Array(items) => items.iter().map(|item| named(told, item)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), named(told, value)))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
