//! What one version of a plan says differently from another, part by part and field by field. The
//! order of parts, and of the ids in a list, is no difference.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{PlanDetails, PlanId};
use crate::elements::{ElementKind, Row};

/// Two versions of a plan, compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanComparison {
    /// The version that is looked at.
    pub plan_id: PlanId,
    /// The version it is compared with.
    pub with: PlanId,
    /// What the plan says differently of itself.
    #[schema(max_items = 50)]
    pub own: Vec<FieldChange>,
    /// The parts that only the version looked at has.
    #[schema(max_items = 500)]
    pub added: Vec<PartRef>,
    /// The parts that only the other has.
    #[schema(max_items = 500)]
    pub removed: Vec<PartRef>,
    /// The parts that both have, and that differ.
    #[schema(max_items = 500)]
    pub changed: Vec<ChangedPart>,
}

/// A part of a plan, named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartRef {
    /// What it is.
    pub kind: ElementKind,
    /// Its id, the same in all versions.
    pub id: Uuid,
}

/// A part that differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChangedPart {
    /// What it is.
    pub kind: ElementKind,
    /// Its id, the same in all versions.
    pub id: Uuid,
    /// The fields that differ.
    #[schema(max_items = 50)]
    pub fields: Vec<FieldChange>,
}

/// A field that differs. What is absent is not told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FieldChange {
    /// The field.
    #[schema(max_length = 100)]
    pub field: String,
    /// What the other version says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub before: Option<Value>,
    /// What the version looked at says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub after: Option<Value>,
}

/// One version, as it is compared.
pub struct Version<'a> {
    /// The version.
    pub id: PlanId,
    /// What it says of itself.
    pub details: &'a PlanDetails,
    /// Its parts, as they are stored.
    pub parts: &'a [Row],
}

/// Compares a version with another one, mostly the one before it.
///
/// # Errors
/// When the details cannot be written as JSON: a defect.
pub fn compare_plans(
    after: &Version<'_>,
    before: &Version<'_>,
) -> serde_json::Result<PlanComparison> {
    let earlier: BTreeMap<Uuid, &Row> = before.parts.iter().map(|row| (row.id, row)).collect();
    let later: BTreeMap<Uuid, &Row> = after.parts.iter().map(|row| (row.id, row)).collect();
    let only = |these: &BTreeMap<Uuid, &Row>, those: &BTreeMap<Uuid, &Row>| {
        let rows = these.values().filter(|row| !those.contains_key(&row.id));
        rows.map(|row| PartRef {
            kind: row.kind,
            id: row.id,
        })
        .collect()
    };
    let changed = later.values().filter_map(|row| {
        let fields = fields(&earlier.get(&row.id)?.details, &row.details);
        (!fields.is_empty()).then_some(ChangedPart {
            kind: row.kind,
            id: row.id,
            fields,
        })
    });
    Ok(PlanComparison {
        plan_id: after.id,
        with: before.id,
        own: fields(
            &serde_json::to_value(before.details)?,
            &serde_json::to_value(after.details)?,
        ),
        added: only(&later, &earlier),
        removed: only(&earlier, &later),
        changed: changed.collect(),
    })
}

/// The fields of two objects that differ.
fn fields(before: &Value, after: &Value) -> Vec<FieldChange> {
    let none = Map::new();
    let (before, after) = (
        before.as_object().unwrap_or(&none),
        after.as_object().unwrap_or(&none),
    );
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .filter(|name| {
            let told =
                |side: &Map<String, Value>| unordered(side.get(*name).unwrap_or(&Value::Null));
            told(before) != told(after)
        })
        .map(|name| FieldChange {
            field: name.clone(),
            before: before.get(name).filter(|value| !value.is_null()).cloned(),
            after: after.get(name).filter(|value| !value.is_null()).cloned(),
        })
        .collect()
}

/// A list of plain texts in an order of its own; anything else as it is.
fn unordered(value: &Value) -> Value {
    let Value::Array(items) = value else {
        return value.clone();
    };
    let mut texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
    if texts.len() < items.len() {
        return value.clone();
    }
    texts.sort_unstable();
    texts.into_iter().collect()
}
