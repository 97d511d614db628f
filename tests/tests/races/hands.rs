//! Whose case it is, when several decide about that at once.

use serde_json::json;
use tests::{App, Client, Reply, organisation, race, story::Story};

use super::{nothing_open_is_closed, rounds, unmet, up_to, winner};

const LEAVE: &str = "Siti goes on leave for three months.";

/// Asks that Farid takes over the case of a story.
fn ask_for_farid(client: &Client, story: &Story) -> Reply {
    let farid = organisation::worker("farid");
    client
        .post(
            &format!("/v1/cases/{}/reassignments", story.id("case")),
            json!({"to_worker_id": farid, "reason": LEAVE}),
        )
        .send()
}

#[test]
fn of_two_who_reassign_a_case_one_does() {
    let app = App::start();
    let superiors = [app.as_supervisor(), app.as_second_supervisor()];
    for round in 0..rounds() {
        let story = up_to(&app, &format!("reassign-{round}"), "note");
        let racers = if round == 0 { 16 } else { 2 };
        let replies = race(racers, |i| ask_for_farid(&superiors[i % 2], &story));
        let winner = winner(&replies);
        for (i, reply) in replies.iter().enumerate() {
            assert!(i == winner || reply.refusals() == ["offer_pending"]);
        }
    }
    let all = i64::try_from(rounds()).unwrap();
    assert_eq!(app.db().count("case_offers"), all);
    every_case_is_in_one_hand(&app);
}

#[test]
fn an_offer_is_accepted_or_withdrawn() {
    let app = App::start();
    let (farid, azman) = (app.as_colleague(), app.as_supervisor());
    let mut accepted = 0;
    for round in 0..rounds() {
        let story = up_to(&app, &format!("offer-{round}"), "note");
        let offer = ask_for_farid(&azman, &story).created();
        let path = format!("/v1/reassignments/{}", offer.id());
        let replies = race(2, |i| {
            if i == 0 {
                let call = farid.call("POST", &format!("{path}/acceptance"));
                call.if_match(&offer.etag()).send()
            } else {
                let call = azman.post(&format!("{path}/withdrawal"), json!({}));
                call.if_match(&offer.etag()).send()
            }
        });
        let (status, who) = match winner(&replies) {
            0 => ("accepted", "farid"),
            _ => ("withdrawn", "siti"),
        };
        accepted += i64::from(status == "accepted");
        assert_eq!(farid.get(&path).send().ok()["status"], status);
        let case = azman
            .get(&format!("/v1/cases/{}", story.id("case")))
            .send()
            .ok();
        assert_eq!(case["responsible_id"], json!(organisation::worker(who)));
    }
    println!("accepted {accepted} times of {}", rounds());
    let db = app.db();
    assert_eq!(db.count("events WHERE type = 'case.reassigned'"), accepted);
    every_case_is_in_one_hand(&app);
}

#[test]
fn a_case_ends_or_changes_hands() {
    let app = App::start();
    let (siti, azman) = (app.as_caseworker(), app.as_supervisor());
    for round in 0..rounds() {
        let mut story = up_to(&app, &format!("ends-{round}"), "closure_request");
        let wish = story.wish();
        let replies = race(2, |i| {
            if i == 0 {
                siti.wish(&wish).send()
            } else {
                ask_for_farid(&azman, &story)
            }
        });
        if winner(&replies) == 0 {
            assert_eq!(replies[1].refusals(), ["closure_pending"]);
            story.went(Some(replies[0].header("etag").to_owned()));
            let approval = story.wish();
            let rosnah = app.as_second_supervisor();
            let replies = race(2, |i| {
                if i == 0 {
                    azman.wish(&approval).send()
                } else {
                    ask_for_farid(&rosnah, &story)
                }
            });
            assert_eq!(winner(&replies), 0);
        } else {
            assert_eq!(unmet(&replies[0]), ["nothing_open"]);
        }
    }
    nothing_open_is_closed(&app);
    every_case_is_in_one_hand(&app);
}

#[test]
fn who_is_deactivated_takes_no_case_along() {
    let app = App::start();
    let (azman, admin) = (app.as_supervisor(), app.as_administrator());
    let [farid, rosnah] = ["farid", "rosnah"].map(organisation::worker);
    let mut accepted = 0;
    for round in 0..rounds() {
        let story = up_to(&app, &format!("leaves-{round}"), "note");
        let offer = ask_for_farid(&azman, &story).created();
        let client = app.log_in("farid");
        let replies = race(2, |i| {
            if i == 0 {
                let path = format!("/v1/reassignments/{}/acceptance", offer.id());
                client.call("POST", &path).if_match(&offer.etag()).send()
            } else {
                let path = format!("/v1/workers/{farid}/deactivation?successor_id={rosnah}");
                // Who is told that somebody was faster asks again.
                loop {
                    let reply = admin.call("POST", &path).if_match("*").send();
                    if reply.status != 503 {
                        break reply;
                    }
                }
            }
        });
        assert_eq!(replies[1].status, 200, "{:#}", replies[1].body);
        accepted += i32::from(replies[0].status == 200);
        assert!(
            [200, 401, 409, 412, 503].contains(&replies[0].status),
            "{:#}",
            replies[0].body
        );
        every_case_is_in_one_hand(&app);
        let path = format!("/v1/workers/{farid}/reactivation");
        admin.call("POST", &path).if_match("*").send().ok();
    }
    println!("accepted {accepted} times of {}", rounds());
    assert_eq!(app.db().count("case_offers WHERE decided_at IS NULL"), 0);
}

/// Whoever answers for a case is named so, alone, and can work; nothing waits at the end.
fn every_case_is_in_one_hand(app: &App) {
    let db = app.db();
    for wrong in [
        "cases c WHERE 1 <> (SELECT count(*) FROM case_members m WHERE m.case_id = c.id
            AND m.membership = 'responsible' AND m.worker_id = c.responsible_id)",
        "cases c JOIN case_members m ON m.case_id = c.id
            WHERE m.membership = 'responsible' AND m.worker_id <> c.responsible_id",
        "cases c JOIN case_offers o ON o.case_id = c.id
            WHERE o.decided_at IS NULL AND c.status IN ('closed', 'closure_requested')",
        "(SELECT case_id FROM case_offers WHERE decided_at IS NULL
            GROUP BY case_id HAVING count(*) > 1) several",
        "cases c JOIN workers w ON w.id = c.responsible_id
            WHERE c.status <> 'closed' AND NOT w.active",
    ] {
        assert_eq!(db.count(wrong), 0, "{wrong}");
    }
}
