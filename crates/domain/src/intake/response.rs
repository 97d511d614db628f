//! How long the office has to respond to an intake (rule 7).

use super::Urgency;
use crate::parties::working_days::Allowance;

/// Our default for each urgency°: the sources name no lengths. When the response is due follows
/// by [`crate::parties::working_days::due_after`], with the calendar of the unit.
#[must_use]
pub const fn response_time(urgency: Urgency) -> Allowance {
    match urgency {
        Urgency::Emergency => Allowance::ClockHours(24),
        Urgency::Urgent => Allowance::WorkingDays(1),
        Urgency::Routine => Allowance::WorkingDays(3),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, TimeZone, Utc};

    use super::*;
    use crate::parties::unit::Weekday;
    use crate::parties::working_days::{WorkingWeek, due_after};

    /// Due in a unit of Kedah: eight hours ahead, weekend on Friday and Saturday.
    fn due(urgency: Urgency, received: &str) -> String {
        let received: DateTime<Utc> = received.parse().unwrap();
        let week = WorkingWeek::new(&[Weekday::Friday, Weekday::Saturday]);
        let eight = TimeDelta::hours(8);
        due_after(
            received,
            response_time(urgency),
            &week,
            |instant| (instant + eight).naive_utc(),
            |local| Utc.from_utc_datetime(&(local - eight)),
        )
        .to_rfc3339()
    }

    #[test]
    fn an_emergency_counts_clock_hours_even_through_a_weekend() {
        assert_eq!(
            due(Urgency::Emergency, "2026-03-05T22:00:00Z"),
            "2026-03-06T22:00:00+00:00"
        );
    }

    #[test]
    fn other_urgencies_count_working_days_of_the_unit_and_exclude_the_first() {
        // 2026-03-05 is a Thursday: Friday and Saturday do not count.
        assert_eq!(
            due(Urgency::Urgent, "2026-03-05T02:00:00Z"),
            "2026-03-08T15:59:59+00:00"
        );
        assert_eq!(
            due(Urgency::Routine, "2026-03-05T02:00:00Z"),
            "2026-03-10T15:59:59+00:00"
        );
    }
}
