//! The list of cases as one query: a keyset for each branch through which any are seen.
//!
//! Each branch walks one index from the place where the page starts and stops at the limit; the
//! few rows of all branches are put in order here. An `OR` over the branches would read whole
//! units to throw most of them away. Written as SQL because the limits must be literal and a
//! branch must not be planned on another index than the one it is meant for.

use diesel::{
    dsl::{AsSelect, SqlTypeOf},
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    serialize::ToSql,
    sql_types::{HasSqlType, Text},
};
use domain::cases::Case;

use super::{Conn, cases::CaseRow};
use crate::{
    access_sql::{Part, ResolvedBranch, Way, words},
    cases::list::{Lead, Order, Wanted},
    db::types::{Id, Instant, sql},
    http::paging,
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
    let pages = Pages {
        columns: CaseRow::as_select(),
        branches: branches.collect(),
        wanted,
    };
    let rows: Vec<CaseRow> = pages.load(conn)?;
    let mut cases: Vec<Case> = rows.into_iter().map(|row| row.read().0).collect();
    // A case that is seen in two ways comes twice.
    cases.sort_unstable_by_key(|case| (wanted.order.at(case), case.id));
    cases.dedup_by_key(|case| case.id);
    if wanted.order == Order::OpenedAt {
        cases.reverse();
    }
    cases.truncate(usize::try_from(wanted.limit()).unwrap_or_default());
    Ok(cases)
}

/// Where a walk through a part of the tree ends that may pass so many rows, if it is not at its
/// end by then. Reads the index alone.
pub fn walk(conn: &mut Conn, part: Part, wanted: &Wanted) -> QueryResult<Option<(Instant, Id)>> {
    let walk = Walk {
        part,
        unit: Id::from(part.unit()),
        lead: wanted.lead(part),
        pages: Pages {
            columns: CaseRow::as_select(),
            branches: Vec::new(),
            wanted,
        },
    };
    walk.get_result(conn).optional()
}

/// The last row of a walk.
struct Walk<'a> {
    part: Part,
    unit: Id,
    lead: Lead,
    pages: Pages<'a>,
}

impl Query for Walk<'_> {
    type SqlType = (sql::Instant, sql::Id);
}
impl RunQueryDsl<Conn> for Walk<'_> {}
impl QueryId for Walk<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Db> for Walk<'_> {
    fn walk_ast<'b>(&'b self, mut pass: Pass<'_, 'b>) -> QueryResult<()> {
        let wanted = self.pages.wanted;
        let (at, order) = match wanted.order {
            Order::OpenedAt => ("cases.opened_at", "DESC"),
            Order::ModifiedAt => ("cases.modified_at", "ASC"),
        };
        pass.push_sql(&format!("SELECT {at}, cases.id FROM cases WHERE "));
        match (wanted.order, self.part) {
            // This index knows no tree.
            (Order::ModifiedAt, Part::Below(..)) => pass.push_sql(&format!("{at} IS NOT NULL")),
            (Order::ModifiedAt, Part::Unit(_)) | (Order::OpenedAt, _) => {
                pass.push_sql(&format!("cases.{} = ", self.part.column()));
                self.pages.bind::<sql::Id, Id>(&self.unit, &mut pass)?;
            }
        }
        pass.push_sql(partial(self.lead));
        if let Lead::Word(column, code) = &self.lead {
            pass.push_sql(&format!(" AND cases.{column} = "));
            self.pages.bind::<Text, &str>(code, &mut pass)?;
        }
        if let (Order::ModifiedAt, Some(after)) = (wanted.order, &wanted.modified_after) {
            pass.push_sql(&format!(" AND {at} > "));
            pass.push_bind_param::<sql::Instant, Instant>(after)?;
        }
        self.pages.keyset(at, "cases.id", &mut pass)?;
        let last = paging::walk(wanted.large) - 1;
        pass.push_sql(&format!(
            " ORDER BY {at} {order}, cases.id {order} LIMIT 1 OFFSET {last}"
        ));
        Ok(())
    }
}

