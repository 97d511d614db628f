//! Queries of sessions, credentials and guesses.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    access::{Grant, Principal, Role, Scope},
    parties::{IntegrationId, SessionId, UnitId, WorkerId},
};

use super::Conn;
use crate::{
    auth::caller::Standing,
    db::{
        schema::{
            access_epoch, grants, guesses, integration_secrets, integrations, sessions, units,
            workers,
        },
        types::{Code, Id, Instant, Json},
    },
    identity::{
        guesses::Guess,
        open::{Credentials, Family, MachineSecrets, NewSession},
        views::{MyIntegration, MyUnit, MyWorker, Session},
    },
};

/// A session as access sees it, if there is one.
pub fn standing(conn: &mut Conn, id: SessionId) -> QueryResult<Option<Standing>> {
    type Row = (
        Option<Id>,
        Option<Id>,
        String,
        Json<BTreeSet<Scope>>,
        Instant,
        Option<Instant>,
        Option<(Id, bool)>,
        Option<(Id, bool)>,
    );
    let row: Option<Row> = sessions::table
        .left_join(workers::table)
        .left_join(integrations::table)
        .filter(sessions::id.eq(Id::from(id)))
        .select((
            sessions::worker_id,
            sessions::integration_id,
            sessions::client_id,
            sessions::scopes,
            sessions::expires_at,
            sessions::revoked_at,
            (workers::unit_id, workers::active).nullable(),
            (integrations::unit_id, integrations::active).nullable(),
        ))
        .get_result(conn)
        .optional()?;
    let Some((worker, integration, client_id, scopes, expires_at, revoked_at, w, i)) = row else {
        return Ok(None);
    };
    let (principal, unit, active) = match (worker, integration, w, i) {
        (Some(id), _, Some((unit, active)), _) => (Principal::Worker(id.to()), unit, active),
        (_, Some(id), _, Some((unit, active))) => (Principal::Integration(id.to()), unit, active),
        _ => return Ok(None),
    };
    let grants = match principal {
        Principal::Worker(worker) => live_grants(conn, worker)?,
        Principal::Integration(_) => Vec::new(),
    };
    Ok(Some(Standing {
        principal,
        unit: unit.to(),
        grants,
        scopes: scopes.0,
        client_id,
        live: active && revoked_at.is_none(),
        expires_at: expires_at.0,
    }))
}

/// The roles a worker holds now.
pub fn live_grants(conn: &mut Conn, worker: WorkerId) -> QueryResult<Vec<Grant>> {
    let rows: Vec<(Id, Code<Role>, Id)> = grants::table
        .filter(grants::worker_id.eq(Id::from(worker)))
        .filter(grants::revoked_at.is_null())
        .order(grants::id)
        .select((grants::id, grants::role, grants::unit_id))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, role, unit)| Grant {
            id: id.to(),
            role: role.0,
            unit_id: unit.to(),
        })
        .collect())
}

/// What a log-in is compared with.
pub fn credentials(conn: &mut Conn, username: &str) -> QueryResult<Option<Credentials>> {
    workers::table
        .filter(workers::username.eq(username))
        .filter(workers::active)
        .select((workers::id, workers::username, workers::password_hash))
        .get_result::<(Id, String, String)>(conn)
        .optional()
        .map(|row| {
            row.map(|(id, username, hash)| Credentials {
                worker: id.to(),
                username,
                hash,
            })
        })
}

/// The password hash of a worker who may log in; the row stays as it is until the transaction ends.
pub fn live_password(conn: &mut Conn, worker: WorkerId) -> QueryResult<Option<String>> {
    let query = workers::table
        .find(Id::from(worker))
        .filter(workers::active)
        .select(workers::password_hash);
    super::for_update!(query).get_result(conn).optional()
}

/// The user name and password hash of a worker.
pub fn own_credentials(conn: &mut Conn, worker: WorkerId) -> QueryResult<Credentials> {
    workers::table
        .find(Id::from(worker))
        .select((workers::id, workers::username, workers::password_hash))
        .get_result::<(Id, String, String)>(conn)
        .map(|(id, username, hash)| Credentials {
            worker: id.to(),
            username,
            hash,
        })
}

/// Puts a new password hash in place of the one that was verified; `false` if it is another by now.
pub fn change_password(
    conn: &mut Conn,
    worker: WorkerId,
    before: &str,
    after: &str,
) -> QueryResult<bool> {
    diesel::update(
        workers::table
            .filter(workers::id.eq(Id::from(worker)))
            .filter(workers::password_hash.eq(before)),
    )
    .set(workers::password_hash.eq(after))
    .execute(conn)
    .map(|changed| changed == 1)
}

