//! Java programs as jars, with all that they depend on.

use std::path::{Path, PathBuf};

use super::{Missing, announce, folder, require};
use crate::process::{Output, Run};

/// An artifact: group, name, version.
pub(super) type Artifact<'a> = [&'a str; 3];

/// Fetches artifacts and what they depend on into `lib` of a folder of the name, once. The files are written beside it.
pub(super) fn jars(
    name: &str,
    what: &str,
    artifacts: &[Artifact<'_>],
    files: &[(&str, &str)],
) -> Result<PathBuf, Missing> {
    let folder = folder(name)?;
    if folder.join("ready").is_file() {
        return Ok(folder);
    }
    require("mvn")?;
    announce(what);
    write(&folder.join("pom.xml"), &project(artifacts))?;
    for (file, text) in files {
        write(&folder.join(file), text)?;
    }
    Run::new("mvn")
        .args([
            "-q",
            "-B",
            "dependency:copy-dependencies",
            "-DoutputDirectory=lib",
        ])
        .folder(&folder)
        .limit_seconds(900)
        .output()
        .and_then(Output::success)
        .map_err(|why| Missing(format!("mvn: {why}")))?;
    write(&folder.join("ready"), "")?;
    Ok(folder)
}

fn project(artifacts: &[Artifact<'_>]) -> String {
    let dependencies: String = artifacts
        .iter()
        .map(|[group, artifact, version]| {
            format!(
                "<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version></dependency>"
            )
        })
        .collect();
    let head = "<modelVersion>4.0.0</modelVersion><groupId>highwater</groupId><artifactId>jars</artifactId><version>1</version>";
    format!("<project>{head}<dependencies>{dependencies}</dependencies></project>\n")
}

fn write(path: &Path, text: &str) -> Result<(), Missing> {
    path.parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| Missing(format!("{}: {error}", path.display())))
}
