//! Everything that can be seen of a cluster at one moment.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use broker::ReplicaView;
use metadata::Image;
use records::{BatchHeader, HEADER_LEN};
use types::{BrokerId, ControllerEpoch, IncarnationId, Instant, TopicId, TopicPartition};
use world::Disk;
use world_sim::SimDisk;

use crate::clients::Deletions;

/// One batch of a log, by what is in its header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BatchMark {
    /// First offset.
    pub base: i64,
    /// One beyond the last offset.
    pub end: i64,
    /// Leader epoch.
    pub epoch: i32,
    /// Checksum of the rest.
    pub crc: u32,
}

/// One node.
#[derive(Debug)]
pub struct NodeSight<'a> {
    /// Its id.
    pub id: BrokerId,
    /// Whether its process runs.
    pub runs: bool,
    /// Its replicas, while it runs.
    pub replicas: Vec<ReplicaView>,
    /// Its disk.
    pub disk: &'a SimDisk,
    /// What is known of its logs.
    pub marks: &'a Marks,
    /// The batches of replicas that were looked at in this moment.
    pub seen: RefCell<Vec<(TopicPartition, Rc<[BatchMark]>)>>,
    /// What its controller has replayed, while it runs and has one.
    pub image: Option<Image>,
    /// Whether its controller takes itself for the active one.
    pub is_active: bool,
    /// The newest epoch of controllers that its controller knows of, and who is the active one in it.
    pub quorum_leader: Option<(ControllerEpoch, Option<BrokerId>)>,
    /// The run of its broker, while it runs.
    pub incarnation: Option<IncarnationId>,
    /// Whether its disk has lost something since its broker registered last.
    pub has_lost: bool,
}

/// A cluster.
#[derive(Debug)]
pub struct Sight<'a> {
    /// All nodes, running or not.
    pub nodes: Vec<NodeSight<'a>>,
    /// When it is looked at.
    pub now: Instant,
    /// What clients have asked to be deleted.
    pub deletions: Deletions,
}

const DATA: &str = "/data";

/// What is known of the logs of one node, so that a look at them costs what changed since the last one.
#[derive(Debug, Default)]
pub struct Marks {
    segments: Mutex<BTreeMap<PathBuf, Vec<(usize, BatchMark)>>>,
}

