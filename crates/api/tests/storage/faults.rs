//! Faults of the database, each provoked for real: every caller gets a truthful answer within
//! a bound, and nothing has to be restarted.

use std::thread::ThreadId;
use std::time::{Duration, Instant};

use crate::rig::{
    Fault, Gate, Place, RECOVERY, bounded, count, hold_writer, large_note, note, on_postgres,
    queued, queued_write, run, unavailable, until_ok, write_note,
};
use api::db::{Db, Lane, Reason, Tx};

/// A database with one thread for writes, on both back-ends.
fn one_writer(place: &Place) -> Db {
    let mut settings = place.settings();
    settings.interactive.threads = 1;
    settings.batch_time = Duration::from_secs(5);
    Db::open(&settings).unwrap()
}

/// Leaves the writer's connection room for a few pages only.
fn leave_little_room(tx: &mut Tx<'_>) -> Result<(), Fault> {
    if let Tx::Sqlite(_) = tx {
        run(tx, "PRAGMA max_page_count = 40")?;
    }
    Ok(())
}

/// Fills the disk in the middle of one statement. PostgreSQL has no bound to set, so its
/// server is made to report what it reports then.
fn fill(tx: &mut Tx<'_>) -> Result<(), Fault> {
    match tx {
        Tx::Sqlite(conn) => {
            large_note(conn, "large")?;
        }
        Tx::Pg(_) => run(
            tx,
            "DO $$ BEGIN RAISE 'could not extend file \"base/1/2\": No space left on device'
             USING ERRCODE = 'disk_full'; END $$",
        )?,
    }
    Ok(())
}

#[actix_web::test]
async fn a_full_disk_in_the_middle_of_a_batch_is_told_to_everybody_it_undid() {
    let place = Place::new().with_tables();
    let db = one_writer(&place);
    let (gate, held) = hold_writer(&db).await;
    let before = queued_write(&db, |tx| {
        leave_little_room(tx)?;
        Ok(note(tx, "before")?)
    })
    .await;
    let refused = queued_write(&db, |_| Err(Fault::Own)).await;
    let large = queued_write(&db, fill).await;
    let after = queued_write(&db, |tx| Ok(note(tx, "after")?)).await;
    gate.open();

    // On SQLite the four share a transaction, which SQLite rolls back as a whole; the fifth
    // had not begun. On PostgreSQL each has its own.
    let full = |own| {
        if on_postgres() {
            own
        } else {
            unavailable(Reason::Full)
        }
    };
    assert_eq!(bounded(held).await.unwrap(), full(Ok(())));
    assert_eq!(bounded(before).await.unwrap(), full(Ok(())));
    assert_eq!(bounded(refused).await.unwrap(), full(Err(Fault::Own)));
    assert_eq!(bounded(large).await.unwrap(), unavailable(Reason::Full));
    assert_eq!(bounded(after).await.unwrap(), Ok(()));
    let there: &[&str] = if on_postgres() {
        &["after", "before"]
    } else {
        &["after"]
    };
    assert_eq!(place.outside().notes(), there);

    // The connection that replaced the broken one has no such bound.
    if !on_postgres() {
        assert_eq!(bounded(db.write(fill)).await, Ok(()));
    }
}

#[actix_web::test]
async fn a_full_disk_that_undoes_one_statement_is_told_to_its_caller_only() {
    let place = Place::new().with_tables();
    let db = one_writer(&place);
    let (gate, held) = hold_writer(&db).await;
    let before = queued_write(&db, |tx| {
        leave_little_room(tx)?;
        Ok(note(tx, "before")?)
    })
    .await;
    let large = queued_write(&db, |tx| {
        if let Tx::Pg(_) = tx {
            return fill(tx);
        }
        // A statement of several rows has a journal of its own, and is undone alone.
        run(
            tx,
            "INSERT INTO notes (name, body)
             SELECT value, printf('%.*c', 50000, 'x') FROM json_each('[1,2,3,4,5,6,7,8,9]')",
        )?;
        Ok(())
    })
    .await;
    let after = queued_write(&db, |tx| Ok(note(tx, "after")?)).await;
    gate.open();
    assert_eq!(bounded(held).await.unwrap(), Ok(()));
    assert_eq!(bounded(before).await.unwrap(), Ok(()));
    assert_eq!(bounded(large).await.unwrap(), unavailable(Reason::Full));
    assert_eq!(bounded(after).await.unwrap(), Ok(()));
    assert_eq!(place.outside().notes(), ["after", "before"]);
}

