//! What is done to the service, and when.

use std::{fmt, time::Duration};

use super::{Options, chance::Chance};

/// One death.
pub enum Fate {
    /// The service is killed at any moment.
    Moment {
        /// After so many acknowledged writes …
        after: usize,
        /// … and this pause.
        pause: Duration,
    },
    /// The service dies at a named point.
    Point {
        /// The point.
        name: &'static str,
        /// At which visit.
        visit: u64,
        /// Whether the service is the one that answers too early.
        early: bool,
    },
    /// PostgreSQL is killed; the service must live on.
    Server {
        /// After so many acknowledged writes.
        after: usize,
        /// While it runs a checkpoint.
        checkpoint: bool,
    },
}

impl Fate {
    /// The fates take turns; when exactly they strike is chance.
    pub fn of_turn(turn: usize, options: &Options, chance: &mut Chance) -> Self {
        let after = 100 + usize::try_from(chance.up_to(400)).unwrap_or_default();
        let pause = Duration::from_micros(chance.up_to(20_000));
        // SQLite commits many writes at once, so its commits are fewer.
        let commits = if options.postgres {
            100 + chance.up_to(400)
        } else {
            20 + chance.up_to(40)
        };
        let point = |name, visit| Self::Point {
            name,
            visit,
            early: options.expect_loss,
        };
        if options.expect_loss {
            return point("before_commit", commits);
        }
        let kinds = if options.postgres { 5 } else { 4 };
        match (turn % kinds, options.postgres) {
            (0, _) => Self::Moment { after, pause },
            (1, _) => point("before_commit", commits),
            (2, _) => point("after_commit", commits),
            (_, false) => point("in_checkpoint", 1),
            (kind, true) => Self::Server {
                after,
                checkpoint: kind == 4,
            },
        }
    }

    /// The environment of the service.
    pub fn faults(&self) -> String {
        match self {
            Self::Moment { .. } | Self::Server { .. } => String::new(),
            Self::Point { name, visit, early } => {
                let early = if *early { ",answer_before_commit" } else { "" };
                format!("{name}:{visit}{early}")
            }
        }
    }

    /// The pause before the blow.
    pub fn linger(&self) {
        if let Self::Moment { pause, .. } = self {
            std::thread::sleep(*pause);
        }
    }

    /// Whether PostgreSQL is to be struck in a checkpoint.
    pub fn in_checkpoint(&self) -> bool {
        matches!(
            self,
            Self::Server {
                checkpoint: true,
                ..
            }
        )
    }
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Moment { .. } => write!(f, "kill -9"),
            Self::Point { name, visit, .. } => write!(f, "{name}:{visit}"),
            Self::Server {
                checkpoint: false, ..
            } => write!(f, "PostgreSQL kill -9"),
            Self::Server {
                checkpoint: true, ..
            } => write!(f, "PostgreSQL kill -9 in a checkpoint"),
        }
    }
}
