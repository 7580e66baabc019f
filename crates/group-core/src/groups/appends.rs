//! The batches on their way into the log, and what follows when each is there.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use types::{Instant, Offset};

use crate::{
    Answer, Append, AppendId, Effects, FetchOffsets, Generation, GroupId, GroupRecord, InstanceId,
    MemberId, Ticket,
};

/// What follows when a batch is committed; or refused, or not committed in time.
#[derive(Clone, Debug)]
pub(crate) enum Then {
    /// The answer leaves; or the same as a failure.
    Answer(Ticket, Answer),
    /// Offsets are read, which now hold everything that was under way when they were asked for.
    Fetch(Ticket, FetchOffsets),
    /// The group may be shown; when refused, it never was.
    GroupCreated(GroupId),
    /// The group goes; when refused, it stays.
    GroupDeleted(GroupId),
    /// The generation gets its assignments.
    Assigned {
        group: GroupId,
        generation: Generation,
        assignments: BTreeMap<MemberId, Bytes>,
    },
    /// A static member continues under a new id without a rebalance.
    Replaced(Replaced),
}

/// See [`Then::Replaced`].
#[derive(Clone, Debug)]
pub(crate) struct Replaced {
    pub(crate) group: GroupId,
    pub(crate) instance: InstanceId,
    pub(crate) old: MemberId,
    pub(crate) new: MemberId,
    /// Its join, parked in the group as well.
    pub(crate) ticket: Ticket,
    /// Who led when it came.
    pub(crate) leader: Option<MemberId>,
    pub(crate) supports_skipping_assignment: bool,
}

/// One batch.
#[derive(Debug)]
pub(crate) struct Outstanding {
    pub(crate) id: AppendId,
    pub(crate) records: Arc<[GroupRecord]>,
    pub(crate) then: Vec<Then>,
    /// When those who wait are told that it takes too long.
    pub(crate) deadline: Instant,
    /// The first offset after it; none until it is appended.
    end: Option<Offset>,
}

/// All of them, in the order of the log.
#[derive(Default, Debug)]
pub(crate) struct Appends {
    next: u64,
    outstanding: VecDeque<Outstanding>,
}

impl Appends {
    pub(crate) fn is_empty(&self) -> bool {
        self.outstanding.is_empty()
    }

    /// How many there have been; what has been proposed since is told from it.
    pub(crate) fn count(&self) -> u64 {
        self.next
    }

    pub(crate) fn propose(
        &mut self,
        records: Vec<GroupRecord>,
        then: Vec<Then>,
        deadline: Instant,
        out: &mut Effects,
    ) {
        assert!(
            !records.is_empty(),
            "a batch without records is never committed"
        );
        let id = AppendId(self.next);
        self.next += 1;
        let records: Arc<[GroupRecord]> = records.into();
        out.appends.push(Append {
            id,
            records: Arc::clone(&records),
        });
        self.outstanding.push_back(Outstanding {
            id,
            records,
            then,
            deadline,
            end: None,
        });
    }

    /// Lets something follow from the last batch as well.
    ///
    /// # Panics
    /// When there is none.
    pub(crate) fn then(&mut self, then: Then) {
        let Some(last) = self.outstanding.back_mut() else {
            panic!("there is no batch to wait for")
        };
        last.then.push(then);
    }

    /// Notes where a batch is in the log.
    ///
    /// # Panics
    /// When batches are appended in another order than proposed, or offsets do not rise.
    pub(crate) fn appended(&mut self, id: AppendId, base: Offset) -> &Outstanding {
        let place = self
            .outstanding
            .partition_point(|batch| batch.end.is_some());
        let previous = place
            .checked_sub(1)
            .and_then(|before| self.outstanding.get(before)?.end);
        assert!(
            previous.is_none_or(|end| end <= base),
            "append {} is at {base}, below the end of the one before",
            id.0
        );
        let Some(batch) = self.outstanding.get_mut(place) else {
            panic!("append {} was not proposed", id.0)
        };
        assert_eq!(batch.id, id, "appends are made in their order");
        batch.end = Some(base + i64::try_from(batch.records.len()).unwrap_or(i64::MAX));
        batch
    }

    /// Takes out a batch that is not in the log.
    ///
    /// # Panics
    /// When it was not proposed, or is appended.
    pub(crate) fn refused(&mut self, id: AppendId) -> Outstanding {
        let place = self
            .outstanding
            .partition_point(|batch| batch.end.is_some());
        let Some(batch) = self.outstanding.remove(place) else {
            panic!("append {} was not proposed", id.0)
        };
        assert_eq!(batch.id, id, "appends are made in their order");
        batch
    }

    /// Takes out the next batch that ends at or below the high watermark.
    pub(crate) fn committed(&mut self, high_watermark: Offset) -> Option<Outstanding> {
        let first = self.outstanding.front()?;
        first
            .end
            .is_some_and(|end| end <= high_watermark)
            .then(|| self.outstanding.pop_front())
            .flatten()
    }

    /// What waits for batches that take too long, taken out; what a late commit must still do stays.
    pub(crate) fn expired(&mut self, now: Instant) -> Vec<Then> {
        let mut expired = Vec::new();
        for batch in self
            .outstanding
            .iter_mut()
            .filter(|batch| batch.deadline <= now)
        {
            batch.deadline = Instant::NEVER;
            for then in std::mem::take(&mut batch.then) {
                match then {
                    Then::GroupCreated(_) | Then::GroupDeleted(_) => batch.then.push(then),
                    Then::Answer(..)
                    | Then::Fetch(..)
                    | Then::Assigned { .. }
                    | Then::Replaced(_) => expired.push(then),
                }
            }
        }
        expired
    }

    /// Everything that still waits, as leadership is lost.
    pub(crate) fn abandon(&mut self) -> Vec<Then> {
        std::mem::take(&mut self.outstanding)
            .into_iter()
            .flat_map(|batch| batch.then)
            .collect()
    }

    pub(crate) fn next_deadline(&self) -> Instant {
        let waiting = self
            .outstanding
            .iter()
            .find(|batch| batch.deadline != Instant::NEVER);
        waiting.map_or(Instant::NEVER, |batch| batch.deadline)
    }
}

/// Cuts records into batches that every log accepts.
pub(crate) fn in_batches(records: Vec<GroupRecord>) -> Vec<Vec<GroupRecord>> {
    /// Well below the smallest sensible `max.message.bytes`.
    const BATCH_BYTES: usize = 256 * 1024;
    let mut batches: Vec<Vec<GroupRecord>> = Vec::new();
    let mut bytes = 0_usize;
    for record in records {
        let size = record.size_estimate();
        match batches.last_mut() {
            Some(batch) if bytes + size <= BATCH_BYTES => {
                batch.push(record);
                bytes += size;
            }
            Some(_) | None => {
                batches.push(vec![record]);
                bytes = size;
            }
        }
    }
    batches
}
