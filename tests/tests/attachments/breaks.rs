//! What breaks off, comes twice, comes too slowly or is tampered with.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use api::cases::attachments::sweep::sweep;
use tests::{App, Client};

use super::*;

fn swept(app: &App) {
    let inside = app.inside().clone();
    actix_web::rt::System::new().block_on(async move { sweep(&inside).await.unwrap() });
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
