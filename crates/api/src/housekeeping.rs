//! What happens by itself: the read log is written, old keys and guesses are forgotten, content of
//! attachments that nothing took over is removed, and on PostgreSQL the epoch of rights is watched, so that another node's revocation is heard here.

use std::time::Duration;

use actix_web::{rt, web::Data};
use chrono::Duration as Days;
use tokio::time::sleep;

use crate::{
    act::Stop,
    app::App,
    cases::attachments::sweep::sweep,
    db::{Backend, Lane, types::Instant},
    http::problem::ApiError,
    identity::guesses::forgotten_before,
    on,
};

/// How long the answers of idempotency keys and the sessions that have ended are kept.
const KEPT: Days = Days::days(30);
/// How many rows go in one transaction.
const STEP: i64 = 500;

/// Runs until the process ends.
pub async fn run(app: Data<App>) {
    rt::spawn(app.read_log().clone().keep_writing(app.db().clone()));
    if app.db().backend() == Backend::Postgres {
        rt::spawn(watch_epoch(app.clone()));
    }
    loop {
        if let Err(cause) = forget(&app).await {
            log::warn!(target: "kes::housekeeping", "{cause:?}");
        }
        if let Err(cause) = sweep(&app).await {
            log::warn!(target: "kes::housekeeping", "{cause:?}");
        }
        sleep(Duration::from_secs(3600)).await;
    }
}

async fn watch_epoch(app: Data<App>) {
    loop {
        sleep(Duration::from_secs(1)).await;
        let epoch: Result<i64, ApiError> = app
            .db()
            .read(Lane::Interactive, |tx| Ok(on!(tx, identity::epoch())?))
            .await;
        // What cannot be confirmed is forgotten: the next request asks the database itself.
        app.standings().forget(epoch.unwrap_or(-1));
    }
}

/// Forgets what is past keeping, in small steps.
///
/// # Errors
/// When the database does not take it; the next round will.
pub async fn forget(app: &Data<App>) -> Result<(), Stop> {
    let now = app.now();
    loop {
        let gone = app
            .db()
            .write_bulk(move |tx| {
                let before = Instant::from(now - KEPT);
                let answers = on!(tx, events::forget_answers(before, STEP))?;
                let sessions = on!(tx, identity::forget_sessions(before, STEP))?;
                on!(tx, identity::forget_guesses(forgotten_before(now)))?;
                Ok::<_, Stop>(answers.max(sessions))
            })
            .await?;
        if gone < STEP.unsigned_abs() as usize {
            return Ok(());
        }
    }
}
