//! Attachments: announced, sent, read back, withdrawn; what is refused; what breaks off.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::PathBuf,
    time::{Duration, Instant},
};

use api::cases::attachments::sweep::sweep;
use serde_json::{Value, json};
use tests::{App, Call, Client, LARGEST_ATTACHMENT, Reply};

use crate::records::case::Case;

const PDF: &str = "application/pdf";

fn started() -> (App, Case) {
    let app = App::start();
    let case = Case::open(&app);
    (app, case)
}

/// A PDF of this many bytes, as far as anybody can tell.
fn pdf(size: usize) -> Vec<u8> {
    let mut content = b"%PDF-1.7\nLaporan perubatan Mat bin Ali\n".to_vec();
    content.extend((content.len()..size).map(|at| (at * 7 % 253) as u8));
    content.truncate(size);
    content
}

fn sha256(content: &[u8]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, content);
    digest.as_ref().iter().map(|b| format!("{b:02x}")).collect()
}

fn announcement(media_type: &str, content: &[u8]) -> Value {
    json!({"document_type": "medical_report", "title": "Laporan: perubatan/2026 – “Mat”",
        "media_type": media_type, "size": content.len(), "sha256": sha256(content)})
}

fn announce(client: &Client, case: &Case, media_type: &str, content: &[u8]) -> Reply {
    let body = announcement(media_type, content);
    client
        .post(&case.path("attachments"), body)
        .send()
        .created()
}

fn content_of(attachment: &Reply) -> String {
    format!("/v1/attachments/{}/content", attachment.id())
}

fn put(client: &Client, path: &str, content: &[u8]) -> Call {
    let call = client.call("PUT", path);
    call.header("content-type", "application/octet-stream")
        .bytes(content)
}

/// Every file in the folder of attachments.
fn files(app: &App) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![app.folder().join("attachments")]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}

fn swept(app: &App) {
    let inside = app.inside().clone();
    actix_web::rt::System::new().block_on(async move { sweep(&inside).await.unwrap() });
}

#[test]
fn content_comes_back_byte_for_byte_and_always_as_a_download() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let largest = usize::try_from(LARGEST_ATTACHMENT).unwrap();
    for size in [40, 65_535, 65_536, 65_537, 131_072, 300_000, largest] {
        let content = pdf(size);
        let attachment = announce(&siti, &case, PDF, &content);
        let path = format!("/v1/attachments/{}", attachment.id());
        assert_eq!(attachment.header("location"), path);
        assert_eq!(attachment["status"], "awaiting_content");
        let early = siti.get(&content_of(&attachment)).send();
        let early = early.problem(409, "refused");
        assert_eq!(early.refusals(), ["content_awaited"]);

        let stored = put(&siti, &content_of(&attachment), &content).send().ok();
        assert_eq!(
            (&stored["status"], stored.etag().as_str()),
            (&json!("stored"), "\"v2\"")
        );
        assert_eq!(siti.get(&path).send().ok().body, stored.body);
        // What has come is not taken again.
        let again = put(&siti, &content_of(&attachment), &content).send().ok();
        assert_eq!(again.body, stored.body);

        let read = app.as_colleague().get(&content_of(&attachment)).send().ok();
        assert!(read.bytes == content, "{size}");
        let etag = format!("\"{}\"", sha256(&content));
        for (name, value) in [
            ("content-type", "application/octet-stream"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "sandbox; default-src 'none'"),
            ("cache-control", "no-store"),
            ("content-encoding", ""),
            ("accept-ranges", "none"),
            ("content-length", &size.to_string()),
            ("etag", &etag),
            (
                "content-disposition",
                "attachment; filename=\"Laporan_ perubatan_2026 _ _Mat_.pdf\"; filename*=UTF-8''\
                 Laporan_%20perubatan_2026%20%E2%80%93%20%E2%80%9CMat%E2%80%9D.pdf",
            ),
        ] {
            assert_eq!(read.header(name), value, "{name}");
        }
        assert!(read.header("repr-digest").starts_with("sha-256=:"));
        let known = siti
            .get(&content_of(&attachment))
            .header("if-none-match", &etag);
        assert!(known.send().status(304).bytes.is_empty());
        let head = siti.call("HEAD", &content_of(&attachment)).send().ok();
        assert!(head.bytes.is_empty());
        assert_eq!(head.header("etag"), etag);
    }
    assert_eq!(app.db().count("attachment_uploads"), 0);
    assert_eq!(files(&app).len(), 7);
    // Neither the content nor a name is to be read in the folder.
    for file in files(&app) {
        let sealed = fs::read(&file).unwrap();
        assert!(!sealed.windows(9).any(|it| it == b"perubatan"));
        assert_eq!(file.file_name().unwrap(), "sealed");
    }
    let timeline = siti.get(&case.path("timeline?limit=200")).send().ok();
    let kinds: Vec<_> = timeline["items"].as_array().unwrap().iter().collect();
    let count = |kind: &str| kinds.iter().filter(|it| it["type"] == kind).count();
    assert_eq!(count("case.attachment_added"), 7);
    assert_eq!(count("case.attachment_stored"), 7);
}

