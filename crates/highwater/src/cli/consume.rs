//! `highwater consume`: records in, lines out.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write as _};
use std::thread;
use std::time::{Duration, Instant};

use super::Failure;
use super::arguments::ConsumeCommand;
use super::format::Format;
use super::output::Output;
use super::progress::Progress;
use super::stop::Stop;
use crate::client::{ClientError, Cluster, Fetched, Fetcher, Membership, OffsetSpec};

/// How long one look for records waits.
const WAIT: Duration = Duration::from_millis(250);
/// How often offsets are committed.
const COMMIT_INTERVAL: Duration = Duration::from_secs(1);

pub(crate) fn run(
    command: &ConsumeCommand,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    let format = match (&command.format, output.is_json()) {
        (Some(format), _) => Format::parse(format)?,
        (None, true) => Format::Json,
        (None, false) => Format::parse("%s\\n")?,
    };
    let start = match (&command.offset, command.from_beginning) {
        (Some(text), _) => offset(text)?,
        (None, true) => OffsetSpec::Earliest,
        (None, false) => OffsetSpec::Latest,
    };
    let mut reading = Reading {
        command,
        start,
        printer: Printer {
            topic: &command.topic,
            format,
            out: BufWriter::with_capacity(256 << 10, io::stdout()),
            records: 0,
            bytes: 0,
            max: command.max.unwrap_or(u64::MAX),
        },
        stop: Stop::listen(),
        progress: Progress::new("read"),
        last_record: Instant::now(),
        last_success: Instant::now(),
    };
    let outcome = match &command.group {
        Some(group) => reading.as_member(cluster, group),
        None => reading.alone(cluster),
    };
    reading
        .progress
        .finish(reading.printer.records, reading.printer.bytes);
    outcome
}

/// One run of the command.
struct Reading<'c> {
    command: &'c ConsumeCommand,
    start: OffsetSpec,
    printer: Printer<'c>,
    stop: Stop,
    progress: Progress,
    last_record: Instant,
    last_success: Instant,
}

/// Prints records and counts them.
struct Printer<'c> {
    topic: &'c str,
    format: Format,
    out: BufWriter<io::Stdout>,
    records: u64,
    bytes: u64,
    max: u64,
}

