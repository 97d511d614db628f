//! Who acts: a worker with the grants held now, or an integration with its boundary.

use std::collections::BTreeSet;

use super::{Denial, Role, Scope};
use crate::parties::{GrantId, IntegrationId, UnitId, WorkerId};

/// A role held at a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// The role.
    pub role: Role,
    /// The unit at which it is held.
    pub unit_id: UnitId,
}

impl Grant {
    /// The units this grant reaches.
    #[must_use]
    pub fn boundary(&self) -> Boundary {
        // Every role is named, so that a new one breaks the build here and gets its reach.
        let exact = match self.role {
            Role::Caseworker => true,
            Role::Supervisor
            | Role::Director
            | Role::Administrator
            | Role::Auditor
            | Role::DataOfficer
            | Role::DirectoryEditor => false,
        };
        let unit = self.unit_id;
        Boundary { unit, exact }
    }
}

/// A part of the tree of units: one unit, with all units below it or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Boundary {
    /// The top of the part.
    pub unit: UnitId,
    /// Whether it is only that unit.
    pub exact: bool,
}

impl Boundary {
    /// Whether it holds a record with this `reach` (own unit first, then every ancestor).
    #[must_use]
    pub fn holds(&self, reach: &[UnitId]) -> bool {
        if self.exact {
            reach.first() == Some(&self.unit)
        } else {
            reach.contains(&self.unit)
        }
    }
}

/// Whose token it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Principal {
    /// A person who works for the agency.
    Worker(WorkerId),
    /// A machine of this or another agency.
    Integration(IntegrationId),
}

/// Who acts, with everything that decides what they may do, as it is at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Whose token it is.
    pub principal: Principal,
    /// The unit a worker belongs to (which by itself allows nothing); of an integration, the
    /// top of the part of the tree it works in.
    pub unit: UnitId,
    /// The roles held now; an integration has none, and any it had would count for nothing.
    pub grants: Vec<Grant>,
    /// The scopes of the token, already cut to what client and user both have.
    pub scopes: BTreeSet<Scope>,
}

impl Actor {
    /// The worker, if it is one.
    #[must_use]
    pub fn worker(&self) -> Option<WorkerId> {
        match self.principal {
            Principal::Worker(id) => Some(id),
            Principal::Integration(_) => None,
        }
    }

    /// The part of the tree an integration works in, if it is one.
    pub(super) fn machine(&self) -> Option<Boundary> {
        match self.principal {
            Principal::Worker(_) => None,
            Principal::Integration(_) => Some(Boundary {
                unit: self.unit,
                exact: false,
            }),
        }
    }

    /// The grants that count.
    pub(super) fn held(&self) -> &[Grant] {
        match self.principal {
            Principal::Worker(_) => &self.grants,
            Principal::Integration(_) => &[],
        }
    }

    /// Whether one of these roles is held anywhere.
    pub(super) fn holds(&self, roles: &[Role]) -> bool {
        self.held().iter().any(|grant| roles.contains(&grant.role))
    }

    /// Whether one of these roles is held where it reaches the record.
    pub(super) fn reaches(&self, roles: &[Role], reach: &[UnitId]) -> bool {
        self.held()
            .iter()
            .any(|grant| roles.contains(&grant.role) && grant.boundary().holds(reach))
    }
}

/// Whether the actor may give a role at the unit with this `reach` to that worker.
///
/// Nobody grants more than the own role reaches: an administrator gives any role, but only at
/// the own grant's unit and below. And nobody grants to themselves°, or an administrator, who sees
/// no case, could see them all after one call. This comes on top of [`decide`](super::decide)
/// for [`Action::GrantRole`](super::Action::GrantRole) on the worker.
///
/// # Errors
/// Why not.
pub fn may_grant(actor: &Actor, to: WorkerId, reach: &[UnitId]) -> Result<(), Denial> {
    let any_of = Role::ADMINISTRATORS;
    if !actor.reaches(any_of, reach) {
        return Err(Denial::RoleMissing { any_of });
    }
    if actor.worker() == Some(to) {
        return Err(Denial::OwnRequest);
    }
    Ok(())
}

/// Whether an administrator stays when a grant of this role ends (revoked, or its worker
/// deactivated).
///
/// `others` counts the other administrators' grants of active workers at the same unit or above
/// it: so no part of the tree, and least of all its top, is left with nobody to administer it.
#[must_use]
pub fn administrator_stays(ending: Role, others: u64) -> bool {
    ending != Role::Administrator || others > 0
}
