//! Schemas as clients like them: flat objects, closed requests, open answers, plain names.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{contract::each_operation, schema::for_each_ref};

/// Shapes every schema of a contract.
pub fn shape_schemas(contract: &mut Value) {
    rename_generics(contract);
    name_items(contract);
    let Some(schemas) = contract["components"]["schemas"].as_object_mut() else {
        return;
    };
    let mut schemas: BTreeMap<String, Value> = std::mem::take(schemas).into_iter().collect();
    flatten_all(&mut schemas);
    make_patches(&mut schemas);
    let (requests, answers) = (
        reachable(contract, &schemas, true),
        reachable(contract, &schemas, false),
    );
    for name in &requests {
        if let Some(schema) = schemas.get_mut(name) {
            close(schema);
        }
    }
    open_answers(contract, &mut schemas, &requests, &answers);
    // What nothing refers to any more is no part of the contract.
    let mut used = reachable(contract, &schemas, true);
    used.extend(reachable(contract, &schemas, false));
    used.extend(["Problem", "ProblemError", "ProblemRefusal"].map(str::to_owned));
    schemas.retain(|name, _| used.contains(name));
    contract["components"]["schemas"] = json!(schemas);
    drop_unused(contract);
}

/// Shared responses and parameters that no operation uses yet are left out.
fn drop_unused(contract: &mut Value) {
    let text = contract["paths"].to_string();
    for kind in ["responses", "parameters"] {
        if let Some(components) = contract["components"][kind].as_object_mut() {
            components.retain(|name, _| text.contains(&format!("#/components/{kind}/{name}\"")));
        }
    }
    let text = format!(
        "{}{}",
        contract["paths"], contract["components"]["responses"]
    );
    if let Some(headers) = contract["components"]["headers"].as_object_mut() {
        headers.retain(|name, _| text.contains(&format!("#/components/headers/{name}\"")));
    }
}

/// `Page_Case` → `CasePage`, `PatchOf_PersonDetails` → `PersonDetailsPatch`; a step of an end,
/// `Step_FinalReportDetails`, → `FinalReport`.
fn rename_generics(contract: &mut Value) {
    fn renamed(name: &str) -> Option<String> {
        let (outer, inner) = name.split_once('_')?;
        let inner = renamed(inner).unwrap_or_else(|| inner.to_owned());
        Some(match outer {
            "Step" => inner.trim_end_matches("Details").to_owned(),
            _ => format!("{inner}{}", outer.strip_suffix("Of").unwrap_or(outer)),
        })
    }
    map_refs(contract, &renamed);
    if let Some(schemas) = contract["components"]["schemas"].as_object_mut() {
        *schemas = std::mem::take(schemas)
            .into_iter()
            .map(|(name, schema)| (renamed(&name).unwrap_or(name), schema))
            .collect();
    }
}

/// The items of `CasePage` arrive written out: they are a `Case`, by name.
fn name_items(contract: &mut Value) {
    let Some(schemas) = contract["components"]["schemas"].as_object_mut() else {
        return;
    };
    let pages: Vec<String> = schemas.keys().cloned().collect();
    for page in pages {
        let Some(item) = page.strip_suffix("Page") else {
            continue;
        };
        let items = &mut schemas[&page]["properties"]["items"]["items"];
        if items.is_object() && items.get("$ref").is_none() {
            let written_out = items.take();
            *items = json!({"$ref": format!("#/components/schemas/{item}")});
            schemas.entry(item).or_insert(written_out);
        }
    }
}

