//! What is known of a request before any handler runs: its id, its language, its trace.

use actix_web::{
    HttpMessage, HttpRequest,
    http::header::{ACCEPT_LANGUAGE, HeaderMap},
};
use domain::words::Lang;

/// Put into every request by the outermost middleware.
#[derive(Clone, Debug)]
pub struct RequestMeta {
    /// The client's `X-Request-Id` if well formed, else a new one.
    pub id: String,
    /// The best of the languages asked for.
    pub lang: Lang,
}

impl RequestMeta {
    /// Of a request that went through the middleware.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        request
            .extensions()
            .get::<Self>()
            .cloned()
            .unwrap_or_else(|| Self {
                id: String::new(),
                lang: Lang::En,
            })
    }
}

/// Whether a text may stand in logs as a request id.
#[must_use]
pub fn well_formed_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

/// The first language of `Accept-Language` (by weight) that we speak; English otherwise.
#[must_use]
pub fn language(headers: &HeaderMap) -> Lang {
    let Some(value) = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
    else {
        return Lang::En;
    };
    let mut best = (Lang::En, 0_u16);
    for range in value.split(',').take(20) {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or_default().trim().to_lowercase();
        let weight = parts
            .find_map(|part| part.trim().strip_prefix("q=").map(str::to_owned))
            .map_or(1000, |q| {
                q.parse::<f32>()
                    .map_or(0, |q| (q.clamp(0.0, 1.0) * 1000.0) as u16)
            });
        let lang = match tag.split('-').next().unwrap_or_default() {
            "ms" | "may" | "zsm" => Lang::Ms,
            "id" | "in" | "ind" => Lang::Id,
            "en" | "eng" => Lang::En,
            _ => continue,
        };
        if weight > best.1 {
            best = (lang, weight);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    #[test]
    fn the_language_is_the_heaviest_one_we_speak() {
        let speak = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(value));
            language(&headers)
        };
        assert_eq!(speak("ms-MY,ms;q=0.9,en;q=0.8"), Lang::Ms);
        assert_eq!(speak("fr, id;q=0.4, en;q=0.3"), Lang::Id);
        assert_eq!(speak("ms;q=0"), Lang::En);
        assert_eq!(speak("zz"), Lang::En);
        assert_eq!(language(&HeaderMap::new()), Lang::En);
    }

    #[test]
    fn a_request_id_has_only_harmless_characters() {
        assert!(well_formed_id("a-b_c.9"));
        assert!(!well_formed_id(""));
        assert!(!well_formed_id("a b"));
        assert!(!well_formed_id(&"a".repeat(65)));
    }
}
