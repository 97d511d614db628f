//! The rounds: for each kind of work every contestant is warmed up, then they take turns, so
//! that whatever else the machine does in the meantime hits them alike.

use std::{path::PathBuf, time::Duration};

use domain::access::Role;

use crate::{
    Failure, Options, cpu,
    ids::{Ids, MADE, SESSION, UNIT, WORKER},
    load::{CONNECTIONS, drive},
    organisation::{DISTRICTS, OFFICES, Organisation, SESSIONS_PER_OFFICE, office_number},
    originals::{CASES, case_number, waiting_number},
    pgbench::Pgbench,
    report::{Contestant, Figures, Report},
    requests::{Requests, Work},
    say,
    service::{Kes, Service},
    store::Store,
    tokens::Tokens,
};

/// What is measured, by whom, and by how much a round is shorter than one of the cheapest work.
const WORKS: [(Work, &[Contestant], usize); 7] = [
    (Work::Static, &[Contestant::Sqlite], 1),
    (Work::NoDatabase, &[Contestant::Sqlite], 1),
    (Work::GetCase, ALL, 1),
    (Work::ListCases(Role::Caseworker), ALL, 5),
    (Work::ListCases(Role::Supervisor), ALL, 5),
    (Work::ListCases(Role::Director), ALL, 5),
    (Work::Accept, ALL, 8),
];
const ALL: &[Contestant] = &[
    Contestant::Sqlite,
    Contestant::Postgres,
    Contestant::Pgbench,
];

/// Everything a round needs.
pub struct Arena<'a> {
    /// How long and how often.
    pub options: &'a Options,
    /// The service.
    pub kes: &'a Kes,
    /// The ids of the seed.
    pub ids: Ids,
    /// The people of the seed.
    pub organisation: &'a Organisation,
    /// Its size.
    pub copies: u32,
    /// The ETag of the intakes that wait.
    pub waiting_etag: &'a str,
    /// The folder of the pgbench scripts.
    pub scripts: PathBuf,
}

/// Who is running.
struct Field {
    sqlite: Service,
    postgres: Service,
    pgbench: Pgbench,
    postmaster: u32,
    /// CPU of a database server that pgbench only connects to and leaves.
    greeting: Duration,
}

impl Arena<'_> {
    /// Measures everything.
    pub fn measure(&self, sqlite: &str, postgres: &str) -> Result<Report, Failure> {
        let mut store = Store::open(postgres)?;
        let field = self.field(&mut store, sqlite, postgres)?;
        let mut report = Report::default();
        for (work, contestants, shorter) in WORKS {
            let count = (self.options.requests / shorter).next_multiple_of(CONNECTIONS);
            say(&format!("{}: rounds of {count}", work.name()))?;
            // The database starts each kind of work tidy.
            store.tidy()?;
            let tokens = Tokens::sign(&self.kes.keys, self.organisation)?;
            let requests = Requests {
                organisation: self.organisation,
                tokens: &tokens,
                ids: self.ids,
                copies: self.copies,
                waiting_etag: self.waiting_etag,
            };
            let mut rounds: Vec<Vec<Figures>> = vec![Vec::new(); contestants.len()];
            for round in 0..=self.options.rounds {
                for (contestant, figures) in contestants.iter().zip(&mut rounds) {
                    let one = field.round(*contestant, work, &requests, round * count, count)?;
                    if round > 0 {
                        figures.push(one);
                    }
                }
            }
            for (contestant, figures) in contestants.iter().zip(&rounds) {
                report.0.push((work, *contestant, Figures::median(figures)));
            }
        }
        field.sqlite.stop()?;
        field.postgres.stop()?;
        Ok(report)
    }

    fn field(&self, store: &mut Store, sqlite: &str, postgres: &str) -> Result<Field, Failure> {
        let formula = self.ids.postgres("$1", "$2");
        store.run(&format!(
            "CREATE FUNCTION bench_id(bigint, bigint) RETURNS uuid LANGUAGE sql IMMUTABLE \
             PARALLEL SAFE AS $$SELECT {formula}$$;"
        ))?;
        let backend = store
            .texts("SELECT pg_backend_pid()::text AS value")?
            .concat();
        let postmaster = cpu::parent(backend.parse()?).ok_or("no server on this machine")?;
        let pgbench = Pgbench {
            url: postgres.to_owned(),
            scripts: self.scripts.clone(),
            folder: self.kes.folder.clone(),
            variables: vec![
                ("offices", OFFICES as i64),
                ("copies", i64::from(self.copies)),
                ("office_0", office_number(0).cast_signed()),
                ("worker_0", WORKER.cast_signed()),
                ("case_0", case_number(0, 0).cast_signed()),
                ("case_last", case_number(OFFICES, 0).cast_signed() - 1),
                ("waiting_0", waiting_number(0).cast_signed()),
                ("cases_per_office", CASES.len() as i64),
                ("districts", DISTRICTS as i64),
                ("unit_0", UNIT.cast_signed()),
                ("session_0", SESSION.cast_signed()),
                ("sessions_per_office", SESSIONS_PER_OFFICE as i64),
                ("made_0", MADE.cast_signed()),
            ],
        };
        let before = cpu::of_family(postmaster)?;
        pgbench.run("greet.sql", CONNECTIONS, &[])?;
        let greeting = cpu::of_family(postmaster)? - before;
        Ok(Field {
            sqlite: self.kes.serve(sqlite, "sqlite")?,
            postgres: self.kes.serve(postgres, "postgres")?,
            pgbench,
            postmaster,
            greeting,
        })
    }
}

impl Field {
    /// One round of one contestant. Acceptances from `from` on are the service's, those behind
    /// all of these pgbench's.
    fn round(
        &self,
        contestant: Contestant,
        work: Work,
        requests: &Requests<'_>,
        from: usize,
        count: usize,
    ) -> Result<Figures, Failure> {
        let service = match contestant {
            Contestant::Sqlite => &self.sqlite,
            Contestant::Postgres => &self.postgres,
            Contestant::Pgbench => return self.pgbench_round(work, requests, from, count),
        };
        let written = requests.of(work, from, count)?;
        let server = cpu::of_process(service.pid())?;
        let database = cpu::of_family(self.postmaster)?;
        let pace = drive(service.address, written)?;
        let server = cpu::of_process(service.pid())?.saturating_sub(server);
        let database = cpu::of_family(self.postmaster)?.saturating_sub(database);
        Ok(Figures::of(pace, count, server, database))
    }

    fn pgbench_round(
        &self,
        work: Work,
        requests: &Requests<'_>,
        from: usize,
        count: usize,
    ) -> Result<Figures, Failure> {
        let last = i64::from(requests.copies) * OFFICES as i64 - 1;
        let (script, from) = match work {
            Work::GetCase => ("get_case.sql", 0),
            Work::ListCases(_) => ("list_cases.sql", 0),
            // From the other end, so that nobody is in the other's way.
            Work::Accept => ("accept_intake.sql", last - i64::try_from(from)?),
            Work::Static | Work::NoDatabase => return Err("pgbench serves no HTTP".into()),
        };
        let role = match work {
            Work::ListCases(Role::Director) => 2,
            Work::ListCases(Role::Supervisor) => 1,
            _ => 0,
        };
        let before = cpu::of_family(self.postmaster)?;
        let variables = [("role", role), ("from", from), ("turn", 0)];
        let pace = self.pgbench.run(script, count, &variables)?;
        let all = cpu::of_family(self.postmaster)?.saturating_sub(before);
        let database = all.saturating_sub(self.greeting);
        Ok(Figures::of(pace, count, Duration::ZERO, database))
    }
}
