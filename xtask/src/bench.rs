//! `cargo xtask bench`: the figures, by programs built as they are released.

use std::process::Command;

use conformance::{root, target};

use crate::conform::today;

/// Builds our binary and the benches, and runs what was asked for.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let built = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["build", "--quiet", "--locked", "--release"])
        .args(["--package", "highwater", "--package", "highwater-benches"])
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if !built.success() {
        return Err("the broker or the benches do not build".to_owned());
    }
    let mut command = Command::new(target().join("release/highwater-benches"));
    command.current_dir(root()).args(arguments);
    let first = arguments.first().map(String::as_str);
    if matches!(first, Some("one-broker" | "cluster")) {
        command.arg(today());
    }
    let ended = command
        .status()
        .map_err(|error| format!("highwater-benches: {error}"))?;
    if ended.success() {
        Ok(())
    } else {
        Err("the figures could not be taken".to_owned())
    }
}
