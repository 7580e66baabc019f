//! Scenarios of in-sync sets, eligible leaders and elections, each a story that a person can
//! follow.

mod cluster;

use cluster::{World, alive, id, ids};
use controller_core::{
    AlterPartitionError, BrokerState, ElectionTarget, ElectionType, Liveness, PartitionsToElect,
    RegistrationError, decide_alter_partitions, decide_elect_leaders, decide_fence,
    decide_leaders_for_leaderless, decide_preferred_leaders, decide_register_broker,
    decide_unregister_broker,
};
use metadata::LeaderRecoveryState;
use types::{BrokerEpoch, LeaderEpoch, Offset, PartitionEpoch, PartitionIndex, Uuid};

#[test]
fn the_death_of_a_leader_moves_all_its_partitions_in_one_decision() {
    let mut world = World::with_brokers(3);
    let assignments: Vec<&[i32]> = vec![&[1, 2, 3], &[2, 3, 1], &[1, 3, 2], &[3, 1, 2]];
    world.topic_with("t", &assignments, &[("min.insync.replicas", "1")]);
    let decision = decide_fence(world.cluster(), &ids(&[1]));
    assert_eq!(decision.outcome.partitions, 4);
    world.apply(decision);
    let leaders: Vec<_> = (0..4)
        .map(|index| world.partition_of("t", index).leader.0)
        .collect();
    assert_eq!(leaders, [2, 2, 3, 3]);
    assert!((0..4).all(|index| !world.partition_of("t", index).in_sync.contains(&id(1))));
    assert!(
        world
            .image
            .broker(id(1))
            .is_some_and(|broker| broker.fenced)
    );
    // Fencing what is fenced is nothing.
    assert!(decide_fence(world.cluster(), &ids(&[1])).records.is_empty());
}

#[test]
fn two_brokers_that_die_together_are_one_decision() {
    let mut world = World::with_brokers(3);
    world.topic("t", &[1, 2, 3], 2);
    world.fence(&[1, 2]);
    assert_eq!(world.state("t"), "leader 3 in sync [3] eligible [1,2]");
}

#[test]
fn members_that_leave_below_the_minimum_stay_eligible_until_enough_are_in_sync() {
    let mut world = World::with_brokers(3);
    world.topic("t", &[1, 2, 3], 2);
    world.alter("t", &[1, 2]);
    assert_eq!(world.state("t"), "leader 1 in sync [1,2] eligible []");
    world.alter("t", &[1]);
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible [2]");
    world.alter("t", &[1, 3]);
    assert_eq!(world.state("t"), "leader 1 in sync [1,3] eligible []");
}

#[test]
fn the_last_replica_standing_does_not_lead_when_it_comes_back_without_its_data() {
    let mut world = World::with_brokers(2);
    world.topic("t", &[1, 2], 2);
    world.fence(&[2]);
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible [2]");
    world.fence(&[1]);
    assert_eq!(world.state("t"), "leader -1 in sync [] eligible [2,1]");
    // 1 lost what it had not flushed: it may not lead, though it is the only one here.
    world.restart_uncleanly(1);
    assert_eq!(world.state("t"), "leader -1 in sync [] eligible [2]");
    world.restart_cleanly(2);
    assert_eq!(world.state("t"), "leader 2 in sync [2] eligible []");
    assert_eq!(
        world.partition("t").leader_recovery_state,
        LeaderRecoveryState::Recovered
    );
}

#[test]
fn an_eligible_leader_takes_over_when_the_last_in_sync_replica_dies() {
    let mut world = World::with_brokers(2);
    world.topic("t", &[1, 2], 2);
    world.alter("t", &[1]);
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible [2]");
    world.fence(&[1]);
    assert_eq!(world.state("t"), "leader 2 in sync [2] eligible [1]");
}

