//! What the system tells of this process, under the names that all Prometheus clients use.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use metrics::{Exposition, metric};

/// Linux counts the processor time of processes in hundredths of a second, whatever its clock does.
const TICKS_PER_SECOND: f64 = 100.0;

/// This process.
pub(crate) struct Process {
    /// In seconds of 1970.
    begun: f64,
}

impl Process {
    /// It begins now, near enough.
    pub(crate) fn begun_now() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Self {
            begun: since.map_or(0.0, |since| since.as_secs_f64()),
        }
    }

    /// Writes down what can be found out; what cannot is left out.
    pub(crate) fn expose(&self, text: &mut Exposition) {
        text.value(&metric::START_TIME, self.begun);
        let read = |name: &str| fs::read_to_string(format!("/proc/self/{name}")).ok();
        if let Some(seconds) = read("stat").as_deref().and_then(cpu_seconds) {
            text.value(&metric::CPU_SECONDS, seconds);
        }
        if let Some(bytes) = read("status").as_deref().and_then(resident_bytes) {
            text.value(&metric::RESIDENT_BYTES, bytes);
        }
        if let Ok(files) = fs::read_dir("/proc/self/fd") {
            text.value(&metric::OPEN_FILES, files.count());
        }
        if let Some(files) = read("limits").as_deref().and_then(open_files_max) {
            text.value(&metric::OPEN_FILES_MAX, files);
        }
    }
}

/// User and system time, the 14th and 15th word of `stat`. The second is the name in brackets, which may have blanks.
fn cpu_seconds(stat: &str) -> Option<f64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut words = rest.split_whitespace().skip(11);
    let user: f64 = words.next()?.parse().ok()?;
    let system: f64 = words.next()?.parse().ok()?;
    Some((user + system) / TICKS_PER_SECOND)
}

fn resident_bytes(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
}

fn open_files_max(limits: &str) -> Option<u64> {
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_where_linux_writes_them() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194560 9 0 0 0 150 50 0 0 20 0 1 0 5 0 0";
        assert_eq!(cpu_seconds(stat), Some(2.0));
        assert_eq!(cpu_seconds("7"), None);
        let status = "Name:\thighwater\nVmRSS:\t  2048 kB\n";
        assert_eq!(resident_bytes(status), Some(2 << 20));
        let limits =
            "Limit  Soft Limit  Hard Limit  Units\nMax open files   20000   20000   files\n";
        assert_eq!(open_files_max(limits), Some(20_000));
    }

    #[test]
    fn this_process_has_them_all() {
        let mut text = Exposition::default();
        Process::begun_now().expose(&mut text);
        let text = text.finish();
        assert_eq!(text.matches("# TYPE process_").count(), 5, "{text}");
    }
}
