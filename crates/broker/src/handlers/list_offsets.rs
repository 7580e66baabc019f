//! ListOffsets: where a log begins and ends, and where a time is.

use codec::Text;
use metadata::Image;
use partition_log::FoundTimestamp;
use protocol::ErrorCode;
use protocol::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsPartitionResponse, ListOffsetsRequest, ListOffsetsResponse,
    ListOffsetsTopicResponse,
};
use replica_core::{Isolation, Role};
use types::{LeaderEpoch, Offset, PartitionIndex, Timestamp};
use world::Reply;

use crate::broker::Broker;
use crate::dispatch::Causes;
use crate::error_map;
use crate::partitions::{Hosted, ReadFailure};
use crate::request::Request;

/// The end of the log, as far as the reader may see it.
const LATEST: i64 = -1;
/// The first record.
const EARLIEST: i64 = -2;
/// The record with the latest time (KIP-734).
const MAX_TIMESTAMP: i64 = -3;
/// The first record on the broker's own disk; without tiered storage the first there is (KIP-405).
const EARLIEST_LOCAL: i64 = -4;
/// The last record in tiered storage (KIP-1005): there is none.
const LATEST_TIERED: i64 = -5;
/// The first record that is not in tiered storage yet (KIP-1023).
const EARLIEST_PENDING_UPLOAD: i64 = -6;

/// The replica id of a tool that looks at replicas: any of them answers, and tells all that it has.
const DEBUGGING_REPLICA: i32 = -2;

/// Whether a version knows what stands for a time. An older client that sends such a number means something else.
fn may_ask(version: i16, timestamp: i64) -> bool {
    let since = match timestamp {
        MAX_TIMESTAMP => 7,
        EARLIEST_LOCAL => 8,
        LATEST_TIERED => 9,
        EARLIEST_PENDING_UPLOAD => 11,
        _ => 0,
    };
    version >= since
}

/// Why an offset is not told.
enum Refusal {
    Read(ReadFailure),
    NotAvailable,
    Unsupported,
}

impl Broker {
    pub(crate) fn list_offsets(
        &self,
        request: &Request<'_>,
        body: ListOffsetsRequest,
        _: &mut Causes<'_>,
    ) -> Reply {
        let image = self.image.load();
        let any_replica = body.replica_id == DEBUGGING_REPLICA;
        let isolation = if body.replica_id >= 0 || any_replica {
            Isolation::Replica
        } else if body.isolation_level == 1 {
            Isolation::ReadCommitted
        } else {
            Isolation::ReadUncommitted
        };
        let topics = body.topics.iter().map(|topic| {
            let partitions = topic.partitions.iter().map(|asked| {
                let reader = (isolation, any_replica);
                self.list_offset(&image, request.version(), &topic.name, asked, reader)
            });
            ListOffsetsTopicResponse {
                name: topic.name.clone(),
                partitions: partitions.collect(),
            }
        });
        let topics = topics.collect();
        request.reply(&ListOffsetsResponse {
            topics,
            ..ListOffsetsResponse::default()
        })
    }

    fn list_offset(
        &self,
        image: &Image,
        version: i16,
        topic: &Text,
        asked: &ListOffsetsPartition,
        (isolation, any_replica): (Isolation, bool),
    ) -> ListOffsetsPartitionResponse {
        let index = PartitionIndex(asked.partition_index);
        let answer = ListOffsetsPartitionResponse {
            partition_index: asked.partition_index,
            timestamp: Timestamp::NONE.0,
            offset: Offset::NONE.0,
            leader_epoch: LeaderEpoch::NONE.0,
            ..ListOffsetsPartitionResponse::default()
        };
        let failed = |error: ErrorCode| ListOffsetsPartitionResponse {
            error_code: error.code(),
            ..answer.clone()
        };
        let known = image
            .topic(topic)
            .filter(|known| known.partition(index).is_some());
        let Some(known) = known else {
            return failed(ErrorCode::UnknownTopicOrPartition);
        };
        let Some(hosted) = self.partitions.get(known.id, index) else {
            return failed(self.not_hosted(known.id, index));
        };
        let epoch = if version >= 4 {
            LeaderEpoch(asked.current_leader_epoch)
        } else {
            LeaderEpoch::NONE
        };
        if !may_ask(version, asked.timestamp) {
            return failed(ErrorCode::UnsupportedVersion);
        }
        let mut hosted = hosted.lock();
        let found = hosted.find_offset(epoch, asked.timestamp, isolation, any_replica);
        match found {
            Ok(Some(found)) => ListOffsetsPartitionResponse {
                timestamp: found.timestamp.0,
                offset: found.offset.0,
                leader_epoch: if version >= 4 {
                    found.leader_epoch.0
                } else {
                    LeaderEpoch::NONE.0
                },
                ..answer
            },
            Ok(None) => answer,
            Err(Refusal::Read(failure)) => failed(error_map::read_failure(&failure)),
            Err(Refusal::NotAvailable) if version >= 5 => failed(ErrorCode::OffsetNotAvailable),
            Err(Refusal::NotAvailable) => failed(ErrorCode::LeaderNotAvailable),
            Err(Refusal::Unsupported) => failed(ErrorCode::UnsupportedVersion),
        }
    }
}

