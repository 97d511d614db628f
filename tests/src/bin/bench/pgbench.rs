//! pgbench with the SQL of `bench/sql`: what PostgreSQL does when nothing stands before it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use crate::{
    Failure,
    load::{CONNECTIONS, Pace},
};

/// pgbench against the seeded database.
pub struct Pgbench {
    /// The address of the database.
    pub url: String,
    /// The folder of the scripts.
    pub scripts: PathBuf,
    /// A folder for its logs.
    pub folder: PathBuf,
    /// Variables of every script.
    pub variables: Vec<(&'static str, i64)>,
}

impl Pgbench {
    /// Runs a script about `count` times in all.
    pub fn run(&self, script: &str, count: usize, extra: &[(&str, i64)]) -> Result<Pace, Failure> {
        let prefix = self.folder.join("pgbench");
        let mut command = Command::new("pgbench");
        command
            .args(["--no-vacuum", "--protocol=prepared", "--jobs=1", "--log"])
            .arg(format!("--client={CONNECTIONS}"))
            .arg(format!("--transactions={}", count.div_ceil(CONNECTIONS)))
            .arg(format!("--log-prefix={}", prefix.display()))
            .arg("--file")
            .arg(self.scripts.join(script));
        for (name, value) in self.variables.iter().chain(extra) {
            command.arg(format!("--define={name}={value}"));
        }
        let done = command.arg(&self.url).output()?;
        let said = String::from_utf8_lossy(&done.stdout);
        let failed = !done.status.success() || !said.contains("number of failed transactions: 0");
        if failed {
            let why = String::from_utf8_lossy(&done.stderr);
            return Err(format!("pgbench {script}: {said}{why}").into());
        }
        let rate = said
            .lines()
            .find_map(|line| line.strip_prefix("tps = ")?.split(' ').next())
            .ok_or("pgbench says no rate")?
            .parse::<f64>()?;
        let took = latencies(&self.folder)?;
        let all = Duration::from_secs_f64(took.len() as f64 / rate);
        Ok(Pace::of(took, all))
    }
}

/// What each transaction took, from the logs, which are removed.
fn latencies(folder: &Path) -> Result<Vec<Duration>, Failure> {
    let mut took = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if !name.is_some_and(|name| name.starts_with("pgbench.")) {
            continue;
        }
        for line in fs::read_to_string(&path)?.lines() {
            let micros = line
                .split(' ')
                .nth(2)
                .ok_or("a strange line in pgbench's log")?;
            took.push(Duration::from_micros(micros.parse()?));
        }
        fs::remove_file(path)?;
    }
    Ok(took)
}
