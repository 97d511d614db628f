//! End-to-end tests over real HTTP, on SQLite and on PostgreSQL, as a person would use the service.
//!
//! ```no_run
//! use serde_json::json;
//! let app = tests::App::start();
//! let siti = app.as_caseworker();
//! let made = siti.post("/v1/persons", json!({"full_name": "Pak Mat"})).send().created();
//! let path = format!("/v1/persons/{}", made.id());
//! siti.patch(&path, json!({"full_name": "Mat bin Ali"})).if_match(&made.etag()).send().ok();
//! app.as_("dewi").get(&path).send().problem(404, "not_found");
//! ```
//!
//! `TEST_DATABASE_URL` names a PostgreSQL server on which databases may be made; without it the
//! same tests run on SQLite. Every test has a database and a server of its own, a clock that
//! stands still until it is told to go, and the organisation of [`organisation`].
mod app;
pub mod assessments;
mod binary;
pub mod cases;
mod client;
pub mod crash;
pub mod engagement;
pub mod intakes;
pub mod life;
pub mod monitoring;
pub mod organisation;
mod place;
pub mod plans;
mod proxy;
mod race;
mod reply;
mod rows;
mod shared;
pub mod story;
pub mod work;

pub use app::{App, Clock, LARGEST_ATTACHMENT, START};
pub use binary::{Kes, kes};
pub use client::{Call, Client};
pub use organisation::{PASSWORD, SECRET};
pub use place::on_postgres;
pub use proxy::{Fate, Proxy};
pub use race::race;
pub use reply::{Raw, Reply};
pub use rows::Rows;
