//! Disks that have other bytes than those that were written.
//!
//! Damage befalls what is known to be flushed and committed, of one node at a time, while all others have everything: it has to
//! be found, must cost nothing, and is to be repaired. The checkers see what was written where damage has left something else,
//! until somebody writes there or cuts it off: so a replica that gives up what is damaged is one that lacks it.
//!
//! A batch's base offset and leader epoch are spared: no checksum of the format covers them, and until a pass over the log has
//! compared them with their neighbours, a reader may be led astray.

use std::ops::Range;
use std::path::{Path, PathBuf};

use records::{BatchHeader, HEADER_LEN};
use world::Disk;
use world_sim::{DiskDamage, SimDisk};

use super::Run;
use crate::histories::fault::DiskTrouble;

const RECOVERY_POINTS: &str = "/data/recovery-point-offset-checkpoint";
const SECTOR: u64 = 512;
/// Sectors that are written at once.
const SECTORS_MAX: u64 = 8;
/// Where in a batch its base offset and its leader epoch are.
const BASE_OFFSET: Range<u64> = 0..8;
const EPOCH: Range<u64> = 12..16;

/// What of a segment is flushed and committed.
struct Settled {
    path: PathBuf,
    /// Where its batches are; the last ends where the next might begin.
    batches: Vec<Range<u64>>,
}

impl Settled {
    fn end(&self) -> u64 {
        self.batches.last().map_or(0, |batch| batch.end)
    }

    /// How many of so many bytes may be damaged from a place on: none are that end within the first fields of a batch.
    fn fit(&self, start: u64, len: u64) -> u64 {
        let end = (start + len).min(self.end());
        let is_cut =
            |batch: &&Range<u64>| (1..=EPOCH.end).contains(&end.saturating_sub(batch.start));
        let cut = self.batches.iter().find(is_cut);
        cut.map_or(end, |batch| batch.start).saturating_sub(start)
    }
}

/// Whether a path is of a log that somebody may read.
fn is_live(path: &str) -> bool {
    path.ends_with(".log") && !path.contains("-delete") && !path.contains("-stray")
}

fn batches_below(bytes: &[u8], end: i64) -> Vec<Range<u64>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| rest.len() >= HEADER_LEN) {
        let Ok(header) = BatchHeader::parse(rest) else {
            break;
        };
        let size = header.size_in_bytes();
        if header.next_offset().0 > end || size > rest.len() || size < HEADER_LEN {
            break;
        }
        found.push(at as u64..(at + size) as u64);
        at += size;
    }
    found
}

/// The recovery points of a disk, as they are written down.
fn recovery_points(disk: &SimDisk) -> Vec<(String, i64)> {
    let read = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let text = disk.look_at(Path::new(RECOVERY_POINTS), read);
    let text = text.unwrap_or_default();
    let line = |line: &str| {
        let mut words = line.split(' ');
        let (topic, partition) = (words.next()?, words.next()?);
        let offset = words.next()?.parse().ok()?;
        Some((format!("{topic}-{partition}"), offset))
    };
    text.lines().filter_map(line).collect()
}

impl Run {
    pub(super) fn is_damaged(&self, member: usize) -> bool {
        let disk = self.cluster.world.disk(self.cluster.process(member));
        disk.damaged().iter().any(|(path, _)| is_live(path))
    }

    pub(super) fn are_others_damaged(&self, member: usize) -> bool {
        (0..self.plan.nodes).any(|other| other != member && self.is_damaged(other))
    }

    /// What is damaged still, a line for each file.
    pub(super) fn what_is_damaged(&self) -> Vec<String> {
        let lines = (0..self.plan.nodes).flat_map(|member| {
            let disk = self.cluster.world.disk(self.cluster.process(member));
            let damaged = disk.damaged().into_iter();
            let live = damaged.filter(|(path, _)| is_live(path));
            live.map(move |(path, place)| {
                format!("n{}: {path} is damaged at byte {place}", member + 1)
            })
        });
        lines.collect()
    }

