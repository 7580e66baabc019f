//! What was measured, kept from run to run, and the table of it.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use super::{Client, Row, rows};
use crate::goal::{Goal, Verdict};
use crate::mission::Store;
use crate::{Failure, target};

/// The figures of one row with one client on one kind of broker.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Measured {
    gaps_ms: Vec<u64>,
    errors: Vec<String>,
}

impl Measured {
    pub(super) fn add(&mut self, gap: Duration, errors: Vec<String>) {
        self.gaps_ms
            .push(u64::try_from(gap.as_millis()).unwrap_or(u64::MAX));
        self.errors.extend(errors);
    }

    /// The one in the middle.
    #[must_use]
    pub fn median_ms(&self) -> Option<u64> {
        let mut sorted = self.gaps_ms.clone();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied()
    }

    /// The longest.
    #[must_use]
    pub fn worst_ms(&self) -> Option<u64> {
        self.gaps_ms.iter().max().copied()
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.gaps_ms.len()
    }

    /// The errors that reached the application.
    #[must_use]
    pub fn errors(&self) -> &[String] {
        &self.errors
    }
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Some(median), Some(worst)) = (self.median_ms(), self.worst_ms()) else {
            return f.write_str("not measured");
        };
        let count = self.gaps_ms.len();
        write!(f, "{median} ms, worst {worst} ms of {count}")?;
        match self.errors.len() {
            0 => Ok(()),
            errors => write!(f, ", {errors} errors reached the application"),
        }
    }
}

/// All that was measured so far on this machine, by row, client and kind.
#[derive(Clone, Debug)]
pub struct Results {
    store: Store,
    lines: Vec<(String, Measured)>,
}

impl Results {
    fn path(store: Store) -> PathBuf {
        target().join(match store {
            Store::Quorum => "failover.txt",
            Store::Zookeeper => "failover-zookeeper.txt",
        })
    }

