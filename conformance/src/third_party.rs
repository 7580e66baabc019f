//! Test suites of other projects, pointed at a broker.
//!
//! Each is a script in the folder that `HIGHWATER_SUITES` names. It takes `BOOTSTRAP` and `SUITE_CACHE`, prints a line for
//! each test that did not pass, and ends with `N passed, N failed, N skipped`.

use std::path::PathBuf;

use crate::brokers::{Broker, Kind};
use crate::process::{Output, Run};
use crate::report::{Ending, Outcome};
use crate::{Failure, target};

/// Longest run of one suite, in seconds; some build or fetch first.
const LIMIT_SECONDS: u64 = 1500;

/// The scripts, if a folder is named.
#[must_use]
pub fn scripts() -> Vec<PathBuf> {
    let Some(folder) = std::env::var_os("HIGHWATER_SUITES") else {
        return Vec::new();
    };
    let listed = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let is_script = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "sh");
    let mut scripts: Vec<PathBuf> = listed.filter(is_script).collect();
    scripts.sort();
    scripts
}

/// Runs one script against a fresh broker.
#[must_use]
pub fn run(kind: &Kind, script: &PathBuf) -> Vec<Outcome> {
    let name = script
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    let result = print(kind, script, &name);
    match result {
        Ok(output) => read(&name, &output.text()),
        Err(why) => vec![Outcome::of::<()>(name, Err(why))],
    }
}

fn print(kind: &Kind, script: &PathBuf, name: &str) -> Result<Output, Failure> {
    // What the suites expect of a broker.
    let partitions = if name == "rust-rdkafka" {
        "num.partitions=3"
    } else {
        "num.partitions=4"
    };
    let broker = Broker::start(kind.clone(), &[partitions])?;
    Run::new("bash")
        .args([script])
        .env("BOOTSTRAP", broker.bootstrap())
        .env("SUITE_CACHE", target().join("suites"))
        .limit_seconds(LIMIT_SECONDS)
        .output()
}

/// The tests that a script names, and its last line as an outcome of its own.
fn read(suite: &str, printed: &str) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for line in printed.lines() {
        let Some((word, rest)) = line.split_once(' ') else {
            continue;
        };
        let ending = match word {
            "PASS" => Ending::Passed,
            "FAIL" | "FAILED" | "ERROR" => Ending::Failed(rest.chars().take(200).collect()),
            "SKIP" | "SKIPPED" | "ignored" => Ending::Skipped(rest.chars().take(200).collect()),
            _ => continue,
        };
        let test = rest.split([' ', '\t']).next().unwrap_or(rest);
        outcomes.push(Outcome {
            name: format!("{suite}: {test}"),
            ending,
        });
    }
    let last = printed.lines().last().unwrap_or("nothing was printed");
    let counted = last.contains(" passed, ");
    let total = Outcome::of(
        format!("{suite}: ends with a count"),
        if counted {
            Ok(())
        } else {
            Err(last.to_owned())
        },
    );
    println!("  {suite}: {last}");
    outcomes.push(total);
    outcomes
}
