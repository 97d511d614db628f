//! What the service says about itself: health, metrics, contract, docs, problem types, code lists.

pub mod code_lists;
pub mod docs;
pub mod process_guide;
pub mod routes;
