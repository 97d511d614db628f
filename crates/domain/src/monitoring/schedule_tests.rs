//! When monitoring is due.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::{DueDate, DueStatus, Interval, OnTime, Schedule};
use crate::assessment::{Period, PeriodUnit};
use crate::parties::unit::Weekday::{Friday, Saturday, Sunday};
use crate::parties::working_days::WorkingWeek;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const fn every(count: u16, unit: PeriodUnit) -> Period {
    Period { count, unit }
}

const MONTHLY: Period = every(1, PeriodUnit::Months);
const WEEKLY: Period = every(1, PeriodUnit::Weeks);

/// A week that is worked on every day.
fn always() -> WorkingWeek {
    WorkingWeek::default()
}

fn from(start: &str, period: Period) -> Vec<Interval> {
    vec![Interval {
        after_on: day(start),
        every: period,
    }]
}

fn schedule(intervals: &[Interval]) -> Schedule<'_> {
    Schedule {
        starts_on: intervals[0].after_on,
        intervals,
        ends_on: None,
        grace_days: 0,
    }
}

fn dates(intervals: &[Interval], week: &WorkingWeek, until: &str) -> Vec<String> {
    let dates = schedule(intervals).dates(week, day(until));
    dates.iter().map(ToString::to_string).collect()
}

#[test]
fn the_end_of_a_short_month_does_not_shift_the_months_after_it() {
    let monthly = from("2026-01-31", MONTHLY);
    assert_eq!(
        dates(&monthly, &always(), "2026-05-01"),
        [
            "2026-02-28",
            "2026-03-31",
            "2026-04-30",
            "2026-05-31",
            "2026-06-30"
        ]
    );
    // A leap year has its day more.
    let monthly = from("2028-01-31", MONTHLY);
    assert_eq!(dates(&monthly, &always(), "2028-02-01")[0], "2028-02-29");
    let yearly = from("2028-02-29", every(12, PeriodUnit::Months));
    assert_eq!(
        dates(&yearly, &always(), "2032-01-01"),
        [
            "2029-02-28",
            "2030-02-28",
            "2031-02-28",
            "2032-02-29",
            "2033-02-28"
        ]
    );
    let quarterly = from("2025-11-30", every(3, PeriodUnit::Months));
    assert_eq!(
        dates(&quarterly, &always(), "2026-03-01"),
        ["2026-02-28", "2026-05-30", "2026-08-30"]
    );
}

#[test]
fn a_date_that_is_not_worked_moves_to_the_next_working_day_and_shifts_nothing_after_it() {
    let kedah = WorkingWeek::new(&[Friday, Saturday]);
    // 2026-03-06 is a Friday: due on Sunday the 8th; the next Friday moves too.
    let weekly = from("2026-02-27", WEEKLY);
    assert_eq!(
        dates(&weekly, &kedah, "2026-03-14"),
        ["2026-03-08", "2026-03-15", "2026-03-22"]
    );
    let holiday = kedah.with_holidays([day("2026-03-08")]);
    assert_eq!(dates(&weekly, &holiday, "2026-03-08")[0], "2026-03-09");
    // The weekend of the east and west coast differs on the same dates.
    let selangor = WorkingWeek::new(&[Saturday, Sunday]);
    assert_eq!(dates(&weekly, &selangor, "2026-03-07")[0], "2026-03-06");
}

#[test]
fn what_is_due_on_each_day_of_a_weekend_is_due_once() {
    let kedah = WorkingWeek::new(&[Friday, Saturday]);
    let daily = from("2026-03-03", every(1, PeriodUnit::Days));
    assert_eq!(
        dates(&daily, &kedah, "2026-03-08"),
        [
            "2026-03-04",
            "2026-03-05",
            "2026-03-08",
            "2026-03-09",
            "2026-03-10"
        ]
    );
}

#[test]
fn the_weekend_is_the_one_in_force_on_each_date() {
    let johor =
        WorkingWeek::new(&[Friday, Saturday]).changed_on(day("2025-01-01"), &[Saturday, Sunday]);
    let weekly = from("2024-12-20", WEEKLY);
    // Friday 27 December was not worked; Friday 3 January was.
    assert_eq!(
        dates(&weekly, &johor, "2025-01-03"),
        ["2024-12-29", "2025-01-03", "2025-01-10", "2025-01-17"]
    );
    let sundays = from("2024-12-22", WEEKLY);
    assert_eq!(
        dates(&sundays, &johor, "2025-01-04"),
        ["2024-12-29", "2025-01-06", "2025-01-13"]
    );
}

