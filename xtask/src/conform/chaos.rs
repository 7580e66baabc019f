//! `cargo xtask conformance chaos`: clusters that are hurt while real clients write and read.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs;
use std::time::Instant;

use conformance::brokers::{Kind, highwater};
use conformance::chaos::{self, Break, CASES, Results, SELECTION};
use conformance::checks::Clients;
use conformance::goal::Verdict;
use conformance::{root, target};

use super::today;

const USAGE: &str = "usage: cargo xtask conformance chaos [--all | --rest] [--kafka] [--minutes N] [--rate RECORDS_PER_SECOND | --measure] [CASE …]
without a case a selection of ten minutes; with --all every case; with --rest those that have not passed; after so many minutes no
other is begun. docs/CHAOS.md is written of all that was shown on this machine";

struct Choice {
    kafka: bool,
    rest: bool,
    minutes: u64,
    rate: Option<u64>,
    measure: bool,
    names: Vec<&'static str>,
}

/// Runs it.
pub(super) fn run(arguments: &[String]) -> Result<(), String> {
    let choice = choose(arguments)?;
    let clients = Clients::find();
    let kind = if choice.kafka {
        let java = clients.java.clone();
        Kind::Kafka(java.map_err(|missing| missing.to_string())?)
    } else {
        highwater()?
    };
    let mut results = Results::load();
    let begun = Instant::now();
    let mut goals = Vec::new();
    // By whether records are flushed before they are acknowledged.
    let mut rates = BTreeMap::new();
    for name in &choice.names {
        let planted = Break::ALL.into_iter().find(|it| it.name() == *name);
        let case = CASES.iter().find(|case| case.name == *name);
        let goal = |results: &Results| match (planted, case) {
            (Some(planted), _) => Some(results.goal_of_break(&kind, planted)),
            (None, case) => case.map(|case| results.goal(&kind, case)),
        };
        let done = goal(&results).is_some_and(|goal| goal.verdict == Verdict::Met);
        let late = begun.elapsed().as_secs() >= choice.minutes * 60;
        let is_wanted = !(choice.rest && done);
        if is_wanted && !late {
            let is_flushed = case.is_some_and(chaos::Case::is_flushed);
            let rate = match rates.entry(is_flushed) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(place) => *place.insert(rate(&choice, is_flushed, &kind, &clients)?),
            };
            let shown = match (planted, case) {
                (Some(planted), _) => chaos::show_break(planted, &kind, &clients, rate),
                (None, Some(case)) => chaos::show(case, &kind, &clients, rate),
                (None, None) => continue,
            };
            println!(
                "{:4} s {name}: {} {}",
                begun.elapsed().as_secs(),
                shown.verdict,
                shown.seen
            );
            results.put(Results::key(&kind, name), shown)?;
        }
        goals.extend(goal(&results));
    }
    let made = format!(
        "Last made on {} with {}.",
        today(),
        clients.versions().join("; ")
    );
    let path = root().join("docs/CHAOS.md");
    fs::write(&path, results.document(&made))
        .map_err(|error| format!("{}: {error}", path.display()))?;
    let not_met = goals
        .iter()
        .filter(|goal| goal.verdict != Verdict::Met)
        .count();
    for goal in &goals {
        println!("{goal}");
    }
    println!("{} cases, {not_met} not met", goals.len());
    match not_met {
        0 => Ok(()),
        _ => Err(format!("{not_met} cases are not met")),
    }
}

/// Half of the most, as told, as kept from an earlier run, or as measured now.
fn rate(choice: &Choice, is_flushed: bool, kind: &Kind, clients: &Clients) -> Result<u64, String> {
    if let Some(rate) = choice.rate {
        return Ok(rate);
    }
    let name = if kind.is_ours() { "highwater" } else { "kafka" };
    let how = if is_flushed { "-flushed" } else { "" };
    let path = target().join(format!("chaos-rate-{name}{how}.txt"));
    let kept = fs::read_to_string(&path).ok();
    let kept = kept.and_then(|text| text.trim().parse::<u64>().ok());
    let each = if is_flushed { ", each flushed" } else { "" };
    if let (Some(most), false) = (kept, choice.measure) {
        println!("the most was measured before: {most} records per second{each}");
        return Ok(most / 2);
    }
    let most = chaos::fastest(kind, clients, is_flushed)?;
    println!("the most is {most} records of 1,000 bytes per second{each}; open loop at half of it");
    fs::write(&path, most.to_string()).map_err(|error| error.to_string())?;
    Ok(most / 2)
}

fn choose(arguments: &[String]) -> Result<Choice, String> {
    let breaks = || Break::ALL.into_iter().map(Break::name);
    let all = || CASES.iter().map(|case| case.name).chain(breaks());
    let mut choice = Choice {
        kafka: false,
        rest: false,
        minutes: 24 * 60,
        rate: None,
        measure: false,
        names: Vec::new(),
    };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|word| word.parse().ok()).ok_or(USAGE);
        match word.as_str() {
            "--all" => choice.names = all().collect(),
            "--rest" => (choice.names, choice.rest) = (all().collect(), true),
            "--kafka" => choice.kafka = true,
            "--measure" => choice.measure = true,
            "--minutes" => choice.minutes = number()?,
            "--rate" => choice.rate = Some(number()?),
            word => choice
                .names
                .push(all().find(|name| *name == word).ok_or(USAGE)?),
        }
    }
    if choice.names.is_empty() {
        choice.names = SELECTION.into_iter().chain(breaks()).collect();
    }
    Ok(choice)
}
