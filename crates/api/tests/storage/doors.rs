//! What the two doors of storage promise on a good day.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use crate::rig::{
    Fault, Gate, Place, count, hold_writer, names, note, on_postgres, queued, run, write_note,
};
use api::db::{Db, Lane, Reason, Tx, check_version, migrate};
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;

#[actix_web::test]
async fn what_was_written_is_read_in_every_lane() {
    let place = Place::new().with_tables();
    let db = Db::open(&place.settings()).unwrap();
    write_note(&db, "a").await.unwrap();
    db.write_bulk(|tx| -> Result<(), Fault> { Ok(note(tx, "b")?) })
        .await
        .unwrap();
    for lane in [Lane::Interactive, Lane::Slow] {
        let read = db
            .read(lane, |tx| -> Result<_, Fault> { Ok(names(tx)?) })
            .await;
        assert_eq!(read, Ok(vec!["a".into(), "b".into()]));
        let read = db
            .read_snapshot(lane, |tx| -> Result<_, Fault> { Ok(count(tx)?) })
            .await;
        assert_eq!(read, Ok(2));
    }
    assert_eq!(place.outside().notes(), ["a", "b"]);
    assert_eq!(db.gauges().jobs.get(), 6);
}

#[actix_web::test]
async fn an_error_of_a_job_undoes_all_of_it_and_comes_back_unchanged() {
    let place = Place::new().with_tables();
    let db = Db::open(&place.settings()).unwrap();
    let result: Result<(), Fault> = db
        .write(|tx| {
            note(tx, "a")?;
            Err(Fault::Own)
        })
        .await;
    assert_eq!(result, Err(Fault::Own));
    write_note(&db, "b").await.unwrap();
    let Err(Fault::Statement(_)) = write_note(&db, "b").await else {
        panic!("b is there twice")
    };
    assert_eq!(place.outside().notes(), ["b"]);
}

#[actix_web::test]
async fn jobs_that_wait_together_are_committed_together_on_sqlite_and_each_once() {
    let place = Place::new().with_tables();
    let db = Db::open(&place.settings()).unwrap();
    let mut tasks = Vec::new();
    for number in 0..200 {
        let db = db.clone();
        tasks.push(actix_web::rt::spawn(async move {
            write_note(&db, &format!("{number:03}")).await
        }));
    }
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(place.outside().notes().len(), 200);
    let gauges = db.gauges();
    if on_postgres() {
        assert_eq!((gauges.commits.get(), gauges.batches.get()), (200, 0));
    } else {
        assert!(
            gauges.batches.get() < 100,
            "{} commits for 200 jobs",
            gauges.batches.get()
        );
    }
}

#[actix_web::test]
async fn a_read_cannot_write() {
    let place = Place::new().with_tables();
    let db = Db::open(&place.settings()).unwrap();
    for lane in [Lane::Interactive, Lane::Slow] {
        let read = db
            .read(lane, |tx| -> Result<_, Fault> { Ok(note(tx, "a")?) })
            .await;
        assert_eq!(read, Err(Fault::Unavailable(Reason::ReadOnly)));
        let read = db
            .read_snapshot(lane, |tx| -> Result<_, Fault> { Ok(note(tx, "a")?) })
            .await;
        assert_eq!(read, Err(Fault::Unavailable(Reason::ReadOnly)));
    }
    assert_eq!(place.outside().notes(), [""; 0]);
}

#[actix_web::test]
async fn a_snapshot_sees_one_state_while_others_write() {
    let place = Place::new().with_tables();
    let db = Db::open(&place.settings()).unwrap();
    let (gate, pass) = Gate::new();
    let reader = db.clone();
    let snapshot = queued(async move {
        let read = move |tx: &mut Tx<'_>| -> Result<_, Fault> {
            let before = count(tx)?;
            pass();
            Ok((before, count(tx)?))
        };
        reader.read_snapshot(Lane::Slow, read).await
    })
    .await;
    gate.wait().await;
    write_note(&db, "a").await.unwrap();
    gate.open();
    assert_eq!(snapshot.await.unwrap(), Ok((0, 0)));
}

