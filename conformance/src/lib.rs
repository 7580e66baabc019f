//! Real clients and Kafka's own tools, against our broker and against a Kafka that is started beside it.
//!
//! Everything that is needed is fetched into the target folder, but for a JDK, Go and Python: where one is missing,
//! what needs it is skipped. Nothing is installed system-wide. Processes are ended by their id.

pub mod brokers;
pub mod chaos;
pub mod checks;
pub mod cluster;
pub mod cluster_input;
pub mod disks;
pub mod failover;
pub mod goal;
pub mod interop;
pub mod main_job;
pub mod mission;
pub mod process;
pub mod real_data;
pub mod report;
pub mod ride;
pub mod riders;
pub mod smoke;
pub mod takeover;
pub mod third_party;
pub mod tools;
pub mod wire;
pub mod znodes;

use std::path::{Path, PathBuf};

/// What went wrong, for the person at the terminal.
pub type Failure = String;

/// The workspace's folder.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
        .to_owned()
}

/// The folder that everything made or fetched goes into.
#[must_use]
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => std::path::absolute(&folder).unwrap_or_else(|_| folder.into()),
        None => root().join("target"),
    }
}
