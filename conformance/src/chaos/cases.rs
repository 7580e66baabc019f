//! The matrix: who is hurt, how, and when.

use super::Case;

/// A node, by what it is for the topic when a case begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Who {
    /// It leads all partitions.
    Leader,
    /// It follows.
    Follower,
    /// It follows too.
    Other,
}

/// What is done to a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Hurt {
    /// `kill -9`, and started again when the fault is over.
    Kill,
    /// `kill -9`, and started again at once.
    Restart,
    /// SIGTERM, and started again when the fault is over.
    Stop,
    /// SIGSTOP, and SIGCONT when the fault is over.
    Pause,
    /// Nothing comes from or to it.
    Isolate,
    /// Nothing comes from it; what others send arrives.
    Mute,
    /// Nothing comes to it; what it sends arrives.
    Deafen,
    /// It and one other do not reach each other; clients reach both.
    CutFrom(Who),
    /// What it sends to one other is lost.
    LoseTo(Who),
    /// Its disk has no room.
    FillDisk,
    /// Flushes of the partitions' files fail with EIO.
    FailFlushes,
    /// Every flush takes so many milliseconds longer.
    SlowFlushes(u32),
    /// Its wall clock is set, as libfaketime writes it; the monotonic one is not.
    Clock(&'static str),
    /// A byte in the middle of the oldest segment of each of its partitions changes.
    Damage,
    /// A server of the ensemble is killed with -9: the leading one.
    KillEnsembleLeader,
    /// All servers of the ensemble are killed with -9.
    KillEnsemble,
}

/// One thing that is done, tenths of a second after the first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// When.
    pub(super) tenths: u64,
    /// To whom.
    pub(super) who: Who,
    /// What.
    pub(super) hurt: Hurt,
}

/// What a case needs of its cluster.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Setup {
    /// Nothing.
    Plain,
    /// Every record is flushed before it is acknowledged.
    Flushed,
    /// As `Flushed`, with the partitions on another disk than the metadata.
    TwoDisks,
    /// Disks of 2 GB of their own.
    SmallDisks,
    /// Segments of 1 MiB, which are flushed when they are full, and a look for damage every second.
    SmallSegments,
    /// A retention of an hour and segments of 1 MiB, on clocks of their own.
    OwnClocks,
}

const fn step(tenths: u64, who: Who, hurt: Hurt) -> Step {
    Step { tenths, who, hurt }
}

const fn now(who: Who, hurt: Hurt) -> Step {
    step(0, who, hurt)
}

const fn case(name: &'static str, controller: Who, steps: &'static [Step]) -> Case {
    Case {
        name,
        controller,
        steps,
        setup: Setup::Plain,
        outage: false,
        ensemble: false,
    }
}

impl Case {
    /// Nothing can be acknowledged until it is over.
    const fn outage(self) -> Self {
        Self {
            outage: true,
            ..self
        }
    }

    const fn on(self, setup: Setup) -> Self {
        Self { setup, ..self }
    }

    /// The cluster is kept in three ZooKeeper servers.
    const fn in_ensemble(self) -> Self {
        Self {
            ensemble: true,
            ..self
        }
    }
}

use Hurt::{
    Clock, CutFrom, Damage, Deafen, FailFlushes, FillDisk, Isolate, Kill, KillEnsemble,
    KillEnsembleLeader, LoseTo, Mute, Pause, Restart, SlowFlushes, Stop,
};
use Setup::{Flushed, OwnClocks, SmallDisks, SmallSegments, TwoDisks};
use Who::{Follower, Leader, Other};

