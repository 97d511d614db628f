//! The stories of the demo, told over real HTTP: each step asserts its status, its codes and what
//! it shows; here stands what is left when they have been told.

mod boy_in_an_institution;
mod cases;
mod intake_and_custody;
mod neglected_older_woman;
mod roles;
mod stage;
mod telling;

use api::{
    db::{Db, Settings, migrate},
    demo,
};
use tests::App;

/// The first case as its timeline tells it.
const FIRST_CASE: [&str; 15] = [
    "intake.accepted",
    "case.opened",
    "case.contact_recorded",
    "case.note_drafted",
    "case.note_signed",
    "case.task_added",
    "case.contact_recorded",
    "case.moved",
    "case.task_done",
    "case.contact_recorded",
    "case.step_recorded",
    "case.step_recorded",
    "case.closure_requested",
    "case.closure_approved",
    "case.closed",
];

#[test]
fn the_stories_go_as_told_and_leave_what_they_tell() {
    let app = App::start();
    let url = app.database_url();
    // Down and up again: an empty database, by the migrations of both sides.
    migrate::revert_all(url).unwrap();
    migrate::run_pending(url).unwrap();
    let db = Db::open(&Settings::new(url)).unwrap();
    let passwords = demo::load(
        &db,
        &app.folder().join("keys.json"),
        app.inside().objects().clone(),
        demo::stories().unwrap(),
    )
    .unwrap();
    db.close();
    assert!(passwords.contains_key("zainab") && passwords.contains_key("ratna"));
    let of_first_case = "FROM cases WHERE file_number = 'PKMD-KLM/2026/000001'";
    let told = app.db().lines(&format!(
        "SELECT type AS value FROM events WHERE case_id = (SELECT id {of_first_case}) ORDER BY seq"
    ));
    assert_eq!(told, FIRST_CASE);
    assert_eq!(app.db().count("cases WHERE status = 'closed'"), 4);
    assert_eq!(
        app.db()
            .count("cases WHERE confidentiality = 'confidential'"),
        1
    );
    for (decision, so_many) in [
        ("accepted", 8),
        ("declined", 2),
        ("advised", 1),
        ("redirected", 1),
        ("duplicate", 1),
    ] {
        let decided = format!("intakes WHERE decision = '{decision}'");
        assert_eq!(app.db().count(&decided), so_many, "{decision}");
    }
    assert_eq!(app.db().count("cases"), 8);
}
