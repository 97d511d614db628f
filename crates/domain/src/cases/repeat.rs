//! Clients who come again (rule 26).

use chrono::{DateTime, Months, Utc};

use super::Case;

/// Within how many months of the end of one case another of the same client is a repeat.
const REPEAT_MONTHS: u32 = 24;

/// Whether work that begins at this time with the client of a closed case repeats it.
#[must_use]
pub fn repeats(former: &Case, began_at: DateTime<Utc>) -> bool {
    former.closed_at.is_some_and(|closed_at| {
        let last = closed_at.checked_add_months(Months::new(REPEAT_MONTHS));
        closed_at <= began_at && last.is_none_or(|last| began_at <= last)
    })
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::cases::fixture::{case, now};

    #[test]
    fn who_comes_again_within_two_years_is_a_repeat_client() {
        let mut former = case();
        let last = now() + Months::new(24);
        assert!(!repeats(&former, now()));
        former.closed_at = Some(now());
        assert!(repeats(&former, now()) && repeats(&former, last));
        assert!(!repeats(&former, last + TimeDelta::seconds(1)));
        assert!(!repeats(&former, now() - TimeDelta::seconds(1)));
    }
}
