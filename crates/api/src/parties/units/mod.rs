//! The tree of organisation units.
