//! The crash driver: a process of its own that lets 32 clients write, kills the service and
//! PostgreSQL at random moments and at named points, and checks after every death that
//!
//! - each write that was acknowledged is there, as its acknowledgement says,
//! - each write that was not is there whole or not at all,
//! - each row has its event, each key its effect, each file number its case,
//! - the same request with the same key has one effect, whenever it is sent again,
//! - the database itself is sound.
//!
//! `crash (sqlite|postgres) KES FOLDER [--kills N] [--seed N] [--expect-loss]`, where KES is a
//! build with the feature `faults`. With `--expect-loss` the service answers before it commits:
//! then the driver must find a lost write, or it is no proof.
mod chance;
mod check;
mod cluster;
mod fate;
mod ledger;
mod line;
mod probes;
mod rooms;
mod service;
pub(crate) mod tables;
mod traffic;

use std::{
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use api::{auth::keys, db::migrate};

use self::{
    chance::Chance, check::Check, cluster::Cluster, fate::Fate, ledger::Ledger, line::Tokens,
    service::Service, traffic::Writer,
};
use crate::{organisation, rows::Rows};

/// How many clients write at the same time.
const WRITERS: usize = 32;
/// The longest anything is waited for that should take a moment.
const PATIENCE: Duration = Duration::from_secs(60);
/// How soon the service must work again once PostgreSQL does.
const RECOVERY: Duration = Duration::from_secs(5);

/// What is wrong, in a sentence each.
type Findings = Vec<String>;

/// What was asked for.
struct Options {
    postgres: bool,
    kes: PathBuf,
    folder: PathBuf,
    kills: usize,
    seed: u64,
    expect_loss: bool,
}

impl Options {
    fn read(mut words: impl Iterator<Item = String>) -> Option<Self> {
        let postgres = match words.next()?.as_str() {
            "sqlite" => false,
            "postgres" => true,
            _ => return None,
        };
        let mut options = Self {
            postgres,
            kes: PathBuf::from(words.next()?),
            folder: PathBuf::from(words.next()?),
            kills: 20,
            seed: u64::from_le_bytes(keys::random().ok()?),
            expect_loss: false,
        };
        while let Some(word) = words.next() {
            match word.as_str() {
                "--kills" => options.kills = words.next()?.parse().ok()?,
                "--seed" => options.seed = words.next()?.parse().ok()?,
                "--expect-loss" => options.expect_loss = true,
                _ => return None,
            }
        }
        Some(options)
    }
}

/// The program.
#[must_use]
pub fn main() -> ExitCode {
    let Some(options) = Options::read(std::env::args().skip(1)) else {
        eprintln!(
            "usage: crash (sqlite|postgres) KES FOLDER [--kills N] [--seed N] [--expect-loss]"
        );
        return ExitCode::from(2);
    };
    let name = if options.postgres {
        "PostgreSQL"
    } else {
        "SQLite"
    };
    println!("crash: {name}, seed {}", options.seed);
    let mut run = Run::prepare(&options);
    let found = run.all(&options);
    println!("crash: {name}: {}", run.figures);
    match (found, options.expect_loss) {
        (Ok(()), false) => {
            println!("crash: nothing promised is lost, nothing is there in part");
            ExitCode::SUCCESS
        }
        (Ok(()), true) => {
            println!("crash: answers before COMMIT were not noticed: this driver proves nothing");
            ExitCode::FAILURE
        }
        (Err(findings), expected) => {
            for finding in findings.iter().take(20) {
                println!("crash: {finding}");
            }
            println!("crash: {} findings", findings.len());
            let lost = findings.iter().any(|finding| finding.contains(check::LOST));
            if expected && lost {
                println!("crash: the loss was noticed, as it must be");
                return ExitCode::SUCCESS;
            }
            println!("crash: what is left is in {}", options.folder.display());
            ExitCode::FAILURE
        }
    }
}

/// What is told at the end.
#[derive(Default)]
struct Figures {
    kills: usize,
    acknowledged: usize,
    doubtful: usize,
    applied: usize,
    slowest_recovery: Duration,
    took: Duration,
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} kills, {} acknowledged writes; {} in doubt, of which {} were there whole; {:.1} s",
            self.kills,
            self.acknowledged,
            self.doubtful,
            self.applied,
            self.took.as_secs_f64()
        )?;
        if self.slowest_recovery > Duration::ZERO {
            let slowest = self.slowest_recovery.as_millis();
            write!(
                f,
                "; working at most {slowest} ms after PostgreSQL was back"
            )?;
        }
        Ok(())
    }
}

