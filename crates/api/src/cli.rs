//! The commands of `kes`.

use std::{io::Write as _, net::TcpListener, sync::Arc};

use actix_web::web::Data;
use clap::{Parser, Subcommand};

use crate::{
    admin,
    app::{App, Parts, serve},
    auth::keys::{self, Keys},
    config::{DatabaseOptions, KeyOptions, ServeOptions},
    db::{Db, Settings, migrate},
    demo, housekeeping,
    http::body::BODY_TIME,
    logging,
};

/// Social-work case management: intake to closed file, over HTTP.
#[derive(Parser)]
#[command(name = "kes", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API
    Serve(ServeOptions),
    /// Make and serve a demo on this machine: database, keys, fictitious people, log-ins
    Demo(demo::DemoOptions),
    /// Bring the database to the newest version, or look, or go back
    Migrate {
        #[command(flatten)]
        database: DatabaseOptions,
        #[command(subcommand)]
        direction: Option<Direction>,
    },
    /// Make or rotate the keys
    Keys {
        #[command(flatten)]
        keys: KeyOptions,
        #[command(subcommand)]
        command: KeyCommand,
    },
    /// Make the first administrator, or give a worker a new password
    Admin {
        #[command(flatten)]
        database: DatabaseOptions,
        #[command(subcommand)]
        command: admin::AdminCommand,
    },
    /// Print the OpenAPI contract
    Openapi,
}

#[derive(Clone, Copy, Subcommand)]
enum Direction {
    /// Apply what is pending (the default)
    Up,
    /// Take the last migration back: ITS DATA IS LOST
    Down,
    /// List what is pending; exit code 1 if anything is
    Status,
}

#[derive(Clone, Copy, Subcommand)]
enum KeyCommand {
    /// Make a new key file (never overwrites one)
    Generate,
    /// Put new signing and sealing keys in front; the old ones still verify and open
    Rotate,
}

/// What a command ends with when it fails.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Runs the command line.
///
/// # Errors
/// A sentence that says what to do.
pub fn run() -> Result<(), Failure> {
    match Cli::parse().command {
        Command::Serve(options) => {
            logging::init();
            run_server(&options, false, |_| Ok(()))
        }
        Command::Demo(options) => demo::run(&options),
        Command::Migrate {
            database,
            direction,
        } => migrate_database(&database, direction),
        Command::Keys {
            keys: options,
            command,
        } => {
            match command {
                KeyCommand::Generate => keys::generate(&options.keys)?,
                KeyCommand::Rotate => keys::rotate(&options.keys)?,
            }
            say(&format!(
                "{}: keep a copy in a safe place; without it, identifiers cannot be read again",
                options.keys.display()
            ))
        }
        Command::Admin { database, command } => admin::run(&database, &command),
        Command::Openapi => {
            let registry = crate::http::routes::Registry::new(crate::rooms::routes());
            let contract = crate::http::contract::contract(&registry);
            write!(
                std::io::stdout(),
                "{}",
                crate::http::contract::text(&contract)
            )?;
            Ok(())
        }
    }
}

/// Prints a line for the person at the terminal.
///
/// # Errors
/// When there is nobody to print for.
pub fn say(line: &str) -> Result<(), Failure> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

fn migrate_database(
    database: &DatabaseOptions,
    direction: Option<Direction>,
) -> Result<(), Failure> {
    let url = &database.database_url;
    let (done, what) = match direction.unwrap_or(Direction::Up) {
        Direction::Up => (migrate::run_pending(url)?, "applied"),
        Direction::Down => (migrate::revert_last(url)?, "taken back"),
        Direction::Status => {
            let pending = migrate::pending(url)?;
            for name in &pending {
                say(&format!("pending {name}"))?;
            }
            if !pending.is_empty() {
                return Err("migrations are pending: run `kes migrate`".into());
            }
            return say("the database is up to date");
        }
    };
    for name in &done {
        say(&format!("{what} {name}"))?;
    }
    if done.is_empty() {
        say("nothing to do")
    } else {
        Ok(())
    }
}

/// Opens the database, refusing one that is not ready to serve.
///
/// # Errors
/// What is wrong with it and how to mend it.
pub fn open(url: &str, demo: bool) -> Result<Db, Failure> {
    let pending = migrate::pending(url)?;
    if !pending.is_empty() {
        return Err(format!(
            "migrations are pending ({}): run `kes migrate`",
            pending.join(", ")
        )
        .into());
    }
    let db = Db::open(&Settings::new(url))?;
    let marked = demo::is_marked(&db)?;
    match (marked, demo) {
        (true, false) => Err(
            "this database is a demo: `kes serve` refuses it; use `kes demo` \
                              or another DATABASE_URL"
                .into(),
        ),
        (true, true) | (false, _) => Ok(db),
    }
}

/// Serves until SIGTERM or SIGINT; `ready` runs once requests are accepted.
///
/// # Errors
/// What keeps it from starting, naming the option.
pub fn run_server(
    options: &ServeOptions,
    demo: bool,
    ready: impl FnOnce(&Data<App>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let address = options.address()?;
    let keys = Keys::load(&options.keys.keys)?;
    let objects = options.attachments.open()?;
    let db = open(&options.database.database_url, demo)?;
    let listener = TcpListener::bind(address)
        .map_err(|cause| format!("cannot listen on {address} (option --listen): {cause}"))?;
    let issuer = options.issuer(listener.local_addr()?);
    let app = App::new(Parts {
        db,
        keys,
        clock: system_clock(),
        issuer,
        trusted_proxies: options.trusted_proxies,
        body_time: BODY_TIME,
        reopening_months: options.reopening_months,
        adult_ages: options.adult_ages(),
        objects,
    })
    .map_err(|cause| cause.to_string())?;
    let app = Data::new(app);
    actix_web::rt::System::new().block_on(async {
        let running = serve(app.clone(), listener, options.workers)?;
        actix_web::rt::spawn(housekeeping::run(app.clone()));
        log::info!(target: "kes::start", "listening on {}", running.address);
        ready(&app)?;
        let (handle, stopping) = (running.handle, app.clone());
        actix_web::rt::spawn(async move {
            stop_signal().await;
            log::info!(target: "kes::stop", "draining");
            stopping.metrics().drain();
            handle.stop(true).await;
        });
        running.server.await?;
        app.read_log().flush(app.db()).await;
        app.db().close();
        Ok(())
    })
}

/// The machine's clock.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "the clock is made here, where the app is assembled"
)]
pub fn system_clock() -> crate::app::Clock {
    Arc::new(chrono::Utc::now)
}

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut term), Ok(mut int)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        log::error!(target: "kes::stop", "signals cannot be received; stop with SIGKILL");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}
