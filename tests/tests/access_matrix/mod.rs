//! Every route × every role × every relation over real HTTP.
//!
//! `matrix.txt` says what is expected, a test of the domain compares it with `decide` cell by
//! cell, and this one compares `decide` with the answers. What is allowed to write is only tried;
//! what is refused must have written nothing, so every row is the same before and after.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, and says where"
)]

mod scene;
mod table;

use std::collections::BTreeMap;

use api::http::routes::{Access, Route};
use domain::{
    access::{
        Action, Actor, Decision, Denial, Grant, Principal, Role, decide,
        relations::{CaseRelation, IntakeRelation, Named, Relation, Standing, Who},
    },
    parties::{GrantId, UnitId, WorkerId},
};
use scene::{Column, Record, Stage};
use tests::{App, Client, Reply};
use uuid::Uuid;

/// Workers who have nothing to do with the units of the matrix.
const STRANGERS: [(&str, &str, Role); 7] = [
    ("hanim", "baling", Role::Caseworker),
    ("kamal", "baling", Role::Supervisor),
    ("ismail", "kedah", Role::Director),
    ("auditor", "my", Role::Auditor),
    ("dewi", "batu", Role::Caseworker),
    ("wayan", "id", Role::Director),
    ("agus", "id", Role::Administrator),
];

/// What was asked for and how often, and what was answered otherwise than expected.
#[derive(Default)]
struct Walk {
    cells: usize,
    faults: Vec<String>,
}

#[test]
fn every_route_answers_everybody_as_the_matrix_says() {
    let app = App::start();
    let stage = Stage::new(&app);
    let columns: Vec<_> = Who::all()
        .into_iter()
        .map(|who| stage.column(who))
        .collect();
    let strangers = STRANGERS.map(|(name, ..)| app.as_(name));
    let before = rows(&app);

    let routes = api::rooms::routes();
    let told: Vec<_> = routes
        .iter()
        .filter(|it| table::ask(it.id(), "", &columns[0].scene).is_none())
        .map(Route::id)
        .collect();
    assert!(
        told.is_empty(),
        "table.rs does not say how to call {told:?}"
    );

    let mut walks: Vec<Walk> = std::thread::scope(|scope| {
        let walking: Vec<_> = columns
            .iter()
            .map(|column| scope.spawn(|| walk(column)))
            .collect();
        walking.into_iter().map(|it| it.join().unwrap()).collect()
    });
    walks.push(walk_strangers(&app, &columns[0], &strangers));

    let cells: usize = walks.iter().map(|it| it.cells).sum();
    let faults: Vec<_> = walks.into_iter().flat_map(|it| it.faults).collect();
    assert!(
        faults.is_empty(),
        "{} of {cells} cells:\n{}",
        faults.len(),
        faults.join("\n")
    );
    let after = rows(&app);
    for (table, rows) in &before {
        assert!(after.get(table) == Some(rows), "{table} has changed");
    }
    println!(
        "{cells} cells: {} routes, {} actors",
        routes.len(),
        columns.len() + STRANGERS.len()
    );
}

/// Everything but the traces of looking and of logging in.
fn rows(app: &App) -> BTreeMap<String, String> {
    let mut rows = app.dump();
    for table in ["read_log", "sessions", "guesses"] {
        rows.remove(table);
    }
    // Logging in is public, and is an event.
    if let Some(events) = rows.get_mut("events") {
        let kept: Vec<_> = events
            .lines()
            .filter(|row| !row.contains("session_opened"))
            .collect();
        *events = kept.join("\n");
    }
    rows
}

fn walk(column: &Column) -> Walk {
    let mut walk = Walk::default();
    let actor = Actor {
        scopes: scopes(&column.client),
        ..column.scene.actor(column.who)
    };
    for route in &api::rooms::routes() {
        for record in &column.records {
            walk.cell(
                column.who.code(),
                &column.client,
                &actor,
                column,
                route,
                record,
            );
        }
    }
    walk
}

/// The same records, on which these are not named.
fn walk_strangers(app: &App, column: &Column, clients: &[Client]) -> Walk {
    let mut walk = Walk::default();
    let routes = api::rooms::routes();
    for ((name, unit, role), client) in STRANGERS.into_iter().zip(clients) {
        let (worker, unit_id): (WorkerId, UnitId) = (app.worker(name), app.unit(unit));
        let id = GrantId(Uuid::nil());
        let actor = Actor {
            principal: Principal::Worker(worker),
            unit: unit_id,
            grants: vec![Grant { id, role, unit_id }],
            scopes: scopes(client),
        };
        for record in &column.records {
            if matches!(record.relation, Relation::Own) {
                continue;
            }
            let facts = column.scene.facts(unnamed(record.relation), Who::Nobody);
            let record = Record {
                facts,
                ..record.clone()
            };
            for route in &routes {
                walk.cell(name, client, &actor, column, route, &record);
            }
        }
    }
    walk
}

fn scopes(client: &Client) -> std::collections::BTreeSet<domain::access::Scope> {
    let me = client.get("/v1/me").send().ok();
    serde_json::from_value(me["scopes"].clone()).unwrap()
}

