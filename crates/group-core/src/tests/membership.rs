//! Who is in a group, and what happens when that changes.

use super::world::*;
use crate::*;

/// The static member `instance` joins, with or without an id.
fn join_static(instance: &str, member: &str, random: u128) -> Join {
    let mut request = join("client", member);
    request.instance = Some(instance.into());
    request.random = types::Uuid::from_u128(random);
    request
}

/// Two static members and one dynamic in a stable group.
fn with_static_members(world: &mut World) -> Vec<Joined> {
    let tickets = [
        world.join(join_static("a", "", 1)),
        world.join(join_static("b", "", 2)),
        world.come("dynamic").1,
    ];
    world.seconds(7);
    let members: Vec<Joined> = tickets.iter().map(|ticket| world.joined(*ticket)).collect();
    world.assign(&members);
    members
}

#[test]
fn three_members_form_a_group_and_a_fourth_makes_them_rebalance() {
    let mut world = World::new();
    let members = world.stable(&["a", "b", "c"]);
    assert!(
        members
            .iter()
            .all(|member| member.generation == Generation(1))
    );
    let leaders: Vec<_> = members
        .iter()
        .filter(|member| !member.members.is_empty())
        .collect();
    assert_eq!(leaders.len(), 1, "only the leader is told of everybody");
    assert_eq!(leaders[0].members.len(), 3);

    let (_, fourth) = world.come("d");
    assert!(world.waits(fourth));
    assert_eq!(
        world.heartbeat(&members[0].member, Generation(1)),
        Err(GroupError::RebalanceInProgress)
    );
    let tickets: Vec<_> = members
        .iter()
        .map(|member| world.join(join("any", member.member.as_str())))
        .chain([fourth])
        .collect();
    let members: Vec<Joined> = tickets.iter().map(|ticket| world.joined(*ticket)).collect();
    assert!(
        members
            .iter()
            .all(|member| member.generation == Generation(2))
    );
    world.assign(&members);
    assert_eq!(world.heartbeat(&members[3].member, Generation(2)), Ok(()));
    assert_eq!(
        world.heartbeat(&members[3].member, Generation(1)),
        Err(GroupError::IllegalGeneration)
    );
}

#[test]
fn the_first_rebalance_waits_for_more_members_as_long_as_they_come() {
    let mut world = World::new();
    let (_, first) = world.come("a");
    world.seconds(2);
    let (_, second) = world.come("b");
    world.seconds(2);
    assert!(
        world.waits(first),
        "the second member has extended the wait"
    );
    world.seconds(2);
    assert_eq!(world.joined(first).generation, Generation(1));
    assert_eq!(world.joined(second).generation, Generation(1));
}

#[test]
fn one_that_was_promised_an_id_holds_the_rebalance_until_its_session_ends() {
    let mut world = World::new();
    let members = world.stable(&["a"]);
    world.join(join("late", ""));
    let ticket = world.join(join("a", members[0].member.as_str()));
    assert!(world.waits(ticket));
    world.seconds(10);
    assert_eq!(world.joined(ticket).generation, Generation(2));
}

#[test]
fn a_silent_member_is_out_and_the_others_go_on() {
    let mut world = World::new();
    let members = world.stable(&["a", "b", "c"]);
    for _ in 0..5 {
        world.seconds(4);
        for member in &members[..2] {
            let _ = world.heartbeat(&member.member, Generation(1));
        }
    }
    assert_eq!(
        world.heartbeat(&members[2].member, Generation(1)),
        Err(GroupError::UnknownMember)
    );
    assert_eq!(world.state(), Some(GroupState::PreparingRebalance));
    let tickets: Vec<_> = members[..2]
        .iter()
        .map(|member| world.join(join("x", member.member.as_str())))
        .collect();
    assert!(
        tickets
            .iter()
            .all(|ticket| world.joined(*ticket).generation == Generation(2))
    );
}

#[test]
fn a_session_that_ends_during_a_rebalance_ends_the_wait_for_it() {
    let mut world = World::new();
    let members = world.stable(&["a", "b"]);
    let ticket = world.join(join("a", members[0].leader.as_str()));
    assert!(
        world.waits(ticket),
        "the leader joins again, the other is silent"
    );
    world.seconds(11);
    let joined = world.joined(ticket);
    assert_eq!(
        (joined.generation, joined.members.len()),
        (Generation(2), 1)
    );
}

