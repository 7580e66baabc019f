//! `cargo xtask conformance main-job`: real text through three brokers over minutes of kills, stops and pauses.

use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use conformance::brokers::{Kind, released};
use conformance::checks::Clients;
use conformance::goal::Verdict;
use conformance::mission::Store;
use conformance::{main_job, root, tools};

use super::today;

const USAGE: &str =
    "usage: cargo xtask conformance main-job [--store quorum|zookeeper] [--only-kafka] [--seconds N] [--rate BYTES_PER_SECOND]
without a rate it measures the fastest one and offers half of it";

/// Where ours is written down, how it was asked for, and what is hurt beside the brokers.
fn told(store: Store) -> (&'static str, &'static str, &'static str) {
    match store {
        Store::Quorum => ("docs/MAIN-JOB.md", "", ""),
        Store::Zookeeper => (
            "docs/MAIN-JOB-zookeeper.md",
            " --store zookeeper",
            ", as are the servers of the ZooKeeper ensemble of three that keeps them",
        ),
    }
}

/// Runs it. Against ours it writes `docs/MAIN-JOB.md`, or `docs/MAIN-JOB-zookeeper.md`.
pub(super) fn run(arguments: &[String]) -> Result<(), String> {
    let (mut ours, mut store, mut seconds, mut rate) = (true, Store::Quorum, 300, None);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        if word == "--store" {
            store = match words.next().map(String::as_str) {
                Some("quorum") => Store::Quorum,
                Some("zookeeper") => Store::Zookeeper,
                _ => return Err(USAGE.to_owned()),
            };
            continue;
        }
        let mut number = || words.next().and_then(|word| word.parse().ok()).ok_or(USAGE);
        match word.as_str() {
            "--only-kafka" => ours = false,
            "--seconds" => seconds = number()?,
            "--rate" => rate = Some(number()?),
            _ => return Err(USAGE.to_owned()),
        }
    }
    let clients = Clients::find();
    let kind = match (ours, store) {
        (true, _) => released()?,
        (false, store) => {
            let java = match store {
                Store::Quorum => clients.java.clone(),
                Store::Zookeeper => tools::kafka_3(),
            };
            Kind::Kafka(java.map_err(|missing| missing.to_string())?)
        }
    };
    let time = Duration::from_secs(seconds);
    let goals = main_job::run((&kind, store), &clients, time, rate)?;
    let (document, option, too) = told(store);
    let mut text = format!(
        "# The main job over faults\n\nWritten by `cargo xtask conformance main-job{option}`: franz-go, idempotent and with acks=all, streams \
         numbered lines of real text to three brokers, which are killed with -9, stopped, paused and started again one after the \
         other for {seconds} s{too}. Made on {} with {}.\n\n| what | goal | measured | |\n|---|---|---|---|\n",
        today(),
        clients.versions().join("; ")
    );
    for goal in &goals {
        println!("{goal}");
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            goal.figure, goal.goal, goal.measured, goal.verdict
        );
    }
    if ours {
        let path = root().join(document);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    match goals
        .iter()
        .filter(|goal| goal.verdict != Verdict::Met)
        .count()
    {
        0 => Ok(()),
        missed => Err(format!("{missed} missed")),
    }
}