#[test]
fn an_eligible_member_that_restarts_uncleanly_leaves_with_its_registration() {
    let mut world = World::with_brokers(3);
    world.topic("t", &[1, 2, 3], 3);
    world.fence(&[2, 3]);
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible [2,3]");
    // A clean restart keeps 2 eligible; an unclean one of 3 does not, and the same decision says
    // both.
    let epoch = world.epoch(2);
    world.start(2, Some(epoch));
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible [2,3]");
    let registered = world.start(3, Some(epoch));
    assert!(registered.lost_data && registered.is_new_incarnation);
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible [2]");
}

#[test]
fn a_new_run_leaves_every_set_before_its_registration_is_true() {
    let mut world = World::with_brokers(3);
    world.topic("t", &[1, 2, 3], 1);
    let request = world.request(1);
    let decision =
        decide_register_broker(world.cluster(), &request, world.terms()).expect("no session");
    let kinds: Vec<_> = decision
        .records
        .iter()
        .map(metadata::Record::name)
        .collect();
    assert_eq!(kinds, ["PartitionChangeRecord", "RegisterBrokerRecord"]);
    assert!(!decision.may_be_cut);
    world.apply(decision);
    assert_eq!(world.state("t"), "leader 2 in sync [2,3] eligible []");
}

#[test]
fn the_same_run_amends_its_registration_and_stays_in_sync() {
    let mut world = World::with_brokers(2);
    world.topic("t", &[1, 2], 1);
    let mut request = world.request(1);
    request.incarnation_id = world
        .image
        .broker(id(1))
        .expect("registered")
        .incarnation_id;
    request.rack = Some("a".into());
    let epoch = world.epoch(1);
    let registered = world.register(&request);
    assert_eq!(
        (registered.epoch, registered.is_new_incarnation),
        (epoch, false)
    );
    let broker = world.image.broker(id(1)).expect("registered").clone();
    assert_eq!((broker.rack.as_deref(), broker.fenced), (Some("a"), false));
    assert_eq!(world.state("t"), "leader 1 in sync [1,2] eligible []");
    // Where the epoch is that of a session with the store, the same run gets a new one, and still
    // stays.
    let terms = controller_core::RegistrationTerms {
        renews_epoch: true,
        ..world.terms()
    };
    let decision = decide_register_broker(world.cluster(), &request, terms).expect("the same run");
    assert!(world.apply(decision).epoch > epoch);
    assert_eq!(world.state("t"), "leader 1 in sync [1,2] eligible []");
}

#[test]
fn who_may_not_register_is_told_why() {
    let mut world = World::with_brokers(2);
    let mut alive = world.terms();
    alive.session_is_alive = true;
    let request = world.request(1);
    let refused =
        decide_register_broker(world.cluster(), &request, alive).map(|decision| decision.outcome);
    assert_eq!(
        refused,
        Err(RegistrationError::DuplicateBrokerRegistration(id(1)))
    );
    let mut foreign = world.request(3);
    foreign.cluster_id = "another".into();
    let mut without = world.request(3);
    without.log_dirs.clear();
    let mut stolen = world.request(3);
    stolen.log_dirs = world
        .image
        .broker(id(1))
        .expect("registered")
        .log_dirs
        .clone();
    let mut old = world.request(3);
    old.features.remove("metadata.version");
    for request in [foreign, without, stolen, old] {
        let refused = decide_register_broker(world.cluster(), &request, world.terms());
        assert!(!refused.expect_err("it may not").to_string().is_empty());
    }
}

#[test]
fn a_proposal_with_a_fenced_or_stopping_member_is_refused_and_changes_nothing() {
    let mut world = World::with_brokers(3);
    world.topic("t", &[1, 2, 3], 1);
    world.alter("t", &[1]);
    // 2 is fenced after the leader saw it catch up, 3 begins to stop.
    world.fence(&[2]);
    world.topic("other", &[3, 1], 1);
    let mut stop = world.beat(3);
    stop.wants_shutdown = true;
    assert_eq!(
        world.heartbeat(&stop, alive()).state,
        BrokerState::ControlledShutdown
    );
    for (set, why) in [(&[1, 2][..], "fenced"), (&[1, 3], "shutting down")] {
        let proposal = world.proposal("t", set);
        let refused = world.propose("t", proposal);
        assert_eq!(
            refused,
            Err(AlterPartitionError::IneligibleReplicas(vec![(
                id(set[1]),
                why
            )]))
        );
    }
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible []");
}

