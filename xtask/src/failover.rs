//! `cargo xtask failover`: how long a producer waits when something breaks, ours beside Kafka.

use std::fs;

use conformance::brokers::{Kind, released};
use conformance::checks::Clients;
use conformance::failover::{Client, Results, Row, measure, rows};
use conformance::goal::{Goal, Verdict};
use conformance::mission::Store;
use conformance::root;
use conformance::tools;

use crate::conform::today;

/// What to measure.
struct Choice {
    ours: bool,
    kafka: bool,
    store: Store,
    /// Repetitions of a row on ours, and on Kafka, where they are not the row's own.
    times: Option<usize>,
    kafka_times: Option<usize>,
    clients: Vec<Client>,
    rows: Vec<Row>,
}

impl Choice {
    /// How often a row is measured; zero where it is not.
    fn times(&self, row: Row, client: Client, is_ours: bool) -> usize {
        let (wanted, told) = match is_ours {
            true => (self.ours, self.times),
            false => (self.kafka, self.kafka_times),
        };
        // Who leads is asked of brokers there, not of a client.
        let is_measured = row != Row::ManyPartitions || client == Client::Eager;
        match wanted && is_measured {
            true => told.unwrap_or(row.times(client, is_ours)),
            false => 0,
        }
    }
}

/// Runs it. Figures are kept in the target folder, and `docs/FAILOVER.md` is written from all of them.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let choice = choose(arguments)?;
    let clients = Clients::find();
    let mut kinds = Vec::new();
    if choice.ours {
        kinds.push(released()?);
    }
    if choice.kafka {
        let java = match choice.store {
            Store::Quorum => clients.java.clone(),
            Store::Zookeeper => tools::kafka_3(),
        };
        let java = java.map_err(|missing| missing.to_string())?;
        kinds.push(Kind::Kafka(java));
    }
    let mut results = Results::load(choice.store);
    let failed = measure_all(&choice, &kinds, &clients, &mut results)?;
    let made = format!(
        "Made on {} with {}.",
        today(),
        clients.versions().join("; ")
    );
    let path = root().join(match choice.store {
        Store::Quorum => "docs/FAILOVER.md",
        Store::Zookeeper => "docs/FAILOVER-zookeeper.md",
    });
    fs::write(&path, results.document(&made))
        .map_err(|error| format!("{}: {error}", path.display()))?;
    let goals = goals(&choice, &results);
    for goal in &goals {
        println!("{goal}");
    }
    let missed = goals
        .iter()
        .filter(|goal| goal.verdict != Verdict::Met)
        .count();
    println!("{} rows, {missed} missed", goals.len());
    if missed == 0 && failed.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "{missed} rows missed their goal; not measured: {failed:?}"
        ))
    }
}

/// What the choice has to say of its goals. Figures without one are named where they were asked for.
fn goals(choice: &Choice, results: &Results) -> Vec<Goal> {
    let mut goals = Vec::new();
    for row in &choice.rows {
        for client in &choice.clients {
            for is_ours in [true, false] {
                if choice.times(*row, *client, is_ours) == 0 {
                    continue;
                }
                goals.push(match (client, is_ours) {
                    (Client::Eager, true) => results.goal(*row),
                    _ => results.reported(*row, *client, is_ours),
                });
            }
        }
    }
    goals
}

/// Measures every row; the names of those that could not be.
fn measure_all(
    choice: &Choice,
    kinds: &[Kind],
    clients: &Clients,
    results: &mut Results,
) -> Result<Vec<&'static str>, String> {
    let mut failed = Vec::new();
    let pairs = choice.rows.iter().flat_map(|row| {
        let clients = choice.clients.iter();
        clients.map(move |client| (*row, *client))
    });
    for (row, client) in pairs {
        for kind in kinds {
            let times = choice.times(row, client, kind.is_ours());
            if times == 0 {
                continue;
            }
            let what = format!("{}, {}, {}", kind.name(), row.says(), client.name());
            match measure(row, (kind, choice.store), clients, client, times) {
                Ok(measured) => {
                    println!("{what}: {measured}");
                    for error in measured.errors().iter().take(3) {
                        println!("  {error}");
                    }
                    results.put(Results::key(row, client, kind.is_ours()), Some(measured))?;
                }
                Err(why) => {
                    results.put(Results::key(row, client, kind.is_ours()), None)?;
                    println!("{what}: FAIL: {why}");
                    failed.push(row.name());
                }
            }
        }
    }
    Ok(failed)
}

fn choose(arguments: &[String]) -> Result<Choice, String> {
    let on_zookeeper = arguments
        .windows(2)
        .any(|pair| pair == ["--store", "zookeeper"]);
    let store = match on_zookeeper {
        true => Store::Zookeeper,
        false => Store::Quorum,
    };
    let all = rows(store);
    let usage = || {
        let names: Vec<&str> = all.iter().map(|row| row.name()).collect();
        format!(
            "usage: cargo xtask failover [--store quorum|zookeeper] [--with-kafka | --only-kafka] [--times N] [--kafka-times N] [--client eager|default] \
             [ROW …]\nrows: {}",
            names.join(" ")
        )
    };
    let mut choice = Choice {
        ours: true,
        kafka: false,
        store,
        times: None,
        kafka_times: None,
        clients: vec![Client::Eager, Client::Default],
        rows: Vec::new(),
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let mut number = || {
            arguments
                .next()
                .and_then(|word| word.parse().ok())
                .ok_or_else(usage)
        };
        match argument.as_str() {
            "--store" => match arguments.next().map(String::as_str) {
                Some("quorum" | "zookeeper") => {}
                _ => return Err(usage()),
            },
            "--with-kafka" => choice.kafka = true,
            "--only-kafka" => (choice.ours, choice.kafka) = (false, true),
            "--times" => choice.times = Some(number()?),
            "--kafka-times" => choice.kafka_times = Some(number()?),
            "--client" => {
                choice.clients = match arguments.next().map(String::as_str) {
                    Some("eager") => vec![Client::Eager],
                    Some("default") => vec![Client::Default],
                    _ => return Err(usage()),
                };
            }
            name => {
                let row = all.iter().copied().find(|row| row.name() == name);
                choice.rows.push(row.ok_or_else(usage)?);
            }
        }
    }
    if choice.rows.is_empty() {
        choice.rows.clone_from(&all);
    }
    Ok(choice)
}
