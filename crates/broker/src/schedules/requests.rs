//! What the threads of a scene ask, and what they are told.

use bytes::Bytes;
use codec::{Frame, Records, Text};
use protocol::messages::fetch::{FetchPartition, FetchRequest, FetchTopic, ReplicaState};
use protocol::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use protocol::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use protocol::{ErrorCode, Request, decode_response, encode_request};
use records::BatchBuilder;
use types::{Offset, Timestamp};

use super::stage::{FOLLOWER, FOLLOWER_EPOCH, TOPIC_ID};

const PRODUCE_VERSION: i16 = 13;
const FETCH_VERSION: i16 = 17;
const METADATA_VERSION: i16 = 12;
/// Longer than a scene without its deadline.
const WAIT_MS: i32 = 1_000;
/// Batches that are longer count for nothing here.
const FETCHED_BYTES_MAX: i32 = 1 << 20;

/// One request.
#[derive(Clone, Debug)]
pub(super) enum Ask {
    Produce(ProduceRequest),
    Fetch(FetchRequest),
    Metadata(MetadataRequest),
}

impl Ask {
    /// One record with acks=all.
    pub(super) fn produce() -> Self {
        let mut batch = BatchBuilder::new(Offset::ZERO);
        batch.append(Timestamp(1), None, Some(b"value"), &[]);
        let data = PartitionProduceData {
            index: 0,
            records: Some(Records::from(batch.build())),
        };
        Self::Produce(ProduceRequest {
            acks: -1,
            timeout_ms: WAIT_MS,
            topic_data: vec![TopicProduceData {
                topic_id: TOPIC_ID,
                partition_data: vec![data],
                ..TopicProduceData::default()
            }],
            ..ProduceRequest::default()
        })
    }

    /// A consumer without a session that waits for what comes from `offset` on.
    pub(super) fn read(offset: i64) -> Self {
        Self::Fetch(fetch(0, -1, &[offset], WAIT_MS))
    }

    /// The same of a consumer that says which leader it knows.
    pub(super) fn read_under(leader_epoch: i32, offset: i64) -> Self {
        let mut request = fetch(0, -1, &[offset], WAIT_MS);
        for partition in request.topics.iter_mut().flat_map(|it| &mut it.partitions) {
            partition.current_leader_epoch = leader_epoch;
        }
        Self::Fetch(request)
    }

    /// The follower without a session, which does not wait: it has everything below `offset`.
    pub(super) fn follow(offset: i64) -> Self {
        let replica_state = ReplicaState {
            replica_id: FOLLOWER,
            replica_epoch: FOLLOWER_EPOCH,
        };
        Self::Fetch(FetchRequest {
            replica_state,
            ..fetch(0, -1, &[offset], 0)
        })
    }

    /// The next request of the follower's session, with new positions or none: it waits for more than ever comes, so that
    /// whoever wakes it has it wait again.
    pub(super) fn wait_in(session_id: i32, session_epoch: i32, offsets: &[i64]) -> Self {
        let replica_state = ReplicaState {
            replica_id: FOLLOWER,
            replica_epoch: FOLLOWER_EPOCH,
        };
        Self::Fetch(FetchRequest {
            replica_state,
            min_bytes: FETCHED_BYTES_MAX,
            ..fetch(session_id, session_epoch, offsets, WAIT_MS)
        })
    }

    /// A client that wants to know of a topic, and has it made.
    pub(super) fn metadata(topic: &str) -> Self {
        Self::Metadata(MetadataRequest {
            topics: Some(vec![MetadataRequestTopic {
                name: Some(Text::from(topic)),
                ..MetadataRequestTopic::default()
            }]),
            allow_auto_topic_creation: true,
            ..MetadataRequest::default()
        })
    }

    /// The request as it comes over a connection.
    pub(super) fn bytes(&self) -> Bytes {
        let encoded = match self {
            Self::Produce(request) => encode(PRODUCE_VERSION, request),
            Self::Fetch(request) => encode(FETCH_VERSION, request),
            Self::Metadata(request) => encode(METADATA_VERSION, request),
        };
        encoded.into_bytes().expect("bytes in memory")
    }

    /// What an answer to it says.
    pub(super) fn told(&self, answer: Bytes) -> Told {
        match self {
            Self::Produce(_) => {
                let response = decode::<ProduceRequest>(PRODUCE_VERSION, answer);
                let topic = response.responses.first().expect("a topic");
                let partition = topic.partition_responses.first().expect("a partition");
                Told {
                    error: partition.error_code,
                    leader: partition.current_leader.leader_id,
                    ..Told::default()
                }
            }
            Self::Fetch(_) => {
                let response = decode::<FetchRequest>(FETCH_VERSION, answer);
                let partitions = response.responses.iter().flat_map(|it| &it.partitions);
                let partition = partitions.last().cloned().unwrap_or_default();
                Told {
                    error: response.error_code.max(partition.error_code),
                    leader: partition.current_leader.leader_id,
                    records: partition.records.map_or(0, |records| records.len()),
                    session: response.session_id,
                }
            }
            Self::Metadata(_) => {
                let response = decode::<MetadataRequest>(METADATA_VERSION, answer);
                let topic = response.topics.first().expect("a topic");
                let leader = topic.partitions.first().map_or(-1, |it| it.leader_id);
                Told {
                    error: topic.error_code,
                    leader,
                    ..Told::default()
                }
            }
        }
    }
}

fn fetch(session_id: i32, session_epoch: i32, offsets: &[i64], max_wait_ms: i32) -> FetchRequest {
    let partitions = offsets.iter().map(|offset| FetchPartition {
        partition: 0,
        fetch_offset: *offset,
        partition_max_bytes: FETCHED_BYTES_MAX,
        ..FetchPartition::default()
    });
    let topic = FetchTopic {
        topic_id: TOPIC_ID,
        partitions: partitions.collect(),
        ..FetchTopic::default()
    };
    FetchRequest {
        max_wait_ms,
        min_bytes: 1,
        max_bytes: FETCHED_BYTES_MAX,
        session_id,
        session_epoch,
        topics: if offsets.is_empty() {
            Vec::new()
        } else {
            vec![topic]
        },
        ..FetchRequest::default()
    }
}

fn encode<R: Request>(version: i16, request: &R) -> Frame {
    encode_request(version, 1, Some("scene"), request).expect("it fits its version")
}

fn decode<R: Request>(version: i16, answer: Bytes) -> R::Response {
    let (_, response) = decode_response::<R>(version, answer).expect("an answer to it");
    response
}

/// What one answer says of its first topic and partition.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    error: i16,
    leader: i32,
    records: u64,
    session: i32,
}

impl Told {
    pub(super) fn error(&self) -> ErrorCode {
        ErrorCode::from_code(self.error).expect("an error that Kafka knows")
    }

    /// Who leads.
    pub(super) fn leader(&self) -> i32 {
        self.leader
    }

    /// Bytes of records.
    pub(super) fn records(&self) -> u64 {
        self.records
    }

    /// The session that was opened.
    pub(super) fn session(&self) -> i32 {
        self.session
    }
}
