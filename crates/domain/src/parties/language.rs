//! Languages a person speaks.

use super::shape::shaped;

shaped!(
    LanguageTag,
    2..=35,
    "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
    language_tag,
    "ms",
    "A language as a BCP 47 tag: ms, id, en, ta, zh-Hans, iba, jv, su …; sign languages too (xml for Malaysian, inl for Indonesian Sign Language)."
);

/// The tag in its usual case (RFC 5646 §2.1.1): language lower, script titled, region upper.
fn language_tag(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let language = parts.next()?;
    let letters = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic());
    if !(2..=3).contains(&language.len()) || !letters(language) {
        return None;
    }
    let mut tag = language.to_ascii_lowercase();
    for part in parts {
        if !(2..=8).contains(&part.len()) || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        tag.push('-');
        match part.len() {
            2 => tag.push_str(&part.to_ascii_uppercase()),
            4 if letters(part) => {
                tag.push_str(&part[..1].to_ascii_uppercase());
                tag.push_str(&part[1..].to_ascii_lowercase());
            }
            _ => tag.push_str(&part.to_ascii_lowercase()),
        }
    }
    Some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_take_their_usual_case() {
        for (given, kept) in [
            ("MS", "ms"),
            ("zh-hans", "zh-Hans"),
            ("EN-my", "en-MY"),
            ("iba", "iba"),
            ("zh-HANT-tw", "zh-Hant-TW"),
        ] {
            assert_eq!(LanguageTag::new(given).unwrap().as_str(), kept);
        }
        for bad in ["", "m", "malay", "ms_MY", "ms-", "ms-a", "日本"] {
            assert!(LanguageTag::new(bad).is_err(), "{bad}");
        }
    }
}
