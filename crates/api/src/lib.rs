//! HTTP, storage and jobs of `kes`.

pub mod db;
