//! What a member is told once, and what it keeps over restarts.

use std::collections::BTreeSet;
use std::time::Duration;

use types::{BrokerId, LeaderEpoch};

/// Who the members are, and their patience.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QuorumSettings {
    /// This node.
    pub node: BrokerId,
    /// All voters. A node that is not among them observes.
    pub voters: BTreeSet<BrokerId>,
    /// `controller.quorum.election.timeout.ms`: how long a vote may take before it is tried again.
    pub election_timeout: Duration,
    /// `controller.quorum.election.backoff.max.ms`: the longest pause of a candidate that lost. Pauses grow while nobody wins.
    pub election_backoff_max: Duration,
    /// `controller.quorum.fetch.timeout.ms`: how long a follower believes in a leader that does not answer.
    pub fetch_timeout: Duration,
    /// `controller.quorum.retry.backoff.ms`: between two tries of a request that failed; not zero.
    pub retry_backoff: Duration,
    /// The cluster id to give a fresh quorum if this member becomes its first leader.
    pub proposed_cluster_id: String,
    /// Whether this member may take part in the vote that founds the quorum. Not where its node holds what only a cluster gives
    /// it: then an empty log was lost, and is no new one.
    pub may_found: bool,
    /// Spreads the times of elections.
    pub seed: u64,
}

impl QuorumSettings {
    /// Votes (or positions) that decide.
    pub(crate) fn majority(&self) -> usize {
        self.voters.len() / 2 + 1
    }

    pub(crate) fn is_voter(&self) -> bool {
        self.voters.contains(&self.node)
    }

    pub(crate) fn other_voters(&self) -> impl Iterator<Item = BrokerId> + '_ {
        self.voters
            .iter()
            .copied()
            .filter(|&voter| voter != self.node)
    }
}

/// The vote of a member; durable. Kafka keeps it in `quorum-state`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ElectionState {
    /// The newest epoch that the member has seen; zero before any.
    pub epoch: LeaderEpoch,
    /// The leader of it, where known. A member that starts again may not know it any more.
    pub leader: Option<BrokerId>,
    /// Whom this member voted for in it.
    pub voted: Option<BrokerId>,
}

/// What a member knows of its own past; durable.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    /// The cluster that it belongs to.
    pub cluster_id: Option<String>,
    /// Whether something is known to be committed under that id; from then on no other is accepted.
    pub settled: bool,
    /// Whether the member's memory is whole. A member with an empty directory may have lost what it voted and held: it
    /// gains its voice by taking part in the vote that founds the quorum, or by catching up with a leader.
    pub full: bool,
}
