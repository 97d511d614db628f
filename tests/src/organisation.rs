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

use api::{auth::password, identity::open::secret_hash};
use serde_json::{Value, json};
use uuid::{Builder, Uuid};

/// Everybody's password.
pub const PASSWORD: &str = "rumah tangga di tepi sawah";

/// Every integration's secret.
pub const SECRET: &str = "batu-lesung-di-dapur-nenek-2026-03-02";

/// Key, unit above, kind, country, code, name, time zone, weekend.
const UNITS: &str = r#"
my     |       | headquarters    | MY | JKM         | Jabatan Kebajikan Masyarakat | Asia/Kuala_Lumpur | ["saturday","sunday"]
kedah  | my    | state_office    | MY | JKM-KDH     | JKM Negeri Kedah             | Asia/Kuala_Lumpur | ["friday","saturday"]
kulim  | kedah | district_office | MY | PKMD-KULIM  | PKMD Kulim                   | Asia/Kuala_Lumpur | ["friday","saturday"]
baling | kedah | district_office | MY | PKMD-BALING | PKMD Baling                  | Asia/Kuala_Lumpur | ["friday","saturday"]
rumah  | kedah | institution     | MY | RSK-BEDONG  | Rumah Seri Kenangan Bedong   | Asia/Kuala_Lumpur | []
id     |       | headquarters    | ID | KEMSOS      | Kementerian Sosial           | Asia/Jakarta      | ["saturday","sunday"]
batu   | id    | district_office | ID | DINSOS-BATU | Dinas Sosial Kota Batu       | Asia/Jakarta      | ["saturday","sunday"]
"#;

/// User name (the key as well), unit, role at that unit, full name; without a role no rights.
const WORKERS: &str = "
siti    | kulim  | caseworker       | Siti Aminah binti Osman
farid   | kulim  | caseworker       | Mohd Farid bin Hassan
azman   | kulim  | supervisor       | Azman bin Yusof
rosnah  | kulim  | supervisor       | Rosnah binti Ahmad
tamu    | kulim  |                  | Hafiz bin Rahman
hanim   | baling | caseworker       | Nur Hanim binti Zakaria
kamal   | baling | supervisor       | Kamal bin Idris
mei     | rumah  | caseworker       | Tan Mei Ling
ravi    | rumah  | supervisor       | Ravi a/l Subramaniam
ismail  | kedah  | director         | Ismail bin Daud
admin   | my     | administrator    | Zainab binti Omar
auditor | my     | auditor          | Lee Chong Seng
data    | my     | data_officer     | Noraini binti Said
editor  | my     | directory_editor | Faizal bin Mahmud
dewi    | batu   | caseworker       | Dewi Lestari
joko    | batu   | caseworker       | Joko Santoso
budi    | batu   | supervisor       | Budi Hartono
wayan   | id     | director         | I Wayan Sudarma
agus    | id     | administrator    | Agus Wijaya
";

/// A qualification of this kind, as it is recorded.
#[must_use]
pub fn qualification(kind: &str) -> Value {
    json!({"kind": kind, "awarded_by": "Universiti Sains Malaysia", "obtained_on": "2023-08-31"})
}

/// Key, unit, scopes, name.
const INTEGRATIONS: &str = r#"
hospital | kulim | ["persons:read","persons:write","intakes:read","intakes:write"] | Hospital Kulim
siks     | my    | ["cases:read","statistics:read"]                                | SIKS
dtks     | batu  | ["persons:read","cases:read","exchange:read"]                   | DTKS Kota Batu
"#;

/// The lines of a table above.
fn lines<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.trim().lines().map(|line| {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        cells.try_into().unwrap()
    })
}

/// When all of it was made: 2026-01-05T01:00:00Z, in milliseconds.
const MADE_AT: u64 = 1_767_574_800_000;

/// The id of a unit of this module, by its key.
#[must_use]
pub fn unit(key: &str) -> Uuid {
    assert!(
        lines::<8>(UNITS).any(|[known, ..]| known == key),
        "no unit `{key}`"
    );
    id("unit", key)
}

/// The id of a worker of this module, by the user name.
#[must_use]
pub fn worker(username: &str) -> Uuid {
    assert!(
        lines::<4>(WORKERS).any(|[known, ..]| known == username),
        "no worker `{username}`"
    );
    id("worker", username)
}

/// The id of an integration of this module, by its key.
#[must_use]
pub fn integration(key: &str) -> Uuid {
    assert!(
        lines::<4>(INTEGRATIONS).any(|[known, ..]| known == key),
        "no integration `{key}`"
    );
    id("integration", key)
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

pub(crate) fn bytes_literal(bytes: &[u8], postgres: bool) -> String {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    if postgres {
        format!("'\\x{hex}'")
    } else {
        format!("x'{hex}'")
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
    for [key, parent, kind, country, code, name, zone, weekend] in lines(UNITS) {
        let mut line = vec![key];
        while let Some([_, above, ..]) = lines::<8>(UNITS).find(|[known, ..]| *known == line[0])
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
    for [username, at_unit, role, full_name] in lines(WORKERS) {
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
    for [key, at_unit, scopes, name] in lines(INTEGRATIONS) {
        let machine = literal(integration(key));
        sql += &format!(
            "INSERT INTO integrations (id, unit_id, name, scopes, active, version, created_at, \
             modified_at) VALUES ({machine}, {}, '{name}', '{scopes}', TRUE, 1, {at}, {at});\n\
             INSERT INTO integration_secrets (id, integration_id, secret_hash, created_at) VALUES \
             ({}, {machine}, {}, {at});\n",
            literal(unit(at_unit)),
            literal(id("secret", key)),
            bytes_literal(&secret_hash(SECRET), postgres)
        );
    }
    sql
}