/// One database and everything that happens to it.
struct Run {
    cluster: Option<Cluster>,
    rows: Rows,
    place: service::Place,
    ledger: Ledger,
    writers: Vec<Writer>,
    tokens: Tokens,
    check: Check,
    chance: Chance,
    figures: Figures,
}

impl Run {
    /// A fresh database with the organisation of the tests in it, and keys.
    fn prepare(options: &Options) -> Self {
        let folder = options.folder.clone();
        let cluster = options
            .postgres
            .then(|| Cluster::start(folder.join("cluster")));
        let url = cluster.as_ref().map_or_else(
            || format!("sqlite://{}", folder.join("kes.db").display()),
            |cluster| cluster.url.clone(),
        );
        migrate::run_pending(&url).unwrap();
        let rows = Rows::of(&url);
        rows.run(&organisation::seed(options.postgres));
        keys::generate(&folder.join("keys.json")).unwrap();
        let mut chance = Chance(options.seed);
        let run = format!("crash-{:08x}", chance.up_to(u64::from(u32::MAX)));
        Self {
            rows,
            ledger: Ledger::new(&folder.join("acknowledged")),
            writers: (0..WRITERS).map(|i| Writer::new(&run, i)).collect(),
            check: Check::new(&run, options.postgres, folder.join("attachments")),
            tokens: Tokens::default(),
            place: service::Place::new(&options.kes, &folder, url, &mut chance),
            figures: Figures::default(),
            cluster,
            chance,
        }
    }

    /// All the kills and, in the end, a stop as it should be.
    fn all(&mut self, options: &Options) -> Result<(), Findings> {
        let began = Instant::now();
        for turn in 0..options.kills {
            let fate = Fate::of_turn(turn, options, &mut self.chance);
            let done = self.one(turn, &fate);
            self.figures.took = began.elapsed();
            done?;
        }
        let mut service = self.start("")?;
        self.checked("in the end")?;
        traffic::settle(&mut self.writers, &service, &self.tokens, &self.ledger)?;
        self.checked("when all was sent again")?;
        service.stop()?;
        self.figures.took = began.elapsed();
        Ok(())
    }

    /// Starts the service, checks what its last death left behind, lets everybody write, and
    /// lets `fate` strike.
    fn one(&mut self, turn: usize, fate: &Fate) -> Result<(), Findings> {
        if turn % 3 == 1 {
            // A death while it still recovers from the last one.
            let pause = Duration::from_millis(self.chance.up_to(150));
            Service::start_and_kill(&self.place, pause);
        }
        let service = self.start(&fate.faults())?;
        self.checked(&format!("before death {turn}"))?;
        let before = self.figures.acknowledged;
        traffic::run(
            &mut self.writers,
            &service,
            &self.tokens,
            &self.ledger,
            || match fate {
                Fate::Moment { after, .. } => {
                    self.ledger.wait_for(before + after, PATIENCE)?;
                    fate.linger();
                    service.kill();
                    Ok(())
                }
                Fate::Point { .. } => service.wait_for_death(PATIENCE),
                Fate::Server { after, .. } => {
                    self.ledger.wait_for(before + after, PATIENCE)?;
                    let cluster = self.cluster.as_ref().unwrap();
                    cluster.kill(fate.in_checkpoint());
                    let recovery = cluster.recover(&service, &self.ledger)?;
                    self.figures.slowest_recovery = self.figures.slowest_recovery.max(recovery);
                    // The service lives; what was begun is brought to its end by asking again.
                    Ok(())
                }
            },
        )?;
        self.figures.kills += 1;
        self.figures.acknowledged = self.ledger.count();
        let doubtful = self.writers.iter().filter(|writer| writer.in_doubt());
        let doubtful = doubtful.count();
        self.figures.doubtful += doubtful;
        println!(
            "crash: {turn:3} {fate}: {} acknowledged, {doubtful} in doubt",
            self.figures.acknowledged - before
        );
        if service.lives() {
            self.checked(&format!("after {fate}"))?;
            service.kill();
        }
        if self.cluster.is_some() {
            probes::wait_until_alone(&self.rows, PATIENCE)?;
        }
        Ok(())
    }

    fn start(&mut self, faults: &str) -> Result<Service, Findings> {
        let service = Service::start(&self.place, faults)?;
        self.tokens.renew(&service)?;
        Ok(service)
    }

    /// Compares the database with what was promised.
    fn checked(&mut self, when: &str) -> Result<(), Findings> {
        let findings = self
            .check
            .all(&self.rows, &mut self.ledger, &mut self.writers);
        self.figures.applied = self.check.applied;
        if findings.is_empty() {
            return Ok(());
        }
        let told = findings
            .into_iter()
            .map(|finding| format!("{when}: {finding}"));
        Err(told.collect())
    }
}
