//! Scenarios of moving replicas.

mod cluster;

use cluster::{World, id, ids};
use controller_core::{
    AlterPartitionError, AssignmentError, ReassignError, ReassignmentTarget,
    decide_alter_reassignments, list_reassignments,
};
use types::PartitionIndex;

fn reassign(world: &mut World, replicas: Option<&[i32]>) -> Result<(), ReassignError> {
    let target = ReassignmentTarget {
        topic: "t".into(),
        partition: PartitionIndex(0),
        replicas: replicas.map(ids),
    };
    let decision = decide_alter_reassignments(world.cluster(), &[target], true);
    world.apply(decision).pop().expect("one answer")
}

fn assignment(world: &World) -> String {
    let partition = world.partition("t");
    let list = |ids: &[types::BrokerId]| {
        ids.iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(",")
    };
    format!(
        "[{}] adding [{}] removing [{}]",
        list(&partition.replicas),
        list(&partition.adding_replicas),
        list(&partition.removing_replicas)
    )
}

#[test]
fn replicas_move_in_two_steps_and_the_leader_follows() {
    let mut world = World::with_brokers(5);
    world.topic("t", &[1, 2, 3], 1);
    reassign(&mut world, Some(&[4, 5, 3])).expect("begun");
    assert_eq!(
        assignment(&world),
        "[4,5,3,1,2] adding [4,5] removing [1,2]"
    );
    assert_eq!(world.state("t"), "leader 1 in sync [1,2,3] eligible []");
    let epoch = world.partition("t").leader_epoch;
    world.alter("t", &[1, 2, 3, 4]);
    assert_eq!(
        assignment(&world),
        "[4,5,3,1,2] adding [4,5] removing [1,2]"
    );
    // The last one to catch up completes it: the old leader is told that another leads.
    let proposal = world.proposal("t", &[1, 2, 3, 4, 5]);
    let answer = world.propose("t", proposal);
    assert_eq!(
        answer,
        Err(AlterPartitionError::NewLeaderElected { leader: id(4) })
    );
    assert_eq!(assignment(&world), "[4,5,3] adding [] removing []");
    assert_eq!(world.state("t"), "leader 4 in sync [3,4,5] eligible []");
    assert!(world.partition("t").leader_epoch > epoch);
    assert_eq!(world.partition("t").directories.len(), 3);
}

#[test]
fn a_leader_that_stays_begins_a_new_epoch_when_replicas_go() {
    let mut world = World::with_brokers(3);
    world.topic("t", &[1, 2, 3], 1);
    let epoch = world.partition("t").leader_epoch;
    // Everybody who stays is in sync: done at once.
    reassign(&mut world, Some(&[1, 2])).expect("begun");
    assert_eq!(assignment(&world), "[1,2] adding [] removing []");
    assert_eq!(world.state("t"), "leader 1 in sync [1,2] eligible []");
    assert_eq!(world.partition("t").leader_epoch, epoch.next());
}

#[test]
fn another_order_of_the_same_replicas_needs_no_new_leader() {
    let mut world = World::with_brokers(3);
    world.topic("t", &[1, 2, 3], 1);
    reassign(&mut world, Some(&[3, 1, 2])).expect("done");
    assert_eq!(assignment(&world), "[3,1,2] adding [] removing []");
    assert_eq!(world.state("t"), "leader 1 in sync [1,2,3] eligible []");
}

#[test]
fn cancelling_goes_back_to_where_it_began_however_often_the_target_changed() {
    let mut world = World::with_brokers(6);
    world.topic("t", &[1, 2, 3], 1);
    reassign(&mut world, Some(&[4, 5, 3])).expect("begun");
    world.alter("t", &[1, 2, 3, 4]);
    reassign(&mut world, Some(&[6, 4])).expect("changed");
    assert_eq!(
        assignment(&world),
        "[6,4,1,2,3,5] adding [4,5,6] removing [1,2,3,5]"
    );
    reassign(&mut world, None).expect("cancelled");
    assert_eq!(assignment(&world), "[1,2,3] adding [] removing []");
    assert_eq!(world.state("t"), "leader 1 in sync [1,2,3] eligible []");
    assert_eq!(
        reassign(&mut world, None),
        Err(ReassignError::NoReassignmentInProgress)
    );
}

