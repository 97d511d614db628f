//! The demo: a marked database on this machine with fictitious people, told as a story.

pub mod cases;
mod loopback;
pub mod story;

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    net::{SocketAddr, TcpListener},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use actix_web::web::Data;
use chrono::{DateTime, Utc};
use clap::Args;
use domain::cases::REOPENING_MONTHS;
use domain::parties::birth::{ADULT_AGE, AdultAges};
use domain::parties::unit::{Country, NewUnit, UnitDetails, UnitKind, Weekday};
use serde_json::json;

use crate::{
    act::Stop,
    admin::{First, create_first, random_password},
    app::{App, Parts, serve},
    auth::keys::{self, Keys},
    cli::{self, Failure, say},
    config::{AttachmentOptions, DatabaseOptions, KeyOptions, ServeOptions},
    db::{Db, Lane, Settings, migrate},
    http::{body::BODY_TIME, problem::ApiError},
    identity::guesses::refused,
    logging,
    objects::Objects,
    on,
};
use loopback::Loopback;
use story::{Story, Telling};

/// How to run the demo.
#[derive(Clone, Debug, Args)]
pub struct DemoOptions {
    /// The folder for database, keys and log-ins
    #[arg(long, env = "KES_VAR", default_value = "var")]
    pub var: PathBuf,
    /// Address and port to listen on; loopback only
    #[arg(long, env = "KES_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// Load the demo, tell how long it took, and end
    #[arg(long)]
    pub load_only: bool,
    /// Another database than SQLite in the folder
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
}

/// What the demo tells: the organisation, the first case, and what else comes to an office.
pub const STORIES: [&str; 6] = [
    include_str!("../../../../stories/organisation.json"),
    include_str!("../../../../stories/neglected_older_woman.json"),
    include_str!("../../../../stories/first_case.json"),
    include_str!("../../../../stories/more.json"),
    include_str!("../../../../stories/intake_and_custody.json"),
    include_str!("../../../../stories/boy_in_an_institution.json"),
];

/// The administrator from whom everything starts.
const ADMINISTRATOR: &str = "pentadbir";

/// Runs the demo: makes what is missing, loads the stories once, serves.
///
/// # Errors
/// What keeps it from starting.
pub fn run(options: &DemoOptions) -> Result<(), Failure> {
    let serve_options = serve_options(options);
    let address = serve_options.address()?;
    if !address.ip().is_loopback() {
        return Err("a demo listens on this machine only (option --listen, KES_LISTEN)".into());
    }
    let keys = &serve_options.keys.keys;
    if !keys.exists() {
        keys::generate(keys)?;
    }
    let url = &serve_options.database.database_url;
    migrate::run_pending(url)?;
    let logins = options.var.join("demo.json");
    let db = Db::open(&Settings::new(url))?;
    if !is_marked(&db)? {
        if block_on(db.read(Lane::Slow, |tx| {
            Ok::<_, ApiError>(on!(tx, admin::has_units())?)
        }))?? {
            return Err(format!(
                "this database holds something that is no demo, or half of one: name another \
                 (DATABASE_URL) or remove {}",
                options.var.display()
            )
            .into());
        }
        let mut told = stories()?;
        told.push(cases::story(cases::SEED, &told));
        let requests: usize = told.iter().map(|story| story.steps.len()).sum();
        let begun = Instant::now();
        let passwords = load(&db, keys, serve_options.attachments.open()?, told)?;
        write_logins(&logins, &db, &passwords)?;
        mark(&db)?;
        let took = begun.elapsed().as_secs_f64();
        say(&format!(
            "kes demo: loaded by {requests} requests in {took:.1} s"
        ))?;
    }
    db.close();
    drop(db);
    if options.load_only {
        return Ok(());
    }
    // Only now: the requests of the stories are nobody's news.
    logging::init();
    cli::run_server(&serve_options, true, |app| announce(app, address, &logins))
}

