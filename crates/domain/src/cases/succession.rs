//! Who takes over the cases of a worker who is deactivated: a case is never without a worker, and
//! goes to the supervisor (rule 20).

use crate::access::Role;
use crate::parties::{UnitId, WorkerId};

/// An active supervisor or director.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Superior {
    /// Who.
    pub worker_id: WorkerId,
    /// As what.
    pub role: Role,
    /// Where the role is held.
    pub unit_id: UnitId,
}

/// The one supervisor of the unit, or its one director, or the same at the nearest unit above
/// that has any; nobody where several could be meant. `reach` is the unit of the case, then every
/// unit above it.
#[must_use]
pub fn successor(reach: &[UnitId], superiors: &[Superior], leaves: WorkerId) -> Option<WorkerId> {
    for unit in reach {
        for role in [Role::Supervisor, Role::Director] {
            let here = |one: &&Superior| {
                one.unit_id == *unit && one.role == role && one.worker_id != leaves
            };
            let mut found = superiors.iter().filter(here);
            match (found.next(), found.next()) {
                (None, _) => {}
                (Some(one), None) => return Some(one.worker_id),
                (Some(_), Some(_)) => return None,
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn unit(n: u128) -> UnitId {
        UnitId(Uuid::from_u128(n))
    }

    fn worker(n: u128) -> WorkerId {
        WorkerId(Uuid::from_u128(n))
    }

    fn superior(n: u128, role: Role, at: u128) -> Superior {
        Superior {
            worker_id: worker(n),
            role,
            unit_id: unit(at),
        }
    }

    #[test]
    fn the_nearest_superior_takes_over_if_there_is_only_one() {
        use Role::{Director, Supervisor};
        let reach = [unit(1), unit(2)];
        let (azman, ismail) = (superior(1, Supervisor, 1), superior(2, Director, 2));
        let rosnah = superior(3, Supervisor, 1);
        let head = superior(4, Director, 1);
        let found = |these: &[Superior], leaves| successor(&reach, these, worker(leaves));
        assert_eq!(found(&[ismail, azman], 9), Some(worker(1)));
        assert_eq!(found(&[ismail, head, azman], 9), Some(worker(1)));
        assert_eq!(found(&[ismail, head, azman], 1), Some(worker(4)));
        assert_eq!(found(&[ismail, azman], 1), Some(worker(2)));
        assert_eq!(found(&[ismail, azman, rosnah], 9), None);
        assert_eq!(found(&[ismail, azman, rosnah], 3), Some(worker(1)));
        assert_eq!(found(&[ismail], 2), None);
        assert_eq!(found(&[superior(5, Supervisor, 7)], 9), None);
    }
}
