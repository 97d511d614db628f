//! The real binary: what it refuses to start with, and how it ends.
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    process::Output,
    time::{Duration, Instant},
};

use serde_json::json;
use tests::{App, Kes, PASSWORD, kes};

/// What `kes serve` says when it refuses to start.
fn refusal(app: &App, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let mut command = kes();
    command
        .arg("serve")
        .args(arguments)
        .env("KES_LISTEN", "127.0.0.1:0")
        .env("DATABASE_URL", app.database_url())
        .env("KES_KEYS", app.folder().join("keys.json"))
        .env("KES_ATTACHMENTS", app.folder().join("attachments"))
        .envs(environment.iter().copied());
    refused(&command.output().unwrap())
}

#[track_caller]
fn refused(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "it started: {said}");
    said
}

#[test]
fn what_is_not_safe_does_not_start_and_the_option_is_named() {
    let app = App::start();
    let file = app.folder().join("keys.json");
    for (arguments, environment, named) in [
        (
            &["--listen", "0.0.0.0:0"][..],
            &[][..],
            "--behind-tls-proxy",
        ),
        (&["--workers", "0"], &[], "--workers"),
        (&["--trusted-proxies", "11"], &[], "--trusted-proxies"),
        (&["--public-url", "nonsense"], &[], "--public-url"),
        (&["--no-such-option"], &[], "--no-such-option"),
        (
            &[],
            &[("DATABASE_URL", "mysql://localhost/kes")],
            "DATABASE_URL",
        ),
        (
            &[],
            &[("DATABASE_URL", "postgres://kes@db.example.org/kes")],
            "DATABASE_URL",
        ),
        (&[], &[("KES_KEYS", "/nowhere/keys.json")], "KES_KEYS"),
        (
            &[],
            &[("KES_ATTACHMENTS", "ftp://somewhere")],
            "KES_ATTACHMENTS",
        ),
        (&["--attachments", "/dev/null"], &[], "--attachments"),
        (&["--attachments", "/tmp"], &[], "chmod 700"),
        (&["--largest-attachment", "0"], &[], "--largest-attachment"),
    ] {
        let said = refusal(&app, arguments, environment);
        assert!(
            said.contains(named),
            "{arguments:?} {environment:?}: {said}"
        );
    }
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let said = refusal(&app, &[], &[]);
    assert!(
        said.contains("chmod 600") && said.contains("--keys"),
        "{said}"
    );
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&file, "{}").unwrap();
    assert!(refusal(&app, &[], &[]).contains("key file"));
}

#[test]
fn a_demo_is_served_by_nobody_but_the_demo() {
    let app = App::start();
    app.db()
        .run("INSERT INTO meta (key, value) VALUES ('demo', 'true')");
    let said = refusal(&app, &[], &[]);
    assert!(
        said.contains("demo") && said.contains("DATABASE_URL"),
        "{said}"
    );
    let folder = app.folder().join("var");
    let demo = kes()
        .args(["demo", "--listen", "0.0.0.0:0", "--var"])
        .arg(&folder)
        .output()
        .unwrap();
    assert!(refused(&demo).contains("--behind-tls-proxy") || refused(&demo).contains("--listen"));
    assert!(!folder.exists());
}

#[test]
fn a_database_that_waits_for_a_migration_is_not_served() {
    let app = App::start();
    app.db().run("DELETE FROM __diesel_schema_migrations");
    assert!(refusal(&app, &[], &[]).contains("kes migrate"));
}

