//! The list of intakes: what may be asked, and through which branches an actor sees any.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use domain::{
    access::{Actor, Confidentiality, IntakeBranch, visible_intakes},
    cases::ClientKind,
    intake::{Category, Intake, IntakeChannel, IntakeStatus, Urgency},
    parties::{
        GroupId, HouseholdId, PersonId, UnitId, WorkerId,
        external_ref::{ExternalRef, ExternalSystem, ExternalValue},
    },
};
use serde::{Deserialize, Serialize};

use crate::{
    access_sql::{Part, ResolvedBranch, Tree, Way, boundary},
    db::{
        Tx,
        types::{Code, Id, Instant, Levels},
    },
    http::paging::{Place, Slice},
    on,
};

domain::vocabulary! {
    /// In which order a list of intakes is given.
    pub enum IntakeSort ("intake_sort", closed) {
        ReceivedAt = "received_at" | "Masa diterima, terbaharu dahulu" | "Waktu diterima, terbaru dahulu" | "When received, newest first" | "°",
        ModifiedAt = "modified_at" | "Masa diubah, terlama dahulu" | "Waktu diubah, terlama dahulu" | "When last changed, oldest first" | "°",
    }
}

/// What a list of intakes may be narrowed to.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct IntakeQuery {
    /// Taken in by exactly this unit, units below it not included.
    pub unit_id: Option<UnitId>,
    /// Where the intake stands.
    #[param(inline)]
    pub status: Option<IntakeStatus>,
    /// What the matter is mainly about.
    #[param(inline)]
    pub category: Option<Category>,
    /// How soon somebody must respond.
    #[param(inline)]
    pub urgency: Option<Urgency>,
    /// How the matter reached the office.
    #[param(inline)]
    pub channel: Option<IntakeChannel>,
    /// Whom it is about.
    pub person_id: Option<PersonId>,
    /// What the client is.
    #[param(inline)]
    pub client_kind: Option<ClientKind>,
    /// The household, where the client is one.
    pub household_id: Option<HouseholdId>,
    /// The group or community, where the client is one.
    pub group_id: Option<GroupId>,
    /// `true`: nobody has responded and the response is due; `false`: all others.
    pub overdue: Option<bool>,
    /// The other system of `external_value`; the two belong together.
    #[param(inline)]
    pub external_system: Option<ExternalSystem>,
    /// The name the intake has in `external_system`, at `unit_id` or else at your own unit.
    #[param(inline)]
    pub external_value: Option<ExternalValue>,
    /// Changed after this instant.
    pub modified_after: Option<DateTime<Utc>>,
    /// The order: `received_at`, newest first (the default), or `modified_at`, oldest first, for
    /// incremental pulls.
    #[param(inline)]
    pub sort: Option<IntakeSort>,
    /// How many at most.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
    /// Where the page before this one ended, as it said in `next_cursor`.
    #[param(max_length = 1000)]
    pub cursor: Option<String>,
}

impl IntakeQuery {
    /// The filters alone: what a cursor is bound to.
    #[must_use]
    pub fn filters(&self) -> Self {
        Self {
            limit: None,
            cursor: None,
            ..self.clone()
        }
    }

    /// The external reference asked for, where both its parts are given.
    #[must_use]
    pub fn external_ref(&self) -> Option<ExternalRef> {
        Some(ExternalRef {
            system: self.external_system.clone()?,
            value: self.external_value.clone()?,
        })
    }

    /// The order asked for.
    #[must_use]
    pub fn sort(&self) -> IntakeSort {
        self.sort.unwrap_or(IntakeSort::ReceivedAt)
    }

    /// The filters and the place of a page, as the database takes them. `only` is the record that
    /// an external reference leads to.
    #[must_use]
    pub fn filter(&self, only: Option<Id>, slice: &Slice, now: DateTime<Utc>) -> Filter {
        Filter {
            only,
            unit: self.unit_id.map(Id::from),
            status: self.status.map(Code),
            category: self.category.map(Code),
            urgency: self.urgency.map(Code),
            channel: self.channel.map(Code),
            person: self.person_id.map(Id::from),
            client_kind: self.client_kind.map(Code),
            household: self.household_id.map(Id::from),
            group: self.group_id.map(Id::from),
            overdue: self.overdue,
            now: now.into(),
            modified_after: self.modified_after.map(Instant::from),
            sort: self.sort(),
            after: slice.after.map(|place| (place.at.into(), Id(place.id))),
            until: None,
            large: slice.needs_large(),
        }
    }
}

