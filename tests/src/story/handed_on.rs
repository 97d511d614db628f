//! A family: its papers, something told to others, the case on hold, in other hands, and at last in
//! another unit.

use serde_json::{Value, json};

use super::{
    counter::{ACCEPTANCE, SCREENING},
    family::FAMILY,
    step::{Step, worker},
};
use crate::{cases, organisation};

/// The whole story.
pub const STORY: &[&[Step]] = &[FAMILY, COUNTER, RECORDS, HOLD, HANDS, LIST, TRANSFER];

/// The intake of a household, with papers of which one will not come.
const COUNTER: &[Step] = &[
    Step::make("intake", "intakes", "/v1/intakes", |it| {
        json!({
            "channel": "walk_in", "person_id": it.id("person"),
            "client": {"kind": "family", "household_id": it.id("household")},
            "presenting_problem": it.text, "category": "homeless", "urgency": "routine",
            "received_at": "2026-03-02T01:00:00Z",
        })
    }),
    Step::make(
        "card",
        "intake_documents",
        "/v1/intakes/{intake}/documents",
        |_| json!({"document_type": "identity_card"}),
    ),
    Step::make(
        "order",
        "intake_documents",
        "/v1/intakes/{intake}/documents",
        |_| json!({"document_type": "court_order"}),
    ),
    Step::post("receipt", "/v1/intakes/{intake}/documents/{card}/receipt")
        .of("card", "intake_documents")
        .seen("card")
        .body(|_| json!({"received_on": "2026-03-02"})),
    Step::post("waiver", "/v1/intakes/{intake}/documents/{order}/waiver")
        .by("azman")
        .of("order", "intake_documents")
        .seen("order")
        .body(|_| reason("The court lost its archive in the flood of January.")),
    SCREENING,
    ACCEPTANCE,
];

const RECORDS: &[Step] = &[
    Step::make(
        "disclosure",
        "disclosures",
        "/v1/cases/{case}/disclosures",
        |_| cases::disclosure(),
    ),
    Step::make("contact", "contacts", "/v1/cases/{case}/contacts", |_| {
        json!({"with": "client", "channel": "phone", "purpose": "follow_up",
            "at": "2026-03-02T00:30:00Z", "reached": false})
    }),
    Step::make(
        "task",
        "tasks",
        "/v1/cases/{case}/tasks",
        |it| json!({"text": it.text}),
    ),
    Step::post("completion", "/v1/tasks/{task}/completion")
        .of("task", "tasks")
        .seen("task"),
];

const HOLD: &[Step] = &[
    Step::post("hold", "/v1/cases/{case}/hold")
        .of("case", "cases")
        .seen("case")
        .body(|_| reason("The client is in hospital until the operation.")),
    Step::post("resumption", "/v1/cases/{case}/resumption")
        .of("case", "cases")
        .seen("case"),
];

/// To Farid, and back.
const HANDS: &[Step] = &[
    Step::make("to_farid", OFFERS, "/v1/cases/{case}/reassignments", |_| {
        json!({"to_worker_id": worker("farid"), "reason": "Siti goes on leave for three months."})
    })
    .by("azman"),
    Step::post("farid_takes", "/v1/reassignments/{to_farid}/acceptance")
        .by("farid")
        .of("to_farid", OFFERS)
        .seen("to_farid")
        .leaves(2),
    Step::make("to_siti", OFFERS, "/v1/cases/{case}/reassignments", |_| {
        json!({"to_worker_id": worker("siti"), "reason": "Siti is back from her leave."})
    })
    .by("azman"),
    Step::post("siti_takes", "/v1/reassignments/{to_siti}/acceptance")
        .of("to_siti", OFFERS)
        .seen("to_siti")
        .leaves(2),
];

/// Those who may still see it.
const LIST: &[Step] = &[
    Step::put("restriction", "/v1/cases/{case}/confidentiality")
        .by("azman")
        .of("case", "cases")
        .seen("*")
        .leaves(2)
        .body(|_| class("restricted")),
    Step::put("naming", "/v1/cases/{case}/members/{farid}")
        .by("azman")
        .of("case", "case_members")
        .seen("*")
        .body(|_| json!({"membership": "listed"})),
    // Of a restricted case no other unit is told.
    Step::put("easing", "/v1/cases/{case}/confidentiality")
        .by("azman")
        .of("case", "cases")
        .seen("case")
        .body(|_| class("confidential")),
];

const TRANSFER: &[Step] = &[
    Step::make("to_baling", OFFERS, "/v1/cases/{case}/transfers", |_| {
        json!({"to_unit_id": organisation::unit("baling"),
            "reason": "She has moved to Baling to live with her son."})
    })
    // The director, who sees it afterwards too, and so can ask again.
    .by("ismail"),
    Step::post("baling_takes", "/v1/transfers/{to_baling}/acceptance")
        .by("kamal")
        .of("to_baling", OFFERS)
        .seen("to_baling")
        // Those of the list go.
        .leaves(4)
        .body(|_| json!({"caseworker_id": worker("hanim")})),
];

const OFFERS: &str = "case_offers";

fn reason(text: &str) -> Value {
    json!({ "reason": text })
}

fn class(word: &str) -> Value {
    json!({"confidentiality": word, "reason": "A colleague of this office is a party to the case."})
}
