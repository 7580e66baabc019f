//! Files as a log needs them: positional, explicitly flushed, renamed atomically.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use codec::External;

/// How to open a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OpenMode {
    /// For reading; it must exist.
    Read,
    /// For reading and writing; it must exist.
    ReadWrite,
    /// For reading and writing; made when missing.
    Create,
    /// For reading and writing; an existing one is emptied.
    Truncate,
}

/// One thing in a directory.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Entry {
    /// Its name, without the path.
    pub name: String,
    /// Whether it is a directory itself.
    pub is_dir: bool,
    /// Bytes; zero for a directory.
    pub len: u64,
}

/// Space on the volume of a path, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DiskUsage {
    /// All there is.
    pub total: u64,
    /// What may still be written.
    pub available: u64,
}

/// A disk. What was written survives a crash of the process; what was flushed survives a crash of the machine.
pub trait Disk: Send + Sync + fmt::Debug {
    /// Opens one file.
    ///
    /// # Errors
    /// As the operating system reports.
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Arc<dyn File>>;

    /// Lists a directory, sorted by name.
    ///
    /// # Errors
    /// As the operating system reports; `NotFound` when there is none.
    fn list(&self, path: &Path) -> io::Result<Vec<Entry>>;

    /// Makes a directory and its parents; one that exists is fine.
    ///
    /// # Errors
    /// As the operating system reports.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;

    /// Renames a file or directory, replacing a file of the new name atomically.
    ///
    /// # Errors
    /// As the operating system reports.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// As the operating system reports.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Removes a directory with all that is in it.
    ///
    /// # Errors
    /// As the operating system reports.
    fn remove_dir_all(&self, path: &Path) -> io::Result<()>;

    /// Whether a file or directory is there.
    fn exists(&self, path: &Path) -> bool;

    /// Makes creations, renames and removals in a directory survive a crash of the machine.
    ///
    /// # Errors
    /// As the operating system reports.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;

    /// Space on the volume that holds `path`.
    ///
    /// # Errors
    /// As the operating system reports.
    fn usage(&self, path: &Path) -> io::Result<DiskUsage>;

    /// Names the present run of the operating system and the mount that holds `path`. While it is unchanged, what was
    /// written before a crash of the process is still there, flushed or not (a *warm* restart).
    ///
    /// # Errors
    /// As the operating system reports.
    fn boot_and_mount_id(&self, path: &Path) -> io::Result<String>;

    /// Takes the lock file at `path` for as long as the returned guard lives.
    ///
    /// # Errors
    /// `WouldBlock` when another process holds it.
    fn lock(&self, path: &Path) -> io::Result<Box<dyn Send + Sync>>;

    /// Reads a whole small file.
    ///
    /// # Errors
    /// As [`Disk::open`] and reading.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let file = self.open(path, OpenMode::Read)?;
        let mut content = vec![0; usize::try_from(file.len()?).map_err(io::Error::other)?];
        file.read_exact_at(&mut content, 0)?;
        Ok(content)
    }

    /// Replaces a small file as a whole: a temporary one is written, flushed and renamed, and the directory flushed. A
    /// crash leaves the old content or the new.
    ///
    /// # Errors
    /// As the operating system reports.
    fn write_atomically(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let mut name = path.as_os_str().to_owned();
        name.push(".tmp");
        let temporary = PathBuf::from(name);
        let file = self.open(&temporary, OpenMode::Truncate)?;
        file.write_all_at(&[content], 0)?;
        file.sync_data()?;
        self.rename(&temporary, path)?;
        path.parent().map_or(Ok(()), |parent| self.sync_dir(parent))
    }
}

/// An open file. All access is positional; nothing moves.
pub trait File: External {
    /// Length in bytes.
    ///
    /// # Errors
    /// As the operating system reports.
    fn len(&self) -> io::Result<u64>;

    /// Whether nothing is in it.
    ///
    /// # Errors
    /// As [`File::len`].
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// Writes the parts one after the other from `position` (one `pwritev` where it fits).
    ///
    /// # Errors
    /// As the operating system reports; what was written before the error is undefined.
    fn write_all_at(&self, parts: &[&[u8]], position: u64) -> io::Result<()>;

    /// Cuts or extends with zeroes.
    ///
    /// # Errors
    /// As the operating system reports.
    fn set_len(&self, len: u64) -> io::Result<()>;

    /// Reserves room up to `len` bytes without changing the length. Where the file system cannot, nothing happens.
    ///
    /// # Errors
    /// `StorageFull` when there is no room.
    fn reserve(&self, len: u64) -> io::Result<()>;

    /// Flushes content and length. After an error the content of the disk is unknown: never try again, retire the
    /// whole disk.
    ///
    /// # Errors
    /// As the operating system reports.
    fn sync_data(&self) -> io::Result<()>;

    /// The same file as a source for sending.
    fn as_external(self: Arc<Self>) -> Arc<dyn External>;
}
