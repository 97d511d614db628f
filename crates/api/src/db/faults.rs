//! Named points at which the crash driver lets this process die.
//!
//! `KES_FAULT` lists them with the visit at which to die, `before_commit:20,in_checkpoint:2`;
//! `answer_before_commit` sabotages the order of answer and COMMIT, which the driver must
//! notice. Without the cargo feature `faults` all of it compiles to nothing.

/// A place where dying is interesting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Point {
    /// All work is done, COMMIT is not sent.
    BeforeCommit,
    /// COMMIT is done, nobody has been answered.
    AfterCommit,
    /// A checkpoint runs.
    InCheckpoint,
}

#[cfg(not(feature = "faults"))]
pub(super) fn visit(_point: Point) {}

#[cfg(not(feature = "faults"))]
pub(super) fn answers_before_commit() -> bool {
    false
}

#[cfg(feature = "faults")]
pub(super) use armed::{answers_before_commit, visit};

#[cfg(feature = "faults")]
mod armed {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
    use std::time::Duration;

    use super::Point;

    struct Plan {
        before_commit: Option<u64>,
        after_commit: Option<u64>,
        in_checkpoint: Option<u64>,
        answer_before_commit: bool,
    }

    static PLAN: LazyLock<Plan> = LazyLock::new(|| {
        let text = std::env::var("KES_FAULT").unwrap_or_default();
        let visit = |name: &str| {
            text.split(',')
                .find_map(|word| word.strip_prefix(name)?.strip_prefix(':')?.parse().ok())
        };
        Plan {
            before_commit: visit("before_commit"),
            after_commit: visit("after_commit"),
            in_checkpoint: visit("in_checkpoint"),
            answer_before_commit: text.split(',').any(|word| word == "answer_before_commit"),
        }
    });

    pub(in crate::db) fn answers_before_commit() -> bool {
        PLAN.answer_before_commit
    }

    pub(in crate::db) fn visit(point: Point) {
        static VISITS: [AtomicU64; 3] = [const { AtomicU64::new(0) }; 3];
        let (fatal, visits) = match point {
            Point::BeforeCommit => (PLAN.before_commit, &VISITS[0]),
            Point::AfterCommit => (PLAN.after_commit, &VISITS[1]),
            Point::InCheckpoint => (PLAN.in_checkpoint, &VISITS[2]),
        };
        if fatal != Some(visits.fetch_add(1, SeqCst) + 1) {
            return;
        }
        if PLAN.answer_before_commit {
            // So that the answers that were given too early are on their way.
            std::thread::sleep(Duration::from_millis(50));
        }
        match point {
            Point::BeforeCommit | Point::AfterCommit => std::process::abort(),
            // The caller goes on into the checkpoint and is struck there.
            Point::InCheckpoint => {
                std::thread::spawn(|| {
                    std::thread::sleep(Duration::from_micros(300));
                    std::process::abort()
                });
            }
        }
    }
}
