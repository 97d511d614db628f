//! Many callers at the same moment.

use std::{sync::Barrier, thread};

/// Calls `f` with 0 to `n - 1` on as many threads, all of which start at once; returns what each
/// returned, in the order of the numbers.
pub fn race<T: Send>(n: usize, f: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let (line, f) = (&Barrier::new(n), &f);
    let run = move |i| {
        line.wait();
        f(i)
    };
    thread::scope(|scope| {
        let runners: Vec<_> = (0..n).map(|i| scope.spawn(move || run(i))).collect();
        let ended: Vec<_> = runners.into_iter().map(|runner| runner.join()).collect();
        let results: Result<Vec<T>, _> = ended.into_iter().collect();
        results.unwrap_or_else(|cause| std::panic::resume_unwind(cause))
    })
}
