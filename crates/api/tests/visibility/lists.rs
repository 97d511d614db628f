//! The database, asked for whole lists page by page, as the routes ask it.

use std::collections::{BTreeMap, BTreeSet};

use api::{
    access_sql::ResolvedBranch,
    cases::{
        list::{Order, Wanted, visible},
        views::CaseView,
    },
    db::types::{Id, Instant},
    http::paging::{Place, SMALL},
    intake::{
        self,
        list::{Branch, Filter, IntakeSort},
    },
    on,
    parties::{
        groups::views::GroupQuery,
        households,
        persons::{search::Listed, sight::Condition},
    },
};
use chrono::DateTime;
use domain::{
    access::{Actor, PersonBranch, View},
    parties::UnitId,
    words::RecordId,
};
use uuid::Uuid;

use crate::place::Place as Database;

/// A page as a route cuts it: what the query gives beyond only tells that there is more.
fn page() -> usize {
    usize::try_from(SMALL - 1).unwrap()
}

/// Every page of a list, one after the other. Nothing may come twice.
fn all<T>(mut fetch: impl FnMut(Option<Place>) -> Vec<T>, place: impl Fn(&T) -> Place) -> Vec<T> {
    all_walked(|after| (fetch(after), None), place)
}

/// The same of a list that may be walked to a place before the page is full.
fn all_walked<T>(
    mut fetch: impl FnMut(Option<Place>) -> (Vec<T>, Option<Place>),
    place: impl Fn(&T) -> Place,
) -> Vec<T> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let (mut items, until) = fetch(after);
        let more = items.len() > page();
        items.truncate(page());
        after = if more {
            items.last().map(&place)
        } else {
            until
        };
        found.extend(items);
        if after.is_none() {
            let once: BTreeSet<Uuid> = found.iter().map(|it| place(it).id).collect();
            assert_eq!(once.len(), found.len(), "something came twice");
            let places: Vec<_> = found
                .iter()
                .map(|it| (place(it).at, place(it).id))
                .collect();
            assert!(
                places.is_sorted() || places.iter().rev().is_sorted(),
                "not in order"
            );
            return found;
        }
    }
}

/// The persons seen through these branches.
pub fn persons(database: &mut Database, branches: &[PersonBranch]) -> BTreeSet<Uuid> {
    let listed = Listed {
        external: None,
        modified_after: Some(DateTime::UNIX_EPOCH),
    };
    let found = all(
        |after| {
            let seen = Condition::seen(branches);
            on!(
                &mut database.tx(),
                person_search::list(seen, &listed, after, false)
            )
            .unwrap()
        },
        |it| Place {
            at: it.modified_at,
            id: it.id.uuid(),
        },
    );
    found.into_iter().map(|it| it.id.uuid()).collect()
}

/// The households seen through these branches.
pub fn households(database: &mut Database, branches: &[PersonBranch]) -> BTreeSet<Uuid> {
    let listed = households::views::Listed::default();
    let found = all(
        |after| {
            let seen = Condition::household(branches);
            on!(
                &mut database.tx(),
                households::list(seen, &listed, after, false)
            )
            .unwrap()
        },
        |it| Place {
            at: it.modified_at,
            id: it.id.uuid(),
        },
    );
    found.into_iter().map(|it| it.id.uuid()).collect()
}

/// The groups seen through these branches.
pub fn groups(database: &mut Database, branches: &[PersonBranch]) -> BTreeSet<Uuid> {
    let wanted: GroupQuery = serde_json::from_value(serde_json::json!({})).unwrap();
    let found = all(
        |after| {
            let seen = Condition::group(branches);
            on!(
                &mut database.tx(),
                groups::list(seen, &wanted, after, false)
            )
            .unwrap()
        },
        |it| Place {
            at: it.modified_at,
            id: it.id.uuid(),
        },
    );
    found.into_iter().map(|it| it.id.uuid()).collect()
}

/// The intakes seen through these branches, or those of them that one unit took in.
pub fn intakes(
    database: &mut Database,
    branches: &[Branch],
    sort: IntakeSort,
    unit: Option<UnitId>,
) -> BTreeSet<Uuid> {
    let at = |it: &domain::intake::Intake| match sort {
        IntakeSort::ReceivedAt => it.details.received_at,
        IntakeSort::ModifiedAt => it.modified_at,
    };
    let found = all_walked(
        |after| {
            let filter = Filter {
                only: None,
                unit: unit.map(Id::from),
                status: None,
                category: None,
                urgency: None,
                channel: None,
                person: None,
                client_kind: None,
                household: None,
                group: None,
                overdue: None,
                now: Instant::from(DateTime::UNIX_EPOCH),
                modified_after: None,
                sort,
                after: after.map(|place| (place.at.into(), Id(place.id))),
                until: None,
                large: false,
            };
            let seen = intake::list::page(&mut database.tx(), branches, filter).unwrap();
            (seen.items, seen.until)
        },
        |it| Place {
            at: at(it),
            id: it.id.uuid(),
        },
    );
    found.into_iter().map(|it| it.id.uuid()).collect()
}

/// What a route asks for that wants every case, in this order, from this place on.
fn wanted(order: Order, after: Option<Place>) -> Wanted {
    Wanted {
        order,
        after: after.map(|place| (place.at.into(), Id(place.id))),
        ..Wanted::default()
    }
}

/// The cases this actor sees, and how much of each.
pub fn cases(database: &mut Database, actor: &Actor, order: Order) -> BTreeMap<Uuid, View> {
    let found = all_walked(
        |after| {
            let seen = visible(&mut database.tx(), actor, &wanted(order, after)).unwrap();
            (seen.items, seen.until)
        },
        |it| order.place(it),
    );
    let view = |it: &CaseView| match it {
        CaseView::Full(_) => View::Full,
        CaseView::Spine(_) => View::Spine,
    };
    found
        .iter()
        .map(|it| (order.place(it).id, view(it)))
        .collect()
}

/// The cases seen through these branches.
pub fn cases_through(database: &mut Database, branches: &[ResolvedBranch]) -> BTreeSet<Uuid> {
    let found = all(
        |after| {
            let wanted = wanted(Order::ModifiedAt, after);
            on!(&mut database.tx(), case_list::page(branches, &wanted)).unwrap()
        },
        |it| Place {
            at: it.modified_at,
            id: it.id.uuid(),
        },
    );
    found.into_iter().map(|it| it.id.uuid()).collect()
}
