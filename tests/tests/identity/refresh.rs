//! The next pair of tokens.

use std::{collections::BTreeSet, time::Duration};

use tests::{App, Reply, race};

use super::{is_good, opened, refresh, text};

/// A refusal of the token endpoint, with the word of RFC 6749.
#[track_caller]
fn refused(reply: Reply, word: &str) {
    let reply = reply.problem(400, "malformed_request");
    assert_eq!(reply["error"], word);
}

#[test]
fn each_refresh_token_gives_the_next_one() {
    let app = App::start();
    let mut pair = opened(&app);
    let session = text(&pair, "session_id");
    let mut seen = BTreeSet::new();
    for _ in 0..5 {
        app.clock.advance(Duration::from_secs(61));
        pair = refresh(&app, &text(&pair, "refresh_token")).ok();
        assert_eq!(text(&pair, "session_id"), session);
        assert!(seen.insert(text(&pair, "refresh_token")));
        assert!(is_good(&app, &text(&pair, "access_token")));
    }
    assert_eq!(pair.header("cache-control"), "no-store");
    assert_eq!(app.db().count("sessions"), 1);
}

#[test]
fn a_lost_answer_is_given_again_for_a_minute() {
    let app = App::start();
    let first = text(&opened(&app), "refresh_token");
    let child = text(&refresh(&app, &first).ok(), "refresh_token");
    app.clock.advance(Duration::from_secs(60));
    assert_eq!(text(&refresh(&app, &first).ok(), "refresh_token"), child);
    // And the child is as good as before.
    refresh(&app, &child).ok();
}

#[test]
fn a_token_used_again_after_that_ends_the_whole_session_at_once() {
    let app = App::start();
    let first = opened(&app);
    let pair = refresh(&app, &text(&first, "refresh_token")).ok();
    app.clock.advance(Duration::from_secs(61));
    assert!(is_good(&app, &text(&pair, "access_token")));
    refused(
        refresh(&app, &text(&first, "refresh_token")),
        "invalid_grant",
    );
    for token in [text(&first, "access_token"), text(&pair, "access_token")] {
        assert!(!is_good(&app, &token));
    }
    refused(
        refresh(&app, &text(&pair, "refresh_token")),
        "invalid_grant",
    );
    assert_eq!(
        app.db()
            .count("events WHERE type = 'session_reuse_detected'"),
        1
    );
    // The worker's other sessions go on.
    assert!(is_good(&app, &text(&opened(&app), "access_token")));
}

#[test]
fn a_grandparent_ends_the_session_even_within_the_minute() {
    let app = App::start();
    let first = text(&opened(&app), "refresh_token");
    let second = text(&refresh(&app, &first).ok(), "refresh_token");
    let third = refresh(&app, &second).ok();
    refused(refresh(&app, &first), "invalid_grant");
    refused(
        refresh(&app, &text(&third, "refresh_token")),
        "invalid_grant",
    );
    assert!(!is_good(&app, &text(&third, "access_token")));
}

#[test]
fn fifty_uses_at_once_leave_one_lineage() {
    let app = App::start();
    let first = text(&opened(&app), "refresh_token");
    let children: BTreeSet<String> =
        race(50, |_| text(&refresh(&app, &first).ok(), "refresh_token"))
            .into_iter()
            .collect();
    assert_eq!(children.len(), 1);
    assert_eq!(
        app.db()
            .number("SELECT max(generation) AS value FROM sessions"),
        2
    );
    let child = children.into_iter().next().unwrap();
    // Of fifty uses of the child and its parent at once: the parent still repeats or ends it all,
    // but never are there two children.
    let answers = race(50, |i| {
        refresh(&app, if i % 2 == 0 { &child } else { &first })
    });
    let grandchildren: BTreeSet<String> = answers
        .iter()
        .filter(|reply| reply.status == 200)
        .map(|reply| text(reply, "refresh_token"))
        .filter(|token| *token != child)
        .collect();
    assert!(grandchildren.len() <= 1);
    assert!(
        app.db()
            .number("SELECT max(generation) AS value FROM sessions")
            <= 3
    );
}

