//! What a look at one partition gave, as the answer will say it.

use codec::Records;
use protocol::ErrorCode;
use protocol::messages::fetch::{AbortedTransaction, EpochEndOffset, PartitionData};
use replica_core::Isolation;
use types::{BrokerId, Offset};

use crate::partitions::ReadOutcome;
use crate::waiting::{SessionKey, SessionPartition};

/// What one partition's look gave.
pub(super) struct Found {
    pub(super) key: SessionKey,
    pub(super) data: PartitionData,
    /// High watermark and log start that the reader is told.
    pub(super) told: Option<(Offset, Offset)>,
    /// Differs from what the reader knows, beside records.
    pub(super) news: bool,
    /// Has records for which there was no room.
    pub(super) withheld: bool,
}

impl Found {
    pub(super) fn failed(key: SessionKey, error: ErrorCode) -> Self {
        let data = PartitionData {
            partition_index: key.partition.0,
            error_code: error.code(),
            high_watermark: -1,
            last_stable_offset: -1,
            log_start_offset: -1,
            records: Some(Records::default()),
            ..PartitionData::default()
        };
        Self {
            key,
            data,
            told: None,
            news: true,
            withheld: false,
        }
    }

    /// Whether the reader has to do something about it, whatever else there is.
    pub(super) fn must_be_told(&self) -> bool {
        let data = &self.data;
        data.error_code != 0 || data.diverging_epoch.epoch >= 0 || data.preferred_read_replica >= 0
    }

    pub(super) fn is_served(&self) -> bool {
        self.data
            .records
            .as_ref()
            .is_some_and(|records| !records.is_empty())
    }

    /// Whether there is something to read, in this answer or a later one.
    pub(super) fn has_records(&self) -> bool {
        self.withheld || self.is_served()
    }

    pub(super) fn read(
        key: SessionKey,
        asked: &SessionPartition,
        outcome: ReadOutcome,
        isolation: Isolation,
    ) -> Self {
        let told = Some((outcome.high_watermark, outcome.log_start));
        let mut data = PartitionData {
            partition_index: key.partition.0,
            high_watermark: outcome.high_watermark.0,
            last_stable_offset: outcome.last_stable.0,
            log_start_offset: outcome.log_start.0,
            preferred_read_replica: outcome.preferred.unwrap_or(BrokerId::NONE).0,
            // Null but for who asks for what is committed.
            aborted_transactions: None,
            records: Some(outcome.records),
            ..PartitionData::default()
        };
        if let Some(diverging) = outcome.diverging {
            data.diverging_epoch = EpochEndOffset {
                epoch: diverging.epoch.0,
                end_offset: diverging.end_offset.0,
            };
        }
        if isolation == Isolation::ReadCommitted {
            let aborted = outcome.aborted.iter().map(|aborted| AbortedTransaction {
                producer_id: aborted.producer_id.0,
                first_offset: aborted.first_offset.0,
            });
            data.aborted_transactions = Some(aborted.collect());
        }
        Self {
            key,
            data,
            told,
            // What has no room for its records has its news with them.
            news: asked.told != told && !outcome.withheld,
            withheld: outcome.withheld,
        }
    }
}
