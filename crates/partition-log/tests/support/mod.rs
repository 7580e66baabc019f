//! A disk in memory that can lose what was not flushed, run full, and come back as after a crash.

#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(unreachable_pub, clippy::unwrap_used, reason = "shared by tests")]

pub mod scrubbing;

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use codec::External;
use world::{Disk, DiskUsage, Entropy, Entry, File, OpenMode};

const PAGE: usize = 512;

#[derive(Default)]
struct Content {
    data: Vec<u8>,
    /// What a crash of the machine leaves for certain.
    flushed: Vec<u8>,
}

#[derive(Default)]
struct State {
    files: BTreeMap<PathBuf, Arc<Mutex<Content>>>,
    directories: BTreeSet<PathBuf>,
    locked: BTreeMap<PathBuf, Arc<AtomicBool>>,
    boot: u64,
}

/// The disk. Clones are the same disk.
#[derive(Clone, Default)]
pub struct MemoryDisk {
    state: Arc<Mutex<State>>,
    /// Bytes that may still be written.
    room: Arc<AtomicU64>,
    limited: Arc<AtomicBool>,
    syncs: Arc<AtomicU64>,
    opens: Arc<AtomicU64>,
}

impl fmt::Debug for MemoryDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryDisk")
    }
}

/// A seeded generator (xorshift).
#[derive(Clone, Debug)]
pub struct Dice(pub u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below.max(1)
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.roll(n) == 0
    }
}

/// Entropy that counts.
#[derive(Default)]
pub struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, buffer: &mut [u8]) {
        for byte in buffer {
            *byte = self.0.fetch_add(37, Ordering::Relaxed).to_le_bytes()[0];
        }
    }
}

impl MemoryDisk {
    /// The machine stops: of what was not flushed, each page is there or not, and each file is as long as it may be.
    /// Names are kept: a test of lost names is the simulator's.
    pub fn crash_machine(&self, dice: &mut Dice) {
        let mut state = self.state.lock().unwrap();
        state.boot += 1;
        state.locked.clear();
        let files: Vec<_> = state.files.values().cloned().collect();
        for file in files {
            let mut content = file.lock().unwrap();
            if content.data == content.flushed {
                continue;
            }
            let (old, new) = (content.flushed.len(), content.data.len());
            let len = match dice.roll(3) {
                0 => old,
                1 => new,
                _ => {
                    old.min(new) + usize::try_from(dice.roll(old.abs_diff(new) as u64 + 1)).unwrap()
                }
            };
            let mut left = vec![0; len];
            for start in (0..len).step_by(PAGE) {
                let end = (start + PAGE).min(len);
                let source = if dice.one_in(2) {
                    &content.data
                } else {
                    &content.flushed
                };
                let there = end.min(source.len());
                if start < there {
                    left[start..there].copy_from_slice(&source[start..there]);
                }
            }
            content.data = left.clone();
            content.flushed = left;
        }
    }

    /// The process dies: what it wrote is there.
    pub fn crash_process(&self) {
        self.state.lock().unwrap().locked.clear();
    }

    /// A copy that nothing of the original reaches.
    pub fn copy(&self) -> Self {
        let state = self.state.lock().unwrap();
        let files = state.files.iter().map(|(path, content)| {
            let content = content.lock().unwrap();
            let copy = Content {
                data: content.data.clone(),
                flushed: content.flushed.clone(),
            };
            (path.clone(), Arc::new(Mutex::new(copy)))
        });
        let copy = State {
            files: files.collect(),
            directories: state.directories.clone(),
            locked: BTreeMap::new(),
            boot: state.boot,
        };
        Self {
            state: Arc::new(Mutex::new(copy)),
            ..Self::default()
        }
    }

    pub fn limit_room(&self, bytes: Option<u64>) {
        self.limited.store(bytes.is_some(), Ordering::Relaxed);
        self.room.store(bytes.unwrap_or(0), Ordering::Relaxed);
    }

    pub fn content(&self, path: &Path) -> Vec<u8> {
        let state = self.state.lock().unwrap();
        state
            .files
            .get(path)
            .unwrap_or_else(|| panic!("no {}", path.display()))
            .lock()
            .unwrap()
            .data
            .clone()
    }

