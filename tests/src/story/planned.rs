//! A case through all five stages: agreed upon, assessed, planned, worked on, monitored, and brought
//! to its end as it was planned.

use serde_json::{Value, json};

use super::{
    counter::COUNTER,
    ending, planning, situation,
    step::{It, Step},
    work,
};
use crate::{crash::tables::ENGAGEMENTS, engagement};

/// The whole story.
pub const STORY: &[&[Step]] = &[
    COUNTER,
    ENGAGEMENT,
    ATTACHMENT,
    situation::ASSESSMENT,
    &[TO_INTERVENTION],
    planning::PLAN,
    work::WORK,
    work::BASELINE,
    &[TO_MONITORING],
    work::MONITORING,
    ending::READINESS,
    ending::END,
    LOOSE_ENDS,
    // The plan is closed with the case.
    &ending::closure(3),
];

/// What else the client agrees to, and to what not.
const ENGAGEMENT: &[Step] = &[
    Step::make(
        "to_be_assessed",
        ENGAGEMENTS,
        "/v1/cases/{case}/consents",
        |_| engagement::consent("assessment"),
    ),
    Step::make("photo", ENGAGEMENTS, "/v1/cases/{case}/consents", |_| {
        engagement::consent("photo")
    }),
    Step::post("no_photo", "/v1/consents/{photo}/withdrawal")
        .of("photo", ENGAGEMENTS)
        .body(|_| engagement::withdrawal()),
    Step::make(
        "rights",
        ENGAGEMENTS,
        "/v1/cases/{case}/rights-explanations",
        |_| json!({"rights": ["take_part", "complain"], "explained_to": engagement::signed("client")}),
    ),
    Step::make(
        "contract",
        ENGAGEMENTS,
        "/v1/cases/{case}/contracts",
        |_| engagement::contract(),
    ),
    signing("client_signs", |_| signature("client")),
    signing("worker_signs", |_| signature("worker")),
    signing("agency_signs", |_| signature("agency")).leaves(2),
];

const fn signing(name: &'static str, body: fn(&It<'_>) -> Value) -> Step {
    Step::post(name, "/v1/contracts/{contract}/signatures")
        .of("contract", ENGAGEMENTS)
        .body(body)
}

fn signature(party: &str) -> Value {
    json!({"party": party, "signature": engagement::signed(party)})
}

/// A paper, announced and sent.
const ATTACHMENT: &[Step] = &[
    Step::make(
        "attachment",
        "attachments",
        "/v1/cases/{case}/attachments",
        |it| {
            let content = content(it);
            json!({"document_type": "medical_report", "title": "Report", "media_type": "text/plain",
            "size": content.len(), "sha256": super::sha256(&content)})
        },
    ),
    Step::put("content", "/v1/attachments/{attachment}/content")
        .of("attachment", "attachments")
        .file(content),
];

/// Some pages, unlike those of any other attachment.
fn content(it: &It<'_>) -> Vec<u8> {
    format!("{}\n", it.id("attachment"))
        .repeat(200)
        .into_bytes()
}

const TO_INTERVENTION: Step = Step::post("to_intervention", "/v1/cases/{case}/transitions")
    .of("case", "cases")
    .seen("*")
    .body(|_| json!({"to": "intervention"}));

const TO_MONITORING: Step = Step::post("to_monitoring", "/v1/cases/{case}/transitions")
    .of("case", "cases")
    .seen("*")
    .body(|_| json!({"to": "monitoring"}));

/// What must not be left open.
const LOOSE_ENDS: &[Step] = &[Step::post("contract_ends", "/v1/contracts/{contract}/end")
    .of("contract", ENGAGEMENTS)
    .seen("contract")
    .body(|_| json!({"ended_on": "2026-03-02", "reason": "Everything was done."}))];
