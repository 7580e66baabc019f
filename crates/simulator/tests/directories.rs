//! Nodes with several log directories, whose disks fail one after the other.

mod asking;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use asking::{ask, make_topic};
use protocol::ErrorCode;
use protocol::messages::alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, ReassignablePartition, ReassignableTopic,
};
use protocol::messages::alter_replica_log_dirs::{
    AlterReplicaLogDir, AlterReplicaLogDirTopic, AlterReplicaLogDirsRequest,
};
use protocol::messages::create_topics::{
    CreatableReplicaAssignment, CreatableTopic, CreateTopicsRequest,
};
use protocol::messages::delete_topics::{DeleteTopicState, DeleteTopicsRequest};
use protocol::messages::describe_log_dirs::{DescribeLogDirsRequest, DescribeLogDirsResponse};
use protocol::messages::metadata::{MetadataRequest, MetadataResponse};
use simulator::{Cluster, ClusterSettings, Observed, Workload, WorkloadSettings, checkers};
use world::Disk;
use world_sim::{Crash, DiskFault, DiskOperation, WorldSettings};

const LIMIT: Duration = Duration::from_secs(30);
const FIRST: &str = "/data";
const SECOND: &str = "/data2";

fn cluster(seed: u64, nodes: usize) -> Cluster {
    cluster_with(seed, nodes, "")
}

fn cluster_with(seed: u64, nodes: usize, more: &str) -> Cluster {
    let world = WorldSettings {
        seed,
        keeps_trace: true,
        ..WorldSettings::default()
    };
    Cluster::new(&ClusterSettings {
        nodes,
        properties: format!("log.dirs={FIRST},{SECOND}\nmetadata.log.dir={FIRST}\n{more}"),
        world,
    })
}

fn running(seed: u64) -> (Cluster, Arc<Workload>) {
    let mut cluster = cluster(seed, 1);
    cluster.start(0).expect("an empty disk starts");
    let workload = cluster.start_workload(WorkloadSettings {
        partitions: 4,
        configs: vec![("flush.messages".into(), "1".into())],
        ..WorkloadSettings::default()
    });
    let all_written = |observed: &Observed| {
        (0..4).all(|partition| {
            observed
                .acknowledged
                .keys()
                .filter(|place| place.0 == partition)
                .count()
                > 10
        })
    };
    assert!(
        cluster
            .world
            .run_until(LIMIT, |_| all_written(&workload.observed()))
    );
    (cluster, workload)
}

fn fail(cluster: &Cluster, operation: DiskOperation, path: &str, times: u32) {
    cluster.world.disk(cluster.process(0)).inject(DiskFault {
        operation,
        path_contains: path.into(),
        error: std::io::ErrorKind::Other,
        times,
    });
}

fn partitions_in(cluster: &Cluster, directory: &str) -> Vec<i32> {
    let entries = cluster
        .world
        .disk(cluster.process(0))
        .list(Path::new(directory));
    let entries = entries.expect("it is there");
    let names = entries
        .iter()
        .filter_map(|entry| entry.name.strip_prefix("events-"));
    names.filter_map(|number| number.parse().ok()).collect()
}

/// Partitions of the workload's topic: leader, and whether the replica is offline.
fn partitions(cluster: &mut Cluster) -> Vec<(i32, i32, bool)> {
    let request = MetadataRequest {
        topics: None,
        ..MetadataRequest::default()
    };
    let response: MetadataResponse = ask(cluster, 0, 12, &request);
    let topic = response
        .topics
        .iter()
        .find(|topic| topic.name.as_deref() == Some("events"));
    let mut found: Vec<_> = topic
        .expect("it is there")
        .partitions
        .iter()
        .map(|partition| {
            let offline = partition.offline_replicas == [1];
            (partition.partition_index, partition.leader_id, offline)
        })
        .collect();
    found.sort_unstable();
    found
}

fn described(cluster: &mut Cluster) -> DescribeLogDirsResponse {
    ask(cluster, 0, 4, &DescribeLogDirsRequest { topics: None })
}

