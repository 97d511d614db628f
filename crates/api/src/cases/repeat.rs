//! Whether a client comes again: told when asked, since persons may be merged at any time.

use chrono::{DateTime, Utc};
use domain::{
    access::Actor,
    cases::{CaseId, repeats},
    parties::PersonId,
};

use super::{
    list::{self, Wanted},
    views::CaseView,
};
use crate::{
    db::{Tx, types::Id},
    http::problem::ApiError,
    parties::persons,
};

/// The newest closed case of this person, other than `this`, that work which began then repeats:
/// of those the actor sees.
///
/// # Errors
/// When the database cannot be asked.
pub fn repeat_of(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: PersonId,
    this: Option<CaseId>,
    began_at: DateTime<Utc>,
) -> Result<Option<CaseId>, ApiError> {
    let wanted = Wanted {
        person: Some(Id::from(persons::load::survivor(tx, person)?)),
        ..Wanted::default()
    };
    let former = list::visible(tx, actor, &wanted)?.items.into_iter();
    let mut former = former.filter_map(|case| match case {
        CaseView::Full(case) => Some(case),
        CaseView::Spine(_) => None,
    });
    let found = former.find(|case| Some(case.id) != this && repeats(case, began_at));
    Ok(found.map(|case| case.id))
}
