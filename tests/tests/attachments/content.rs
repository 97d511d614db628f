//! Content on its way in and out.

use std::fs;

use serde_json::json;
use tests::LARGEST_ATTACHMENT;

use super::*;

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
