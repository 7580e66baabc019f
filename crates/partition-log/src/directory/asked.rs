//! A registration that was asked for and, as far as is known here, not answered: the next start asks for the same one.

use std::path::Path;

use types::BrokerEpoch;
use world::Disk;

use super::read_if_present;
use super::restart::Restart;
use crate::error::{Doing, LogError};
use crate::text::{property, write_properties};

const ASKED: &str = ".highwater-asked";

/// Writes down what is asked for by a run that found `restart`. The registration before it is named, too: once that is no longer
/// the last one, this has been answered.
pub(super) fn write(
    disk: &dyn Disk,
    path: &Path,
    restart: Restart,
    asked: &str,
) -> Result<(), LogError> {
    let before = restart.broker_epoch().to_string();
    let content = write_properties(&[
        ("version", "1"),
        ("broker.epoch", &before),
        ("asked", asked),
    ]);
    let path = path.join(ASKED);
    disk.write_atomically(&path, &content)
        .doing(|| format!("writing {}", path.display()))
}

/// What a run has asked for that lost nothing and was never in service.
pub(super) fn read(
    disk: &dyn Disk,
    path: &Path,
    restart: Restart,
) -> Result<Option<String>, LogError> {
    let content = read_if_present(disk, &path.join(ASKED))?.unwrap_or_default();
    let text = String::from_utf8_lossy(&content);
    let before = property(&text, "broker.epoch").and_then(|epoch| epoch.parse().ok());
    // Where something may be lost since, none counts any more.
    let last = restart.broker_epoch();
    if last <= BrokerEpoch::NONE || before != Some(last.0) {
        forget(disk, path);
        return Ok(None);
    }
    Ok(property(&text, "asked").map(str::to_owned))
}

/// It was answered, or is of no use. Where the file stays, the registration that it names is not the last one.
pub(super) fn forget(disk: &dyn Disk, path: &Path) {
    let path = path.join(ASKED);
    if disk.exists(&path) {
        let _ = disk.remove_file(&path);
    }
}