/// Which of the visible intakes are wanted.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Only this one.
    pub only: Option<Id>,
    /// Taken in by this unit.
    pub unit: Option<Id>,
    /// With this status.
    pub status: Option<Code<IntakeStatus>>,
    /// With this primary category.
    pub category: Option<Code<Category>>,
    /// With this urgency.
    pub urgency: Option<Code<Urgency>>,
    /// Through this channel.
    pub channel: Option<Code<IntakeChannel>>,
    /// About this person.
    pub person: Option<Id>,
    /// With a client of this kind.
    pub client_kind: Option<Code<ClientKind>>,
    /// With this household as the client.
    pub household: Option<Id>,
    /// With this group as the client.
    pub group: Option<Id>,
    /// Whether the response is overdue at `now`.
    pub overdue: Option<bool>,
    /// The time of the question.
    pub now: Instant,
    /// Changed after this.
    pub modified_after: Option<Instant>,
    /// In this order.
    pub sort: IntakeSort,
    /// After this place.
    pub after: Option<(Instant, Id)>,
    /// No further than this place, where a walk for it ended.
    pub until: Option<(Instant, Id)>,
    /// Which of the two literal limits.
    pub large: bool,
}

impl Filter {
    /// How many filters are set beside the two that most ask for.
    #[must_use]
    pub fn parts(&self) -> usize {
        [
            self.only.is_some(),
            self.category.is_some(),
            self.urgency.is_some(),
            self.channel.is_some(),
            self.person.is_some(),
            self.client_kind.is_some(),
            self.household.is_some(),
            self.group.is_some(),
            self.overdue.is_some(),
            self.modified_after.is_some(),
        ]
        .into_iter()
        .filter(|set| *set)
        .count()
    }

    /// How many filters are set that say what an intake is like.
    fn likes(&self) -> usize {
        [
            self.status.is_some(),
            self.category.is_some(),
            self.urgency.is_some(),
            self.channel.is_some(),
            self.client_kind.is_some(),
            self.overdue.is_some(),
        ]
        .into_iter()
        .filter(|set| *set)
        .count()
    }

    /// What the index that leads through a part of the tree holds beside the order.
    #[must_use]
    pub const fn lead(&self, part: Part) -> Lead {
        match (self.sort, self.overdue, part) {
            (IntakeSort::ModifiedAt, _, _) => Lead::None,
            (IntakeSort::ReceivedAt, Some(true), _) => Lead::Unanswered,
            (IntakeSort::ReceivedAt, _, Part::Unit(_)) if self.status.is_some() => Lead::Status,
            (IntakeSort::ReceivedAt, _, Part::Unit(_) | Part::Below(..)) => Lead::None,
        }
    }

    /// Whether a branch has to be walked: what is wanted of it stands together in no index, so that
    /// there may be much between one and the next.
    #[must_use]
    pub fn walks(&self, branch: &Branch) -> bool {
        if self.leads() {
            return false;
        }
        match (self.sort, branch) {
            // What a worker is named on is little, and so is what has come from elsewhere.
            (_, Branch::Member { .. }) | (IntakeSort::ModifiedAt, Branch::Moved { .. }) => false,
            (IntakeSort::ReceivedAt, Branch::Moved { .. }) => {
                self.likes() > 0 || self.unit.is_some() || self.modified_after.is_some()
            }
            (IntakeSort::ModifiedAt, Branch::Units { .. }) => {
                branch.walked().is_some_and(Part::has_below) || self.likes() > 0
            }
            (IntakeSort::ReceivedAt, Branch::Units { classes, .. }) => {
                let led = branch.walked().map(|part| self.lead(part)) == Some(Lead::Status);
                // Who sees no confidential cases may see few of the intakes of a unit.
                self.likes() > usize::from(led)
                    || self.modified_after.is_some()
                    || !classes.contains(&Confidentiality::Confidential)
            }
        }
    }

