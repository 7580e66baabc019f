//! The metadata publisher: fetches of the metadata log that wait for records.

use std::collections::BTreeMap;

use codec::Text;
use coordination::{FetchedLog, LogFetch, wire};
use protocol::ErrorCode;
use protocol::messages::fetch::request::FetchTopic;
use protocol::messages::fetch::response::{
    EpochEndOffset, FetchableTopicResponse, LeaderIdAndEpoch, NodeEndpoint, PartitionData,
    SnapshotId,
};
use protocol::messages::fetch::{FetchRequest, FetchResponse};
use quorum_core::{EpochRefusal, FetchAnswer, LogPosition};
use types::{BrokerId, Instant, LeaderEpoch, Offset};
use world::{ConnectionId, Endpoint, RequestId};

use crate::reply::ReplyTo;

/// Parked fetches at once; one more is answered empty.
const PARKED_MAX: usize = 10_000;
/// Most bytes of one answer, whatever is asked for.
const BYTES_MAX: i32 = 8 << 20;

/// A fetch that waits.
#[derive(Clone, Debug)]
pub(crate) struct Parked {
    pub(crate) to: ReplyTo,
    pub(crate) fetch: LogFetch,
    /// How the request named the topic.
    topic: (Text, types::TopicId),
    deadline: Instant,
}

#[derive(Debug, Default)]
pub(crate) struct Publisher {
    parked: BTreeMap<RequestId, Parked>,
    /// The high watermark that each replica was last told.
    told: BTreeMap<BrokerId, Offset>,
}

/// What a fetch request asks of the metadata log; none when it asks for anything else.
pub(crate) fn read_request(
    request: &FetchRequest,
    version: i16,
    to: ReplyTo,
    now: Instant,
) -> Option<Parked> {
    let [topic] = request.topics.as_slice() else {
        return None;
    };
    let [partition] = topic.partitions.as_slice() else {
        return None;
    };
    if !is_metadata_topic(topic, version) || partition.partition != 0 {
        return None;
    }
    let replica = if version >= 15 {
        request.replica_state.replica_id
    } else {
        request.replica_id
    };
    let bytes = request
        .max_bytes
        .min(partition.partition_max_bytes)
        .clamp(1, BYTES_MAX);
    let wait = u64::try_from(request.max_wait_ms).unwrap_or(0);
    let fetch = LogFetch {
        request: quorum_core::FetchRequest {
            cluster_id: request.cluster_id.as_ref().map(|id| id.as_str().to_owned()),
            replica: (replica >= 0).then_some(BrokerId(replica)),
            leader_epoch: LeaderEpoch(partition.current_leader_epoch),
            log_end: LogPosition {
                epoch: LeaderEpoch(partition.last_fetched_epoch),
                offset: Offset(partition.fetch_offset),
            },
        },
        bytes_max: u64::from(bytes.unsigned_abs()),
    };
    let deadline = now + std::time::Duration::from_millis(wait);
    Some(Parked {
        to,
        fetch,
        topic: (topic.topic.detached(), topic.topic_id),
        deadline,
    })
}

fn is_metadata_topic(topic: &FetchTopic, version: i16) -> bool {
    if version >= 13 {
        topic.topic_id == wire::TOPIC_ID
    } else {
        topic.topic.as_str() == wire::TOPIC
    }
}

impl Publisher {
    /// Whether the answer is to be sent now rather than when there is more.
    pub(crate) fn is_due(&self, parked: &Parked, fetched: &FetchedLog, now: Instant) -> bool {
        match fetched.answer {
            FetchAnswer::Read { .. } => {
                !fetched.records.is_empty()
                    || parked.deadline <= now
                    || self.has_news(parked, fetched)
            }
            // Who leads will be known soon; nobody is helped by asking again at once.
            FetchAnswer::Refused(EpochRefusal::NotLeader) if fetched.leader.is_none() => {
                parked.deadline <= now
            }
            FetchAnswer::Refused(_) | FetchAnswer::Diverging(_) | FetchAnswer::Snapshot(_) => true,
        }
    }

