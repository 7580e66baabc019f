//! A list of steps, each of which passes, fails or is skipped, and is timed.

use std::process::{Command, Stdio};
use std::time::Instant;

use conformance::report::{Ending, Outcome, Tally};

/// What was done so far.
pub(crate) struct Steps {
    outcomes: Vec<Outcome>,
    /// Tests that were counted by somebody else.
    counted: Tally,
}

impl Steps {
    pub(crate) fn new() -> Self {
        Self {
            outcomes: Vec::new(),
            counted: Tally::default(),
        }
    }

    /// Makes one step, and says how it ended.
    pub(crate) fn step(&mut self, name: &str, run: impl FnOnce() -> Result<(), String>) {
        let begun = Instant::now();
        let outcome = Outcome::of(name, run());
        self.say(outcome, Some(begun));
    }

    /// Takes over outcomes of checks.
    pub(crate) fn extend(&mut self, outcomes: Vec<Outcome>) {
        for outcome in outcomes {
            self.say(outcome, None);
        }
    }

    /// Adds tests that a program counted.
    pub(crate) fn count(&mut self, tally: Tally) {
        self.counted.passed += tally.passed;
        self.counted.failed += tally.failed;
        self.counted.skipped += tally.skipped;
    }

    fn say(&mut self, outcome: Outcome, begun: Option<Instant>) {
        let time = begun.map_or(String::new(), |at| {
            format!(" ({:.1} s)", at.elapsed().as_secs_f64())
        });
        match &outcome.ending {
            Ending::Passed => println!("PASS {}{time}", outcome.name),
            Ending::Failed(why) => println!("FAIL {}{time}\n{}", outcome.name, indented(why)),
            Ending::Skipped(why) => println!("SKIP {}: {why}", outcome.name),
        }
        self.outcomes.push(outcome);
    }

    /// All of it: what the last line says.
    pub(crate) fn tally(&self) -> Tally {
        let own = Tally::of(&self.outcomes);
        Tally {
            passed: own.passed + self.counted.passed,
            failed: own.failed + self.counted.failed,
            skipped: own.skipped + self.counted.skipped,
        }
    }

    /// An error when anything failed.
    pub(crate) fn result(&self) -> Result<(), String> {
        let tally = self.tally();
        println!("{tally}");
        if tally.failed == 0 {
            Ok(())
        } else {
            Err(String::new())
        }
    }
}

fn indented(text: &str) -> String {
    text.lines()
        .map(|line| format!("    {line}\n"))
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// Runs cargo in the workspace and gathers what it says.
pub(crate) fn cargo(arguments: &[&str]) -> Result<String, String> {
    cargo_with(arguments, &[])
}

/// As [`cargo`], with variables set.
pub(crate) fn cargo_with(arguments: &[&str], variables: &[(&str, &str)]) -> Result<String, String> {
    let output = Command::new(env!("CARGO"))
        .envs(variables.iter().copied())
        .current_dir(conformance::root())
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    let all = text + &String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = all.lines().collect();
    Err(lines[lines.len().saturating_sub(80)..].join("\n"))
}

/// What `git` answers about the workspace.
pub(crate) fn git(arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .current_dir(conformance::root())
        .args(arguments)
        .output();
    let output = output.map_err(|error| format!("git: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
