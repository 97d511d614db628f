//! Objects that were written, whole or in part, and that no attachment took over.
//!
//! An upload is noted before its first byte and forgotten in the transaction in which an
//! attachment takes the object over. So what was noted long ago belongs to nothing, whatever broke
//! off where: the client, the network, this process or the database.

use actix_web::web::Data;
use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    act::Stop,
    app::App,
    db::Lane,
    http::problem::{ApiError, ProblemCode},
    on,
};

/// How long after its beginning an upload is left alone.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// How long after its beginning an object can be taken over: well before it may be swept up, so
/// that no two clocks have to agree.
const IN_TIME: TimeDelta = TimeDelta::hours(12);

/// An upload that began after this can still be taken over.
#[must_use]
pub fn still_in_time(now: DateTime<Utc>) -> DateTime<Utc> {
    now - IN_TIME
}

/// Removes what was left behind.
///
/// # Errors
/// When the database or the store does not take it; the next round will.
pub async fn sweep(app: &Data<App>) -> Result<(), Stop> {
    let before = app.now() - KEPT;
    loop {
        let left = app
            .db()
            .read(Lane::Slow, move |tx| {
                Ok::<_, ApiError>(on!(tx, attachments::left_behind(before))?)
            })
            .await?;
        if left.is_empty() {
            return Ok(());
        }
        for object in left {
            // The object first: as long as it is noted it will be tried again.
            if let Err(cause) = app.objects().discard(object).await {
                log::warn!(target: "kes::attachments", "{object} cannot be removed: {cause}");
                return Err(ProblemCode::Unavailable.into());
            }
            app.db()
                .write_bulk(move |tx| {
                    on!(tx, attachments::forget_upload(object))?;
                    Ok::<_, Stop>(())
                })
                .await?;
        }
    }
}
