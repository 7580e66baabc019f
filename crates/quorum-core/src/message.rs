//! What members of a quorum say to each other, free of any wire format.

use types::{BrokerId, LeaderEpoch, Offset};

use crate::LogPosition;

/// Names one sent request; answers to older ones are ignored.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RequestTag(pub u64);

/// What a member asks another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Request {
    /// For a vote or a pre-vote.
    Vote(VoteRequest),
    /// To accept the sender as leader.
    BeginQuorumEpoch(BeginQuorumEpochRequest),
    /// To elect another leader.
    EndQuorumEpoch(EndQuorumEpochRequest),
    /// For records.
    Fetch(FetchRequest),
    /// For a part of a snapshot.
    FetchSnapshot(SnapshotRequest),
}

/// The answer to a [`Request`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Response {
    /// To a vote.
    Vote(VoteResponse),
    /// To the begin or the end of an epoch.
    Epoch(EpochAnswer),
    /// To a fetch.
    Fetch(FetchResponse),
    /// To a request for a part of a snapshot.
    Snapshot(SnapshotChunk),
}

/// Why a request has no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// Nobody listens there: the process is gone.
    Refused,
    /// The connection ended before the answer.
    Disconnected,
    /// No answer in time.
    TimedOut,
    /// An answer that makes no sense, or a refusal that says nothing of the epoch.
    Rejected,
}

/// Asks for a vote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VoteRequest {
    /// The cluster, where the candidate is sure of it.
    pub cluster_id: Option<String>,
    /// Who asks.
    pub candidate: BrokerId,
    /// The epoch to lead; for a pre-vote the candidate's present epoch.
    pub epoch: LeaderEpoch,
    /// Where the candidate's log ends.
    pub log_end: LogPosition,
    /// Only asks whether a vote would be granted (KIP-996).
    pub pre_vote: bool,
}

/// Answers a [`VoteRequest`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VoteResponse {
    /// The voter's epoch.
    pub epoch: LeaderEpoch,
    /// The leader of that epoch, where known.
    pub leader: Option<BrokerId>,
    /// Whether the vote is granted.
    pub granted: bool,
    /// What was wrong with the request, when it was not only refused.
    pub refusal: Option<EpochRefusal>,
}

/// A leader presents itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BeginQuorumEpochRequest {
    /// The cluster.
    pub cluster_id: Option<String>,
    /// The leader.
    pub leader: BrokerId,
    /// Its epoch.
    pub epoch: LeaderEpoch,
}

/// A leader steps down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EndQuorumEpochRequest {
    /// The cluster.
    pub cluster_id: Option<String>,
    /// The leader.
    pub leader: BrokerId,
    /// Its epoch.
    pub epoch: LeaderEpoch,
    /// Who should stand first, best first.
    pub preferred_successors: Vec<BrokerId>,
}

/// Why a request about an epoch is not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EpochRefusal {
    /// The request's epoch is older than the receiver's.
    Fenced,
    /// The request's epoch is newer than the receiver's.
    Unknown,
    /// Another cluster.
    ClusterId,
    /// The sender or the receiver is not a voter here.
    VoterSet,
    /// It contradicts what is known: a second leader in one epoch.
    Invalid,
    /// The receiver does not lead.
    NotLeader,
    /// The snapshot is not here (any more).
    NoSnapshot,
    /// The position is not within the snapshot.
    Position,
}

/// Answers the begin or end of an epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EpochAnswer {
    /// The receiver's epoch.
    pub epoch: LeaderEpoch,
    /// The leader of that epoch, where known.
    pub leader: Option<BrokerId>,
    /// Why not, when not.
    pub refusal: Option<EpochRefusal>,
}

/// Asks for records from where a replica's flushed log ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FetchRequest {
    /// The cluster, where known.
    pub cluster_id: Option<String>,
    /// Who asks; `None` for a reader without an id.
    pub replica: Option<BrokerId>,
    /// The epoch that the asker believes in.
    pub leader_epoch: LeaderEpoch,
    /// Where its log ends.
    pub log_end: LogPosition,
}

/// What the leader's member makes of a [`FetchRequest`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FetchAnswer {
    /// Send records from the fetch offset up to here (exclusive); wait when there are none.
    Read {
        /// The end of the log for voters, the high watermark for observers.
        until: Offset,
    },
    /// The log of the asker is no prefix of this one.
    Diverging(LogPosition),
    /// What it asks for is only in a snapshot.
    Snapshot(LogPosition),
    /// Not acceptable; the epoch and leader to tell are the member's own.
    Refused(EpochRefusal),
}

/// Answers a fetch, as far as the quorum is concerned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FetchResponse {
    /// The answering member's epoch.
    pub epoch: LeaderEpoch,
    /// The leader of that epoch, where known.
    pub leader: Option<BrokerId>,
    /// Why not, when not.
    pub refusal: Option<EpochRefusal>,
    /// The leader's high watermark; `None` while it has none.
    pub high_watermark: Option<Offset>,
    /// Where the logs part.
    pub diverging: Option<LogPosition>,
    /// The snapshot to take instead.
    pub snapshot: Option<LogPosition>,
    /// Whether records came along.
    pub has_records: bool,
}

/// Asks for a part of a snapshot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SnapshotRequest {
    /// The cluster, where known.
    pub cluster_id: Option<String>,
    /// Who asks.
    pub replica: BrokerId,
    /// The epoch that the asker believes in.
    pub leader_epoch: LeaderEpoch,
    /// Which snapshot.
    pub snapshot: LogPosition,
    /// From which byte.
    pub position: u64,
}

/// Answers a [`SnapshotRequest`], as far as the quorum is concerned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SnapshotChunk {
    /// The answering member's epoch.
    pub epoch: LeaderEpoch,
    /// The leader of that epoch, where known.
    pub leader: Option<BrokerId>,
    /// Why not, when not.
    pub refusal: Option<EpochRefusal>,
    /// Length of the whole snapshot in bytes.
    pub size: u64,
    /// Where the bytes that came along begin.
    pub position: u64,
    /// How many came.
    pub len: u64,
}
