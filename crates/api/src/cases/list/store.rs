//! The list of cases as one query: a keyset for each branch through which any are seen.
//!
//! Each branch walks one index from the place where the page starts and stops at the limit; the
//! union of these few pages is sorted and cut once more. An `OR` over the branches would read
//! whole units to throw most of them away. Written as SQL because the limits must be literal and
//! a branch must not be planned on another index than the one it is meant for.

use diesel::{
    expression::{AppearsOnTable, ValidGrouping, is_aggregate},
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Bool, Text},
};
use domain::{
    access::{Confidentiality, Membership},
    cases::Case,
};

use super::{Conn, cases::CaseRow};
use crate::{
    access_sql::{Part, ResolvedBranch, words},
    cases::list::{Order, Wanted},
    db::{
        schema::cases,
        types::{Id, Instant, sql},
    },
    http::paging::{LARGE, SMALL},
};

type Db = <Conn as Connection>::Backend;
type Pass<'a, 'b> = AstPass<'a, 'b, Db>;

/// The wanted cases that are seen through these branches: one more than a page holds tells that
/// there is a next one.
pub fn page(
    conn: &mut Conn,
    branches: &[ResolvedBranch],
    wanted: &Wanted,
) -> QueryResult<Vec<Case>> {
    if branches.is_empty() || wanted.ids.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let branches = branches.iter().map(|branch| (branch, id_of(branch)));
    let page = cases::table
        .filter(OnPage {
            branches: branches.collect(),
            wanted,
        })
        .select(CaseRow::as_select());
    let rows = match wanted.order {
        Order::OpenedAt => page
            .order((cases::opened_at.desc(), cases::id.desc()))
            .load(conn)?,
        Order::ModifiedAt => page
            .order((cases::modified_at.asc(), cases::id.asc()))
            .load(conn)?,
    };
    Ok(rows.into_iter().map(|row| row.read().0).collect())
}

/// Whether a case is on the page.
struct OnPage<'a> {
    /// Each with the id of its unit or worker.
    branches: Vec<(&'a ResolvedBranch, Id)>,
    wanted: &'a Wanted,
}

impl Expression for OnPage<'_> {
    type SqlType = Bool;
}
impl AppearsOnTable<cases::table> for OnPage<'_> {}
impl ValidGrouping<()> for OnPage<'_> {
    type IsAggregate = is_aggregate::No;
}
impl QueryId for OnPage<'_> {
    type QueryId = ();
    // Its text depends on the branches and filters.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Db> for OnPage<'_> {
    fn walk_ast<'b>(&'b self, mut pass: Pass<'_, 'b>) -> QueryResult<()> {
        // A statement for every mixture of filters would fill the cache of prepared ones.
        if self.wanted.parts() > 1 {
            pass.unsafe_to_cache_prepared();
        }
        let order = match self.wanted.order {
            Order::OpenedAt => "DESC",
            Order::ModifiedAt => "ASC",
        };
        let limit = if self.wanted.large { LARGE } else { SMALL };
        pass.push_sql("cases.id ");
        pass.push_sql(super::ONE_OF.0);
        pass.push_sql("SELECT page.id FROM (");
        let changed = hidden("c.modified_at");
        for (n, (branch, id)) in self.branches.iter().enumerate() {
            // The columns that stand in order in the index of the branch.
            let (at, key) = match (branch, self.wanted.order) {
                (ResolvedBranch::Member { .. }, Order::OpenedAt) => ("m.opened_at", "m.case_id"),
                (ResolvedBranch::Units { .. }, Order::OpenedAt) => ("c.opened_at", "c.id"),
                (ResolvedBranch::Units { .. }, Order::ModifiedAt) => ("c.modified_at", "c.id"),
                (ResolvedBranch::Member { .. }, Order::ModifiedAt) => (changed.as_str(), "c.id"),
            };
            pass.push_sql(if n == 0 { "" } else { " UNION " });
            pass.push_sql(&format!(
                "SELECT * FROM (SELECT {key} AS id, {at} AS place FROM "
            ));
            self.branch(branch, id, &mut pass)?;
            self.filters(branch, at, &mut pass)?;
            self.keyset(at, key, &mut pass)?;
            pass.push_sql(&format!(
                " ORDER BY {at} {order}, {key} {order} LIMIT {limit}) b{n}"
            ));
        }
        pass.push_sql(&format!(
            ") page ORDER BY page.place {order}, page.id {order} LIMIT {limit}"
        ));
        pass.push_sql(super::ONE_OF.1);
        Ok(())
    }
}

