//! The Python clients, in an environment of their own.

use std::path::PathBuf;

use super::{Missing, announce, folder, require};
use crate::process::{Output, Run};
use crate::root;

const PACKAGES: [&str; 6] = [
    "confluent-kafka==2.16.1",
    "kafka-python==3.0.12",
    "lz4",
    "zstandard",
    "python-snappy",
    "crc32c",
];

/// A Python with the clients.
#[derive(Clone, Debug)]
pub struct Python {
    program: PathBuf,
    /// The clients.
    pub version: String,
}

impl Python {
    /// A run of one of our own programs in `conformance/python`.
    #[must_use]
    pub fn run(&self, file: &str) -> Run {
        let source = root().join("conformance/python").join(file);
        Run::new(&self.program)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .args([source])
    }
}

/// Finds or makes the environment.
///
/// # Errors
/// There is no `python3`, or the packages cannot be fetched.
pub fn python() -> Result<Python, Missing> {
    require("python3")?;
    let folder = folder("python")?;
    let program = folder.join("venv/bin/python");
    if !folder.join("ready").is_file() {
        announce("the Python clients");
        let make = Run::new("python3")
            .args(["-m", "venv", "venv"])
            .folder(&folder);
        make.limit_seconds(120)
            .output()
            .and_then(Output::success)
            .map_err(Missing)?;
        Run::new(&program)
            .args(["-m", "pip", "install", "-q"])
            .args(PACKAGES)
            .folder(&folder)
            .limit_seconds(600)
            .output()
            .and_then(Output::success)
            .map_err(|why| Missing(format!("pip: {why}")))?;
        std::fs::write(folder.join("ready"), "").map_err(|error| Missing(error.to_string()))?;
    }
    let version = PACKAGES[..2].join(", ").replace("==", " ");
    Ok(Python { program, version })
}