    /// Whoever has the file open sees it too.
    pub fn set_content(&self, path: &Path, data: Vec<u8>) {
        let flushed = data.clone();
        let content = Content { data, flushed };
        let mut state = self.state.lock().unwrap();
        match state.files.get(path) {
            Some(file) => *file.lock().unwrap() = content,
            None => {
                let file = Arc::new(Mutex::new(content));
                state.files.insert(path.to_owned(), file);
            }
        }
    }

    pub fn names(&self, directory: &Path) -> Vec<String> {
        self.list(directory)
            .unwrap()
            .into_iter()
            .map(|entry| entry.name)
            .collect()
    }

    pub fn sync_count(&self) -> u64 {
        self.syncs.load(Ordering::Relaxed)
    }

    pub fn open_count(&self) -> u64 {
        self.opens.load(Ordering::Relaxed)
    }

    fn take_room(&self, wanted: usize) -> usize {
        if !self.limited.load(Ordering::Relaxed) {
            return wanted;
        }
        let room = self.room.load(Ordering::Relaxed);
        let granted = room.min(wanted as u64);
        self.room.store(room - granted, Ordering::Relaxed);
        usize::try_from(granted).unwrap()
    }
}

fn not_found(path: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, path.display().to_string())
}

impl Disk for MemoryDisk {
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Arc<dyn File>> {
        self.opens.fetch_add(1, Ordering::Relaxed);
        let mut state = self.state.lock().unwrap();
        let parent = path.parent().unwrap_or(Path::new("")).to_owned();
        let makes = matches!(mode, OpenMode::Create | OpenMode::Truncate);
        if !state.files.contains_key(path) {
            if !makes || !state.directories.contains(&parent) {
                return Err(not_found(path));
            }
            state.files.insert(path.to_owned(), Arc::default());
        }
        let content = Arc::clone(&state.files[path]);
        if mode == OpenMode::Truncate {
            content.lock().unwrap().data.clear();
        }
        Ok(Arc::new(MemoryFile {
            content,
            disk: self.clone(),
        }))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<Entry>> {
        let state = self.state.lock().unwrap();
        if !state.directories.contains(path) {
            return Err(not_found(path));
        }
        let inside = |other: &Path| other.parent() == Some(path);
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let files = state
            .files
            .iter()
            .filter(|(file, _)| inside(file))
            .map(|(file, content)| Entry {
                name: name(file),
                is_dir: false,
                len: content.lock().unwrap().data.len() as u64,
            });
        let directories = state
            .directories
            .iter()
            .filter(|directory| inside(directory));
        let directories = directories.map(|directory| Entry {
            name: name(directory),
            is_dir: true,
            len: 0,
        });
        let mut entries: Vec<_> = files.chain(directories).collect();
        entries.sort();
        Ok(entries)
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state.lock().unwrap();
        for ancestor in path.ancestors() {
            state.directories.insert(ancestor.to_owned());
        }
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state.lock().unwrap();
        if let Some(content) = state.files.remove(from) {
            state.files.insert(to.to_owned(), content);
            return Ok(());
        }
        if !state.directories.remove(from) {
            return Err(not_found(from));
        }
        state.directories.insert(to.to_owned());
        let moved: Vec<_> = state
            .files
            .keys()
            .filter(|path| path.starts_with(from))
            .cloned()
            .collect();
        for path in moved {
            let content = state.files.remove(&path).unwrap();
            state
                .files
                .insert(to.join(path.strip_prefix(from).unwrap()), content);
        }
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.state
            .lock()
            .unwrap()
            .files
            .remove(path)
            .map(|_| ())
            .ok_or_else(|| not_found(path))
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state.lock().unwrap();
        if !state.directories.contains(path) {
            return Err(not_found(path));
        }
        state
            .directories
            .retain(|directory| !directory.starts_with(path));
        state.files.retain(|file, _| !file.starts_with(path));
        Ok(())
    }

    fn exists(&self, path: &Path) -> bool {
        let state = self.state.lock().unwrap();
        state.files.contains_key(path) || state.directories.contains(path)
    }

    fn sync_dir(&self, _: &Path) -> io::Result<()> {
        self.syncs.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn usage(&self, _: &Path) -> io::Result<DiskUsage> {
        Ok(DiskUsage::default())
    }

    fn boot_and_mount_id(&self, _: &Path) -> io::Result<String> {
        Ok(format!("boot-{}", self.state.lock().unwrap().boot))
    }

    fn lock(&self, path: &Path) -> io::Result<Box<dyn Send + Sync>> {
        let mut state = self.state.lock().unwrap();
        if state
            .locked
            .get(path)
            .is_some_and(|held| held.load(Ordering::Relaxed))
        {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let held = Arc::new(AtomicBool::new(true));
        state.locked.insert(path.to_owned(), Arc::clone(&held));
        Ok(Box::new(Guard(held)))
    }
}

struct Guard(Arc<AtomicBool>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

struct MemoryFile {
    content: Arc<Mutex<Content>>,
    disk: MemoryDisk,
}

impl fmt::Debug for MemoryFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryFile")
    }
}

impl External for MemoryFile {
    fn read_exact_at(&self, buffer: &mut [u8], position: u64) -> io::Result<()> {
        let content = self.content.lock().unwrap();
        let start = usize::try_from(position).unwrap();
        let there = content.data.get(start..start + buffer.len());
        buffer.copy_from_slice(there.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl File for MemoryFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.content.lock().unwrap().data.len() as u64)
    }

    fn write_all_at(&self, parts: &[&[u8]], position: u64) -> io::Result<()> {
        let mut content = self.content.lock().unwrap();
        let mut at = usize::try_from(position).unwrap();
        for part in parts {
            let end = at + part.len();
            let growth = end.saturating_sub(content.data.len());
            let granted = self.disk.take_room(growth);
            let end = end - (growth - granted);
            if content.data.len() < end {
                content.data.resize(end, 0);
            }
            content.data[at..end].copy_from_slice(&part[..end - at]);
            if granted < growth {
                return Err(io::ErrorKind::StorageFull.into());
            }
            at = end;
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.content
            .lock()
            .unwrap()
            .data
            .resize(usize::try_from(len).unwrap(), 0);
        Ok(())
    }

    fn reserve(&self, _: u64) -> io::Result<()> {
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        self.disk.syncs.fetch_add(1, Ordering::Relaxed);
        let mut content = self.content.lock().unwrap();
        content.flushed = content.data.clone();
        Ok(())
    }

    fn as_external(self: Arc<Self>) -> Arc<dyn External> {
        self
    }
}

/// One log in one directory on a memory disk, opened and closed at will.
pub struct Stage {
    pub disk: MemoryDisk,
    pub directory: Option<partition_log::LogDirectory>,
    pub log: Option<partition_log::PartitionLog>,
    pub recovery: partition_log::Recovery,
    pub config: Arc<partition_log::LogConfig>,
    pub now: types::Now,
}

pub const ROOT: &str = "/data/logs";

pub fn partition() -> types::TopicPartition {
    types::TopicPartition {
        topic: types::TopicName::trusted("orders"),
        partition: types::PartitionIndex(0),
    }
}

pub fn log_path() -> PathBuf {
    Path::new(ROOT).join("orders-0")
}

pub fn segment_path(base: i64, suffix: &str) -> PathBuf {
    log_path().join(format!("{base:020}.{suffix}"))
}

pub fn small_config() -> partition_log::LogConfig {
    partition_log::LogConfig {
        segment_bytes: 2000,
        index_interval_bytes: 200,
        ..Default::default()
    }
}

impl Stage {
    pub fn new(config: partition_log::LogConfig) -> Self {
        Self::on(MemoryDisk::default(), config)
    }

    pub fn on(disk: MemoryDisk, config: partition_log::LogConfig) -> Self {
        let now = types::Now {
            instant: types::Instant(1),
            wall: types::Timestamp(1_000_000),
        };
        let mut stage = Self {
            disk,
            directory: None,
            log: None,
            recovery: partition_log::Recovery::default(),
            config: Arc::new(config),
            now,
        };
        stage.open();
        stage
    }

    pub fn open_directory(&self) -> partition_log::LogDirectory {
        let files = Arc::new(partition_log::FileCache::new(
            Arc::new(self.disk.clone()),
            4,
        ));
        let identity = partition_log::ClusterIdentity {
            cluster_id: Some("cluster".into()),
            node_id: types::BrokerId(1),
        };
        partition_log::LogDirectory::open(files, &Counting::default(), Path::new(ROOT), &identity)
            .unwrap()
    }

    pub fn open(&mut self) {
        let directory = self.open_directory();
        let id = Some(types::TopicId::from_u128(4711));
        let (log, recovery) = directory
            .open_log(&partition(), id, Arc::clone(&self.config), self.now)
            .unwrap();
        self.directory = Some(directory);
        self.log = Some(log);
        self.recovery = recovery;
    }

    pub fn log(&mut self) -> &mut partition_log::PartitionLog {
        self.log.as_mut().unwrap()
    }

    pub fn directory(&self) -> &partition_log::LogDirectory {
        self.directory.as_ref().unwrap()
    }

    /// Flushes everything and raises the recovery point.
    pub fn flush(&mut self) {
        if let Some(flush) = self
            .log()
            .begin_flush(partition_log::FlushScope::All)
            .unwrap()
        {
            for file in &flush.files {
                file.sync_data().unwrap();
            }
            self.log().finish_flush(flush.up_to);
        }
    }

    pub fn close_clean(&mut self) {
        self.log().close_clean().unwrap();
        self.log = None;
        assert!(
            self.directory
                .take()
                .unwrap()
                .close_clean(types::BrokerEpoch(7))
                .unwrap()
        );
    }

    pub fn restart_clean(&mut self) {
        self.close_clean();
        self.open();
    }

    pub fn die(&mut self) {
        self.log = None;
        self.directory = None;
        self.disk.crash_process();
    }

    pub fn crash_machine(&mut self, dice: &mut Dice) {
        self.log = None;
        self.directory = None;
        self.disk.crash_machine(dice);
    }

    /// Appends one batch of one record for each value, as leader of `epoch`.
    pub fn append(&mut self, epoch: i32, values: &[&str]) -> partition_log::Appended {
        self.try_append(epoch, values).unwrap()
    }

    pub fn try_append(
        &mut self,
        epoch: i32,
        values: &[&str],
    ) -> Result<partition_log::Appended, partition_log::LogError> {
        let batch = batch(0, values, self.now.wall.0);
        let now = self.now;
        let batches = [partition_log::LeaderBatch::trusted(&batch)];
        self.log()
            .append_as_leader(&batches, types::LeaderEpoch(epoch), now)
    }

    pub fn values(&mut self) -> Vec<(i64, String)> {
        let (from, up_to) = (self.log().log_start_offset(), self.log().log_end_offset());
        self.values_in(from.0, up_to.0)
    }

    /// All records from `from` to below `up_to`, read in small steps.
    pub fn values_in(&mut self, from: i64, up_to: i64) -> Vec<(i64, String)> {
        let mut values = Vec::new();
        let mut next = types::Offset(from);
        loop {
            let request = partition_log::ReadRequest {
                from: next,
                up_to: types::Offset(up_to),
                bytes_max: 300,
                at_least_one: true,
            };
            let outcome = self.log().read(&request).unwrap();
            for (offset, value) in decode(outcome.records.into_bytes().unwrap()) {
                if offset >= next.0 {
                    values.push((offset, value));
                }
            }
            if outcome.reached_end {
                return values;
            }
            assert!(outcome.next_offset > next, "a read that does not move on");
            next = outcome.next_offset;
        }
    }
}

/// Appends so many batches of two records.
pub fn fill_with_pairs(stage: &mut Stage, batches: usize) {
    for number in 0..batches {
        stage.append(0, &[&format!("{number}-{}", "x".repeat(60)), "second"]);
    }
}

/// A batch of one record of an idempotent producer.
pub fn producer_batch(sequence: i32, id: i64) -> records::Batch {
    let mut builder = records::BatchBuilder::new(types::Offset(0)).producer(
        types::ProducerId(id),
        types::ProducerEpoch(0),
        sequence,
    );
    builder.append(types::Timestamp(1000), None, Some(b"value"), &[]);
    records::Batch::first(&builder.build()).unwrap()
}

pub fn batch(base: i64, values: &[&str], timestamp: i64) -> records::Batch {
    let mut builder = records::BatchBuilder::new(types::Offset(base));
    for value in values {
        builder.append(
            types::Timestamp(timestamp),
            None,
            Some(value.as_bytes()),
            &[],
        );
    }
    records::Batch::first(&builder.build()).unwrap()
}

/// Offsets and values of all records; every batch must be whole and valid.
pub fn decode(bytes: bytes::Bytes) -> Vec<(i64, String)> {
    let mut values = Vec::new();
    for batch in records::Batch::split(bytes) {
        let batch = batch.unwrap();
        batch.verify_crc().unwrap();
        for record in batch.records(1 << 20).unwrap() {
            let record = record.unwrap();
            let value = record
                .value
                .map(|value| String::from_utf8_lossy(&value).into_owned());
            values.push((record.offset.0, value.unwrap_or_default()));
        }
    }
    values
}
