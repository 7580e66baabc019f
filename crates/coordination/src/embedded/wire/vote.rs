//! Vote (52).

use protocol::ErrorCode;
use protocol::messages::vote;
use quorum_core::{EpochRefusal, LogPosition, VoteRequest, VoteResponse};
use types::{BrokerId, LeaderEpoch, Offset};

use super::{TOPIC, Voters, codes, id, leader_endpoint, node, read_refusal, string, text};

pub(super) fn vote_request(request: &VoteRequest, to: BrokerId) -> vote::VoteRequest {
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

pub(super) fn read_vote_response(response: &vote::VoteResponse) -> VoteResponse {
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