fn read_back(cluster: &mut Cluster, workload: &Workload) {
    workload.read_back();
    let read = cluster
        .world
        .run_until(LIMIT * 2, |_| workload.has_read_all());
    assert!(
        read,
        "not read to the end, {:?}",
        workload.observed().errors
    );
    assert_eq!(checkers::all(&workload.observed()), [""; 0]);
}

#[test]
fn replicas_are_spread_over_the_directories_and_the_controller_knows_where() {
    let (mut cluster, _) = running(1);
    assert_eq!(partitions_in(&cluster, FIRST).len(), 2);
    assert_eq!(partitions_in(&cluster, SECOND).len(), 2);
    let response = described(&mut cluster);
    let directories: Vec<_> = response
        .results
        .iter()
        .map(|result| {
            let partitions = result
                .topics
                .iter()
                .map(|topic| topic.partitions.len())
                .sum::<usize>();
            assert!(result.total_bytes > result.usable_bytes && result.usable_bytes > 0);
            (&*result.log_dir, result.error_code, partitions)
        })
        .collect();
    assert_eq!(directories, [(FIRST, 0, 2), (SECOND, 0, 2)]);
}

/// Tells the second node that two partitions shall lie in its second directory; what it says to each.
fn wish(cluster: &mut Cluster) -> Vec<Option<ErrorCode>> {
    let request = AlterReplicaLogDirsRequest {
        dirs: vec![AlterReplicaLogDir {
            path: SECOND.into(),
            topics: vec![AlterReplicaLogDirTopic {
                name: "placed".into(),
                partitions: vec![0, 1],
            }],
        }],
    };
    let answer = ask(cluster, 1, 2, &request);
    let partitions = answer.results.iter().flat_map(|topic| &topic.partitions);
    partitions
        .map(|it| ErrorCode::from_code(it.error_code))
        .collect()
}

#[test]
fn a_replica_that_is_reassigned_comes_into_the_directory_that_was_named() {
    let mut cluster = cluster(7, 2);
    for member in 0..2 {
        cluster.start(member).expect("an empty disk starts");
    }
    cluster.world.run_for(Duration::from_secs(5));
    let on_first = |index| CreatableReplicaAssignment {
        partition_index: index,
        broker_ids: vec![1],
    };
    let create = CreateTopicsRequest {
        topics: vec![CreatableTopic {
            name: "placed".into(),
            num_partitions: -1,
            replication_factor: -1,
            assignments: vec![on_first(0), on_first(1)],
            ..CreatableTopic::default()
        }],
        timeout_ms: 2000,
        ..CreateTopicsRequest::default()
    };
    assert_eq!(ask(&mut cluster, 0, 7, &create).topics[0].error_code, 0);
    cluster.world.run_for(Duration::from_secs(1));
    assert_eq!(
        wish(&mut cluster),
        [Some(ErrorCode::ReplicaNotAvailable); 2]
    );
    let to_second = |index| ReassignablePartition {
        partition_index: index,
        replicas: Some(vec![2]),
    };
    let reassign = AlterPartitionReassignmentsRequest {
        timeout_ms: 2000,
        topics: vec![ReassignableTopic {
            name: "placed".into(),
            partitions: vec![to_second(0), to_second(1)],
        }],
        ..AlterPartitionReassignmentsRequest::default()
    };
    assert_eq!(ask(&mut cluster, 0, 0, &reassign).error_code, 0);
    cluster.world.run_for(Duration::from_secs(5));
    let described: DescribeLogDirsResponse =
        ask(&mut cluster, 1, 4, &DescribeLogDirsRequest { topics: None });
    let of = |directory: &str| {
        let results = described.results.iter();
        let here = results.filter(|result| &*result.log_dir == directory);
        let topics = here.flat_map(|result| &result.topics);
        topics.map(|topic| topic.partitions.len()).sum::<usize>()
    };
    assert_eq!((of(FIRST), of(SECOND)), (0, 2));
    assert_eq!(wish(&mut cluster), [Some(ErrorCode::None); 2]);
}

