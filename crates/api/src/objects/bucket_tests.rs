//! A bucket as small as it can be: what is asked of S3, and that objects come back from it.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

use super::*;
use crate::auth::keys;

/// The objects by their address, and every request line.
#[derive(Default)]
struct Bucket {
    /// By their number: they come in any order.
    parts: BTreeMap<usize, Vec<u8>>,
    objects: BTreeMap<String, Vec<u8>>,
    asked: Vec<String>,
}

fn serve(bucket: &Arc<Mutex<Bucket>>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let bucket = bucket.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let bucket = bucket.clone();
            std::thread::spawn(
                move || while answer(stream.as_ref().unwrap(), &bucket).is_some() {},
            );
        }
    });
    port
}

/// Answers one request; nothing once the connection is closed.
fn answer(mut stream: &TcpStream, bucket: &Mutex<Bucket>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first).ok().filter(|read| *read > 0)?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(told) = line.strip_prefix("content-length: ") {
            length = told.parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut bucket = bucket.lock().unwrap();
    bucket.asked.push(format!("{method} {query}"));
    let (status, body) = match (method, query) {
        ("POST", "uploads" | "uploads=") => {
            let begun = "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>";
            (200, begun.into())
        }
        ("PUT", query) => {
            let number = query
                .split('&')
                .find_map(|it| it.strip_prefix("partNumber="));
            bucket.parts.insert(number?.parse().ok()?, body);
            (200, Vec::new())
        }
        ("POST", query) if query.contains("uploadId") => {
            let whole = std::mem::take(&mut bucket.parts)
                .into_values()
                .flatten()
                .collect();
            bucket.objects.insert(path.to_owned(), whole);
            let done =
                "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>";
            (200, done.into())
        }
        ("POST", _) => {
            // Of many at once; one that is not there is told to be gone too.
            let text = String::from_utf8(body).ok()?;
            let key = text.split("<Key>").nth(1)?.split("</Key>").next()?;
            bucket.objects.remove(&format!("/kes/{key}"));
            let gone = format!("<DeleteResult><Deleted><Key>{key}</Key></Deleted></DeleteResult>");
            (200, gone.into_bytes())
        }
        ("DELETE", query) if query.contains("uploadId") => {
            bucket.parts.clear();
            (204, Vec::new())
        }
        ("DELETE", _) => {
            bucket.objects.remove(path);
            (204, Vec::new())
        }
        _ => match bucket.objects.get(path) {
            Some(object) => (200, object.clone()),
            None => (404, Vec::new()),
        },
    };
    let head = format!(
        "HTTP/1.1 {status} x\r\ncontent-length: {}\r\netag: \"e\"\r\nlast-modified: Mon, 02 Mar \
         2026 01:00:00 GMT\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(&body).ok()
}

#[test]
fn a_bucket_keeps_sealed_objects_under_its_prefix() {
    let bucket = Arc::<Mutex<Bucket>>::default();
    let port = serve(&bucket);
    let file = std::env::temp_dir()
        .join(format!("kes-bucket-{port}-{}", std::process::id()))
        .join("keys.json");
    keys::generate(&file).unwrap();
    let keys = Keys::load(&file).unwrap();
    let credentials = AmazonS3Builder::new()
        .with_endpoint(format!("http://127.0.0.1:{port}"))
        .with_allow_http(true)
        .with_region("my")
        .with_access_key_id("id")
        .with_secret_access_key("secret");
    let objects = Objects::of_bucket(credentials, "s3://kes/files", "kes/files", 1).unwrap();
    // More than one part of S3's least size.
    let content: Vec<u8> = (0..12_000_000_u32).map(|at| (at % 251) as u8).collect();
    let object = Uuid::from_u128(0xAB);
    actix_web::rt::System::new().block_on(async {
        let mut writing = objects.write(&keys, "a", object).await.unwrap();
        for piece in content.chunks(50_000) {
            writing.take(piece).await.unwrap();
        }
        writing.finish().await.unwrap();
        let mut opened = objects.read(&keys, "a", object).await.unwrap();
        let mut read = Vec::new();
        while let Some(piece) = std::future::poll_fn(|context| {
            futures_core::Stream::poll_next(std::pin::Pin::new(&mut opened), context)
        })
        .await
        {
            read.extend_from_slice(&piece.unwrap());
        }
        assert!(read == content);
        assert!(objects.read(&keys, "b", object).await.is_err());

        let mut given_up = objects.write(&keys, "a", Uuid::from_u128(1)).await.unwrap();
        given_up.take(&content).await.unwrap();
        given_up.abandon().await;
        assert_eq!(bucket.lock().unwrap().objects.len(), 1);

        let (path, sealed) = bucket.lock().unwrap().objects.pop_first().unwrap();
        assert_eq!(
            path,
            "/kes/files/ab/000000000000000000000000000000ab/sealed"
        );
        assert!(sealed.len() > content.len());
        bucket.lock().unwrap().objects.insert(path, sealed);
        objects.discard(object).await.unwrap();
        assert!(bucket.lock().unwrap().objects.is_empty());
        objects.discard(object).await.unwrap();
    });
    let asked = bucket.lock().unwrap().asked.clone();
    let parts = asked.iter().filter(|it| it.starts_with("PUT ")).count();
    assert!(parts >= 3, "{asked:?}");
}
