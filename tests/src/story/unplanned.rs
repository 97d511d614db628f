//! The client dies: a note, something held and handed back, and the end that nobody planned.

use serde_json::json;

use super::{
    counter::COUNTER,
    ending,
    step::{Step, with},
};
use crate::cases;

/// The whole story.
pub const STORY: &[&[Step]] = &[COUNTER, NOTE, CUSTODY, END, &ending::closure(2)];

const NOTE: &[Step] = &[
    Step::make(
        "note",
        "notes",
        "/v1/cases/{case}/notes",
        |it| json!({"occurred_at": "2026-03-02T01:00:00Z", "text": it.text}),
    )
    .says(),
    Step::patch("edit", "/v1/notes/{note}")
        .of("note", "notes")
        .seen("note")
        .body(|it| json!({"text": it.text}))
        .says(),
    Step::post("signature", "/v1/notes/{note}/signature")
        .of("note", "notes")
        .seen("note"),
];

const CUSTODY: &[Step] = &[
    Step::make(
        "item",
        "custody_items",
        "/v1/cases/{case}/custody-items",
        |it| with(cases::bank_book(), "description", it.text.clone()),
    ),
    Step::post("settlement", "/v1/custody-items/{item}/settlement")
        .of("item", "custody_items")
        .seen("item")
        .body(|_| {
            json!({
                "outcome": "client", "settled_on": "2026-03-02",
                "acknowledgement":
                    {"capacity": "client", "method": "ink", "signed_on": "2026-03-02"},
            })
        }),
];

const END: &[Step] = &[
    Step::post("end", "/v1/cases/{case}/transitions")
        .of("case", "cases")
        .seen("case")
        .body(|_| json!({"to": "termination", "reason": "deceased"})),
    Step::patch("particulars", "/v1/cases/{case}/termination")
        .of("termination", "terminations")
        .seen("termination")
        .body(|_| {
            json!({"deceased": {
                "died_on": "2026-02-28", "source": "Hospital Kulim",
                "no_document_reason": "The family keeps the certificate and lives far away.",
            }})
        }),
    ending::NO_FAMILY,
];
