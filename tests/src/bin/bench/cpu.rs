//! The CPU time of processes, from `/proc`: in nanoseconds for what runs, in the kernel's ticks
//! for what has ended.

use std::{fs, time::Duration};

use crate::Failure;

/// What the kernel counts in, where it rounds.
const TICKS_PER_SECOND: u64 = 100;

/// Of one process, all its threads. Those that have ended are not counted; ours do not end.
pub fn of_process(pid: u32) -> Result<Duration, Failure> {
    let mut nanos = 0;
    for thread in fs::read_dir(format!("/proc/{pid}/task"))? {
        nanos += on_cpu(&thread?.path().join("schedstat").to_string_lossy()).unwrap_or_default();
    }
    Ok(Duration::from_nanos(nanos))
}

/// Of a process and its children, those that have ended too: a PostgreSQL server. Between two
/// looks it may seem to shrink by a tick, when a child that was counted exactly has ended.
pub fn of_family(pid: u32) -> Result<Duration, Failure> {
    let mut all = of_process(pid)? + ended_children(pid).unwrap_or_default();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let child = name.to_str().and_then(|name| name.parse().ok());
        if let Some(child) = child.filter(|child| parent(*child) == Some(pid)) {
            let nanos = on_cpu(&format!("/proc/{child}/schedstat"));
            all += Duration::from_nanos(nanos.unwrap_or_default());
        }
    }
    Ok(all)
}

/// The parent of a process.
pub fn parent(pid: u32) -> Option<u32> {
    fields(pid)?.get(1)?.parse().ok()
}

fn on_cpu(path: &str) -> Option<u64> {
    let text = fs::read_to_string(path).ok()?;
    text.split(' ').next()?.parse().ok()
}

fn ended_children(pid: u32) -> Option<Duration> {
    let fields = fields(pid)?;
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    let millis = (ticks(13)? + ticks(14)?) * 1000 / TICKS_PER_SECOND;
    Some(Duration::from_millis(millis))
}

/// The fields of `/proc/PID/stat` that follow the name.
fn fields(pid: u32) -> Option<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name, in brackets, may hold anything.
    let (_, rest) = text.rsplit_once(')')?;
    Some(rest.split_whitespace().map(str::to_owned).collect())
}
