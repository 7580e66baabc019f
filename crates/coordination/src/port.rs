//! The port: what a controller asks of its store, and what the store tells it.

use std::fmt::Debug;
use std::io;

use bytes::Bytes;
use codec::Records;
use metadata::Record;
use quorum_core::{FetchAnswer, LogPosition};
use types::{BrokerEpoch, BrokerId, ControllerEpoch, Instant, Now, Offset, Timestamp};
use world::{CallError, CallId, EnsembleEvent, FlushTicket, Output};

/// Names one commit, chosen by the controller.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Ticket(pub u64);

/// A batch of the metadata log, committed as a whole.
#[derive(Clone, PartialEq, Debug)]
pub struct CommittedBatch {
    /// Offset of the first record; those of the others follow without a gap.
    pub base_offset: Offset,
    /// Offset of the last record.
    pub last_offset: Offset,
    /// The epoch of the controller that wrote it.
    pub epoch: ControllerEpoch,
    /// When it was written, by that controller's clock.
    pub written_at: Timestamp,
    /// The records; none in a batch that only the store itself needs, which still takes its offsets.
    pub records: Vec<Record>,
}

/// What a store tells, in the order in which it happened. Anything may come late, and `Lost` may come very late:
/// correctness rests on the epoch under which a commit is asked for, never on having heard of its end.
#[derive(Clone, PartialEq, Debug)]
pub enum StoreEvent {
    /// The contest is won. Everything that was committed before has been told.
    Won {
        /// Above every epoch before.
        epoch: ControllerEpoch,
    },
    /// The controllership of this epoch has ended.
    Lost {
        /// The epoch.
        epoch: ControllerEpoch,
    },
    /// All records of a commit are committed, and were told as [`StoreEvent::Batch`].
    Committed {
        /// The commit.
        ticket: Ticket,
        /// Offset of its last record.
        last_offset: Offset,
    },
    /// Only the first records of a commit are committed, and were told; the rest never will be.
    Cut {
        /// The commit.
        ticket: Ticket,
        /// How many.
        records: usize,
    },
    /// Whether a commit is, or will be, committed cannot be known here: what is told as [`StoreEvent::Batch`] counts.
    Unknown {
        /// The commit.
        ticket: Ticket,
    },
    /// The store's own session of a broker began or ended. Only a store that keeps sessions says so.
    Session {
        /// The broker.
        broker: BrokerId,
        /// Whether it lives.
        up: bool,
    },
    /// The state begins anew with this: all that is committed up to an offset.
    Snapshot {
        /// The last offset contained.
        last_offset: Offset,
        /// The epoch of that record.
        epoch: ControllerEpoch,
        /// The records.
        records: Vec<Record>,
    },
    /// More is committed.
    Batch(CommittedBatch),
    /// Who is the active controller of an epoch, where known.
    LeaderChanged {
        /// The epoch.
        epoch: ControllerEpoch,
        /// The node.
        leader: Option<BrokerId>,
    },
}

/// Where the epoch of a broker's next registration comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SessionEpoch {
    /// The store keeps no sessions: the offset of the registration is its epoch.
    Offset,
    /// The broker's session with the store gives it.
    Session(BrokerEpoch),
    /// The broker has no session with the store, and may not be registered without one.
    None,
}

/// What follows from a call to a store.
#[derive(Debug, Default)]
pub struct Effects {
    /// For the controller, in order.
    pub events: Vec<StoreEvent>,
    /// For the driver of the node.
    pub outputs: Vec<Output>,
}

/// A request for records of the metadata log.
#[derive(Clone, Debug)]
pub struct LogFetch {
    /// The request, as the quorum understands it.
    pub request: quorum_core::FetchRequest,
    /// Most bytes to return; the first batch is returned whole.
    pub bytes_max: u64,
}