fn serve_options(options: &DemoOptions) -> ServeOptions {
    let sqlite = || format!("sqlite://{}", options.var.join("kes.db").display());
    ServeOptions {
        database: DatabaseOptions {
            database_url: options.database_url.clone().unwrap_or_else(sqlite),
        },
        keys: KeyOptions {
            keys: options.var.join("keys/keys.json"),
        },
        attachments: AttachmentOptions::in_folder(&options.var.join("attachments")),
        listen: options.listen.clone(),
        public_url: None,
        behind_tls_proxy: false,
        trusted_proxies: 0,
        reopening_months: REOPENING_MONTHS,
        adult_age_malaysia: ADULT_AGE,
        adult_age_indonesia: ADULT_AGE,
        workers: 2,
    }
}

/// The first administrator of a country of the demo.
///
/// # Errors
/// Never: the words are our own.
pub fn first(username: &str, country: Country) -> Result<First, Failure> {
    let (code, name, zone, full_name) = match country {
        Country::My => (
            "JKM",
            "Jabatan Kebajikan Masyarakat",
            "Asia/Kuala_Lumpur",
            "Rahimah binti Yusof",
        ),
        Country::Id => ("KEMSOS", "Kementerian Sosial", "Asia/Jakarta", "Wulan Sari"),
    };
    let details = UnitDetails {
        kind: UnitKind::Headquarters,
        country,
        code: code.to_owned().try_into().map_err(|e| format!("{e}"))?,
        name: name.to_owned().try_into().map_err(|e| format!("{e}"))?,
        time_zone: zone.to_owned().try_into().map_err(|e| format!("{e}"))?,
        weekend: vec![Weekday::Saturday, Weekday::Sunday],
    };
    Ok(First {
        username: username.to_owned().try_into().map_err(|e| format!("{e}"))?,
        full_name: full_name
            .to_owned()
            .try_into()
            .map_err(|e| format!("{e}"))?,
        unit: NewUnit {
            id: None,
            parent_id: None,
            details,
        },
    })
}

/// Makes the first administrator of each country, from whom every story starts.
///
/// # Errors
/// When the database has them already, or cannot be written.
pub fn begin(db: &Db) -> Result<BTreeMap<String, String>, Failure> {
    let mut passwords = BTreeMap::new();
    for (username, country) in [(ADMINISTRATOR, Country::My), ("administrator", Country::Id)] {
        passwords.insert(username.to_owned(), random_password()?);
        let secret = &passwords[username];
        let begun: DateTime<Utc> = "2025-09-01T01:00:00Z".parse()?;
        let clock: crate::app::Clock = Arc::new(move || begun);
        let first = first(username, country)?;
        actix_web::rt::System::new().block_on(create_first(db, &clock, first, secret))?;
    }
    Ok(passwords)
}

/// The stories as they are written.
///
/// # Errors
/// Where one is no story.
pub fn stories() -> Result<Vec<Story>, Failure> {
    let read = |text: &&str| serde_json::from_str(text).map_err(Failure::from);
    STORIES.iter().map(read).collect()
}

/// Tells stories to a server of their own, on a clock that follows them.
///
/// # Errors
/// The first step that did not go as told.
pub fn load(
    db: &Db,
    keys: &Path,
    objects: Objects,
    stories: Vec<Story>,
) -> Result<BTreeMap<String, String>, Failure> {
    let time = Arc::new(Mutex::new(DateTime::<Utc>::UNIX_EPOCH));
    let clock = {
        let time = time.clone();
        Arc::new(move || *time.lock().unwrap_or_else(PoisonError::into_inner))
    };
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let parts = Parts {
        db: db.clone(),
        keys: Keys::load(keys)?,
        clock,
        issuer: format!("http://{address}"),
        trusted_proxies: 0,
        body_time: BODY_TIME,
        reopening_months: REOPENING_MONTHS,
        adult_ages: AdultAges::default(),
        objects,
    };
    let app = Data::new(App::new(parts).map_err(|cause| cause.to_string())?);
    let passwords = begin(db)?;
    actix_web::rt::System::new().block_on(async move {
        let running = serve(app, listener, 1)?;
        let handle = running.handle.clone();
        actix_web::rt::spawn(running.server);
        let telling =
            actix_web::rt::task::spawn_blocking(move || tell(address, time, passwords, &stories))
                .await?;
        handle.stop(true).await;
        telling.map_err(Failure::from)
    })
}

