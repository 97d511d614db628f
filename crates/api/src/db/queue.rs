//! The bounded queue in front of every database thread.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::unavailable::Reason;

/// Which of the two lines a job stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Somebody waits at a screen.
    Urgent,
    /// Imports and other long work: served when the urgent line is empty.
    Bulk,
}

struct Lines<J> {
    urgent: VecDeque<J>,
    bulk: VecDeque<J>,
    closed: bool,
}

/// Two bounded lines of jobs. Nobody waits to get in: a full line turns the job away.
pub(super) struct Queue<J> {
    lines: Mutex<Lines<J>>,
    arrival: Condvar,
    urgent_bound: usize,
    bulk_bound: usize,
}

impl<J> Queue<J> {
    pub(super) fn new(urgent_bound: usize, bulk_bound: usize) -> Self {
        let lines = Lines {
            urgent: VecDeque::new(),
            bulk: VecDeque::new(),
            closed: false,
        };
        Self {
            lines: Mutex::new(lines),
            arrival: Condvar::new(),
            urgent_bound,
            bulk_bound,
        }
    }

    /// A panic never happens while the lock is held, so a poisoned lock is sound.
    fn lock(&self) -> MutexGuard<'_, Lines<J>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn push(&self, line: Line, job: J) -> Result<(), Reason> {
        let mut lines = self.lock();
        if lines.closed {
            return Err(Reason::Closing);
        }
        let (jobs, bound) = match line {
            Line::Urgent => (&mut lines.urgent, self.urgent_bound),
            Line::Bulk => (&mut lines.bulk, self.bulk_bound),
        };
        if jobs.len() >= bound {
            return Err(Reason::QueueFull);
        }
        jobs.push_back(job);
        drop(lines);
        self.arrival.notify_one();
        Ok(())
    }

    /// Waits until a job is there (`true`) or the queue is closed and empty (`false`).
    pub(super) fn wait(&self) -> bool {
        let mut lines = self.lock();
        while lines.urgent.is_empty() && lines.bulk.is_empty() {
            if lines.closed {
                return false;
            }
            lines = self
                .arrival
                .wait(lines)
                .unwrap_or_else(PoisonError::into_inner);
        }
        true
    }

    /// The next job, or `None` when the queue is closed and empty.
    pub(super) fn pop(&self) -> Option<J> {
        loop {
            if !self.wait() {
                return None;
            }
            // Another thread of the lane may have been faster.
            if let Some(job) = self.try_pop() {
                return Some(job);
            }
        }
    }

    /// The next job if there is one, the urgent before the bulk.
    pub(super) fn try_pop(&self) -> Option<J> {
        let mut lines = self.lock();
        lines.urgent.pop_front().or_else(|| lines.bulk.pop_front())
    }

    /// The next bulk job, so that urgent ones cannot starve the line for ever.
    pub(super) fn try_pop_bulk(&self) -> Option<J> {
        self.lock().bulk.pop_front()
    }

    /// Takes out every job for which `gone` holds.
    pub(super) fn remove(&self, gone: impl Fn(&J) -> bool) -> Vec<J> {
        let mut lines = self.lock();
        let lines = &mut *lines;
        let mut removed = Vec::new();
        for jobs in [&mut lines.urgent, &mut lines.bulk] {
            let (out, stay): (VecDeque<J>, VecDeque<J>) = jobs.drain(..).partition(&gone);
            *jobs = stay;
            removed.extend(out);
        }
        removed
    }

    pub(super) fn len(&self) -> usize {
        let lines = self.lock();
        lines.urgent.len() + lines.bulk.len()
    }

    /// Takes no more jobs; those that wait are still served.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.arrival.notify_all();
    }
}
