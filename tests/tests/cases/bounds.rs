//! However many cases there are, a page costs what a page costs.

use api::{
    cases::list::{Order, Wanted, visible},
    db::{
        Tx, counted,
        types::{Code, Id},
    },
    http::paging::{Place, Slice},
    intake::list::{self as intakes, IntakeQuery},
};
use chrono::{DateTime, Utc};
use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query,
    sql_types::BigInt,
};
use domain::{
    access::{Actor, Grant, Principal, Role, Scope},
    assessment::RiskLevel,
    cases::{CaseStatus, ClientKind, Stage},
    intake::Category,
    parties::{GrantId, UnitId, WorkerId},
    words::Word,
};
use serde_json::json;
use tests::{App, on_postgres};
use uuid::Uuid;

/// How many cases there are.
const CASES: i64 = 20_000;
/// The most rows that may be read for one that is returned.
const MOST: i64 = 20;

/// The most cases of a page, unless a larger one is asked for.
const PAGE: i64 = 50;
/// Of how many cases in Kulim and in Batu one is like no other: five of each.
const RARE: i64 = 4000;

/// Cases of four units of two countries; half of them confidential, some restricted.
fn fill(app: &App) {
    let postgres = on_postgres();
    let (rare, marked) = (format!("i % {RARE} IN (1, 5)"), "i % 16 IN (1, 5)");
    let (id, at, far) = if postgres {
        (
            "('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid",
            "to_timestamp(1770000000 + i * 18)",
            "to_timestamp(1900000000)",
        )
    } else {
        (
            "unhex('00000000000070008000' || printf('%012x', i))",
            "(1770000000 + i * 18) * 1000000",
            "1900000000 * 1000000",
        )
    };
    let numbers = format!(
        "WITH RECURSIVE numbers (i) AS \
         (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < {CASES} - 1)"
    );
    let places = "numbers JOIN units u ON u.code = CASE \
         WHEN i % 8 < 2 THEN 'PKMD-KULIM' WHEN i % 8 < 4 THEN 'PKMD-BALING' \
         WHEN i % 8 = 4 THEN 'RSK-BEDONG' ELSE 'DINSOS-BATU' END";
    let who = "CASE WHEN i % 8 < 2 THEN CASE WHEN i % 200 < 2 THEN 'siti' ELSE 'farid' END \
         WHEN i % 8 < 4 THEN 'hanim' WHEN i % 8 = 4 THEN 'mei' ELSE 'dewi' END";
    app.db().run(&format!(
        "INSERT INTO persons (id, unit_id, full_name, details, registered_by, version, created_at, \
           modified_at) SELECT id, id, 'Somebody', '{{}}', id, 1, created_at, created_at FROM units;
         INSERT INTO households (id, unit_id, details, registered_by, version, created_at, \
           modified_at) SELECT id, id, '{{}}', id, 1, created_at, created_at FROM units;
         {numbers} INSERT INTO intakes (id, unit_id, unit_0, unit_1, unit_2, unit_3, unit_4, person_id, \
           channel, category, urgency, status, decision, case_id, received_at, response_due_at, \
           responded_at, recorded_by, details, version, created_at, modified_at) \
         SELECT {id}, u.id, unit_0, unit_1, unit_2, unit_3, unit_4, u.id, CASE WHEN {rare} THEN 'hotline' ELSE 'walk_in' END, \
           CASE WHEN {rare} THEN 'trafficking_victim' ELSE 'homeless' END, \
           CASE WHEN {rare} THEN 'emergency' ELSE 'routine' END, 'decided', 'accepted', {id}, {at}, \
           {at}, CASE WHEN {rare} THEN NULL ELSE {at} END, u.id, \
           '{{\"presenting_problem\": \"He sleeps at the bus station.\", \"secondary_categories\": [], \
           \"external_refs\": [], \"missing_documents\": []}}', 1, {at}, {at} FROM {places};
         {numbers} INSERT INTO cases (id, unit_id, unit_0, unit_1, unit_2, unit_3, unit_4, file_number, \
           intake_id, client_kind, person_id, category, confidentiality, stage, status, risk, due_at, episode, \
           responsible_id, opened_at, details, version, created_at, modified_at, household_id) \
         SELECT {id}, u.id, unit_0, unit_1, unit_2, unit_3, unit_4, 'N/' || i, {id}, \
           CASE WHEN {rare} THEN 'group' WHEN i / 8 % 5 = 1 THEN 'family' ELSE 'individual' END, u.id, \
           CASE WHEN {rare} THEN 'trafficking_victim' ELSE 'homeless' END, CASE WHEN i % 50 = 0 THEN 'restricted' WHEN i / 8 % 2 = 0 THEN 'standard' \
           ELSE 'confidential' END, CASE WHEN i / 8 % 5 = 0 THEN 'monitoring' ELSE 'assessment' END, \
           CASE WHEN {rare} THEN 'on_hold' ELSE 'open' END, \
           CASE WHEN {rare} THEN 'critical' WHEN {marked} THEN 'high' ELSE 'low' END, \
           CASE WHEN {rare} THEN {at} WHEN {marked} THEN {far} END, 1, w.id, {at}, \
           '{{\"secondary_categories\": [], \"external_refs\": [], \"reopened_at\": null}}', 1, {at}, {at}, \
           CASE WHEN i / 8 % 5 = 1 THEN u.id END \
         FROM {places} JOIN workers w ON w.username = {who};
         INSERT INTO case_members (case_id, worker_id, membership, opened_at, since, unit_id, \
           confidentiality) SELECT id, responsible_id, 'responsible', opened_at, opened_at, unit_id, \
           confidentiality FROM cases"
    ));
    app.db().run("ANALYZE");
}

