//! The quorum's messages in Kafka's wire structs, and back.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use codec::{DecodeError, EncodeError, Frame, Text};
use protocol::messages::{begin_quorum_epoch, end_quorum_epoch, fetch, fetch_snapshot, vote};
use protocol::{ErrorCode, decode_response, encode_request};
use quorum_core::{
    BeginQuorumEpochRequest, EndQuorumEpochRequest, EpochAnswer, EpochRefusal, FetchRequest,
    FetchResponse, LogPosition, Request, Response, SnapshotChunk, SnapshotRequest, VoteRequest,
    VoteResponse,
};
use types::{BrokerId, LeaderEpoch, Offset, Uuid};
use world::{CallId, Endpoint};

/// The name of the metadata topic.
pub const TOPIC: &str = "__cluster_metadata";
/// Its id.
pub const TOPIC_ID: Uuid = Uuid::from_u128(1);

const VOTE: i16 = 2;
const BEGIN: i16 = 1;
const END: i16 = 1;
const FETCH: i16 = 17;
const FETCH_SNAPSHOT: i16 = 1;
/// Most bytes of a fetch or of a part of a snapshot between voters.
const BYTES_MAX: i32 = 8 << 20;

type Voters = BTreeMap<BrokerId, Endpoint>;

/// What the voters ask each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Api {
    /// Vote (52).
    Vote,
    /// BeginQuorumEpoch (53).
    BeginQuorumEpoch,
    /// EndQuorumEpoch (54).
    EndQuorumEpoch,
    /// Fetch (1).
    Fetch,
    /// FetchSnapshot (59).
    FetchSnapshot,
}

impl Api {
    pub(crate) fn of(request: &Request) -> Self {
        match request {
            Request::Vote(_) => Self::Vote,
            Request::BeginQuorumEpoch(_) => Self::BeginQuorumEpoch,
            Request::EndQuorumEpoch(_) => Self::EndQuorumEpoch,
            Request::Fetch(_) => Self::Fetch,
            Request::FetchSnapshot(_) => Self::FetchSnapshot,
        }
    }
}

fn text(value: &Option<String>) -> Option<Text> {
    value.as_deref().map(Text::from)
}

fn string(value: &Option<Text>) -> Option<String> {
    value.as_ref().map(|value| value.as_str().to_owned())
}

fn id(node: Option<BrokerId>) -> i32 {
    node.unwrap_or(BrokerId::NONE).0
}

fn node(id: i32) -> Option<BrokerId> {
    (id >= 0).then_some(BrokerId(id))
}

/// The request as a frame.
pub(crate) fn encode(
    request: &Request,
    to: BrokerId,
    call: CallId,
    wait: Duration,
    voters: &Voters,
) -> Result<Frame, EncodeError> {
    // Unique among those under way: they are few, and the counter goes round after two thousand million.
    let correlation = i32::try_from(call.0 & 0x7fff_ffff).unwrap_or(0);
    let client = Some("raft-client");
    match request {
        Request::Vote(request) => {
            encode_request(VOTE, correlation, client, &vote_request(request, to))
        }
        Request::BeginQuorumEpoch(request) => encode_request(
            BEGIN,
            correlation,
            client,
            &begin_request(request, to, voters),
        ),
        Request::EndQuorumEpoch(request) => {
            encode_request(END, correlation, client, &end_request(request, voters))
        }
        Request::Fetch(request) => {
            encode_request(FETCH, correlation, client, &fetch_request(request, wait))
        }
        Request::FetchSnapshot(request) => encode_request(
            FETCH_SNAPSHOT,
            correlation,
            client,
            &snapshot_request(request),
        ),
    }
}

