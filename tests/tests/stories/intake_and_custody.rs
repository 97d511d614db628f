//! An older woman nobody looks after, and a man who leaves the institution: after each step its
//! events and the timeline of its case are as told, and a refused one leaves the database as it was.

use std::collections::BTreeMap;

use api::demo::{STORIES, story::Step};
use tests::App;

use super::{roles, stage};
use stage::Told;

/// Her timeline; that the neighbour's call was about her stands there too.
const SOM: &[&str] = &[
    "intake.recorded",
    "intake.returned",
    "intake.document_received",
    "intake.document_received",
    "intake.resubmitted",
    "intake.screened",
    "intake.accepted",
    "case.opened",
    "case.contact_recorded",
    "intake.duplicate_noted",
];

/// His timeline.
const OSMAN: &[&str] = &[
    "intake.recorded",
    "intake.screened",
    "intake.accepted",
    "case.opened",
    "case.custody_received",
    "case.custody_received",
    "case.custody_received",
    "case.contact_recorded",
    "case.contact_recorded",
    "case.contact_recorded",
    "case.moved",
    "case.termination_edited",
    "case.step_recorded",
    "case.step_recorded",
    "case.custody_settled",
    "case.custody_settled",
    "case.custody_settled",
    "reassignment.requested",
    "reassignment.declined",
    "case.closure_requested",
    "case.closure_approved",
    "case.closed",
];

#[test]
fn each_step_leaves_what_is_told_and_each_role_reads_its_part() {
    let (fourth, before) = STORIES.split_last().unwrap();
    let mut told = Told::begin();
    for text in before {
        told.tell(text);
    }
    let mut som = Vec::new();
    let mut osman = Vec::new();
    for mut step in stage::story(fourth).steps {
        if step.expect >= 400 {
            refused(&mut told, &mut step);
            continue;
        }
        let before = events(&told.app).len();
        told.step(&step);
        let left = &events(&told.app)[before..];
        assert_eq!(left, step.leaves, "{}", step.say);
        grown(&mut told, &step, "case_som", "zainab", &mut som);
        grown(&mut told, &step, "case_osman", "hafiz", &mut osman);
    }
    assert_eq!(som, SOM);
    assert_eq!(osman, OSMAN);
    roles::each_reads_its_part(&told);
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
