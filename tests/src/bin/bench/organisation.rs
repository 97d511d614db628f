//! Units, workers and log-ins: the part of the seed that is written by SQL outright.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::{Role, Scope},
    words::Word,
};
use uuid::Uuid;

use crate::{
    Failure,
    ids::{GRANT, Ids, SESSION, UNIT, WORKER},
    originals::CASES,
    store::Store,
};

/// State offices under headquarters.
pub const STATES: usize = 5;
/// District offices under each of them: 50 in all.
pub const DISTRICTS: usize = 10;
/// District offices.
pub const OFFICES: usize = STATES * DISTRICTS;
/// The application of every session.
pub const CLIENT: &str = "bench";

const CASEWORKERS: usize = 2;
const SESSIONS_OF: [(Role, usize); 3] = [
    (Role::Caseworker, 8),
    (Role::Supervisor, 3),
    (Role::Director, 10),
];
/// Those of the caseworkers and, last, of the supervisor of an office.
pub const SESSIONS_PER_OFFICE: usize = CASEWORKERS * SESSIONS_OF[0].1 + SESSIONS_OF[1].1;

/// A worker with a role in a unit.
#[derive(Clone, Copy)]
pub struct Worker {
    /// The id.
    pub id: Uuid,
    /// The role.
    pub role: Role,
    /// The district office (its number), or for a director the first one of the state.
    pub office: usize,
    /// The unit.
    pub unit: Uuid,
}

/// A log-in.
#[derive(Clone, Copy)]
pub struct Session {
    /// The id.
    pub id: Uuid,
    /// Whose.
    pub worker: Worker,
}

/// Everybody, by formula.
pub struct Organisation {
    ids: Ids,
    /// Two caseworkers and a supervisor per district office, in this order; then the directors.
    pub workers: Vec<Worker>,
    /// At least 1,000.
    pub sessions: Vec<Session>,
}

impl Organisation {
    /// The same for every database that is seeded with these ids.
    pub fn new(ids: Ids) -> Self {
        let mut workers = Vec::new();
        let mut add = |role, office, unit| {
            let id = ids.of(WORKER + workers.len() as u64, 0);
            workers.push(Worker {
                id,
                role,
                office,
                unit,
            });
        };
        for office in 0..OFFICES {
            let unit = ids.of(office_number(office), 0);
            (0..CASEWORKERS).for_each(|_| add(Role::Caseworker, office, unit));
            add(Role::Supervisor, office, unit);
        }
        for state in 0..STATES {
            let unit = ids.of(state_number(state), 0);
            add(Role::Director, state * DISTRICTS, unit);
        }
        let mut sessions = Vec::new();
        for worker in &workers {
            let of_role = SESSIONS_OF.iter().find(|(role, _)| *role == worker.role);
            for _ in 0..of_role.map_or(0, |(_, count)| *count) {
                let id = ids.of(SESSION + sessions.len() as u64, 0);
                sessions.push(Session {
                    id,
                    worker: *worker,
                });
            }
        }
        Self {
            ids,
            workers,
            sessions,
        }
    }

    /// The unit of a district office.
    pub fn office(&self, office: usize) -> Uuid {
        self.ids.of(office_number(office), 0)
    }

    /// The workers of this role who see the cases of a district office.
    pub fn staff(&self, role: Role, office: usize) -> impl Iterator<Item = &Worker> {
        let near = move |worker: &&Worker| match role {
            Role::Director => worker.office == office - office % DISTRICTS,
            _ => worker.office == office,
        };
        let of_role = self
            .workers
            .iter()
            .filter(move |worker| worker.role == role);
        of_role.filter(near)
    }

    /// Writes all of it. The password hashes are none, so nobody can log in.
    pub fn seed(&self, store: &mut Store, now: DateTime<Utc>) -> Result<(), Failure> {
        let mut sql = String::from("BEGIN;");
        self.units(store, now, &mut sql);
        self.requirements(store, &mut sql);
        self.staff_rows(store, now, &mut sql);
        self.session_rows(store, now, &mut sql);
        sql.push_str("COMMIT;");
        store.run(&sql)
    }