/// A response frame: what it means to the quorum, and the records that came along.
pub(crate) fn decode(what: Api, frame: Bytes) -> Result<(Response, Option<Bytes>), DecodeError> {
    Ok(match what {
        Api::Vote => {
            let (_, response) = decode_response::<vote::VoteRequest>(VOTE, frame)?;
            (Response::Vote(read_vote_response(&response)), None)
        }
        Api::BeginQuorumEpoch => {
            let (_, response) =
                decode_response::<begin_quorum_epoch::BeginQuorumEpochRequest>(BEGIN, frame)?;
            let partition = response
                .topics
                .first()
                .and_then(|topic| topic.partitions.first());
            let facts = partition.map(|it| (it.error_code, it.leader_id, it.leader_epoch));
            (
                Response::Epoch(read_epoch(response.error_code, facts)),
                None,
            )
        }
        Api::EndQuorumEpoch => {
            let (_, response) =
                decode_response::<end_quorum_epoch::EndQuorumEpochRequest>(END, frame)?;
            let partition = response
                .topics
                .first()
                .and_then(|topic| topic.partitions.first());
            let facts = partition.map(|it| (it.error_code, it.leader_id, it.leader_epoch));
            (
                Response::Epoch(read_epoch(response.error_code, facts)),
                None,
            )
        }
        Api::Fetch => {
            let (_, response) = decode_response::<fetch::FetchRequest>(FETCH, frame)?;
            let (response, records) = read_fetch_response(response);
            (Response::Fetch(response), records)
        }
        Api::FetchSnapshot => {
            let (_, response) =
                decode_response::<fetch_snapshot::FetchSnapshotRequest>(FETCH_SNAPSHOT, frame)?;
            let (chunk, bytes) = read_snapshot_response(response);
            (Response::Snapshot(chunk), bytes)
        }
    })
}

/// Kafka's code for a refusal.
#[must_use]
pub fn refusal_code(refusal: EpochRefusal) -> ErrorCode {
    match refusal {
        EpochRefusal::Fenced => ErrorCode::FencedLeaderEpoch,
        EpochRefusal::Unknown => ErrorCode::UnknownLeaderEpoch,
        EpochRefusal::ClusterId => ErrorCode::InconsistentClusterId,
        EpochRefusal::VoterSet => ErrorCode::InconsistentVoterSet,
        EpochRefusal::Invalid => ErrorCode::InvalidRequest,
        EpochRefusal::NotLeader => ErrorCode::NotLeaderOrFollower,
        EpochRefusal::NoSnapshot => ErrorCode::SnapshotNotFound,
        EpochRefusal::Position => ErrorCode::PositionOutOfRange,
    }
}

fn read_refusal(code: i16) -> Option<EpochRefusal> {
    const ALL: [EpochRefusal; 8] = [
        EpochRefusal::Fenced,
        EpochRefusal::Unknown,
        EpochRefusal::ClusterId,
        EpochRefusal::VoterSet,
        EpochRefusal::Invalid,
        EpochRefusal::NotLeader,
        EpochRefusal::NoSnapshot,
        EpochRefusal::Position,
    ];
    if code == 0 {
        return None;
    }
    let known = ALL
        .into_iter()
        .find(|refusal| refusal_code(*refusal) as i16 == code);
    Some(known.unwrap_or(EpochRefusal::Invalid))
}

/// A refusal that names the whole request and not a partition of it.
fn is_top_level(refusal: EpochRefusal) -> bool {
    refusal == EpochRefusal::ClusterId
}

fn codes(refusal: Option<EpochRefusal>) -> (i16, i16) {
    let code = refusal.map_or(0, |refusal| refusal_code(refusal) as i16);
    if refusal.is_some_and(is_top_level) {
        (code, 0)
    } else {
        (0, code)
    }
}

fn vote_request(request: &VoteRequest, to: BrokerId) -> vote::VoteRequest {
    let partition = vote::request::PartitionData {
        partition_index: 0,
        replica_epoch: request.epoch.0,
        replica_id: request.candidate.0,
        last_offset_epoch: request.log_end.epoch.0,
        last_offset: request.log_end.offset.0,
        pre_vote: request.pre_vote,
        ..vote::request::PartitionData::default()
    };
    let topic = vote::request::TopicData {
        topic_name: TOPIC.into(),
        partitions: vec![partition],
    };
    vote::VoteRequest {
        cluster_id: text(&request.cluster_id),
        voter_id: to.0,
        topics: vec![topic],
    }
}

