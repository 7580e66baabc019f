//! Libraries that are preloaded into a broker to hurt it: flushes that fail or are slow, and another clock.

use std::path::PathBuf;

use super::{Missing, apt, folder, require};
use crate::process::{Output, Run};
use crate::root;

/// Builds the library of `conformance/native/disk.c`.
///
/// # Errors
/// There is no C compiler.
pub fn disk_faults() -> Result<PathBuf, Missing> {
    require("cc")?;
    let library = folder("preload")?.join("disk.so");
    Run::new("cc")
        .args(["-O1", "-shared", "-fPIC", "-o"])
        .args([
            library.as_path(),
            &root().join("conformance/native/disk.c"),
            "-ldl".as_ref(),
        ])
        .output()
        .and_then(Output::success)
        .map_err(|why| Missing(format!("cc: {why}")))?;
    Ok(library)
}

/// Finds or fetches libfaketime.
///
/// # Errors
/// It cannot be fetched.
pub fn faketime() -> Result<PathBuf, Missing> {
    let folder = folder("faketime")?;
    let triple = format!("{}-linux-gnu", std::env::consts::ARCH);
    let library = folder
        .join("usr/lib")
        .join(triple)
        .join("faketime/libfaketime.so.1");
    if !library.is_file() {
        super::announce("libfaketime");
        apt::unpack(&folder, &["libfaketime"])?;
    }
    if library.is_file() {
        Ok(library)
    } else {
        Err(Missing(
            "the package libfaketime has no libfaketime.so.1".to_owned(),
        ))
    }
}