    fn units(&self, store: &Store, now: DateTime<Utc>, sql: &mut String) {
        let mut unit = |number: u64, above: &[u64], kind: &str, code: &str| {
            let id = |number: u64| store.id(self.ids.of(number, 0));
            let mut levels: Vec<String> = above.iter().map(|number| id(*number)).collect();
            let parent = levels.last().cloned().unwrap_or_else(|| "NULL".to_owned());
            levels.push(id(number));
            levels.resize(5, "NULL".to_owned());
            let (id, now, level) = (id(number), store.at(now), above.len());
            sql.push_str(&format!(
                "INSERT INTO units (id, parent_id, level, unit_0, unit_1, unit_2, unit_3, unit_4, \
                 kind, country, code, name, time_zone, weekend, version, created_at, modified_at) \
                 VALUES ({id}, {parent}, {level}, {}, '{kind}', 'MY', '{code}', 'Pejabat {code}', \
                 'Asia/Kuala_Lumpur', '[\"saturday\",\"sunday\"]', 1, {now}, {now});\n",
                levels.join(", "),
            ));
        };
        unit(UNIT, &[], "headquarters", "JKM");
        for state in 0..STATES {
            let code = format!("JKM-{state}");
            unit(state_number(state), &[UNIT], "state_office", &code);
        }
        for office in 0..OFFICES {
            let above = [UNIT, state_number(office / DISTRICTS)];
            let code = format!("PKMD-{office:02}");
            unit(office_number(office), &above, "district_office", &code);
        }
    }

    /// Every intake asks for two documents.
    fn requirements(&self, store: &Store, sql: &mut String) {
        let top = store.id(self.ids.of(UNIT, 0));
        for (category, _) in CASES {
            for document in ["referral_letter", "medical_report"] {
                let category = category.code();
                sql.push_str(&format!(
                    "INSERT INTO document_requirements (unit_id, category, document_type) \
                     VALUES ({top}, '{category}', '{document}') ON CONFLICT DO NOTHING;\n"
                ));
            }
        }
    }

    fn staff_rows(&self, store: &Store, now: DateTime<Utc>, sql: &mut String) {
        for (number, worker) in self.workers.iter().enumerate() {
            let (id, unit) = (store.id(worker.id), store.id(worker.unit));
            let grant = store.id(self.ids.of(GRANT + number as u64, 0));
            let (now, active, role) = (store.at(now), store.truth(true), worker.role.code());
            sql.push_str(&format!(
                "INSERT INTO workers (id, unit_id, username, full_name, password_hash, active, \
                 version, created_at, modified_at) VALUES ({id}, {unit}, 'bench.{number}', \
                 'Pekerja {number}', 'none', {active}, 1, {now}, {now});\n\
                 INSERT INTO grants (id, worker_id, role, unit_id, granted_at) \
                 VALUES ({grant}, {id}, '{role}', {unit}, {now});\n"
            ));
        }
    }

    fn session_rows(&self, store: &Store, now: DateTime<Utc>, sql: &mut String) {
        let scopes: Vec<String> = scopes()
            .map(|scope| format!("\"{}\"", scope.code()))
            .collect();
        let scopes = scopes.join(",");
        for session in &self.sessions {
            let (id, worker) = (store.id(session.id), store.id(session.worker.id));
            let expires = store.at(now + TimeDelta::days(2));
            let now = store.at(now);
            sql.push_str(&format!(
                "INSERT INTO sessions (id, worker_id, client_id, scopes, generation, rotated_at, \
                 created_at, expires_at) \
                 VALUES ({id}, {worker}, '{CLIENT}', '[{scopes}]', 1, {now}, {now}, {expires});\n"
            ));
        }
    }
}

/// What every session may do: what the staff of an office is given at log-in.
pub fn scopes() -> impl Iterator<Item = Scope> {
    let refused = |scope: &Scope| matches!(scope, Scope::Admin);
    Scope::all()
        .iter()
        .copied()
        .filter(move |scope| !refused(scope))
}

/// The number of a state office.
pub const fn state_number(state: usize) -> u64 {
    UNIT + 1 + state as u64
}

/// The number of a district office.
pub const fn office_number(office: usize) -> u64 {
    UNIT + 0x100 + office as u64
}
