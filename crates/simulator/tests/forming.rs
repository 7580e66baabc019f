//! A cluster of several nodes forms from empty directories, and keeps to itself.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use simulator::{Cluster, ClusterSettings};
use types::BrokerId;
use world::Disk;
use world_sim::{Crash, WorldSettings};

const NODES: usize = 3;
const META: &str = "/data/meta.properties";

fn cluster(seed: u64) -> Cluster {
    let world = WorldSettings {
        seed,
        ..WorldSettings::default()
    };
    Cluster::new(&ClusterSettings {
        nodes: NODES,
        properties: String::new(),
        world,
    })
}

fn start_all(cluster: &mut Cluster) {
    for member in 0..NODES {
        cluster.start(member).expect("starts");
    }
}

/// Whether every node's controller knows all brokers, in service.
fn is_whole(cluster: &Cluster) -> bool {
    (0..NODES).all(|member| {
        let image = cluster.controller(member).map(|it| it.image());
        let serves = |image: &metadata::Image, id: i32| {
            let broker = image.broker(BrokerId(id));
            broker.is_some_and(|broker| !broker.fenced)
        };
        image.is_some_and(|image| (1..=3).all(|id| serves(&image, id)))
    })
}

fn run_until_whole(cluster: &mut Cluster, seed: u64) {
    for _ in 0..1_000 {
        cluster.world.run_for(Duration::from_millis(10));
        if is_whole(cluster) {
            return;
        }
    }
    panic!("seed {seed}: not every broker came into service");
}

fn meta(cluster: &Cluster, member: usize) -> String {
    let disk = cluster.world.disk(cluster.process(member));
    let content = disk.read(Path::new(META)).expect("meta.properties");
    String::from_utf8(content).expect("text")
}

fn cluster_id(meta: &str) -> Option<&str> {
    meta.lines()
        .find_map(|line| line.strip_prefix("cluster.id="))
}

#[test]
fn empty_nodes_agree_on_one_cluster_and_every_directory_says_so() {
    for seed in 0..20 {
        let mut cluster = cluster(seed);
        start_all(&mut cluster);
        run_until_whole(&mut cluster, seed);
        let metas: Vec<_> = (0..NODES).map(|member| meta(&cluster, member)).collect();
        let ids: BTreeSet<_> = metas.iter().map(|meta| cluster_id(meta)).collect();
        assert_eq!(ids.len(), 1, "seed {seed}: {metas:?}");
        assert!(ids.iter().all(Option::is_some), "seed {seed}: {metas:?}");
    }
}

#[test]
fn crashes_while_the_cluster_forms_leave_one_cluster() {
    for seed in 0..20 {
        let mut cluster = cluster(seed);
        start_all(&mut cluster);
        for round in 0..3_usize {
            let more = cluster.world.random().below(60);
            cluster.world.run_for(Duration::from_millis(more));
            let member = (seed as usize + round) % NODES;
            cluster.crash(member, Crash::Machine);
            cluster.start(member).expect("starts again");
        }
        run_until_whole(&mut cluster, seed);
        let metas: Vec<_> = (0..NODES).map(|member| meta(&cluster, member)).collect();
        let ids: BTreeSet<_> = metas.iter().map(|meta| cluster_id(meta)).collect();
        assert_eq!(ids.len(), 1, "seed {seed}: {metas:?}");
    }
}

#[test]
fn two_of_three_empty_nodes_found_nothing() {
    let mut cluster = cluster(1);
    cluster.start(0).expect("starts");
    cluster.start(1).expect("starts");
    cluster.world.run_for(Duration::from_secs(30));
    assert_eq!(cluster_id(&meta(&cluster, 0)), None);
    cluster.start(2).expect("starts");
    run_until_whole(&mut cluster, 1);
}

#[test]
fn a_directory_of_another_cluster_is_refused() {
    let mut cluster = cluster(2);
    start_all(&mut cluster);
    run_until_whole(&mut cluster, 2);
    cluster.crash(2, Crash::Process);
    let other = meta(&cluster, 2).replace("cluster.id=", "cluster.id=other-");
    let disk = cluster.world.disk(cluster.process(2));
    disk.write_atomically(Path::new(META), other.as_bytes())
        .expect("written");
    let refused = cluster.start(2).expect_err("refused");
    assert!(refused.contains("cluster"), "{refused}");
}

#[test]
fn nodes_that_stop_one_after_the_other_all_stop() {
    for seed in 0..5 {
        let mut cluster = cluster(seed);
        start_all(&mut cluster);
        run_until_whole(&mut cluster, seed);
        for member in 0..NODES {
            // The last two have no majority of controllers to hand over to.
            let stopped = cluster.stop(member, Duration::from_secs(10));
            assert!(stopped, "seed {seed}: node {member} does not stop");
        }
    }
}

#[test]
fn a_broker_that_no_controller_takes_ends_with_the_reason() {
    let mut cluster = Cluster::new(&ClusterSettings {
        nodes: NODES,
        properties: "initial.broker.registration.timeout.ms=5000\n".to_owned(),
        world: WorldSettings::default(),
    });
    // One of three controllers cannot form a quorum.
    cluster.start(0).expect("starts");
    cluster.world.run_for(Duration::from_millis(4_900));
    let process = cluster.process(0);
    assert_eq!(cluster.world.exited(process), None);
    cluster.world.run_for(Duration::from_millis(200));
    let why = cluster.world.exited(process).expect("it has given up");
    let setting = "initial.broker.registration.timeout.ms=5000";
    assert!(why.contains(setting), "{why}");
}

#[test]
fn a_broker_that_is_registered_outlives_its_controllers() {
    let mut cluster = Cluster::new(&ClusterSettings {
        nodes: NODES,
        properties: "initial.broker.registration.timeout.ms=5000\n".to_owned(),
        world: WorldSettings::default(),
    });
    start_all(&mut cluster);
    run_until_whole(&mut cluster, 0);
    for member in [1, 2] {
        cluster.crash(member, Crash::Process);
    }
    cluster.world.run_for(Duration::from_secs(20));
    let process = cluster.process(0);
    assert_eq!(cluster.world.exited(process), None);
}

/// How long a broker takes to stop that is the last of three which can be reached.
fn stops_within(properties: &str, limit: Duration) -> bool {
    let mut cluster = Cluster::new(&ClusterSettings {
        nodes: NODES,
        properties: properties.to_owned(),
        world: WorldSettings::default(),
    });
    start_all(&mut cluster);
    run_until_whole(&mut cluster, 0);
    for member in [1, 2] {
        cluster.crash(member, Crash::Process);
    }
    cluster.world.run_for(Duration::from_millis(100));
    cluster.stop(0, limit)
}

#[test]
fn a_broker_that_need_not_hand_over_stops_at_once() {
    let limit = Duration::from_secs(1);
    assert!(!stops_within("", limit), "it waits for a controller");
    assert!(stops_within("controlled.shutdown.enable=false\n", limit));
}
