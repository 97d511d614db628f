//! Lists of cases: each way of seeing them is asked for on its own index, and what it gives is
//! merged; so nothing is read that is thrown away, whoever asks.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    access::{Actor, View},
    cases::{CaseId, CaseStatus, Stage},
    intake::Category,
    parties::{PersonId, UnitId, WorkerId},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::views::{CaseSpine, CaseView};
use crate::{
    access_sql::{self, Part, ResolvedBranch},
    db::Tx,
    http::{paging::Place, problem::ApiError},
    on,
};

/// The order of a list of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The newest first.
    #[default]
    OpenedAt,
    /// The one changed longest ago first: for incremental pulls.
    ModifiedAt,
}

impl Order {
    /// Where a case stands in it.
    #[must_use]
    pub fn place(self, view: &CaseView) -> Place {
        let (id, opened_at, modified_at) = view.place();
        let at = match self {
            Self::OpenedAt => opened_at,
            Self::ModifiedAt => modified_at,
        };
        Place { at, id: id.0 }
    }
}

/// Which cases are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of exactly this unit.
    pub unit_id: Option<UnitId>,
    /// In this stage.
    pub stage: Option<Stage>,
    /// In this status.
    pub status: Option<CaseStatus>,
    /// Mainly about this.
    pub category: Option<Category>,
    /// For which this worker answers.
    pub responsible_id: Option<WorkerId>,
    /// Of this client.
    pub person_id: Option<PersonId>,
    /// Changed after this.
    pub modified_after: Option<DateTime<Utc>>,
    /// One of these (what an external reference names).
    pub ids: Option<Vec<CaseId>>,
}

impl Wanted {
    /// Whether the list asks for nothing but what a spine tells. Whoever sees no more must not
    /// learn the rest from what a filter lets through.
    const fn spine_only(&self) -> bool {
        self.status.is_none()
            && self.category.is_none()
            && self.responsible_id.is_none()
            && self.person_id.is_none()
            && self.ids.is_none()
    }
}

/// The part of a list that is to be fetched.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// In which order.
    pub order: Order,
    /// After which case.
    pub after: Option<Place>,
    /// With the larger of the two limits.
    pub large: bool,
}

/// The cases that somebody sees and wants, in order, and one more than the page takes if there
/// are more.
///
/// # Errors
/// When the database cannot be asked.
pub fn visible(
    tx: &mut Tx<'_>,
    actor: &Actor,
    wanted: &Wanted,
    cut: Cut,
) -> Result<Vec<CaseView>, ApiError> {
    let mut merged: BTreeMap<CaseId, CaseView> = BTreeMap::new();
    for branch in branches(tx, actor, wanted)? {
        let full = match branch.view() {
            View::Full => true,
            View::Spine => false,
        };
        if !full && !wanted.spine_only() {
            continue;
        }
        for case in on!(tx, cases::page(&branch, wanted, cut))? {
            if full {
                merged.insert(case.id, CaseView::Full(Box::new(case)));
            } else {
                merged
                    .entry(case.id)
                    .or_insert_with(|| CaseView::Spine(CaseSpine::of(&case)));
            }
        }
    }
    let mut items: Vec<CaseView> = merged.into_values().collect();
    items.sort_unstable_by_key(|item| {
        let place = cut.order.place(item);
        (place.at, place.id)
    });
    if cut.order == Order::OpenedAt {
        items.reverse();
    }
    Ok(items)
}

/// What the actor sees; where one unit is wanted, only the branches that reach it, cut to it: its
/// own index serves better than that of everything above.
fn branches(
    tx: &mut Tx<'_>,
    actor: &Actor,
    wanted: &Wanted,
) -> Result<Vec<ResolvedBranch>, ApiError> {
    let all = access_sql::cases_of(tx, actor)?;
    let Some(unit) = wanted.unit_id else {
        return Ok(all);
    };
    let reach = on!(tx, units::reach(unit))?.unwrap_or_default();
    let cut = |branch| match branch {
        ResolvedBranch::Member { .. } => Some(branch),
        ResolvedBranch::Units {
            part: Part::Unit(of),
            ..
        } => (of == unit).then_some(branch),
        ResolvedBranch::Units {
            part: Part::Below(_, top),
            classes,
            view,
        } => reach.contains(&top).then_some(ResolvedBranch::Units {
            part: Part::Unit(unit),
            classes,
            view,
        }),
    };
    let mut wanted: Vec<ResolvedBranch> = all.into_iter().filter_map(cut).collect();
    wanted.dedup();
    Ok(wanted)
}
