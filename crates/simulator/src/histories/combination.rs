//! Faults that come together: what single ones hardly ever amount to.

use std::time::Duration;

use world_sim::{Crash, Random};

use super::fault::{DiskTrouble, Fault, Target};
use super::plan::{Durability, millis, pick};

/// Faults, and when they begin after the first of them could.
pub(super) type Together = Vec<(Duration, Fault)>;

/// Some faults that belong together.
pub(super) fn combination(
    random: &mut Random,
    controllers: usize,
    durability: Durability,
) -> Together {
    let may_lose_flushed = durability == Durability::PageCache && controllers > 1;
    match random.below(10) {
        0 => leader_dies_with_a_tail(random),
        1 => all_die_while_one_is_away(random),
        2 => one_after_the_other(random, durability),
        3 => old_leader_comes_back_first(random),
        4 => late_proposals(random),
        5 if controllers > 1 => controller_dies_while_a_voter_lags(random),
        6 if controllers > 1 => controller_is_cut_off(random),
        7 if may_lose_flushed => lost_and_back_at_once(random),
        8 => stop_and_crash(random),
        _ => leader_dies_below_the_minimum(random),
    }
}

fn crash(target: Target, down: Duration) -> Fault {
    Fault::Crash(target, Crash::Process, down)
}

/// KIP-101: the new leader lacks what a follower of the old one has.
fn leader_dies_with_a_tail(random: &mut Random) -> Together {
    let cut = millis(random, 400, 3_500);
    let dies = random.between(Duration::from_millis(300), cut);
    vec![
        (Duration::ZERO, Fault::CutFollower(cut)),
        (dies, crash(Target::Leader, millis(random, 100, 5_000))),
    ]
}

/// KAFKA-7128: who comes back with the others lacks what was committed without it, and the watermarks that they remember are
/// older still.
fn all_die_while_one_is_away(random: &mut Random) -> Together {
    let all = millis(random, 300, 6_000);
    let away = all + millis(random, 100, 1_000);
    let down = millis(random, 100, 3_000);
    vec![
        (Duration::ZERO, crash(Target::Follower, away)),
        (all, Fault::AllCrash(Crash::Process, down)),
    ]
}

/// KIP-966: followers leave until fewer than the minimum are in sync, and one that holds everything loses what it has not
/// flushed.
fn one_after_the_other(random: &mut Random, durability: Durability) -> Together {
    let second = millis(random, 100, 2_000);
    let third = second + millis(random, 200, 3_000);
    let loss = if durability == Durability::ProcessesOnly {
        Crash::Process
    } else {
        Crash::Machine
    };
    let away = millis(random, 2_000, 9_000);
    vec![
        (Duration::ZERO, crash(Target::Follower, away)),
        (second, crash(Target::Follower, away)),
        (
            third,
            Fault::Crash(Target::Eligible, loss, millis(random, 100, 6_000)),
        ),
        (
            third + millis(random, 0, 2_000),
            crash(Target::Leader, millis(random, 500, 6_000)),
        ),
    ]
}

/// KIP-279: of two that led one after the other, each with a tail of its own, the first leads again.
fn old_leader_comes_back_first(random: &mut Random) -> Together {
    let cut = millis(random, 300, 1_500);
    let back = cut + millis(random, 1_500, 4_000);
    let second = back - millis(random, 50, 1_000);
    vec![
        (
            Duration::ZERO,
            crash(Target::Follower, Duration::from_secs(12)),
        ),
        (
            Duration::from_millis(50),
            Fault::CutFollower(cut + Duration::from_secs(1)),
        ),
        (cut, crash(Target::Leader, back - cut)),
        (second, crash(Target::Leader, millis(random, 500, 4_000))),
    ]
}

/// A member that left is taken in again by a proposal of long ago.
fn late_proposals(random: &mut Random) -> Together {
    let cut = millis(random, 1_500, 4_000);
    vec![
        (
            Duration::ZERO,
            crash(Target::Follower, millis(random, 100, 1_000)),
        ),
        (cut, Fault::CutFollower(Duration::from_secs(14))),
        (cut + millis(random, 2_000, 13_000), Fault::LateProposals),
        (cut + millis(random, 2_000, 13_000), Fault::LateProposals),
    ]
}

