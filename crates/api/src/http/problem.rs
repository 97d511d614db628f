//! Problem documents (RFC 9457): every refusal, in the caller's language, telling what to do.

use std::fmt;

use actix_web::{
    HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{HeaderName, HeaderValue},
    },
};
use domain::{warnings::Fault, words::Lang};
use serde::Serialize;
use utoipa::ToSchema;

/// The contract promises no longer `instance`; an address may be longer.
const LONGEST_INSTANCE: usize = 2000;

/// A text in Malay, Indonesian and English, in that order.
pub type Texts = [String; 3];

macro_rules! problem_codes {
    ($($variant:ident = $code:literal, $status:literal,
        [$ms:literal, $id:literal, $en:literal],
        [$dms:literal, $did:literal, $den:literal];)+) => {
        /// Every code a problem document can carry; it never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ProblemCode {
            $(#[doc = $den] $variant),+
        }

        impl ProblemCode {
            /// Every code, as listed at `/problems`.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word in `code` and at the end of `type`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The HTTP status it is sent with.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),+ }
            }

            /// The short title.
            #[must_use]
            pub const fn title(self, lang: Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick([$ms, $id, $en])),+ }
            }

            /// What to do about it; `{}` stands for the value the problem names.
            #[must_use]
            pub const fn advice(self, lang: Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick([$dms, $did, $den])),+ }
            }
        }
    };
}

