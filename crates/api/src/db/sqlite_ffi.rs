//! What storage needs from SQLite that diesel does not offer: the only unsafe code of `api`.
//!
//! A hook that SQLite calls for every connection it opens turns on the query planner stability
//! guarantee and registers the SQL function `kes_handle()`. Asking a connection for its handle
//! by that function keeps every call below sound: the handle is always that of the connection
//! that is borrowed at that moment.
#![expect(unsafe_code, reason = "SQLite's C interface")]

use std::cell::Cell;
use std::ffi::{c_char, c_int, c_uint, c_void};
use std::ptr;
use std::sync::Once;
use std::time::Instant;

use diesel::prelude::*;
use diesel::result::Error;
use diesel::sqlite::SqliteConnection;
use libsqlite3_sys as ffi;

thread_local! {
    static HANDLE: Cell<*mut ffi::sqlite3> = const { Cell::new(ptr::null_mut()) };
    static RUN_BY: Cell<Option<Instant>> = const { Cell::new(None) };
    static MAY_COMMIT: Cell<bool> = const { Cell::new(false) };
    static WAL_PAGES: Cell<u32> = const { Cell::new(0) };
    static STEPS: Cell<Steps> = const { Cell::new(Steps { vm_steps: 0, scan_steps: 0, sorts: 0 }) };
}

#[diesel::declare_sql_function]
extern "SQL" {
    /// Tells the calling thread the handle of its connection.
    fn kes_handle() -> diesel::sql_types::Integer;
}

/// Virtual machine instructions between two looks at the clock.
const INSTRUCTIONS_PER_LOOK: c_int = 20_000;

/// Lets every connection opened from now on be prepared by [`on_open`].
pub(super) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // A connection is only ever used by the thread that borrows it, so it needs no lock of its
        // own, and nobody asks how much memory SQLite has: together a tenth of the CPU of a read.
        // SAFETY: the options take these arguments. Where SQLite runs already it refuses both
        // (SQLITE_MISUSE) and goes on with its locks.
        unsafe {
            ffi::sqlite3_config(ffi::SQLITE_CONFIG_MULTITHREAD);
            ffi::sqlite3_config(ffi::SQLITE_CONFIG_MEMSTATUS, 0 as c_int);
        }
        // SAFETY: `on_open` has the type SQLite calls and lives as long as the process.
        unsafe { ffi::sqlite3_auto_extension(Some(on_open)) };
    });
}

unsafe extern "C" fn on_open(
    db: *mut ffi::sqlite3,
    _message: *mut *mut c_char,
    _api: *const ffi::sqlite3_api_routines,
) -> c_int {
    // SAFETY: SQLite passes the connection it is opening; the callbacks are plain functions and
    // need no context.
    unsafe {
        ffi::sqlite3_progress_handler(
            db,
            INSTRUCTIONS_PER_LOOK,
            Some(on_progress),
            ptr::null_mut(),
        );
        ffi::sqlite3_db_config(
            db,
            ffi::SQLITE_DBCONFIG_ENABLE_QPSG,
            1 as c_int,
            ptr::null_mut::<c_int>(),
        );
        ffi::sqlite3_create_function_v2(
            db,
            c"kes_handle".as_ptr(),
            0,
            ffi::SQLITE_UTF8 | ffi::SQLITE_DIRECTONLY,
            ptr::null_mut(),
            Some(on_handle),
            None,
            None,
            None,
        )
    }
}

unsafe extern "C" fn on_handle(
    context: *mut ffi::sqlite3_context,
    _count: c_int,
    _values: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: SQLite passes the context of the running call.
    unsafe {
        HANDLE.set(ffi::sqlite3_context_db_handle(context));
        ffi::sqlite3_result_int(context, 0);
    }
}

unsafe extern "C" fn on_progress(_context: *mut c_void) -> c_int {
    c_int::from(RUN_BY.get().is_some_and(|end| Instant::now() > end))
}

unsafe extern "C" fn on_commit(_context: *mut c_void) -> c_int {
    c_int::from(!MAY_COMMIT.get())
}

unsafe extern "C" fn on_wal(
    _context: *mut c_void,
    _db: *mut ffi::sqlite3,
    _schema: *const c_char,
    pages: c_int,
) -> c_int {
    WAL_PAGES.set(u32::try_from(pages).unwrap_or(0));
    ffi::SQLITE_OK
}

unsafe extern "C" fn on_statement_end(
    _kind: c_uint,
    _context: *mut c_void,
    statement: *mut c_void,
    _nanoseconds: *mut c_void,
) -> c_int {
    let counter = |which| {
        // SAFETY: with SQLITE_TRACE_PROFILE the third argument is the statement that ended.
        let value = unsafe { ffi::sqlite3_stmt_status(statement.cast(), which, 1) };
        u64::try_from(value).unwrap_or(0)
    };
    let before = STEPS.get();
    STEPS.set(Steps {
        vm_steps: before.vm_steps + counter(ffi::SQLITE_STMTSTATUS_VM_STEP),
        scan_steps: before.scan_steps + counter(ffi::SQLITE_STMTSTATUS_FULLSCAN_STEP),
        sorts: before.sorts + counter(ffi::SQLITE_STMTSTATUS_SORT),
    });
    0
}

