//! The case from its opening on.

pub mod contacts;
pub mod load;
pub mod notes;
pub mod records;
pub mod tasks;
