//! Opening and ending transactions, alike on both back-ends.

use diesel::connection::{AnsiTransactionManager, Connection, TransactionManager};
use diesel::result::QueryResult;

/// How many transactions and savepoints are open.
pub(super) fn depth<C>(conn: &mut C) -> QueryResult<u32>
where
    C: Connection<TransactionManager = AnsiTransactionManager>,
{
    let depth = AnsiTransactionManager::transaction_manager_status_mut(conn).transaction_depth()?;
    Ok(depth.map_or(0, u32::from))
}

/// Rolls back until only `depth` are open: a panic may have left any number.
pub(super) fn roll_back_to<C>(conn: &mut C, target: u32) -> QueryResult<()>
where
    C: Connection<TransactionManager = AnsiTransactionManager>,
{
    while depth(conn)? > target {
        AnsiTransactionManager::rollback_transaction(conn)?;
    }
    Ok(())
}
