//! Interventions, sessions and crises ready for a test. Every test begins on 2 March 2026.

use serde_json::{Value, json};

/// Visits that lead to the day centre.
#[must_use]
pub fn intervention() -> Value {
    json!({
        "title": "Weekly visits to get used to the day centre",
        "technique": "accompaniment", "worker_roles": ["facilitator", "broker"]
    })
}

/// A visit of this morning.
#[must_use]
pub fn session() -> Value {
    json!({
        "form": "individual", "held_at": "2026-03-02T00:15:00Z", "minutes": 40,
        "mode": "in_person", "place": "client_home", "done": "Went through the week with him.",
        "skills": ["empathy"], "attendees": [{"name": "Encik Harun, his neighbour"}],
        "client_response": "Tired, but pleased to be asked.", "next_step": "See the day centre."
    })
}

/// A group session of this morning, in one other case.
#[must_use]
pub fn group_session(other: &str) -> Value {
    json!({
        "held_at": "2026-03-02T00:15:00Z", "minutes": 90, "mode": "in_person",
        "place": "institution", "done": "Role play: asking for help.",
        "attendees": [{"name": "The client himself"}], "client_response": "Took part after a while.",
        "others": [{
            "case_id": other, "attendees": [{"name": "Rosnah, the client", "absence_reason": "Ill"}],
            "client_response": "Sent word that she was sorry."
        }]
    })
}

/// A crisis of this morning.
#[must_use]
pub fn crisis() -> Value {
    json!({
        "severity": "severe", "what": "He fell, and lay on the floor all night.",
        "occurred_at": "2026-03-01T14:00:00Z", "place": "At home",
        "action_taken": "The neighbour called the ambulance."
    })
}

/// A change of strategy of today, with his agreement.
#[must_use]
pub fn strategy_change() -> Value {
    json!({
        "from": "Talks at the office.", "to": "Talks on walks near his home.",
        "reason": "He does not speak in closed rooms.", "changed_on": "2026-03-02",
        "agreed_on": "2026-03-01"
    })
}
