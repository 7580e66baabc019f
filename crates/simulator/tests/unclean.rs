//! An unclean election: what it costs is told by the replica that had it.
//!
//! Five nodes, so that the controllers keep their majority while both followers of a partition are away.

mod asking;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use asking::ask;
use metadata::PartitionRegistration;
use protocol::messages::describe_configs::{DescribeConfigsRequest, DescribeConfigsResource};
use protocol::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterableConfig, IncrementalAlterConfigsRequest,
};
use simulator::checkers::{self, Logs};
use simulator::{Cluster, ClusterSettings, Workload, WorkloadSettings};
use types::PartitionIndex;
use world_sim::{Crash, WorldSettings};

const NODES: usize = 5;
const TOPIC: &str = "events";

fn cluster(seed: u64, unclean: &str, properties: &str) -> (Cluster, Arc<Workload>) {
    let world = WorldSettings {
        seed,
        ..WorldSettings::default()
    };
    let mut cluster = Cluster::new(&ClusterSettings {
        nodes: NODES,
        properties: properties.to_owned(),
        world,
    });
    for member in 0..NODES {
        cluster.start(member).expect("an empty disk starts");
    }
    let configs = [
        ("min.insync.replicas", "1"),
        ("unclean.leader.election.enable", unclean),
    ];
    let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    let workload = cluster.start_workload(WorkloadSettings {
        topic: TOPIC.into(),
        partitions: 1,
        replication_factor: 3,
        configs: configs.iter().map(own).collect(),
        ..WorkloadSettings::default()
    });
    (cluster, workload)
}

fn partition(cluster: &Cluster) -> Option<PartitionRegistration> {
    let controllers = (0..NODES).filter_map(|member| cluster.controller(member));
    let mut active = controllers.filter(|controller| controller.is_active());
    let image = active.next()?.image();
    let registered = image.topic(TOPIC)?.partition(PartitionIndex(0))?;
    Some((**registered).clone())
}

fn until(cluster: &mut Cluster, what: &str, wanted: impl Fn(&PartitionRegistration) -> bool) {
    for _ in 0..6_000 {
        if partition(cluster).is_some_and(|it| wanted(&it)) {
            return;
        }
        cluster.world.run_for(Duration::from_millis(10));
    }
    panic!("{what} does not come, {:?}", partition(cluster));
}

fn progress(cluster: &mut Cluster, workload: &Workload, records: usize) {
    let wanted = workload.acknowledged() + records;
    let limit = Duration::from_secs(60);
    let went_on = cluster
        .world
        .run_until(limit, |_| workload.acknowledged() >= wanted);
    assert!(went_on, "stuck, {:?}", workload.observed().errors);
}

/// The leader goes on alone, with acknowledged records that nobody else has, and dies; then its followers return.
fn leave_the_followers_behind(cluster: &mut Cluster, workload: &Workload) -> (usize, [usize; 2]) {
    progress(cluster, workload, 30);
    until(cluster, "everybody", |it| it.in_sync.len() == 3);
    let before = partition(cluster).expect("there");
    let member = |id: &types::BrokerId| usize::try_from(id.0 - 1).expect("a broker");
    let leader = member(&before.leader);
    let others = before.replicas.iter().map(member);
    let followers: Vec<usize> = others.filter(|it| *it != leader).collect();
    for &follower in &followers {
        cluster.crash(follower, Crash::Process);
    }
    until(cluster, "the leader alone", |it| it.in_sync.len() == 1);
    progress(cluster, workload, 30);
    cluster.crash(leader, Crash::Process);
    for &follower in &followers {
        cluster.start(follower).expect("starts");
    }
    (leader, [followers[0], followers[1]])
}

/// What a broker tells `highwater explain`.
fn losses_asked_for(cluster: &mut Cluster, member: usize) -> Vec<String> {
    let key = "highwater.losses.0";
    let resource = |keys: Option<Vec<_>>| DescribeConfigsResource {
        resource_type: 2,
        resource_name: TOPIC.into(),
        configuration_keys: keys,
    };
    let request = DescribeConfigsRequest {
        resources: vec![resource(Some(vec![key.into()])), resource(None)],
        ..Default::default()
    };
    let answer = ask(cluster, member, 4, &request);
    let [asked, all] = answer.results.as_slice() else {
        panic!("{answer:?}");
    };
    assert!(all.configs.iter().all(|it| it.name.as_str() != key));
    let [told] = asked.configs.as_slice() else {
        panic!("{asked:?}");
    };
    assert_eq!((told.name.as_str(), told.read_only), (key, true));
    let lines = told.value.as_ref().expect("a value");
    lines.lines().map(str::to_owned).collect()
}

