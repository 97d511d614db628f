//! Guessing is made slow, never impossible to recover from: after 5 failures of an account or 20
//! of an address each further one doubles the wait, up to a minute. The count is in the
//! database, so a restart forgives nothing; a success clears the account.

use chrono::{DateTime, Duration, Utc};

use crate::{
    act::Stop,
    app::App,
    db::types::Instant,
    http::problem::{ApiError, Problem, ProblemCode},
    on,
};

/// Failures that cost nothing, of an account.
const FREE_ACCOUNT: i64 = 5;
/// Failures that cost nothing, of an address.
const FREE_ADDRESS: i64 = 20;
/// The longest wait in seconds.
const LONGEST: i64 = 60;
/// After this time without a failure the count starts again.
const FORGOTTEN: Duration = Duration::hours(24);

/// Failures so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// How many in a row.
    pub failures: i64,
    /// When the last one was.
    pub last_at: DateTime<Utc>,
    /// No attempt before.
    pub wait_until: Option<DateTime<Utc>>,
}

impl Guess {
    /// The count with one more failure now.
    #[must_use]
    pub fn next(before: Option<&Self>, free: i64, now: DateTime<Utc>) -> Self {
        let earlier = before.filter(|guess| now - guess.last_at < FORGOTTEN);
        let failures = earlier.map_or(0, |guess| guess.failures) + 1;
        let wait = match failures - free {
            ..0 => None,
            over => Some(
                2_i64
                    .saturating_pow(u32::try_from(over).unwrap_or(32).min(32))
                    .min(LONGEST),
            ),
        };
        Self {
            failures,
            last_at: now,
            wait_until: wait.map(|seconds| now + Duration::seconds(seconds)),
        }
    }
}

/// Whose attempt it is: keyed hashes of the account and of the address.
#[derive(Clone)]
pub struct Attempt {
    account: Vec<u8>,
    address: Vec<u8>,
}

impl Attempt {
    /// For this account from this address.
    #[must_use]
    pub fn new(app: &App, account: &str, address: &str) -> Self {
        Self {
            account: app.keys().derive("guess account", &[account.as_bytes()]),
            address: app.keys().derive("guess address", &[address.as_bytes()]),
        }
    }

    /// Counts a failure before the secret is looked at, so that a thousand attempts at once
    /// are a thousand attempts; the success takes it back.
    ///
    /// # Errors
    /// 429 while the account or the address has to wait.
    pub async fn count(&self, app: &App) -> Result<(), ApiError> {
        let now = app.now();
        let keys = [
            (self.account.clone(), FREE_ACCOUNT),
            (self.address.clone(), FREE_ADDRESS),
        ];
        let counted: Result<(), Stop> = app
            .db()
            .write(move |tx| {
                let mut rows = Vec::new();
                for (key, free) in &keys {
                    on!(tx, identity::begin_guess(key, now))?;
                    let before = on!(tx, identity::guess(key))?;
                    if let Some(until) = before.as_ref().and_then(|guess| guess.wait_until)
                        && until > now
                    {
                        let millis = (until - now).num_milliseconds().unsigned_abs();
                        let seconds = millis.div_ceil(1000).max(1);
                        return Err(
                            Problem::retry_after(ProblemCode::TooManyAttempts, seconds).into()
                        );
                    }
                    rows.push((key, Guess::next(before.as_ref(), *free, now)));
                }
                for (key, guess) in rows {
                    on!(tx, identity::save_guess(key, &guess))?;
                }
                Ok(())
            })
            .await;
        counted.map_err(refused)
    }

    /// Inside the transaction that opens the session: the account is clean again, and the
    /// address gets its failure back.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forgive(&self, tx: &mut crate::db::Tx<'_>) -> Result<(), Stop> {
        on!(tx, identity::clear_guess(&self.account))?;
        if let Some(guess) = on!(tx, identity::guess(&self.address))? {
            let fewer = Guess {
                failures: guess.failures - 1,
                wait_until: None,
                ..guess
            };
            on!(tx, identity::save_guess(&self.address, &fewer))?;
        }
        Ok(())
    }
}

/// The refusal in a stop that has no other meaning outside an act.
pub fn refused(stop: Stop) -> ApiError {
    match stop {
        Stop::Refused(error) => error,
        Stop::Replay(_) | Stop::Tried(_) => ApiError::internal("a replay outside an act"),
    }
}

/// Failures before this are forgotten.
#[must_use]
pub fn forgotten_before(now: DateTime<Utc>) -> Instant {
    Instant::from(now - FORGOTTEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_to_a_minute_and_is_forgotten_after_a_day() {
        let now = DateTime::UNIX_EPOCH;
        let mut guess = None;
        let mut waits = Vec::new();
        for _ in 0..13 {
            let next = Guess::next(guess.as_ref(), FREE_ACCOUNT, now);
            waits.push(
                next.wait_until
                    .map_or(0, |until| (until - now).num_seconds()),
            );
            guess = Some(next);
        }
        assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        let later = Guess::next(guess.as_ref(), FREE_ACCOUNT, now + FORGOTTEN);
        assert_eq!((later.failures, later.wait_until), (1, None));
    }
}
