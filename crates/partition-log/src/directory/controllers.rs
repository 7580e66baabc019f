//! The newest controller that was heard of, kept so that no older one is followed after a restart.

use std::path::PathBuf;

use types::ControllerEpoch;

use super::{LogDirectory, read_if_present};
use crate::error::{Doing, LogError};
use crate::text::{property, write_properties};

const CONTROLLER: &str = ".highwater-controller";

impl LogDirectory {
    fn controller_path(&self) -> PathBuf {
        self.path().join(CONTROLLER)
    }

    /// The epoch that was written down last; [`ControllerEpoch::NONE`] before the first, or where it cannot be read any more.
    #[must_use]
    pub fn controller_epoch(&self) -> ControllerEpoch {
        let content = read_if_present(self.disk(), &self.controller_path());
        let text = content.ok().flatten().unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let epoch = property(&text, "controller.epoch").and_then(|epoch| epoch.parse().ok());
        epoch.map_or(ControllerEpoch::NONE, ControllerEpoch)
    }

    /// Writes an epoch down, flushed (blocking). One that is older than what is written is not: what two controllers said may be
    /// taken in in either order. Callers exclude each other.
    ///
    /// # Errors
    /// The disk failed or is full.
    pub fn set_controller_epoch(&self, epoch: ControllerEpoch) -> Result<(), LogError> {
        if epoch <= self.controller_epoch() {
            return Ok(());
        }
        let path = self.controller_path();
        let content =
            write_properties(&[("version", "1"), ("controller.epoch", &epoch.to_string())]);
        self.disk()
            .write_atomically(&path, &content)
            .doing(|| format!("writing {}", path.display()))
    }
}