#[test]
fn what_is_announced_is_bounded_and_checked() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let path = case.path("attachments");
    let body = announcement(PDF, &pdf(100));
    let with = |name: &str, value: Value| {
        let mut body = body.clone();
        body[name] = value;
        siti.post(&path, body).send()
    };
    let before = app.dump();
    with("size", json!(LARGEST_ATTACHMENT + 1)).problem(413, "too_large");
    let refused = with("taken_on", json!("2026-03-04")).problem(409, "refused");
    assert_eq!(refused.refusals(), ["in_future"]);
    for (name, value, fault) in [
        ("media_type", json!("text/html"), "unknown_word"),
        ("media_type", json!("image/svg+xml"), "unknown_word"),
        ("sha256", json!("ABCDEF"), "too_short"),
        ("size", json!(0), "too_small"),
        ("file_name", json!("a.pdf"), "unknown_field"),
    ] {
        let refused = with(name, value).problem(422, "invalid_body");
        let faults = refused.faults();
        assert!(
            faults.contains(&(&*format!("/{name}"), fault)),
            "{faults:?}"
        );
    }
    assert_eq!(app.dump(), before);

    let mut own = body.clone();
    own["id"] = json!(app.new_id());
    let first = siti.post(&path, own.clone()).send().created();
    assert_eq!(siti.post(&path, own.clone()).send().ok().body, first.body);
    own["title"] = json!("Another");
    siti.post(&path, own).send().problem(409, "already_exists");

    case.close(&app);
    let refused = siti.post(&path, body).send().problem(409, "refused");
    assert_eq!(refused.refusals(), ["case_closed"]);
    let refused = put(&siti, &content_of(&first), &pdf(100)).send();
    assert_eq!(refused.problem(409, "refused").refusals(), ["case_closed"]);
}

#[test]
fn only_the_very_content_that_was_announced_is_taken() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let content = pdf(70_000);
    let attachment = announce(&siti, &case, PDF, &content);
    let path = content_of(&attachment);
    let faults = |content: &[u8]| {
        let refused = put(&siti, &path, content).send();
        let refused = refused.problem(422, "invalid_body");
        let (pointer, code) = refused.faults()[0];
        assert_eq!((pointer, refused.faults().len()), ("", 1));
        code.to_owned()
    };
    assert_eq!(faults(&content[1..]), "size_mismatch");
    assert_eq!(faults(b""), "size_mismatch");
    let mut bent = content.clone();
    bent[69_999] ^= 1;
    assert_eq!(faults(&bent), "digest_mismatch");
    let mut page = b"<html>".to_vec();
    page.resize(70_000, b' ');
    assert_eq!(faults(&page), "content_type_mismatch");
    let gzipped = put(&siti, &path, &content).header("content-encoding", "gzip");
    gzipped.send().problem(415, "unsupported_media_type");
    // Without a length, what is too much is noticed when it comes.
    let mut chunked = format!(
        "PUT {path} HTTP/1.1\r\nhost: kes\r\nauthorization: Bearer {}\r\ntransfer-encoding: \
         chunked\r\nconnection: close\r\n\r\n",
        siti.token.clone().unwrap()
    )
    .into_bytes();
    chunked.extend(b"15F90\r\n");
    chunked.extend(pdf(90_000));
    chunked.extend(b"\r\n0\r\n\r\n");
    assert_eq!(app.raw(&chunked).status, 422);

    let still = siti.get(&format!("/v1/attachments/{}", attachment.id()));
    assert_eq!(still.send().ok().body, attachment.body);
    assert!(files(&app).is_empty());
    put(&siti, &path, &content).send().ok();
    // Of the right type by its name, of another by its bytes.
    for (declared, content) in [
        ("image/jpeg", b"MZ\x90\0\x03\0\0\0".as_slice()),
        ("text/plain", b"#!/bin/sh\nexit\n"),
        ("text/csv", b"a,b\n\xff\xfe\n"),
        ("image/png", b"%PDF-1.7\n"),
    ] {
        let attachment = announce(&siti, &case, declared, content);
        let refused = put(&siti, &content_of(&attachment), content).send();
        let refused = refused.problem(422, "invalid_body");
        assert_eq!(refused.faults(), [("", "content_type_mismatch")]);
    }
    let text = "Nama,Umur\nMat bin Ali – “Pak Mat”,54\n".as_bytes();
    let attachment = announce(&siti, &case, "text/csv", text);
    put(&siti, &content_of(&attachment), text).send().ok();
    assert!(siti.get(&content_of(&attachment)).send().ok().bytes == text);
}

