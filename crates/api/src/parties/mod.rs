//! The people and offices of the work: units, workers, integrations and persons.

pub mod external_refs;
use std::fmt::Display;

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult,
    result::{DatabaseErrorKind, Error},
};
use domain::{
    access::{Facts, UnitFacts, sight},
    parties::UnitId,
    warnings::{Fault, FaultCode},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    act::{Act, Stop},
    http::{
        paging::Place,
        problem::{Problem, ProblemCode},
    },
    on,
};

pub mod grants;
pub mod groups;
pub mod history;
pub mod households;
pub mod integrations;
pub mod members;
pub mod persons;
pub mod qualifications;
pub mod relationships;
pub mod requirements;
pub mod units;
pub mod workers;

/// The order of a list of units, workers or integrations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegisterOrder {
    /// As they were made.
    #[default]
    CreatedAt,
    /// The one changed longest ago first: for incremental pulls.
    ModifiedAt,
}

impl RegisterOrder {
    /// Where a record stands in it; ids are made in order.
    #[must_use]
    pub fn place(self, modified_at: DateTime<Utc>, id: Uuid) -> Place {
        let at = match self {
            Self::CreatedAt => DateTime::UNIX_EPOCH,
            Self::ModifiedAt => modified_at,
        };
        Place { at, id }
    }
}

/// A boxed query of a register in one of its orders, from a place on, changed after a time.
macro_rules! in_order {
    ($query:expr, $table:ident, $sort:expr, $modified_after:expr, $after:expr) => {{
        let mut query = $query;
        if let Some(after) = $modified_after {
            query = query.filter($table::modified_at.gt(Instant::from(after)));
        }
        match ($sort, $after) {
            (RegisterOrder::CreatedAt, None) => query.order($table::id),
            (RegisterOrder::CreatedAt, Some(after)) => {
                query.filter($table::id.gt(Id(after.id))).order($table::id)
            }
            (RegisterOrder::ModifiedAt, None) => query.order(($table::modified_at, $table::id)),
            (RegisterOrder::ModifiedAt, Some(after)) => {
                let (at, id) = (Instant::from(after.at), Id(after.id));
                let same_time = $table::modified_at.eq(at).and($table::id.gt(id));
                query
                    .filter($table::modified_at.gt(at).or(same_time))
                    .order(($table::modified_at, $table::id))
            }
        }
    }};
}
pub(crate) use in_order;

/// The unit that a body names, then every unit above it.
///
/// # Errors
/// 422 at the pointer, the same for a unit that is not there and one the caller knows nothing of.
pub fn named_unit(act: &mut Act<'_, '_>, pointer: &str, id: UnitId) -> Result<Vec<UnitId>, Stop> {
    let reach = on!(act.tx, units::reach(id))?.filter(|reach| {
        let facts = Facts::Unit(UnitFacts {
            reach: reach.clone(),
        });
        sight(&act.actor, &facts).is_some()
    });
    reach.ok_or_else(|| invalid(vec![Fault::new(pointer, FaultCode::UnknownReference)]))
}

/// What is wrong with a body.
#[must_use]
pub fn invalid(faults: Vec<Fault>) -> Stop {
    Problem::faults(ProblemCode::InvalidBody, faults).into()
}

/// 409 for a value that another record has.
#[must_use]
pub fn taken(value: impl Display) -> Stop {
    Problem::naming(ProblemCode::AlreadyExists, value).into()
}

/// What a write came to, where another transaction may have taken a unique value meanwhile.
///
/// # Errors
/// 409 for a violation of this constraint.
pub fn unless_taken<T>(
    written: QueryResult<T>,
    constraint: &str,
    value: impl Display,
) -> Result<T, Stop> {
    written.map_err(|error| match &error {
        Error::DatabaseError(DatabaseErrorKind::UniqueViolation, about)
            if about.constraint_name() == Some(constraint) =>
        {
            taken(value)
        }
        _ => error.into(),
    })
}