impl Reading<'_> {
    fn alone(&mut self, cluster: &mut Cluster) -> Result<(), Failure> {
        let count = cluster.find_topic(&self.command.topic, false)?;
        let all: Vec<i32> = (0..).take(count).collect();
        let partitions = chosen(&self.command.topic, &all, &self.command.partition)?;
        let from = cluster.offsets(&self.command.topic, &partitions, self.start)?;
        let mut fetcher = Fetcher::new(&self.command.topic, from, self.reset());
        let mut printed = fetcher.positions();
        while !self.is_over(&fetcher) {
            self.read_some(cluster, &mut fetcher, &mut printed)?;
        }
        Ok(())
    }

    fn as_member(&mut self, cluster: &mut Cluster, group: &str) -> Result<(), Failure> {
        cluster.find_topic(&self.command.topic, false)?;
        let mut membership = Membership::join(cluster, group, &self.command.topic)?;
        let mut fetcher = self.resume(cluster, group, &membership)?;
        let mut printed = fetcher.positions();
        let mut committed = Instant::now();
        let outcome = loop {
            if self.is_over(&fetcher) {
                break Ok(());
            }
            if let Err(failure) = self.read_some(cluster, &mut fetcher, &mut printed) {
                break Err(failure);
            }
            let mut is_member = membership.heartbeat(cluster)?;
            if is_member && committed.elapsed() >= COMMIT_INTERVAL {
                committed = Instant::now();
                is_member = membership.commit(cluster, &printed)?;
            }
            if !is_member {
                // While the group is being dealt out anew this generation may still commit.
                let _ = membership.commit(cluster, &printed);
                membership.rejoin(cluster)?;
                fetcher = self.resume(cluster, group, &membership)?;
                printed = fetcher.positions();
            }
        };
        // Records that were printed and not committed would come again; the first failure is the one to report.
        let commit = membership.commit(cluster, &printed);
        let leave = membership.leave(cluster);
        outcome?;
        commit?;
        Ok(leave?)
    }

    /// Reads the assigned partitions from where the group stands.
    fn resume(
        &self,
        cluster: &mut Cluster,
        group: &str,
        membership: &Membership,
    ) -> Result<Fetcher, Failure> {
        let topic = &self.command.topic;
        let mut committed = cluster.committed(group)?.remove(topic).unwrap_or_default();
        committed.retain(|partition, _| membership.assigned().contains(partition));
        let mut from = committed;
        let fresh: Vec<i32> = membership
            .assigned()
            .iter()
            .copied()
            .filter(|index| !from.contains_key(index))
            .collect();
        if !fresh.is_empty() {
            cluster.refresh(topic)?;
            from.extend(cluster.offsets(topic, &fresh, self.start)?);
        }
        Ok(Fetcher::new(topic, from, self.reset()))
    }

    /// Where to go on when an offset is out of range: a number that is out of range stays so.
    fn reset(&self) -> OffsetSpec {
        match self.start {
            OffsetSpec::Latest | OffsetSpec::BeforeEnd(_) => OffsetSpec::Latest,
            OffsetSpec::Earliest | OffsetSpec::AtTime(_) | OffsetSpec::At(_) => {
                OffsetSpec::Earliest
            }
        }
    }

    fn is_over(&self, fetcher: &Fetcher) -> bool {
        let timeout = self.command.timeout.map(Duration::from_secs_f64);
        self.stop.is_asked()
            || self.printer.is_full()
            || (self.command.exit_at_end && fetcher.is_at_end())
            || timeout.is_some_and(|timeout| self.last_record.elapsed() >= timeout)
    }

    fn read_some(
        &mut self,
        cluster: &mut Cluster,
        fetcher: &mut Fetcher,
        printed: &mut BTreeMap<i32, i64>,
    ) -> Result<(), Failure> {
        if fetcher.positions().is_empty() {
            thread::sleep(WAIT);
            return Ok(());
        }
        let wait = self
            .command
            .timeout
            .map_or(WAIT, |most| WAIT.min(Duration::from_secs_f64(most)));
        match fetcher.poll(cluster, wait) {
            Ok(fetched) => {
                self.last_success = Instant::now();
                if !fetched.is_empty() {
                    self.last_record = Instant::now();
                }
                let all = self.printer.print(&fetched, printed)?;
                if all {
                    *printed = fetcher.positions();
                }
                self.progress.show(self.printer.records, self.printer.bytes);
                Ok(())
            }
            Err(error) if self.may_pass(&error, cluster) => {
                thread::sleep(Duration::from_millis(100));
                // What cannot be asked now is asked again after the next failure.
                let _ = cluster.refresh(&self.command.topic);
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    fn may_pass(&self, error: &ClientError, cluster: &Cluster) -> bool {
        error.is_retriable() && self.last_success.elapsed() < cluster.timeout()
    }
}

impl Printer<'_> {
    fn is_full(&self) -> bool {
        self.records >= self.max
    }

    /// Prints records up to the most that is wanted, and notes what comes next. Returns whether all were printed.
    fn print(
        &mut self,
        fetched: &[Fetched],
        next: &mut BTreeMap<i32, i64>,
    ) -> Result<bool, Failure> {
        for read in fetched {
            if self.is_full() {
                self.out.flush()?;
                return Ok(false);
            }
            self.format.write(&mut self.out, self.topic, read)?;
            self.records += 1;
            self.bytes += read
                .record
                .value
                .as_ref()
                .map_or(0, |value| value.len() as u64);
            next.insert(read.partition, read.record.offset.0 + 1);
        }
        self.out.flush()?;
        Ok(true)
    }
}

/// Reads what an option says of an offset.
pub(crate) fn offset(text: &str) -> Result<OffsetSpec, Failure> {
    let number = |text: &str| text.parse::<i64>().ok().filter(|&number| number >= 0);
    let spec = match text {
        "earliest" | "beginning" => Some(OffsetSpec::Earliest),
        "latest" | "end" => Some(OffsetSpec::Latest),
        _ => match (text.strip_prefix('-'), text.strip_prefix('@')) {
            (Some(count), _) => number(count).map(OffsetSpec::BeforeEnd),
            (None, Some(time)) => number(time).map(OffsetSpec::AtTime),
            (None, None) => number(text).map(OffsetSpec::At),
        },
    };
    spec.ok_or_else(|| {
        Failure::usage(format!(
            "{text} is no offset: expected a number, earliest, latest, -N or @MILLISECONDS"
        ))
    })
}

/// The partitions that were asked for, all when none was; one that the topic lacks is an error.
pub(crate) fn chosen(topic: &str, all: &[i32], asked: &[i32]) -> Result<Vec<i32>, Failure> {
    match asked.iter().find(|index| !all.contains(index)) {
        Some(missing) => Err(Failure::usage(format!(
            "{topic} has no partition {missing}; it has {} partitions",
            all.len()
        ))),
        None if asked.is_empty() => Ok(all.to_vec()),
        None => Ok(asked.to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_numbers_words_or_distances() {
        assert_eq!(offset("7").expect("number"), OffsetSpec::At(7));
        assert_eq!(offset("-7").expect("distance"), OffsetSpec::BeforeEnd(7));
        assert_eq!(offset("@7").expect("time"), OffsetSpec::AtTime(7));
        assert_eq!(offset("end").expect("word"), OffsetSpec::Latest);
        assert!(offset("--7").is_err() && offset("").is_err() && offset("x").is_err());
    }
}