/// A voter that lacks what was committed is up when the active controller goes.
fn controller_dies_while_a_voter_lags(random: &mut Random) -> Together {
    let away = millis(random, 1_000, 5_000);
    let lags = if random.below(2) == 0 {
        crash(Target::Standby, away)
    } else {
        Fault::Isolate(Target::Standby, away)
    };
    let dies = away + millis(random, 0, 200);
    vec![
        (Duration::ZERO, lags),
        (Duration::from_millis(100), Fault::ShortTopic(away)),
        (
            dies.saturating_sub(Duration::from_millis(100)),
            crash(Target::Controller, millis(random, 500, 5_000)),
        ),
    ]
}

/// The active controller goes on without the others.
fn controller_is_cut_off(random: &mut Random) -> Together {
    let cut = millis(random, 2_000, 9_000);
    let fault = pick(random, &[Fault::Isolate, Fault::Mute, Fault::Pause]);
    vec![(Duration::ZERO, fault(Target::Controller, cut))]
}

/// KIP-903: a follower is back before anybody has missed it, without what it had.
fn lost_and_back_at_once(random: &mut Random) -> Together {
    let down = millis(random, 50, 1_500);
    let fault = match random.below(3) {
        0 => Fault::Crash(Target::Follower, Crash::Machine, down),
        1 => Fault::Disk(Target::Follower, DiskTrouble::Stale(down)),
        _ => Fault::Disk(Target::Follower, DiskTrouble::Gone(down)),
    };
    vec![(Duration::ZERO, fault)]
}

/// A follower stops in order while its leader goes on sending.
fn stop_and_crash(random: &mut Random) -> Together {
    let stopped = millis(random, 100, 3_000);
    vec![
        (Duration::ZERO, Fault::Stop(Target::Follower, stopped)),
        (
            millis(random, 0, 2_000),
            crash(Target::Leader, millis(random, 100, 4_000)),
        ),
    ]
}

/// The new leader is alone: its watermark stays where the old one's was when it heard of it last.
fn leader_dies_below_the_minimum(random: &mut Random) -> Together {
    let second = millis(random, 50, 1_500);
    vec![
        (
            Duration::ZERO,
            crash(Target::Follower, millis(random, 3_000, 8_000)),
        ),
        (second, crash(Target::Leader, millis(random, 2_000, 8_000))),
    ]
}

/// Some faults that belong together and need more of the plan than others: batches that are fetched one by one, a producer that
/// does not wait for followers.
pub(super) fn rare_combination(
    random: &mut Random,
    controllers: usize,
    durability: Durability,
) -> Together {
    match random.below(4) {
        0 if durability == Durability::PageCache && controllers > 1 => {
            proposed_before_it_lost_everything(random)
        }
        1 if controllers > 1 => two_candidates(random),
        2 => unknown_epochs(random),
        _ => joins_before_the_epoch_starts(random),
    }
}

/// KAFKA-7128: whoever leads remembers an old watermark, and a follower that lacks what was committed is beyond it.
fn joins_before_the_epoch_starts(random: &mut Random) -> Together {
    let all = millis(random, 3_000, 8_000);
    let down = millis(random, 100, 800);
    let away = all + down - Duration::from_millis(random.below(80));
    let slow = millis(random, 5, 30);
    vec![
        (Duration::ZERO, crash(Target::Follower, away)),
        (
            all - Duration::from_millis(1),
            Fault::Slow(Target::Behind, slow, down * 8),
        ),
        (all, Fault::AllCrash(Crash::Process, down)),
        // The one that has everything is away until the other has caught up, or not.
        (
            all + down + Duration::from_millis(1),
            Fault::Pause(Target::Follower, millis(random, 100, 900)),
        ),
    ]
}

/// KIP-279: two led one after the other, each with a tail of its own in an epoch that the other has nothing of.
fn unknown_epochs(random: &mut Random) -> Together {
    let first = Duration::from_millis(50);
    let second = first + millis(random, 1_000, 2_500);
    let third = second + millis(random, 1_000, 2_500);
    let back = third + millis(random, 50, 600) - second;
    vec![
        (Duration::ZERO, Fault::CutFollowers(third)),
        (first, crash(Target::Leader, Duration::from_secs(12))),
        (second, crash(Target::Leader, back)),
        (third, crash(Target::Leader, millis(random, 800, 3_000))),
    ]
}

