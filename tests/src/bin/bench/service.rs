//! The release build of `kes`, serving one of the databases.

use std::{
    fs::File,
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use crate::Failure;

/// The issuer of every token.
pub const ISSUER: &str = "https://bench.invalid";

/// The program and where it works.
#[derive(Clone)]
pub struct Kes {
    /// The binary.
    pub program: PathBuf,
    /// The key file.
    pub keys: PathBuf,
    /// A folder for logs.
    pub folder: PathBuf,
}

impl Kes {
    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Result<(), Failure> {
        let done = Command::new(&self.program).args(arguments).output()?;
        if done.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&done.stderr);
        Err(format!("kes {}: {said}", arguments.join(" ")).into())
    }

    /// Makes the key file.
    pub fn make_keys(&self) -> Result<(), Failure> {
        self.run(&["keys", "--keys", path(&self.keys)?, "generate"])
    }

    /// Serves a database; its log goes to a file, as under a service manager.
    pub fn serve(&self, url: &str, name: &str) -> Result<Service, Failure> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = self.folder.join(format!("{name}.log"));
        let process = Command::new(&self.program)
            .args(["serve", "--database-url", url])
            .args(["--keys", path(&self.keys)?])
            .args(["--attachments", path(&self.folder.join("attachments"))?])
            .args(["--listen", &address.to_string(), "--public-url", ISSUER])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()?;
        let mut service = Service { process, address };
        for _ in 0..300 {
            if TcpStream::connect(address).is_ok() {
                return Ok(service);
            }
            if service.process.try_wait()?.is_some() {
                break;
            }
            thread::sleep(Duration::from_millis(100));
        }
        Err(format!("kes does not serve; see {}", log.display()).into())
    }
}

/// A running service; it ends with this value.
pub struct Service {
    process: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Service {
    /// The process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Ends it in order, so that everything is written.
    pub fn stop(mut self) -> Result<(), Failure> {
        let pid = self.pid().to_string();
        Command::new("kill").args(["-TERM", &pid]).status()?;
        self.process.wait()?;
        Ok(())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It has ended already, or the bench failed and its data are thrown away.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn path(path: &Path) -> Result<&str, Failure> {
    path.to_str()
        .ok_or_else(|| "a path that is not UTF-8".into())
}
