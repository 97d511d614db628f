//! A unit's clock and week: its time zone and the days it does not work.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use domain::parties::{
    unit::UnitDetails,
    working_days::{Allowance, WorkingWeek, due_after},
};

use crate::http::problem::ApiError;

/// The clock and week of a unit. Calendars of holidays are not loaded yet (rule 45).
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: Tz,
    week: WorkingWeek,
}

impl Calendar {
    /// Of this unit.
    ///
    /// # Errors
    /// When its time zone is unknown, which is checked before a unit is saved: a defect.
    pub fn of(unit: &UnitDetails) -> Result<Self, ApiError> {
        let zone = unit.time_zone.as_str().parse();
        Ok(Self {
            zone: zone.map_err(ApiError::internal)?,
            week: WorkingWeek::new(&unit.weekend),
        })
    }

    /// The date in the unit at this instant.
    #[must_use]
    pub fn date(&self, now: DateTime<Utc>) -> NaiveDate {
        self.local(now).date()
    }

    /// Its working week.
    #[must_use]
    pub const fn week(&self) -> &WorkingWeek {
        &self.week
    }

    /// The year in the unit at this instant: that of its file numbers.
    #[must_use]
    pub fn year(&self, now: DateTime<Utc>) -> i32 {
        self.date(now).year()
    }

    /// The last second of this day in the unit.
    #[must_use]
    pub fn end_of(&self, day: NaiveDate) -> DateTime<Utc> {
        self.utc(day.and_time(NaiveTime::MIN) + TimeDelta::seconds(86_399))
    }

    /// When something received at this instant is due.
    #[must_use]
    pub fn due_after(&self, received_at: DateTime<Utc>, allowance: Allowance) -> DateTime<Utc> {
        due_after(
            received_at,
            allowance,
            &self.week,
            |instant| self.local(instant),
            |local| self.utc(local),
        )
    }

    fn local(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.with_timezone(&self.zone).naive_local()
    }

    /// Of a local time that the clock shows twice the first, of one that it leaves out the time
    /// an hour later.
    fn utc(&self, local: NaiveDateTime) -> DateTime<Utc> {
        self.zone
            .from_local_datetime(&local)
            .earliest()
            .or_else(|| {
                let later = local.checked_add_signed(TimeDelta::hours(1))?;
                self.zone.from_local_datetime(&later).earliest()
            })
            .map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{intake::Urgency, intake::response_time, parties::unit::UnitDetails};
    use serde_json::json;

    fn unit(zone: &str) -> UnitDetails {
        serde_json::from_value(json!({
            "kind": "district_office", "country": "MY", "code": "PKMD-KULIM", "name": "Kulim",
            "time_zone": zone, "weekend": ["friday", "saturday"]
        }))
        .unwrap()
    }

    #[test]
    fn the_date_and_year_are_those_of_the_unit() {
        let calendar = Calendar::of(&unit("Asia/Kuala_Lumpur")).unwrap();
        let eve: DateTime<Utc> = "2026-12-31T16:30:00Z".parse().unwrap();
        assert_eq!(calendar.year(eve), 2027);
        assert_eq!(calendar.date(eve).to_string(), "2027-01-01");
    }

    #[test]
    fn a_routine_matter_is_due_at_the_end_of_the_third_working_day() {
        let calendar = Calendar::of(&unit("Asia/Kuala_Lumpur")).unwrap();
        // A Thursday; Friday and Saturday are not worked.
        let due = calendar.due_after(
            "2026-03-05T02:00:00Z".parse().unwrap(),
            response_time(Urgency::Routine),
        );
        assert_eq!(due.to_rfc3339(), "2026-03-10T15:59:59+00:00");
    }

    #[test]
    fn local_times_that_do_not_exist_or_exist_twice_have_an_instant() {
        let calendar = Calendar::of(&unit("Europe/London")).unwrap();
        let utc = |local: &str| calendar.utc(local.parse().unwrap()).to_rfc3339();
        assert_eq!(utc("2026-03-29T01:30:00"), "2026-03-29T01:30:00+00:00");
        assert_eq!(utc("2026-10-25T01:30:00"), "2026-10-25T00:30:00+00:00");
    }

    #[test]
    fn an_unknown_zone_is_a_defect() {
        assert!(Calendar::of(&unit("Asia/Atlantis")).is_err());
    }
}
