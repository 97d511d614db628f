//! The list of intakes: what is in it for whom, in which order, page by page.

use std::{collections::BTreeSet, time::Duration};

use domain::parties::{UnitId, WorkerId};
use serde_json::json;
use tests::{
    App, Client, Reply,
    intakes::{ask_for, person, screen, told, told_about},
};

/// Everybody of the organisation with an opinion on intakes.
const PEOPLE: [&str; 12] = [
    "siti", "farid", "azman", "hanim", "kamal", "mei", "ravi", "ismail", "auditor", "dewi", "budi",
    "wayan",
];

fn list(client: &Client, query: &str) -> Reply {
    client.get(&format!("/v1/intakes{query}")).send().ok()
}

/// All pages of a list, two at a time.
fn pages(client: &Client, query: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = list(client, &format!("?limit=2{query}{cursor}"));
        ids.extend(page.ids().into_iter().map(str::to_owned));
        match page["next_cursor"].as_str() {
            None => return ids,
            Some(next) => cursor = format!("&cursor={next}"),
        }
    }
}

/// Intakes of three units of two countries: undecided, declined, accepted; standard and
/// confidential.
fn busy(app: &App) -> Vec<String> {
    let mut all = Vec::new();
    for (caseworker, supervisor) in [("siti", "azman"), ("hanim", "kamal"), ("dewi", "budi")] {
        let client = app.as_(caseworker);
        for (n, category) in ["poor_family", "child_abuse", "homeless", "child_abuse"]
            .into_iter()
            .enumerate()
        {
            app.clock.advance(Duration::from_secs(1));
            let mut body = told_about(&person(&client));
            body["category"] = json!(category);
            body["received_at"] = json!(format!("2026-03-0{}T00:00:00Z", n % 2 + 1));
            let intake = client.post("/v1/intakes", body).send().created();
            let path = format!("/v1/intakes/{}", intake.id());
            let supervisor = app.as_(supervisor);
            if n < 2 {
                let intake = screen(&client, &intake);
                let id = app.worker::<WorkerId>(caseworker);
                let call =
                    supervisor.post(&format!("{path}/acceptance"), json!({"caseworker_id": id}));
                call.if_match(&intake.etag()).send().created();
            } else if n == 2 {
                let call = supervisor.post(
                    &format!("{path}/declination"),
                    json!({"reason": "not_eligible"}),
                );
                call.if_match("*").send().ok();
            }
            all.push(intake.id());
        }
    }
    all
}

#[test]
fn a_list_holds_exactly_what_may_be_read() {
    let app = App::start();
    let all = busy(&app);
    for who in PEOPLE {
        let client = app.as_(who);
        let readable: BTreeSet<_> = all
            .iter()
            .filter(|id| client.get(&format!("/v1/intakes/{id}")).send().status == 200)
            .cloned()
            .collect();
        for query in ["", "&sort=modified_at"] {
            let listed = pages(&client, query);
            let once: BTreeSet<_> = listed.iter().cloned().collect();
            assert_eq!(once.len(), listed.len(), "{who}: something twice");
            assert_eq!(once, readable, "{who} {query}");
        }
    }
    // The colleague misses the confidential case only.
    assert_eq!(pages(&app.as_colleague(), "").len(), 3);
    assert_eq!(pages(&app.as_director(), "").len(), 8);
    for who in ["admin", "data", "editor", "tamu"] {
        let call = app.as_(who).get("/v1/intakes");
        call.send().problem(403, "not_permitted");
    }
    app.anonymous()
        .get("/v1/intakes")
        .send()
        .problem(401, "unauthenticated");
}

#[test]
fn the_newest_comes_first_or_the_change_longest_ago() {
    let app = App::start();
    busy(&app);
    let director = app.as_director();
    let received = list(&director, "");
    let at = |reply: &Reply, field: &str| -> Vec<String> {
        let items = reply["items"].as_array().unwrap();
        let field = items.iter().map(|item| item[field].as_str().unwrap());
        field.map(str::to_owned).collect()
    };
    let times = at(&received, "received_at");
    assert!(times.is_sorted_by(|a, b| a >= b), "{times:?}");
    let modified = list(&director, "?sort=modified_at");
    let times = at(&modified, "modified_at");
    assert!(times.is_sorted(), "{times:?}");

    let after = list(
        &director,
        &format!("?sort=modified_at&modified_after={}", times[4]),
    );
    assert_eq!(after.ids(), modified.ids()[5..]);
}

