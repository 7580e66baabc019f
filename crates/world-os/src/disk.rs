//! The file system, and open files of it.

use std::any::Any;
use std::fs;
use std::io::{self, IoSlice, IoSliceMut};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use codec::External;
use rustix::fs::{CWD, FallocateFlags, FlockOperation, StatxFlags};
use rustix::io::{Errno, ReadWriteFlags};
use world::{Disk, DiskUsage, Entry, File, OpenMode};

/// Slices in one `pwritev`; the system's own limit is 1024.
const SLICES_MAX: usize = 64;

/// The file system of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsDisk;

impl Disk for OsDisk {
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Arc<dyn File>> {
        let mut options = fs::OpenOptions::new();
        options.read(true);
        match mode {
            OpenMode::Read => {}
            OpenMode::ReadWrite => {
                options.write(true);
            }
            OpenMode::Create => {
                options.write(true).create(true).truncate(false);
            }
            OpenMode::Truncate => {
                options.write(true).create(true).truncate(true);
            }
        }
        let file = options.open(path)?;
        let device = file.metadata()?.dev();
        Ok(Arc::new(OsFile {
            file,
            device,
            written_end: AtomicU64::new(0),
        }))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let is_dir = entry.file_type()?.is_dir();
            let len = if is_dir {
                0
            } else {
                match entry.metadata() {
                    Ok(metadata) => metadata.len(),
                    // Removed since it was listed.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    Err(error) => return Err(error),
                }
            };
            entries.push(Entry {
                name: entry.file_name().to_string_lossy().into_owned(),
                is_dir,
                len,
            });
        }
        entries.sort();
        Ok(entries)
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        let path = if path.as_os_str().is_empty() {
            Path::new(".")
        } else {
            path
        };
        fs::File::open(path)?.sync_all()
    }

    fn usage(&self, path: &Path) -> io::Result<DiskUsage> {
        let volume = rustix::fs::statvfs(path)?;
        Ok(DiskUsage {
            total: volume.f_blocks.saturating_mul(volume.f_frsize),
            available: volume.f_bavail.saturating_mul(volume.f_frsize),
        })
    }

    fn boot_and_mount_id(&self, path: &Path) -> io::Result<String> {
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id")?;
        let stat = rustix::fs::statx(CWD, path, rustix::fs::AtFlags::empty(), StatxFlags::MNT_ID)?;
        Ok(format!(
            "{} {} {}:{}",
            boot.trim(),
            stat.stx_mnt_id,
            stat.stx_dev_major,
            stat.stx_dev_minor
        ))
    }

    fn lock(&self, path: &Path) -> io::Result<Box<dyn Send + Sync>> {
        let file = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive)?;
        Ok(Box::new(file))
    }
}

/// An open file.
#[derive(Debug)]
pub struct OsFile {
    file: fs::File,
    /// Device of the file system: what is flushed in parallel is limited for each.
    device: u64,
    /// End of the furthest write through this handle.
    written_end: AtomicU64,
}

/// What was written so shortly before the end of a file is still in memory.
const RECENT_BYTES: u64 = 16 << 20;

impl OsFile {
    /// Whether reading the range would not wait for the disk, as far as its first and last byte tell.
    pub(crate) fn is_in_memory(&self, position: u64, len: u64) -> bool {
        let written_end = self.written_end.load(Ordering::Relaxed);
        if position < written_end && position + RECENT_BYTES >= written_end {
            return true;
        }
        [position, position + len.saturating_sub(1)]
            .into_iter()
            .all(|position| {
                let mut byte = [0];
                let mut slices = [IoSliceMut::new(&mut byte)];
                let read =
                    rustix::io::preadv2(&self.file, &mut slices, position, ReadWriteFlags::NOWAIT);
                // Where the file system cannot tell, the range is sent and may wait.
                !matches!(read, Err(Errno::AGAIN))
            })
    }

    pub(crate) fn device(&self) -> u64 {
        self.device
    }
}

impl AsFd for OsFile {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }
}

impl External for OsFile {
    fn read_exact_at(&self, buffer: &mut [u8], position: u64) -> io::Result<()> {
        self.file.read_exact_at(buffer, position)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl File for OsFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    fn write_all_at(&self, parts: &[&[u8]], mut position: u64) -> io::Result<()> {
        let len: usize = parts.iter().map(|part| part.len()).sum();
        self.written_end
            .fetch_max(position + len as u64, Ordering::Relaxed);
        if let [part] = parts {
            return self.file.write_all_at(part, position);
        }
        for parts in parts.chunks(SLICES_MAX) {
            let mut slices = [IoSlice::new(&[]); SLICES_MAX];
            for (slice, part) in slices.iter_mut().zip(parts) {
                *slice = IoSlice::new(part);
            }
            let mut rest = slices.get_mut(..parts.len()).unwrap_or_default();
            IoSlice::advance_slices(&mut rest, 0);
            while !rest.is_empty() {
                match rustix::io::pwritev(&self.file, rest, position) {
                    Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                    Ok(written) => {
                        position += written as u64;
                        IoSlice::advance_slices(&mut rest, written);
                    }
                    Err(Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.file.set_len(len)
    }

    fn reserve(&self, len: u64) -> io::Result<()> {
        match rustix::fs::fallocate(&self.file, FallocateFlags::KEEP_SIZE, 0, len) {
            Ok(()) | Err(Errno::OPNOTSUPP | Errno::NOSYS) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn sync_data(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    fn as_external(self: Arc<Self>) -> Arc<dyn External> {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_parts_is_read_back_and_room_is_no_length() {
        let dir = tempfile::tempdir().expect("a directory");
        let disk = OsDisk;
        let path = dir.path().join("a/b");
        disk.create_dir_all(&path).expect("made");
        let file = disk
            .open(&path.join("f"), OpenMode::Create)
            .expect("opened");
        file.reserve(1 << 20).expect("reserved");
        assert!(file.is_empty().expect("known"));
        let parts: Vec<Vec<u8>> = (0..150_u8).map(|n| vec![n; usize::from(n)]).collect();
        let slices: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        file.write_all_at(&slices, 3).expect("written");
        let mut expected = vec![0; 3];
        expected.extend(parts.concat());
        assert_eq!(disk.read(&path.join("f")).expect("read"), expected);
        file.sync_data().expect("flushed");
        disk.sync_dir(&path).expect("flushed");
        assert_eq!(
            disk.list(&path).expect("listed"),
            [Entry {
                name: "f".into(),
                is_dir: false,
                len: expected.len() as u64
            }]
        );
        disk.write_atomically(&path.join("f"), b"new")
            .expect("replaced");
        assert_eq!(disk.read(&path.join("f")).expect("read"), b"new");
    }

    #[test]
    fn a_lock_is_held_once() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join(".lock");
        let held = OsDisk.lock(&path).expect("free");
        let error = OsDisk.lock(&path).err().expect("held");
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
        drop(held);
        OsDisk.lock(&path).expect("free again");
    }

    #[test]
    fn the_run_of_the_system_has_a_name_that_stays() {
        let dir = tempfile::tempdir().expect("a directory");
        let id = OsDisk.boot_and_mount_id(dir.path()).expect("known");
        assert!(id.len() > 36, "{id}");
        assert_eq!(OsDisk.boot_and_mount_id(dir.path()).expect("known"), id);
        assert!(OsDisk.usage(dir.path()).expect("known").total > 0);
    }
}