#[test]
fn a_session_ends_by_itself_after_thirty_days() {
    let app = App::start();
    let mut pair = opened(&app);
    for _ in 0..29 {
        app.clock.advance_days(1);
        pair = refresh(&app, &text(&pair, "refresh_token")).ok();
    }
    app.clock.advance(Duration::from_secs(86_400 - 60));
    pair = refresh(&app, &text(&pair, "refresh_token")).ok();
    assert!(is_good(&app, &text(&pair, "access_token")));
    app.clock.advance(Duration::from_secs(60));
    assert!(!is_good(&app, &text(&pair, "access_token")));
    refused(
        refresh(&app, &text(&pair, "refresh_token")),
        "invalid_grant",
    );
}

#[test]
fn what_is_no_refresh_token_of_ours_is_refused_and_harms_nobody() {
    let app = App::start();
    let pair = opened(&app);
    let token = text(&pair, "refresh_token");
    let dump = app.dump();
    let mut bent: Vec<String> = vec![
        "x".into(),
        "-".repeat(74),
        text(&pair, "access_token")[..200].to_owned(),
        text(&pair, "session_id"),
        format!("{token}="),
        format!("{token}A"),
        format!(" {token}"),
        token.to_uppercase(),
        token[..token.len() - 1].to_owned(),
        token[1..].to_owned(),
        format!("{token}{token}"),
    ];
    for at in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        bent.push(String::from_utf8(bytes).unwrap());
    }
    for token in bent {
        let reply = refresh(&app, &token);
        // Longer than any of ours is a fault of the form.
        if token.len() <= 200 {
            refused(reply, "invalid_grant");
        } else {
            reply.problem(422, "invalid_body");
        }
    }
    assert_eq!(app.dump(), dump);
    refresh(&app, &token).ok();
}

#[test]
fn a_refresh_may_narrow_but_not_widen_and_belongs_to_its_application() {
    let app = App::start();
    let body = serde_json::json!({"username": "siti", "password": tests::PASSWORD, "client_id": "lawatan",
        "scopes": ["persons:read", "cases:read"]});
    let pair = app.anonymous().post("/v1/sessions", body).send().created();
    let token = text(&pair, "refresh_token");
    let ask = |more: &[(&str, &str)]| {
        let mut fields = vec![
            ("grant_type", "refresh_token"),
            ("refresh_token", token.as_str()),
        ];
        fields.extend(more);
        app.anonymous().form("/oauth/token", &fields).send()
    };
    refused(ask(&[("scope", "cases:read cases:write")]), "invalid_scope");
    refused(ask(&[("scope", "everything")]), "invalid_scope");
    refused(ask(&[("client_id", "other")]), "invalid_grant");
    refused(ask(&[("client_secret", "x")]), "invalid_request");
    assert_eq!(
        app.db()
            .number("SELECT max(generation) AS value FROM sessions"),
        1
    );
    let narrow = ask(&[("scope", "cases:read"), ("client_id", "lawatan")]).ok();
    assert_eq!(narrow["scope"], "cases:read");
    // The session itself stays as wide as it was.
    let wide = refresh(&app, &text(&narrow, "refresh_token")).ok();
    assert_eq!(wide["scope"], "persons:read cases:read");
}

#[test]
fn a_worker_who_left_gets_nothing_any_more() {
    let app = App::start();
    let pair = opened(&app);
    let siti = app.db().id(app.worker::<uuid::Uuid>("siti"));
    app.db().run(&format!(
        "UPDATE workers SET active = FALSE WHERE id = {siti}"
    ));
    refused(
        refresh(&app, &text(&pair, "refresh_token")),
        "invalid_grant",
    );
}
