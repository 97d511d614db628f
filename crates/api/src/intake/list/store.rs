//! The list of intakes as one query: a keyset for each branch through which any are seen.
//!
//! Each branch walks one index from the place where the page starts and stops at the limit; the
//! union of these few pages is sorted and cut once more. An `OR` over the branches would read
//! whole units to throw most of them away. Written as SQL because the limits must be literal and
//! a branch must not be planned on another index than the one it is meant for.

use diesel::{
    expression::{ValidGrouping, is_aggregate},
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{Bool, Text},
};
use domain::intake::Intake;

use super::{Conn, intakes::IntakeRow};
use crate::{
    access_sql::{Part, Way, words},
    db::{
        schema::intakes,
        types::{Id, Instant, sql},
    },
    http::paging::{self, at_most},
    intake::list::{Branch, Filter, IntakeSort, Lead},
};

type Db = <Conn as Connection>::Backend;
type Pass<'a, 'b> = AstPass<'a, 'b, Db>;

/// The wanted intakes that are seen through these branches: one more than a page holds tells that
/// there is a next one.
pub fn list(conn: &mut Conn, branches: &[Branch], filter: &Filter) -> QueryResult<Vec<Intake>> {
    if branches.is_empty() {
        return Ok(Vec::new());
    }
    let page = intakes::table
        .filter(OnPage {
            branches: branches
                .iter()
                .map(|branch| (branch, id_of(branch)))
                .collect(),
            filter,
        })
        .select(IntakeRow::as_select());
    let rows = match filter.sort {
        IntakeSort::ReceivedAt => page
            .order((intakes::received_at.desc(), intakes::id.desc()))
            .load(conn)?,
        IntakeSort::ModifiedAt => page
            .order((intakes::modified_at.asc(), intakes::id.asc()))
            .load(conn)?,
    };
    Ok(rows.into_iter().map(|row| row.read().0).collect())
}

/// Where a walk through a branch ends, if it is not at its end by then. Reads the index alone.
pub fn walk(
    conn: &mut Conn,
    branch: &Branch,
    filter: &Filter,
) -> QueryResult<Option<(Instant, Id)>> {
    let page = OnPage {
        branches: vec![(branch, id_of(branch))],
        filter,
    };
    Walk(page).get_result(conn).optional()
}

/// The last row of a walk through its only branch.
struct Walk<'a>(OnPage<'a>);

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
        let Self(page) = self;
        let (filter, order) = (page.filter, page.order());
        for (branch, id) in &page.branches {
            let (at, key) = page.place(branch);
            pass.push_sql(&format!("SELECT {at}, {key} FROM "));
            match branch.walked() {
                None => {
                    pass.push_sql("cases c WHERE c.intake_received_at IS NOT NULL");
                    if let Branch::Moved { part, .. } = branch {
                        pass.push_sql(&format!(" AND c.{} = ", part.column()));
                        pass.push_bind_param::<sql::Id, Id>(id)?;
                    }
                }
                Some(part) => {
                    pass.push_sql(&format!("intakes i WHERE {at} IS NOT NULL"));
                    // The index by change knows no tree.
                    if !(part.has_below() && filter.sort == IntakeSort::ModifiedAt) {
                        pass.push_sql(&format!(" AND i.{} = ", part.column()));
                        let taken_in = filter.unit.as_ref().filter(|_| !part.has_below());
                        pass.push_bind_param::<sql::Id, Id>(taken_in.unwrap_or(id))?;
                    }
                    page.lead(filter.lead(part), &mut pass)?;
                    if let (IntakeSort::ModifiedAt, Some(after)) =
                        (filter.sort, &filter.modified_after)
                    {
                        pass.push_sql(&format!(" AND {at} > "));
                        pass.push_bind_param::<sql::Instant, Instant>(after)?;
                    }
                }
            }
            page.keyset(at, key, &mut pass)?;
            let last = paging::walk(filter.large) - 1;
            pass.push_sql(&format!(
                " ORDER BY {at} {order}, {key} {order} LIMIT 1 OFFSET {last}"
            ));
        }
        Ok(())
    }
}

/// Whether an intake is on the page.
struct OnPage<'a> {
    /// Each with the id of its unit or worker.
    branches: Vec<(&'a Branch, Id)>,
    filter: &'a Filter,
}

