//! What a crash of the machine may take from a directory: names of files that nobody has flushed.

use std::path::Path;
use std::sync::Arc;

use partition_log::{
    ClusterIdentity, FileCache, LeaderBatch, LogConfig, LogDirectory, PartitionLog,
};
use records::{Batch, BatchBuilder};
use types::{
    BrokerId, Instant, LeaderEpoch, Now, Offset, PartitionIndex, Timestamp, TopicId, TopicName,
    TopicPartition,
};
use world::Disk as _;
use world_sim::{Crash, Random, SimDisk, SimEntropy};

const DATA: &str = "/data";
const NOW: Now = Now {
    instant: Instant(1),
    wall: Timestamp(1_000_000),
};

fn open(disk: &SimDisk, topic: u128) -> (LogDirectory, PartitionLog) {
    let files = Arc::new(FileCache::new(Arc::new(disk.clone()), 4));
    let identity = ClusterIdentity {
        cluster_id: Some("cluster".into()),
        node_id: BrokerId(1),
    };
    let entropy = SimEntropy::new(Random::new(7));
    let directory = LogDirectory::open(files, &entropy, Path::new(DATA), &identity);
    let directory = directory.expect("it opens");
    let partition = TopicPartition {
        topic: TopicName::new("orders").expect("a name"),
        partition: PartitionIndex(0),
    };
    let topic = Some(TopicId::from_u128(topic));
    let opened = directory.open_log(&partition, topic, Arc::new(LogConfig::default()), NOW);
    (directory, opened.expect("it opens").0)
}

#[test]
fn a_topic_that_is_made_again_never_finds_records_of_the_one_before() {
    let mut survived = 0;
    for seed in 0..200 {
        let disk = SimDisk::new();
        disk.create_dir_all(Path::new(DATA)).expect("made");
        disk.sync_dir(Path::new("/")).expect("flushed");
        let (directory, mut log) = open(&disk, 1);
        disk.sync_dir(Path::new(DATA)).expect("flushed");
        let mut builder = BatchBuilder::new(Offset(0));
        builder.append(NOW.wall, None, Some(b"first"), &[]);
        let batch = Batch::first(&builder.build()).expect("a batch");
        let batches = [LeaderBatch::trusted(&batch)];
        log.append_as_leader(&batches, LeaderEpoch(0), NOW)
            .expect("there is room");
        drop((directory, log));
        disk.crash(Crash::Machine, &mut Random::new(seed));
        let path = Path::new(DATA).join("orders-0/00000000000000000000.log");
        survived += usize::from(disk.exists(&path));
        let (_directory, log) = open(&disk, 2);
        assert_eq!(log.log_end_offset(), Offset(0), "seed {seed}");
    }
    assert!(survived > 10, "{survived} of 200 logs outlived the crash");
}
