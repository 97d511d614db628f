//! Persons: registered, searched, amended; what their records said before.

pub mod load;