/// All of them. The name says who is hurt; `controller` is the active one.
#[rustfmt::skip]
pub const CASES: &[Case] = &[
    case("kill-leader", Other, &[now(Leader, Kill)]),
    case("kill-leader-controller", Leader, &[now(Leader, Kill)]),
    case("kill-follower", Other, &[now(Follower, Kill)]),
    case("kill-follower-controller", Follower, &[now(Follower, Kill)]),
    case("kill-two", Other, &[now(Leader, Kill), now(Follower, Kill)]).outage(),
    case("kill-followers", Leader, &[now(Follower, Kill), now(Other, Kill)]).outage(),
    case("kill-all", Other, &[now(Leader, Kill), now(Follower, Kill), now(Other, Kill)]).outage(),
    case("kill-all-flushed", Other, &[now(Leader, Kill), now(Follower, Kill), now(Other, Kill)]).on(Flushed).outage(),
    case("kill-leader-flushed", Leader, &[now(Leader, Kill)]).on(Flushed),
    case("restart-leader-thrice", Other, &[now(Leader, Restart), step(25, Leader, Restart), step(50, Leader, Restart)]).outage(),
    case("restart-all-in-a-row", Other, &[now(Leader, Restart), step(25, Follower, Restart), step(50, Other, Restart)]).outage(),
    case("stop-leader", Other, &[now(Leader, Stop)]),
    case("stop-leader-controller", Leader, &[now(Leader, Stop)]),
    case("stop-follower", Other, &[now(Follower, Stop)]),
    case("pause-leader", Other, &[now(Leader, Pause)]),
    case("pause-leader-controller", Leader, &[now(Leader, Pause)]),
    case("pause-follower", Other, &[now(Follower, Pause)]),
    case("pause-follower-controller", Follower, &[now(Follower, Pause)]),
    case("pause-two", Other, &[now(Leader, Pause), now(Follower, Pause)]).outage(),
    case("pause-all", Other, &[now(Leader, Pause), now(Follower, Pause), now(Other, Pause)]).outage(),
    case("isolate-leader", Other, &[now(Leader, Isolate)]),
    case("isolate-leader-controller", Leader, &[now(Leader, Isolate)]),
    case("isolate-follower", Other, &[now(Follower, Isolate)]),
    case("isolate-follower-controller", Follower, &[now(Follower, Isolate)]),
    case("isolate-all", Other, &[now(Leader, Isolate), now(Follower, Isolate), now(Other, Isolate)]).outage(),
    case("bridge-controller", Other, &[now(Leader, CutFrom(Follower))]),
    case("bridge-follower", Leader, &[now(Leader, CutFrom(Other))]),
    case("bridge-leader", Leader, &[now(Follower, CutFrom(Other))]),
    case("cut-leader-from-controller", Other, &[now(Leader, CutFrom(Other))]),
    case("cut-leader-off", Other, &[now(Leader, CutFrom(Follower)), now(Leader, CutFrom(Other))]),
    case("cut-leader-controller-off", Leader, &[now(Leader, CutFrom(Follower)), now(Leader, CutFrom(Other))]),
    case("mute-leader", Other, &[now(Leader, Mute)]),
    case("mute-leader-controller", Leader, &[now(Leader, Mute)]),
    case("deafen-leader", Other, &[now(Leader, Deafen)]),
    case("mute-follower", Other, &[now(Follower, Mute)]),
    case("deafen-follower-controller", Follower, &[now(Follower, Deafen)]),
    case("leader-unheard-by-follower", Other, &[now(Leader, LoseTo(Follower))]),
    case("leader-unheard-by-controller", Other, &[now(Leader, LoseTo(Other))]),
    case("controller-unheard-by-leader", Other, &[now(Other, LoseTo(Leader))]),
    case("full-disk-leader", Other, &[now(Leader, FillDisk)]).on(SmallDisks).outage(),
    case("full-disk-follower", Other, &[now(Follower, FillDisk)]).on(SmallDisks),
    case("flush-fails-leader", Other, &[now(Leader, FailFlushes)]).on(Flushed),
    case("flush-fails-follower", Other, &[now(Follower, FailFlushes)]).on(Flushed),
    case("flush-fails-leader-two-disks", Other, &[now(Leader, FailFlushes)]).on(TwoDisks),
    case("slow-flushes-leader", Other, &[now(Leader, SlowFlushes(100))]).on(Flushed).outage(),
    case("slow-flushes-follower", Other, &[now(Follower, SlowFlushes(100))]).on(Flushed).outage(),
    case("slow-flushes-controller", Other, &[now(Other, SlowFlushes(1000))]),
    case("damage-follower", Other, &[now(Follower, Damage)]).on(SmallSegments),
    case("damage-leader", Other, &[now(Leader, Damage)]).on(SmallSegments),
    case("clock-ahead-leader", Other, &[now(Leader, Clock("+2d"))]).on(OwnClocks),
    case("clock-back-leader", Other, &[now(Leader, Clock("-2d"))]).on(OwnClocks),
    case("clock-ahead-follower-controller", Follower, &[now(Follower, Clock("+2d"))]).on(OwnClocks),
    case("clocks-apart", Other, &[now(Leader, Clock("+2d")), now(Follower, Clock("-2d"))]).on(OwnClocks),
    case("kill-leader-follower-paused", Other, &[now(Follower, Pause), step(20, Leader, Kill)]).outage(),
    case("kill-leader-after-isolated", Other, &[now(Leader, Isolate), step(40, Leader, Kill)]),
    case("kill-leader-full-follower", Other, &[now(Follower, FillDisk), step(20, Leader, Kill)]).on(SmallDisks).outage(),
    case("kill-follower-slow-leader", Other, &[now(Leader, SlowFlushes(50)), step(20, Follower, Kill)]).on(Flushed).outage(),
    case("zk-kill-leader", Other, &[now(Leader, Kill)]).in_ensemble(),
    case("zk-kill-leader-controller", Leader, &[now(Leader, Kill)]).in_ensemble(),
    case("zk-kill-all", Other, &[now(Leader, Kill), now(Follower, Kill), now(Other, Kill)]).in_ensemble().outage(),
    case("zk-pause-leader", Other, &[now(Leader, Pause)]).in_ensemble(),
    case("zk-isolate-leader-controller", Leader, &[now(Leader, Isolate)]).in_ensemble(),
    case("zk-kill-ensemble-leader", Other, &[now(Leader, KillEnsembleLeader)]).in_ensemble(),
    case("zk-kill-ensemble", Other, &[now(Leader, KillEnsemble)]).in_ensemble(),
    case("zk-kill-ensemble-and-leader", Other, &[now(Leader, KillEnsemble), step(20, Leader, Kill)]).in_ensemble().outage(),
];

