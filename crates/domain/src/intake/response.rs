//! When somebody must have responded to an intake (rule 7).

use chrono::{DateTime, TimeDelta, Utc};

use super::Urgency;

/// How long the office has to respond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseTime {
    /// Hours of the clock, nights and holidays included.
    ClockHours(u32),
    /// Working days of the unit: the day of receipt is excluded, due at the end of the last one.
    WorkingDays(u32),
}

impl ResponseTime {
    /// Our default for each urgency°: the sources name no lengths.
    #[must_use]
    pub const fn of(urgency: Urgency) -> Self {
        match urgency {
            Urgency::Emergency => Self::ClockHours(24),
            Urgency::Urgent => Self::WorkingDays(1),
            Urgency::Routine => Self::WorkingDays(3),
        }
    }
}

/// When the response is due. `after_working_days` is the calendar of the unit: the instant at
/// which so many working days after a given instant are over.
pub fn response_due(
    time: ResponseTime,
    received_at: DateTime<Utc>,
    after_working_days: impl FnOnce(DateTime<Utc>, u32) -> DateTime<Utc>,
) -> DateTime<Utc> {
    match time {
        ResponseTime::ClockHours(hours) => received_at + TimeDelta::hours(i64::from(hours)),
        ResponseTime::WorkingDays(days) => after_working_days(received_at, days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, NaiveTime, Weekday};

    /// A calendar whose weekend is Friday and Saturday, as in Kedah, in UTC.
    fn kedah(from: DateTime<Utc>, days: u32) -> DateTime<Utc> {
        let mut day = from.date_naive();
        let mut left = days;
        while left > 0 {
            day = day.succ_opt().unwrap();
            if !matches!(day.weekday(), Weekday::Fri | Weekday::Sat) {
                left -= 1;
            }
        }
        day.and_time(NaiveTime::from_hms_opt(23, 59, 59).unwrap())
            .and_utc()
    }

    fn due(urgency: Urgency, received: &str) -> String {
        response_due(ResponseTime::of(urgency), received.parse().unwrap(), kedah).to_rfc3339()
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
            "2026-03-08T23:59:59+00:00"
        );
        assert_eq!(
            due(Urgency::Routine, "2026-03-05T02:00:00Z"),
            "2026-03-10T23:59:59+00:00"
        );
    }
}
