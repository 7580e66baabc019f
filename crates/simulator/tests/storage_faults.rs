//! Disks that damage what they were given, fill up, or come back from another time, under brokers that replicate.
//!
//! `SEEDS=200 cargo test -p highwater-simulator --test storage_faults` tries more histories; `SEED=17` runs that one alone, and
//! `RUST_LOG=warn` shows what its nodes log.

mod asking;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use asking::{ask, make_topic};
use protocol::ErrorCode;
use protocol::messages::delete_topics::{DeleteTopicState, DeleteTopicsRequest};
use protocol::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};
use protocol::messages::metadata::MetadataRequest;
use protocol::messages::metadata::response::MetadataResponsePartition;
use records::Batch;
use simulator::checkers::{self, Logs};
use simulator::{Cluster, ClusterSettings, Workload, WorkloadSettings};
use tracing_subscriber::EnvFilter;
use world::Disk;
use world_sim::{Crash, DiskDelay, NetworkSettings, WorldSettings};

const LIMIT: Duration = Duration::from_secs(60);
const TOPIC: &str = "events";
const PARTITIONS: i32 = 3;

fn seeds(few: u64) -> Range<u64> {
    let number = |name| {
        std::env::var(name)
            .ok()
            .and_then(|text: String| text.parse().ok())
    };
    match (number("SEED"), number("SEEDS")) {
        (Some(one), _) => one..one + 1,
        (None, count) => 0..count.unwrap_or(few),
    }
}

struct Story {
    seed: u64,
    nodes: usize,
    cluster: Cluster,
    workload: Arc<Workload>,
}

