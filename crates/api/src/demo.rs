//! The demo: a marked database on this machine with fictitious people, told as a story.

use std::path::PathBuf;

use clap::Args;

use crate::{cli::Failure, db::Db};

/// How to run the demo.
#[derive(Clone, Debug, Args)]
pub struct DemoOptions {
    /// The folder for database, keys and log-ins
    #[arg(long, env = "KES_VAR", default_value = "var")]
    pub var: PathBuf,
    /// Address and port to listen on; loopback only
    #[arg(long, env = "KES_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// Another database than SQLite in the folder
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
}

/// Runs the demo.
///
/// # Errors
/// What keeps it from starting.
pub fn run(_options: &DemoOptions) -> Result<(), Failure> {
    Err("x".into())
}

/// Whether a database is marked as a demo.
///
/// # Errors
/// When it cannot be asked.
pub fn is_marked(_db: &Db) -> Result<bool, Failure> {
    Ok(false)
}
