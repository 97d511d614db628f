//! What an actor sees of persons, as SQL: the second reading of the branches of
//! [`visible_persons`](domain::access::visible_persons) and
//! [`visible_parties`](domain::access::visible_parties), beside their `matches`.
//!
//! A search has few candidates (a number, the beginning of a name, a date), so the branches are a
//! condition on a row of `persons` that looks, by index, at the few cases and intakes naming it,
//! or naming a household or group of which the person is a member.
//! Starting from all that somebody sees took 35 to 250 ms at 100,000 cases, this mostly below 10.

use diesel::{
    backend::Backend,
    expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate},
    query_builder::{AstPass, QueryFragment, QueryId},
    result::QueryResult,
    serialize::ToSql,
    sql_types::{Bool, HasSqlType},
};
use domain::{
    access::{Boundary, CaseBranch, Confidentiality, IntakeBranch, PersonBranch},
    words::Word,
};

use crate::db::types::{Id, sql};

/// A condition on a row of `persons`, `households` or `client_groups` (or of `person_matches`): text and ids, in order.
#[derive(Clone, Debug)]
pub struct Condition(Vec<Piece>);

/// Branches by what they look at.
#[derive(Default)]
struct Sorted {
    units: Vec<Boundary>,
    cases: Vec<CaseBranch>,
    intakes: Vec<IntakeBranch>,
    households: Vec<Boundary>,
}

impl Sorted {
    fn of(branches: &[PersonBranch]) -> Self {
        let mut sorted = Self::default();
        for branch in branches {
            match *branch {
                PersonBranch::Unit(within) => sorted.units.push(within),
                PersonBranch::Case(case) => sorted.cases.push(case),
                PersonBranch::Intake(intake) => sorted.intakes.push(intake),
                PersonBranch::Household(within) => sorted.households.push(within),
            }
        }
        sorted
    }
}

#[derive(Clone, Debug)]
enum Piece {
    Sql(&'static str),
    Bind(Id),
}

/// The end of each `EXISTS`. PostgreSQL would rather read the whole table of cases once than ask
/// an index for each candidate; a subquery with an offset, even of none, it leaves alone (the
/// list by time: 16 ms instead of one second at 100,000 cases).
const NO_MORE: &str = " LIMIT 1 OFFSET 0)";

/// The columns of a unit and all above it, each at the level of the tree it has there.
const LEVELS: [&str; 5] = ["unit_0", "unit_1", "unit_2", "unit_3", "unit_4"];

impl Condition {
    /// The person is seen through one of these branches.
    #[must_use]
    pub fn seen(branches: &[PersonBranch]) -> Self {
        let sorted = Sorted::of(branches);
        let mut it = Self(Vec::new());
        it.sql("(");
        it.any(&sorted.units, |it, within| it.registered("persons", within));
        // Whoever registered a record that was merged into this one.
        it.sql(" OR EXISTS (SELECT 1 FROM persons AS merged JOIN units ");
        it.sql("ON units.id = merged.unit_id WHERE merged.merged_into_id = persons.id AND ");
        it.any(&sorted.units, Self::merged_in);
        it.sql(NO_MORE);
        it.named(&sorted, "person_id", "persons.id");
        it.sql(
            " OR EXISTS (SELECT 1 FROM party_members m WHERE m.person_id = persons.id \
             AND m.until IS NULL AND (EXISTS (SELECT 1 FROM households \
             WHERE households.id = m.household_id AND ",
        );
        it.any(&sorted.households, |it, within| {
            it.registered("households", within);
        });
        it.sql(NO_MORE);
        it.named(&sorted, "household_id", "m.household_id");
        it.named(&sorted, "group_id", "m.group_id");
        it.sql(")");
        it.sql(NO_MORE);
        it.sql(")");
        it
    }

    /// The household is seen through one of these branches.
    #[must_use]
    pub fn household(branches: &[PersonBranch]) -> Self {
        Self::party(branches, "households", "household_id", "households.id")
    }

    /// The group is seen through one of these branches.
    #[must_use]
    pub fn group(branches: &[PersonBranch]) -> Self {
        Self::party(branches, "client_groups", "group_id", "client_groups.id")
    }

    fn party(
        branches: &[PersonBranch],
        table: &'static str,
        column: &'static str,
        id: &'static str,
    ) -> Self {
        let sorted = Sorted::of(branches);
        let mut it = Self(Vec::new());
        it.sql("(");
        it.any(&sorted.units, |it, within| it.registered(table, within));
        it.named(&sorted, column, id);
        it.sql(")");
        it
    }

    /// Both persons of a match are registered in these parts of the tree.
    #[must_use]
    pub fn both_within(parts: &[Boundary]) -> Self {
        let mut it = Self(Vec::new());
        for (column, and) in [("person_id", " AND "), ("other_person_id", "")] {
            it.sql("EXISTS (SELECT 1 FROM persons WHERE persons.id = person_matches.");
            it.sql(column);
            it.sql(" AND ");
            it.any(parts, |it, within| it.registered("persons", within));
            it.sql(NO_MORE);
            it.sql(and);
        }
        it
    }

