//! What was measured, as a table, and what the figures must be.

use std::time::Duration;

use domain::{access::Role, words::Word};

use crate::{load::Pace, requests::Work};

/// Who did the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contestant {
    /// The service on SQLite.
    Sqlite,
    /// The service on PostgreSQL.
    Postgres,
    /// pgbench.
    Pgbench,
}

impl Contestant {
    const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "kes on SQLite",
            Self::Postgres => "kes on PostgreSQL",
            Self::Pgbench => "pgbench",
        }
    }
}

impl Work {
    /// What it is called.
    pub fn name(self) -> String {
        match self {
            Self::Static => "static answer".to_owned(),
            Self::NoDatabase => "no-database route".to_owned(),
            Self::GetCase => "GET one case".to_owned(),
            Self::ListCases(role) => format!("list of 50, {}", role.code()),
            Self::Accept => "accept an intake".to_owned(),
        }
    }
}

/// One round, or the median of several.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// Rate and latencies.
    pub pace: Pace,
    /// CPU of the service per request, in microseconds.
    pub server: f64,
    /// CPU of the database server per request, in microseconds.
    pub database: f64,
}

impl Figures {
    /// From the CPU a round of `count` requests took.
    pub fn of(pace: Pace, count: usize, server: Duration, database: Duration) -> Self {
        let each = |cpu: Duration| cpu.as_secs_f64() * 1e6 / count as f64;
        Self {
            pace,
            server: each(server),
            database: each(database),
        }
    }

    /// Each figure's own median.
    pub fn median(rounds: &[Self]) -> Self {
        let middle = |figure: fn(&Self) -> f64| {
            let mut all: Vec<f64> = rounds.iter().map(figure).collect();
            all.sort_by(f64::total_cmp);
            all.get(all.len() / 2).copied().unwrap_or_default()
        };
        Self {
            pace: Pace {
                rate: middle(|one| one.pace.rate),
                p50: Duration::from_secs_f64(middle(|one| one.pace.p50.as_secs_f64())),
                p99: Duration::from_secs_f64(middle(|one| one.pace.p99.as_secs_f64())),
            },
            server: middle(|one| one.server),
            database: middle(|one| one.database),
        }
    }
}

/// Everything that was measured.
#[derive(Default)]
pub struct Report(pub Vec<(Work, Contestant, Figures)>);

impl Report {
    /// The table.
    pub fn table(&self) -> String {
        let mut text = format!(
            "{:<24} {:<18} {:>10} {:>9} {:>9} {:>11} {:>11}\n",
            "", "", "requests/s", "p50 ms", "p99 ms", "server µs", "database µs"
        );
        for (work, contestant, figures) in &self.0 {
            let millis = |time: Duration| time.as_secs_f64() * 1e3;
            let cpu = |there: bool, micros: f64| {
                if there {
                    format!("{micros:.0}")
                } else {
                    "-".to_owned()
                }
            };
            text.push_str(&format!(
                "{:<24} {:<18} {:>10.0} {:>9.2} {:>9.2} {:>11} {:>11}\n",
                work.name(),
                contestant.name(),
                figures.pace.rate,
                millis(figures.pace.p50),
                millis(figures.pace.p99),
                cpu(*contestant != Contestant::Pgbench, figures.server),
                cpu(*contestant != Contestant::Sqlite, figures.database),
            ));
        }
        text
    }

    fn find(&self, work: Work, contestant: Contestant) -> Option<&Figures> {
        let found = |row: &&(Work, Contestant, Figures)| row.0 == work && row.1 == contestant;
        self.0.iter().find(found).map(|row| &row.2)
    }

    /// What is required, as far as both sides were measured.
    pub fn requirements(&self) -> Vec<Requirement> {
        let ratio = |ours: Option<f64>, theirs: Option<f64>| Some(ours? / theirs?);
        let rates = |work| {
            let rate = |who| self.find(work, who).map(|one| one.pace.rate);
            ratio(rate(Contestant::Postgres), rate(Contestant::Pgbench))
        };
        let server = |work| self.find(work, Contestant::Sqlite).map(|one| one.server);
        let all = |work, who| {
            let found = self.find(work, who);
            found.map(|one| one.server + one.database)
        };
        let cpu = |work| {
            ratio(
                all(work, Contestant::Postgres),
                all(work, Contestant::Pgbench),
            )
        };
        let mut list = vec![
            Requirement::new(
                "GET one case on SQLite: CPU of the no-database route ×",
                ratio(server(Work::GetCase), server(Work::NoDatabase)),
                Bound::AtMost(2.5),
            ),
            Requirement::new(
                "GET one case on PostgreSQL: rate of pgbench ×",
                rates(Work::GetCase),
                Bound::AtLeast(0.4),
            ),
            Requirement::new(
                "GET one case on PostgreSQL: CPU, server and database, of pgbench's database ×",
                cpu(Work::GetCase),
                Bound::AtMost(3.5),
            ),
        ];
        for role in [Role::Caseworker, Role::Supervisor, Role::Director] {
            let work = Work::ListCases(role);
            let what = format!("{} on PostgreSQL: rate of pgbench ×", work.name());
            list.push(Requirement::new(&what, rates(work), Bound::AtLeast(0.4)));
            let what = format!(
                "{} on PostgreSQL: CPU, server and database, of pgbench's database ×",
                work.name()
            );
            list.push(Requirement::new(&what, cpu(work), Bound::AtMost(2.2)));
        }
        list.push(Requirement::new(
            "accept an intake on PostgreSQL: rate of pgbench ×",
            rates(Work::Accept),
            Bound::AtLeast(0.6),
        ));
        list.into_iter().flatten().collect()
    }
}

#[derive(Clone, Copy)]
enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

/// A ratio and its bound.
pub struct Requirement {
    what: String,
    ratio: f64,
    bound: Bound,
}

impl Requirement {
    fn new(what: &str, ratio: Option<f64>, bound: Bound) -> Option<Self> {
        let what = what.to_owned();
        ratio.map(|ratio| Self { what, ratio, bound })
    }

    /// Whether it holds.
    pub fn met(&self) -> bool {
        match self.bound {
            Bound::AtMost(most) => self.ratio <= most,
            Bound::AtLeast(least) => self.ratio >= least,
        }
    }

    /// In a line.
    pub fn line(&self) -> String {
        let bound = match self.bound {
            Bound::AtMost(most) => format!("at most {most}"),
            Bound::AtLeast(least) => format!("at least {least}"),
        };
        let verdict = if self.met() { "met" } else { "NOT MET" };
        format!("{:<7} {} {:.2} ({bound})", verdict, self.what, self.ratio)
    }
}