#[test]
fn who_sees_the_case_reads_and_only_the_responsible_worker_adds() {
    let (app, case) = started();
    let farid = app.worker::<domain::parties::WorkerId>("farid");
    app.as_supervisor()
        .put(
            &case.path(&format!("members/{farid}")),
            json!({"membership": "team"}),
        )
        .if_match("*")
        .send()
        .created();
    let siti = app.as_caseworker();
    let content = pdf(100);
    let attachment = announce(&siti, &case, PDF, &content);
    let waiting = announce(&siti, &case, PDF, &content);
    put(&siti, &content_of(&attachment), &content).send().ok();
    let path = format!("/v1/attachments/{}", attachment.id());
    let reads = [
        case.path("attachments"),
        path.clone(),
        content_of(&attachment),
    ];
    let writes = |who: &Client| {
        [
            who.post(&case.path("attachments"), announcement(PDF, &content)),
            put(who, &content_of(&waiting), &content),
            who.patch(&path, json!({"title": "Other"})).if_match("*"),
        ]
    };
    let withdraw = |who: &Client| {
        let reason = json!({"reason": "Of somebody else."});
        who.post(&format!("{path}/withdrawal"), reason)
            .if_match("*")
    };
    let before = app.dump();
    for path in &reads {
        app.anonymous()
            .get(path)
            .send()
            .problem(401, "unauthenticated");
        let officer = app.as_data_officer().get(path).send();
        officer.problem(403, "not_permitted");
        for stranger in ["hanim", "dewi", "admin"] {
            app.as_(stranger).get(path).send().problem(404, "not_found");
        }
        for reader in ["farid", "azman", "ismail", "auditor"] {
            app.as_(reader).get(path).send().ok();
        }
    }
    for reader in ["farid", "azman", "ismail", "auditor"] {
        for call in writes(&app.as_(reader)) {
            call.send().problem(403, "not_permitted");
        }
    }
    for reader in ["farid", "auditor"] {
        let refused = withdraw(&app.as_(reader)).send();
        refused.problem(403, "not_permitted");
    }
    let stranger = app.as_other_district();
    for call in writes(&stranger).into_iter().chain([withdraw(&stranger)]) {
        call.send().problem(404, "not_found");
    }
    let after = app.dump();
    assert_eq!(after.get("attachments"), before.get("attachments"));
    assert_eq!(
        after.get("attachment_uploads"),
        before.get("attachment_uploads")
    );
    withdraw(&app.as_supervisor()).send().ok();

    // Restricted: only those who are named, and the others are not told that there is anything.
    let other = announce(&siti, &case, PDF, &content);
    put(&siti, &content_of(&other), &content).send().ok();
    let restricted = json!({"confidentiality": "restricted",
        "reason": "The alleged offender works in the department."});
    let seen = siti.get(&format!("/v1/cases/{}", case.id)).send().ok();
    app.as_supervisor()
        .put(&case.path("confidentiality"), restricted)
        .if_match(&seen.etag())
        .send()
        .ok();
    for stranger in ["ismail", "rosnah"] {
        let answer = app.as_(stranger).get(&content_of(&other)).send();
        answer.problem(404, "not_found");
    }
    siti.get(&content_of(&other)).send().ok();
}

