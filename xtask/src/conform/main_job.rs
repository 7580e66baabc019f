//! `cargo xtask conformance main-job`: real text through three brokers over minutes of kills, stops and pauses.

use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use conformance::brokers::{Kind, released};
use conformance::checks::Clients;
use conformance::goal::Verdict;
use conformance::{main_job, root};

use super::today;

const USAGE: &str =
    "usage: cargo xtask conformance main-job [--only-kafka] [--seconds N] [--rate BYTES_PER_SECOND]
without a rate it measures the fastest one and offers half of it";

/// Runs it. Against ours it writes `docs/MAIN-JOB.md`.
pub(super) fn run(arguments: &[String]) -> Result<(), String> {
    let (mut ours, mut seconds, mut rate) = (true, 300, None);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|word| word.parse().ok()).ok_or(USAGE);
        match word.as_str() {
            "--only-kafka" => ours = false,
            "--seconds" => seconds = number()?,
            "--rate" => rate = Some(number()?),
            _ => return Err(USAGE.to_owned()),
        }
    }
    let clients = Clients::find();
    let kind = match ours {
        true => released()?,
        false => Kind::Kafka(
            clients
                .java
                .clone()
                .map_err(|missing| missing.to_string())?,
        ),
    };
    let goals = main_job::run(&kind, &clients, Duration::from_secs(seconds), rate)?;
    let mut text = format!(
        "# The main job over faults\n\nWritten by `cargo xtask conformance main-job`: franz-go, idempotent and with acks=all, streams \
         numbered lines of real text to three brokers, which are killed with -9, stopped, paused and started again one after the \
         other for {seconds} s. Made on {} with {}.\n\n| what | goal | measured | |\n|---|---|---|---|\n",
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
        let path = root().join("docs/MAIN-JOB.md");
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
