//! What every answer has in common, whatever was asked: problem documents, ids, languages, headers.

mod answers;
mod bodies;
mod routes;
mod service;

use tests::Reply;

/// Expects a whole problem document, with the headers every answer has.
#[track_caller]
fn whole(reply: Reply, status: u16, code: &str) -> Reply {
    let reply = reply.problem(status, code);
    for member in ["title", "detail", "instance", "request_id"] {
        let text = reply[member].as_str().unwrap_or_default();
        assert!(!text.is_empty() && !text.contains("{}"), "{member}: {text}");
    }
    assert_eq!(reply["type"], format!("/problems/{code}"));
    assert_eq!(reply["request_id"], reply.header("x-request-id"));
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert_eq!(reply.header("cache-control"), "no-store");
    assert!(["ms", "id", "en"].contains(&reply.header("content-language")));
    reply
}
