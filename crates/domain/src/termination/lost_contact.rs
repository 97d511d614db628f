//! When contact with a client counts as lost (rule 22°).

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::cases::{ContactId, Missing, MissingCode};
use crate::parties::contact_point::ContactChannel;

/// A contact sought with the client.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClientContact {
    /// The contact.
    pub id: ContactId,
    /// When.
    pub at: DateTime<Utc>,
    /// The date in the unit's time zone.
    pub on: NaiveDate,
    /// By which way.
    pub channel: ContactChannel,
    /// Whether the client was reached.
    pub reached: bool,
}

/// What the attempts to reach a client add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LostContact {
    /// Unsuccessful attempts.
    pub attempts: i64,
    /// Different dates on which there were any.
    pub dates: i64,
    /// Different channels by which they were made.
    pub channels: i64,
    /// Calendar days from the first to the last.
    pub span_days: i64,
}

impl LostContact {
    /// What contact must at least add up to before it counts as lost.
    pub const NEEDED: Self = Self {
        attempts: 3,
        dates: 3,
        channels: 2,
        span_days: 14,
    };

    /// What the unsuccessful attempts add up to that were made since the client was last reached
    /// (an attempt before that proves nothing any more) and since `began_at`, when the episode
    /// of the case began.
    #[must_use]
    pub fn of(contacts: &[ClientContact], began_at: DateTime<Utc>) -> Self {
        let last_reached = contacts
            .iter()
            .filter(|contact| contact.reached)
            .map(|contact| contact.at)
            .max();
        let failed: Vec<&ClientContact> = contacts
            .iter()
            .filter(|contact| !contact.reached && contact.at >= began_at)
            .filter(|contact| last_reached.is_none_or(|reached| contact.at > reached))
            .collect();
        let dates: BTreeSet<NaiveDate> = failed.iter().map(|contact| contact.on).collect();
        let channels: BTreeSet<ContactChannel> =
            failed.iter().map(|contact| contact.channel).collect();
        Self {
            attempts: count(failed.len()),
            dates: count(dates.len()),
            channels: count(channels.len()),
            span_days: match (dates.first(), dates.last()) {
                (Some(first), Some(last)) => (*last - *first).num_days(),
                (None, _) | (_, None) => 0,
            },
        }
    }

    /// What is missing before contact counts as lost; nothing when it does.
    #[must_use]
    pub fn missing(self) -> Vec<Missing> {
        let needed = Self::NEEDED;
        [
            (
                MissingCode::UnsuccessfulContacts,
                self.attempts,
                needed.attempts,
            ),
            (MissingCode::ContactDates, self.dates, needed.dates),
            (MissingCode::ContactChannels, self.channels, needed.channels),
            (
                MissingCode::ContactSpanDays,
                self.span_days,
                needed.span_days,
            ),
        ]
        .into_iter()
        .filter(|(_, have, need)| have < need)
        .map(|(code, have, need)| Missing::count(code, have, need))
        .collect()
    }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