#[test]
fn a_changed_interval_counts_from_the_last_due_date() {
    let change = |on: &str, period| {
        let mut intervals = from("2026-01-10", MONTHLY);
        intervals.push(Interval {
            after_on: day(on),
            every: period,
        });
        intervals
    };
    // Weekly from the 20th: counted from the 10th, and nothing is due before the change.
    let shorter = change("2026-02-20", WEEKLY);
    assert_eq!(
        dates(&shorter, &always(), "2026-02-28"),
        ["2026-02-10", "2026-02-24", "2026-03-03", "2026-03-10"]
    );
    let longer = change("2026-02-20", every(3, PeriodUnit::Months));
    assert_eq!(
        dates(&longer, &always(), "2026-04-01"),
        ["2026-02-10", "2026-05-10", "2026-08-10"]
    );
    // What was due on the very day of the change stays due.
    let on_the_day = change("2026-02-10", every(3, PeriodUnit::Months));
    assert_eq!(dates(&on_the_day, &always(), "2026-02-01")[0], "2026-02-10");
    // Before anything was due it counts from the start.
    let at_once = change("2026-01-12", WEEKLY);
    assert_eq!(dates(&at_once, &always(), "2026-01-10")[0], "2026-01-17");
}

#[test]
fn after_the_last_day_nothing_is_due_and_a_schedule_has_an_end() {
    let weekly = from("2026-03-01", WEEKLY);
    let ended = Schedule {
        ends_on: Some(day("2026-03-16")),
        ..schedule(&weekly)
    };
    assert_eq!(
        ended.dates(&always(), day("2027-01-01")),
        [day("2026-03-08"), day("2026-03-15")]
    );
    let standing = ended.standing(
        &always(),
        [day("2026-03-08"), day("2026-03-15")],
        day("2026-05-01"),
    );
    assert_eq!(DueDate::next(&standing), None);
    let daily = from("2000-01-01", every(1, PeriodUnit::Days));
    let all = schedule(&daily).dates(&always(), NaiveDate::MAX);
    assert_eq!(all.len(), 5000);
}

fn stand(grace_days: u16, done: &[&str], today: &str) -> Vec<(String, DueStatus, Option<String>)> {
    let monthly = from("2026-01-10", MONTHLY);
    let schedule = Schedule {
        grace_days,
        ..schedule(&monthly)
    };
    schedule
        .standing(&always(), done.iter().map(|it| day(it)), day(today))
        .iter()
        .map(|date| {
            let done_on = date.done_on.map(|it| it.to_string());
            (date.due_on.to_string(), date.status, done_on)
        })
        .collect()
}

fn told(
    due_on: &str,
    status: DueStatus,
    done_on: Option<&str>,
) -> (String, DueStatus, Option<String>) {
    (due_on.to_owned(), status, done_on.map(ToOwned::to_owned))
}

#[test]
fn on_time_is_by_the_due_date_and_its_grace() {
    use DueStatus::{Late, OnTime, Overdue, Pending};
    let first = |grace, done: &[&str], today| stand(grace, done, today).remove(0);
    let due = "2026-02-10";
    assert_eq!(first(0, &[], "2026-02-10"), told(due, Pending, None));
    assert_eq!(first(0, &[], "2026-02-11"), told(due, Overdue, None));
    assert_eq!(first(3, &[], "2026-02-13"), told(due, Pending, None));
    assert_eq!(first(3, &[], "2026-02-14"), told(due, Overdue, None));
    for (grace, done, status) in [
        (0, "2026-01-10", OnTime),
        (0, "2026-02-10", OnTime),
        (0, "2026-02-11", Late),
        (3, "2026-02-13", OnTime),
        (3, "2026-02-14", Late),
    ] {
        let stood = first(grace, &[done], "2026-02-20");
        assert_eq!(stood, told(due, status, Some(done)));
    }
    // What was done before the activation meets nothing.
    assert_eq!(
        first(0, &["2026-01-09"], "2026-02-11"),
        told(due, Overdue, None)
    );
}