problem_codes! {
    MalformedRequest = "malformed_request", 400,
        ["Permintaan tidak dapat dibaca", "Permintaan tidak dapat dibaca", "The request cannot be read"],
        ["Betulkan bentuk permintaan: {}.", "Perbaiki bentuk permintaan: {}.", "Mend the form of the request: {}."];
    MalformedJson = "malformed_json", 400,
        ["Badan permintaan bukan JSON yang sah", "Isi permintaan bukan JSON yang sah", "The body is not valid JSON"],
        ["Hantar JSON yang sah dalam UTF-8, tanpa nama berulang dan paling dalam 128 aras: {}.", "Kirim JSON yang sah dalam UTF-8, tanpa nama ganda dan paling dalam 128 tingkat: {}.", "Send valid JSON in UTF-8, without repeated names and at most 128 levels deep: {}."];
    InvalidParameter = "invalid_parameter", 400,
        ["Parameter tidak sah", "Parameter tidak sah", "A parameter is not valid"],
        ["Betulkan parameter yang disenaraikan dalam `errors`.", "Perbaiki parameter yang tercantum dalam `errors`.", "Correct the parameters listed in `errors`."];
    InvalidHeader = "invalid_header", 400,
        ["Pengepala tidak sah", "Header tidak sah", "A header is not valid"],
        ["Betulkan pengepala {}.", "Perbaiki header {}.", "Correct the header {}."];
    InvalidCursor = "invalid_cursor", 400,
        ["Kursor tidak sah", "Kursor tidak sah", "The cursor is not valid"],
        ["Guna `next_cursor` daripada jawapan senarai yang sama dengan penapis yang sama, atau mula semula tanpa kursor.", "Gunakan `next_cursor` dari jawaban daftar yang sama dengan saringan yang sama, atau mulai lagi tanpa kursor.", "Use the `next_cursor` of an answer to the same list with the same filters, or start again without one."];
    Unauthenticated = "unauthenticated", 401,
        ["Perlu log masuk", "Perlu masuk", "A token is needed"],
        ["Hantar token capaian yang sah sebagai `Authorization: Bearer …`; log masuk di POST /v1/sessions.", "Kirim token akses yang sah sebagai `Authorization: Bearer …`; masuk melalui POST /v1/sessions.", "Send a valid access token as `Authorization: Bearer …`; log in at POST /v1/sessions."];
    InvalidCredentials = "invalid_credentials", 401,
        ["Nama pengguna atau kata laluan salah", "Nama pengguna atau kata sandi salah", "Wrong user name or password"],
        ["Semak kedua-duanya dan cuba lagi.", "Periksa keduanya dan coba lagi.", "Check both and try again."];
    ScopeMissing = "scope_missing", 403,
        ["Skop tidak mencukupi", "Cakupan tidak mencukupi", "A scope is missing"],
        ["Minta token dengan skop {}.", "Minta token dengan cakupan {}.", "Ask for a token with the scope {}."];
    NotPermitted = "not_permitted", 403,
        ["Tidak dibenarkan", "Tidak diizinkan", "Not permitted"],
        ["{}", "{}", "{}"];
    NotFound = "not_found", 404,
        ["Tidak ditemui", "Tidak ditemukan", "Not found"],
        ["Tiada rekod begini, atau anda tidak boleh melihatnya. Semak id atau alamatnya.", "Tidak ada catatan seperti ini, atau Anda tidak dapat melihatnya. Periksa id atau alamatnya.", "There is no such thing here, or none that you may see. Check the id or the address."];
    MethodNotAllowed = "method_not_allowed", 405,
        ["Kaedah tidak dibenarkan", "Metode tidak diizinkan", "Method not allowed"],
        ["Guna salah satu kaedah dalam pengepala `Allow`: {}.", "Gunakan salah satu metode dalam header `Allow`: {}.", "Use one of the methods in the `Allow` header: {}."];
    NotAcceptable = "not_acceptable", 406,
        ["Jenis jawapan tidak dapat diberi", "Jenis jawaban tidak tersedia", "No acceptable representation"],
        ["Jawapan diberi sebagai {}; longgarkan pengepala `Accept-Encoding`.", "Jawaban diberikan sebagai {}; longgarkan header `Accept-Encoding`.", "Answers are given as {}; widen the `Accept-Encoding` header."];
    RequestTimeout = "request_timeout", 408,
        ["Permintaan terlalu perlahan", "Permintaan terlalu lambat", "The request came too slowly"],
        ["Badan permintaan tidak sampai dalam masa; hantar semula.", "Isi permintaan tidak tiba pada waktunya; kirim ulang.", "The body did not arrive in time; send it again."];
    Refused = "refused", 409,
        ["Ditolak oleh peraturan kerja", "Ditolak oleh aturan kerja", "Refused by a rule of the work"],
        ["Penuhi apa yang disenaraikan dalam `refusals`, kemudian cuba lagi.", "Penuhi yang tercantum dalam `refusals`, lalu coba lagi.", "Meet what `refusals` lists, then try again."];
    AlreadyExists = "already_exists", 409,
        ["Sudah wujud", "Sudah ada", "Already there"],
        ["{} sudah digunakan; guna rekod yang ada atau nilai lain.", "{} sudah dipakai; gunakan catatan yang ada atau nilai lain.", "{} is already in use; use the record that has it, or another value."];
    RequestInProgress = "request_in_progress", 409,
        ["Permintaan yang sama sedang berjalan", "Permintaan yang sama sedang berjalan", "The same request is still running"],
        ["Tunggu sebentar dan hantar semula dengan Idempotency-Key yang sama.", "Tunggu sebentar dan kirim ulang dengan Idempotency-Key yang sama.", "Wait a moment and send it again with the same Idempotency-Key."];
    VersionConflict = "version_conflict", 412,
        ["Rekod telah berubah", "Catatan telah berubah", "The record has changed"],
        ["Baca rekod semula, gabungkan perubahan anda dan hantar dengan ETag semasa {}.", "Baca ulang catatan, gabungkan perubahan Anda dan kirim dengan ETag terkini {}.", "Read the record again, merge your change and send it with the current ETag {}."];
    TooLarge = "too_large", 413,
        ["Badan permintaan terlalu besar", "Isi permintaan terlalu besar", "The body is too large"],
        ["Hantar paling banyak {} bait.", "Kirim paling banyak {} bita.", "Send at most {} bytes."];
    UnsupportedMediaType = "unsupported_media_type", 415,
        ["Jenis kandungan tidak disokong", "Jenis isi tidak didukung", "Unsupported media type"],
        ["Hantar badan sebagai {}, tanpa pemampatan.", "Kirim isi sebagai {}, tanpa kompresi.", "Send the body as {}, not compressed."];
    InvalidBody = "invalid_body", 422,
        ["Kandungan tidak sah", "Isi tidak sah", "The content is not valid"],
        ["Betulkan medan yang disenaraikan dalam `errors`.", "Perbaiki isian yang tercantum dalam `errors`.", "Correct the fields listed in `errors`."];
    IdempotencyKeyReused = "idempotency_key_reused", 422,
        ["Idempotency-Key telah digunakan", "Idempotency-Key sudah dipakai", "The Idempotency-Key was used for something else"],
        ["Guna kunci baharu untuk permintaan baharu.", "Gunakan kunci baru untuk permintaan baru.", "Use a new key for a new request."];
    VersionRequired = "version_required", 428,
        ["If-Match diperlukan", "If-Match diperlukan", "If-Match is required"],
        ["Baca rekod dahulu dan hantar ETagnya dalam `If-Match`.", "Baca catatan dahulu dan kirim ETag-nya dalam `If-Match`.", "Read the record first and send its ETag in `If-Match`."];
    TooManyAttempts = "too_many_attempts", 429,
        ["Terlalu banyak cubaan", "Terlalu banyak percobaan", "Too many attempts"],
        ["Tunggu {} saat, kemudian cuba lagi.", "Tunggu {} detik, lalu coba lagi.", "Wait {} seconds, then try again."];
    Internal = "internal", 500,
        ["Kecacatan pada perkhidmatan ini", "Cacat pada layanan ini", "A defect of this service"],
        ["Tiada apa yang disimpan. Laporkan `request_id` kepada pentadbir.", "Tidak ada yang disimpan. Laporkan `request_id` kepada administrator.", "Report the `request_id` to the administrator of this service."];
    Unavailable = "unavailable", 503,
        ["Tidak tersedia buat sementara", "Sementara tidak tersedia", "Not available at the moment"],
        ["Cuba lagi selepas masa dalam `Retry-After`; guna Idempotency-Key yang sama.", "Coba lagi setelah waktu dalam `Retry-After`; gunakan Idempotency-Key yang sama.", "Try again after the time in `Retry-After`, with the same Idempotency-Key."];
}

