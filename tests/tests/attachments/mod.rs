//! Attachments: announced, sent, read back, withdrawn; what is refused; what breaks off.

mod breaks;
mod content;
mod records;
mod rights;

use std::{fs, path::PathBuf};

use serde_json::{Value, json};
use tests::{App, Call, Client, Reply};

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
