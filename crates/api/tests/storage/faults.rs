//! Faults of the database, each provoked for real: every caller gets a truthful answer within
//! a bound, and nothing has to be restarted.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread::ThreadId;
use std::time::{Duration, Instant};

use crate::rig::{
    Fault, Gate, Place, Task, count, hold_writer, large_note, note, on_postgres, queued, run,
    until_ok, write_note,
};
use api::db::{Db, Lane, Reason, Tx};

/// What no answer may take longer than, whatever the fault: the bounds of the settings below
/// and a margin for a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);

/// How soon the service must work again once the database does.
const RECOVERY: Duration = Duration::from_secs(5);

fn unavailable<T>(reason: Reason) -> Result<T, Fault> {
    Err(Fault::Unavailable(reason))
}

/// Awaits an answer and checks that it took no longer than it may.
async fn bounded<T>(answer: impl Future<Output = T>) -> T {
    let start = Instant::now();
    let answer = answer.await;
    assert!(
        start.elapsed() < PATIENCE,
        "an answer took {:?}",
        start.elapsed()
    );
    answer
}

/// A database with one thread for writes, on both back-ends.
fn one_writer(place: &Place) -> Db {
    let mut settings = place.settings();
    settings.interactive.threads = 1;
    settings.batch_time = Duration::from_secs(5);
    Db::open(&settings).unwrap()
}

