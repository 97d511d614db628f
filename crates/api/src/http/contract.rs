//! The OpenAPI 3.1 contract, made from the registry: what every operation has in common is
//! written here once, so that a handler documents only what is its own.

use std::collections::{BTreeMap, BTreeSet};

use domain::words::Lang;
use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema};

use super::{
    problem::{Problem, ProblemCode, ProblemDocument},
    routes::{Access, Precondition, Registry, Route},
    schema::for_each_ref,
};

/// The type of every refusal.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// What the contract says about itself and its rooms.
const ABOUT: &str = include_str!("contract.md");

/// The tags, in the order of the work, with what each is for.
const TAGS: [(&str, &str); 9] = [
    ("identity", "Log-in, tokens, sessions, and who you are."),
    (
        "parties",
        "Organisation units, workers, grants, integrations and the persons the work is for.",
    ),
    (
        "intake",
        "Stage one: intakes, their document checklist, screening and decision.",
    ),
    (
        "cases",
        "The case from its opening on: lists, checklist, timeline, overrides.",
    ),
    (
        "records",
        "What is written down about a case: notes, contacts, tasks.",
    ),
    (
        "termination",
        "Stage five: the end of a case, closure and reopening.",
    ),
    ("reference", "Code lists and other reference data."),
    ("service", "Health, metrics, contract and problem types."),
    ("oauth", "OAuth 2.0 endpoints and metadata for machines."),
];

/// The contract as a JSON value.
#[must_use]
pub fn contract(registry: &Registry) -> Value {
    let mut schemas: BTreeMap<String, Value> = BTreeMap::new();
    add_schema::<ProblemDocument>(&mut schemas);
    let mut paths: Map<String, Value> = Map::new();
    for route in registry.routes() {
        let mut found = Vec::new();
        (route.schemas)(&mut found);
        for (name, schema) in found {
            schemas.insert(name, serde_json::to_value(schema).unwrap_or_default());
        }
        let item = paths.entry(route.path.clone()).or_insert_with(|| json!({}));
        item[route.method.as_str().to_lowercase()] = operation(route, &schemas);
    }
    let (title, description) = ABOUT.split_once('\n').unwrap_or((ABOUT, ""));
    let mut contract = json!({
        "openapi": "3.1.0",
        "info": {
            "title": title.trim_start_matches("# "),
            "description": description.trim(),
            "version": env!("CARGO_PKG_VERSION"),
            "contact": { "name": "The maintainers of kes" },
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/", "description": "This server" }],
        "tags": TAGS.map(|(name, description)| json!({"name": name, "description": description})),
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": responses(),
            "parameters": parameters(),
            "headers": headers(),
            "securitySchemes": {
                "access_token": {
                    "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                    "description": "An access token of POST /v1/sessions or POST /oauth/token. Scopes are listed per operation in its description.",
                }
            },
        },
    });
    shape_schemas(&mut contract);
    contract
}

/// The contract as it is committed and served, byte for byte.
#[must_use]
pub fn text(contract: &Value) -> String {
    let mut text = serde_json::to_string_pretty(contract).unwrap_or_default();
    text.push('\n');
    text
}

/// The names of the schemas that request bodies use.
pub fn request_schemas(contract: &Value) -> Vec<String> {
    let mut names = BTreeSet::new();
    each_operation(contract, |operation| {
        for_each_ref(&operation["requestBody"], &mut |name| {
            names.insert(name.to_owned());
        });
    });
    names.into_iter().collect()
}

fn each_operation<'a>(contract: &'a Value, mut found: impl FnMut(&'a Value)) {
    for item in contract["paths"]
        .as_object()
        .into_iter()
        .flat_map(Map::values)
    {
        item.as_object()
            .into_iter()
            .flat_map(Map::values)
            .for_each(&mut found);
    }
}

fn add_schema<T: ToSchema + PartialSchema>(schemas: &mut BTreeMap<String, Value>) {
    let mut found = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut found);
    for (name, schema) in found {
        schemas.insert(name, serde_json::to_value(schema).unwrap_or_default());
    }
}

