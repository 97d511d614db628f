//! Lists of cases.

use serde_json::json;
use tests::{
    App,
    cases::{ending, opened, opened_by, read},
};

use crate::cases::{list, name, restrict, unit, worker};

#[test]
fn everybody_lists_what_they_see_the_newest_first() {
    let app = App::start();
    let mut made = Vec::new();
    for category in ["older_person", "domestic_violence", "homeless"] {
        app.clock.advance_days(1);
        made.push(opened(&app, category).id());
    }
    app.clock.advance_days(1);
    let baling = opened_by(&app, "older_person", "hanim", "kamal", json!({})).id();
    let [standard, confidential, newest] = [&made[0], &made[1], &made[2]];
    let seen = |who: &str| {
        let page = list(&app.as_(who), "");
        page.ids()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let of = |ids: &[&String]| ids.iter().map(|id| (*id).clone()).collect::<Vec<_>>();
    assert_eq!(seen("siti"), of(&[newest, confidential, standard]));
    assert_eq!(seen("farid"), of(&[newest, standard]));
    assert_eq!(seen("azman"), of(&[newest, confidential, standard]));
    assert_eq!(
        seen("ismail"),
        of(&[&baling, newest, confidential, standard])
    );
    assert_eq!(
        seen("auditor"),
        of(&[&baling, newest, confidential, standard])
    );
    assert_eq!(seen("data"), of(&[&baling, newest, confidential, standard]));
    assert_eq!(seen("hanim"), of(&[&baling]));
    assert!(seen("dewi").is_empty());
    assert!(seen("wayan").is_empty());
    for who in ["admin", "editor", "tamu"] {
        app.as_(who)
            .get("/v1/cases")
            .send()
            .problem(403, "not_permitted");
    }
    // Named on it, a colleague finds the confidential one too; listed only where it is restricted.
    name(&app, confidential, "farid", "team").created();
    assert_eq!(seen("farid"), of(&[newest, confidential, standard]));
    name(&app, standard, "hanim", "listed").created();
    assert_eq!(seen("hanim"), of(&[&baling]));
    let case = read(&app.as_supervisor(), standard);
    restrict(&app, &case).ok();
    assert_eq!(seen("hanim"), of(&[&baling, standard]));
    assert_eq!(seen("farid"), of(&[newest, confidential]));
    assert_eq!(seen("azman"), of(&[newest, confidential, standard]));
    assert_eq!(seen("ismail"), of(&[&baling, newest, confidential]));
    assert_eq!(seen("data"), of(&[&baling, newest, confidential]));
}

#[test]
fn a_list_is_narrowed_by_every_filter_together_and_paged() {
    let app = App::start();
    let named = json!({"external_refs": [{"system": "ebantuan", "value": "BK 17"}]});
    let first = opened_by(&app, "homeless", "siti", "azman", named);
    let mut made = vec![first.id()];
    for _ in 0..3 {
        app.clock.advance_days(1);
        made.insert(0, opened(&app, "older_person").id());
    }
    let second = opened_by(&app, "homeless", "hanim", "kamal", json!({}));
    let ended = ending(&app, &read(&app.as_caseworker(), &made[1]), "moved_away");
    let ismail = app.as_("ismail");
    let of = |query: &str| {
        let page = list(&ismail, query);
        page.ids()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let person = first["person_id"].as_str().unwrap_or_default();
    let (kulim, siti) = (unit(&app, "kulim"), worker(&app, "siti"));
    assert_eq!(of("?stage=termination"), [ended.id()]);
    assert_eq!(of("?category=homeless"), [second.id(), first.id()]);
    assert_eq!(
        of(&format!("?category=homeless&unit_id={kulim}")),
        [first.id()]
    );
    assert_eq!(of(&format!("?person_id={person}")), [first.id()]);
    assert_eq!(
        of(&format!("?responsible_id={siti}&stage=assessment")).len(),
        3
    );
    assert_eq!(
        of("?external_system=ebantuan&external_value=BK%2017"),
        [first.id()]
    );
    assert!(of("?external_system=ebantuan&external_value=BK%2018").is_empty());
    assert!(of("?status=closed").is_empty());
    // As long as nothing else says how high the risk is, none is recorded.
    assert_eq!(of("?risk=none_recorded").len(), 5);
    app.db()
        .run("UPDATE cases SET risk = 'high' WHERE category = 'homeless'");
    assert_eq!(of("?risk=high"), [second.id(), first.id()]);
    assert_eq!(of(&format!("?risk=high&unit_id={kulim}")), [first.id()]);
    assert_eq!(read(&ismail, &first.id())["risk"], "high");
    // A unit is itself, without those below it.
    assert!(of(&format!("?unit_id={}", unit(&app, "kedah"))).is_empty());
    assert!(of(&format!("?unit_id={}", unit(&app, "batu"))).is_empty());
    let half = ismail.get("/v1/cases?external_system=ebantuan").send();
    let half = half.problem(400, "invalid_parameter");
    assert_eq!(half.faults(), [("?external_value", "required")]);

    // Page by page it is the same list, also while cases are opened and ended.
    let all = of(&format!("?unit_id={kulim}"));
    assert_eq!(all, made);
    let mut pages = Vec::new();
    let mut next = Some(format!("/v1/cases?unit_id={kulim}&limit=1"));
    while let Some(path) = next {
        let page = ismail.get(&path).send().ok();
        pages.extend(page.ids().into_iter().map(str::to_owned));
        if pages.len() == 2 {
            opened(&app, "older_person");
        }
        let link = page.header("link").strip_prefix('<').map(str::to_owned);
        next = link.and_then(|link| Some(link.split_once('>')?.0.to_owned()));
        assert_eq!(next.is_some(), page.body.get("next_cursor").is_some());
    }
    assert_eq!(pages, made);
    let page = list(&ismail, &format!("?unit_id={kulim}&limit=1"));
    let cursor = page["next_cursor"].as_str().unwrap_or_default();
    let other = format!("/v1/cases?limit=1&cursor={cursor}");
    ismail.get(&other).send().problem(400, "invalid_cursor");
}

#[test]
fn what_was_changed_is_pulled_in_the_order_of_the_changes() {
    let app = App::start();
    let (first, second) = (opened(&app, "older_person"), opened(&app, "homeless"));
    let before = app.clock.now();
    app.clock.advance_days(1);
    let ended = ending(&app, &first, "moved_away");
    app.clock.advance_days(1);
    let third = opened_by(&app, "homeless", "hanim", "kamal", json!({}));
    for (who, seen) in [
        ("siti", vec![second.id(), ended.id()]),
        ("azman", vec![second.id(), ended.id()]),
        ("ismail", vec![second.id(), ended.id(), third.id()]),
    ] {
        let client = app.as_(who);
        assert_eq!(list(&client, "?sort=modified_at").ids(), seen);
        let page = list(&client, "?sort=modified_at&limit=1");
        let cursor = page["next_cursor"].as_str().unwrap_or_default();
        let page = list(
            &client,
            &format!("?sort=modified_at&limit=1&cursor={cursor}"),
        );
        assert_eq!(page.ids(), [ended.id()]);
        let since = before.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        let since = format!("?sort=modified_at&modified_after={since}");
        assert_eq!(list(&client, &since).ids(), seen[1..]);
    }
}
