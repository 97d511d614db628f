//! The people and offices of the work: units, workers, integrations and persons.

pub mod units;
