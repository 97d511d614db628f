//! On a bad network a client does not know whether it was heard. It asks again with the same key
//! and gets the answer it was due, and nothing happens twice.

use serde_json::json;
use tests::{App, Client, Fate, Proxy, Reply, race, story::Story};

/// Sends until an answer arrives; returns it and how often it was asked for in vain.
fn insist(client: &Client, story: &Story) -> (Reply, usize) {
    for vain in 0..10 {
        if let Ok(reply) = client.wish(&story.wish()).try_send() {
            return (reply, vain);
        }
    }
    panic!("{}: no answer arrives", story.wish().key);
}

fn story(app: &App, name: &str) -> Story {
    let clock = app.clock.clone();
    Story::new(name.to_owned(), Box::new(move || clock.now()))
}

/// How many events each key left, sorted by key.
fn effects(app: &App) -> Vec<String> {
    app.db().lines(
        "SELECT request_id || ' ' || type AS value FROM events WHERE request_id LIKE '%-1-%'
         ORDER BY 1",
    )
}

#[test]
fn the_first_case_told_over_a_line_that_loses_every_answer_at_first_happens_once() {
    let app = App::start();
    // One answer, two answers, half an answer: by turns.
    let proxy = Proxy::start(app.address(), |key, times| match (key.len() % 3, times) {
        (0, 0) => Fate::Torn,
        (1, 0) | (2, 0 | 1) => Fate::Lost,
        _ => Fate::Arrives,
    });
    let callers = ["siti", "azman"].map(|name| (name, app.as_(name).through(&proxy)));
    let told = race(8, |i| {
        let mut story = story(&app, &format!("lost-{i}"));
        let mut vain = 0;
        let mut steps = 0;
        while story.serial() == 1 {
            let wish = story.wish();
            let (_, caller) = callers.iter().find(|(name, _)| *name == wish.who).unwrap();
            let (reply, lost) = insist(caller, &story);
            assert!(
                matches!(reply.status, 200 | 201),
                "{}: {:#}",
                wish.key,
                reply.body
            );
            assert!(lost > 0, "{}: the first answer arrived", wish.key);
            assert_eq!(reply.header("idempotency-replayed"), "true", "{}", wish.key);
            vain += lost;
            steps += 1;
            story.went(Some(reply.header("etag").to_owned()));
        }
        (steps, vain)
    });
    let steps: usize = told.iter().map(|(steps, _)| steps).sum();
    assert_eq!(
        proxy.lost(),
        told.iter().map(|(_, vain)| vain).sum::<usize>()
    );
    assert!(proxy.lost() > steps);

    // The same story on a good line leaves the same.
    let calm = App::start();
    let mut quiet = story(&calm, "lost-0");
    while quiet.serial() == 1 {
        let wish = quiet.wish();
        let reply = calm.as_(wish.who).wish(&wish).send();
        assert_eq!(reply.header("idempotency-replayed"), "", "{}", wish.key);
        quiet.went(Some(reply.etag()));
    }
    let expected = effects(&calm);
    assert!(expected.len() > 11, "{expected:?}");
    let of_first: Vec<_> = effects(&app)
        .into_iter()
        .filter(|line| line.starts_with("lost-0-"))
        .collect();
    assert_eq!(of_first, expected);
    assert_eq!(effects(&app).len(), 8 * expected.len());
    assert_eq!(
        app.db().count("idempotency_keys"),
        i64::try_from(steps).unwrap()
    );
    assert_eq!(app.db().count("cases WHERE status = 'closed'"), 8);
}

#[test]
fn a_replayed_answer_is_the_one_that_was_lost() {
    let app = App::start();
    let proxy = Proxy::start(app.address(), |key, times| match (key, times) {
        ("first", 0) => Fate::Lost,
        _ => Fate::Arrives,
    });
    let siti = app.as_caseworker();
    let far = siti.through(&proxy);
    let body = json!({"full_name": "Pak Mat"});
    let sent = far
        .post("/v1/persons", body.clone())
        .key("first")
        .try_send();
    assert!(sent.is_err());
    // Somebody else writes on before the client asks again.
    let there = app.db().count("persons");
    assert_eq!(there, 1);
    let replayed = far
        .post("/v1/persons", body.clone())
        .key("first")
        .send()
        .created();
    assert_eq!(replayed.header("idempotency-replayed"), "true");
    assert_eq!(
        replayed.header("location"),
        format!("/v1/persons/{}", replayed.id())
    );
    let path = format!("/v1/persons/{}", replayed.id());
    let now = siti.get(&path).send().ok();
    assert_eq!(now.etag(), replayed.etag());
    assert_eq!(now.body, replayed.body);

    // An edit whose answer was lost is no conflict with itself.
    let lossy = Proxy::start(app.address(), |_, times| {
        if times == 0 {
            Fate::Torn
        } else {
            Fate::Arrives
        }
    });
    let edit = || {
        siti.through(&lossy)
            .patch(&path, json!({"full_name": "Mat bin Ali"}))
            .if_match(&now.etag())
            .key("edit")
    };
    assert!(edit().try_send().is_err());
    let edited = edit().send().ok();
    assert_eq!(edited.header("idempotency-replayed"), "true");
    assert_eq!(edited["full_name"], "Mat bin Ali");
    assert_eq!(siti.get(&path).send().ok().etag(), edited.etag());
    assert_eq!(app.db().count("events WHERE record_kind = 'person'"), 2);
}

#[test]
fn without_a_key_the_clients_own_id_says_that_it_was_done() {
    let app = App::start();
    let proxy = Proxy::start(app.address(), |_, times| {
        if times < 2 { Fate::Lost } else { Fate::Arrives }
    });
    let far = app.as_caseworker().through(&proxy);
    let body = json!({"id": app.new_id(), "full_name": "Mak Som"});
    for _ in 0..2 {
        assert!(far.post("/v1/persons", body.clone()).try_send().is_err());
    }
    let reply = far.post("/v1/persons", body.clone()).send().ok();
    assert_eq!(reply.id(), body["id"].as_str().unwrap());
    assert_eq!(app.db().count("persons"), 1);
    assert_eq!(app.db().count("events WHERE record_kind = 'person'"), 1);
}

#[test]
fn the_same_key_on_many_lines_at_once_has_one_effect() {
    let app = App::start();
    let siti = app.as_caseworker();
    let wish = story(&app, "once").wish();
    let replies = race(16, |_| siti.wish(&wish).send());
    let mut fresh = 0;
    for reply in &replies {
        match (reply.status, reply.header("idempotency-replayed")) {
            (201, "true") => {}
            (201, _) => fresh += 1,
            // PostgreSQL does not wait for whoever has the key.
            (409, _) => assert_eq!(reply["code"], "request_in_progress"),
            other => panic!("{other:?} {:#}", reply.body),
        }
    }
    assert_eq!(fresh, 1);
    assert_eq!(app.db().count("persons"), 1);
    assert_eq!(app.db().count("idempotency_keys"), 1);
}