#[actix_web::test]
async fn urgent_writes_go_before_bulk_writes_but_bulk_is_not_starved() {
    let place = Place::new().with_tables();
    let mut settings = place.settings();
    settings.batch_jobs = 2;
    let db = Db::open(&settings).unwrap();
    let (gate, held) = hold_writer(&db).await;
    let mut tasks = Vec::new();
    for number in 0..6 {
        let db = db.clone();
        let write = move |tx: &mut Tx<'_>| -> Result<(), Fault> {
            note(tx, &format!("{number}"))?;
            Ok(())
        };
        tasks.push(
            queued(async move {
                if number < 2 {
                    db.write_bulk(write).await
                } else {
                    db.write(write).await
                }
            })
            .await,
        );
    }
    gate.open();
    held.await.unwrap().unwrap();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(place.outside().notes(), ["0", "1", "2", "3", "4", "5"]);
}

#[actix_web::test]
async fn a_caller_who_leaves_takes_the_job_along() {
    let place = Place::new().with_tables();
    let mut settings = place.settings();
    settings.interactive.threads = 1;
    let db = Db::open(&settings).unwrap();
    let (gate, held) = hold_writer(&db).await;
    let ran = Arc::new(AtomicBool::new(false));
    let (other, flag) = (db.clone(), Arc::clone(&ran));
    let leaver = queued(async move {
        let write = move |_: &mut Tx<'_>| -> Result<(), Fault> {
            flag.store(true, SeqCst);
            Ok(())
        };
        other.write(write).await
    })
    .await;
    leaver.abort();
    assert!(leaver.await.is_err());
    gate.open();
    held.await.unwrap().unwrap();
    write_note(&db, "a").await.unwrap();
    assert!(!ran.load(SeqCst));
}

#[actix_web::test]
async fn closing_finishes_what_was_queued_and_takes_no_more() {
    let place = Place::new().with_tables();
    let db = Db::open(&place.settings()).unwrap();
    let (gate, held) = hold_writer(&db).await;
    let second = db.clone();
    let waiting = queued(async move { write_note(&second, "a").await }).await;
    gate.open();
    let closing = db.clone();
    std::thread::spawn(move || closing.close()).join().unwrap();
    held.await.unwrap().unwrap();
    waiting.await.unwrap().unwrap();
    assert_eq!(
        write_note(&db, "b").await,
        Err(Fault::Unavailable(Reason::Closing))
    );
    assert_eq!(place.outside().notes(), ["a"]);
}

#[actix_web::test]
async fn the_log_of_writes_does_not_grow_without_bound() {
    let place = Place::new().with_tables();
    let db = Db::open(&place.settings()).unwrap();
    let body = "x".repeat(1 << 20);
    for number in 0..24 {
        let sql = format!("INSERT INTO notes (name, body) VALUES ('{number}', '{body}')");
        db.write(move |tx| -> Result<(), Fault> { Ok(run(tx, &sql)?) })
            .await
            .unwrap();
    }
    db.close();
    if on_postgres() {
        assert_eq!(db.gauges().checkpoints.get(), 0);
    } else {
        assert!(db.gauges().checkpoints.get() >= 3);
        let log = std::fs::metadata(place.file("-wal")).map_or(0, |file| file.len());
        assert!(log < 16 << 20, "{log} bytes of log for 24 MiB written");
    }
}

#[actix_web::test]
async fn the_connections_have_the_settings_of_the_house() {
    let place = Place::new().with_tables();
    let db = Db::open(&place.settings()).unwrap();
    let ask = |what: &str| {
        let what = what.to_owned();
        move |tx: &mut Tx<'_>| -> Result<String, Fault> { Ok(setting(tx, &what)?) }
    };
    if on_postgres() {
        for (what, value) in [
            ("TimeZone", "UTC"),
            ("statement_timeout", "5s"),
            ("lock_timeout", "500ms"),
            ("idle_in_transaction_session_timeout", "5s"),
            ("application_name", "kes"),
            ("transaction_isolation", "read committed"),
        ] {
            assert_eq!(db.write(ask(what)).await.as_deref(), Ok(value), "{what}");
        }
        let isolation = db
            .read_snapshot(Lane::Interactive, ask("transaction_isolation"))
            .await;
        assert_eq!(isolation.as_deref(), Ok("repeatable read"));
    } else {
        for (what, value) in [
            ("journal_mode", "wal"),
            ("synchronous", "2"),
            ("foreign_keys", "1"),
            ("wal_autocheckpoint", "0"),
            ("busy_timeout", "500"),
            ("cache_size", "-8192"),
            ("mmap_size", "268435456"),
        ] {
            assert_eq!(
                db.write(ask(what)).await.as_deref(),
                Ok(value),
                "writer: {what}"
            );
        }
        for lane in [Lane::Interactive, Lane::Slow] {
            for (what, value) in [("query_only", "1"), ("wal_autocheckpoint", "0")] {
                assert_eq!(
                    db.read(lane, ask(what)).await.as_deref(),
                    Ok(value),
                    "reader: {what}"
                );
            }
        }
    }
}