/// A rule of the work that stands against the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRefusal {
    /// A stable word for the rule, as in the code list `refusal`.
    pub code: &'static str,
    /// The requirement of a gate that is not met, as in the code list `requirement`.
    pub requirement: Option<&'static str>,
    /// RFC 6901 pointer to the part of the body it is about.
    pub pointer: Option<String>,
    /// What is unmet and what to do.
    pub detail: Texts,
}

/// A refusal before it is put into the caller's language.
#[derive(Clone, Debug)]
pub struct Problem {
    code: ProblemCode,
    value: Texts,
    errors: Vec<Fault>,
    refusals: Vec<RuleRefusal>,
    current_version: Option<i64>,
    oauth: Option<&'static str>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// A problem without particulars.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self {
            code,
            value: Default::default(),
            errors: Vec::new(),
            refusals: Vec::new(),
            current_version: None,
            oauth: None,
            headers: Vec::new(),
        }
    }

    /// A problem that names one value, the same in every language.
    #[must_use]
    pub fn naming(code: ProblemCode, value: impl fmt::Display) -> Self {
        let value = value.to_string();
        Self {
            value: [value.clone(), value.clone(), value],
            ..Self::new(code)
        }
    }

    /// A problem whose particulars are a sentence in each language.
    #[must_use]
    pub fn saying(code: ProblemCode, value: Texts) -> Self {
        Self {
            value,
            ..Self::new(code)
        }
    }

    /// Faults of a body (422) or of parameters (400).
    #[must_use]
    pub fn faults(code: ProblemCode, errors: Vec<Fault>) -> Self {
        Self {
            errors,
            ..Self::new(code)
        }
    }

    /// What the rules of the work have against it (409).
    #[must_use]
    pub fn refusals(refusals: Vec<RuleRefusal>) -> Self {
        Self {
            refusals,
            ..Self::new(ProblemCode::Refused)
        }
    }

    /// A stale `If-Match`: carries the current version and ETag.
    #[must_use]
    pub fn stale(version: i64) -> Self {
        let etag = super::etag::of_version(version);
        Self {
            current_version: Some(version),
            ..Self::naming(ProblemCode::VersionConflict, &etag)
        }
        .header(actix_web::http::header::ETAG, &etag)
    }

    /// Nothing to be had for a while.
    #[must_use]
    pub fn retry_after(code: ProblemCode, seconds: u64) -> Self {
        Self::naming(code, seconds)
            .header(actix_web::http::header::RETRY_AFTER, &seconds.to_string())
    }

    /// With the word of RFC 6749 §5.2, which OAuth clients look for.
    #[must_use]
    pub const fn oauth(mut self, error: &'static str) -> Self {
        self.oauth = Some(error);
        self
    }

    /// With what each part of the request has wrong.
    #[must_use]
    pub fn with_faults(mut self, errors: Vec<Fault>) -> Self {
        self.errors = errors;
        self
    }

    /// With a header of the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    /// Its code.
    #[must_use]
    pub const fn code(&self) -> ProblemCode {
        self.code
    }

    /// Its status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The headers that belong to it.
    #[must_use]
    pub fn headers(&self) -> &[(HeaderName, HeaderValue)] {
        &self.headers
    }

    /// The document, in one language.
    #[must_use]
    pub fn document(&self, lang: Lang, instance: &str, request_id: &str) -> ProblemDocument {
        let pick = |texts: &Texts| lang.pick([&texts[0], &texts[1], &texts[2]]).clone();
        ProblemDocument {
            r#type: format!("/problems/{}", self.code.code()),
            title: self.code.title(lang).to_owned(),
            status: self.code.status(),
            detail: self.code.advice(lang).replace("{}", &pick(&self.value)),
            instance: instance.chars().take(LONGEST_INSTANCE).collect(),
            code: self.code.code().to_owned(),
            request_id: request_id.to_owned(),
            errors: self
                .errors
                .iter()
                .map(|fault| ProblemError {
                    pointer: fault.pointer.clone(),
                    code: fault.code.to_string(),
                    detail: fault.detail(lang),
                })
                .collect(),
            refusals: self
                .refusals
                .iter()
                .map(|refusal| ProblemRefusal {
                    code: refusal.code.to_owned(),
                    requirement: refusal.requirement.map(str::to_owned),
                    pointer: refusal.pointer.clone(),
                    detail: pick(&refusal.detail),
                })
                .collect(),
            current_version: self.current_version,
            error: self.oauth.map(str::to_owned),
        }
    }
}

