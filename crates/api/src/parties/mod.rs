//! The people and offices of the work: units, workers, integrations and persons.

pub mod external_refs;
pub mod persons;
pub mod units;
