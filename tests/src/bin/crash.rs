//! `make crash`: kills the service again and again while others write, and looks whether anything
//! it had promised is gone. See [`tests::crash`].

fn main() -> std::process::ExitCode {
    tests::crash::main()
}
