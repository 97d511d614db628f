//! Options. Every flag has an environment variable; what is unsafe refuses to start and names
//! the option that makes it safe.

use std::{
    net::{SocketAddr, ToSocketAddrs},
    path::{Path, PathBuf},
};

use clap::Args;
use domain::{
    cases::REOPENING_MONTHS,
    parties::birth::{ADULT_AGE, AdultAges},
};
use validator::Validate;

use crate::objects::Objects;

/// Where the database is.
#[derive(Clone, Debug, Args)]
pub struct DatabaseOptions {
    /// `sqlite://path` (made when missing) or `postgres://user:password@host/database`
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite://var/kes.db",
        hide_env_values = true
    )]
    pub database_url: String,
}

/// Where the keys are.
#[derive(Clone, Debug, Args)]
pub struct KeyOptions {
    /// The key file; make one with `kes keys generate`
    #[arg(long, env = "KES_KEYS", default_value = "var/keys/keys.json")]
    pub keys: PathBuf,
}

/// Where the content of attachments lies, and how large it may be.
#[derive(Clone, Debug, Args, Validate)]
pub struct AttachmentOptions {
    /// A folder, or `s3://bucket/prefix` with the credentials that AWS tools read from the
    /// environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT …)
    #[arg(long, env = "KES_ATTACHMENTS", default_value = "var/attachments")]
    pub attachments: String,
    /// The largest attachment, in MiB
    #[arg(long, env = "KES_LARGEST_ATTACHMENT", default_value_t = 25)]
    #[validate(range(
        min = 1,
        max = 4096,
        message = "must be 1 to 4096 MiB (option --largest-attachment)"
    ))]
    pub largest_attachment: i64,
}

impl AttachmentOptions {
    /// A folder, with everything else as usual.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            attachments: folder.display().to_string(),
            largest_attachment: 25,
        }
    }

    /// Opens the place.
    ///
    /// # Errors
    /// A sentence that names the option.
    pub fn open(&self) -> Result<Objects, String> {
        Objects::open(&self.attachments, self.largest_attachment * 1024 * 1024)
    }
}

/// How to serve.
#[derive(Clone, Debug, Args, Validate)]
pub struct ServeOptions {
    /// The database
    #[command(flatten)]
    pub database: DatabaseOptions,
    /// The keys
    #[command(flatten)]
    pub keys: KeyOptions,
    /// The attachments
    #[command(flatten)]
    #[validate(nested)]
    pub attachments: AttachmentOptions,
    /// Address and port to listen on
    #[arg(long, env = "KES_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// The address clients use, without a trailing slash; it is the issuer of tokens
    /// [default: http://LISTEN]
    #[arg(long, env = "KES_PUBLIC_URL")]
    #[validate(url(message = "must be an absolute URL (option --public-url, KES_PUBLIC_URL)"))]
    pub public_url: Option<String>,
    /// Listen off this machine without TLS, because a proxy in front has it
    #[arg(long, env = "KES_BEHIND_TLS_PROXY")]
    pub behind_tls_proxy: bool,
    /// How many proxies in front write X-Forwarded-For
    #[arg(long, env = "KES_TRUSTED_PROXIES", default_value_t = 0)]
    #[validate(range(max = 10, message = "must be 0 to 10 (option --trusted-proxies)"))]
    pub trusted_proxies: usize,
    /// For how many months after its closure a case may be reopened
    #[arg(long, env = "KES_REOPENING_MONTHS", default_value_t = REOPENING_MONTHS)]
    #[validate(range(max = 120, message = "must be 0 to 120 (option --reopening-months)"))]
    pub reopening_months: u32,
    /// From which age on a client signs alone in Malaysia
    #[arg(long, env = "KES_ADULT_AGE_MALAYSIA", default_value_t = ADULT_AGE)]
    #[validate(range(
        min = 12,
        max = 25,
        message = "must be 12 to 25 (option --adult-age-malaysia)"
    ))]
    pub adult_age_malaysia: u32,
    /// From which age on a client signs alone in Indonesia
    #[arg(long, env = "KES_ADULT_AGE_INDONESIA", default_value_t = ADULT_AGE)]
    #[validate(range(
        min = 12,
        max = 25,
        message = "must be 12 to 25 (option --adult-age-indonesia)"
    ))]
    pub adult_age_indonesia: u32,
    /// Threads that accept requests
    #[arg(long, env = "KES_WORKERS", default_value_t = 2)]
    #[validate(range(min = 1, max = 256, message = "must be 1 to 256 (option --workers)"))]
    pub workers: usize,
}

impl ServeOptions {
    /// The address to listen on.
    ///
    /// # Errors
    /// A sentence that names the option, for an address that is none, or one off this machine
    /// without a proxy that has TLS.
    pub fn address(&self) -> Result<SocketAddr, String> {
        if let Err(faults) = self.validate() {
            return Err(faults.to_string());
        }
        let address = self
            .listen
            .to_socket_addrs()
            .ok()
            .and_then(|mut found| found.next())
            .ok_or_else(|| {
                format!(
                    "`{}` is no address (option --listen, KES_LISTEN)",
                    self.listen
                )
            })?;
        if address.ip().is_loopback() || self.behind_tls_proxy {
            Ok(address)
        } else {
            Err(format!(
                "{address} is off this machine and would speak plain HTTP: put a proxy with TLS \
                 in front and say --behind-tls-proxy (KES_BEHIND_TLS_PROXY=true)"
            ))
        }
    }

    /// From which age on clients sign alone.
    #[must_use]
    pub const fn adult_ages(&self) -> AdultAges {
        AdultAges {
            malaysia: self.adult_age_malaysia,
            indonesia: self.adult_age_indonesia,
        }
    }

    /// The issuer of tokens.
    #[must_use]
    pub fn issuer(&self, address: SocketAddr) -> String {
        let plain = format!("http://{address}");
        self.public_url
            .as_deref()
            .map_or(plain, |url| url.trim_end_matches('/').to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        serve: ServeOptions,
    }

    fn options(arguments: &[&str]) -> ServeOptions {
        Cli::parse_from(std::iter::once(&"kes").chain(arguments)).serve
    }

    #[test]
    fn plain_http_off_this_machine_is_refused_and_the_option_named() {
        let refused = options(&["--listen", "0.0.0.0:80"]).address().unwrap_err();
        assert!(refused.contains("--behind-tls-proxy"), "{refused}");
        assert!(
            options(&["--listen", "0.0.0.0:80", "--behind-tls-proxy"])
                .address()
                .is_ok()
        );
        assert!(options(&["--listen", "127.0.0.1:0"]).address().is_ok());
    }

    #[test]
    fn an_option_out_of_range_is_refused_and_named() {
        assert!(
            options(&["--workers", "0"])
                .address()
                .unwrap_err()
                .contains("--workers")
        );
        let months = options(&["--reopening-months", "121"]).address();
        assert!(months.unwrap_err().contains("--reopening-months"));
        assert_eq!(options(&[]).reopening_months, REOPENING_MONTHS);
        for country in ["malaysia", "indonesia"] {
            let option = format!("--adult-age-{country}");
            let age = options(&[&option, "26"]).address();
            assert!(age.unwrap_err().contains(&option));
        }
        let ages = options(&["--adult-age-indonesia", "21"]).adult_ages();
        assert_eq!((ages.malaysia, ages.indonesia), (ADULT_AGE, 21));
        let url = options(&["--public-url", "nonsense"])
            .address()
            .unwrap_err();
        assert!(url.contains("--public-url"), "{url}");
    }
}
