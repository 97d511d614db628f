//! Consents and contracts ready for a test. Every test begins on 2 March 2026.

use serde_json::{Value, json};

use crate::{client::Client, reply::Reply};

/// A signature of this morning.
#[must_use]
pub fn signed(capacity: &str) -> Value {
    json!({"capacity": capacity, "person_name": "Halim bin Mat", "method": "ink",
        "signed_on": "2026-03-02"})
}

/// The client's consent to this.
#[must_use]
pub fn consent(purpose: &str) -> Value {
    json!({"purpose": purpose, "answer": "given", "signature": signed("client")})
}

/// The client takes a consent back.
#[must_use]
pub fn withdrawal() -> Value {
    json!({"reason": "He does not want it any more.", "signature": signed("client")})
}

/// Records the client's consent to this.
pub fn consents(client: &Client, case: &str, purpose: &str) -> Reply {
    let path = format!("/v1/cases/{case}/consents");
    client.post(&path, consent(purpose)).send().created()
}

/// An order of a court, in force.
#[must_use]
pub fn order() -> Value {
    json!({"kind": "court_order", "reference": "Kulim 83-417-03/2026",
        "ordered_by": "Court for Children, Kulim", "ordered_on": "2026-03-01",
        "starts_on": "2026-03-01", "ends_on": "2026-12-31"})
}

/// A primary contract that says everything.
#[must_use]
pub fn contract() -> Value {
    let duties = json!({"responsibilities": "Keeps what is promised.", "tasks": "Is at home."});
    json!({
        "kind": "primary", "purpose": "Care at home until his son returns.",
        "starts_on": "2026-03-02",
        "elements": {
            "consensus": "In two talks.", "mutual_agreement": "All want him at home.",
            "acceptance": "He accepts the helper.", "reciprocity": "He helps next door.",
            "responsibility": "As told below.", "promised_tasks": "As told below.",
            "period": "Half a year."
        },
        "parties": {"client": duties, "worker": duties, "agency": duties},
        "eligibility": {"certified_by": "Azman bin Yusof", "certified_on": "2026-03-02"}
    })
}

/// Drafts that contract.
pub fn draft(client: &Client, case: &str) -> Reply {
    let path = format!("/v1/cases/{case}/contracts");
    client.post(&path, contract()).send().created()
}

/// Has a party sign.
pub fn sign(client: &Client, contract: &str, party: &str) -> Reply {
    let body = json!({"party": party, "signature": signed(party)});
    let path = format!("/v1/contracts/{contract}/signatures");
    client.post(&path, body).send()
}

/// Drafts a contract that all three sign.
pub fn agreed(client: &Client, case: &str) -> Reply {
    let id = draft(client, case).id();
    for party in ["client", "worker", "agency"] {
        sign(client, &id, party).ok();
    }
    client.get(&format!("/v1/contracts/{id}")).send().ok()
}
