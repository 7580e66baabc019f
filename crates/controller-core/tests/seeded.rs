//! Random histories of a cluster: brokers come, die, lose data and stop, leaders propose in-sync
//! sets, topics come and go, replicas move. After every decision what must hold is checked
//! (`World::check`), and one thing more, with a model of who holds what:
//! **every member of the in-sync and eligible sets holds every committed record**, unless an election was unclean.

mod cluster;

use std::collections::{BTreeMap, BTreeSet};

use cluster::{Dice, World, alive, id};
use controller_core::{
    ConfigAlteration, ConfigOperation, ElectionType, NewPartitions, NewTopic, PartitionsToElect,
    ReassignmentTarget, decide_alter_reassignments, decide_create_partitions, decide_create_topics,
    decide_delete_topics, decide_elect_leaders, decide_incremental_alter_configs,
    decide_leaders_for_leaderless, decide_preferred_leaders,
};
use metadata::{ConfigResource, LeaderRecoveryState, PartitionRegistration};
use types::{BrokerId, PartitionIndex, Uuid};

const BROKERS: i32 = 5;
const STEPS: usize = 250;
const SEEDS: u64 = 80;

type Key = (Uuid, PartitionIndex);

struct History {
    world: World,
    dice: Dice,
    /// Who holds every committed record, per partition.
    holders: BTreeMap<Key, BTreeSet<BrokerId>>,
    /// Leader epochs that began with an unclean election.
    unclean: usize,
    elected_from_eligible: usize,
    commits: usize,
    reassigned: usize,
}

impl History {
    fn partitions(&self) -> Vec<(String, Key, PartitionRegistration)> {
        let topics = self.world.image.topics().iter();
        topics
            .flat_map(|topic| {
                let partitions = topic.partitions.iter();
                partitions.map(|(&index, partition)| {
                    (
                        topic.name.to_string(),
                        (topic.id, index),
                        (**partition).clone(),
                    )
                })
            })
            .collect()
    }

    /// Runs one step, then compares what the model knows with what the cluster says.
    fn step(&mut self, step: impl FnOnce(&mut World, &mut Dice)) {
        let before: BTreeMap<_, _> = self
            .partitions()
            .into_iter()
            .map(|(_, key, partition)| (key, partition))
            .collect();
        step(&mut self.world, &mut self.dice);
        for (name, key, after) in self.partitions() {
            let Some(before) = before.get(&key) else {
                self.holders
                    .insert(key, after.replicas.iter().copied().collect());
                continue;
            };
            self.reassigned += usize::from(before.is_reassigning() && !after.is_reassigning());
            if before.leader_epoch < after.leader_epoch
                && after.has_leader()
                && before.leader != after.leader
            {
                let may_lead = before.in_sync.contains(&after.leader)
                    || before.eligible_leaders.contains(&after.leader);
                if !may_lead && after.leader_recovery_state == LeaderRecoveryState::Recovering {
                    // Unclean: what the leader has is what is committed from now on.
                    // Whoever came back without its data does not count, in the same decision.
                    let holders = self.holders.get(&key).expect("every partition is known");
                    let mut members = before.in_sync.iter().chain(&before.eligible_leaders);
                    let nobody_held_it = !members.any(|member| holders.contains(member));
                    let led_last =
                        nobody_held_it && before.last_known_eligible_leaders == [after.leader];
                    assert!(
                        led_last || self.allows_unclean(&name),
                        "{name}: {before:?} -> {after:?}"
                    );
                    self.holders.insert(key, BTreeSet::from([after.leader]));
                    self.unclean += 1;
                }
                self.elected_from_eligible +=
                    usize::from(before.eligible_leaders.contains(&after.leader));
            }
        }
        self.check_holders();
    }

    fn allows_unclean(&self, topic: &str) -> bool {
        let config = self
            .world
            .image
            .topic_config(topic)
            .and_then(|config| config.get("unclean.leader.election.enable"));
        config.is_some_and(|value| &**value == "true")
    }

    fn check_holders(&self) {
        for (name, key, partition) in self.partitions() {
            let holders = self.holders.get(&key).expect("every partition is known");
            for member in partition.in_sync.iter().chain(&partition.eligible_leaders) {
                assert!(
                    holders.contains(member),
                    "{name}: {member} lacks committed records: {holders:?} {partition:?}"
                );
            }
        }
    }

    /// Records are committed wherever that is possible now: only the in-sync set has all of them
    /// from then on.
    fn commit(&mut self) {
        for (name, key, partition) in self.partitions() {
            let topic = self.world.image.topic(&name).expect("it exists").clone();
            let enough = self.world.minimum(&topic).min(partition.replicas.len());
            if partition.has_leader() && partition.in_sync.len() >= enough && self.dice.one_in(2) {
                self.holders
                    .insert(key, partition.in_sync.iter().copied().collect());
                self.commits += 1;
            }
        }
    }

