//! Everything that can be seen of a cluster at one moment.

use std::path::Path;

use broker::ReplicaView;
use metadata::Image;
use records::{BatchHeader, HEADER_LEN};
use types::{BrokerEpoch, BrokerId, TopicPartition};
use world_sim::SimDisk;

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
    /// What its controller has replayed, while it runs and has one.
    pub image: Option<Image>,
    /// Whether its controller takes itself for the active one.
    pub is_active: bool,
    /// The broker epoch that its registration had when its disk lost something, if it did.
    pub lost_at: Option<BrokerEpoch>,
}

/// A cluster.
#[derive(Debug)]
pub struct Sight<'a> {
    /// All nodes, running or not.
    pub nodes: Vec<NodeSight<'a>>,
}

const DATA: &str = "/data";

impl NodeSight<'_> {
    /// The batches of a replica's log on the disk, from its first segment on.
    #[must_use]
    pub fn batches(&self, name: &TopicPartition) -> Vec<BatchMark> {
        let directory = format!("{DATA}/{name}");
        let mut found = Vec::new();
        for path in self.disk.files_below(Path::new(&directory)) {
            let is_segment = path.ends_with(".log") && path.rfind('/') == Some(directory.len());
            if is_segment {
                let marks = self.disk.look_at(Path::new(&path), marks);
                found.extend(marks.unwrap_or_default());
            }
        }
        found
    }
}

/// The batches of a segment, up to what is none.
fn marks(mut bytes: &[u8]) -> Vec<BatchMark> {
    let mut found: Vec<BatchMark> = Vec::new();
    while bytes.len() >= HEADER_LEN {
        let Ok(header) = BatchHeader::parse(bytes) else {
            break;
        };
        let (size, end) = (header.size_in_bytes(), header.next_offset().0);
        let follows = found
            .last()
            .is_none_or(|last| last.end <= header.base_offset.0);
        if size > bytes.len() || size < HEADER_LEN || !follows {
            break;
        }
        found.push(BatchMark {
            base: header.base_offset.0,
            end,
            epoch: header.leader_epoch.0,
            crc: header.crc,
        });
        bytes = &bytes[size..];
    }
    found
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