#[actix_web::test]
async fn a_job_that_shrugs_off_a_fault_and_goes_on_commits_nothing() {
    let place = Place::new().with_tables();
    let db = one_writer(&place);
    let (gate, held) = hold_writer(&db).await;
    let shrugging = queued_write(&db, |tx| {
        leave_little_room(tx)?;
        let _ = fill(tx);
        let _ = note(tx, "alone");
        Ok(())
    })
    .await;
    gate.open();
    let _ = bounded(held).await.unwrap();
    assert_eq!(bounded(shrugging).await.unwrap(), unavailable(Reason::Full));
    assert_eq!(bounded(write_note(&db, "next")).await, Ok(()));
    assert_eq!(place.outside().notes(), ["next"]);
}

#[actix_web::test]
async fn a_panic_in_a_job_undoes_that_job_and_no_other() {
    let place = Place::new().with_tables();
    let db = one_writer(&place);
    let (gate, held) = hold_writer(&db).await;
    let before = queued_write(&db, |tx| Ok(note(tx, "before")?)).await;
    let panicking = queued_write(&db, |tx| {
        use diesel::Connection;
        note(tx, "panicking")?;
        // In the middle of a transaction of its own, too.
        match tx {
            Tx::Sqlite(conn) => conn.transaction(|_| panic!("as the test wants")),
            Tx::Pg(conn) => conn.transaction(|_| panic!("as the test wants")),
        }
    })
    .await;
    let after = queued_write(&db, |tx| Ok(note(tx, "after")?)).await;
    gate.open();
    assert_eq!(bounded(held).await.unwrap(), Ok(()));
    assert_eq!(bounded(before).await.unwrap(), Ok(()));
    assert_eq!(
        bounded(panicking).await.unwrap(),
        unavailable(Reason::Panicked)
    );
    assert_eq!(bounded(after).await.unwrap(), Ok(()));
    assert_eq!(place.outside().notes(), ["after", "before"]);
    for lane in [Lane::Interactive, Lane::Slow] {
        let read = db.read(lane, |_| -> Result<(), Fault> {
            panic!("as the test wants")
        });
        assert_eq!(bounded(read).await, unavailable(Reason::Panicked));
        let read = db.read(lane, |tx| -> Result<_, Fault> { Ok(count(tx)?) });
        assert_eq!(bounded(read).await, Ok(2));
    }
}

#[actix_web::test]
async fn references_that_point_nowhere_at_commit_are_refused_to_their_job_only() {
    let place = Place::new().with_tables();
    let db = one_writer(&place);
    let (gate, held) = hold_writer(&db).await;
    let orphan = "INSERT INTO notes (name, body, parent) VALUES ('child', '', 'mother')";
    let dangling = queued_write(&db, move |tx| Ok(run(tx, orphan)?)).await;
    let after = queued_write(&db, |tx| Ok(note(tx, "after")?)).await;
    gate.open();
    assert_eq!(bounded(held).await.unwrap(), Ok(()));
    assert!(matches!(
        bounded(dangling).await.unwrap(),
        Err(Fault::Statement(_))
    ));
    assert_eq!(bounded(after).await.unwrap(), Ok(()));
    // Deferred means: the order within the job is free.
    let adopt = db.write(move |tx| -> Result<(), Fault> {
        run(tx, orphan)?;
        Ok(run(tx, "INSERT INTO parents (name) VALUES ('mother')")?)
    });
    assert_eq!(bounded(adopt).await, Ok(()));
    assert_eq!(place.outside().notes(), ["after", "child"]);
}

