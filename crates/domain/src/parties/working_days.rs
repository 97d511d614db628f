//! Working days and due times of a unit (rules 7, 27, 45).
//!
//! Where no calendar of holidays is loaded, a working day is any day outside the weekend. The
//! zone is an argument, so that the rules need no time-zone database.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::unit::Weekday;

/// The working week of a unit: its weekend, with the dates from which it changed, and holidays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkingWeek {
    first_weekend: Vec<Weekday>,
    changes: Vec<(NaiveDate, Vec<Weekday>)>,
    holidays: BTreeSet<NaiveDate>,
}

/// How long something may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowance {
    /// Hours of the clock, day and night: for emergencies.
    ClockHours(u16),
    /// Hours of working days only; the clock stands still on weekends and holidays.
    WorkingHours(u16),
    /// Working days; the day of the start does not count, the last one counts to its end.
    WorkingDays(u16),
}

impl WorkingWeek {
    /// A week with this weekend ever since and no holidays.
    #[must_use]
    pub fn new(weekend: &[Weekday]) -> Self {
        Self {
            first_weekend: weekend.to_vec(),
            ..Self::default()
        }
    }

    /// The same week with another weekend from this date on (Johor: Friday and Saturday until
    /// 2024-12-31, Saturday and Sunday since).
    #[must_use]
    pub fn changed_on(mut self, date: NaiveDate, weekend: &[Weekday]) -> Self {
        self.changes.retain(|(from, _)| *from != date);
        self.changes.push((date, weekend.to_vec()));
        self.changes.sort_unstable_by_key(|(from, _)| *from);
        self
    }

    /// The same week with these holidays added.
    #[must_use]
    pub fn with_holidays(mut self, holidays: impl IntoIterator<Item = NaiveDate>) -> Self {
        self.holidays.extend(holidays);
        self
    }

    /// The weekend in force on a date.
    #[must_use]
    pub fn weekend_on(&self, date: NaiveDate) -> &[Weekday] {
        let latest = self.changes.iter().rev().find(|(from, _)| *from <= date);
        latest.map_or(&self.first_weekend, |(_, weekend)| weekend)
    }

    /// Whether a date is worked.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !self.holidays.contains(&date) && !self.weekend_on(date).contains(&date.weekday().into())
    }

    /// This date if it is worked, else the next one that is. Nothing where time ends, or where
    /// the weekend is the whole week.
    #[must_use]
    pub fn roll(&self, date: NaiveDate) -> Option<NaiveDate> {
        // Longer than every real holiday and weekend together.
        date.iter_days()
            .take(400)
            .find(|day| self.is_working_day(*day))
    }

    /// The n-th working day after a date, which itself does not count; the date for 0.
    #[must_use]
    pub fn add_working_days(&self, start: NaiveDate, n: u16) -> Option<NaiveDate> {
        (0..n).try_fold(start, |day, _| self.roll(day.succ_opt()?))
    }

    /// The local time at which n hours of working days are over. Hours that begin on a weekend
    /// or holiday begin to count with the next working day.
    fn add_working_hours(&self, start: NaiveDateTime, n: u16) -> Option<NaiveDateTime> {
        let mut left = Duration::hours(n.into());
        let mut day = self.roll(start.date())?;
        let mut at = start.max(day.and_time(NaiveTime::MIN));
        loop {
            let midnight = day.checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN);
            if left <= midnight - at {
                return at.checked_add_signed(left);
            }
            left -= midnight - at;
            day = self.roll(midnight.date())?;
            at = day.and_time(NaiveTime::MIN);
        }
    }
}