/// Two voters that do not reach each other ask the third for its vote at about the same time.
fn two_candidates(random: &mut Random) -> Together {
    let time = millis(random, 2_000, 6_000);
    let slow = millis(random, 20, 120);
    vec![
        (Duration::ZERO, Fault::CutPair(0, 1, time)),
        (Duration::ZERO, Fault::Slow(Target::Node(2), slow, time)),
        (
            Duration::from_millis(20),
            Fault::AllCrash(Crash::Process, millis(random, 50, 300)),
        ),
    ]
}

/// KIP-903: who is proposed to join loses all that it has, and is back before the controller hears of the proposal.
fn proposed_before_it_lost_everything(random: &mut Random) -> Together {
    let away = millis(random, 3_000, 6_000);
    let unheard = millis(random, 600, 1_800);
    let lost = away + millis(random, 50, 400);
    let down = millis(random, 20, 400);
    let fault = match random.below(2) {
        0 => Fault::Crash(Target::Behind, Crash::Machine, down),
        _ => Fault::Disk(Target::Behind, DiskTrouble::Gone(down)),
    };
    let slow = millis(random, 5, 20);
    vec![
        (Duration::ZERO, crash(Target::Follower, away)),
        (
            away - Duration::from_millis(100),
            Fault::Unheard(Target::Leader, unheard),
        ),
        (lost, fault),
        (
            lost + Duration::from_millis(1),
            Fault::Slow(Target::Behind, slow, unheard * 2),
        ),
    ]
}

/// Some faults around records that are deleted.
pub(super) fn deleting_combination(random: &mut Random, durability: Durability) -> Together {
    match random.below(3) {
        0 => deleted_while_one_is_away(random, durability),
        1 => deleted_while_one_is_cut_off(random),
        _ => leader_dies_after_deleting(random),
    }
}

/// All that a follower lacks is gone when it comes back: it has nothing that its leader has.
fn deleted_while_one_is_away(random: &mut Random, durability: Durability) -> Together {
    let away = millis(random, 9_000, 17_000);
    let deleted = away - millis(random, 20, 1_500);
    let kind = match durability {
        Durability::ProcessesOnly => Crash::Process,
        _ => pick(random, &[Crash::Process, Crash::Machine]),
    };
    vec![
        (Duration::ZERO, Fault::Crash(Target::Follower, kind, away)),
        (deleted, Fault::DeleteRecords(Some(100))),
    ]
}

/// As before, to a follower that goes on running, and perhaps loses what it has not flushed after it has begun anew.
fn deleted_while_one_is_cut_off(random: &mut Random) -> Together {
    let cut = millis(random, 9_000, 16_000);
    let deleted = cut - millis(random, 20, 1_500);
    let share = pick(random, &[100, 100, 95]);
    vec![
        (Duration::ZERO, Fault::CutFollower(cut)),
        (deleted, Fault::DeleteRecords(Some(share))),
        (
            cut + millis(random, 10, 1_500),
            Fault::Crash(Target::Behind, Crash::Machine, millis(random, 50, 2_000)),
        ),
    ]
}

/// Whoever leads next is to know of what was deleted.
fn leader_dies_after_deleting(random: &mut Random) -> Together {
    let dies = millis(random, 1, 120);
    vec![
        (Duration::ZERO, Fault::DeleteRecords(None)),
        (dies, crash(Target::Leader, millis(random, 3_000, 9_000))),
    ]
}

/// KIP-903: a follower has been away, and is proposed when its leader knows that it is in service and has caught up, batch by
/// batch. Only then does the controller not hear of it for a while, in which the follower loses everything and registers anew.
pub(super) fn lost_while_proposed(random: &mut Random) -> Together {
    let away = millis(random, 3_000, 6_000);
    let slow = millis(random, 5, 20);
    let unheard = away + millis(random, 300, 1_600);
    let lost = unheard + millis(random, 50, 600);
    vec![
        (Duration::ZERO, crash(Target::Follower, away)),
        (
            away - Duration::from_millis(1),
            Fault::Slow(Target::Behind, slow, Duration::from_secs(6)),
        ),
        (
            unheard,
            Fault::Unheard(Target::Leader, millis(random, 700, 1_800)),
        ),
        (
            lost,
            Fault::Crash(Target::Behind, Crash::Machine, millis(random, 20, 200)),
        ),
    ]
}