#[test]
fn keys_are_made_for_their_owner_alone_and_never_overwritten() {
    let app = App::start();
    let file = app.folder().join("new/keys.json");
    let run = |command: &str| {
        kes()
            .args(["keys", "--keys"])
            .arg(&file)
            .arg(command)
            .output()
            .unwrap()
    };
    assert!(run("generate").status.success());
    let made = fs::read(&file).unwrap();
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert!(refused(&run("generate")).contains("not overwritten"));
    assert_eq!(fs::read(&file).unwrap(), made);
    assert!(run("rotate").status.success());
    assert_ne!(fs::read(&file).unwrap(), made);
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn an_operator_makes_an_administrator_and_resets_a_password() {
    let mut app = App::start();
    let url = app.database_url().to_owned();
    let admin = |arguments: &[&str]| {
        let mut command = kes();
        command
            .arg("admin")
            .args(arguments)
            .env("DATABASE_URL", &url);
        command.output().unwrap()
    };
    let create = |username: &str, code: &str| {
        admin(&[
            "create",
            "--username",
            username,
            "--full-name",
            "Zainab binti Omar",
            "--unit-code",
            code,
            "--unit-name",
            "Jabatan",
            "--country",
            "MY",
            "--time-zone",
            "Asia/Kuala_Lumpur",
        ])
    };
    let made = create("pentadbir", "NEW");
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let said = String::from_utf8(made.stdout).unwrap();
    let password = said.trim().rsplit(' ').next().unwrap();
    let log_in = |username: &str, password: &str| {
        let body = json!({"username": username, "password": password});
        app.anonymous().post("/v1/sessions", body).send()
    };
    log_in("pentadbir", password).created();
    refused(&create("pentadbir", "NEWER"));
    refused(&create("pentadbir2", "NEW"));
    let siti = app.as_caseworker();
    let reset = admin(&["reset-password", "--username", "siti"]);
    assert!(reset.status.success());
    log_in("siti", PASSWORD).problem(401, "invalid_credentials");
    let said = String::from_utf8(reset.stdout).unwrap();
    log_in("siti", said.trim().rsplit(' ').next().unwrap()).created();
    refused(&admin(&["reset-password", "--username", "nobody"]));
    // This service does not watch for what other processes did, but asks again after a restart.
    let token = siti.token.unwrap();
    app.restart();
    app.with_token(&token)
        .get("/v1/me")
        .send()
        .problem(401, "unauthenticated");
}

#[test]
fn sigterm_ends_it_after_what_has_begun() {
    let mut kes = Kes::serve();
    let body = json!({"username": "siti", "password": PASSWORD}).to_string();
    let mut begun = TcpStream::connect(kes.address).unwrap();
    begun
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let (first, rest) = body.split_at(10);
    let head = format!(
        "POST /v1/sessions HTTP/1.1\r\nhost: kes\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{first}",
        body.len()
    );
    begun.write_all(head.as_bytes()).unwrap();
    // Asked on another connection and answered after that one was accepted.
    kes.anonymous().get("/health/ready").send().ok();
    kes.signal("TERM");
    let refused = || TcpStream::connect(kes.address).is_err();
    for _ in 0..5000 {
        if refused() {
            break;
        }
        std::thread::yield_now();
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(refused(), "it goes on accepting");
    begun.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    begun.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    assert!(kes.wait(Duration::from_secs(20)).success());
}

#[test]
fn what_one_node_revokes_no_other_accepts_two_seconds_later() {
    let one = Kes::serve();
    let other = one.beside();
    let body = json!({"username": "siti", "password": PASSWORD});
    let opened = one.anonymous().post("/v1/sessions", body).send().created();
    let token = opened["access_token"].as_str().unwrap();
    let session = format!("/v1/sessions/{}", opened["session_id"].as_str().unwrap());
    for node in [&one, &other] {
        node.with_token(token).get("/v1/me").send().ok();
    }
    one.with_token(token).delete(&session).send().status(204);
    let ended = Instant::now();
    one.with_token(token)
        .get("/v1/me")
        .send()
        .problem(401, "unauthenticated");
    while other.with_token(token).get("/v1/me").send().status != 401 {
        assert!(ended.elapsed() < Duration::from_secs(2), "still accepted");
        std::thread::sleep(Duration::from_millis(10));
    }
}
