//! The cluster: brokers, elections, reassignments and coordinators that are not there.

use protocol::messages::alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, ReassignablePartition, ReassignableTopic,
};
use protocol::messages::alter_replica_log_dirs::{
    AlterReplicaLogDir, AlterReplicaLogDirTopic, AlterReplicaLogDirsRequest,
};
use protocol::messages::api_versions::ApiVersionsRequest;
use protocol::messages::describe_cluster::DescribeClusterRequest;
use protocol::messages::describe_log_dirs::{DescribableLogDirTopic, DescribeLogDirsRequest};
use protocol::messages::describe_quorum::DescribeQuorumRequest;
use protocol::messages::describe_quorum::request::{PartitionData, TopicData};
use protocol::messages::elect_leaders::{ElectLeadersRequest, TopicPartitions};
use protocol::messages::find_coordinator::FindCoordinatorRequest;
use protocol::messages::init_producer_id::InitProducerIdRequest;
use protocol::messages::list_partition_reassignments::{
    ListPartitionReassignmentsRequest, ListPartitionReassignmentsTopics,
};
use protocol::messages::unregister_broker::UnregisterBrokerRequest;

use super::{Asker, ELSEWHERE, MISSING, TOPIC, text};
use crate::Failure;

pub(super) fn ask(asker: &mut Asker) -> Result<(), Failure> {
    elect(asker)?;
    reassign(asker)?;
    place(asker)?;
    describe(asker)?;
    coordinators(asker)?;
    producer_ids(asker)?;
    for (what, name, version) in [
        ("an empty name", "", "1"),
        ("a name with a blank", "a b", "1"),
        ("an empty version", "a", ""),
    ] {
        let request = ApiVersionsRequest {
            client_software_name: text(name),
            client_software_version: text(version),
        };
        asker.ask_for(what, 3, &request, |response| response.api_keys.clear())?;
    }
    for broker_id in [7, -1] {
        let request = UnregisterBrokerRequest { broker_id };
        asker.ask(&format!("broker {broker_id}"), 0, &request)?;
    }
    Ok(())
}

fn elect(asker: &mut Asker) -> Result<(), Failure> {
    for (what, election_type, topic, partition) in [
        ("an unknown topic", 0, MISSING, 0),
        ("a name that is none", 0, "a b", 0),
        ("an unknown partition", 0, TOPIC, 9),
        ("a negative partition", 0, TOPIC, -1),
        ("a preferred leader that leads", 0, TOPIC, 0),
        ("a leader that is there", 1, TOPIC, 0),
        ("an unknown type", 9, TOPIC, 0),
    ] {
        let topic = TopicPartitions {
            topic: text(topic),
            partitions: vec![partition],
        };
        let request = ElectLeadersRequest {
            election_type,
            topic_partitions: Some(vec![topic]),
            timeout_ms: 5000,
        };
        for version in [0, 2] {
            if version > 0 || election_type == 0 {
                asker.ask(what, version, &request)?;
            }
        }
    }
    Ok(())
}

fn reassign(asker: &mut Asker) -> Result<(), Failure> {
    let cases: [(&str, &str, i32, Option<&[i32]>); 9] = [
        ("an unknown topic", MISSING, 0, Some(&[0])),
        ("an unknown partition", TOPIC, 9, Some(&[0])),
        ("a negative partition", TOPIC, -1, Some(&[0])),
        ("to nobody", TOPIC, 0, Some(&[])),
        ("to an unknown broker", TOPIC, 0, Some(&[7])),
        ("to a negative broker", TOPIC, 0, Some(&[-1])),
        ("to a broker twice", TOPIC, 0, Some(&[0, 0])),
        ("to where it is", TOPIC, 0, Some(&[0])),
        ("nothing to cancel", TOPIC, 0, None),
    ];
    for (what, topic, partition_index, replicas) in cases {
        let partition = ReassignablePartition {
            partition_index,
            replicas: replicas.map(<[i32]>::to_vec),
        };
        let topic = ReassignableTopic {
            name: text(topic),
            partitions: vec![partition],
        };
        let request = AlterPartitionReassignmentsRequest {
            timeout_ms: 5000,
            topics: vec![topic],
            ..AlterPartitionReassignmentsRequest::default()
        };
        asker.ask(what, 0, &request)?;
    }
    for (what, topic) in [("an unknown topic", MISSING), ("a topic", TOPIC)] {
        let topic = ListPartitionReassignmentsTopics {
            name: text(topic),
            partition_indexes: vec![0, 9],
        };
        let request = ListPartitionReassignmentsRequest {
            timeout_ms: 5000,
            topics: Some(vec![topic]),
        };
        asker.ask(what, 0, &request)?;
    }
    let all = ListPartitionReassignmentsRequest {
        timeout_ms: 5000,
        topics: None,
    };
    asker.ask("all", 0, &all)
}

