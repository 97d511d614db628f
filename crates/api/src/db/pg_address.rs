//! The address of PostgreSQL: off this machine only under TLS.

use std::net::IpAddr;

use super::OpenError;

/// An address that may be connected to, with the bounds every connection needs.
///
/// # Errors
/// It is no `postgres://` address, names no host, or leaves this machine without TLS.
pub fn check(url: &str) -> Result<String, OpenError> {
    let refuse = |why: &str| OpenError::Address(format!("DATABASE_URL: {why}"));
    let rest = url
        .strip_prefix("postgres://")
        .or_else(|| url.strip_prefix("postgresql://"))
        .ok_or_else(|| refuse("must be sqlite://path or postgres://user@host/database"))?;
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = rest
        .split_once('/')
        .map_or(rest, |(authority, _)| authority);
    let hosts = authority
        .rsplit_once('@')
        .map_or(authority, |(_, hosts)| hosts);

    let options: Vec<(String, String)> = query
        .split('&')
        .filter(|option| !option.is_empty())
        .map(|option| {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            (decoded(name), decoded(value))
        })
        .collect();
    let option = |name: &str| {
        options
            .iter()
            .rev()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    };
    if option("service").is_some() || option("dbname").is_some() {
        return Err(refuse(
            "`service` and `dbname` cannot be given after the `?`",
        ));
    }

    for variable in ["PGHOSTADDR", "PGSERVICE"] {
        if std::env::var_os(variable).is_some() {
            return Err(refuse(&format!(
                "the environment variable {variable} would overrule it"
            )));
        }
    }

    let named: Vec<String> = match (option("hostaddr"), option("host")) {
        // libpq connects to `hostaddr` whatever `host` says.
        (Some(list), _) | (None, Some(list)) => list.split(',').map(str::to_owned).collect(),
        (None, None) => hosts
            .split(',')
            .map(|host| decoded(without_port(host)))
            .collect(),
    };
    if named.iter().any(String::is_empty) {
        return Err(refuse(
            "names no host; for a Unix socket write ?host=/run/postgresql",
        ));
    }
    let far: Vec<&str> = named
        .iter()
        .map(String::as_str)
        .filter(|host| !is_this_machine(host))
        .collect();
    if let Some(host) = far.first() {
        if !cfg!(feature = "tls") {
            return Err(refuse(&format!(
                "{host} is not this machine, and this build has no TLS (cargo feature `tls`)"
            )));
        }
        if !matches!(
            option("sslmode"),
            Some("require" | "verify-ca" | "verify-full")
        ) {
            return Err(refuse(&format!(
                "{host} is not this machine; add ?sslmode=verify-full (or verify-ca, require)"
            )));
        }
    }

    let mut checked = url.to_owned();
    for (name, value) in BOUNDS {
        if option(name).is_none() {
            checked.push(if checked.contains('?') { '&' } else { '?' });
            checked.push_str(name);
            checked.push('=');
            checked.push_str(value);
        }
    }
    Ok(checked)
}

/// A peer that vanished is noticed within about ten seconds, whoever is waiting for whom.
const BOUNDS: [(&str, &str); 6] = [
    ("application_name", "kes"),
    ("connect_timeout", "2"),
    ("tcp_user_timeout", "10000"),
    ("keepalives_idle", "5"),
    ("keepalives_interval", "2"),
    ("keepalives_count", "3"),
];

fn without_port(host: &str) -> &str {
    match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((address, _)) => address,
        None => host.split_once(':').map_or(host, |(name, _)| name),
    }
}

fn is_this_machine(host: &str) -> bool {
    host.starts_with('/')
        || host.starts_with('@')
        || host.eq_ignore_ascii_case("localhost")
        || host
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Percent-decoding, as libpq does it; what is no escape stays.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = |digit: u8| {
            char::from(digit)
                .to_digit(16)
                .and_then(|d| u8::try_from(d).ok())
        };
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                bytes.push(hex(*high).unwrap_or(0) << 4 | hex(*low).unwrap_or(0));
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_on_this_machine_need_no_tls() {
        for url in [
            "postgres://kes@localhost/kes",
            "postgres://kes:p%40ss@127.0.0.1:5433/kes",
            "postgresql://kes@127.3.2.1/kes?sslmode=disable",
            "postgres://kes@[::1]:5432/kes",
            "postgres://kes@/kes?host=/run/postgresql",
            "postgres://kes@%2Frun%2Fpostgresql/kes",
            "postgres://localhost:5432,127.0.0.1:5433/kes",
        ] {
            let checked = check(url).unwrap();
            assert!(
                checked.starts_with(url) && checked.contains("connect_timeout=2"),
                "{checked}"
            );
        }
    }

    #[test]
    fn an_address_elsewhere_is_refused_without_tls_naming_the_setting() {
        for url in [
            "postgres://kes@db.example.org/kes",
            "postgres://kes@10.0.0.7/kes?sslmode=prefer",
            "postgres://kes@10.0.0.7/kes?sslmode=disable",
            "postgres://kes@localhost/kes?host=db.example.org",
            "postgres://kes@localhost/kes?hostaddr=10.0.0.7",
            "postgres://kes@localhost/kes?host%61ddr=10.0.0.7",
            "postgres://localhost,db.example.org/kes",
            "postgres://kes@localhost.example.org/kes",
            "postgres://localhost@db.example.org/kes",
            "postgres:///kes",
            "postgres://kes@localhost/kes?service=elsewhere",
            "mysql://localhost/kes",
        ] {
            let refusal = check(url).unwrap_err().to_string();
            assert!(refusal.contains("DATABASE_URL"), "{refusal}");
        }
    }

    #[test]
    fn an_address_elsewhere_is_accepted_only_by_a_build_with_tls_and_a_strict_sslmode() {
        for mode in ["require", "verify-ca", "verify-full"] {
            let url = format!("postgres://kes@db.example.org/kes?sslmode={mode}");
            assert_eq!(check(&url).is_ok(), cfg!(feature = "tls"));
        }
    }

    #[test]
    fn bounds_that_the_operator_chose_are_kept() {
        let checked = check("postgres://localhost/kes?connect_timeout=7").unwrap();
        assert!(!checked.contains("connect_timeout=2"));
    }
}
