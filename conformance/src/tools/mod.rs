//! The clients: found or fetched into the target folder, once.

mod apt;
mod go;
mod java;
mod maven;
mod node;
mod preload;
mod python;
mod tree;
mod zookeeper;

use std::path::PathBuf;

pub use apt::{Kcat, data_set, kcat};
pub use go::{GoClient, go_client};
pub use java::{Java, KAFKA_3_VERSION, KAFKA_VERSION, java, kafka_3};
pub use node::{Node, node};
pub use preload::{disk_faults, faketime};
pub use python::{Python, python};
pub use tree::{Shown, Tree};
pub use zookeeper::{ServerOptions, ZOOKEEPER_VERSION, Zookeeper, ZookeeperServers, zookeeper};

use crate::target;

/// Why a tool is not there.
#[derive(Clone, Debug)]
pub struct Missing(pub String);

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The folder that the tools are fetched into.
fn folder(name: &str) -> Result<PathBuf, Missing> {
    let folder = target().join("tools").join(name);
    std::fs::create_dir_all(&folder)
        .map_err(|error| Missing(format!("{}: {error}", folder.display())))?;
    Ok(folder)
}

/// Whether a program is on the path.
fn on_path(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

fn require(program: &str) -> Result<(), Missing> {
    if on_path(program) {
        Ok(())
    } else {
        Err(Missing(format!("no {program}")))
    }
}

/// Says what takes its time.
fn announce(what: &str) {
    eprintln!("fetching {what} …");
}
