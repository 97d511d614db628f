//! The service as a process that can be killed.

use std::{
    cell::RefCell,
    fs::OpenOptions,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use super::{Findings, PATIENCE, chance::Chance, line::Line};

/// Where the service runs and with what.
pub struct Place {
    kes: PathBuf,
    folder: PathBuf,
    url: String,
    port: u16,
}

impl Place {
    pub fn new(kes: &Path, folder: &Path, url: String, chance: &mut Chance) -> Self {
        Self {
            kes: kes.to_owned(),
            folder: folder.to_owned(),
            url,
            port: free_port(chance),
        }
    }

    fn command(&self, faults: &str) -> Command {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.join("service.log"))
            .unwrap();
        let mut command = Command::new(&self.kes);
        command
            .arg("serve")
            .env("DATABASE_URL", &self.url)
            .env("KES_KEYS", self.folder.join("keys.json"))
            .env("KES_ATTACHMENTS", self.folder.join("attachments"))
            .env("KES_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("KES_FAULT", faults)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        command
    }
}

/// A port below those the kernel gives to outgoing connections: while the service is down, a
/// client that calls one of those could reach itself.
fn free_port(chance: &mut Chance) -> u16 {
    loop {
        let port = 10_000 + u16::try_from(chance.up_to(20_000)).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// A running service. It does not outlive the driver.
pub struct Service {
    child: RefCell<Child>,
    port: u16,
    log: PathBuf,
    /// Whether it answers before it commits.
    pub early: bool,
}

impl Service {
    /// Starts it and waits until it says that it is ready.
    pub fn start(place: &Place, faults: &str) -> Result<Self, Findings> {
        let child = place.command(faults).spawn().unwrap();
        let service = Self {
            child: child.into(),
            port: place.port,
            log: place.folder.join("service.log"),
            early: faults.contains("answer_before_commit"),
        };
        service.wait_until_ready(PATIENCE)?;
        Ok(service)
    }

    /// Starts it and kills it before anybody could use it.
    pub fn start_and_kill(place: &Place, pause: Duration) {
        let mut child = place.command("").spawn().unwrap();
        sleep(pause);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Waits until it answers that it is ready.
    pub fn wait_until_ready(&self, patience: Duration) -> Result<(), Findings> {
        let began = Instant::now();
        let line = Line::new(self);
        while began.elapsed() < patience {
            if line
                .get("/health/ready", None)
                .is_ok_and(|answer| answer.status == 200)
            {
                return Ok(());
            }
            if !self.lives() {
                return Err(self.failed("ended before it was ready"));
            }
            sleep(Duration::from_millis(10));
        }
        Err(self.failed("is not ready in time"))
    }

    /// Whether it still runs.
    pub fn lives(&self) -> bool {
        matches!(self.child.borrow_mut().try_wait(), Ok(None))
    }

    /// kill -9.
    pub fn kill(&self) {
        let mut child = self.child.borrow_mut();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Waits for the death that `KES_FAULT` ordered.
    pub fn wait_for_death(&self, patience: Duration) -> Result<(), Findings> {
        let began = Instant::now();
        while self.lives() {
            if began.elapsed() > patience {
                return Err(self.failed("never came to the point at which it was to die"));
            }
            sleep(Duration::from_millis(2));
        }
        let status = self.child.borrow_mut().wait().unwrap();
        match std::os::unix::process::ExitStatusExt::signal(&status) {
            Some(_) => Ok(()),
            None => Err(self.failed(&format!("ended by itself: {status}"))),
        }
    }

    /// SIGTERM: it must end by itself, and well.
    pub fn stop(&mut self) -> Result<(), Findings> {
        let id = self.child.borrow().id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().unwrap();
        let began = Instant::now();
        while self.lives() {
            if began.elapsed() > Duration::from_secs(30) {
                return Err(self.failed("does not end within 30 s of SIGTERM"));
            }
            sleep(Duration::from_millis(10));
        }
        let status = self.child.borrow_mut().wait().unwrap();
        if status.success() {
            Ok(())
        } else {
            Err(self.failed(&format!("ended with {status} after SIGTERM")))
        }
    }

    fn failed(&self, what: &str) -> Findings {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let mut last: Vec<_> = log.lines().rev().take(5).collect();
        last.reverse();
        vec![format!("the service {what}; its log: {}", last.join(" | "))]
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if self.lives() {
            self.kill();
        }
    }
}