impl Story {
    fn begin(seed: u64, nodes: usize, properties: &str, padding_bytes_max: u64) -> Self {
        // Only the first of the process is taken.
        let _ = tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::from_default_env())
            .without_time()
            .try_init();
        let world = WorldSettings {
            seed,
            network: NetworkSettings::default(),
            keeps_trace: true,
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
            partitions: PARTITIONS,
            replication_factor: i16::try_from(nodes).expect("few"),
            configs: configs.iter().map(own).collect(),
            padding_bytes_max,
            ..WorkloadSettings::default()
        });
        Self {
            seed,
            nodes,
            cluster,
            workload,
        }
    }

    fn progress(&mut self, records: usize) {
        let wanted = self.workload.acknowledged() + records;
        let workload = self.workload.clone();
        let went_on = self
            .cluster
            .world
            .run_until(LIMIT, |_| workload.acknowledged() >= wanted);
        let errors = workload.observed().errors;
        assert!(went_on, "seed {}: stuck, {errors:?}", self.seed);
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.cluster.world.random().below(bound)
    }

    fn disk(&self, member: usize) -> &world_sim::SimDisk {
        self.cluster.world.disk(self.cluster.process(member))
    }

    /// The batches of a replica, once there are some: a partition whose leader is let in last gets its records last.
    fn some_batches(&mut self, member: usize, path: &Path) -> Vec<Batch> {
        for _ in 0..100 {
            let content = self.disk(member).read(path).unwrap_or_default();
            let batches: Vec<Batch> = Batch::split_lenient(content.into()).flatten().collect();
            if batches.len() > 5 {
                return batches;
            }
            self.progress(20);
        }
        panic!("seed {}: {} stays empty", self.seed, path.display());
    }

    /// Flips a bit of a batch that is neither the first nor the last of a replica; its offsets.
    fn damage(&mut self, member: usize, partition: i32) -> Range<i64> {
        let path = PathBuf::from(format!(
            "/data/{TOPIC}-{partition}/00000000000000000000.log"
        ));
        let batches = self.some_batches(member, &path);
        let chosen = 1 + usize::try_from(self.below(batches.len() as u64 - 2)).expect("few");
        let before: usize = batches
            .iter()
            .take(chosen)
            .map(|batch| batch.bytes().len())
            .sum();
        let at = before as u64 + self.below(batches[chosen].bytes().len() as u64);
        let bit = u8::try_from(self.below(8)).expect("few");
        let flipped = self.disk(member).flip_bit(&path, at, bit);
        flipped.expect("there is such a byte");
        let header = batches[chosen].header();
        header.base_offset.0..header.next_offset().0
    }

    /// Those of the topic, as `asked` says.
    fn partitions(&mut self, asked: usize) -> Vec<MetadataResponsePartition> {
        let request = MetadataRequest {
            topics: None,
            ..MetadataRequest::default()
        };
        let metadata = ask(&mut self.cluster, asked, 12, &request);
        let mut topics = metadata.topics.into_iter();
        let topic = topics.find(|topic| topic.name.as_deref() == Some(TOPIC));
        topic.map(|topic| topic.partitions).unwrap_or_default()
    }

    fn leader(&mut self, asked: usize, partition: i32) -> usize {
        for _ in 0..100 {
            let partitions = self.partitions(asked);
            let mut partitions = partitions.iter();
            let found = partitions.find(|found| found.partition_index == partition);
            if let Some(leader) = found.and_then(|found| usize::try_from(found.leader_id).ok()) {
                return leader - 1;
            }
            self.cluster.world.run_for(Duration::from_millis(50));
        }
        panic!("seed {}: nobody leads", self.seed);
    }

    /// How many partitions it leads, as another says.
    fn led_by(&mut self, member: usize) -> usize {
        let asked = (member + 1) % self.nodes;
        let partitions = self.partitions(asked);
        let leads =
            |found: &&MetadataResponsePartition| usize::try_from(found.leader_id) == Ok(member + 1);
        partitions.iter().filter(leads).count()
    }

    /// Has flushes of a node take so long.
    fn slow_down_flushes(&mut self, member: usize, flush: Duration) {
        let process = self.cluster.process(member);
        let operation = Duration::ZERO;
        let delay = DiskDelay { operation, flush };
        self.cluster.world.set_disk_delay(process, delay);
    }

    fn logs(&self) -> Logs {
        let mut logs = Logs::new();
        for member in 0..self.nodes {
            for partition in 0..PARTITIONS {
                let log = self.cluster.log_on_disk(member, TOPIC, partition);
                logs.insert(
                    (partition, member),
                    log.expect("the disk is well").unwrap_or_default(),
                );
            }
        }
        logs
    }

    /// Reads everything back, and waits until every replica has everything, whole.
    fn end(mut self) {
        // No checksum covers the base offset of a batch: until a pass has seen it, a reader may be led astray.
        self.cluster.world.run_for(Duration::from_secs(6));
        self.workload.read_back();
        let workload = self.workload.clone();
        let read = self
            .cluster
            .world
            .run_until(LIMIT * 2, |_| workload.has_read_all());
        let observed = workload.observed();
        assert!(
            read,
            "seed {}: not read to the end, {:?}",
            self.seed, observed.errors
        );
        let mut violations = Vec::new();
        for _ in 0..120 {
            self.cluster.world.run_for(Duration::from_secs(1));
            violations = checkers::replicas_agree(&self.logs(), &workload.high_watermarks());
            violations.extend(broken(&self.logs()));
            if violations.is_empty() {
                break;
            }
        }
        violations.extend(checkers::all(&observed));
        assert_eq!(violations, [""; 0], "seed {}", self.seed);
    }
}

/// Batches whose checksums do not hold.
fn broken(logs: &Logs) -> Vec<String> {
    let mut broken = Vec::new();
    for ((partition, member), log) in logs {
        let whole = |batch: Result<Batch, _>| batch.and_then(|batch| batch.verify_crc());
        if let Some(error) = Batch::split_lenient(log.clone())
            .map(whole)
            .find_map(Result::err)
        {
            broken.push(format!("partition {partition} of node {member}: {error}"));
        }
    }
    broken
}

/// A pass takes two seconds.
const SCRUBBED: &str = "highwater.scrub.interval.ms=4000\n";

#[test]
fn damage_is_found_and_put_back_from_another_replica_while_clients_go_on() {
    for seed in seeds(15) {
        let mut story = Story::begin(seed, 3, SCRUBBED, 500);
        story.progress(200);
        for _ in 0..3 {
            let member = usize::try_from(story.below(3)).expect("few");
            let partition =
                i32::try_from(story.below(PARTITIONS.unsigned_abs().into())).expect("few");
            story.damage(member, partition);
            story.progress(50);
        }
        story.end();
    }
}

