//! The CPU time of processes, from `/proc`.

use std::{fs, time::Duration};

use crate::Failure;

/// What the kernel counts in.
const TICKS_PER_SECOND: u64 = 100;

struct Stat {
    parent: u32,
    own: u64,
    /// Of children that have ended and were waited for.
    ended: u64,
}

fn stat(pid: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name, in brackets, may hold anything.
    let (_, rest) = text.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
    Some(Stat {
        parent: u32::try_from(ticks(1)?).ok()?,
        own: ticks(11)? + ticks(12)?,
        ended: ticks(13)? + ticks(14)?,
    })
}

const fn duration(ticks: u64) -> Duration {
    Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND)
}

/// Of one process, all its threads.
pub fn of_process(pid: u32) -> Result<Duration, Failure> {
    let stat = stat(pid).ok_or_else(|| format!("process {pid} is gone"))?;
    Ok(duration(stat.own))
}

/// Of a process and its children, those that have ended too: a PostgreSQL server.
pub fn of_family(pid: u32) -> Result<Duration, Failure> {
    let mut ticks = stat(pid).map_or(0, |stat| stat.own + stat.ended);
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let child = name.to_str().and_then(|name| name.parse().ok());
        let stat = child.and_then(stat).filter(|stat| stat.parent == pid);
        ticks += stat.map_or(0, |stat| stat.own);
    }
    Ok(duration(ticks))
}

/// The parent of a process.
pub fn parent(pid: u32) -> Option<u32> {
    stat(pid).map(|stat| stat.parent)
}
