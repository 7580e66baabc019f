//! What cases have shown so far, kept from run to run, and the table of it.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::cases::{CASES, Hurt, Setup, Who};
use super::{Break, Case};
use crate::brokers::Kind;
use crate::goal::{Goal, Verdict};
use crate::{Failure, target};

/// What one case, or one check of the checker, has shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// Whether it holds; missing where the machine cannot do it.
    pub verdict: Verdict,
    /// What was seen, or what is wrong.
    pub seen: String,
}

/// All that was shown on this machine, by kind and name.
#[derive(Clone, Debug, Default)]
pub struct Results {
    lines: Vec<(String, Shown)>,
}

impl Results {
    fn path() -> PathBuf {
        target().join("chaos.txt")
    }

    /// What earlier runs left.
    #[must_use]
    pub fn load() -> Self {
        let text = std::fs::read_to_string(Self::path()).unwrap_or_default();
        let line = |line: &str| {
            let (key, rest) = line.split_once('\t')?;
            let (verdict, seen) = rest.split_once('\t')?;
            let verdict = match verdict {
                "met" => Verdict::Met,
                "missed" => Verdict::Missed,
                _ => Verdict::Missing,
            };
            let seen = seen.to_owned();
            Some((key.to_owned(), Shown { verdict, seen }))
        };
        Self {
            lines: text.lines().filter_map(line).collect(),
        }
    }

    /// Takes in a result, in place of what was there, and keeps all of it.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn put(&mut self, key: String, shown: Shown) -> Result<(), Failure> {
        self.lines.retain(|(known, _)| *known != key);
        self.lines.push((key, shown));
        let mut text = String::new();
        for (key, shown) in &self.lines {
            let seen = shown.seen.replace(['\n', '\t'], " ");
            let _ = writeln!(text, "{key}\t{}\t{seen}", shown.verdict);
        }
        std::fs::write(Self::path(), text).map_err(|error| error.to_string())
    }

    /// The key of a case or a break.
    #[must_use]
    pub fn key(kind: &Kind, name: &str) -> String {
        let kind = if kind.is_ours() { "highwater" } else { "kafka" };
        format!("{kind} {name}")
    }

    fn get(&self, key: &str) -> Option<&Shown> {
        let found = self.lines.iter().find(|(known, _)| known == key);
        found.map(|(_, shown)| shown)
    }

    /// The goal of one case.
    #[must_use]
    pub fn goal(&self, kind: &Kind, case: &Case) -> Goal {
        self.goal_of(
            kind,
            case.name,
            "nothing acknowledged is lost, no anomaly, replicas equal, 95 % of the load in every second that counts",
        )
    }

    /// The goal of one check of the checker.
    #[must_use]
    pub fn goal_of_break(&self, kind: &Kind, planted: Break) -> Goal {
        self.goal_of(kind, planted.name(), "it is seen")
    }

    fn goal_of(&self, kind: &Kind, name: &str, must: &str) -> Goal {
        let figure = format!("chaos: {name}");
        match self.get(&Self::key(kind, name)) {
            None => Goal::new(figure, must, "not run", Verdict::Missing),
            Some(shown) => Goal::new(figure, must, &shown.seen, shown.verdict),
        }
    }

    /// The document.
    #[must_use]
    pub fn document(&self, made: &str) -> String {
        let mut text = format!("{HEAD}\n{made}\n\n");
        text.push_str("| what is planted | seen by the checks |\n|---|---|\n");
        for planted in Break::ALL {
            let shown = self.cell("highwater", planted.name());
            let _ = writeln!(text, "| {} | {shown} |", planted.says());
        }
        text.push_str("\n| case | what happens | Highwater | Kafka 4.3.1 |\n|---|---|---|---|\n");
        for case in CASES {
            let _ = writeln!(
                text,
                "| `{}` | {} | {} | {} |",
                case.name,
                says(case),
                self.cell("highwater", case.name),
                self.cell("kafka", case.name)
            );
        }
        text
    }

    fn cell(&self, kind: &str, name: &str) -> String {
        let Some(shown) = self.get(&format!("{kind} {name}")) else {
            return "–".to_owned();
        };
        let seen: String = shown.seen.replace('|', "/").chars().take(400).collect();
        match shown.verdict {
            Verdict::Met => seen,
            Verdict::Missed => format!("**missed**: {seen}"),
            Verdict::Missing => format!("not shown: {seen}"),
        }
    }
}

