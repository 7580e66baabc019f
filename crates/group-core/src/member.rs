//! One member of a classic group.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use types::Instant;

use crate::settings::milliseconds;
use crate::{InstanceId, JoinProtocol, JoinedMember, MemberId, MemberMetadata, Ticket};

/// When a member's session ends, and which entry of the timers will look at it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Session {
    /// When it ends.
    pub(crate) deadline: Instant,
    /// The entry that counts; a session that is extended keeps it, so that a heartbeat costs no entry.
    pub(crate) queued: Instant,
}

/// One member: what it said when it joined, what it was given, and what it waits for.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) id: MemberId,
    pub(crate) instance: Option<InstanceId>,
    pub(crate) client_id: Arc<str>,
    pub(crate) client_host: Arc<str>,
    pub(crate) rebalance_timeout_ms: i32,
    pub(crate) session_timeout_ms: i32,
    /// In the order of preference, each name once.
    pub(crate) protocols: Vec<JoinProtocol>,
    pub(crate) assignment: Bytes,
    /// Whether no join of it has been answered yet, so that it cannot know its id.
    pub(crate) is_new: bool,
    /// Its join that is parked. Changed only by the group, which counts them.
    pub(crate) awaiting_join: Option<Ticket>,
    /// Its sync that is parked.
    pub(crate) awaiting_sync: Option<Ticket>,
    pub(crate) session: Session,
}

impl Member {
    pub(crate) fn is_static(&self) -> bool {
        self.instance.is_some()
    }

    pub(crate) fn session_timeout(&self) -> Duration {
        milliseconds(self.session_timeout_ms)
    }

    pub(crate) fn rebalance_timeout(&self) -> Duration {
        milliseconds(self.rebalance_timeout_ms)
    }

    /// What the member said under a protocol.
    pub(crate) fn metadata(&self, protocol: &str) -> Bytes {
        let known = self.protocols.iter().find(|known| &*known.name == protocol);
        known
            .map(|known| known.metadata.clone())
            .unwrap_or_default()
    }

    /// Whether a waiting request stands for the heartbeat. A new member's does not: it could wait for ever for a client
    /// that is gone.
    pub(crate) fn is_alive_by_waiting(&self) -> bool {
        !self.is_new && (self.awaiting_join.is_some() || self.awaiting_sync.is_some())
    }

    /// The protocol it likes best among those that all understand.
    pub(crate) fn vote<'a>(&self, candidates: &BTreeSet<&'a Arc<str>>) -> Option<&'a Arc<str>> {
        self.protocols
            .iter()
            .find_map(|protocol| candidates.get(&protocol.name).copied())
    }

    pub(crate) fn as_joined(&self, protocol: &str) -> JoinedMember {
        JoinedMember {
            member: self.id.clone(),
            instance: self.instance.clone(),
            metadata: self.metadata(protocol),
        }
    }

    pub(crate) fn as_metadata(&self, protocol: &str, assignment: Bytes) -> MemberMetadata {
        MemberMetadata {
            member: self.id.clone(),
            instance: self.instance.clone(),
            client_id: self.client_id.clone(),
            client_host: self.client_host.clone(),
            rebalance_timeout_ms: self.rebalance_timeout_ms,
            session_timeout_ms: self.session_timeout_ms,
            subscription: self.metadata(protocol),
            assignment,
        }
    }
}

/// A member's protocols with each name once, the first of it.
pub(crate) fn distinct_protocols(protocols: Vec<JoinProtocol>) -> Vec<JoinProtocol> {
    let mut seen = BTreeSet::new();
    protocols
        .into_iter()
        .filter(|protocol| seen.insert(protocol.name.clone()))
        .collect()
}
