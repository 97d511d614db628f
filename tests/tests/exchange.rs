//! The script that exports cases for a nightly exchange, run as its users run it: by Python, over
//! a line with refusals and losses on it.

use std::{
    fs,
    net::SocketAddr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::Duration,
};

use serde_json::Value;
use tests::{
    App, Fate, Proxy, SECRET,
    cases::{ending, opened},
};

/// A night's run with this secret.
fn run(app: &App, to: SocketAddr, secret: &str, more: &[&str]) -> Output {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/export_cases.py");
    let machine = app.integration::<uuid::Uuid>("siks").to_string();
    Command::new("python3")
        .args(["-B", script, "--url", &format!("http://{to}")])
        .args(["--client-id", &machine, "--page", "2", "--folder"])
        .arg(folder(app))
        .args(more)
        .env("KES_CLIENT_SECRET", secret)
        .env_remove("KES_CLIENT_SECRET_FILE")
        .env("no_proxy", "*")
        .output()
        .unwrap()
}

fn folder(app: &App) -> PathBuf {
    let folder = app.folder().join("exchange");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// What it said, and that it succeeded; it never says what is personal or secret.
fn said(output: &Output, code: i32) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(output.stdout.is_empty());
    for hidden in [SECRET, "Bearer", "KULIM", "cannot manage"] {
        assert!(!said.contains(hidden), "{said}");
    }
    said
}

/// The cases of a file: id and version of each line.
fn lines(file: &Path) -> Vec<(String, i64)> {
    let mode = fs::metadata(file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = fs::read_to_string(file).unwrap();
    let cases = text.lines().map(|line| serde_json::from_str(line).unwrap());
    cases
        .map(|case: Value| {
            let id = case["id"].as_str().unwrap().to_owned();
            (id, case["version"].as_i64().unwrap())
        })
        .collect()
}

/// The names of the files there are.
fn files(app: &App) -> Vec<String> {
    let entries = fs::read_dir(folder(app)).unwrap().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names
}

#[test]
fn each_night_exports_what_has_changed_over_a_line_with_refusals_and_losses() {
    let app = App::start();
    let cases: Vec<_> = (0..5).map(|_| opened(&app, "older_person")).collect();
    // The log-in and the first page arrive; the second page takes four attempts more.
    let proxy = Proxy::start(app.address(), |_, times| match times {
        2 => Fate::Lost,
        3 => Fate::Torn,
        4 => Fate::Refused(503),
        5 => Fate::Refused(429),
        _ => Fate::Arrives,
    });
    let first = run(
        &app,
        proxy.address,
        SECRET,
        &["--since", "2026-01-01T00:00:00Z"],
    );
    let first = said(&first, 0);
    for told in ["503", "429", "attempt 5", "5 cases exported"] {
        assert!(first.contains(told), "{first}");
    }
    let found = lines(&folder(&app).join("cases-000001.ndjson"));
    let made: Vec<_> = cases.iter().map(|case| (case.id(), 1)).collect();
    assert_eq!(found, made);

    // Nothing has changed; the overlap shows the same cases again, and they are left out.
    let quiet = said(&run(&app, app.address(), SECRET, &[]), 0);
    assert!(quiet.contains("0 cases exported"), "{quiet}");
    assert_eq!(files(&app), ["cases-000001.ndjson", "state.json"]);

    // Within the overlap and long after it: what has changed, and only that.
    for (number, case) in [(2, &cases[1]), (3, &cases[3])] {
        app.clock
            .advance(Duration::from_secs(if number == 2 { 5 } else { 86_400 }));
        let changed = ending(&app, case, "moved_away");
        let version = changed["version"].as_i64().unwrap();
        said(&run(&app, app.address(), SECRET, &[]), 0);
        let file = folder(&app).join(format!("cases-00000{number}.ndjson"));
        assert_eq!(lines(&file), [(case.id(), version)]);
    }
}

#[test]
fn a_night_that_fails_leaves_everything_for_the_next() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let since = ["--since", "2026-01-01T00:00:00+08:00", "--tries", "2"];
    let refused = said(&run(&app, app.address(), "wrong", &since), 3);
    assert!(refused.contains("401"), "{refused}");
    let away = Proxy::start(app.address(), |_, times| match times {
        0 => Fate::Arrives,
        _ => Fate::Refused(503),
    });
    let away = said(&run(&app, away.address, SECRET, &since), 4);
    assert!(away.contains("given up after 2 attempts"), "{away}");
    assert_eq!(files(&app), Vec::<String>::new());
    let unsure = said(&run(&app, app.address(), SECRET, &[]), 2);
    assert!(unsure.contains("--since"), "{unsure}");

    said(&run(&app, app.address(), SECRET, &since), 0);
    let found = lines(&folder(&app).join("cases-000001.ndjson"));
    assert_eq!(found, [(case.id(), 1)]);
    fs::write(folder(&app).join("state.json"), "{").unwrap();
    said(&run(&app, app.address(), SECRET, &since), 6);
}
