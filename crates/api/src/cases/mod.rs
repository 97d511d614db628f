//! The case from its opening on.

pub mod list;
pub mod load;
pub mod overrides;
pub mod views;
