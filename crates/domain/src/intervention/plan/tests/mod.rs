//! The course of a plan, and what its gate and its versions look at.

mod activation;
mod course;
mod parts;
mod progress;
mod versions;

use serde_json::Value;

use super::fixture::*;
use super::*;
use crate::elements::{Content, Row};
use crate::refusal::{Decision, RefusalCode};

fn codes(decision: Decision<PlanEvent>) -> Vec<RefusalCode> {
    let refusals = decision.err().unwrap_or_default();
    refusals.iter().map(|refusal| refusal.code).collect()
}

fn with(rows: Vec<Row>) -> PlanContent {
    PlanContent::read(PlanId(uuid(100)), rows).unwrap()
}

/// The rows with this one changed.
fn changed(n: u128, field: &str, value: Value) -> Vec<Row> {
    let mut rows = rows();
    let row = rows.iter_mut().find(|row| row.id == uuid(n)).unwrap();
    row.details[field] = value;
    rows
}