#[test]
fn a_member_that_registered_anew_is_refused_under_its_old_epoch() {
    let mut world = World::with_brokers(2);
    world.topic("t", &[1, 2], 1);
    let old = world.epoch(2);
    world.restart_uncleanly(2);
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible []");
    let mut late = world.proposal("t", &[1, 2]);
    late.in_sync = vec![(id(1), world.epoch(1)), (id(2), old)];
    let refused = world.propose("t", late.clone());
    assert!(
        matches!(refused, Err(AlterPartitionError::IneligibleReplicas(_))),
        "{refused:?}"
    );
    // Under its new epoch, and where the leader does not know it, it may join.
    late.in_sync = vec![(id(1), BrokerEpoch::NONE), (id(2), world.epoch(2))];
    world.propose("t", late).expect("its new epoch");
    assert_eq!(world.state("t"), "leader 1 in sync [1,2] eligible []");
}

#[test]
fn proposals_are_refused_in_the_order_that_tells_a_leader_what_to_do() {
    let mut world = World::with_brokers(3);
    world.topic("t", &[1, 2, 3], 1);
    world.fence(&[3]);
    let good = world.proposal("t", &[1]);
    let with = |change: &dyn Fn(&mut controller_core::IsrProposal)| {
        let mut proposal = good.clone();
        change(&mut proposal);
        proposal
    };
    let (epoch, now) = (good.leader_epoch, good.partition_epoch);
    let decide = |world: &World, leader: i32, proposal| {
        let decision = decide_alter_partitions(
            world.cluster(),
            id(leader),
            world.epoch(leader),
            &[proposal],
        );
        decision
            .expect("its epoch")
            .outcome
            .pop()
            .expect("one answer")
            .map(|_| ())
    };
    let ahead = with(&|proposal| proposal.partition_epoch = PartitionEpoch(now.0 + 1));
    assert_eq!(
        decide(&world, 1, ahead),
        Err(AlterPartitionError::ControllerIsBehind)
    );
    let ahead = with(&|proposal| proposal.leader_epoch = LeaderEpoch(epoch.0 + 1));
    assert_eq!(
        decide(&world, 1, ahead),
        Err(AlterPartitionError::ControllerIsBehind)
    );
    let old = with(&|proposal| proposal.leader_epoch = LeaderEpoch(epoch.0 - 1));
    assert_eq!(
        decide(&world, 1, old),
        Err(AlterPartitionError::FencedLeaderEpoch { current: epoch })
    );
    assert_eq!(
        decide(&world, 2, good.clone()),
        Err(AlterPartitionError::NotLeader { leader: id(1) })
    );
    let old = with(&|proposal| proposal.partition_epoch = PartitionEpoch(now.0 - 1));
    assert_eq!(
        decide(&world, 1, old),
        Err(AlterPartitionError::StalePartitionEpoch { current: now })
    );
    let foreign = with(&|proposal| proposal.in_sync.push((id(9), BrokerEpoch::NONE)));
    assert_eq!(
        decide(&world, 1, foreign),
        Err(AlterPartitionError::NotReplicas)
    );
    let without = with(&|proposal| proposal.in_sync = vec![(id(2), BrokerEpoch::NONE)]);
    assert_eq!(
        decide(&world, 1, without),
        Err(AlterPartitionError::WithoutLeader)
    );
    let back = with(&|proposal| proposal.leader_recovery_state = LeaderRecoveryState::Recovering);
    assert_eq!(
        decide(&world, 1, back),
        Err(AlterPartitionError::RecoveryTakenBack)
    );
    let gone = with(&|proposal| proposal.partition = PartitionIndex(1));
    assert_eq!(
        decide(&world, 1, gone),
        Err(AlterPartitionError::UnknownPartition(PartitionIndex(1)))
    );
    let stale = decide_alter_partitions(
        world.cluster(),
        id(1),
        BrokerEpoch(0),
        std::slice::from_ref(&good),
    );
    assert!(stale.is_err());
    // Twice in one request: the second meets what the first made.
    let twice = decide_alter_partitions(
        world.cluster(),
        id(1),
        world.epoch(1),
        &[good.clone(), good],
    )
    .expect("its epoch");
    assert_eq!(twice.records.len(), 1);
    assert!(matches!(
        twice.outcome.get(1),
        Some(Err(AlterPartitionError::StalePartitionEpoch { .. }))
    ));
}