    fn sql(&mut self, text: &'static str) {
        self.0.push(Piece::Sql(text));
    }

    fn bind(&mut self, id: impl Into<Id>) {
        self.0.push(Piece::Bind(id.into()));
    }

    /// One of them holds; none of nothing does.
    fn any<T>(&mut self, items: &[T], each: impl Fn(&mut Self, &T)) {
        self.sql("(1 = 0");
        for item in items {
            self.sql(" OR ");
            each(self, item);
        }
        self.sql(")");
    }

    fn words<W: Word>(&mut self, words: &[W]) {
        self.sql(" IN (");
        for (i, word) in words.iter().enumerate() {
            self.sql(if i == 0 { "'" } else { ", '" });
            self.sql(word.code());
            self.sql("'");
        }
        self.sql(")");
    }

    /// The row of this table was registered in this part of the tree.
    fn registered(&mut self, table: &'static str, within: &Boundary) {
        if within.exact {
            self.within(table, within);
        } else {
            self.sql("EXISTS (SELECT 1 FROM units WHERE units.id = ");
            self.sql(table);
            self.sql(".unit_id AND ");
            self.within("units", within);
            self.sql(NO_MORE);
        }
    }

    /// … or a case or intake that is seen has this id in this column.
    fn named(&mut self, sorted: &Sorted, column: &'static str, id: &'static str) {
        self.naming("cases", column, id);
        self.any(&sorted.cases, Self::case);
        self.sql(NO_MORE);
        self.naming("intakes", column, id);
        self.any(&sorted.intakes, Self::intake);
        self.sql(NO_MORE);
    }

    fn naming(&mut self, table: &'static str, column: &'static str, id: &'static str) {
        for text in [
            " OR EXISTS (SELECT 1 FROM ",
            table,
            " WHERE ",
            table,
            ".",
            column,
        ] {
            self.sql(text);
        }
        for text in [" = ", id, " AND "] {
            self.sql(text);
        }
    }

    fn merged_in(&mut self, within: &Boundary) {
        if within.exact {
            self.sql("units.id = ");
            self.bind(within.unit);
        } else {
            self.within("units", within);
        }
    }

    /// A row that carries its place in the tree lies in this part of it.
    fn within(&mut self, table: &'static str, within: &Boundary) {
        let columns: &[&'static str] = if within.exact { &["unit_id"] } else { &LEVELS };
        for (i, column) in columns.iter().enumerate() {
            self.sql(if i == 0 { "(" } else { " OR " });
            self.sql(table);
            self.sql(".");
            self.sql(column);
            self.sql(" = ");
            self.bind(within.unit);
        }
        self.sql(")");
    }

    fn class(&mut self, classes: &[Confidentiality]) {
        self.sql(" AND cases.confidentiality");
        self.words(classes);
    }

    fn case(&mut self, branch: &CaseBranch) {
        match branch {
            CaseBranch::Member {
                worker,
                memberships,
                classes,
            } => {
                self.sql("EXISTS (SELECT 1 FROM case_members WHERE ");
                self.sql("case_members.case_id = cases.id AND case_members.worker_id = ");
                self.bind(*worker);
                self.sql(" AND case_members.membership");
                self.words(memberships);
                self.sql(NO_MORE);
                self.class(classes);
            }
            CaseBranch::Unit { within, classes } | CaseBranch::Spine { within, classes } => {
                self.within("cases", within);
                self.class(classes);
            }
        }
    }

    fn intake(&mut self, branch: &IntakeBranch) {
        match branch {
            IntakeBranch::Unit(within) => {
                self.within("intakes", within);
                self.sql(" AND intakes.case_id IS NULL");
            }
            IntakeBranch::Case(case) => {
                self.sql("EXISTS (SELECT 1 FROM cases WHERE cases.id = intakes.case_id AND ");
                self.case(case);
                self.sql(NO_MORE);
            }
        }
    }
}

impl Expression for Condition {
    type SqlType = Bool;
}

impl<QS> AppearsOnTable<QS> for Condition {}

impl<G> ValidGrouping<G> for Condition {
    type IsAggregate = is_aggregate::Never;
}

/// The text follows from the grants of the actor, so it has no identity of its own.
impl QueryId for Condition {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB> QueryFragment<DB> for Condition
where
    DB: Backend + HasSqlType<sql::Id>,
    Id: ToSql<sql::Id, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for piece in &self.0 {
            match piece {
                Piece::Sql(text) => out.push_sql(text),
                Piece::Bind(id) => out.push_bind_param::<sql::Id, _>(id)?,
            }
        }
        Ok(())
    }
}
