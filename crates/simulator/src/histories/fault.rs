//! What may go wrong in a history.

use std::time::Duration;

use world_sim::{Crash, DiskOperation, Random};

/// Whom it happens to; found out when it happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// A node by its place.
    Node(usize),
    /// Who leads the first partition of the first topic.
    Leader,
    /// Who follows there, and is in sync.
    Follower,
    /// Who is a replica there, and not in sync.
    Behind,
    /// Who is not in sync there, and would hold everything if nobody else came back: a member of the ELR.
    Eligible,
    /// The active controller.
    Controller,
    /// A controller that is not the active one.
    Standby,
}

/// What a disk does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DiskTrouble {
    /// An operation fails.
    Fails(DiskOperation),
    /// No room is left, for a while.
    Full(Duration),
    /// Everything takes longer, for a while.
    Slow(Duration),
    /// A flush takes longer than a follower may lag, for a while.
    KeepsNoPace(Duration),
    /// A bit flips in what was flushed of a log.
    BitFlip,
    /// Some of what was flushed of a log turns out to have been written elsewhere in it.
    Misdirected,
    /// Some of what was flushed of a log turns out not to have been written.
    LostWrite,
    /// The node goes down, and comes back with an empty disk.
    Gone(Duration),
    /// The node goes down, and comes back with its disk as it was some time ago.
    Stale(Duration),
}

impl DiskTrouble {
    /// Whether a disk has other bytes from then on than those that were written.
    pub(super) fn is_damage(self) -> bool {
        matches!(self, Self::BitFlip | Self::Misdirected | Self::LostWrite)
    }
}

/// What goes wrong with a ZooKeeper ensemble.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EnsembleTrouble {
    /// The session of a node ends.
    Expired(Target),
    /// A node does not reach the ensemble, for a while.
    CutOff(Target, Duration),
    /// The majority of its servers is down, for a while.
    NoMajority(Duration),
    /// Somebody removes `/controller`.
    ControllerRemoved,
    /// Requests and replies are lost with their connections, for a while.
    LosesReplies(Duration),
}

/// What goes wrong.
#[derive(Clone, PartialEq, Debug)]
pub enum Fault {
    /// A crash, and a start after so long.
    Crash(Target, Crash, Duration),
    /// A stop in order, and a start after so long.
    Stop(Target, Duration),
    /// All nodes are stopped in order and started again, one after the other.
    RollingRestart,
    /// All nodes crash at once.
    AllCrash(Crash, Duration),
    /// SIGSTOP and SIGCONT.
    Pause(Target, Duration),
    /// It takes longer over everything.
    Slow(Target, Duration, Duration),
    /// Nothing gets to it or from it.
    Isolate(Target, Duration),
    /// Nothing gets to it.
    Deaf(Target, Duration),
    /// Nothing gets from it.
    Mute(Target, Duration),
    /// Two nodes do not reach each other.
    CutPair(usize, usize, Duration),
    /// Who leads the first partition of the first topic and one who follows there do not reach each other.
    CutFollower(Duration),
    /// Those who follow the first partition of the first topic do not reach each other.
    CutFollowers(Duration),
    /// What somebody sends to the active controller waits.
    Unheard(Target, Duration),
    /// The nodes fall into two halves that only the last node reaches.
    Bridge(Duration),
    /// Its connections to all others are reset.
    Reset(Target),
    /// Connections break, stall and are refused, and what is sent is slow, for so long.
    BadNetwork(Duration),
    /// Changes of in-sync sets that were proposed to the controller some time ago come once more.
    LateProposals,
    /// The wall clock jumps by so many milliseconds.
    ClockStep(Target, i64),
    /// Both clocks gain so much in a million.
    Drift(Target, i64),
    /// A disk.
    Disk(Target, DiskTrouble),
    /// The ensemble, in a cluster that is kept in one.
    Ensemble(EnsembleTrouble),
    /// The store in memory ends the controllership of whoever has it.
    Deposed,
    /// The partition moves to other replicas.
    Reassign,
    /// A reassignment is cancelled.
    CancelReassignment,
    /// Preferred leaders are elected.
    ElectPreferred,
    /// `min.insync.replicas` of the first topic is set to this.
    MinInSync(i32),
    /// A topic is made, and deleted after so long.
    ShortTopic(Duration),
    /// The first topic gets one more partition.
    Grow,
    /// So many percent of what is committed of the first partition of the first topic are deleted, or as many as chance has it.
    DeleteRecords(Option<u8>),
}