#[test]
fn a_leader_with_damage_hands_over_first() {
    for seed in seeds(6) {
        let mut story = Story::begin(seed, 3, SCRUBBED, 500);
        story.progress(200);
        let leader = story.leader(0, 1);
        story.damage(leader, 1);
        let mut handed_over = false;
        for _ in 0..100 {
            story.cluster.world.run_for(Duration::from_millis(100));
            handed_over |= story.leader(0, 1) != leader;
        }
        assert!(handed_over, "seed {seed}");
        assert!(broken(&story.logs()).is_empty(), "seed {seed}");
        // It serves again, and is in sync.
        for partition in story.partitions(0) {
            assert_eq!(
                (partition.isr_nodes.len(), partition.offline_replicas.len()),
                (3, 0),
                "seed {seed}"
            );
        }
        story.end();
    }
}

#[test]
fn damage_that_a_start_finds_is_put_back_too() {
    for seed in seeds(6) {
        let mut story = Story::begin(seed, 3, "", 500);
        story.progress(200);
        let member = usize::try_from(story.below(3)).expect("few");
        // The start scans what the last checkpoint does not say is flushed.
        story.cluster.world.run_for(Duration::from_secs(6));
        story.cluster.crash(member, Crash::Machine);
        story.damage(member, 0);
        story.progress(50);
        story
            .cluster
            .start(member)
            .unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        story.progress(50);
        story.end();
    }
}

#[test]
fn without_another_replica_damage_is_told_and_the_rest_is_served() {
    for seed in seeds(6) {
        let mut story = Story::begin(seed, 1, SCRUBBED, 500);
        story.progress(200);
        let damaged = story.damage(0, 1);
        story.cluster.world.run_for(Duration::from_secs(8));
        let fetch = |story: &mut Story, offset: i64| {
            let partition = FetchPartition {
                partition: 1,
                fetch_offset: offset,
                current_leader_epoch: -1,
                last_fetched_epoch: -1,
                partition_max_bytes: 1,
                ..FetchPartition::default()
            };
            let request = FetchRequest {
                replica_id: -1,
                max_bytes: 1,
                session_epoch: -1,
                topics: vec![FetchTopic {
                    topic: TOPIC.into(),
                    partitions: vec![partition],
                    ..FetchTopic::default()
                }],
                ..FetchRequest::default()
            };
            let mut response = ask(&mut story.cluster, 0, 12, &request);
            let data = response.responses.remove(0).partitions.remove(0);
            ErrorCode::from_code(data.error_code)
        };
        for offset in 0..damaged.end + 3 {
            let expected = match damaged.contains(&offset) {
                true => ErrorCode::KafkaStorageError,
                false => ErrorCode::None,
            };
            assert_eq!(
                fetch(&mut story, offset),
                Some(expected),
                "seed {seed}, offset {offset}, damaged {damaged:?}"
            );
        }
        // Writes go on, and a start cuts nothing.
        story.progress(50);
        assert!(story.cluster.stop(0, LIMIT));
        story.cluster.start(0).expect("it starts");
        story.progress(50);
        assert_eq!(
            fetch(&mut story, damaged.start),
            Some(ErrorCode::KafkaStorageError)
        );
        assert_eq!(fetch(&mut story, damaged.end), Some(ErrorCode::None));
    }
}

#[test]
fn a_full_disk_keeps_its_reserve_for_what_must_go_on() {
    for seed in seeds(4) {
        let mut story = Story::begin(seed, 1, "highwater.disk.reserve.bytes=100000\n", 3000);
        story.progress(3000);
        let disk = story.disk(0).clone();
        let room = 150_000;
        disk.set_room(room);
        story.cluster.world.run_for(Duration::from_secs(20));
        let errors = story.workload.observed().errors;
        assert!(
            errors.keys().any(|error| error.contains("Storage")),
            "{errors:?}"
        );
        assert_eq!(story.cluster.world.exited(story.cluster.process(0)), None);
        let left = disk.usage(Path::new("/data")).expect("known").available;
        assert!(
            (60_000..room).contains(&left),
            "seed {seed}: {left} bytes are left of the reserve"
        );
        // Metadata go on, and deleting makes room.
        let made = make_topic(&mut story.cluster, 0, "other");
        assert_eq!(made, 0);
        let delete = DeleteTopicsRequest {
            topics: vec![DeleteTopicState {
                name: Some("other".into()),
                ..DeleteTopicState::default()
            }],
            timeout_ms: 2000,
            ..DeleteTopicsRequest::default()
        };
        let deleted = ask(&mut story.cluster, 0, 6, &delete);
        assert_eq!(deleted.responses[0].error_code, 0);
        disk.set_room(1 << 30);
        story.progress(100);
        story.end();
    }
}