/// When something received at an instant is due. `to_local` and `to_utc` know the unit's zone.
/// Working days end with the last second of the day; where no due time can be given (the end of
/// time, a week of weekends) it is due at once.
#[must_use]
pub fn due_after(
    received_at: DateTime<Utc>,
    allowance: Allowance,
    week: &WorkingWeek,
    to_local: impl Fn(DateTime<Utc>) -> NaiveDateTime,
    to_utc: impl Fn(NaiveDateTime) -> DateTime<Utc>,
) -> DateTime<Utc> {
    let due = match allowance {
        Allowance::ClockHours(n) => received_at.checked_add_signed(Duration::hours(n.into())),
        Allowance::WorkingHours(n) => week.add_working_hours(to_local(received_at), n).map(to_utc),
        Allowance::WorkingDays(n) => week
            .add_working_days(to_local(received_at).date(), n)
            .and_then(|day| day.and_hms_opt(23, 59, 59))
            .map(to_utc),
    };
    due.unwrap_or(received_at)
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use proptest::prelude::*;

    use super::*;
    use Weekday::{Friday, Saturday, Sunday, Thursday};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// UTC+8, Malaysia and central Indonesia.
    fn due(received: &str, allowance: Allowance, week: &WorkingWeek) -> String {
        let eight = Duration::hours(8);
        due_after(
            received.parse().unwrap(),
            allowance,
            week,
            |instant| (instant + eight).naive_utc(),
            |local| Utc.from_utc_datetime(&(local - eight)),
        )
        .to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    #[test]
    fn the_start_day_does_not_count_and_weekends_are_skipped() {
        let kedah = WorkingWeek::new(&[Friday, Saturday]);
        // 2026-03-05 is a Thursday.
        assert_eq!(
            kedah.add_working_days(day(2026, 3, 5), 1),
            Some(day(2026, 3, 8))
        );
        assert_eq!(
            kedah.add_working_days(day(2026, 3, 5), 5),
            Some(day(2026, 3, 12))
        );
        assert_eq!(
            kedah.add_working_days(day(2026, 3, 6), 0),
            Some(day(2026, 3, 6))
        );
        let holiday = kedah.with_holidays([day(2026, 3, 8)]);
        assert_eq!(
            holiday.add_working_days(day(2026, 3, 5), 1),
            Some(day(2026, 3, 9))
        );
        assert_eq!(
            WorkingWeek::default().roll(day(2026, 3, 7)),
            Some(day(2026, 3, 7))
        );
    }

    #[test]
    fn the_weekend_is_the_one_in_force_on_each_date() {
        let johor =
            WorkingWeek::new(&[Friday, Saturday]).changed_on(day(2025, 1, 1), &[Saturday, Sunday]);
        // Sunday 2024-12-29 was worked, Sunday 2025-01-05 was not; Friday 2025-01-03 was.
        assert!(johor.is_working_day(day(2024, 12, 29)));
        assert!(!johor.is_working_day(day(2024, 12, 27)));
        assert!(johor.is_working_day(day(2025, 1, 3)));
        assert!(!johor.is_working_day(day(2025, 1, 5)));
        assert_eq!(
            johor.add_working_days(day(2024, 12, 26), 5),
            Some(day(2025, 1, 2))
        );
        assert_eq!(
            johor.add_working_days(day(2024, 12, 26), 7),
            Some(day(2025, 1, 6))
        );
    }

    #[test]
    fn due_times_are_those_of_the_unit() {
        let week = WorkingWeek::new(&[Saturday, Sunday]);
        // 2026-03-05T17:00Z is Friday 01:00 in the unit: the next working day is Monday.
        let received = "2026-03-05T17:00:00Z";
        assert_eq!(
            due(received, Allowance::WorkingDays(1), &week),
            "2026-03-09T15:59:59Z"
        );
        assert_eq!(
            due(received, Allowance::ClockHours(48), &week),
            "2026-03-07T17:00:00Z"
        );
        assert_eq!(
            due(received, Allowance::WorkingHours(24), &week),
            "2026-03-08T17:00:00Z"
        );
        // Received on a Saturday: the hours begin on Monday.
        assert_eq!(
            due("2026-03-07T03:00:00Z", Allowance::WorkingHours(8), &week),
            "2026-03-09T00:00:00Z"
        );
    }

    #[test]
    fn without_any_working_day_there_is_no_endless_search() {
        let never = WorkingWeek::new(<Weekday as crate::words::Word>::all());
        assert_eq!(never.add_working_days(day(2026, 3, 5), 3), None);
        let received = "2026-03-05T17:00:00Z";
        assert_eq!(due(received, Allowance::WorkingDays(3), &never), received);
        assert_eq!(due(received, Allowance::WorkingHours(3), &never), received);
    }

    fn week() -> impl Strategy<Value = WorkingWeek> {
        let weekend =
            || proptest::sample::subsequence(vec![Thursday, Friday, Saturday, Sunday], 0..=3);
        let holidays = proptest::collection::vec(0u64..2_000, 0..60);
        (weekend(), weekend(), 0u64..2_000, holidays).prop_map(|(first, second, on, holidays)| {
            let after = |days| day(2023, 1, 1) + Days::new(days);
            WorkingWeek::new(&first)
                .changed_on(after(on), &second)
                .with_holidays(holidays.into_iter().map(after))
        })
    }

    proptest! {
        #[test]
        fn n_working_days_lie_after_the_start_and_no_fewer(
            week in week(), start in 0u64..1_500, n in 0u16..100
        ) {
            let start = day(2023, 1, 1) + Days::new(start);
            let end = week.add_working_days(start, n).unwrap();
            let counted = start
                .iter_days()
                .skip(1)
                .take_while(|d| *d <= end)
                .filter(|d| week.is_working_day(*d))
                .count();
            prop_assert_eq!(counted, usize::from(n));
            prop_assert!(n == 0 || week.is_working_day(end));
        }

        #[test]
        fn later_receipt_or_longer_allowance_is_never_due_sooner(
            week in week(), start in 0i64..30_000, later in 0i64..100, n in 0u16..200, more in 0u16..20
        ) {
            let at = |hours| Utc.with_ymd_and_hms(2023, 1, 1, 0, 0, 0).unwrap() + Duration::hours(hours);
            let due = |received, allowance| {
                due_after(received, allowance, &week, |i| i.naive_utc(), |l| l.and_utc())
            };
            for allowance in [Allowance::ClockHours, Allowance::WorkingHours, Allowance::WorkingDays] {
                let first = due(at(start), allowance(n));
                prop_assert!(first >= at(start));
                prop_assert!(due(at(start + later), allowance(n)) >= first);
                prop_assert!(due(at(start), allowance(n + more)) >= first);
            }
        }
    }
}
