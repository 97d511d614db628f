//! How an act ends before its end, and what refusals, denials and troubles say over HTTP.

use actix_web::http::header::WWW_AUTHENTICATE;
use diesel::result::DatabaseErrorKind;
use domain::{
    access::Denial,
    refusal::{Refusal, RefusalCode},
    words::{Lang, Word},
};

use super::Answer;
use crate::{
    db::Unavailable,
    http::problem::{ApiError, Problem, ProblemCode, RuleRefusal, Texts},
};

/// Why an act ends early. Everything it wrote is rolled back.
#[derive(Debug)]
pub enum Stop {
    /// Refused.
    Refused(ApiError),
    /// It was done before: this is the answer it got.
    Replay(Answer),
    /// `validate_only`: this is what the answer would have been.
    Tried(Answer),
}

impl From<ApiError> for Stop {
    fn from(error: ApiError) -> Self {
        Self::Refused(error)
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem.into())
    }
}

impl From<ProblemCode> for Stop {
    fn from(code: ProblemCode) -> Self {
        Self::Refused(code.into())
    }
}

impl From<diesel::result::Error> for Stop {
    fn from(error: diesel::result::Error) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Unavailable> for Stop {
    fn from(error: Unavailable) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Vec<Refusal>> for Stop {
    fn from(refusals: Vec<Refusal>) -> Self {
        Self::Refused(refusals.into())
    }
}

impl From<Vec<Refusal>> for ApiError {
    fn from(refusals: Vec<Refusal>) -> Self {
        let shown = |refusal: Refusal| RuleRefusal {
            code: refusal.code.code(),
            requirement: refusal.requirement.map(Word::code),
            pointer: refusal.pointer.clone(),
            detail: Lang::ALL.map(|lang| refusal.detail(lang)),
        };
        Problem::refusals(refusals.into_iter().map(shown).collect()).into()
    }
}

impl From<diesel::result::Error> for ApiError {
    fn from(error: diesel::result::Error) -> Self {
        if id_is_taken(&error) {
            return Problem::naming(ProblemCode::AlreadyExists, "id").into();
        }
        Self::internal(error)
    }
}

/// Whether a record with the same id is there already. Only an id made by a client can be the
/// one of a record that was made otherwise: ours are never made twice.
fn id_is_taken(error: &diesel::result::Error) -> bool {
    let diesel::result::Error::DatabaseError(DatabaseErrorKind::UniqueViolation, about) = error
    else {
        return false;
    };
    match about.constraint_name() {
        Some(name) => name.ends_with("_pkey"),
        // SQLite names the columns.
        None => {
            let columns = about.message().rsplit(": ").next().unwrap_or_default();
            !columns.contains(',') && columns.ends_with(".id")
        }
    }
}

impl From<Unavailable> for ApiError {
    fn from(error: Unavailable) -> Self {
        log::warn!(target: "kes::storage", "{error:?}");
        Problem::retry_after(ProblemCode::Unavailable, u64::from(error.retry_after_secs)).into()
    }
}

impl From<Denial> for ApiError {
    fn from(denial: Denial) -> Self {
        match denial {
            Denial::Invisible => ProblemCode::NotFound.into(),
            Denial::ScopeMissing(scope) => scope_missing(scope.code()),
            // The same words as when the rule itself refuses.
            Denial::IntakeDecided => vec![Refusal::new(RefusalCode::IntakeDecided)].into(),
            Denial::RoleMissing { any_of } => {
                let said = Lang::ALL.map(|lang| {
                    let roles: Vec<_> = any_of.iter().map(|role| role.code()).collect();
                    format!("{}: {}.", denial.code().label(lang), roles.join(", "))
                });
                not_permitted(said)
            }
            Denial::NotResponsible
            | Denial::NotOnTeam
            | Denial::NotAuthor
            | Denial::NotOffered
            | Denial::OwnRequest
            | Denial::OwnCase
            | Denial::IntegrationNotAllowed => {
                not_permitted(Lang::ALL.map(|lang| format!("{}.", denial.code().label(lang))))
            }
        }
    }
}

fn not_permitted(said: Texts) -> ApiError {
    Problem::saying(ProblemCode::NotPermitted, said).into()
}

/// 403 for a token without the scope, as RFC 6750 wants it.
#[must_use]
pub fn scope_missing(scope: &str) -> ApiError {
    let challenge = format!(r#"Bearer realm="kes", error="insufficient_scope", scope="{scope}""#);
    Problem::naming(ProblemCode::ScopeMissing, scope)
        .header(WWW_AUTHENTICATE, &challenge)
        .into()
}
