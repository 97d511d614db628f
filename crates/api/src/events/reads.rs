//! Who read which person or case. Written in batches, at most a second late, so that reading
//! stays a read; when the log cannot keep up, sensitive reads are refused rather than unlogged.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use domain::access::Principal;
use uuid::Uuid;

use crate::{
    act::Stop,
    db::Db,
    http::problem::{ApiError, Problem, ProblemCode},
    on,
};

/// One look at one record.
#[derive(Clone, Debug)]
pub struct Seen {
    /// When.
    pub at: DateTime<Utc>,
    /// `person` or `case`.
    pub record_kind: &'static str,
    /// Which.
    pub record_id: Uuid,
    /// Who.
    pub actor: Principal,
    /// With which application.
    pub client_id: String,
    /// In which request.
    pub request_id: String,
}

/// The most looks that may wait to be written.
const MOST_WAITING: usize = 20_000;
/// How many are written in one transaction.
const BATCH: usize = 500;

/// Looks that are not written yet.
#[derive(Clone, Default)]
pub struct ReadLog {
    waiting: Arc<Mutex<Vec<Seen>>>,
}

impl ReadLog {
    /// Notes a look; it is in the database within a second or so.
    ///
    /// # Errors
    /// 503 when too many wait because the database does not take them.
    pub fn note(&self, seen: Seen) -> Result<(), ApiError> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= MOST_WAITING {
            return Err(Problem::retry_after(ProblemCode::Unavailable, 5).into());
        }
        waiting.push(seen);
        Ok(())
    }

    /// Writes what waits; what could not be written goes on waiting.
    pub async fn flush(&self, db: &Db) {
        loop {
            let batch: Vec<Seen> = {
                let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
                let count = waiting.len().min(BATCH);
                waiting.drain(..count).collect()
            };
            if batch.is_empty() {
                return;
            }
            let kept = batch.clone();
            let written: Result<(), Stop> = db
                .write_bulk(move |tx| Ok(on!(tx, events::log_reads(&batch))?))
                .await;
            if written.is_err() {
                let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
                waiting.splice(0..0, kept);
                return;
            }
        }
    }

    /// Writes what waits every second, for ever.
    pub async fn keep_writing(self, db: Db) {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            self.flush(&db).await;
        }
    }
}