    /// Whether a disk may be damaged: all others have everything, and go on having it.
    fn may_be_damaged(&mut self, member: usize) -> bool {
        self.forget_made_up();
        !self.plan.unclean
            && self.lost.is_empty()
            && !self.are_others_damaged(member)
            && self.is_whole()
    }

    /// What of the topics is flushed and committed on a node.
    fn settled(&self, member: usize) -> Vec<Settled> {
        let disk = self.cluster.world.disk(self.cluster.process(member));
        let replicas = self.cluster.broker(member);
        let replicas = replicas.map(|it| it.replica_views()).unwrap_or_default();
        let mut found = Vec::new();
        for (name, point) in recovery_points(disk) {
            let view = replicas.iter().find(|view| view.name.to_string() == name);
            let is_planned = view.is_some_and(|view| {
                let topics = &mut self.plan.topics.iter();
                topics.any(|topic| topic.name == view.name.topic.as_str())
            });
            let Some(view) = view.filter(|_| is_planned) else {
                continue;
            };
            let end = point.min(view.high_watermark.0);
            let directory = Path::new("/data").join(&name);
            for entry in disk.list(&directory).unwrap_or_default() {
                let path = directory.join(&entry.name);
                if !is_live(&path.to_string_lossy()) {
                    continue;
                }
                let batches = disk.look_at(&path, |bytes| batches_below(bytes, end));
                let batches = batches.unwrap_or_default();
                if !batches.is_empty() {
                    found.push(Settled { path, batches });
                }
            }
        }
        found
    }

    pub(super) fn damage(&mut self, member: usize, trouble: DiskTrouble) -> bool {
        if !self.may_be_damaged(member) {
            return false;
        }
        let settled = self.settled(member);
        let Some(place) = self.any(settled.len()) else {
            return false;
        };
        let segment = &settled[place];
        let damage = match trouble {
            DiskTrouble::BitFlip => self.a_bit(segment),
            DiskTrouble::LostWrite => self.sectors(segment).map(DiskDamage::LostWrite),
            _ => self.misdirection(segment),
        };
        let Some(damage) = damage else { return false };
        let process = self.cluster.process(member);
        self.note(format!(
            "n{}: {} has {damage:?}",
            member + 1,
            segment.path.display()
        ));
        let done = self.cluster.world.damage(process, &segment.path, &damage);
        done.is_ok() && self.is_damaged(member)
    }

    fn any(&mut self, count: usize) -> Option<usize> {
        let place = usize::try_from(self.random.below(count as u64)).ok()?;
        (place < count).then_some(place)
    }

    fn a_bit(&mut self, segment: &Settled) -> Option<DiskDamage> {
        let batch = segment.batches[self.any(segment.batches.len())?].clone();
        let within = self.random.below(batch.end - batch.start);
        let is_covered = !BASE_OFFSET.contains(&within) && !EPOCH.contains(&within);
        let bit = u8::try_from(self.random.below(8)).ok()?;
        is_covered.then_some(DiskDamage::BitFlip {
            position: batch.start + within,
            bit,
        })
    }

    /// Some sectors.
    fn sectors(&mut self, segment: &Settled) -> Option<Range<u64>> {
        let start = self.random.below(segment.end()) / SECTOR * SECTOR;
        let len = segment.fit(start, SECTOR * (1 + self.random.below(SECTORS_MAX)));
        (len > 0).then_some(start..start + len)
    }

    fn misdirection(&mut self, segment: &Settled) -> Option<DiskDamage> {
        let (range, over) = (self.sectors(segment)?, self.sectors(segment)?);
        let len = (range.end - range.start).min(over.end - over.start);
        let len = segment.fit(range.start, segment.fit(over.start, len));
        let is_apart = range.start.abs_diff(over.start) >= len;
        (len > 0 && is_apart && segment.fit(over.start, len) == len).then(|| {
            DiskDamage::Misdirected {
                range: range.start..range.start + len,
                to: over.start,
            }
        })
    }
}
