//! Damaged input for every parser: nothing panics, hangs, or allocates more than its bound.
//!
//! `cargo xtask fuzz` runs it. An input is made from its number alone, so a number that fails is an input to keep:
//! `fuzz/kept` has them, and every run begins with them.

mod damage;
mod run;
mod targets;

use std::alloc::System;
use std::process::ExitCode;
use std::time::Duration;

use cap::Cap;

use run::{Budget, run};
use targets::{TARGETS, Target};

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

const USAGE: &str = "usage: fuzz [--seconds N | --inputs N | --for-ever] [--from N] [TARGET …]
  --seconds N   so long for each target (10)
  --inputs N    so many inputs for each target
  --for-ever    target after target, until something fails or it is ended
  --from N      the number of the first input";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match choose(&arguments).and_then(|choice| all(&choice)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// What to run.
struct Choice {
    targets: Vec<&'static Target>,
    budget: Budget,
    for_ever: bool,
    from: u64,
}

fn choose(arguments: &[String]) -> Result<Choice, String> {
    let mut choice = Choice {
        targets: Vec::new(),
        budget: Budget::Time(Duration::from_secs(10)),
        for_ever: false,
        from: 0,
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let mut number = || {
            arguments
                .next()
                .and_then(|number| number.parse::<u64>().ok())
                .ok_or(USAGE)
        };
        match argument.as_str() {
            "--seconds" => choice.budget = Budget::Time(Duration::from_secs(number()?)),
            "--inputs" => choice.budget = Budget::Inputs(number()?),
            "--from" => choice.from = number()?,
            "--for-ever" => choice.for_ever = true,
            name => {
                let target = TARGETS.iter().find(|target| target.name == name);
                let names = TARGETS.map(|target| format!("  {:24} {}", target.name, target.about));
                choice.targets.push(
                    target.ok_or_else(|| format!("{USAGE}\ntargets:\n{}", names.join("\n")))?,
                );
            }
        }
    }
    if choice.targets.is_empty() {
        choice.targets = TARGETS.to_vec();
    }
    Ok(choice)
}

fn all(choice: &Choice) -> Result<(), String> {
    let mut from = choice.from;
    loop {
        let mut next = from;
        for target in &choice.targets {
            let tried = run(target, from, choice.budget)?;
            println!("{tried}");
            next = next.max(tried.next);
        }
        if !choice.for_ever {
            return Ok(());
        }
        from = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // One test only: the allocator counts for the whole process.
    #[test]
    fn every_target_stands_a_short_run() {
        for target in TARGETS {
            let tried = run(target, 0, Budget::Inputs(400)).unwrap_or_else(|why| panic!("{why}"));
            println!("{tried}");
            assert!(
                tried.taken > 0,
                "{}: damage that nothing gets over tries nothing",
                target.name
            );
            assert!(
                tried.taken < tried.inputs,
                "{}: nothing is found",
                target.name
            );
        }
    }
}
