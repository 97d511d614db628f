//! One's own sessions.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use tests::App;

use super::{is_good, opened, refresh, text};

#[test]
fn a_worker_sees_the_own_sessions_newest_first() {
    let app = App::start();
    app.log_in("farid").get("/v1/me").send().ok();
    let mut made = Vec::new();
    for _ in 0..3 {
        made.insert(0, text(&opened(&app), "session_id"));
        app.clock.advance(std::time::Duration::from_secs(1));
    }
    let siti = app.log_in("siti");
    let list = siti.get("/v1/sessions").send().ok();
    assert_eq!(list.ids()[1..], made);
    let current: Vec<_> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["current"])
        .collect();
    assert_eq!(current, [true, false, false, false]);
}

#[test]
fn an_ended_session_is_over_before_the_answer() {
    let app = App::start();
    let siti = app.log_in("siti");
    let other = opened(&app);
    let path = format!("/v1/sessions/{}", text(&other, "session_id"));
    assert!(is_good(&app, &text(&other, "access_token")));
    siti.delete(&format!("{path}?validate_only=true"))
        .send()
        .status(204);
    assert!(is_good(&app, &text(&other, "access_token")));
    siti.delete(&path).send().status(204);
    assert!(!is_good(&app, &text(&other, "access_token")));
    refresh(&app, &text(&other, "refresh_token")).problem(400, "malformed_request");
    assert_eq!(siti.get("/v1/sessions").send().ok().ids().len(), 1);
    // Once is enough, twice does no harm.
    let events = app.db().count("events");
    siti.delete(&path).send().status(204);
    assert_eq!(app.db().count("events"), events);
    // One's own ends as well.
    let own = siti.get("/v1/me").send().ok()["session_id"]
        .as_str()
        .unwrap()
        .to_owned();
    siti.delete(&format!("/v1/sessions/{own}"))
        .send()
        .status(204);
    assert!(!is_good(&app, siti.token.as_deref().unwrap()));
}

#[test]
fn another_workers_session_is_as_good_as_none() {
    let app = App::start();
    let theirs = text(&opened(&app), "session_id");
    let farid = app.as_("farid");
    let admin = app.as_administrator();
    let dump = app.dump();
    for client in [&farid, &admin] {
        let one = client
            .delete(&format!("/v1/sessions/{theirs}"))
            .send()
            .problem(404, "not_found");
        let path = format!("/v1/sessions/{}", app.new_id());
        let none = client.delete(&path).send().problem(404, "not_found");
        for member in ["type", "title", "detail", "status", "code"] {
            assert_eq!(one[member], none[member]);
        }
        assert_eq!(one.headers.len(), none.headers.len());
        client
            .delete("/v1/sessions/not-an-id")
            .send()
            .problem(404, "not_found");
    }
    assert_eq!(app.dump(), dump);
}

#[test]
fn no_request_that_starts_after_a_revocation_was_answered_is_accepted() {
    let app = App::start();
    let siti = app.log_in("siti");
    for _ in 0..20 {
        let token = text(&opened(&app), "access_token");
        let session = text(
            &app.with_token(&token).get("/v1/me").send().ok(),
            "session_id",
        );
        let ended = AtomicBool::new(false);
        std::thread::scope(|scope| {
            // Whatever the service remembers of the session is remembered again and again.
            for _ in 0..3 {
                scope.spawn(|| {
                    loop {
                        let before = ended.load(SeqCst);
                        let good = is_good(&app, &token);
                        assert!(!(before && good), "accepted after the answer");
                        if before {
                            return;
                        }
                    }
                });
            }
            siti.delete(&format!("/v1/sessions/{session}"))
                .send()
                .status(204);
            ended.store(true, SeqCst);
        });
    }
}
