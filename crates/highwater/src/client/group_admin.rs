//! Groups as an operator sees them: which there are, who is in them, where they stand.

use std::collections::BTreeMap;

use protocol::ErrorCode;
use protocol::messages::delete_groups::DeleteGroupsRequest;
use protocol::messages::describe_groups::DescribeGroupsRequest;
use protocol::messages::list_groups::ListGroupsRequest;
use protocol::messages::offset_fetch::{OffsetFetchRequest, OffsetFetchRequestGroup};
use protocol::records::consumer::ConsumerProtocolAssignment;

use super::admin::{check, empty};
use super::group::{COMMIT_VERSION, commit_request, decode};
use super::{ClientError, Cluster, OffsetSpec};

/// The last version of OffsetFetch that names topics by name.
const FETCH_VERSION: i16 = 9;

/// A group in a list.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct ListedGroup {
    pub(crate) name: String,
    pub(crate) state: String,
    pub(crate) kind: String,
    pub(crate) coordinator: i32,
}

/// A group with its members.
#[derive(Clone, Debug)]
pub(crate) struct GroupState {
    pub(crate) state: String,
    pub(crate) protocol: String,
    pub(crate) coordinator: i32,
    pub(crate) members: Vec<GroupMember>,
}

/// A member of a group.
#[derive(Clone, Debug)]
pub(crate) struct GroupMember {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) host: String,
    /// The partitions that it reads, by topic.
    pub(crate) assigned: Vec<(String, Vec<i32>)>,
}

/// Where a group stands in one partition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct GroupOffset {
    pub(crate) topic: String,
    pub(crate) partition: i32,
    /// The next offset to read.
    pub(crate) committed: i64,
    /// Behind the last committed record; none when it cannot be found.
    pub(crate) end: Option<i64>,
}

impl Cluster {
    /// All groups of all brokers.
    pub(crate) fn list_groups(&mut self) -> Result<Vec<ListedGroup>, ClientError> {
        let nodes: Vec<i32> = self.brokers().map(|broker| broker.id).collect();
        let mut groups = Vec::new();
        for node in nodes {
            let answer = self.retrying(|cluster| {
                let answer = cluster.call(node, &ListGroupsRequest::default(), i16::MAX)?;
                check(format!("groups of broker {node}"), answer.error_code, None)?;
                Ok(answer)
            })?;
            groups.extend(answer.groups.iter().map(|group| ListedGroup {
                name: group.group_id.to_string(),
                state: group.group_state.to_string(),
                kind: group.group_type.to_string(),
                coordinator: node,
            }));
        }
        groups.sort();
        Ok(groups)
    }

    /// A group's state and members. A group that nobody knows is an error.
    pub(crate) fn describe_group(&mut self, group: &str) -> Result<GroupState, ClientError> {
        let request = DescribeGroupsRequest {
            groups: vec![group.into()],
            ..Default::default()
        };
        let (coordinator, told) = self.retrying(|cluster| {
            let node = cluster.coordinator(group)?;
            let answer = cluster.call(node, &request, i16::MAX)?;
            let told = answer
                .groups
                .into_iter()
                .next()
                .ok_or_else(|| empty("DescribeGroups"))?;
            check(
                format!("group {group}"),
                told.error_code,
                told.error_message.as_deref(),
            )?;
            Ok((node, told))
        })?;
        if told.group_state == "Dead" {
            let code = ErrorCode::GroupIdNotFound.code();
            let message = Some("there is no such group");
            return Err(ClientError::refused(
                format!("group {group}"),
                code,
                message,
            ));
        }
        let members = told.members.into_iter().map(|member| GroupMember {
            id: member.member_id.to_string(),
            client_id: member.client_id.to_string(),
            host: member.client_host.to_string(),
            assigned: assigned(member.member_assignment),
        });
        Ok(GroupState {
            state: told.group_state.to_string(),
            protocol: told.protocol_data.to_string(),
            coordinator,
            members: members.collect(),
        })
    }

    /// Where a group stands, in all partitions that it has committed.
    pub(crate) fn group_offsets(&mut self, group: &str) -> Result<Vec<GroupOffset>, ClientError> {
        let committed = self.committed(group)?;
        let mut offsets = Vec::new();
        for (topic, partitions) in committed {
            let indexes: Vec<i32> = partitions.keys().copied().collect();
            // A topic that is gone has no end, and is shown all the same.
            let ends = self
                .find_topic(&topic, false)
                .and_then(|_| self.offsets(&topic, &indexes, OffsetSpec::Latest))
                .unwrap_or_default();
            for (partition, committed) in partitions {
                let end = ends.get(&partition).copied();
                offsets.push(GroupOffset {
                    topic: topic.clone(),
                    partition,
                    committed,
                    end,
                });
            }
        }
        Ok(offsets)
    }

    /// The committed offsets of a group, by topic and partition.
    pub(crate) fn committed(
        &mut self,
        group: &str,
    ) -> Result<BTreeMap<String, BTreeMap<i32, i64>>, ClientError> {
        let request = OffsetFetchRequest {
            groups: vec![OffsetFetchRequestGroup {
                group_id: group.into(),
                topics: None,
                ..Default::default()
            }],
            ..Default::default()
        };
        let told = self.retrying(|cluster| {
            let node = cluster.coordinator(group)?;
            let answer = cluster.call(node, &request, FETCH_VERSION)?;
            let told = answer
                .groups
                .into_iter()
                .next()
                .ok_or_else(|| empty("OffsetFetch"))?;
            check(format!("offsets of group {group}"), told.error_code, None)?;
            Ok(told)
        })?;
        let mut committed: BTreeMap<String, BTreeMap<i32, i64>> = BTreeMap::new();
        for topic in told.topics {
            for partition in topic.partitions {
                if partition.error_code == 0 && partition.committed_offset >= 0 {
                    let offsets = committed.entry(topic.name.to_string()).or_default();
                    offsets.insert(partition.partition_index, partition.committed_offset);
                }
            }
        }
        Ok(committed)
    }

    /// Sets where a group without members stands.
    pub(crate) fn reset_offsets(
        &mut self,
        group: &str,
        topic: &str,
        offsets: &BTreeMap<i32, i64>,
    ) -> Result<(), ClientError> {
        let request = commit_request(group, topic, offsets);
        self.retrying(|cluster| {
            let node = cluster.coordinator(group)?;
            let answer = cluster.call(node, &request, COMMIT_VERSION)?;
            for told in answer.topics.iter().flat_map(|topic| &topic.partitions) {
                let what = format!("resetting group {group}, {topic}-{}", told.partition_index);
                check(what, told.error_code, None)?;
            }
            Ok(())
        })
    }

    /// Deletes a group without members, with its offsets.
    pub(crate) fn delete_group(&mut self, group: &str) -> Result<(), ClientError> {
        let request = DeleteGroupsRequest {
            groups_names: vec![group.into()],
        };
        self.retrying(|cluster| {
            let node = cluster.coordinator(group)?;
            let answer = cluster.call(node, &request, i16::MAX)?;
            let told = answer
                .results
                .first()
                .ok_or_else(|| empty("DeleteGroups"))?;
            check(format!("deleting group {group}"), told.error_code, None)
        })
    }
}

fn assigned(assignment: bytes::Bytes) -> Vec<(String, Vec<i32>)> {
    // What members of other kinds say to each other is not ours to read.
    let assignment: ConsumerProtocolAssignment = decode(assignment).unwrap_or_default();
    let topics = assignment.assigned_partitions.into_iter();
    topics
        .map(|part| (part.topic.to_string(), part.partitions))
        .collect()
}