pub(crate) fn read_vote(request: &vote::VoteRequest) -> Option<VoteRequest> {
    let [topic] = request.topics.as_slice() else {
        return None;
    };
    let [partition] = topic.partitions.as_slice() else {
        return None;
    };
    if topic.topic_name.as_str() != TOPIC || partition.partition_index != 0 {
        return None;
    }
    let sensible = partition.last_offset >= 0 && partition.last_offset_epoch >= 0;
    sensible.then(|| VoteRequest {
        cluster_id: string(&request.cluster_id),
        candidate: BrokerId(partition.replica_id),
        epoch: LeaderEpoch(partition.replica_epoch),
        log_end: LogPosition {
            epoch: LeaderEpoch(partition.last_offset_epoch),
            offset: Offset(partition.last_offset),
        },
        pre_vote: partition.pre_vote,
    })
}

pub(crate) fn vote_invalid() -> vote::VoteResponse {
    vote::VoteResponse {
        error_code: ErrorCode::InvalidRequest as i16,
        ..vote::VoteResponse::default()
    }
}

pub(crate) fn vote_response(answer: &VoteResponse, voters: &Voters) -> vote::VoteResponse {
    let (error_code, partition_error) = codes(answer.refusal);
    let partition = vote::response::PartitionData {
        partition_index: 0,
        error_code: partition_error,
        leader_id: id(answer.leader),
        leader_epoch: answer.epoch.0,
        vote_granted: answer.granted,
    };
    let topic = vote::response::TopicData {
        topic_name: TOPIC.into(),
        partitions: vec![partition],
    };
    let endpoint = leader_endpoint(answer.leader, voters);
    let endpoints = endpoint.map(|(node_id, host, port)| vote::NodeEndpoint {
        node_id,
        host,
        port,
    });
    vote::VoteResponse {
        error_code,
        topics: if error_code == 0 {
            vec![topic]
        } else {
            Vec::new()
        },
        node_endpoints: endpoints.into_iter().collect(),
    }
}

fn leader_endpoint(leader: Option<BrokerId>, voters: &Voters) -> Option<(i32, Text, u16)> {
    let leader = leader?;
    let endpoint = voters.get(&leader)?;
    Some((leader.0, endpoint.host.as_str().into(), endpoint.port))
}

fn read_vote_response(response: &vote::VoteResponse) -> VoteResponse {
    let partition = response
        .topics
        .first()
        .and_then(|topic| topic.partitions.first());
    let top = read_refusal(response.error_code);
    match partition {
        Some(partition) => VoteResponse {
            epoch: LeaderEpoch(partition.leader_epoch),
            leader: node(partition.leader_id),
            granted: partition.vote_granted && top.is_none() && partition.error_code == 0,
            refusal: top.or(read_refusal(partition.error_code)),
        },
        None => VoteResponse {
            epoch: LeaderEpoch::NONE,
            leader: None,
            granted: false,
            refusal: Some(top.unwrap_or(EpochRefusal::Invalid)),
        },
    }
}

fn begin_request(
    request: &BeginQuorumEpochRequest,
    to: BrokerId,
    voters: &Voters,
) -> begin_quorum_epoch::BeginQuorumEpochRequest {
    use begin_quorum_epoch::request::{LeaderEndpoint, PartitionData, TopicData};
    let partition = PartitionData {
        partition_index: 0,
        leader_id: request.leader.0,
        leader_epoch: request.epoch.0,
        ..PartitionData::default()
    };
    let endpoint = leader_endpoint(Some(request.leader), voters);
    let endpoint = endpoint.map(|(_, host, port)| LeaderEndpoint {
        name: "CONTROLLER".into(),
        host,
        port,
    });
    begin_quorum_epoch::BeginQuorumEpochRequest {
        cluster_id: text(&request.cluster_id),
        voter_id: to.0,
        topics: vec![TopicData {
            topic_name: TOPIC.into(),
            partitions: vec![partition],
        }],
        leader_endpoints: endpoint.into_iter().collect(),
    }
}

