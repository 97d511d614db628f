//! Two people, one record, the same moment: one of them wins, the other is told, and what the
//! gates promise holds. `make races N=1000` runs more rounds than `make test` does.

mod hands;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::{App, Client, Reply, race, story::Story};

/// How often each race is run.
pub fn rounds() -> usize {
    let told = std::env::var("KES_ROUNDS").ok();
    told.map_or(25, |told| told.parse().unwrap())
}

/// A story that has come to where `step` is next.
fn up_to(app: &App, name: &str, step: &str) -> Story {
    let clock = app.clock.clone();
    let mut story = Story::new(name.to_owned(), Box::new(move || clock.now()));
    on_to(app, &mut story, step);
    story
}

fn on_to(app: &App, story: &mut Story, step: &str) {
    while !story.is_at(step) {
        let wish = story.wish();
        let reply = app.as_(wish.who).wish(&wish).send();
        assert!(
            matches!(reply.status, 200 | 201),
            "{}: {:#}",
            wish.key,
            reply.body
        );
        story.went(Some(reply.header("etag").to_owned()));
    }
}

/// Whether a racer won; else it was told that somebody was faster.
fn won(reply: &Reply) -> bool {
    match reply.status {
        200 | 201 => true,
        409 | 412 => false,
        status => panic!("{status}: {:#}", reply.body),
    }
}

/// Who of the two won; never both, never neither.
fn winner(replies: &[Reply]) -> usize {
    let winners: Vec<_> = (0..replies.len()).filter(|i| won(&replies[*i])).collect();
    let told = replies.iter().map(|reply| &reply.body);
    assert_eq!(winners.len(), 1, "{:#?}", told.collect::<Vec<_>>());
    winners[0]
}

/// Edits until it succeeds, each time on top of what it was told is there now.
fn edit_on(client: &Client, path: &str, edit: impl Fn(&Value) -> Value) -> i64 {
    loop {
        let there = client.get(path).send().ok();
        let reply = client
            .patch(path, edit(&there.body))
            .if_match(&there.etag())
            .send();
        if reply.status == 200 {
            return reply["version"].as_i64().unwrap();
        }
        // Who was too late is told what is there now.
        let newer = reply.clone().problem(412, "version_conflict");
        assert!(newer["current_version"].as_i64() > there["version"].as_i64());
    }
}

#[test]
fn of_32_who_edit_one_person_none_is_lost_and_no_version_is_skipped() {
    let app = App::start();
    let siti = app.as_caseworker();
    let person = siti
        .post("/v1/persons", json!({"full_name": "A"}))
        .send()
        .created();
    let path = format!("/v1/persons/{}", person.id());
    let times = rounds().div_ceil(100);
    let versions = race(32, |i| {
        let marks = (0..times).map(|time| {
            edit_on(&siti, &path, |there| {
                let aliases = there["aliases"].as_array().unwrap();
                // Twenty aliases are the most, so old marks make room for new ones.
                let kept = aliases.iter().rev().take(18).rev().cloned();
                let mine = json!(format!("Mark {i} {time}"));
                json!({"aliases": kept.chain([mine]).collect::<Vec<_>>()})
            })
        });
        marks.collect::<Vec<_>>()
    });
    let versions: BTreeSet<i64> = versions.into_iter().flatten().collect();
    let last = i64::try_from(32 * times + 1).unwrap();
    assert_eq!(versions, (2..=last).collect());
    let there = siti.get(&path).send().ok();
    assert_eq!(there["version"], last);
    assert_eq!(there["aliases"].as_array().unwrap().len(), 19);
    // Nothing was overwritten unseen: every version is kept and told.
    assert_eq!(
        app.db()
            .count("record_versions WHERE record_kind = 'person'"),
        last - 1
    );
    assert_eq!(app.db().count("events WHERE record_kind = 'person'"), last);
}

#[test]
fn of_32_who_write_on_one_note_every_word_stays() {
    let app = App::start();
    let story = up_to(&app, "note", "edit");
    let siti = app.as_caseworker();
    let path = format!("/v1/notes/{}", story.id("note"));
    let times = rounds().div_ceil(100);
    let versions = race(32, |i| {
        let marks = (0..times).map(|time| {
            edit_on(&siti, &path, |there| {
                json!({"text": format!("{} [{i}.{time}]", there["text"].as_str().unwrap())})
            })
        });
        marks.collect::<Vec<_>>()
    });
    let versions: BTreeSet<i64> = versions.into_iter().flatten().collect();
    let last = i64::try_from(32 * times + 1).unwrap();
    assert_eq!(versions, (2..=last).collect());
    let there = siti.get(&path).send().ok();
    for i in 0..32 {
        for time in 0..times {
            let mark = format!("[{i}.{time}]");
            assert!(there["text"].as_str().unwrap().contains(&mark), "{mark}");
        }
    }
}