/// The handle of this connection; use it only while `conn` stays borrowed.
fn handle(conn: &mut SqliteConnection) -> QueryResult<*mut ffi::sqlite3> {
    HANDLE.set(ptr::null_mut());
    diesel::select(kes_handle()).get_result::<i32>(conn)?;
    let handle = HANDLE.get();
    if handle.is_null() {
        Err(Error::NotFound)
    } else {
        Ok(handle)
    }
}

/// How a connection stands after a job.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// The transaction is still open; if not, SQLite has rolled it back by itself.
    pub(super) in_transaction: bool,
    /// Deferred foreign keys point nowhere: COMMIT would fail.
    pub(super) dangling_references: bool,
}

/// Looks whether the open transaction is still open and could be committed.
pub(super) fn standing(conn: &mut SqliteConnection) -> QueryResult<Standing> {
    let db = handle(conn)?;
    let (mut dangling, mut peak) = (0, 0);
    // SAFETY: `db` is the handle of `conn`, which is borrowed until the end of this function.
    let autocommit = unsafe {
        ffi::sqlite3_db_status(
            db,
            ffi::SQLITE_DBSTATUS_DEFERRED_FKS,
            &raw mut dangling,
            &raw mut peak,
            0,
        );
        ffi::sqlite3_get_autocommit(db)
    };
    Ok(Standing {
        in_transaction: autocommit == 0,
        dangling_references: dangling != 0,
    })
}

/// Makes `conn` the writer's: it commits only inside [`commit_allowed`], and counts the pages
/// of the write-ahead log for [`wal_pages`].
///
/// After a roll-back by SQLite itself, the statements a job still issues would each commit on
/// their own; this forbids it.
pub(super) fn make_writer(conn: &mut SqliteConnection) -> QueryResult<()> {
    let db = handle(conn)?;
    // SAFETY: `db` is the handle of `conn`; the callbacks are plain functions without context.
    unsafe {
        ffi::sqlite3_commit_hook(db, Some(on_commit), ptr::null_mut());
        ffi::sqlite3_wal_hook(db, Some(on_wal), ptr::null_mut());
    }
    Ok(())
}

/// Makes `conn` a reader: closing it, even as the last one, does no checkpoint.
pub(super) fn make_reader(conn: &mut SqliteConnection) -> QueryResult<()> {
    let db = handle(conn)?;
    // SAFETY: `db` is the handle of `conn`.
    unsafe {
        ffi::sqlite3_db_config(
            db,
            ffi::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
            1 as c_int,
            ptr::null_mut::<c_int>(),
        );
    }
    Ok(())
}

/// Runs `f` with the writer's connections of this thread free to commit.
pub(super) fn commit_allowed<T>(f: impl FnOnce() -> T) -> T {
    MAY_COMMIT.set(true);
    let result = f();
    MAY_COMMIT.set(false);
    result
}

/// Pages in the write-ahead log after the last commit of this thread.
pub(super) fn wal_pages() -> u32 {
    WAL_PAGES.get()
}

/// Until dropped, statements of this thread are interrupted after a point in time.
pub(super) struct Bound(());

impl Bound {
    pub(super) fn until(end: Instant) -> Self {
        RUN_BY.set(Some(end));
        Self(())
    }
}

impl Drop for Bound {
    fn drop(&mut self) {
        RUN_BY.set(None);
    }
}

/// The work of statements, as SQLite counts it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Virtual machine instructions; reading one row of an index costs about ten.
    pub vm_steps: u64,
    /// Rows stepped over in full table scans.
    pub scan_steps: u64,
    /// Sorts that no index saved.
    pub sorts: u64,
}

/// Runs `f` and counts the work of all its statements on `conn`.
///
/// # Errors
/// The connection does not answer.
pub fn counted<T>(
    conn: &mut SqliteConnection,
    f: impl FnOnce(&mut SqliteConnection) -> T,
) -> QueryResult<(T, Steps)> {
    let profile = |db, on: bool| {
        let callback: Option<
            unsafe extern "C" fn(c_uint, *mut c_void, *mut c_void, *mut c_void) -> c_int,
        > = on.then_some(on_statement_end);
        let mask = if on { ffi::SQLITE_TRACE_PROFILE } else { 0 };
        // SAFETY: `db` is the handle of `conn`; the callback is a plain function.
        unsafe { ffi::sqlite3_trace_v2(db, mask, callback, ptr::null_mut()) };
    };
    profile(handle(conn)?, true);
    // The call that asked for the handle ends under the profile and is not counted.
    STEPS.set(Steps::default());
    let result = f(conn);
    let steps = STEPS.get();
    profile(handle(conn)?, false);
    Ok((result, steps))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_connection_of_the_process_has_the_query_planner_stability_guarantee() {
        install();
        let mut conn = SqliteConnection::establish(":memory:").unwrap();
        let mut on: c_int = 0;
        // SAFETY: the handle is that of `conn`; a negative value only asks.
        unsafe {
            let db = handle(&mut conn).unwrap();
            ffi::sqlite3_db_config(
                db,
                ffi::SQLITE_DBCONFIG_ENABLE_QPSG,
                -1 as c_int,
                &raw mut on,
            );
        }
        assert_eq!(on, 1);
    }
}
