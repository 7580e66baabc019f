//! `cargo xtask evidence`: runs what shows that something does its job, and writes down what came of it.
//!
//! A [`Table`] is a list of commands. Each is run, its output is shown as it comes, and what it says about its goals
//! becomes rows of `docs/EVIDENCE-NAME.md`. A goal that is missed, or that nobody measured, stays in the table with the
//! reason, and the whole run fails. With `--resume` a run goes on where an earlier one of the same commit was cut short, and
//! runs what missed a goal again.

mod cluster;
mod kept;
mod one_broker;
mod proof;
mod table;
mod zookeeper;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use conformance::goal::{Goal, Verdict};
use conformance::root;

use kept::Done;
use table::Written;

/// All tables.
const TABLES: [&Table; 4] = [
    &one_broker::TABLE,
    &cluster::TABLE,
    &zookeeper::TABLE,
    &proof::TABLE,
];

/// What is to be shown by one run.
struct Table {
    /// What it is called on the command line and in the name of its file.
    name: &'static str,
    /// The title of its file, after `Evidence: `.
    title: &'static str,
    lines: &'static [Line],
}

/// A command that shows something.
struct Line {
    /// As a person would type it in the workspace's folder: `cargo` and its words.
    command: &'static str,
    read: Read,
}

/// How the output of a command is read.
#[derive(Clone, Copy)]
enum Read {
    /// The goal is met when the command succeeds; its last line says what was measured.
    LastLine(&'static str),
    /// It prints its goals as lines (see [`Goal`]), at least so many.
    Goals(usize),
}

/// What a command printed, and how it ended.
struct Ran {
    printed: Vec<String>,
    succeeded: bool,
    took: Duration,
}

/// Runs the table that is named.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let (name, resumes) = match arguments {
        [name] => (name, false),
        [name, flag] if flag == "--resume" => (name, true),
        _ => return Err(usage()),
    };
    let table = TABLES.iter().find(|table| table.name == name);
    let table = table.ok_or_else(usage)?;
    let kept = match resumes {
        true => kept::resumed(name)?,
        false => Vec::new(),
    };
    let mut written = Written::new(table, kept);
    for (number, line) in table.lines.iter().enumerate() {
        println!(
            "== {} of {}: {}",
            number + 1,
            table.lines.len(),
            line.command
        );
        let done = match written.kept(line.command) {
            Some(kept) => kept,
            None => show(line)?,
        };
        for goal in &done.goals {
            println!("   {}: {} ({})", goal.verdict, goal.figure, goal.measured);
        }
        written.add(done)?;
    }
    written.result()
}

fn show(line: &Line) -> Result<Done, String> {
    let ran = execute(line.command)?;
    Ok(Done {
        command: line.command.to_owned(),
        took: ran.took,
        goals: goals(line.read, &ran),
    })
}

fn usage() -> String {
    let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    format!(
        "usage: cargo xtask evidence {} [--resume]",
        names.join(" | ")
    )
}

/// Runs a command in the workspace's folder; what it prints is shown and kept. Nothing may be skipped.
fn execute(command: &str) -> Result<Ran, String> {
    let begun = Instant::now();
    let mut words = command.split_whitespace();
    assert_eq!(
        words.next(),
        Some("cargo"),
        "a command of evidence begins with cargo"
    );
    let mut child = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(words)
        .env("CI", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{command}: {error}"))?;
    let mut printed = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line.map_err(|error| format!("{command}: {error}"))?;
            println!("   {line}");
            printed.push(line);
        }
    }
    let status = child
        .wait()
        .map_err(|error| format!("{command}: {error}"))?;
    Ok(Ran {
        printed,
        succeeded: status.success(),
        took: begun.elapsed(),
    })
}

/// What a run says about its goals. One that fails without a goal that explains it is a goal missed.
fn goals(read: Read, ran: &Ran) -> Vec<Goal> {
    let last = ran
        .printed
        .last()
        .map_or("nothing was printed", String::as_str);
    match read {
        Read::LastLine(goal) => vec![Goal::new(
            "the whole run",
            goal,
            last,
            Verdict::of(ran.succeeded),
        )],
        Read::Goals(least) => {
            let mut goals: Vec<Goal> = ran
                .printed
                .iter()
                .filter_map(|line| Goal::parse(line))
                .collect();
            if goals.len() < least {
                let measured = format!("{}; {last}", goals.len());
                let goal = format!("{least} goals are measured");
                goals.push(Goal::new("the whole run", goal, measured, Verdict::Missing));
            } else if !ran.succeeded && goals.iter().all(|goal| goal.verdict == Verdict::Met) {
                goals.push(Goal::new(
                    "the whole run",
                    "it succeeds",
                    last,
                    Verdict::Missed,
                ));
            }
            goals
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(printed: &[&str], succeeded: bool) -> Ran {
        Ran {
            printed: printed.iter().map(ToString::to_string).collect(),
            succeeded,
            took: Duration::from_secs(1),
        }
    }

    fn verdicts(read: Read, ran: &Ran) -> Vec<Verdict> {
        goals(read, ran).iter().map(|goal| goal.verdict).collect()
    }

    const MET: &str = "GOAL start | ≤ 100 ms | 99 ms | met";
    const MISSED: &str = "GOAL cost | ≤ 0.5 | 0.6 | missed | the floor is at 0.57";

    #[test]
    fn a_goal_that_is_missed_keeps_its_reason() {
        let goals = goals(Read::Goals(2), &ran(&["noise", MET, MISSED], true));
        assert_eq!(goals.len(), 2);
        assert_eq!(goals[1].verdict, Verdict::Missed);
        assert_eq!(goals[1].reason, "the floor is at 0.57");
    }

    #[test]
    fn a_goal_that_was_not_measured_is_missing() {
        assert_eq!(
            verdicts(Read::Goals(2), &ran(&[MET], true)),
            [Verdict::Met, Verdict::Missing]
        );
        assert_eq!(
            verdicts(Read::Goals(1), &ran(&[], true)),
            [Verdict::Missing]
        );
    }

    #[test]
    fn a_run_that_fails_is_never_met() {
        assert_eq!(
            verdicts(Read::Goals(1), &ran(&[MET], false)),
            [Verdict::Met, Verdict::Missed]
        );
        assert_eq!(
            verdicts(Read::LastLine("passes"), &ran(&["1 failed"], false)),
            [Verdict::Missed]
        );
        assert_eq!(
            verdicts(Read::LastLine("passes"), &ran(&["9 passed"], true)),
            [Verdict::Met]
        );
    }
}
