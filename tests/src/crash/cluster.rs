//! A PostgreSQL of this run that is killed as well, by `scripts/postgres.sh`.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
    thread::{sleep, spawn},
    time::{Duration, Instant},
};

use diesel::{connection::SimpleConnection, pg::PgConnection, prelude::*};

use super::{Findings, PATIENCE, RECOVERY, WRITERS, ledger::Ledger, service::Service};

/// The cluster. It ends with the driver.
pub struct Cluster {
    folder: PathBuf,
    pub url: String,
}

impl Cluster {
    /// Makes it, with fsync on.
    pub fn start(folder: PathBuf) -> Self {
        let output = script("start")
            .arg(&folder)
            .env("KES_POSTGRES_FSYNC", "on")
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        assert!(output.status.success(), "PostgreSQL does not start");
        let url = String::from_utf8(output.stdout).unwrap().trim().to_owned();
        let cluster = Self { folder, url };
        let fsync = cluster.show("fsync");
        assert_eq!(
            fsync, "on",
            "what PostgreSQL loses must not be the driver's"
        );
        cluster
    }

    fn show(&self, setting: &str) -> String {
        let sql = format!("SELECT current_setting('{setting}') AS value");
        crate::rows::Rows::of(&self.url).lines(&sql).concat()
    }

    /// kill -9, while it writes its pages back where `checkpoint` says so.
    pub fn kill(&self, checkpoint: bool) {
        if checkpoint {
            let mut conn = PgConnection::establish(&self.url).unwrap();
            // It is not meant to succeed.
            spawn(move || conn.batch_execute("CHECKPOINT"));
            sleep(Duration::from_millis(2));
        }
        let done = script("kill").arg(&self.folder).status().unwrap();
        assert!(done.success(), "PostgreSQL cannot be killed");
    }

    /// Starts it again; returns how long the service took from then until it was ready and
    /// everybody's writes were acknowledged again.
    pub fn recover(&self, service: &Service, ledger: &Ledger) -> Result<Duration, Findings> {
        let mut starting = script("start")
            .arg(&self.folder)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let back = self.wait_until_back();
        let recovered = back.and_then(|back| {
            let before = ledger.count();
            let writing = ledger.wait_for(before + WRITERS, RECOVERY);
            let left = RECOVERY.saturating_sub(back.elapsed());
            writing
                .and_then(|()| service.wait_until_ready(left))
                .map(|()| back.elapsed())
                .map_err(|late| {
                    let late = late.into_iter();
                    late.map(|what| format!("{RECOVERY:?} after PostgreSQL was back: {what}"))
                        .collect()
                })
        });
        let started = starting.wait().unwrap();
        assert!(started.success(), "PostgreSQL does not start again");
        recovered
    }

    /// Returns the moment at which it answers; the script that starts it returns a little later.
    fn wait_until_back(&self) -> Result<Instant, Findings> {
        let began = Instant::now();
        while PgConnection::establish(&self.url).is_err() {
            if began.elapsed() > PATIENCE {
                return Err(vec!["PostgreSQL does not come back".to_owned()]);
            }
            sleep(Duration::from_millis(5));
        }
        Ok(Instant::now())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = script("stop").arg(&self.folder).status();
    }
}

fn script(word: &str) -> Command {
    let mut command = Command::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../scripts/postgres.sh"
    ));
    command.arg(word).stdin(Stdio::null());
    command
}
