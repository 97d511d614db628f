//! Ids by formula, so that the driver, SQL and pgbench name the same rows without a look-up.
//!
//! Every seeded row has a number; the rows that are copied have, besides, the number of the copy.
//! The higher the copy, the older the row: ids sort by time as those of the service do.

use uuid::Uuid;

/// How far apart two copies are in time: 500 copies spread over two years.
pub const STEP_HOURS: i64 = 35;
const STEP_MILLIS: i64 = STEP_HOURS * 3_600_000;

/// The first number of each kind of row.
pub const UNIT: u64 = 0x1_0000;
pub const WORKER: u64 = 0x2_0000;
pub const GRANT: u64 = 0x3_0000;
pub const SESSION: u64 = 0x4_0000;
/// Rows the service wrote, which are copied.
pub const ORIGINAL: u64 = 0x10_0000;
/// Rows that pgbench writes.
pub const MADE: u64 = 0x100_0000;

/// Makes the ids of one seeding.
#[derive(Clone, Copy)]
pub struct Ids {
    base: i64,
}

impl Ids {
    /// Ids that lie before this time, in milliseconds since 1970.
    pub const fn before(base: i64) -> Self {
        Self { base }
    }

    /// The id of copy `copy` (0 where nothing is copied) of row `number`.
    pub fn of(self, number: u64, copy: u32) -> Uuid {
        let millis = (self.base - i64::from(copy) * STEP_MILLIS).unsigned_abs();
        let high = u128::from(millis) << 80;
        Uuid::from_u128(high | 0x7000_8000_0000_0000_0000_u128 | u128::from(number))
    }

    /// The same in the SQL of PostgreSQL.
    pub fn postgres(self, number: &str, copy: &str) -> String {
        let base = self.base;
        format!(
            "(lpad(to_hex({base} - ({copy})::bigint * {STEP_MILLIS}), 12, '0') || '70008' \
             || lpad(to_hex(({number})::bigint), 15, '0'))::uuid"
        )
    }

    /// The same in the SQL of SQLite.
    pub fn sqlite(self, number: &str, copy: &str) -> String {
        let base = self.base;
        format!("unhex(printf('%012x70008%015x', {base} - ({copy}) * {STEP_MILLIS}, {number}))")
    }
}
