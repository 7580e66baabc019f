//! What the quorum must know of a member's log.

use types::{LeaderEpoch, Offset};

/// A place in the log with the epoch of the record before it. Ordered as votes compare logs: epoch first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct LogPosition {
    /// Epoch of the last record below; zero for an empty log.
    pub epoch: LeaderEpoch,
    /// The offset, exclusive.
    pub offset: Offset,
}

/// A member's log as it is at the moment of a call.
pub trait LogFacts {
    /// The first offset that is kept; a snapshot ends there when it is not zero.
    fn start(&self) -> Offset;

    /// Where the log ends, and the epoch of its last record (of the snapshot that it starts after, when it has none).
    fn end(&self) -> LogPosition;

    /// Everything below is flushed. Never above the end.
    fn flushed_end(&self) -> Offset;

    /// Of the largest epoch at or below the given one: the epoch, and where its records end. `None` when all are above.
    fn epoch_end(&self, epoch: LeaderEpoch) -> Option<LogPosition>;

    /// The newest snapshot: where it ends, and the epoch of the last record in it.
    fn latest_snapshot(&self) -> Option<LogPosition>;
}

/// How a fetch position relates to the leader's log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Validity {
    Valid,
    Diverging(LogPosition),
    Snapshot(LogPosition),
}

/// Whether the log of a replica that ends at `position` is a prefix of `log`, and if not, where to go.
pub(crate) fn validate(log: &dyn LogFacts, position: LogPosition) -> Validity {
    if position.offset == Offset::ZERO && log.start() == Offset::ZERO {
        return Validity::Valid;
    }
    let snapshot = log.latest_snapshot();
    if snapshot == Some(position) {
        return Validity::Valid;
    }
    let or_snapshot = |otherwise| match snapshot {
        Some(snapshot) if snapshot.offset >= log.start() => Validity::Snapshot(snapshot),
        _ => otherwise,
    };
    let nothing = LogPosition {
        epoch: LeaderEpoch(0),
        offset: log.start(),
    };
    if position.offset < log.start() {
        return or_snapshot(Validity::Diverging(nothing));
    }
    match log.epoch_end(position.epoch) {
        Some(end) if end.epoch == position.epoch && end.offset >= position.offset => {
            Validity::Valid
        }
        Some(end) if end.offset >= log.start() => Validity::Diverging(end),
        _ => or_snapshot(Validity::Diverging(nothing)),
    }
}