    /// Where the same is told of clusters that are kept otherwise.
    fn other(&self) -> &'static str {
        match self.store {
            Store::Quorum => {
                "The same of clusters that are kept in ZooKeeper, beside a Kafka 3.9.1 there: [FAILOVER-zookeeper.md](FAILOVER-zookeeper.md)."
            }
            Store::Zookeeper => {
                "The same of clusters with a quorum of their own: [FAILOVER.md](FAILOVER.md)."
            }
        }
    }

    /// The name of the document, and what it says of the clusters.
    fn told(&self) -> (&'static str, &'static str, &'static str) {
        match self.store {
            Store::Quorum => ("Failover", "", "Kafka 4.3.1"),
            Store::Zookeeper => ("Failover in ZooKeeper", " --store zookeeper", "Kafka 3.9.1"),
        }
    }

    /// What earlier runs left.
    #[must_use]
    pub fn load(store: Store) -> Self {
        let text = std::fs::read_to_string(Self::path(store)).unwrap_or_default();
        let line = |line: &str| {
            let (key, rest) = line.split_once('\t')?;
            let (gaps, errors) = rest.split_once('\t')?;
            let gaps_ms = gaps.split(' ').filter_map(|gap| gap.parse().ok()).collect();
            let errors = errors.split('\u{1}').filter(|error| !error.is_empty());
            let errors = errors.map(str::to_owned).collect();
            Some((key.to_owned(), Measured { gaps_ms, errors }))
        };
        Self {
            store,
            lines: text.lines().filter_map(line).collect(),
        }
    }

    /// Takes in a row, in place of what was there, and keeps all of it; without a figure the row is empty again.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn put(&mut self, key: String, measured: Option<Measured>) -> Result<(), Failure> {
        self.lines.retain(|(known, _)| *known != key);
        self.lines.extend(measured.map(|measured| (key, measured)));
        let mut text = String::new();
        for (key, measured) in &self.lines {
            let gaps: Vec<String> = measured.gaps_ms.iter().map(u64::to_string).collect();
            let errors = measured.errors.join("\u{1}").replace(['\n', '\t'], " ");
            let _ = writeln!(text, "{key}\t{}\t{errors}", gaps.join(" "));
        }
        std::fs::write(Self::path(self.store), text).map_err(|error| error.to_string())
    }

    /// The key of a row.
    #[must_use]
    pub fn key(row: Row, client: Client, is_ours: bool) -> String {
        let kind = if is_ours { "highwater" } else { "kafka" };
        format!("{kind} {} {}", row.name(), client.name())
    }

    /// What is known of a row.
    #[must_use]
    pub fn get(&self, row: Row, client: Client, is_ours: bool) -> Option<&Measured> {
        let key = Self::key(row, client, is_ours);
        self.lines
            .iter()
            .find(|(known, _)| *known == key)
            .map(|(_, measured)| measured)
    }

    /// Whether a row reached its goal with the eager client.
    #[must_use]
    pub fn goal(&self, row: Row) -> Goal {
        let (median, worst) = row.goal(self.store);
        let times = row.repetitions();
        let mut goal = format!(
            "median < {} ms, worst of {times} < {} ms",
            median.as_millis(),
            worst.as_millis()
        );
        if row.is_silent() {
            goal.push_str(", no error");
        }
        let figure = format!("failover: {}", row.says());
        let Some(measured) = self.get(row, Client::Eager, true) else {
            return Goal::new(figure, goal, "not measured", Verdict::Missing);
        };
        let within = |found: Option<u64>, limit: Duration| {
            found.is_some_and(|found| Duration::from_millis(found) < limit)
        };
        let met = within(measured.median_ms(), median)
            && within(measured.worst_ms(), worst)
            && (!row.is_silent() || measured.errors.is_empty());
        let verdict = match (met, measured.count() < times) {
            (true, true) => Verdict::Missing,
            (met, _) => Verdict::of(met),
        };
        Goal::new(figure, goal, measured.to_string(), verdict)
    }

    /// A figure that stands beside ours and has no goal but to be there.
    #[must_use]
    pub fn reported(&self, row: Row, client: Client, is_ours: bool) -> Goal {
        let (_, _, kafka) = self.told();
        let kind = if is_ours { "Highwater" } else { kafka };
        let figure = format!("failover, {kind}, {} client: {}", client.name(), row.says());
        let (measured, verdict) = match self.get(row, client, is_ours) {
            Some(measured) => (measured.to_string(), Verdict::Met),
            None => ("not measured".to_owned(), Verdict::Missing),
        };
        Goal::new(figure, "reported", measured, verdict)
    }

    /// The table.
    #[must_use]
    pub fn document(&self, made: &str) -> String {
        let ((name, option, kafka), other) = (self.told(), self.other());
        let mut text = format!(
            "# {name}\n\nWritten by `cargo xtask failover{option}`: the longest time between two acknowledgements around a fault, as a \
             franz-go producer sees it that writes one record every 2 ms with acks=all to a partition with three replicas and \
             `min.insync.replicas=2`. Three nodes, each broker and controller, all other settings at each broker's defaults. *Eager*: \
             time-outs and pauses of the client as in `conformance/go/ride.go`; *default*: the client as it comes. Each figure is the \
             median and the worst of so many repetitions. Ours is the binary as it is released.\n\n{other}\n\n{made}\n\n\
             | fault | goal: median, worst | Highwater, eager | {kafka}, eager | Highwater, default | {kafka}, default |\n\
             |---|---|---|---|---|---|\n"
        );
        for row in rows(self.store) {
            let (median, worst) = row.goal(self.store);
            let cell = |client, ours| {
                let found = self.get(row, client, ours);
                found.map_or("–".to_owned(), ToString::to_string)
            };
            let _ = writeln!(
                text,
                "| {} | {} ms, {} ms | {} | {} | {} | {} |",
                row.says(),
                median.as_millis(),
                worst.as_millis(),
                cell(Client::Eager, true),
                cell(Client::Eager, false),
                cell(Client::Default, true),
                cell(Client::Default, false)
            );
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_worst_are_told() {
        let mut measured = Measured::default();
        for gap in [30, 10, 20] {
            measured.add(Duration::from_millis(gap), Vec::new());
        }
        assert_eq!(measured.to_string(), "20 ms, worst 30 ms of 3");
        measured.add(Duration::from_millis(5), vec!["lost".to_owned()]);
        assert!(measured.to_string().contains("1 errors reached"));
    }
}