    /// Whether a filter leads to an index of its own.
    #[must_use]
    pub const fn leads(&self) -> bool {
        self.only.is_some()
            || self.person.is_some()
            || self.household.is_some()
            || self.group.is_some()
    }
}

/// One way in which the actor sees intakes, ready to be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Branch {
    /// Those of a part of the tree: the ones whose case is there and of one of these classes, and
    /// those that opened no case, if `unopened`. Nearly all that is walked is then seen.
    Units {
        /// The part.
        part: Part,
        /// Of which classes.
        classes: &'static [Confidentiality],
        /// Whether those that opened no case are seen.
        unopened: bool,
        /// Only those taken in by this unit of the part.
        taken_in_by: Option<UnitId>,
    },
    /// Those whose case has moved to another unit and is in a part of the tree, wherever they were
    /// taken in.
    Moved {
        /// The part.
        part: Part,
        /// Of which classes.
        classes: &'static [Confidentiality],
    },
    /// Those whose case names the worker.
    Member {
        /// The worker.
        worker: WorkerId,
        /// How, and on cases of which classes.
        ways: Vec<Way>,
    },
}

impl Branch {
    /// The part of the tree by whose index it is walked, if it is one of intakes.
    #[must_use]
    pub fn walked(&self) -> Option<Part> {
        match self {
            Self::Units {
                part, taken_in_by, ..
            } => Some(taken_in_by.map_or(*part, Part::Unit)),
            Self::Moved { .. } | Self::Member { .. } => None,
        }
    }
}

/// What an index through a part of the tree holds beside the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// Nothing.
    None,
    /// Only intakes to which nobody has responded.
    Unanswered,
    /// The status.
    Status,
}

/// A page of the list.
#[derive(Debug)]
pub struct Seen {
    /// The intakes, in order, and one more than the page takes if there are more.
    pub items: Vec<Intake>,
    /// Where the walk for them ended before the end of the list.
    pub until: Option<Place>,
}

/// The wanted intakes that are seen through these branches.
///
/// # Errors
/// When the database cannot be asked.
pub fn page(tx: &mut Tx<'_>, branches: &[Branch], mut filter: Filter) -> QueryResult<Seen> {
    let mut ends = Vec::new();
    for branch in branches.iter().filter(|branch| filter.walks(branch)) {
        ends.extend(on!(tx, intake_list::walk(branch, &filter))?);
    }
    let place = |(at, id): &(Instant, Id)| (at.0, id.0);
    filter.until = match filter.sort {
        IntakeSort::ReceivedAt => ends.into_iter().max_by_key(place),
        IntakeSort::ModifiedAt => ends.into_iter().min_by_key(place),
    };
    let items = on!(tx, intake_list::list(branches, &filter))?;
    let until = filter.until.map(|(at, Id(id))| Place { at: at.0, id });
    Ok(Seen { items, until })
}

/// The branches through which the actor sees intakes, with the columns that find them; only what
/// lies in `unit`, if one is asked for.
///
/// # Errors
/// When the database cannot be asked.
pub fn branches(tx: &mut Tx<'_>, actor: &Actor, unit: Option<UnitId>) -> QueryResult<Vec<Branch>> {
    let (mut units, mut cases) = (Vec::new(), Vec::new());
    for branch in visible_intakes(actor) {
        match branch {
            IntakeBranch::Unit(within) => units.push(within),
            IntakeBranch::Case(branch) => cases.push(branch),
        }
    }
    let boundaries = cases.iter().filter_map(boundary);
    let tree = Tree::of(tx, boundaries.chain(units.iter().copied()))?;
    let units: Vec<Part> = units.into_iter().map(|within| tree.part(within)).collect();
    let branches = joined(&units, tree.resolve(&cases));
    match unit {
        None => Ok(branches),
        Some(unit) => {
            let levels = on!(tx, units::levels(unit))?;
            Ok(narrowed(branches, unit, levels.as_ref()))
        }
    }
}

