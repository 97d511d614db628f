//! The OpenAPI 3.1 contract, made from the registry: what every operation has in common is
//! written here once, so that a handler documents only what is its own.

use std::collections::{BTreeMap, BTreeSet};

use domain::{access::Action, words::Lang};
use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema};

use super::{
    problem::{Problem, ProblemCode, ProblemDocument},
    routes::{Access, Precondition, Registry, Route},
    schema::for_each_ref,
    shape::shape_schemas,
};

/// The type of every refusal.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// What the contract says about itself and its rooms.
const ABOUT: &str = include_str!("contract.md");

/// The tags, in the order of the work, with what each is for.
const TAGS: [(&str, &str); 15] = [
    ("identity", "Log-in, tokens, sessions, and who you are."),
    (
        "parties",
        "Organisation units, workers, grants, integrations, and the persons, households and groups the work is for.",
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
        "What is written down about a case: notes, contacts, tasks, attachments, disclosures.",
    ),
    (
        "engagement",
        "What client, worker and agency agree on: consents, legal bases, rights explained, contracts.",
    ),
    (
        "assessment",
        "Stage two: the client's situation – issues, needs, risks, resources – and how it is understood.",
    ),
    (
        "plan",
        "Stage three: the plan of a case in versions – goals, tasks, strategies – from draft to activation.",
    ),
    (
        "monitoring",
        "Stage four: observations of indicators, when they are due, progress reports, evaluations.",
    ),
    (
        "work",
        "Stage three, carried out: interventions, sessions, changes of strategy, crises.",
    ),
    (
        "custody",
        "Papers and property held for a client, from their receipt to their settlement.",
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
    let schemas = plain_schemas(registry);
    let mut paths: Map<String, Value> = Map::new();
    for route in registry.routes() {
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

/// The schemas of every route as their types give them, before they are shaped.
fn plain_schemas(registry: &Registry) -> BTreeMap<String, Value> {
    let mut schemas: BTreeMap<String, Value> = BTreeMap::new();
    add_schema::<ProblemDocument>(&mut schemas);
    for route in registry.routes() {
        let mut found = Vec::new();
        (route.schemas)(&mut found);
        for (name, schema) in found {
            schemas.insert(name, serde_json::to_value(schema).unwrap_or_default());
        }
    }
    schemas
}

/// What merge patches are merged into, which is no part of the contract: the schemas and the
/// names of those that are patched.
#[must_use]
pub fn patched_schemas(registry: &Registry, contract: &Value) -> (Value, Vec<String>) {
    let names = request_schemas(contract)
        .iter()
        .filter_map(|name| name.strip_suffix("Patch").map(str::to_owned))
        .collect();
    let components = json!({"components": {"schemas": plain_schemas(registry)}});
    (components, names)
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

/// Calls back for every operation.
pub fn each_operation<'a>(contract: &'a Value, mut found: impl FnMut(&'a Value)) {
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
    operation["tags"] = json!(route.tags);
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
    let bytes = !operation["responses"]["200"]["content"]["application/octet-stream"].is_null();
    let tagged = tag_answers(&mut operation, schemas) || bytes;
    if tagged && route.method == actix_web::http::Method::GET {
        parameters.push(shared("IfNoneMatch"));
        operation["responses"]["304"] = json!({"$ref": "#/components/responses/NotModified"});
    }
    operation["parameters"] = Value::Array(parameters);
    // That a record is there does not mean that its content is given out.
    let refused = bytes.then_some("409");
    for status in statuses(route, has_body).into_iter().chain(refused) {
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
                versioned |= schema.is_some_and(|it| has_version(it, schemas));
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
fn has_version(schema: &Value, schemas: &BTreeMap<String, Value>) -> bool {
    let named = |part: &Value| {
        let name = part["$ref"].as_str().and_then(|it| it.rsplit('/').next());
        name.and_then(|name| schemas.get(name)).cloned()
    };
    let mut parts = schema["allOf"].as_array().into_iter().flatten();
    schema["properties"].get("version").is_some()
        || parts.any(|part| has_version(&named(part).unwrap_or_else(|| part.clone()), schemas))
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
    let own_password = Access::Action(Action::ChangeOwnPassword);
    if has_body && (route.access == Access::Public || route.access == own_password) {
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

/// What `If-Match` takes: `*`, or entity tags without a comma in them.
const ENTITY_TAGS: &str = r#"^(\*|(W/)?"[!#-+\--~]*"(, *(W/)?"[!#-+\--~]*")*)$"#;

fn parameters() -> Value {
    json!({
        "IfMatch": {
            "name": "If-Match", "in": "header", "required": true,
            "description": "The ETag of the version you have seen, or `*` for whatever there is. Without it 428, with another version 412.",
            "schema": {"type": "string", "maxLength": 1000, "pattern": ENTITY_TAGS},
            "example": "\"v7\"",
        },
        "IfNoneMatch": {
            "name": "If-None-Match", "in": "header", "required": false,
            "description": "ETags you already have; answered with 304 when one is current. What is no ETag is passed over.",
            "schema": {"type": "string"},
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_types_of_one_name_would_be_one_schema() {
        let registry = Registry::new(crate::rooms::routes());
        let mut known: BTreeMap<String, Value> = BTreeMap::new();
        for route in registry.routes() {
            let mut found = Vec::new();
            (route.schemas)(&mut found);
            for (name, schema) in found {
                let schema = serde_json::to_value(schema).unwrap();
                let former = known.entry(name.clone()).or_insert_with(|| schema.clone());
                assert_eq!(*former, schema, "{name} is the name of two types");
            }
        }
    }
}
