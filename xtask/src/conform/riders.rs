//! `cargo xtask conformance riders`: five clients over a leader's death, a controller's death and a rolling restart.

use std::fs;

use conformance::brokers::{Kind, highwater};
use conformance::checks::Clients;
use conformance::goal::{Goal, Verdict};
use conformance::report::Ending;
use conformance::riders::{self, Journey, LIBRARIES, Library};
use conformance::root;

use super::today;

/// Runs it. With all clients against ours it writes `docs/CLIENTS.md`.
pub(super) fn run(arguments: &[String]) -> Result<(), String> {
    let (mut ours, mut kafka, mut chosen) = (true, false, Vec::new());
    for argument in arguments {
        match argument.as_str() {
            "--with-kafka" => kafka = true,
            "--only-kafka" => (ours, kafka) = (false, true),
            name => chosen.push(
                *LIBRARIES
                    .iter()
                    .find(|library| library.name() == name)
                    .ok_or_else(usage)?,
            ),
        }
    }
    let all = chosen.is_empty();
    let chosen = if all { LIBRARIES.to_vec() } else { chosen };
    let clients = Clients::find();
    let mut made: [Vec<Journey>; 2] = [Vec::new(), Vec::new()];
    if ours {
        made[0] = ride(&highwater()?, &clients, &chosen);
    }
    if kafka {
        let java = clients
            .java
            .clone()
            .map_err(|missing| missing.to_string())?;
        made[1] = ride(&Kind::Kafka(java), &clients, &chosen);
    }
    let [ours_made, kafka_made] = made;
    if all && ours {
        let node = conformance::tools::node()
            .map_or_else(|missing| missing.to_string(), |node| node.version);
        let text = format!(
            "Made on {} with {}; {node}.",
            today(),
            clients.versions().join("; ")
        );
        let path = root().join("docs/CLIENTS.md");
        fs::write(&path, riders::document(&text, &ours_made, &kafka_made))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let judged = if ours { ours_made } else { kafka_made };
    let mut missed = 0;
    for journey in judged.iter().filter(|journey| journey.patient) {
        let (measured, verdict) = match &journey.outcome.ending {
            Ending::Passed => (journey.seen.clone(), Verdict::Met),
            Ending::Failed(why) => (why.clone(), Verdict::Missed),
            Ending::Skipped(why) => (why.clone(), Verdict::Missing),
        };
        missed += usize::from(verdict != Verdict::Met);
        let goal = "no error reaches the application; all acknowledged read, once, in order";
        println!(
            "{}",
            Goal::new(&journey.outcome.name, goal, measured, verdict)
        );
    }
    println!("{missed} missed");
    match missed {
        0 => Ok(()),
        _ => Err(format!("{missed} clients do not ride through")),
    }
}

fn usage() -> String {
    let names: Vec<&str> = LIBRARIES.iter().map(|library| library.name()).collect();
    format!(
        "usage: cargo xtask conformance riders [--with-kafka | --only-kafka] [CLIENT …]\nclients: {}; without any, all of them, \
         and docs/CLIENTS.md is written",
        names.join(" ")
    )
}

fn ride(kind: &Kind, clients: &Clients, chosen: &[Library]) -> Vec<Journey> {
    let mut made = Vec::new();
    for library in chosen {
        for patient in [true, false] {
            match riders::journeys(kind, clients, *library, patient) {
                Ok(journeys) => {
                    for journey in &journeys {
                        let outcome = &journey.outcome;
                        println!(
                            "{}: {}: {} {}",
                            kind.name(),
                            outcome.name,
                            outcome.ending,
                            journey.seen
                        );
                    }
                    made.extend(journeys);
                }
                Err(why) => println!("{}: {}: {why}", kind.name(), library.name()),
            }
        }
    }
    made
}
