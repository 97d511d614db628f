//! The `kes` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    match api::cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            use std::io::Write as _;
            let _ = writeln!(std::io::stderr(), "kes: {cause}");
            ExitCode::FAILURE
        }
    }
}
