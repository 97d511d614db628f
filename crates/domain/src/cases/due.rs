//! What of a case is due, and when: the one place that knows. Days; they end at midnight where the
//! unit of the case is (rule 27).

use chrono::NaiveDate;

use super::{Case, CaseStatus};

/// The day on which the first of what is still to be done on a case is due: the first due date of
/// all that is `open` (its tasks and those of its plan, its monitoring, its next assessment), or the
/// last day of its hold. On a closed case nothing is.
#[must_use]
pub fn first_due_on(
    case: &Case,
    open: impl IntoIterator<Item = Option<NaiveDate>>,
) -> Option<NaiveDate> {
    match case.status {
        CaseStatus::Open | CaseStatus::OnHold | CaseStatus::ClosureRequested => {
            open.into_iter().chain([case.held_until_on]).flatten().min()
        }
        CaseStatus::Closed => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::cases::fixture::{case, today};

    #[test]
    fn the_first_of_what_is_open_and_the_hold_is_due_and_nothing_on_a_closed_case() {
        let (mut case, tomorrow) = (case(), today() + TimeDelta::days(1));
        assert_eq!(first_due_on(&case, [None, None]), None);
        assert_eq!(first_due_on(&case, [None, Some(tomorrow)]), Some(tomorrow));
        case.status = CaseStatus::OnHold;
        case.held_until_on = Some(today());
        assert_eq!(first_due_on(&case, [None, Some(tomorrow)]), Some(today()));
        assert_eq!(first_due_on(&case, [None, None]), Some(today()));
        case.status = CaseStatus::Closed;
        assert_eq!(first_due_on(&case, [None, Some(tomorrow)]), None);
    }
}