/// One operation with everything it shares with the others.
fn operation(route: &Route, schemas: &BTreeMap<String, Value>) -> Value {
    let mut operation = serde_json::to_value(&route.operation).unwrap_or_default();
    let has_body = operation.get("requestBody").is_some();
    if has_body {
        operation["requestBody"]["required"] = json!(true);
    }
    let mut parameters = match operation["parameters"].take() {
        Value::Array(parameters) => parameters,
        _ => Vec::new(),
    };
    let shared = |name: &str| json!({"$ref": format!("#/components/parameters/{name}")});
    if route.writes() {
        parameters.push(shared("ValidateOnly"));
        if route.method == actix_web::http::Method::POST {
            parameters.push(shared("IdempotencyKey"));
        }
    }
    if route.precondition == Precondition::IfMatch {
        parameters.push(shared("IfMatch"));
    }
    let tagged = tag_answers(&mut operation, schemas);
    if tagged && route.method == actix_web::http::Method::GET {
        parameters.push(shared("IfNoneMatch"));
        operation["responses"]["304"] = json!({"$ref": "#/components/responses/NotModified"});
    }
    operation["parameters"] = Value::Array(parameters);
    for status in statuses(route, has_body) {
        let responses = &mut operation["responses"];
        if responses.get(status).is_none() {
            responses[status] =
                json!({"$ref": format!("#/components/responses/{}", response_name(status))});
        }
    }
    let (security, who) = match route.access {
        Access::Public => (
            json!([]),
            "Anybody may call it, without a token.".to_owned(),
        ),
        Access::Action(action) => (
            json!([{ "access_token": [] }]),
            match action.scope() {
                Some(scope) => format!("Needs a token with the scope `{scope}`."),
                None => "Needs any valid token.".to_owned(),
            },
        ),
    };
    operation["security"] = security;
    let description = operation["description"].as_str().unwrap_or_default();
    operation["description"] = json!(format!("{description}\n\n{who}").trim());
    operation
}

/// Adds ETag, Link and Location to the answers that have them; whether a 200 has an ETag.
fn tag_answers(operation: &mut Value, schemas: &BTreeMap<String, Value>) -> bool {
    let mut tagged = false;
    let Some(responses) = operation["responses"].as_object_mut() else {
        return false;
    };
    for (status, response) in responses {
        let (mut versioned, mut paged) = (false, false);
        for_each_ref(
            &response["content"]["application/json"]["schema"],
            &mut |name| {
                let schema = schemas.get(name);
                versioned |= schema.is_some_and(has_version);
                paged |= schema.is_some_and(|it| it["properties"].get("next_cursor").is_some());
            },
        );
        if paged {
            response["headers"]["Link"] = json!({"$ref": "#/components/headers/Link"});
        }
        if versioned {
            response["headers"]["ETag"] = json!({"$ref": "#/components/headers/ETag"});
            tagged |= status == "200";
        }
        if status == "201" {
            response["headers"]["Location"] = json!({"$ref": "#/components/headers/Location"});
        }
    }
    tagged
}

/// A record with a version of its own has an ETag.
fn has_version(schema: &Value) -> bool {
    schema["properties"].get("version").is_some()
        || schema["allOf"]
            .as_array()
            .into_iter()
            .flatten()
            .any(has_version)
}

/// Every refusal status an operation can answer with.
fn statuses(route: &Route, has_body: bool) -> Vec<&'static str> {
    let mut statuses = vec!["400", "406", "500", "503"];
    if route.access != Access::Public {
        statuses.extend(["401", "403"]);
    }
    if route.path.contains('{') {
        statuses.push("404");
    }
    if route.writes() {
        statuses.push("409");
    }
    if has_body || route.writes() {
        statuses.extend(["413", "415", "422", "408"]);
    }
    if has_body && route.access == Access::Public {
        statuses.extend(["401", "429"]);
    }
    if route.precondition == Precondition::IfMatch {
        statuses.extend(["412", "428"]);
    }
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

