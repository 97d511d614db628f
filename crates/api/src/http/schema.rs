//! Checks values against the published contract itself: all faults at once, with pointers.

use std::collections::HashMap;

use domain::warnings::{Fault, FaultCode};
use jsonschema::{
    ValidationError, Validator,
    error::{TypeKind, ValidationErrorKind},
};
use serde_json::{Value, json};

/// The compiled request schemas of the contract, by component name.
pub struct Schemas {
    validators: HashMap<String, Validator>,
}

/// No more faults than this are listed.
const MOST_FAULTS: usize = 100;

impl Schemas {
    /// Compiles the named components of a contract.
    ///
    /// # Errors
    /// When a component is missing or is no JSON schema.
    pub fn compile(
        contract: &Value,
        names: impl Iterator<Item = String>,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let components = &contract["components"]["schemas"];
        let mut validators = HashMap::new();
        for name in names {
            let mut needed = serde_json::Map::new();
            collect(components, &name, &mut needed);
            let schema = json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$ref": format!("#/components/schemas/{name}"),
                "components": { "schemas": needed },
            });
            let validator = jsonschema::options()
                .should_validate_formats(true)
                .build(&schema)
                .map_err(|cause| format!("schema {name}: {cause}"))?;
            validators.insert(name, validator);
        }
        Ok(Self { validators })
    }

    /// Takes over others whose names are not known here yet.
    pub fn extend(&mut self, others: Self) {
        for (name, validator) in others.validators {
            self.validators.entry(name).or_insert(validator);
        }
    }

    /// Every fault of a value, in the order of the schema.
    ///
    /// # Errors
    /// The faults; an unknown schema is a fault too (it fails closed).
    pub fn check(&self, name: &str, value: &Value) -> Result<(), Vec<Fault>> {
        let Some(validator) = self.validators.get(name) else {
            return Err(vec![
                Fault::new("", FaultCode::NotValid).with("expected", name),
            ]);
        };
        let mut faults = Vec::new();
        for error in validator.iter_errors(value) {
            push(&error, &mut faults);
            if faults.len() >= MOST_FAULTS {
                break;
            }
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }
}

/// The component and everything it refers to.
fn collect(components: &Value, name: &str, needed: &mut serde_json::Map<String, Value>) {
    if needed.contains_key(name) {
        return;
    }
    let Some(schema) = components.get(name) else {
        return;
    };
    needed.insert(name.to_owned(), schema.clone());
    for_each_ref(schema, &mut |target| collect(components, target, needed));
}

/// Calls back for every component a schema refers to.
pub fn for_each_ref(schema: &Value, found: &mut impl FnMut(&str)) {
    match schema {
        Value::Object(members) => {
            for (name, value) in members {
                match (name.as_str(), value) {
                    ("$ref", Value::String(target)) => {
                        if let Some(target) = target.strip_prefix("#/components/schemas/") {
                            found(target);
                        }
                    }
                    _ => for_each_ref(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| for_each_ref(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// RFC 6901: `~` and `/` in a name are escaped.
fn join(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn push(error: &ValidationError<'_>, faults: &mut Vec<Fault>) {
    let at = error.instance_path().to_string();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            for name in unexpected {
                faults.push(Fault::new(join(&at, name), FaultCode::UnknownField));
            }
        }
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            faults.push(Fault::new(join(&at, name), FaultCode::Required));
        }
        // Of an alternative "null or X", what X has against the value is what helps.
        ValidationErrorKind::AnyOf { context }
        | ValidationErrorKind::OneOfNotValid { context }
        | ValidationErrorKind::OneOfMultipleValid { context }
            if context.iter().flatten().any(|inner| !is_null_branch(inner)) =>
        {
            for inner in context
                .iter()
                .flatten()
                .filter(|inner| !is_null_branch(inner))
            {
                push(inner, faults);
            }
        }
        kind => faults.push(plain(at, kind)),
    }
}

/// "Is not null" is no news to somebody who sent a value.
fn is_null_branch(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), ValidationErrorKind::Type { kind } if type_words(kind) == "null")
}

fn plain(at: String, kind: &ValidationErrorKind) -> Fault {
    let fault = |code| Fault::new(at, code);
    match kind {
        ValidationErrorKind::Type { kind } => {
            fault(FaultCode::WrongType).with("expected", type_words(kind))
        }
        ValidationErrorKind::Enum { options } => {
            fault(FaultCode::UnknownWord).with("list", words(options))
        }
        ValidationErrorKind::Constant { expected_value } => {
            fault(FaultCode::UnknownWord).with("list", expected_value)
        }
        ValidationErrorKind::Format { format: expected }
        | ValidationErrorKind::Pattern { pattern: expected } => {
            fault(FaultCode::WrongFormat).with("expected", expected)
        }
        ValidationErrorKind::MinLength { limit } => fault(FaultCode::TooShort).with("min", limit),
        ValidationErrorKind::MaxLength { limit } => fault(FaultCode::TooLong).with("max", limit),
        ValidationErrorKind::Minimum { limit }
        | ValidationErrorKind::ExclusiveMinimum { limit } => {
            fault(FaultCode::TooSmall).with("min", limit)
        }
        ValidationErrorKind::Maximum { limit }
        | ValidationErrorKind::ExclusiveMaximum { limit } => {
            fault(FaultCode::TooLarge).with("max", limit)
        }
        ValidationErrorKind::MinItems { limit } => fault(FaultCode::TooFewItems).with("min", limit),
        ValidationErrorKind::MaxItems { limit } => {
            fault(FaultCode::TooManyItems).with("max", limit)
        }
        ValidationErrorKind::UniqueItems => fault(FaultCode::RepeatedItem),
        other => fault(FaultCode::NotValid).with("expected", other.keyword()),
    }
}

fn words(options: &Value) -> String {
    options.as_array().map_or_else(String::new, |words| {
        words
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    })
}

/// The expected types in JSON's own words.
fn type_words(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => one.to_string(),
        TypeKind::Multiple(set) => set
            .iter()
            .map(|one| one.to_string())
            .collect::<Vec<_>>()
            .join("/"),
    }
}
