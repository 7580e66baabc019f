//! Metadata that is gone or damaged while the partitions are whole: nothing of them is deleted, and no cluster begins anew.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use simulator::{Cluster, ClusterSettings, Workload, WorkloadSettings, checkers};
use world::Disk;
use world_sim::{Crash, DiskCopy, SimDisk, WorldSettings};

const LIMIT: Duration = Duration::from_secs(60);
const DATA: &str = "/data";
const METADATA: &str = "/data/__cluster_metadata-0";
const TOPIC: &str = "events";

struct Story {
    nodes: usize,
    cluster: Cluster,
    workload: Arc<Workload>,
}

impl Story {
    fn begin(seed: u64, nodes: usize, properties: &str) -> Self {
        let world = WorldSettings {
            seed,
            ..WorldSettings::default()
        };
        let mut cluster = Cluster::new(&ClusterSettings {
            nodes,
            properties: properties.into(),
            world,
        });
        for member in 0..nodes {
            cluster.start(member).expect("an empty disk starts");
        }
        let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        let min = if nodes == 1 { "1" } else { "2" };
        let configs = [("flush.messages", "1"), ("min.insync.replicas", min)];
        let workload = cluster.start_workload(WorkloadSettings {
            topic: TOPIC.into(),
            partitions: 2,
            replication_factor: i16::try_from(nodes).expect("few"),
            configs: configs.iter().map(own).collect(),
            ..WorkloadSettings::default()
        });
        let mut story = Self {
            nodes,
            cluster,
            workload,
        };
        story.progress(100);
        story
    }

    fn disk(&self, member: usize) -> &SimDisk {
        self.cluster.world.disk(self.cluster.process(member))
    }

    fn progress(&mut self, records: usize) {
        let wanted = self.workload.acknowledged() + records;
        let workload = self.workload.clone();
        let world = &mut self.cluster.world;
        let went_on = world.run_until(LIMIT, |_| workload.acknowledged() >= wanted);
        assert!(went_on, "stuck: {:?}", self.workload.observed().errors);
    }

    /// What a node has of the topic, wherever it is set aside.
    fn records(&self, member: usize) -> BTreeMap<String, Vec<u8>> {
        let disk = self.disk(member);
        let all = disk.files_below(Path::new(DATA)).into_iter();
        let logs = all.filter(|path| path.contains(TOPIC) && path.ends_with(".log"));
        logs.map(|path| {
            let content = disk.read(Path::new(&path)).expect("it is there");
            (path, content)
        })
        .collect()
    }

    fn snapshots(&self, member: usize) -> Vec<String> {
        let mut files = self.disk(member).files_below(Path::new(METADATA));
        files.retain(|path| path.ends_with(".checkpoint"));
        files
    }

    fn lose_metadata(&self, member: usize) {
        let disk = self.disk(member);
        disk.remove_dir_all(Path::new(METADATA))
            .expect("it is there");
        disk.sync_dir(Path::new(DATA)).expect("flushed");
    }

    fn put_back(&mut self, member: usize, copy: &DiskCopy) {
        let process = self.cluster.process(member);
        self.cluster.world.restore_disk(process, copy);
        self.cluster.start(member).expect("it starts");
    }

    fn end(mut self) {
        self.progress(50);
        self.workload.read_back();
        let workload = self.workload.clone();
        let world = &mut self.cluster.world;
        let read = world.run_until(LIMIT * 2, |_| workload.has_read_all());
        let observed = workload.observed();
        assert!(read, "not read to the end: {:?}", observed.errors);
        assert_eq!(checkers::all(&observed), [""; 0]);
    }
}

#[test]
fn a_lone_node_without_its_metadata_log_refuses_to_begin_anew() {
    for seed in 0..4 {
        let mut story = Story::begin(seed, 1, "");
        match seed % 2 {
            0 => assert!(story.cluster.stop(0, LIMIT)),
            _ => story.cluster.crash(0, Crash::Process),
        }
        let (copy, before) = (story.disk(0).copy(), story.records(0));
        story.lose_metadata(0);
        let refused = story.cluster.start(0).expect_err("it refuses");
        for word in [METADATA, TOPIC, "Restore"] {
            assert!(refused.contains(word), "{refused}");
        }
        assert_eq!(story.records(0), before, "seed {seed}");
        story.put_back(0, &copy);
        story.end();
    }
}

