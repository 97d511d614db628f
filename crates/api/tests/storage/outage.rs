//! The database goes away under load, and comes back.
//!
//! On PostgreSQL in a cluster of the test's own, which can be stopped, killed and frozen; on
//! SQLite the file is carried away or its lock held. Whatever happens: each call is answered
//! within a bound, what was acknowledged is there, what is there was acknowledged or called
//! uncertain, and the service works again by itself.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use api::db::{Db, Lane, Reason, Settings};

use crate::rig::{Fault, Folder, Outside, Place, count, on_postgres, until_ok, write_note};

/// A PostgreSQL cluster of one test.
struct Cluster {
    folder: Folder,
    port: u16,
}

impl Cluster {
    fn new() -> Self {
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

    fn start(&self) {
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

    fn stop(&self) {
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

    fn signal(processes: &[u32], signal: &str) {
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
    fn freeze(&self) -> Vec<u32> {
        Self::signal(&self.processes()[..1], "-STOP");
        let processes = self.processes();
        Self::signal(&processes, "-STOP");
        processes
    }

    fn kill(&self) {
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

    fn url(&self) -> String {
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

/// The database that goes away.
struct Victim {
    place: Place,
    cluster: Option<Cluster>,
    url: String,
}

#[derive(Clone, Copy, Debug)]
enum Outage {
    /// Stopped in order, or the file carried away.
    Gone,
    /// Killed, or the file carried away.
    Killed,
    /// It is there and does not answer, or its lock is held.
    Frozen,
}

impl Victim {
    fn new() -> Self {
        let tables = "CREATE TABLE notes (name VARCHAR(40) PRIMARY KEY, body TEXT NOT NULL)";
        let cluster = on_postgres().then(Cluster::new);
        let place = Place::new();
        let url = cluster
            .as_ref()
            .map_or_else(|| place.url.clone(), Cluster::url);
        let victim = Self {
            place,
            cluster,
            url,
        };
        victim.outside().run(tables);
        victim
    }

    fn outside(&self) -> Outside {
        Outside::connect(&self.url)
    }

    /// Begins the outage; calling what it returns ends it.
    fn suffer(&self, outage: Outage) -> Box<dyn FnOnce() + '_> {
        match (&self.cluster, outage) {
            (Some(cluster), Outage::Gone) => {
                cluster.stop();
                Box::new(|| cluster.start())
            }
            (Some(cluster), Outage::Killed) => {
                cluster.kill();
                Box::new(|| cluster.start())
            }
            (Some(cluster), Outage::Frozen) => {
                let processes = cluster.freeze();
                Box::new(move || Cluster::signal(&processes, "-CONT"))
            }
            (None, Outage::Gone | Outage::Killed) => {
                let carry = |from: &str, to: &str| {
                    for suffix in ["", "-wal", "-shm"] {
                        let (from, to) = (format!("{from}{suffix}"), format!("{to}{suffix}"));
                        // The log may just not be there.
                        let _ = std::fs::rename(self.place.file(&from), self.place.file(&to));
                    }
                };
                // While nobody writes, so that no acknowledged write is left behind in a log
                // that is moved between two looks at it.
                let mut conn = self.outside();
                conn.run("BEGIN IMMEDIATE");
                carry("", ".away");
                conn.run("ROLLBACK");
                drop(conn);
                Box::new(move || carry(".away", ""))
            }
            (None, Outage::Frozen) => {
                let mut conn = self.outside();
                conn.run("BEGIN IMMEDIATE");
                Box::new(move || conn.run("ROLLBACK"))
            }
        }
    }
}

/// What the callers were told.
#[derive(Default)]
struct Told {
    acknowledged: RefCell<BTreeSet<String>>,
    uncertain: RefCell<BTreeSet<String>>,
    refused: Cell<usize>,
    over: Cell<bool>,
}

/// Writes until told that it is over, and reads in between.
async fn load(db: Db, writer: usize, told: Rc<Told>) {
    for number in 0.. {
        if told.over.get() {
            return;
        }
        let name = format!("{writer}-{number}");
        let start = Instant::now();
        match write_note(&db, &name).await {
            Ok(()) => {
                told.acknowledged.borrow_mut().insert(name);
            }
            Err(Fault::Unavailable(Reason::Uncertain)) => {
                told.uncertain.borrow_mut().insert(name);
            }
            Err(Fault::Unavailable(_)) => told.refused.set(told.refused.get() + 1),
            Err(other) => panic!("{other:?}"),
        }
        let read = db
            .read(Lane::Interactive, |tx| -> Result<_, Fault> {
                Ok(count(tx)?)
            })
            .await;
        assert!(
            matches!(read, Ok(_) | Err(Fault::Unavailable(_))),
            "{read:?}"
        );
        assert!(
            start.elapsed() < Duration::from_secs(15),
            "a caller waited {:?}",
            start.elapsed()
        );
        actix_web::rt::time::sleep(Duration::from_millis(1)).await;
    }
}

async fn survives(outages: &[Outage]) {
    let victim = Victim::new();
    let mut settings = Settings::new(&victim.url);
    settings.interactive.start_within = Duration::from_millis(700);
    settings.interactive.run_within = Duration::from_secs(1);
    settings.pool_wait = Duration::from_millis(300);
    let db = Db::open(&settings).unwrap();
    until_ok(Duration::from_secs(5), || write_note(&db, "first")).await;

    let told = Rc::new(Told::default());
    let writers: Vec<_> = (0..16)
        .map(|writer| actix_web::rt::spawn(load(db.clone(), writer, Rc::clone(&told))))
        .collect();
    for (round, outage) in outages.iter().enumerate() {
        let refused = told.refused.get();
        let end = victim.suffer(*outage);
        // Everybody has met the outage.
        let start = Instant::now();
        while told.refused.get() < refused + 32 {
            assert!(
                start.elapsed() < Duration::from_secs(30),
                "nobody notices {outage:?}"
            );
            actix_web::rt::time::sleep(Duration::from_millis(5)).await;
        }
        end();
        let name = format!("back-{round}");
        until_ok(Duration::from_secs(5), || write_note(&db, &name)).await;
    }
    told.over.set(true);
    for writer in writers {
        writer.await.unwrap();
    }

    db.close();
    let there: BTreeSet<String> = victim
        .outside()
        .notes()
        .into_iter()
        .filter(|name| name.starts_with(char::is_numeric))
        .collect();
    let acknowledged = told.acknowledged.borrow();
    let lost: Vec<_> = acknowledged.difference(&there).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    let uncertain = told.uncertain.borrow();
    let lied: Vec<_> = there
        .iter()
        .filter(|&n| !acknowledged.contains(n) && !uncertain.contains(n))
        .collect();
    assert!(lied.is_empty(), "refused and there: {lied:?}");
}

#[actix_web::test]
async fn a_database_that_was_stopped_is_found_again() {
    survives(&[Outage::Gone, Outage::Gone]).await;
}

#[actix_web::test]
async fn a_database_that_was_killed_is_found_again() {
    survives(&[Outage::Killed, Outage::Killed]).await;
}

#[actix_web::test]
async fn a_database_that_hangs_keeps_nobody_waiting_and_is_used_when_it_goes_on() {
    survives(&[Outage::Frozen, Outage::Frozen]).await;
}

#[actix_web::test]
async fn a_service_that_starts_before_its_database_finds_it() {
    let victim = Victim::new();
    // The first service of all makes the file what it is to be, and cannot do so later.
    Db::open(&Settings::new(&victim.url)).unwrap().close();
    let end = if on_postgres() {
        victim.suffer(Outage::Gone)
    } else {
        victim.suffer(Outage::Frozen)
    };
    let mut settings = Settings::new(&victim.url);
    settings.interactive.start_within = Duration::from_millis(300);
    settings.pool_wait = Duration::from_millis(300);
    let db = Db::open(&settings).unwrap();
    assert!(matches!(
        write_note(&db, "early").await,
        Err(Fault::Unavailable(_))
    ));
    end();
    until_ok(Duration::from_secs(5), || write_note(&db, "late")).await;
    assert_eq!(victim.outside().notes(), ["late"]);
}
