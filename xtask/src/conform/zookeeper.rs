//! `cargo xtask conformance zookeeper` and `takeover`: what we keep in ZooKeeper beside what a Kafka 3.9 keeps there, and a Kafka
//! 3.9 whose place we take.

use conformance::brokers::{Kind, highwater};
use conformance::goal::{Goal, Verdict};
use conformance::report::{Ending, Outcome};
use conformance::takeover;
use conformance::tools::{kafka_3, kcat};
use conformance::znodes::{self, Part};

/// Runs it.
pub(super) fn run(arguments: &[String]) -> Result<(), String> {
    let kafka = kafka_3().map_err(|missing| missing.to_string())?;
    if arguments == ["--kafka-alone"] {
        // Two runs of Kafka must not differ, or the comparison says nothing.
        let theirs = Kind::Kafka(kafka.clone());
        return tell("zookeeper", &znodes::run(Part::Trees, &theirs, &kafka)?);
    }
    let named = |(name, _): &(&str, Part)| arguments.iter().any(|word| word == name);
    let parts: Vec<_> = Part::ALL.into_iter().filter(named).collect();
    let parts = match (arguments.len(), parts.len()) {
        (0, _) => Part::ALL.to_vec(),
        (asked, found) if asked == found => parts,
        _ => {
            let names = Part::ALL.map(|(name, _)| name).join(" | ");
            return Err(format!(
                "usage: cargo xtask conformance zookeeper [--kafka-alone | {names}]"
            ));
        }
    };
    let ours = highwater()?;
    let mut outcomes = Vec::new();
    for (_, part) in parts {
        outcomes.extend(znodes::run(part, &ours, &kafka)?);
    }
    tell("zookeeper", &outcomes)
}

/// A stopped Kafka 3.9 becomes a cluster of ours.
pub(super) fn takeover(arguments: &[String]) -> Result<(), String> {
    if !arguments.is_empty() {
        return Err("usage: cargo xtask conformance takeover".to_owned());
    }
    let kafka = kafka_3().map_err(|missing| missing.to_string())?;
    let kcat = kcat().map_err(|missing| missing.to_string())?;
    tell("takeover", &takeover::run(&highwater()?, &kafka, &kcat)?)
}

fn tell(what: &str, outcomes: &[Outcome]) -> Result<(), String> {
    let mut missed = 0;
    for outcome in outcomes {
        let held = outcome.ending == Ending::Passed;
        missed += usize::from(!held);
        let figure = format!("{what}: {}", outcome.name);
        let (said, verdict) = (outcome.ending.to_string(), Verdict::of(held));
        println!("{}", Goal::new(figure, "it holds", said, verdict));
    }
    match missed {
        0 => Ok(()),
        _ => Err(format!("{missed} of {} do not hold", outcomes.len())),
    }
}
