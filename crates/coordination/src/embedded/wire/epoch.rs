//! BeginQuorumEpoch (53) and EndQuorumEpoch (54).

use protocol::ErrorCode;
use protocol::messages::{begin_quorum_epoch, end_quorum_epoch};
use quorum_core::{BeginQuorumEpochRequest, EndQuorumEpochRequest, EpochAnswer, EpochRefusal};
use types::{BrokerId, LeaderEpoch};

use super::{TOPIC, Voters, codes, id, leader_endpoint, node, read_refusal, string, text};

pub(super) fn begin_request(
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

pub(super) fn read_epoch(error_code: i16, partition: Option<(i16, i32, i32)>) -> EpochAnswer {
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

pub(super) fn end_request(
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
