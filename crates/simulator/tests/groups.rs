//! A group of consumers over crashes of the broker that coordinates it.

use std::time::Duration;

use simulator::{Cluster, ClusterSettings, GroupObserved, GroupSettings};
use world_sim::{Crash, NetworkSettings, WorldSettings};

/// Runs consumers over three crashes of the only node, and reads their offsets in the end.
fn history(seed: u64, crash: Crash, properties: &str) -> GroupObserved {
    history_of(1, seed, crash, properties)
}

/// Runs consumers over three crashes, each of a node chosen by chance.
fn history_of(nodes: usize, seed: u64, crash: Crash, properties: &str) -> GroupObserved {
    let network = NetworkSettings {
        slow_per_million: 5_000,
        break_per_million: 1_000,
        ..NetworkSettings::default()
    };
    let world = WorldSettings {
        seed,
        network,
        ..WorldSettings::default()
    };
    let properties = format!(
        "offsets.topic.num.partitions=3\ngroup.initial.rebalance.delay.ms=500\n{properties}"
    );
    let mut cluster = Cluster::new(&ClusterSettings {
        nodes,
        properties,
        world,
    });
    for member in 0..nodes {
        cluster.start(member).expect("an empty disk starts");
    }
    let consumers = cluster.start_group(GroupSettings::default());
    for round in 0..3 {
        let before = consumers.commits();
        let got_on = cluster.world.run_until(Duration::from_secs(120), |_| {
            consumers.commits() >= before + 100
        });
        assert!(
            got_on,
            "seed {seed}, round {round}: stuck after {:?}",
            consumers.observed().errors
        );
        let more = cluster
            .world
            .random()
            .between(Duration::ZERO, Duration::from_millis(500));
        cluster.world.run_for(more);
        let victim = cluster.world.random().below(nodes as u64);
        let victim = usize::try_from(victim).expect("few");
        cluster.crash(victim, crash);
        let away = if nodes == 1 { 300 } else { 10_000 };
        cluster.world.run_for(Duration::from_millis(away));
        cluster
            .start(victim)
            .unwrap_or_else(|error| panic!("seed {seed}, round {round}: {error}"));
    }
    consumers.stop_committing();
    let before = consumers.reads();
    let read = cluster.world.run_until(Duration::from_secs(60), |_| {
        consumers.reads() >= before + 20
    });
    assert!(
        read,
        "seed {seed}: offsets are not read, {:?}",
        consumers.observed().errors
    );
    consumers.observed()
}

#[test]
fn committed_offsets_survive_the_process_and_have_one_owner_at_a_time() {
    for seed in 0..20 {
        let observed = history(seed, Crash::Process, "");
        assert_eq!(observed.contradictions, [""; 0], "seed {seed}");
        assert!(
            observed.owners.len() > 4,
            "seed {seed}: {} owners",
            observed.owners.len()
        );
    }
}

#[test]
fn committed_offsets_survive_the_machine_when_they_are_flushed_first() {
    for seed in 0..10 {
        let observed = history(seed, Crash::Machine, "log.flush.interval.messages=1\n");
        assert_eq!(observed.contradictions, [""; 0], "seed {seed}");
    }
}

#[test]
fn without_flushes_a_crash_of_the_machine_may_lose_committed_offsets() {
    // The simulation can see the loss that the other tests rule out.
    let lost = (0..10).any(|seed| !history(seed, Crash::Machine, "").contradictions.is_empty());
    assert!(lost);
}

#[test]
fn groups_move_with_the_leadership_of_their_partition() {
    for seed in 0..10 {
        let observed = history_of(3, seed, Crash::Process, "");
        assert_eq!(observed.contradictions, [""; 0], "seed {seed}");
    }
}