pub(crate) fn read_begin(
    request: &begin_quorum_epoch::BeginQuorumEpochRequest,
) -> Option<BeginQuorumEpochRequest> {
    let [topic] = request.topics.as_slice() else {
        return None;
    };
    let [partition] = topic.partitions.as_slice() else {
        return None;
    };
    let ours = topic.topic_name.as_str() == TOPIC && partition.partition_index == 0;
    ours.then(|| BeginQuorumEpochRequest {
        cluster_id: string(&request.cluster_id),
        leader: BrokerId(partition.leader_id),
        epoch: LeaderEpoch(partition.leader_epoch),
    })
}

pub(crate) fn begin_invalid() -> begin_quorum_epoch::BeginQuorumEpochResponse {
    begin_quorum_epoch::BeginQuorumEpochResponse {
        error_code: ErrorCode::InvalidRequest as i16,
        ..begin_quorum_epoch::BeginQuorumEpochResponse::default()
    }
}

pub(crate) fn begin_response(
    answer: EpochAnswer,
    voters: &Voters,
) -> begin_quorum_epoch::BeginQuorumEpochResponse {
    use begin_quorum_epoch::response::{NodeEndpoint, PartitionData, TopicData};
    let (error_code, partition_error) = codes(answer.refusal);
    let partition = PartitionData {
        partition_index: 0,
        error_code: partition_error,
        leader_id: id(answer.leader),
        leader_epoch: answer.epoch.0,
    };
    let topic = TopicData {
        topic_name: TOPIC.into(),
        partitions: vec![partition],
    };
    let endpoint = leader_endpoint(answer.leader, voters);
    let endpoint = endpoint.map(|(node_id, host, port)| NodeEndpoint {
        node_id,
        host,
        port,
    });
    begin_quorum_epoch::BeginQuorumEpochResponse {
        error_code,
        topics: if error_code == 0 {
            vec![topic]
        } else {
            Vec::new()
        },
        node_endpoints: endpoint.into_iter().collect(),
    }
}

fn read_epoch(error_code: i16, partition: Option<(i16, i32, i32)>) -> EpochAnswer {
    let top = read_refusal(error_code);
    match partition {
        Some((code, leader, epoch)) => EpochAnswer {
            epoch: LeaderEpoch(epoch),
            leader: node(leader),
            refusal: top.or(read_refusal(code)),
        },
        None => EpochAnswer {
            epoch: LeaderEpoch::NONE,
            leader: None,
            refusal: Some(top.unwrap_or(EpochRefusal::Invalid)),
        },
    }
}

fn end_request(
    request: &EndQuorumEpochRequest,
    voters: &Voters,
) -> end_quorum_epoch::EndQuorumEpochRequest {
    use end_quorum_epoch::request::{LeaderEndpoint, PartitionData, ReplicaInfo, TopicData};
    let candidate = |voter: &BrokerId| ReplicaInfo {
        candidate_id: voter.0,
        ..ReplicaInfo::default()
    };
    let partition = PartitionData {
        partition_index: 0,
        leader_id: request.leader.0,
        leader_epoch: request.epoch.0,
        preferred_successors: Vec::new(),
        preferred_candidates: request.preferred_successors.iter().map(candidate).collect(),
    };
    let endpoint = leader_endpoint(Some(request.leader), voters);
    let endpoint = endpoint.map(|(_, host, port)| LeaderEndpoint {
        name: "CONTROLLER".into(),
        host,
        port,
    });
    end_quorum_epoch::EndQuorumEpochRequest {
        cluster_id: text(&request.cluster_id),
        topics: vec![TopicData {
            topic_name: TOPIC.into(),
            partitions: vec![partition],
        }],
        leader_endpoints: endpoint.into_iter().collect(),
    }
}