/// A result whose loss kills a database thread: dropped anywhere but where it was made for,
/// it panics. (The thread that drops it is the one whose caller has left.)
struct Deadly(ThreadId);

impl Drop for Deadly {
    fn drop(&mut self) {
        assert_eq!(self.0, std::thread::current().id(), "as the test wants");
    }
}

#[actix_web::test]
async fn an_answer_lost_after_commit_is_called_uncertain_and_nothing_else_is_lost() {
    let place = Place::new().with_tables();
    let db = one_writer(&place);
    if on_postgres() {
        // The server drops the connection in the middle of COMMIT.
        place.outside().run(
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
             CREATE CONSTRAINT TRIGGER die AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED
             FOR EACH ROW WHEN (NEW.name = 'deadly') EXECUTE FUNCTION die()",
        );
        assert_eq!(
            bounded(write_note(&db, "deadly")).await,
            unavailable(Reason::Uncertain)
        );
    } else {
        // The writer's thread dies after COMMIT, between two answers.
        let here = std::thread::current().id();
        let (gate, held) = hold_writer(&db).await;
        let (started, starting) = std::sync::mpsc::channel();
        let leaver = db.clone();
        let deadly = queued(async move {
            let write = move |tx: &mut Tx<'_>| -> Result<Deadly, Fault> {
                started.send(()).unwrap();
                note(tx, "deadly")?;
                Ok(Deadly(here))
            };
            leaver.write(write).await
        })
        .await;
        let (second_gate, pass) = Gate::new();
        let unanswered = queued_write(&db, move |tx| {
            pass();
            Ok(note(tx, "unanswered")?)
        })
        .await;
        gate.open();
        second_gate.wait().await;
        starting.recv().unwrap();
        deadly.abort();
        assert!(deadly.await.is_err());
        second_gate.open();
        assert_eq!(bounded(held).await.unwrap(), Ok(()));
        assert_eq!(
            bounded(unanswered).await.unwrap(),
            unavailable(Reason::Uncertain)
        );
        assert_eq!(place.outside().notes(), ["deadly", "unanswered"]);
    }
    until_ok(RECOVERY, || write_note(&db, "next")).await;
    assert_eq!(db.gauges().restarts.get(), u64::from(!on_postgres()));
    assert!(place.outside().notes().contains(&"next".to_owned()));
}

#[actix_web::test]
async fn connections_that_went_stale_behind_its_back_are_replaced() {
    let place = Place::new().with_tables();
    let db = Db::open(&place.settings()).unwrap();
    write_note(&db, "before").await.unwrap();
    let read = |lane| {
        let db = db.clone();
        async move {
            db.read(lane, |tx| -> Result<_, Fault> { Ok(count(tx)?) })
                .await
        }
    };
    for lane in [Lane::Interactive, Lane::Slow] {
        assert_eq!(read(lane).await, Ok(1));
    }
    if on_postgres() {
        place.outside().run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
    } else {
        // Another file takes the place of this one.
        for suffix in ["-wal", "-shm", ""] {
            let _ = std::fs::remove_file(place.file(suffix));
        }
        let other = Place::new().with_tables();
        other
            .outside()
            .run("INSERT INTO notes (name, body) VALUES ('before', '')");
        std::fs::copy(other.file(""), place.file("")).unwrap();
    }
    until_ok(RECOVERY, || write_note(&db, "after")).await;
    for lane in [Lane::Interactive, Lane::Slow] {
        let start = Instant::now();
        while until_ok(RECOVERY, || read(lane)).await != 2 {
            assert!(start.elapsed() < RECOVERY, "still reads the old file");
            actix_web::rt::time::sleep(Duration::from_millis(10)).await;
        }
    }
    assert_eq!(place.outside().notes(), ["after", "before"]);
}
