//! What a run has shown so far, beside the build: so that one that was cut short, or missed a goal, can go on and need not begin
//! anew.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use conformance::goal::{Goal, Verdict};
use conformance::target;

use crate::steps::git;

/// Begins a line that names a command and says how many seconds it took.
const RAN: &str = "RAN ";

/// One command that ran.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Done {
    pub(super) command: String,
    pub(super) took: Duration,
    pub(super) goals: Vec<Goal>,
}

fn path(name: &str) -> PathBuf {
    target().join(format!("evidence-{name}.txt"))
}

/// The commit that is built, when what is built is that commit: only documents, which the commands write, may differ.
fn commit() -> Result<String, String> {
    let changed = git(&["status", "--porcelain"])?;
    let foreign = changed.lines().find(|line| {
        let place = line.get(3..).unwrap_or_default();
        !place.starts_with("docs/") && place != "README.md"
    });
    if let Some(line) = foreign {
        return Err(format!(
            "evidence is of a commit, and this differs from it: {line}: commit it, or begin without --resume"
        ));
    }
    git(&["rev-parse", "HEAD"])
}

/// Keeps what was shown.
pub(super) fn keep(name: &str, done: &[Done]) -> Result<(), String> {
    let head = git(&["rev-parse", "HEAD"]).unwrap_or_default();
    let path = path(name);
    fs::write(&path, written(head.trim(), done))
        .map_err(|error| format!("{}: {error}", path.display()))
}

/// What an earlier run of this commit showed, of the commands that met all their goals.
pub(super) fn resumed(name: &str) -> Result<Vec<Done>, String> {
    let head = commit()?;
    let path = path(name);
    let text = fs::read_to_string(&path)
        .map_err(|error| format!("{}: {error}: begin without --resume", path.display()))?;
    let (of, done) = read(&text);
    if of != head.trim() {
        return Err(format!(
            "{} is of {of}, and {} is here: begin without --resume",
            path.display(),
            head.trim()
        ));
    }
    Ok(done
        .into_iter()
        .filter(|done| done.goals.iter().all(|goal| goal.verdict == Verdict::Met))
        .collect())
}

fn written(commit: &str, done: &[Done]) -> String {
    let mut text = format!("{commit}\n");
    for done in done {
        let _ = writeln!(text, "{RAN}{} {}", done.took.as_secs(), done.command);
        for goal in &done.goals {
            let _ = writeln!(text, "{goal}");
        }
    }
    text
}

/// The commit, and the commands.
fn read(text: &str) -> (&str, Vec<Done>) {
    let mut lines = text.lines();
    let commit = lines.next().unwrap_or_default();
    let mut found: Vec<Done> = Vec::new();
    for line in lines {
        let ran = line.strip_prefix(RAN).and_then(|rest| rest.split_once(' '));
        if let Some((seconds, command)) = ran {
            found.push(Done {
                command: command.to_owned(),
                took: Duration::from_secs(seconds.parse().unwrap_or(0)),
                goals: Vec::new(),
            });
        } else if let (Some(goal), Some(last)) = (Goal::parse(line), found.last_mut()) {
            last.goals.push(goal);
        }
    }
    (commit, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again() {
        let missed = Goal::new("cost", "≤ 0.5", "0.59", Verdict::Missed).because("the floor");
        let done = [
            Done {
                command: "cargo xtask verify".to_owned(),
                took: Duration::from_secs(600),
                goals: vec![Goal::new(
                    "the whole run",
                    "passes",
                    "9 passed",
                    Verdict::Met,
                )],
            },
            Done {
                command: "cargo xtask bench cluster".to_owned(),
                took: Duration::from_secs(7),
                goals: vec![missed],
            },
        ];
        let text = written("abc", &done);
        assert_eq!(read(&text), ("abc", done.to_vec()));
    }
}