#[test]
fn a_withdrawn_attachment_stays_as_a_record_and_gives_out_nothing() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let content = pdf(100);
    let attachment = announce(&siti, &case, PDF, &content);
    let stored = put(&siti, &content_of(&attachment), &content).send().ok();
    let path = format!("/v1/attachments/{}", attachment.id());
    let edit = || {
        siti.patch(
            &path,
            json!({"title": "Surat doktor", "taken_on": "2026-03-01"}),
        )
    };
    edit().send().problem(428, "version_required");
    edit()
        .if_match("\"v1\"")
        .send()
        .problem(412, "version_conflict");
    app.clock.advance(Duration::from_secs(60));
    let edited = edit().if_match(&stored.etag()).send().ok();
    assert_eq!(edited["version"], 3);
    assert_eq!(app.db().count("record_versions"), 1);
    let named = siti.get(&content_of(&attachment)).send().ok();
    assert!(
        named
            .header("content-disposition")
            .contains("Surat doktor.pdf")
    );

    case.close(&app);
    let reason = "This is the report of somebody else.";
    let withdraw = || siti.post(&format!("{path}/withdrawal"), json!({"reason": reason}));
    withdraw().send().problem(428, "version_required");
    withdraw()
        .if_match("\"v2\"")
        .send()
        .problem(412, "version_conflict");
    let withdrawn = withdraw().if_match("\"v3\"").key("w").send().ok();
    assert_eq!(withdrawn["status"], "withdrawn");
    assert_eq!(withdrawn["withdrawal_reason"], reason);
    let replayed = withdraw().if_match("\"v3\"").key("w").send().ok();
    assert_eq!(replayed.header("idempotency-replayed"), "true");
    for call in [
        siti.get(&content_of(&attachment)),
        put(&siti, &content_of(&attachment), &content),
        withdraw().if_match("*"),
    ] {
        let refused = call.send().problem(409, "refused");
        assert_eq!(refused.refusals(), ["attachment_withdrawn"]);
    }
    assert_eq!(siti.get(&path).send().ok().body, withdrawn.body);
    assert_eq!(files(&app).len(), 1);
    let events = app.db().lines(&format!(
        "SELECT type AS value FROM events WHERE record_id = {} ORDER BY seq",
        app.db().id(attachment.id())
    ));
    assert_eq!(
        events,
        [
            "case.attachment_added",
            "case.attachment_stored",
            "case.attachment_edited",
            "case.attachment_withdrawn"
        ]
    );
}

#[test]
fn attachments_are_listed_by_kind_and_by_what_changed() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let mut ids = Vec::new();
    for kind in ["photo", "medical_report", "photo"] {
        let mut body = announcement(PDF, &pdf(100));
        body["document_type"] = json!(kind);
        let made = siti.post(&case.path("attachments"), body).send().created();
        ids.push(made.id());
        app.clock.advance(Duration::from_secs(10));
    }
    let list = |query: &str| {
        let page = siti.get(&case.path(&format!("attachments{query}"))).send();
        let page = page.ok();
        page.ids()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(list(""), [&*ids[2], &ids[1], &ids[0]]);
    assert_eq!(list("?document_type=photo"), [&*ids[2], &ids[0]]);
    assert_eq!(list("?status=stored"), Vec::<String>::new());
    let path = format!("/v1/attachments/{}/content", ids[0]);
    put(&siti, &path, &pdf(100)).send().ok();
    assert_eq!(list("?status=stored"), [&*ids[0]]);
    let since = "?sort=modified_at&modified_after=2026-03-02T01:00:15Z";
    assert_eq!(list(since), [&*ids[2], &ids[0]]);
    let first = siti.get(&case.path("attachments?limit=2")).send().ok();
    let cursor = first["next_cursor"].as_str().unwrap();
    assert_eq!(list(&format!("?limit=2&cursor={cursor}")), [&*ids[0]]);
}

#[test]
fn trying_only_looks_at_the_content_and_keeps_nothing() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let content = pdf(100);
    let attachment = announce(&siti, &case, PDF, &content);
    let before = app.dump();
    let announced = siti.post(
        &case.path("attachments?validate_only=true"),
        announcement(PDF, &content),
    );
    announced.send().created();
    let path = format!("{}?validate_only=true", content_of(&attachment));
    let tried = put(&siti, &path, &content).send().ok();
    assert_eq!(
        (&tried["status"], tried.header("etag")),
        (&json!("stored"), "")
    );
    let refused = put(&siti, &path, &pdf(99)).send();
    refused.problem(422, "invalid_body");
    assert_eq!(app.dump(), before);
    assert!(files(&app).is_empty());
}