#[test]
fn a_member_that_never_rejoins_is_out_when_the_rebalance_time_is_up() {
    let mut world = World::new();
    let members = world.stable(&["a", "b"]);
    let (_, third) = world.come("c");
    for _ in 0..8 {
        world.seconds(4);
        for member in &members {
            let _ = world.heartbeat(&member.member, Generation(1));
        }
    }
    assert_eq!(world.joined(third).members.len(), 1);
    assert_eq!(
        world.heartbeat(&members[0].member, Generation(1)),
        Err(GroupError::UnknownMember)
    );
}

#[test]
fn when_the_leader_leaves_another_leads() {
    let mut world = World::new();
    let members = world.stable(&["a", "b"]);
    let leader = members[0].leader.clone();
    let other = members
        .iter()
        .find(|member| member.member != leader)
        .expect("two members");
    assert_eq!(
        world.leave(&[(leader.as_str(), None), ("nobody", None)]),
        [None, Some(GroupError::UnknownMember)]
    );
    let ticket = world.join(join("x", other.member.as_str()));
    let joined = world.joined(ticket);
    assert_eq!(
        (joined.leader, joined.members.len()),
        (other.member.clone(), 1)
    );
}

#[test]
fn when_all_have_left_the_group_is_empty_and_its_generation_stays() {
    let mut world = World::new();
    let members = world.stable(&["a", "b"]);
    let ids: Vec<_> = members
        .iter()
        .map(|member| (member.member.as_str(), None))
        .collect();
    assert_eq!(world.leave(&ids), [None, None]);
    assert_eq!(world.state(), Some(GroupState::Empty));
    let again = world.stable(&["c"]);
    assert_eq!(again[0].generation, Generation(3));
}

#[test]
fn members_that_do_not_ask_for_their_assignment_are_out() {
    let mut world = World::new();
    let (_, a) = world.come("a");
    let (_, b) = world.come("b");
    world.seconds(6);
    let (a, b) = (world.joined(a), world.joined(b));
    let (leader, other) = if a.leader == a.member { (a, b) } else { (b, a) };
    let ticket = world.sync(&other, &[]);
    for _ in 0..8 {
        world.seconds(4);
        let _ = world.heartbeat(&leader.member, leader.generation);
    }
    assert_eq!(world.synced(ticket), Err(GroupError::RebalanceInProgress));
    assert_eq!(
        world.heartbeat(&leader.member, leader.generation),
        Err(GroupError::UnknownMember)
    );
    let ticket = world.join(join("x", other.member.as_str()));
    assert_eq!(world.joined(ticket).leader, other.member);
}

#[test]
fn an_assignment_counts_when_it_is_committed() {
    let mut world = World::new();
    let (_, ticket) = world.come("a");
    world.seconds(6);
    let joined = world.joined(ticket);
    world.commits_at_once = false;
    let sync = world.sync(&joined, &[(&joined.member, "all")]);
    assert!(world.waits(sync));
    assert_eq!(world.state(), Some(GroupState::CompletingRebalance));
    world.commit_all();
    assert_eq!(world.synced(sync), Ok("all".into()));
    assert_eq!(world.state(), Some(GroupState::Stable));
}

#[test]
fn an_assignment_of_a_generation_that_is_over_is_void() {
    let mut world = World::new();
    let (member, ticket) = world.come("a");
    world.seconds(6);
    let joined = world.joined(ticket);
    world.commits_at_once = false;
    let sync = world.sync(&joined, &[(&joined.member, "all")]);
    let (_, second) = world.come("b");
    assert_eq!(world.synced(sync), Err(GroupError::RebalanceInProgress));
    world.commit_all();
    assert_eq!(world.state(), Some(GroupState::PreparingRebalance));
    let first = world.join(join("a", member.as_str()));
    assert_eq!(world.joined(first).generation, Generation(2));
    assert_eq!(world.joined(second).generation, Generation(2));
}

#[test]
fn an_assignment_that_the_log_refuses_makes_the_members_join_again() {
    let mut world = World::new();
    let (member, ticket) = world.come("a");
    world.seconds(6);
    let joined = world.joined(ticket);
    world.refuses = Some(GroupError::NotAvailable);
    let sync = world.sync(&joined, &[(&joined.member, "all")]);
    assert_eq!(world.synced(sync), Err(GroupError::NotAvailable));
    world.refuses = None;
    let again = world.join(join("a", member.as_str()));
    assert_eq!(world.joined(again).generation, Generation(2));
}

