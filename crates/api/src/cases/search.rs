//! The search for cases: by file number, or by who the client is.

use actix_web::HttpResponse;
use chrono::NaiveDate;
use domain::{
    access::{Action, Actor, Facts, visible_persons},
    parties::person::PersonName,
    texts::Line,
    warnings::{Fault, FaultCode},
    words::RecordId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    list::{self, Wanted},
    views::CaseView,
};
use crate::{
    app::App,
    db::{Lane, Tx, types::Id},
    http::{
        body::Body,
        paging::{Page, SliceBy},
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    parties::persons::{
        search::{Criteria, FoundAt},
        sight::Condition,
        views::{IdentifierQuery, PersonSearch},
    },
    read::{Read, plain},
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![route!(search_cases, Action::ListCases)]
}

/// Who the client is: at least one of the three, and all that are given must fit.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct ClientSearch {
    /// An identifier, exactly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<IdentifierQuery>,
    /// The beginning of a name or alias, at least two letters without titles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    /// The birth date as it was registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
}

/// What to search cases by: the file number, the client, or both.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[schema(example = json!({"client": {"name": "Ahmad bin Is"}, "limit": 20}))]
pub struct CaseSearch {
    /// The whole file number, such as `PKMD-KSR/2026/000017`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_number: Option<Line>,
    /// Who the client is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientSearch>,
    /// How many clients at most, each with the newest 50 cases; 20 when left out.
    #[schema(minimum = 1, maximum = 50)]
    pub limit: Option<usize>,
    /// `next_cursor` of the page before, with the same search.
    #[schema(max_length = 1000)]
    pub cursor: Option<String>,
}

/// A case that a search found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundCase {
    /// The case.
    pub case: CaseView,
    /// The client's name, where the client was searched for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_name: Option<PersonName>,
}

/// Search cases
///
/// By the whole file number, by who the client is (as persons are searched), or by both; a read,
/// though by POST, so that no name or number stands in an address. Finds only cases the caller
/// sees: a data officer the spine by file number, and nothing by client. In the order of the
/// clients' names where one is searched, each client's newest case first. A page may be short, or
/// empty, before the last. Refused: whoever can see no case at all (403); nothing to search by, a
/// name of fewer than two letters, a number that no document can have (422).
#[utoipa::path(post, path = "/v1/cases/search", tag = "cases", request_body = CaseSearch,
    responses((status = 200, description = "The cases found.", body = Page<FoundCase>)))]
pub async fn search_cases(read: Read, body: Body<CaseSearch>) -> Result<HttpResponse, ApiError> {
    read.decide(&Facts::Cases)?;
    let mut search = body.value;
    let (limit, cursor) = (search.limit.take().unwrap_or(20), search.cursor.take());
    let client = criteria(&read.app, &search)?;
    let list = "search_cases";
    let slice: SliceBy<FoundAt> =
        SliceBy::new(&read.app, list, &search, Some(limit), cursor.as_deref())?;
    let (actor, after) = (read.caller.actor.clone(), slice.after.clone());
    let groups = read
        .app
        .db()
        .read(Lane::Slow, move |tx| {
            let mut case = None;
            if let Some(number) = &search.file_number {
                case = on!(tx, cases::by_file_number(number.as_str()))?;
                if case.is_none() {
                    return Ok(Vec::new());
                }
            }
            let wanted = Wanted {
                case,
                ..Wanted::default()
            };
            match client {
                None => by_file(tx, &actor, &wanted),
                Some(criteria) => by_client(tx, &actor, &criteria, &wanted, after, limit),
            }
        })
        .await?;
    let page = slice.page(&read.app, groups, |(place, _)| place.clone())?;
    plain(&Page {
        items: page
            .items
            .into_iter()
            .flat_map(|(_, found)| found)
            .collect(),
        next_cursor: page.next_cursor,
    })
}

/// What the client is searched by, in the form in which it is looked up.
fn criteria(app: &App, search: &CaseSearch) -> Result<Option<Criteria>, ApiError> {
    let refused = |faults| Problem::faults(ProblemCode::InvalidBody, faults).into();
    let Some(client) = &search.client else {
        return match search.file_number {
            Some(_) => Ok(None),
            None => Err(refused(vec![Fault::new(
                "/file_number",
                FaultCode::Required,
            )])),
        };
    };
    let asked = PersonSearch {
        identifier: client.identifier.clone(),
        name: client.name.clone(),
        birth_date: client.birth_date,
        limit: None,
        cursor: None,
    };
    let inside = |fault: Fault| Fault {
        pointer: format!("/client{}", fault.pointer),
        ..fault
    };
    match Criteria::new(&asked, app.keys()) {
        Ok(criteria) => Ok(Some(criteria)),
        Err(faults) => Err(refused(faults.into_iter().map(inside).collect())),
    }
}

/// A client's place in the order of the answer, and the cases found.
type Group = (FoundAt, Vec<FoundCase>);

fn by_file(tx: &mut Tx<'_>, actor: &Actor, wanted: &Wanted) -> Result<Vec<Group>, ApiError> {
    let found = list::visible(tx, actor, wanted)?.items.into_iter();
    let found = found.map(|case| FoundCase {
        case,
        client_name: None,
    });
    let nowhere = FoundAt {
        name_key: None,
        id: Uuid::nil(),
    };
    Ok(vec![(nowhere, found.collect())])
}

fn by_client(
    tx: &mut Tx<'_>,
    actor: &Actor,
    criteria: &Criteria,
    wanted: &Wanted,
    after: Option<FoundAt>,
    limit: usize,
) -> Result<Vec<Group>, ApiError> {
    let seen = Condition::seen(&visible_persons(actor));
    let persons = on!(tx, person_search::search(seen, criteria, after, false))?;
    let mut groups = Vec::new();
    // One more than the page takes tells that there are more.
    for person in persons.into_iter().take(limit + 1) {
        let id = person.person.id;
        let wanted = Wanted {
            person: Some(Id::from(id)),
            ..wanted.clone()
        };
        let cases = list::visible(tx, actor, &wanted)?
            .items
            .into_iter()
            .take(50);
        let found = cases.map(|case| FoundCase {
            case,
            client_name: Some(person.person.full_name.clone()),
        });
        let place = FoundAt {
            name_key: person.name_key,
            id: id.uuid(),
        };
        groups.push((place, found.collect()));
    }
    Ok(groups)
}
