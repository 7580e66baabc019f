//! What all logs of one directory share: files, checkpoints, removals, and a wall clock that cannot
//! jump.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use types::{Instant, Now, Offset, Timestamp, TopicPartition};

use crate::directory::identity::Identity;
use crate::directory::strays::Strays;
use crate::error::{Doing, LogError};
use crate::file_cache::FileCache;
use crate::text;

pub(crate) const RECOVERY_POINTS: &str = "recovery-point-offset-checkpoint";
pub(crate) const HIGH_WATERMARKS: &str = "replication-offset-checkpoint";
pub(crate) const LOG_STARTS: &str = "log-start-offset-checkpoint";

/// Shared by the logs of one directory. Its locks are leaves; small files are written under them.
#[derive(Debug)]
pub(crate) struct Environment {
    pub(crate) files: Arc<FileCache>,
    pub(crate) path: PathBuf,
    identity: Mutex<Identity>,
    known: Mutex<BTreeMap<TopicPartition, Known>>,
    high_watermarks: Mutex<BTreeMap<TopicPartition, Offset>>,
    removals: Mutex<Vec<(Instant, PathBuf)>>,
    clock: Mutex<WallClock>,
    /// Directories that are set aside.
    pub(crate) strays: Strays,
    room: Room,
    /// The log that does not stand in the way of a clean stop: its own owner closes it later.
    apart: Mutex<Option<TopicPartition>>,
    /// Whether the directory was let go of: what is written now would belie the marker of a clean stop.
    closed: AtomicBool,
}

/// Where one log stands in the checkpoints.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// Everything below is flushed.
    pub(crate) recovery_point: Option<Offset>,
    /// What the file on the disk says.
    written: Option<Offset>,
    /// The log start offset, where it is not zero.
    pub(crate) log_start: Option<Offset>,
    /// What the file of these on the disk says.
    start_written: Option<Offset>,
    pub(crate) state: LogState,
}