/// As it is after some time: whoever reads an index alone reads no rows.
fn settle(app: &App) {
    if on_postgres() {
        app.db().run("VACUUM");
    }
}

fn actor(app: &App, username: &str, role: Role, unit: &str) -> Actor {
    let unit_id: UnitId = app.unit(unit);
    Actor {
        principal: Principal::Worker(app.worker::<WorkerId>(username)),
        unit: unit_id,
        grants: vec![Grant {
            id: GrantId(Uuid::nil()),
            role,
            unit_id,
        }],
        scopes: Scope::all().iter().copied().collect(),
    }
}

#[derive(QueryableByName)]
struct Read {
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

/// How many cases a page has, how many rows were read for it, and where its walk ended.
fn cost(app: &App, actor: &Actor, wanted: &Wanted, planner: Planner) -> (i64, i64, Option<Place>) {
    counting(app, planner, |tx| {
        let page = visible(tx, actor, wanted).unwrap();
        (page.items.len(), page.until)
    })
}

/// How PostgreSQL plans: as it likes, or as it does with a million cases, where nobody reads a
/// whole table for the few rows an index leads to.
#[derive(Clone, Copy, PartialEq)]
enum Planner {
    Free,
    OfMany,
}

fn counting(
    app: &App,
    planner: Planner,
    found: impl Fn(&mut Tx<'_>) -> (usize, Option<Place>),
) -> (i64, i64, Option<Place>) {
    let url = app.database_url();
    let (found, read) = if on_postgres() {
        let mut conn = PgConnection::establish(url).unwrap();
        conn.transaction::<_, diesel::result::Error, _>(|conn| {
            if planner == Planner::OfMany {
                sql_query("SET LOCAL enable_seqscan = off").execute(conn)?;
            }
            let found = found(&mut Tx::Pg(conn));
            let read = "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint AS rows \
                FROM pg_stat_xact_user_tables";
            Ok((found, sql_query(read).get_result::<Read>(conn)?.rows))
        })
        .unwrap()
    } else {
        let path = url.trim_start_matches("sqlite://");
        let mut conn = SqliteConnection::establish(path).unwrap();
        let (found, steps) = counted(&mut conn, |conn| found(&mut Tx::Sqlite(conn))).unwrap();
        // Reading one row of an index costs about ten instructions; merging, sorting and
        // answering one of 25 columns about 90.
        let returned = i64::try_from(found.0).unwrap();
        let steps = i64::try_from(steps.vm_steps).unwrap();
        (found, returned + (steps - 90 * returned) / 10)
    };
    let (found, until) = found;
    (i64::try_from(found).unwrap(), read, until)
}

/// Who asks, with one of their units and a worker of it.
const WHO: [(&str, Role, &str, &str, &str); 4] = [
    ("siti", Role::Caseworker, "kulim", "kulim", "farid"),
    ("azman", Role::Supervisor, "kulim", "kulim", "farid"),
    ("ismail", Role::Director, "kedah", "kulim", "farid"),
    ("wayan", Role::Director, "id", "batu", "dewi"),
];

#[test]
fn the_rows_read_for_a_page_do_not_grow_with_the_cases() {
    let app = App::start();
    fill(&app);
    for (who, role, place, unit, colleague) in WHO {
        let actor = actor(&app, who, role, place);
        for (what, wanted) in asked(app.unit(unit), app.worker(colleague)) {
            let (returned, read, _) = cost(&app, &actor, &wanted, Planner::Free);
            println!("{who}, {what}: {read} rows read for {returned}");
            assert!(returned > PAGE, "{who}, {what}: {returned} returned");
            assert!(
                read <= MOST * returned,
                "{who}, {what}: {read} rows read for {returned}"
            );
        }
    }
}

#[test]
fn however_rare_it_is_a_page_reads_no_more_and_the_last_one_has_been_through_all() {
    let app = App::start();
    fill(&app);
    settle(&app);
    // To pass a row for what it says costs SQLite about thirty instructions, not ten.
    let most = MOST * PAGE * if on_postgres() { 1 } else { 3 };
    for (who, role, place, unit, _) in WHO {
        let actor = actor(&app, who, role, place);
        for (what, wanted) in rare(app.unit(unit)) {
            let (mut found, mut wanted) = (0, wanted);
            loop {
                let (returned, read, until) = cost(&app, &actor, &wanted, Planner::OfMany);
                println!("{who}, {what}: {read} rows read for {returned}");
                assert!(read <= most, "{who}, {what}: {read} rows read");
                found += returned;
                match until {
                    None => break,
                    Some(place) => wanted.after = Some((place.at.into(), Id(place.id))),
                }
            }
            let rare = CASES / RARE;
            assert_eq!(found, rare, "{who}, {what}");
        }
    }
}

#[test]
fn the_few_cases_in_a_crisis_or_alarmed_and_all_others_cost_what_a_page_costs() {
    let app = App::start();
    fill(&app);
    let db = app.db();
    db.run("UPDATE cases SET open_crises = 1, alarmed_at = opened_at WHERE risk = 'critical'");
    db.run(if on_postgres() {
        "VACUUM ANALYZE"
    } else {
        "ANALYZE"
    });
    let costs = if on_postgres() { 1 } else { 3 };
    for (who, role, place, unit, _) in WHO {
        let actor = actor(&app, who, role, place);
        let unit = Some(Id::from(app.unit::<UnitId>(unit)));
        let status = Some(Code(CaseStatus::OnHold));
        let few: [fn(bool, Wanted) -> Wanted; 2] = [
            |yes, wanted| Wanted {
                open_crisis: Some(yes),
                ..wanted
            },
            |yes, wanted| Wanted {
                alarmed: Some(yes),
                ..wanted
            },
        ];
        let asked = [
            (None, None, Order::OpenedAt),
            (unit, None, Order::OpenedAt),
            (None, status, Order::OpenedAt),
            (None, None, Order::ModifiedAt),
        ];
        for ((unit, status, order), few) in
            asked.into_iter().flat_map(|it| few.map(|few| (it, few)))
        {
            let any = Wanted {
                unit,
                status,
                order,
                ..Wanted::default()
            };
            let (mut found, mut wanted) = (0, few(true, any));
            loop {
                let (returned, read, until) = cost(&app, &actor, &wanted, Planner::OfMany);
                assert!(read <= costs * MOST * PAGE, "{who}, {wanted:?}: {read}");
                found += returned;
                match until {
                    None => break,
                    Some(place) => wanted.after = Some((place.at.into(), Id(place.id))),
                }
            }
            assert_eq!(found, CASES / RARE, "{who}, {wanted:?}");
        }
        for few in few {
            let others = few(false, Wanted::default());
            let (returned, read, _) = cost(&app, &actor, &others, Planner::Free);
            assert!(returned > PAGE, "{who}: {returned} returned");
            assert!(read <= MOST * returned, "{who}: {read} for {returned}");
        }
    }
}

#[test]
fn however_rare_an_intake_is_a_page_reads_no_more() {
    let app = App::start();
    fill(&app);
    settle(&app);
    // Besides, what a worker is named on is read whole: member, case and intake of each.
    let costs = if on_postgres() { 1 } else { 3 };
    let asked = [
        json!({"category": "trafficking_victim"}),
        json!({"urgency": "emergency"}),
        json!({"channel": "hotline", "status": "decided"}),
        json!({"overdue": true}),
        json!({"overdue": true, "urgency": "emergency", "status": "decided"}),
        json!({"category": "trafficking_victim", "sort": "modified_at"}),
        json!({"urgency": "emergency", "modified_after": "2026-01-01T00:00:00Z"}),
    ];
    let now: DateTime<Utc> = "2026-11-22T00:00:00Z".parse().unwrap();
    for (who, role, place, unit, _) in WHO {
        let actor = actor(&app, who, role, place);
        let own = format!(
            "SELECT count(*) AS value FROM case_members WHERE worker_id = {}",
            app.db().id(app.worker::<WorkerId>(who))
        );
        let most = costs * (MOST * PAGE + 3 * app.db().number(&own));
        for asked in &asked {
            for unit in [None, Some(app.unit(unit))] {
                let mut query: IntakeQuery = serde_json::from_value(asked.clone()).unwrap();
                query.unit_id = unit;
                let slice = Slice::new(app.inside(), "intakes", &(), None, None).unwrap();
                let mut filter = query.filter(None, &slice, now);
                let mut found = 0;
                loop {
                    let (returned, read, until) = counting(&app, Planner::OfMany, |tx| {
                        let branches = intakes::branches(tx, &actor, unit).unwrap();
                        let page = intakes::page(tx, &branches, filter.clone()).unwrap();
                        (page.items.len(), page.until)
                    });
                    println!("{who}, {asked}: {read} rows read for {returned}");
                    assert!(read <= most, "{who}, {asked}, {unit:?}: {read} rows read");
                    found += returned;
                    match until {
                        None => break,
                        Some(place) => filter.after = Some((place.at.into(), Id(place.id))),
                    }
                }
                assert_eq!(found, CASES / RARE, "{who}, {asked}, {unit:?}");
            }
        }
    }
}

/// The few cases that are like no other, asked for by what they are.
fn rare(unit: UnitId) -> Vec<(&'static str, Wanted)> {
    let any = Wanted::default;
    let now: DateTime<Utc> = "2026-11-22T00:00:00Z".parse().unwrap();
    let words = [
        (
            "a rare category",
            Wanted {
                category: Some(Code(Category::TraffickingVictim)),
                ..any()
            },
        ),
        (
            "a rare client",
            Wanted {
                client_kind: Some(Code(ClientKind::Group)),
                ..any()
            },
        ),
        (
            "a rare status",
            Wanted {
                status: Some(Code(CaseStatus::OnHold)),
                ..any()
            },
        ),
        (
            "a rare risk",
            Wanted {
                risk: Some(Code(RiskLevel::Critical)),
                ..any()
            },
        ),
        (
            "overdue",
            Wanted {
                overdue: Some((true, now.into())),
                ..any()
            },
        ),
        (
            "overdue of a status",
            Wanted {
                overdue: Some((true, now.into())),
                status: Some(Code(CaseStatus::OnHold)),
                ..any()
            },
        ),
        (
            "two words that seldom meet",
            Wanted {
                client_kind: Some(Code(ClientKind::Group)),
                status: Some(Code(CaseStatus::OnHold)),
                ..any()
            },
        ),
        (
            "a rare one among many of a stage",
            Wanted {
                stage: Some(Code(Stage::Monitoring)),
                category: Some(Code(Category::TraffickingVictim)),
                ..any()
            },
        ),
        (
            "rare, by change",
            Wanted {
                category: Some(Code(Category::TraffickingVictim)),
                order: Order::ModifiedAt,
                ..any()
            },
        ),
    ];
    let mut asked = Vec::new();
    for (what, wanted) in words {
        let there = Wanted {
            unit: Some(Id::from(unit)),
            ..wanted.clone()
        };
        asked.extend([(what, wanted), (what, there)]);
    }
    asked
}

/// What is asked for: cases of this unit, of this worker, of all they see.
fn asked(unit: UnitId, responsible: WorkerId) -> [(&'static str, Wanted); 15] {
    let any = Wanted::default;
    let middle: DateTime<Utc> = "2026-02-04T00:00:00Z".parse().unwrap();
    [
        ("newest", any()),
        (
            "a later page",
            Wanted {
                after: Some((middle.into(), Id(Uuid::max()))),
                ..any()
            },
        ),
        (
            "a large page",
            Wanted {
                large: true,
                ..any()
            },
        ),
        (
            "of one unit",
            Wanted {
                unit: Some(Id::from(unit)),
                ..any()
            },
        ),
        (
            "in a stage",
            Wanted {
                stage: Some(Code(Stage::Monitoring)),
                ..any()
            },
        ),
        (
            "of a status in one unit",
            Wanted {
                unit: Some(Id::from(unit)),
                status: Some(Code(CaseStatus::Open)),
                ..any()
            },
        ),
        (
            "of one kind of client",
            Wanted {
                client_kind: Some(Code(ClientKind::Family)),
                ..any()
            },
        ),
        (
            "of one kind of client in one unit",
            Wanted {
                unit: Some(Id::from(unit)),
                client_kind: Some(Code(ClientKind::Family)),
                ..any()
            },
        ),
        (
            "mainly about this",
            Wanted {
                category: Some(Code(Category::Homeless)),
                ..any()
            },
        ),
        (
            "at high risk",
            Wanted {
                risk: Some(Code(RiskLevel::High)),
                ..any()
            },
        ),
        (
            "not overdue",
            Wanted {
                overdue: Some((false, middle.into())),
                ..any()
            },
        ),
        (
            "of one household",
            Wanted {
                household: Some(Id::from(unit)),
                ..any()
            },
        ),
        (
            "of one worker",
            Wanted {
                responsible: Some(Id::from(responsible)),
                ..any()
            },
        ),
        (
            "changed",
            Wanted {
                order: Order::ModifiedAt,
                ..any()
            },
        ),
        (
            "changed since",
            Wanted {
                order: Order::ModifiedAt,
                modified_after: Some(middle.into()),
                ..any()
            },
        ),
    ]
}
