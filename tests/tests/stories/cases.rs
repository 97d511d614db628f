//! The further cases of the demo: the same seed leaves the same, nothing odd is told of anybody, and
//! each case stands where its gates let it stand.

use api::demo::{
    STORIES,
    cases::{self, SEED},
};
use serde_json::Value;

use super::stage::{Told, story};

/// How many cases are where, in which state, and what makes them differ: reviewed.
const REVIEWED: &str = include_str!("cases.txt");

/// What is counted for it, as columns before the number.
const COUNTED: [(&str, &str); 7] = [
    (
        "country, stage and status of cases",
        "SELECT u.country || ' ' || c.stage || ' ' || c.status AS k FROM cases c \
         JOIN units u ON u.id = c.unit_id",
    ),
    (
        "country and status of intakes that open no case",
        "SELECT u.country || ' ' || i.status AS k FROM intakes i JOIN units u ON u.id = i.unit_id \
         WHERE i.case_id IS NULL",
    ),
    (
        "country and category",
        "SELECT u.country || ' ' || i.category AS k FROM intakes i JOIN units u ON u.id = i.unit_id",
    ),
    ("urgency", "SELECT urgency AS k FROM intakes"),
    ("confidentiality", "SELECT confidentiality AS k FROM cases"),
    ("risk", "SELECT risk AS k FROM cases"),
    (
        "alarms",
        "SELECT 'open crises' AS k FROM work_records WHERE kind = 'crisis' AND state <> 'resolved' \
         UNION ALL SELECT 'alarms that stand' FROM cases WHERE alarmed_at IS NOT NULL \
         UNION ALL SELECT 'in a later episode' FROM cases WHERE episode > 1 \
         UNION ALL SELECT 'mandated' FROM engagements WHERE kind = 'legal_basis' \
         UNION ALL SELECT 'things held' FROM custody_items WHERE status = 'held' \
         UNION ALL SELECT 'tasks to be done' FROM tasks WHERE status = 'open' \
         UNION ALL SELECT 'something due' FROM cases WHERE due_at IS NOT NULL",
    ),
];

#[test]
fn the_same_seed_leaves_the_same_cases_and_each_stands_where_it_may() {
    let (left, again) = std::thread::scope(|scope| {
        let again = scope.spawn(|| left(&loaded()));
        let mut told = loaded();
        let first = left(&told);
        assert_eq!(counts(&told), REVIEWED);
        gates(&mut told);
        (first, again.join().unwrap())
    });
    assert_eq!(left, again);
}

/// An empty database into which the organisation and the cases have been told.
fn loaded() -> Told {
    let mut told = Told::begin();
    told.tell(STORIES[0]);
    let before = [story(STORIES[0])];
    let mut numbers = 0;
    for step in cases::story(SEED, &before).steps {
        let reply = told.step(&step);
        if step.request == "POST /v1/persons" {
            // Numbers of identity cards that fit birth date and sex, each one's own.
            assert_eq!(reply.body.get("warnings"), None, "{}", reply.body);
            numbers += 1;
        }
    }
    assert_eq!(numbers, 60);
    assert_eq!(told.app.db().count("person_matches"), 0);
    told
}

/// Who is where under which file number, and what happened, in its order.
fn left(told: &Told) -> Vec<String> {
    let mut left = Vec::new();
    for number in 1..=60 {
        for (what, shown) in [
            (
                "person",
                &["full_name", "identifiers", "addresses", "contacts"][..],
            ),
            ("intake", &["presenting_problem", "referrer", "received_at"]),
            ("case", &["file_number", "opened_at"]),
        ] {
            let saved = told.telling.saved(&format!("c{number:02}.{what}"));
            let shown = shown
                .iter()
                .map(|field| saved.map(|it| it[field].to_string()));
            left.extend(shown.flatten());
        }
    }
    let rows = told.app.db();
    left.extend(rows.lines(
        "SELECT file_number || ' ' || stage || ' ' || status AS value FROM cases \
         ORDER BY file_number",
    ));
    left.extend(rows.lines(
        "SELECT c.file_number || ' ' || e.type AS value FROM events e \
         JOIN cases c ON c.id = e.case_id ORDER BY c.file_number, e.seq",
    ));
    left
}

fn counts(told: &Told) -> String {
    let mut text = String::new();
    for (title, of) in COUNTED {
        text.push_str(&format!("{title}\n"));
        let sql = format!(
            "SELECT '  ' || k || ' ' || count(*) AS value FROM ({of}) AS counted \
             GROUP BY k"
        );
        let mut lines = told.app.db().lines(&sql);
        lines.sort();
        for line in lines {
            text.push_str(&format!("{line}\n"));
        }
    }
    text
}

/// Whoever works on a case finds the gates it has passed as they were, and the next one told.
fn gates(told: &mut Told) {
    for number in 1..=60 {
        let Some(opened) = told.telling.saved(&format!("c{number:02}.case")) else {
            continue;
        };
        let id = opened["id"].as_str().unwrap().to_owned();
        let mut workers = told.telling.passwords().keys();
        let answers =
            |name: &&String| told.id(name).as_deref() == opened["responsible_id"].as_str();
        let who = &workers.find(answers).unwrap().clone();
        let case = told.read(who, &format!("/v1/cases/{id}"));
        let unmet = |told: &mut Told, to: &str| {
            let list = told.read(who, &format!("/v1/cases/{id}/checklist?to={to}"));
            unmet(&list)
        };
        let reason = case["termination_reason"].as_str();
        if case["status"] == "closed" {
            continue;
        }
        let passed: Vec<String> = match case["stage"].as_str().unwrap() {
            "intervention" => vec!["intervention".into()],
            "monitoring" => vec!["intervention".into(), "monitoring".into()],
            "termination" => vec![format!("termination&reason={}", reason.unwrap())],
            _ => Vec::new(),
        };
        for to in passed {
            assert_eq!(unmet(told, &to), [""; 0], "{number}: {to}");
        }
        if case["status"] == "closure_requested" {
            assert_eq!(unmet(told, "closed"), ["approved_by_other"], "{number}");
        }
    }
}

fn unmet(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().into_iter().flatten();
    items
        .filter(|item| item["met"] == false)
        .filter_map(|item| item["code"].as_str())
        .map(str::to_owned)
        .collect()
}
