//! The agencies every test finds: two countries, a state with two districts, and their workers.
//!
//! | unit | what | above |
//! |---|---|---|
//! | `my` | headquarters, Malaysia | |
//! | `kedah` | state office | `my` |
//! | `kulim`, `baling` | district offices, weekend Friday and Saturday | `kedah` |
//! | `rumah` | institution (a home for the aged) | `kedah` |
//! | `id` | headquarters, Indonesia | |
//! | `batu` | Dinas Sosial Kota Batu | `id` |

use api::auth::password;
use uuid::{Builder, Uuid};

/// Everybody's password.
pub const PASSWORD: &str = "rumah tangga di tepi sawah";

/// Key, parent, kind, country, code, name, time zone, weekend.
const UNITS: [(&str, &str, &str, &str, &str, &str, &str, &str); 7] = [
    (
        "my",
        "",
        "headquarters",
        "MY",
        "JKM",
        "Jabatan Kebajikan Masyarakat",
        KL,
        SAT_SUN,
    ),
    (
        "kedah",
        "my",
        "state_office",
        "MY",
        "JKM-KDH",
        "JKM Negeri Kedah",
        KL,
        FRI_SAT,
    ),
    (
        "kulim",
        "kedah",
        "district_office",
        "MY",
        "PKMD-KULIM",
        "PKMD Kulim",
        KL,
        FRI_SAT,
    ),
    (
        "baling",
        "kedah",
        "district_office",
        "MY",
        "PKMD-BALING",
        "PKMD Baling",
        KL,
        FRI_SAT,
    ),
    (
        "rumah",
        "kedah",
        "institution",
        "MY",
        "RSK-BEDONG",
        "Rumah Seri Kenangan Bedong",
        KL,
        "[]",
    ),
    (
        "id",
        "",
        "headquarters",
        "ID",
        "KEMSOS",
        "Kementerian Sosial",
        "Asia/Jakarta",
        SAT_SUN,
    ),
    (
        "batu",
        "id",
        "district_office",
        "ID",
        "DINSOS-BATU",
        "Dinas Sosial Kota Batu",
        "Asia/Jakarta",
        SAT_SUN,
    ),
];
const KL: &str = "Asia/Kuala_Lumpur";
const SAT_SUN: &str = r#"["saturday","sunday"]"#;
const FRI_SAT: &str = r#"["friday","saturday"]"#;

/// User name (the key as well), full name, unit, role (at that unit); no role: no rights.
const WORKERS: [(&str, &str, &str, &str); 19] = [
    ("siti", "Siti Aminah binti Osman", "kulim", "caseworker"),
    ("farid", "Mohd Farid bin Hassan", "kulim", "caseworker"),
    ("azman", "Azman bin Yusof", "kulim", "supervisor"),
    ("rosnah", "Rosnah binti Ahmad", "kulim", "supervisor"),
    ("hanim", "Nur Hanim binti Zakaria", "baling", "caseworker"),
    ("kamal", "Kamal bin Idris", "baling", "supervisor"),
    ("mei", "Tan Mei Ling", "rumah", "caseworker"),
    ("ravi", "Ravi a/l Subramaniam", "rumah", "supervisor"),
    ("ismail", "Ismail bin Daud", "kedah", "director"),
    ("admin", "Zainab binti Omar", "my", "administrator"),
    ("auditor", "Lee Chong Seng", "my", "auditor"),
    ("data", "Noraini binti Said", "my", "data_officer"),
    ("editor", "Faizal bin Mahmud", "my", "directory_editor"),
    ("tamu", "Hafiz bin Rahman", "kulim", ""),
    ("dewi", "Dewi Lestari", "batu", "caseworker"),
    ("joko", "Joko Santoso", "batu", "caseworker"),
    ("budi", "Budi Hartono", "batu", "supervisor"),
    ("wayan", "I Wayan Sudarma", "id", "director"),
    ("agus", "Agus Wijaya", "id", "administrator"),
];

/// When all of it was made: 2026-01-05T01:00:00Z, in milliseconds.
const MADE_AT: u64 = 1_767_574_800_000;

/// The id of a unit of this module, by its key.
#[must_use]
pub fn unit(key: &str) -> Uuid {
    assert!(UNITS.iter().any(|unit| unit.0 == key), "no unit `{key}`");
    id("unit", key)
}

/// The id of a worker of this module, by the user name.
#[must_use]
pub fn worker(username: &str) -> Uuid {
    assert!(
        WORKERS.iter().any(|worker| worker.0 == username),
        "no worker `{username}`"
    );
    id("worker", username)
}

/// The same id in every run.
fn id(kind: &str, key: &str) -> Uuid {
    let hash = api::auth::keys::sha256(&[kind.as_bytes(), key.as_bytes()]);
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&hash[..10]);
    Builder::from_unix_timestamp_millis(MADE_AT, &bytes).into_uuid()
}

pub(crate) fn id_literal(id: &str, postgres: bool) -> String {
    if postgres {
        format!("'{id}'")
    } else {
        format!("x'{}'", id.replace('-', ""))
    }
}

/// The statements that make it all, in the words of one database.
pub(crate) fn seed(postgres: bool) -> String {
    let literal = |id: Uuid| id_literal(&id.to_string(), postgres);
    let at = if postgres {
        format!("to_timestamp({})", MADE_AT / 1000)
    } else {
        format!("{MADE_AT}000")
    };
    let mut sql = String::new();
    for (key, parent, kind, country, code, name, zone, weekend) in UNITS {
        let mut line = vec![key];
        while let Some((_, above, ..)) = UNITS.iter().find(|unit| unit.0 == line[0])
            && !above.is_empty()
        {
            line.insert(0, above);
        }
        let mut levels: Vec<_> = line.iter().map(|key| literal(unit(key))).collect();
        let level = levels.len() - 1;
        levels.resize(5, "NULL".to_owned());
        let above = if parent.is_empty() {
            "NULL".to_owned()
        } else {
            literal(unit(parent))
        };
        sql += &format!(
            "INSERT INTO units (id, parent_id, level, unit_0, unit_1, unit_2, unit_3, unit_4, kind, \
             country, code, name, time_zone, weekend, version, created_at, modified_at) VALUES \
             ({}, {above}, {level}, {}, '{kind}', '{country}', '{code}', '{name}', '{zone}', \
             '{weekend}', 1, {at}, {at});\n",
            literal(unit(key)),
            levels.join(", ")
        );
    }
    let hash = password::hash(PASSWORD).unwrap();
    for (username, full_name, at_unit, role) in WORKERS {
        let (worker, unit) = (literal(worker(username)), literal(unit(at_unit)));
        sql += &format!(
            "INSERT INTO workers (id, unit_id, username, full_name, password_hash, active, version, \
             created_at, modified_at) VALUES \
             ({worker}, {unit}, '{username}', '{full_name}', '{hash}', TRUE, 1, {at}, {at});\n"
        );
        if !role.is_empty() {
            sql += &format!(
                "INSERT INTO grants (id, worker_id, role, unit_id, granted_at) VALUES \
                 ({}, {worker}, '{role}', {unit}, {at});\n",
                literal(id("grant", username))
            );
        }
    }
    sql
}