async fn queued_write(
    db: &Db,
    write: impl FnOnce(&mut Tx<'_>) -> Result<(), Fault> + Send + 'static,
) -> Task {
    let db = db.clone();
    queued(async move { db.write(write).await }).await
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

/// Another process, this test program again, that holds a lock until told to go.
struct OtherProcess {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

const LOCK_OF: &str = "STORAGE_TEST_LOCK_OF";

impl OtherProcess {
    fn holding_lock(place: &Place, test: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture", "--test-threads=1"])
            .env(LOCK_OF, &place.url)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(output.any(|line| line.unwrap().ends_with("locked")));
        Self {
            child,
            input,
            output,
        }
    }

    fn release(mut self) {
        self.input.write_all(b"\n").unwrap();
        drop(self.input);
        self.output.for_each(drop);
        self.child.wait().unwrap();
    }

    /// What the other process does.
    fn lock(url: &str) {
        use diesel::Connection;
        use diesel::connection::SimpleConnection;
        let mut guards: (
            Option<diesel::SqliteConnection>,
            Option<diesel::PgConnection>,
        ) = (None, None);
        if let Some(path) = url.strip_prefix("sqlite://") {
            let mut conn = diesel::SqliteConnection::establish(path).unwrap();
            conn.batch_execute("BEGIN IMMEDIATE").unwrap();
            guards.0 = Some(conn);
        } else {
            let mut conn = diesel::PgConnection::establish(url).unwrap();
            conn.batch_execute("BEGIN; LOCK TABLE notes IN SHARE MODE")
                .unwrap();
            guards.1 = Some(conn);
        }
        println!("locked");
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).unwrap();
        drop(guards);
    }
}

#[actix_web::test]
async fn a_lock_held_by_another_process_is_waited_for_but_not_for_long() {
    if let Ok(url) = std::env::var(LOCK_OF) {
        return OtherProcess::lock(&url);
    }
    let place = Place::new().with_tables();
    let mut settings = place.settings();
    settings.interactive.start_within = Duration::from_millis(300);
    settings.lock_wait = Duration::from_millis(600);
    let db = Db::open(&settings).unwrap();
    write_note(&db, "before").await.unwrap();
    let other = OtherProcess::holding_lock(
        &place,
        "faults::a_lock_held_by_another_process_is_waited_for_but_not_for_long",
    );
    let first = queued_write(&db, |tx| Ok(note(tx, "a")?)).await;
    let second = queued_write(&db, |tx| Ok(note(tx, "b")?)).await;
    for answer in [
        bounded(first).await.unwrap(),
        bounded(second).await.unwrap(),
    ] {
        let Err(Fault::Unavailable(Reason::Busy | Reason::Late)) = answer else {
            panic!("{answer:?}")
        };
    }
    // Reading goes on.
    let read = db.read(Lane::Interactive, |tx| -> Result<_, Fault> {
        Ok(count(tx)?)
    });
    assert_eq!(bounded(read).await, Ok(1));
    other.release();
    until_ok(RECOVERY, || write_note(&db, "after")).await;
    assert_eq!(place.outside().notes(), ["after", "before"]);
}

#[actix_web::test]
async fn a_late_job_is_dropped_before_it_runs() {
    let place = Place::new().with_tables();
    let mut settings = place.settings();
    settings.interactive.threads = 1;
    settings.interactive.start_within = Duration::from_millis(200);
    let db = Db::open(&settings).unwrap();
    let (gate, held) = hold_writer(&db).await;
    let late = queued_write(&db, |tx| Ok(note(tx, "late")?)).await;
    // The answer comes although the thread is still held.
    assert_eq!(bounded(late).await.unwrap(), unavailable(Reason::Late));
    gate.open();
    assert_eq!(bounded(held).await.unwrap(), Ok(()));
    assert_eq!(bounded(write_note(&db, "next")).await, Ok(()));
    assert_eq!(place.outside().notes(), ["next"]);
    assert_eq!(db.gauges().late.get(), 1);
}

#[actix_web::test]
async fn a_full_queue_turns_away_at_once_and_keeps_what_it_has() {
    let place = Place::new().with_tables();
    let mut settings = place.settings();
    settings.interactive.threads = 1;
    settings.interactive.queue = 2;
    let db = Db::open(&settings).unwrap();
    let (gate, held) = hold_writer(&db).await;
    let first = queued_write(&db, |tx| Ok(note(tx, "first")?)).await;
    let second = queued_write(&db, |tx| Ok(note(tx, "second")?)).await;
    assert_eq!(
        bounded(write_note(&db, "third")).await,
        unavailable(Reason::QueueFull)
    );
    assert_eq!(db.gauges().rejected.get(), 1);
    gate.open();
    for task in [held, first, second] {
        assert_eq!(bounded(task).await.unwrap(), Ok(()));
    }
    assert_eq!(bounded(write_note(&db, "fourth")).await, Ok(()));
    assert_eq!(place.outside().notes(), ["first", "fourth", "second"]);
}

#[actix_web::test]
async fn an_empty_pool_is_waited_for_but_not_for_long() {
    let place = Place::new().with_tables();
    let mut settings = place.settings();
    settings.slow.threads = if on_postgres() { 2 } else { 1 };
    settings.slow.start_within = Duration::from_millis(300);
    settings.pool_size = Some(1);
    settings.pool_wait = Duration::from_millis(300);
    let db = Db::open(&settings).unwrap();
    let read = |db: &Db| {
        let db = db.clone();
        async move {
            db.read(Lane::Slow, |tx| -> Result<_, Fault> { Ok(count(tx)?) })
                .await
        }
    };
    until_ok(RECOVERY, || read(&db)).await;
    let (gate, pass) = Gate::new();
    let holder = db.clone();
    let held = queued(async move {
        let hold = move |_: &mut Tx<'_>| -> Result<(), Fault> {
            pass();
            Ok(())
        };
        holder.read(Lane::Slow, hold).await
    })
    .await;
    gate.wait().await;
    // On SQLite each slow thread has its own connection; there, the threads are the pool.
    let reason = if on_postgres() {
        Reason::PoolEmpty
    } else {
        Reason::Late
    };
    assert_eq!(bounded(read(&db)).await, unavailable(reason));
    gate.open();
    assert_eq!(bounded(held).await.unwrap(), Ok(()));
    assert_eq!(bounded(read(&db)).await, Ok(0));
}

#[actix_web::test]
async fn a_job_that_does_not_end_is_stopped_and_undone() {
    let place = Place::new().with_tables();
    let mut settings = place.settings();
    settings.interactive.run_within = Duration::from_millis(300);
    settings.slow.run_within = Duration::from_millis(300);
    settings.inline_within = Duration::from_millis(300);
    let db = Db::open(&settings).unwrap();
    let endless = if on_postgres() {
        "SELECT pg_sleep(60)"
    } else {
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    };
    let write = db.write(move |tx| -> Result<(), Fault> {
        note(tx, "undone")?;
        Ok(run(tx, endless)?)
    });
    assert_eq!(bounded(write).await, unavailable(Reason::TooSlow));
    for lane in [Lane::Interactive, Lane::Slow] {
        let read = db.read(lane, move |tx| -> Result<(), Fault> {
            Ok(run(tx, endless)?)
        });
        assert_eq!(bounded(read).await, unavailable(Reason::TooSlow));
        let read = db.read(lane, |tx| -> Result<_, Fault> { Ok(count(tx)?) });
        assert_eq!(bounded(read).await, Ok(0));
    }
    assert_eq!(bounded(write_note(&db, "next")).await, Ok(()));
    assert_eq!(place.outside().notes(), ["next"]);
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
