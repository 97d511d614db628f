//! The case from its opening on.

pub mod load;
pub mod overrides;
