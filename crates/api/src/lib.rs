//! HTTP, storage and jobs of `kes`.

pub mod access_sql;
pub mod act;
pub mod admin;
pub mod app;
pub mod assessment;
pub mod auth;
#[cfg(any(test, feature = "bench"))]
pub mod bench;
pub mod cases;
pub mod cli;
pub mod config;
pub mod db;
pub mod demo;
pub mod elements;
pub mod events;
pub mod housekeeping;
pub mod http;
pub mod identity;
pub mod intake;
pub mod logging;
pub mod monitoring;
pub mod objects;
pub mod parties;
pub mod plans;
pub mod read;
pub mod rooms;
pub mod service;
pub mod termination;