/// Whether a log stands in the way of a clean stop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LogState {
    /// Not opened in this run: as clean as the start was.
    Unopened,
    /// Open: what it holds may not be flushed.
    Open,
    /// Closed, with everything flushed.
    Closed,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Environment {
    pub(crate) fn new(
        files: Arc<FileCache>,
        path: PathBuf,
        identity: Identity,
        recovery_points: Vec<(TopicPartition, Offset)>,
        log_starts: Vec<(TopicPartition, Offset)>,
        high_watermarks: Vec<(TopicPartition, Offset)>,
    ) -> Self {
        let mut known = BTreeMap::new();
        for (partition, offset) in recovery_points {
            let entry = known.entry(partition).or_insert(Known::UNOPENED);
            entry.recovery_point = Some(offset);
            entry.written = Some(offset);
        }
        for (partition, offset) in log_starts {
            let entry = known.entry(partition).or_insert(Known::UNOPENED);
            entry.log_start = Some(offset);
            entry.start_written = Some(offset);
        }
        Self {
            files,
            path,
            identity: Mutex::new(identity),
            known: Mutex::new(known),
            high_watermarks: Mutex::new(high_watermarks.into_iter().collect()),
            removals: Mutex::default(),
            clock: Mutex::default(),
            strays: Strays::default(),
            room: Room::default(),
            apart: Mutex::default(),
            closed: AtomicBool::new(false),
        }
    }

    /// Writes down the cluster that the directory belongs to.
    pub(crate) fn set_cluster_id(&self, cluster_id: &str) -> Result<(), LogError> {
        lock(&self.identity).set_cluster_id(&**self.files.disk(), &self.path, cluster_id)
    }

    /// Keeps `bytes` of the volume for what must go on when it is full, but at most a fiftieth of the volume.
    pub(crate) fn set_reserve(&self, bytes: u64) {
        self.room.reserve.store(bytes, Ordering::Relaxed);
        // The first append asks.
        self.room.is_low.store(true, Ordering::Relaxed);
    }

    /// Whether there is room for `bytes` more without the reserve. The volume is asked now and then, and every time while there
    /// is none.
    pub(crate) fn has_room(&self, partition: &TopicPartition, bytes: u64) -> bool {
        let reserve = self.room.reserve.load(Ordering::Relaxed);
        if reserve == 0 {
            return true;
        }
        let since = self.room.taken_since.fetch_add(bytes, Ordering::Relaxed) + bytes;
        let step = (reserve / 4).clamp(1, Room::STEP_MAX);
        if since < step && !self.room.is_low.load(Ordering::Relaxed) {
            return true;
        }
        self.room.taken_since.store(0, Ordering::Relaxed);
        // Where it cannot be known the write itself will tell.
        let usage = self.files.disk().usage(&self.path).ok();
        let is_low = usage.is_some_and(|usage| {
            usage.available.saturating_sub(bytes) < reserve.min(usage.total / Room::SHARE_MAX)
        });
        self.room.is_low.store(is_low, Ordering::Relaxed);
        !is_low || lock(&self.apart).as_ref() == Some(partition)
    }

    /// Names the log that does not stand in the way of a clean stop.
    pub(crate) fn set_apart(&self, partition: &TopicPartition) {
        *lock(&self.apart) = Some(partition.clone());
    }

    /// What is known of a log before it is opened.
    pub(crate) fn known(&self, partition: &TopicPartition) -> Known {
        lock(&self.known)
            .get(partition)
            .copied()
            .unwrap_or(Known::UNOPENED)
    }

    /// Takes note of where a log stands; written with the next checkpoint.
    pub(crate) fn note(
        &self,
        partition: &TopicPartition,
        recovery_point: Offset,
        log_start: Option<Offset>,
        state: LogState,
    ) {
        let mut known = lock(&self.known);
        if let Some(entry) = known.get_mut(partition) {
            entry.recovery_point = Some(recovery_point);
            entry.log_start = log_start;
            entry.state = state;
        } else {
            let entry = Known {
                recovery_point: Some(recovery_point),
                written: None,
                log_start,
                start_written: None,
                state,
            };
            known.insert(partition.clone(), entry);
        }
    }

    /// Makes sure that no checkpoint on the disk says that more than `offset` is flushed: before
    /// the log is cut there. Else a crash after the cut would look like damage to flushed records.
    pub(crate) fn lower_recovery_point(
        &self,
        partition: &TopicPartition,
        offset: Offset,
    ) -> Result<(), LogError> {
        let mut known = lock(&self.known);
        let Some(entry) = known.get_mut(partition) else {
            return Ok(());
        };
        entry.recovery_point = entry.recovery_point.map(|point| point.min(offset));
        if entry.written.is_some_and(|written| written > offset) {
            self.write_recovery_points(&mut known)?;
        }
        Ok(())
    }

    /// Makes sure that the checkpoint on the disk says that a log starts at `offset`: before all that it has is dropped for records
    /// that have nothing to do with it. Said to start below, a crash could make it end there; above, what is written next would
    /// not be seen after a restart.
    pub(crate) fn set_log_start(
        &self,
        partition: &TopicPartition,
        offset: Offset,
    ) -> Result<(), LogError> {
        let mut known = lock(&self.known);
        let Some(entry) = known.get_mut(partition) else {
            return Ok(());
        };
        entry.log_start = Some(offset).filter(|start| *start > Offset::ZERO);
        if entry.log_start == entry.start_written {
            return Ok(());
        }
        self.write_log_starts(&mut known)
    }

    /// Makes sure that no checkpoint on the disk says that more than `offset` is committed: before the log is cut there. Else what
    /// is written anew above would pass for committed after a crash.
    pub(crate) fn lower_high_watermark(
        &self,
        partition: &TopicPartition,
        offset: Offset,
    ) -> Result<(), LogError> {
        let mut marks = lock(&self.high_watermarks);
        match marks.get_mut(partition) {
            Some(mark) if *mark > offset => *mark = offset,
            _ => return Ok(()),
        }
        self.write(HIGH_WATERMARKS, &text::write_offsets(marks.iter()))
    }

    /// Lowers all high watermarks to what is flushed, at once: what was above may be gone, and others may have been told to cut
    /// it off.
    pub(crate) fn believe_what_is_flushed(&self) -> Result<(), LogError> {
        let known = lock(&self.known);
        let mut marks = lock(&self.high_watermarks);
        let mut is_lowered = false;
        for (partition, mark) in marks.iter_mut() {
            let point = known.get(partition).and_then(|known| known.recovery_point);
            let believed = point.unwrap_or(Offset::ZERO).min(*mark);
            is_lowered |= believed < *mark;
            *mark = believed;
        }
        if is_lowered {
            self.write(HIGH_WATERMARKS, &text::write_offsets(marks.iter()))?;
        }
        Ok(())
    }

    /// Forgets a log that is gone. Its checkpoints on the disk are outlived by nothing:
    /// [`Environment::forget_checkpoints`] runs before a log of the same name is made.
    pub(crate) fn forget(&self, partition: &TopicPartition) {
        let mut known = lock(&self.known);
        if let Some(entry) = known.get_mut(partition) {
            if entry.written.is_none() && entry.start_written.is_none() {
                known.remove(partition);
            } else {
                entry.recovery_point = None;
                entry.state = LogState::Closed;
            }
        }
    }

    /// Rewrites the checkpoints that still name `partition`, so that a new log of that name does
    /// not inherit them.
    pub(crate) fn forget_checkpoints(&self, partition: &TopicPartition) -> Result<(), LogError> {
        let mut known = lock(&self.known);
        if let Some(entry) = known.remove(partition) {
            if entry.written.is_some() {
                self.write_recovery_points(&mut known)?;
            }
            if entry.start_written.is_some() {
                self.write_log_starts(&mut known)?;
            }
        }
        drop(known);
        let mut marks = lock(&self.high_watermarks);
        if marks.remove(partition).is_some() {
            self.write(HIGH_WATERMARKS, &text::write_offsets(marks.iter()))?;
        }
        Ok(())
    }

    pub(crate) fn write_checkpoints(&self) -> Result<(), LogError> {
        let mut known = lock(&self.known);
        self.write_recovery_points(&mut known)?;
        self.write_log_starts(&mut known)
    }

    fn write_recovery_points(
        &self,
        known: &mut BTreeMap<TopicPartition, Known>,
    ) -> Result<(), LogError> {
        let points: Vec<_> = known
            .iter()
            .filter_map(|(key, entry)| Some((key, entry.recovery_point.as_ref()?)))
            .collect();
        self.write(RECOVERY_POINTS, &text::write_offsets(points.into_iter()))?;
        for entry in known.values_mut() {
            entry.written = entry.recovery_point;
        }
        Ok(())
    }

    fn write_log_starts(
        &self,
        known: &mut BTreeMap<TopicPartition, Known>,
    ) -> Result<(), LogError> {
        let present = |entry: &Known| entry.log_start.filter(|_| entry.recovery_point.is_some());
        let starts: Vec<_> = known
            .iter()
            .filter_map(|(key, entry)| Some((key, present(entry)?)))
            .collect();
        let content = text::write_offsets(starts.iter().map(|(key, start)| (*key, start)));
        self.write(LOG_STARTS, &content)?;
        for entry in known.values_mut() {
            entry.start_written = present(entry);
        }
        Ok(())
    }

    pub(crate) fn write_high_watermarks(
        &self,
        marks: BTreeMap<TopicPartition, Offset>,
    ) -> Result<(), LogError> {
        let mut written = lock(&self.high_watermarks);
        self.write(HIGH_WATERMARKS, &text::write_offsets(marks.iter()))?;
        *written = marks;
        Ok(())
    }

    pub(crate) fn high_watermark(&self, partition: &TopicPartition) -> Option<Offset> {
        lock(&self.high_watermarks).get(partition).copied()
    }

    /// Takes no more appends, but to the log whose owner closes it later.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }

    /// Whether a log may not be written to any more.
    pub(crate) fn is_closed_for(&self, partition: &TopicPartition) -> bool {
        self.closed.load(Ordering::SeqCst) && lock(&self.apart).as_ref() != Some(partition)
    }

    /// Whether any log was left open.
    pub(crate) fn any_open(&self) -> bool {
        let apart = lock(&self.apart).clone();
        let known = lock(&self.known);
        let mut others = known
            .iter()
            .filter(|(partition, _)| apart.as_ref() != Some(partition));
        others.any(|(_, entry)| entry.state == LogState::Open)
    }

    pub(crate) fn is_opened(&self, partition: &TopicPartition) -> bool {
        self.known(partition).state != LogState::Unopened
    }

    pub(crate) fn write(&self, name: &str, content: &[u8]) -> Result<(), LogError> {
        let path = self.path.join(name);
        self.files
            .disk()
            .write_atomically(&path, content)
            .doing(|| format!("writing {}", path.display()))
    }

    pub(crate) fn schedule_removal(&self, path: PathBuf, due: Instant) {
        lock(&self.removals).push((due, path));
    }

    /// Removes the directories that are due; when the next one is.
    pub(crate) fn remove_due(&self, now: Instant) -> Result<Option<Instant>, LogError> {
        let mut due = Vec::new();
        lock(&self.removals).retain(|(at, path)| {
            let keep = *at > now;
            if !keep {
                due.push(path.clone());
            }
            keep
        });
        for path in due {
            crate::files::allow_missing(self.files.disk().remove_dir_all(&path))
                .doing(|| format!("removing {}", path.display()))?;
        }
        Ok(lock(&self.removals).iter().map(|(at, _)| *at).min())
    }

    /// Wall time for retention: see [`WallClock`].
    pub(crate) fn bounded_wall(&self, now: Now) -> Timestamp {
        lock(&self.clock).read(now)
    }
}