#[test]
fn what_is_done_late_meets_the_one_that_was_missed_and_not_the_next_as_well() {
    use DueStatus::{Late, OnTime, Overdue, Pending};
    assert_eq!(
        stand(0, &["2026-02-12"], "2026-03-11"),
        [
            told("2026-02-10", Late, Some("2026-02-12")),
            told("2026-03-10", Overdue, None),
            told("2026-04-10", Pending, None),
            told("2026-05-10", Pending, None),
        ]
    );
    // Done again before the next due date, it is on time for that.
    assert_eq!(
        stand(0, &["2026-02-12", "2026-03-05"], "2026-03-11")[1],
        told("2026-03-10", OnTime, Some("2026-03-05"))
    );
    // Of two that were missed the older is met first.
    let two = stand(0, &["2026-03-20", "2026-03-21"], "2026-03-25");
    assert_eq!(two[0], told("2026-02-10", Late, Some("2026-03-20")));
    assert_eq!(two[1], told("2026-03-10", Late, Some("2026-03-21")));
    assert_eq!(two[2], told("2026-04-10", Pending, None));
}

#[test]
fn what_is_done_more_often_than_it_is_due_does_not_run_ahead() {
    let often = ["2026-01-12", "2026-01-12", "2026-01-20", "2026-02-10"];
    let stood = stand(0, &often, "2026-02-10");
    assert_eq!(
        stood[0],
        told("2026-02-10", DueStatus::OnTime, Some("2026-01-12"))
    );
    assert_eq!(stood[1], told("2026-03-10", DueStatus::Pending, None));
    // The next is met early, and there is always one after it.
    let stood = stand(0, &["2026-01-12", "2026-02-11"], "2026-02-12");
    assert_eq!(stood[1].1, DueStatus::OnTime);
    assert_eq!(stood[2], told("2026-04-10", DueStatus::Pending, None));
}

#[test]
fn the_rate_is_of_what_was_due_in_the_time_looked_at() {
    let monthly = from("2026-01-10", MONTHLY);
    let done = ["2026-02-10", "2026-03-12"].map(day);
    let standing = schedule(&monthly).standing(&always(), done, day("2026-04-15"));
    let all = OnTime::of(&standing);
    assert_eq!((all.due, all.on_time, all.late, all.overdue), (3, 1, 1, 1));
    assert_eq!(all.rate, Some(1.0 / 3.0));
    assert_eq!(DueDate::next(&standing), Some(day("2026-04-10")));
    let february = standing.iter().filter(|it| it.due_on < day("2026-03-01"));
    assert_eq!(OnTime::of(february).rate, Some(1.0));
    let later = standing.iter().filter(|it| it.due_on > day("2026-05-01"));
    assert_eq!(OnTime::of(later), OnTime::default());
}

proptest! {
    #[test]
    fn dates_are_working_days_in_order_one_interval_apart_before_they_roll(
        count in 1u16..40, unit in prop::sample::select(vec![
            PeriodUnit::Days, PeriodUnit::Weeks, PeriodUnit::Months
        ]), start in 0u64..1_500, length in 0u64..900
    ) {
        let kedah = WorkingWeek::new(&[Friday, Saturday]);
        let start = day("2023-01-01") + Days::new(start);
        let intervals = vec![Interval { after_on: start, every: every(count, unit) }];
        let dates = schedule(&intervals).dates(&kedah, start + Days::new(length));
        prop_assert!(dates.len() >= 2);
        prop_assert!(dates.iter().all(|date| kedah.is_working_day(*date) && *date > start));
        prop_assert!(dates.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn each_day_meets_one_date_at_most_and_dates_are_met_in_order(
        mut done in proptest::collection::vec(0u64..400, 0..40), today in 0u64..400
    ) {
        done.sort_unstable();
        let start = day("2026-01-01");
        let done: Vec<NaiveDate> = done
            .into_iter()
            .filter(|it| *it <= today)
            .map(|it| start + Days::new(it))
            .collect();
        let intervals = from("2026-01-01", every(10, PeriodUnit::Days));
        let standing = schedule(&intervals)
            .standing(&always(), done.iter().copied(), start + Days::new(today));
        let met: Vec<NaiveDate> = standing.iter().filter_map(|it| it.done_on).collect();
        prop_assert!(met.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert!(met.iter().all(|it| done.contains(it)));
        let open = standing.iter().position(|it| it.done_on.is_none());
        prop_assert!(open.is_some_and(|open| open == met.len()));
    }
}