#[test]
fn a_directory_that_fails_takes_down_its_replicas_only() {
    for operation in [DiskOperation::Flush, DiskOperation::Write] {
        let (mut cluster, workload) = running(2);
        let process = cluster.process(0);
        let lost = partitions_in(&cluster, SECOND);
        fail(&cluster, operation, "/data2/events", 1);
        let is_down = |cluster: &mut Cluster| {
            partitions(cluster)
                .iter()
                .filter(|(_, leader, _)| *leader == -1)
                .count()
                == lost.len()
        };
        for _ in 0..100 {
            cluster.world.run_for(Duration::from_millis(20));
            if is_down(&mut cluster) {
                break;
            }
        }
        for (index, leader, offline) in partitions(&mut cluster) {
            let is_lost = lost.contains(&index);
            assert_eq!(
                (leader, offline),
                if is_lost { (-1, true) } else { (1, false) }
            );
        }
        let before = workload.observed();
        cluster.world.run_for(Duration::from_secs(5));
        let after = workload.observed();
        let written = |observed: &Observed, index: i32| {
            observed
                .acknowledged
                .keys()
                .filter(|place| place.0 == index)
                .count()
        };
        for index in 0..4 {
            let goes_on = written(&after, index) > written(&before, index) + 10;
            assert_eq!(goes_on, !lost.contains(&index), "partition {index}");
        }
        assert!(
            after.errors.keys().any(|error| error.contains("Storage")),
            "{:?}",
            after.errors
        );
        assert_eq!(cluster.world.exited(process), None);
        let results = described(&mut cluster).results;
        let errors: Vec<_> = results
            .iter()
            .map(|result| (&*result.log_dir, result.error_code))
            .collect();
        assert_eq!(
            errors,
            [(FIRST, 0), (SECOND, ErrorCode::KafkaStorageError.code())]
        );
        // With the disk whole again and the process started anew, everything is there.
        assert!(cluster.stop(0, LIMIT));
        cluster.start(0).expect("both disks are whole");
        let served = |cluster: &mut Cluster| {
            partitions(cluster)
                .iter()
                .all(|(_, leader, _)| *leader == 1)
        };
        for _ in 0..200 {
            cluster.world.run_for(Duration::from_millis(50));
            if served(&mut cluster) {
                break;
            }
        }
        read_back(&mut cluster, &workload);
    }
}

#[test]
fn a_failure_that_no_controller_can_be_told_of_ends_the_process_in_time() {
    let setting = "log.dir.failure.timeout.ms=20000";
    for can_be_told in [true, false] {
        let mut cluster = cluster_with(8, 3, setting);
        for member in 0..3 {
            cluster.start(member).expect("an empty disk starts");
        }
        let workload = cluster.start_workload(WorkloadSettings {
            partitions: 6,
            configs: vec![("flush.messages".into(), "1".into())],
            ..WorkloadSettings::default()
        });
        let written = cluster.world.run_until(LIMIT, |_| {
            let places = workload.observed().acknowledged;
            (0..6).all(|index| places.keys().any(|place| place.0 == index))
        });
        assert!(written, "{:?}", workload.observed().errors);
        let process = cluster.process(0);
        cluster.crash(1, Crash::Process);
        if !can_be_told {
            cluster.crash(2, Crash::Process);
        }
        fail(&cluster, DiskOperation::Write, "/data2/events", 1);
        cluster.world.run_for(Duration::from_secs(18));
        let failed = described(&mut cluster).results[1].error_code;
        assert_eq!(failed, ErrorCode::KafkaStorageError.code());
        assert_eq!(cluster.world.exited(process), None);
        cluster.world.run_for(Duration::from_secs(12));
        let exited = cluster.world.exited(process).map(str::to_owned);
        assert_eq!(exited.is_none(), can_be_told, "{exited:?}");
        assert!(exited.is_none_or(|why| why.contains(setting)));
    }
}

#[test]
fn the_disk_of_the_metadata_log_and_the_last_disk_end_the_process() {
    let (mut cluster, _) = running(3);
    let process = cluster.process(0);
    fail(&cluster, DiskOperation::Write, "/data/events", 1);
    assert!(
        cluster
            .world
            .run_until(LIMIT, |world| world.exited(process).is_some())
    );
    let reason = cluster.world.exited(process).unwrap_or_default();
    assert!(
        reason.contains("/data failed and it holds the log of this node's controller"),
        "{reason}"
    );
}