/// Room on the volume, as it was when it was asked last.
#[derive(Debug, Default)]
struct Room {
    /// Zero where nothing is kept.
    reserve: AtomicU64,
    taken_since: AtomicU64,
    is_low: AtomicBool,
}

impl Room {
    /// Bytes after which the volume is asked again at the latest.
    const STEP_MAX: u64 = 16 << 20;
    /// The reserve is at most this part of a volume.
    const SHARE_MAX: u64 = 50;
}

impl Known {
    const UNOPENED: Self = Self {
        recovery_point: None,
        written: None,
        log_start: None,
        start_written: None,
        state: LogState::Unopened,
    };
}

/// Wall time that does not follow a jump at once.
///
/// A clock that steps years ahead and back again must not make retention drop fresh records. A step
/// of more than [`WallClock::STEP_MAX`] against the monotonic clock is believed only when it has
/// lasted for [`WallClock::BELIEVED_AFTER`]; until then the earlier of the two times counts, since a
/// clock that was wrong at first steps back when it is set right.
#[derive(Debug, Default)]
struct WallClock {
    /// A moment whose wall time is believed.
    base: Option<Now>,
    /// Since when the clock has been somewhere else.
    stepped: Option<Now>,
}

impl WallClock {
    const STEP_MAX: Duration = Duration::from_secs(600);
    const BELIEVED_AFTER: Duration = Duration::from_secs(3600);