pub(crate) fn read_end(
    request: &end_quorum_epoch::EndQuorumEpochRequest,
) -> Option<EndQuorumEpochRequest> {
    let [topic] = request.topics.as_slice() else {
        return None;
    };
    let [partition] = topic.partitions.as_slice() else {
        return None;
    };
    let ours = topic.topic_name.as_str() == TOPIC && partition.partition_index == 0;
    let named = partition
        .preferred_candidates
        .iter()
        .map(|it| BrokerId(it.candidate_id));
    let named = named.chain(partition.preferred_successors.iter().copied().map(BrokerId));
    ours.then(|| EndQuorumEpochRequest {
        cluster_id: string(&request.cluster_id),
        leader: BrokerId(partition.leader_id),
        epoch: LeaderEpoch(partition.leader_epoch),
        preferred_successors: named.collect(),
    })
}

pub(crate) fn end_invalid() -> end_quorum_epoch::EndQuorumEpochResponse {
    end_quorum_epoch::EndQuorumEpochResponse {
        error_code: ErrorCode::InvalidRequest as i16,
        ..end_quorum_epoch::EndQuorumEpochResponse::default()
    }
}

pub(crate) fn end_response(
    answer: EpochAnswer,
    voters: &Voters,
) -> end_quorum_epoch::EndQuorumEpochResponse {
    use end_quorum_epoch::response::{NodeEndpoint, PartitionData, TopicData};
    let (error_code, partition_error) = codes(answer.refusal);
    let partition = PartitionData {
        partition_index: 0,
        error_code: partition_error,
        leader_id: id(answer.leader),
        leader_epoch: answer.epoch.0,
    };
    let topic = TopicData {
        topic_name: TOPIC.into(),
        partitions: vec![partition],
    };
    let endpoint = leader_endpoint(answer.leader, voters);
    let endpoint = endpoint.map(|(node_id, host, port)| NodeEndpoint {
        node_id,
        host,
        port,
    });
    end_quorum_epoch::EndQuorumEpochResponse {
        error_code,
        topics: if error_code == 0 {
            vec![topic]
        } else {
            Vec::new()
        },
        node_endpoints: endpoint.into_iter().collect(),
    }
}

fn fetch_request(request: &FetchRequest, wait: Duration) -> fetch::FetchRequest {
    let partition = fetch::request::FetchPartition {
        partition: 0,
        current_leader_epoch: request.leader_epoch.0,
        fetch_offset: request.log_end.offset.0,
        last_fetched_epoch: request.log_end.epoch.0,
        log_start_offset: 0,
        partition_max_bytes: BYTES_MAX,
        ..fetch::request::FetchPartition::default()
    };
    let topic = fetch::request::FetchTopic {
        topic: Text::EMPTY,
        topic_id: TOPIC_ID,
        partitions: vec![partition],
    };
    fetch::FetchRequest {
        cluster_id: text(&request.cluster_id),
        replica_state: fetch::request::ReplicaState {
            replica_id: id(request.replica),
            replica_epoch: -1,
        },
        max_wait_ms: i32::try_from(wait.as_millis()).unwrap_or(i32::MAX),
        min_bytes: 0,
        max_bytes: BYTES_MAX,
        topics: vec![topic],
        ..fetch::FetchRequest::default()
    }
}

