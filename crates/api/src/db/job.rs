//! A job on its way: the closure, its deadline, and the caller who waits for the answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering::SeqCst};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use tokio::time::timeout_at;

use super::settings::Limits;
use super::unavailable::{Reason, Unavailable};
use super::{Gauges, Tx};

/// In what kind of transaction a job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Each statement on its own, nothing may be written.
    Read,
    /// One consistent picture, nothing may be written.
    Snapshot,
    /// All or nothing.
    Write,
}

/// How a job's closure ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ran {
    /// It returned `Ok`: keep its work.
    Done,
    /// It returned `Err`: undo its work.
    Refused,
    /// It panicked: undo its work.
    Panicked,
}

/// What a database thread can do with a job. The answer is given only when asked for, after
/// COMMIT; until then it can be replaced by a failure.
pub(super) trait Job: Send {
    fn mode(&self) -> Mode;
    /// Starts the job, unless it is too late or its caller has left.
    fn claim(&self) -> bool;
    fn is_late(&self) -> bool;
    /// Runs the closure, once, and keeps its result.
    fn run(&mut self, tx: &mut Tx<'_>) -> Ran;
    /// Replaces the result.
    fn fail(&mut self, reason: Reason);
    /// Replaces the result by a fault of the database, as the closure itself would have met it.
    fn refuse(&mut self, error: diesel::result::Error);
    /// Gives the answer to the caller, once.
    fn answer(&mut self);
}

const WAITING: u8 = 0;
const STARTED: u8 = 1;
const GIVEN_UP: u8 = 2;

type Reply<R, E> = Result<Result<R, E>, Reason>;

/// The two ends of a job: one for the queue, one for the caller.
pub(super) fn new<R, E, F>(mode: Mode, limits: &Limits, work: F) -> (Task<F, R, E>, Ticket<R, E>) {
    let state = Arc::new(AtomicU8::new(WAITING));
    let (sender, receiver) = oneshot::channel();
    let start_by = Instant::now() + limits.start_within;
    let task = Task {
        mode,
        start_by,
        state: Arc::clone(&state),
        work: Some(work),
        outcome: Err(Reason::Uncertain),
        sender: Some(sender),
    };
    let answer_by = start_by + limits.run_within + ANSWER_MARGIN;
    (
        task,
        Ticket {
            mode,
            start_by,
            answer_by,
            state,
            receiver,
        },
    )
}

/// What a job may take beyond its own run: the rest of its batch, COMMIT, a checkpoint.
const ANSWER_MARGIN: Duration = Duration::from_secs(3);

/// How long after the deadline a caller still waits for the thread's own word on it.
const START_MARGIN: Duration = Duration::from_millis(100);

pub(super) struct Task<F, R, E> {
    mode: Mode,
    start_by: Instant,
    state: Arc<AtomicU8>,
    work: Option<F>,
    outcome: Reply<R, E>,
    sender: Option<oneshot::Sender<Reply<R, E>>>,
}

impl<F, R, E> Job for Task<F, R, E>
where
    F: FnOnce(&mut Tx<'_>) -> Result<R, E> + Send,
    R: Send,
    E: From<diesel::result::Error> + Send,
{
    fn mode(&self) -> Mode {
        self.mode
    }

    fn claim(&self) -> bool {
        !self.is_late()
            && self
                .state
                .compare_exchange(WAITING, STARTED, SeqCst, SeqCst)
                .is_ok()
    }

    fn is_late(&self) -> bool {
        Instant::now() > self.start_by
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> Ran {
        let Some(work) = self.work.take() else {
            return Ran::Refused;
        };
        // The closure owns what it touches, and the caller undoes its transaction.
        match catch_unwind(AssertUnwindSafe(|| work(tx))) {
            Ok(result) => {
                let ran = if result.is_ok() {
                    Ran::Done
                } else {
                    Ran::Refused
                };
                self.outcome = Ok(result);
                ran
            }
            Err(_) => {
                self.outcome = Err(Reason::Panicked);
                Ran::Panicked
            }
        }
    }

    fn fail(&mut self, reason: Reason) {
        self.outcome = Err(reason);
    }

    fn refuse(&mut self, error: diesel::result::Error) {
        self.outcome = Ok(Err(E::from(error)));
    }

    fn answer(&mut self) {
        if let Some(sender) = self.sender.take() {
            let outcome = std::mem::replace(&mut self.outcome, Err(Reason::Uncertain));
            // A caller who has left is no fault.
            let _ = sender.send(outcome);
        }
    }
}

/// The caller's end.
pub(super) struct Ticket<R, E> {
    mode: Mode,
    start_by: Instant,
    answer_by: Instant,
    state: Arc<AtomicU8>,
    receiver: oneshot::Receiver<Reply<R, E>>,
}

impl<R, E: From<Unavailable>> Ticket<R, E> {
    /// Waits for the answer, never longer than the limits of the job allow.
    pub(super) async fn wait(mut self, gauges: &Gauges) -> Result<R, E> {
        let reply = self.reply().await;
        reply.unwrap_or_else(|reason| {
            gauges.count_failure(reason);
            Err(E::from(Unavailable::from(reason)))
        })
    }

    async fn reply(&mut self) -> Reply<R, E> {
        let start_by = self.start_by + START_MARGIN;
        let mut reply = timeout_at(start_by.into(), &mut self.receiver).await;
        if reply.is_err() {
            if self.give_up() {
                return Err(Reason::Late);
            }
            reply = timeout_at(self.answer_by.into(), &mut self.receiver).await;
        }
        match reply {
            Ok(Ok(reply)) => reply,
            // The thread died with the job in its hands, or has not come back with it.
            Ok(Err(_)) | Err(_) if self.give_up() => Err(Reason::Down),
            Ok(Err(_)) | Err(_) => Err(match self.mode {
                Mode::Write => Reason::Uncertain,
                Mode::Read | Mode::Snapshot => Reason::Down,
            }),
        }
    }
}

impl<R, E> Ticket<R, E> {
    /// Whether the job has not started, and now never will.
    fn give_up(&self) -> bool {
        self.state
            .compare_exchange(WAITING, GIVEN_UP, SeqCst, SeqCst)
            .is_ok()
    }
}

impl<R, E> Drop for Ticket<R, E> {
    /// A caller who leaves before the job started takes it along.
    fn drop(&mut self) {
        self.give_up();
    }
}