    fn read(&mut self, now: Now) -> Timestamp {
        let Some(base) = self.base else {
            self.base = Some(now);
            return now.wall;
        };
        let expected = advance(base, now.instant);
        if is_near(now.wall, expected) {
            self.base = Some(now);
            self.stepped = None;
            return now.wall;
        }
        let stepped = match self.stepped {
            Some(stepped) if is_near(now.wall, advance(stepped, now.instant)) => stepped,
            _ => now,
        };
        if now.instant.since(stepped.instant) >= Self::BELIEVED_AFTER {
            self.base = Some(now);
            self.stepped = None;
            return now.wall;
        }
        self.stepped = Some(stepped);
        expected.min(now.wall)
    }
}

fn advance(from: Now, to: Instant) -> Timestamp {
    let passed = i64::try_from(to.since(from.instant).as_millis()).unwrap_or(i64::MAX);
    Timestamp(from.wall.0.saturating_add(passed))
}

fn is_near(a: Timestamp, b: Timestamp) -> bool {
    u128::from(a.0.abs_diff(b.0)) <= WallClock::STEP_MAX.as_millis()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64, wall: i64) -> Now {
        let instant = Instant(0) + Duration::from_secs(seconds);
        Now {
            instant,
            wall: Timestamp(wall * 1000),
        }
    }

    #[test]
    fn a_jump_of_the_wall_clock_is_believed_only_when_it_lasts() {
        let mut clock = WallClock::default();
        assert_eq!(clock.read(at(0, 1_000)).0, 1_000_000);
        assert_eq!(
            clock.read(at(10, 1_012)).0,
            1_012_000,
            "small steps are followed"
        );
        assert_eq!(
            clock.read(at(20, 200_000_000)).0,
            1_022_000,
            "a jump is not"
        );
        assert_eq!(clock.read(at(30, 1_032)).0, 1_032_000, "and back");
        assert_eq!(clock.read(at(40, 200_000_000)).0, 1_042_000);
        assert_eq!(
            clock.read(at(3_639, 200_003_599)).0,
            4_641_000,
            "for an hour"
        );
        assert_eq!(clock.read(at(3_640, 200_003_600)).0, 200_003_600_000);
        assert_eq!(
            clock.read(at(3_650, 4_650)).0,
            4_650_000,
            "a step back drops nothing"
        );
    }
}