/// The shared responses: the problems of each status.
const RESPONSES: [(&str, &str, ProblemCode); 17] = [
    ("400", "BadRequest", ProblemCode::InvalidParameter),
    ("401", "Unauthorized", ProblemCode::Unauthenticated),
    ("403", "Forbidden", ProblemCode::ScopeMissing),
    ("404", "NotFound", ProblemCode::NotFound),
    ("405", "MethodNotAllowed", ProblemCode::MethodNotAllowed),
    ("406", "NotAcceptable", ProblemCode::NotAcceptable),
    ("408", "RequestTimeout", ProblemCode::RequestTimeout),
    ("409", "Conflict", ProblemCode::Refused),
    ("412", "PreconditionFailed", ProblemCode::VersionConflict),
    ("413", "ContentTooLarge", ProblemCode::TooLarge),
    (
        "415",
        "UnsupportedMediaType",
        ProblemCode::UnsupportedMediaType,
    ),
    ("422", "UnprocessableContent", ProblemCode::InvalidBody),
    ("428", "PreconditionRequired", ProblemCode::VersionRequired),
    ("429", "TooManyRequests", ProblemCode::TooManyAttempts),
    ("500", "InternalServerError", ProblemCode::Internal),
    ("503", "ServiceUnavailable", ProblemCode::Unavailable),
    ("304", "NotModified", ProblemCode::NotFound),
];

fn response_name(status: &str) -> &'static str {
    RESPONSES
        .iter()
        .find(|(known, ..)| *known == status)
        .map_or("InternalServerError", |r| r.1)
}

fn responses() -> Value {
    let mut responses = Map::new();
    for (status, name, example) in RESPONSES {
        if status == "304" {
            let description = "You have the current version already; no body.";
            responses.insert(name.into(), json!({"description": description}));
            continue;
        }
        let codes: Vec<_> = ProblemCode::ALL
            .iter()
            .filter(|code| code.status().to_string() == status)
            .map(|code| format!("`{}`: {}", code.code(), code.title(Lang::En)))
            .collect();
        let document = Problem::naming(example, "…").document(
            Lang::En,
            "/v1/cases/01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11",
            "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e12",
        );
        let mut response = json!({
            "description": codes.join(" · "),
            "content": { PROBLEM_JSON: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": document,
            }},
        });
        let header = match status {
            "401" => Some("WWW-Authenticate"),
            "412" => Some("ETag"),
            "429" | "503" => Some("Retry-After"),
            _ => None,
        };
        if let Some(header) = header {
            response["headers"][header] = json!({"$ref": format!("#/components/headers/{header}")});
        }
        responses.insert(name.into(), response);
    }
    Value::Object(responses)
}

fn parameters() -> Value {
    json!({
        "IfMatch": {
            "name": "If-Match", "in": "header", "required": true,
            "description": "The ETag of the version you have seen, or `*` for whatever there is. Without it 428, with another version 412.",
            "schema": {"type": "string", "maxLength": 1000},
            "example": "\"v7\"",
        },
        "IfNoneMatch": {
            "name": "If-None-Match", "in": "header", "required": false,
            "description": "ETags you already have; answered with 304 when one is current.",
            "schema": {"type": "string", "maxLength": 1000},
            "example": "\"v7\"",
        },
        "IdempotencyKey": {
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Any text of visible characters, new for each thing you want done. Sent again with the same body it gives the same answer, with `Idempotency-Replayed: true`, and happens once. Kept for 30 days.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
            "example": "5f0f9d0e-visit-3",
        },
        "ValidateOnly": {
            "name": "validate_only", "in": "query", "required": false,
            "description": "`true`: every check is made and the would-be answer or the refusal is given; nothing is written.",
            "schema": {"type": "boolean", "default": false},
            "example": false,
        },
    })
}

