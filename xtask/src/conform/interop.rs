//! `cargo xtask conformance interop`: our broker among Java brokers, and Java brokers under our controller.

use std::fmt::Write as _;
use std::fs;

use conformance::brokers::{Kind, highwater};
use conformance::checks::Clients;
use conformance::goal::{Goal, Verdict};
use conformance::report::{Ending, Outcome};
use conformance::{interop, root};

use super::today;

/// Runs both, and writes `docs/INTEROP.md`.
pub(super) fn run(arguments: &[String]) -> Result<(), String> {
    if !arguments.is_empty() {
        return Err("usage: cargo xtask conformance interop".to_owned());
    }
    let clients = Clients::find();
    let ours = highwater()?;
    let kafka = Kind::Kafka(
        clients
            .java
            .clone()
            .map_err(|missing| missing.to_string())?,
    );
    let mut outcomes = Vec::new();
    let experiments = [
        (
            "among Java brokers",
            interop::among_theirs(&ours, &kafka, &clients),
        ),
        (
            "under our controller",
            interop::under_ours(&ours, &kafka, &clients),
        ),
    ];
    for (name, made) in experiments {
        outcomes.extend(made.unwrap_or_else(|why| {
            vec![Outcome::of::<()>(
                format!("{name}: the cluster comes up"),
                Err(why),
            )]
        }));
    }
    let mut missed = 0;
    for outcome in &outcomes {
        // The reverse is tried and reported; nothing is promised of it.
        let must = outcome.name.starts_with("among");
        let held = outcome.ending == Ending::Passed;
        missed += usize::from(must && !held);
        let goal = if must { "it works" } else { "it is tried" };
        let figure = format!("interop: {}", outcome.name);
        let verdict = Verdict::of(held || !must);
        println!(
            "{}",
            Goal::new(figure, goal, outcome.ending.to_string(), verdict)
        );
    }
    let path = root().join("docs/INTEROP.md");
    fs::write(&path, document(&clients, &outcomes))
        .map_err(|error| format!("{}: {error}", path.display()))?;
    match missed {
        0 => Ok(()),
        _ => Err(format!("{missed} steps do not work")),
    }
}

fn document(clients: &Clients, outcomes: &[Outcome]) -> String {
    let mut text = format!(
        "# Among Kafka's nodes\n\nWritten by `cargo xtask conformance interop`. First a cluster of one Java controller and two Java \
         brokers, into which a broker of ours comes as the third; then a controller and a broker of ours, to which a Java broker comes. \
         Each step builds on the one before; after one that fails the rest is not tried. All nodes have the same \
         `server.properties` but for ids and ports.\n\nMade on {} with {}.\n\n| step | |\n|---|---|\n",
        today(),
        clients.versions().join("; ")
    );
    for outcome in outcomes {
        let said = outcome
            .ending
            .to_string()
            .replace('|', "/")
            .replace('\n', " ");
        let said: String = said.chars().take(400).collect();
        let _ = writeln!(text, "| {} | {said} |", outcome.name);
    }
    let _ = write!(
        text,
        "\n## What to mind\n\n\
         - The Java cluster is formatted with what we do not serve at level 0: `{}`. A broker of ours says in its registration which \
         levels it knows; a cluster at a higher one refuses it.\n\
         - Internal topics for transactions and share groups are to be kept on Java brokers: a broker of ours that led a partition of \
         `__transaction_state` or `__share_group_state` would hold its records and coordinate nothing.\n\
         - `flush.messages=1` holds on our replicas; Java replicas cannot promise that what they acknowledge is flushed.\n",
        interop::NOT_SERVED.join("`, `")
    );
    text
}