/// A refusal, as RFC 9457 describes it.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "/problems/not_found", "title": "Not found", "status": 404,
    "detail": "There is no such thing here, or none that you may see. Check the id or the address.",
    "instance": "/v1/cases/01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "code": "not_found",
    "request_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e12"
}))]
pub struct ProblemDocument {
    /// Where this kind of problem is explained, relative to this server.
    #[schema(max_length = 200)]
    pub r#type: String,
    /// A short title in the language of `Content-Language`.
    #[schema(max_length = 200)]
    pub title: String,
    /// The HTTP status, again.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What to do about it, in the language of `Content-Language`.
    #[schema(max_length = 4000)]
    pub detail: String,
    /// The path that was asked for, without its query.
    #[schema(max_length = 2000)]
    pub instance: String,
    /// A stable word; programs decide by it, never by the texts.
    #[schema(max_length = 100)]
    pub code: String,
    /// The id of this request in the logs of the service.
    #[schema(max_length = 64)]
    pub request_id: String,
    /// Every fault of the body (422) or of the parameters (400), all at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 1000, required = false)]
    pub errors: Vec<ProblemError>,
    /// Every rule that stands against the request (409), all at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100, required = false)]
    pub refusals: Vec<ProblemRefusal>,
    /// With 412: the version the record has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub current_version: Option<i64>,
    /// At the token endpoint: the word of RFC 6749 §5.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub error: Option<String>,
}

/// One fault.
#[derive(Serialize, ToSchema)]
pub struct ProblemError {
    /// RFC 6901 pointer into the body, or `?name` for a query parameter.
    #[schema(max_length = 1000)]
    pub pointer: String,
    /// A stable word for the kind of fault.
    #[schema(max_length = 100)]
    pub code: String,
    /// What is wrong and what would be right.
    #[schema(max_length = 1000)]
    pub detail: String,
}

/// One rule that stands against the request.
#[derive(Serialize, ToSchema)]
pub struct ProblemRefusal {
    /// A stable word for the rule; listed at `/v1/code-lists/refusal`.
    #[schema(max_length = 100)]
    pub code: String,
    /// With `requirement_unmet`: which; listed at `/v1/code-lists/requirement`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub requirement: Option<String>,
    /// RFC 6901 pointer to the part of the body it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    pub pointer: Option<String>,
    /// What is unmet and what to do.
    #[schema(max_length = 1000)]
    pub detail: String,
}

/// What a handler may end with instead of an answer.
#[derive(Clone, Debug)]
pub struct ApiError(pub Box<Problem>);

impl ApiError {
    /// A defect: the cause goes to the log, never to the client.
    pub fn internal(cause: impl fmt::Display) -> Self {
        log::error!(target: "kes::defect", "{cause}");
        ProblemCode::Internal.into()
    }
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

impl From<ProblemCode> for ApiError {
    fn from(code: ProblemCode) -> Self {
        Problem::new(code).into()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code.code())
    }
}

impl std::error::Error for ApiError {}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.0.status()
    }

    /// Leaves the problem for the outermost middleware, which knows language and request id.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status_code());
        response.extensions_mut().insert(self.0.as_ref().clone());
        response
    }
}
