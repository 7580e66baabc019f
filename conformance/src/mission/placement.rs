//! Where replicas and leaders are, and what one death decides.

use std::collections::BTreeMap;
use std::path::Path;

use bytes::Bytes;
use records::Batch;

use super::Sentence;
use super::stage::{Stage, until_moved};
use crate::Failure;
use crate::cluster::{FIRST_CONTROLLER, Layout, NewTopic};

pub(super) const SENTENCES: [Sentence; 2] = [
    Sentence {
        name: "spread",
        says: "Leaders and replicas are spread evenly over brokers, the replicas of a partition over different ones, and over racks",
        broken_by: "a topic that is placed on one broker by hand",
        networked: false,
        run: spread,
    },
    Sentence {
        name: "one-decision",
        says: "One broker's death is one decision for all of its partitions",
        broken_by: "two brokers die one after the other",
        networked: false,
        run: one_decision,
    },
];

fn spread(stage: &Stage<'_>) -> Result<String, Failure> {
    let mut cluster = stage.prepared(Layout::separate(4, 1))?;
    for id in cluster.brokers() {
        let rack = if id % 2 == 0 { "a" } else { "b" };
        cluster.node(id)?.set(&format!("broker.rack={rack}"))?;
    }
    cluster.launch()?;
    let by_hand: Vec<&[i32]> = vec![&[0, 1]; 24];
    let topic = match stage.broken {
        true => NewTopic::placed("t", &by_hand),
        false => NewTopic::spread("t", 24, 2),
    };
    cluster.admin().create(&topic)?;
    let view = cluster.admin().topic("t")?;
    let (mut leaders, mut replicas) = (BTreeMap::new(), BTreeMap::new());
    for partition in &view.partitions {
        *leaders.entry(partition.leader).or_insert(0) += 1;
        for id in &partition.replicas {
            *replicas.entry(*id).or_insert(0) += 1;
        }
        let racks: Vec<i32> = partition.replicas.iter().map(|id| id % 2).collect();
        if racks.iter().all(|rack| Some(rack) == racks.first()) {
            return Err(format!(
                "the replicas {:?} share a rack",
                partition.replicas
            ));
        }
    }
    let even = |counts: &BTreeMap<i32, i32>, each: i32| {
        counts.len() == 4 && counts.values().all(|count| (count - each).abs() <= 1)
    };
    if !even(&leaders, 6) || !even(&replicas, 12) {
        return Err(format!("leaders {leaders:?}, replicas {replicas:?}"));
    }
    Ok(format!(
        "24 partitions: leaders {leaders:?}, replicas {replicas:?}, each in two racks"
    ))
}

/// How many partitions change when a broker dies.
const PARTITIONS: usize = 300;

fn one_decision(stage: &Stage<'_>) -> Result<String, Failure> {
    let brokers = if stage.broken { 4 } else { 3 };
    let mut cluster = stage.cluster(Layout::separate(brokers, 1))?;
    // With four brokers the last two have half of the partitions each.
    let placed: Vec<&[i32]> = (0..PARTITIONS)
        .map(|number| -> &[i32] {
            match (stage.broken, number % 2) {
                (true, 1) => &[3, 0, 1],
                _ => &[2, 0, 1],
            }
        })
        .collect();
    cluster.admin().create(&NewTopic::placed("t", &placed))?;
    let log = cluster
        .node(FIRST_CONTROLLER)?
        .data()
        .join("__cluster_metadata-0");
    let before = partition_changes(&log)?.len();
    cluster.node(2)?.kill();
    if stage.broken {
        cluster.node(3)?.kill();
    }
    until_moved(&cluster, "t")?;
    let changes = partition_changes(&log)?;
    let sizes: Vec<usize> = changes.into_iter().skip(before).collect();
    if sizes != [PARTITIONS] {
        return Err(format!("decisions of {sizes:?} changes"));
    }
    Ok(format!(
        "{PARTITIONS} partitions change in one batch of the metadata log"
    ))
}

/// For each batch of a metadata log that changes partitions, how many it changes.
fn partition_changes(folder: &Path) -> Result<Vec<usize>, Failure> {
    let listed =
        std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut segments: Vec<_> = listed.flatten().map(|entry| entry.path()).collect();
    segments.retain(|path| path.extension().is_some_and(|extension| extension == "log"));
    segments.sort();
    let mut sizes = Vec::new();
    for path in segments {
        let bytes = std::fs::read(&path).map_err(|error| error.to_string())?;
        for batch in Batch::split_lenient(Bytes::from(bytes)).flatten() {
            let changes = changes_in(&batch)?;
            if changes > 0 {
                sizes.push(changes);
            }
        }
    }
    Ok(sizes)
}

/// The version of a metadata record's frame, and the kind of one that changes a partition.
const FRAME_VERSION: u8 = 1;
const PARTITION_CHANGE: u8 = 5;
const BATCH_BYTES_MAX: u64 = 16 << 20;

fn changes_in(batch: &Batch) -> Result<usize, Failure> {
    if batch.header().is_control() {
        return Ok(0);
    }
    let records = batch
        .records(BATCH_BYTES_MAX)
        .map_err(|error| error.to_string())?;
    let mut count = 0;
    for record in records {
        let record = record.map_err(|error| error.to_string())?;
        let value = record.value.unwrap_or_default();
        count += usize::from(value.starts_with(&[FRAME_VERSION, PARTITION_CHANGE]));
    }
    Ok(count)
}