#[test]
fn when_everybody_lost_data_the_last_known_leader_leads_and_says_so() {
    let mut world = World::with_brokers(2);
    world.topic("t", &[1, 2], 2);
    world.fence(&[1, 2]);
    assert_eq!(world.state("t"), "leader -1 in sync [] eligible [1,2]");
    assert_eq!(world.partition("t").last_known_eligible_leaders, ids(&[1]));
    world.restart_uncleanly(2);
    assert_eq!(world.state("t"), "leader -1 in sync [] eligible [1]");
    // While 1 is down nobody leads, although 1 is known to have led last.
    world.start(1, None);
    assert_eq!(world.state("t"), "leader -1 in sync [] eligible []");
    world.unfence(1);
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible []");
    assert_eq!(
        world.partition("t").leader_recovery_state,
        LeaderRecoveryState::Recovering
    );
    assert!(world.partition("t").last_known_eligible_leaders.is_empty());
    // A recovering leader has nobody in sync but itself, until it says that it recovered.
    let mut both = world.proposal("t", &[1, 2]);
    both.leader_recovery_state = LeaderRecoveryState::Recovering;
    assert_eq!(
        world.propose("t", both),
        Err(AlterPartitionError::RecoveringWithOthers)
    );
    world.alter("t", &[1, 2]);
    assert_eq!(
        world.partition("t").leader_recovery_state,
        LeaderRecoveryState::Recovered
    );
}

#[test]
fn an_unclean_election_needs_the_topic_s_consent_or_an_administrator() {
    let mut world = World::with_brokers(2);
    world.topic_with("safe", &[&[1, 2]], &[("min.insync.replicas", "1")]);
    world.topic_with(
        "loose",
        &[&[1, 2]],
        &[
            ("min.insync.replicas", "1"),
            ("unclean.leader.election.enable", "true"),
        ],
    );
    for topic in ["safe", "loose"] {
        world.alter(topic, &[1]);
    }
    world.fence(&[1]);
    assert_eq!(world.state("safe"), "leader -1 in sync [] eligible [1]");
    assert_eq!(world.state("loose"), "leader 2 in sync [2] eligible []");
    assert_eq!(
        world.partition("loose").leader_recovery_state,
        LeaderRecoveryState::Recovering
    );
    // Nobody asked: the sweep respects the topic.
    assert!(
        decide_leaders_for_leaderless(world.cluster(), 10)
            .records
            .is_empty()
    );
    let target = ElectionTarget {
        topic: "safe".into(),
        partition: PartitionIndex(0),
    };
    let these = PartitionsToElect::These(vec![target.clone(), target.clone()]);
    let decision = decide_elect_leaders(world.cluster(), ElectionType::Unclean, &these);
    assert_eq!(decision.records.len(), 1);
    assert_eq!(world.apply(decision).get(&target), Some(&Ok(())));
    assert_eq!(world.state("safe"), "leader 2 in sync [2] eligible []");
}

