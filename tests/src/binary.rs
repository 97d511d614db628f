//! The real `kes`, as an operator runs it.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use crate::{client::Client, place::Place};

/// A command line of `kes` without anything of this environment in it. The binary is built first
/// if it is not what the sources say (tests of this package do not depend on it for cargo).
#[must_use]
pub fn kes() -> Command {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let binary = BUILT.get_or_init(|| {
        let test = std::env::current_exe().unwrap();
        // target/debug/deps/http-… → target/debug/kes
        let profile = test.ancestors().nth(2).unwrap();
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "api", "--bin", "kes"])
            .arg("--target-dir")
            .arg(profile.parent().unwrap())
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status();
        assert!(built.unwrap().success(), "kes cannot be built");
        profile.join("kes")
    });
    let mut command = Command::new(binary);
    command.env_clear();
    command
}

/// A `kes serve` of its own, on a database of its own; killed when the test is over.
pub struct Kes {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    place: Arc<Place>,
}

impl Kes {
    /// Starts it and waits until it listens.
    #[must_use]
    pub fn serve() -> Self {
        Self::on(Arc::new(Place::new()))
    }

    /// Starts another on the same database, as a second node.
    #[must_use]
    pub fn beside(&self) -> Self {
        Self::on(self.place.clone())
    }

    fn on(place: Arc<Place>) -> Self {
        let mut child = kes()
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--public-url",
                "http://kes.test",
            ])
            .env("DATABASE_URL", &place.url)
            .env("KES_KEYS", place.folder.join("keys.json"))
            .env("KES_ATTACHMENTS", place.folder.join("attachments"))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = Vec::new();
        let address = log.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, after) = line.split_once("listening on ")?;
            let end = after.find(['"', '\\', ' ']).unwrap_or(after.len());
            said.push(line.clone());
            after[..end].parse().ok()
        });
        // What it goes on saying must not fill the pipe.
        std::thread::spawn(move || log.for_each(drop));
        let address = address.unwrap_or_else(|| panic!("kes does not listen: {said:?}"));
        Self {
            child,
            address,
            place,
        }
    }

    /// Somebody without a token.
    #[must_use]
    pub fn anonymous(&self) -> Client {
        Client::new(self.address, None)
    }

    /// Somebody with this token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Client {
        Client::new(self.address, Some(token.to_owned()))
    }

    /// The number of its process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal: `"TERM"`.
    pub fn signal(&self, name: &str) {
        let kill = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status();
        assert!(kill.unwrap().success());
    }

    /// Waits for its end.
    pub fn wait(&mut self, within: Duration) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < within, "still there after {within:?}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Kes {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
