//! What replicas had to give up, kept for people: a line for each loss, beside the logs.

use std::path::PathBuf;

use world::OpenMode;

use super::{LogDirectory, read_if_present};
use crate::error::{Doing, LogError};

const LOSSES: &str = ".highwater-losses";
/// Older lines go when the file grows beyond this.
const BYTES_MAX: usize = 256 << 10;

impl LogDirectory {
    fn losses_path(&self) -> PathBuf {
        self.path().join(LOSSES)
    }

    /// The lines that were added, oldest first.
    ///
    /// # Errors
    /// The disk failed.
    pub fn losses(&self) -> Result<Vec<String>, LogError> {
        let content = read_if_present(self.disk(), &self.losses_path())?;
        let text = String::from_utf8_lossy(content.as_deref().unwrap_or_default()).into_owned();
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// Adds a line, flushed (blocking).
    ///
    /// # Errors
    /// The disk failed or is full.
    pub fn add_loss(&self, line: &str) -> Result<(), LogError> {
        debug_assert!(!line.contains('\n'), "one line for each");
        let path = self.losses_path();
        let mut lines = self.losses()?;
        let mut bytes: usize = lines.iter().map(|line| line.len() + 1).sum();
        if bytes + line.len() > BYTES_MAX {
            while bytes > BYTES_MAX / 2 && !lines.is_empty() {
                bytes -= lines.remove(0).len() + 1;
            }
            let kept: String = lines.iter().map(|line| format!("{line}\n")).collect();
            self.disk()
                .write_atomically(&path, kept.as_bytes())
                .doing(|| format!("writing {}", path.display()))?;
        }
        let append = || {
            let file = self.disk().open(&path, OpenMode::Create)?;
            file.write_all_at(&[line.as_bytes(), b"\n"], file.len()?)?;
            file.sync_data()?;
            self.disk().sync_dir(self.path())
        };
        append().doing(|| format!("writing {}", path.display()))
    }
}
