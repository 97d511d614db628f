//! Queries of what is written along with every act.

use diesel::prelude::*;

use super::Conn;
use crate::{
    db::{
        schema::{creations, events, idempotency_keys, read_log, record_versions},
        types::{Id, Instant, Json},
    },
    events::{Creation, KeptVersion, NewEvent, StoredAnswer, principal_columns, reads::Seen},
};

/// Appends an event.
pub fn append(conn: &mut Conn, event: &NewEvent) -> QueryResult<()> {
    let (actor_kind, actor_id) = principal_columns(event.actor);
    diesel::insert_into(events::table)
        .values((
            events::id.eq(event.id),
            events::at.eq(event.at),
            events::record_kind.eq(event.of.kind),
            events::record_id.eq(Id(event.of.id)),
            events::record_version.eq(event.version),
            events::case_id.eq(event.of.case_id.map(Id)),
            events::type_.eq(&event.kind),
            events::data.eq(Json(event.data.clone())),
            events::actor_kind.eq(actor_kind),
            events::actor_id.eq(actor_id),
            events::client_id.eq(&event.client_id),
            events::request_id.eq(&event.request_id),
            events::reason.eq(&event.reason),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Whether this transaction may use the key now; another one that is running may not.
pub fn claim_key(conn: &mut Conn, key_hash: &[u8]) -> QueryResult<bool> {
    let mut number = [0; 8];
    number.copy_from_slice(&key_hash[..8]);
    super::try_lock(conn, i64::from_be_bytes(number))
}

/// The answer this key got.
pub fn find_answer(conn: &mut Conn, key_hash: &[u8]) -> QueryResult<Option<StoredAnswer>> {
    idempotency_keys::table
        .find(key_hash)
        .select((
            idempotency_keys::fingerprint,
            idempotency_keys::status,
            idempotency_keys::sealed,
            idempotency_keys::created_at,
        ))
        .get_result::<(Vec<u8>, i32, Vec<u8>, Instant)>(conn)
        .optional()
        .map(|row| {
            row.map(|(fingerprint, status, sealed, created_at)| StoredAnswer {
                key_hash: key_hash.to_vec(),
                fingerprint,
                status: u16::try_from(status).unwrap_or(200),
                sealed,
                created_at: created_at.0,
            })
        })
}

/// Keeps the answer of a key.
pub fn store_answer(conn: &mut Conn, row: &StoredAnswer) -> QueryResult<()> {
    diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::key_hash.eq(&row.key_hash),
            idempotency_keys::fingerprint.eq(&row.fingerprint),
            idempotency_keys::status.eq(i32::from(row.status)),
            idempotency_keys::sealed.eq(&row.sealed),
            idempotency_keys::created_at.eq(Instant::from(row.created_at)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Forgets answers older than this; at most `most` of them.
pub fn forget_answers(conn: &mut Conn, before: Instant, most: i64) -> QueryResult<usize> {
    let old: Vec<Vec<u8>> = idempotency_keys::table
        .filter(idempotency_keys::created_at.lt(before))
        .select(idempotency_keys::key_hash)
        .limit(most)
        .load(conn)?;
    diesel::delete(idempotency_keys::table.filter(idempotency_keys::key_hash.eq_any(old)))
        .execute(conn)
}

/// Claims a client-made id. `None`: it is new; else whether the same command claimed it before.
pub fn claim_creation(conn: &mut Conn, row: &Creation) -> QueryResult<Option<bool>> {
    let inserted = diesel::insert_into(creations::table)
        .values((
            creations::record_id.eq(Id(row.record_id)),
            creations::record_kind.eq(row.record_kind),
            creations::command_hash.eq(&row.command_hash),
            creations::created_by.eq(Id(row.created_by)),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    if inserted == 1 {
        return Ok(None);
    }
    let (kind, hash, by): (String, Vec<u8>, Id) = creations::table
        .find(Id(row.record_id))
        .select((
            creations::record_kind,
            creations::command_hash,
            creations::created_by,
        ))
        .get_result(conn)?;
    Ok(Some(
        kind == row.record_kind && hash == row.command_hash && by == Id(row.created_by),
    ))
}

/// Keeps an earlier version.
pub fn keep_version(conn: &mut Conn, row: &KeptVersion) -> QueryResult<()> {
    diesel::insert_into(record_versions::table)
        .values((
            record_versions::record_id.eq(Id(row.record_id)),
            record_versions::version.eq(row.version),
            record_versions::record_kind.eq(row.record_kind),
            record_versions::sealed.eq(&row.sealed),
            record_versions::replaced_at.eq(Instant::from(row.replaced_at)),
            record_versions::replaced_by.eq(Id(row.replaced_by)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Writes down who read what, many looks in one statement.
pub fn log_reads(conn: &mut Conn, seen: &[Seen]) -> QueryResult<()> {
    // Seven values each: below the number of parameters both databases take.
    for some in seen.chunks(500) {
        let rows: Vec<_> = some
            .iter()
            .map(|one| {
                let (actor_kind, actor_id) = principal_columns(one.actor);
                (
                    read_log::at.eq(Instant::from(one.at)),
                    read_log::record_kind.eq(one.record_kind),
                    read_log::record_id.eq(Id(one.record_id)),
                    read_log::actor_kind.eq(actor_kind),
                    read_log::actor_id.eq(actor_id),
                    read_log::client_id.eq(&one.client_id),
                    read_log::request_id.eq(&one.request_id),
                )
            })
            .collect();
        diesel::insert_into(read_log::table)
            .values(rows)
            .execute(conn)?;
    }
    Ok(())
}
