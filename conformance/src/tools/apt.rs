//! What Debian's packages hold: unpacked into the target folder, never installed.

use std::path::{Path, PathBuf};

use super::{Missing, announce, folder, require};
use crate::process::{Output, Run};

/// Libraries that kcat may miss on a bare machine, and the packages that have them.
const LIBRARIES: [(&str, &[&str]); 7] = [
    ("libsasl2", &["libsasl2-2"]),
    ("liblz4", &["liblz4-1"]),
    ("libzstd", &["libzstd1"]),
    ("libcurl", &["libcurl4", "libcurl4t64"]),
    ("libssl", &["libssl3", "libssl3t64"]),
    ("libcrypto", &["libssl3", "libssl3t64"]),
    ("libz.", &["zlib1g"]),
];

/// The command-line client over librdkafka.
#[derive(Clone, Debug)]
pub struct Kcat {
    program: PathBuf,
    libraries: PathBuf,
    /// What it says about itself.
    pub version: String,
}

impl Kcat {
    /// A run of kcat against a broker.
    #[must_use]
    pub fn run(&self, bootstrap: &str) -> Run {
        self.bare().args(["-b", bootstrap])
    }

    fn bare(&self) -> Run {
        Run::new(&self.program).env("LD_LIBRARY_PATH", &self.libraries)
    }
}

/// Finds or fetches kcat.
///
/// # Errors
/// There is no `apt-get` or `dpkg`, or the packages cannot be fetched or do not run here.
pub fn kcat() -> Result<Kcat, Missing> {
    let folder = folder("kcat")?;
    let triple = format!("{}-linux-gnu", std::env::consts::ARCH);
    let (program, libraries) = (
        folder.join("usr/bin/kcat"),
        folder.join("usr/lib").join(triple),
    );
    let mut kcat = Kcat {
        program,
        libraries,
        version: String::new(),
    };
    if !kcat.program.is_file() {
        announce("kcat");
        unpack(&folder, &["kcat", "librdkafka1", "libyajl2"])?;
        fill_in(&kcat, &folder)?;
    }
    let says = kcat
        .bare()
        .args(["-V"])
        .output()
        .and_then(Output::success)
        .map_err(Missing)?;
    let version = says
        .text()
        .lines()
        .find(|line| line.starts_with("Version"))
        .map(str::to_owned);
    let all = version.unwrap_or_default();
    let word = |after: &str| {
        all.split_once(after)
            .and_then(|(_, rest)| rest.split([' ', ')']).next())
            .unwrap_or("?")
    };
    kcat.version = format!(
        "kcat {}, librdkafka {}",
        word("Version "),
        word("librdkafka ")
    );
    Ok(kcat)
}

/// Fetches the libraries that neither the machine nor the folder has.
fn fill_in(kcat: &Kcat, folder: &Path) -> Result<(), Missing> {
    for _ in 0..LIBRARIES.len() {
        let listed = Run::new("ldd")
            .env("LD_LIBRARY_PATH", &kcat.libraries)
            .args([&kcat.program]);
        let listed = listed.output().map_err(Missing)?.text();
        let Some(line) = listed.lines().find(|line| line.contains("not found")) else {
            return Ok(());
        };
        let packages = LIBRARIES.iter().find(|(library, _)| line.contains(library));
        let (_, packages) =
            packages.ok_or_else(|| Missing(format!("kcat needs {}", line.trim())))?;
        let fetched = packages
            .iter()
            .any(|package| unpack(folder, &[package]).is_ok());
        if !fetched {
            return Err(Missing(format!("kcat needs {}", line.trim())));
        }
    }
    Ok(())
}

/// Downloads packages and unpacks them into `folder`; the package lists are renewed only where that fails.
pub(super) fn unpack(folder: &Path, packages: &[&str]) -> Result<(), Missing> {
    require("apt-get")?;
    require("dpkg")?;
    let download = || {
        Run::new("apt-get")
            .args(["download", "-q"])
            .args(packages)
            .folder(folder)
            .limit_seconds(300)
    };
    let first = download().output().and_then(Output::success);
    if first.is_err() {
        let update = Run::new("apt-get")
            .args(["update", "-q"])
            .limit_seconds(300)
            .output();
        update
            .and_then(Output::success)
            .map_err(|why| Missing(format!("apt-get update: {why}")))?;
        let again = download().output().and_then(Output::success);
        again.map_err(|why| Missing(format!("apt-get download {}: {why}", packages.join(" "))))?;
    }
    let listed = std::fs::read_dir(folder).map_err(|error| Missing(error.to_string()))?;
    for entry in listed.flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "deb") {
            let run = Run::new("dpkg").args(["-x".as_ref(), path.as_os_str(), folder.as_os_str()]);
            run.output().and_then(Output::success).map_err(Missing)?;
            std::fs::remove_file(&path).map_err(|error| Missing(error.to_string()))?;
        }
    }
    Ok(())
}

/// Real text that a package ships: the files of the Unicode character database, some 30 MB.
///
/// # Errors
/// It cannot be fetched.
pub fn data_set() -> Result<Vec<PathBuf>, Missing> {
    let folder = folder("unicode-data")?;
    let texts = folder.join("usr/share/unicode");
    if !texts.is_dir() {
        announce("the data set");
        unpack(&folder, &["unicode-data"])?;
    }
    let listed = std::fs::read_dir(&texts).map_err(|error| Missing(error.to_string()))?;
    let is_text = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "txt");
    let mut files: Vec<_> = listed
        .flatten()
        .map(|entry| entry.path())
        .filter(is_text)
        .collect();
    files.sort();
    Ok(files)
}
