//! The case from its opening on.

pub mod attachments;
pub mod contacts;
pub mod custody;
pub mod disclosures;
pub mod due;
pub mod engagement;
pub mod facts;
pub mod hold;
pub mod list;
pub mod load;
pub mod members;
pub mod notes;
pub mod offers;
pub mod overrides;
pub mod reassignments;
pub mod records;
pub mod repeat;
pub mod routes;
pub mod search;
pub mod stages;
pub mod succession;
pub mod tasks;
pub mod timeline;
pub mod transfers;
pub mod views;
pub mod work;
