//! The database goes away under load, and comes back.
//!
//! On PostgreSQL in a cluster of the test's own, which can be stopped, killed and frozen; on
//! SQLite the file is carried away or its lock held. Whatever happens: each call is answered
//! within a bound, what was acknowledged is there, what is there was acknowledged or called
//! uncertain, and the service works again by itself.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::{Duration, Instant};

use api::db::{Db, Lane, Reason, Settings};

use crate::cluster::Cluster;
use crate::rig::{Fault, Outside, Place, count, on_postgres, until_ok, write_note};

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
