//! `cargo xtask conformance`: the same checks against our broker and against Kafka, side by side.

use std::fmt::Write as _;
use std::fs;

use conformance::brokers::{Broker, Kind, highwater};
use conformance::checks::{Clients, SUITES};
use conformance::report::{Ending, Outcome, Tally};
use conformance::{real_data, root, third_party};

const USAGE: &str = "usage: cargo xtask conformance [--only highwater|kafka] [SUITE …]
suites: groups kcat java java-tools go python disk real-data third-party; without any, all of them, and docs/CONFORMANCE.md is written";

/// What to run.
struct Choice {
    ours: bool,
    kafka: bool,
    suites: Vec<String>,
}

/// Runs it.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let choice = choose(arguments)?;
    let clients = Clients::find();
    for version in clients.versions() {
        println!("{version}");
    }
    let mut kafka = Vec::new();
    if choice.kafka {
        let java = clients
            .java
            .clone()
            .map_err(|missing| missing.to_string())?;
        kafka = all(&Kind::Kafka(java), &clients, &choice.suites);
    }
    let mut ours = Vec::new();
    if choice.ours {
        ours = all(&highwater()?, &clients, &choice.suites);
    }
    println!("Kafka: {}", Tally::of(&kafka));
    println!("Highwater: {}", Tally::of(&ours));
    if choice.suites.is_empty() && choice.ours && choice.kafka {
        let document = document(&clients, &kafka, &ours);
        let path = root().join("docs/CONFORMANCE.md");
        fs::write(&path, document).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let worse = worse(&kafka, &ours);
    if worse.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "Highwater does not pass, and Kafka does or was not asked:\n{}",
            worse.join("\n")
        ))
    }
}

fn choose(arguments: &[String]) -> Result<Choice, String> {
    let mut choice = Choice {
        ours: true,
        kafka: true,
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
                    return Err(USAGE.to_owned());
                }
            }
            "real-data" | "third-party" => choice.suites.push(argument.clone()),
            name if SUITES.iter().any(|(suite, _)| *suite == name) => {
                choice.suites.push(argument.clone())
            }
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok(choice)
}

/// Every chosen suite against a fresh broker of its own.
fn all(kind: &Kind, clients: &Clients, chosen: &[String]) -> Vec<Outcome> {
    let wanted = |name: &str| chosen.is_empty() || chosen.iter().any(|suite| suite == name);
    let mut outcomes = Vec::new();
    let mut make = |name: &str, run: &dyn Fn(&mut Broker) -> Result<Vec<Outcome>, String>| {
        if !wanted(name) {
            return;
        }
        println!("{} against {}", name, kind.name());
        let made = Broker::start(kind.clone(), &[]).and_then(|mut broker| {
            let made = run(&mut broker);
            let failed = made
                .as_ref()
                .map_or(true, |made| Tally::of(made).failed > 0);
            if failed && std::env::var_os("KEEP_BROKERS").is_some() {
                println!("  kept in {}", broker.keep().display());
            }
            made
        });
        let made = made.unwrap_or_else(|why| vec![Outcome::of::<()>(name, Err(why))]);
        for outcome in &made {
            println!("  {}: {}", outcome.name, outcome.ending);
        }
        outcomes.extend(made);
    };
    for (name, suite) in SUITES {
        make(name, &|broker| Ok(suite(clients, broker)));
    }
    make("real-data", &|broker| real_data::run(clients, broker));
    if wanted("third-party") {
        for script in third_party::scripts() {
            println!("{} against {}", script.display(), kind.name());
            let made = third_party::run(kind, &script);
            for outcome in made
                .iter()
                .filter(|outcome| outcome.ending != Ending::Passed)
            {
                println!("  {}: {}", outcome.name, outcome.ending);
            }
            outcomes.extend(made);
        }
    }
    outcomes
}

fn ending<'a>(outcomes: &'a [Outcome], name: &str) -> Option<&'a Ending> {
    outcomes
        .iter()
        .find(|outcome| outcome.name == name)
        .map(|outcome| &outcome.ending)
}

/// What we do not pass, unless Kafka fails it too; and what Kafka passes and nobody asked us.
fn worse(kafka: &[Outcome], ours: &[Outcome]) -> Vec<String> {
    let fails = |ending: Option<&Ending>| matches!(ending, Some(Ending::Failed(_)));
    let failed = ours.iter().filter(|outcome| fails(Some(&outcome.ending)));
    let mut worse: Vec<String> = failed
        .filter(|outcome| !fails(ending(kafka, &outcome.name)))
        .map(|outcome| format!("  {}: {}", outcome.name, outcome.ending))
        .collect();
    let passed = kafka
        .iter()
        .filter(|outcome| outcome.ending == Ending::Passed);
    let not_asked = passed.filter(|outcome| {
        // What only Kafka's directory can be asked has another name on our side.
        let only_theirs = outcome.name.contains("Highwater opens");
        !ours.is_empty() && !only_theirs && ending(ours, &outcome.name).is_none()
    });
    worse.extend(not_asked.map(|outcome| format!("  {}: not made", outcome.name)));
    worse
}

fn document(clients: &Clients, kafka: &[Outcome], ours: &[Outcome]) -> String {
    let mut text = String::from(
        "# Conformance\n\nThe same checks with the same clients against Kafka and against Highwater, one broker each, \
         written by `cargo xtask conformance`. What Kafka passes, Highwater must pass. An answer to bad input passes where \
         it is Kafka's, or one of [ours that differ on purpose](../conformance/golden/bad-input-ours.txt), each with its \
         reason.\n\n",
    );
    let _ = writeln!(
        text,
        "Made on {} with {}.\n",
        today(),
        clients.versions().join("; ")
    );
    let _ = writeln!(text, "| | Kafka | Highwater |\n|---|---|---|");
    let (theirs, mine) = (Tally::of(kafka), Tally::of(ours));
    let _ = writeln!(
        text,
        "| all checks | {theirs} | {mine} |\n\n| check | Kafka | Highwater |\n|---|---|---|"
    );
    let mut names: Vec<&str> = kafka.iter().map(|outcome| outcome.name.as_str()).collect();
    names.extend(
        ours.iter()
            .map(|outcome| outcome.name.as_str())
            .filter(|name| ending(kafka, name).is_none()),
    );
    for name in names {
        let cell = |outcomes| ending(outcomes, name).map_or("–".to_owned(), ToString::to_string);
        let cell = |outcomes| -> String { cell(outcomes).replace('|', "/").replace('\n', " ") };
        let _ = writeln!(text, "| {name} | {} | {} |", cell(kafka), cell(ours));
    }
    text
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
