//! Control records: the ones that brokers write for themselves into a log.

use bytes::Bytes;
use types::{Offset, ProducerEpoch, ProducerId, Timestamp};

use crate::builder::BatchBuilder;
use crate::header::NO_SEQUENCE;

/// What a control record is about: the second number of its key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ControlRecordType {
    /// The end of a transaction that is not to be seen.
    Abort,
    /// The end of a transaction that is.
    Commit,
    /// A new leader of a KRaft quorum.
    LeaderChange,
    /// The first record of a KRaft snapshot.
    SnapshotHeader,
    /// The last record of a KRaft snapshot.
    SnapshotFooter,
    /// The KRaft version (KIP-853).
    KRaftVersion,
    /// The voters of a KRaft quorum (KIP-853).
    KRaftVoters,
    /// Of a newer Kafka: to be passed over.
    Unknown(i16),
}

impl ControlRecordType {
    /// Kafka's number.
    #[must_use]
    pub fn id(self) -> i16 {
        match self {
            Self::Abort => 0,
            Self::Commit => 1,
            Self::LeaderChange => 2,
            Self::SnapshotHeader => 3,
            Self::SnapshotFooter => 4,
            Self::KRaftVersion => 5,
            Self::KRaftVoters => 6,
            Self::Unknown(id) => id,
        }
    }

    /// The type with this number.
    #[must_use]
    pub fn from_id(id: i16) -> Self {
        match id {
            0 => Self::Abort,
            1 => Self::Commit,
            2 => Self::LeaderChange,
            3 => Self::SnapshotHeader,
            4 => Self::SnapshotFooter,
            5 => Self::KRaftVersion,
            6 => Self::KRaftVoters,
            other => Self::Unknown(other),
        }
    }

    /// The key of a control record: version zero, then the type.
    #[must_use]
    pub fn key(self) -> [u8; 4] {
        let [high, low] = self.id().to_be_bytes();
        [0, 0, high, low]
    }

    /// Reads a control record's key; none where it is no such key. Newer versions keep these two numbers first.
    #[must_use]
    pub fn from_key(key: &[u8]) -> Option<Self> {
        let [version_high, version_low, high, low] = *key.first_chunk::<4>()?;
        let version = i16::from_be_bytes([version_high, version_low]);
        (version >= 0).then(|| Self::from_id(i16::from_be_bytes([high, low])))
    }
}

/// The end of one producer's transaction in one partition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EndTransactionMarker {
    /// Commit, or else abort.
    pub committed: bool,
    /// The epoch of the transaction coordinator that decided it.
    pub coordinator_epoch: i32,
}

impl EndTransactionMarker {
    /// Reads the key and value of a control record; none where it is not the end of a transaction.
    #[must_use]
    pub fn parse(key: &[u8], value: &[u8]) -> Option<Self> {
        let committed = match ControlRecordType::from_key(key)? {
            ControlRecordType::Commit => true,
            ControlRecordType::Abort => false,
            _ => return None,
        };
        let epoch = value.get(2..6)?.first_chunk()?;
        Some(Self {
            committed,
            coordinator_epoch: i32::from_be_bytes(*epoch),
        })
    }

    /// The whole control batch for it.
    #[must_use]
    pub fn to_batch(
        self,
        at: Offset,
        now: Timestamp,
        id: ProducerId,
        epoch: ProducerEpoch,
    ) -> Bytes {
        let kind = if self.committed {
            ControlRecordType::Commit
        } else {
            ControlRecordType::Abort
        };
        let mut value = [0; 6];
        value[2..].copy_from_slice(&self.coordinator_epoch.to_be_bytes());
        let mut batch = BatchBuilder::new(at)
            .producer(id, epoch, NO_SEQUENCE)
            .transactional()
            .control();
        batch.append(now, Some(&kind.key()), Some(&value), &[]);
        batch.build()
    }
}
