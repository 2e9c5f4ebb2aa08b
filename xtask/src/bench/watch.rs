//! A program watched while it runs. Enters: a command. Leaves: how long it took and the most memory it held.

use crate::failure::Failure;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often the kernel is asked. Short runs are over before that and have no figure of memory.
const PAUSE: Duration = Duration::from_millis(20);

/// What was seen.
pub(super) struct Watched {
    /// From start to end.
    pub(super) time: Duration,
    /// The peak of the resident set (`VmHWM`, proc(5)); `None` outside Linux.
    pub(super) peak_bytes: Option<u64>,
}

/// Runs it to its end; a failure where it does not succeed.
pub(super) fn watched(command: &mut Command) -> Result<Watched, Failure> {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).spawn().map_err(Failure::during(format!("{command:?}")))?;
    let id = child.id();
    // The kernel keeps no status of an ended process, so it is asked all along; the peak only ever rises.
    let (over, ended) = std::sync::mpsc::channel::<()>();
    let (status, time, peak_bytes) = std::thread::scope(|scope| {
        let asker = scope.spawn(move || {
            let mut peak = peak_of(id);
            while ended.recv_timeout(PAUSE) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                peak = peak_of(id).max(peak);
            }
            peak
        });
        let status = child.wait();
        let time = start.elapsed();
        drop(over);
        (status, time, asker.join().ok().flatten())
    });
    let status = status.map_err(Failure::during(format!("{command:?}")))?;
    if !status.success() {
        return Err(Failure::new(format!("{command:?}: {status}")));
    }
    Ok(Watched { time, peak_bytes })
}

/// The most memory that a running process has held.
pub(super) fn peak_of(id: u32) -> Option<u64> {
    peak_told(&fs::read_to_string(format!("/proc/{id}/status")).ok()?)
}

/// The line `VmHWM:  1234 kB` of proc(5), in bytes.
fn peak_told(status: &str) -> Option<u64> {
    let told = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    told.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib * 1024)
}

/// The processor time that a running process has used; `None` outside Linux.
pub(super) fn cpu_time_of(id: u32) -> Option<Duration> {
    cpu_time_told(&fs::read_to_string(format!("/proc/{id}/stat")).ok()?)
}

/// The fields `utime` and `stime` of proc(5), in hundredths of a second, which is what Linux tells programs (`USER_HZ`).
fn cpu_time_told(stat: &str) -> Option<Duration> {
    // The second field is a name in brackets, which may have blanks in it.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let ticks = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    Some(Duration::from_millis(10 * ticks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_read_from_the_kernels_words() {
        assert_eq!(peak_told("Name:\tx\nVmPeak:\t 9 kB\nVmHWM:\t  1234 kB\n"), Some(1_263_616));
        assert_eq!(peak_told("Name:\tx\n"), None);
    }

    #[test]
    fn processor_time_is_read_from_the_kernels_words() {
        let stat = "7 (a (b) c) S 1 7 7 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 4 0 100 0 0";
        assert_eq!(cpu_time_told(stat), Some(Duration::from_secs(3)));
        assert_eq!(cpu_time_told("7 (a) S"), None);
    }

    #[test]
    fn a_program_that_fails_is_a_failure() {
        let mut command = Command::new(std::env::current_exe().expect("this test has a file"));
        assert!(
            watched(command.arg("--no-such-option").stderr(Stdio::null()).stdout(Stdio::null())).is_err()
        );
    }
}