#[test]
fn what_an_unclean_election_costs_is_what_is_reported() {
    for seed in 0..5 {
        let (mut cluster, workload) = cluster(seed, "true", "");
        let (old, _) = leave_the_followers_behind(&mut cluster, &workload);
        until(&mut cluster, "another leader", |it| {
            it.has_leader() && it.leader.0 != i32::try_from(old).expect("few") + 1
        });
        let told = workload.observed().acknowledged;
        progress(&mut cluster, &workload, 30);
        cluster.start(old).expect("starts");
        until(&mut cluster, "everybody again", |it| it.in_sync.len() == 3);
        assert_eq!(
            partition(&cluster).map(|it| it.leader_recovery_state),
            Some(metadata::LeaderRecoveryState::Recovered)
        );
        workload.read_back();
        let limit = Duration::from_secs(60);
        assert!(cluster.world.run_until(limit, |_| workload.has_read_all()));
        cluster.world.run_for(Duration::from_secs(2));
        let last_read = workload.observed().last_read;
        let lost: BTreeSet<i64> = told
            .iter()
            .filter(|(place, value)| last_read.get(place) != Some(value))
            .map(|((_, offset), _)| *offset)
            .collect();
        assert!(!lost.is_empty(), "seed {seed}: nothing was lost");
        let losses = cluster.broker(old).expect("runs").losses();
        assert!(
            losses.iter().all(|loss| loss.is_unclean),
            "seed {seed}: {losses:?}"
        );
        let reported: BTreeSet<i64> = losses
            .iter()
            .flat_map(|loss| loss.offsets.start.0..loss.offsets.end.0)
            .collect();
        assert!(
            lost.is_subset(&reported),
            "seed {seed}: {lost:?}, {reported:?}"
        );
        let records: u64 = losses.iter().map(|loss| loss.extent.records).sum();
        assert_eq!(records, reported.len() as u64);
        assert!(losses.iter().all(|loss| loss.extent.bytes > 0));
        let told: Vec<String> = losses.iter().map(ToString::to_string).collect();
        assert_eq!(losses_asked_for(&mut cluster, old), told, "seed {seed}");
        cluster.crash(old, Crash::Process);
        until(&mut cluster, "it is out", |it| it.in_sync.len() == 2);
        cluster.start(old).expect("starts");
        until(&mut cluster, "everybody once more", |it| {
            it.in_sync.len() == 3
        });
        assert_eq!(losses_asked_for(&mut cluster, old), told, "seed {seed}");
        let mut logs = Logs::new();
        for member in 0..NODES {
            let log = cluster
                .log_on_disk(member, TOPIC, 0)
                .expect("the disk is well");
            logs.extend(log.map(|log| ((0, member), log)));
        }
        let found = checkers::replicas_agree(&logs, &workload.high_watermarks());
        assert_eq!(found, [""; 0], "seed {seed}");
    }
}

#[test]
fn without_unclean_elections_the_partition_waits_and_loses_nothing() {
    for seed in 0..5 {
        let (mut cluster, workload) = cluster(seed, "false", "");
        let (old, followers) = leave_the_followers_behind(&mut cluster, &workload);
        until(&mut cluster, "no leader", |it| !it.has_leader());
        let before = workload.acknowledged();
        cluster.world.run_for(Duration::from_secs(20));
        assert_eq!(workload.acknowledged(), before, "seed {seed}");
        assert!(partition(&cluster).is_some_and(|it| !it.has_leader()));
        cluster.start(old).expect("starts");
        progress(&mut cluster, &workload, 30);
        until(&mut cluster, "everybody again", |it| it.in_sync.len() == 3);
        workload.read_back();
        let limit = Duration::from_secs(60);
        assert!(cluster.world.run_until(limit, |_| workload.has_read_all()));
        assert_eq!(checkers::all(&workload.observed()), [""; 0], "seed {seed}");
        for member in [old, followers[0], followers[1]] {
            assert_eq!(cluster.broker(member).expect("runs").losses(), []);
        }
    }
}

/// Allows a topic unclean elections while it is in use.
fn allow(cluster: &mut Cluster, member: usize) {
    let request = IncrementalAlterConfigsRequest {
        resources: vec![AlterConfigsResource {
            resource_type: 2,
            resource_name: TOPIC.into(),
            configs: vec![AlterableConfig {
                name: "unclean.leader.election.enable".into(),
                config_operation: 0,
                value: Some("true".into()),
            }],
        }],
        ..Default::default()
    };
    let answer = ask(cluster, member, 1, &request);
    assert_eq!(answer.responses[0].error_code, 0, "{answer:?}");
}

#[test]
fn a_topic_that_comes_to_allow_it_has_its_election_with_the_next_look() {
    for (interval_ms, is_soon) in [(2_000, true), (600_000, false)] {
        let property = format!("unclean.leader.election.interval.ms={interval_ms}\n");
        let (mut cluster, workload) = cluster(3, "false", &property);
        let (_, followers) = leave_the_followers_behind(&mut cluster, &workload);
        until(&mut cluster, "no leader", |it| !it.has_leader());
        // Whoever comes into service has elections of its own.
        cluster.world.run_for(Duration::from_secs(10));
        allow(&mut cluster, followers[0]);
        cluster.world.run_for(Duration::from_secs(10));
        let has_leader = partition(&cluster).map(|it| it.has_leader());
        assert_eq!(has_leader, Some(is_soon), "{property}");
    }
}