/// One branch for each part of the tree in which both intakes and cases are seen, and one for what
/// has come there with its case.
fn joined(units: &[Part], cases: Vec<ResolvedBranch>) -> Vec<Branch> {
    let mut branches = Vec::new();
    for branch in cases {
        match branch {
            ResolvedBranch::Member { worker, ways } => {
                branches.push(Branch::Member { worker, ways });
            }
            ResolvedBranch::Units {
                part,
                classes,
                view: _,
            } => {
                branches.push(Branch::Units {
                    part,
                    classes,
                    unopened: units.contains(&part),
                    taken_in_by: None,
                });
                branches.push(Branch::Moved { part, classes });
            }
        }
    }
    for unit in units {
        let there = |branch: &Branch| match branch {
            Branch::Units { part, unopened, .. } => *unopened && part == unit,
            Branch::Moved { .. } | Branch::Member { .. } => false,
        };
        if !branches.iter().any(there) {
            branches.push(Branch::Units {
                part: *unit,
                classes: &[],
                unopened: true,
                taken_in_by: None,
            });
        }
    }
    branches
}

/// What of these branches was taken in by one unit, whose place in the tree this is: found by the
/// unit's own column, however far the branch reaches. What has moved may have been taken in
/// anywhere.
fn narrowed(branches: Vec<Branch>, unit: UnitId, levels: Option<&Levels>) -> Vec<Branch> {
    let holds = |part: &Part| match part {
        Part::Unit(own) => *own == unit,
        Part::Below(level, top) => {
            let above = levels.and_then(|levels| levels.0.get(*level).copied().flatten());
            above == Some(Id::from(*top))
        }
    };
    let narrow = |branch| match branch {
        Branch::Units { part, .. } if !holds(&part) => None,
        Branch::Units {
            part,
            classes,
            unopened,
            taken_in_by: _,
        } => Some(Branch::Units {
            part,
            classes,
            unopened,
            taken_in_by: Some(unit),
        }),
        Branch::Moved { .. } | Branch::Member { .. } => Some(branch),
    };
    branches.into_iter().filter_map(narrow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::words::RecordId;
    use uuid::Uuid;

    const STANDARD: &[Confidentiality] = &[Confidentiality::Standard];

    fn unit(n: u128) -> UnitId {
        UnitId::from_uuid(Uuid::from_u128(n))
    }

    fn branch(part: Part, classes: &'static [Confidentiality], unopened: bool) -> Branch {
        Branch::Units {
            part,
            classes,
            unopened,
            taken_in_by: None,
        }
    }

    #[test]
    fn intakes_and_cases_of_one_part_are_walked_once() {
        let (here, there) = (Part::Unit(unit(1)), Part::Below(0, unit(2)));
        let cases = vec![ResolvedBranch::Units {
            part: here,
            classes: STANDARD,
            view: domain::access::View::Full,
        }];
        let moved = Branch::Moved {
            part: here,
            classes: STANDARD,
        };
        assert_eq!(
            joined(&[here, there], cases),
            [
                branch(here, STANDARD, true),
                moved,
                branch(there, &[], true)
            ]
        );
    }

    #[test]
    fn a_unit_asked_for_is_found_by_its_own_column_where_it_is_in_reach() {
        let levels = Levels([Some(unit(1).into()), Some(unit(2).into()), None, None, None]);
        let reach = vec![
            branch(Part::Below(0, unit(1)), STANDARD, true),
            branch(Part::Below(0, unit(9)), STANDARD, true),
            branch(Part::Unit(unit(2)), STANDARD, true),
            branch(Part::Unit(unit(3)), STANDARD, true),
        ];
        let taken_in = |part| Branch::Units {
            part,
            classes: STANDARD,
            unopened: true,
            taken_in_by: Some(unit(2)),
        };
        assert_eq!(
            narrowed(reach.clone(), unit(2), Some(&levels)),
            [
                taken_in(Part::Below(0, unit(1))),
                taken_in(Part::Unit(unit(2)))
            ]
        );
        assert_eq!(narrowed(reach, unit(8), None), []);
    }
}