/// The same record to somebody who is not named on it and did nothing to it.
fn unnamed(relation: Relation) -> Relation {
    let case = |it| CaseRelation {
        member: None,
        requested: false,
        author: false,
        ..it
    };
    let intake = |it: IntakeRelation| IntakeRelation {
        requested: false,
        standing: match it.standing {
            Standing::Accepted(it) => Standing::Accepted(case(it)),
            other @ (Standing::Undecided | Standing::Decided) => other,
        },
        ..it
    };
    match relation {
        Relation::Case(it) => Relation::Case(case(it)),
        Relation::Reassignment(it, offered) => Relation::Reassignment(case(it), offered),
        Relation::Transfer(it, to) => Relation::Transfer(case(it), to),
        Relation::Intake(it) => Relation::Intake(intake(it)),
        Relation::Person(place, Named::Case(it)) => Relation::Person(place, Named::Case(case(it))),
        Relation::Person(place, Named::Intake(it)) => {
            Relation::Person(place, Named::Intake(intake(it)))
        }
        Relation::Party(place, Named::Case(it)) => Relation::Party(place, Named::Case(case(it))),
        Relation::Party(place, Named::Intake(it)) => {
            Relation::Party(place, Named::Intake(intake(it)))
        }
        other => other,
    }
}

/// What a public route does.
const PUBLIC: Action = Action::ReadService;

impl Walk {
    fn cell(
        &mut self,
        who: &str,
        client: &Client,
        actor: &Actor,
        column: &Column,
        route: &Route,
        record: &Record,
    ) {
        let action = match route.access {
            Access::Public => PUBLIC,
            Access::Action(action) => action,
        };
        let id = route.id();
        // The other half of the cases; and only a session of somebody else can be named.
        let elsewhere = action.target() != record.facts.target()
            || record.ending != table::ENDING.contains(&id)
            || (matches!(record.relation, Relation::OwnOfAnother) && id != "end_session");
        // A machine has no session that could be named.
        let no_session = id == "end_session"
            && matches!(record.relation, Relation::Own)
            && matches!(actor.principal, Principal::Integration(_));
        if elsewhere || no_session {
            return;
        }
        let now = chrono::DateTime::UNIX_EPOCH;
        // A token that is good for nothing of the kind is told so before any record is looked for:
        // the answer is the same for every id, whether there is such a record or not.
        let expected = match action.scope() {
            Some(scope) if !actor.scopes.contains(&scope) => {
                Decision::Deny(Denial::ScopeMissing(scope))
            }
            Some(_) | None => decide(actor, action, &record.facts, now),
        };
        let reply = send(client, column, route, record);
        self.cells += 1;
        if !answers(&expected, route, column, record, &reply) {
            let (status, code) = (reply.status, &reply["code"]);
            let name = record.name;
            self.faults.push(format!(
                "{who} {name} {id}: {expected:?}, but {status} {code} {}",
                reply["detail"]
            ));
        }
    }
}

fn send(client: &Client, column: &Column, route: &Route, record: &Record) -> Reply {
    let ask = table::ask(route.id(), &record.unit, &column.scene).unwrap();
    let author = match record.relation {
        Relation::Case(it) => it.author,
        _ => false,
    };
    let mut path = route.path.clone();
    for (name, id) in &record.ids {
        // Only who wrote a draft knows of it.
        let draft =
            *name == "note_id" && author && ["edit_note", "sign_note"].contains(&route.id());
        let group = *name == "member_id" && route.path.starts_with("/v1/groups");
        let id = match (draft, group) {
            (true, _) => &record.ids["draft_id"],
            (_, true) => &record.ids["group_member_id"],
            (false, false) => id,
        };
        path = path.replace(&format!("{{{name}}}"), id);
    }
    assert!(!path.contains('{'), "{}: no id for {path}", route.id());
    let tries = if route.writes() {
        "validate_only=true"
    } else {
        ask.query
    };
    if !tries.is_empty() {
        path = format!("{path}?{tries}");
    }
    if route.id() == "request_token" {
        return client.form(&path, &[("grant_type", "password")]).send();
    }
    let method = route.method.as_str();
    let call = match ask.body {
        None => client.call(method, &path),
        Some(body) if method == "PATCH" => client.patch(&path, body),
        Some(body) if method == "PUT" => client.put(&path, body),
        Some(body) => client.post(&path, body),
    };
    if route.writes() {
        call.if_match("*").send()
    } else {
        call.send()
    }
}

fn answers(
    expected: &Decision,
    route: &Route,
    column: &Column,
    record: &Record,
    reply: &Reply,
) -> bool {
    match expected {
        // Nobody is asked who they are; too many log-ins at once, or no grant type, is no denial.
        Decision::Allow(_) if route.access == Access::Public && route.method == "POST" => {
            !matches!(reply.status, 401 | 403 | 404)
        }
        Decision::Allow(_) if route.writes() => {
            matches!(reply.status, 200 | 201 | 204 | 409 | 422)
        }
        Decision::Allow(_) => matches!(reply.status, 200 | 201),
        Decision::Deny(Denial::Invisible) => {
            let names_unit = table::ask(route.id(), &record.unit, &column.scene)
                .is_some_and(|ask| ask.names_unit);
            let unknown = reply
                .faults()
                .iter()
                .any(|(_, code)| *code == "unknown_reference");
            reply.status == 404 || (names_unit && reply.status == 422 && unknown)
        }
        Decision::Deny(Denial::IntakeDecided) => {
            reply.status == 409 && reply.refusals() == ["intake_decided"]
        }
        Decision::Deny(_) => reply.status == 403,
    }
}
