//! Stories that say of each step which events it leaves: after each step these and the timelines of
//! its cases are as told, and a refused one leaves the database as it was.

use std::collections::BTreeMap;

use api::demo::story::Step;
use tests::App;

use super::stage::{Told, story};

/// Tells a story; the timelines of these cases after it, each as the worker beside it reads it.
pub fn tell<const N: usize>(
    told: &mut Told,
    text: &str,
    cases: [(&str, &str); N],
) -> [Vec<String>; N] {
    let mut timelines = cases.map(|_| Vec::new());
    for mut step in story(text).steps {
        if step.expect >= 400 {
            refused(told, &mut step);
            continue;
        }
        let before = events(&told.app).len();
        told.step(&step);
        let left = &events(&told.app)[before..];
        assert_eq!(left, step.leaves, "{}", step.say);
        for ((case, who), known) in cases.iter().zip(&mut timelines) {
            grown(told, &step, case, who, known);
        }
    }
    timelines
}

/// The whole problem document is told, and nothing was written.
fn refused(told: &mut Told, step: &mut Step) {
    assert!(step.problem.is_some(), "{}: no problem", step.say);
    assert!(step.at.is_none(), "{}: logs in anew", step.say);
    // Whoever has not logged in yet today does so before the look at the database.
    told.read(&step.who, "/v1/me");
    let before = rows(&told.app);
    told.step(step);
    assert_eq!(rows(&told.app), before, "{}", step.say);
}

/// Every row but those that say who looked.
fn rows(app: &App) -> BTreeMap<String, String> {
    let mut rows = app.dump();
    rows.remove("read_log");
    rows.remove("guesses");
    rows
}

/// What has happened, but for log-ins.
fn events(app: &App) -> Vec<String> {
    app.db()
        .lines("SELECT type AS value FROM events WHERE type <> 'session_opened' ORDER BY seq")
}

/// The timeline of a case grows by what the step left of it: all, the end of it, nothing. A case
/// that was opened begins with what its intake left before.
fn grown(told: &mut Told, step: &Step, case: &str, who: &str, known: &mut Vec<String>) {
    let Some(id) = told.id(case) else {
        return;
    };
    let path = format!("/v1/cases/{id}/timeline?limit=200");
    let page = told.read(who, &path);
    let items = page["items"].as_array().into_iter().flatten();
    let types = items.filter_map(|event| event["type"].as_str());
    let types: Vec<_> = types.map(str::to_owned).collect();
    assert!(types.starts_with(known), "{}: {types:?}", step.say);
    let new = &types[known.len()..];
    let told_of = if known.is_empty() {
        new.ends_with(&step.leaves)
    } else {
        step.leaves.ends_with(new)
    };
    assert!(told_of, "{}: {new:?}", step.say);
    *known = types;
}