impl NodeSight<'_> {
    /// The batches of a replica's log on the disk, from its first segment on.
    #[must_use]
    pub fn batches(&self, name: &TopicPartition) -> Rc<[BatchMark]> {
        let seen = |(known, _): &&(TopicPartition, Rc<[BatchMark]>)| known == name;
        if let Some((_, batches)) = self.seen.borrow().iter().find(seen) {
            return Rc::clone(batches);
        }
        let batches: Rc<[BatchMark]> = self.read_batches(name).into();
        let looked_at = (name.clone(), Rc::clone(&batches));
        self.seen.borrow_mut().push(looked_at);
        batches
    }

    fn read_batches(&self, name: &TopicPartition) -> Vec<BatchMark> {
        let directory = Path::new(DATA).join(name.to_string());
        let mut segments = self
            .marks
            .segments
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut found = Vec::new();
        let mut next = i64::MAX;
        let damaged = self.damaged(name);
        for entry in self.disk.list(&directory).unwrap_or_default().iter().rev() {
            let Some(Ok(base)) = entry.name.strip_suffix(".log").map(str::parse) else {
                continue;
            };
            let path = directory.join(&entry.name);
            let known = segments.entry(path.clone()).or_default();
            self.disk
                .look_at_changes(&path, |from, bytes| learn(known, from, bytes));
            // Where a log is cut within damage, all of that stays, and what comes after is in the next segment.
            let is_cut = |(at, mark): &(usize, BatchMark)| {
                mark.base >= next
                    && damaged
                        .iter()
                        .any(|(segment, bytes)| *segment == base && bytes.contains(at))
            };
            found.extend(
                known
                    .iter()
                    .rev()
                    .filter(|mark| !is_cut(mark))
                    .map(|(_, mark)| *mark),
            );
            next = base;
        }
        found.reverse();
        found
    }

    /// The bytes of segments, by their bases, that are known to be damaged.
    fn damaged(&self, name: &TopicPartition) -> Vec<(i64, Range<usize>)> {
        let path = Path::new(DATA)
            .join(name.to_string())
            .join("damaged-ranges");
        let range = |line: &str| {
            let numbers: Vec<usize> = line.split(' ').filter_map(|it| it.parse().ok()).collect();
            let [_, _, segment, from, to] = numbers[..] else {
                return None;
            };
            Some((i64::try_from(segment).ok()?, from..to))
        };
        let ranges = |bytes: &[u8]| {
            let text = std::str::from_utf8(bytes).unwrap_or_default();
            text.lines().filter_map(range).collect()
        };
        self.disk.look_at(&path, ranges).unwrap_or_default()
    }

    /// Where a replica's log on the disk ends. Its last segment says so even while it has no batch, as after all was deleted; where
    /// a crash took the name of that, or brought back what was there before, it is what is written down of its start.
    #[must_use]
    pub fn end(&self, name: &TopicPartition, batches: &[BatchMark]) -> i64 {
        let directory = Path::new(DATA).join(name.to_string());
        let entries = self.disk.list(&directory).unwrap_or_default();
        let base = |name: &str| name.strip_suffix(".log")?.parse().ok();
        let bases = entries.iter().filter_map(|entry| base(&entry.name));
        let last = batches.last().map_or(0, |batch| batch.end);
        let end = bases.max().unwrap_or(0).max(last);
        end.max(self.written_start(name).unwrap_or(0))
    }

    fn written_start(&self, name: &TopicPartition) -> Option<i64> {
        let path = Path::new(DATA).join("log-start-offset-checkpoint");
        let before = format!("{} {} ", name.topic, name.partition.0);
        let start_in = |bytes: &[u8]| {
            let text = std::str::from_utf8(bytes).ok()?;
            let mut lines = text.lines();
            lines.find_map(|line| line.strip_prefix(&*before)?.parse().ok())
        };
        self.disk.look_at(&path, start_in)?
    }

    /// What is known of a replica, while it is hosted.
    #[must_use]
    pub fn replica(&self, topic: TopicId, name: &TopicPartition) -> Option<&ReplicaView> {
        let is_it = |it: &&ReplicaView| it.topic_id == topic && it.name == *name;
        self.replicas.iter().find(is_it)
    }
}

/// Learns the batches of a segment whose bytes changed from `from` on, up to what is no batch.
fn learn(known: &mut Vec<(usize, BatchMark)>, from: usize, bytes: &[u8]) {
    // A batch whose size is not known ends where the next begins; the last one is looked at again.
    let keep = known.partition_point(|(position, _)| *position < from);
    known.truncate(keep.saturating_sub(1));
    let mut position = match known.pop() {
        Some((position, _)) => position,
        None => 0,
    };
    while let Some(rest) = bytes
        .get(position..)
        .filter(|rest| rest.len() >= HEADER_LEN)
    {
        let Ok(header) = BatchHeader::parse(rest) else {
            return;
        };
        let (size, end) = (header.size_in_bytes(), header.next_offset().0);
        let base = header.base_offset.0;
        let follows = known.last().is_none_or(|(_, last)| last.end <= base);
        if size > rest.len() || size < HEADER_LEN || !follows {
            return;
        }
        let mark = BatchMark {
            base,
            end,
            epoch: header.leader_epoch.0,
            crc: header.crc,
        };
        known.push((position, mark));
        position += size;
    }
}

impl Sight<'_> {
    /// The metadata of the active controller, which has replayed everything that is committed.
    #[must_use]
    pub fn active_image(&self) -> Option<&Image> {
        let active = self.nodes.iter().filter(|node| node.is_active);
        let images = active.filter_map(|node| node.image.as_ref());
        images.max_by_key(|image| image.position())
    }

    /// The newest metadata that a controller has replayed.
    #[must_use]
    pub fn newest_image(&self) -> Option<&Image> {
        let images = self.nodes.iter().filter_map(|node| node.image.as_ref());
        images.max_by_key(|image| image.position())
    }
}
