//! Programmes beside the cases. So far their words.

mod vocabulary;

pub use vocabulary::PkhStaffRole;
