//! Three brokers on a model of a ZooKeeper ensemble: the cluster forms, fails over and heals.

mod story;

use std::time::Duration;

use bytes::Bytes;
use story::{NODES, Story, member, seeds};
use types::BrokerId;
use world::Write;
use world_sim::{Crash, EnsembleModel};

fn begin(seed: u64) -> Story {
    let model = EnsembleModel {
        seed,
        ..EnsembleModel::default()
    };
    let mut story = Story::on_zookeeper(seed, model);
    story.progress(50, "the cluster forms");
    story.until("all are in sync", 0, |it| it.in_sync.len() == NODES);
    story
}

fn end(story: Story) {
    let seed = story.seed;
    let history = story.end();
    assert_eq!(history.violations, Vec::<String>::new(), "seed {seed}");
}

#[test]
fn brokers_die_and_come_back_one_after_the_other() {
    for seed in seeds(3) {
        let mut story = begin(seed);
        for victim in 0..NODES {
            story.cluster.crash(victim, Crash::Process);
            story.progress(50, "without one");
            let gone = BrokerId(i32::try_from(victim).expect("few") + 1);
            story.until("the dead one is out", 0, |it| !it.in_sync.contains(&gone));
            story.restart(victim);
            story.until("all are in sync again", 0, |it| it.in_sync.len() == NODES);
        }
        end(story);
    }
}

#[test]
fn a_dead_controller_is_replaced_long_before_its_session_ends() {
    for seed in seeds(10) {
        let mut story = begin(seed);
        let victim = story.active().expect("somebody leads");
        let began = story.cluster.world.now();
        story.cluster.crash(victim, Crash::Process);
        let gone = BrokerId(i32::try_from(victim).expect("few") + 1);
        story.until("it is out of every in-sync set", 0, |it| {
            !it.in_sync.contains(&gone) && it.has_leader() && member(it.leader) != victim
        });
        let took = story.cluster.world.now().since(began);
        // The dials of the proof, an election, a snapshot and one commit.
        assert!(took < Duration::from_millis(200), "seed {seed}: {took:?}");
        story.restart(victim);
        end(story);
    }
}

#[test]
fn a_paused_controller_is_replaced_when_its_session_has_ended() {
    for seed in seeds(5) {
        let mut story = begin(seed);
        let victim = story.active().expect("somebody leads");
        let process = story.cluster.process(victim);
        let began = story.cluster.world.now();
        story.cluster.world.pause(process, Duration::from_secs(30));
        let gone = BrokerId(i32::try_from(victim).expect("few") + 1);
        for _ in 0..30_000 {
            story.cluster.world.run_for(Duration::from_millis(1));
            let others = (0..NODES).filter(|member| *member != victim);
            let fenced = |other: usize| {
                let controller = story.cluster.controller(other).expect("it runs");
                let image = controller.image();
                controller.is_active() && image.broker(gone).is_some_and(|it| it.fenced)
            };
            if others.into_iter().any(fenced) {
                break;
            }
        }
        let took = story.cluster.world.now().since(began);
        // The session's time-out, one tick of the ensemble, and what a failover takes.
        assert!(took < Duration::from_millis(8_300), "seed {seed}: {took:?}");
        end(story);
    }
}

#[test]
fn without_a_majority_of_the_ensemble_writes_go_on_and_nobody_is_elected() {
    for seed in seeds(5) {
        let mut story = begin(seed);
        story
            .cluster
            .world
            .with_ensemble(|ensemble, now| ensemble.set_majority(now, false));
        story.progress(50, "without a majority");
        story.cluster.world.run_for(Duration::from_secs(60));
        assert_eq!(
            story.active(),
            None,
            "seed {seed}: a controller without an ensemble"
        );
        story.progress(50, "a minute later");
        story
            .cluster
            .world
            .with_ensemble(|ensemble, now| ensemble.set_majority(now, true));
        story.until("all are in sync", 0, |it| it.in_sync.len() == NODES);
        end(story);
    }
}

#[test]
fn an_ensemble_that_was_restored_from_an_older_state_has_no_controller_until_that_is_wanted() {
    for seed in seeds(3) {
        let mut story = begin(seed);
        let write_epoch = |story: &mut Story, epoch: &'static str| {
            let set = Write::Set {
                path: "/controller_epoch".to_owned(),
                data: Bytes::from_static(epoch.as_bytes()),
                version: None,
            };
            let written = story
                .cluster
                .world
                .with_ensemble(|ensemble, now| ensemble.write_by_hand(now, &[set]));
            assert!(written.is_ok());
        };
        for member in 0..NODES {
            story.cluster.crash(member, Crash::Process);
        }
        write_epoch(&mut story, "0");
        for member in 0..NODES {
            story.restart(member);
        }
        story.cluster.world.run_for(Duration::from_secs(20));
        assert_eq!(story.active(), None, "seed {seed}: an older state is led");
        write_epoch(&mut story, "1");
        story.until("all are in sync", 0, |it| it.in_sync.len() == NODES);
        story.progress(50, "the older state is gone on with");
        end(story);
    }
}
