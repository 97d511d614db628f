//! Attachments: what is said of them, their content on its way in and out, and what is swept up.

pub mod content;
pub mod download;
pub mod receive;
pub mod routes;
pub mod sweep;