    /// A leader sees followers catch up or lag, and proposes.
    fn propose(&mut self) {
        let led: Vec<_> = self
            .partitions()
            .into_iter()
            .filter(|(_, _, partition)| partition.has_leader())
            .collect();
        let Some((name, key, partition)) = self.dice.pick(&led).cloned() else {
            return;
        };
        let mut set = vec![partition.leader];
        for &replica in &partition.replicas {
            if replica != partition.leader
                && self.world.image.is_active(replica)
                && !self.dice.one_in(3)
            {
                // It is in sync, or has caught up with the leader, who holds everything.
                self.holders.get_mut(&key).expect("known").insert(replica);
                set.push(replica);
            }
        }
        self.step(|world, _| {
            let epoch = |member: BrokerId| world.image.broker(member).expect("registered").epoch;
            let proposal = controller_core::IsrProposal {
                topic: key.0,
                partition: key.1,
                leader_epoch: partition.leader_epoch,
                partition_epoch: partition.partition_epoch,
                in_sync: set.iter().map(|&member| (member, epoch(member))).collect(),
                leader_recovery_state: LeaderRecoveryState::Recovered,
            };
            let leader = partition.leader;
            let decision = controller_core::decide_alter_partitions(
                world.cluster(),
                leader,
                epoch(leader),
                &[proposal],
            );
            let answer = world
                .apply(decision.expect("its epoch"))
                .pop()
                .expect("one answer");
            assert!(
                matches!(
                    answer,
                    Ok(_) | Err(controller_core::AlterPartitionError::NewLeaderElected { .. })
                ),
                "{name}: {answer:?}"
            );
        });
    }

    fn broker_event(&mut self) {
        let broker = i32::try_from(self.dice.below(BROKERS as usize)).expect("small") + 1;
        let registered = self.world.image.broker(id(broker)).cloned();
        let lost = |holders: &mut BTreeMap<Key, BTreeSet<BrokerId>>| {
            holders.values_mut().for_each(|holders| {
                holders.remove(&id(broker));
            });
        };
        match (registered, self.dice.below(6)) {
            (None, _) => {
                lost(&mut self.holders);
                self.step(|world, _| {
                    world.start(broker, None);
                });
                self.step(|world, _| {
                    world.unfence(broker);
                });
            }
            (Some(known), 0 | 1) if !known.fenced => self.step(|world, dice| {
                let other = i32::try_from(dice.below(BROKERS as usize)).expect("small") + 1;
                world.fence(&if dice.one_in(4) {
                    vec![broker, other]
                } else {
                    vec![broker]
                });
            }),
            (Some(known), 2) if !known.fenced => self.step(|world, _| {
                let mut stop = world.beat(broker);
                stop.wants_shutdown = true;
                world.heartbeat(&stop, alive());
            }),
            (Some(_), 3) => {
                // What it had not flushed is gone; between that and its registration the cluster
                // cannot know.
                self.step(|world, _| world.fence(&[broker]));
                lost(&mut self.holders);
                self.step(|world, _| {
                    world.start(broker, None);
                });
                self.step(|world, _| {
                    world.unfence(broker);
                });
            }
            (Some(_), 4) if self.dice.one_in(8) => self.step(|world, _| {
                let decision =
                    controller_core::decide_unregister_broker(world.cluster(), id(broker));
                world.apply(decision.expect("it is registered"));
            }),
            _ => self.step(|world, _| world.restart_cleanly(broker)),
        }
    }

