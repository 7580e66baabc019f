//! A client that writes at a steady pace while things break, and what became of its records.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ChildStdin;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::Failure;
use crate::cluster::until;
use crate::process::{Run, Running};

/// Longest wait until the first records are acknowledged.
const BEGIN_LIMIT: Duration = Duration::from_secs(60);
/// Longest wait for a rider's end after its input ended.
const END_LIMIT: Duration = Duration::from_secs(120);

/// One acknowledged record; times are microseconds of this machine's clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ack {
    /// Its number in the order of sending, which is its value.
    pub sequence: u64,
    /// The offset that the broker told; negative where it tells none.
    pub offset: i64,
    /// When it was handed to the client.
    pub sent_us: u64,
    /// When the application was told.
    pub acked_us: u64,
}

/// What became of all records.
#[derive(Clone, Debug, Default)]
pub struct Ridden {
    /// In the order of the acknowledgements.
    pub acks: Vec<Ack>,
    /// The records that were read, in order.
    pub reads: Vec<u64>,
    /// What reached the application as an error.
    pub errors: Vec<String>,
    /// How many were sent; none where the client did not come to its end.
    pub sent: Option<u64>,
}

impl Ridden {
    /// Reads what a rider printed.
    #[must_use]
    pub fn parse(printed: &str) -> Self {
        let mut ridden = Self::default();
        for line in printed.lines() {
            let mut words = line.split(' ');
            let (kind, mut numbers) = (words.next(), words.map(str::parse::<i64>));
            let mut number = || numbers.next().and_then(Result::ok).unwrap_or(-1);
            let unsigned = |number: i64| u64::try_from(number).unwrap_or(0);
            match kind {
                Some("A") => ridden.acks.push(Ack {
                    sequence: unsigned(number()),
                    offset: number(),
                    sent_us: unsigned(number()),
                    acked_us: unsigned(number()),
                }),
                Some("R") => ridden.reads.push(unsigned(number())),
                Some("E") => ridden.errors.push(line.chars().skip(2).collect()),
                Some("DONE") => ridden.sent = Some(unsigned(number())),
                _ => {}
            }
        }
        ridden
    }

    /// The longest time between two acknowledgements of which the later came at `from_us` or after.
    #[must_use]
    pub fn longest_gap(&self, from_us: u64) -> Option<Duration> {
        let mut times: Vec<u64> = self.acks.iter().map(|ack| ack.acked_us).collect();
        times.sort_unstable();
        let pairs = times.iter().zip(times.iter().skip(1));
        let gaps = pairs.filter(|(_, later)| **later >= from_us);
        gaps.map(|(one, later)| Duration::from_micros(later - one))
            .max()
    }

    /// Holds what was read, in order, against what was acknowledged.
    ///
    /// # Errors
    /// An acknowledged record is missing, or one came twice, or out of order.
    pub fn compare(&self, read: &[u64]) -> Result<(), Failure> {
        let mut times: BTreeMap<u64, usize> = BTreeMap::new();
        for sequence in read {
            *times.entry(*sequence).or_default() += 1;
        }
        let missing = self
            .acks
            .iter()
            .filter(|ack| !times.contains_key(&ack.sequence));
        let missing: Vec<u64> = missing.map(|ack| ack.sequence).collect();
        if let Some(first) = missing.first() {
            let count = missing.len();
            return Err(format!(
                "{count} acknowledged records are missing, the first is {first}"
            ));
        }
        if let Some((sequence, count)) = times.iter().find(|(_, count)| **count > 1) {
            return Err(format!("record {sequence} is there {count} times"));
        }
        let pairs = read.iter().zip(read.iter().skip(1));
        if let Some((one, later)) = pairs.clone().find(|(one, later)| one > later) {
            return Err(format!("record {later} comes after {one}"));
        }
        Ok(())
    }
}

/// A rider on its way.
#[derive(Debug)]
pub struct Rider {
    running: Running,
    input: Option<ChildStdin>,
    log: PathBuf,
}

impl Rider {
    /// Starts the client program `run`, which prints to `log`.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start(run: Run, log: &Path) -> Result<Self, Failure> {
        let (running, input) = run.start_fed(log)?;
        Ok(Self {
            running,
            input: Some(input),
            log: log.to_owned(),
        })
    }

    /// What became of the records so far.
    #[must_use]
    pub fn so_far(&self) -> Ridden {
        let bytes = std::fs::read(&self.log).unwrap_or_default();
        Ridden::parse(&String::from_utf8_lossy(&bytes))
    }

    /// Waits until `count` more records are acknowledged than now.
    ///
    /// # Errors
    /// It takes too long, or the client has ended.
    pub fn acknowledged_more(&mut self, count: usize) -> Result<(), Failure> {
        let before = self.so_far().acks.len();
        until(BEGIN_LIMIT, "more records are acknowledged", || {
            if !self.running.is_alive() {
                let log = self.running.log_text();
                let end: String = log.lines().take(3).collect::<Vec<_>>().join(" | ");
                return Err(format!(
                    "the client has ended: {}",
                    end.chars().take(300).collect::<String>()
                ));
            }
            let now = self.so_far();
            if let Some(error) = now.errors.first() {
                return Err(format!("an error reached the application: {error}"));
            }
            Ok((now.acks.len() >= before + count).then_some(()))
        })
    }

    /// Ends its input and waits for its end.
    ///
    /// # Errors
    /// It does not come to its end.
    pub fn finish(mut self) -> Result<Ridden, Failure> {
        drop(self.input.take());
        let code = self.running.wait(END_LIMIT);
        let ridden = self.so_far();
        match (code, ridden.sent) {
            (Some(0), Some(_)) => Ok(ridden),
            (code, _) => {
                let log = self.running.log_text();
                let last: Vec<&str> = log.lines().rev().take(3).collect();
                Err(format!(
                    "the client ended with {code:?}: {}",
                    last.join(" | ")
                ))
            }
        }
    }
}

/// The time of this machine's clock in microseconds, as riders print it.
#[must_use]
pub fn now_us() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_losses_and_repeats_are_seen() {
        let ridden = Ridden::parse(
            "A 0 0 10 20\nA 1 1 20 30\nE producer: x y\nA 2 2 30 1030\nR 0\nDONE 4 3 1\n",
        );
        assert_eq!(ridden.longest_gap(25), Some(Duration::from_millis(1)));
        assert_eq!(ridden.errors, ["producer: x y"]);
        assert_eq!(
            (ridden.sent, ridden.reads.as_slice()),
            (Some(4), [0].as_slice())
        );
        assert!(ridden.compare(&[0, 1, 2, 3]).is_ok());
        assert!(ridden.compare(&[0, 1]).unwrap_err().contains("missing"));
        assert!(
            ridden
                .compare(&[0, 1, 1, 2])
                .unwrap_err()
                .contains("2 times")
        );
        assert!(ridden.compare(&[1, 0, 2]).unwrap_err().contains("after"));
    }
}