#[test]
fn cancelling_is_refused_where_only_the_new_replicas_hold_what_was_committed() {
    let mut world = World::with_brokers(4);
    world.topic("t", &[1, 2], 1);
    reassign(&mut world, Some(&[3, 4])).expect("begun");
    world.alter("t", &[1, 2, 3]);
    world.fence(&[1, 2]);
    assert_eq!(world.state("t"), "leader 3 in sync [3] eligible []");
    assert!(matches!(
        reassign(&mut world, None),
        Err(ReassignError::WouldBeUnclean(..))
    ));
    assert_eq!(world.state("t"), "leader 3 in sync [3] eligible []");
}

#[test]
fn the_death_of_brokers_at_any_step_leaves_a_partition_that_can_go_on() {
    for dead in 1..=5 {
        let mut world = World::with_brokers(5);
        world.topic("t", &[1, 2, 3], 2);
        reassign(&mut world, Some(&[3, 4, 5])).expect("begun");
        world.alter("t", &[1, 2, 3, 4]);
        world.fence(&[dead]);
        assert!(world.partition("t").has_leader());
        world.restart_uncleanly(dead);
        let leader = world.partition("t").leader.0;
        let mut everybody = vec![leader];
        everybody.extend((1..=5).filter(|&replica| replica != leader));
        let proposal = world.proposal("t", &everybody);
        let answer = world.propose("t", proposal);
        assert!(
            matches!(
                answer,
                Ok(_) | Err(AlterPartitionError::NewLeaderElected { .. })
            ),
            "{dead}: {answer:?}"
        );
        assert_eq!(
            assignment(&world),
            "[3,4,5] adding [] removing []",
            "{dead}"
        );
    }
}

#[test]
fn targets_that_cannot_be_are_refused() {
    let mut world = World::with_brokers(3);
    world.topic("t", &[1, 2], 1);
    for (target, error) in [
        (&[][..], AssignmentError::Empty),
        (&[1, 9], AssignmentError::UnknownBroker(id(9))),
        (&[1, 1], AssignmentError::Twice(id(1))),
    ] {
        assert_eq!(
            reassign(&mut world, Some(target)),
            Err(ReassignError::InvalidAssignment(error))
        );
    }
    let unknown = ReassignmentTarget {
        topic: "x".into(),
        partition: PartitionIndex(0),
        replicas: None,
    };
    let beyond = ReassignmentTarget {
        topic: "t".into(),
        partition: PartitionIndex(7),
        replicas: None,
    };
    let more = ReassignmentTarget {
        topic: "t".into(),
        partition: PartitionIndex(0),
        replicas: Some(ids(&[1, 2, 3])),
    };
    let decision = decide_alter_reassignments(world.cluster(), &[unknown, beyond, more], false);
    assert!(decision.records.is_empty());
    assert!(matches!(
        decision.outcome.as_slice(),
        [
            Err(ReassignError::UnknownTopic(_)),
            Err(ReassignError::UnknownPartition(..)),
            Err(ReassignError::ReplicationFactorChanges { from: 2, to: 3 })
        ]
    ));
}

#[test]
fn what_goes_on_is_listed() {
    let mut world = World::with_brokers(3);
    world.topic("t", &[1], 1);
    world.topic("other", &[1], 1);
    reassign(&mut world, Some(&[2])).expect("begun");
    let all = list_reassignments(world.cluster(), None);
    let [only] = all.as_slice() else {
        panic!("{all:?}")
    };
    assert_eq!(
        (only.topic.as_str(), only.adding_replicas.as_slice()),
        ("t", ids(&[2]).as_slice())
    );
    let named = |topic: &str| {
        list_reassignments(
            world.cluster(),
            Some(&[(topic.into(), vec![PartitionIndex(0)])]),
        )
    };
    assert_eq!(
        (named("t").len(), named("other").len(), named("gone").len()),
        (1, 0, 0)
    );
}
