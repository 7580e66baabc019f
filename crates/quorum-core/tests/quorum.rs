//! What the quorum promises, shown scene by scene, and then under everything at once.

mod world;

use std::collections::BTreeSet;
use std::time::Duration;

use quorum_core::{
    Action, ElectionState, Failure, LogFacts, LogPosition, Quorum, QuorumSettings, Request,
    Response, Standing, State, VoteResponse,
};
use types::{BrokerId, Instant, LeaderEpoch, Offset};
use world::World;

const A: BrokerId = BrokerId(1);
const B: BrokerId = BrokerId(2);
const C: BrokerId = BrokerId(3);

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn founded(voters: i32, seed: u64) -> World {
    let mut world = World::new(voters, seed);
    world.start_all();
    world.run_until("a first leader", ms(3_000), |world| {
        world.leader().is_some()
    });
    world.run_until("everybody knows it", ms(3_000), |world| {
        world
            .members
            .values()
            .all(|member| member.standing.settled && member.standing.full)
    });
    world
}

fn commits(world: &mut World, what: &str) {
    let leader = world.leader().expect("a leader");
    let wanted = world.committed.len() + 1;
    world.append(leader, 1);
    world.run_until(what, ms(5_000), |world| world.committed.len() >= wanted);
}

#[test]
fn one_voter_elects_itself_without_waiting_for_anything_but_its_disk() {
    let mut world = World::new(1, 1);
    world.start_all();
    world.run_for(ms(10));
    assert_eq!(world.leader(), Some(A));
    commits(&mut world, "a commit");
    world.crash(A);
    world.start(A);
    world.run_for(ms(10));
    assert_eq!(world.leader(), Some(A));
    assert!(
        world.committed.len() >= 3,
        "two epochs began, and one record"
    );
}

#[test]
fn a_fresh_quorum_forms_once_all_voters_are_there_and_agrees_on_one_cluster_id() {
    let mut world = World::new(3, 2);
    world.start(A);
    world.start(B);
    world.run_for(ms(5_000));
    assert_eq!(world.leader(), None, "the third might hold records");
    world.start(C);
    world.run_until("a leader", ms(2_000), |world| world.leader().is_some());
    world.run_for(ms(1_000));
    let ids: std::collections::BTreeSet<_> = world
        .members
        .values()
        .map(|member| member.standing.cluster_id.clone())
        .collect();
    assert_eq!(ids.len(), 1);
}

#[test]
fn a_dead_leader_is_replaced_at_once_when_its_port_refuses() {
    let mut world = founded(3, 3);
    let leader = world.leader().expect("a leader");
    commits(&mut world, "a commit");
    world.run_for(ms(300));
    world.crash(leader);
    let died = world.now;
    world.run_until("another leader", ms(200), |world| world.leader().is_some());
    assert!(
        world.now.since(died) < ms(150),
        "after {:?}",
        world.now.since(died)
    );
    commits(&mut world, "a commit by the other");
    world.start(leader);
    world.run_until("the old one follows", ms(3_000), |world| {
        world.members[&leader].log.entries
            == world.members[&world.leader().expect("one")].log.entries
    });
}

#[test]
fn a_leader_that_hangs_is_replaced_when_nobody_hears_of_it() {
    let mut world = founded(3, 4);
    let leader = world.leader().expect("a leader");
    world.cut_off(leader);
    world.run_until("another leader", ms(2_500), |world| {
        world.leader().is_some_and(|other| other != leader)
    });
    world.run_until("the old one steps down", ms(2_000), |world| {
        world.members[&leader].won.is_none()
    });
    world.heal();
    commits(&mut world, "a commit");
}

#[test]
fn one_voter_that_wrongly_takes_the_leader_for_dead_moves_nothing() {
    let mut world = founded(3, 5);
    let leader = world.leader().expect("a leader");
    let epoch = world.members[&leader].won;
    let other = [A, B, C]
        .into_iter()
        .find(|&voter| voter != leader)
        .expect("another");
    // It asks for pre-votes as long as it cannot reach the leader; the third voter believes and refuses.
    world.cuts.insert((leader, other));
    world.cuts.insert((other, leader));
    world.run_for(ms(5_000));
    assert_eq!(world.members[&leader].won, epoch, "the leader stays");
    world.heal();
    world.run_for(ms(2_000));
    let quorum = world.members[&other].quorum.as_ref().expect("it runs");
    assert_eq!(
        (quorum.state(), quorum.leader()),
        (State::Follower, Some(leader))
    );
}

