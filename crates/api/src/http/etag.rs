//! Strong entity tags (RFC 9110 §8.8): `"v7"` is version 7 of a record.

use super::problem::{ApiError, Problem, ProblemCode};

/// The tag of a version.
#[must_use]
pub fn of_version(version: i64) -> String {
    format!("\"v{version}\"")
}

/// What `If-Match` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IfMatch {
    /// No header.
    Absent,
    /// `*`: whatever version there is.
    Any,
    /// One of these versions.
    Versions(Vec<i64>),
}

impl IfMatch {
    /// Reads the header; weak tags never match (RFC 9110 §13.1.1).
    ///
    /// # Errors
    /// 400 `invalid_header` for anything that is no list of entity tags.
    pub fn parse(value: Option<&str>) -> Result<Self, ApiError> {
        let Some(value) = value.map(str::trim) else {
            return Ok(Self::Absent);
        };
        if value == "*" {
            return Ok(Self::Any);
        }
        let versions = tags(value).ok_or_else(|| {
            ApiError::from(Problem::naming(ProblemCode::InvalidHeader, "If-Match"))
        })?;
        Ok(Self::Versions(versions))
    }

    /// Whether a record at this version may be changed.
    ///
    /// # Errors
    /// 428 without the header, 412 with another version.
    pub fn check(&self, version: i64) -> Result<(), ApiError> {
        match self {
            Self::Absent => Err(ProblemCode::VersionRequired.into()),
            Self::Any => Ok(()),
            Self::Versions(versions) if versions.contains(&version) => Ok(()),
            Self::Versions(_) => Err(Problem::stale(version).into()),
        }
    }
}

/// The versions named by a list of entity tags; foreign tags are skipped, `None` if it is no list.
fn tags(value: &str) -> Option<Vec<i64>> {
    let mut versions = Vec::new();
    for tag in value
        .split(',')
        .map(str::trim)
        .filter(|tag| !tag.is_empty())
    {
        let (weak, tag) = tag
            .strip_prefix("W/")
            .map_or((false, tag), |tag| (true, tag));
        let opaque = tag.strip_prefix('"')?.strip_suffix('"')?;
        if let (false, Some(Ok(version))) = (weak, opaque.strip_prefix('v').map(str::parse)) {
            versions.push(version);
        }
    }
    Some(versions)
}

/// Whether `If-None-Match` already has this tag (weak comparison, RFC 9110 §13.1.2).
#[must_use]
pub fn none_match_has(header: Option<&str>, etag: &str) -> bool {
    header.is_some_and(|value| {
        value.trim() == "*"
            || value
                .split(',')
                .any(|tag| tag.trim().trim_start_matches("W/") == etag)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_match_takes_lists_and_never_weak_tags() {
        let parse = |value| IfMatch::parse(Some(value)).unwrap();
        assert_eq!(parse("*"), IfMatch::Any);
        assert_eq!(parse("\"v7\", \"v8\""), IfMatch::Versions(vec![7, 8]));
        assert_eq!(parse("W/\"v7\""), IfMatch::Versions(vec![]));
        assert!(IfMatch::parse(Some("v7")).is_err());
        assert!(parse("\"v7\"").check(7).is_ok());
        assert_eq!(
            parse("\"v7\"").check(8).unwrap_err().0.code(),
            ProblemCode::VersionConflict
        );
        assert_eq!(
            IfMatch::Absent.check(8).unwrap_err().0.code(),
            ProblemCode::VersionRequired
        );
    }

    #[test]
    fn if_none_match_compares_weakly() {
        assert!(none_match_has(Some("W/\"v7\""), "\"v7\""));
        assert!(none_match_has(Some("\"a\", \"v7\""), "\"v7\""));
        assert!(!none_match_has(Some("\"v6\""), "\"v7\""));
        assert!(!none_match_has(None, "\"v7\""));
    }
}
