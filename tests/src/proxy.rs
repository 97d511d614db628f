//! A network that loses answers: it passes requests on, waits for the whole answer, by which time
//! all is committed, and then closes the connection without it. It can also refuse by itself, like
//! a proxy whose service is busy.

use std::{
    collections::HashMap,
    io::{Read, Result, Write},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    thread::{JoinHandle, spawn},
    time::Duration,
};

/// What becomes of an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It arrives.
    Arrives,
    /// Nothing of it arrives.
    Lost,
    /// Half of it arrives.
    Torn,
    /// The service is not asked; this status comes instead, with `Retry-After: 1`.
    Refused(u16),
}

/// Decides over the answer to a request by its idempotency key (empty where there is none) and
/// how often that was sent before.
type Decide = dyn Fn(&str, usize) -> Fate + Send + Sync;

/// The proxy. It serves until it is dropped.
pub struct Proxy {
    /// Where it listens.
    pub address: SocketAddr,
    inside: Arc<Inside>,
    door: Option<JoinHandle<()>>,
}

struct Inside {
    to: SocketAddr,
    decide: Box<Decide>,
    sent: Mutex<HashMap<String, usize>>,
    lost: AtomicUsize,
    closing: AtomicBool,
}

impl Proxy {
    /// A proxy in front of the service at `to`.
    #[must_use]
    pub fn start(
        to: SocketAddr,
        decide: impl Fn(&str, usize) -> Fate + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let inside = Arc::new(Inside {
            to,
            decide: Box::new(decide),
            sent: Mutex::default(),
            lost: AtomicUsize::default(),
            closing: AtomicBool::default(),
        });
        let shared = Arc::clone(&inside);
        let door = spawn(move || {
            for client in listener.incoming().flatten() {
                if shared.closing.load(SeqCst) {
                    return;
                }
                let shared = Arc::clone(&shared);
                // A client that goes away is its own affair.
                spawn(move || shared.carry(client));
            }
        });
        Self {
            address,
            inside,
            door: Some(door),
        }
    }

    /// How many answers did not arrive.
    #[must_use]
    pub fn lost(&self) -> usize {
        self.inside.lost.load(SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.inside.closing.store(true, SeqCst);
        // One more knock at the door, so that it looks.
        let _ = TcpStream::connect(self.address);
        if let Some(door) = self.door.take() {
            let _ = door.join();
        }
    }
}

impl Inside {
    /// One request and its answer.
    fn carry(&self, mut client: TcpStream) -> Result<()> {
        client.set_read_timeout(Some(Duration::from_secs(30)))?;
        let (head, body) = read_request(&mut client)?;
        let fate = self.decide(&head);
        if let Fate::Refused(status) = fate {
            write!(
                client,
                "HTTP/1.1 {status} Busy\r\nretry-after: 1\r\ncontent-length: 0\r\n\
                 connection: close\r\n\r\n"
            )?;
            return client.shutdown(Shutdown::Both);
        }
        let mut server = TcpStream::connect(self.to)?;
        server.set_read_timeout(Some(Duration::from_secs(30)))?;
        // One answer to a connection: its end is the end of the answer.
        let (first, rest) = head.split_once("\r\n").unwrap_or((&head, ""));
        let kept: Vec<_> = rest
            .split("\r\n")
            .filter(|line| !line.to_ascii_lowercase().starts_with("connection:"))
            .collect();
        write!(
            server,
            "{first}\r\nconnection: close\r\n{}",
            kept.join("\r\n")
        )?;
        server.write_all(&body)?;
        let mut answer = Vec::new();
        server.read_to_end(&mut answer)?;
        if fate != Fate::Arrives {
            self.lost.fetch_add(1, SeqCst);
        }
        match fate {
            Fate::Arrives => client.write_all(&answer)?,
            Fate::Torn => client.write_all(&answer[..answer.len() / 2])?,
            Fate::Lost | Fate::Refused(_) => {}
        }
        client.shutdown(Shutdown::Both)
    }

    fn decide(&self, head: &str) -> Fate {
        let key = value(head, "idempotency-key")
            .unwrap_or_default()
            .to_owned();
        let mut sent = self.sent.lock().unwrap();
        let times = sent.entry(key.clone()).or_default();
        let fate = (self.decide)(&key, *times);
        *times += 1;
        fate
    }
}

/// Head (with the empty line at its end) and body of a request, as they were sent.
fn read_request(client: &mut TcpStream) -> Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end + 4]).into_owned();
            if is_whole(&head, &bytes[end + 4..]) {
                return Ok((head, bytes.split_off(end + 4)));
            }
        }
        let read = client.read(&mut part)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&part[..read]);
    }
}

/// Whether a body is there to its end: as long as the head says, or with the last of its chunks.
fn is_whole(head: &str, body: &[u8]) -> bool {
    match value(head, "content-length") {
        Some(length) => length
            .parse()
            .is_ok_and(|length: usize| body.len() >= length),
        None => value(head, "transfer-encoding").is_none() || body.ends_with(b"0\r\n\r\n"),
    }
}

/// The value of a header.
fn value<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}