impl OnPage<'_> {
    /// The tables of a branch and what it sees of them.
    fn branch<'b>(
        &'b self,
        branch: &ResolvedBranch,
        id: &'b Id,
        pass: &mut Pass<'_, 'b>,
    ) -> QueryResult<()> {
        match branch {
            ResolvedBranch::Member { worker: _, ways } => {
                pass.push_sql(
                    "case_members m JOIN cases c ON c.id = m.case_id WHERE m.worker_id = ",
                );
                pass.push_bind_param::<sql::Id, Id>(id)?;
                let way = |(memberships, classes): &(&[Membership], &[Confidentiality])| {
                    let (how, which) = (words(memberships), words(classes));
                    format!("(m.membership IN ({how}) AND c.confidentiality IN ({which}))")
                };
                let ways: Vec<String> = ways.iter().map(way).collect();
                pass.push_sql(&format!(" AND ({})", ways.join(" OR ")));
            }
            ResolvedBranch::Units { part, classes, .. } => {
                let classes = words(classes);
                pass.push_sql(&format!(
                    "cases c WHERE c.confidentiality IN ({classes}) AND "
                ));
                pass.push_sql(&self.column(*part));
                pass.push_sql(" = ");
                pass.push_bind_param::<sql::Id, Id>(id)?;
            }
        }
        Ok(())
    }

    /// The column of a part of the tree. Where a filter or the order leads to an index of its own,
    /// this one is hidden from a planner who cannot know how much larger a part of the tree is
    /// than what a filter leaves of it.
    fn column(&self, part: Part) -> String {
        let led = match (part, self.wanted.order) {
            (_, Order::OpenedAt) | (Part::Unit(_), Order::ModifiedAt) => self.wanted.leads(),
            (Part::Below(..), Order::ModifiedAt) => true,
        };
        let unindexed = if led { super::UNINDEXED } else { "" };
        format!("{unindexed}c.{}", part.column())
    }

    fn filters<'b>(
        &'b self,
        branch: &ResolvedBranch,
        at: &str,
        pass: &mut Pass<'_, 'b>,
    ) -> QueryResult<()> {
        let wanted = self.wanted;
        // What a worker is named on is little: all of it is read, whatever else is asked for. A
        // branch of units is cut to the unit already.
        let (unit, little) = match branch {
            ResolvedBranch::Member { .. } => (wanted.unit.as_ref(), true),
            ResolvedBranch::Units { .. } => (None, false),
        };
        let ids = [
            ("c.unit_id", unit),
            ("c.responsible_id", wanted.responsible.as_ref()),
            ("c.person_id", wanted.person.as_ref()),
            ("c.household_id", wanted.household.as_ref()),
            ("c.group_id", wanted.group.as_ref()),
        ];
        for (column, id) in ids {
            if let Some(id) = id {
                let column = if little {
                    hidden(column)
                } else {
                    column.to_owned()
                };
                pass.push_sql(&format!(" AND {column} = "));
                pass.push_bind_param::<sql::Id, Id>(id)?;
            }
        }
        if let Some(ids) = &wanted.ids {
            for (n, id) in ids.iter().enumerate() {
                pass.push_sql(if n == 0 { " AND c.id IN (" } else { ", " });
                pass.push_bind_param::<sql::Id, Id>(id)?;
            }
            pass.push_sql(")");
        }
        macro_rules! word {
            ($column:literal, $word:expr) => {
                if let Some(word) = &$word {
                    pass.push_sql(concat!(" AND c.", $column, " = "));
                    pass.push_bind_param::<Text, _>(word)?;
                }
            };
        }
        word!("stage", wanted.stage);
        word!("status", wanted.status);
        word!("category", wanted.category);
        word!("client_kind", wanted.client_kind);
        if let Some(after) = &wanted.modified_after {
            let changed = match wanted.order {
                Order::OpenedAt => "c.modified_at",
                Order::ModifiedAt => at,
            };
            pass.push_sql(&format!(" AND {changed} > "));
            pass.push_bind_param::<sql::Instant, Instant>(after)?;
        }
        Ok(())
    }

    fn keyset<'b>(&'b self, at: &str, key: &str, pass: &mut Pass<'_, 'b>) -> QueryResult<()> {
        let Some((place, id)) = &self.wanted.after else {
            return Ok(());
        };
        let beyond = match self.wanted.order {
            Order::OpenedAt => "<",
            Order::ModifiedAt => ">",
        };
        pass.push_sql(&format!(" AND ({at}, {key}) {beyond} ("));
        pass.push_bind_param::<sql::Instant, Instant>(place)?;
        pass.push_sql(", ");
        pass.push_bind_param::<sql::Id, Id>(id)?;
        pass.push_sql(")");
        Ok(())
    }
}

/// A column whose indexes are not to be used.
fn hidden(column: &str) -> String {
    format!("COALESCE({column}, {column})")
}

/// The unit or worker that a branch is about.
fn id_of(branch: &ResolvedBranch) -> Id {
    match branch {
        ResolvedBranch::Units { part, .. } => Id::from(part.unit()),
        ResolvedBranch::Member { worker, .. } => Id::from(*worker),
    }
}
