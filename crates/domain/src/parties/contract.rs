//! What the contract may rely on: every example is a valid body, every list and text is bounded.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use utoipa::{PartialSchema, ToSchema};

use super::*;
use crate::intake::requirements;
use crate::warnings::{FaultText, WarningText};

/// The schema as JSON, after its examples went through the type and came back unchanged.
fn schema<T: PartialSchema + ToSchema + Serialize + DeserializeOwned>() -> (String, Value) {
    let schema = serde_json::to_value(T::schema()).unwrap();
    let examples = schema["examples"].as_array().cloned().unwrap_or_default();
    assert!(!examples.is_empty(), "{} has no example", T::name());
    for example in examples {
        let value: T = serde_json::from_value(example.clone()).unwrap();
        let shown = serde_json::to_value(value).unwrap();
        for (name, given) in example.as_object().unwrap() {
            assert_eq!(&shown[name], given, "{}: {name}", T::name());
        }
    }
    (T::name().into_owned(), schema)
}

fn all() -> Vec<(String, Value)> {
    vec![
        schema::<unit::UnitDetails>(),
        schema::<unit::NewUnit>(),
        schema::<unit::Unit>(),
        schema::<worker::WorkerDetails>(),
        schema::<worker::NewWorker>(),
        schema::<worker::Worker>(),
        schema::<grant::NewGrant>(),
        schema::<grant::RoleGrant>(),
        schema::<qualification::QualificationDetails>(),
        schema::<qualification::NewQualification>(),
        schema::<qualification::WithdrawQualification>(),
        schema::<qualification::Qualification>(),
        schema::<integration::IntegrationDetails>(),
        schema::<integration::NewIntegration>(),
        schema::<integration::Integration>(),
        schema::<requirements::NeededDocuments>(),
        schema::<requirements::UnitRequirements>(),
        schema::<person::PersonDetails>(),
        schema::<person::NewPerson>(),
        schema::<person::Person>(),
        schema::<household::HouseholdDetails>(),
        schema::<household::NewHousehold>(),
        schema::<household::Household>(),
        schema::<household::CardEntry>(),
        schema::<household::NewHouseholdMember>(),
        schema::<household::HouseholdMemberDetails>(),
        schema::<household::HouseholdMember>(),
        schema::<group::GroupDetails>(),
        schema::<group::NewGroup>(),
        schema::<group::Group>(),
        schema::<group::NewGroupMember>(),
        schema::<group::GroupMemberDetails>(),
        schema::<group::GroupMember>(),
        schema::<member::Ending>(),
        schema::<relationship::NewRelationship>(),
        schema::<relationship::Relationship>(),
        schema::<ExternalRef>(),
        schema::<identifier::IdentifierEntry>(),
        schema::<contact_point::ContactPoint>(),
        schema::<contact_point::SafeContact>(),
        schema::<address::Address>(),
        schema::<disability::DisabilityEntry>(),
        schema::<FaultText>(),
        schema::<WarningText>(),
    ]
}

fn unbounded(place: &str, value: &Value, found: &mut Vec<String>) {
    let is = |name: &str| match &value["type"] {
        Value::String(one) => one == name,
        Value::Array(several) => several.iter().any(|one| one == name),
        _ => false,
    };
    let plain_text = is("string") && value.get("format").is_none() && value.get("enum").is_none();
    if is("array") && value.get("maxItems").is_none()
        || plain_text && value.get("maxLength").is_none()
        || is("integer") && (value.get("minimum").is_none() || value.get("maximum").is_none())
    {
        found.push(place.to_owned());
    }
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter().filter(|(name, _)| *name != "examples") {
                unbounded(&format!("{place}/{name}"), field, found);
            }
        }
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                unbounded(&format!("{place}/{i}"), item, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_example_is_a_valid_body_and_every_size_has_a_bound() {
    let mut found = Vec::new();
    for (name, schema) in all() {
        unbounded(&name, &schema, &mut found);
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn every_field_is_described() {
    for (name, schema) in all() {
        let parts = schema["allOf"].as_array().cloned().unwrap_or_default();
        for part in parts.iter().chain([&schema]) {
            let Some(fields) = part["properties"].as_object() else {
                continue;
            };
            for (field, schema) in fields {
                let described = schema.to_string().contains("\"description\":");
                assert!(described, "{name}.{field}: {schema}");
            }
        }
    }
}

#[test]
fn the_examples_of_persons_are_plausible() {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
    let (_, schema) = schema::<person::NewPerson>();
    for example in schema["examples"].as_array().unwrap() {
        let new: person::NewPerson = serde_json::from_value(example.clone()).unwrap();
        assert_eq!(person::review_new(&new, today), Ok(Vec::new()));
    }
    let details = person::PersonDetails::schema();
    let details = serde_json::to_value(details).unwrap();
    let person: person::PersonDetails =
        serde_json::from_value(details["examples"][0].clone()).unwrap();
    assert_eq!(person::review(&person, today), Ok(Vec::new()));
}
