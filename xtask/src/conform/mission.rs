//! `cargo xtask conformance mission`: every sentence of the mission against clusters of real processes.

use std::fs;

use conformance::brokers::{Kind, highwater};
use conformance::checks::Clients;
use conformance::goal::{Goal, Verdict};
use conformance::mission::{self, Sentence, Shown, Store};
use conformance::report::Ending;
use conformance::root;

use super::today;

/// What to run.
struct Choice {
    ours: bool,
    kafka: bool,
    store: Store,
    /// Whether every check is made once more over what is broken.
    breaks: bool,
    names: Vec<String>,
}

/// Runs it. Without names it runs all, and writes `docs/MISSION.md`, or `docs/MISSION-zookeeper.md`.
pub(super) fn run(arguments: &[String]) -> Result<(), String> {
    let choice = choose(arguments)?;
    let clients = Clients::find();
    let kafka = match (choice.kafka, &clients.java) {
        (true, Ok(java)) => Some(Kind::Kafka(java.clone())),
        (true, Err(missing)) => return Err(missing.to_string()),
        (false, _) => None,
    };
    let ours = if choice.ours {
        Some(highwater()?)
    } else {
        None
    };
    let chosen = mission::sentences(choice.store);
    let wanted = |sentence: &&Sentence| {
        choice.names.is_empty() || choice.names.iter().any(|name| name == sentence.name)
    };
    let mut rows = Vec::new();
    for sentence in chosen.into_iter().filter(wanted) {
        let made = |kind: &Option<Kind>, breaks: bool| {
            kind.as_ref().map(|kind| {
                let shown = mission::show(sentence, kind, choice.store, &clients, breaks);
                tell(sentence, kind, &shown);
                shown
            })
        };
        // The check is proven over one kind; a broken Kafka would only take longer to fail.
        let kafka = made(&kafka, choice.breaks && ours.is_none());
        rows.push((sentence, made(&ours, choice.breaks), kafka));
    }
    if choice.names.is_empty() && choice.ours {
        let versions = format!(
            "Made on {} with {}.",
            today(),
            clients.versions().join("; ")
        );
        let path = root().join(match choice.store {
            Store::Quorum => "docs/MISSION.md",
            Store::Zookeeper => "docs/MISSION-zookeeper.md",
        });
        fs::write(&path, mission::document(&versions, &rows))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let mut missed = 0;
    for (sentence, ours, kafka) in &rows {
        let goal = goal(sentence, ours.as_ref().or(kafka.as_ref()));
        missed += usize::from(goal.verdict != Verdict::Met);
        println!("{goal}");
    }
    println!("{} sentences, {missed} not shown", rows.len());
    match missed {
        0 => Ok(()),
        _ => Err(format!("{missed} sentences are not shown")),
    }
}

fn choose(arguments: &[String]) -> Result<Choice, String> {
    let on_zookeeper = arguments
        .windows(2)
        .any(|pair| pair == ["--store", "zookeeper"]);
    let store = match on_zookeeper {
        true => Store::Zookeeper,
        false => Store::Quorum,
    };
    let names: Vec<&str> = mission::sentences(store)
        .iter()
        .map(|sentence| sentence.name)
        .collect();
    let usage = || {
        format!(
            "usage: cargo xtask conformance mission [--store quorum|zookeeper] [--with-kafka | --only-kafka] [--no-breaks] [SENTENCE …]\nsentences: {}; \
             without any, all of them, and docs/MISSION.md is written",
            names.join(" ")
        )
    };
    let mut choice = Choice {
        ours: true,
        kafka: false,
        store,
        breaks: true,
        names: Vec::new(),
    };
    let mut words = arguments.iter();
    while let Some(argument) = words.next() {
        match argument.as_str() {
            "--store" => match words.next().map(String::as_str) {
                Some("quorum" | "zookeeper") => {}
                _ => return Err(usage()),
            },
            "--with-kafka" => choice.kafka = true,
            "--only-kafka" => (choice.ours, choice.kafka) = (false, true),
            "--no-breaks" => choice.breaks = false,
            name if names.contains(&name) => choice.names.push(name.to_owned()),
            _ => return Err(usage()),
        }
    }
    Ok(choice)
}

fn tell(sentence: &Sentence, kind: &Kind, shown: &Shown) {
    let Shown {
        ending,
        seen,
        seconds,
        ..
    } = shown;
    println!(
        "{} against {}, {seconds} s: {ending} {seen}",
        sentence.name,
        kind.name()
    );
    match &shown.broken {
        None => {}
        Some(Ok(seen)) => println!(
            "  broken by {}: it PASSES, and must not: {seen}",
            sentence.broken_by
        ),
        Some(Err(why)) => println!("  broken by {}: {why}", sentence.broken_by),
    }
}

fn goal(sentence: &Sentence, shown: Option<&Shown>) -> Goal {
    let figure = format!("mission: {}", sentence.name);
    let goal = format!(
        "{}; fails when broken by: {}",
        sentence.says, sentence.broken_by
    );
    let Some(shown) = shown else {
        return Goal::new(figure, goal, "not asked", Verdict::Missing);
    };
    match &shown.ending {
        Ending::Passed if shown.is_shown() => Goal::new(figure, goal, &shown.seen, Verdict::Met),
        Ending::Passed => Goal::new(
            figure,
            goal,
            "the check does not notice the break",
            Verdict::Missed,
        ),
        Ending::Failed(why) => Goal::new(figure, goal, why, Verdict::Missed),
        Ending::Skipped(why) => Goal::new(figure, goal, why, Verdict::Missing),
    }
}