fn place(asker: &mut Asker) -> Result<(), Failure> {
    for (what, path, topic, partition) in [
        ("an unknown directory", "/nowhere", TOPIC, 0),
        ("a relative directory", "nowhere", TOPIC, 0),
        ("no directory", "", TOPIC, 0),
        (
            "an unknown directory for an unknown topic",
            "/nowhere",
            MISSING,
            0,
        ),
    ] {
        let topic = AlterReplicaLogDirTopic {
            name: text(topic),
            partitions: vec![partition],
        };
        let directory = AlterReplicaLogDir {
            path: text(path),
            topics: vec![topic],
        };
        let request = AlterReplicaLogDirsRequest {
            dirs: vec![directory],
        };
        asker.ask(what, 2, &request)?;
    }
    let known = asker.directory()?;
    let mut cases = vec![
        ("an unknown topic", MISSING, 0),
        ("an unknown partition", TOPIC, 9),
        ("to where it is", TOPIC, 0),
    ];
    if asker.is_among_others {
        asker.make_elsewhere(ELSEWHERE)?;
        cases.push(("of another broker's replica", ELSEWHERE, 0));
    }
    for (what, topic, partition) in cases {
        let topic = AlterReplicaLogDirTopic {
            name: text(topic),
            partitions: vec![partition],
        };
        let directory = AlterReplicaLogDir {
            path: known.clone(),
            topics: vec![topic],
        };
        let request = AlterReplicaLogDirsRequest {
            dirs: vec![directory],
        };
        asker.ask(what, 1, &request)?;
    }
    Ok(())
}

fn describe(asker: &mut Asker) -> Result<(), Failure> {
    for endpoint_type in [0, 1, 2, 9] {
        let request = DescribeClusterRequest {
            endpoint_type,
            ..DescribeClusterRequest::default()
        };
        asker.ask(&format!("endpoints of type {endpoint_type}"), 2, &request)?;
    }
    let operations = DescribeClusterRequest {
        include_cluster_authorized_operations: true,
        ..DescribeClusterRequest::default()
    };
    asker.ask("allowed operations", 0, &operations)?;
    for (what, topic, partition) in [
        ("an unknown topic", MISSING, 0),
        ("an unknown partition", TOPIC, 9),
        ("a partition", TOPIC, 1),
    ] {
        let topic = DescribableLogDirTopic {
            topic: text(topic),
            partitions: vec![partition],
        };
        let request = DescribeLogDirsRequest {
            topics: Some(vec![topic]),
        };
        asker.ask_for(what, 4, &request, |response| {
            for directory in &mut response.results {
                directory.log_dir = text("<directory>");
                directory.total_bytes = 0;
                directory.usable_bytes = 0;
            }
        })?;
    }
    for (what, topic, partition) in [
        ("an unknown topic", MISSING, 0),
        ("an unknown partition", "__cluster_metadata", 1),
    ] {
        let partitions = vec![PartitionData {
            partition_index: partition,
        }];
        let topic = TopicData {
            topic_name: text(topic),
            partitions,
        };
        let request = DescribeQuorumRequest {
            topics: vec![topic],
        };
        for version in [0, 2] {
            asker.ask(what, version, &request)?;
        }
    }
    Ok(())
}

fn coordinators(asker: &mut Asker) -> Result<(), Failure> {
    for (what, key_type, key) in [
        ("of an unknown type", 9, "g"),
        ("of a negative type", -1, "g"),
        ("of a share group without its topic", 2, "g"),
        ("of a group", 0, "g"),
        ("of a group without a name", 0, ""),
    ] {
        for version in [0, 1, 3, 4, 6] {
            if version == 0 && key_type != 0 {
                continue;
            }
            let many = if version >= 4 {
                vec![text(key)]
            } else {
                Vec::new()
            };
            let one = if version >= 4 { "" } else { key };
            let request = FindCoordinatorRequest {
                key: text(one),
                key_type,
                coordinator_keys: many,
            };
            asker.ask(what, version, &request)?;
        }
    }
    let none = FindCoordinatorRequest::default();
    asker.ask("of nothing", 4, &none)
}

fn producer_ids(asker: &mut Asker) -> Result<(), Failure> {
    let none = InitProducerIdRequest::default();
    let none = InitProducerIdRequest {
        transactional_id: None,
        producer_id: -1,
        producer_epoch: -1,
        ..none
    };
    let cases = [
        ("a good one", none.clone()),
        (
            "an empty transactional id",
            InitProducerIdRequest {
                transactional_id: Some(text("")),
                ..none.clone()
            },
        ),
        (
            "an epoch without an id",
            InitProducerIdRequest {
                producer_epoch: 3,
                ..none.clone()
            },
        ),
        (
            "an id without an epoch",
            InitProducerIdRequest {
                producer_id: 3,
                ..none.clone()
            },
        ),
        (
            "an id and an epoch",
            InitProducerIdRequest {
                producer_id: 3,
                producer_epoch: 3,
                ..none
            },
        ),
    ];
    for (what, request) in cases {
        for version in [0, 3, 5] {
            // Before version 3 nobody could ask for the next epoch.
            if version < 3 && request.producer_id + i64::from(request.producer_epoch) > -2 {
                continue;
            }
            asker.ask_for(what, version, &request, |response| {
                if response.producer_id >= 0 {
                    response.producer_id = 0;
                }
            })?;
        }
    }
    Ok(())
}
