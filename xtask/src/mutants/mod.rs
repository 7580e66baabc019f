//! `cargo xtask mutants`: bugs planted in a copy of the tree, and what finds them.
//!
//! The production source knows nothing of them: they are replacements of text ([`table`]), made in a copy below the target
//! folder. Each is switched on by a variable of the environment of the one simulator that is built there.

mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use conformance::root;

use crate::steps::git;
use table::{MUTANTS, Mutant};

const SWITCH: &str = "HIGHWATER_MUTANT";
/// Seconds of simulation for each.
const SECONDS: &str = "60";
/// The first edition of plans that draws what all of the bugs need.
const EDITION: &str = "6";

/// Plants, builds and hunts; with numbers or words, only the bugs of these numbers or with these words in their names.
pub(crate) fn run(only: &[String]) -> Result<(), String> {
    let tree = root().join("target/mutants");
    plant(&tree)?;
    let simulator = build(&tree)?;
    let is_wanted = |number: usize, mutant: &Mutant| {
        let number = number.to_string();
        only.is_empty()
            || only
                .iter()
                .any(|it| *it == number || mutant.name.contains(it.as_str()))
    };
    let mut survivors = Vec::new();
    println!("| bug | found by | histories | seconds |\n|---|---|---|---|");
    if only.is_empty() {
        let (found, line) = hunt(&simulator, 0, "none: the code as it is")?;
        println!("{line}");
        if found {
            return Err(
                "the simulator finds something without any bug that was planted".to_owned(),
            );
        }
    }
    for (number, mutant) in (1..).zip(MUTANTS) {
        if !is_wanted(number, mutant) {
            continue;
        }
        let (found, line) = hunt(&simulator, number, mutant.name)?;
        println!("{line}");
        if !found {
            survivors.push(mutant.name);
        }
    }
    if survivors.is_empty() {
        Ok(())
    } else {
        Err(format!("survived: {}", survivors.join("; ")))
    }
}

/// Whether a bug is switched on: looked up once at each place.
fn switch(number: usize) -> String {
    format!(
        "({{ static ON: std::sync::OnceLock<bool> = std::sync::OnceLock::new(); \
         *ON.get_or_init(|| std::env::var(\"{SWITCH}\").is_ok_and(|on| on == \"{number}\")) }})"
    )
}

/// Copies what git knows of, with all bugs in it; files that are the same already are left alone.
fn plant(tree: &Path) -> Result<(), String> {
    let mut edits: BTreeMap<String, Vec<(usize, &table::Edit)>> = BTreeMap::new();
    for (number, mutant) in (1..).zip(MUTANTS) {
        for edit in mutant.edits {
            let path = format!("crates/{}", edit.file);
            edits.entry(path).or_default().push((number, edit));
        }
    }
    let listed = git(&["ls-files", "--cached", "--others", "--exclude-standard"])?;
    let listed: BTreeSet<&str> = listed.lines().collect();
    remove_others(tree, &tree.join("crates"), &listed);
    for &path in &listed {
        let from = root().join(path);
        let Ok(mut content) = fs::read(&from) else {
            continue;
        };
        if let Some(edits) = edits.remove(path) {
            content = with_bugs(path, content, &edits)?.into_bytes();
        }
        let to = tree.join(path);
        if fs::read(&to).is_ok_and(|there| there == content) {
            continue;
        }
        let made = to.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::write(&to, content))
            .map_err(|error| format!("{}: {error}", to.display()))?;
    }
    match edits.keys().next() {
        None => Ok(()),
        Some(path) => Err(format!(
            "{path} is not there: mend xtask/src/mutants/table.rs"
        )),
    }
}

/// Removes what an earlier copy has left and is no more.
fn remove_others(tree: &Path, directory: &Path, listed: &BTreeSet<&str>) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = path.strip_prefix(tree).ok().and_then(Path::to_str);
        if path.is_dir() {
            remove_others(tree, &path, listed);
        } else if name.is_some_and(|name| !listed.contains(name)) {
            // What cannot be removed shows when the tree is built.
            let _ = fs::remove_file(&path);
        }
    }
}

fn with_bugs(
    path: &str,
    content: Vec<u8>,
    edits: &[(usize, &table::Edit)],
) -> Result<String, String> {
    let mut text = String::from_utf8(content).map_err(|error| format!("{path}: {error}"))?;
    for (number, edit) in edits {
        // Where two bugs meet, the second finds what the first has made of it.
        let times = text.matches(edit.find).count();
        let (find, replace) = if times == 1 {
            (edit.find.to_owned(), edit.replace.to_owned())
        } else {
            let bare = |text: &str| text.strip_prefix("if ").map(str::to_owned);
            match (bare(edit.find), bare(edit.replace)) {
                (Some(find), Some(replace)) if times == 0 && text.matches(&find).count() == 1 => {
                    (find, replace)
                }
                _ => {
                    return Err(format!(
                        "{path} has {times} times {:?}: mend xtask/src/mutants/table.rs",
                        edit.find
                    ));
                }
            }
        };
        text = text.replacen(&find, &replace.replace("MUTATED", &switch(*number)), 1);
    }
    Ok(text)
}

fn build(tree: &Path) -> Result<PathBuf, String> {
    let status = Command::new(env!("CARGO"))
        .current_dir(tree)
        .env("CARGO_TARGET_DIR", tree.join("target"))
        .env("RUSTFLAGS", "--cap-lints allow")
        .args([
            "build",
            "--quiet",
            "--locked",
            "--package",
            "highwater-simulator",
            "--bin",
            "sim",
        ])
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if status.success() {
        Ok(tree.join("target/debug/sim"))
    } else {
        Err("the tree with the bugs does not build".to_owned())
    }
}

/// Runs histories until one breaks a promise; whether one did, and a line for the table.
fn hunt(simulator: &Path, number: usize, name: &str) -> Result<(bool, String), String> {
    let began = Instant::now();
    let output = Command::new(simulator)
        .env(SWITCH, number.to_string())
        .args([
            "--seconds",
            SECONDS,
            "--from",
            "1",
            "--broken",
            "1",
            "--edition",
            EDITION,
        ])
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{}: {error}", simulator.display()))?;
    let seconds = began.elapsed().as_secs_f64();
    let printed = String::from_utf8_lossy(&output.stdout);
    let broken = printed
        .lines()
        .find_map(|line| line.strip_prefix("BROKEN "));
    let histories = printed
        .lines()
        .find_map(|line| line.split_once(" histories in"))
        .map_or("?", |(count, _)| count);
    let by = broken.map_or("nobody".to_owned(), |line| {
        line.chars().take(90).collect::<String>().replace('|', "/")
    });
    let line = format!("| {number}. {name} | {by} | {histories} | {seconds:.1} |");
    Ok((broken.is_some(), line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bug_finds_its_place() {
        let mut texts: BTreeMap<&str, String> = BTreeMap::new();
        for (number, mutant) in (1..).zip(MUTANTS) {
            for edit in mutant.edits {
                assert!(edit.replace.contains("MUTATED"), "{}", mutant.name);
                let path = root().join("crates").join(edit.file);
                let text = texts
                    .remove(edit.file)
                    .unwrap_or_else(|| fs::read_to_string(&path).expect("a file of the tree"));
                let made = with_bugs(edit.file, text.into_bytes(), &[(number, edit)]);
                texts.insert(edit.file, made.expect("once"));
            }
        }
        assert!(MUTANTS.len() >= 20);
    }
}
