//! From a request to a session and a reader, and the plain parts of an answer.

use codec::Text;
use protocol::ErrorCode;
use protocol::messages::fetch::{
    FetchPartition, FetchRequest, FetchResponse, FetchableTopicResponse,
};
use replica_core::FollowerFetch;
use types::{BrokerEpoch, BrokerId, LeaderEpoch, Offset, PartitionIndex, TopicName};

use crate::error_map;
use crate::partitions::{Consumer, Reader};
use crate::waiting::{
    FetchSession, ParkedFetch, SessionError, SessionKey, SessionPartition, TopicRef,
};

/// From here on a follower says which high watermark it knows (KIP-1166).
const HIGH_WATERMARK_VERSION: i16 = 18;

/// The fetching replica, if it is one.
pub(super) fn replica(version: i16, body: &FetchRequest) -> Option<(BrokerId, BrokerEpoch)> {
    let (id, epoch) = if version >= 15 {
        (
            body.replica_state.replica_id,
            body.replica_state.replica_epoch,
        )
    } else {
        (body.replica_id, -1)
    };
    (id >= 0).then_some((BrokerId(id), BrokerEpoch(epoch)))
}

pub(super) fn reader(fetch: &ParkedFetch, asked: &SessionPartition) -> Reader {
    match fetch.replica {
        Some((broker, broker_epoch)) => Reader::Follower(FollowerFetch {
            broker,
            broker_epoch,
            offset: asked.fetch_offset,
            log_start: asked.log_start,
        }),
        None => Reader::Consumer(Consumer {
            isolation: fetch.isolation,
            from_follower: fetch.to.version >= 11,
        }),
    }
}

/// Enters what a request adds, changes and forgets.
pub(super) fn fill(
    session: &FetchSession,
    version: i16,
    body: &FetchRequest,
) -> Result<(), ErrorCode> {
    let topic_ref = |name: &Text, id: types::Uuid| {
        if version >= 13 {
            TopicRef::Id(id)
        } else {
            TopicRef::Name(TopicName::trusted(name))
        }
    };
    for topic in &body.forgotten_topics_data {
        let named = topic_ref(&topic.topic, topic.topic_id);
        for &partition in &topic.partitions {
            session.forget(&SessionKey {
                topic: named.clone(),
                partition: PartitionIndex(partition),
            });
        }
    }
    for topic in &body.topics {
        let named = topic_ref(&topic.topic, topic.topic_id);
        for partition in &topic.partitions {
            let key = SessionKey {
                topic: named.clone(),
                partition: PartitionIndex(partition.partition),
            };
            let epoch = |since: i16, value: i32| {
                if version >= since {
                    LeaderEpoch(value.max(-1))
                } else {
                    LeaderEpoch::NONE
                }
            };
            let asked = SessionPartition {
                fetch_offset: Offset(partition.fetch_offset),
                max_bytes: usize::try_from(partition.partition_max_bytes).unwrap_or(0),
                current_leader_epoch: epoch(9, partition.current_leader_epoch),
                last_fetched_epoch: epoch(12, partition.last_fetched_epoch),
                log_start: Offset(partition.log_start_offset),
                told: known_to_follower(version, partition),
                watched: 0,
            };
            session.put(key, asked);
        }
    }
    Ok(())
}

/// What a follower says that it knows already (KIP-1166): it is told what differs from that at once.
fn known_to_follower(version: i16, partition: &FetchPartition) -> Option<(Offset, Offset)> {
    const UNSAID: i64 = i64::MAX;
    let says = version >= HIGH_WATERMARK_VERSION && partition.high_watermark != UNSAID;
    says.then_some((
        Offset(partition.high_watermark),
        Offset(partition.log_start_offset),
    ))
}

pub(super) fn topic_response(topic: &TopicRef) -> FetchableTopicResponse {
    match topic {
        TopicRef::Id(id) => FetchableTopicResponse {
            topic_id: *id,
            ..FetchableTopicResponse::default()
        },
        TopicRef::Name(name) => FetchableTopicResponse {
            topic: Text::from(name.as_str()),
            ..FetchableTopicResponse::default()
        },
    }
}

pub(super) fn session_failure(error: SessionError) -> FetchResponse {
    FetchResponse {
        error_code: error_map::session_error(error).code(),
        ..FetchResponse::default()
    }
}