/// An active integration with its live secrets' hashes.
pub fn integration_secrets(
    conn: &mut Conn,
    id: IntegrationId,
) -> QueryResult<Option<MachineSecrets>> {
    let scopes: Option<Json<BTreeSet<Scope>>> = integrations::table
        .find(Id::from(id))
        .filter(integrations::active)
        .select(integrations::scopes)
        .get_result(conn)
        .optional()?;
    let Some(scopes) = scopes else {
        return Ok(None);
    };
    let hashes = integration_secrets::table
        .filter(integration_secrets::integration_id.eq(Id::from(id)))
        .filter(integration_secrets::revoked_at.is_null())
        .select(integration_secrets::secret_hash)
        .load(conn)?;
    Ok(Some(MachineSecrets {
        scopes: scopes.0,
        hashes,
    }))
}

/// Opens a session.
pub fn open(conn: &mut Conn, new: &NewSession) -> QueryResult<()> {
    let (worker, integration) = match new.principal {
        Principal::Worker(id) => (Some(Id::from(id)), None),
        Principal::Integration(id) => (None, Some(Id::from(id))),
    };
    let now = Instant::from(new.now);
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(Id::from(new.id)),
            sessions::worker_id.eq(worker),
            sessions::integration_id.eq(integration),
            sessions::client_id.eq(&new.client_id),
            sessions::scopes.eq(Json(new.scopes.clone())),
            sessions::device.eq(&new.device),
            sessions::generation.eq(1_i64),
            sessions::rotated_at.eq(now),
            sessions::created_at.eq(now),
            sessions::expires_at.eq(Instant::from(new.expires_at)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// A session's family of refresh tokens, locked for this transaction.
pub fn lock_family(conn: &mut Conn, id: SessionId) -> QueryResult<Option<Family>> {
    let query = sessions::table.find(Id::from(id)).select((
        sessions::generation,
        sessions::rotated_at,
        sessions::worker_id,
    ));
    super::for_update!(query)
        .get_result::<(i64, Instant, Option<Id>)>(conn)
        .optional()
        .map(|row| {
            row.map(|(generation, rotated_at, worker)| Family {
                generation,
                rotated_at: rotated_at.0,
                of_worker: worker.is_some(),
            })
        })
}

/// Starts the next generation.
pub fn rotate(conn: &mut Conn, id: SessionId, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(sessions::table.find(Id::from(id)))
        .set((
            sessions::generation.eq(sessions::generation + 1),
            sessions::rotated_at.eq(Instant::from(now)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Ends a session that has not ended yet.
pub fn revoke(
    conn: &mut Conn,
    id: SessionId,
    because: &str,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::update(
        sessions::table
            .filter(sessions::id.eq(Id::from(id)))
            .filter(sessions::revoked_at.is_null()),
    )
    .set((
        sessions::revoked_at.eq(Instant::from(now)),
        sessions::revoked_because.eq(because),
    ))
    .execute(conn)
    .map(|changed| changed > 0)
}

/// Ends every session of a worker but one.
pub fn revoke_others(
    conn: &mut Conn,
    worker: WorkerId,
    kept: Option<SessionId>,
    because: &str,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let kept = kept.map_or(Id(uuid::Uuid::nil()), Id::from);
    diesel::update(
        sessions::table
            .filter(sessions::worker_id.eq(Id::from(worker)))
            .filter(sessions::id.ne(kept))
            .filter(sessions::revoked_at.is_null()),
    )
    .set((
        sessions::revoked_at.eq(Instant::from(now)),
        sessions::revoked_because.eq(because),
    ))
    .execute(conn)
}

/// Moves the epoch: every node forgets what it remembers of rights.
pub fn move_epoch(conn: &mut Conn) -> QueryResult<i64> {
    diesel::update(access_epoch::table.find(1))
        .set(access_epoch::epoch.eq(access_epoch::epoch + 1))
        .returning(access_epoch::epoch)
        .get_result(conn)
}

/// The epoch.
pub fn epoch(conn: &mut Conn) -> QueryResult<i64> {
    access_epoch::table
        .find(1)
        .select(access_epoch::epoch)
        .get_result(conn)
}

/// The live sessions of a worker, newest first.
pub fn list(
    conn: &mut Conn,
    worker: WorkerId,
    current: SessionId,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Session>> {
    let rows: Vec<(Id, String, Option<String>, Instant, Instant, Instant)> = sessions::table
        .filter(sessions::worker_id.eq(Id::from(worker)))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(Instant::from(now)))
        .order(sessions::id.desc())
        .select((
            sessions::id,
            sessions::client_id,
            sessions::device,
            sessions::created_at,
            sessions::rotated_at,
            sessions::expires_at,
        ))
        .limit(201)
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(
            |(id, client_id, device, created_at, rotated_at, expires_at)| Session {
                id: id.to(),
                client_id,
                device,
                created_at: created_at.0,
                last_used_at: rotated_at.0,
                expires_at: expires_at.0,
                current: id.to::<SessionId>() == current,
            },
        )
        .collect())
}

/// Whose session it is, ended or not.
pub fn owner(conn: &mut Conn, id: SessionId) -> QueryResult<Option<Principal>> {
    let row: Option<(Option<Id>, Option<Id>)> = sessions::table
        .find(Id::from(id))
        .select((sessions::worker_id, sessions::integration_id))
        .get_result(conn)
        .optional()?;
    Ok(row.and_then(|(worker, integration)| {
        worker
            .map(|id| Principal::Worker(id.to()))
            .or(integration.map(|id| Principal::Integration(id.to())))
    }))
}

/// A worker, as the worker sees it.
pub fn my_worker(conn: &mut Conn, id: WorkerId) -> QueryResult<MyWorker> {
    let (username, full_name): (String, String) = workers::table
        .find(Id::from(id))
        .select((workers::username, workers::full_name))
        .get_result(conn)?;
    Ok(MyWorker {
        id,
        username: super::read_text(username)?,
        full_name: super::read_text(full_name)?,
    })
}

/// An integration, as it sees itself.
pub fn my_integration(conn: &mut Conn, id: IntegrationId) -> QueryResult<MyIntegration> {
    let name: String = integrations::table
        .find(Id::from(id))
        .select(integrations::name)
        .get_result(conn)?;
    Ok(MyIntegration {
        id,
        name: super::read_text(name)?,
    })
}

/// Units by their ids.
pub fn my_units(conn: &mut Conn, ids: &[UnitId]) -> QueryResult<Vec<MyUnit>> {
    let ids: Vec<Id> = ids.iter().copied().map(Id::from).collect();
    let rows: Vec<(Id, String, String)> = units::table
        .filter(units::id.eq_any(ids))
        .select((units::id, units::name, units::time_zone))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, name, time_zone)| {
            Ok(MyUnit {
                id: id.to(),
                name: super::read_text(name)?,
                time_zone,
            })
        })
        .collect()
}

/// Failures so far.
pub fn guess(conn: &mut Conn, key: &[u8]) -> QueryResult<Option<Guess>> {
    let query =
        guesses::table
            .find(key)
            .select((guesses::failures, guesses::last_at, guesses::wait_until));
    super::for_update!(query)
        .get_result::<(i64, Instant, Option<Instant>)>(conn)
        .optional()
        .map(|row| {
            row.map(|(failures, last_at, wait_until)| Guess {
                failures,
                last_at: last_at.0,
                wait_until: wait_until.map(|until| until.0),
            })
        })
}

/// Makes sure that there is a row to lock: of a hundred first failures at once, each counts.
pub fn begin_guess(conn: &mut Conn, key: &[u8], now: DateTime<Utc>) -> QueryResult<()> {
    diesel::insert_into(guesses::table)
        .values((
            guesses::key.eq(key),
            guesses::failures.eq(0_i64),
            guesses::last_at.eq(Instant::from(now)),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .map(|_| ())
}

/// Writes down failures.
pub fn save_guess(conn: &mut Conn, key: &[u8], guess: &Guess) -> QueryResult<()> {
    let counted = (
        guesses::failures.eq(guess.failures),
        guesses::last_at.eq(Instant::from(guess.last_at)),
        guesses::wait_until.eq(guess.wait_until.map(Instant::from)),
    );
    diesel::insert_into(guesses::table)
        .values((guesses::key.eq(key), counted))
        .on_conflict(guesses::key)
        .do_update()
        .set(counted)
        .execute(conn)
        .map(|_| ())
}

/// Forgets the failures of an account.
pub fn clear_guess(conn: &mut Conn, key: &[u8]) -> QueryResult<()> {
    diesel::delete(guesses::table.find(key))
        .execute(conn)
        .map(|_| ())
}

/// Forgets sessions that ended by themselves before this; at most `most` of them.
pub fn forget_sessions(conn: &mut Conn, before: Instant, most: i64) -> QueryResult<usize> {
    let old: Vec<Id> = sessions::table
        .filter(sessions::expires_at.lt(before))
        .select(sessions::id)
        .limit(most)
        .load(conn)?;
    diesel::delete(sessions::table.filter(sessions::id.eq_any(old))).execute(conn)
}

/// Forgets failures before this.
pub fn forget_guesses(conn: &mut Conn, before: Instant) -> QueryResult<usize> {
    diesel::delete(guesses::table.filter(guesses::last_at.lt(before))).execute(conn)
}
