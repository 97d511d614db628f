//! Those around a person: a relative, their household, a group.

use serde_json::json;

use super::{
    counter::{PERSON, person},
    step::Step,
};

/// Two who live together, and what they belong to.
pub const FAMILY: &[Step] = &[
    PERSON,
    Step::make("relative", "persons", "/v1/persons", |it| {
        person(it, "1951-07-17")
    })
    .says(),
    Step::make(
        "relationship",
        "relationships",
        "/v1/persons/{person}/relationships",
        |it| json!({"other_person_id": it.id("relative"), "kind": "sibling"}),
    ),
    Step::make("household", "households", "/v1/households", |it| {
        let number = it.id("household").as_u128() % 10_u128.pow(16);
        let card = json!({"kind": "kpm_number", "value": number.to_string()});
        json!({"name": it.text, "cards": [card]})
    }),
    Step::make(
        "head",
        "party_members",
        "/v1/households/{household}/members",
        |it| json!({"person_id": it.id("person"), "relation": "head"}),
    ),
    Step::make(
        "sibling",
        "party_members",
        "/v1/households/{household}/members",
        |it| json!({"person_id": it.id("relative"), "relation": "sibling"}),
    ),
    Step::make(
        "group",
        "client_groups",
        "/v1/groups",
        |it| json!({"kind": "group", "name": it.text, "purpose": "Mutual help."}),
    )
    .says(),
    Step::make(
        "member",
        "party_members",
        "/v1/groups/{group}/members",
        |it| json!({"person_id": it.id("relative"), "role": "organiser"}),
    ),
    Step::post("leaving", "/v1/groups/{group}/members/{member}/ending")
        .of("member", "party_members")
        .seen("member")
        .body(|_| json!({"until": "2026-03-02", "reason": "He moved away."})),
];