#[test]
fn records_of_a_leader_without_majority_vanish_and_nobody_was_told_of_them() {
    let mut world = founded(3, 6);
    let leader = world.leader().expect("a leader");
    commits(&mut world, "a commit");
    world.cut_off(leader);
    let before = world.committed.len();
    world.append(leader, 7);
    world.run_until("another leader", ms(3_000), |world| {
        world.leader().is_some_and(|other| other != leader)
    });
    assert_eq!(
        world.committed.len(),
        before + 1,
        "only the other's first record"
    );
    world.heal();
    world.run_until("the logs agree", ms(4_000), |world| {
        let first = &world.members[&A].log.entries;
        world
            .members
            .values()
            .all(|member| member.log.entries == *first)
    });
}

#[test]
fn a_voter_that_lost_its_directory_has_no_voice_until_it_has_caught_up() {
    let mut world = founded(3, 7);
    let leader = world.leader().expect("a leader");
    world.append(leader, 20);
    world.run_for(ms(500));
    let others: Vec<_> = [A, B, C]
        .into_iter()
        .filter(|&voter| voter != leader)
        .collect();
    // One follower misses the last records, the other loses its disk, and the leader dies: only the leader has them all.
    world.cut_off(others[0]);
    world.append(leader, 5);
    world.run_for(ms(200));
    let committed = world.committed.len();
    world.crash(others[1]);
    world.wipe(others[1]);
    world.crash(leader);
    world.heal();
    world.start(others[1]);
    world.run_for(ms(10_000));
    assert_eq!(
        world.leader(),
        None,
        "the two that are left may not have what is committed"
    );
    world.start(leader);
    world.run_until("a leader that has it all", ms(3_000), |world| {
        world.leader().is_some()
    });
    assert!(world.committed.len() >= committed);
    world.run_until("the third gains its voice", ms(3_000), |world| {
        world.members[&others[1]].standing.full
    });
}

#[test]
fn nobody_founds_a_quorum_anew_with_one_that_knows_of_the_one_before() {
    for bereft in [vec![A, B, C], vec![B], vec![C]] {
        let mut world = founded(3, 7);
        world.run_for(ms(500));
        for id in [A, B, C] {
            world.crash(id);
            world.wipe(id);
        }
        world.bereft = bereft.iter().copied().collect();
        world.start_all();
        world.run_for(ms(10_000));
        assert_eq!(world.leader(), None, "{bereft:?}");
    }
    // Where the others have what was committed, it is given that and has its voice again.
    let mut world = founded(3, 7);
    let leader = world.leader().expect("a leader");
    world.append(leader, 20);
    world.run_for(ms(500));
    let member = if leader == A { B } else { A };
    world.crash(member);
    world.wipe(member);
    world.bereft = BTreeSet::from([member]);
    world.start(member);
    world.run_until("it gains its voice", ms(3_000), |world| {
        world.members[&member].standing.full
    });
    world.crash(leader);
    world.run_until("another leader", ms(5_000), |world| {
        world.leader().is_some()
    });
}

#[test]
fn a_follower_far_behind_gets_a_snapshot() {
    let mut world = founded(3, 8);
    let leader = world.leader().expect("a leader");
    let other = [A, B, C]
        .into_iter()
        .find(|&voter| voter != leader)
        .expect("another");
    world.crash(other);
    for _ in 0..5 {
        commits(&mut world, "a commit");
    }
    world.snapshot(leader);
    world.start(other);
    world.run_until("it has caught up", ms(3_000), |world| {
        world.members[&other].log.entries == world.members[&leader].log.entries
            && world.members[&other].log.start > 0
    });
}

