//! The SQL types of the house, each with one Rust newtype that both back-ends understand.
//!
//! | SQL type | PostgreSQL | SQLite | Rust |
//! |---|---|---|---|
//! | [`sql::Id`] | `uuid` | `BLOB` of 16 bytes | [`Id`] |
//! | [`sql::Instant`] | `timestamptz` | `INTEGER`, µs since 1970 | [`Instant`] |
//! | [`sql::Json`] | `jsonb` | `TEXT` with `json_valid` | [`Json`] |
//! | `Text` | `text` | `TEXT` | [`Code`] for the words of a vocabulary |
//! | `Date` | `date` | `TEXT`, ISO 8601 | `chrono::NaiveDate` |
//! | `Binary` | `bytea` | `BLOB` | [`Bytes`] |

use std::fmt;
use std::io::Write;

use chrono::{DateTime, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;
use domain::words::{RecordId, Word};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// The SQL side, for `schema.rs`.
pub mod sql {
    use diesel::query_builder::QueryId;
    use diesel::sql_types::{SqlOrd, SqlType};

    /// A record id.
    #[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
    #[diesel(
        postgres_type(oid = 2950, array_oid = 2951),
        sqlite_type(name = "Binary")
    )]
    pub struct Id;

    /// A point in time, in microseconds.
    #[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
    #[diesel(
        postgres_type(oid = 1184, array_oid = 1185),
        sqlite_type(name = "Long")
    )]
    pub struct Instant;

    /// A document that is only read and written whole.
    #[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
    #[diesel(
        postgres_type(oid = 3802, array_oid = 3807),
        sqlite_type(name = "Text")
    )]
    pub struct Json;

    impl SqlOrd for Id {}
    impl SqlOrd for Instant {}
}

/// Plain bytes: keys, hashes, ciphertext.
pub type Bytes = Vec<u8>;

/// Microseconds between 1970 (ours) and 2000 (PostgreSQL's).
const PG_EPOCH_MICROS: i64 = 946_684_800_000_000;

/// A UUID as a column value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::Id)]
pub struct Id(pub Uuid);

impl Id {
    /// The typed id of a record.
    #[must_use]
    pub fn to<T: RecordId>(self) -> T {
        T::from_uuid(self.0)
    }
}

impl<T: RecordId> From<T> for Id {
    fn from(id: T) -> Self {
        Self(id.uuid())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ToSql<sql::Id, Pg> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl ToSql<sql::Id, Sqlite> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_bytes().as_slice());
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Id, Pg> for Id {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(Uuid::from_slice(value.as_bytes())?))
    }
}

impl FromSql<sql::Id, Sqlite> for Id {
    fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(Uuid::from_slice(value.read_blob())?))
    }
}

/// A point in time as a column value. Finer digits than microseconds are cut when it is made,
/// so that what was written equals what is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::Instant)]
pub struct Instant(pub DateTime<Utc>);

impl Instant {
    /// From microseconds since 1970; `None` outside chrono's range.
    #[must_use]
    pub fn from_micros(micros: i64) -> Option<Self> {
        DateTime::from_timestamp_micros(micros).map(Self)
    }

    /// Microseconds since 1970.
    #[must_use]
    pub fn micros(self) -> i64 {
        self.0.timestamp_micros()
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(time: DateTime<Utc>) -> Self {
        Self::from_micros(time.timestamp_micros()).unwrap_or(Self(time))
    }
}

impl From<Instant> for DateTime<Utc> {
    fn from(time: Instant) -> Self {
        time.0
    }
}

impl ToSql<sql::Instant, Pg> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let micros = self
            .micros()
            .checked_sub(PG_EPOCH_MICROS)
            .ok_or("time out of range")?;
        out.write_all(&micros.to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl ToSql<sql::Instant, Sqlite> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.micros());
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Instant, Pg> for Instant {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let micros = i64::from_be_bytes(value.as_bytes().try_into()?);
        micros
            .checked_add(PG_EPOCH_MICROS)
            .and_then(Self::from_micros)
            .ok_or_else(|| "time out of range".into())
    }
}

impl FromSql<sql::Instant, Sqlite> for Instant {
    fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Self::from_micros(value.read_long()).ok_or_else(|| "time out of range".into())
    }
}

/// A document as a column value, typed by the domain.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow,
)]
#[diesel(sql_type = sql::Json)]
pub struct Json<T>(pub T)
where
    T: fmt::Debug + Serialize + DeserializeOwned;

impl<T: fmt::Debug + Serialize + DeserializeOwned> ToSql<sql::Json, Pg> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        // The version byte of the binary form of jsonb.
        out.write_all(&[1])?;
        serde_json::to_writer(out, &self.0)?;
        Ok(IsNull::No)
    }
}

impl<T: fmt::Debug + Serialize + DeserializeOwned> ToSql<sql::Json, Sqlite> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&self.0)?);
        Ok(IsNull::No)
    }
}

impl<T: fmt::Debug + Serialize + DeserializeOwned> FromSql<sql::Json, Pg> for Json<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes() {
            [1, text @ ..] => Ok(Self(serde_json::from_slice(text)?)),
            _ => Err("unknown jsonb version".into()),
        }
    }
}

impl<T: fmt::Debug + Serialize + DeserializeOwned> FromSql<sql::Json, Sqlite> for Json<T> {
    fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(serde_json::from_str(value.read_text())?))
    }
}

/// A word of a vocabulary as a column value: its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Code<T: Word>(pub T);

impl<T: Word> Code<T> {
    fn parse(code: &str) -> deserialize::Result<Self> {
        let word = T::parse(code).ok_or_else(|| format!("`{code}` is not in {}", T::NAME))?;
        Ok(Self(word))
    }
}

impl<T: Word> ToSql<Text, Pg> for Code<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.code().as_bytes())?;
        Ok(IsNull::No)
    }
}

impl<T: Word> ToSql<Text, Sqlite> for Code<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.code());
        Ok(IsNull::No)
    }
}

impl<T: Word> FromSql<Text, Pg> for Code<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Self::parse(std::str::from_utf8(value.as_bytes())?)
    }
}

impl<T: Word> FromSql<Text, Sqlite> for Code<T> {
    fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Self::parse(value.read_text())
    }
}

/// Reads a stored text as the bounded text it was written from.
pub(crate) fn read_text<T: TryFrom<String>>(text: String) -> diesel::QueryResult<T>
where
    T::Error: fmt::Display,
{
    text.try_into().map_err(|cause: T::Error| {
        diesel::result::Error::DeserializationError(cause.to_string().into())
    })
}

/// The columns `unit_0` … `unit_4`: a unit and its ancestors, the top of the tree first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels(pub [Option<Id>; 5]);

impl Levels {
    /// The unit first, then every unit above it.
    #[must_use]
    pub fn reach(&self) -> Vec<domain::parties::UnitId> {
        self.0.iter().rev().flatten().map(|id| id.to()).collect()
    }

    /// The unit's own level: 0 at the top.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.iter().flatten().count().saturating_sub(1)
    }
}