fn tell(
    address: SocketAddr,
    time: Arc<Mutex<DateTime<Utc>>>,
    passwords: BTreeMap<String, String>,
    stories: &[Story],
) -> Result<BTreeMap<String, String>, String> {
    let mut stage = Loopback::new(address, time);
    let mut telling = Telling::new(passwords);
    for story in stories {
        telling.tell(story, &mut stage)?;
    }
    Ok(telling.passwords().clone())
}

/// Writes the log-ins beside the database, for the person and for programs.
fn write_logins(path: &Path, db: &Db, passwords: &BTreeMap<String, String>) -> Result<(), Failure> {
    let names: Vec<String> = passwords.keys().cloned().collect();
    let roles: Result<BTreeMap<String, String>, Stop> = block_on(db.read(Lane::Slow, move |tx| {
        let mut roles = BTreeMap::new();
        for name in names {
            if let Some(found) = on!(tx, identity::credentials(&name))? {
                let held = on!(tx, identity::live_grants(found.worker))?;
                let role = held.first().map(|grant| grant.role.to_string());
                roles.insert(name, role.unwrap_or_default());
            }
        }
        Ok(roles)
    }))?;
    let workers: Vec<_> = roles
        .map_err(refused)?
        .into_iter()
        .map(|(username, role)| {
            json!({"username": username, "password": passwords[&username], "role": role})
        })
        .collect();
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?;
    writeln!(
        file,
        "{}",
        serde_json::to_string_pretty(&json!({ "workers": workers }))?
    )?;
    Ok(())
}

fn announce(_: &Data<App>, address: SocketAddr, logins: &Path) -> Result<(), Failure> {
    let text = fs::read_to_string(logins).map_err(|cause| {
        format!(
            "{}: {cause}; remove the demo's folder to start anew",
            logins.display()
        )
    })?;
    let known: serde_json::Value = serde_json::from_str(&text)?;
    say("")?;
    say(&format!(
        "  kes demo   http://{address}       documentation  http://{address}/docs"
    ))?;
    say("")?;
    for worker in known["workers"].as_array().into_iter().flatten() {
        let field = |name: &str| worker[name].as_str().unwrap_or_default().to_owned();
        say(&format!(
            "  {:<16} {:<26} {}",
            field("role"),
            field("username"),
            field("password")
        ))?;
    }
    let worker = known["workers"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|worker| worker["role"] == "caseworker")
        .ok_or("the demo has no caseworker")?;
    let body = json!({"username": worker["username"], "password": worker["password"]});
    say("")?;
    say(&format!(
        "  curl -s http://{address}/v1/sessions -H 'Content-Type: application/json' -d '{body}'"
    ))?;
    say("")
}

/// Runs a future to its end on this thread.
fn block_on<F: Future>(future: F) -> Result<F::Output, Failure> {
    Ok(tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(future))
}

/// Whether a database is marked as a demo.
///
/// # Errors
/// When it cannot be asked.
pub fn is_marked(db: &Db) -> Result<bool, Failure> {
    let marked: Result<bool, ApiError> =
        block_on(db.read(Lane::Slow, |tx| Ok(on!(tx, admin::is_demo())?)))?;
    Ok(marked?)
}

fn mark(db: &Db) -> Result<(), Failure> {
    let marked: Result<(), Stop> = block_on(db.write(|tx| Ok(on!(tx, admin::mark_demo())?)))?;
    Ok(marked.map_err(refused)?)
}
