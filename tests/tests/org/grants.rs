//! Roles: granted, revoked, and the last administrator.

use serde_json::{Value, json};
use tests::{App, Client, race};

use super::{etag_of, made, unit, worker};

#[test]
fn a_role_counts_before_the_answer_and_ends_before_the_answer() {
    let app = App::start();
    let admin = app.as_administrator();
    let kulim = unit(&app, "kulim");
    let (id, client) = made(&app, &kulim, "aminah", None);
    let names = format!("/v1/units/{kulim}/caseworkers");
    client.get(&names).send().problem(404, "not_found");
    let grants = format!("/v1/workers/{id}/grants");
    let role = json!({"role": "caseworker", "unit_id": kulim});
    let grant = admin.post(&grants, role.clone()).send().created();
    client.get(&names).send().ok();
    assert_eq!(
        admin.get(grant.header("location")).send().ok().body,
        grant.body
    );
    admin
        .post(&grants, role.clone())
        .send()
        .problem(409, "already_exists");
    assert_eq!(
        app.as_auditor().get(&grants).send().ok().ids(),
        [grant.id()]
    );
    app.as_supervisor()
        .get(&grants)
        .send()
        .problem(403, "not_permitted");
    app.as_auditor()
        .post(&grants, role)
        .send()
        .problem(403, "not_permitted");
    let elsewhere = json!({"role": "caseworker", "unit_id": unit(&app, "batu")});
    let refused = admin.post(&grants, elsewhere).send();
    assert_eq!(
        refused.problem(422, "invalid_body").faults(),
        [("/unit_id", "unknown_reference")]
    );

    let path = format!("/v1/grants/{}", grant.id());
    admin.delete(&path).send().problem(428, "version_required");
    app.as_auditor()
        .delete(&path)
        .if_match("*")
        .send()
        .problem(403, "not_permitted");
    app.as_("agus")
        .delete(&path)
        .if_match("*")
        .send()
        .problem(404, "not_found");
    let etag = etag_of(&admin, &format!("/v1/workers/{id}"));
    admin.delete(&path).if_match(&etag).send().status(204);
    client.get(&names).send().problem(404, "not_found");
    admin.delete(&path).if_match(&etag).send().status(204);
    assert_ne!(admin.get(&path).send().ok()["revoked_at"], Value::Null);
    assert_eq!(admin.get(&grants).send().ok().ids().len(), 0);
    assert_eq!(app.db().count("events WHERE type = 'grant.given'"), 1);
    assert_eq!(app.db().count("events WHERE type = 'grant.revoked'"), 1);
}

#[test]
fn nobody_grants_to_themselves_or_beyond_the_own_reach() {
    let app = App::start();
    let (kulim, my) = (unit(&app, "kulim"), unit(&app, "my"));
    let (id, local) = made(&app, &kulim, "kulim.admin", Some("administrator"));
    let own = format!("/v1/workers/{id}/grants");
    let role = |unit: &str| json!({"role": "director", "unit_id": unit});
    local
        .post(&own, role(&kulim))
        .send()
        .problem(403, "not_permitted");
    let siti = format!("/v1/workers/{}/grants", worker(&app, "siti"));
    local.post(&siti, role(&kulim)).send().created();
    let refused = local
        .post(&siti, role(&my))
        .send()
        .problem(422, "invalid_body");
    assert_eq!(refused.faults(), [("/unit_id", "unknown_reference")]);

    // Whoever has the password has the role: no reset for who holds more than the reach.
    let reset = format!("/v1/workers/{}/password-reset", worker(&app, "siti"));
    local.call("POST", &reset).if_match("*").send().ok();
    let above = json!({"role": "auditor", "unit_id": my});
    app.as_administrator().post(&siti, above).send().created();
    local
        .call("POST", &reset)
        .if_match("*")
        .send()
        .problem(403, "not_permitted");
}

#[test]
fn the_last_administrator_stays_even_when_two_end_each_other_at_once() {
    let app = App::start();
    let my = unit(&app, "my");
    let admin = app.as_administrator();
    let first = worker(&app, "admin");
    let grant_of = |id: &str| {
        let grants = app
            .as_auditor()
            .get(&format!("/v1/workers/{id}/grants"))
            .send()
            .ok();
        format!("/v1/grants/{}", grants.ids()[0])
    };
    let deactivate = |client: &Client, id: &str| {
        client
            .call("POST", &format!("/v1/workers/{id}/deactivation"))
            .if_match("*")
            .send()
    };
    let refused = deactivate(&admin, &first).problem(409, "refused");
    assert_eq!(refused.refusals(), ["last_administrator"]);
    for round in 0..10 {
        let (id, other) = made(
            &app,
            &my,
            &format!("second.admin{round}"),
            Some("administrator"),
        );
        let (mine, theirs) = (grant_of(&first), grant_of(&id));
        let answers = race(2, |i| {
            let (client, grant) = [(&admin, &theirs), (&other, &mine)][i];
            client.delete(grant).if_match("*").send().status
        });
        let ended = answers.iter().filter(|status| **status == 204).count();
        assert_eq!(ended, 1, "{answers:?}");
        let left = app
            .db()
            .count("grants WHERE role = 'administrator' AND revoked_at IS NULL");
        assert_eq!(left, 2, "one of each country");
        if answers[1] == 204 {
            // The second one won; the first gets the role back.
            let again = json!({"role": "administrator", "unit_id": my});
            other
                .post(&format!("/v1/workers/{first}/grants"), again)
                .send()
                .created();
            let etag = etag_of(&admin, &format!("/v1/workers/{id}"));
            admin.delete(&theirs).if_match(&etag).send().status(204);
        }
    }
}
