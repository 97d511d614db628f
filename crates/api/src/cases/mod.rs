//! The case from its opening on.

pub mod attachments;
pub mod contacts;
pub mod facts;
pub mod list;
pub mod load;
pub mod members;
pub mod notes;
pub mod overrides;
pub mod records;
pub mod routes;
pub mod stages;
pub mod tasks;
pub mod timeline;
pub mod views;
