//! What a quorum member wants done.

use types::{BrokerId, LeaderEpoch, Offset};

use crate::{ElectionState, LogPosition, Request, RequestTag, Standing};

/// One consequence. Actions are carried out in order, before the answer that a call returned is sent, and before the member
/// is told of anything else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Action {
    /// Store the vote and the epoch; durable before the next action.
    PersistElection(ElectionState),
    /// Store the standing; durable before the next action.
    PersistStanding(Standing),
    /// Send a request. Ends with one [`crate::Quorum::on_response`] or [`crate::Quorum::on_failure`], or never.
    Send {
        /// Comes back with the answer.
        tag: RequestTag,
        /// Whom to ask.
        to: BrokerId,
        /// What.
        request: Request,
    },
    /// Elected: append the control batch that opens the epoch, flush it, then call [`crate::Quorum::on_appended`] and, when
    /// done, [`crate::Quorum::on_flushed`].
    AppendLeaderChange {
        /// The epoch that was won; the batch is the first of it.
        epoch: LeaderEpoch,
        /// All voters.
        voters: Vec<BrokerId>,
        /// Those that granted their vote, this one included.
        granting: Vec<BrokerId>,
    },
    /// Append the records of the fetch response that is being handled, flush, then report as above; or, where they do not
    /// fit, call [`crate::Quorum::on_append_refused`].
    AppendFetched,
    /// Cut the log to end at this offset, then call [`crate::Quorum::on_truncated`].
    Truncate(Offset),
    /// Keep the snapshot bytes of the response that is being handled at the given position of this snapshot's file.
    KeepSnapshotChunk {
        /// The snapshot.
        snapshot: LogPosition,
        /// Where the bytes belong.
        position: u64,
        /// Whether they are the last: the log then starts anew where the snapshot ends; [`crate::Quorum::on_truncated`] follows.
        last: bool,
    },
    /// Records below this offset are committed.
    HighWatermark(Offset),
    /// The leader of the epoch is now known, or (`None`) is not.
    LeaderChanged {
        /// The epoch.
        epoch: LeaderEpoch,
        /// Its leader.
        leader: Option<BrokerId>,
    },
    /// This member leads, and its epoch's first batch is committed: it may decide, register and serve.
    Won(LeaderEpoch),
    /// This member leads no longer, whether or not it was told [`Action::Won`].
    Lost(LeaderEpoch),
    /// The member cannot go on: what a leader told contradicts what is committed here.
    Fail(String),
}
