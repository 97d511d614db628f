//! When monitoring is due, and how what was done stands to it (rule 16).
//!
//! Due dates are counted from the activation, each one interval after the one before it, whenever
//! that was done. Only then a date that is not worked moves to the next working day, by the week
//! in force on that date: neither a weekend nor the end of a short month shifts the dates after
//! it.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::DueStatus;
use crate::assessment::Period;
use crate::parties::working_days::WorkingWeek;

/// How often something is due, after a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Interval {
    /// Of the due dates after this day.
    pub after_on: NaiveDate,
    /// How often.
    pub every: Period,
}

/// When monitoring is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule<'a> {
    /// The activation, from which is counted.
    pub starts_on: NaiveDate,
    /// The intervals, in the order of their days; the first is that of the start.
    pub intervals: &'a [Interval],
    /// The last day.
    pub ends_on: Option<NaiveDate>,
    /// For how many days after it a due date is still met on time.
    pub grace_days: u16,
}

/// A date on which monitoring is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DueDate {
    /// The date, a working day of the unit.
    pub due_on: NaiveDate,
    /// How it stands.
    pub status: DueStatus,
    /// When it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<NaiveDate>,
}

/// How many due dates of a period were met on time. Those not done and not yet overdue do not
/// count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OnTime {
    /// How many were due.
    #[schema(minimum = 0, maximum = 5000)]
    pub due: u32,
    /// How many of them were done on time.
    #[schema(minimum = 0, maximum = 5000)]
    pub on_time: u32,
    /// How many were done late.
    #[schema(minimum = 0, maximum = 5000)]
    pub late: u32,
    /// How many are overdue.
    #[schema(minimum = 0, maximum = 5000)]
    pub overdue: u32,
    /// Of those due the part done on time, from 0 to 1; absent where nothing was due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1)]
    pub rate: Option<f64>,
}

/// No schedule has more dates than this: more than thirteen years of every day.
const MOST: usize = 5000;

impl Schedule<'_> {
    /// The due dates up to this day and the next two after it, in order. What is done by that day
    /// can have met the first of the two, never the second.
    #[must_use]
    pub fn dates(&self, week: &WorkingWeek, until: NaiveDate) -> Vec<NaiveDate> {
        let mut dates: Vec<NaiveDate> = Vec::new();
        let mut ahead = 0;
        // What the next date is counted from; a changed interval counts from the last due date.
        let mut anchor = self.starts_on;
        for (at, interval) in self.intervals.iter().enumerate() {
            let changed_on = self.intervals.get(at + 1).map(|next| next.after_on);
            let from = anchor;
            for times in 1..=u16::MAX {
                let Some(day) = interval.every.times(times).and_then(|it| it.after(from)) else {
                    break;
                };
                if changed_on.is_some_and(|changed_on| day > changed_on) {
                    break;
                }
                if at > 0 && day <= interval.after_on {
                    continue;
                }
                anchor = day;
                let due_on = week.roll(day).unwrap_or(day);
                if self.ends_on.is_some_and(|ends_on| due_on > ends_on) || dates.len() == MOST {
                    return dates;
                }
                // Two days of one weekend are due on the same working day, once.
                if dates.last() == Some(&due_on) {
                    continue;
                }
                dates.push(due_on);
                ahead += usize::from(due_on > until);
                if ahead == 2 {
                    return dates;
                }
            }
        }
        dates
    }

    /// How the due dates up to this day and the next two stand. `done` are the days on which it was
    /// done, in order. Each of them meets one due date at most: the oldest that is still open, once
    /// the one before that has passed. What is done twice between two due dates meets one.
    #[must_use]
    pub fn standing(
        &self,
        week: &WorkingWeek,
        done: impl IntoIterator<Item = NaiveDate>,
        today: NaiveDate,
    ) -> Vec<DueDate> {
        let dates = self.dates(week, today);
        let mut met: Vec<NaiveDate> = Vec::with_capacity(dates.len());
        let mut last = None;
        for day in done {
            if day < self.starts_on || last == Some(day) || met.len() == dates.len() {
                continue;
            }
            last = Some(day);
            // The time for a due date begins when the one before it has passed.
            let began = met
                .len()
                .checked_sub(1)
                .and_then(|before| dates.get(before));
            if began.is_none_or(|began| day > *began) {
                met.push(day);
            }
        }
        let mut met = met.into_iter();
        let stand = |due_on: NaiveDate| {
            let done_on = met.next();
            let latest = due_on.checked_add_days(Days::new(self.grace_days.into()));
            let in_time = |day: NaiveDate| latest.is_none_or(|latest| day <= latest);
            let status = match done_on {
                Some(day) if in_time(day) => DueStatus::OnTime,
                Some(_) => DueStatus::Late,
                None if in_time(today) => DueStatus::Pending,
                None => DueStatus::Overdue,
            };
            DueDate {
                due_on,
                status,
                done_on,
            }
        };
        dates.into_iter().map(stand).collect()
    }
}

impl DueDate {
    /// The first date of these that is not met.
    #[must_use]
    pub fn next(dates: &[Self]) -> Option<NaiveDate> {
        dates
            .iter()
            .find(|date| date.done_on.is_none())
            .map(|date| date.due_on)
    }
}

impl OnTime {
    /// Of these dates.
    #[must_use]
    pub fn of<'d>(dates: impl IntoIterator<Item = &'d DueDate>) -> Self {
        let mut count = Self::default();
        for date in dates {
            match date.status {
                DueStatus::OnTime => count.on_time += 1,
                DueStatus::Late => count.late += 1,
                DueStatus::Overdue => count.overdue += 1,
                DueStatus::Pending => {}
            }
        }
        count.due = count.on_time + count.late + count.overdue;
        count.rate = (count.due > 0).then(|| f64::from(count.on_time) / f64::from(count.due));
        count
    }
}

impl Period {
    /// This many times as long.
    #[must_use]
    pub fn times(self, times: u16) -> Option<Self> {
        Some(Self {
            count: self.count.checked_mul(times)?,
            ..self
        })
    }
}
