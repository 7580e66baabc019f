//! The file that a run of evidence writes: anew after each command, so that one that was cut short shows what is missing.

use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use conformance::goal::Verdict;
use conformance::root;

use super::Table;
use super::kept::{self, Done};
use crate::conform::today;
use crate::steps::git;

/// What was written so far.
pub(super) struct Written<'a> {
    table: &'a Table,
    /// The commit that is shown.
    commit: String,
    /// Commands of an earlier run of the same commit, which met all their goals.
    kept: Vec<Done>,
    done: Vec<Done>,
}

impl<'a> Written<'a> {
    pub(super) fn new(table: &'a Table, kept: Vec<Done>) -> Self {
        let commit = git(&["rev-parse", "--short", "HEAD"]).unwrap_or_default();
        Self {
            table,
            commit: commit.trim().to_owned(),
            kept,
            done: Vec::new(),
        }
    }

    /// What an earlier run showed with a command.
    pub(super) fn kept(&self, command: &str) -> Option<Done> {
        self.kept
            .iter()
            .find(|done| done.command == command)
            .cloned()
    }

    /// Takes in what one command showed, and writes the file.
    pub(super) fn add(&mut self, done: Done) -> Result<(), String> {
        self.done.push(done);
        kept::keep(self.table.name, &self.done)?;
        let path = root().join(format!("docs/EVIDENCE-{}.md", self.table.name));
        fs::write(&path, self.text()).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// An error when a goal was missed or not measured.
    pub(super) fn result(&self) -> Result<(), String> {
        let goals = || self.done.iter().flat_map(|done| &done.goals);
        let not_met: Vec<String> = goals()
            .filter(|goal| goal.verdict != Verdict::Met)
            .map(|goal| {
                format!(
                    "  {}: {} ({}) {}",
                    goal.verdict, goal.figure, goal.measured, goal.reason
                )
            })
            .collect();
        println!("{} goals, {} not met", goals().count(), not_met.len());
        if not_met.is_empty() {
            Ok(())
        } else {
            Err(format!("not met:\n{}", not_met.join("\n")))
        }
    }

    fn text(&self) -> String {
        let mut text = format!(
            "# Evidence: {}\n\nWritten by `cargo xtask evidence {}` on {}, at {}, in {}{}. A goal that is missed stays here, with \
             the reason where it is known.\n\n\
             | command | what | goal | measured | | |\n|---|---|---|---|---|---|\n",
            self.table.title,
            self.table.name,
            today(),
            self.commit,
            minutes(self.done.iter().map(|done| done.took).sum()),
            if self.kept.is_empty() {
                ""
            } else {
                " over more than one run (`--resume`)"
            }
        );
        for done in &self.done {
            for goal in &done.goals {
                let cells =
                    [&goal.figure, &goal.goal, &goal.measured].map(|cell| cell.replace('|', "/"));
                let [figure, must, measured] = cells;
                let _ = writeln!(
                    text,
                    "| `{}` | {figure} | {must} | {measured} | {} | {} |",
                    done.command,
                    goal.verdict,
                    goal.reason.replace('|', "/")
                );
            }
        }
        for line in self.table.lines.iter().skip(self.done.len()) {
            let _ = writeln!(
                text,
                "| `{}` | | | not run | {} | |",
                line.command,
                Verdict::Missing
            );
        }
        text.push_str("\n| command | took |\n|---|---|\n");
        for done in &self.done {
            let _ = writeln!(text, "| `{}` | {} |", done.command, minutes(done.took));
        }
        text
    }
}

fn minutes(time: Duration) -> String {
    format!("{:.1} minutes", time.as_secs_f64() / 60.0)
}
