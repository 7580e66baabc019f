//! Java programs as jars, with all that they depend on.

use std::path::{Path, PathBuf};

use super::{Missing, announce, folder, require};
use crate::process::{Output, Run};

/// Fetches the jars of a Maven project into `lib` of a folder of the name, once. `project` is the text of its `pom.xml`; the
/// other files are written beside it.
pub(super) fn jars(
    name: &str,
    what: &str,
    project: &str,
    files: &[(&str, &str)],
) -> Result<PathBuf, Missing> {
    let folder = folder(name)?;
    if folder.join("ready").is_file() {
        return Ok(folder);
    }
    require("mvn")?;
    announce(what);
    write(&folder.join("pom.xml"), project)?;
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

fn write(path: &Path, text: &str) -> Result<(), Missing> {
    path.parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| Missing(format!("{}: {error}", path.display())))
}