#[test]
fn preferred_leaders_are_restored_when_asked_and_by_the_sweep() {
    let mut world = World::with_brokers(3);
    let assignments: Vec<&[i32]> = vec![&[1, 2, 3]; 5];
    world.topic_with("t", &assignments, &[("min.insync.replicas", "1")]);
    world.fence(&[1]);
    assert_eq!(world.leaderships().get(&2), Some(&5));
    world.restart_cleanly(1);
    // Not in sync yet: nothing to give back.
    assert_eq!(
        decide_preferred_leaders(world.cluster(), 10)
            .outcome
            .elected,
        0
    );
    let all = decide_elect_leaders(
        world.cluster(),
        ElectionType::Preferred,
        &PartitionsToElect::All,
    );
    assert!(all.outcome.values().all(
        |answer| *answer == Err(controller_core::ElectLeaderError::PreferredLeaderNotAvailable)
    ));
    let topic = world.image.topic("t").expect("it exists").id;
    let proposals: Vec<_> = (0..5)
        .map(|index| {
            let mut proposal = world.proposal("t", &[2, 3, 1]);
            proposal.partition = PartitionIndex(index);
            assert_eq!(proposal.topic, topic);
            proposal
        })
        .collect();
    let decision = decide_alter_partitions(world.cluster(), id(2), world.epoch(2), &proposals)
        .expect("its epoch");
    assert!(world.apply(decision).iter().all(Result::is_ok));
    let swept = decide_preferred_leaders(world.cluster(), 3);
    assert_eq!((swept.outcome.elected, swept.outcome.more), (3, true));
    world.apply(swept);
    let swept = decide_preferred_leaders(world.cluster(), 3);
    assert_eq!((swept.outcome.elected, swept.outcome.more), (2, false));
    world.apply(swept);
    assert_eq!(world.leaderships().get(&1), Some(&5));
}

#[test]
fn an_eligible_replica_does_not_lead_while_anybody_is_in_sync() {
    let mut world = World::with_brokers(2);
    world.topic("t", &[1, 2], 2);
    world.fence(&[1]);
    world.restart_cleanly(1);
    assert_eq!(world.state("t"), "leader 2 in sync [2] eligible [1]");
    assert!(
        decide_preferred_leaders(world.cluster(), 10)
            .records
            .is_empty()
    );
    let all = decide_elect_leaders(
        world.cluster(),
        ElectionType::Preferred,
        &PartitionsToElect::All,
    );
    assert!(all.records.is_empty() && all.outcome.values().all(Result::is_err));
}

#[test]
fn two_brokers_that_stop_at_once_hand_over_to_the_third_and_wait_until_it_has_seen_that() {
    let mut world = World::with_brokers(3);
    let assignments: Vec<&[i32]> = vec![&[1, 2, 3], &[2, 1, 3]];
    world.topic_with("t", &assignments, &[("min.insync.replicas", "1")]);
    for broker in [1, 2] {
        let mut stop = world.beat(broker);
        stop.wants_shutdown = true;
        assert_eq!(
            world.heartbeat(&stop, alive()).state,
            BrokerState::ControlledShutdown
        );
    }
    assert_eq!(world.leaderships(), [(3, 2)].into());
    let moved = world.next_offset;
    let mut stop = world.beat(1);
    stop.wants_shutdown = true;
    let unseen = Liveness {
        may_unfence: true,
        shutdown_offset: Some(moved),
        lowest_active_offset: Offset(moved.0 - 1),
    };
    assert_eq!(
        world.heartbeat(&stop, unseen).state,
        BrokerState::ControlledShutdown
    );
    let unknown = Liveness {
        shutdown_offset: None,
        ..alive()
    };
    assert_eq!(
        world.heartbeat(&stop, unknown).state,
        BrokerState::ControlledShutdown
    );
    let seen = Liveness {
        lowest_active_offset: moved,
        ..unseen
    };
    let outcome = world.heartbeat(&stop, seen);
    assert!(outcome.should_shut_down() && outcome.is_fenced());
    assert!(
        world
            .image
            .broker(id(1))
            .is_some_and(|broker| broker.fenced)
    );
    // It does not come back into service before it registers anew.
    let beat = world.beat(1);
    assert_eq!(world.heartbeat(&beat, alive()).state, BrokerState::Fenced);
    world.restart_cleanly(1);
    assert!(world.image.is_active(id(1)));
}

