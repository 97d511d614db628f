//! The list of cases: what may be asked, and through which branches an actor sees any.

use chrono::{DateTime, Utc};
use domain::{
    access::{Actor, CaseBranch, Confidentiality, Membership, View, visible_cases},
    assessment::RiskLevel,
    cases::{Case, CaseId, CaseStatus, ClientKind, Stage},
    intake::Category,
    parties::UnitId,
    words::Word,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::views::CaseView;
use crate::{
    access_sql::{self, Part, ResolvedBranch, boundary},
    db::{
        Tx,
        types::{Code, Id, Instant},
    },
    http::{
        paging::{Place, at_most},
        problem::ApiError,
    },
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
    /// What a case is put in order by.
    #[must_use]
    pub const fn at(self, case: &Case) -> DateTime<Utc> {
        match self {
            Self::OpenedAt => case.opened.opened_at,
            Self::ModifiedAt => case.modified_at,
        }
    }

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

/// What an index through a part of the tree holds beside the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// Nothing.
    None,
    /// Only cases on which something is due some day.
    Due,
    /// Only cases with a crisis that is not resolved.
    InCrisis,
    /// Only cases whose alarm nobody has acknowledged.
    Alarmed,
    /// Only cases whose risk is high or above.
    Alarming,
    /// One word of one column.
    Word(&'static str, &'static str),
}

/// A page of the list.
#[derive(Debug)]
pub struct Seen {
    /// The cases, in order, and one more than the page takes if there are more.
    pub items: Vec<CaseView>,
    /// Where the walk for them ended before the end of the list.
    pub until: Option<Place>,
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
    /// At risk so much.
    pub risk: Option<Code<RiskLevel>>,
    /// Whether something on it was due before this.
    pub overdue: Option<(bool, Instant)>,
    /// Whether a crisis of it is not resolved.
    pub open_crisis: Option<bool>,
    /// Whether its alarm stands.
    pub alarmed: Option<bool>,
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
    /// Exactly this one (what its file number names).
    pub case: Option<Id>,
    /// In which order.
    pub order: Order,
    /// After this place.
    pub after: Option<(Instant, Id)>,
    /// No further than this place, where a walk for it ended.
    pub until: Option<(Instant, Id)>,
    /// With the larger of the two literal limits.
    pub large: bool,
}

impl Wanted {
    /// Whether the list asks for nothing but what a spine tells. Whoever sees no more must not
    /// learn the rest from what a filter lets through.
    const fn spine_only(&self) -> bool {
        self.status.is_none()
            && self.risk.is_none()
            && self.overdue.is_none()
            && self.open_crisis.is_none()
            && self.alarmed.is_none()
            && self.category.is_none()
            && self.responsible.is_none()
            && self.person.is_none()
            && self.client_kind.is_none()
            && self.household.is_none()
            && self.group.is_none()
            && self.ids.is_none()
    }

    /// Whether a filter leads to an index of its own.
    #[must_use]
    pub const fn leads(&self) -> bool {
        self.responsible.is_some()
            || self.person.is_some()
            || self.household.is_some()
            || self.group.is_some()
            || self.ids.is_some()
            || self.case.is_some()
    }

    /// How many a query fetches of each branch: one of two literal limits.
    #[must_use]
    pub const fn limit(&self) -> i64 {
        at_most(self.large)
    }

    /// Whether a branch has to be walked: what is wanted of it stands together in no index, so that
    /// there may be much between one and the next.
    #[must_use]
    pub fn walks(&self, branch: &ResolvedBranch) -> bool {
        let ResolvedBranch::Units { part, classes, .. } = branch else {
            // What a worker is named on is little.
            return false;
        };
        if self.leads() {
            return false;
        }
        let words = self.words().len()
            + usize::from(self.overdue.is_some())
            + usize::from(self.open_crisis.is_some())
            + usize::from(self.alarmed.is_some());
        match (self.order, part) {
            (Order::ModifiedAt, Part::Below(..)) => true,
            (Order::ModifiedAt, Part::Unit(_)) => words > 0,
            // In the one order, walked by the other.
            (Order::OpenedAt, _) if self.modified_after.is_some() => true,
            // Of the cases of a unit with one word nearly all are seen by whoever sees the
            // confidential ones.
            (Order::OpenedAt, Part::Unit(_)) => match self.lead(*part) {
                Lead::Word(..) => words > 1 || !classes.contains(&Confidentiality::Confidential),
                Lead::None | Lead::Due | Lead::InCrisis | Lead::Alarmed | Lead::Alarming => {
                    words > 0
                }
            },
            (Order::OpenedAt, Part::Below(..)) => words > 0,
        }
    }

    /// What the index that leads through a part of the tree holds together.
    #[must_use]
    pub fn lead(&self, part: Part) -> Lead {
        if self.order == Order::ModifiedAt {
            return Lead::None;
        }
        if self.alarmed == Some(true) {
            return Lead::Alarmed;
        }
        if self.open_crisis == Some(true) {
            return Lead::InCrisis;
        }
        if self.overdue.is_some_and(|(overdue, _)| overdue) {
            return Lead::Due;
        }
        if self.risk.is_some_and(|Code(risk)| risk.alarming()) {
            return Lead::Alarming;
        }
        match part {
            Part::Unit(_) => {
                let mut indexed = self.words().into_iter().filter(|(name, _)| *name != "risk");
                indexed
                    .next()
                    .map_or(Lead::None, |(name, code)| Lead::Word(name, code))
            }
            Part::Below(..) => Lead::None,
        }
    }

    /// The words that are wanted, by the names of their columns, those before that tell most.
    #[must_use]
    pub fn words(&self) -> Vec<(&'static str, &'static str)> {
        let words = [
            ("category", self.category.map(|Code(word)| word.code())),
            (
                "client_kind",
                self.client_kind.map(|Code(word)| word.code()),
            ),
            ("stage", self.stage.map(|Code(word)| word.code())),
            ("status", self.status.map(|Code(word)| word.code())),
            ("risk", self.risk.map(|Code(word)| word.code())),
        ];
        let words = words.into_iter();
        words
            .filter_map(|(name, word)| Some((name, word?)))
            .collect()
    }

    /// How many filters are set beside the two that most ask for.
    #[must_use]
    pub fn parts(&self) -> usize {
        [
            self.status.is_some(),
            self.risk.is_some(),
            self.overdue.is_some(),
            self.open_crisis.is_some(),
            self.alarmed.is_some(),
            self.category.is_some(),
            self.responsible.is_some(),
            self.person.is_some(),
            self.client_kind.is_some(),
            self.household.is_some(),
            self.group.is_some(),
            self.modified_after.is_some(),
            self.ids.is_some(),
            self.case.is_some(),
        ]
        .into_iter()
        .filter(|set| *set)
        .count()
    }
}

/// The cases that somebody sees and wants.
///
/// # Errors
/// When the database cannot be asked.
pub fn visible(tx: &mut Tx<'_>, actor: &Actor, wanted: &Wanted) -> Result<Seen, ApiError> {
    let mut wanted = wanted.clone();
    let mut branches = branches(tx, actor, &wanted)?;
    branches.retain(|branch| branch.view() == View::Full || wanted.spine_only());
    wanted.until = walked(tx, &branches, &wanted)?;
    let wanted = &wanted;
    let (full, spine): (Vec<_>, Vec<_>) = branches
        .into_iter()
        .partition(|branch| branch.view() == View::Full);
    let seen = on!(tx, case_list::page(&full, wanted))?;
    let mut items: Vec<CaseView> = seen
        .into_iter()
        .map(|case| CaseView::of(case, View::Full))
        .collect();
    // Two lists of one order become one; who sees all of a case sees its spine no more.
    if !spine.is_empty() {
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
    let until = wanted.until.map(|(at, Id(id))| Place { at: at.0, id });
    Ok(Seen { items, until })
}

/// How far all branches are looked through for a page: to where the first walk through one ends.
fn walked(
    tx: &mut Tx<'_>,
    branches: &[ResolvedBranch],
    wanted: &Wanted,
) -> Result<Option<(Instant, Id)>, ApiError> {
    let mut ends = Vec::new();
    for branch in branches {
        if let (true, ResolvedBranch::Units { part, .. }) = (wanted.walks(branch), branch) {
            ends.extend(on!(tx, case_list::walk(*part, wanted))?);
        }
    }
    let place = |(at, id): &(Instant, Id)| (at.0, id.0);
    Ok(match wanted.order {
        Order::OpenedAt => ends.into_iter().max_by_key(place),
        Order::ModifiedAt => ends.into_iter().min_by_key(place),
    })
}

/// What the actor sees; where one unit is wanted, only the branches that reach it, cut to it: its
/// own index serves better than that of everything above, and being named counts only for what
/// is not seen in any case.
fn branches(
    tx: &mut Tx<'_>,
    actor: &Actor,
    wanted: &Wanted,
) -> Result<Vec<ResolvedBranch>, ApiError> {
    let Some(unit) = wanted.unit.map(Id::to::<UnitId>) else {
        return Ok(access_sql::cases_of(tx, actor)?);
    };
    let visible = visible_cases(actor);
    let below = visible.iter().filter_map(boundary).any(|part| !part.exact);
    let reach = if below {
        on!(tx, units::reach(unit))?.unwrap_or_default()
    } else {
        vec![unit]
    };
    let mut cut: Vec<ResolvedBranch> = Vec::new();
    let mut named = Vec::new();
    for branch in visible {
        match branch {
            CaseBranch::Member {
                worker: _,
                memberships,
                classes,
            } => named.push((memberships, classes)),
            CaseBranch::Unit { within, classes } | CaseBranch::Spine { within, classes } => {
                let branch = ResolvedBranch::Units {
                    part: Part::Unit(unit),
                    classes,
                    view: branch.view(),
                };
                if within.holds(&reach) && !cut.contains(&branch) {
                    cut.push(branch);
                }
            }
        }
    }
    let shown: Vec<Confidentiality> = cut.iter().flat_map(ResolvedBranch::shows).collect();
    let not_shown = Confidentiality::all()
        .iter()
        .filter(|class| !shown.contains(class));
    for class in not_shown {
        let ways = named.iter().filter(|(_, of)| of.contains(class));
        let memberships: Vec<Membership> = ways.flat_map(|(how, _)| how.iter().copied()).collect();
        if let (Some(worker), false) = (actor.worker(), memberships.is_empty()) {
            let ways = vec![(memberships, vec![*class])];
            cut.push(ResolvedBranch::Member { worker, ways });
        }
    }
    Ok(cut)
}
