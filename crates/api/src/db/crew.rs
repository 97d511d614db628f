//! A crew: some threads that serve the jobs of one bounded queue.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

use super::job::{self, Job, Mode, Ticket};
use super::queue::{Line, Queue};
use super::settings::Limits;
use super::unavailable::{Reason, Unavailable};
use super::{Gauges, OpenError, Tx};

/// The queue of a crew.
pub(super) type Jobs = Queue<Box<dyn Job>>;

/// Does one job and leaves its answer in it.
pub(super) trait Serve: Send + Sync + 'static {
    fn serve(&self, job: &mut dyn Job);
}

/// Threads and the queue before them.
pub(super) struct Crew {
    jobs: Arc<Jobs>,
    gauges: Arc<Gauges>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Crew {
    /// Starts as many threads as the limits say; each takes job after job.
    pub(super) fn start(
        name: &str,
        limits: &Limits,
        gauges: &Arc<Gauges>,
        server: &Arc<impl Serve>,
    ) -> Result<Self, OpenError> {
        Self::start_with(name, limits, 0, gauges, limits.threads, |jobs| {
            let (server, gauges) = (Arc::clone(server), Arc::clone(gauges));
            move || {
                while let Some(mut job) = jobs.pop() {
                    gauges.waiting.set(jobs.len() as u64);
                    if job.claim() {
                        server.serve(&mut *job);
                    } else {
                        job.fail(Reason::Late);
                    }
                    job.answer();
                }
            }
        })
    }

    /// Starts `threads` threads of any body. A body that panics is run again: the callers
    /// whose jobs it held are answered [`Reason::Uncertain`] as those drop.
    pub(super) fn start_with<B: Fn() + Send + 'static>(
        name: &str,
        limits: &Limits,
        bulk: usize,
        gauges: &Arc<Gauges>,
        threads: usize,
        body: impl Fn(Arc<Jobs>) -> B,
    ) -> Result<Self, OpenError> {
        let jobs = Arc::new(Queue::new(limits.queue, bulk));
        let mut handles = Vec::new();
        for _ in 0..threads.max(1) {
            let (body, gauges) = (body(Arc::clone(&jobs)), Arc::clone(gauges));
            let thread = Builder::new().name(name.to_owned()).spawn(move || {
                while catch_unwind(AssertUnwindSafe(&body)).is_err() {
                    log::error!("a database thread panicked and is started again");
                    gauges.restarts.add(1);
                }
            });
            handles.push(thread.map_err(|error| OpenError::Thread(error.to_string()))?);
        }
        let threads = Mutex::new(handles);
        Ok(Self {
            jobs,
            gauges: Arc::clone(gauges),
            threads,
        })
    }

    /// Queues a job; the ticket waits for its answer.
    pub(super) fn submit<R, E, F>(
        &self,
        mode: Mode,
        line: Line,
        limits: &Limits,
        work: F,
    ) -> Result<Ticket<R, E>, Reason>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
        R: Send + 'static,
        E: From<diesel::result::Error> + From<Unavailable> + Send + 'static,
    {
        let (task, ticket) = job::new(mode, limits, work);
        self.jobs.push(line, Box::new(task))?;
        self.gauges.waiting.set(self.jobs.len() as u64);
        Ok(ticket)
    }

    /// Takes no more jobs.
    pub(super) fn close(&self) {
        self.jobs.close();
    }

    /// Waits until the jobs that were queued are done.
    pub(super) fn join(&self) {
        self.close();
        let threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // The thread's body catches panics; nothing is lost with this result.
            let _ = thread.join();
        }
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.close();
    }
}