#[test]
fn an_intake_is_accepted_once() {
    let app = App::start();
    let supervisors = [app.as_supervisor(), app.as_second_supervisor()];
    for round in 0..rounds() {
        let story = up_to(&app, &format!("accept-{round}"), "acceptance");
        let wish = story.wish();
        // In one round of all, many more than two.
        let racers = if round == 0 { 64 } else { 2 };
        let replies = race(racers, |i| {
            supervisors[i % 2]
                .post(
                    &wish.path,
                    json!({"caseworker_id": app.worker::<domain::parties::WorkerId>("siti")}),
                )
                .if_match(wish.if_match.as_deref().unwrap())
                .send()
        });
        let case = replies[winner(&replies)].id();
        let intake = app.as_caseworker();
        let intake = intake
            .get(&format!("/v1/intakes/{}", story.id("intake")))
            .send()
            .ok();
        assert_eq!(intake["decision"], "accepted");
        assert_eq!(intake["case_id"], case);
    }
    let db = app.db();
    let all = i64::try_from(rounds()).unwrap();
    assert_eq!(db.count("cases"), all);
    assert_eq!(db.count("events WHERE type = 'case.opened'"), all);
    assert_eq!(db.number("SELECT last AS value FROM file_counters"), all);
    assert_eq!(
        db.number("SELECT count(DISTINCT file_number) AS value FROM cases"),
        all
    );
}

#[test]
fn a_closure_is_approved_or_withdrawn() {
    let app = App::start();
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    let mut approved = 0;
    for round in 0..rounds() {
        let story = up_to(&app, &format!("withdraw-{round}"), "approval");
        let wish = story.wish();
        let etag = wish.if_match.as_deref().unwrap();
        let path = format!("/v1/closure-requests/{}", story.id("closure_request"));
        let replies = race(2, |i| {
            if i == 0 {
                azman
                    .post(&format!("{path}/approval"), json!({}))
                    .if_match(etag)
                    .send()
            } else {
                siti.post(&format!("{path}/withdrawal"), json!({}))
                    .if_match(etag)
                    .send()
            }
        });
        let (status, case_status) = match winner(&replies) {
            0 => ("approved", "closed"),
            _ => ("withdrawn", "open"),
        };
        approved += i64::from(status == "approved");
        let request = siti.get(&path).send().ok();
        assert_eq!(request["status"], status);
        let case = siti
            .get(&format!("/v1/cases/{}", story.id("case")))
            .send()
            .ok();
        assert_eq!(case["status"], case_status);
    }
    println!("approved {approved} times of {}", rounds());
    assert_eq!(
        app.db().count("events WHERE type = 'case.closed'"),
        approved
    );
    assert_eq!(app.db().count("cases WHERE status = 'closed'"), approved);
}

#[test]
fn a_case_is_closed_or_gets_a_task() {
    let app = App::start();
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    for round in 0..rounds() {
        let story = up_to(&app, &format!("task-{round}"), "approval");
        let wish = story.wish();
        let tasks = format!("/v1/cases/{}/tasks", story.id("case"));
        let replies = race(2, |i| {
            if i == 0 {
                azman.wish(&wish).send()
            } else {
                siti.post(
                    &tasks,
                    json!({"text": "Ask the neighbour.", "note_id": story.id("note")}),
                )
                .send()
            }
        });
        if winner(&replies) == 0 {
            assert_eq!(replies[1].refusals(), ["case_closed"]);
        } else {
            assert_eq!(unmet(&replies[0]), ["nothing_open"]);
        }
    }
    nothing_open_is_closed(&app);
}

#[test]
fn a_case_is_closed_or_something_is_received_into_custody() {
    let app = App::start();
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    let mut held = 0;
    for round in 0..rounds() {
        let story = up_to(&app, &format!("custody-{round}"), "approval");
        let wish = story.wish();
        let items = format!("/v1/cases/{}/custody-items", story.id("case"));
        let replies = race(2, |i| {
            if i == 0 {
                azman.wish(&wish).send()
            } else {
                siti.post(&items, tests::cases::bank_book()).send()
            }
        });
        if winner(&replies) == 0 {
            assert_eq!(replies[1].refusals(), ["case_closed"]);
        } else {
            held += 1;
            assert_eq!(unmet(&replies[0]), ["custody_settled"]);
        }
    }
    assert_eq!(app.db().count("custody_items WHERE status = 'held'"), held);
    nothing_held_is_closed(&app);
    nothing_open_is_closed(&app);
}

