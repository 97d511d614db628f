//! However many cases there are, a page costs what a page costs.

use api::{
    cases::list::{Order, Wanted, visible},
    db::{
        Tx, counted,
        types::{Code, Id},
    },
};
use chrono::{DateTime, Utc};
use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query,
    sql_types::BigInt,
};
use domain::{
    access::{Actor, Grant, Principal, Role, Scope},
    cases::{CaseStatus, ClientKind, Stage},
    parties::{GrantId, UnitId, WorkerId},
    words::Word,
};
use tests::{App, on_postgres};
use uuid::Uuid;

/// How many cases there are.
const CASES: i64 = 20_000;
/// The most rows that may be read for one that is returned.
const MOST: i64 = 20;

/// Cases of four units of two countries; half of them confidential, some restricted.
fn fill(app: &App) {
    let postgres = on_postgres();
    let (id, at) = if postgres {
        (
            "('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid",
            "to_timestamp(1770000000 + i * 18)",
        )
    } else {
        (
            "unhex('00000000000070008000' || printf('%012x', i))",
            "(1770000000 + i * 18) * 1000000",
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
           recorded_by, details, version, created_at, modified_at) \
         SELECT {id}, u.id, unit_0, unit_1, unit_2, unit_3, unit_4, u.id, 'walk_in', 'homeless', \
           'routine', 'decided', 'accepted', {id}, {at}, {at}, u.id, '{{}}', 1, {at}, {at} FROM {places};
         {numbers} INSERT INTO cases (id, unit_id, unit_0, unit_1, unit_2, unit_3, unit_4, file_number, \
           intake_id, client_kind, person_id, category, confidentiality, stage, status, episode, \
           responsible_id, opened_at, details, version, created_at, modified_at, household_id) \
         SELECT {id}, u.id, unit_0, unit_1, unit_2, unit_3, unit_4, 'N/' || i, {id}, \
           CASE WHEN i / 8 % 5 = 1 THEN 'family' ELSE 'individual' END, u.id, \
           'homeless', CASE WHEN i % 50 = 0 THEN 'restricted' WHEN i / 8 % 2 = 0 THEN 'standard' \
           ELSE 'confidential' END, CASE WHEN i / 8 % 5 = 0 THEN 'monitoring' ELSE 'assessment' END, \
           'open', 1, w.id, {at}, \
           '{{\"secondary_categories\": [], \"external_refs\": [], \"reopened_at\": null}}', 1, {at}, {at}, \
           CASE WHEN i / 8 % 5 = 1 THEN u.id END \
         FROM {places} JOIN workers w ON w.username = {who};
         INSERT INTO case_members (case_id, worker_id, membership, opened_at, since, unit_id, \
           confidentiality) SELECT id, responsible_id, 'responsible', opened_at, opened_at, unit_id, \
           confidentiality FROM cases;
         ANALYZE"
    ));
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

/// How many cases a page has, and how many rows were read for it.
fn cost(app: &App, actor: &Actor, wanted: &Wanted) -> (i64, i64) {
    let url = app.database_url();
    let found = |tx: &mut Tx<'_>| visible(tx, actor, wanted).map(|page| page.len());
    let (found, read) = if on_postgres() {
        let mut conn = PgConnection::establish(url).unwrap();
        conn.transaction::<_, diesel::result::Error, _>(|conn| {
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
        let returned = i64::try_from(*found.as_ref().unwrap()).unwrap();
        let steps = i64::try_from(steps.vm_steps).unwrap();
        (found, returned + (steps - 90 * returned) / 10)
    };
    (i64::try_from(found.unwrap()).unwrap(), read)
}

#[test]
fn the_rows_read_for_a_page_do_not_grow_with_the_cases() {
    let app = App::start();
    fill(&app);
    for (who, role, place, unit, colleague) in [
        ("siti", Role::Caseworker, "kulim", "kulim", "farid"),
        ("azman", Role::Supervisor, "kulim", "kulim", "farid"),
        ("ismail", Role::Director, "kedah", "kulim", "farid"),
        ("wayan", Role::Director, "id", "batu", "dewi"),
    ] {
        let actor = actor(&app, who, role, place);
        for (what, wanted) in asked(app.unit(unit), app.worker(colleague)) {
            let (returned, read) = cost(&app, &actor, &wanted);
            assert!(returned > 50, "{who}, {what}: {returned} returned");
            assert!(
                read <= MOST * returned,
                "{who}, {what}: {read} rows read for {returned}"
            );
        }
    }
}

/// What is asked for: cases of this unit, of this worker, of all they see.
fn asked(unit: UnitId, responsible: WorkerId) -> [(&'static str, Wanted); 11] {
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