/// What makes an index partial, as it stands there: that a bound word is one of its words no
/// planner can tell.
const fn partial(lead: Lead) -> &'static str {
    match lead {
        Lead::None | Lead::Word(..) => "",
        Lead::Due => " AND cases.due_at IS NOT NULL",
        Lead::InCrisis => " AND cases.open_crises > 0",
        Lead::Alarmed => " AND cases.alarmed_at IS NOT NULL",
        Lead::Alarming => " AND cases.risk IN ('high', 'critical')",
    }
}

/// The first page of every branch, one after the other.
struct Pages<'a> {
    columns: AsSelect<CaseRow, Db>,
    /// Each with the id of its unit or worker.
    branches: Vec<(&'a ResolvedBranch, Id)>,
    wanted: &'a Wanted,
}

impl Query for Pages<'_> {
    type SqlType = SqlTypeOf<AsSelect<CaseRow, Db>>;
}
impl RunQueryDsl<Conn> for Pages<'_> {}
impl QueryId for Pages<'_> {
    type QueryId = ();
    // Its text depends on the branches and filters.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Db> for Pages<'_> {
    fn walk_ast<'b>(&'b self, mut pass: Pass<'_, 'b>) -> QueryResult<()> {
        // A statement for every mixture of filters would fill the cache of prepared ones.
        if self.wanted.parts() > 1 {
            pass.unsafe_to_cache_prepared();
        }
        let order = match self.wanted.order {
            Order::OpenedAt => "DESC",
            Order::ModifiedAt => "ASC",
        };
        let limit = self.wanted.limit();
        let changed = hidden("cases.modified_at");
        for (n, (branch, id)) in self.branches.iter().enumerate() {
            // The columns that stand in order in the index of the branch.
            let (at, key) = match (branch, self.wanted.order) {
                (ResolvedBranch::Member { .. }, Order::OpenedAt) => ("m.opened_at", "m.case_id"),
                (ResolvedBranch::Units { .. }, Order::OpenedAt) => ("cases.opened_at", "cases.id"),
                (ResolvedBranch::Units { .. }, Order::ModifiedAt) => {
                    ("cases.modified_at", "cases.id")
                }
                (ResolvedBranch::Member { .. }, Order::ModifiedAt) => {
                    (changed.as_str(), "cases.id")
                }
            };
            pass.push_sql(if n == 0 { "" } else { " UNION ALL " });
            pass.push_sql("SELECT * FROM (SELECT ");
            self.columns.walk_ast(pass.reborrow())?;
            pass.push_sql(" FROM ");
            self.branch(branch, id, &mut pass)?;
            self.filters(branch, at, &mut pass)?;
            self.keyset(at, key, &mut pass)?;
            pass.push_sql(&format!(
                " ORDER BY {at} {order}, {key} {order} LIMIT {limit}) b{n}"
            ));
        }
        Ok(())
    }
}

