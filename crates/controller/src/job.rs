//! Jobs: whatever needs a decision, whether a request asks for it or the passage of time.

use std::fmt::Debug;

use controller_core::{Cluster, ClusterSettings};
use coordination::Store;
use metadata::{Image, Record};
use protocol::{ErrorCode, Request};
use types::{BrokerId, Now, Offset};
use world::{Entropy, Reply};

use crate::reply::ReplyTo;
use crate::sessions::BrokerSessions;

/// What all decisions of one call have in common.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    /// Everything that is committed.
    pub(crate) image: &'a Image,
    pub(crate) settings: &'a ClusterSettings,
    pub(crate) sessions: &'a BrokerSessions,
    pub(crate) entropy: &'a dyn Entropy,
    pub(crate) now: Now,
    pub(crate) node_id: BrokerId,
}

/// What a decision may look at.
#[derive(Clone, Copy)]
pub(crate) struct Situation<'a> {
    /// Everything that is committed or decided before.
    pub(crate) image: &'a Image,
    pub(crate) settings: &'a ClusterSettings,
    /// Where the first record of the decision will be.
    pub(crate) next_offset: Offset,
    pub(crate) sessions: &'a BrokerSessions,
    /// To be asked for its own sessions of brokers.
    pub(crate) store: &'a dyn Store,
    pub(crate) entropy: &'a dyn Entropy,
    pub(crate) now: Now,
    pub(crate) node_id: BrokerId,
}

impl<'a> Situation<'a> {
    /// A decision on an image, whose first record will be at an offset.
    pub(crate) fn new<'g: 'a>(
        ground: Ground<'g>,
        image: &'a Image,
        next_offset: Offset,
        store: &'a dyn Store,
    ) -> Self {
        Self {
            image,
            settings: ground.settings,
            next_offset,
            sessions: ground.sessions,
            store,
            entropy: ground.entropy,
            now: ground.now,
            node_id: ground.node_id,
        }
    }
}

impl<'a> Situation<'a> {
    pub(crate) fn cluster(&self) -> Cluster<'a> {
        Cluster {
            image: self.image,
            settings: self.settings,
        }
    }

    /// Eight unpredictable bytes.
    pub(crate) fn random(&self) -> u64 {
        let mut bytes = [0; 8];
        self.entropy.fill(&mut bytes);
        u64::from_be_bytes(bytes)
    }
}

/// What the controller remembers once a decision is committed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum After {
    Nothing,
    /// A broker registered.
    Registered(BrokerId),
    /// A broker's leaderships were moved away.
    HandedOver(BrokerId),
    /// Brokers were fenced.
    Fenced(Vec<BrokerId>),
    /// There is more of the same to decide.
    Again(Sweep),
    /// The controller's own first records are there.
    Activated,
}

/// What is done for all partitions, a part at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sweep {
    Leaderless,
    Preferred,
}

/// A decision, with the answer that leaves when it is committed.
pub(crate) struct Decided {
    pub(crate) records: Vec<Record>,
    pub(crate) reply: Option<Reply>,
    pub(crate) after: After,
}

impl Decided {
    /// Records that nobody waits for.
    pub(crate) fn silent(records: Vec<Record>, after: After) -> Self {
        Self {
            records,
            reply: None,
            after,
        }
    }
}

/// Something to decide. It may be decided more than once: what a cut left out is decided anew.
pub(crate) trait Job: Send + Debug {
    fn decide(&self, situation: &Situation<'_>) -> Decided;

    /// Whom to answer.
    fn reply_to(&self) -> Option<ReplyTo>;

    /// The answer when nothing can be decided here.
    fn refuse(&self, error: ErrorCode) -> Option<Reply>;
}

/// What a decision on a request comes to.
pub(crate) struct Outcome<R> {
    pub(crate) records: Vec<Record>,
    pub(crate) response: R,
    pub(crate) after: After,
}

impl<R> Outcome<R> {
    pub(crate) fn new(records: Vec<Record>, response: R) -> Self {
        Self {
            records,
            response,
            after: After::Nothing,
        }
    }

    pub(crate) fn answer(response: R) -> Self {
        Self::new(Vec::new(), response)
    }
}

/// A request that only the active controller answers, by a decision.
pub(crate) trait Decide: Request + Send + Debug {
    fn decide(&self, version: i16, situation: &Situation<'_>) -> Outcome<Self::Response>;

    /// The same error for all that was asked.
    fn refuse(&self, error: ErrorCode) -> Self::Response;
}

/// A [`Decide`] on its way.
#[derive(Debug)]
pub(crate) struct Requested<R> {
    pub(crate) request: R,
    pub(crate) to: ReplyTo,
}

impl<R: Decide> Job for Requested<R> {
    fn decide(&self, situation: &Situation<'_>) -> Decided {
        let Outcome {
            records,
            response,
            after,
        } = self.request.decide(self.to.version, situation);
        Decided {
            records,
            reply: Some(self.to.reply(&response)),
            after,
        }
    }

    fn reply_to(&self) -> Option<ReplyTo> {
        Some(self.to)
    }

    fn refuse(&self, error: ErrorCode) -> Option<Reply> {
        let response = self.request.refuse(error);
        Some(match error {
            ErrorCode::NotController => self.to.not_controller(&response),
            _ => self.to.reply(&response),
        })
    }
}