#[test]
fn a_directory_that_cannot_be_opened_is_offline_and_comes_back_with_its_disk() {
    let (mut cluster, workload) = running(4);
    let lost = partitions_in(&cluster, SECOND);
    assert!(cluster.stop(0, LIMIT));
    fail(&cluster, DiskOperation::Open, "/data2/meta.properties", 1);
    cluster.start(0).expect("one directory is enough");
    cluster.world.run_for(Duration::from_secs(5));
    for (index, leader, _) in partitions(&mut cluster) {
        assert_eq!(leader, if lost.contains(&index) { -1 } else { 1 });
    }
    // Nothing is made in the other directory in their stead.
    assert!(
        partitions_in(&cluster, FIRST)
            .iter()
            .all(|index| !lost.contains(index))
    );
    assert!(cluster.stop(0, LIMIT));
    cluster.start(0).expect("both disks are whole");
    cluster.world.run_for(Duration::from_secs(5));
    read_back(&mut cluster, &workload);
}

#[test]
fn no_usable_directory_at_a_start_is_told_with_every_reason() {
    let mut cluster = cluster(5, 1);
    fail(&cluster, DiskOperation::Directory, "/data", 100);
    let error = cluster.start(0).expect_err("nothing can be used");
    assert!(
        error.contains("none of log.dirs can be used") && error.contains("/data2: "),
        "{error}"
    );
}

/// KAFKA-16157: a topic that is deleted and made again while a disk is away is another topic when the disk comes back.
#[test]
fn a_topic_made_again_while_a_disk_was_away_keeps_its_own_records() {
    let (mut cluster, first) = running(6);
    let old = partitions_in(&cluster, SECOND);
    first.read_back();
    assert!(cluster.world.run_until(LIMIT, |_| first.has_read_all()));
    fail(&cluster, DiskOperation::Write, "/data2/", 1);
    cluster.world.run_for(Duration::from_secs(1));
    // Only a write notices that a disk failed.
    assert_eq!(make_topic(&mut cluster, 0, "nudge"), 0);
    cluster.world.run_for(Duration::from_secs(10));
    let results = described(&mut cluster).results;
    assert_eq!(results[1].error_code, ErrorCode::KafkaStorageError.code());
    let delete = DeleteTopicsRequest {
        topics: vec![DeleteTopicState {
            name: Some("events".into()),
            ..DeleteTopicState::default()
        }],
        timeout_ms: 2000,
        ..DeleteTopicsRequest::default()
    };
    assert_eq!(ask(&mut cluster, 0, 6, &delete).responses[0].error_code, 0);
    cluster.world.run_for(Duration::from_secs(1));
    let second = cluster.start_workload(WorkloadSettings {
        partitions: 4,
        ..WorkloadSettings::default()
    });
    assert!(
        cluster
            .world
            .run_until(LIMIT, |_| second.acknowledged() > 200)
    );
    assert_eq!(partitions_in(&cluster, FIRST), [0, 1, 2, 3]);
    assert!(cluster.stop(0, LIMIT));
    cluster.start(0).expect("both disks are whole");
    cluster.world.run_for(Duration::from_secs(5));
    read_back(&mut cluster, &second);
    assert_eq!(partitions_in(&cluster, FIRST), [0, 1, 2, 3]);
    // What the disk still had of the old topic is deleted, as the record says that names its id.
    assert_eq!((old.len(), partitions_in(&cluster, SECOND).len()), (2, 0));
    let results = described(&mut cluster).results;
    assert!(
        results[1]
            .topics
            .iter()
            .all(|topic| &*topic.name != "events"),
        "{results:?}"
    );
}

#[test]
fn a_crash_of_the_machine_after_a_failed_flush_loses_nothing_that_was_acknowledged() {
    for seed in 10..16 {
        let (mut cluster, workload) = running(seed);
        fail(&cluster, DiskOperation::Flush, "/data2/events", 1);
        cluster.world.run_for(Duration::from_secs(2));
        cluster.crash(0, Crash::Machine);
        cluster.start(0).expect("both disks are whole");
        cluster.world.run_for(Duration::from_secs(5));
        read_back(&mut cluster, &workload);
    }
}
