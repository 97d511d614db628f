//! Queries of integrations and their secrets.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    access::{Boundary, Scope},
    parties::{
        IntegrationId, SecretId,
        integration::{Integration, IntegrationDetails, LiveSecret},
    },
};

use super::Conn;
use crate::{
    db::{
        schema::{integration_secrets, integrations, sessions, units},
        types::{Id, Instant, Json, Levels, read_text},
    },
    http::paging::Slice,
    parties::{RegisterOrder, in_order, integrations::routes::WantedIntegrations},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = integrations)]
struct IntegrationRow {
    id: Id,
    unit_id: Id,
    name: String,
    scopes: Json<Vec<Scope>>,
    active: bool,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl IntegrationRow {
    fn read(self, secrets: &[(Id, Id, Instant)]) -> QueryResult<Integration> {
        let own = secrets.iter().filter(|(owner, ..)| *owner == self.id);
        Ok(Integration {
            id: self.id.to(),
            details: IntegrationDetails {
                name: read_text(self.name)?,
                scopes: self.scopes.0,
                unit_id: self.unit_id.to(),
            },
            active: self.active,
            secrets: own
                .map(|(_, id, at)| LiveSecret {
                    id: id.to(),
                    created_at: at.0,
                })
                .collect(),
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        })
    }
}

/// The live secrets of these integrations: whose, which, since when; the oldest first.
fn live_secrets(conn: &mut Conn, of: Vec<Id>) -> QueryResult<Vec<(Id, Id, Instant)>> {
    integration_secrets::table
        .filter(integration_secrets::integration_id.eq_any(of))
        .filter(integration_secrets::revoked_at.is_null())
        .order(integration_secrets::id)
        .select((
            integration_secrets::integration_id,
            integration_secrets::id,
            integration_secrets::created_at,
        ))
        .load(conn)
}

/// An integration with the place of its unit.
pub fn find(conn: &mut Conn, id: IntegrationId) -> QueryResult<Option<(Integration, Levels)>> {
    let row: Option<IntegrationRow> = integrations::table
        .find(Id::from(id))
        .select(IntegrationRow::as_select())
        .get_result(conn)
        .optional()?;
    let Some(row) = row else {
        return Ok(None);
    };
    let secrets = live_secrets(conn, vec![row.id])?;
    let integration = row.read(&secrets)?;
    let levels = super::units::levels(conn, integration.details.unit_id)?;
    Ok(levels.map(|levels| (integration, levels)))
}

/// Locks an integration until the transaction ends; whether there is one.
pub fn lock(conn: &mut Conn, id: IntegrationId) -> QueryResult<bool> {
    let row = integrations::table
        .find(Id::from(id))
        .select(integrations::id);
    super::for_update!(row)
        .get_result::<Id>(conn)
        .optional()
        .map(|row| row.is_some())
}

/// Integrations of these parts of the tree, in the order that is wanted.
pub fn list(
    conn: &mut Conn,
    parts: &[Boundary],
    wanted: &WantedIntegrations,
    slice: &Slice,
) -> QueryResult<Vec<Integration>> {
    let mut query = integrations::table
        .inner_join(units::table)
        .filter(super::units::within!(parts))
        .select(IntegrationRow::as_select())
        .into_boxed();
    if let Some(unit) = wanted.unit_id {
        query = query.filter(integrations::unit_id.eq(Id::from(unit)));
    }
    if let Some(active) = wanted.active {
        query = query.filter(integrations::active.eq(active));
    }
    let query = in_order!(
        query,
        integrations,
        wanted.sort,
        wanted.modified_after,
        slice.after
    );
    let rows: Vec<IntegrationRow> = query.limit(slice.fetch()).load(conn)?;
    let secrets = live_secrets(conn, rows.iter().map(|row| row.id).collect())?;
    rows.into_iter().map(|row| row.read(&secrets)).collect()
}

/// The columns that change in the life of an integration.
macro_rules! changing {
    ($integration:expr) => {
        (
            integrations::unit_id.eq(Id::from($integration.details.unit_id)),
            integrations::name.eq($integration.details.name.as_str()),
            integrations::scopes.eq(Json($integration.details.scopes.clone())),
            integrations::active.eq($integration.active),
            integrations::version.eq($integration.version),
            integrations::modified_at.eq(Instant::from($integration.modified_at)),
        )
    };
}

/// Writes a new integration.
pub fn insert(conn: &mut Conn, integration: &Integration) -> QueryResult<()> {
    diesel::insert_into(integrations::table)
        .values((
            integrations::id.eq(Id::from(integration.id)),
            integrations::created_at.eq(Instant::from(integration.created_at)),
            changing!(integration),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed and locked integration.
pub fn save(conn: &mut Conn, integration: &Integration) -> QueryResult<()> {
    diesel::update(integrations::table.find(Id::from(integration.id)))
        .set(changing!(integration))
        .execute(conn)
        .map(|_| ())
}

/// Writes a new secret: its hash.
pub fn insert_secret(
    conn: &mut Conn,
    of: IntegrationId,
    secret: &LiveSecret,
    hash: &[u8],
) -> QueryResult<()> {
    diesel::insert_into(integration_secrets::table)
        .values((
            integration_secrets::id.eq(Id::from(secret.id)),
            integration_secrets::integration_id.eq(Id::from(of)),
            integration_secrets::secret_hash.eq(hash),
            integration_secrets::created_at.eq(Instant::from(secret.created_at)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Revokes a secret.
pub fn revoke_secret(conn: &mut Conn, id: SecretId, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(integration_secrets::table.find(Id::from(id)))
        .set(integration_secrets::revoked_at.eq(Instant::from(now)))
        .execute(conn)
        .map(|_| ())
}

/// Ends every session of an integration.
pub fn end_sessions(
    conn: &mut Conn,
    id: IntegrationId,
    because: &str,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(
        sessions::table
            .filter(sessions::integration_id.eq(Id::from(id)))
            .filter(sessions::revoked_at.is_null()),
    )
    .set((
        sessions::revoked_at.eq(Instant::from(now)),
        sessions::revoked_because.eq(because),
    ))
    .execute(conn)
}
