//! Our small program over franz-go.

use std::path::PathBuf;

use super::{Missing, announce, folder, require};
use crate::process::{Output, Run};
use crate::root;

/// The program, built.
#[derive(Clone, Debug)]
pub struct GoClient {
    program: PathBuf,
    /// The library and the compiler.
    pub version: String,
}

impl GoClient {
    /// A run of it.
    #[must_use]
    pub fn run(&self) -> Run {
        Run::new(&self.program)
    }
}

/// Builds the program of `conformance/go`; its modules are fetched by Go itself.
///
/// # Errors
/// There is no `go`, it is too old, or the modules cannot be fetched.
pub fn go_client() -> Result<GoClient, Missing> {
    require("go")?;
    let program = folder("go")?.join("client");
    let source = root().join("conformance/go");
    announce("and building the Go client");
    Run::new("go")
        .args([
            "build".as_ref(),
            "-o".as_ref(),
            program.as_os_str(),
            ".".as_ref(),
        ])
        .folder(&source)
        .limit_seconds(600)
        .output()
        .and_then(Output::success)
        .map_err(|why| Missing(format!("go build: {why}")))?;
    let modules = std::fs::read_to_string(source.join("go.mod")).unwrap_or_default();
    let library = modules
        .lines()
        .find(|line| line.contains("twmb/franz-go v"));
    let library =
        library.and_then(|line| line.split_whitespace().find(|word| word.starts_with('v')));
    let go = Run::new("go")
        .args(["env", "GOVERSION"])
        .output()
        .map_err(Missing)?
        .text();
    let version = format!("franz-go {}, {}", library.unwrap_or("?"), go.trim());
    Ok(GoClient { program, version })
}
