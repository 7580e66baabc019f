//! kafkajs, in a folder of its own.

use std::path::PathBuf;

use super::{Missing, announce, folder, require};
use crate::process::{Output, Run};
use crate::root;

/// A Node.js with the client.
#[derive(Clone, Debug)]
pub struct Node {
    modules: PathBuf,
    /// The client and what runs it.
    pub version: String,
}

impl Node {
    /// A run of one of our own programs in `conformance/node`.
    #[must_use]
    pub fn run(&self, file: &str) -> Run {
        let source = root().join("conformance/node").join(file);
        Run::new("node")
            .env("NODE_PATH", &self.modules)
            .args([source])
    }
}

/// Finds or fetches it.
///
/// # Errors
/// There is no `node` or `npm`, or the package cannot be fetched.
pub fn node() -> Result<Node, Missing> {
    require("node")?;
    let folder = folder("node")?;
    let modules = folder.join("node_modules");
    if !folder.join("ready").is_file() {
        require("npm")?;
        announce("kafkajs");
        for file in ["package.json", "package-lock.json"] {
            let source = root().join("conformance/node").join(file);
            std::fs::copy(&source, folder.join(file))
                .map_err(|error| Missing(format!("{}: {error}", source.display())))?;
        }
        Run::new("npm")
            .args(["ci", "--silent"])
            .folder(&folder)
            .limit_seconds(300)
            .output()
            .and_then(Output::success)
            .map_err(|why| Missing(format!("npm: {why}")))?;
        std::fs::write(folder.join("ready"), "").map_err(|error| Missing(error.to_string()))?;
    }
    let package = std::fs::read_to_string(modules.join("kafkajs/package.json")).unwrap_or_default();
    let line = package.lines().find(|line| line.contains("\"version\""));
    let library = line.and_then(|line| line.split('"').nth(3)).unwrap_or("?");
    let says = Run::new("node")
        .args(["--version"])
        .output()
        .map_err(Missing)?;
    let version = format!("kafkajs {library}, Node.js {}", says.text().trim());
    Ok(Node { modules, version })
}
