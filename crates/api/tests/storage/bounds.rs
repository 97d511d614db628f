//! Nothing waits without a bound: not for a lock, a turn, a place, a connection or an end.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use api::db::{Db, Lane, Reason, Tx};

use crate::rig::{
    Fault, Gate, Place, RECOVERY, bounded, count, hold_writer, note, on_postgres, queued,
    queued_write, run, unavailable, until_ok, write_note,
};

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
        "bounds::a_lock_held_by_another_process_is_waited_for_but_not_for_long",
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