/// Rewrites the targets of references.
fn map_refs(value: &mut Value, rename: &impl Fn(&str) -> Option<String>) {
    const PREFIX: &str = "#/components/schemas/";
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if let ("$ref", Value::String(target)) = (name.as_str(), &mut *value) {
                    if let Some(new) = target.strip_prefix(PREFIX).and_then(rename) {
                        *target = format!("{PREFIX}{new}");
                    }
                } else {
                    map_refs(value, rename);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| map_refs(item, rename)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A flattened part arrives as `allOf: [ref, object]`: one object reads better.
fn flatten_all(schemas: &mut BTreeMap<String, Value>) {
    let names: Vec<String> = schemas.keys().cloned().collect();
    for name in names {
        let flat = flattened(&schemas[&name], schemas, name.starts_with("New"));
        schemas.insert(name, flat);
    }
}

fn flattened(schema: &Value, schemas: &BTreeMap<String, Value>, new: bool) -> Value {
    let Some(parts) = schema.get("allOf").and_then(Value::as_array) else {
        return schema.clone();
    };
    let mut flat = schema.clone();
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut examples = None;
    for part in parts {
        let target = part["$ref"].as_str().and_then(|r| r.rsplit('/').next());
        let part = match target {
            Some(target) => flattened(schemas.get(target).unwrap_or(part), schemas, new),
            None => part.clone(),
        };
        if let Some(own) = part["properties"].as_object() {
            properties.extend(own.clone());
        }
        required.extend(part["required"].as_array().cloned().unwrap_or_default());
        examples = examples.or_else(|| part.get("examples").cloned());
    }
    if let Some(members) = flat.as_object_mut() {
        members.remove("allOf");
        // Of a command; a record has more than its parts tell.
        if let Some(examples) = examples.filter(|_| new && !members.contains_key("examples")) {
            members.insert("examples".into(), examples);
        }
        members.insert("type".into(), json!("object"));
        members.insert("properties".into(), Value::Object(properties));
        if !required.is_empty() {
            members.insert("required".into(), Value::Array(required));
        }
    }
    flat
}

/// `XPatch` is X with nothing required and, where X can do without, null allowed; an object in it
/// is patched member by member too, by a patch of its own.
fn make_patches(schemas: &mut BTreeMap<String, Value>) {
    let mut wanted: Vec<String> = schemas
        .keys()
        .filter(|name| name.ends_with("Patch"))
        .cloned()
        .collect();
    let mut made: BTreeSet<String> = BTreeSet::new();
    while let Some(name) = wanted.pop() {
        let of_name = name.trim_end_matches("Patch");
        let Some(of) = schemas.get(of_name).cloned() else {
            continue;
        };
        if !made.insert(name.clone()) {
            continue;
        }
        let required: BTreeSet<&str> = of["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut properties = of["properties"].as_object().cloned().unwrap_or_default();
        for (field, schema) in &mut properties {
            patch_members(schema, schemas, &mut wanted);
            if !required.contains(field.as_str()) {
                *schema = nullable(schema.take());
            }
        }
        let description = format!(
            "JSON Merge Patch (RFC 7396) of {of_name}: absent leaves a field as it is, null clears it.",
        );
        schemas.insert(
            name,
            json!({"type": "object", "description": description, "minProperties": 1, "properties": properties}),
        );
    }
}

/// A field that holds an object takes a patch of it. A list is replaced whole.
fn patch_members(field: &mut Value, schemas: &BTreeMap<String, Value>, wanted: &mut Vec<String>) {
    if field.get("items").is_some() {
        return;
    }
    let object = |name: &str| {
        schemas
            .get(name)?
            .get("properties")
            .map(|_| name.to_owned())
    };
    for_each_ref(field, &mut |name| {
        wanted.extend(object(name).map(|name| format!("{name}Patch")));
    });
    map_refs(field, &|name| {
        object(name).map(|name| format!("{name}Patch"))
    });
}

fn nullable(mut schema: Value) -> Value {
    match schema.get("type") {
        Some(Value::String(one)) if schema.get("enum").is_none() => {
            schema["type"] = json!([one, "null"]);
            schema
        }
        Some(Value::Array(_)) => schema,
        _ if schema.get("oneOf").is_some() => schema,
        _ => {
            let description = schema.get("description").cloned();
            let mut either = json!({"oneOf": [{"type": "null"}, schema]});
            if let Some(description) = description {
                either["description"] = description;
            }
            either
        }
    }
}

/// The schemas that requests (or answers) lead to.
fn reachable(
    contract: &Value,
    schemas: &BTreeMap<String, Value>,
    requests: bool,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut follow = Vec::new();
    each_operation(contract, |operation| {
        let part = if requests {
            json!([operation["requestBody"], operation["parameters"]])
        } else {
            operation["responses"].clone()
        };
        for_each_ref(&part, &mut |name| follow.push(name.to_owned()));
    });
    while let Some(name) = follow.pop() {
        if let Some(schema) = schemas.get(&name)
            && found.insert(name)
        {
            for_each_ref(schema, &mut |name| follow.push(name.to_owned()));
        }
    }
    found
}

/// A request object takes its own fields and no others.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.contains_key("properties") && !members.contains_key("additionalProperties") {
                members.insert("additionalProperties".into(), json!(false));
            }
            members.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// In answers an open vocabulary is a string that may one day hold another word. A schema that
/// requests use too gets a twin for answers, `…Answer`, when an open word is in it or when it is an
/// object: a request takes no other fields, an answer may one day have more.
fn open_answers(
    contract: &mut Value,
    schemas: &mut BTreeMap<String, Value>,
    requests: &BTreeSet<String>,
    answers: &BTreeSet<String>,
) {
    let mut twins: BTreeSet<String> = BTreeSet::new();
    loop {
        let before = twins.len();
        for name in answers.intersection(requests) {
            let Some(schema) = schemas.get(name) else {
                continue;
            };
            let mut leads_to_twin = schema.get("x-extensible-enum").is_some()
                || schema.get("additionalProperties") == Some(&json!(false));
            for_each_ref(schema, &mut |target| {
                leads_to_twin |= twins.contains(target)
            });
            if leads_to_twin {
                twins.insert(name.clone());
            }
        }
        if twins.len() == before {
            break;
        }
    }
    let rename = |name: &str| twins.contains(name).then(|| format!("{name}Answer"));
    for name in answers {
        let Some(schema) = schemas.get(name) else {
            continue;
        };
        let mut answer = schema.clone();
        map_refs(&mut answer, &rename);
        reopen(&mut answer);
        if !requests.contains(name) || twins.contains(name) {
            never_null(&mut answer);
        }
        let twin = rename(name);
        debug_assert!(
            twin.as_ref().is_none_or(|twin| !schemas.contains_key(twin)),
            "two schemas named {twin:?}"
        );
        schemas.insert(twin.unwrap_or_else(|| name.clone()), answer);
    }
    for name in requests.difference(&(answers - &twins)) {
        if let Some(members) = schemas.get_mut(name).and_then(Value::as_object_mut) {
            members.remove("x-extensible-enum");
        }
    }
    if let Some(paths) = contract["paths"].as_object_mut() {
        for operation in paths
            .values_mut()
            .filter_map(Value::as_object_mut)
            .flat_map(Map::values_mut)
        {
            map_refs(&mut operation["responses"], &rename);
        }
    }
}

/// Answers leave out what is not there: nothing in them is null.
fn never_null(schema: &mut Value) {
    let members = match schema {
        Value::Object(members) => members,
        Value::Array(items) => return items.iter_mut().for_each(never_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return,
    };
    members.values_mut().for_each(never_null);
    if let Some(Value::Array(types)) = members.get_mut("type") {
        types.retain(|word| word != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            members.insert("type".into(), one);
        }
    }
    let alone = members.len() == 1;
    if let Some(Value::Array(either)) = members.get_mut("oneOf") {
        either.retain(|branch| *branch != json!({"type": "null"}));
        if let ([only], true) = (either.as_slice(), alone) {
            *schema = only.clone();
        }
    }
}

/// Loosens one schema for answers.
fn reopen(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.contains_key("x-extensible-enum") {
                members.remove("enum");
                members.insert("maxLength".into(), json!(64));
            }
            if members.get("additionalProperties") == Some(&json!(false)) {
                members.remove("additionalProperties");
            }
            members.values_mut().for_each(reopen);
        }
        Value::Array(items) => items.iter_mut().for_each(reopen),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