    fn topic_event(&mut self) {
        let names: Vec<_> = self
            .world
            .image
            .topics()
            .iter()
            .map(|topic| topic.name.to_string())
            .collect();
        match self.dice.below(5) {
            0 if names.len() < 6 => self.step(|world, dice| {
                let topic = NewTopic {
                    name: format!("t{}", dice.below(8)),
                    id: world.topic_id(),
                    partition_count: Some(i32::try_from(dice.below(4)).expect("small") + 1),
                    replication_factor: Some(i16::try_from(dice.below(4)).expect("small") + 1),
                    configs: vec![(
                        "unclean.leader.election.enable".into(),
                        Some(dice.one_in(4).to_string()),
                    )],
                    seed: dice.next(),
                    ..NewTopic::default()
                };
                let decision = decide_create_topics(world.cluster(), &[topic], false);
                world.apply(decision);
            }),
            1 if self.dice.one_in(5) => self.step(|world, dice| {
                let doomed = dice
                    .pick(&names)
                    .and_then(|name| world.image.topic(name))
                    .map(|topic| topic.id);
                let decision = decide_delete_topics(world.cluster(), doomed.as_slice());
                world.apply(decision);
            }),
            2 => self.step(|world, dice| {
                let Some(topic) = dice.pick(&names).cloned() else {
                    return;
                };
                let minimum = Some((dice.below(4) + 1).to_string());
                let resource = if dice.one_in(3) {
                    ConfigResource::all_brokers()
                } else {
                    ConfigResource::topic(&topic)
                };
                let keys = vec![(
                    "min.insync.replicas".to_owned(),
                    ConfigOperation::Set(minimum),
                )];
                let alteration = ConfigAlteration { resource, keys };
                let decision =
                    decide_incremental_alter_configs(world.cluster(), &[alteration], false);
                world
                    .apply(decision)
                    .into_iter()
                    .for_each(|answer| answer.expect("it may be set"));
            }),
            3 if self.dice.one_in(4) => self.step(|world, dice| {
                let Some(topic) = dice.pick(&names).cloned() else {
                    return;
                };
                let count = i32::try_from(
                    world
                        .image
                        .topic(&topic)
                        .expect("it exists")
                        .partition_count(),
                );
                let count = count.expect("small") + 1;
                let more = NewPartitions {
                    topic,
                    count,
                    seed: dice.next(),
                    ..NewPartitions::default()
                };
                let decision = decide_create_partitions(world.cluster(), &[more], false);
                world.apply(decision);
            }),
            _ => self.step(|world, dice| {
                let decision = match dice.below(4) {
                    0 => decide_preferred_leaders(world.cluster(), 3),
                    1 => decide_leaders_for_leaderless(world.cluster(), 3),
                    2 => {
                        let all = PartitionsToElect::All;
                        let decision =
                            decide_elect_leaders(world.cluster(), ElectionType::Preferred, &all);
                        world.apply(decision);
                        return;
                    }
                    _ => return,
                };
                world.apply(decision);
            }),
        }
    }

    fn reassign(&mut self) {
        let partitions = self.partitions();
        let Some((topic, key, _)) = self.dice.pick(&partitions).cloned() else {
            return;
        };
        self.step(|world, dice| {
            let mut brokers: Vec<_> = world.image.brokers().keys().copied().collect();
            dice.shuffle(&mut brokers);
            brokers.truncate(dice.below(4) + 1);
            let replicas = (!dice.one_in(3)).then_some(brokers);
            let target = ReassignmentTarget {
                topic,
                partition: key.1,
                replicas,
            };
            let decision = decide_alter_reassignments(world.cluster(), &[target], true);
            world.apply(decision);
        });
    }
}

fn run(seed: u64) -> History {
    let world = World::with_brokers(BROKERS);
    let holders = BTreeMap::new();
    let dice = Dice(seed);
    let mut history = History {
        world,
        dice,
        holders,
        unclean: 0,
        elected_from_eligible: 0,
        commits: 0,
        reassigned: 0,
    };
    history.step(|world, _| world.topic("first", &[1, 2, 3], 2));
    for _ in 0..STEPS {
        match history.dice.below(10) {
            0..3 => history.broker_event(),
            3..6 => history.propose(),
            6 => history.reassign(),
            7 => history.topic_event(),
            _ => history.commit(),
        }
    }
    history
}

#[test]
fn whatever_happens_the_in_sync_and_eligible_sets_hold_what_was_committed() {
    let (mut unclean, mut elected_from_eligible, mut commits, mut reassigned) = (0, 0, 0, 0);
    for seed in 0..SEEDS {
        let outcome = std::panic::catch_unwind(|| run(seed));
        let history = outcome.unwrap_or_else(|problem| {
            eprintln!("seed {seed}");
            std::panic::resume_unwind(problem)
        });
        unclean += history.unclean;
        elected_from_eligible += history.elected_from_eligible;
        commits += history.commits;
        reassigned += history.reassigned;
    }
    // The histories went where it is dangerous.
    assert!(unclean > 20, "{unclean} unclean elections");
    assert!(
        elected_from_eligible > 100,
        "{elected_from_eligible} elections from the eligible leaders"
    );
    assert!(
        commits > 1_000 && reassigned > 50,
        "{commits} commits, {reassigned} reassignments done"
    );
}

#[test]
fn the_same_seed_is_the_same_history() {
    let (left, right) = (run(3), run(3));
    assert_eq!(
        left.world.image.to_records(),
        right.world.image.to_records()
    );
    assert_eq!(left.world.next_offset, right.world.next_offset);
}

#[test]
fn when_all_brokers_are_back_every_partition_that_kept_a_member_is_led() {
    for seed in SEEDS..SEEDS + SEEDS / 2 {
        let mut history = run(seed);
        for broker in 1..=BROKERS {
            history.step(|world, _| match world.image.broker(id(broker)) {
                Some(_) => world.restart_cleanly(broker),
                None => world.restart_uncleanly(broker),
            });
        }
        for (name, key, partition) in history.partitions() {
            let somebody = !partition.eligible_leaders.is_empty() || !partition.in_sync.is_empty();
            assert!(
                partition.has_leader() || !somebody,
                "seed {seed}: {name} {key:?}: {partition:?}"
            );
        }
    }
}
