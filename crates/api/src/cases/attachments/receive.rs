//! A body that is no JSON and may be larger than any: it is looked at while it comes and written
//! on as it comes, so that it costs the same memory whatever its size.

use std::{pin::Pin, time::Duration};

use actix_web::{
    HttpRequest,
    dev::Payload,
    http::header::{CONTENT_ENCODING, CONTENT_LENGTH},
    web::Bytes,
};
use aws_lc_rs::digest;
use domain::{
    cases::{AttachmentContent, ContentCheck, Sha256},
    warnings::{Fault, FaultCode},
};
use tokio::time::{Instant, timeout, timeout_at};

use crate::{
    http::problem::{ApiError, Problem, ProblemCode},
    objects::Writing,
};

/// The media type of content in transit; what it is stands in the attachment.
pub const OCTETS: &str = "application/octet-stream";

/// The slowest that content may come, in bytes a second: an old phone at the edge of a network.
const SLOWEST: u64 = 8 * 1024;

/// What of a request is known before its body: compressed, or of another length than announced, it
/// is not waited for.
///
/// # Errors
/// 415, 413, 422.
pub fn before_body(
    request: &HttpRequest,
    declared: &AttachmentContent,
    largest: i64,
) -> Result<(), ApiError> {
    let headers = request.headers();
    if headers
        .get(CONTENT_ENCODING)
        .is_some_and(|it| it != "identity")
    {
        return Err(Problem::naming(ProblemCode::UnsupportedMediaType, OCTETS).into());
    }
    // The limit may have been lowered since it was announced.
    if declared.size > largest {
        return Err(Problem::naming(ProblemCode::TooLarge, largest).into());
    }
    let length = headers.get(CONTENT_LENGTH).map(|it| it.to_str());
    match length.and_then(|it| it.ok()?.parse::<i64>().ok()) {
        Some(length) if length != declared.size => Err(wrong_size(declared)),
        Some(_) | None => Ok(()),
    }
}

/// Reads content to its end; it is what was declared, and went on to `to`, if that is given.
///
/// # Errors
/// 408 when it comes too slowly, 400 when it breaks off, 422 when it is not what was declared, 503
/// when it cannot be written.
pub async fn receive(
    payload: &mut Payload,
    declared: &AttachmentContent,
    patience: Duration,
    mut to: Option<&mut Writing>,
) -> Result<(), ApiError> {
    let size = u64::try_from(declared.size).unwrap_or_default();
    let until = Instant::now() + patience + Duration::from_secs(size / SLOWEST);
    let mut digest = digest::Context::new(&digest::SHA256);
    let mut check = ContentCheck::new(declared.media_type);
    let mut come = 0;
    let wrong_type = || {
        fault(Fault::new("", FaultCode::ContentTypeMismatch).with("expected", declared.media_type))
    };
    loop {
        // No pause may be longer than a whole small body may take, and all of it takes no longer
        // than the slowest network would.
        let next = timeout_at(until, timeout(patience, next(payload))).await;
        let Ok(Ok(next)) = next else {
            return Err(ProblemCode::RequestTimeout.into());
        };
        let Some(piece) = next? else { break };
        come += piece.len() as u64;
        if come > size {
            return Err(wrong_size(declared));
        }
        digest.update(&piece);
        check.take(&piece).map_err(|_| wrong_type())?;
        if let Some(to) = &mut to {
            to.take(&piece).await?;
        }
    }
    if come != size {
        return Err(wrong_size(declared));
    }
    check.finish().map_err(|_| wrong_type())?;
    if Sha256::of(digest.finish().as_ref()) != declared.sha256 {
        return Err(fault(Fault::new("", FaultCode::DigestMismatch)));
    }
    Ok(())
}

async fn next(payload: &mut Payload) -> Result<Option<Bytes>, ApiError> {
    let piece = std::future::poll_fn(|context| {
        futures_core::Stream::poll_next(Pin::new(&mut *payload), context)
    });
    let broken = |cause| ApiError::from(Problem::naming(ProblemCode::MalformedRequest, cause));
    piece.await.transpose().map_err(broken)
}

fn wrong_size(declared: &AttachmentContent) -> ApiError {
    fault(Fault::new("", FaultCode::SizeMismatch).with("expected", declared.size))
}

fn fault(fault: Fault) -> ApiError {
    Problem::faults(ProblemCode::InvalidBody, vec![fault]).into()
}