impl Fault {
    /// What it is called where faults are counted.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            Self::Crash(_, Crash::Process, _) => "process crash",
            Self::Crash(_, Crash::Machine, _) => "machine crash",
            Self::AllCrash(Crash::Process, _) => "all processes crash",
            Self::AllCrash(Crash::Machine, _) => "all machines crash",
            Self::Stop(..) => "controlled shutdown",
            Self::RollingRestart => "rolling restart",
            Self::Pause(..) => "pause",
            Self::Slow(..) => "slow process",
            Self::Isolate(..) => "cut: isolated",
            Self::Deaf(..) | Self::Mute(..) => "cut: one way",
            Self::CutPair(..) => "cut: pair",
            Self::CutFollower(_) => "cut: follower from leader",
            Self::CutFollowers(_) => "cut: followers from each other",
            Self::Unheard(..) => "cut: one way to the controller",
            Self::LateProposals => "late proposals",
            Self::Bridge(_) => "cut: bridge",
            Self::Reset(_) => "connections reset",
            Self::BadNetwork(_) => "bad network",
            Self::ClockStep(..) => "clock step",
            Self::Drift(..) => "clock drift",
            Self::Disk(_, trouble) => match trouble {
                DiskTrouble::Fails(DiskOperation::Read) => "disk: EIO on read",
                DiskTrouble::Fails(DiskOperation::Write) => "disk: EIO on write",
                DiskTrouble::Fails(_) => "disk: EIO on flush",
                DiskTrouble::Full(_) => "disk: full",
                DiskTrouble::Slow(_) => "disk: slow",
                DiskTrouble::KeepsNoPace(_) => "disk: keeps no pace",
                DiskTrouble::BitFlip => "disk: bit flip",
                DiskTrouble::Misdirected => "disk: misdirected write",
                DiskTrouble::LostWrite => "disk: lost write",
                DiskTrouble::Gone(_) => "disk: lost",
                DiskTrouble::Stale(_) => "disk: stale restore",
            },
            Self::Ensemble(trouble) => match trouble {
                EnsembleTrouble::Expired(_) => "ensemble: session expired",
                EnsembleTrouble::CutOff(..) => "ensemble: cut off from it",
                EnsembleTrouble::NoMajority(_) => "ensemble: no majority",
                EnsembleTrouble::ControllerRemoved => "ensemble: /controller removed",
                EnsembleTrouble::LosesReplies(_) => "ensemble: replies lost",
            },
            Self::Deposed => "store: controller deposed",
            Self::Reassign => "reassignment",
            Self::CancelReassignment => "reassignment cancelled",
            Self::ElectPreferred => "preferred election",
            Self::MinInSync(_) => "min.insync.replicas changed",
            Self::ShortTopic(_) => "topic made and deleted",
            Self::Grow => "partitions added",
            Self::DeleteRecords(_) => "records deleted",
        }
    }

    /// All classes that a history may have.
    #[must_use]
    pub fn classes() -> Vec<&'static str> {
        let target = Target::Leader;
        let zero = Duration::ZERO;
        let disk = [
            DiskTrouble::Fails(DiskOperation::Read),
            DiskTrouble::Fails(DiskOperation::Write),
            DiskTrouble::Fails(DiskOperation::Flush),
            DiskTrouble::Full(zero),
            DiskTrouble::Slow(zero),
            DiskTrouble::KeepsNoPace(zero),
            DiskTrouble::BitFlip,
            DiskTrouble::Misdirected,
            DiskTrouble::LostWrite,
            DiskTrouble::Gone(zero),
            DiskTrouble::Stale(zero),
        ];
        let others = [
            Self::Crash(target, Crash::Process, zero),
            Self::Crash(target, Crash::Machine, zero),
            Self::AllCrash(Crash::Process, zero),
            Self::AllCrash(Crash::Machine, zero),
            Self::Stop(target, zero),
            Self::RollingRestart,
            Self::Pause(target, zero),
            Self::Slow(target, zero, zero),
            Self::Isolate(target, zero),
            Self::Deaf(target, zero),
            Self::CutPair(0, 1, zero),
            Self::CutFollower(zero),
            Self::CutFollowers(zero),
            Self::Unheard(target, zero),
            Self::LateProposals,
            Self::Bridge(zero),
            Self::Reset(target),
            Self::BadNetwork(zero),
            Self::Deposed,
            Self::ClockStep(target, 0),
            Self::Drift(target, 0),
            Self::Reassign,
            Self::CancelReassignment,
            Self::ElectPreferred,
            Self::MinInSync(1),
            Self::ShortTopic(zero),
            Self::Grow,
            Self::DeleteRecords(None),
        ];
        let ensemble = [
            EnsembleTrouble::Expired(target),
            EnsembleTrouble::CutOff(target, zero),
            EnsembleTrouble::NoMajority(zero),
            EnsembleTrouble::ControllerRemoved,
            EnsembleTrouble::LosesReplies(zero),
        ];
        let disk = disk.map(|trouble| Self::Disk(target, trouble).class());
        let ensemble = ensemble.map(|trouble| Self::Ensemble(trouble).class());
        let others = others.iter().map(Self::class);
        others.chain(disk).chain(ensemble).collect()
    }
}

/// Somebody, the ones that matter more often.
pub(super) fn any_target(random: &mut Random, nodes: usize) -> Target {
    match random.below(10) {
        0..3 => Target::Leader,
        3..5 => Target::Follower,
        5..7 => Target::Controller,
        _ => Target::Node(usize::try_from(random.below(nodes as u64)).unwrap_or(0)),
    }
}
