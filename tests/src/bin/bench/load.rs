//! The load: requests that were written beforehand, over sixteen connections that stay open,
//! from one thread, as pgbench does it.

use std::{
    cell::{Cell, RefCell},
    net::SocketAddr,
    rc::Rc,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::LocalSet,
};

use crate::Failure;

/// Connections, of the load and of pgbench.
pub const CONNECTIONS: usize = 16;

/// How fast it went.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Requests per second.
    pub rate: f64,
    /// Half took no longer.
    pub p50: Duration,
    /// 99 of 100 took no longer.
    pub p99: Duration,
}

impl Pace {
    /// Of what each request took, and all of them together.
    pub fn of(mut took: Vec<Duration>, all: Duration) -> Self {
        took.sort_unstable();
        let at = |percent: usize| {
            took.get(took.len() * percent / 100)
                .copied()
                .unwrap_or_default()
        };
        Self {
            rate: took.len() as f64 / all.as_secs_f64(),
            p50: at(50),
            p99: at(99),
        }
    }
}

/// Sends every request once and waits for its answer, which must have one of the statuses 2xx.
pub fn drive(address: SocketAddr, requests: Vec<Vec<u8>>) -> Result<Pace, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    let work = Rc::new(Work {
        requests,
        next: Cell::new(0),
        took: RefCell::default(),
    });
    let started = Instant::now();
    LocalSet::new().block_on(&runtime, async {
        let connections: Vec<_> = (0..CONNECTIONS)
            .map(|_| tokio::task::spawn_local(connection(address, work.clone())))
            .collect();
        for connection in connections {
            connection.await??;
        }
        Ok::<_, Failure>(())
    })?;
    let all = started.elapsed();
    let took = work.took.take();
    Ok(Pace::of(took, all))
}

struct Work {
    requests: Vec<Vec<u8>>,
    next: Cell<usize>,
    took: RefCell<Vec<Duration>>,
}

async fn connection(address: SocketAddr, work: Rc<Work>) -> Result<(), Failure> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(128 * 1024);
    loop {
        let number = work.next.get();
        work.next.set(number + 1);
        let Some(request) = work.requests.get(number) else {
            return Ok(());
        };
        let started = Instant::now();
        stream.write_all(request).await?;
        let status = answer(&mut stream, &mut buffer).await?;
        work.took.borrow_mut().push(started.elapsed());
        if !(200..300).contains(&status) {
            let (asked, said) = (
                String::from_utf8_lossy(request),
                String::from_utf8_lossy(&buffer),
            );
            let asked = asked.lines().next().unwrap_or_default();
            return Err(format!("{asked} was answered {said}").into());
        }
    }
}

/// Reads one answer to its end; its status.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<u16, Failure> {
    buffer.clear();
    let mut end = None;
    loop {
        if stream.read_buf(buffer).await? == 0 {
            return Err("the service closed a connection".into());
        }
        if end.is_none() {
            end = end_of(buffer)?;
        }
        if end.is_some_and(|end| buffer.len() >= end) {
            let status = buffer.get(9..12).and_then(|text| str::from_utf8(text).ok());
            return Ok(status.unwrap_or_default().parse()?);
        }
    }
}

/// Where the answer in the buffer ends, once its head is there.
fn end_of(buffer: &[u8]) -> Result<Option<usize>, Failure> {
    let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let lines = str::from_utf8(&buffer[..head])?.lines();
    let length = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .ok_or("an answer without Content-Length")?;
    Ok(Some(head + 4 + length.1.trim().parse::<usize>()?))
}