#[test]
fn a_thing_is_settled_once_and_a_case_closes_only_after_that() {
    let app = App::start();
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    for round in 0..rounds() {
        let story = up_to(&app, &format!("settle-{round}"), "approval");
        let wish = story.wish();
        let items = format!("/v1/cases/{}/custody-items", story.id("case"));
        let item = siti.post(&items, tests::cases::bank_book()).send();
        let item = item.created();
        let path = format!("/v1/custody-items/{}/settlement", item.id());
        let today = app.clock.now().date_naive();
        let told = |number: usize| {
            json!({"outcome": "lost", "settled_on": today, "report_number": number.to_string(),
                "explanation": "The safe was broken open."})
        };
        let replies = race(3, |i| {
            if i == 0 {
                azman.wish(&wish).send()
            } else {
                let call = siti.post(&path, told(i));
                call.if_match(&item.etag()).send()
            }
        });
        let settled: Vec<_> = (1..3).filter(|i| won(&replies[*i])).collect();
        assert_eq!(settled.len(), 1, "settled once");
        let item = siti.get(&format!("/v1/custody-items/{}", item.id())).send();
        let number = &item.ok()["settlement"]["report_number"];
        assert_eq!(*number, settled[0].to_string());
        if !won(&replies[0]) {
            assert_eq!(unmet(&replies[0]), ["custody_settled"]);
        }
    }
    nothing_held_is_closed(&app);
}

fn nothing_held_is_closed(app: &App) {
    let held = "cases c JOIN custody_items i ON i.case_id = c.id
         WHERE c.status = 'closed' AND i.status = 'held'";
    assert_eq!(app.db().count(held), 0);
}

#[test]
fn a_lost_client_is_given_up_or_found() {
    let app = App::start();
    let mut stories: Vec<_> = (0..rounds())
        .map(|round| up_to(&app, &format!("lost-{round}"), "end"))
        .collect();
    // Attempts over a fortnight, made on days that have passed.
    let began = app.clock.now();
    app.clock.advance_days(20);
    for story in &mut stories {
        let siti = app.as_caseworker();
        for (day, channel) in [(1, "visit"), (8, "phone"), (17, "visit")] {
            let at = began + chrono::Duration::days(day);
            contact(&siti, story, channel, &at.to_rfc3339(), false).created();
        }
        let case = format!("/v1/cases/{}", story.id("case"));
        let there = siti.get(&case).send().ok();
        let moved = siti
            .post(
                &format!("{case}/transitions"),
                json!({"to": "termination", "reason": "lost_contact"}),
            )
            .if_match(&there.etag())
            .send()
            .ok();
        for (steps, body) in [
            (
                "termination-notices",
                json!({"recipient": "family", "outcome": "no_family"}),
            ),
            ("support-contacts", tests::cases::neighbour()),
        ] {
            siti.post(&format!("{case}/{steps}"), body).send().created();
        }
        let requested = siti
            .post(
                &format!("{case}/closure-request"),
                json!({"id": story.id("closure_request"), "summary": "Three attempts in sixteen days reached nobody."}),
            )
            .if_match(&moved.etag())
            .send()
            .created();
        let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
        let now = app.clock.now().to_rfc3339();
        let replies = race(2, |i| {
            if i == 0 {
                azman
                    .post(
                        &format!(
                            "/v1/closure-requests/{}/approval",
                            story.id("closure_request")
                        ),
                        json!({}),
                    )
                    .if_match(&requested.etag())
                    .send()
            } else {
                contact(&siti, story, "phone", &now, true)
            }
        });
        if winner(&replies) == 0 {
            // A closed case takes contacts of the aftercare only.
            assert_eq!(replies[1].refusals(), ["aftercare_only"]);
        } else {
            assert_eq!(unmet(&replies[0]), ["reason_requirements"]);
        }
    }
    let db = app.db();
    // Nobody is given up who was reached.
    assert_eq!(
        db.count(
            "cases c JOIN contacts k ON k.case_id = c.id WHERE c.status = 'closed' AND k.reached"
        ),
        0
    );
    nothing_open_is_closed(&app);
}

fn contact(siti: &Client, story: &Story, channel: &str, at: &str, reached: bool) -> Reply {
    siti.post(
        &format!("/v1/cases/{}/contacts", story.id("case")),
        json!({"with": "client", "channel": channel, "purpose": "follow_up", "at": at, "reached": reached}),
    )
    .send()
}

/// The requirements that kept a case from closing.
fn unmet(reply: &Reply) -> Vec<&str> {
    let refusals = reply["refusals"].as_array().unwrap();
    let named = refusals.iter().map(|refusal| &refusal["requirement"]);
    named.filter_map(Value::as_str).collect()
}

fn nothing_open_is_closed(app: &App) {
    let db = app.db();
    let closed = db.count("cases WHERE status = 'closed'");
    println!("closed {closed} times of {}", rounds());
    assert_eq!(
        db.count("cases c JOIN tasks t ON t.case_id = c.id WHERE c.status = 'closed' AND t.status = 'open'"),
        0
    );
    assert_eq!(
        db.count("cases c WHERE (c.status = 'closed') <> EXISTS (SELECT 1 FROM closure_requests q WHERE q.case_id = c.id AND q.status = 'approved')"),
        0
    );
}
