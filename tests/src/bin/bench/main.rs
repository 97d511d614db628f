//! `make bench`: what a request costs, on both databases, beside PostgreSQL alone.
//!
//! Seeds a SQLite file and a PostgreSQL database alike, puts the release build of `kes` before
//! each, and compares rates and CPU times, round by round in turn. `scripts/bench.sh` starts it.

mod copies;
mod cpu;
mod ids;
mod load;
mod organisation;
mod originals;
mod pgbench;
mod report;
mod requests;
mod rounds;
mod service;
mod store;
mod tokens;

use std::{
    env,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use api::cli::system_clock;

use crate::{
    ids::Ids,
    organisation::{OFFICES, Organisation},
    originals::CASES,
    report::Report,
    rounds::Arena,
    service::Kes,
    store::Store,
    tokens::Tokens,
};

/// Why the bench cannot go on.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What is asked for on the command line and in the environment.
pub struct Options {
    /// Only tell, whatever the figures are.
    report: bool,
    /// How many cases there are to be.
    cases: u32,
    /// Rounds of each measurement.
    pub rounds: usize,
    /// Requests in a round of the cheapest work; dearer work takes fewer.
    pub requests: usize,
    /// An empty folder.
    folder: PathBuf,
    /// The binary.
    program: PathBuf,
    /// An empty database of a server.
    postgres: String,
}

impl Options {
    fn read() -> Result<Self, Failure> {
        let variable = |name| env::var(name).map_err(|_| format!("{name} is not set"));
        let mut options = Self {
            report: false,
            cases: 100_000,
            rounds: 3,
            requests: 20_000,
            folder: variable("BENCH_FOLDER")?.into(),
            program: variable("KES")?.into(),
            postgres: variable("BENCH_POSTGRES")?,
        };
        let mut words = env::args().skip(1);
        while let Some(word) = words.next() {
            let mut number = || {
                let number = words.next().and_then(|number| number.parse().ok());
                number.ok_or_else(|| format!("{word} needs a number"))
            };
            match word.as_str() {
                "--report" => options.report = true,
                "--cases" => options.cases = number()?,
                "--rounds" => options.rounds = number()? as usize,
                "--requests" => options.requests = number()? as usize,
                _ => {
                    return Err(
                        format!("{word}: --report, --cases N, --rounds N, --requests N").into(),
                    );
                }
            }
        }
        Ok(options)
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(cause) => {
            let _ = writeln!(std::io::stderr(), "bench: {cause}");
            ExitCode::from(2)
        }
    }
}

/// Prints a line.
pub fn say(line: &str) -> Result<(), Failure> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

fn run() -> Result<bool, Failure> {
    let options = Options::read()?;
    let kes = Kes {
        program: options.program.clone(),
        keys: options.folder.join("keys.json"),
        folder: options.folder.clone(),
    };
    kes.make_keys()?;
    let ids = Ids::before(system_clock()().timestamp_millis());
    let organisation = Organisation::new(ids);
    let copies = options.cases.div_ceil((OFFICES * CASES.len()) as u32);
    let sqlite = format!("sqlite://{}", options.folder.join("kes.db").display());
    let seeding = Seeding {
        kes: &kes,
        ids,
        organisation: &organisation,
        copies,
    };
    let etag = seeding.seed(&sqlite)?;
    if seeding.seed(&options.postgres)? != etag {
        return Err("the two databases were seeded differently".into());
    }
    let arena = Arena {
        options: &options,
        kes: &kes,
        ids,
        organisation: &organisation,
        copies,
        waiting_etag: &etag,
        scripts: Path::new(env!("CARGO_MANIFEST_DIR")).join("../bench/sql"),
    };
    let report = arena.measure(&sqlite, &options.postgres)?;
    judge(&report, options.report)
}

fn judge(report: &Report, only_report: bool) -> Result<bool, Failure> {
    say(&format!("\n{}", report.table()))?;
    let requirements = report.requirements();
    for requirement in &requirements {
        say(&requirement.line())?;
    }
    Ok(only_report || requirements.iter().all(report::Requirement::met))
}

/// What both databases are seeded with.
struct Seeding<'a> {
    kes: &'a Kes,
    ids: Ids,
    organisation: &'a Organisation,
    copies: u32,
}

impl Seeding<'_> {
    /// Seeds one; the ETag of the intakes that wait for acceptance.
    fn seed(&self, url: &str) -> Result<String, Failure> {
        let started = Instant::now();
        self.kes.run(&["migrate", "--database-url", url])?;
        let mut store = Store::open(url)?;
        let now = system_clock()();
        self.organisation.seed(&mut store, now)?;
        let tokens = Tokens::sign(&self.kes.keys, self.organisation)?;
        let service = self.kes.serve(url, "seeding")?;
        let originals = originals::make(&service, self.organisation, &tokens)?;
        service.stop()?;
        let made = started.elapsed();
        copies::copy(&mut store, self.ids, &originals, self.copies)?;
        let count = "SELECT CAST(count(*) AS text) AS value FROM ";
        let count = |table: &str| format!("{count}{table}");
        let cases = store.texts(&count("cases"))?.concat();
        let events = store.texts(&count("events"))?.concat();
        say(&format!(
            "{}: {cases} cases, {events} events, {} workers, {} sessions; {:.0} s of requests, {:.0} s of copies",
            store.name(),
            self.organisation.workers.len(),
            self.organisation.sessions.len(),
            made.as_secs_f64(),
            (started.elapsed() - made).as_secs_f64(),
        ))?;
        Ok(originals.waiting_etag)
    }
}