impl Hosted {
    fn find_offset(
        &mut self,
        epoch: LeaderEpoch,
        timestamp: i64,
        isolation: Isolation,
        any_replica: bool,
    ) -> Result<Option<FoundTimestamp>, Refusal> {
        self.check_epoch(epoch).map_err(Refusal::Read)?;
        if !any_replica && !matches!(self.replica.role(), Role::Leader(_)) {
            return Err(Refusal::Read(ReadFailure::NotLeader));
        }
        let log_failed = |error| Refusal::Read(ReadFailure::Log(error));
        let first_unstable = self.first_unstable();
        let end = self.replica.readable_end(isolation, first_unstable);
        let at = |offset: Offset, leader_epoch: LeaderEpoch| FoundTimestamp {
            timestamp: Timestamp::NONE,
            offset,
            leader_epoch,
        };
        match timestamp {
            EARLIEST | EARLIEST_LOCAL | EARLIEST_PENDING_UPLOAD => {
                let start = self.replica.marks().log_start;
                let epochs = self.log.epochs().map_err(log_failed)?;
                let epoch = epochs.epoch_for_offset(start).unwrap_or(LeaderEpoch::NONE);
                Ok(Some(at(start, epoch)))
            }
            LATEST_TIERED => Ok(None),
            LATEST => {
                if isolation != Isolation::Replica && !self.replica.may_tell_end() {
                    return Err(Refusal::NotAvailable);
                }
                Ok(Some(at(end, self.replica.leader_epoch())))
            }
            MAX_TIMESTAMP => {
                let found = self.log.offset_of_max_timestamp().map_err(log_failed)?;
                self.committed(found, end, isolation)
            }
            time if time >= 0 => {
                let found = self
                    .log
                    .offset_for_timestamp(Timestamp(time))
                    .map_err(log_failed)?;
                self.committed(found, end, isolation)
            }
            _ => Err(Refusal::Unsupported),
        }
    }
}

impl Hosted {
    /// A record that was found, if the reader may see it. Where a new leader cannot say yet whether its predecessor has shown
    /// it, the reader is to ask again.
    fn committed(
        &self,
        found: Option<FoundTimestamp>,
        end: Offset,
        isolation: Isolation,
    ) -> Result<Option<FoundTimestamp>, Refusal> {
        let hidden = found.is_some_and(|found| found.offset >= end);
        if hidden && isolation != Isolation::Replica && !self.replica.may_tell_end() {
            return Err(Refusal::NotAvailable);
        }
        Ok(found.filter(|_| !hidden))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_special_time_is_known_from_its_version_on() {
        for (timestamp, since) in [
            (MAX_TIMESTAMP, 7),
            (EARLIEST_LOCAL, 8),
            (LATEST_TIERED, 9),
            (EARLIEST_PENDING_UPLOAD, 11),
        ] {
            assert!(!may_ask(since - 1, timestamp), "{timestamp}");
            assert!(may_ask(since, timestamp), "{timestamp}");
        }
        assert!(may_ask(1, LATEST) && may_ask(1, EARLIEST) && may_ask(1, 0));
    }
}