#[test]
fn a_log_that_parts_from_the_leader_s_counts_for_nothing_however_long_it_is() {
    let mut world = founded(3, 10);
    let leader = world.leader().expect("a leader");
    world.cut_off(leader);
    world.append(leader, 30);
    world.run_until("another leader", ms(3_000), |world| {
        world.leader().is_some_and(|other| other != leader)
    });
    let other = world.leader().expect("another");
    let third = [A, B, C]
        .into_iter()
        .find(|&voter| voter != leader && voter != other);
    world.run_until("the old one steps down", ms(3_000), |world| {
        world.members[&leader].won.is_none()
    });
    commits(&mut world, "a commit by the other");
    world.snapshot(other);
    world.crash(third.expect("a third"));
    world.heal();
    for _ in 0..500 {
        world.append(other, 1);
        world.run_for(ms(1));
    }
    world.run_until("the old leader gives up its records", ms(3_000), |world| {
        world.members[&leader].log.entries == world.members[&other].log.entries
    });
}

#[test]
fn nobody_is_talked_into_the_last_epoch() {
    let mut world = founded(3, 11);
    let leader = world.leader().expect("a leader");
    for pre_vote in [true, false] {
        let answer = world.ask_for_vote(leader, B, i32::MAX, pre_vote);
        assert!(!answer.granted && answer.refusal.is_some());
    }
    commits(&mut world, "a commit");
}

#[test]
fn a_leader_that_resigns_is_followed_by_one_that_has_everything() {
    let mut world = founded(3, 9);
    let leader = world.leader().expect("a leader");
    commits(&mut world, "a commit");
    world.run_for(ms(100));
    world.resign(leader);
    let resigned = world.now;
    world.run_until("another leader", ms(300), |world| {
        world.leader().is_some_and(|other| other != leader)
    });
    assert!(
        world.now.since(resigned) < ms(150),
        "after {:?}",
        world.now.since(resigned)
    );
    commits(&mut world, "a commit");
}

/// Everything at once, then peace: nothing committed is lost, no epoch has two leaders, and the quorum goes on.
fn history(voters: i32, seed: u64) {
    let mut world = World::new(voters, seed);
    world.start_all();
    world.delay = ms(1 + world.below(20));
    for _ in 0..60 {
        let count = u64::try_from(voters).expect("small");
        let id = BrokerId(1 + i32::try_from(world.below(count)).expect("small"));
        match world.below(12) {
            0 | 1 if world.members[&id].quorum.is_some() => world.crash(id),
            2 if world.members[&id].quorum.is_some() => {
                let others = world.members.iter().filter(|(other, _)| **other != id);
                let whole = others.clone().all(|(_, member)| member.standing.full);
                world.crash(id);
                // A majority must keep its memory.
                if whole && voters > 2 {
                    world.wipe(id);
                }
            }
            3..=5 if world.members[&id].quorum.is_none() => world.start(id),
            6 => world.cut_off(id),
            7 => world.cuts.clear(),
            8 => world.drop_per_mille = world.below(200),
            9 => world.snapshot(id),
            _ => {
                let count = 1 + usize::try_from(world.below(12)).expect("small");
                if let Some(leader) = world.leader() {
                    world.append(leader, count);
                }
            }
        }
        let pause = world.below(700);
        world.run_for(ms(pause));
    }
    world.heal();
    world.start_all();
    let wanted = world.committed.len() + 1;
    world.run_until("a leader after the faults", ms(20_000), |world| {
        world.leader().is_some()
    });
    let leader = world.leader().expect("a leader");
    world.append(leader, 3);
    world.run_until("progress after the faults", ms(10_000), |world| {
        let ends = world.members.values().all(|member| {
            let quorum = member.quorum.as_ref().expect("it runs");
            quorum
                .high_watermark()
                .is_some_and(|mark| mark == world::offset(world.committed.len()))
        });
        world.committed.len() >= wanted && ends
    });
    assert!(
        world.cluster_ids.len() <= 1,
        "one cluster id: {:?}",
        world.cluster_ids
    );
}

#[test]
fn histories_with_three_voters() {
    for seed in 0..150 {
        history(3, seed);
    }
}

#[test]
fn histories_with_five_voters() {
    for seed in 1_000..1_060 {
        history(5, seed);
    }
}

#[test]
fn histories_with_one_voter() {
    for seed in 2_000..2_030 {
        history(1, seed);
    }
}

/// A log with one record that is flushed.
struct OneRecord;