/// Names of the ten-minute selection.
pub const SELECTION: [&str; 14] = [
    "kill-leader-controller",
    "kill-follower",
    "kill-all",
    "pause-leader",
    "isolate-leader-controller",
    "isolate-follower",
    "cut-leader-off",
    "mute-leader",
    "full-disk-follower",
    "flush-fails-leader",
    "slow-flushes-controller",
    "damage-leader",
    "clock-ahead-leader",
    "zk-kill-ensemble-and-leader",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_case_has_a_name_of_its_own_and_the_selection_names_cases() {
        let names: BTreeSet<&str> = CASES.iter().map(|case| case.name).collect();
        assert_eq!(names.len(), CASES.len());
        assert!(names.len() >= 40, "{}", names.len());
        assert!(SELECTION.iter().all(|name| names.contains(name)));
    }

    #[test]
    fn what_a_step_needs_its_case_has() {
        for case in CASES {
            for step in case.steps {
                let fits = match step.hurt {
                    FillDisk => case.setup == SmallDisks,
                    Clock(_) => case.setup == OwnClocks,
                    Damage => case.setup == SmallSegments,
                    FailFlushes => matches!(case.setup, Flushed | TwoDisks),
                    KillEnsemble | KillEnsembleLeader => case.ensemble,
                    _ => true,
                };
                assert!(fits, "{}", case.name);
            }
        }
    }
}