    /// Whether the replica does not know yet what is committed.
    fn has_news(&self, parked: &Parked, fetched: &FetchedLog) -> bool {
        let Some(replica) = parked.fetch.request.replica else {
            return false;
        };
        let told = self.told.get(&replica).copied();
        let reaches = parked.fetch.request.log_end.offset;
        fetched
            .high_watermark
            .is_some_and(|mark| Some(mark) > told && told < Some(reaches))
    }

    pub(crate) fn park(&mut self, parked: Parked) {
        self.parked.insert(parked.to.request, parked);
    }

    pub(crate) fn is_full(&self) -> bool {
        self.parked.len() >= PARKED_MAX
    }

    pub(crate) fn take_all(&mut self) -> BTreeMap<RequestId, Parked> {
        std::mem::take(&mut self.parked)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.parked.is_empty()
    }

    pub(crate) fn disconnected(&mut self, connection: ConnectionId) {
        self.parked
            .retain(|request, _| request.connection != connection);
    }

    pub(crate) fn next_deadline(&self) -> Instant {
        self.parked
            .values()
            .map(|parked| parked.deadline)
            .min()
            .unwrap_or(Instant::NEVER)
    }

    /// The answer to a fetch.
    pub(crate) fn respond(
        &mut self,
        parked: &Parked,
        fetched: FetchedLog,
        leader_endpoint: Option<&Endpoint>,
    ) -> FetchResponse {
        if let (Some(replica), Some(mark)) = (parked.fetch.request.replica, fetched.high_watermark)
        {
            self.told.insert(replica, mark);
        }
        let leader = fetched.leader.unwrap_or(BrokerId::NONE);
        let mark = fetched.high_watermark.unwrap_or(Offset::NONE).0;
        let mut partition = PartitionData {
            partition_index: 0,
            high_watermark: mark,
            last_stable_offset: mark,
            log_start_offset: fetched.log_start_offset.0,
            current_leader: LeaderIdAndEpoch {
                leader_id: leader.0,
                leader_epoch: fetched.epoch.0,
            },
            records: Some(fetched.records),
            ..PartitionData::default()
        };
        let mut error_code = 0;
        match fetched.answer {
            FetchAnswer::Read { .. } => {}
            FetchAnswer::Diverging(end) => {
                partition.diverging_epoch = EpochEndOffset {
                    epoch: end.epoch.0,
                    end_offset: end.offset.0,
                };
            }
            FetchAnswer::Snapshot(snapshot) => {
                partition.snapshot_id = SnapshotId {
                    end_offset: snapshot.offset.0,
                    epoch: snapshot.epoch.0,
                };
            }
            FetchAnswer::Refused(EpochRefusal::ClusterId) => {
                error_code = ErrorCode::InconsistentClusterId.code();
            }
            FetchAnswer::Refused(refusal) => {
                partition.error_code = wire::refusal_code(refusal).code()
            }
        }
        if error_code != 0 {
            return FetchResponse {
                error_code,
                ..FetchResponse::default()
            };
        }
        let (topic, topic_id) = parked.topic.clone();
        let topic = FetchableTopicResponse {
            topic,
            topic_id,
            partitions: vec![partition],
        };
        let endpoint = leader_endpoint.map(|endpoint| NodeEndpoint {
            node_id: leader.0,
            host: endpoint.host.as_str().into(),
            port: i32::from(endpoint.port),
            rack: None,
        });
        FetchResponse {
            responses: vec![topic],
            node_endpoints: endpoint.into_iter().collect(),
            ..FetchResponse::default()
        }
    }

    /// A new epoch: nobody was told anything in it.
    pub(crate) fn forget(&mut self) {
        self.told.clear();
    }
}