impl LogFacts for OneRecord {
    fn start(&self) -> Offset {
        Offset::ZERO
    }

    fn end(&self) -> LogPosition {
        LogPosition {
            epoch: LeaderEpoch(1),
            offset: Offset(1),
        }
    }

    fn flushed_end(&self) -> Offset {
        Offset(1)
    }

    fn epoch_end(&self, _: LeaderEpoch) -> Option<LogPosition> {
        Some(self.end())
    }

    fn latest_snapshot(&self) -> Option<LogPosition> {
        None
    }
}

/// A member of three that has [`OneRecord`], knows of no leader, and starts now.
fn alone(now: Instant, election_backoff_max: Duration, retry_backoff: Duration) -> Quorum {
    let settings = QuorumSettings {
        node: C,
        voters: BTreeSet::from([A, B, C]),
        election_timeout: ms(500),
        election_backoff_max,
        fetch_timeout: ms(1_000),
        retry_backoff,
        proposed_cluster_id: "cluster".to_owned(),
        may_found: true,
        seed: 7,
    };
    let election = ElectionState {
        epoch: LeaderEpoch(1),
        ..ElectionState::default()
    };
    let standing = Standing {
        full: true,
        ..Standing::default()
    };
    Quorum::new(settings, election, standing, now)
}

/// The pauses of a member that stands again and again, has every pre-vote, and never a vote.
fn pauses_after_losses(longest: Duration) -> Vec<Duration> {
    let mut now = Instant(1);
    let mut quorum = alone(now, longest, ms(20));
    let mut pauses = Vec::new();
    while pauses.len() < 8 {
        let mut actions = Vec::new();
        now = quorum.next_deadline().max(now);
        quorum.tick(now, &OneRecord, &mut actions);
        while !actions.is_empty() {
            let mut next = Vec::new();
            for action in actions {
                let Action::Send { tag, request, .. } = action else {
                    continue;
                };
                let Request::Vote(vote) = request else {
                    continue;
                };
                let was_candidate = quorum.state() == State::Candidate;
                let response = Response::Vote(VoteResponse {
                    epoch: vote.epoch,
                    leader: None,
                    granted: vote.pre_vote,
                    refusal: None,
                });
                quorum.on_response(now, tag, &response, &OneRecord, &mut next);
                if was_candidate && quorum.state() != State::Candidate {
                    pauses.push(quorum.next_deadline().since(now));
                }
            }
            actions = next;
        }
    }
    pauses
}

#[test]
fn a_candidate_that_loses_again_and_again_waits_longer_and_never_longer_than_the_limit() {
    let pauses = pauses_after_losses(ms(60_000));
    let longest = |pauses: &[Duration]| pauses.iter().max().copied();
    assert!(longest(&pauses[..2]) < longest(&pauses[5..]), "{pauses:?}");
    assert!(longest(&pauses[5..]) > Some(ms(1_000)), "{pauses:?}");
    let pauses = pauses_after_losses(ms(300));
    assert!(longest(&pauses) <= Some(ms(300)), "{pauses:?}");
    assert_eq!(pauses_after_losses(ms(0)), [ms(0); 8]);
}

/// When a member that stands asks a voter that refuses its connections, from the first time on.
fn asked_in_vain(retry_backoff: Duration) -> Vec<Duration> {
    let mut now = Instant(1);
    let mut quorum = alone(now, ms(1_000), retry_backoff);
    let mut asked: Vec<Instant> = Vec::new();
    while asked.len() < 4 {
        let mut actions = Vec::new();
        now = quorum.next_deadline().max(now);
        quorum.tick(now, &OneRecord, &mut actions);
        for action in actions {
            let Action::Send { to, tag, .. } = action else {
                continue;
            };
            let mut none = Vec::new();
            quorum.on_failure(now, tag, Failure::Refused, &OneRecord, &mut none);
            if to == A {
                asked.push(now);
            }
        }
    }
    let pairs = asked.iter().zip(&asked[1..]);
    pairs.map(|(one, next)| next.since(*one)).collect()
}

#[test]
fn a_voter_that_refuses_is_asked_again_after_the_back_off() {
    for pause in [ms(20), ms(90)] {
        assert_eq!(asked_in_vain(pause), [pause; 3]);
    }
}