const HEAD: &str = "# Chaos\n
Written by `cargo xtask conformance chaos --all`. Three nodes, each broker and controller, in network namespaces of their own;
one topic of three partitions, three replicas and `min.insync.replicas=2`, all led by one node. franz-go, Java and librdkafka
write records of 1,000 bytes with acks=all at a rate that nothing slows down (told, or half of the most that they reach, flushed
where the case has it so), and read all of them; two members of a group read and commit. The faults last eight seconds. Then
everything has to heal: all replicas in sync and the same bytes. What the clients were told is judged by the room `history`,
with a last reading of everything. Every second must deliver 95 % of what is offered in it, but for five seconds after a fault
begins and after it ends; where nothing can be acknowledged while a fault lasts (*outage*), all of it is excepted. Cuts are
rules of a router between the namespaces, which drops packets silently. Full disks are file systems of 2 GB of their own in
memory. Flushes fail and are slow by a library that is preloaded (`conformance/native/disk.c`), clocks are set by libfaketime,
for one process each.
";

fn part(who: Who) -> &'static str {
    match who {
        Who::Leader => "the leader",
        Who::Follower => "a follower",
        Who::Other => "the other follower",
    }
}

/// What a case does, in words.
fn says(case: &Case) -> String {
    let mut text = String::new();
    for step in case.steps {
        let who = part(step.who);
        let what = match step.hurt {
            Hurt::Kill => format!("{who} is killed with -9"),
            Hurt::Restart => format!("{who} is killed with -9 and started at once"),
            Hurt::Stop => format!("{who} is stopped in order"),
            Hurt::Pause => format!("{who} is paused"),
            Hurt::Isolate => format!("{who} is cut off from everybody"),
            Hurt::Mute => format!("all that {who} sends is lost"),
            Hurt::Deafen => format!("all that is sent to {who} is lost"),
            Hurt::CutFrom(other) => {
                format!("{who} and {} are cut off from each other", part(other))
            }
            Hurt::LoseTo(other) => format!("what {who} sends to {} is lost", part(other)),
            Hurt::FillDisk => format!("the disk of {who} is full"),
            Hurt::FailFlushes => format!("flushes of {who}'s partitions fail with EIO"),
            Hurt::SlowFlushes(ms) => format!("flushes of {who} take {ms} ms longer"),
            Hurt::Clock(offset) => format!("the clock of {who} jumps by {offset}"),
            Hurt::Damage => {
                format!("a byte of the oldest segment of each partition of {who} changes")
            }
            Hurt::KillEnsembleLeader => "the leading ZooKeeper server is killed with -9".to_owned(),
            Hurt::KillEnsemble => "all three ZooKeeper servers are killed with -9".to_owned(),
        };
        if step.tenths > 0 {
            let _ = write!(text, "; {}.{} s later ", step.tenths / 10, step.tenths % 10);
        } else if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(&what);
    }
    let _ = write!(text, "; {} is the active controller", part(case.controller));
    match case.setup {
        Setup::Flushed | Setup::TwoDisks => text.push_str("; `flush.messages=1`"),
        Setup::SmallSegments => text.push_str("; segments of 1 MiB"),
        Setup::OwnClocks => text.push_str("; segments of 1 MiB, a retention of an hour"),
        Setup::Plain | Setup::SmallDisks => {}
    }
    if case.setup == Setup::TwoDisks {
        text.push_str(", metadata on another disk");
    }
    if case.ensemble {
        text.push_str("; kept in three ZooKeeper servers");
    }
    if case.outage {
        text.push_str(" (outage)");
    }
    text
}
