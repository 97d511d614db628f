//! Refresh tokens: derived from the server key, the session and a generation, so that the
//! database holds nothing to steal and a lost answer can be given again.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use chrono::{DateTime, Duration, Utc};
use domain::parties::SessionId;
use uuid::Uuid;

use crate::auth::keys::{Keys, same_secret};

/// For so long a used token gives the same child again.
pub const GRACE: Duration = Duration::seconds(60);
/// A session lives for so long at most.
pub const LIFETIME: Duration = Duration::days(30);

/// The refresh token of a generation.
#[must_use]
pub fn token(keys: &Keys, session: SessionId, generation: i64) -> String {
    let mut bytes = session.0.as_bytes().to_vec();
    bytes.extend_from_slice(&generation.to_be_bytes());
    bytes.extend(keys.derive("refresh token", &[&bytes]));
    B64.encode(bytes)
}

/// The session and generation of a token we made; `None` for any other text.
#[must_use]
pub fn read(keys: &Keys, token: &str) -> Option<(SessionId, i64)> {
    let bytes = B64.decode(token).ok()?;
    let (named, proof) = bytes.split_at_checked(24)?;
    if !same_secret(proof, &keys.derive("refresh token", &[named])) {
        return None;
    }
    let (session, generation) = named.split_at(16);
    let generation = i64::from_be_bytes(generation.try_into().ok()?);
    Some((SessionId(Uuid::from_slice(session).ok()?), generation))
}

/// What using a token of one generation does to a session that is at another.
#[derive(Debug, PartialEq, Eq)]
pub enum Use {
    /// It is the newest: the next generation starts.
    Rotates,
    /// It was used a moment ago, and the answer may have been lost: the same child again.
    Repeats,
    /// It was used before: somebody else has it. The whole session ends.
    Reused,
}

/// Judges the use of a token.
#[must_use]
pub fn judge(sent: i64, current: i64, rotated_at: DateTime<Utc>, now: DateTime<Utc>) -> Use {
    if sent == current {
        Use::Rotates
    } else if sent == current - 1 && now - rotated_at <= GRACE {
        Use::Repeats
    } else {
        Use::Reused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_rotates_and_only_its_parent_repeats_within_the_grace() {
        let then = DateTime::UNIX_EPOCH;
        assert_eq!(judge(3, 3, then, then + LIFETIME), Use::Rotates);
        assert_eq!(judge(2, 3, then, then + GRACE), Use::Repeats);
        assert_eq!(
            judge(2, 3, then, then + GRACE + Duration::seconds(1)),
            Use::Reused
        );
        assert_eq!(judge(1, 3, then, then), Use::Reused);
        assert_eq!(judge(4, 3, then, then), Use::Reused);
    }
}
