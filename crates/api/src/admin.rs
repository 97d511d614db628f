//! What an operator does at the terminal: the first administrator, and a lost password.

use chrono::{DateTime, Utc};
use clap::Subcommand;
use domain::{
    access::Role,
    parties::{
        GrantId, UnitId, WorkerId,
        password::{check_password, password_form},
        person::PersonName,
        unit::{self, Country, NewUnit, TimeZoneName, UnitCode, UnitDetails, UnitKind, UnitName},
        worker::Username,
    },
    words::{Lang, Word},
};

use crate::{
    act::Stop,
    app::{App, Clock},
    auth::{keys::random, password},
    cli::{Failure, say, system_clock},
    config::DatabaseOptions,
    db::{Db, Settings, Tx},
    identity::guesses::refused,
    on,
};

/// The commands.
#[derive(Subcommand)]
pub enum AdminCommand {
    /// Make the top unit of a country, and its administrator
    Create {
        /// The administrator's user name
        #[arg(long)]
        username: String,
        /// The administrator's full name
        #[arg(long)]
        full_name: String,
        /// The code of the unit, as in file numbers
        #[arg(long)]
        unit_code: String,
        /// The name of the unit
        #[arg(long)]
        unit_name: String,
        /// MY or ID
        #[arg(long)]
        country: String,
        /// The time zone of the unit
        #[arg(long)]
        time_zone: String,
    },
    /// Give a worker a new random password and end the worker's sessions
    ResetPassword {
        /// The worker's user name
        #[arg(long)]
        username: String,
    },
}

/// Runs a command. A password is printed once and kept nowhere.
///
/// # Errors
/// What is wrong with the options or the database.
pub fn run(database: &DatabaseOptions, command: &AdminCommand) -> Result<(), Failure> {
    let db = Db::open(&Settings::new(&database.database_url))?;
    let secret = random_password()?;
    let clock = system_clock();
    let (username, done) = match command {
        AdminCommand::Create {
            username,
            full_name,
            unit_code,
            unit_name,
            country,
            time_zone,
        } => {
            let country = Country::parse(country).ok_or("--country is MY or ID")?;
            let details = UnitDetails {
                kind: UnitKind::Headquarters,
                country,
                code: UnitCode::try_from(unit_code.clone())
                    .map_err(|e| format!("--unit-code {e}"))?,
                name: UnitName::try_from(unit_name.clone())
                    .map_err(|e| format!("--unit-name {e}"))?,
                time_zone: TimeZoneName::try_from(time_zone.clone())
                    .map_err(|e| format!("--time-zone {e}"))?,
                weekend: vec![unit::Weekday::Saturday, unit::Weekday::Sunday],
            };
            let first = First {
                username: Username::try_from(username.clone())
                    .map_err(|e| format!("--username {e}"))?,
                full_name: PersonName::try_from(full_name.clone())
                    .map_err(|e| format!("--full-name {e}"))?,
                unit: NewUnit {
                    id: None,
                    parent_id: None,
                    details,
                },
            };
            (
                username,
                block_on(create_first(&db, &clock, first, &secret)),
            )
        }
        AdminCommand::ResetPassword { username } => (
            username,
            block_on(reset_password(&db, &clock, username.clone(), &secret)),
        ),
    };
    let done = done?;
    db.close();
    done?;
    say(&format!("password of {username}: {secret}"))
}

/// Runs a future to its end on this thread.
fn block_on<F: Future>(future: F) -> Result<F::Output, Failure> {
    Ok(tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(future))
}

/// Twenty letters and digits that are not mistaken for each other: about 98 bits.
///
/// # Errors
/// Only without randomness.
pub fn random_password() -> Result<String, Failure> {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let bytes = random::<64>()?;
    // 248 is the largest multiple of 31 in a byte: above it some letters would come more often.
    let letters = bytes.iter().filter(|byte| **byte < 248).take(20);
    let letters: Vec<u8> = letters
        .map(|byte| LETTERS[usize::from(*byte) % LETTERS.len()])
        .collect();
    Ok(letters
        .chunks(5)
        .map(String::from_utf8_lossy)
        .collect::<Vec<_>>()
        .join("-"))
}