impl Pages<'_> {
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
                    "case_members m JOIN cases ON cases.id = m.case_id WHERE m.worker_id = ",
                );
                self.bind::<sql::Id, Id>(id, pass)?;
                let way = |(memberships, classes): &Way| {
                    let (how, which) = (words(memberships), words(classes));
                    format!("(m.membership IN ({how}) AND m.confidentiality IN ({which}))")
                };
                let ways: Vec<String> = ways.iter().map(way).collect();
                pass.push_sql(&format!(" AND ({})", ways.join(" OR ")));
            }
            ResolvedBranch::Units { part, classes, .. } => {
                let classes = words(classes);
                pass.push_sql(&format!(
                    "cases WHERE cases.confidentiality IN ({classes}) AND "
                ));
                pass.push_sql(&self.column(*part));
                pass.push_sql(" = ");
                self.bind::<sql::Id, Id>(id, pass)?;
                pass.push_sql(partial(self.wanted.lead(*part)));
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
        format!("{unindexed}cases.{}", part.column())
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
        let little = match branch {
            ResolvedBranch::Member { .. } => true,
            ResolvedBranch::Units { .. } => false,
        };
        if let (true, Some(unit)) = (little, &wanted.unit) {
            pass.push_sql(" AND m.unit_id = ");
            self.bind::<sql::Id, Id>(unit, pass)?;
        }
        let ids = [
            ("cases.responsible_id", wanted.responsible.as_ref()),
            ("cases.person_id", wanted.person.as_ref()),
            ("cases.household_id", wanted.household.as_ref()),
            ("cases.group_id", wanted.group.as_ref()),
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
        if let Some(case) = &wanted.case {
            pass.push_sql(" AND cases.id = ");
            pass.push_bind_param::<sql::Id, Id>(case)?;
        }
        if let Some(ids) = &wanted.ids {
            for (n, id) in ids.iter().enumerate() {
                pass.push_sql(if n == 0 { " AND cases.id IN (" } else { ", " });
                pass.push_bind_param::<sql::Id, Id>(id)?;
            }
            pass.push_sql(")");
        }
        // Where a walk follows one index, other words lead to no other.
        let lead = match branch {
            ResolvedBranch::Units { part, .. } if wanted.walks(branch) => Some(wanted.lead(*part)),
            ResolvedBranch::Units { .. } | ResolvedBranch::Member { .. } => None,
        };
        let leads = |column| match lead {
            None => true,
            Some(Lead::Word(first, _)) => first == column,
            Some(Lead::None | Lead::Due | Lead::InCrisis | Lead::Alarmed | Lead::Alarming) => false,
        };
        macro_rules! word {
            ($column:literal, $word:expr) => {
                if let Some(word) = &$word {
                    let column = concat!("cases.", $column);
                    pass.push_sql(" AND ");
                    if leads($column) {
                        pass.push_sql(column);
                    } else {
                        pass.push_sql(&hidden(column));
                    }
                    pass.push_sql(" = ");
                    self.bind::<Text, _>(word, pass)?;
                }
            };
        }
        word!("stage", wanted.stage);
        word!("status", wanted.status);
        word!("risk", wanted.risk);
        word!("category", wanted.category);
        word!("client_kind", wanted.client_kind);
        if let Some(open) = wanted.open_crisis {
            pass.push_sql(if open {
                " AND cases.open_crises > 0"
            } else {
                " AND cases.open_crises = 0"
            });
        }
        if let Some(alarmed) = wanted.alarmed {
            pass.push_sql(if alarmed {
                " AND cases.alarmed_at IS NOT NULL"
            } else {
                " AND cases.alarmed_at IS NULL"
            });
        }
        if let Some((overdue, now)) = &wanted.overdue {
            pass.push_sql(if *overdue {
                " AND cases.due_at < "
            } else {
                " AND (cases.due_at IS NULL OR cases.due_at >= "
            });
            pass.push_bind_param::<sql::Instant, Instant>(now)?;
            pass.push_sql(if *overdue { "" } else { ")" });
        }
        if let Some(after) = &wanted.modified_after {
            let changed = match wanted.order {
                Order::OpenedAt => "cases.modified_at",
                Order::ModifiedAt => at,
            };
            pass.push_sql(&format!(" AND {changed} > "));
            pass.push_bind_param::<sql::Instant, Instant>(after)?;
        }
        Ok(())
    }

    /// Binds a value. Of the list that most ask for the planner is not shown it: no value has a
    /// better plan than the others there, but where one looks a little cheaper PostgreSQL plans
    /// anew at each request, for three times what the list takes.
    fn bind<'b, T, V>(&self, value: &'b V, pass: &mut Pass<'_, 'b>) -> QueryResult<()>
    where
        V: ToSql<T, Db>,
        Db: HasSqlType<T>,
    {
        let plain = self.wanted.order == Order::OpenedAt && self.wanted.parts() == 0;
        pass.push_sql(if plain { "(SELECT " } else { "" });
        pass.push_bind_param::<T, V>(value)?;
        pass.push_sql(if plain { ")" } else { "" });
        Ok(())
    }

    fn keyset<'b>(&'b self, at: &str, key: &str, pass: &mut Pass<'_, 'b>) -> QueryResult<()> {
        let (beyond, within) = match self.wanted.order {
            Order::OpenedAt => ("<", ">="),
            Order::ModifiedAt => (">", "<="),
        };
        let (after, until) = (&self.wanted.after, &self.wanted.until);
        for (compared, place) in [(beyond, after), (within, until)] {
            let Some((place, id)) = place else { continue };
            pass.push_sql(&format!(" AND ({at}, {key}) {compared} ("));
            self.bind::<sql::Instant, Instant>(place, pass)?;
            pass.push_sql(", ");
            self.bind::<sql::Id, Id>(id, pass)?;
            pass.push_sql(")");
        }
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
