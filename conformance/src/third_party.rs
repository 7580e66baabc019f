//! Test suites of other projects, pointed at a broker.
//!
//! Each is a script in the folder that `HIGHWATER_SUITES` names, or in `shared/suites` beside the workspace. It takes
//! `BOOTSTRAP`, `SUITE_CACHE` and `LIMIT`, prints a line for each test that did not pass (some for each that did), and ends
//! with `N passed, N failed, N skipped`.

use std::path::PathBuf;

use crate::brokers::{Broker, Kind};
use crate::process::Run;
use crate::report::{Ending, Outcome, Tally};
use crate::{Failure, root, target};

/// Longest time to fetch and build what a suite needs, once, on a busy machine.
const FETCH_SECONDS: u64 = 3600;

/// A suite, by the name of its script.
#[derive(Clone, Copy, Debug)]
pub struct Suite {
    /// The script's name without its ending.
    pub name: &'static str,
    /// What the suite expects of a broker.
    settings: &'static [&'static str],
    /// Longest run of its tests: a few times what a busy machine needs. What waits for something that is not served ends
    /// with it.
    limit_seconds: u64,
}

/// All of them. One whose script is not there fails.
pub const SUITES: [Suite; 4] = [
    Suite {
        name: "kafka-python",
        settings: &["num.partitions=4"],
        limit_seconds: 900,
    },
    Suite {
        name: "franz-go",
        settings: &["num.partitions=4"],
        limit_seconds: 420,
    },
    Suite {
        name: "java-tools",
        settings: &["num.partitions=4"],
        limit_seconds: 1500,
    },
    Suite {
        name: "rust-rdkafka",
        settings: &["num.partitions=3"],
        limit_seconds: 600,
    },
];

/// Tests that need what is not served yet, each with what that is: lines `suite: test = what`, where a `*` in the name stands
/// for any letters. Those of [`AMONG_SEVERAL`] need it where there are several brokers.
const NOT_SERVED: &str = include_str!("../third-party-not-served.txt");

/// How a line begins that holds for several brokers only.
const AMONG_SEVERAL: &str = "among several, ";

/// What a test needs that is not served yet, or not there by so many brokers, if that is known of it.
#[must_use]
pub fn not_served(test: &str, nodes: usize) -> Option<&'static str> {
    let lines = NOT_SERVED.lines().filter_map(|line| line.split_once(" = "));
    let mut found = lines.filter(|(pattern, _)| match pattern.strip_prefix(AMONG_SEVERAL) {
        Some(pattern) => nodes > 1 && fits(pattern, test),
        None => fits(pattern, test),
    });
    found.next().map(|(_, what)| what.trim())
}

/// Whether a name fits a pattern with stars.
fn fits(pattern: &str, name: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let rest = name.strip_prefix(before);
    rest.is_some_and(|rest| {
        (0..=rest.len()).any(|at| rest.get(at..).is_some_and(|rest| fits(after, rest)))
    })
}

/// Runs one suite against a fresh broker, or a cluster of so many: the tests that it names, and how many there were of all.
#[must_use]
pub fn run(kind: &Kind, suite: &Suite, nodes: usize) -> (Vec<Outcome>, Tally) {
    match print(kind, suite, nodes) {
        Ok(printed) => read(suite.name, &printed),
        Err(why) => {
            let outcomes = vec![Outcome::of::<()>(end(suite.name), Err(why))];
            let tally = Tally::of(&outcomes);
            (outcomes, tally)
        }
    }
}

/// The check that a suite comes to an end and counts.
fn end(suite: &str) -> String {
    format!("{suite}: comes to its end")
}

/// The folder of the scripts.
fn folder() -> Result<PathBuf, Failure> {
    let named = std::env::var_os("HIGHWATER_SUITES").map(PathBuf::from);
    let beside = || root().parent().map(|parent| parent.join("shared/suites"));
    named
        .or_else(beside)
        .filter(|folder| folder.is_dir())
        .ok_or_else(|| {
            "missing: let HIGHWATER_SUITES name the folder of the suites' scripts".to_owned()
        })
}

