//! The planned end, step by step, and the closure of the file.

use serde_json::json;

use super::step::{Step, with};
use crate::cases;

/// What is to be known before a planned end.
pub const READINESS: &[Step] = &[
    Step::make(
        "party_report",
        STEPS,
        "/v1/cases/{case}/party-reports",
        |_| json!({"party": "school", "status": "requested", "requested_on": "2026-03-01"}),
    ),
    Step::patch("answer", "/v1/party-reports/{party_report}")
        .of("party_report", STEPS)
        .seen("party_report")
        .body(|_| json!({"status": "received", "received_on": "2026-03-02"})),
    Step::make(
        "interview",
        STEPS,
        "/v1/cases/{case}/functioning-interviews",
        |_| {
            json!({"held_on": "2026-03-01", "functioning": "Cooks by herself.",
            "future_plans": "To stay."})
        },
    ),
    Step::make(
        "discussion",
        STEPS,
        "/v1/cases/{case}/closing-discussions",
        |_| {
            json!({"held_on": "2026-03-01", "changes_achieved": "Eats twice a day.",
            "readiness": "ready"})
        },
    ),
    Step::make(
        "report_note",
        "notes",
        "/v1/cases/{case}/notes",
        |it| json!({"occurred_at": "2026-03-02T01:00:00Z", "text": it.text}),
    )
    .says(),
    Step::post("report_signature", "/v1/notes/{report_note}/signature")
        .of("report_note", "notes")
        .seen("report_note"),
    Step::make(
        "final_report",
        STEPS,
        "/v1/cases/{case}/final-reports",
        |it| json!({"written_on": "2026-03-01", "readiness": "ready", "note_id": it.id("report_note")}),
    ),
];

/// The end for goals achieved.
pub const END: &[Step] = &[
    Step::post("end", "/v1/cases/{case}/transitions")
        .of("case", "cases")
        .seen("case")
        .body(|_| json!({"to": "termination", "reason": "goals_achieved"})),
    Step::make(
        "notice",
        STEPS,
        "/v1/cases/{case}/termination-notices",
        |_| {
            json!({"recipient": "client", "outcome": "given", "channel": "visit",
            "given_at": "2026-03-02T00:30:00Z"})
        },
    ),
    NO_FAMILY,
    Step::make(
        "future",
        STEPS,
        "/v1/cases/{case}/future-plan-items",
        |_| json!({"area": "housing", "plan": "Stays in her house.", "confirmed_on": "2026-03-01"}),
    ),
    Step::make(
        "neighbour",
        STEPS,
        "/v1/cases/{case}/support-contacts",
        |_| cases::neighbour(),
    ),
    Step::make(
        "mistake",
        STEPS,
        "/v1/cases/{case}/support-contacts",
        |_| with(cases::neighbour(), "name", "Encik Haron"),
    ),
    Step::post("withdrawal", "/v1/support-contacts/{mistake}/withdrawal")
        .of("mistake", STEPS)
        .seen("mistake")
        .body(|_| json!({"reason": "He is Encik Harun."})),
    Step::make(
        "transition",
        STEPS,
        "/v1/cases/{case}/transition-steps",
        |_| json!({"stage": "own_activities", "began_on": "2026-03-02"}),
    ),
];

/// Nobody of the family is left to be told.
pub const NO_FAMILY: Step = Step::make(
    "no_family",
    STEPS,
    "/v1/cases/{case}/termination-notices",
    |_| json!({"recipient": "family", "outcome": "no_family"}),
);

/// The closure of the file: asked for, and approved by somebody else, which leaves so many events.
pub const fn closure(events: usize) -> [Step; 2] {
    [
        Step::make(
            "closure_request",
            CLOSURES,
            "/v1/cases/{case}/closure-request",
            |it| json!({"summary": it.text}),
        )
        .seen("case"),
        Step::post(
            "approval",
            "/v1/closure-requests/{closure_request}/approval",
        )
        .by("azman")
        .of("closure_request", CLOSURES)
        .seen("closure_request")
        .leaves(events)
        .body(|_| json!({})),
    ]
}

const STEPS: &str = "termination_steps";
const CLOSURES: &str = "closure_requests";