/// Others commit without a voter that has no room, and it follows when there is room again.
#[test]
fn a_voter_with_a_full_disk_goes_on_without_the_newest_metadata() {
    for seed in seeds(4) {
        let mut story = Story::begin(seed, 3, "", 100);
        story.progress(100);
        let is_active = |member: &usize| {
            let controller = story.cluster.controller(*member);
            controller.is_some_and(|it| it.is_active())
        };
        let active = (0..3).find(is_active).expect("there is one");
        let full = (active + 1) % 3;
        story.disk(full).set_room(0);
        let made = make_topic(&mut story.cluster, active, "other");
        assert_eq!(made, 0, "seed {seed}");
        story.cluster.world.run_for(Duration::from_secs(5));
        let process = story.cluster.process(full);
        assert_eq!(story.cluster.world.exited(process), None, "seed {seed}");

        story.disk(full).set_room(1 << 30);
        story.progress(100);
        let knows = |cluster: &Cluster| {
            let newest = cluster.controller(active).map(|it| it.position());
            cluster.controller(full).map(|it| it.position()) == newest
        };
        story.cluster.world.run_for(Duration::from_secs(2));
        assert!(knows(&story.cluster), "seed {seed}");
        story.end();
    }
}

#[test]
fn a_disk_restored_from_another_time_leads_nothing_before_it_has_caught_up() {
    for seed in seeds(6) {
        let mut story = Story::begin(seed, 3, "", 500);
        story.progress(100);
        let copy = story.disk(2).copy();
        story.progress(100);
        story.cluster.crash(2, Crash::Machine);
        let process = story.cluster.process(2);
        story.cluster.world.restore_disk(process, &copy);
        story.progress(30);
        story
            .cluster
            .start(2)
            .unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        let victim = usize::try_from(story.below(2)).expect("few");
        story.progress(50);
        story.cluster.crash(victim, Crash::Process);
        story.progress(50);
        story
            .cluster
            .start(victim)
            .unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        story.end();
    }
}

#[test]
fn a_clock_that_jumps_years_ahead_and_back_costs_no_record() {
    let years = 6 * 365 * 24 * 3600 * 1000;
    for seed in seeds(3) {
        let properties = "log.retention.check.interval.ms=1000\nlog.segment.bytes=1048576\n";
        let mut story = Story::begin(seed, 1, properties, 3000);
        story.progress(2000);
        let process = story.cluster.process(0);
        for error in [years, 0, years] {
            story.cluster.world.set_wall_error_ms(process, error);
            story.cluster.world.run_for(Duration::from_secs(10));
        }
        story.cluster.world.set_wall_error_ms(process, 0);
        story.end();
    }
}

#[test]
fn a_leader_on_a_slow_disk_hands_over_and_comes_back_when_it_keeps_pace() {
    for seed in seeds(4) {
        let mut story = Story::begin(seed, 3, "replica.lag.time.max.ms=2000\n", 500);
        story.progress(200);
        let leader = story.leader(0, 1);
        story.slow_down_flushes(leader, Duration::from_secs(4));
        story.cluster.world.run_for(Duration::from_secs(6));
        assert_eq!(story.led_by(leader), 0, "seed {seed}");
        // Without it all goes on at once.
        story.progress(500);
        story.slow_down_flushes(leader, Duration::ZERO);
        story.end();
    }
}

#[test]
fn a_slow_disk_is_kept_where_nobody_can_stand_in() {
    for seed in seeds(4) {
        let mut story = Story::begin(seed, 3, "replica.lag.time.max.ms=2000\n", 500);
        story.progress(200);
        let leader = story.leader(0, 1);
        let follower = (leader + 1) % 3;
        story.cluster.crash(follower, Crash::Process);
        story.cluster.world.run_for(Duration::from_secs(10));
        let leader = story.leader(leader, 1);
        story.slow_down_flushes(leader, Duration::from_secs(4));
        story.cluster.world.run_for(Duration::from_secs(10));
        assert_eq!(story.leader(leader, 1), leader, "seed {seed}");
        story.slow_down_flushes(leader, Duration::ZERO);
        story.cluster.start(follower).expect("its disk is well");
        story.end();
    }
}