#[test]
fn a_broker_that_leads_nothing_stops_at_once() {
    let mut world = World::with_brokers(2);
    world.topic("t", &[1, 2], 1);
    let mut stop = world.beat(2);
    stop.wants_shutdown = true;
    assert!(world.heartbeat(&stop, alive()).should_shut_down());
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible []");
}

#[test]
fn a_broker_is_unfenced_once_it_has_caught_up_and_nothing_speaks_against_it() {
    let mut world = World::fresh();
    world.start(1, None);
    let registered_at = world.image.broker(id(1)).expect("registered").registered_at;
    let mut beat = world.beat(1);
    beat.metadata_offset = Offset(registered_at.0 - 1);
    let outcome = world.heartbeat(&beat, alive());
    assert!(outcome.is_fenced() && !outcome.is_caught_up);
    beat.metadata_offset = registered_at;
    beat.wants_fence = true;
    assert!(world.heartbeat(&beat, alive()).is_fenced());
    beat.wants_fence = false;
    assert!(
        world
            .heartbeat(
                &beat,
                Liveness {
                    may_unfence: false,
                    ..alive()
                }
            )
            .is_fenced()
    );
    let outcome = world.heartbeat(&beat, alive());
    assert!(!outcome.is_fenced() && outcome.is_caught_up);
}

#[test]
fn a_failed_directory_takes_down_its_replicas_only() {
    let mut world = World::with_brokers(1);
    let mut request = world.request(2);
    let (good, bad) = (types::Uuid::from_u128(501), types::Uuid::from_u128(502));
    request.log_dirs = vec![good, bad];
    world.register(&request);
    world.unfence(2);
    world.topic("a", &[2, 1], 1);
    world.topic("b", &[2, 1], 1);
    let places =
        [("a", good), ("b", bad)].map(|(topic, directory)| controller_core::DirectoryAssignment {
            directory,
            topic: world.image.topic(topic).expect("it exists").id,
            partition: PartitionIndex(0),
        });
    let epoch = world.epoch(2);
    let decision = controller_core::decide_assign_replicas_to_directories(
        world.cluster(),
        id(2),
        epoch,
        &places,
    );
    assert!(
        world
            .apply(decision.expect("its epoch"))
            .iter()
            .all(Result::is_ok)
    );
    assert_eq!(world.partition("b").directory(id(2)), Some(bad));
    let mut beat = world.beat(2);
    beat.offline_log_dirs = vec![bad];
    world.heartbeat(&beat, alive());
    assert_eq!(world.state("a"), "leader 2 in sync [2,1] eligible []");
    assert_eq!(world.state("b"), "leader 1 in sync [1] eligible []");
    assert_eq!(
        world.image.broker(id(2)).expect("registered").log_dirs,
        [good]
    );
    // The broker goes on saying so; nothing more follows.
    let before = world.next_offset;
    world.heartbeat(&beat, alive());
    assert_eq!(world.next_offset, before);
}

/// A broker with two directories, and the topic `t` of `replicas` with its log in the second.
fn with_two_directories(
    world: &mut World,
    broker: i32,
    replicas: &[i32],
    min: usize,
) -> (Uuid, Uuid) {
    let (good, bad) = (Uuid::from_u128(501), Uuid::from_u128(502));
    let mut request = world.request(broker);
    request.log_dirs = vec![good, bad];
    world.register(&request);
    world.unfence(broker);
    world.topic("t", replicas, min);
    assign(world, broker, bad);
    (good, bad)
}

fn assign(world: &mut World, broker: i32, directory: Uuid) {
    let assignment = controller_core::DirectoryAssignment {
        directory,
        topic: world.image.topic("t").expect("it exists").id,
        partition: PartitionIndex(0),
    };
    let epoch = world.epoch(broker);
    let decision = controller_core::decide_assign_replicas_to_directories(
        world.cluster(),
        id(broker),
        epoch,
        &[assignment],
    );
    let answers = world.apply(decision.expect("its epoch"));
    assert!(answers.iter().all(Result::is_ok));
}

