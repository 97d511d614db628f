//! Passwords: argon2id (RFC 9106), at most two hashes at once.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::phc::PasswordHash,
};
use tokio::{sync::Semaphore, time::timeout};

use super::keys::random;
use crate::http::problem::{ApiError, Problem, ProblemCode};

/// Memory in KiB, passes and lanes: the second recommendation of OWASP (19 MiB, 2, 1).
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// How long a log-in waits for its turn to hash.
const PATIENCE: Duration = Duration::from_secs(5);

/// Hashes and verifies passwords.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// What an unknown user's password is compared with, so that it takes as long.
    nobody: Arc<str>,
    verified: Arc<AtomicU64>,
}

fn argon2() -> Argon2<'static> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The hash of a password, as a PHC string. Takes tens of milliseconds of a core.
///
/// # Errors
/// Only without randomness.
pub fn hash(password: &str) -> std::io::Result<String> {
    let salt = random::<16>()?;
    let hash: PasswordHash = argon2()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|cause| std::io::Error::other(cause.to_string()))?;
    Ok(hash.to_string())
}

fn matches(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored)
        .is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
}

impl Passwords {
    /// Ready to hash.
    ///
    /// # Errors
    /// Only without randomness.
    pub fn new() -> std::io::Result<Self> {
        let nobody = hash(&String::from_utf8_lossy(&random::<32>()?))?;
        Ok(Self {
            turns: Arc::new(Semaphore::new(2)),
            nobody: nobody.into(),
            verified: Arc::default(),
        })
    }

    /// Hashes on a thread of its own, when there is a turn.
    ///
    /// # Errors
    /// 503 when too many are waiting.
    pub async fn hash(&self, password: String) -> Result<String, ApiError> {
        self.in_turn(move || hash(&password))
            .await?
            .map_err(ApiError::internal)
    }

    /// Whether the password is the stored one; without a stored one, `false` after the same work.
    ///
    /// # Errors
    /// 503 when too many are waiting.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, ApiError> {
        let nobody = self.nobody.clone();
        let verified = self.verified.clone();
        self.in_turn(move || {
            verified.fetch_add(1, Relaxed);
            let known = stored.is_some();
            matches(&password, stored.as_deref().unwrap_or(&nobody)) && known
        })
        .await
    }

    /// How many passwords were compared with a hash, a known user's or nobody's.
    #[must_use]
    pub fn verified(&self) -> u64 {
        self.verified.load(Relaxed)
    }

    async fn in_turn<R: Send + 'static>(
        &self,
        work: impl FnOnce() -> R + Send + 'static,
    ) -> Result<R, ApiError> {
        let busy = || ApiError::from(Problem::retry_after(ProblemCode::Unavailable, 5));
        let turn = timeout(PATIENCE, self.turns.clone().acquire_owned())
            .await
            .map_err(|_| busy())?
            .map_err(ApiError::internal)?;
        actix_web::web::block(move || {
            let result = work();
            drop(turn);
            result
        })
        .await
        .map_err(ApiError::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_argon2id_and_matches_only_its_password() {
        let stored = hash("correct horse battery").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches("correct horse battery", &stored));
        assert!(!matches("correct horse batterz", &stored));
    }
}
