//! What differs from version to version.

use serde_json::{Value, json};

use super::super::fixture::*;
use super::super::*;
use super::changed;
use crate::elements::{ElementKind, Row};

fn compare(after: &[Row], before: &[Row]) -> PlanComparison {
    let details = details();
    let version = |n, parts| Version {
        id: PlanId(uuid(n)),
        details: &details,
        parts,
    };
    compare_plans(&version(101, after), &version(100, before)).unwrap()
}

#[test]
fn another_order_is_no_difference() {
    let mut before = rows();
    before[4].details["goal_ids"] = json!([uuid(1), uuid(9)]);
    let mut after = before.clone();
    after.reverse();
    for row in &mut after {
        row.version = 7;
        if row.id == uuid(5) {
            row.details["goal_ids"] = json!([uuid(9), uuid(1)]);
        }
    }
    let told = compare(&after, &before);
    assert!(told.own.is_empty() && told.added.is_empty());
    assert!(told.removed.is_empty() && told.changed.is_empty());
}

#[test]
fn a_comparison_tells_parts_and_fields() {
    let mut after = changed(1, "target_on", json!("2026-09-30"));
    after[0].details["issue"] = json!("Nobody cooks");
    after.retain(|row| row.id != uuid(8));
    after.push(row(
        ElementKind::Milestone,
        9,
        json!({"title": "x", "due_on": "2026-05-01"}),
    ));
    let told = compare(&after, &rows());
    let part = |kind, n| PartRef { kind, id: uuid(n) };
    assert_eq!(told.added, [part(ElementKind::Milestone, 9)]);
    assert_eq!(told.removed, [part(ElementKind::TeamConsultation, 8)]);
    let field = |field: &str, before: Value, after: Value| FieldChange {
        field: field.to_owned(),
        before: Some(before).filter(|value| !value.is_null()),
        after: Some(after),
    };
    assert_eq!(
        told.changed,
        [ChangedPart {
            kind: ElementKind::Goal,
            id: uuid(1),
            fields: vec![
                field("issue", Value::Null, json!("Nobody cooks")),
                field("target_on", json!("2026-06-30"), json!("2026-09-30")),
            ]
        }]
    );
}
