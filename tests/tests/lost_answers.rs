//! On a bad network a client does not know whether it was heard. It asks again with the same key
//! and gets the answer it was due, and nothing happens twice.

use serde_json::json;
use tests::{
    App, Client, Fate, Proxy, Reply, race,
    story::{CAST, KINDS, Story, Wish},
};

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

/// What each key left, sorted by key.
fn effects(app: &App) -> Vec<String> {
    app.db().lines(
        "SELECT request_id || ' ' || type AS value FROM events WHERE request_id LIKE 'lost-%'
         ORDER BY 1",
    )
}

/// Tells a story to its end, and how it goes to `sent`; returns how many steps it has.
fn tell(mut story: Story, mut sent: impl FnMut(&Story, &Wish) -> Reply) -> usize {
    let (serial, mut steps) = (story.serial(), 0);
    while story.serial() == serial {
        let wish = story.wish();
        let reply = sent(&story, &wish);
        assert!(
            matches!(reply.status, 200 | 201),
            "{}: {:#}",
            wish.key,
            reply.body
        );
        steps += 1;
        let etag = reply.header("etag");
        story.went((!etag.is_empty()).then(|| etag.to_owned()));
    }
    steps
}

#[test]
fn every_story_told_over_a_line_that_loses_every_answer_at_first_happens_once() {
    let app = App::start();
    // One answer, two answers, half an answer: by turns.
    let proxy = Proxy::start(app.address(), |key, times| match (key.len() % 3, times) {
        (0, 0) => Fate::Torn,
        (1, 0) | (2, 0 | 1) => Fate::Lost,
        _ => Fate::Arrives,
    });
    let callers = CAST.map(|name| (name, app.as_(name).through(&proxy)));
    let tellers = 2 * KINDS;
    let numbered = |app, i| story(app, &format!("lost-{i}")).numbered(1 + i % KINDS);
    let told = race(tellers, |i| {
        let mut vain = 0;
        let steps = tell(numbered(&app, i), |story, wish| {
            let (_, caller) = callers.iter().find(|(name, _)| *name == wish.who).unwrap();
            let (reply, lost) = insist(caller, story);
            assert!(lost > 0, "{}: the first answer arrived", wish.key);
            let replayed = reply.header("idempotency-replayed");
            assert_eq!(replayed, "true", "{}: {:#}", wish.key, reply.body);
            vain += lost;
            reply
        });
        (steps, vain)
    });
    let steps: usize = told.iter().map(|(steps, _)| steps).sum();
    let vain: usize = told.iter().map(|(_, vain)| vain).sum();
    assert_eq!(proxy.lost(), vain);
    assert!(vain > steps);

    // The same stories on a good line leave the same, and as much as they say.
    let calm = App::start();
    let mut promised = 0;
    for i in 0..tellers {
        tell(numbered(&calm, i), |_, wish| {
            let reply = calm.as_(wish.who).wish(wish).send();
            assert_eq!(reply.header("idempotency-replayed"), "", "{}", wish.key);
            let left = calm.db().lines(&format!(
                "SELECT type AS value FROM events WHERE request_id = '{}'",
                wish.key
            ));
            assert_eq!(left.len(), wish.events, "{}: {left:?}", wish.key);
            promised += wish.events;
            reply
        });
    }
    let expected = effects(&calm);
    assert_eq!(expected.len(), promised);
    assert_eq!(effects(&app), expected);
    assert_eq!(
        app.db().count("idempotency_keys"),
        i64::try_from(steps).unwrap()
    );
    assert_eq!(app.db().count("cases WHERE status = 'closed'"), 4);
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
