//! `cargo xtask fuzz`: damaged input for every parser, for as long as is asked for.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use conformance::root;

use crate::conform::today;

/// Builds it and runs it. A run of all targets that comes to its end is written down.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let mut child = Command::new(env!("CARGO"))
        .current_dir(root())
        .args([
            "run",
            "--quiet",
            "--locked",
            "--package",
            "highwater-fuzz",
            "--",
        ])
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cargo: {error}"))?;
    let mut lines = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line.map_err(|error| format!("fuzz: {error}"))?;
            println!("{line}");
            lines.push(line);
        }
    }
    let status = child.wait().map_err(|error| format!("fuzz: {error}"))?;
    if !status.success() {
        return Err("an input failed, or there is no such target".to_owned());
    }
    let is_option =
        |argument: &String| argument.starts_with("--") || argument.parse::<u64>().is_ok();
    if arguments.iter().all(is_option) {
        write_down(arguments, &lines)?;
    }
    Ok(())
}

fn write_down(arguments: &[String], lines: &[String]) -> Result<(), String> {
    let mut command = vec!["cargo xtask fuzz".to_owned()];
    command.extend_from_slice(arguments);
    let mut text = format!(
        "# Fuzzing\n\nWritten by `{}` on {}. Nothing panicked, took longer than a minute or allocated more than its bound. An \
         input is *taken for good* when the parser has nothing against it.\n\n| target | inputs | |\n|---|---|---|\n",
        command.join(" "),
        today()
    );
    for line in lines {
        let (name, rest) = line.split_once(": ").unwrap_or((line, ""));
        let (inputs, rest) = rest.split_once(" inputs, ").unwrap_or(("", rest));
        let _ = writeln!(text, "| {name} | {inputs} | {rest} |");
    }
    let path = root().join("docs/FUZZ.md");
    fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
}
