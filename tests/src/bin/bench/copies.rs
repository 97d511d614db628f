//! Many from few: what the service wrote for some originals, copied in the database.
//!
//! The copies are rows as acceptance leaves them because the service itself wrote their
//! originals; only ids, times and file numbers differ. (Ids inside JSON stay those of the
//! original; nothing measured here follows them.)

use crate::{
    Failure,
    ids::{Ids, ORIGINAL, STEP_HOURS},
    originals::Originals,
    store::{Column, Holds, Store},
};

/// What acceptance and the steps before it write, parents first.
const TABLES: [&str; 7] = [
    "persons",
    "person_names",
    "intakes",
    "intake_documents",
    "cases",
    "case_members",
    "events",
];
/// The tables among them whose rows have an id of their own.
const NUMBERED: [&str; 5] = ["persons", "intakes", "intake_documents", "cases", "events"];
/// Numbers of originals from here on are given in whatever order.
const REST: u64 = ORIGINAL + 0x1_0000;

/// Copies every original so many times and lets the database learn what it holds.
pub fn copy(
    store: &mut Store,
    ids: Ids,
    originals: &Originals,
    copies: u32,
) -> Result<(), Failure> {
    store.run(match store {
        Store::Sqlite(_) => {
            "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -262144;"
        }
        Store::Postgres(_) => {
            "SET synchronous_commit = off; SET session_replication_role = replica; \
             SET work_mem = '256MB'; SET maintenance_work_mem = '256MB';"
        }
    })?;
    number(store, originals)?;
    store.run("BEGIN")?;
    for table in TABLES {
        let columns = store.columns(table)?;
        let sql = copy_of(store, ids, table, &columns, copies);
        store.run(&sql)?;
    }
    let given = format!("UPDATE file_counters SET last = last + {copies} * 10; COMMIT;");
    store.run(&given)?;
    store.tidy()
}

/// Gives every original its number, the cases and the waiting intakes those the driver expects.
fn number(store: &mut Store, originals: &Originals) -> Result<(), Failure> {
    let id_type = match store {
        Store::Sqlite(_) => "BLOB",
        Store::Postgres(_) => "uuid",
    };
    let mut sql =
        format!("CREATE TABLE bench_originals (id {id_type} PRIMARY KEY, n bigint NOT NULL);\n");
    for (number, id) in originals.numbered() {
        let id = store.id(id);
        sql.push_str(&format!(
            "INSERT INTO bench_originals VALUES ({id}, {number});\n"
        ));
    }
    let all = NUMBERED.map(|table| format!("SELECT id FROM {table}"));
    sql.push_str(&format!(
        "INSERT INTO bench_originals SELECT id, {REST} + row_number() OVER () FROM ({}) AS one \
         WHERE id NOT IN (SELECT id FROM bench_originals);",
        all.join(" UNION ALL ")
    ));
    store.run(&sql)
}

/// One statement that copies a table, the oldest copies first, as they would have come.
fn copy_of(store: &Store, ids: Ids, table: &str, columns: &[Column], copies: u32) -> String {
    let of = |holds| columns.iter().filter(move |column| column.holds == holds);
    let numbers: String = of(Holds::Id)
        .map(|column| format!(", of_{0}.n AS n_{0}", column.name))
        .collect();
    let joins: String = of(Holds::Id)
        .map(|column| {
            let name = &column.name;
            format!(" LEFT JOIN bench_originals AS of_{name} ON of_{name}.id = {table}.{name}")
        })
        .collect();
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let values: Vec<String> = columns
        .iter()
        .map(|column| value(store, ids, column))
        .collect();
    let (names, values) = (names.join(", "), values.join(", "));
    format!(
        "WITH RECURSIVE copy(i) AS \
         (SELECT {copies} UNION ALL SELECT i - 1 FROM copy WHERE i > 1), \
         original AS MATERIALIZED (SELECT {table}.*{numbers} FROM {table}{joins}) \
         INSERT INTO {table} ({names}) \
         SELECT {values} FROM copy CROSS JOIN original ORDER BY copy.i DESC"
    )
}

fn value(store: &Store, ids: Ids, column: &Column) -> String {
    let name = &column.name;
    match (column.holds, store) {
        (Holds::Id, _) => {
            let copied = store.id_formula(ids, &format!("n_{name}"), "copy.i");
            format!("CASE WHEN n_{name} IS NULL THEN {name} ELSE {copied} END")
        }
        (Holds::Time, Store::Sqlite(_)) => format!("{name} - copy.i * {STEP_HOURS} * 3600000000"),
        (Holds::Time, Store::Postgres(_)) => {
            format!("{name} - copy.i * interval '{STEP_HOURS} hours'")
        }
        (Holds::Value, _) if name != "file_number" => name.clone(),
        (Holds::Value, Store::Sqlite(_)) => "substr(file_number, 1, length(file_number) - 6) \
             || printf('%06d', copy.i * 10 + CAST(substr(file_number, -6) AS INTEGER))"
            .to_owned(),
        (Holds::Value, Store::Postgres(_)) => "left(file_number, -6) \
             || lpad((copy.i * 10 + right(file_number, 6)::int)::text, 6, '0')"
            .to_owned(),
    }
}
