//! The tests begin on 2 March 2026 at nine in the morning in Kulim; here their bodies are told at
//! another time.

use chrono::{DateTime, Datelike, Duration, NaiveDate, SecondsFormat, Utc};
use serde_json::Value;

use crate::START;

/// The body as it would be told `now`: each day and moment of 2026 moves along. What was this
/// morning stays on the same day.
pub fn to(now: DateTime<Utc>, body: Value) -> Value {
    match body {
        Value::String(text) => Value::String(moment(now, &text).unwrap_or(text)),
        Value::Array(items) => items.into_iter().map(|item| to(now, item)).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, to(now, value)))
            .collect(),
        other => other,
    }
}

fn moment(now: DateTime<Utc>, text: &str) -> Option<String> {
    let start = DateTime::from_timestamp(START, 0)?;
    let (then, today) = (in_kulim(start), in_kulim(now));
    if let Ok(day) = text.parse::<NaiveDate>() {
        return (day.year() == 2026).then(|| (day + (today - then)).to_string());
    }
    let at: DateTime<Utc> = text
        .parse()
        .ok()
        .filter(|at: &DateTime<_>| at.year() == 2026)?;
    let mut moved = at + (now - start);
    if in_kulim(at) == then && in_kulim(moved) < today {
        moved = today.and_hms_opt(0, 0, 0)?.and_utc() - Duration::hours(8);
    }
    Some(moved.to_rfc3339_opts(SecondsFormat::Micros, true))
}

/// The day in Kulim.
fn in_kulim(at: DateTime<Utc>) -> NaiveDate {
    (at + Duration::hours(8)).date_naive()
}
