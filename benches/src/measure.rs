//! What the system says about a process.

use conformance::Failure;

/// Processor time that a process has used, in seconds: its own and the system's for it.
pub(crate) fn processor_seconds(process: u32) -> Result<f64, Failure> {
    let text = read(&format!("/proc/{process}/stat"))?;
    // The name may hold anything, also spaces: fields are counted from its closing bracket.
    let fields: Vec<&str> = text
        .rsplit_once(')')
        .map(|(_, rest)| rest.split_whitespace().collect())
        .unwrap_or_default();
    let ticks = |at: usize| {
        let field = fields.get(at).and_then(|field| field.parse::<f64>().ok());
        field.ok_or_else(|| format!("/proc/{process}/stat has no field {at}"))
    };
    let per_second = rustix::param::clock_ticks_per_second() as f64;
    Ok((ticks(11)? + ticks(12)?) / per_second)
}

/// Resident memory of a process, in megabytes of 1,000,000 bytes.
pub(crate) fn resident_megabytes(process: u32) -> Result<f64, Failure> {
    let text = read(&format!("/proc/{process}/status"))?;
    let kilobytes = text
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse::<f64>().ok());
    kilobytes
        .map(|kilobytes| kilobytes * 1024.0 / 1e6)
        .ok_or_else(|| format!("/proc/{process}/status has no VmRSS"))
}

/// The machine in one line.
pub(crate) fn machine() -> String {
    let processor = read("/proc/cpuinfo").unwrap_or_default();
    let model = processor
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split_once(':'))
        .map_or("unknown processor", |(_, name)| name.trim())
        .to_owned();
    let processors = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = read("/proc/meminfo").unwrap_or_default();
    let kilobytes = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse::<u64>().ok())
        .unwrap_or(0);
    let system = read("/proc/sys/kernel/osrelease").unwrap_or_default();
    let gigabytes = kilobytes / 1_000_000;
    format!(
        "{processors} processors ({model}), {gigabytes} GB of memory, Linux {}",
        system.trim()
    )
}

/// How busy the machine is: the load averages over 1, 5 and 15 minutes.
pub(crate) fn load() -> String {
    let text = read("/proc/loadavg").unwrap_or_default();
    text.split_whitespace()
        .take(3)
        .collect::<Vec<_>>()
        .join(" ")
}

fn read(path: &str) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))
}
