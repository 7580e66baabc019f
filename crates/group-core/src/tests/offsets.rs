//! Committed offsets: when they count, who may commit, and when they end.

use types::TopicName;

use super::world::*;
use crate::*;

const WEEK_SECONDS: u64 = 7 * 24 * 60 * 60;

#[test]
fn a_commit_is_seen_and_answered_when_the_watermark_has_passed_it() {
    let mut world = World::new();
    world.commits_at_once = false;
    let first = world.commit("", -1, &[("t", 0, 10)]);
    let second = world.commit("", -1, &[("t", 0, 20)]);
    let stable = world.fetch_later("t", 0, true);
    assert_eq!((world.committed(first), world.fetch("t", 0)), (None, None));
    world.commit_to(1);
    assert_eq!(
        (world.committed(first), world.committed(second)),
        (Some(Ok(())), None)
    );
    assert_eq!(world.fetch("t", 0), Some(10));
    assert!(world.waits(stable), "a commit is still under way");
    world.commit_to(2);
    assert_eq!(world.fetched(stable), Some(Some(20)));
}

#[test]
fn a_commit_that_takes_too_long_is_answered_and_may_still_count() {
    let mut world = World::new();
    world.commits_at_once = false;
    let ticket = world.commit("", -1, &[("t", 0, 10)]);
    world.seconds(5);
    assert_eq!(world.committed(ticket), Some(Err(GroupError::NotAvailable)));
    world.commit_all();
    assert_eq!(world.fetch("t", 0), Some(10));
}

#[test]
fn a_commit_that_the_log_refuses_changes_nothing() {
    let mut world = World::new();
    world.refuses = Some(GroupError::NotAvailable);
    let ticket = world.commit("", -1, &[("t", 0, 10)]);
    assert_eq!(world.committed(ticket), Some(Err(GroupError::NotAvailable)));
    assert_eq!(
        (world.fetch("t", 0), world.groups.list().count()),
        (None, 0)
    );
}

#[test]
fn only_a_member_of_the_current_generation_commits() {
    let mut world = World::new();
    let unknown = world.commit("a", 1, &[("t", 0, 1)]);
    assert_eq!(
        world.committed(unknown),
        Some(Err(GroupError::GroupNotFound))
    );
    let members = world.stable(&["a", "b"]);
    let (a, b) = (members[0].member.as_str(), members[1].member.as_str());
    for (member, generation, outcome) in [
        (a, 1, Ok(())),
        (a, 0, Err(GroupError::IllegalGeneration)),
        (a, -1, Err(GroupError::IllegalGeneration)),
        ("stranger", 1, Err(GroupError::UnknownMember)),
        ("", -1, Err(GroupError::UnknownMember)),
    ] {
        let ticket = world.commit(member, generation, &[("t", 0, 5)]);
        assert_eq!(
            world.committed(ticket),
            Some(outcome),
            "{member} {generation}"
        );
    }

    let (_, third) = world.come("c");
    let ticket = world.commit(a, 1, &[("t", 0, 6)]);
    assert_eq!(
        world.committed(ticket),
        Some(Ok(())),
        "before it rejoins a member commits what it has read"
    );
    for member in [a, b] {
        world.join(join("x", member));
    }
    let ticket = world.commit(a, 1, &[("t", 0, 7)]);
    assert_eq!(
        world.committed(ticket),
        Some(Err(GroupError::IllegalGeneration)),
        "it knows of the next one"
    );
    let ticket = world.commit(a, 2, &[("t", 0, 7)]);
    assert_eq!(
        world.committed(ticket),
        Some(Err(GroupError::RebalanceInProgress)),
        "it has no assignment yet"
    );
    assert_eq!(world.joined(third).generation, Generation(2));
    assert_eq!(world.fetch("t", 0), Some(6));
}

#[test]
fn a_commit_keeps_the_session() {
    let mut world = World::new();
    let members = world.stable(&["a"]);
    for offset in 0..5 {
        world.seconds(6);
        let ticket = world.commit(members[0].member.as_str(), 1, &[("t", 0, offset)]);
        assert_eq!(world.committed(ticket), Some(Ok(())));
    }
}

#[test]
fn metadata_over_the_limit_is_refused_for_its_partition_only() {
    let mut world = World::with(GroupSettings {
        offset_metadata_max: 4,
        ..GroupSettings::default()
    });
    let mut long = to_commit("t", 0, 1);
    long.metadata = "12345".into();
    let mut wide = to_commit("t", 1, 1);
    wide.metadata = "ääää".into();
    let request = Commit {
        group: GROUP.into(),
        member: "".into(),
        instance: None,
        generation: Generation::NONE,
        retention_ms: None,
        offsets: vec![long, wide],
    };
    world.run(|groups, now, out| groups.commit(now, Ticket(99), request, out));
    let Some(Answer::Commit(Ok(outcomes))) = world.answers.get(&Ticket(99)) else {
        panic!("an answer")
    };
    let errors: Vec<_> = outcomes.iter().map(|outcome| outcome.error).collect();
    assert_eq!(
        errors,
        [
            Some(GroupError::OffsetMetadataTooLarge { metadata_max: 4 }),
            None
        ]
    );
    assert_eq!((world.fetch("t", 0), world.fetch("t", 1)), (None, Some(1)));
}

#[test]
fn offsets_survive_a_new_coordinator_as_far_as_they_were_committed() {
    let mut world = World::new();
    world.commit("", -1, &[("t", 0, 1), ("u", 3, 7)]);
    world.commits_at_once = false;
    world.commit("", -1, &[("t", 0, 2)]);
    world.restart();
    assert_eq!(
        (world.fetch("t", 0), world.fetch("u", 3)),
        (Some(1), Some(7))
    );
    assert_eq!(world.state(), Some(GroupState::Empty));
}