/// The answer to a [`LogFetch`].
#[derive(Clone, Debug)]
pub struct FetchedLog {
    /// What the quorum makes of it.
    pub answer: FetchAnswer,
    /// The epoch of the answering node.
    pub epoch: ControllerEpoch,
    /// The active controller of that epoch, where known.
    pub leader: Option<BrokerId>,
    /// Records below are committed.
    pub high_watermark: Option<Offset>,
    /// The first offset that is kept.
    pub log_start_offset: Offset,
    /// Whole batches; empty when there is nothing (yet).
    pub records: Records,
}

/// Somebody who reads the metadata log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TrackedReplica {
    /// Who.
    pub replica: BrokerId,
    /// Where its log ends, as far as known.
    pub log_end_offset: Option<Offset>,
    /// Time since its last fetch.
    pub last_fetch: Option<Instant>,
    /// When it last had everything.
    pub last_caught_up: Option<Instant>,
}

/// A store. Calls return at once; what comes of them is in the effects of this or a later call.
pub trait Store: Send + Debug {
    /// Enters the contest for controllership, and stays in it until [`Store::resign`].
    fn contest(&mut self, now: Now, effects: &mut Effects);

    /// Asks to commit records under an epoch that was won. Ends with exactly one of `Committed`, `Cut` or `Unknown`; an epoch
    /// that has ended commits nothing.
    fn commit(
        &mut self,
        now: Now,
        epoch: ControllerEpoch,
        ticket: Ticket,
        records: Vec<Record>,
        effects: &mut Effects,
    );

    /// Gives up the controllership of an epoch, if it is still held.
    fn resign(&mut self, now: Now, epoch: ControllerEpoch, effects: &mut Effects);

    /// The offset that the first record of the next commit would get.
    fn next_offset(&self) -> Offset;

    /// Reads the metadata log for a broker or controller.
    fn fetch(&mut self, now: Now, fetch: &LogFetch, effects: &mut Effects) -> FetchedLog;

    /// What has become of a fetch that was answered without records and waits: as [`Store::fetch`], but nobody is taken for
    /// alive because of it.
    fn fetch_again(&mut self, now: Now, fetch: &LogFetch, effects: &mut Effects) -> FetchedLog;

    /// Keeps a snapshot of all that is committed up to an offset (inclusive), and lets go of the log below where it can.
    ///
    /// # Errors
    /// As the disk reports; nothing is lost then.
    fn keep_snapshot(
        &mut self,
        now: Now,
        last: LogPosition,
        written_at: Timestamp,
        records: &mut dyn Iterator<Item = Record>,
    ) -> io::Result<()>;

    /// Bytes of log above the newest snapshot.
    fn bytes_since_snapshot(&self) -> u64;

    /// Whether a snapshot is due however short the log is: some of what is on the disk is damaged, and must not be read again.
    fn wants_snapshot(&self) -> bool {
        false
    }

    /// A flush that was asked for in [`Effects::outputs`] ended. Whether it was this store's.
    fn on_flushed(
        &mut self,
        now: Now,
        ticket: FlushTicket,
        result: &io::Result<()>,
        effects: &mut Effects,
    ) -> bool;

    /// A call that was asked for ended. Whether it was this store's.
    fn on_called(
        &mut self,
        now: Now,
        call: CallId,
        result: &Result<Bytes, CallError>,
        effects: &mut Effects,
    ) -> bool;

    /// The ensemble says something. Only a store that is kept in one asks it anything.
    fn on_ensemble(&mut self, _now: Now, _event: EnsembleEvent, _effects: &mut Effects) {}

    /// What a registration of this broker would rest on now.
    fn session_epoch(&self, _broker: BrokerId) -> SessionEpoch {
        SessionEpoch::Offset
    }

    /// Does what is due.
    fn tick(&mut self, now: Now, effects: &mut Effects);

    /// When [`Store::tick`] is to be called at the latest.
    fn next_deadline(&self) -> Instant;
}
