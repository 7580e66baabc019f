//! `cargo xtask conformance`: the same checks against our broker and against Kafka, side by side.

mod chaos;
mod compare;
mod interop;
mod main_job;
mod mission;
mod riders;
mod zookeeper;

use std::fs;

use conformance::brokers::{Broker, Kind, highwater};
use conformance::checks::{Clients, SUITES};
use conformance::goal::{Goal, Verdict};
use conformance::report::{Outcome, Tally};
use conformance::third_party::Suite as ThirdParty;
use conformance::{real_data, root, third_party};

use compare::{Made, Suite};

/// What to run.
struct Choice {
    ours: bool,
    kafka: bool,
    /// How many brokers each suite meets.
    nodes: usize,
    /// Names of suites; without any, all.
    suites: Vec<String>,
}

impl Choice {
    /// Whether a suite is wanted; `third-party` names all of them.
    fn wants(&self, name: &str) -> bool {
        let names = |suite: &String| {
            name == suite
                || name
                    .strip_prefix(suite.as_str())
                    .is_some_and(|rest| rest.starts_with('/'))
        };
        self.suites.is_empty() || self.suites.iter().any(names)
    }
}

/// Runs it. Each suite is made against both before the next, so that both meet the machine in the same state.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    if let Some((first, rest)) = arguments.split_first() {
        match first.as_str() {
            "chaos" => return chaos::run(rest),
            "mission" => return mission::run(rest),
            "cluster-input" => return cluster_input(),
            "interop" => return interop::run(rest),
            "main-job" => return main_job::run(rest),
            "riders" => return riders::run(rest),
            "takeover" => return zookeeper::takeover(rest),
            "zookeeper" => return zookeeper::run(rest),
            _ => {}
        }
    }
    let choice = choose(arguments)?;
    let clients = Clients::find();
    for version in clients.versions() {
        println!("{version}");
    }
    let kafka = match (choice.kafka, &clients.java) {
        (true, Ok(java)) => Some(Kind::Kafka(java.clone())),
        (true, Err(missing)) => return Err(missing.to_string()),
        (false, _) => None,
    };
    let ours = choice.ours.then(highwater).transpose()?;
    let mut suites = Vec::new();
    // The suite of disks opens the directory of a broker that is alone.
    let made_at = |name: &String| choice.wants(name) && (choice.nodes == 1 || name != "disk");
    for name in names().iter().filter(|name| made_at(name)) {
        let make = |kind: &Option<Kind>| {
            kind.as_ref()
                .map(|kind| made(name, kind, &clients, choice.nodes))
        };
        let suite = Suite {
            name: name.clone(),
            nodes: choice.nodes,
            kafka: make(&kafka),
            ours: make(&ours),
        };
        println!("{}", suite.goal());
        suites.push(suite);
    }
    if choice.suites.is_empty() && choice.ours && choice.kafka {
        write(&clients.versions(), &suites, choice.nodes)?;
    }
    println!(
        "Kafka: {}",
        compare::tally(&suites, |suite| suite.kafka.as_ref())
    );
    println!(
        "Highwater: {}",
        compare::tally(&suites, |suite| suite.ours.as_ref())
    );
    let goals = suites.iter().map(Suite::goal);
    let not_met: Vec<String> = goals
        .filter(|goal| goal.verdict != Verdict::Met)
        .map(|goal| format!("  {} is {}: {}", goal.figure, goal.verdict, goal.reason))
        .collect();
    if not_met.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "Highwater does not pass what Kafka passes, or was not compared:\n{}",
            not_met.join("\n")
        ))
    }
}

/// What no honest broker sends, against a cluster of ours.
fn cluster_input() -> Result<(), String> {
    let outcomes = conformance::cluster_input::run(&highwater()?)?;
    for outcome in &outcomes {
        println!("  {}: {}", outcome.name, outcome.ending);
    }
    let tally = Tally::of(&outcomes);
    let met = Verdict::of(tally.failed == 0);
    let figure = "bad input from brokers";
    println!(
        "{}",
        Goal::new(
            figure,
            "all of it is refused, and nothing changes",
            tally.to_string(),
            met
        )
    );
    match tally.failed {
        0 => Ok(()),
        failed => Err(format!("{failed} not refused")),
    }
}