#[test]
fn a_list_is_narrowed_by_what_is_known() {
    let app = App::start();
    let all = busy(&app);
    let director = app.as_director();
    let kulim: UnitId = app.unit("kulim");
    let kedah: UnitId = app.unit("kedah");
    let subject = app.as_caseworker().get(&format!("/v1/intakes/{}", all[0]));
    let subject = subject.send().ok()["person_id"].clone();
    let subject = subject.as_str().unwrap();
    for (query, count) in [
        (format!("?unit_id={kulim}"), 4),
        (format!("?unit_id={kedah}"), 0),
        ("?status=decided".to_owned(), 6),
        ("?status=received".to_owned(), 2),
        ("?category=child_abuse".to_owned(), 4),
        ("?urgency=urgent".to_owned(), 0),
        ("?channel=agency_referral&status=received".to_owned(), 2),
        (format!("?person_id={subject}"), 1),
        (format!("?person_id={subject}&unit_id={kulim}"), 1),
        ("?overdue=true".to_owned(), 0),
        ("?overdue=false".to_owned(), 8),
    ] {
        assert_eq!(list(&director, &query).ids().len(), count, "{query}");
    }
    app.clock.advance_days(10);
    let director = app.as_director();
    let overdue = list(&director, "?overdue=true");
    assert_eq!(overdue.ids().len(), 2);
    assert_eq!(overdue["items"][0]["status"], "received");
}

#[test]
fn an_intake_is_found_by_its_name_in_another_system() {
    let app = App::start();
    let siti = app.as_caseworker();
    let mut body = told();
    body["external_refs"] = json!([{"system": "ebantuan", "value": "BK/1"}]);
    let intake = siti.post("/v1/intakes", body).send().created();
    siti.post("/v1/intakes", told()).send().created();
    let query = "?external_system=ebantuan&external_value=BK/1";
    assert_eq!(list(&siti, query).ids(), [intake.id()]);
    let other = "?external_system=ebantuan&external_value=BK/2";
    assert!(list(&siti, other).ids().is_empty());
    let half = siti.get("/v1/intakes?external_value=BK/1").send();
    assert_eq!(
        half.problem(400, "invalid_parameter").faults(),
        [("?external_system", "required")]
    );
    // Others look in their own unit, or in the one they name.
    let director = app.as_director();
    assert!(list(&director, query).ids().is_empty());
    let kulim: UnitId = app.unit("kulim");
    let there = list(&director, &format!("{query}&unit_id={kulim}"));
    assert_eq!(there.ids(), [intake.id()]);
}

#[test]
fn a_list_that_cannot_be_given_is_refused() {
    let app = App::start();
    let siti = app.as_caseworker();
    ask_for(&app, "kulim", &["medical_report"]);
    for _ in 0..2 {
        siti.post("/v1/intakes", told()).send().created();
    }
    let get = |query: &str| siti.get(&format!("/v1/intakes{query}")).send();
    for (query, fault) in [
        ("?colour=red", ("?colour", "unknown_parameter")),
        ("?limit=0", ("?limit", "too_small")),
        ("?status=lost", ("?status", "unknown_word")),
        ("?sort=name", ("?sort", "unknown_word")),
    ] {
        let refused = get(query).problem(400, "invalid_parameter");
        assert_eq!(refused.faults(), [fault]);
    }
    let first = get("?limit=1").ok();
    let cursor = first["next_cursor"].as_str().unwrap();
    get(&format!("?limit=1&status=received&cursor={cursor}")).problem(400, "invalid_cursor");
    get("?cursor=abc").problem(400, "invalid_cursor");
    let link = format!("</v1/intakes?limit=1&cursor={cursor}>; rel=\"next\"");
    assert_eq!(first.header("link"), link);
}