#[test]
fn the_last_replica_leads_again_once_its_directory_is_known() {
    let mut world = World::with_brokers(1);
    let (_, real) = with_two_directories(&mut world, 2, &[2, 1], 2);
    world.fence(&[1]);
    assert_eq!(world.state("t"), "leader 2 in sync [2] eligible [1]");
    assign(&mut world, 2, metadata::LOST_DIRECTORY);
    assert_eq!(world.state("t"), "leader -1 in sync [] eligible [1,2]");
    assign(&mut world, 2, real);
    assert_eq!(world.state("t"), "leader 2 in sync [2] eligible [1]");
}

#[test]
fn a_replica_whose_directory_failed_is_not_eligible_until_it_has_caught_up() {
    let mut world = World::with_brokers(1);
    let (_, bad) = with_two_directories(&mut world, 2, &[2, 1], 2);
    world.fence(&[1]);
    assert_eq!(world.state("t"), "leader 2 in sync [2] eligible [1]");
    let mut beat = world.beat(2);
    beat.offline_log_dirs = vec![bad];
    world.heartbeat(&beat, alive());
    assert_eq!(world.state("t"), "leader -1 in sync [] eligible [1]");
    world.restart_cleanly(1);
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible []");
}

#[test]
fn an_eligible_replica_whose_directory_failed_is_eligible_no_more() {
    let mut world = World::with_brokers(1);
    let (_, bad) = with_two_directories(&mut world, 2, &[1, 2], 2);
    let epoch = world.epoch(2);
    world.fence(&[2]);
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible [2]");
    assert_eq!(world.epoch(2), epoch);
    let mut beat = world.beat(2);
    beat.offline_log_dirs = vec![bad];
    world.heartbeat(&beat, alive());
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible []");
}

#[test]
fn a_replica_that_was_begun_anew_elsewhere_is_not_eligible() {
    let mut world = World::with_brokers(1);
    let (good, _) = with_two_directories(&mut world, 2, &[1, 2], 2);
    world.fence(&[2]);
    // It comes back without the disk.
    let epoch = world.epoch(2);
    let mut request = world.request(2);
    request.previous_broker_epoch = Some(epoch);
    request.log_dirs = vec![good];
    world.register(&request);
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible [2]");
    assign(&mut world, 2, good);
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible []");
}

#[test]
fn a_forgotten_broker_stays_eligible_until_it_registers_anew() {
    let mut world = World::with_brokers(2);
    world.topic("t", &[1, 2], 2);
    let decision = decide_unregister_broker(world.cluster(), id(1)).expect("it is registered");
    world.apply(decision);
    assert_eq!(world.state("t"), "leader 2 in sync [2] eligible [1]");
    assert!(decide_unregister_broker(world.cluster(), id(1)).is_err());
    world.start(1, Some(BrokerEpoch(1)));
    assert_eq!(world.state("t"), "leader 2 in sync [2] eligible []");
}

#[test]
fn without_eligible_leaders_the_last_member_stays_in_sync_and_leads_again() {
    let mut world = World::with_brokers(2);
    let update = controller_core::FeatureUpdate {
        feature: metadata::ELIGIBLE_LEADER_REPLICAS_VERSION.into(),
        level: 0,
        upgrade_type: controller_core::UpgradeType::SafeDowngrade,
    };
    let decision = controller_core::decide_update_features(world.cluster(), &[update], false)
        .expect("allowed");
    world.apply(decision);
    world.checked = false;
    world.topic("t", &[1, 2], 1);
    world.fence(&[2]);
    world.fence(&[1]);
    assert_eq!(world.state("t"), "leader -1 in sync [1] eligible []");
    world.restart_cleanly(2);
    assert_eq!(world.state("t"), "leader -1 in sync [1] eligible []");
    world.restart_cleanly(1);
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible []");
}