/// Writes the table of all suites.
fn write(versions: &[String], suites: &[Suite], nodes: usize) -> Result<(), String> {
    let document = compare::document(versions, suites);
    let (file, document) = match nodes {
        1 => ("docs/CONFORMANCE.md", document),
        nodes => (
            "docs/CONFORMANCE-cluster.md",
            document.replace("one broker each", &format!("{nodes} brokers each")),
        ),
    };
    let path = root().join(file);
    fs::write(&path, document).map_err(|error| format!("{}: {error}", path.display()))
}

/// All suites, in the order they are made in.
fn names() -> Vec<String> {
    let ours = SUITES.iter().map(|(name, _)| (*name).to_owned());
    let third_party = third_party::SUITES.iter().map(third_party_name);
    ours.chain(["real-data".to_owned()])
        .chain(third_party)
        .collect()
}

fn third_party_name(suite: &ThirdParty) -> String {
    format!("third-party/{}", suite.name)
}

fn choose(arguments: &[String]) -> Result<Choice, String> {
    let usage = || {
        format!(
            "usage: cargo xtask conformance [--only highwater|kafka] [--nodes N] [SUITE …]\nsuites: {} third-party; without any, all of \
             them, and docs/CONFORMANCE.md is written",
            names().join(" ")
        )
    };
    let mut choice = Choice {
        ours: true,
        kafka: true,
        nodes: 1,
        suites: Vec::new(),
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--only" => {
                let which = arguments.next().map(String::as_str);
                choice.ours = which == Some("highwater");
                choice.kafka = which == Some("kafka");
                if choice.ours == choice.kafka {
                    return Err(usage());
                }
            }
            "--nodes" => {
                let count = arguments.next().and_then(|word| word.parse().ok());
                choice.nodes = count
                    .filter(|count| (1..=9).contains(count))
                    .ok_or_else(usage)?;
            }
            "third-party" => choice.suites.push(argument.clone()),
            _ if names().contains(argument) => choice.suites.push(argument.clone()),
            _ => return Err(usage()),
        }
    }
    Ok(choice)
}

/// One suite against a fresh broker of its own.
fn made(name: &str, kind: &Kind, clients: &Clients, nodes: usize) -> Made {
    println!("{name} against {}", kind.name());
    let third_party = third_party::SUITES
        .iter()
        .find(|suite| third_party_name(suite) == name);
    let made = match third_party {
        Some(suite) => {
            let (outcomes, tally) = third_party::run(kind, suite, nodes);
            Made { outcomes, tally }
        }
        None => Made::of(of_ours(name, kind, clients, nodes)),
    };
    for outcome in &made.outcomes {
        println!("  {}: {}", outcome.name, outcome.ending);
    }
    made
}

fn of_ours(name: &str, kind: &Kind, clients: &Clients, nodes: usize) -> Vec<Outcome> {
    let started = match nodes {
        1 => Broker::start(kind.clone(), &[]),
        nodes => Broker::start_among(kind.clone(), &[], nodes),
    };
    let made = started.and_then(|mut broker| {
        let made = match SUITES.iter().find(|(suite, _)| *suite == name) {
            Some((_, suite)) => Ok(suite(clients, &mut broker)),
            None => real_data::run(clients, &mut broker),
        };
        let failed = made
            .as_ref()
            .map_or(true, |made| Tally::of(made).failed > 0);
        if failed && std::env::var_os("KEEP_BROKERS").is_some() {
            println!("  kept in {}", broker.keep().display());
        }
        made
    });
    made.unwrap_or_else(|why| vec![Outcome::of::<()>(name, Err(why))])
}

/// The date in UTC, as `2026-11-23`.
pub(crate) fn today() -> String {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let days = i64::try_from(seconds.map_or(0, |since| since.as_secs()) / 86_400).unwrap_or(0);
    // Days since the first of March of year zero, then eras of 400 years: leap days come last.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