#[test]
fn a_static_member_that_restarts_takes_its_place_without_a_rebalance() {
    let mut world = World::new();
    let members = with_static_members(&mut world);
    let old = &members[0].member;
    let ticket = world.join(join_static("a", "", 3));
    let joined = world.joined(ticket);
    assert_eq!(joined.generation, members[0].generation);
    assert_ne!(&joined.member, old);
    assert_eq!(joined.skip_assignment, joined.leader == joined.member);
    let sync = world.sync(&joined, &[]);
    assert_eq!(
        world.synced(sync),
        Ok(old.as_str().into()),
        "it keeps what it was assigned"
    );
    assert_eq!(
        world.heartbeat(&members[1].member, Generation(1)),
        Ok(()),
        "nobody else notices"
    );

    assert_eq!(
        world.heartbeat(old, Generation(1)),
        Err(GroupError::UnknownMember)
    );
    let fenced = world.join(join_static("a", old.as_str(), 4));
    assert_eq!(world.refused(fenced).error, GroupError::FencedInstance);
    world.restart();
    assert_eq!(
        world.heartbeat(&joined.member, Generation(1)),
        Ok(()),
        "its new id is durable"
    );
}

#[test]
fn a_static_member_whose_new_id_is_refused_keeps_the_old_one() {
    let mut world = World::new();
    let members = with_static_members(&mut world);
    world.refuses = Some(GroupError::NotAvailable);
    let ticket = world.join(join_static("a", "", 3));
    assert_eq!(world.refused(ticket).error, GroupError::NotAvailable);
    assert_eq!(world.heartbeat(&members[0].member, Generation(1)), Ok(()));
}

#[test]
fn a_static_member_fences_its_twin_that_still_waits() {
    let mut world = World::new();
    let first = world.join(join_static("a", "", 1));
    assert!(world.waits(first));
    let second = world.join(join_static("a", "", 2));
    assert_eq!(world.refused(first).error, GroupError::FencedInstance);
    world.seconds(6);
    assert_eq!(world.joined(second).members.len(), 1);
}

#[test]
fn a_static_member_may_be_away_for_a_rebalance_and_is_not_forgotten() {
    let mut world = World::new();
    let members = with_static_members(&mut world);
    let mut request = join_static("b", members[1].member.as_str(), 9);
    request.protocols[0].metadata = subscription(&["t", "u"]);
    let ticket = world.join(request);
    let mut dynamic = None;
    for _ in 0..9 {
        world.seconds(4);
        let _ = world.heartbeat(&members[0].member, Generation(1));
        dynamic = dynamic.or_else(|| Some(world.join(join("dynamic", members[2].member.as_str()))));
    }
    let joined = world.joined(ticket);
    assert_eq!(joined.generation, Generation(2));
    let leader = if joined.members.is_empty() {
        world.joined(dynamic.expect("joined"))
    } else {
        joined
    };
    assert_eq!(
        leader.members.len(),
        3,
        "the one that is away is assigned to as well"
    );
}

#[test]
fn an_administrator_removes_a_static_member_by_its_instance() {
    let mut world = World::new();
    with_static_members(&mut world);
    assert_eq!(
        world.leave(&[("", Some("a")), ("", Some("z"))]),
        [None, Some(GroupError::UnknownMember)]
    );
    assert_eq!(world.state(), Some(GroupState::PreparingRebalance));
}

#[test]
fn a_full_group_refuses_one_more() {
    let mut world = World::with(GroupSettings {
        members_max: 2,
        ..GroupSettings::default()
    });
    world.stable(&["a", "b"]);
    let ticket = world.join(join("c", ""));
    assert_eq!(
        world.refused(ticket).error,
        GroupError::GroupFull { members_max: 2 }
    );
}