fn read_fetch_response(response: fetch::FetchResponse) -> (FetchResponse, Option<Bytes>) {
    let top = read_refusal(response.error_code);
    let partition = response.responses.into_iter().next();
    let partition = partition.and_then(|topic| topic.partitions.into_iter().next());
    let Some(partition) = partition else {
        let refused = FetchResponse {
            epoch: LeaderEpoch::NONE,
            leader: None,
            refusal: Some(top.unwrap_or(EpochRefusal::Invalid)),
            high_watermark: None,
            diverging: None,
            snapshot: None,
            has_records: false,
        };
        return (refused, None);
    };
    let position = |epoch: i32, offset: i64| {
        (epoch >= 0 && offset >= 0).then_some(LogPosition {
            epoch: LeaderEpoch(epoch),
            offset: Offset(offset),
        })
    };
    let records = partition
        .records
        .unwrap_or_default()
        .into_bytes()
        .unwrap_or_default();
    let high_watermark = partition.high_watermark;
    let response = FetchResponse {
        epoch: LeaderEpoch(partition.current_leader.leader_epoch),
        leader: node(partition.current_leader.leader_id),
        refusal: top.or(read_refusal(partition.error_code)),
        high_watermark: (high_watermark >= 0).then_some(Offset(high_watermark)),
        diverging: position(
            partition.diverging_epoch.epoch,
            partition.diverging_epoch.end_offset,
        ),
        snapshot: position(
            partition.snapshot_id.epoch,
            partition.snapshot_id.end_offset,
        ),
        has_records: !records.is_empty(),
    };
    (response, Some(records))
}

fn snapshot_request(request: &SnapshotRequest) -> fetch_snapshot::FetchSnapshotRequest {
    use fetch_snapshot::request::{PartitionSnapshot, SnapshotId, TopicSnapshot};
    let partition = PartitionSnapshot {
        partition: 0,
        current_leader_epoch: request.leader_epoch.0,
        snapshot_id: SnapshotId {
            end_offset: request.snapshot.offset.0,
            epoch: request.snapshot.epoch.0,
        },
        position: i64::try_from(request.position).unwrap_or(i64::MAX),
        ..PartitionSnapshot::default()
    };
    fetch_snapshot::FetchSnapshotRequest {
        cluster_id: text(&request.cluster_id),
        replica_id: request.replica.0,
        max_bytes: BYTES_MAX,
        topics: vec![TopicSnapshot {
            name: TOPIC.into(),
            partitions: vec![partition],
        }],
    }
}

/// What a request for a part of a snapshot asks, and how many bytes at most; none when it asks for anything else.
#[must_use]
pub fn read_snapshot_request(
    request: &fetch_snapshot::FetchSnapshotRequest,
) -> Option<(SnapshotRequest, u64)> {
    let [topic] = request.topics.as_slice() else {
        return None;
    };
    let [partition] = topic.partitions.as_slice() else {
        return None;
    };
    let snapshot = &partition.snapshot_id;
    let ours = topic.name.as_str() == TOPIC && partition.partition == 0;
    let position = u64::try_from(partition.position).ok()?;
    let bytes_max = u64::try_from(request.max_bytes).ok()?;
    ours.then(|| {
        let asked = SnapshotRequest {
            cluster_id: string(&request.cluster_id),
            replica: BrokerId(request.replica_id),
            leader_epoch: LeaderEpoch(partition.current_leader_epoch),
            snapshot: LogPosition {
                epoch: LeaderEpoch(snapshot.epoch),
                offset: Offset(snapshot.end_offset),
            },
            position,
        };
        (asked, bytes_max)
    })
}

fn read_snapshot_response(
    response: fetch_snapshot::FetchSnapshotResponse,
) -> (SnapshotChunk, Option<Bytes>) {
    let top = read_refusal(response.error_code);
    let partition = response.topics.into_iter().next();
    let partition = partition.and_then(|topic| topic.partitions.into_iter().next());
    let Some(partition) = partition else {
        let refused = SnapshotChunk {
            epoch: LeaderEpoch::NONE,
            leader: None,
            refusal: Some(top.unwrap_or(EpochRefusal::Invalid)),
            size: 0,
            position: 0,
            len: 0,
        };
        return (refused, None);
    };
    let bytes = partition.unaligned_records.into_bytes().unwrap_or_default();
    let chunk = SnapshotChunk {
        epoch: LeaderEpoch(partition.current_leader.leader_epoch),
        leader: node(partition.current_leader.leader_id),
        refusal: top.or(read_refusal(partition.error_code)),
        size: u64::try_from(partition.size).unwrap_or(0),
        position: u64::try_from(partition.position).unwrap_or(0),
        len: bytes.len() as u64,
    };
    (chunk, Some(bytes))
}