#[test]
fn a_directory_with_partitions_that_does_not_say_whose_it_is_is_refused() {
    let mut story = Story::begin(1, 3, "");
    assert!(story.cluster.stop(1, LIMIT));
    let (path, before) = (Path::new(DATA).join("meta.properties"), story.records(1));
    let content = story.disk(1).read(&path).expect("it is there");
    story.disk(1).remove_file(&path).expect("removed");
    let refused = story.cluster.start(1).expect_err("it refuses");
    for word in [DATA, "meta.properties", "restore"] {
        assert!(refused.contains(word), "{refused}");
    }
    assert_eq!(story.records(1), before);
    let disk = story.disk(1);
    disk.write_atomically(&path, &content).expect("written");
    story.cluster.start(1).expect("it starts");
    story.end();
}

#[test]
fn a_voter_without_its_metadata_log_is_given_it_and_all_of_them_together_begin_nothing() {
    for seed in 0..3 {
        let mut story = Story::begin(seed, 3, "");
        let member = usize::try_from(seed).expect("few");
        story.cluster.crash(member, Crash::Process);
        story.lose_metadata(member);
        story.cluster.start(member).expect("others have it");
        story.progress(100);
        story.cluster.world.run_for(Duration::from_secs(5));
        let filled = story.disk(member).files_below(Path::new(METADATA));
        assert!(
            filled.iter().any(|path| path.ends_with(".log")),
            "{filled:?}"
        );

        let mut before = Vec::new();
        for member in 0..story.nodes {
            story.cluster.crash(member, Crash::Process);
            before.push((story.disk(member).copy(), story.records(member)));
            story.lose_metadata(member);
        }
        for member in 0..story.nodes {
            story.cluster.start(member).expect("another may have it");
        }
        story.cluster.world.run_for(Duration::from_secs(30));
        for (member, (_, records)) in before.iter().enumerate() {
            assert_eq!(&story.records(member), records, "seed {seed}");
            let controller = story.cluster.controller(member).expect("it runs");
            assert_eq!(controller.position().offset.0, -1, "seed {seed}");
        }
        for (member, (copy, _)) in before.iter().enumerate() {
            story.cluster.crash(member, Crash::Process);
            story.put_back(member, copy);
        }
        story.end();
    }
}

#[test]
fn damage_in_the_metadata_log_is_found_and_a_snapshot_takes_its_place() {
    for (seed, nodes) in [(0, 1), (1, 1), (2, 3), (3, 3), (4, 3)] {
        let mut story = Story::begin(seed, nodes, "highwater.scrub.interval.ms=4000\n");
        let member = usize::try_from(seed).expect("few") % nodes;
        let path = Path::new(METADATA).join("00000000000000000000.log");
        let length = story.disk(member).read(&path).expect("it is there").len();
        let at = story.cluster.world.random().below(length as u64 / 2);
        story
            .disk(member)
            .flip_bit(&path, at, 3)
            .expect("there is such a byte");
        story.cluster.world.run_for(Duration::from_secs(10));
        assert_eq!(story.snapshots(member).len(), 1, "seed {seed}");
        story.cluster.crash(member, Crash::Process);
        let started = story.cluster.start(member);
        started.unwrap_or_else(|error| panic!("seed {seed}, byte {at}: {error}"));
        // The snapshot itself is looked after too.
        story.progress(20);
        let snapshot = story.snapshots(member).pop().expect("one");
        let flipped = story.disk(member).flip_bit(Path::new(&snapshot), 200, 3);
        flipped.expect("there is such a byte");
        story.cluster.world.run_for(Duration::from_secs(10));
        story.cluster.crash(member, Crash::Process);
        let started = story.cluster.start(member);
        started.unwrap_or_else(|error| panic!("seed {seed}, snapshot: {error}"));
        story.end();
    }
}