fn print(kind: &Kind, suite: &Suite, nodes: usize) -> Result<String, Failure> {
    let script = folder()?.join(suite.name).with_extension("sh");
    if !script.is_file() {
        return Err(format!(
            "missing: there is no {}.sh among the suites' scripts",
            suite.name
        ));
    }
    let broker = match nodes {
        1 => Broker::start(kind.clone(), suite.settings)?,
        nodes => Broker::start_among(kind.clone(), suite.settings, nodes)?,
    };
    let run = Run::new("bash")
        .args([script])
        .env("BOOTSTRAP", broker.bootstrap())
        .env("SUITE_CACHE", target().join("suites"))
        .env("RF", nodes.min(3).to_string())
        .env("NODES", nodes.to_string())
        .env("LIMIT", suite.limit_seconds.to_string());
    let output = run
        .limit_seconds(suite.limit_seconds + FETCH_SECONDS)
        .output()?;
    Ok(output.text())
}

/// The tests that a script names, and the count of its last line.
fn read(suite: &str, printed: &str) -> (Vec<Outcome>, Tally) {
    let mut outcomes = Vec::new();
    for line in printed.lines() {
        let Some((word, rest)) = line.split_once(' ') else {
            continue;
        };
        let why = || rest.chars().take(200).collect();
        let ending = match word {
            "PASS" => Ending::Passed,
            "FAIL" | "FAILED" | "ERROR" => Ending::Failed(why()),
            "SKIP" | "SKIPPED" | "ignored" => Ending::Skipped(why()),
            _ => continue,
        };
        // A count in brackets may come before the name.
        let mut words = rest
            .split([' ', '\t'])
            .filter(|word| !word.starts_with('['));
        let test = words.next().unwrap_or(rest);
        outcomes.push(Outcome {
            name: format!("{suite}: {test}"),
            ending,
        });
    }
    let last = printed.lines().last().unwrap_or("nothing was printed");
    let counted = Tally::parse(last).filter(|tally| tally.passed > 0);
    let ended = counted.ok_or_else(|| last.to_owned());
    outcomes.push(Outcome::of(end(suite), ended));
    let tally = counted.unwrap_or_else(|| Tally::of(&outcomes));
    (outcomes, tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_letters() {
        assert!(fits("s: a*", "s: abc") && fits("s: *b*", "s: abc") && fits("s: abc", "s: abc"));
        assert!(!fits("s: b*", "s: abc") && !fits("s: ab", "s: abc") && !fits("s: *b", "s: abc"));
        assert_eq!(not_served("java-tools: txn-list", 1), Some("transactions"));
        assert_eq!(not_served("java-tools: topic-create", 1), None);
    }

    #[test]
    fn what_is_chance_among_several_is_none_of_one() {
        let test =
            "kafka-python: test/integration/test_admin_integration.py::test_alter_replica_log_dirs";
        assert_eq!(not_served(test, 1), None);
        assert!(not_served(test, 3).is_some());
    }

    #[test]
    fn a_suite_is_read_test_by_test() {
        let (outcomes, tally) = read(
            "s",
            "noise\nPASS a\nFAILED b - why\nSKIPPED [1] c: no\n7 passed, 1 failed, 1 skipped\n",
        );
        let names: Vec<&str> = outcomes
            .iter()
            .map(|outcome| outcome.name.as_str())
            .collect();
        assert_eq!(names, ["s: a", "s: b", "s: c:", "s: comes to its end"]);
        assert_eq!((tally.passed, tally.failed, tally.skipped), (7, 1, 1));
        assert_eq!(outcomes[3].ending, Ending::Passed);
    }

    #[test]
    fn a_suite_that_passes_nothing_did_not_come_to_its_end() {
        for printed in ["", "cannot fetch", "0 passed, 1 failed, 0 skipped"] {
            let (outcomes, tally) = read("s", printed);
            let last = outcomes.last().expect("the end");
            assert!(matches!(last.ending, Ending::Failed(_)), "{printed}");
            assert_eq!(tally.failed, 1, "{printed}");
        }
    }
}
