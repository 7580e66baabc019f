//! `cargo xtask codegen`: message schemas and the Rust made from them.
//!
//! Without options, the Rust is written anew from the committed schemas. With `--jars DIR`, the
//! schemas are first written anew from the JSON in Kafka's jars. `--check` writes nothing and fails
//! when the committed Rust is stale.

mod emit;
mod golden;
mod json;
mod output;
mod schema;

pub(crate) use output::FOLDERS;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Text of files by their path below the workspace.
pub(crate) type Files = BTreeMap<String, String>;

/// Runs the command.
///
/// # Errors
/// A message for the person at the terminal.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let mut check = false;
    let mut golden = false;
    let mut jars = None;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--check" => check = true,
            "--golden" => golden = true,
            "--jars" => {
                jars = Some(PathBuf::from(
                    arguments.next().ok_or("--jars needs a directory")?,
                ))
            }
            other => return Err(format!("codegen does not know {other:?}")),
        }
    }
    let root = root();
    if golden {
        let jars = jars.ok_or("--golden needs --jars DIR with Kafka's jars")?;
        return golden::run(&root, &jars);
    }
    if let Some(jars) = jars {
        let schemas = json::schemas(&jars)?;
        replace(
            &root,
            &schemas,
            &["crates/protocol/schemas", "crates/metadata/schemas"],
        )?;
    }
    let files = output::files(&root)?;
    if check {
        compare(&root, &files)
    } else {
        replace(&root, &files, &output::FOLDERS)
    }
}

/// The workspace's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
        .to_owned()
}

/// Writes `files`, and removes what else lies in `folders`.
fn replace(root: &Path, files: &Files, folders: &[&str]) -> Result<(), String> {
    for folder in folders {
        for path in listed(root, folder)? {
            if !files.contains_key(&path) {
                fs::remove_file(root.join(&path)).map_err(|e| format!("{path}: {e}"))?;
            }
        }
    }
    let mut written = 0;
    for (path, text) in files {
        let target = root.join(path);
        if fs::read_to_string(&target).is_ok_and(|present| present == *text) {
            continue;
        }
        fs::create_dir_all(target.parent().unwrap_or(root)).map_err(|e| format!("{path}: {e}"))?;
        fs::write(&target, text).map_err(|e| format!("{path}: {e}"))?;
        written += 1;
    }
    println!("codegen: {written} of {} files written", files.len());
    Ok(())
}

fn compare(root: &Path, files: &Files) -> Result<(), String> {
    let mut stale = Vec::new();
    for (path, text) in files {
        if fs::read_to_string(root.join(path)).ok().as_ref() != Some(text) {
            stale.push(path.clone());
        }
    }
    for folder in output::FOLDERS {
        stale.extend(
            listed(root, folder)?
                .into_iter()
                .filter(|path| !files.contains_key(path)),
        );
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{} generated files are stale against the schemas; run `cargo xtask codegen`:\n  {}",
        stale.len(),
        stale.join("\n  ")
    ))
}

/// Files below a folder of the workspace, as paths below the workspace.
pub(crate) fn listed(root: &Path, folder: &str) -> Result<Vec<String>, String> {
    let mut paths = Vec::new();
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        return Ok(paths);
    };
    for entry in entries {
        let entry = entry.map_err(|e| format!("{folder}: {e}"))?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            paths.extend(listed(root, &path)?);
        } else {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