/// The first administrator and the unit at the top.
pub struct First {
    /// The user name.
    pub username: Username,
    /// The full name.
    pub full_name: PersonName,
    /// The unit.
    pub unit: NewUnit,
}

/// Makes the top unit and its administrator.
///
/// # Errors
/// When the time zone does not exist, or the code or user name is taken.
pub async fn create_first(
    db: &Db,
    clock: &Clock,
    first: First,
    secret: &str,
) -> Result<(), Failure> {
    let faults = unit::review(&first.unit.details).err().unwrap_or_default();
    if let Some(fault) = faults.first() {
        return Err(fault.detail(Lang::En).into());
    }
    first
        .unit
        .details
        .time_zone
        .as_str()
        .parse::<chrono_tz::Tz>()
        .map_err(|_| "--time-zone is no IANA time zone")?;
    check_password(secret, first.username.as_str()).map_err(|f| f.at("").detail(Lang::En))?;
    let hash = password::hash(&password_form(secret))?;
    let now = clock();
    let unit_id: UnitId = App::id_at(now);
    let worker_id: WorkerId = App::id_at(now);
    let grant_id: GrantId = App::id_at(now);
    let made: Result<(), Stop> = db
        .write(move |tx| {
            on!(tx, admin::insert_root(unit_id, &first.unit.details, now))?;
            on!(
                tx,
                admin::insert_worker(worker_id, &first, unit_id, &hash, now)
            )?;
            on!(
                tx,
                admin::insert_grant(grant_id, worker_id, Role::Administrator, unit_id, now)
            )?;
            terminal_event(tx, "unit", unit_id.0, "unit.created", worker_id, now)?;
            terminal_event(tx, "worker", worker_id.0, "worker.created", worker_id, now)?;
            terminal_event(tx, "grant", grant_id.0, "grant.given", worker_id, now)
        })
        .await;
    made.map_err(|stop| failure(stop, "is the unit code or the user name taken?"))
}

async fn reset_password(
    db: &Db,
    clock: &Clock,
    username: String,
    secret: &str,
) -> Result<(), Failure> {
    let hash = password::hash(&password_form(secret))?;
    let now = clock();
    let found: Result<bool, Stop> = db
        .write(move |tx| {
            let Some(known) = on!(tx, identity::credentials(&username))? else {
                return Ok(false);
            };
            let worker = known.worker;
            on!(tx, identity::change_password(worker, &known.hash, &hash))?;
            let because = "password reset by an operator";
            on!(tx, identity::revoke_others(worker, None, because, now))?;
            on!(tx, identity::move_epoch())?;
            terminal_event(tx, "worker", worker.0, "worker.password_reset", worker, now)?;
            Ok(true)
        })
        .await;
    match found.map_err(|stop| failure(stop, "nothing was changed"))? {
        true => Ok(()),
        false => Err("there is no active worker with this user name (--username)".into()),
    }
}

fn terminal_event(
    tx: &mut Tx<'_>,
    kind: &'static str,
    id: uuid::Uuid,
    event: &str,
    worker: WorkerId,
    now: DateTime<Utc>,
) -> Result<(), Stop> {
    let event = crate::events::NewEvent {
        id: crate::db::types::Id(App::id_at::<uuid::Uuid>(now)),
        at: now.into(),
        of: crate::events::Of {
            kind,
            id,
            case_id: None,
        },
        version: 1,
        kind: event.to_owned(),
        data: serde_json::json!({}),
        actor: domain::access::Principal::Worker(worker),
        client_id: "terminal".to_owned(),
        request_id: "terminal".to_owned(),
        reason: None,
    };
    Ok(on!(tx, events::append(&event))?)
}

fn failure(stop: Stop, hint: &str) -> Failure {
    format!("{}: {hint}", refused(stop)).into()
}
