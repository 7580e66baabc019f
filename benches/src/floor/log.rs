//! The file that a floor writes: its room is reserved ahead, and nothing in it is looked at.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use rustix::fs::FallocateFlags;

const RESERVE_BYTES: u64 = 64 << 20;

pub(super) struct Log {
    folder: PathBuf,
    pub(super) file: File,
    pub(super) end: u64,
    reserved: u64,
}

impl Log {
    /// An empty one, in place of what was there.
    pub(super) fn new(folder: &Path) -> std::io::Result<Self> {
        let path = folder.join("floor.log");
        // A file that is made anew, not cut: cutting one waits until its pages are gone.
        if path.exists() {
            std::fs::remove_file(&path)?;
        }
        let mut options = File::options();
        let file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(&path)?;
        Ok(Self {
            folder: folder.to_owned(),
            file,
            end: 0,
            reserved: 0,
        })
    }

    /// Begins anew.
    pub(super) fn clear(&mut self) -> std::io::Result<()> {
        *self = Self::new(&self.folder.clone())?;
        Ok(())
    }

    pub(super) fn append(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        let end = self.end + bytes.len() as u64;
        if end > self.reserved {
            self.reserved = end + RESERVE_BYTES;
            rustix::fs::fallocate(&self.file, FallocateFlags::KEEP_SIZE, 0, self.reserved)?;
        }
        self.file.write_all_at(bytes, self.end)?;
        self.end = end;
        Ok(())
    }
}
