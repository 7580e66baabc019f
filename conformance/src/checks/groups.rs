//! The group APIs at every version, answer by answer, beside what Kafka answers.
//!
//! `golden/groups/` holds what Kafka says in each scenario; with `UPDATE_GOLDEN=1` a run against Kafka writes it anew.

mod requests;
mod scenarios;

use std::fs;
use std::path::PathBuf;

use crate::brokers::Broker;
use crate::report::Outcome;
use crate::wire::{Connection, Transcript};
use crate::{Failure, root};

use requests::make_topic;

/// Where groups are kept.
const OFFSETS_TOPIC: &str = "__consumer_offsets";

/// One scenario: what is asked, and a note of every answer.
type Scenario = fn(&mut Stage) -> Result<(), Failure>;

const SCENARIOS: [(&str, Scenario); 7] = [
    ("groups-that-do-not-exist", scenarios::missing),
    ("offsets-without-members", scenarios::offsets),
    ("joins-that-are-refused", scenarios::refused_joins),
    ("the-life-of-a-member", scenarios::life),
    ("static-members", scenarios::static_members),
    ("two-members-rebalance", scenarios::rebalance),
    ("groups-are-deleted", scenarios::deletion),
];

/// What a scenario works with.
struct Stage {
    bootstrap: String,
    connection: Connection,
    topic_id: protocol::Uuid,
    transcript: Transcript,
}

/// Plays all scenarios.
pub(super) fn suite(broker: &mut Broker) -> Vec<Outcome> {
    // All scenarios ask one broker, which coordinates all groups.
    let made = make_topic(&broker.bootstrap()).and_then(|topic_id| {
        broker.lead(requests::TOPIC)?;
        broker.lead(OFFSETS_TOPIC)?;
        Ok(topic_id)
    });
    let mut outcomes = Vec::new();
    for (name, scenario) in SCENARIOS {
        let outcome = made.clone().and_then(|topic_id| {
            let bootstrap = broker.bootstrap();
            let connection = Connection::open(&bootstrap)?;
            let transcript = Transcript::default();
            let mut stage = Stage {
                bootstrap,
                connection,
                topic_id,
                transcript,
            };
            let played = scenario(&mut stage);
            let said = stage
                .transcript
                .text()
                .replace(&topic_id.to_string(), "<the topic's id>");
            played.and_then(|()| compare(name, &said, broker.kind().is_ours()))
        });
        outcomes.push(Outcome::of(
            format!("wire: {}", name.replace('-', " ")),
            outcome,
        ));
    }
    outcomes
}

fn golden(name: &str) -> PathBuf {
    root()
        .join("conformance/golden/groups")
        .join(format!("{name}.txt"))
}

/// Compares with what Kafka said, line by line.
fn compare(name: &str, said: &str, is_ours: bool) -> Result<(), Failure> {
    let path = golden(name);
    let at = |error: std::io::Error| format!("{}: {error}", path.display());
    if !is_ours && std::env::var_os("UPDATE_GOLDEN").is_some() {
        return fs::write(&path, said).map_err(at);
    }
    let expected = fs::read_to_string(&path).map_err(at)?;
    let lines = said
        .lines()
        .zip(expected.lines())
        .find(|(said, expected)| said != expected);
    match lines {
        Some((said, expected)) => Err(format!("said {said}\nnot  {expected}")),
        None if said.lines().count() != expected.lines().count() => {
            Err("some lines are missing, or too many".into())
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_has_kafka_s_answers() {
        for (name, _) in SCENARIOS {
            assert!(golden(name).exists(), "{name}");
        }
    }
}
