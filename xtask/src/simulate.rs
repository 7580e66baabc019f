//! `cargo xtask sim`: seeded histories of whole clusters, on all cores.

use std::process::{Command, Stdio};

/// Builds the simulator and hands the arguments on; what it prints is seen as it comes.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let status = Command::new(env!("CARGO"))
        .current_dir(conformance::root())
        .args([
            "run",
            "--quiet",
            "--locked",
            "--package",
            "highwater-simulator",
        ])
        .args(["--bin", "sim", "--"])
        .args(arguments)
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err("the simulation found something, or could not run".to_owned())
    }
}
