//! `cargo xtask conformance zookeeper` and `takeover`: what we keep in ZooKeeper beside what a Kafka 3.9 keeps there, and a Kafka
//! 3.9 whose place we take.

use conformance::brokers::{Kind, highwater};
use conformance::goal::{Goal, Verdict};
use conformance::report::{Ending, Outcome};
use conformance::tools::{kafka_3, kcat};
use conformance::{takeover, znodes};

/// Runs it.
pub(super) fn run(arguments: &[String]) -> Result<(), String> {
    let kafka = kafka_3().map_err(|missing| missing.to_string())?;
    let outcomes = match arguments {
        [] => znodes::run(&highwater()?, &kafka)?,
        // Two runs of Kafka must not differ, or the comparison says nothing.
        [word] if word == "--kafka-alone" => znodes::run(&Kind::Kafka(kafka.clone()), &kafka)?,
        _ => return Err("usage: cargo xtask conformance zookeeper [--kafka-alone]".to_owned()),
    };
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
