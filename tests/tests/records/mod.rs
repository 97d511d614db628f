//! What is written down about a case: notes, contacts and tasks.

pub mod case;
mod common;
mod contacts;
mod notes;
mod scene;
mod tasks;
