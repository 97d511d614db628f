//! The list of cases: what may be asked, and through which branches an actor sees any.

use domain::{
    access::{Actor, View},
    cases::{CaseId, CaseStatus, ClientKind, Stage},
    intake::Category,
    parties::UnitId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::views::CaseView;
use crate::{
    access_sql::{self, Part, ResolvedBranch},
    db::{
        Tx,
        types::{Code, Id, Instant},
    },
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

/// Which cases are wanted, as the database takes it.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of exactly this unit.
    pub unit: Option<Id>,
    /// In this stage.
    pub stage: Option<Code<Stage>>,
    /// In this status.
    pub status: Option<Code<CaseStatus>>,
    /// Mainly about this.
    pub category: Option<Code<Category>>,
    /// For which this worker answers.
    pub responsible: Option<Id>,
    /// Of this client, or with this person in a household or group.
    pub person: Option<Id>,
    /// Of a client of this kind.
    pub client_kind: Option<Code<ClientKind>>,
    /// Of this household.
    pub household: Option<Id>,
    /// Of this group.
    pub group: Option<Id>,
    /// Changed after this.
    pub modified_after: Option<Instant>,
    /// One of these (what an external reference names).
    pub ids: Option<Vec<Id>>,
    /// In which order.
    pub order: Order,
    /// After this place.
    pub after: Option<(Instant, Id)>,
    /// With the larger of the two literal limits.
    pub large: bool,
}

impl Wanted {
    /// Whether the list asks for nothing but what a spine tells. Whoever sees no more must not
    /// learn the rest from what a filter lets through.
    const fn spine_only(&self) -> bool {
        self.status.is_none()
            && self.category.is_none()
            && self.client_kind.is_none()
            && !self.leads()
    }

    /// Whether a filter leads to an index of its own.
    #[must_use]
    pub const fn leads(&self) -> bool {
        self.responsible.is_some()
            || self.person.is_some()
            || self.household.is_some()
            || self.group.is_some()
            || self.ids.is_some()
    }

    /// How many filters are set beside the two that most ask for.
    #[must_use]
    pub fn parts(&self) -> usize {
        [
            self.status.is_some(),
            self.category.is_some(),
            self.responsible.is_some(),
            self.person.is_some(),
            self.client_kind.is_some(),
            self.household.is_some(),
            self.group.is_some(),
            self.modified_after.is_some(),
            self.ids.is_some(),
        ]
        .into_iter()
        .filter(|set| *set)
        .count()
    }
}

/// The cases that somebody sees and wants, in order, and one more than the page takes if there
/// are more.
///
/// # Errors
/// When the database cannot be asked.
pub fn visible(tx: &mut Tx<'_>, actor: &Actor, wanted: &Wanted) -> Result<Vec<CaseView>, ApiError> {
    let (full, spine): (Vec<_>, Vec<_>) = branches(tx, actor, wanted)?
        .into_iter()
        .partition(|branch| branch.view() == View::Full);
    let seen = on!(tx, case_list::page(&full, wanted))?;
    let mut items: Vec<CaseView> = seen
        .into_iter()
        .map(|case| CaseView::of(case, View::Full))
        .collect();
    // Two lists of one order become one; who sees all of a case sees its spine no more.
    if !spine.is_empty() && wanted.spine_only() {
        let known: Vec<CaseId> = items.iter().map(|item| item.place().0).collect();
        let rest = on!(tx, case_list::page(&spine, wanted))?.into_iter();
        let rest = rest.filter(|case| !known.contains(&case.id));
        items.extend(rest.map(|case| CaseView::of(case, View::Spine)));
        items.sort_unstable_by_key(|item| {
            let place = wanted.order.place(item);
            (place.at, place.id)
        });
        if wanted.order == Order::OpenedAt {
            items.reverse();
        }
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
    let Some(unit) = wanted.unit.map(Id::to::<UnitId>) else {
        return Ok(all);
    };
    let reach = on!(tx, units::reach(unit))?.unwrap_or_default();
    let cut = |branch| match branch {
        ResolvedBranch::Member { .. } => Some(branch),
        ResolvedBranch::Units {
            part,
            classes,
            view,
        } => {
            let reached = match part {
                Part::Unit(of) => of == unit,
                Part::Below(_, top) => reach.contains(&top),
            };
            reached.then_some(ResolvedBranch::Units {
                part: Part::Unit(unit),
                classes,
                view,
            })
        }
    };
    let mut cut: Vec<ResolvedBranch> = all.into_iter().filter_map(cut).collect();
    cut.dedup();
    Ok(cut)
}