fn headers() -> Value {
    json!({
        "ETag": {"description": "The version of the record, for If-Match.", "schema": {"type": "string", "maxLength": 30}, "example": "\"v7\""},
        "Link": {"description": "Where the next page is (`rel=\"next\"`), relative to this server; absent at the end.", "schema": {"type": "string", "maxLength": 4000}, "example": "</v1/cases?limit=50&cursor=b3BhcXVl>; rel=\"next\""},
        "Location": {"description": "Where the new record is.", "schema": {"type": "string", "maxLength": 200}, "example": "/v1/cases/01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11"},
        "Retry-After": {"description": "How many seconds to wait.", "schema": {"type": "integer", "minimum": 1, "maximum": 3600}, "example": 2},
        "WWW-Authenticate": {"description": "How to authenticate (RFC 6750).", "schema": {"type": "string", "maxLength": 300}, "example": "Bearer realm=\"kes\""},
    })
}

/// Schemas as clients like them: flat objects, closed requests, open answers, plain names.
fn shape_schemas(contract: &mut Value) {
    rename_generics(contract);
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
    used.insert("Problem".into());
    used.extend(["ProblemError".into(), "ProblemRefusal".into()]);
    schemas.retain(|name, _| used.contains(name));
    contract["components"]["schemas"] = json!(schemas);
}

/// `Page_Case` → `CasePage`, `PatchOf_PersonDetails` → `PersonDetailsPatch`.
fn rename_generics(contract: &mut Value) {
    let renamed = |name: &str| {
        name.split_once('_')
            .map(|(outer, inner)| format!("{inner}{}", outer.strip_suffix("Of").unwrap_or(outer)))
    };
    map_refs(contract, &|name| renamed(name));
    if let Some(schemas) = contract["components"]["schemas"].as_object_mut() {
        *schemas = std::mem::take(schemas)
            .into_iter()
            .map(|(name, schema)| (renamed(&name).unwrap_or(name), schema))
            .collect();
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
        let flat = flattened(&schemas[&name], schemas);
        schemas.insert(name, flat);
    }
}

fn flattened(schema: &Value, schemas: &BTreeMap<String, Value>) -> Value {
    let Some(parts) = schema.get("allOf").and_then(Value::as_array) else {
        return schema.clone();
    };
    let mut flat = schema.clone();
    let mut properties = Map::new();
    let mut required = Vec::new();
    for part in parts {
        let target = part["$ref"].as_str().and_then(|r| r.rsplit('/').next());
        let part = match target {
            Some(target) => flattened(schemas.get(target).unwrap_or(part), schemas),
            None => part.clone(),
        };
        if let Some(own) = part["properties"].as_object() {
            properties.extend(own.clone());
        }
        required.extend(part["required"].as_array().cloned().unwrap_or_default());
    }
    if let Some(members) = flat.as_object_mut() {
        members.remove("allOf");
        members.insert("type".into(), json!("object"));
        members.insert("properties".into(), Value::Object(properties));
        if !required.is_empty() {
            members.insert("required".into(), Value::Array(required));
        }
    }
    flat
}

/// `XPatch` is X with nothing required and, where X can do without, null allowed.
fn make_patches(schemas: &mut BTreeMap<String, Value>) {
    let patches: Vec<String> = schemas
        .keys()
        .filter(|name| name.ends_with("Patch"))
        .cloned()
        .collect();
    for name in patches {
        let Some(of) = schemas.get(name.trim_end_matches("Patch")).cloned() else {
            continue;
        };
        let required: BTreeSet<&str> = of["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut properties = of["properties"].as_object().cloned().unwrap_or_default();
        for (field, schema) in &mut properties {
            if !required.contains(field.as_str()) {
                *schema = nullable(schema.take());
            }
        }
        let description = format!(
            "JSON Merge Patch (RFC 7396) of {}: absent leaves a field as it is, null clears it.",
            name.trim_end_matches("Patch")
        );
        schemas.insert(
            name,
            json!({"type": "object", "description": description, "minProperties": 1, "properties": properties}),
        );
    }
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
/// requests use too gets a twin for answers, `…Answer`, when an open word is in it.
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
            let mut leads_to_twin = schema.get("x-extensible-enum").is_some();
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
        schemas.insert(rename(name).unwrap_or_else(|| name.clone()), answer);
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