#[test]
fn offsets_of_a_topic_that_is_subscribed_to_are_not_deleted() {
    let mut world = World::new();
    assert_eq!(world.delete_offset("t", 0), Err(GroupError::GroupNotFound));
    let members = world.stable(&["a"]);
    world.commit(
        members[0].member.as_str(),
        1,
        &[("t", 0, 1), ("other", 0, 1)],
    );
    assert_eq!(
        world.delete_offset("t", 0),
        Ok(Some(GroupError::SubscribedToTopic))
    );
    assert_eq!(world.delete_offset("other", 0), Ok(None));
    assert_eq!(world.delete_offset("none", 0), Ok(None));
    assert_eq!(
        (world.fetch("t", 0), world.fetch("other", 0)),
        (Some(1), None)
    );
}

#[test]
fn a_delete_decides_on_a_commit_that_is_under_way() {
    let mut world = World::new();
    world.commit("", -1, &[("u", 0, 1)]);
    world.commits_at_once = false;
    world.commit("", -1, &[("t", 0, 1)]);
    let delete = world.delete_group();
    assert_eq!(
        (world.deleted(delete), world.fetch("u", 0)),
        (None, Some(1))
    );
    let ticket = world.commit("", -1, &[("t", 0, 2)]);
    assert_eq!(
        world.committed(ticket),
        Some(Err(GroupError::NotAvailable)),
        "it is going"
    );
    world.commit_all();
    assert_eq!(world.deleted(delete), Some(Ok(())));
    assert_eq!(
        (world.fetch("t", 0), world.fetch("u", 0), world.state()),
        (None, None, None)
    );
    world.restart();
    assert_eq!(
        (world.fetch("t", 0), world.state()),
        (None, None),
        "and so says the log"
    );
}

#[test]
fn a_group_with_members_is_not_deleted() {
    let mut world = World::new();
    let none = world.delete_group();
    assert_eq!(world.deleted(none), Some(Err(GroupError::GroupNotFound)));
    world.stable(&["a"]);
    let ticket = world.delete_group();
    assert_eq!(world.deleted(ticket), Some(Err(GroupError::NonEmptyGroup)));
    world.seconds(60);
    let ticket = world.delete_group();
    assert_eq!(world.deleted(ticket), Some(Ok(())));
    assert_eq!(world.groups.list().count(), 0);
}

#[test]
fn offsets_of_a_deleted_topic_go_with_it() {
    let mut world = World::new();
    world.commit("", -1, &[("t", 0, 1), ("t", 1, 1), ("u", 0, 1)]);
    world.run(|groups, now, out| groups.topics_deleted(now, &[TopicName::trusted("t")], out));
    assert_eq!(
        (
            world.fetch("t", 0),
            world.fetch("t", 1),
            world.fetch("u", 0)
        ),
        (None, None, Some(1))
    );
}

#[test]
fn offsets_without_members_expire_after_their_commit() {
    let mut world = World::new();
    world.commit("", -1, &[("t", 0, 1)]);
    world.seconds(WEEK_SECONDS / 2);
    world.commit("", -1, &[("u", 0, 1)]);
    world.seconds(WEEK_SECONDS / 2 + 600);
    assert_eq!((world.fetch("t", 0), world.fetch("u", 0)), (None, Some(1)));
    world.seconds(WEEK_SECONDS / 2);
    assert_eq!(
        (world.fetch("u", 0), world.state()),
        (None, None),
        "and the group with the last"
    );
    assert!(
        world
            .log
            .iter()
            .any(|record| matches!(record, GroupRecord::Group { value: None, .. }))
    );
}

#[test]
fn offsets_of_a_group_that_had_members_expire_after_it_became_empty() {
    let mut world = World::new();
    let members = world.stable(&["a"]);
    let member = members[0].member.as_str();
    world.commit(member, 1, &[("t", 0, 1)]);
    let mut lived = 0;
    while lived < WEEK_SECONDS + 1200 {
        world.seconds(9);
        lived += 9;
        assert_eq!(world.heartbeat(&members[0].member, Generation(1)), Ok(()));
    }
    assert_eq!(world.fetch("t", 0), Some(1), "it is subscribed to");
    world.leave(&[(member, None)]);
    world.seconds(WEEK_SECONDS - 600);
    assert_eq!(world.fetch("t", 0), Some(1));
    world.seconds(1200);
    assert_eq!((world.fetch("t", 0), world.state()), (None, None));
}

#[test]
fn offsets_of_topics_that_nobody_subscribes_to_any_more_expire_while_the_group_lives() {
    let mut world = World::new();
    let members = world.stable(&["a"]);
    world.commit(members[0].member.as_str(), 1, &[("t", 0, 1), ("old", 0, 1)]);
    for _ in 0..=(WEEK_SECONDS + 600) / 9 {
        world.seconds(9);
        assert_eq!(world.heartbeat(&members[0].member, Generation(1)), Ok(()));
    }
    assert_eq!(
        (world.fetch("t", 0), world.fetch("old", 0)),
        (Some(1), None)
    );
}

#[test]
fn a_commit_with_its_own_retention_ends_by_it() {
    let mut world = World::new();
    let request = Commit {
        group: GROUP.into(),
        member: "".into(),
        instance: None,
        generation: Generation::NONE,
        retention_ms: Some(60_000),
        offsets: vec![to_commit("t", 0, 1)],
    };
    world.run(|groups, now, out| groups.commit(now, Ticket(99), request, out));
    world.seconds(601);
    assert_eq!(world.fetch("t", 0), None);
}
