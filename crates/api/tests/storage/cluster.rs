//! A PostgreSQL cluster of one test's own, which can be stopped, killed and frozen.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::rig::Folder;

/// A PostgreSQL cluster of one test.
pub struct Cluster {
    folder: Folder,
    port: u16,
}

impl Cluster {
    pub fn new() -> Self {
        let folder = Folder::new();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        if is_root() {
            // The server refuses to run as root; it gets the folder and a user of its own.
            let chown = Command::new("chown")
                .arg("postgres")
                .arg(&folder.0)
                .status()
                .unwrap();
            assert!(chown.success());
        }
        let cluster = Self { folder, port };
        let data = cluster.data();
        cluster.tool(
            "initdb",
            &[
                "-D",
                path(&data),
                "-A",
                "trust",
                "-U",
                "postgres",
                "--no-sync",
            ],
        );
        cluster.start();
        cluster
    }

    fn data(&self) -> PathBuf {
        self.folder.0.join("data")
    }

    fn tool(&self, name: &str, args: &[&str]) {
        let program = bin_folder().join(name);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--", path(&program)]);
            command
        } else {
            Command::new(&program)
        };
        let log = self.folder.0.join("log");
        // A server that inherits our output would keep it open.
        let output = command
            .args(args)
            .current_dir(&self.folder.0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(
            output.success(),
            "{name}: {}",
            std::fs::read_to_string(log).unwrap_or_default()
        );
    }

    pub fn start(&self) {
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -k '' -c fsync=off",
            self.port
        );
        let (data, log) = (self.data(), self.folder.0.join("log"));
        let args = [
            "start",
            "-w",
            "-D",
            path(&data),
            "-l",
            path(&log),
            "-o",
            &options,
        ];
        self.tool("pg_ctl", &args);
    }

    pub fn stop(&self) {
        self.tool(
            "pg_ctl",
            &["stop", "-w", "-m", "immediate", "-D", path(&self.data())],
        );
    }

    /// The server's process and those it started.
    fn processes(&self) -> Vec<u32> {
        let Ok(file) = std::fs::read_to_string(self.data().join("postmaster.pid")) else {
            return Vec::new();
        };
        let server: u32 = file.lines().next().unwrap().parse().unwrap();
        let children = std::fs::read_dir("/proc").unwrap().filter_map(|entry| {
            let entry = entry.ok()?;
            let process = entry.file_name().to_str()?.parse().ok()?;
            let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
            // "pid (name) state parent …", and the name may contain anything.
            let parent = stat
                .rsplit_once(") ")?
                .1
                .split(' ')
                .nth(1)?
                .parse::<u32>()
                .ok()?;
            (parent == server).then_some(process)
        });
        std::iter::once(server).chain(children).collect()
    }

    pub fn signal(processes: &[u32], signal: &str) {
        for process in processes {
            // A child may be gone by now.
            let _ = Command::new("kill")
                .args([signal, &process.to_string()])
                .stderr(Stdio::null())
                .status()
                .unwrap();
        }
    }

    /// Stops the server first, so that it starts no more children while they are counted.
    pub fn freeze(&self) -> Vec<u32> {
        Self::signal(&self.processes()[..1], "-STOP");
        let processes = self.processes();
        Self::signal(&processes, "-STOP");
        processes
    }

    pub fn kill(&self) {
        let processes = self.freeze();
        Self::signal(&processes, "-KILL");
        for process in processes {
            let folder = PathBuf::from(format!("/proc/{process}"));
            let start = Instant::now();
            while is_running(&folder) {
                assert!(
                    start.elapsed() < Duration::from_secs(20),
                    "{process} does not die"
                );
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        // A dead server whose parent has not looked yet counts as running for the next one.
        std::fs::remove_file(self.data().join("postmaster.pid")).unwrap();
    }

    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let processes = self.processes();
        Self::signal(&processes, "-KILL");
    }
}

/// A killed process stays as a zombie until its parent looks.
fn is_running(folder: &Path) -> bool {
    std::fs::read_to_string(folder.join("stat")).is_ok_and(|stat| {
        !stat
            .rsplit_once(") ")
            .is_some_and(|(_, rest)| rest.starts_with('Z'))
    })
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").unwrap().uid() == 0
}

/// Where the server's programs are: in `PATH`, or where Debian puts the newest.
fn bin_folder() -> PathBuf {
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let mut versions: Vec<PathBuf> = debian
        .map(|entry| entry.unwrap().path().join("bin"))
        .collect();
    versions.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.extend(versions.into_iter().rev());
    folders
        .into_iter()
        .find(|folder| folder.join("initdb").exists())
        .expect("PostgreSQL's initdb")
}