#[test]
fn requests_that_cannot_be_right_are_refused() {
    let mut world = World::new();
    let mut request = join("a", "");
    request.session_timeout_ms = 5_999;
    let ticket = world.join(request);
    assert!(matches!(
        world.refused(ticket).error,
        GroupError::InvalidSessionTimeout {
            requested_ms: 5_999,
            ..
        }
    ));
    let mut request = join("a", "");
    request.group = "".into();
    let ticket = world.join(request);
    assert_eq!(world.refused(ticket).error, GroupError::InvalidGroupId);
    let mut request = join("a", "");
    request.protocols.clear();
    let ticket = world.join(request);
    assert_eq!(
        world.refused(ticket).error,
        GroupError::InconsistentProtocol
    );
    let ticket = world.join(join("a", "unheard-of"));
    assert_eq!(world.refused(ticket).error, GroupError::UnknownMember);
    assert_eq!(world.groups.list().count(), 0, "none of them makes a group");

    world.stable(&["a"]);
    let mut request = join("b", "");
    request.protocol_type = "connect".into();
    let ticket = world.join(request);
    assert_eq!(
        world.refused(ticket).error,
        GroupError::InconsistentProtocol
    );
    let mut request = join("b", "");
    request.protocols = protocols(&["sticky"]);
    let ticket = world.join(request);
    assert_eq!(
        world.refused(ticket).error,
        GroupError::InconsistentProtocol
    );
}

#[test]
fn the_protocol_that_most_like_best_among_those_that_all_know_is_chosen() {
    let mut world = World::new();
    let mut tickets = Vec::new();
    for (client, names) in [
        ("a", ["x", "y", "z"]),
        ("b", ["z", "y", "w"]),
        ("c", ["y", "z", "x"]),
    ] {
        let mut request = join(client, "");
        request.protocols = protocols(&names);
        let promised = world.join(request.clone());
        request.member = world.refused(promised).member;
        tickets.push(world.join(request));
    }
    world.seconds(7);
    assert_eq!(world.joined(tickets[0]).protocol.as_deref(), Some("y"));
}

#[test]
fn a_follower_that_joins_again_unchanged_disturbs_nobody_and_a_leader_does() {
    let mut world = World::new();
    let members = world.stable(&["a", "b"]);
    let leader = members[0].leader.clone();
    let follower = members
        .iter()
        .find(|member| member.member != leader)
        .expect("two members")
        .member
        .clone();
    let ticket = world.join(join("x", follower.as_str()));
    assert_eq!(world.joined(ticket).generation, Generation(1));
    assert_eq!(world.state(), Some(GroupState::Stable));
    let ticket = world.join(join("x", leader.as_str()));
    assert!(world.waits(ticket));
    assert_eq!(world.state(), Some(GroupState::PreparingRebalance));
}

#[test]
fn a_new_coordinator_knows_the_members_and_starts_their_sessions() {
    let mut world = World::new();
    let members = world.stable(&["a", "b"]);
    world.seconds(9);
    world.restart();
    assert_eq!(world.state(), Some(GroupState::Stable));
    world.seconds(9);
    let follower = members
        .iter()
        .find(|member| member.member != member.leader)
        .expect("two members");
    assert_eq!(world.heartbeat(&follower.member, Generation(1)), Ok(()));
    let sync = world.sync(follower, &[]);
    assert_eq!(world.synced(sync), Ok(follower.member.as_str().into()));
    world.seconds(2);
    assert_eq!(
        world.state(),
        Some(GroupState::PreparingRebalance),
        "the leader has been silent"
    );
    world.seconds(40);
    assert_eq!(world.state(), Some(GroupState::Empty));
}

#[test]
fn everybody_who_waits_is_told_when_leadership_is_lost() {
    let mut world = World::new();
    let (_, a) = world.come("a");
    world.commits_at_once = false;
    let commit = world.commit("", -1, &[("t", 0, 1)]);
    let mut out = Effects::default();
    let groups = std::mem::replace(&mut world.groups, Groups::new(GroupSettings::default()));
    groups.resign(world.now, &mut out);
    let told: Vec<Ticket> = out.answers.iter().map(|(ticket, _)| *ticket).collect();
    // The commit of a stranger to a group with members is refused at once.
    assert_eq!(
        world.committed(commit),
        Some(Err(GroupError::UnknownMember))
    );
    assert_eq!(told, [a]);
    assert!(matches!(
        &out.answers[0].1,
        Answer::Join(Err(JoinRefused {
            error: GroupError::NotCoordinator,
            ..
        }))
    ));
}
