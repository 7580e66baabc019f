//! `cargo xtask evidence one-broker`: runs what shows that one broker does its job, and writes down what came of it.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use conformance::root;

use crate::conform::today;

/// One thing to show: what to run, what it must reach, and how to read what it printed.
struct Line {
    command: &'static [&'static str],
    goal: &'static str,
    measure: fn(&str, bool) -> (String, bool),
}

const LINES: [Line; 4] = [
    Line {
        command: &["verify"],
        goal: "everything passes",
        measure: last_line,
    },
    Line {
        command: &["conformance", "--only", "highwater", "real-data"],
        goal: "more than 200 MB over a kill -9: nothing missing, nothing twice, two other clients agree",
        measure: last_line,
    },
    Line {
        command: &["conformance"],
        goal: "what Kafka 4.3.1 passes, Highwater passes",
        measure: last_line,
    },
    Line {
        command: &["bench", "one-broker"],
        goal: "the figures' own goals",
        measure: goals,
    },
];

/// Runs it; `-` instead of a name runs nothing and prints the list.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    if arguments.first().map(String::as_str) != Some("one-broker") {
        return Err("usage: cargo xtask evidence one-broker".to_owned());
    }
    let mut text = format!(
        "# Evidence: one broker\n\nWritten by `cargo xtask evidence one-broker` on {}.\n\n\
         | command | goal | measured | |\n|---|---|---|---|\n",
        today()
    );
    let mut missed = 0;
    for line in LINES {
        let command = line.command.join(" ");
        println!("== cargo xtask {command}");
        let output = Command::new(env!("CARGO"))
            .current_dir(root())
            .args(["run", "--quiet", "--package", "xtask", "--"])
            .args(line.command)
            .output()
            .map_err(|error| format!("cargo: {error}"))?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        print!("{printed}");
        let (measured, met) = (line.measure)(&printed, output.status.success());
        missed += usize::from(!met);
        let verdict = if met { "met" } else { "missed" };
        let measured = measured.replace('|', "/");
        let _ = writeln!(
            text,
            "| `cargo xtask {command}` | {} | {measured} | {verdict} |",
            line.goal
        );
    }
    let path = root().join("docs/EVIDENCE-one-broker.md");
    fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    if missed == 0 {
        Ok(())
    } else {
        Err(format!("{missed} missed"))
    }
}

fn last_line(printed: &str, succeeded: bool) -> (String, bool) {
    (
        printed
            .lines()
            .last()
            .unwrap_or("nothing was printed")
            .to_owned(),
        succeeded,
    )
}

/// Reads the lines `GOAL what: measured (goal …): met` of the benches.
fn goals(printed: &str, succeeded: bool) -> (String, bool) {
    let lines: Vec<&str> = printed
        .lines()
        .filter_map(|line| line.strip_prefix("GOAL "))
        .collect();
    let met = succeeded && !lines.is_empty() && lines.iter().all(|line| line.ends_with(": met"));
    let measured = if lines.is_empty() {
        "not measured".to_owned()
    } else {
        lines.join("<br>")
    };
    (measured, met)
}
