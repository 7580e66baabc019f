//! The nodes of a cluster: brokers with those that are fenced, the controllers' quorum, and what lies on the brokers' disks.

use std::collections::BTreeMap;

use protocol::messages::describe_cluster::DescribeClusterRequest;
use protocol::messages::describe_log_dirs::{
    DescribableLogDirTopic, DescribeLogDirsRequest, DescribeLogDirsResponse,
};
use protocol::messages::describe_quorum::{DescribeQuorumRequest, ReplicaState, request};

use super::admin::{check, empty};
use super::{Broker, ClientError, Cluster, PartitionName};

/// A broker, and whether it is fenced: registered, but not let in (KIP-1073).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Member {
    pub(crate) broker: Broker,
    pub(crate) fenced: bool,
}

/// The controllers' quorum as its leader tells of it (KIP-595).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Quorum {
    /// The active controller; -1 when there is none.
    pub(crate) leader: i32,
    pub(crate) epoch: i32,
    pub(crate) high_watermark: i64,
    pub(crate) voters: Vec<QuorumReplica>,
    pub(crate) observers: Vec<QuorumReplica>,
    /// Where controllers are reached, by id.
    pub(crate) addresses: BTreeMap<i32, String>,
}

/// One replica of the metadata log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct QuorumReplica {
    pub(crate) id: i32,
    /// -1 when it is not known.
    pub(crate) log_end_offset: i64,
    /// When it last fetched, in milliseconds of 1970; -1 when that is not known.
    pub(crate) last_fetch: i64,
    /// When it last had all that there was; -1 when that is not known.
    pub(crate) last_caught_up: i64,
}

/// A replica on a broker's disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct StoredReplica {
    pub(crate) directory: String,
    pub(crate) size_bytes: i64,
}

impl Cluster {
    /// All registered brokers, by id. Where the cluster does not tell of fenced ones, those that live.
    pub(crate) fn members(&mut self) -> Result<Vec<Member>, ClientError> {
        let request = DescribeClusterRequest {
            include_fenced_brokers: true,
            ..Default::default()
        };
        let without = DescribeClusterRequest::default();
        let answer = self.retrying(|cluster| match cluster.call_any(&request, i16::MAX) {
            // A version before 2 cannot say that fenced brokers are wanted.
            Err(ClientError::Protocol { .. }) => cluster.call_any(&without, i16::MAX),
            answer => answer,
        })?;
        let message = answer.error_message.as_deref();
        check(
            "describing the cluster".to_owned(),
            answer.error_code,
            message,
        )?;
        let member = |told: &protocol::messages::describe_cluster::DescribeClusterBroker| Member {
            broker: Broker {
                id: told.broker_id,
                host: told.host.to_string(),
                port: u16::try_from(told.port).unwrap_or(0),
                rack: told.rack.as_ref().map(ToString::to_string),
            },
            fenced: told.is_fenced,
        };
        let mut members: Vec<Member> = answer.brokers.iter().map(member).collect();
        members.sort_by_key(|member| member.broker.id);
        Ok(members)
    }

    /// The controllers' quorum; none where the cluster has another store.
    pub(crate) fn quorum(&mut self) -> Result<Option<Quorum>, ClientError> {
        let request = DescribeQuorumRequest {
            topics: vec![request::TopicData {
                topic_name: "__cluster_metadata".into(),
                partitions: vec![request::PartitionData { partition_index: 0 }],
            }],
        };
        let what = || "describing the controllers' quorum".to_owned();
        let answer = self.retrying(|cluster| {
            let answer = cluster.call_any(&request, i16::MAX)?;
            check(what(), answer.error_code, answer.error_message.as_deref())?;
            Ok(answer)
        });
        let answer = match answer {
            Err(error) if error.is_unserved() => return Ok(None),
            answer => answer?,
        };
        let partitions = answer.topics.first().map(|topic| &topic.partitions);
        let told = partitions
            .and_then(|partitions| partitions.first())
            .ok_or_else(|| empty("DescribeQuorum"))?;
        if told.current_voters.is_empty() && told.error_code != 0 {
            return Ok(None);
        }
        let replica = |told: &ReplicaState| QuorumReplica {
            id: told.replica_id,
            log_end_offset: told.log_end_offset,
            last_fetch: told.last_fetch_timestamp,
            last_caught_up: told.last_caught_up_timestamp,
        };
        let addresses = answer.nodes.iter().filter_map(|node| {
            let listener = node.listeners.first()?;
            Some((node.node_id, format!("{}:{}", listener.host, listener.port)))
        });
        Ok(Some(Quorum {
            leader: told.leader_id,
            epoch: told.leader_epoch,
            high_watermark: told.high_watermark,
            voters: told.current_voters.iter().map(replica).collect(),
            observers: told.observers.iter().map(replica).collect(),
            addresses: addresses.collect(),
        }))
    }

    /// A partition's replica on one broker; none when its disks have none, an error when a directory that may have it failed.
    pub(crate) fn stored_replica(
        &mut self,
        broker: i32,
        partition: &PartitionName,
    ) -> Result<Option<StoredReplica>, ClientError> {
        let request = DescribeLogDirsRequest {
            topics: Some(vec![DescribableLogDirTopic {
                topic: partition.topic.as_str().into(),
                partitions: vec![partition.index],
            }]),
        };
        let answer = self.call(broker, &request, i16::MAX)?;
        stored(broker, &answer)
    }
}

/// Finds the one replica that was asked for in the answer of its broker.
pub(super) fn stored(
    broker: i32,
    answer: &DescribeLogDirsResponse,
) -> Result<Option<StoredReplica>, ClientError> {
    check(
        format!("log directories of broker {broker}"),
        answer.error_code,
        None,
    )?;
    let mut failed = None;
    for directory in &answer.results {
        let of_topic = directory.topics.iter();
        let mut stored = of_topic.flat_map(|topic| &topic.partitions);
        if let Some(stored) = stored.find(|stored| !stored.is_future_key) {
            return Ok(Some(StoredReplica {
                directory: directory.log_dir.to_string(),
                size_bytes: stored.partition_size,
            }));
        }
        if directory.error_code != 0 {
            let what = format!("log directory {} of broker {broker}", directory.log_dir);
            failed = Some(ClientError::refused(what, directory.error_code, None));
        }
    }
    match failed {
        Some(failure) => Err(failure),
        None => Ok(None),
    }
}
