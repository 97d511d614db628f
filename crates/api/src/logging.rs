//! One JSON line per log record, on standard error. No bodies, tokens, names or identifiers:
//! what is logged is written where it happens, and never holds any.

use std::io::Write as _;

use serde_json::{Value, json};

/// Starts logging; `RUST_LOG` chooses what (default `info`).
pub fn init() {
    let environment = env_logger::Env::default().default_filter_or("info");
    let _ = env_logger::Builder::from_env(environment)
        .format(|out, record| {
            let text = record.args().to_string();
            // A request's line is an object already.
            let message = serde_json::from_str::<Value>(&text)
                .ok()
                .filter(Value::is_object)
                .unwrap_or(Value::String(text));
            let line = json!({
                "at": now(),
                "level": record.level().as_str(),
                "target": record.target(),
                "message": message,
            });
            writeln!(out, "{line}")
        })
        .try_init();
}

fn now() -> String {
    let clock = crate::cli::system_clock();
    clock().to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
