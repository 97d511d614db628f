//! What an actor sees, as stores ask for it: each branch of `visible_…` becomes one query on one
//! index, and a list is their union. Which column finds a part of the tree is told here once.

use std::collections::HashMap;

use diesel::QueryResult;
use domain::{
    access::{Actor, Boundary, CaseBranch, Confidentiality, Membership, View, visible_cases},
    parties::{UnitId, WorkerId},
    words::Word,
};

use crate::{db::Tx, on};

/// A part of the tree of units, by the column on whose index its records stand in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Exactly this unit: `unit_id`.
    Unit(UnitId),
    /// This unit and all below it: `unit_0` … `unit_3`, by its level.
    Below(usize, UnitId),
}

impl Part {
    /// The column that finds it.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            Self::Below(0, _) => "unit_0",
            Self::Below(1, _) => "unit_1",
            Self::Below(2, _) => "unit_2",
            Self::Below(3, _) => "unit_3",
            // Below the fourth level there is nothing but the unit itself.
            Self::Below(_, _) | Self::Unit(_) => "unit_id",
        }
    }

    /// Whether units below the one it begins with belong to it.
    #[must_use]
    pub const fn has_below(self) -> bool {
        match self {
            Self::Below(..) => true,
            Self::Unit(_) => false,
        }
    }

    /// The unit it begins with.
    #[must_use]
    pub const fn unit(self) -> UnitId {
        match self {
            Self::Below(_, unit) | Self::Unit(unit) => unit,
        }
    }
}

/// Where a unit stands in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standpoint {
    /// 0 at the top.
    pub level: usize,
    /// Whether there are units below it.
    pub has_below: bool,
}

/// Being named in one of these ways, on a case of one of these classes.
pub type Way = (Vec<Membership>, Vec<Confidentiality>);

/// One way to see cases, ready to be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolvedBranch {
    /// The cases a worker is named on, in one of these ways and of one of the classes beside it.
    Member {
        /// Who is named.
        worker: WorkerId,
        /// How, and on cases of which classes.
        ways: Vec<Way>,
    },
    /// The cases of these classes in a part of the tree.
    Units {
        /// The part.
        part: Part,
        /// Of which classes.
        classes: &'static [Confidentiality],
        /// How much of them is seen.
        view: View,
    },
}

impl ResolvedBranch {
    /// How much is seen through it.
    #[must_use]
    pub const fn view(&self) -> View {
        match self {
            Self::Member { .. } => View::Full,
            Self::Units { view, .. } => *view,
        }
    }

    /// The classes of which all cases of its part are seen in full.
    #[must_use]
    pub fn shows(&self) -> Vec<Confidentiality> {
        match self {
            Self::Units {
                classes,
                view: View::Full,
                ..
            } => classes.to_vec(),
            Self::Units {
                view: View::Spine, ..
            }
            | Self::Member { .. } => Vec::new(),
        }
    }
}

/// Where the units of some boundaries stand.
pub struct Tree(HashMap<UnitId, Standpoint>);

impl Tree {
    /// Looks up the units that these boundaries reach down from.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn of(
        tx: &mut Tx<'_>,
        boundaries: impl IntoIterator<Item = Boundary>,
    ) -> QueryResult<Self> {
        let deep = boundaries.into_iter().filter(|within| !within.exact);
        let mut units: Vec<UnitId> = deep.map(|within| within.unit).collect();
        units.sort_unstable();
        units.dedup();
        if units.is_empty() {
            return Ok(Self(HashMap::new()));
        }
        let found = on!(tx, units::standpoints(&units))?;
        Ok(Self(found.into_iter().collect()))
    }

    /// The column for a boundary. A unit with nothing below it is asked for as itself: there the
    /// indexes of a single unit serve.
    #[must_use]
    pub fn part(&self, within: Boundary) -> Part {
        match self.0.get(&within.unit) {
            Some(at) if at.has_below && !within.exact => Part::Below(at.level, within.unit),
            Some(_) | None => Part::Unit(within.unit),
        }
    }

    /// The branches, with their columns. All ways of being named on a case are one branch.
    #[must_use]
    pub fn resolve(&self, branches: &[CaseBranch]) -> Vec<ResolvedBranch> {
        let mut resolved: Vec<ResolvedBranch> = Vec::new();
        for branch in branches {
            let (part, classes) = match *branch {
                CaseBranch::Member {
                    worker,
                    memberships,
                    classes,
                } => {
                    let way = (memberships.to_vec(), classes.to_vec());
                    match resolved.iter_mut().find_map(|one| match one {
                        ResolvedBranch::Member { worker: of, ways } if *of == worker => Some(ways),
                        ResolvedBranch::Member { .. } | ResolvedBranch::Units { .. } => None,
                    }) {
                        Some(ways) => ways.push(way),
                        None => resolved.push(ResolvedBranch::Member {
                            worker,
                            ways: vec![way],
                        }),
                    }
                    continue;
                }
                CaseBranch::Unit { within, classes } | CaseBranch::Spine { within, classes } => {
                    (self.part(within), classes)
                }
            };
            let view = branch.view();
            resolved.push(ResolvedBranch::Units {
                part,
                classes,
                view,
            });
        }
        resolved
    }
}

/// The part of the tree a branch reaches, if it is one of units.
#[must_use]
pub const fn boundary(branch: &CaseBranch) -> Option<Boundary> {
    match branch {
        CaseBranch::Unit { within, .. } | CaseBranch::Spine { within, .. } => Some(*within),
        CaseBranch::Member { .. } => None,
    }
}

/// The cases an actor sees.
///
/// # Errors
/// When the database cannot be asked.
pub fn cases_of(tx: &mut Tx<'_>, actor: &Actor) -> QueryResult<Vec<ResolvedBranch>> {
    let branches = visible_cases(actor);
    let tree = Tree::of(tx, branches.iter().filter_map(boundary))?;
    Ok(tree.resolve(&branches))
}

/// Words as SQL literals, for `IN (…)`; codes are lower-case letters and underscores.
#[must_use]
pub fn words<W: Word>(words: &[W]) -> String {
    let quoted: Vec<String> = words
        .iter()
        .map(|word| format!("'{}'", word.code()))
        .collect();
    quoted.join(", ")
}
