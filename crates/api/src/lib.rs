//! HTTP, storage and jobs of `kes`.

pub mod act;
pub mod app;
pub mod auth;
pub mod db;
pub mod events;
pub mod http;
pub mod identity;
pub mod read;
pub mod rooms;
pub mod service;