impl Expression for OnPage<'_> {
    type SqlType = Bool;
}
impl AppearsOnTable<intakes::table> for OnPage<'_> {}
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
        if self.filter.parts() > 1 {
            pass.unsafe_to_cache_prepared();
        }
        let order = self.order();
        pass.push_sql("intakes.id IN (SELECT page.id FROM (");
        for (n, (branch, id)) in self.branches.iter().enumerate() {
            let (at, key) = self.place(branch);
            pass.push_sql(if n == 0 { "" } else { " UNION " });
            pass.push_sql(&format!(
                "SELECT * FROM (SELECT {key} AS id, {at} AS place FROM "
            ));
            self.branch(branch, id, &mut pass)?;
            self.filters(branch, &mut pass)?;
            self.keyset(at, key, &mut pass)?;
            pass.push_sql(&format!(
                " ORDER BY {at} {order}, {key} {order}{}) b{n}",
                self.limit()
            ));
        }
        pass.push_sql(&format!(
            ") page ORDER BY page.place {order}, page.id {order}{})",
            self.limit()
        ));
        Ok(())
    }
}

impl OnPage<'_> {
    const fn order(&self) -> &'static str {
        match self.filter.sort {
            IntakeSort::ReceivedAt => "DESC",
            IntakeSort::ModifiedAt => "ASC",
        }
    }

    /// The columns that stand in order in the index of a branch: the time and the id.
    const fn place(&self, branch: &Branch) -> (&'static str, &'static str) {
        match (self.filter.sort, branch) {
            (IntakeSort::ReceivedAt, Branch::Moved { .. }) => {
                ("c.intake_received_at", "c.intake_id")
            }
            (IntakeSort::ReceivedAt, Branch::Units { .. } | Branch::Member { .. }) => {
                ("i.received_at", "i.id")
            }
            (IntakeSort::ModifiedAt, _) => ("i.modified_at", "i.id"),
        }
    }

    /// A bound limit makes both databases plan anew at every execution.
    fn limit(&self) -> String {
        format!(" LIMIT {}", at_most(self.filter.large))
    }

    /// The tables of a branch and what it sees of them. Most cases are in the unit that took their
    /// intake in, so that one index on intakes serves both; what has moved has its own.
    fn branch<'b>(
        &'b self,
        branch: &Branch,
        id: &'b Id,
        pass: &mut Pass<'_, 'b>,
    ) -> QueryResult<()> {
        match branch {
            Branch::Units {
                part,
                classes,
                unopened,
                taken_in_by,
            } => {
                let walked = taken_in_by.map_or(*part, Part::Unit);
                let hidden = if self.led(&walked) {
                    super::UNINDEXED
                } else {
                    ""
                };
                pass.push_sql(&format!("intakes i WHERE {hidden}i.{} = ", walked.column()));
                match &self.filter.unit {
                    Some(unit) if taken_in_by.is_some() => {
                        pass.push_bind_param::<sql::Id, Id>(unit)?;
                    }
                    Some(_) | None => pass.push_bind_param::<sql::Id, Id>(id)?,
                }
                if classes.is_empty() {
                    pass.push_sql(" AND i.case_id IS NULL");
                    return Ok(());
                }
                // Not a join: the planner shall look the case up for each intake it walks over.
                // And no EXISTS, of which it would make one.
                pass.push_sql(&format!(
                    " AND COALESCE((SELECT c.confidentiality IN ({}) FROM cases c \
                     WHERE c.id = i.case_id AND c.{} = ",
                    words(classes),
                    part.column(),
                ));
                pass.push_bind_param::<sql::Id, Id>(id)?;
                pass.push_sql(if *unopened {
                    "), i.case_id IS NULL)"
                } else {
                    "), FALSE)"
                });
            }
            Branch::Moved { part, classes } => {
                pass.push_sql(&format!(
                    "cases c JOIN intakes i ON i.id = c.intake_id \
                     WHERE c.intake_received_at IS NOT NULL AND c.confidentiality IN ({}) \
                     AND c.{} = ",
                    words(classes),
                    part.column(),
                ));
                pass.push_bind_param::<sql::Id, Id>(id)?;
            }
            Branch::Member { worker: _, ways } => {
                pass.push_sql(
                    "case_members m JOIN cases c ON c.id = m.case_id \
                     JOIN intakes i ON i.id = c.intake_id WHERE m.worker_id = ",
                );
                pass.push_bind_param::<sql::Id, Id>(id)?;
                let way = |(memberships, classes): &Way| {
                    let (how, which) = (words(memberships), words(classes));
                    format!("(m.membership IN ({how}) AND c.confidentiality IN ({which}))")
                };
                let ways: Vec<String> = ways.iter().map(way).collect();
                pass.push_sql(&format!(" AND ({})", ways.join(" OR ")));
            }
        }
        Ok(())
    }

    /// What an index holds beside the order, as it stands there.
    fn lead<'b>(&'b self, lead: Lead, pass: &mut Pass<'_, 'b>) -> QueryResult<()> {
        match (lead, &self.filter.status) {
            (Lead::Unanswered, _) => pass.push_sql(" AND i.responded_at IS NULL"),
            (Lead::Status, Some(status)) => {
                pass.push_sql(" AND i.status = ");
                pass.push_bind_param::<Text, _>(status)?;
            }
            (Lead::Status, None) | (Lead::None, _) => {}
        }
        Ok(())
    }

    /// Whether something else than the part of the tree leads to the rows: a filter with an index
    /// of its own, or the order, where the part is a large one.
    const fn led(&self, part: &Part) -> bool {
        match (self.filter.sort, part) {
            (IntakeSort::ModifiedAt, Part::Below(..)) => true,
            (IntakeSort::ReceivedAt | IntakeSort::ModifiedAt, Part::Below(..) | Part::Unit(_)) => {
                self.filter.leads()
            }
        }
    }

    fn filters<'b>(&'b self, branch: &Branch, pass: &mut Pass<'_, 'b>) -> QueryResult<()> {
        let filter = self.filter;
        // What a worker is named on, or has come from elsewhere, is less than a whole unit.
        let unindexed = match branch {
            Branch::Units { .. } => "",
            Branch::Moved { .. } | Branch::Member { .. } => super::UNINDEXED,
        };
        let ids = [
            ("id", &filter.only),
            ("person_id", &filter.person),
            ("household_id", &filter.household),
            ("group_id", &filter.group),
            ("unit_id", &filter.unit),
        ];
        for (column, id) in ids {
            if let Some(id) = id {
                let hidden = if column == "unit_id" { unindexed } else { "" };
                pass.push_sql(&format!(" AND {hidden}i.{column} = "));
                pass.push_bind_param::<sql::Id, Id>(id)?;
            }
        }
        // Where those that nobody has responded to have an index, a word leads to more.
        let lead = branch.walked().map(|part| filter.lead(part));
        let hidden = if lead == Some(Lead::Unanswered) {
            super::UNINDEXED
        } else {
            unindexed
        };
        macro_rules! word {
            ($column:literal, $word:expr) => {
                if let Some(word) = &$word {
                    pass.push_sql(&format!(" AND {hidden}i.{} = ", $column));
                    pass.push_bind_param::<Text, _>(word)?;
                }
            };
        }
        word!("status", filter.status);
        word!("category", filter.category);
        word!("urgency", filter.urgency);
        word!("channel", filter.channel);
        word!("client_kind", filter.client_kind);
        if let Some(overdue) = filter.overdue {
            pass.push_sql(if overdue {
                " AND i.responded_at IS NULL AND i.response_due_at < "
            } else {
                " AND (i.responded_at IS NOT NULL OR i.response_due_at >= "
            });
            pass.push_bind_param::<sql::Instant, Instant>(&filter.now)?;
            pass.push_sql(if overdue { "" } else { ")" });
        }
        if let Some(after) = &filter.modified_after {
            pass.push_sql(" AND i.modified_at > ");
            pass.push_bind_param::<sql::Instant, Instant>(after)?;
        }
        Ok(())
    }

    fn keyset<'b>(&'b self, at: &str, key: &str, pass: &mut Pass<'_, 'b>) -> QueryResult<()> {
        let (beyond, within) = match self.filter.sort {
            IntakeSort::ReceivedAt => ("<", ">="),
            IntakeSort::ModifiedAt => (">", "<="),
        };
        let (after, until) = (&self.filter.after, &self.filter.until);
        for (compared, place) in [(beyond, after), (within, until)] {
            let Some((place, id)) = place else { continue };
            pass.push_sql(&format!(" AND ({at}, {key}) {compared} ("));
            pass.push_bind_param::<sql::Instant, Instant>(place)?;
            pass.push_sql(", ");
            pass.push_bind_param::<sql::Id, Id>(id)?;
            pass.push_sql(")");
        }
        Ok(())
    }
}

/// The unit or worker that a branch is about.
fn id_of(branch: &Branch) -> Id {
    match branch {
        Branch::Units { part, .. } | Branch::Moved { part, .. } => Id::from(part.unit()),
        Branch::Member { worker, .. } => Id::from(*worker),
    }
}
