//! Who is in sync, and what a write waits for.

mod story;

use std::time::Duration;

use story::{NODES, Story, member, seeds};
use world_sim::{Crash, NetworkSettings};

/// A partition whose leader is not beside the active controller, with that leader and the third node.
fn apart_from_the_controller(story: &Story) -> Option<(i32, usize, usize)> {
    let active = story.active()?;
    let apart = |partition: i32| {
        let leader = member(story.partition(partition)?.leader);
        let third = (0..NODES).find(|node| *node != active && *node != leader)?;
        (leader != active).then_some((partition, leader, third))
    };
    (0..3).find_map(apart)
}

#[test]
fn a_follower_that_lags_leaves_and_comes_back() {
    for seed in seeds(5) {
        let min = [("min.insync.replicas", "2")];
        let mut story = Story::begin(seed, NetworkSettings::default(), "", &min);
        story.progress(30, "at first");
        for partition in 0..3 {
            story.until("everybody", partition, |it| it.in_sync.len() == NODES);
        }
        let (partition, leader, third) = apart_from_the_controller(&story).expect("spread");
        let (one, other) = (story.cluster.process(leader), story.cluster.process(third));
        story.cluster.world.cut(one, other);
        story.cluster.world.cut(other, one);
        story.until("a smaller set", partition, |it| it.in_sync.len() == 2);
        let after = story.partition(partition).expect("there");
        assert!(
            member(after.leader) == leader && !after.in_sync.iter().any(|it| member(*it) == third)
        );
        story.progress(60, "without the third");
        story.cluster.world.heal();
        story.until("everybody again", partition, |it| it.in_sync.len() == NODES);
        story.progress(30, "in the end");
        assert_eq!(story.end().violations, [""; 0], "seed {seed}");
    }
}

#[test]
fn below_the_minimum_nothing_is_appended_and_nothing_new_is_read() {
    for seed in seeds(5) {
        let min = [("min.insync.replicas", "3")];
        let mut story = Story::begin(seed, NetworkSettings::default(), "", &min);
        story.progress(30, "at first");
        story.cluster.crash(2, Crash::Process);
        for partition in 0..3 {
            story.until("a smaller set", partition, |it| it.in_sync.len() == 2);
        }
        story.cluster.world.run_for(Duration::from_secs(6));
        let lengths = |story: &Story| {
            let length = |(node, partition)| {
                let log = story.cluster.log_on_disk(node, story::TOPIC, partition);
                log.expect("the disk is well").map_or(0, |log| log.len())
            };
            let replicas = (0..2).flat_map(|node| (0..3).map(move |partition| (node, partition)));
            replicas.map(length).collect::<Vec<_>>()
        };
        let before = (lengths(&story), story.workload.observed());
        story.cluster.world.run_for(Duration::from_secs(6));
        let after = (lengths(&story), story.workload.observed());
        assert_eq!(before.0, after.0, "seed {seed}: something was appended");
        assert_eq!(before.1.acknowledged, after.1.acknowledged);
        assert_eq!(before.1.read, after.1.read);
        let refused = "Some(NotEnoughReplicas)";
        assert!(before.1.errors.get(refused) < after.1.errors.get(refused));
        story.restart(2);
        story.progress(60, "together again");
        assert_eq!(story.end().violations, [""; 0], "seed {seed}");
    }
}
