//! `cargo xtask verify`: everything that must hold before a change is taken. It never writes outside the target folder.

use std::fs;

use conformance::report::Tally;
use conformance::{root, smoke};

use crate::steps::{Steps, cargo, cargo_with};
use crate::{codegen, floors, tidy};

/// Something that can fail.
type Step = fn() -> Result<(), String>;

/// Damaged messages for each message and version.
const MUTANTS: &str = "10000";

/// The broker in the hands of several threads, under a scheduler that tries orders of them.
const SCHEDULES: [&str; 10] = [
    "test",
    "--package",
    "highwater-broker",
    "--locked",
    "--features",
    "schedules",
    "--lib",
    "schedules::",
    "--",
    "--nocapture",
];

/// Seconds of new seeds.
const SIMULATED_FOR: &str = "120";

fn simulate() -> Result<(), String> {
    let arguments = [
        "run",
        "--quiet",
        "--locked",
        "--package",
        "highwater-simulator",
    ];
    let histories = ["--bin", "sim", "--", "--seconds", SIMULATED_FOR];
    cargo(&[&arguments[..], &histories[..]].concat()).map(drop)
}

/// Runs it; with names, only the steps that have one of them in theirs.
pub(crate) fn run(only: &[String]) -> Result<(), String> {
    let wanted =
        |name: &str| only.is_empty() || only.iter().any(|word| name.contains(word.as_str()));
    let mut steps = Steps::new();
    let quick: [(&str, Step); 6] = [
        ("format", || {
            cargo(&["fmt", "--all", "--", "--check", "-l"]).map(drop)
        }),
        ("floors", floors::check),
        ("tidy", tidy::check),
        ("generated code is fresh", || {
            codegen::run(&["--check".to_owned()])
        }),
        ("docs/CONFIG.md is fresh", config_is_fresh),
        ("docs/METRICS.md is fresh", metrics_are_fresh),
    ];
    for (name, run) in quick {
        if wanted(name) {
            steps.step(name, run);
        }
    }
    if wanted("lints") {
        let arguments = [
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ];
        steps.step("lints", || cargo(&arguments).map(drop));
    }
    if wanted("tests") {
        let mut counted = Tally::default();
        steps.step("tests", || {
            let printed = cargo(&["test", "--workspace", "--locked", "--no-fail-fast"]);
            counted = count_tests(printed.as_ref().unwrap_or_else(|text| text));
            printed.map(drop)
        });
        steps.count(counted);
    }
    if wanted("mutants") {
        steps.step("decoder mutants", || {
            let arguments = [
                "test",
                "--package",
                "highwater-protocol",
                "--locked",
                "--test",
                "hostile",
            ];
            cargo_with(&arguments, &[("HIGHWATER_MUTANTS", MUTANTS)]).map(drop)
        });
    }
    if wanted("schedules") {
        try_orders(&mut steps);
    }
    if wanted("simulation") {
        steps.step("simulation", simulate);
    }
    if wanted("smoke") {
        match smoke::run() {
            Ok(outcomes) => steps.extend(outcomes),
            Err(why) => steps.step("smoke", || Err(why)),
        }
    }
    steps.result()
}

/// `cargo xtask fix`: writes what can be written by a program.
pub(crate) fn fix() -> Result<(), String> {
    codegen::run(&[])?;
    fs::create_dir_all(root().join("docs")).map_err(|error| error.to_string())?;
    fs::write(root().join("docs/CONFIG.md"), settings::markdown())
        .map_err(|error| error.to_string())?;
    fs::write(root().join("docs/METRICS.md"), metrics::markdown())
        .map_err(|error| error.to_string())?;
    cargo(&["fmt", "--all"]).map(drop)
}

fn config_is_fresh() -> Result<(), String> {
    let written = fs::read_to_string(root().join("docs/CONFIG.md")).unwrap_or_default();
    if written == settings::markdown() {
        Ok(())
    } else {
        Err("it differs from the table in crates/settings: run `cargo xtask fix`".to_owned())
    }
}

fn metrics_are_fresh() -> Result<(), String> {
    let written = fs::read_to_string(root().join("docs/METRICS.md")).unwrap_or_default();
    if written == metrics::markdown() {
        Ok(())
    } else {
        Err("it differs from the table in crates/metrics: run `cargo xtask fix`".to_owned())
    }
}

/// Tries orders of threads, and says how many.
fn try_orders(steps: &mut Steps) {
    let mut orders = String::new();
    steps.step("schedules", || {
        orders = orders_tried(&cargo(&SCHEDULES)?);
        Ok(())
    });
    println!("    {orders}");
}

/// Adds up the lines `800 orders: …`, one for each scene.
fn orders_tried(printed: &str) -> String {
    let orders = printed.lines().filter_map(|line| {
        let (before, _) = line.split_once(" orders: ")?;
        before.rsplit(' ').next()?.parse::<usize>().ok()
    });
    let orders: Vec<usize> = orders.collect();
    format!(
        "{} orders of threads in {} scenes",
        orders.iter().sum::<usize>(),
        orders.len()
    )
}

/// Adds up the lines `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
fn count_tests(printed: &str) -> Tally {
    let mut tally = Tally::default();
    for line in printed
        .lines()
        .filter(|line| line.starts_with("test result:"))
    {
        let number = |word: &str| {
            let mut words = line.split_whitespace();
            let mut before = "";
            words.find(|this| {
                let found = this.trim_end_matches(';') == word;
                if !found {
                    before = this;
                }
                found
            });
            before.parse::<usize>().unwrap_or(0)
        };
        tally.passed += number("passed");
        tally.failed += number("failed");
        tally.skipped += number("ignored");
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_orders_of_all_scenes_are_added_up() {
        let printed = "test a ... 800 orders: a reader\nok\n20 orders: a topic\n";
        assert_eq!(orders_tried(printed), "820 orders of threads in 2 scenes");
    }

    #[test]
    fn the_results_of_all_test_programs_are_added_up() {
        let printed = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
                       test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(
            count_tests(printed),
            Tally {
                passed: 13,
                failed: 2,
                skipped: 1
            }
        );
    }
}