fn setting(tx: &mut Tx<'_>, what: &str) -> QueryResult<String> {
    match tx {
        Tx::Sqlite(conn) => sql::<Text>(&format!("PRAGMA {what}")).get_result(*conn),
        Tx::Pg(conn) => sql::<Text>(&format!("SHOW {what}")).get_result(*conn),
    }
}

#[actix_web::test]
async fn the_work_of_statements_can_be_counted() {
    let place = Place::new().with_tables();
    let db = Db::open(&place.settings()).unwrap();
    for number in 0..100 {
        write_note(&db, &format!("{number:03}")).await.unwrap();
    }
    let steps = db
        .read(Lane::Interactive, |tx| -> Result<_, Fault> {
            let one = "SELECT body FROM notes WHERE name = '007'";
            let all = "SELECT body FROM notes WHERE body LIKE '%nothing%'";
            Ok(match tx {
                Tx::Sqlite(conn) => Some([one, all].map(|sql| {
                    let counted = api::db::counted(conn, |conn| conn.batch_execute(sql));
                    counted.unwrap().1
                })),
                Tx::Pg(_) => None,
            })
        })
        .await
        .unwrap();
    assert_eq!(steps.is_none(), on_postgres());
    if let Some([one, all]) = steps {
        assert_eq!((one.scan_steps, all.scan_steps), (0, 99));
        assert!(one.vm_steps < 30 && all.vm_steps > 400, "{one:?} {all:?}");
    }
}

#[actix_web::test]
async fn tables_go_up_and_down_and_up_again() {
    let place = Place::new();
    let files = migrate::pending(&place.url).unwrap();
    assert!(!files.is_empty());
    assert_eq!(migrate::run_pending(&place.url).unwrap().len(), files.len());
    assert!(migrate::pending(&place.url).unwrap().is_empty());
    assert_eq!(migrate::revert_last(&place.url).unwrap().len(), 1);
    assert_eq!(migrate::run_pending(&place.url).unwrap().len(), 1);
    assert_eq!(migrate::revert_all(&place.url).unwrap().len(), files.len());
    assert_eq!(migrate::pending(&place.url).unwrap(), files);
    assert_eq!(migrate::run_pending(&place.url).unwrap().len(), files.len());
}

#[actix_web::test]
async fn processes_that_migrate_at_once_do_not_disturb_each_other() {
    let place = Place::new();
    let files = migrate::pending(&place.url).unwrap().len();
    let runs: Vec<_> = (0..4)
        .map(|_| {
            let url = place.url.clone();
            std::thread::spawn(move || migrate::run_pending(&url).unwrap().len())
        })
        .collect();
    let ran: usize = runs.into_iter().map(|run| run.join().unwrap()).sum();
    assert_eq!(ran, files);
}

#[actix_web::test]
async fn a_sqlite_that_can_lose_its_log_is_refused() {
    for old in ["3.51.2", "3.50.9", "3.7.17", "2.8", "", "three"] {
        assert!(check_version(old).is_err(), "{old}");
    }
    for new in ["3.51.3", "3.52", "3.100.0", "4.0.0"] {
        assert!(check_version(new).is_ok(), "{new}");
    }
}

#[actix_web::test]
async fn an_address_that_names_no_database_is_refused() {
    for url in [
        "",
        "kes.db",
        "sqlite:kes.db",
        "mysql://localhost/kes",
        "sqlite://",
        "sqlite://:memory:",
    ] {
        let mut settings = api::db::Settings::new(url);
        settings.pool_wait = Duration::from_millis(10);
        assert!(Db::open(&settings).is_err(), "{url}");
    }
}
