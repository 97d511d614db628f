//! The answer with content. Whatever it is, a browser is told to save it and not to look at it.

use actix_web::{
    HttpResponse, HttpResponseBuilder,
    body::SizedStream,
    http::header::{
        ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_SECURITY_POLICY,
        CONTENT_TYPE, ETAG,
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::cases::Attachment;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        KnownFormat, RefOr, SchemaFormat,
        schema::{ObjectBuilder, Schema, SchemaType, Type},
    },
};

use super::receive::OCTETS;
use crate::objects::opened::Opened;

/// Bytes, in the contract.
pub struct FileContent;

impl PartialSchema for FileContent {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("The bytes of the file."))
            .into()
    }
}

impl ToSchema for FileContent {}

/// The longest name a file is given, without its extension, in characters.
const LONGEST_NAME: usize = 80;

/// The tag of content: its digest, for it is never changed.
#[must_use]
pub fn etag(attachment: &Attachment) -> String {
    format!("\"{}\"", attachment.content.sha256.as_str())
}

/// 304: who asks has it already.
#[must_use]
pub fn not_modified(etag: &str) -> HttpResponse {
    HttpResponse::NotModified()
        .insert_header((ETAG, etag))
        .finish()
}

/// 200 with the content.
#[must_use]
pub fn answer(attachment: &Attachment, content: Opened) -> HttpResponse {
    let size = u64::try_from(attachment.content.size).unwrap_or_default();
    headers(attachment).body(SizedStream::new(size, content))
}

/// 200 without it, for HEAD.
#[must_use]
pub fn head(attachment: &Attachment) -> HttpResponse {
    let size = u64::try_from(attachment.content.size).unwrap_or_default();
    headers(attachment).body(SizedStream::new(size, Nothing))
}

/// A stream of nothing: the length is told, the content is not.
struct Nothing;

impl futures_core::Stream for Nothing {
    type Item = std::io::Result<actix_web::web::Bytes>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(None)
    }
}

fn headers(attachment: &Attachment) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .insert_header((CONTENT_TYPE, OCTETS))
        // Pictures do not shrink, and a length is worth more on a bad network.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((CONTENT_DISPOSITION, disposition(attachment)))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((ETAG, etag(attachment)))
        .insert_header((ACCEPT_RANGES, "none"))
        .insert_header(("Repr-Digest", digest(attachment)));
    response
}

fn digest(attachment: &Attachment) -> String {
    let digits = attachment.content.sha256.as_str().as_bytes();
    let nibble = |digit: u8| char::from(digit).to_digit(16).unwrap_or_default();
    let bytes: Vec<u8> = digits
        .chunks_exact(2)
        .map(|two| u8::try_from(nibble(two[0]) * 16 + nibble(two[1])).unwrap_or_default())
        .collect();
    format!("sha-256=:{}:", STANDARD.encode(bytes))
}

/// A name for the file: the title and the extension of what it is. The name that the sender's
/// machine had for it is never known here.
fn disposition(attachment: &Attachment) -> String {
    let extension = attachment.content.media_type.extension();
    let name: String = attachment
        .details
        .title
        .as_str()
        .chars()
        .map(|c| if unsafe_in_names(c) { '_' } else { c })
        .take(LONGEST_NAME)
        .collect();
    let name = name.trim_matches(['.', ' ']);
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || " -_.()".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("attachment; filename=\"{plain}.{extension}\"; filename*=UTF-8''{encoded}.{extension}")
}

/// What a file system minds, or what could turn a name around for the reader.
const fn unsafe_in_names(c: char) -> bool {
    matches!(
        c,
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '%'
            | '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}