/// The head of a PUT over a connection of its own.
fn upload(app: &App, client: &Client, path: &str, length: usize) -> TcpStream {
    let mut stream = TcpStream::connect(app.address()).unwrap();
    let head = format!(
        "PUT {path} HTTP/1.1\r\nhost: kes\r\nauthorization: Bearer {}\r\ncontent-length: \
         {length}\r\nconnection: close\r\n\r\n",
        client.token.clone().unwrap()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

/// Waits until this many bytes of an object are in its file.
fn until_written(app: &App, wanted: u64) {
    let began = Instant::now();
    let written = || {
        let sizes = files(app)
            .into_iter()
            .filter_map(|it| fs::metadata(it).ok());
        sizes.map(|it| it.len()).sum::<u64>()
    };
    while written() < wanted {
        assert!(began.elapsed() < Duration::from_secs(30), "{}", written());
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn an_object_without_its_row_is_swept_up_and_a_row_without_its_object_never_is() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let content = pdf(2_000_000);
    let attachment = announce(&siti, &case, PDF, &content);
    let path = content_of(&attachment);
    let rows = || app.db().count("attachments WHERE object IS NOT NULL");

    // The connection breaks off; what had come was on its way to the disk already.
    let mut stream = upload(&app, &siti, &path, content.len());
    stream.write_all(&content[..1_500_000]).unwrap();
    until_written(&app, 1_000_000);
    drop(stream);
    let began = Instant::now();
    while !files(&app).is_empty() {
        assert!(began.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(rows(), 0);

    // All of it comes, and the case is closed before the last byte: the object is there, the act
    // that would speak of it is refused.
    let mut stream = upload(&app, &siti, &path, content.len());
    stream.write_all(&content[..1_999_999]).unwrap();
    until_written(&app, 1_500_000);
    case.close(&app);
    stream.write_all(&content[1_999_999..]).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 409 ") && answer.contains("case_closed"),
        "{answer}"
    );
    assert_eq!((rows(), app.db().count("attachment_uploads")), (0, 2));
    let whole = || {
        files(&app)
            .iter()
            .filter(|it| it.ends_with("sealed"))
            .count()
    };
    assert_eq!(whole(), 1);
    // Not while it could still be taken over.
    swept(&app);
    assert_eq!((whole(), app.db().count("attachment_uploads")), (1, 2));
    app.clock.advance(Duration::from_secs(24 * 3600 + 1));
    swept(&app);
    assert_eq!(
        (files(&app).len(), app.db().count("attachment_uploads")),
        (0, 0)
    );
}

#[test]
fn two_uploads_at_once_leave_one_content() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let content = pdf(400_000);
    let attachment = announce(&siti, &case, PDF, &content);
    let path = content_of(&attachment);
    let mut streams = [(), ()].map(|()| upload(&app, &siti, &path, content.len()));
    for stream in &mut streams {
        stream.write_all(&content[..399_999]).unwrap();
    }
    until_written(&app, 2 * 256 * 1024);
    for mut stream in streams {
        stream.write_all(&content[399_999..]).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert!(answer.contains("\"version\":2"), "{answer}");
    }
    assert_eq!(files(&app).len(), 2);
    app.clock.advance(Duration::from_secs(24 * 3600 + 1));
    swept(&app);
    assert_eq!(files(&app).len(), 1);
    let read = app.as_caseworker().get(&path).send().ok();
    assert!(read.bytes == content);
}

#[test]
fn content_that_was_tampered_with_is_not_given_out() {
    let (app, case) = started();
    let siti = app.as_caseworker();
    let content = pdf(200_000);
    let attachment = announce(&siti, &case, PDF, &content);
    let path = content_of(&attachment);
    put(&siti, &path, &content).send().ok();
    let file = files(&app).remove(0);
    let sealed = fs::read(&file).unwrap();
    for at in [0, 100, 150_000, sealed.len() - 1] {
        let mut bent = sealed.clone();
        bent[at] ^= 1;
        fs::write(&file, bent).unwrap();
        // Its beginning is looked at before anything is promised; later the answer breaks off.
        if at < 1000 {
            siti.get(&path).send().problem(500, "internal");
        } else {
            assert!(siti.get(&path).try_send().is_err(), "{at}");
        }
    }
    fs::write(&file, &sealed[..100_000]).unwrap();
    assert!(siti.get(&path).try_send().is_err());
    fs::remove_file(&file).unwrap();
    siti.get(&path).send().problem(500, "internal");
    fs::write(&file, &sealed).unwrap();
    assert!(siti.get(&path).send().ok().bytes == content);
    app.as_caseworker().get("/health/ready").send().ok();
}

#[test]
fn content_that_does_not_come_is_not_waited_for_and_no_place_is_told() {
    let app = App::start_with(|parts| parts.body_time = Duration::from_millis(300));
    let case = Case::open(&app);
    let siti = app.as_caseworker();
    let content = pdf(100);
    let attachment = announce(&siti, &case, PDF, &content);
    let path = content_of(&attachment);
    let mut stream = upload(&app, &siti, &path, content.len());
    stream.write_all(&content[..50]).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");

    // A folder that is none any more: try again later; nothing is promised meanwhile.
    let folder = app.folder().join("attachments");
    fs::remove_dir_all(&folder).unwrap();
    fs::write(&folder, b"").unwrap();
    let refused = put(&siti, &path, &content).send();
    assert!(
        !refused
            .problem(503, "unavailable")
            .header("retry-after")
            .is_empty()
    );
    fs::remove_file(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    put(&siti, &path, &content).send().ok();
}
